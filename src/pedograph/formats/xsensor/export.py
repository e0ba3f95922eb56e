"""XSENSOR export (``.csv``): the matrix of a left and a right insole, or of a mat, for each frame."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.context import FileContext
from pedograph.formats.model import FOLDER_LEFT_OUT, PERSON_LEFT_OUT, FormatSpec
from pedograph.formats.parsing.decimals import RowLayout
from pedograph.formats.parsing.numbers import CellError, number_blocks, shown
from pedograph.formats.parsing.text import EXPORT_AGAIN, decoded, number, plain, text_head, without_folder
from pedograph.formats.xsensor.blocks import MATRIX_LINE, SENSOR_LINE, Blocks, FrameBlock, SensorBlock, find_blocks
from pedograph.formats.xsensor.even_frames import even_blocks
from pedograph.notes import Note, doubt
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side, Source, Track
from pedograph.units import pressure_factor

SPEC = FormatSpec(
    key="xsensor",
    name="XSENSOR (.csv)",
    vendor="XSENSOR",
    description="Frames of XSENSOR insoles or of a mat as text, with the cells of each sensor as a matrix",
    extensions=(".csv", ".txt"),
    page="docs/formats/xsensor.md",
    notes=(
        "The first row is taken as the toe end, and the insoles as seen from above.",
        "The size of a cell is worked out from the contact areas in the file, finer than the pitch it prints.",
        "A cell of 0 may lie below the threshold or outside the insole: the file does not tell.",
    ),
)

_NAMED = re.compile(rb'sensor:?[ \t"]*[,;]')
_QUOTED_DECIMAL = re.compile(rb'"([+-]?\d{0,9}),(\d{1,9})"')
_CLOCK = re.compile(r"\s*(\d{1,2}):(\d{1,2}):(\d{1,2}(?:[.,]\d{1,9})?)\s*([ap])?\.?(?:m\.?)?\s*", re.IGNORECASE)
_SIDE = re.compile(r"(?:^|[^a-z])(?:([lr])f|(left|right))(?:[^a-z]|$)", re.IGNORECASE)
_PERSONAL = re.compile(r"name|patient|subject|person|client|birth|born|dob|sex|gender", re.IGNORECASE)
_DAY = 86_400.0
_LARGEST_CORRECTION = 0.05
_LOAD_AGREES, _SMALL_LOAD = 0.01, 50.0


def sniff(head: bytes, name: str) -> bool | str:
    """Whether a sensor is named and its cells follow."""
    text = text_head(head)
    # Few files have the words; looking for them is much quicker than for a line that they begin.
    if not _NAMED.search(text.lower()) or not SENSOR_LINE.search(text):
        return 'there is no line "SENSOR" that names one'
    if not MATRIX_LINE.search(text):
        return 'there is no line "SENSELS" above a matrix'
    return True


@dataclass(frozen=True, eq=False)
class _Picture:
    """All matrices of one sensor: its side, and kPa [frame, row, column] as printed."""

    side: Side
    pressure: NDArray[np.float32]


def read(data: bytes, name: str, context: FileContext) -> PressureRecording:
    """The recording in an XSENSOR export; see `Format.read`."""
    text, separator, decimal = _uniform(plain(data))
    blocks, pictures = _taken_apart(text, separator, decimal, name)
    first = blocks.frames[0].sensors[0]
    spacing, notes = _spacing(blocks, pictures, first, name)
    # Left first; toes first in the file, heel first in a recording.
    ordered = sorted(pictures, key=lambda picture: picture.side is Side.RIGHT)
    pressure, grid, tracks = _side_by_side(ordered, spacing, _threshold(blocks.header, _unit(blocks.header, name)))
    notes += _load_notes(blocks, pictures, grid)
    header, left_out = _header(blocks, context)
    return PressureRecording(
        pressure=pressure,
        time=_times(blocks.frames, name),
        grid=grid,
        source=Source(
            file=name,
            format=SPEC.key,
            header=header,
            assumed=("orientation",),
            notes=(*notes, *left_out),
        ),
        side=pictures[0].side if len(pictures) == 1 else Side.UNKNOWN,
        tracks=tracks,
    )


def _unit(header: Mapping[str, str], name: str) -> float:
    """kPa per unit of the values."""
    unit = next((value for key, value in header.items() if key.lower() == "units"), "")
    factor = pressure_factor(unit)
    if factor is None:
        found = f'"{shown(unit)}" is not a unit of pressure' if unit else "the header does not state the unit"
        advice = "Export the recording in a unit of pressure, such as kPa"
        raise ReadError(name, found, where="header, Units", advice=advice)
    return factor


def _threshold(header: Mapping[str, str], factor: float) -> float | None:
    """kPa below which nothing is reported, where stated."""
    value = next((number(value) for key, value in header.items() if key.lower() == "threshold"), None)
    return value * factor if value is not None and value >= 0 else None


def _sides(names: Sequence[str], name: str) -> list[Side]:
    """The foot of each sensor by its name; a single sensor without one is a mat."""
    found = [_SIDE.search(each) for each in names]
    sides = [
        Side.UNKNOWN if words is None else Side.LEFT if (words[1] or words[2])[0].lower() == "l" else Side.RIGHT
        for words in found
    ]
    if len(sides) > 1 and sorted(sides) != [Side.LEFT, Side.RIGHT]:
        what = f"its {len(names)} sensors ({', '.join(names[:4])}) are not named as one left and one right insole"
        raise ReadError(name, what, advice="Export the sensors one by one")
    return sides


def _uniform(text: bytes) -> tuple[bytes, bytes, bytes]:
    """The text with single line feeds and without quoted decimals, its separator and its decimal sign."""
    head = text[: 1 << 14]
    separator = b";" if head.count(b";") > head.count(b",") else b","
    decimal = b"," if separator == b";" and re.search(rb";\d+,\d", head) else b"."
    if re.search(rb"\n\r?\n", head):
        text = text.replace(b"\r\n", b"\n").replace(b"\n\n", b"\n")
    quoted = text[: text.rfind(b'"') + 1]
    if separator == b"," and _QUOTED_DECIMAL.search(quoted):
        text = _QUOTED_DECIMAL.sub(rb"\1.\2", quoted) + text[len(quoted) :]
    return text, separator, decimal


def _taken_apart(text: bytes, separator: bytes, decimal: bytes, name: str) -> tuple[Blocks, list[_Picture]]:
    """The blocks and the matrices in them."""
    try:
        even = even_blocks(text, separator, decimal, name)
        if even is not None:
            return even, _pictures(even, name)
    except ReadError:
        pass  # line by line it is found out what is wrong, and where
    blocks = find_blocks(text, separator, decimal, name)
    return blocks, _pictures(blocks, name)


def _pictures(blocks: Blocks, name: str) -> list[_Picture]:
    """The matrices of all sensors."""
    factor = _unit(blocks.header, name)
    sides = _sides([block.name for block in blocks.frames[0].sensors], name)
    return [_Picture(side, _matrices(blocks, place, factor, name)) for place, side in enumerate(sides)]


def _matrices(blocks: Blocks, place: int, factor: float, name: str) -> NDArray[np.float32]:
    """Frames of one sensor in kPa as printed, float32 [frame, row, column]."""
    sensor = blocks.frames[0].sensors[place]
    layout = RowLayout(sensor.columns, blocks.separator, blocks.decimal)
    try:
        parts = [(part * factor).astype(np.float32) for part in number_blocks(blocks.rows_of(place), layout)]
    except CellError as error:
        frame = blocks.frames[min(error.row // sensor.rows, len(blocks.frames) - 1)]
        column = "" if error.column is None else f", column {error.column + 1}"
        where = f"frame {frame.number}, sensor {sensor.name}, row {error.row % sensor.rows + 1}{column}"
        raise ReadError(name, error.found, where=where, advice=EXPORT_AGAIN) from None
    rows = np.concatenate(parts)
    if len(rows) != len(blocks.frames) * sensor.rows:
        raise ReadError(name, "its matrices do not all have the rows they should have", advice=EXPORT_AGAIN)
    return rows.reshape(-1, sensor.rows, sensor.columns)


def _spacing(
    blocks: Blocks, pictures: Sequence[_Picture], block: SensorBlock, name: str
) -> tuple[tuple[float, float], list[Note]]:
    """mm between rows and between columns, and what a person should know of it.

    The pitch has two digits; the contact areas, divided by the loaded cells, tell the cell's area better.
    """
    height, width = block.height, block.width
    if not (height and width and 0.2 < height < 80.0 and 0.2 < width < 80.0):
        found = "the width and height of the cells are missing, or not those of a sensor"
        raise ReadError(name, found, where=f"frame {blocks.frames[0].number}", advice=EXPORT_AGAIN)
    stated = np.array([[sensor.contact_area for sensor in frame.sensors] for frame in blocks.frames], float)
    loaded = np.array([np.count_nonzero(picture.pressure, axis=(1, 2)) for picture in pictures]).T
    known = np.isfinite(stated) & (loaded > 0)
    if not known.any():
        return (height, width), []
    ratio = 100.0 * float(stated[known].sum()) / (float(loaded[known].sum()) * height * width)
    if abs(ratio - 1.0) > _LARGEST_CORRECTION:
        sentence = "The contact areas in the file do not fit the size of the cells; that was used."
        return (height, width), [doubt("areas_differ", sentence)]
    return (height * ratio**0.5, width * ratio**0.5), []


def _side_by_side(
    pictures: Sequence[_Picture], spacing: tuple[float, float], threshold: float | None
) -> tuple[NDArray[np.float32], SensorGrid, tuple[Track, ...]]:
    """One grid with a free column between two insoles, heel end first."""
    frames = len(pictures[0].pressure)
    rows = max(picture.pressure.shape[1] for picture in pictures)
    columns = sum(picture.pressure.shape[2] for picture in pictures) + len(pictures) - 1
    pressure = np.zeros((frames, rows, columns), dtype=np.float32)
    active = np.zeros((rows, columns), dtype=bool)
    tracks: list[Track] = []
    first = 0
    for picture in pictures:
        _, height, width = picture.pressure.shape
        pressure[:, :height, first : first + width] = picture.pressure[:, ::-1]
        active[:height, first : first + width] = True
        if picture.side is not Side.UNKNOWN:
            tracks.append(Track(picture.side, first, width))
        first += width + 1
    pressure.flags.writeable = False
    shape = None if active.all() else active
    grid = SensorGrid(spacing[0], spacing[1], active=shape, threshold=threshold, cropped=bool(tracks))
    return pressure, grid, tuple(tracks)


def _times(frames: Sequence[FrameBlock], name: str) -> FloatArray:
    """s from the first frame, by the clock times that the frames print; midnight may pass."""
    if len(frames) == 1:
        return np.zeros(1)
    clock = np.array([_seconds(frame, name) for frame in frames])
    steps = np.diff(clock)
    steps = np.where(steps < -_DAY / 2, steps + _DAY, steps)
    back = np.flatnonzero(steps <= 0)
    if back.size:
        frame = frames[int(back[0]) + 1]
        found = f"frame {frame.number} is not later than the frame before it: time runs back"
        raise ReadError(name, found, where=f"frame {frame.number}, Time", advice=EXPORT_AGAIN)
    return np.concatenate([[0.0], np.cumsum(steps)]).round(9)


def _seconds(frame: FrameBlock, name: str) -> float:
    """s since midnight."""
    words = decoded(frame.time).strip('" ')
    found = _CLOCK.fullmatch(words)
    if found is None:
        what = f'"{shown(words)}" is no time of day' if words else "the time is missing"
        raise ReadError(name, what, where=f"frame {frame.number}, Time", advice=EXPORT_AGAIN)
    hour = int(found[1]) % 12 + 12 * (found[4].lower() == "p") if found[4] else int(found[1])
    return 3600.0 * hour + 60.0 * int(found[2]) + float(found[3].replace(",", "."))


def _load_notes(blocks: Blocks, pictures: Sequence[_Picture], grid: SensorGrid) -> list[Note]:
    """A note where the forces are not those that the file itself states."""
    stated = np.array([[sensor.load for sensor in frame.sensors] for frame in blocks.frames], float)
    force = np.array([picture.pressure.sum(axis=(1, 2), dtype=float) for picture in pictures]).T
    force *= grid.newton_per_kilopascal
    known = np.isfinite(stated) & (stated > _SMALL_LOAD)
    off = np.abs(force[known] / stated[known] - 1.0)
    if not off.size or off.max() <= _LOAD_AGREES:
        return []
    sentence = f"The forces differ by up to {off.max():.1%} from the loads (Est. Load) in the file."
    return [doubt("forces_differ", sentence)]


def _header(blocks: Blocks, context: FileContext) -> tuple[dict[str, str], list[Note]]:
    """Fields of the file and of its first frame without folders and persons, and notes on what was left out."""
    header: dict[str, str] = {"Frame": blocks.frames[0].number}
    notes: list[Note] = []
    for key, value in blocks.header.items():
        if _PERSONAL.search(key):
            context.leave_out(key, value)
        else:
            header[key] = without_folder(value) if key.lower() == "file" else value
    if any(header.get(key, value) != value for key, value in blocks.header.items()):
        notes.append(FOLDER_LEFT_OUT)
    if any(key not in header for key, value in blocks.header.items() if value):
        notes.append(PERSON_LEFT_OUT)
    for number_, block in enumerate(blocks.frames[0].sensors, 1):
        header[f"Sensor {number_}"] = block.name
    return header, notes
