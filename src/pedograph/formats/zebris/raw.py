"""zebris WinFDM raw text, of a treadmill or a plate: channels, then a matrix of N/cm2 for each frame."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.context import FileContext
from pedograph.formats.model import FormatSpec, frames_missing
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN, lines_of, number, plain, text_head
from pedograph.formats.zebris.frames import Frame, frame_lines, frames_at, times_of, values_of
from pedograph.formats.zebris.header import (
    PLATFORM,
    Channels,
    header_fields,
    platform_fields,
    quantity,
)
from pedograph.formats.zebris.writer import write_raw as write
from pedograph.notes import Note, doubt
from pedograph.recording import BELT_SPEED, FloatArray, PressureRecording, SensorGrid, Source
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

_SIGNS: Final = (
    re.compile(rb"^Exercises[ \t]*\{", re.MULTILINE),
    re.compile(rb"^Application\t|^Frequency,Hz\t|^Platform[ \t]*\{", re.MULTILINE),
)
_FORCE_TOLERANCE, _LEAST_FORCE = 0.005, 20.0
_STANDING: Final = re.compile(r"\b(stand|stance|posture|balance|stabil)", re.IGNORECASE)
_WALKING: Final = re.compile(r"\b(gait|walk|run|gang|geh|lauf)", re.IGNORECASE)


def sniff(head: bytes, name: str) -> bool | str:
    """Whether a table of exercises and the other keys of WinFDM stand in it."""
    text = text_head(head)
    if b"Exercises" in text and all(sign.search(text) for sign in _SIGNS):
        return True
    return 'there is no table "Exercises {" below a person and a record'


def read(data: bytes, name: str, context: FileContext) -> PressureRecording:
    """The recording in a WinFDM raw text; see `Format.read`."""
    lines = lines_of(plain(data), name)
    start = next((row for row, line in enumerate(lines) if PLATFORM.fullmatch(line[:40])), None)
    if start is None:
        raise ReadError(name, 'there is no line "Platform {" in it', advice=COMPLETE_FILE)
    fields, channels, personal = header_fields(lines[:start], context)
    titles = frame_lines(lines, start, name)
    fields |= platform_fields(lines[start + 1 : titles[0]])
    columns, rows = _count(fields, "Columns", name), _count(fields, "Lines", name)
    frames = frames_at(lines, titles, rows, fields.get("Frame count", ""), name)
    values = values_of(lines, frames, columns, _unit(fields, name), name)
    time = times_of(frames, fields, name)
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


def _belt(channels: Channels, fields: dict[str, str], grid: SensorGrid, time: FloatArray) -> list[Note]:
    """Keep the speed of the belt among the fields, and say what it does to a print."""
    speed = channels.belt_speed()
    if speed is None or time.size < 2:
        return []
    fields[BELT_SPEED] = f"{speed:.1f}"
    rows = speed * float(np.median(np.diff(time))) / grid.row_spacing
    sentence = (
        f"The belt ran at {speed / 1000.0:.3f} m/s, by the channel of its position: a planted foot moves "
        f"{rows:.2f} rows backwards from frame to frame."
    )
    return [Note("belt_speed", sentence)]


def _forces(channels: Channels, pressure: NDArray[np.float32], grid: SensorGrid) -> list[Note]:
    """What the file's own channels of force say against the sum over the cells."""
    stated = channels.force()
    if stated is None or stated.size != len(pressure):
        return []
    force = pressure.sum(axis=(1, 2), dtype=np.float64) * grid.newton_per_kilopascal
    loaded = np.nan_to_num(stated) > max(_LEAST_FORCE, 0.05 * force.max())
    if not loaded.any():
        return []
    notes = []
    ratio = float(np.median(force[loaded] / stated[loaded]))
    if abs(ratio - 1.0) > _FORCE_TOLERANCE:
        notes.append(doubt("forces_differ", f"Forces are {ratio:.3f} times those of the file's own channels."))
    missing = int(np.count_nonzero(np.nan_to_num(stated) < 0.9 * ratio * force - 0.05 * force.max()))
    if missing:
        sentence = f"In {missing} of {len(force)} frames the file's own channels of force leave a foot out."
        notes.append(Note("foot_not_in_channels", sentence))
    return notes


def _notes(fields: Mapping[str, str], frames: Sequence[Frame], personal: bool) -> list[Note]:
    """What a person should know of how the file was read."""
    notes = [Note("person_left_out", "Person, sex, birth date and code were left out.")] if personal else []
    jump = next((pair for pair in pairwise(frames) if pair[1].number != pair[0].number + 1), None)
    if jump:
        notes.append(frames_missing(jump[0].number, jump[1].number))
    return notes
