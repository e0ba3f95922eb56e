"""novel pedar ASCII export (``.asc``): a row a frame, the sensors of a left and a right insole side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pedograph.errors import ReadError, RecordingError
from pedograph.formats.context import FileContext
from pedograph.formats.layouts import InsoleValues, LayoutFile, shipped, spread_insoles, supplied_layout
from pedograph.formats.model import FormatSpec
from pedograph.formats.novel.sensor_columns import (
    TIME_LABEL,
    check_last_line,
    header_of,
    public_header,
    sensor_numbers,
    time_notes,
    timed_rows,
    unit_factor,
)
from pedograph.formats.parsing.lines import TextLines
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN, plain, text_head
from pedograph.notes import Note, doubt
from pedograph.recording import PressureRecording, Side, Source

SPEC = FormatSpec(
    key="pedar",
    name="pedar ASCII (.asc)",
    vendor="novel",
    description="Frames of a pair of pedar insoles as text, a row each, in kPa",
    extensions=(".asc", ".txt"),
    page="docs/formats/pedar.md",
    notes=(
        "Where the sensors lie and how large they are is assumed, for the maker publishes neither: forces are "
        "approximate.",
        "A layout of your own, beside the recording or in the folder of settings, replaces the assumed one.",
        "Sensors are taken to be numbered from the heel to the toes, each row from medial to lateral.",
    ),
)

_HEADER_END = re.compile(rb"^[ \t]*(?:mask definition|left insole|right insole)[ \t]*:", re.MULTILINE)
_SIZE = re.compile(r"\s*([a-z]{1,3})-", re.IGNORECASE)
_SUMMARY = ("MPP", "MVP")


def sniff(head: bytes, name: str) -> bool | str:
    """Whether insoles are named above columns of time and sensors."""
    text = text_head(head)
    # Few files have the words; looking for them is much quicker than for a line that they begin.
    if b"sensor type" not in text or not re.search(rb"^[ \t]*sensor type[ \t]*:", text, re.MULTILINE):
        return 'there is no line with "sensor type"'
    if not _HEADER_END.search(text):
        return "no header lists the sensors of a left or right insole"
    if not TIME_LABEL.search(text):
        return 'there is no column "time[secs]"'
    return True


@dataclass(frozen=True)
class _Columns:
    """Sensors of one insole and the first column of theirs, that of time not counted."""

    side: Side
    sensors: tuple[int, ...]
    first: int


def read(data: bytes, name: str, context: FileContext) -> PressureRecording:
    """The recording in a pedar export; see `Format.read`."""
    lines = TextLines(plain(data), name)
    check_last_line(lines, name)
    label = next((row for row, line in enumerate(lines) if TIME_LABEL.match(line)), None)
    if label is None:
        raise ReadError(name, 'there is no column "time[secs]"', advice=EXPORT_AGAIN)
    header = header_of(lines[:label])
    insoles = _insoles(header, sensor_numbers(lines[label], label, name), label, name)
    factor = unit_factor(header, name)
    rows = timed_rows(lines, label + 1, sum(len(insole.sensors) for insole in insoles), name)
    _check_end(lines, rows.stop, name)
    pressures = rows.pressures(factor)
    size = _size(header)
    supplied = supplied_layout(SPEC.key, size, name, context)
    layouts = supplied.file if supplied else shipped("pedar")
    values = [_values(insole, layouts, size, pressures, name) for insole in insoles]
    spread = spread_insoles(values, len(data), name)
    shown, notes = public_header(header)
    notes += [*time_notes(header, rows.time), *_layout_notes(layouts, size)]
    notes += [supplied.note] if supplied else []
    return PressureRecording(
        pressure=spread.pressure,
        time=rows.time,
        grid=spread.grid,
        source=Source(
            file=name,
            format=SPEC.key,
            header=shown,
            assumed=("orientation", *values[0].layout.assumed),
            notes=(*notes, *values[0].layout.notes),
        ),
        side=insoles[0].side if len(insoles) == 1 else Side.UNKNOWN,
        tracks=spread.tracks,
    )


def _insoles(header: Mapping[str, str], columns: Sequence[int], row: int, name: str) -> list[_Columns]:
    """Which columns belong to which insole: as the masks list them, else where the numbers begin again."""
    masks = {
        side: _mask(header.get(f"{side} insole", ""), f"{side} insole", name) for side in (Side.LEFT, Side.RIGHT)
    }
    where = f"line {row + 1}"
    if not any(masks.values()):
        again = [place for place in range(1, len(columns)) if columns[place] <= columns[place - 1]]
        if len(again) != 1:
            found = "it does not say which sensors belong to the left and which to the right insole"
            raise ReadError(name, found, where=where, advice="Export the recording with its mask definition")
        masks = {Side.LEFT: tuple(columns[: again[0]]), Side.RIGHT: tuple(columns[again[0] :])}
    if [*masks[Side.LEFT], *masks[Side.RIGHT]] != list(columns):
        found = "the columns are not those of the sensors that the masks of the insoles list"
        raise ReadError(name, found, where=where, advice=EXPORT_AGAIN)
    first = len(masks[Side.LEFT])
    insoles = [_Columns(Side.LEFT, masks[Side.LEFT], 0), _Columns(Side.RIGHT, masks[Side.RIGHT], first)]
    return [insole for insole in insoles if insole.sensors]


def _mask(words: str, what: str, name: str) -> tuple[int, ...]:
    """Sensors in a list like ``1,2,3,``."""
    parts = [part.strip() for part in words.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and len(part) <= 6 for part in parts):
        raise ReadError(name, f"the mask of the {what} is no list of sensors", where="header", advice=EXPORT_AGAIN)
    return tuple(int(part) for part in parts)


def _size(header: Mapping[str, str]) -> str:
    """Code of the insoles' size, in lower case: what stands before the first hyphen of the sensor type."""
    found = _SIZE.match(header.get("sensor type", ""))
    return found[1].lower() if found else ""


def _check_end(lines: Sequence[bytes], stop: int, name: str) -> None:
    """Below the rows there may be blank lines and rows that sum up, and nothing else."""
    for row in range(stop, len(lines)):
        words = lines[row].split()
        if words and words[0].decode("latin-1").upper() not in _SUMMARY:
            found = f'"{words[0][:20].decode("latin-1")}" stands where the time of a frame was expected'
            raise ReadError(name, found, where=f"line {row + 1}", advice=COMPLETE_FILE)


def _values(insole: _Columns, layouts: LayoutFile, size: str, pressures: np.ndarray, name: str) -> InsoleValues:
    """The pressures of one insole with the places of its sensors."""
    try:
        layout = layouts.sized(insole.side, size).chosen(insole.sensors)
    except (KeyError, RecordingError) as error:
        found = f"its {insole.side} insole has sensors whose place is not known ({error})"
        advice = "Supply a layout of them; docs/sensor-layouts.md shows how"
        raise ReadError(name, found, where="header", advice=advice) from error
    return InsoleValues(layout, pressures[:, insole.first : insole.first + len(insole.sensors)])


def _layout_notes(layouts: LayoutFile, size: str) -> list[Note]:
    """What a person should know of the size of the insoles."""
    if not layouts.sizes:
        return []
    known = layouts.sizes.get(size)
    if known is None:
        what = f'size "{size}"' if size else "this size"
        sentence = f"The area of insoles of {what} is not known: lengths, areas and forces are those of size y."
        return [doubt("insole_size_unknown", sentence)]
    if known.estimated:
        sentence = (
            f'The area of insoles of size "{size}" is not known; {known.area:g} cm2 was estimated from others.'
        )
        return [doubt("insole_size_estimated", sentence)]
    return []
