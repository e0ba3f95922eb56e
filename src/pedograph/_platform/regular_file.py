"""Opening what is surely a file: a pipe, a device or a socket is refused at once, for reading it may never end."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO


def open_regular(path: Path | str) -> BinaryIO:
    """Open a file for reading, without waiting for whatever else the path may name.

    Parameters
    ----------
    path : path
        The file.

    Raises
    ------
    OSError
        If it is not there, may not be read, or is a folder, a pipe, a device or a socket.
    """
    _check(Path(path).stat().st_mode, path)
    # It may have become another thing since, and opening a pipe would wait for somebody to write.
    file = open(path, "rb", opener=_opened_at_once)  # noqa: SIM115 - the caller closes it
    try:
        _check(os.fstat(file.fileno()).st_mode, path)
    except OSError:
        file.close()
        raise
    return file


def regular_text(path: Path | str, encoding: str = "utf-8") -> str:
    """All of a text file, with its ends of lines as Python has them.

    Raises
    ------
    OSError
        As for `open_regular`.
    UnicodeDecodeError
        If it is not text in this encoding.
    """
    with io.TextIOWrapper(open_regular(path), encoding=encoding) as file:
        return file.read()


def _opened_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check(mode: int, path: Path | str) -> None:
    if S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    if not S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", os.fspath(path))
