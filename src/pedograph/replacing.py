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
from typing import Final

_UNFINISHED: Final = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{32}\.unfinished")
_FORGOTTEN: Final = 24 * 3600.0
"""Seconds after which nobody is still writing an unfinished file."""


def replace_file(path: Path, data: bytes) -> Path:
    """Write a new file beside, have the disk take it, and give it the old one's place.

    Parameters
    ----------
    path : Path
        The file; its folder is made where it is missing.
    data : bytes
        All that it is to hold.

    Returns
    -------
    Path
        The same path.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is still there.
    """
    path = path.resolve()  # the file behind a link, not the link
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}.unfinished")
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        path.write_bytes(data)  # a pipe or a device is written to, never replaced
        return path
    try:
        _write(beside, data)
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    _remove_forgotten(path)
    return path


def finished_name(path: Path) -> str:
    """Name of the file that an unfinished one was to become; empty for any other file."""
    found = _UNFINISHED.fullmatch(path.name)
    return found["name"] if found else ""


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


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
