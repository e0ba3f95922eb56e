"""The open visit: its session, the file it lies in, what was saved of it, and what can be taken back."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from psygnal import Signal

from pedograph.session.file_state import FileState, file_state
from pedograph.session.lock import LockOwner, SessionLock
from pedograph.session.model import Session, new_session
from pedograph.workspace.history import History


@dataclass(frozen=True, eq=False)
class Hold:
    """What is known of the open visit's file, and whether it may be saved into.

    Parameters
    ----------
    state : FileState or None
        What it was like when it was last read or written.
    lock : SessionLock or None
        Its lock; None where nothing could be written beside it.
    owner : LockOwner or None
        The other program that has it open, for which reason it is only read here.
    """

    state: FileState | None = None
    lock: SessionLock | None = None
    owner: LockOwner | None = None

    def release(self) -> None:
        """Let another program save into the file."""
        if self.lock is not None:
            self.lock.release()


class Document:
    """The session that is open; there always is one, at first an empty one.

    ``number`` is another one for each session that is opened, and ``hold`` tells what its file was like when it
    was last read or written, so that nothing is saved over another visit, or over what somebody else saved
    meanwhile.
    """

    changed = Signal()
    left = Signal(object)
    """The hold on a file is no longer needed; releasing it may wait for a disk."""

    def __init__(self) -> None:
        self.session: Session = new_session()
        self.path: Path | None = None
        self.history: History[Session] = History()
        self._saved: Session = self.session
        self.number = 0
        self.hold = Hold()
        self._handing = threading.Lock()

    @property
    def empty(self) -> bool:
        """Whether no recording is in it."""
        return not self.session.recordings

    @property
    def dirty(self) -> bool:
        """Whether it holds what is in no file."""
        return self.session is not self._saved

    @property
    def read_only(self) -> bool:
        """Whether another program has its file open, so that it is saved under another name."""
        return self.hold.owner is not None

    def open(self, session: Session, path: Path | None, saved: bool = True, hold: Hold | None = None) -> None:
        """Take another session, whose history begins here.

        Parameters
        ----------
        session : Session
            The session.
        path : Path or None
            Its file.
        saved : bool
            Whether the file holds it as it is.
        hold : Hold, optional
            What is known of the file; found out here if not given.
        """
        self.session, self.path = session, path
        new = hold or (Hold() if path is None else Hold(file_state(path)))
        with self._handing:
            before, self.hold = self.hold, new
            self.number += 1
        self.left.emit(before)
        self._saved = session if saved else new_session()
        self.history.clear()
        self.changed.emit()

    def hand(self, hold: Hold, number: int) -> None:
        """Take the hold on the file that this session was saved into, in a job; another session's is released."""
        with self._handing:
            own = self.number == number
            before = self.hold if own else hold
            if own:
                self.hold = hold
        before.release()

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
