"""The open visit: its session, the file it lies in, what was saved of it, and what can be taken back."""

from __future__ import annotations

from pathlib import Path

from psygnal import Signal

from pedograph.session.journal import now
from pedograph.session.model import Session, new_session
from pedograph.session.undone import gone_back
from pedograph.workspace.history import History

FileState = tuple[int, int]
"""Time of a file's last change, in ns, and its size in bytes."""


def file_state(path: Path) -> FileState | None:
    """What a file is like now; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


class Document:
    """The session that is open; there always is one, at first an empty one.

    ``number`` is another one for each session that is opened, and ``state`` is what its file was like when it was
    last read or written, so that nothing is saved over another visit, or over what somebody else saved meanwhile.
    """

    changed = Signal()

    def __init__(self) -> None:
        self.session: Session = new_session()
        self.path: Path | None = None
        self.history: History[Session] = History()
        self._saved: Session = self.session
        self.number = 0
        self.state: FileState | None = None

    @property
    def empty(self) -> bool:
        """Whether no recording is in it."""
        return not self.session.recordings

    @property
    def dirty(self) -> bool:
        """Whether it holds what is in no file."""
        return self.session is not self._saved

    def open(self, session: Session, path: Path | None, saved: bool = True) -> None:
        """Take another session, whose history begins here.

        Parameters
        ----------
        session : Session
            The session.
        path : Path or None
            Its file.
        saved : bool
            Whether the file holds it as it is.
        """
        self.session, self.path = session, path
        self.number += 1
        self.state = None if path is None else file_state(path)
        self._saved = session if saved else new_session()
        self.history.clear()
        self.changed.emit()

    def apply(self, name: str, session: Session) -> None:
        """Make the session another one, by a change that can be taken back under this name."""
        if session is self.session:
            return
        self.history.push(name, self.session, session)
        self.session = session
        self.changed.emit()

    def undo(self, who: str = "", when: str = "") -> None:
        """Take the last change back; if it was saved, the journal tells by whom and when."""
        change = self.history.undo()
        if change is not None:
            self._go_to(change.before, f"Undone: {change.name}.", who, when)

    def redo(self, who: str = "", when: str = "") -> None:
        """Make the last change that was taken back again."""
        change = self.history.redo()
        if change is not None:
            self._go_to(change.after, f"Redone: {change.name}.", who, when)

    def _go_to(self, state: Session, what: str, who: str, when: str) -> None:
        self.session = gone_back(state, self._saved, what, who, when or now())
        self.changed.emit()

    def mark_saved(self, session: Session, path: Path) -> None:
        """Note that a file now holds this state of the session."""
        self._saved, self.path = session, path
        self.changed.emit()
