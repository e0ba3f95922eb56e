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
_FRAME_KEYS = (b"date", b"time")
_SENSOR_KEYS = (b"rows", b"columns", b"sensel width", b"sensel height", b"contact area", b"est. load")


@dataclass
class SensorBlock:
    """One sensor in one frame.

    Parameters
    ----------
    name : str
        As the file gives it.
    fields : dict of bytes to bytes
        Values by key, without units and in small letters.
    units : dict of bytes to str
        Units of those whose key states one.
    first, rows, columns : int
        First line of its matrix, and the matrix' size.
    """

    name: str
    fields: dict[bytes, bytes] = field(default_factory=dict)
    units: dict[bytes, str] = field(default_factory=dict)
    first: int = 0
    rows: int = 0
    columns: int = 0

    def value(self, key: bytes) -> float | None:
        """A number in the block; None where there is none."""
        return number(self.fields.get(key, b""))

    def length(self, key: bytes) -> float | None:
        """A length in the block in mm (cm where no unit is stated); None where there is none."""
        value, factor = self.value(key), length_factor(self.units.get(key, "cm"))
        return value * factor if value is not None and factor is not None else None


@dataclass
class FrameBlock:
    """One frame: its number, its date and time, and the sensors in it."""

    number: str
    fields: dict[bytes, bytes] = field(default_factory=dict)
    sensors: list[SensorBlock] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Blocks:
    """A file in its blocks.

    Parameters
    ----------
    header : dict of str to str
        Fields above the first frame.
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
    header: dict[str, str] = {}
    frames: list[FrameBlock] = []
    block: SensorBlock | None = None
    row = 0
    while row < len(lines):
        line = lines[row]
        row += 1
        if line[:1] in b"0123456789" and block is None:
            continue
        label, _, value = line.lstrip(b' "').partition(separator)
        words, _, unit = label.partition(b"(")
        key = words.strip(b' ":').lower()
        if key == b"frame":
            frames.append(FrameBlock(shown(value.strip(b' "'))))
            block = None
        elif not frames:
            header.setdefault(decoded(words).strip(' ":')[:60], decoded(value[:1000]).strip('" '))
        elif key == b"sensor":
            block = SensorBlock(shown(value.strip(b' "')))
            frames[-1].sensors.append(block)
        elif key == b"group":
            block = None
        elif key == b"sensels" and block is not None:
            row = _with_matrix(block, row, lines, frames[-1], name)
            block = None
        elif block is not None and key in _SENSOR_KEYS:
            block.fields[key] = value
            block.units[key] = decoded(unit.rstrip(b' ":)'))
        elif key in _FRAME_KEYS:
            frames[-1].fields.setdefault(key, value)
    _check(frames, block, name)
    last = frames[-1].sensors[-1]
    if last.first + last.rows == len(lines) and not text.endswith((b"\n", separator)):
        where = f"frame {frames[-1].number}, sensor {last.name}"
        raise ReadError(name, "the last row has no end", where=where, advice=COMPLETE_FILE)
    return Blocks(header, frames, lines, separator, decimal)


def _with_matrix(block: SensorBlock, first: int, lines: Sequence[bytes], frame: FrameBlock, name: str) -> int:
    """Note where the matrix of a sensor lies; the line below it."""
    where = f"frame {frame.number}, sensor {block.name}"
    for key in (b"rows", b"columns"):
        if not re.fullmatch(rb" {0,9}0{0,9}[1-9]\d{0,3} {0,9}", block.fields.get(key, b"")):
            found = f"the number of {key.decode()} is missing, or no number"
            raise ReadError(name, found, where=where, advice=EXPORT_AGAIN)
    block.first, block.rows, block.columns = first, int(block.fields[b"rows"]), int(block.fields[b"columns"])
    if max(block.rows, block.columns) > _LARGEST_MATRIX:
        raise ReadError(name, "no sensor has so many rows or columns", where=where, advice=EXPORT_AGAIN)
    if first + block.rows > len(lines):
        found = f"its matrix has {len(lines) - first} rows where {block.rows} were expected"
        raise ReadError(name, found, where=where, advice=COMPLETE_FILE)
    return first + block.rows


def _check(frames: Sequence[FrameBlock], unfinished: SensorBlock | None, name: str) -> None:
    """There must be frames, each with the same sensors, and none cut off."""
    if not frames:
        raise ReadError(name, "there is no frame in it", advice=EXPORT_AGAIN)
    expected = [(block.name, block.rows, block.columns) for block in frames[0].sensors]
    for number_, frame in enumerate(frames):
        where = f"frame {frame.number}"
        found = [(block.name, block.rows, block.columns) for block in frame.sensors]
        last = number_ == len(frames) - 1
        if not found or (last and unfinished is not None):
            advice = COMPLETE_FILE if last else EXPORT_AGAIN
            raise ReadError(name, "a sensor and its matrix are missing", where=where, advice=advice)
        if found != expected:
            what = "it does not have the same sensors as the first frame"
            raise ReadError(name, what, where=where, advice=COMPLETE_FILE if last else EXPORT_AGAIN)
