"""Pressure maps of a zebris FDM report: CSV with two lines of head, then a matrix for each frame."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.model import FormatSpec
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
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side, Source
from pedograph.units import pressure_factor

SPEC = FormatSpec(
    key="zebris_report",
    name="zebris FDM report, pressure maps (.csv)",
    vendor="zebris",
    description="Pressure maps of one foot from a zebris report: the mean or largest pressures of its steps",
    extensions=(".csv",),
    page="docs/formats/zebris_report.md",
    notes=(
        "The toes are taken to stand in the first row, and columns to run to the right, seen from above.",
        "The file does not name the foot; the end of its name, -L or -R, does.",
        "Only tables of the type signal_matrix are maps; those of a signal or of parameters are refused.",
    ),
)

_HEAD: Final = re.compile(rb'"?type"?,"?name"?,"?time_units"?,', re.IGNORECASE)
_BLANK = b" \t\r,"
_SECONDS_PER = {"s": 1.0, "sec": 1.0, "ms": 0.001}


def sniff(head: bytes, name: str) -> bool | str:
    """Whether the head says that a matrix follows."""
    lines = plain(head)[:4000].lstrip().split(b"\n")
    if not _HEAD.match(lines[0]) or len(lines) < 2:
        return 'its first line does not begin with "type,name,time_units"'
    kind = decoded(lines[1]).split(",")[0].strip('" ')
    if kind != "signal_matrix":
        return f'it is a table of the type "{kind[:20]}", not of pressure maps'
    return True


def read(data: bytes, name: str) -> PressureRecording:
    """The maps in a report's table; see `Format.read`."""
    text = plain(data)
    lines = lines_of(text, name)
    start = next((row for row, line in enumerate(lines) if line.strip(_BLANK)), 0)
    fields = _fields(lines[start : start + 2], name)
    rows, columns = _count(fields, "cell_count_y", name), _count(fields, "cell_count_x", name)
    table = [row for row in range(start + 2, len(lines)) if lines[row].strip(_BLANK)]
    if not table or not lines[table[0]].lower().startswith((b"time,", b'"time"')):
        raise ReadError(name, "there is no table below the head", where=f"line {start + 3}", advice=COMPLETE_FILE)
    wanted = table[1:]
    _check_rows(lines, wanted, rows, _count(fields, "count", name), name)
    pressure = _values(lines, wanted, rows, columns, fields, name)[:, ::-1]
    pressure = np.ascontiguousarray(pressure)
    pressure.flags.writeable = False
    side, known = _side(fields, name)
    return PressureRecording(
        pressure=pressure,
        time=_times(lines, wanted[::rows], fields, name),
        grid=SensorGrid(
            _size(fields, "cell_size_mm_y", name), _size(fields, "cell_size_mm_x", name), cropped=True
        ),
        source=Source(
            file=name,
            format=SPEC.key,
            header=fields,
            assumed=("orientation", "task") if known else ("orientation", "task", "side"),
            notes=tuple(_notes(fields, len(pressure))),
        ),
        side=side,
        task="stand" if len(pressure) == 1 else "walk",
    )


def _fields(lines: Sequence[bytes], name: str) -> dict[str, str]:
    """Keys of the first line with the values of the second."""
    try:
        keys, values = (next(csv.reader([decoded(line[:4000])])) for line in lines)
    except (ValueError, StopIteration, csv.Error):
        raise ReadError(name, "the two lines of the head are missing", advice=COMPLETE_FILE) from None
    pairs = zip(keys, values, strict=False)
    return {key.strip(): value.strip() for key, value in pairs if key.strip() and value.strip()}


def _count(fields: Mapping[str, str], key: str, name: str) -> int:
    """A whole number in the head."""
    value = fields.get(key, "")
    if not re.fullmatch(r"0{0,9}[1-9]\d{0,5}", value):
        found = f'{key} is "{value[:20]}"' if value else f"{key} is missing"
        raise ReadError(name, found, where="head", advice=EXPORT_AGAIN)
    return int(value)


def _size(fields: Mapping[str, str], key: str, name: str) -> float:
    """Width or length of a cell in mm."""
    value = number(fields.get(key, ""))
    if value is None:
        raise ReadError(
            name, f'{key} is "{fields.get(key, "")[:20]}", no length', where="head", advice=EXPORT_AGAIN
        )
    return value


def _check_rows(lines: Sequence[bytes], wanted: Sequence[int], rows: int, count: int, name: str) -> None:
    """Each frame begins with a time and has as many rows as the head says; so many frames there must be."""
    for position, row in enumerate(wanted):
        timed = bool(lines[row].partition(b",")[0].strip(b' "\t'))
        if timed != (position % rows == 0):
            found = "a time stands within a map" if timed else "a map begins without a time"
            raise ReadError(name, f"{found} of {rows} rows", where=f"line {row + 1}", advice=EXPORT_AGAIN)
    if len(wanted) != rows * count:
        found = f"it holds {len(wanted)} rows where {count} maps of {rows} were expected"
        raise ReadError(name, found, where=f"line {len(lines)}", advice=COMPLETE_FILE)
    if wanted[-1] == len(lines) - 1 and last_value_is_cut(lines[-1], lines[-2], b","):
        raise ReadError(name, "the last value is cut off", where=f"line {len(lines)}", advice=COMPLETE_FILE)


def _values(
    lines: Sequence[bytes],
    wanted: Sequence[int],
    rows: int,
    columns: int,
    fields: Mapping[str, str],
    name: str,
) -> NDArray[np.float32]:
    """Maps in kPa as printed, float32 [map, row, column]."""
    unit = fields.get("units", "")
    factor = pressure_factor(unit)
    if factor is None:
        found = f'"{unit[:20]}" is not a unit of pressure' if unit else "the unit is missing"
        raise ReadError(name, found, where="head, units", advice="Export the report's maps in N/cm2")
    try:
        numbers = read_rows(
            [lines[row].partition(b",")[2] for row in wanted], columns, separator=b",", decimal=b"."
        )
    except CellError as error:
        column = "" if error.column is None else f", x{error.column + 1}"
        where = f"line {wanted[error.row] + 1} (row {error.row % rows + 1}{column})"
        raise ReadError(name, error.found, where=where, advice=EXPORT_AGAIN) from None
    return numbers.scaled(factor).reshape(-1, rows, columns)


def _times(lines: Sequence[bytes], firsts: Sequence[int], fields: Mapping[str, str], name: str) -> FloatArray:
    """s of each map, as printed in its first row."""
    unit = fields.get("time_units", "s").lower()
    times: list[float] = []
    for row in firsts:
        value = number(decoded(lines[row].partition(b",")[0].strip(b'"')[:30]))
        if value is None or unit not in _SECONDS_PER or (times and value <= times[-1]):
            found = f'"{decoded(lines[row].partition(b",")[0][:20])}" {unit[:10]} is no time, or runs back'
            raise ReadError(name, found, where=f"line {row + 1}", advice=EXPORT_AGAIN)
        times.append(value)
    return np.array(times) * _SECONDS_PER[unit]


def _side(fields: Mapping[str, str], name: str) -> tuple[Side, bool]:
    """The foot, and whether the file itself names it.

    LT and RT before the name of a signal tell nothing: maps of left feet are called RT too.
    """
    words = set(re.findall(r"[a-z]+", fields.get("name", "").lower()))
    named = [side for side in (Side.LEFT, Side.RIGHT) if side.value in words]
    if len(named) == 1:
        return named[0], True
    hint = re.search(r"[-_]([LR])(\.[A-Za-z]{1,4})?$", name)
    if hint is None:
        return Side.UNKNOWN, True
    return {"L": Side.LEFT, "R": Side.RIGHT}[hint[1]], False


def _notes(fields: Mapping[str, str], count: int) -> list[Note]:
    """What a person should know of the maps."""
    if count > 1:
        return []
    what = fields.get("name", "")[:80]
    sentence = f'It is one image, "{what}", worked out of several steps: nothing in it changes over time.'
    return [Note("mean_of_steps", sentence)]
