"""Replacing a file so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

_UNFINISHED: Final = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{32}\.unfinished")
_FORGOTTEN: Final = 24 * 3600.0
"""Seconds after which nobody is still writing an unfinished file."""


class Replacement:
    """A file that is written piece by piece beside its place and put there at the end.

    It is used in a ``with`` block: left without an error, the file takes its place once the disk has it; left with
    one, or discarded, what was there before stays, and the unfinished file is removed.

    Parameters
    ----------
    path : Path
        Where the file is to stand; its folder is made where it is missing. A link stays, and the file behind it is
        replaced; a pipe or a device is written to, never replaced.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is still there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._direct = self.path.exists() and not self.path.is_file()
        self._beside = self.path.with_name(f".{self.path.name}.{uuid.uuid4().hex}.unfinished")
        self._wanted = True

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = self.path.open("wb") if self._direct else self._beside.open("xb")
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
        """Close the file; where it is to take its place, have the disk take it first, and its name after."""
        if replace:
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()
        if replace:
            if self.path.exists():
                shutil.copymode(self.path, self._beside)
            self._beside.replace(self.path)
            _sync_folder(self.path.parent)
            _remove_forgotten(self.path)


def replace_file(path: Path, data: bytes) -> Path:
    """Write a new file beside, have the disk take it, and give it the old one's place; see `Replacement`.

    Parameters
    ----------
    path : Path
        The file.
    data : bytes
        All that it is to hold.

    Returns
    -------
    Path
        Its path, the file behind a link.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is still there.
    """
    with Replacement(path) as file:
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


def _remove_forgotten(path: Path) -> None:
    """Remove what saves of this file that died long ago have left behind."""
    for other in path.parent.glob(".*.unfinished"):
        # Another program may remove it first, and it does no harm if it stays.
        with suppress(OSError):
            if finished_name(other) == path.name and time.time() - other.stat().st_mtime > _FORGOTTEN:
                other.unlink()
