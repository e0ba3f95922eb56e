"""A table that grows row by row on the disk, however long it becomes, and has its name once it is whole."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from types import TracebackType
from typing import BinaryIO


class GrowingTable:
    """A text file that is written piece by piece beside its place and put there at the end.

    It is used in a ``with`` block: left without an error, the file takes its place; left with one, or discarded,
    what was there before stays, and the unfinished file is removed.

    Parameters
    ----------
    path : Path
        Where the file is to stand; its folder is made.
    head : str
        What it begins with.

    Raises
    ------
    OSError
        If it cannot be written.
    """

    def __init__(self, path: Path, head: str) -> None:
        self.path = path.resolve()  # the file behind a link, not the link
        self._direct = self.path.exists() and not self.path.is_file()  # a pipe or a device is never replaced
        self._beside = self.path.with_name(f".{self.path.name}.{uuid.uuid4().hex}.unfinished")
        self._head = head
        self._wanted = True

    def __enter__(self) -> GrowingTable:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = self.path.open("wb") if self._direct else self._beside.open("xb")
        self.add(self._head)
        return self

    def add(self, text: str) -> None:
        """Write more text at the end (UTF-8)."""
        self._file.write(text.encode())

    def discard(self) -> None:
        """Leave what was there before as it is."""
        self._wanted = False

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        done = kind is None and self._wanted and not self._direct
        try:
            if done:
                self._file.flush()
                os.fsync(self._file.fileno())
            self._file.close()
            if done:
                self._beside.replace(self.path)
        finally:
            self._file.close()
            self._beside.unlink(missing_ok=True)
