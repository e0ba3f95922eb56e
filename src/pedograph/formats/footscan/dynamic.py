"""RSscan footscan "Dynamic Roll off": the frames of one foot (or of each), as an Excel workbook or as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.context import FileContext
from pedograph.formats.footscan.excel_sheet import workbook_sheet
from pedograph.formats.footscan.sheet import (
    ASSUMED,
    COLUMN_SPACING,
    FRAME_SIGN,
    ROW_SPACING,
    Section,
    Sheet,
    TextSheet,
    gaps_in,
    pressure_of,
    sections_of,
    times_of,
)
from pedograph.formats.footscan.writer import write_dynamic as write
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing import excel
from pedograph.formats.parsing.text import EXPORT_AGAIN, number, plain, text_head
from pedograph.notes import Note, doubt
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side, Source

__all__ = ["SPEC", "read", "sniff", "write"]

SPEC = FormatSpec(
    key="footscan_dynamic",
    name='footscan "Dynamic Roll off"',
    vendor="RSscan",
    description="Frames of one foot cut out of a footscan plate, as an Excel 97-2003 workbook or as text",
    extensions=(".xls", ".txt"),
    can_write=True,
    page="docs/formats/footscan_dynamic.md",
    notes=(
        "Newtons a cell, cells of 7.62 mm along and 5.08 mm across, and the heel in the first row are assumed.",
        "Two feet in a file are placed on one grid by their rectangles; the patient's name is left out.",
    ),
)

_SIDE = re.compile(r"\s*(left|right)\s+foot\s+data", re.IGNORECASE)
_RECTANGLE = re.compile(r"\s*rectangle\s+(bottom|left|width|height)\s*:?\s*([\d.,]+)?\s*", re.IGNORECASE)
_RATE = re.compile(r"(left|right) foot:\s*([\d.,]{1,20})\s*Hertz", re.IGNORECASE)
_FRAME_END = re.compile(rb"ms ?\)")
_LARGEST_PLATE = 4096
"""Cells along a side that no plate exceeds; a rectangle beyond it is a damaged number."""
_GAP = 20
"""Columns without sensors between two feet whose places on the plate are not given."""


def sniff(head: bytes, name: str) -> bool | str:
    """Whether titles of frames follow a header, in text or in the texts of a workbook."""
    text = head if excel.is_workbook(head) else text_head(head)
    # The end of the line is quick to look for, and few other files have it.
    found = FRAME_SIGN.search(text) if _FRAME_END.search(text) else None
    if found is None:
        return 'there is no line like "Frame 0 (0.00 ms)" in it'
    if not excel.is_workbook(head) and not text[: found.start()].strip():
        return "it has no header above its first frame"
    return True


@dataclass(frozen=True, eq=False)
class _Foot:
    """One section of the file: frames [frame, row, column] in kPa, times in s, and what its header says."""

    side: Side
    fields: dict[str, str]
    rectangle: dict[str, int]
    pressure: NDArray[np.float32]
    time: FloatArray

    @property
    def placed(self) -> bool:
        """Whether the place on the plate is given."""
        return {"bottom", "left"} <= self.rectangle.keys()


def read(data: bytes, name: str, context: FileContext) -> PressureRecording:
    """The recording in a "Dynamic Roll off" workbook or text; see `Format.read`.

    A file with both feet gives one recording with both on one grid.
    """
    sheet: Sheet = workbook_sheet(data, name) if excel.is_workbook(data) else TextSheet(plain(data), name)
    sections = sections_of(sheet, name)
    feet = [_foot(sheet, section, name) for section in sections]
    if len(feet) > 2 or (len(feet) == 2 and {foot.side for foot in feet} != {Side.LEFT, Side.RIGHT}):
        row, words = sections[-1].header[0]
        found = f'"{words[:40]}" begins another foot, but one left and one right were expected'
        raise ReadError(name, found, where=sheet.place(row), advice=EXPORT_AGAIN)
    notes = [note for section in sections for note in gaps_in(section)]
    notes += [note for foot in feet for note in _notes(foot, context)]
    if len(feet) == 2:
        return _both(feet, notes, name)
    foot = feet[0]
    foot.pressure.flags.writeable = False
    return PressureRecording(
        pressure=foot.pressure,
        time=foot.time,
        grid=SensorGrid(
            row_spacing=ROW_SPACING,
            column_spacing=COLUMN_SPACING,
            first_row=foot.rectangle.get("bottom", 0),
            first_column=foot.rectangle.get("left", 0),
            cropped=True,
        ),
        source=Source(file=name, format=SPEC.key, header=_public(foot), assumed=ASSUMED, notes=tuple(notes)),
        side=foot.side,
    )


def _foot(sheet: Sheet, section: Section, name: str) -> _Foot:
    """The frames and the header of one section; its rectangle must be of the size of its frames."""
    fields: dict[str, str] = {}
    rectangle: dict[str, int] = {}
    side = Side.UNKNOWN
    label = ""
    for row, words in section.header:
        edge = _RECTANGLE.fullmatch(words)
        value = number(edge[2]) if edge and edge[2] else number(words)
        if edge:
            label = edge[1].lower()
        if value is not None and label:
            if not (0 <= value <= _LARGEST_PLATE and value == int(value)):
                found = f"the rectangle's {label} is {value:g} cells"
                raise ReadError(name, found, where=sheet.place(row), advice=EXPORT_AGAIN)
            rectangle[label] = int(value)
            fields[f"Rectangle {label}"] = str(int(value))
            label = ""
        elif not edge:
            fields |= _field(words)
        if stated := _SIDE.match(words):
            side = Side(stated[1].lower())
    pressure = pressure_of(sheet, section, name)
    for edge_name, size, what in (("height", pressure.shape[1], "rows"), ("width", pressure.shape[2], "columns")):
        if rectangle.get(edge_name, size) != size:
            found = f"frames have {size} {what}, but the header gives a {edge_name} of {rectangle[edge_name]}"
            raise ReadError(name, found, where=sheet.place(section.frames[0].title), advice=EXPORT_AGAIN)
    return _Foot(side, fields, rectangle, pressure, times_of(section))


def _field(words: str) -> dict[str, str]:
    """One line of the header as key and value."""
    for key, sign in (("Scanning speed", ";"), ("Measurement done on", " on ")):
        if words.lower().startswith(key.lower()):
            return {key: words.partition(sign)[2].strip(" ;")}
    key, _, value = (part.strip() for part in words.partition(":"))
    return {key: value}


def _is_personal(key: str) -> bool:
    return key.lower().startswith(("patient", "name"))


def _public(foot: _Foot) -> dict[str, str]:
    """Header fields without the patient's name."""
    return {key: value for key, value in foot.fields.items() if not _is_personal(key)}


def _notes(foot: _Foot, context: FileContext) -> Iterator[Note]:
    """What was left out of the header, and where it contradicts the frames."""
    named = {
        key: value for key, value in foot.fields.items() if _is_personal(key) and value.upper() not in ("", "NA")
    }
    for key, value in named.items():
        context.leave_out(key, value)
    if named:
        yield Note("name_left_out", "The patient's name in the file's header was left out.")
    rates = {side.lower(): number(rate) for side, rate in _RATE.findall(foot.fields.get("Scanning speed", ""))}
    stated = rates.get(foot.side.value)
    if stated and foot.time.size > 1:
        printed = 1.0 / float(np.median(np.diff(foot.time)))
        if abs(printed - stated) > 0.02 * stated:
            sentence = (
                f"The header says {stated:g} frames a second; their times, which were taken, say {printed:.4g}."
            )
            yield doubt("rate_differs", sentence)


def _both(feet: Sequence[_Foot], notes: Sequence[Note], name: str) -> PressureRecording:
    """Both feet on one grid and one time axis; where their rectangles overlap the larger pressure is taken."""
    time = _common_time(feet, name)
    corners, assumed = _corners(feet)
    low = np.min(corners, axis=0)
    shape = (
        np.max([np.add(corner, foot.pressure.shape[1:]) for corner, foot in zip(corners, feet, strict=True)], 0)
        - low
    )
    size = sum(foot.pressure.size for foot in feet)
    if time.size * int(shape.prod()) > 16 * size + 1_000_000:
        raise ReadError(name, "the rectangles of the two feet lie too far apart", advice=EXPORT_AGAIN)
    pressure = np.zeros((time.size, *shape), dtype=np.float32)
    # Cells between two rectangles of a plate exist; between feet set side by side there are none.
    active = np.full(shape, all(foot.placed for foot in feet))
    for corner, foot in zip(corners, feet, strict=True):
        (row, column), (rows, columns) = np.subtract(corner, low), foot.pressure.shape[1:]
        frames = np.searchsorted(time, foot.time)
        place = pressure[:, row : row + rows, column : column + columns]
        place[frames] = np.maximum(place[frames], foot.pressure)
        active[row : row + rows, column : column + columns] = True
    header = {f"{foot.side.value}: {key}": value for foot in feet for key, value in _public(foot).items()}
    return PressureRecording(
        pressure=pressure,
        time=time,
        grid=SensorGrid(
            ROW_SPACING, COLUMN_SPACING, active, first_row=int(low[0]), first_column=int(low[1]), cropped=True
        ),
        source=Source(file=name, format=SPEC.key, header=header, assumed=(*ASSUMED, *assumed), notes=tuple(notes)),
    )


def _common_time(feet: Sequence[_Foot], name: str) -> FloatArray:
    """Times of all frames; while both feet have frames, they must have them at the same times."""
    first, second = (foot.time for foot in feet)
    start, end = max(first[0], second[0]), min(first[-1], second[-1])
    shared = [time[(time >= start) & (time <= end)] for time in (first, second)]
    if not np.array_equal(shared[0], shared[1]):
        found = "the frames of the left and the right foot are not at the same times"
        raise ReadError(name, found, advice="Export the feet one by one")
    return np.union1d(first, second)


def _corners(feet: Sequence[_Foot]) -> tuple[list[tuple[int, int]], tuple[str, ...]]:
    """Row and column of each foot's first cell on the plate, and what is assumed for it."""
    if all(foot.placed for foot in feet):
        return [(foot.rectangle["bottom"], foot.rectangle["left"]) for foot in feet], ("one clock for both feet",)
    second_is_left = feet[1].side is Side.LEFT
    width = feet[1 if second_is_left else 0].pressure.shape[2] + _GAP
    corners = [(0, width), (0, 0)] if second_is_left else [(0, 0), (0, width)]
    return corners, ("one clock for both feet", "place of the feet")
