"""What footscan's exports have in common: a sheet of short lines and matrices, as text or as an Excel workbook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.model import frames_missing
from pedograph.formats.parsing.numbers import CellError, read_rows, shown, usual_columns
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN, decoded, lines_of, number
from pedograph.notes import Note
from pedograph.recording import FloatArray

ROW_SPACING: Final = 7.62
"""mm between rows, along the plate; no footscan file states its cells."""

COLUMN_SPACING: Final = 5.08
"""mm between columns, across the plate."""

ASSUMED: Final = ("unit", "cell size", "orientation")
"""What no footscan file states."""

KILOPASCAL_PER_NEWTON: Final = 1000.0 / (ROW_SPACING * COLUMN_SPACING)
"""Pressure of 1 N on one cell."""

FRAME_LINE: Final = re.compile(r"(\D{1,40}?)\s{0,9}(\d{1,9})\s{0,9}\(\s{0,9}([\d.,]{1,20})\s{0,9}ms\s{0,9}\)")
"""The line above a matrix, ``Frame 0 (0.00 ms)``; the word is of the program's language."""

FRAME_SIGN: Final = re.compile(rb"[^\d\s][^\d\n]{0,40}?\d{1,9} ?\([\d.,]{1,20} ?ms ?\)")
"""The same line, found anywhere in bytes."""

_MOST_ROWS = 4096
_MANY, _BYTES_A_TITLE = 10_000, 100
"""A file of more titles than that has at least so many bytes for each, or it is no recording."""


class Sheet(Protocol):
    """Rows that are blank, or a short text, or a row of a matrix."""

    outline: list[tuple[int, str]]

    def height(self) -> int:
        """Number of rows."""
        ...

    def is_blank(self, row: int) -> bool:
        """Whether nothing stands in the row."""
        ...

    def place(self, row: int) -> str:
        """The row as a person finds it in the file."""
        ...

    def pressures(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Matrix rows in kPa, float32 [row, column]; CellError where one is broken."""
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """A matrix in a sheet: the row of its title, its number and time in ms, and its rows."""

    title: int
    number: int
    milliseconds: float
    rows: range


@dataclass(frozen=True)
class Section:
    """Frames that follow one header: those of one foot, or of a whole plate."""

    header: list[tuple[int, str]]
    frames: list[Frame] = field(default_factory=list)


class TextSheet:
    """A sheet in a text file, tabs between columns."""

    def __init__(self, text: bytes, name: str) -> None:
        self._name = name
        self._lines = lines_of(text, name)
        kinds = ((line, _short_text(line)) for line in dict.fromkeys(self._lines))
        short = {line: words for line, words in kinds if words is not None}
        self._blank = {line for line, words in short.items() if not words}
        rows = [row for row, line in enumerate(self._lines) if short.get(line)]
        if len(rows) > _MANY and len(text) < _BYTES_A_TITLE * len(rows):
            raise ReadError(name, "it holds far more text than numbers", advice=EXPORT_AGAIN)
        self.outline = [(row, short[self._lines[row]]) for row in rows]

    def height(self) -> int:
        """Number of lines."""
        return len(self._lines)

    def is_blank(self, row: int) -> bool:
        """Whether nothing stands in the line."""
        return self._lines[row] in self._blank

    def place(self, row: int) -> str:
        """Line, counted from 1."""
        return f"line {row + 1}"

    def pressures(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Matrix rows in kPa, float32 [row, column]."""
        lines = [self._lines[row] for row in rows]
        columns = usual_columns(lines[:200])
        if rows[-1] == len(self._lines) - 1 and _is_cut(lines[-1]):
            raise ReadError(
                self._name, "the last value is cut off", where=self.place(rows[-1]), advice=COMPLETE_FILE
            )
        return read_rows(lines, columns).scaled(KILOPASCAL_PER_NEWTON)


def _short_text(line: bytes) -> str | None:
    """The text of a line that is no row of a matrix ("" where it is blank); None for a row."""
    stripped = line.strip()
    tabs = stripped.count(b"\t")
    if tabs and (tabs > 1 or stripped[:1].isdigit()) and not FRAME_SIGN.match(stripped[:100]):
        return None
    return decoded(stripped[:1000].replace(b"\t", b" "))


def _is_cut(line: bytes) -> bool:
    """Whether the last value of a line without line feed has fewer decimals than the one before it."""
    decimals = [len(value.replace(b",", b".").partition(b".")[2]) for value in line.strip().split(b"\t")[-2:]]
    return len(decimals) == 2 and decimals[1] < decimals[0]


def sections_of(sheet: Sheet, name: str) -> list[Section]:
    """The sections of a sheet, each with its frames in order.

    Raises
    ------
    ReadError
        If there is no frame, a frame has no rows or other than the rest, or times run back.
    """
    sections: list[Section] = []
    header: list[tuple[int, str]] = []
    first = sheet.outline[0][0] if sheet.outline else sheet.height()
    _check_blank(sheet, 0, first, "numbers stand above the first title of a frame", name)
    nexts = [*[row for row, _ in sheet.outline], sheet.height()][1:]
    for (row, words), following in zip(sheet.outline, nexts, strict=True):
        title = FRAME_LINE.fullmatch(words[:100])
        if title is None:
            header.append((row, words))
            found = f'numbers stand below "{shown(words)}", which is no title of a frame'
            _check_blank(sheet, row + 1, following, found, name)
            continue
        if header or not sections:
            sections.append(Section(header))
            header = []
        sections[-1].frames.append(_frame(sheet, row, following, title, name))
    if not sections:
        raise ReadError(name, "there is no frame in it", advice=EXPORT_AGAIN)
    if header:
        row, words = header[0]
        found = f'after the last frame stands "{shown(words)}", which is no row of numbers'
        raise ReadError(name, found, where=sheet.place(row), advice=EXPORT_AGAIN)
    for section in sections:
        _check_frames(sheet, section.frames, name)
    return sections


def _check_blank(sheet: Sheet, start: int, stop: int, found: str, name: str) -> None:
    """Rows of numbers may only stand below the title of a frame."""
    row = next((row for row in range(start, stop) if not sheet.is_blank(row)), None)
    if row is not None:
        raise ReadError(name, found, where=sheet.place(row), advice=EXPORT_AGAIN)


def _frame(sheet: Sheet, row: int, following: int, title: re.Match[str], name: str) -> Frame:
    """The frame titled in ``row``; blank rows after its matrix are left out."""
    milliseconds = number(title[3])
    if milliseconds is None:
        raise ReadError(name, f'"{title[3]}" is no time', where=sheet.place(row), advice=EXPORT_AGAIN)
    stop = following
    while stop > row + 1 and sheet.is_blank(stop - 1):
        stop -= 1
    return Frame(row, int(title[2]), milliseconds, range(row + 1, stop))


def _check_frames(sheet: Sheet, frames: list[Frame], name: str) -> None:
    """Every frame must have as many rows as most have, and come after the one before."""
    counts = [len(frame.rows) for frame in frames]
    usual = Counter(counts).most_common(1)[0][0]
    if usual > _MOST_ROWS:
        found = f"frames have {usual} rows, and no plate has so many"
        raise ReadError(name, found, where=sheet.place(frames[0].title), advice=EXPORT_AGAIN)
    for position, frame in enumerate(frames):
        if len(frame.rows) == usual and usual:
            continue
        last = position == len(frames) - 1
        found = f"frame {frame.number} has {len(frame.rows)} rows where {usual or 'some'} were expected"
        advice = COMPLETE_FILE if last else EXPORT_AGAIN
        raise ReadError(name, found, where=sheet.place(frame.title), advice=advice)
    for before, frame in pairwise(frames):
        if frame.milliseconds <= before.milliseconds:
            found = f"frame {frame.number} is at {frame.milliseconds:g} ms, not after {before.milliseconds:g} ms"
            raise ReadError(name, f"{found}: time runs back", where=sheet.place(frame.title), advice=EXPORT_AGAIN)


def pressure_of(sheet: Sheet, section: Section, name: str) -> NDArray[np.float32]:
    """Frames of a section in kPa, float32 [frame, row, column].

    Raises
    ------
    ReadError
        With row, column and frame, where a value is missing or is no pressure.
    """
    rows = [row for frame in section.frames for row in frame.rows]
    height = len(section.frames[0].rows)
    try:
        values = sheet.pressures(rows)
    except CellError as error:
        frame = section.frames[error.row // height]
        column = "" if error.column is None else f", column {error.column + 1}"
        where = f"{sheet.place(rows[error.row])} (frame {frame.number}, row {error.row % height + 1}{column})"
        raise ReadError(name, error.found, where=where, advice=EXPORT_AGAIN) from None
    return values.reshape(len(section.frames), height, -1)


def times_of(section: Section) -> FloatArray:
    """Times of the frames in s, as printed."""
    return np.array([frame.milliseconds for frame in section.frames]) / 1000.0


def gaps_in(section: Section) -> Iterator[Note]:
    """A note on the first place where frame numbers jump."""
    for before, frame in pairwise(section.frames):
        if frame.number != before.number + 1:
            yield frames_missing(before.number, frame.number)
            return
