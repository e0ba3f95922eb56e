"""Rows of numbers as text, read in bulk: each distinct line once, all digits at once, errors with their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.formats.parsing.decimals import MOST_DIGITS, RowLayout, even_decimals, plain_decimals
from pedograph.formats.parsing.text import decoded
from pedograph.recording import FloatArray

LARGEST_VALUE = 1e6
"""No sensor reports more, in whatever unit; a larger number is a damaged one."""

_CHUNK = 1 << 16
_MOST_COLUMNS = 4096
_NUMBER = re.compile(rb"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_ABSENT = b"9" * MOST_DIGITS


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
    blank_as_zero: bool = False,
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
    blank_as_zero : bool
        Take an empty field as 0, in files that leave zeros out.
    absent : bytes
        A letter that stands where there is no sensor.

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
    layout = RowLayout(columns, separator, decimal or _decimal_sign(distinct), blank_as_zero, absent)
    table = np.empty((len(distinct), columns))
    try:
        for start, stop in _chunks(distinct):
            table[start:stop] = _values(distinct[start:stop], layout, start)
    except CellError as error:
        raise CellError(int(np.argmax(index == error.row)), error.column, error.found) from None
    return NumberRows(table, index)


def _chunks(lines: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Ranges of lines of about 64 KiB, so that working arrays stay small."""
    ends = np.cumsum(np.fromiter(map(len, lines), dtype=np.int64, count=len(lines)))
    start = 0
    while start < len(lines):
        before = int(ends[start - 1]) if start else 0
        stop = min(int(np.searchsorted(ends, before + _CHUNK)) + 1, len(lines))
        yield start, stop
        start = stop


def _decimal_sign(lines: Sequence[bytes]) -> bytes:
    """Comma where numbers have commas and no points."""
    if any(b"." in line for line in lines):
        return b"."
    return b"," if any(b"," in line for line in lines) else b"."


def _values(lines: Sequence[bytes], layout: RowLayout, first: int) -> FloatArray:
    """Values [line, column]; the fast way where all is plain, else field by field."""
    values = _plain_values(lines, layout)
    if values is None:
        lines = [_trimmed(line, layout) for line in lines]
        values = _plain_values(lines, layout)
    if values is None:
        rows = [_careful_row(line, layout, first + position) for position, line in enumerate(lines)]
        values = np.array(rows)
    return values


def _trimmed(line: bytes, layout: RowLayout) -> bytes:
    """The line without blanks at its ends, and without one separator too many."""
    line = line.strip(b" \r")
    if line.count(layout.separator) == layout.columns and line.endswith(layout.separator):
        return line[: -len(layout.separator)]
    return line


def _plain_values(lines: Sequence[bytes], layout: RowLayout) -> FloatArray | None:
    """Values of lines that hold plain decimals and absent cells; None where anything else stands in one.

    An absent cell is first written as a number of as many digits as are read at all, so that a letter beside a
    digit makes a number too long to be plain.
    """
    text = b"\n".join(lines)
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").removesuffix(b"\r")
    absent = text.count(layout.absent) if layout.absent else 0
    if absent:
        if _ABSENT in text or layout.absent + layout.decimal in text:
            return None
        text = text.replace(layout.absent, _ABSENT)
    if b" " in text:
        # Blanks may surround numbers but not part them.
        if re.search(rb"[^ %b\n] +[^ %b\n]" % (layout.separator, layout.separator), text):
            return None
        text = text.replace(b" ", b"")
    if layout.blank_as_zero:
        text = re.sub(rb"(?<=%b)(?=%b|\n|\Z)" % (layout.separator, layout.separator), b"0", text)
    values = even_decimals(text, layout)
    if values is None:
        values = plain_decimals(text, layout)
    if values is None:
        return None
    large = values > LARGEST_VALUE
    if np.count_nonzero(large) != absent or (values[large] != float(_ABSENT)).any():
        return None
    values[large] = np.nan
    return values


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
