"""Blocks of an XSENSOR export: frames, the sensors in each, and the lines of their matrices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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

PADDING: Final = b' \t\r,;"'
"""Fills up lines behind what they say."""

_LARGEST_MATRIX = 4096
_MOST_SENSORS = 8
_MANY_FRAMES = 1000
LINES_A_FRAME: Final = 8
"""No frame with a matrix has fewer."""

_ROWS_AT_ONCE = 1000
_FRAME_KEYS = (b"date", b"time")
_SENSOR_KEYS: Final = {
    b"rows": "rows",
    b"columns": "columns",
    b"sensel width": "width",
    b"sensel height": "height",
    b"contact area": "contact_area",
    b"est. load": "load",
}
_OF_A_SENSOR: Final = frozenset({*_SENSOR_KEYS, b"sensels"})
_KEYS: Final = _OF_A_SENSOR | {b"frame", b"sensor", b"group", *_FRAME_KEYS}
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
    lines : dict of str to int
        The lines from which the others were taken, by their names.
    """

    name: str
    first: int = 0
    rows: int = 0
    columns: int = 0
    width: float | None = None
    height: float | None = None
    contact_area: float | None = None
    load: float | None = None
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class FrameBlock:
    """One frame: its number and time as printed, the lines in which they stand, and the sensors in it."""

    number: str
    time: bytes = b""
    line: int = 0
    time_line: int | None = None
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

    def rows_of(self, place: int) -> Iterator[bytes]:
        """The rows of a sensor's matrices, one below the other, in parts of a few frames."""
        blocks = [frame.sensors[place] for frame in self.frames]
        count = max(_ROWS_AT_ONCE // blocks[0].rows, 1)
        for start in range(0, len(blocks), count):
            part = blocks[start : start + count]
            yield b"\n".join([line for each in part for line in self.lines[each.first : each.first + each.rows]])


def find_blocks(text: bytes, separator: bytes, decimal: bytes, name: str) -> Blocks:
    """The blocks of an export, line by line.

    Parameters
    ----------
    text : bytes
        All of the file.
    separator, decimal : bytes
        The sign between fields, and the decimal sign.
    name : str
        Its name, for errors.

    Raises
    ------
    ReadError
        If there is no frame, or a matrix is cut off or of no possible size.
    """
    lines = [line for line in [each.rstrip(PADDING) for each in _unspaced(lines_of(text, name))] if line]
    blocks = walked(lines, separator, decimal, name)
    last = blocks.frames[-1].sensors[-1]
    if last.first + last.rows == len(lines) and not text.endswith((b"\n", separator)):
        where = f"frame {blocks.frames[-1].number}, sensor {last.name}"
        raise ReadError(name, "the last row has no end", where=where, advice=COMPLETE_FILE)
    return blocks


def walked(lines: list[bytes], separator: bytes, decimal: bytes, name: str) -> Blocks:
    """The blocks in lines that all say something; see `find_blocks`."""
    blocks = Blocks({}, [], lines, separator, decimal)
    unfinished = _walk(blocks, name)
    _check(blocks.frames, unfinished, name)
    return blocks


def _unspaced(lines: list[bytes]) -> list[bytes]:
    """The lines without every second one, where those are all the same and hold separators alone."""
    between = lines[1::2]
    if between and not between[0].strip(PADDING) and between.count(between[0]) == len(between):
        return lines[::2]
    return lines


def _walk(blocks: Blocks, name: str) -> bool:
    """Fill the blocks from their lines; whether the last sensor has no matrix.

    The same labels and sizes stand in every frame: each is looked at once and found again by its bytes.
    """
    frames, lines = blocks.frames, blocks.lines
    keys: dict[bytes, bytes] = {}
    amounts: dict[bytes, float | None] = {}
    starts: list[int] = []
    block: SensorBlock | None = None
    row = _walk_header(blocks)
    while row < len(lines):
        line = lines[row]
        row += 1
        label, _, value = line.partition(blocks.separator)
        key = keys.get(label)
        if key is None:
            key = keys[label] = key_of(label)
        if not key or (block is None and key in _OF_A_SENSOR):
            continue
        if key == b"frame":
            frames.append(FrameBlock(shown(value.strip(b' "')), line=row - 1))
            starts.append(row - 1)
            block = None
            if len(frames) > _MANY_FRAMES and row < LINES_A_FRAME * len(frames):
                raise ReadError(name, "it holds far more frames than numbers", advice=EXPORT_AGAIN)
        elif key == b"sensor":
            block = _new_sensor(value, frames[-1], name)
        elif key in _FRAME_KEYS:
            _note_time(blocks, key, value, row - 1)
        elif key == b"group":
            block = None
            row = _past_groups(blocks, starts, row)
        elif key == b"sensels" and block is not None:
            row = _with_matrix(block, row, lines, frames[-1], name)
            block = None
        elif block is not None:
            if line not in amounts:
                amounts[line] = _amount(key, label, value)
            _note_value(blocks, block, key, value, amounts[line])
            block.lines[_SENSOR_KEYS[key]] = row - 1
    return block is not None


def _past_groups(blocks: Blocks, starts: Sequence[int], row: int) -> int:
    """The line of the next frame, where this one is as long as the one before; otherwise ``row``.

    Groups of cells, of which nothing is taken, fill the end of a frame behind its last sensor. No frame may begin
    among them: this one would be as long as the one before only together with the next.
    """
    sensors = [len(frame.sensors) for frame in (blocks.frames[0], blocks.frames[-1])]
    if len(starts) < 2 or sensors[0] != sensors[1]:
        return row
    guess = 2 * starts[-1] - starts[-2]
    likely = [
        line_number
        for line_number, line in enumerate(blocks.lines[row : guess + 1], row)
        if line.lstrip(b' "')[:5].lower() == b"frame"
    ]
    frame = next((each for each in likely if _begins_frame(blocks.lines[each], blocks.separator)), None)
    return guess if frame == guess else row


def _begins_frame(line: bytes, separator: bytes) -> bool:
    return key_of(line.partition(separator)[0]) == b"frame"


def _walk_header(blocks: Blocks) -> int:
    """Take the fields above the first frame; its line."""
    for row, line in enumerate(blocks.lines):
        label, _, value = line.lstrip(b' "').partition(blocks.separator)
        if key_of(label) == b"frame":
            return row
        words = label.partition(b"(")[0]
        blocks.header.setdefault(decoded(words).strip(' ":')[:60], decoded(value[:1000]).strip('" '))
    return len(blocks.lines)


def key_of(label: bytes) -> bytes:
    """What a line is about, in lower case, without a unit in brackets; empty where nothing is taken from it."""
    key = label.partition(b"(")[0].strip(b' ":').lower()
    return key if key in _KEYS else b""


def _new_sensor(value: bytes, frame: FrameBlock, name: str) -> SensorBlock:
    """A sensor that begins in a frame."""
    if len(frame.sensors) == _MOST_SENSORS:
        found = f"it has more than {_MOST_SENSORS} sensors"
        raise ReadError(name, found, where=f"frame {frame.number}", advice=EXPORT_AGAIN)
    frame.sensors.append(SensorBlock(shown(value.strip(b' "'))))
    return frame.sensors[-1]


def _note_time(blocks: Blocks, key: bytes, value: bytes, line: int) -> None:
    """Take the date or the time of a frame."""
    if len(blocks.frames) == 1:
        blocks.header.setdefault(key.decode().capitalize(), decoded(value[:100]).strip('" '))
    if key == b"time":
        blocks.frames[-1].time, blocks.frames[-1].time_line = value[:60], line


def _amount(key: bytes, label: bytes, value: bytes) -> float | None:
    """One value of a sensor: a count (0 where it is none), mm, or what is printed; None where it is no number."""
    words = value.strip(b' "')
    if key in (b"rows", b"columns"):
        return int(words) if _COUNT.fullmatch(words) else 0
    amount = number(value[:60].strip(b' "'))
    if amount is None or key not in (b"sensel width", b"sensel height"):
        return amount
    unit = label.partition(b"(")[2]
    factor = length_factor(decoded(unit.rstrip(b' ":)')) or "cm")
    return amount * factor if factor is not None else None


def _note_value(blocks: Blocks, block: SensorBlock, key: bytes, value: bytes, amount: float | None) -> None:
    """Take one value of a sensor."""
    if len(blocks.frames) == 1:
        label = f"Sensor {len(blocks.frames[0].sensors)} {key.decode()}"
        blocks.header.setdefault(label, decoded(value[:100]).strip('" '))
    setattr(block, _SENSOR_KEYS[key], amount)


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
