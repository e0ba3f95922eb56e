"""The open visit: its session, the file it lies in, what was saved of it, and what can be taken back."""

from __future__ import annotations

from pathlib import Path

from psygnal import Signal

from pedograph.session.model import Session, new_session
from pedograph.workspace.history import History


class Document:
    """The session that is open; there always is one, at first an empty one."""

    changed = Signal()

    def __init__(self) -> None:
        self.session: Session = new_session()
        self.path: Path | None = None
        self.history: History[Session] = History()
        self._saved: Session = self.session

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

    def undo(self) -> None:
        """Take the last change back."""
        change = self.history.undo()
        if change is not None:
            self.session = change.before
            self.changed.emit()

    def redo(self) -> None:
        """Make the last change that was taken back again."""
        change = self.history.redo()
        if change is not None:
            self.session = change.after
            self.changed.emit()

    def mark_saved(self, session: Session, path: Path) -> None:
        """Note that a file now holds this state of the session."""
        self._saved, self.path = session, path
        self.changed.emit()
