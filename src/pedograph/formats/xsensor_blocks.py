"""Blocks of an XSENSOR export: frames, the sensors in each, and the lines of their matrices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from pedograph.errors import ReadError
from pedograph.formats.parsing.numbers import shown
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN, decoded, lines_of, number
from pedograph.units import length_factor

SENSOR_LINE: Final = re.compile(rb"^[ \t\"]*sensor:?[ \t\"]*[,;]", re.MULTILINE | re.IGNORECASE)
"""The line that names a sensor."""

MATRIX_LINE: Final = re.compile(rb"^[ \t\"]*sensels:?[ \t\"]*[,;]*\r?$", re.MULTILINE | re.IGNORECASE)
"""The line above a matrix, and above the list of cells of a group."""

_QUOTED_DECIMAL = re.compile(rb'"([+-]?\d{0,9}),(\d{1,9})"')
_PADDING = b' \t\r,;"'
_LARGEST_MATRIX = 4096
_MOST_SENSORS = 8
_MANY_FRAMES, _LINES_A_FRAME = 1000, 8
_FRAME_KEYS = (b"date", b"time")
_SENSOR_KEYS: Final = {
    b"rows": "rows",
    b"columns": "columns",
    b"sensel width": "width",
    b"sensel height": "height",
    b"contact area": "contact_area",
    b"est. load": "load",
}
_COUNT = re.compile(rb"0{0,9}[1-9]\d{0,3}")


@dataclass(slots=True)
class SensorBlock:
    """One sensor in one frame.

    Parameters
    ----------
    name : str
        As the file gives it.
    first : int
        First line of its matrix.
    rows, columns : int
        The matrix' size; 0 before it is known.
    width, height : float or None
        mm from cell to cell.
    contact_area, load : float or None
        cm2 loaded and the force in N, as the vendor's program worked them out.
    """

    name: str
    first: int = 0
    rows: int = 0
    columns: int = 0
    width: float | None = None
    height: float | None = None
    contact_area: float | None = None
    load: float | None = None


@dataclass(slots=True)
class FrameBlock:
    """One frame: its number and time as printed, and the sensors in it."""

    number: str
    time: bytes = b""
    sensors: list[SensorBlock] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Blocks:
    """A file in its blocks.

    Parameters
    ----------
    header : dict of str to str
        Fields above the first frame and, by the number of the sensor, in it.
    frames : list of FrameBlock
        In the order of the file.
    lines : list of bytes
        The lines that say something, without the separators that fill them up.
    separator, decimal : bytes
        The sign between fields, and the decimal sign.
    """

    header: dict[str, str]
    frames: list[FrameBlock]
    lines: list[bytes]
    separator: bytes
    decimal: bytes


def find_blocks(text: bytes, name: str) -> Blocks:
    """The blocks of an export.

    Parameters
    ----------
    text : bytes
        All of the file.
    name : str
        Its name, for errors.

    Raises
    ------
    ReadError
        If there is no frame, or a matrix is cut off or of no possible size.
    """
    head = text[: 1 << 14]
    separator = b";" if head.count(b";") > head.count(b",") else b","
    decimal = b"," if separator == b";" and re.search(rb";\d+,\d", head) else b"."
    text = text.replace(b"\r\n", b"\n").replace(b"\n\n", b"\n")
    if b'"' in text and separator == b",":
        text = _QUOTED_DECIMAL.sub(rb"\1.\2", text)
    lines = [line for line in (each.rstrip(_PADDING) for each in lines_of(text, name)) if line]
    blocks = Blocks({}, [], lines, separator, decimal)
    unfinished = _walk(blocks, name)
    _check(blocks.frames, unfinished, name)
    last = blocks.frames[-1].sensors[-1]
    if last.first + last.rows == len(lines) and not text.endswith((b"\n", separator)):
        where = f"frame {blocks.frames[-1].number}, sensor {last.name}"
        raise ReadError(name, "the last row has no end", where=where, advice=COMPLETE_FILE)
    return blocks


def _walk(blocks: Blocks, name: str) -> bool:
    """Fill the blocks from their lines; whether the last sensor has no matrix."""
    frames, lines = blocks.frames, blocks.lines
    block: SensorBlock | None = None
    row = 0
    while row < len(lines):
        line = lines[row]
        row += 1
        if line[:1] in b"0123456789" and block is None:
            continue
        label, _, value = line.lstrip(b' "').partition(blocks.separator)
        words, _, unit = label.partition(b"(")
        key = words.strip(b' ":').lower()
        if key == b"frame":
            frames.append(FrameBlock(shown(value.strip(b' "'))))
            block = None
            if len(frames) > _MANY_FRAMES and row < _LINES_A_FRAME * len(frames):
                raise ReadError(name, "it holds far more frames than numbers", advice=EXPORT_AGAIN)
        elif not frames:
            blocks.header.setdefault(decoded(words).strip(' ":')[:60], decoded(value[:1000]).strip('" '))
        elif key == b"sensor":
            block = _new_sensor(value, frames[-1], name)
        elif key == b"group":
            block = None
        elif key == b"sensels" and block is not None:
            row = _with_matrix(block, row, lines, frames[-1], name)
            block = None
        elif block is not None and key in _SENSOR_KEYS:
            _note_value(blocks, block, key, value, unit)
        elif key in _FRAME_KEYS:
            _note_time(blocks, key, value)
    return block is not None


def _new_sensor(value: bytes, frame: FrameBlock, name: str) -> SensorBlock:
    """A sensor that begins in a frame."""
    if len(frame.sensors) == _MOST_SENSORS:
        found = f"it has more than {_MOST_SENSORS} sensors"
        raise ReadError(name, found, where=f"frame {frame.number}", advice=EXPORT_AGAIN)
    frame.sensors.append(SensorBlock(shown(value.strip(b' "'))))
    return frame.sensors[-1]


def _note_time(blocks: Blocks, key: bytes, value: bytes) -> None:
    """Take the date or the time of a frame."""
    if len(blocks.frames) == 1:
        blocks.header.setdefault(key.decode().capitalize(), decoded(value[:100]).strip('" '))
    if key == b"time":
        blocks.frames[-1].time = value[:60]


def _note_value(blocks: Blocks, block: SensorBlock, key: bytes, value: bytes, unit: bytes) -> None:
    """Take one value of a sensor."""
    if len(blocks.frames) == 1:
        label = f"Sensor {len(blocks.frames[0].sensors)} {key.decode()}"
        blocks.header.setdefault(label, decoded(value[:100]).strip('" '))
    what = _SENSOR_KEYS[key]
    if what in ("rows", "columns"):
        words = value.strip(b' "')
        setattr(block, what, int(words) if _COUNT.fullmatch(words) else 0)
        return
    amount = number(value[:60].strip(b' "'))
    if amount is not None and what in ("width", "height"):
        factor = length_factor(decoded(unit.rstrip(b' ":)')) or "cm")
        amount = amount * factor if factor is not None else None
    setattr(block, what, amount)


def _with_matrix(block: SensorBlock, first: int, lines: Sequence[bytes], frame: FrameBlock, name: str) -> int:
    """Note where the matrix of a sensor lies; the line below it."""
    where = f"frame {frame.number}, sensor {block.name}"
    if not (block.rows and block.columns):
        what = "columns" if block.rows else "rows"
        raise ReadError(name, f"the number of {what} is missing, or no number", where=where, advice=EXPORT_AGAIN)
    if max(block.rows, block.columns) > _LARGEST_MATRIX:
        raise ReadError(name, "no sensor has so many rows or columns", where=where, advice=EXPORT_AGAIN)
    if first + block.rows > len(lines):
        found = f"its matrix has {len(lines) - first} rows where {block.rows} were expected"
        raise ReadError(name, found, where=where, advice=COMPLETE_FILE)
    block.first = first
    return first + block.rows


def _check(frames: Sequence[FrameBlock], unfinished: bool, name: str) -> None:
    """There must be frames, each with the same sensors, and none cut off."""
    if not frames:
        raise ReadError(name, "there is no frame in it", advice=EXPORT_AGAIN)
    expected = [(block.name, block.rows, block.columns) for block in frames[0].sensors]
    for number_, frame in enumerate(frames):
        where = f"frame {frame.number}"
        found = [(block.name, block.rows, block.columns) for block in frame.sensors]
        last = number_ == len(frames) - 1
        if not found or (last and unfinished):
            advice = COMPLETE_FILE if last else EXPORT_AGAIN
            raise ReadError(name, "a sensor and its matrix are missing", where=where, advice=advice)
        if found != expected:
            what = "it does not have the same sensors as the first frame"
            raise ReadError(name, what, where=where, advice=COMPLETE_FILE if last else EXPORT_AGAIN)
