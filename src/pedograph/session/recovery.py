"""Work that was not saved: a copy of the session beside the program, offered after a crash."""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

from pedograph._platform.atomic_write import finished_name, replace_file
from pedograph.errors import SessionError
from pedograph.session.file import save_session, visit_of
from pedograph.session.journal import check_time
from pedograph.session.model import Session

_SESSION: Final = ".h5"
_ABOUT: Final = ".json"
_LOCK: Final = ".lock"
_PREFIX: Final = "unsaved-"
_FORGOTTEN: Final = 24 * 3600.0
"""Seconds after which nobody is still about to write."""


@dataclass(frozen=True)
class Recoverable:
    """Unsaved work of a program that is no longer running.

    Parameters
    ----------
    path : Path
        The kept session; opened like any other.
    document : Path or None
        The file that it was opened from or saved to last; None where it never was.
    when : str
        When it was kept, ISO 8601.
    subject, date : str
        Whose visit it is, and its date; empty where the file is damaged.
    problem : str
        Why the kept session cannot be opened; empty where it can.
    """

    path: Path
    document: Path | None
    when: str
    subject: str = ""
    date: str = ""
    problem: str = ""


class Autosave:
    """Keeps the unsaved state of one session while a program runs.

    As long as it lives it holds a lock, which the system lets go of when the program ends in whatever way: so work
    that is still being done elsewhere is never offered as lost.

    Parameters
    ----------
    folder : Path
        Where to keep it: a folder of the program's own on this machine; made if it is not there.

    Raises
    ------
    SessionError
        If the folder cannot be made or written to.
    """

    def __init__(self, folder: Path) -> None:
        self._base = folder / f"{_PREFIX}{uuid.uuid4().hex}"
        self._kept: tuple[Session, Path | None] | None = None
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock: IO[bytes] | None = _with(self._base, _LOCK).open("xb")
        except OSError as error:
            raise SessionError(f"unsaved work cannot be kept in {folder} ({error.strerror}).") from error
        _lock(self._lock)

    @property
    def path(self) -> Path:
        """Where the session is kept."""
        return _with(self._base, _SESSION)

    def keep(self, session: Session, document: Path | None, when: str) -> Path:
        """Keep this state in place of the last one; the same state again costs nothing.

        Parameters
        ----------
        session : Session
            The state.
        document : Path or None
            The file that it belongs to.
        when : str
            ISO 8601 time with offset.

        Raises
        ------
        SessionError
            If it cannot be written.
        """
        if self._lock is None:
            raise SessionError("unsaved work cannot be kept any more: the session was closed.")
        check_time(when)
        if self._kept is not None and self._kept[0] is session and self._kept[1] == document:
            return self.path
        about = {"document": str(document.absolute()) if document else None, "when": when}
        try:
            replace_file(_with(self._base, _ABOUT), json.dumps(about).encode("utf-8"))
        except OSError as error:
            raise SessionError(f"unsaved work cannot be kept in {self.path.parent} ({error.strerror}).") from error
        save_session(session, self.path)
        self._kept = (session, document)
        return self.path

    def clear(self) -> None:
        """Forget what was kept: it was saved, or is not wanted."""
        self._kept = None
        for end in (_SESSION, _ABOUT):
            _with(self._base, end).unlink(missing_ok=True)

    def close(self) -> None:
        """Forget what was kept and let go of the lock, at an orderly end."""
        if self._lock is None:
            return
        self.clear()
        self._lock.close()
        self._lock = None
        _with(self._base, _LOCK).unlink(missing_ok=True)

    def __enter__(self) -> Autosave:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def recoverable(*folders: Path) -> tuple[Recoverable, ...]:
    """What programs that have ended left unsaved in folders, newest first; empty where there is no folder."""
    places = dict.fromkeys(folders)
    for folder in places:
        _remove_forgotten(folder)
    found = (path for folder in places for path in folder.glob(f"{_PREFIX}*{_SESSION}"))
    kept = [path for path in found if not _in_use(path)]
    return tuple(sorted(map(_described, kept), key=lambda item: (item.when, item.path.name), reverse=True))


def discard(item: Recoverable) -> None:
    """Remove unsaved work for good.

    Raises
    ------
    SessionError
        If it cannot be removed.
    """
    base = item.path.with_suffix("")
    try:
        for end in (_SESSION, _ABOUT, _LOCK):
            _with(base, end).unlink(missing_ok=True)
    except OSError as error:
        raise SessionError(f"{item.path.name} could not be removed ({error.strerror}).") from error


def _remove_forgotten(folder: Path) -> None:
    """Remove what programs that died with nothing to offer have left behind, once it is a day old."""
    rest = [path for end in (_ABOUT, _LOCK) for path in folder.glob(f"{_PREFIX}*{end}")]
    alone = [path for path in rest if not path.with_suffix(_SESSION).exists() and not _in_use(path)]
    unfinished = [path for path in folder.glob(".*.unfinished") if finished_name(path)]
    for path in (*alone, *unfinished):
        # Another program may remove it first, and it does no harm if it stays.
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _FORGOTTEN:
                path.unlink()


def _described(path: Path) -> Recoverable:
    about = _about(_with(path.with_suffix(""), _ABOUT))
    document = Path(about["document"]) if isinstance(about.get("document"), str) else None
    when = str(about.get("when", ""))
    try:
        visit = visit_of(path)
    except SessionError as error:
        return Recoverable(path, document, when, problem=str(error))
    return Recoverable(path, document, when, visit.subject, visit.date)


def _about(path: Path) -> dict[str, Any]:
    """What stands beside a kept session; nothing where that is lost, for the session alone is worth having."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _in_use(path: Path) -> bool:
    """Whether the program that keeps it is still running."""
    try:
        with _with(path.with_suffix(""), _LOCK).open("r+b") as file:
            return not _lock(file)
    except OSError:
        return False


def _with(base: Path, end: str) -> Path:
    return base.with_name(base.name + end)


def _lock(file: IO[bytes]) -> bool:
    """Take the lock of an open file until it is closed; False where another program has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except PermissionError:  # what Windows says instead
        return False
    except OSError:
        return os.name != "nt"  # a file system without locks: nobody can hold one
    return True
