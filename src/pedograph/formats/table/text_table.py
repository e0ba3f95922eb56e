"""Tables as text: lines of numbers with comments above, of any usual separator and decimal sign."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from pedograph.errors import ReadError
from pedograph.formats.model import HEAD
from pedograph.formats.parsing.numbers import CellError, read_rows, shown
from pedograph.formats.parsing.text import EXPORT_AGAIN, decoded, lines_of, plain
from pedograph.formats.parsing.toml_text import read_toml
from pedograph.formats.table.description import KEYS
from pedograph.formats.table.numbers import Numbers
from pedograph.recording import FloatArray

_NUMBER: Final = re.compile(rb"[+-]?(\d{1,40}([.,]\d{0,40})?|[.,]\d{1,40})([eE][+-]?\d{1,3})?|nan", re.IGNORECASE)
_SAID: Final = re.compile(rb"[#%]\s{0,9}([a-z_]{2,30})\s{0,9}=\s{0,9}(\S.{0,900})", re.DOTALL)
_COMMENT: Final = (b"#", b"%")
_PLAIN: Final = b"0123456789.,;\t \r\n"
_FEWEST_LINES, _FEWEST_COLUMNS, _FEWEST_NUMBERS = 3, 2, 6
"""Of the smallest table: three lines of two numbers; less is rather a note."""
_FEW: Final = 12
"""Fields up to which nothing but numbers may stand in them: one word among few numbers is rather a text."""
_SMALLEST: Final = f"a table has at least {_FEWEST_COLUMNS} columns and {_FEWEST_NUMBERS} numbers"
_MOST_COLUMNS: Final = 200_000
_LOOKED_AT: Final = 200
_ODD: Final = 0.05
"""Share of lines and of fields that may be damaged."""


def looks_like(head: bytes) -> str:
    """Why the first bytes of a file are not those of such a table; an empty text where they are."""
    if b"\0" in plain(head[:4096]):
        return "it is no text"
    lines = plain(head).split(b"\n")
    if len(head) >= HEAD:
        lines.pop()  # it may be cut off
    body = _body([line.strip() for line in lines[:_LOOKED_AT]])
    rows = [line for line in body if line and not line.startswith(_COMMENT)]
    if len(rows) < _FEWEST_LINES:
        return f"it has fewer than the {_FEWEST_LINES} lines of numbers of the smallest table"
    separator = _separator(rows[0])
    fields = [line.split(separator) for line in rows]
    width = Counter(map(len, fields)).most_common(1)[0][0]
    if width < _FEWEST_COLUMNS or len(rows) * width < _FEWEST_NUMBERS:
        return f"its lines hold too few numbers: {_SMALLEST}"
    # A line or two that are damaged are better named than the whole file refused.
    odd = sum(len(row) not in (width, width + 1) for row in fields)
    cells = [cell.strip() for row in fields for cell in row]
    empty = cells.count(b"")
    words = [cell for cell in cells if cell and not _NUMBER.fullmatch(cell)]
    if odd > max(1, _ODD * len(rows)):
        return "its lines hold different numbers of values"
    if words and (len(cells) <= _FEW or (len(set(words)) > 1 and len(words) > _ODD * len(cells))):
        return "there are words among its numbers"
    if len(cells) - len(words) - empty < _FEWEST_NUMBERS:
        return f"it holds too few numbers: {_SMALLEST}"
    return ""


def said_in(data: bytes, name: str) -> dict[str, Any]:
    """What comment lines above the numbers say: ``# row_spacing = 5.0``."""
    values: dict[str, Any] = {}
    for line in plain(data[: 1 << 16]).split(b"\n"):
        stripped = line.strip()
        if stripped and not stripped.startswith(_COMMENT):
            break
        found = _SAID.fullmatch(stripped)
        if found and found[1].decode() in KEYS:
            text = f"{found[1].decode()} = {decoded(found[2])}"
            values |= read_toml(text, name, f'Write it like "# {found[1].decode()} = ...", texts in quotes')
    return values


def read_lines(data: bytes, name: str, no_sensor: float | str | None = None) -> Numbers:
    """The lines of numbers; blank lines and comments between them part frames.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for errors.
    no_sensor : float or str, optional
        What stands where there is no sensor.

    Raises
    ------
    ReadError
        If a field is missing or no number, or lines differ in length.
    """
    lines = [line.strip(b" \r") for line in lines_of(plain(data), name)]
    first = len(lines) - len(_body(lines))
    numbered = (bool(line.strip()) and line[:1] not in _COMMENT for line in lines[first:])
    places = np.flatnonzero(np.fromiter(numbered, dtype=bool, count=len(lines) - first)) + first
    if not places.size:
        raise ReadError(name, "it holds no lines of numbers", advice=EXPORT_AGAIN)
    rows = [lines[place] for place in places]
    breaks = np.flatnonzero(np.diff(places) > 1) + 1
    heights = np.diff([0, *breaks.tolist(), len(rows)])
    try:
        values = _values(rows, no_sensor)
    except CellError as error:
        column = "" if error.column is None else f", column {error.column + 1}"
        where = f"line {places[error.row] + 1}{column}"
        raise ReadError(name, error.found, where=where, advice=EXPORT_AGAIN) from None
    return Numbers(values, tuple(heights.tolist()))


def _body(lines: Sequence[bytes]) -> Sequence[bytes]:
    """The lines below the comments, and below one line of labels."""
    start = next((row for row, line in enumerate(lines) if line and line[:1] not in _COMMENT), len(lines))
    if start < len(lines):
        cells = lines[start].split(_separator(lines[start]))
        if not any(_NUMBER.fullmatch(cell.strip()) for cell in cells) or b'"' in lines[start]:
            start += 1
    return lines[start:]


def _separator(line: bytes) -> bytes | None:
    """What parts the fields of a line; None for blanks."""
    for sign in (b"\t", b";"):
        if sign in line:
            return sign
    words = line.split()
    # A comma within every word is a decimal sign, at the end of a word or in a single word it parts numbers.
    decimal = len(words) > 1 and all(word.count(b",") <= 1 and not word.endswith(b",") for word in words)
    return b"," if b"," in line and not decimal else None


def _values(rows: list[bytes], no_sensor: float | str | None) -> FloatArray:
    """Numbers [line, column], NaN where there is no sensor."""
    separator = _separator(rows[0])
    if separator is None:
        rows, separator = [b"\t".join(line.split()) for line in rows], b"\t"
    width = rows[0].rstrip(separator).count(separator) + 1 if no_sensor != "" else rows[0].count(separator) + 1
    if width > _MOST_COLUMNS:
        raise CellError(0, None, f"the line has {width} values, and no device has so many cells")
    simple = no_sensor is None and width <= 4096
    if simple and not any(line.translate(None, _PLAIN) for line in dict.fromkeys(rows)):
        numbers = read_rows(rows, width, separator=separator)
        return np.asarray(numbers.table[numbers.index])
    distinct = list(dict.fromkeys(rows))
    place = {line: number for number, line in enumerate(distinct)}
    index = np.fromiter(map(place.__getitem__, rows), dtype=np.int32, count=len(rows))
    table = _general(distinct, separator, width, no_sensor, index)
    if isinstance(no_sensor, int | float):
        table[table == no_sensor] = np.nan
    return np.asarray(table[index])


def _general(
    lines: list[bytes], separator: bytes, width: int, no_sensor: float | str | None, index: np.ndarray[Any, Any]
) -> FloatArray:
    """Numbers of any usual writing, by NumPy's reader of text."""
    if isinstance(no_sensor, str):
        mark = re.escape(no_sensor.strip().encode())
        sign = re.escape(separator)
        field = re.compile(rb"(?:(?<=%b)|(?<=^))[ ]{0,99}%b[ ]{0,99}(?=%b|$)" % (sign, mark, sign))
        lines = [field.sub(b"nan", line) for line in lines]
    decimal = separator != b"," and not any(b"." in line for line in lines)
    texts = [line.replace(b",", b".") if decimal else line for line in lines]
    trimmed = [
        line[:-1] if line.count(separator) == width and line.endswith(separator) else line for line in texts
    ]
    try:
        table = np.loadtxt(trimmed, delimiter=separator.decode(), comments=None, ndmin=2, dtype=np.float64)
    except (ValueError, UnicodeError, OverflowError):
        table = np.zeros((0, 0))
    if table.shape != (len(lines), width):
        raise _fault(trimmed, separator, width, index)
    return table


def _fault(lines: list[bytes], separator: bytes, width: int, index: np.ndarray[Any, Any]) -> CellError:
    """The first field that is no number."""
    for number, line in enumerate(lines):
        fields = line.split(separator)
        row = int(np.argmax(index == number))
        if len(fields) != width:
            return CellError(row, None, f"the line has {len(fields)} values where {width} were expected")
        for column, field in enumerate(fields):
            if not _NUMBER.fullmatch(field.strip()):
                text = f'"{shown(field)}" is not a number' if field.strip() else "a value is missing"
                return CellError(row, column, text)
    return CellError(0, None, "the numbers cannot be read")
