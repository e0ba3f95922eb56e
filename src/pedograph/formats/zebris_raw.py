"""zebris WinFDM raw text, of a treadmill or a plate: channels, then a matrix of N/cm2 for each frame."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.numbers import CellError, read_rows, shown
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN, decoded, lines_of, number, plain
from pedograph.formats.zebris_header import (
    BELT_SPEED,
    PLATFORM,
    Channels,
    header_fields,
    platform_fields,
    quantity,
)
from pedograph.formats.zebris_writer import write_raw as write
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Source
from pedograph.units import length_factor, pressure_factor

__all__ = ["SPEC", "read", "sniff", "write"]

SPEC = FormatSpec(
    key="zebris_raw",
    name="zebris WinFDM raw text",
    vendor="zebris",
    description="Frames of a zebris treadmill or plate as text, with channels of force and belt position",
    extensions=(".txt",),
    can_write=True,
    page="docs/formats/zebris_raw.md",
    notes=(
        "The long side of the sensors is taken as the walking direction, its x axis forwards and y to the left.",
        "On a treadmill the belt carries the feet backwards: a planted foot moves towards lower rows.",
        "Person, sex, birth date and code are left out.",
    ),
)

_FRAME: Final = re.compile(rb"Frame[ \t]{1,4}(\d{1,9})[ \t]{0,4}\{[ \t\r]*")
_SIGNS: Final = (
    re.compile(rb"^Exercises[ \t]*\{", re.MULTILINE),
    re.compile(rb"^Application\t|^Frequency,Hz\t|^Platform[ \t]*\{", re.MULTILINE),
)
_MOST_TITLE_LINES = 12
_MANY, _BYTES_A_FRAME = 10_000, 100
_FORCE_TOLERANCE = 0.005
_STANDING: Final = re.compile(r"\b(stand|stance|posture|balance|stabil)", re.IGNORECASE)
_WALKING: Final = re.compile(r"\b(gait|walk|run|gang|geh|lauf)", re.IGNORECASE)


def sniff(head: bytes, name: str) -> bool | str:
    """Whether a table of exercises and the other keys of WinFDM stand in it."""
    text = plain(head)
    if all(sign.search(text) for sign in _SIGNS):
        return True
    return 'there is no table "Exercises {" below a person and a record'


@dataclass(frozen=True, slots=True)
class _Frame:
    """Number of a frame, its title's line, its time in ms where printed, and the lines of its matrix."""

    number: int
    title: int
    milliseconds: float | None
    rows: range


def read(data: bytes, name: str) -> PressureRecording:
    """The recording in a WinFDM raw text; see `Format.read`."""
    lines = lines_of(plain(data), name)
    start = next((row for row, line in enumerate(lines) if PLATFORM.fullmatch(line[:40])), None)
    if start is None:
        raise ReadError(name, 'there is no line "Platform {" in it', advice=COMPLETE_FILE)
    fields, channels, personal = header_fields(lines[:start])
    titles = _titles(lines, start, name)
    fields |= platform_fields(lines[start + 1 : titles[0]])
    columns, rows = _count(fields, "Columns", name), _count(fields, "Lines", name)
    frames = _frames(lines, titles, rows, name)
    _check_count(fields, frames, name)
    values = _values(lines, frames, columns, _unit(fields, name), name)
    time = _times(frames, fields, name)
    width, height = (_spacing(fields, key, name) for key in ("Cell width", "Cell height"))
    along_x = _runs_along_x(fields, columns, rows)
    pressure = _turned(values, along_x)
    grid = SensorGrid(*((width, height) if along_x else (height, width)))
    notes = _notes(fields, frames, personal)
    notes += _belt(channels, fields, grid, time) + _forces(channels, pressure, grid)
    task, known = _task(fields)
    return PressureRecording(
        pressure=pressure,
        time=time,
        grid=grid,
        source=Source(
            file=name,
            format=SPEC.key,
            header=fields,
            assumed=("orientation",) if known else ("orientation", "task"),
            notes=tuple(notes),
        ),
        task=task,
    )


def _count(fields: Mapping[str, str], key: str, name: str) -> int:
    """Number of columns or lines of the platform."""
    value = fields.get(key, "")
    if not re.fullmatch(r"0{0,9}[1-9]\d{0,3}", value):
        found = f'{key} is "{value[:20]}"' if value else f"{key} is missing"
        raise ReadError(name, found, where="Platform", advice=EXPORT_AGAIN)
    return int(value)


def _unit(fields: Mapping[str, str], name: str) -> float:
    """kPa per unit of the values."""
    unit = fields.get("Units", "")
    factor = pressure_factor(unit)
    if factor is None:
        found = f'"{unit[:20]}" is not a unit of pressure' if unit else "the unit is missing"
        raise ReadError(name, found, where="Platform, Units", advice="Export the recording in N/cm2")
    return factor


def _spacing(fields: Mapping[str, str], key: str, name: str) -> float:
    """Width or height of a cell in mm."""
    text, unit = quantity(fields, key)
    value, factor = number(text), length_factor(unit or "mm")
    if value is None or factor is None:
        found = f'{key} is "{text[:20]}", no length' if text else f"{key} is missing"
        raise ReadError(name, found, where="Platform", advice=EXPORT_AGAIN)
    return value * factor


def _titles(lines: Sequence[bytes], start: int, name: str) -> list[int]:
    """Lines that open a frame."""
    titles = [
        row for row in range(start, len(lines)) if lines[row][:5] == b"Frame" and _FRAME.fullmatch(lines[row])
    ]
    if not titles:
        found = "there is no frame below the platform"
        raise ReadError(name, found, where=f"line {start + 1}", advice=COMPLETE_FILE)
    if len(titles) > _MANY and sum(map(len, lines)) < _BYTES_A_FRAME * len(titles):
        raise ReadError(name, "it holds far more titles of frames than numbers", advice=EXPORT_AGAIN)
    return titles


def _frames(lines: Sequence[bytes], titles: Sequence[int], rows: int, name: str) -> list[_Frame]:
    """The frames in order; each must have as many rows as the platform has lines."""
    borders = [*titles, len(lines)]
    frames = [_frame(lines, title, following, rows, name) for title, following in pairwise(borders)]
    for before, frame in pairwise(frames):
        if frame.number <= before.number:
            found = f"frame {frame.number} comes after frame {before.number}: time runs back"
            raise ReadError(name, found, where=f"line {frame.title + 1}", advice=EXPORT_AGAIN)
    return frames


def _frame(lines: Sequence[bytes], title: int, following: int, rows: int, name: str) -> _Frame:
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
    return _Frame(frame, title, number(time.partition(b"\t")[2][:30]), range(labels + 1, stop))


def _check_count(fields: Mapping[str, str], frames: Sequence[_Frame], name: str) -> None:
    """There must be as many frames as the platform says."""
    stated = fields.get("Frame count", "")
    if re.fullmatch(r"\d{1,9}", stated) and int(stated) != len(frames):
        found = f"it holds {len(frames)} frames where {int(stated)} were expected"
        advice = COMPLETE_FILE if len(frames) < int(stated) else EXPORT_AGAIN
        raise ReadError(name, found, where=f"line {frames[-1].title + 1}", advice=advice)


def _values(
    lines: Sequence[bytes], frames: Sequence[_Frame], columns: int, factor: float, name: str
) -> NDArray[np.float32]:
    """Frames in kPa as printed, float32 [frame, line y, column x]."""
    height = len(frames[0].rows)
    wanted = [line for frame in frames for line in lines[frame.rows.start : frame.rows.stop]]
    # Most lines of a plate are alike: each is parted from its label once.
    parts = {line: line.partition(b"\t") for line in dict.fromkeys(wanted)}
    labels = [b"y%d" % (row + 1) for row in range(height)] * len(frames)
    wrong = next((row for row, line in enumerate(wanted) if parts[line][0] != labels[row]), None)
    if wrong is not None:
        frame = frames[wrong // height]
        found = f'"{shown(parts[wanted[wrong]][0])}" stands where the row {decoded(labels[wrong])} was expected'
        raise ReadError(name, found, where=f"line {frame.rows[wrong % height] + 1}", advice=EXPORT_AGAIN)
    try:
        numbers = read_rows([parts[line][2] for line in wanted], columns)
    except CellError as error:
        frame, row = frames[error.row // height], error.row % height
        column = "" if error.column is None else f", x{error.column + 1}"
        where = f"line {frame.rows[row] + 1} (frame {frame.number}, y{row + 1}{column})"
        raise ReadError(name, error.found, where=where, advice=EXPORT_AGAIN) from None
    return numbers.scaled(factor).reshape(len(frames), height, columns)


def _times(frames: Sequence[_Frame], fields: Mapping[str, str], name: str) -> FloatArray:
    """s of each frame: as printed, else from the frequency."""
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


def _runs_along_x(fields: Mapping[str, str], columns: int, rows: int) -> bool:
    """Whether the x axis is the walking direction: on a treadmill, and where it is the long side of a plate."""
    return fields.get("Application", "").lower().startswith("tr") or columns >= rows


def _turned(values: NDArray[np.float32], along_x: bool) -> NDArray[np.float32]:
    """Frames with rows towards the toes and columns to the right; x points forwards and y to the left."""
    turned = values.transpose(0, 2, 1)[:, :, ::-1] if along_x else values
    pressure = np.ascontiguousarray(turned)
    pressure.flags.writeable = False
    return pressure


def _task(fields: Mapping[str, str]) -> tuple[str, bool]:
    """What the person did, and whether the names of the exercises tell."""
    words = fields.get("Exercises", "")
    if _STANDING.search(words) and not _WALKING.search(words):
        return "stand", True
    return "walk", bool(_WALKING.search(words))


def _belt(channels: Channels, fields: dict[str, str], grid: SensorGrid, time: FloatArray) -> list[str]:
    """Keep the speed of the belt among the fields, and say what it does to a print."""
    speed = channels.belt_speed()
    if speed is None or time.size < 2:
        return []
    fields[BELT_SPEED] = f"{speed:.1f}"
    rows = speed * float(np.median(np.diff(time))) / grid.row_spacing
    return [
        f"The belt ran at {speed / 1000.0:.3f} m/s, by the channel of its position: a planted foot moves "
        f"{rows:.2f} rows backwards from frame to frame."
    ]


def _forces(channels: Channels, pressure: NDArray[np.float32], grid: SensorGrid) -> list[str]:
    """What the file's own channels of force say against the sum over the cells."""
    stated = channels.force()
    if stated is None or stated.size != len(pressure):
        return []
    force = pressure.sum(axis=(1, 2), dtype=np.float64) * grid.newton_per_kilopascal
    loaded = np.nan_to_num(stated) > 0.05 * force.max()
    if not loaded.any():
        return []
    notes = []
    ratio = float(np.median(force[loaded] / stated[loaded]))
    if abs(ratio - 1.0) > _FORCE_TOLERANCE:
        notes.append(f"Forces are {ratio:.3f} times those of the file's own channels.")
    missing = int(np.count_nonzero(np.nan_to_num(stated) < 0.9 * ratio * force - 0.05 * force.max()))
    if missing:
        notes.append(f"In {missing} of {len(force)} frames the file's own channels of force leave a foot out.")
    return notes


def _notes(fields: Mapping[str, str], frames: Sequence[_Frame], personal: bool) -> list[str]:
    """What a person should know of how the file was read."""
    notes = ["Person, sex, birth date and code were left out."] if personal else []
    jump = next((pair for pair in pairwise(frames) if pair[1].number != pair[0].number + 1), None)
    if jump:
        notes.append(f"Frame {jump[1].number} follows frame {jump[0].number}: frames are missing between them.")
    return notes
