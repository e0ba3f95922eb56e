"""What novel's column exports (pedar, pliance) have in common: a header of keys, sensors, rows of time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.model import FOLDER_LEFT_OUT
from pedograph.formats.parsing.decimals import RowLayout
from pedograph.formats.parsing.lines import TextLines
from pedograph.formats.parsing.numbers import CellError, NumberRows, decimal_sign, number_blocks, parts_of, shown
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN, decoded, number, tabbed, without_folder
from pedograph.notes import Note, doubt
from pedograph.recording import FloatArray
from pedograph.units import pressure_factor

TIME_LABEL: Final = re.compile(rb"^[ \t]*time[ \t]?\[secs?\]", re.MULTILINE)
"""The line with the numbers of the sensors, above the pressures."""

_MOST_SENSORS = 4096
_STARTS = b"0123456789.,+-"
_KEYS = (
    "file name", "date/time", "sensor type", "mat type", "total time [secs]", "total times [secs]",
    "time per frame [secs]", "scanning rate [Hz]", "pressure values in", "left insole", "right insole",
)  # fmt: skip
_SPLIT = re.compile("(" + "|".join(re.escape(key) for key in _KEYS) + r")[ \t]*:?", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class TimedRows:
    """Rows of pressures.

    Parameters
    ----------
    time : float64 array [frame]
        s, as printed.
    blocks : sequence of float64 array [row, column]
        Time and pressures as printed, the time in column 0, in pieces that follow each other.
    stop : int
        The first line below them.
    """

    time: FloatArray
    blocks: Sequence[FloatArray]
    stop: int

    @property
    def numbers(self) -> NumberRows:
        """All rows in one piece."""
        return NumberRows(np.concatenate(self.blocks), np.arange(self.time.size, dtype=np.int32))

    def pressures(self, factor: float) -> NDArray[np.float32]:
        """Pressures times ``factor`` [frame, sensor]."""
        return np.concatenate([(block[:, 1:] * factor).astype(np.float32) for block in self.blocks])


def header_of(lines: Sequence[bytes]) -> dict[str, str]:
    """Keys and values above the rows; a line may hold several, and some have no colon.

    Parameters
    ----------
    lines : sequence of bytes
        The lines above the numbers of the sensors.

    Returns
    -------
    dict of str to str
        Keys in lower case, values without the folder of a path.
    """
    fields: dict[str, str] = {}
    for line in lines:
        parts = _SPLIT.split(decoded(line[: _MOST_SENSORS * 8]))
        for key, value in zip(parts[1::2], parts[2::2], strict=True):
            fields.setdefault(key.lower().replace("total times", "total time"), value.strip(" \t,"))
    return fields


def public_header(header: Mapping[str, str]) -> tuple[dict[str, str], list[Note]]:
    """The header without folders, and a note where there was one."""
    name = header.get("file name", "")
    bare = without_folder(name)
    notes = [FOLDER_LEFT_OUT] if bare != name else []
    return {key: bare if key == "file name" else value for key, value in header.items()}, notes


def unit_factor(header: Mapping[str, str], name: str) -> float:
    """kPa per unit of the pressures.

    Raises
    ------
    ReadError
        If the header states no unit of pressure.
    """
    unit = header.get("pressure values in", "")
    factor = pressure_factor(unit)
    if factor is None:
        found = f'"{shown(unit)}" is not a unit of pressure' if unit else "the header does not state the unit"
        raise ReadError(name, found, where='header, "pressure values in"', advice="Export the recording in kPa")
    return factor


def sensor_numbers(line: bytes, row: int, name: str) -> list[int]:
    """The sensors named above the columns.

    Raises
    ------
    ReadError
        If something that is no number stands among them.
    """
    words = line.split()[1:]
    if words and words[0].startswith(b"["):
        words = words[1:]
    wrong = next((word for word in words if not (word.isdigit() and len(word) <= 6)), None)
    if wrong is not None or not 0 < len(words) <= _MOST_SENSORS:
        found = f'"{shown(wrong)}" is no number of a sensor' if wrong else f"it names {len(words)} sensors"
        raise ReadError(name, found, where=f"line {row + 1}", advice=EXPORT_AGAIN)
    return [int(word) for word in words]


def timed_rows(lines: Sequence[bytes], first: int, sensors: int, name: str) -> TimedRows:
    """The rows of time and pressures from a line on, up to a blank line or one that does not start with a number.

    Parameters
    ----------
    lines : sequence of bytes
        All lines.
    first : int
        The line below the numbers of the sensors.
    sensors : int
        How many there are.
    name : str
        The file's name, for errors.

    Raises
    ------
    ReadError
        If there is none, one has too few values or something that is no number, or time runs back.
    """
    stop = _end_of_rows(lines, first)
    if stop == first:
        raise ReadError(name, "there are no pressures in it", where=f"line {first + 1}", advice=EXPORT_AGAIN)
    if isinstance(lines, TextLines):
        text, span = lines.text, lines.span(range(first, stop))
    else:
        text = b"\n".join(lines[first:stop])
        span = (0, len(text))
    layout = RowLayout(sensors + 1, b"\t", decimal_sign(text, [span]))
    try:
        blocks = list(number_blocks(map(_tabbed, parts_of(text, [span])), layout))
    except CellError as error:
        column = "" if error.column is None else f", column {error.column + 1}"
        where = f"line {first + error.row + 1}{column}"
        raise ReadError(name, error.found, where=where, advice=EXPORT_AGAIN) from None
    time = np.concatenate([block[:, 0] for block in blocks])
    back = np.flatnonzero(np.diff(time) <= 0)
    if back.size:
        found = f"{time[back[0] + 1]:g} s comes after {time[back[0]]:g} s: time runs back"
        raise ReadError(name, found, where=f"line {first + back[0] + 2}", advice=EXPORT_AGAIN)
    return TimedRows(time, blocks, stop)


def _end_of_rows(lines: Sequence[bytes], first: int) -> int:
    """The first line from ``first`` on that is blank or does not start with a number."""
    stop = first
    if isinstance(lines, TextLines):
        starts = np.isin(lines.first_letters[first:], np.frombuffer(_STARTS, dtype=np.uint8))
        stop += int(np.argmin(starts)) if not starts.all() else starts.size
    while stop < len(lines) and (lines[stop].strip()[:1] or b"x") in _STARTS:
        stop += 1
    return stop


def _tabbed(text: bytes) -> bytes:
    """Rows with a tab between fields and no blanks; they may stand in columns filled up with those."""
    codes = np.frombuffer(text, dtype=np.uint8)
    blank_behind_field = (codes[1:] == ord(" ")) & (codes[:-1] > ord(" "))
    if b"\t" in text and not blank_behind_field.any():
        return text.translate(None, b" ")
    return tabbed(text)


def check_last_line(lines: Sequence[bytes], name: str) -> None:
    """Columns are as wide in every row: a last line without an end that is shorter than the one before was cut.

    Raises
    ------
    ReadError
        If it was.
    """
    if len(lines) > 1 and len(lines[-1]) < len(lines[-2].rstrip(b"\r")) and lines[-1].strip():
        raise ReadError(name, "the last line has no end", where=f"line {len(lines)}", advice=COMPLETE_FILE)


def time_notes(header: Mapping[str, str], time: FloatArray) -> list[Note]:
    """Notes where the times are not those that the header promises."""
    period, total = number(header.get("time per frame [secs]", "")), number(header.get("total time [secs]", ""))
    notes = []
    if period and total and time[-1] - time[0] < total - 2.5 * period:
        sentence = f"Of the {total:g} s recorded the file holds those from {time[0]:g} s to {time[-1]:g} s."
        notes.append(Note("part_of_time", sentence))
    gaps = np.diff(time)
    if period and gaps.size and (np.abs(gaps - period) > 0.5 * period).any():
        frame = int(np.argmax(np.abs(gaps - period) > 0.5 * period))
        sentence = (
            f"Between frame {frame} and the next pass {gaps[frame]:g} s, not {period:g} s as the header says."
        )
        notes.append(doubt("period_differs", sentence))
    return notes
