"""Locks on open files, which the system lets go of when their program ends in whatever way."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

_BYTE: Final = 1 << 30
"""The byte that is locked on Windows, where nobody may read what is locked: behind all that such a file holds."""


def take_lock(handle: int, wait: bool = False) -> bool | None:
    """Take the lock of an open file until it is closed.

    Parameters
    ----------
    handle : int
        The file.
    wait : bool
        Whether to wait for whoever has it; only where it is held for moments.

    Returns
    -------
    bool or None
        Whether it was taken; None on a file system without locks, where nobody can hold one.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return False if sys.platform == "win32" else None
    return True


def is_named(handle: int, path: Path) -> bool:
    """Whether an open file still is the one that a path names."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except OSError:
        return False
