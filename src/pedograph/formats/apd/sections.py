"""What APD files have in common: sections of keys and values, and sections whose name begins with Data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.context import FileContext
from pedograph.formats.model import PERSON_LEFT_OUT
from pedograph.formats.parsing.numbers import CellError, read_rows
from pedograph.formats.parsing.text import (
    COMPLETE_FILE,
    EXPORT_AGAIN,
    decoded,
    last_value_is_cut,
    lines_of,
    number,
    plain,
)
from pedograph.notes import Note
from pedograph.recording import FloatArray, SensorGrid, Side
from pedograph.units import length_factor, pressure_factor

DYNAMIC: Final = re.compile(rb"(?im)^[ \t]*(?:TimeDiff|MinIdx|MaxIdx)[ \t]*=|^[ \t]*\[Data\d")
"""What a file with frames has and a single image has not."""

_COUNT_KEY: Final = re.compile(rb"(?im)^[ \t]*SensCountX[ \t]*=")
_SECTION: Final = re.compile(rb"[ \t]*\[([^\[\]\r\n]{1,40})\][ \t\r]*")
_PERSON_SECTIONS = frozenset({"customer", "patient", "person"})
_PERSON_KEYS = frozenset({"firstname", "lastname", "name", "sex", "birthday", "birthdate", "born", "street"})
_ABSENT: Final = re.compile(rb"(?<![^\t ])-1(?:[.,]0*)?(?![^\t\r ])")
_MOST_KEYS = 1000
_MANY, _BYTES_A_SECTION = 10_000, 100


@dataclass(frozen=True, slots=True)
class Block:
    """A section of numbers: its name, the line of its title and the lines of its matrix."""

    name: str
    title: int
    rows: range


@dataclass(frozen=True, eq=False)
class ApdFile:
    """An APD file taken apart.

    Parameters
    ----------
    name : str
        File name, for errors.
    lines : list of bytes
        All lines.
    fields : dict of str to str
        Keys and values of all sections but the person's.
    blocks : list of Block
        Sections of numbers, in the order of the file.
    personal : bool
        Whether fields of a person were left out.
    """

    name: str
    lines: list[bytes]
    fields: dict[str, str]
    blocks: list[Block]
    personal: bool


def looks_like_apd(head: bytes) -> bool:
    """Whether the bytes begin with a section and state how many sensors there are."""
    text = plain(head).lstrip()
    return _SECTION.match(text) is not None and _COUNT_KEY.search(text) is not None


def taken_apart(data: bytes, name: str, context: FileContext) -> ApdFile:
    """The sections of an APD file; what is about the person is left out, and the context told.

    Raises
    ------
    ReadError
        If there are no sections, or far more of them than numbers.
    """
    text = plain(data)
    lines = lines_of(text, name)
    titles = [row for row, line in enumerate(lines) if b"[" in line[:40] and _SECTION.fullmatch(line)]
    if not titles:
        raise ReadError(name, "there is no section like [Data] in it", advice=EXPORT_AGAIN)
    if len(titles) > _MANY and len(text) < _BYTES_A_SECTION * len(titles):
        raise ReadError(name, "it holds far more sections than numbers", advice=EXPORT_AGAIN)
    fields: dict[str, str] = {}
    blocks: list[Block] = []
    personal = False
    for title, following in pairwise([*titles, len(lines)]):
        section = decoded(lines[title]).strip("[] ")
        if section.lower().startswith("data"):
            stop = following
            while stop > title + 1 and not lines[stop - 1].strip():
                stop -= 1
            blocks.append(Block(section, title, range(title + 1, stop)))
        else:
            personal |= _add(fields, section, lines[title + 1 : following], context)
    return ApdFile(name, lines, fields, blocks, personal)


def _add(fields: dict[str, str], section: str, lines: Sequence[bytes], context: FileContext) -> bool:
    """Put the keys of a section among the fields, but those of the person; whether there were such."""
    personal = False
    known = {key.lower() for key in fields}
    for line in lines:
        key, equals, value = decoded(line[:2000]).partition("=")
        key, value = key.strip(), value.strip()
        if not equals or not key or len(fields) >= _MOST_KEYS:
            continue
        # The foot is not the person, in whatever section a program puts it.
        private = section.lower() in _PERSON_SECTIONS and key.lower() != "footside"
        if private or key.lower() in _PERSON_KEYS:
            context.leave_out(key, value)
            personal |= bool(value)
        elif key.lower() not in known:
            known.add(key.lower())
            fields[key] = value
    return personal


def field(apd: ApdFile, key: str) -> str:
    """The value of a key, however it is written; "" where absent."""
    return next((value for known, value in apd.fields.items() if known.lower() == key.lower()), "")


def count(apd: ApdFile, key: str, least: int = 1) -> int:
    """A whole number among the fields.

    Raises
    ------
    ReadError
        If it is missing, no whole number, or beyond all reason.
    """
    value = field(apd, key)
    if not re.fullmatch(r"\d{1,9}", value) or int(value) < least:
        found = f'{key} is "{value[:20]}"' if value else f"{key} is missing"
        raise ReadError(apd.name, found, where="header", advice=EXPORT_AGAIN)
    return int(value)


def place(apd: ApdFile, key: str) -> int:
    """Where the picture begins on the plate; 0 where the file does not say."""
    return count(apd, key, least=0) if field(apd, key) else 0


def grid(apd: ApdFile) -> SensorGrid:
    """The cells, placed on the plate as the file counts them; x runs along the foot.

    Raises
    ------
    ReadError
        If a distance is missing or no length.
    """
    factor = length_factor(field(apd, "UnitDistance") or "mm")
    if factor is None:
        found = f'"{field(apd, "UnitDistance")[:20]}" is not a unit of length'
        raise ReadError(apd.name, found, where="header, UnitDistance", advice=EXPORT_AGAIN)
    distances = []
    for key in ("LDistX", "LDistY"):
        value = number(field(apd, key))
        if value is None:
            raise ReadError(
                apd.name, f'{key} is "{field(apd, key)[:20]}", no length', where="header", advice=EXPORT_AGAIN
            )
        distances.append(value * factor)
    starts = (place(apd, "StartSensX"), place(apd, "StartSensY"))
    sizes = [(field(apd, f"MaxSensors{axis}"), field(apd, f"SensCount{axis}")) for axis in "XY"]
    cropped = any(starts) or any(whole != part for whole, part in sizes)
    along, across = distances
    return SensorGrid(along, across, first_row=starts[0], first_column=starts[1], cropped=cropped)


def pressures(apd: ApdFile, blocks: Sequence[Block]) -> tuple[NDArray[np.float32], int]:
    """Matrices in kPa, float32 [block, row, column], and how many of their cells are marked as without contact.

    Raises
    ------
    ReadError
        With the place, where a row or a value is missing or is no pressure.
    """
    unit = field(apd, "UnitPressure")
    factor = pressure_factor(unit)
    if factor is None:
        found = f'"{unit[:20]}" is not a unit of pressure' if unit else "UnitPressure is missing"
        raise ReadError(apd.name, found, where="header", advice="Export it in N/cm2")
    rows, columns = count(apd, "SensCountX"), count(apd, "SensCountY")
    for block in blocks:
        if len(block.rows) != rows:
            found = f"[{block.name}] has {len(block.rows)} rows where {rows} were expected"
            advice = COMPLETE_FILE if block is blocks[-1] and len(block.rows) < rows else EXPORT_AGAIN
            raise ReadError(apd.name, found, where=f"line {block.title + 1}", advice=advice)
    _check_end(apd, blocks)
    values = _numbers(apd, blocks, columns, factor).reshape(len(blocks), rows, columns)
    absent = np.isnan(values)
    values[absent] = 0.0
    return values, int(np.count_nonzero(absent))


def _check_end(apd: ApdFile, blocks: Sequence[Block]) -> None:
    """The last value of a file without line feed at its end must be whole."""
    last = blocks[-1].rows[-1]
    if last == len(apd.lines) - 1 and last_value_is_cut(apd.lines[last], apd.lines[last - 1], absent=b"-1"):
        raise ReadError(apd.name, "the last value is cut off", where=f"line {last + 1}", advice=COMPLETE_FILE)


def _numbers(apd: ApdFile, blocks: Sequence[Block], columns: int, factor: float) -> NDArray[np.float32]:
    """Rows of all blocks in kPa, NaN where there is no contact."""
    lines = [line for block in blocks for line in apd.lines[block.rows.start : block.rows.stop]]
    if any(b"-1." in line or b"-1," in line for line in lines):
        lines = [_ABSENT.sub(b"-1", line) for line in lines]
    try:
        return read_rows(lines, columns, absent=b"-1").scaled(factor)
    except CellError as error:
        height = len(blocks[0].rows)
        block, row = blocks[error.row // height], error.row % height
        column = "" if error.column is None else f", column {error.column + 1}"
        where = f"line {block.rows[row] + 1} ([{block.name}], row {row + 1}{column})"
        found = error.found.replace("no pressure is", "only -1 marks a cell without contact")
        raise ReadError(apd.name, found, where=where, advice=EXPORT_AGAIN) from None


def side_of(apd: ApdFile) -> tuple[Side, list[Note]]:
    """The foot that the file states, and what its name says of it where that is more or something else."""
    word = field(apd, "FootSide").strip().lower()
    stated = {"l": Side.LEFT, "r": Side.RIGHT}.get(word[:1], Side.UNKNOWN)
    hint = re.search(r"(?<![A-Za-z])([LR])\d{0,4}(\.[A-Za-z]{1,4})?$", apd.name)
    named = {"L": Side.LEFT, "R": Side.RIGHT}[hint[1]] if hint else Side.UNKNOWN
    if named is Side.UNKNOWN or named is stated:
        return stated, []
    if stated is Side.UNKNOWN:
        sentence = f"The file's name says {named.value}; the file itself does not state the foot."
        return stated, [Note("side_in_file_name", sentence)]
    sentence = f"The file states a {stated.value} foot, but its name says {named.value}; the file was believed."
    return stated, [Note("side_in_file_name", sentence)]


def notes_of(apd: ApdFile, absent: int, cells: int) -> list[Note]:
    """What a person should know of any APD file."""
    notes = [PERSON_LEFT_OUT] if apd.personal else []
    if absent:
        sentence = f"{absent} of {cells} values are marked as without contact; they are 0 kPa here."
        notes.append(Note("marked_without_contact", sentence))
    return notes


def decimals_of(newtons: FloatArray) -> int:
    """Decimals that a file in N/cm2 needs: one, as vendors write, or two."""
    return 1 if np.allclose(newtons * 10.0, np.rint(newtons * 10.0), atol=1e-6, rtol=0) else 2
