"""Frames of a zebris raw text: where each stands, its time, and its matrix."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.numbers import CellError, NumberRows, read_rows, shown
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN, decoded, number
from pedograph.formats.zebris.header import quantity
from pedograph.recording import FloatArray

_FRAME: Final = re.compile(rb"Frame[ \t]{1,4}(\d{1,9})[ \t]{0,4}\{[ \t\r]*")
_MOST_TITLE_LINES = 12
_MANY, _BYTES_A_FRAME = 10_000, 100


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame: its number, its title's line, its time in ms where printed, and the lines of its matrix."""

    number: int
    title: int
    milliseconds: float | None
    rows: range


def frame_lines(lines: Sequence[bytes], start: int, name: str) -> list[int]:
    """Lines that open a frame.

    Raises
    ------
    ReadError
        If there is none, or far more of them than numbers.
    """
    titles = [
        row for row in range(start, len(lines)) if lines[row][:5] == b"Frame" and _FRAME.fullmatch(lines[row])
    ]
    if not titles:
        found = "there is no frame below the platform"
        raise ReadError(name, found, where=f"line {start + 1}", advice=COMPLETE_FILE)
    if len(titles) > _MANY and sum(map(len, lines)) < _BYTES_A_FRAME * len(titles):
        raise ReadError(name, "it holds far more titles of frames than numbers", advice=EXPORT_AGAIN)
    return titles


def frames_at(lines: Sequence[bytes], titles: Sequence[int], rows: int, stated: str, name: str) -> list[Frame]:
    """The frames in order; each must have as many rows as the platform has lines.

    Parameters
    ----------
    lines : sequence of bytes
        All lines of the file.
    titles : sequence of int
        Those that open a frame.
    rows : int
        Lines of the platform.
    stated : str
        How many frames the file says it holds; "" where it does not say.
    name : str
        File name, for errors.

    Raises
    ------
    ReadError
        If a frame is incomplete, they are in disorder, or they are not as many as stated.
    """
    borders = [*titles, len(lines)]
    frames = [_frame(lines, title, following, rows, name) for title, following in pairwise(borders)]
    for before, frame in pairwise(frames):
        if frame.number <= before.number:
            found = f"frame {frame.number} comes after frame {before.number}: time runs back"
            raise ReadError(name, found, where=f"line {frame.title + 1}", advice=EXPORT_AGAIN)
    _check_count(stated, frames, name)
    return frames


def _frame(lines: Sequence[bytes], title: int, following: int, rows: int, name: str) -> Frame:
    """The frame opened in one line; its matrix begins below the line ``x1 x2 ...`` and ends with a brace."""
    words = _FRAME.fullmatch(lines[title])
    frame = int(words[1]) if words else 0
    where, last = f"line {title + 1}", following == len(lines)
    labels = next(
        (row for row in range(title + 1, min(following, title + _MOST_TITLE_LINES)) if lines[row][:2] == b"\tx"),
        None,
    )
    if labels is None:
        found = f"frame {frame} has no line with the numbers of its columns"
        raise ReadError(name, found, where=where, advice=COMPLETE_FILE if last else EXPORT_AGAIN)
    stop = following
    while stop > labels + 1 and lines[stop - 1].strip() in (b"", b"}"):
        stop -= 1
    closed = stop < following and any(lines[row].strip() == b"}" for row in range(stop, following))
    if stop - labels - 1 != rows or not closed:
        found = f"frame {frame} has {stop - labels - 1} rows where {rows} were expected"
        if stop - labels - 1 == rows:
            found = f"frame {frame} is not closed with a brace"
        raise ReadError(name, found, where=where, advice=COMPLETE_FILE if last else EXPORT_AGAIN)
    time = next((line for line in lines[title + 1 : labels] if re.match(rb"[^\t]{1,40}ms\t", line[:60])), b"\t")
    return Frame(frame, title, number(decoded(time.partition(b"\t")[2][:30])), range(labels + 1, stop))


def _check_count(stated: str, frames: Sequence[Frame], name: str) -> None:
    """There must be as many frames as the platform says."""
    if re.fullmatch(r"\d{1,9}", stated) and int(stated) != len(frames):
        found = f"it holds {len(frames)} frames where {int(stated)} were expected"
        advice = COMPLETE_FILE if len(frames) < int(stated) else EXPORT_AGAIN
        raise ReadError(name, found, where=f"line {frames[-1].title + 1}", advice=advice)


def values_of(
    lines: Sequence[bytes], frames: Sequence[Frame], columns: int, factor: float, name: str
) -> NDArray[np.float32]:
    """Frames in kPa as printed, float32 [frame, line y, column x].

    Parameters
    ----------
    lines : sequence of bytes
        All lines of the file.
    frames : sequence of Frame
        Of the same height.
    columns : int
        Columns of the platform.
    factor : float
        kPa per unit of the values.
    name : str
        File name, for errors.

    Raises
    ------
    ReadError
        With frame, row and column, where a label or a value is missing or wrong.
    """
    height = len(frames[0].rows)
    wanted = [line for frame in frames for line in lines[frame.rows.start : frame.rows.stop]]
    # Most lines of a plate are alike: each is looked at once.
    distinct = list(dict.fromkeys(wanted))
    place = dict(zip(distinct, range(len(distinct)), strict=True))
    index = np.fromiter(map(place.__getitem__, wanted), dtype=np.int32, count=len(wanted))
    parts = [line.partition(b"\t") for line in distinct]
    _check_labels([label for label, _, _ in parts], index, frames, name)
    try:
        numbers = read_rows([values for _, _, values in parts], columns)
    except CellError as error:
        first = int(np.argmax(index == error.row))
        frame, row = frames[first // height], first % height
        column = "" if error.column is None else f", x{error.column + 1}"
        where = f"line {frame.rows[row] + 1} (frame {frame.number}, y{row + 1}{column})"
        raise ReadError(name, error.found, where=where, advice=EXPORT_AGAIN) from None
    rows = NumberRows(numbers.table, numbers.index[index])
    return rows.scaled(factor).reshape(len(frames), height, columns)


def _check_labels(labels: Sequence[bytes], index: NDArray[np.int32], frames: Sequence[Frame], name: str) -> None:
    """The rows of each frame must be labelled y1, y2, ...; ``labels`` are those of the distinct lines."""
    height = len(frames[0].rows)
    numbered = {b"y%d" % (row + 1): row for row in range(height)}
    found = np.array([numbered.get(label, -1) for label in labels])[index]
    wrong = np.flatnonzero(found != np.tile(np.arange(height), len(frames)))
    if wrong.size:
        frame, row = frames[int(wrong[0]) // height], int(wrong[0]) % height
        what = f'"{shown(labels[index[wrong[0]]])}" stands where the row y{row + 1} was expected'
        raise ReadError(name, what, where=f"line {frame.rows[row] + 1}", advice=EXPORT_AGAIN)


def times_of(frames: Sequence[Frame], fields: Mapping[str, str], name: str) -> FloatArray:
    """s of each frame: as printed, else from the frequency.

    Raises
    ------
    ReadError
        If neither is there, or time runs back.
    """
    printed = [frame.milliseconds for frame in frames]
    if None in printed:
        frequency = number(quantity(fields, "Frequency")[0])
        if not frequency or frequency < 0:
            raise ReadError(name, "a frame has no time, and no frequency is given", advice=EXPORT_AGAIN)
        return (np.array([frame.number for frame in frames], dtype=np.float64) - frames[0].number) / frequency
    times = np.array(printed, dtype=np.float64) / 1000.0
    back = np.flatnonzero(np.diff(times) <= 0)
    if back.size:
        frame = frames[int(back[0]) + 1]
        found = f"frame {frame.number} is at {frame.milliseconds:g} ms, not after the one before: time runs back"
        advice = "Export each exercise of the recording by itself"
        raise ReadError(name, found, where=f"line {frame.title + 1}", advice=advice)
    return times
