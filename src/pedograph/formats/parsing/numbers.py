"""Rows of numbers as text, read in bulk: each distinct line once, all digits at once, errors with their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.formats.parsing.decimals import RowLayout, plain_decimals
from pedograph.formats.parsing.text import decoded
from pedograph.recording import FloatArray

LARGEST_VALUE = 1e6
"""No sensor reports more, in whatever unit; a larger number is a damaged one."""

_CHUNK = 1 << 17
_MOST_COLUMNS = 4096
_NOT_IN_NUMBERS = re.compile(rb"[\x0b\x0c\x1c-\x1f]|[+-]nan")
"""What NumPy's parser would take for blanks around a number, and for places without a sensor."""
_NUMBER = re.compile(rb"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


class CellError(Exception):
    """A line that is not a row of numbers.

    Parameters
    ----------
    row : int
        Position of the line among the lines given.
    column : int or None
        Position in the row, from 0; None where the row as a whole is wrong.
    found : str
        What is wrong, in plain words.
    """

    def __init__(self, row: int, column: int | None, found: str) -> None:
        super().__init__(found)
        self.row = row
        self.column = column
        self.found = found


@dataclass(frozen=True, eq=False)
class NumberRows:
    """Rows of numbers: the distinct ones, and which of them stands where.

    Parameters
    ----------
    table : float64 array [distinct row, column]
        Values of the distinct rows.
    index : int array [row]
        For each row of the file its place in ``table``.
    """

    table: FloatArray
    index: NDArray[np.int32]

    def scaled(self, factor: float) -> NDArray[np.float32]:
        """All rows times ``factor``, as float32 [row, column]."""
        return np.asarray((self.table * factor).astype(np.float32)[self.index])


def usual_columns(lines: Sequence[bytes], separator: bytes = b"\t") -> int:
    """How many fields most of the lines have."""
    counts = Counter(line.strip().count(separator) + 1 for line in lines)
    return counts.most_common(1)[0][0] if counts else 0


def read_rows(
    lines: Sequence[bytes],
    columns: int,
    *,
    separator: bytes = b"\t",
    decimal: bytes | None = None,
    absent: bytes = b"",
) -> NumberRows:
    """Numbers of ``lines``, each of which holds ``columns`` fields.

    Parameters
    ----------
    lines : sequence of bytes
        Lines without their line feed; blanks around fields and one separator at the end do no harm.
    columns : int
        Fields a line must have.
    separator : bytes
        One byte between fields.
    decimal : bytes, optional
        The decimal sign; None takes point or comma, whichever the lines use, but not both.
    absent : bytes
        What stands where there is no sensor; empty for nothing.

    Returns
    -------
    NumberRows
        Values at least 0 and at most ``LARGEST_VALUE``; NaN where ``absent`` stood.

    Raises
    ------
    CellError
        For a field that is missing, or no number, or out of range; the first such line is named.
    """
    if columns > _MOST_COLUMNS:
        raise CellError(0, None, f"the row has {columns} values, and no device has so many columns")
    distinct = list(dict.fromkeys(lines))
    place = dict(zip(distinct, range(len(distinct)), strict=True))
    index = np.fromiter(map(place.__getitem__, lines), dtype=np.int32, count=len(lines))
    layout = RowLayout(columns, separator, decimal or _decimal_sign(distinct), absent)
    table = np.empty((len(distinct), columns))
    try:
        for start, stop in _chunks(distinct):
            table[start:stop] = _values(b"\n".join(distinct[start:stop]), layout, start)
    except CellError as error:
        raise CellError(int(np.argmax(index == error.row)), error.column, error.found) from None
    return NumberRows(table, index)


def number_blocks(parts: Iterable[bytes], layout: RowLayout) -> Iterator[FloatArray]:
    """Numbers of rows in their order, for text of which few lines are equal; see `read_rows`.

    Parameters
    ----------
    parts : iterable of bytes
        Rows with a line feed between them, as `parts_of` cuts them from a text.
    layout : RowLayout
        What a row looks like.

    Yields
    ------
    float64 array [row, column]
        The numbers of each part.

    Raises
    ------
    CellError
        As `read_rows` does; rows are counted over all parts.
    """
    if layout.columns > _MOST_COLUMNS:
        raise CellError(0, None, f"the row has {layout.columns} values, and no device has so many columns")
    row = 0
    for part in parts:
        block = _values(part, layout, row)
        row += len(block)
        yield block


def parts_of(text: bytes, spans: Iterable[tuple[int, int]], between: bytes = b"\n") -> Iterator[bytes]:
    """Lines from stretches of a text, in parts of about 128 KiB, so that working arrays stay small.

    Parameters
    ----------
    text : bytes
        All of it.
    spans : iterable of (int, int)
        Where stretches of lines start and stop in it, without the last line feed.
    between : bytes
        What stands there between lines; a line feed in the parts.
    """

    def piece(start: int, stop: int) -> bytes:
        # Looking for many characters is quicker in a short text.
        return text[start:stop] if between == b"\n" else text[start:stop].replace(between, b"\n")

    pieces: list[bytes] = []
    size = 0
    for start, stop in spans:
        while stop - start > _CHUNK - size and (end := text.find(between, start + _CHUNK - size, stop)) >= 0:
            yield b"\n".join([*pieces, piece(start, end)])
            pieces, size, start = [], 0, end + len(between)
        pieces.append(piece(start, stop))
        size += len(pieces[-1])
        if size >= _CHUNK:
            yield b"\n".join(pieces)
            pieces, size = [], 0
    if pieces:
        yield b"\n".join(pieces)


def _chunks(lines: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Ranges of lines of about 128 KiB, so that working arrays stay small."""
    ends = np.cumsum(np.fromiter(map(len, lines), dtype=np.int64, count=len(lines)))
    start = 0
    while start < len(lines):
        before = int(ends[start - 1]) if start else 0
        stop = min(int(np.searchsorted(ends, before + _CHUNK)) + 1, len(lines))
        yield start, stop
        start = stop


def decimal_sign(text: bytes, spans: Sequence[tuple[int, int]]) -> bytes:
    """Comma where numbers in stretches of a text have commas and no points.

    Parameters
    ----------
    text : bytes
        All of it.
    spans : sequence of (int, int)
        Where stretches start and stop in it.
    """
    found = (sign for sign in (b".", b",") if any(text.find(sign, *span) >= 0 for span in spans))
    return next(found, b".")


def _decimal_sign(lines: Sequence[bytes]) -> bytes:
    """Comma where numbers have commas and no points."""
    if any(b"." in line for line in lines):
        return b"."
    return b"," if any(b"," in line for line in lines) else b"."


def _values(text: bytes, layout: RowLayout, first: int) -> FloatArray:
    """Values [line, column] of lines; the fast ways where all is plain, else field by field."""
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").removesuffix(b"\r")
    values = plain_decimals(text, layout)
    if values is None:
        lines = [_trimmed(line, layout) for line in text.split(b"\n")]
        values = _parsed(lines, layout)
    if values is None or (values > LARGEST_VALUE).any():
        lines = [_trimmed(line, layout) for line in text.split(b"\n")]
        values = np.array([_careful_row(line, layout, first + position) for position, line in enumerate(lines)])
    return values


def _trimmed(line: bytes, layout: RowLayout) -> bytes:
    """The line without blanks at its ends, and without one separator too many."""
    line = line.strip(b" \r")
    if line.count(layout.separator) == layout.columns and line.endswith(layout.separator):
        return line[: -len(layout.separator)]
    return line


def _parsed(lines: Sequence[bytes], layout: RowLayout) -> FloatArray | None:
    """Values of lines by NumPy's parser; None where it finds a fault, or takes what no pressure is written as."""
    text = b"\n".join(lines)
    if layout.decimal == layout.separator:
        return None
    if layout.decimal == b",":
        text = text.replace(b".", b"x").replace(b",", b".")
    absent = text.count(layout.absent) if layout.absent else 0
    if absent:
        text = text.replace(layout.absent, b"nan")
    if _NOT_IN_NUMBERS.search(text) or not all(lines):
        return None
    try:
        rows = text.decode("ascii").split("\n")
        values = np.loadtxt(rows, delimiter=layout.separator.decode(), comments=None, ndmin=2)
    except ValueError:
        return None
    wanted = values.shape == (len(lines), layout.columns) and np.count_nonzero(np.isnan(values)) == absent
    return values if wanted and not (values < 0).any() else None


def _careful_row(line: bytes, layout: RowLayout, row: int) -> list[float]:
    """One line, field by field, to read what is unusual and to say what is wrong."""
    fields = line.split(layout.separator)
    if not line.strip():
        raise CellError(row, None, "there is an empty line where a row of the matrix was expected")
    if len(fields) != layout.columns:
        raise CellError(row, None, f"the row has {len(fields)} values where {layout.columns} were expected")
    return [_careful_value(field.strip(), layout, row, column) for column, field in enumerate(fields)]


def _careful_value(field: bytes, layout: RowLayout, row: int, column: int) -> float:
    """The value of one field."""
    if layout.absent and field == layout.absent:
        return np.nan
    if not field:
        if layout.blank_as_zero:
            return 0.0
        raise CellError(row, column, "a value is missing")
    if (b"." if layout.decimal == b"," else b",") in field:
        raise CellError(row, column, f'"{shown(field)}" mixes decimal points and commas')
    if not _NUMBER.fullmatch(field.replace(b",", b".")):
        raise CellError(row, column, f'"{shown(field)}" is not a number')
    value = float(field.replace(b",", b"."))
    if value < 0:
        raise CellError(row, column, f"{shown(field)} is negative, and no pressure is")
    if value > LARGEST_VALUE:
        raise CellError(row, column, f"{shown(field)} is more than any sensor reports")
    return value


def shown(words: bytes | str) -> str:
    """What stands in a file as it can stand in an error text: short, and printable."""
    text = decoded(words[:100]) if isinstance(words, bytes) else words[:100].strip()
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return text if len(text) <= 32 else f"{text[:32]}..."
