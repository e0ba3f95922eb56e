"""One lock for each session file: who has it open, on which machine and since when.

The lock is a small file beside the session. On one machine the system's own lock on it tells whether its owner
still runs, however it ended; the lock of a program that has ended is taken over.
"""

from __future__ import annotations

import atexit
import json
import os
import platform
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from pedograph._platform.file_lock import is_named, take_lock
from pedograph.errors import SessionError
from pedograph.session.journal import now

_LARGEST: Final = 4096


@dataclass(frozen=True)
class LockOwner:
    """Who has a session open.

    Parameters
    ----------
    who : str
        Initials, as in the journal; empty if nobody signs.
    machine : str
        Name of the machine.
    process : int
        Number of the program on that machine.
    since : str
        Since when, ISO 8601; empty where the lock does not say.
    """

    who: str = ""
    machine: str = ""
    process: int = 0
    since: str = ""

    @property
    def sentence(self) -> str:
        """Where and since when, and by whom: "in Pedograph on PC-3 since 2026-11-30 10:14 (AB)"."""
        where = f" on {self.machine}" if self.machine else ""
        since = f" since {self.since[:16].replace('T', ' ')}" if self.since else ""
        return f"in Pedograph{where}{since}{f' ({self.who})' if self.who else ''}"


class SessionInUseError(SessionError):
    """Another program has the session open.

    Parameters
    ----------
    path : Path
        The session.
    owner : LockOwner
        Who has it open.
    """

    def __init__(self, path: Path, owner: LockOwner) -> None:
        self.owner = owner
        left = ""
        if owner.machine not in ("", platform.node()):
            left = f" If no Pedograph runs on {owner.machine} any more, remove {lock_place(path).name}."
        super().__init__(
            f"{path.name} is open {owner.sentence}, so it was not saved over. Close it there, or choose another "
            f"name.{left}"
        )


class SessionLock:
    """The lock of a session file, held until it is released as often as it was taken by this program.

    It is made by `lock_session`. ``taken_over`` is the owner whose lock this was, if that program ended without
    releasing it.
    """

    def __init__(self, path: Path, file: BinaryIO, taken_over: LockOwner | None) -> None:
        self.path = path
        self.taken_over = taken_over
        self.writing = threading.Lock()
        self._file = file
        self._held = 1

    def release(self) -> None:
        """Let another program open the session for changes."""
        with _REGISTRY:
            self._held -= 1
            if self._held:
                return
            del _OWN[self.path]
            _let_go(lock_place(self.path), self._file)

    def again(self) -> Self:
        """Hold it once more."""
        self._held += 1
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


_REGISTRY: Final = threading.RLock()
_OWN: Final[dict[Path, SessionLock]] = {}
"""The locks that this program holds, by the session."""


def lock_place(path: Path) -> Path:
    """Where the lock of a session is, which need not be there."""
    path = path.resolve()
    return path.with_name(f".{path.name}.lock")


def lock_session(path: Path, who: str = "") -> SessionLock:
    """Take the lock of a session file, by whatever name or link it is called.

    Parameters
    ----------
    path : Path
        The session; it need not be there.
    who : str
        Initials of whoever works on it.

    Raises
    ------
    SessionInUseError
        If another program has it.
    OSError
        If nothing can be written into the folder.
    """
    path = path.resolve()
    with _REGISTRY:
        if path in _OWN:
            return _OWN[path].again()
        _OWN[path] = lock = _taken(path, LockOwner(who, platform.node(), os.getpid(), now()))
        return lock


def check_free(path: Path) -> None:
    """Refuse a session that another program has open.

    Raises
    ------
    SessionInUseError
        If one has.
    """
    path = path.resolve()
    with _REGISTRY, suppress(OSError):  # no lock, or none that can be read: taking it says what is wrong
        if path not in _OWN:
            with _open_lock(lock_place(path)) as file:
                _check_dead(path, file)


def _taken(path: Path, owner: LockOwner) -> SessionLock:
    place = lock_place(path)
    dead: LockOwner | None = None
    while True:
        try:
            file = place.open("x+b")
        except FileExistsError:
            dead = _cleared(path, place) or dead
            continue
        # Whoever finds the file before it is locked takes it for a dead one, and has it then.
        if take_lock(file.fileno()) is not False and is_named(file.fileno(), place):
            file.write(json.dumps(asdict(owner)).encode())
            file.flush()
            return SessionLock(path, file, dead)
        file.close()


def _cleared(path: Path, place: Path) -> LockOwner | None:
    """Remove the lock of a program that has ended; whose it was, or None where it is gone already."""
    try:
        file = _open_lock(place)
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise SessionInUseError(path, LockOwner()) from error
    with file:
        dead = _check_dead(path, file)
        if not is_named(file.fileno(), place):
            return None
        _let_go(place, file)
    return dead


def _check_dead(path: Path, file: BinaryIO) -> LockOwner:
    """Whose lock it was, where that program has ended."""
    free = take_lock(file.fileno())
    owner = _owner(file)
    here = owner.machine in ("", platform.node())
    if free is None:
        free = here and not _runs(owner.process)
    if not (free and here):
        raise SessionInUseError(path, owner)
    return owner


def _open_lock(place: Path) -> BinaryIO:
    try:
        return place.open("r+b")
    except PermissionError:
        return place.open("rb")  # of another account on this machine


def _owner(file: BinaryIO) -> LockOwner:
    """What a lock says; nothing where it was not written to its end."""
    try:
        values = json.loads(file.read(_LARGEST))
        return LockOwner(str(values["who"]), str(values["machine"]), int(values["process"]), str(values["since"]))
    except (ValueError, KeyError, TypeError):
        return LockOwner()


def _runs(process: int) -> bool:
    """Whether a program runs on this machine, where the file system has no locks to tell it."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _let_go(place: Path, file: BinaryIO) -> None:
    """Remove a lock, then close it, so that nobody else has it meanwhile; Windows wants the reverse."""
    if os.name == "nt":
        file.close()
    with suppress(OSError):  # what stays is the lock of a program that has ended, which the next takes over
        place.unlink()
    file.close()


@atexit.register
def _release_all() -> None:
    """Leave no lock behind at an orderly end."""
    with _REGISTRY:
        for lock in list(_OWN.values()):
            _OWN.pop(lock.path)
            _let_go(lock_place(lock.path), lock._file)
