"""Stappone text: raw counts of twelve sensors a sole, which need a calibration and a layout of the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

import numpy as np

from pedograph.errors import ReadError, RecordingError
from pedograph.formats.context import FileContext
from pedograph.formats.layouts import InsoleValues, LayoutFile, spread_insoles, supplied_layout
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.numbers import CellError, read_rows, shown
from pedograph.formats.parsing.text import EXPORT_AGAIN, lines_of, plain
from pedograph.notes import Note
from pedograph.recording import FloatArray, PressureRecording, Side, Source
from pedograph.units import pressure_factor

SPEC = FormatSpec(
    key="stappone",
    name="Stappone text (.csv)",
    vendor="Stappone",
    description="Samples of Stappone insoles as text, raw counts of twelve sensors a sole",
    extensions=(".csv", ".txt"),
    page="docs/formats/stappone.md",
    notes=(
        "Its raw counts are no pressures: a layout file with a calibration of your own has to be beside it.",
        "Samples marked corrupt are left out; motion sensors are not read.",
    ),
)

_SENSORS: Final = 12
_NAMES = tuple(b"pressure_%02d" % sensor for sensor in range(1, _SENSORS + 1))
_ADVICE = (
    "Measure its calibration, and put it with the sensors' places into a file beside it that ends in "
    ".layout.toml; docs/sensor-layouts.md shows how"
)


def sniff(head: bytes, name: str) -> bool | str:
    """Whether the first line names a sole, a time and twelve pressures."""
    columns = _columns(plain(head).lstrip().split(b"\n", 1)[0])
    if b"sole_id" not in columns or b"timestamp" not in columns:
        return 'the first line does not name the columns "sole_id" and "timestamp"'
    if any(each not in columns for each in _NAMES):
        return 'the first line does not name the columns "pressure_01" to "pressure_12"'
    return True


@dataclass(frozen=True, eq=False)
class _Sole:
    """Samples of one sole: ms since 1970, and counts [sample, sensor]."""

    time: FloatArray
    counts: FloatArray


def read(data: bytes, name: str, context: FileContext) -> PressureRecording:
    """The recording in a Stappone file and the layout file that goes with it; see `Format.read`."""
    soles, corrupt = _soles(lines_of(plain(data), name), name)
    supplied = supplied_layout(SPEC.key, "", name, context)
    if supplied is None:
        found = "its pressures are raw counts: it states no unit, and neither places nor areas of the sensors"
        raise ReadError(name, found, advice=_ADVICE)
    sides = {side: soles[sole] for side, sole in _sides(soles, supplied.file, name).items()}
    time, counts, notes = _together(sides, name)
    values = [
        InsoleValues(_chosen(supplied.file, side, name), _pressures(each, supplied.file, name))
        for side, each in counts.items()
    ]
    spread = spread_insoles(values, len(data), name)
    if corrupt:
        notes.append(Note("corrupt_samples", f"{corrupt} samples that the file marks as corrupt were left out."))
    return PressureRecording(
        pressure=spread.pressure,
        time=(time - time[0]) / 1000.0,
        grid=spread.grid,
        source=Source(
            file=name,
            format=SPEC.key,
            header={"Soles": ", ".join(str(sole) for sole in soles), "First timestamp": f"{time[0]:.0f}"},
            assumed=("orientation", *values[0].layout.assumed),
            notes=(
                *notes,
                Note("raw_counts", "The file holds raw counts; unit and calibration are from the layout file."),
                supplied.note,
                *values[0].layout.notes,
            ),
        ),
        side=next(iter(sides)) if len(sides) == 1 else Side.UNKNOWN,
        tracks=spread.tracks,
    )


def _columns(line: bytes) -> list[bytes]:
    return [word.strip(b' "\r').lower() for word in line.split(b",")]


def _soles(lines: Sequence[bytes], name: str) -> tuple[dict[int, _Sole], int]:
    """Samples by sole, and the number of corrupt ones."""
    first = next((row for row, line in enumerate(lines) if line.strip()), 0)
    columns = _columns(lines[first])
    keys = (b"sole_id", b"timestamp", *_NAMES)
    lacking = next((key for key in keys if key not in columns), None)
    if lacking is not None:
        found = f'there is no column "{lacking.decode()}"'
        raise ReadError(name, found, where=f"line {first + 1}", advice=EXPORT_AGAIN)
    picked = itemgetter(*(columns.index(key) for key in keys))
    mark = columns.index(b"corrupt") if b"corrupt" in columns else None
    heads: list[tuple[bytes, bytes]] = []
    rows: list[bytes] = []
    places: list[int] = []
    corrupt = 0
    for row in range(first + 1, len(lines)):
        words = lines[row].split(b",")
        if len(words) == 1 and not words[0].strip():
            continue
        if len(words) != len(columns):
            found = f"the row has {len(words)} values where {len(columns)} were expected"
            raise ReadError(name, found, where=f"line {row + 1}", advice=EXPORT_AGAIN)
        if mark is not None and words[mark].strip() != b"0":
            corrupt += 1
            continue
        sole, time, *values = picked(words)
        heads.append((sole.strip(), time.strip()))
        rows.append(b",".join(values))
        places.append(row)
    if not rows:
        raise ReadError(name, "there is no sample in it that is not marked as corrupt", advice=EXPORT_AGAIN)
    try:
        numbers = read_rows(rows, _SENSORS, separator=b",", decimal=b".")
    except CellError as error:
        column = "" if error.column is None else f", {_NAMES[error.column].decode()}"
        where = f"line {places[error.row] + 1}{column}"
        raise ReadError(name, error.found, where=where, advice=EXPORT_AGAIN) from None
    which, times = _heads(heads, places, name)
    counts = numbers.table[numbers.index]
    return {
        int(sole): _Sole(*_in_order(times[which == sole], counts[which == sole], int(sole), name))
        for sole in np.unique(which)
    }, corrupt


def _heads(
    heads: Sequence[tuple[bytes, bytes]], places: Sequence[int], name: str
) -> tuple[np.ndarray[Any, np.dtype[np.int64]], FloatArray]:
    """Sole and time in ms of each sample."""
    for (sole, time), row in zip(heads, places, strict=True):
        if not (sole.isdigit() and len(sole) <= 6 and time.isdigit() and len(time) <= 15):
            wrong = time if sole.isdigit() and len(sole) <= 6 else sole
            found = f'"{shown(wrong)}" is no number of a sole, or no time in ms'
            raise ReadError(name, found, where=f"line {row + 1}", advice=EXPORT_AGAIN)
    table = np.array([(int(sole), int(time)) for sole, time in heads], dtype=np.int64)
    return table[:, 0], table[:, 1].astype(np.float64)


def _in_order(time: FloatArray, counts: FloatArray, sole: int, name: str) -> tuple[FloatArray, FloatArray]:
    """Samples of a sole, whose times must increase."""
    back = np.flatnonzero(np.diff(time) <= 0)
    if back.size:
        found = f"sample {back[0] + 2} of sole {sole} is not later than the one before it: time runs back"
        raise ReadError(name, found, advice=EXPORT_AGAIN)
    return time, counts


def _sides(soles: dict[int, _Sole], layouts: LayoutFile, name: str) -> dict[Side, int]:
    """Which sole is of which foot, as the layout file says."""
    table = layouts.tables["soles"]
    sides = {side: table[side.value] for side in (Side.LEFT, Side.RIGHT) if table.get(side.value) in soles}
    if sorted(sides.values()) != sorted(soles):
        missing = min(set(soles) - set(sides.values()))
        found = f"the layout file does not say which foot sole {missing} is of"
        advice = "Put it there: a table [soles] with left = 1 and right = 2, say"
        raise ReadError(name, found, where="[soles]", advice=advice)
    return sides


def _together(sides: dict[Side, _Sole], name: str) -> tuple[FloatArray, dict[Side, FloatArray], list[Note]]:
    """Times that both soles have, and the counts of each at these."""
    if len(sides) == 1:
        side, sole = next(iter(sides.items()))
        return sole.time, {side: sole.counts}, []
    left, right = sides[Side.LEFT], sides[Side.RIGHT]
    if np.array_equal(left.time, right.time):
        return left.time, {Side.LEFT: left.counts, Side.RIGHT: right.counts}, []
    both = (left.time >= right.time[0]) & (left.time <= right.time[-1])
    if not both.any():
        raise ReadError(name, "its soles were never recorded at the same time", advice="Open them one by one")
    time = left.time[both]
    moved = np.column_stack([np.interp(time, right.time, counts) for counts in right.counts.T])
    note = "The soles were not sampled at the same times: the right one was interpolated to the times of the left."
    return time, {Side.LEFT: left.counts[both], Side.RIGHT: moved}, [Note("interpolated", note)]


def _chosen(layouts: LayoutFile, side: Side, name: str) -> Any:
    """The twelve sensors of a side."""
    try:
        return layouts.layouts[side].chosen(range(1, _SENSORS + 1))
    except (KeyError, RecordingError) as error:
        found = f"the layout file does not have the sensors 1 to {_SENSORS} of the {side} sole"
        raise ReadError(name, found, advice=_ADVICE) from error


def _pressures(counts: FloatArray, layouts: LayoutFile, name: str) -> FloatArray:
    """kPa of counts, by the calibration of the layout file; what lies below its offset is 0."""
    table = layouts.tables["calibration"]
    unit = pressure_factor(str(table.get("unit", "")))
    factor, offset = _each(table.get("factor")), _each(table.get("offset", 0.0))
    if unit is None or factor is None or offset is None:
        found = "the layout file has no calibration of it"
        advice = (
            "A table [calibration] needs a unit of pressure, a factor (unit per count) and an offset (counts "
            "without load), each one number or a list of twelve"
        )
        raise ReadError(name, found, where="[calibration]", advice=advice)
    return np.asarray(np.maximum(counts - offset, 0.0) * factor * unit)


def _each(value: object) -> FloatArray | None:
    """A number, or one for each sensor; None for anything else."""
    values = value if isinstance(value, list) else [value] * _SENSORS
    good = [isinstance(each, int | float) and not isinstance(each, bool) and 0 <= each < 1e6 for each in values]
    return np.array(values, dtype=np.float64) if len(values) == _SENSORS and all(good) else None
