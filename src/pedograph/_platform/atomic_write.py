"""Replacing a file so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import errno
import hashlib
import math
import os
import platform
import re
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from pedograph._platform.file_lock import is_named, take_lock
from pedograph._platform.file_rights import check_not_read_only, copy_rights

_UNFINISHED: Final = re.compile(r"\.(?P<name>.+)\.(?P<machine>[0-9a-f]{8})[0-9a-f]{24}\.unfinished")
_FORGOTTEN: Final = 24 * 3600.0
"""Seconds after which nobody is still writing an unfinished file on another machine."""
_CLOSED: Final = 60.0 if sys.platform == "win32" else -math.inf
"""Seconds in which a file on this machine that is closed gets its name; other systems keep it open."""
_UNREAD: Final = 0o600
"""Rights of a file that is to replace one, until it has that one's."""
_USUAL: Final = 0o666


class Replacement:
    """A file that is written piece by piece beside its place and put there at the end.

    It is used in a ``with`` block: left without an error, the file takes its place once the disk has it; left with
    one, or discarded, what was there before stays, and the unfinished file is removed.

    Parameters
    ----------
    path : Path
        Where the file is to stand; its folder is made where it is missing. A link stays, and the file behind it is
        replaced, with its owner, group and mode; until then nobody else may read the new one. A pipe or a device
        is written to, never replaced.
    check : callable, optional
        Called directly before the file takes its place; what it raises leaves what was there before.

    Raises
    ------
    OSError
        If it cannot be written, or what is there is read-only; what was there before is still there.
    """

    def __init__(self, path: Path, check: Callable[[], None] | None = None) -> None:
        self.path = path.resolve()
        self._direct = self.path.exists() and not self.path.is_file()
        self._check = check
        self._wanted = True

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        check_not_read_only(self.path)
        if self._direct:
            self._file: BinaryIO = _open_direct(self.path)
        else:
            self._beside, self._file = _begin_beside(self.path)
        return self

    def write(self, data: bytes) -> None:
        """Write more at the end."""
        self._file.write(data)

    def discard(self) -> None:
        """Leave what was there before as it is."""
        self._wanted = False

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._finish(kind is None and self._wanted and not self._direct)
        finally:
            try:
                self._file.close()  # on a full disk it fails again
            finally:
                if not self._direct:
                    self._beside.unlink(missing_ok=True)

    def _finish(self, replace: bool) -> None:
        """Close the file; where it is to take its place, have the disk take it first, and its name after.

        Until it has its name it stays open, for then it is locked and nobody takes it for a leftover; Windows
        renames no open file.
        """
        if replace:
            self._file.flush()
            os.fsync(self._file.fileno())
        if not replace or sys.platform == "win32":
            self._file.close()
        if replace:
            self._put_in_place()
            self._file.close()
            _sync_folder(self.path.parent)
            _remove_leftovers(self.path.parent)

    def _put_in_place(self) -> None:
        check_not_read_only(self.path)
        if self.path.exists():
            copy_rights(self.path, self._beside)
        if self._check is not None:
            self._check()
        self._beside.replace(self.path)


def replace_file(path: Path, data: bytes, check: Callable[[], None] | None = None) -> Path:
    """Write a new file beside, have the disk take it, and give it the old one's place; see `Replacement`.

    Parameters
    ----------
    path : Path
        The file.
    data : bytes
        All that it is to hold.
    check : callable, optional
        Called directly before the file takes its place; what it raises leaves what was there before.

    Returns
    -------
    Path
        Its path, the file behind a link.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is still there.
    """
    with Replacement(path, check) as file:
        file.write(data)
    return file.path


def finished_name(path: Path) -> str:
    """Name of the file that an unfinished one was to become; empty for any other file."""
    found = _UNFINISHED.fullmatch(path.name)
    return found["name"] if found else ""


def _sync_folder(folder: Path) -> None:
    """Have the disk take the new name; Windows does so itself and cannot open folders."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _open_direct(path: Path) -> BinaryIO:
    """A pipe or a device, open for writing; a pipe that nobody reads is refused: writing would wait for ever."""
    try:
        file = open(path, "wb", opener=_opened_at_once)  # noqa: SIM115 - closed by the caller
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        raise OSError(errno.ENXIO, "nobody reads from this pipe", os.fspath(path)) from error
    if sys.platform != "win32":
        os.set_blocking(file.fileno(), True)
    return file


def _opened_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _begin_beside(path: Path) -> tuple[Path, BinaryIO]:
    """A new file beside another, open and locked, by which others see that its writer lives."""
    mode = _UNREAD if path.exists() else _USUAL
    while True:
        beside = path.with_name(f".{path.name}.{machine_mark()}{uuid.uuid4().hex[8:]}.unfinished")
        file = open(beside, "xb", opener=partial(os.open, mode=mode))  # noqa: SIM115 - closed by the caller
        take_lock(file.fileno(), wait=True)
        if is_named(file.fileno(), beside):
            return beside, file
        file.close()  # another program took it for a leftover before it was locked


@cache
def machine_mark() -> str:
    """Eight characters that tell this machine from others that write into the same folder."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _remove_leftovers(folder: Path) -> None:
    """Remove what writers that have died left behind, of whatever file."""
    for path in folder.glob(".*.unfinished"):
        found = _UNFINISHED.fullmatch(path.name)
        # Another program may remove it first, and it does no harm if it stays.
        with suppress(OSError):
            age = time.time() - path.stat().st_mtime
            if found and age > (_CLOSED if found["machine"] == machine_mark() else _FORGOTTEN):
                _remove_dead(path, age > _FORGOTTEN)


def _remove_dead(path: Path, old: bool) -> None:
    """Remove an unfinished file unless it is still being written; Windows lets nobody remove an open file."""
    if sys.platform == "win32":
        path.unlink()
        return
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        free = take_lock(handle)
        if free or (free is None and old):
            path.unlink()
    finally:
        os.close(handle)
