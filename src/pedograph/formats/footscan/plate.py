"""RSscan footscan "Entire Plate Roll Off": every frame of the whole plate, several steps of both feet, as text."""

from __future__ import annotations

from pedograph.errors import ReadError
from pedograph.formats.footscan.sheet import (
    ASSUMED,
    COLUMN_SPACING,
    FRAME_SIGN,
    ROW_SPACING,
    TextSheet,
    gaps_in,
    pressure_of,
    sections_of,
    times_of,
)
from pedograph.formats.footscan.writer import PLATE_COLUMNS, PLATE_ROWS
from pedograph.formats.footscan.writer import write_plate as write
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing import excel
from pedograph.formats.parsing.text import COMPLETE_FILE, plain
from pedograph.notes import Note
from pedograph.recording import PressureRecording, SensorGrid, Source

__all__ = ["SPEC", "read", "sniff", "write"]

SPEC = FormatSpec(
    key="footscan_plate",
    name='footscan "Entire Plate Roll Off"',
    vendor="RSscan",
    description="Frames of a whole footscan plate as text, without a header; one or more steps of both feet",
    extensions=("", ".txt", ".xls"),
    can_write=True,
    page="docs/formats/footscan_plate.md",
    notes=(
        "The file holds numbers only: newtons a cell, cells of 7.62 mm along and 5.08 mm across, and the near end "
        "of the plate in the first row are assumed.",
    ),
)


def sniff(head: bytes, name: str) -> bool | str:
    """Whether the first line of text is the title of a frame."""
    if excel.is_workbook(head):
        return "it is an Excel workbook, not text"
    first = plain(head).lstrip()[:200].split(b"\n")[0].strip()
    if FRAME_SIGN.fullmatch(first):
        return True
    return 'its first line is not like "Frame 0 (0.00 ms)"'


def read(data: bytes, name: str) -> PressureRecording:
    """The recording in an "Entire Plate Roll Off" text; see `Format.read`."""
    sheet = TextSheet(plain(data), name)
    sections = sections_of(sheet, name)
    if len(sections) > 1:
        row, words = sections[1].header[0]
        raise ReadError(name, f'"{words[:40]}" stands between two frames', where=sheet.place(row))
    pressure = pressure_of(sheet, sections[0], name)
    frames, rows, columns = pressure.shape
    known = rows in PLATE_ROWS and columns in PLATE_COLUMNS
    if frames == 1 and not known:
        found = f"its only frame has {rows} x {columns} cells, which no plate has"
        raise ReadError(name, found, where=sheet.place(sections[0].frames[0].title), advice=COMPLETE_FILE)
    notes = list(gaps_in(sections[0]))
    if not known:
        sentence = f"{rows} x {columns} cells are not those of a plate of 0.5, 1, 1.5 or 2 m."
        notes.append(Note("unusual_plate", sentence))
    pressure.flags.writeable = False
    return PressureRecording(
        pressure=pressure,
        time=times_of(sections[0]),
        grid=SensorGrid(row_spacing=ROW_SPACING, column_spacing=COLUMN_SPACING),
        source=Source(file=name, format=SPEC.key, assumed=ASSUMED, notes=tuple(notes)),
    )
