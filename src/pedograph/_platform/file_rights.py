"""Who may do what with a file: kept when a new file takes its place, and a read-only file is not replaced."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE
from typing import Final

_OTHERS: Final = 0o007
_GROUP: Final = 0o070
_ANY_WRITE: Final = 0o222
_ACCESS_LIST: Final = "system.posix_acl_access"


def is_read_only(path: Path) -> bool:
    """Whether a file is there that nobody, or not this user, may change."""
    try:
        return path.is_file() and (not path.stat().st_mode & _ANY_WRITE or not os.access(path, os.W_OK))
    except OSError:
        return False  # writing says what is wrong


def check_not_read_only(path: Path) -> None:
    """Refuse to replace a file that is read-only: renaming another file over it would not ask.

    Raises
    ------
    PermissionError
        If it is.
    """
    if is_read_only(path):
        raise PermissionError(errno.EACCES, "the file is read-only and was not overwritten", os.fspath(path))


def copy_rights(old: Path, new: Path) -> None:
    """Give a new file owner, group and mode of the one whose place it takes.

    Where the system does not let this user give the group away, the new group gets no more than everybody has.

    Raises
    ------
    OSError
        If the mode cannot be set.
    """
    was = old.stat()
    mode = S_IMODE(was.st_mode)
    if sys.platform != "win32":
        with suppress(PermissionError):  # who may change another's file, may not always give it back to him
            os.chown(new, -1, was.st_gid)
        with suppress(PermissionError):
            os.chown(new, was.st_uid, -1)
        if new.stat().st_gid != was.st_gid:
            mode = mode & ~_GROUP | (mode & _OTHERS) << 3
    new.chmod(mode)
    if sys.platform == "linux":
        with suppress(OSError):  # no list of further rights, or a file system without
            os.setxattr(new, _ACCESS_LIST, os.getxattr(old, _ACCESS_LIST))
