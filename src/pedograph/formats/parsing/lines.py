"""Lines of a long text, found all at once and cut out only where they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from pedograph.formats.parsing.text import check_line_lengths
from pedograph.recording import IndexArray

_PART = 1 << 16
_USUAL_INDENT = 16


class TextLines(Sequence[bytes]):
    """The lines of a text, without their line feeds (a carriage return stays).

    Parameters
    ----------
    text : bytes
        All of it.
    name : str
        Name of the file, for errors.

    Raises
    ------
    ReadError
        If the lines are too many and too short for a matrix of numbers.
    """

    def __init__(self, text: bytes, name: str) -> None:
        self.text = text
        self.stops: IndexArray = _ends_of_lines(text)
        check_line_lengths(text, self.stops.size - 1, name)
        self.starts: IndexArray = np.empty_like(self.stops)
        self.starts[0] = 0
        np.add(self.stops[:-1], 1, out=self.starts[1:])

    def __len__(self) -> int:
        return len(self.stops)

    @overload
    def __getitem__(self, row: int) -> bytes: ...

    @overload
    def __getitem__(self, row: slice) -> list[bytes]: ...

    def __getitem__(self, row: int | slice) -> bytes | list[bytes]:
        if isinstance(row, slice):
            first, stop, step = row.indices(len(self))
            if first >= stop or step != 1:
                return [self[each] for each in range(first, stop, step)]
            start, end = self.span(range(first, stop))
            return self.text[start:end].split(b"\n")
        return self.text[self.starts[row] : self.stops[row]]

    def span(self, lines: range) -> tuple[int, int]:
        """Where lines that follow each other start and stop in the text; there must be one."""
        return int(self.starts[lines.start]), int(self.stops[lines.stop - 1])

    @cached_property
    def first_letters(self) -> NDArray[np.uint8]:
        """What each line starts with behind blanks; a line feed where there is nothing else [line]."""
        places = self.starts
        for _ in range(_USUAL_INDENT):
            letters = self._letters_at(places)
            blank = (letters == ord(" ")) | (letters == ord("\f"))
            if not blank.any():
                return letters
            places = places + blank
        for row in np.flatnonzero(blank).tolist():
            letters[row] = (self[row].lstrip(b" \f") or b"\n")[0]
        return letters

    def _letters_at(self, places: IndexArray) -> NDArray[np.uint8]:
        """Characters of the text, with a line feed behind it."""
        codes = np.frombuffer(self.text or b"\n", dtype=np.uint8)
        return np.where(places < len(self.text), codes.take(places, mode="clip"), np.uint8(ord("\n")))


def _ends_of_lines(text: bytes) -> IndexArray:
    """Where line feeds are, looked for in parts small enough for the processor's memory, and the text's end."""
    codes = np.frombuffer(text, dtype=np.uint8)
    parts = [np.flatnonzero(codes[at : at + _PART] == ord("\n")) + at for at in range(0, len(text), _PART)]
    return np.concatenate([*parts, np.array([len(text)], dtype=np.intp)])
