"""Why a file could not be read or written, in words that name it and say what to do."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from pedograph._platform.atomic_write import finished_name

_SPACE: Final = ("the disk is full", "Free some space, or choose another disk")
_RIGHTS: Final = ("the system does not allow it", "Close it in other programs, or choose another folder")
_GONE: Final = ("there is no such file or folder", "Check that it is still there, or choose another")
_DEVICE: Final = ("the disk or the network does not answer", "Check that it is connected")
_REASONS: Final = {
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: _SPACE,
    errno.EFBIG: ("the disk takes no file of this size", "Choose another disk"),
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: ("the disk is read-only", "Choose another disk"),
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.ENODEV: _DEVICE,
    errno.EIO: _DEVICE,
    errno.EISDIR: ("it is a folder", "Choose another name"),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name"),
}


def file_problem(error: OSError, what: str = "") -> str:
    """Sentences for what the system refused.

    Parameters
    ----------
    error : OSError
        What it said.
    what : str
        What could not be done, with the name of the file ("measures.csv could not be written"); from the error
        if not given.
    """
    reason, advice = _REASONS.get(error.errno or 0, (error.strerror or str(error), ""))
    head = what or _name(error)
    parts = (f"{head}: {reason}" if head else reason[:1].upper() + reason[1:], advice)
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _name(error: OSError) -> str:
    """The file of an error, as the person knows it; empty where the system does not say."""
    if not isinstance(error.filename, str | bytes):
        return ""
    path = Path(error.filename if isinstance(error.filename, str) else error.filename.decode(errors="replace"))
    return finished_name(path) or path.name
