"""A table that grows row by row on the disk, however long it becomes, and has its name once it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pedograph._platform.atomic_write import Replacement


class GrowingTable(Replacement):
    """A text file that is written piece by piece beside its place and put there at the end; see `Replacement`.

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
        super().__init__(path)
        self._head = head

    def __enter__(self) -> Self:
        super().__enter__()
        self.add(self._head)
        return self

    def add(self, text: str) -> None:
        """Write more text at the end (UTF-8)."""
        self.write(text.encode())
