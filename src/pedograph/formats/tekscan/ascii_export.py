"""Tekscan ASCII export (F-Scan, MatScan, I-Scan): a header of keys, then a matrix of values for each frame."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.model import FormatSpec, frames_missing
from pedograph.formats.parsing.numbers import CellError, read_rows, shown
from pedograph.formats.parsing.text import (
    COMPLETE_FILE,
    EXPORT_AGAIN,
    lines_of,
    number,
    plain,
    text_head,
    without_folder,
)
from pedograph.formats.tekscan.header import header_fields
from pedograph.formats.tekscan.writer import write
from pedograph.notes import Note
from pedograph.recording import BoolArray, FloatArray, PressureRecording, SensorGrid, Source
from pedograph.units import length_factor, pressure_factor

__all__ = ["SPEC", "read", "sniff", "write"]

SPEC = FormatSpec(
    key="tekscan",
    name="Tekscan ASCII (.asf, .csv)",
    vendor="Tekscan",
    description="Frames of an F-Scan, MatScan or I-Scan sensor as text, in kPa or another calibrated unit",
    extensions=(".asf", ".csv", ".txt"),
    can_write=True,
    page="docs/formats/tekscan.md",
    notes=(
        "The first row is taken as the toe end, as in F-Scan insoles; a cell marked B has no sensor.",
        "Raw counts are refused: they have no unit.",
    ),
)

_START: Final = re.compile(rb"^[ \t]{0,9}ASCII_DATA\b", re.MULTILINE)
_FRAME: Final = re.compile(rb"Frame[ \t]{1,9}(\d{1,9})[ \t]{0,9}(?:,(.*))?", re.DOTALL)
_QUANTITY: Final = re.compile(r"\s*([\d.,]{1,20}(?:[eE][+-]?\d{1,2})?)\s*(\S.{0,30})?")
_MANY, _BYTES_A_FRAME = 10_000, 100
_COUNTS: Final = 255.0
"""Largest raw value of a cell; the noise threshold is given in these."""


def sniff(head: bytes, name: str) -> bool | str:
    """Whether a line ``ASCII_DATA`` follows keys such as ROWS."""
    text = text_head(head)
    start = _START.search(text) if b"ASCII_DATA" in text else None
    if start is None:
        return 'there is no line "ASCII_DATA" in it'
    if not re.search(rb"^ROWS\b", text[: start.start()], re.MULTILINE):
        return "no header states the number of rows"
    return True


@dataclass(frozen=True, eq=False)
class _Frame:
    """Number of a frame, its title's line, seconds from the start where printed, and the lines of its matrix."""

    number: int
    title: int
    elapsed: float | None
    lines: range


def read(data: bytes, name: str) -> PressureRecording:
    """The recording in a Tekscan ASCII export; see `Format.read`."""
    lines = lines_of(plain(data), name)
    start = next((row for row, line in enumerate(lines) if _START.match(line)), None)
    if start is None:
        raise ReadError(name, 'there is no line "ASCII_DATA" in it', advice=EXPORT_AGAIN)
    header = header_fields(lines[:start])
    rows, columns = _count(header, "ROWS", name), _count(header, "COLS", name)
    factor = _unit(header, name)
    spacing = [_spacing(header, key, name) for key in ("ROW_SPACING", "COL_SPACING")]
    frames = _frames(lines, start, rows, name)
    pressure, active = _matrices(lines, frames, columns, factor, name)
    mirrored = [
        axis for axis, key in enumerate(("MIRROR_ROW", "MIRROR_COL")) if header.get(key, "0").strip() == "1"
    ]
    # Toes first in the file, heel first in a recording; a mirrored axis is turned back.
    flipped = tuple({0} ^ set(mirrored))
    pressure = np.ascontiguousarray(np.flip(pressure, tuple(axis + 1 for axis in flipped)))
    active = np.flip(active, flipped)
    pressure.flags.writeable = False
    saturation = _pressure(header, "SATURATION_PRESSURE")
    noise = number(header.get("NOISE_THRESHOLD", ""))
    return PressureRecording(
        pressure=pressure,
        time=_times(frames, header, name),
        grid=SensorGrid(
            row_spacing=spacing[0],
            column_spacing=spacing[1],
            active=None if active.all() else active,
            threshold=noise * saturation / _COUNTS if noise is not None and saturation else None,
            saturation=saturation,
        ),
        source=Source(
            file=name,
            format=SPEC.key,
            header={key: _public(value) for key, value in header.items()},
            assumed=("orientation", "mirroring") if mirrored else ("orientation",),
            notes=tuple(_notes(header, frames, mirrored, name)),
        ),
    )


def _count(header: Mapping[str, str], key: str, name: str) -> int:
    """Number of rows or columns in the header."""
    value = header.get(key, "")
    if not re.fullmatch(r"0{0,9}[1-9]\d{0,3}", value):
        found = f'{key} is "{value[:20]}"' if value else f"{key} is missing"
        raise ReadError(name, found, where="header", advice=EXPORT_AGAIN)
    return int(value)


def _unit(header: Mapping[str, str], name: str) -> float:
    """kPa per unit of the values."""
    unit = header.get("UNITS", "")
    factor = pressure_factor(unit)
    if factor is not None:
        return factor
    if unit.strip().lower().startswith("raw"):
        advice = "Calibrate the recording in the vendor's program and export it in kPa"
        raise ReadError(name, "its values are raw counts, not pressures", where="header, UNITS", advice=advice)
    found = f'"{unit[:20]}" is not a unit of pressure' if unit else "the unit is missing"
    raise ReadError(name, found, where="header, UNITS", advice="Export the recording in kPa")


def _spacing(header: Mapping[str, str], key: str, name: str) -> float:
    """mm between rows or columns."""
    found = _QUANTITY.fullmatch(header.get(key, ""))
    value = number(found[1]) if found else None
    factor = length_factor(found[2] or "mm") if found else None
    if value is None or factor is None:
        raise ReadError(
            name, f'{key} is "{header.get(key, "")[:40]}", no length', where="header", advice=EXPORT_AGAIN
        )
    return value * factor


def _pressure(header: Mapping[str, str], key: str) -> float | None:
    """A pressure in the header in kPa; None where it is not given in a unit of pressure."""
    found = _QUANTITY.fullmatch(header.get(key, ""))
    value = number(found[1]) if found else None
    factor = pressure_factor(found[2] or "") if found else None
    return value * factor if value is not None and factor is not None else None


def _frames(lines: Sequence[bytes], start: int, rows: int, name: str) -> list[_Frame]:
    """The frames below the header; each must have as many rows as the header says."""
    titles = [row for row in range(start + 1, len(lines)) if lines[row][:5] == b"Frame"]
    end = next((row for row in range(len(lines) - 1, start, -1) if lines[row].strip()), start)
    complete = lines[end].strip(b" \t\r,") == b"@@" and end > start
    if len(titles) > _MANY and sum(map(len, lines)) < _BYTES_A_FRAME * len(titles):
        raise ReadError(name, "it holds far more titles of frames than numbers", advice=EXPORT_AGAIN)
    if not titles:
        raise ReadError(
            name, "there is no frame below the header", where=f"line {start + 1}", advice=COMPLETE_FILE
        )
    astray = next((row for row in range(start + 1, titles[0]) if lines[row].strip(b" \t\r,")), None)
    if astray is not None:
        found = f'"{shown(lines[astray])}" stands where the first frame was expected'
        raise ReadError(name, found, where=f"line {astray + 1}", advice=EXPORT_AGAIN)
    borders = [*titles, end if complete else end + 1]
    frames = [_frame(lines, title, following, name) for title, following in pairwise(borders)]
    for before, frame in pairwise(frames):
        if frame.number <= before.number:
            found = f"frame {frame.number} comes after frame {before.number}: time runs back"
            raise ReadError(name, found, where=f"line {frame.title + 1}", advice=EXPORT_AGAIN)
    wrong = next((frame for frame in frames if len(frame.lines) != rows), None)
    if wrong is not None:
        last = wrong is frames[-1] and len(wrong.lines) < rows
        found = f"frame {wrong.number} has {len(wrong.lines)} rows where {rows} were expected"
        where = f"line {wrong.title + 1}"
        raise ReadError(name, found, where=where, advice=COMPLETE_FILE if last else EXPORT_AGAIN)
    if not complete:
        raise ReadError(name, 'the closing "@@" is missing', where=f"line {end + 1}", advice=COMPLETE_FILE)
    return frames


def _frame(lines: Sequence[bytes], title: int, following: int, name: str) -> _Frame:
    """The frame titled in one line, up to the line of the next."""
    words = _FRAME.fullmatch(lines[title][:300].strip())
    if words is None:
        found = f'"{shown(lines[title])}" is no title of a frame'
        raise ReadError(name, found, where=f"line {title + 1}", advice=EXPORT_AGAIN)
    elapsed = words[2].split(b",")[0] if words[2] else b""
    stop = following
    while stop > title + 1 and not lines[stop - 1].strip(b" \t\r,"):
        stop -= 1
    return _Frame(int(words[1]), title, number(elapsed), range(title + 1, stop))


def _matrices(
    lines: Sequence[bytes], frames: Sequence[_Frame], columns: int, factor: float, name: str
) -> tuple[NDArray[np.float32], BoolArray]:
    """Frames in kPa as printed, float32 [frame, row, column], and the cells that have a sensor [row, column]."""
    wanted = [lines[row] for frame in frames for row in frame.lines]
    separator = Counter({sign: wanted[0].count(sign) for sign in (b",", b";", b"\t")}).most_common(1)[0][0]
    decimal = b"." if separator == b"," else None
    height = len(frames[0].lines)
    try:
        numbers = read_rows(wanted, columns, separator=separator, decimal=decimal, absent=b"B")
    except CellError as error:
        frame = frames[error.row // height]
        column = "" if error.column is None else f", column {error.column + 1}"
        row = error.row % height
        where = f"line {frame.lines[row] + 1} (frame {frame.number}, row {row + 1}{column})"
        raise ReadError(name, error.found, where=where, advice=EXPORT_AGAIN) from None
    pressure = numbers.scaled(factor).reshape(len(frames), height, columns)
    absent = np.isnan(pressure)
    pressure[absent] = 0.0
    return pressure, np.logical_not(absent.all(axis=0))


def _times(frames: Sequence[_Frame], header: Mapping[str, str], name: str) -> FloatArray:
    """s of each frame: as printed in their titles, else from the time a frame takes."""
    printed = [frame.elapsed for frame in frames]
    if all(elapsed is not None for elapsed in printed):
        times = np.array(printed, dtype=np.float64)
        back = np.flatnonzero(np.diff(times) <= 0)
        if back.size:
            frame = frames[int(back[0]) + 1]
            found = f"frame {frame.number} is at {frame.elapsed:g} s, not after {frames[int(back[0])].elapsed:g} s"
            raise ReadError(name, f"{found}: time runs back", where=f"line {frame.title + 1}", advice=EXPORT_AGAIN)
        return times
    period = number(header.get("SECONDS_PER_FRAME", ""))
    if not period or period < 0:
        if len(frames) == 1:
            return np.zeros(1)
        found = f'SECONDS_PER_FRAME is "{header.get("SECONDS_PER_FRAME", "")[:20]}", no time'
        raise ReadError(name, found, where="header", advice=EXPORT_AGAIN)
    numbers = np.array([frame.number for frame in frames])
    return np.asarray((numbers - min(1, numbers[0])) * period, dtype=np.float64)


def _public(value: str) -> str:
    """A header value without the folder of a path."""
    return without_folder(value) if re.match(r"([A-Za-z]:)?[\\/]", value) else value


def _notes(header: Mapping[str, str], frames: Sequence[_Frame], mirrored: Sequence[int], name: str) -> list[Note]:
    """What a person should know of how the file was read."""
    notes = []
    if any(_public(value) != value for value in header.values()):
        notes.append(Note("folder_left_out", "Folders of files named in the header were left out."))
    if mirrored:
        what = " and ".join(("rows", "columns")[axis] for axis in mirrored)
        sentence = f"The header says that the {what} are mirrored; they were turned back."
        notes.append(Note("mirrored_back", sentence))
    jump = next((pair for pair in pairwise(frames) if pair[1].number != pair[0].number + 1), None)
    if jump:
        notes.append(frames_missing(jump[0].number, jump[1].number))
    if header.get("END_FRAME", "").isdigit() and int(header["END_FRAME"]) != frames[-1].number:
        sentence = (
            f"The header says that frame {header['END_FRAME']} is the last; it is frame {frames[-1].number}."
        )
        notes.append(Note("last_frame_differs", sentence))
    hint = re.search(r"(?<![A-Z])([LR])(\.[A-Za-z]{1,4})?$", name)
    if hint:
        side = {"L": "left", "R": "right"}[hint[1]]
        sentence = f"The file's name ends in {hint[1]}: it may be a {side} foot; the file itself does not say."
        notes.append(Note("side_in_file_name", sentence))
    return notes
