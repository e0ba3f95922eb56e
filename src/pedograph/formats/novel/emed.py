"""novel emed ASCII export (``.lst``): a page for each picture of an emed plate, in kPa."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.model import FOLDER_LEFT_OUT, FormatSpec
from pedograph.formats.novel.emed_pages import PICTURE, Page, PageNumbers, find_pages, read_pages
from pedograph.formats.novel.emed_writer import write
from pedograph.formats.parsing.lines import TextLines
from pedograph.formats.parsing.text import (
    COMPLETE_FILE,
    EXPORT_AGAIN,
    decoded,
    number,
    plain,
    text_head,
    without_folder,
)
from pedograph.notes import Note, doubt
from pedograph.recording import PressureRecording, SensorGrid, Source
from pedograph.units import NEWTON_PER_KILOPASCAL_MM2, length_factor

__all__ = ["SPEC", "read", "sniff", "write"]

SPEC = FormatSpec(
    key="emed",
    name="emed ASCII (.lst)",
    vendor="novel",
    description="Pictures of an emed plate as text, a page each, with row and column numbers of the plate, in kPa",
    extensions=(".lst", ".asc", ".txt"),
    can_write=True,
    page="docs/formats/emed.md",
    notes=(
        "Row 1 of the plate is taken as its far end, where the toes point.",
        "Pages with the mean or maximum value picture are no frames; folders are left out of file names.",
    ),
)

_MATRIX = re.compile(r"\s*(\d{1,9})\s*x\s*(\d{1,9})\s*", re.IGNORECASE)
_SIZE = re.compile(r"\s*([\d.,]{1,20})\s*x\s*([\d.,]{1,20})\s*([a-z]{1,12})\s*", re.IGNORECASE)
_TIME = re.compile(r"\s*([\d.,]{1,20})\s*(ms|s)\s*", re.IGNORECASE)
_LARGEST_PLATE = 4096
_MOST_PARTS = 64


def sniff(head: bytes, name: str) -> bool | str:
    """Whether pictures are numbered as in an emed export, below a header that names the sensors."""
    text = text_head(head)
    if not PICTURE.search(text):
        return 'there is no line with "Pict-No."'
    if b"Sensor size" not in text and b"Sensor area" not in text:
        return "no header states the size of the sensors"
    return True


@dataclass(frozen=True)
class _Layout:
    """What the header says of the plate: cells, spacing in mm, and s between pictures (None where not stated)."""

    rows: int | None
    columns: int | None
    row_spacing: float
    column_spacing: float
    period: float | None


def read(data: bytes, name: str) -> PressureRecording:
    """The recording in an emed export; see `Format.read`."""
    lines = TextLines(plain(data), name)
    pages = find_pages(lines, name)
    if b"\f" in data and data.rfind(b"\f") < data.rfind(b"Pict"):
        where = f"line {len(lines)}"
        raise ReadError(name, "the last page has no end", where=where, advice=COMPLETE_FILE)
    header = _header(pages[0])
    layout = _layout(header, pages[0], name)
    for page in pages:
        if page.header != pages[0].header and _layout(_header(page), page, name) != layout:
            found = f"picture {page.picture} has another plate or rate than picture {pages[0].picture}"
            raise ReadError(name, found, where=f"line {page.title + 1}", advice="Export the recordings one by one")
    if layout.period is None and len({page.picture for page in pages}) > 1:
        raise ReadError(name, "the header does not state the time between pictures", advice=EXPORT_AGAIN)
    numbers = sorted(read_pages(lines, pages, name), key=lambda part: part.page.title)
    pictures = _pictures(numbers, name)
    pressure, far_row, left_column = _assembled(numbers, pictures, layout, len(data), name)
    notes, unit_shown = _force_notes(numbers, layout)
    notes = [*_header_notes(header, layout, pictures), *notes]
    rows = layout.rows if layout.rows is not None else far_row + pressure.shape[1] - 1
    pressure.flags.writeable = False
    return PressureRecording(
        pressure=pressure,
        time=(np.array(pictures) - min(1, pictures[0])) * (layout.period or 0.0),
        grid=SensorGrid(
            row_spacing=layout.row_spacing,
            column_spacing=layout.column_spacing,
            first_row=rows - (far_row + pressure.shape[1] - 1),
            first_column=left_column - 1,
            cropped=layout.rows is not None and pressure.shape[1] < layout.rows,
        ),
        source=Source(
            file=name,
            format=SPEC.key,
            header={key: without_folder(value) if key == "File" else value for key, value in header.items()},
            assumed=("orientation",) if unit_shown else ("orientation", "unit"),
            notes=tuple(notes),
        ),
    )


def _header(page: Page) -> dict[str, str]:
    """Fields above a picture; lines without a key are kept together."""
    fields: dict[str, str] = {}
    words = []
    for segment in (decoded(part) for line in page.header for part in line.split(b"\t")):
        key, colon, value = segment.partition(":")
        if colon:
            fields[key.strip()] = value.strip()
        elif segment:
            words.append(segment)
    return fields | ({"Text": "; ".join(words)} if words else {})


def _layout(header: dict[str, str], page: Page, name: str) -> _Layout:
    """The plate as the header describes it."""
    where = f"header above line {page.title + 1}"
    matrix = _MATRIX.match(header.get("Matrix", ""))
    columns, rows = (int(matrix[1]), int(matrix[2])) if matrix else (None, None)
    if "Matrix" in header and not (rows and columns and max(rows, columns) <= _LARGEST_PLATE):
        found = f'a plate of "{header["Matrix"][:40]}" sensors is not possible'
        raise ReadError(name, found, where=where, advice=EXPORT_AGAIN)
    column_spacing, row_spacing = _spacing(header, where, name)
    time = _TIME.match(header.get("Time/picture", ""))
    period = number(time[1]) if time else None
    if time and period is not None and time[2].lower() == "ms":
        period /= 1000.0
    if "Time/picture" in header and not period:
        found = f'"{header["Time/picture"][:40]}" is no time between pictures'
        raise ReadError(name, found, where=where, advice=EXPORT_AGAIN)
    return _Layout(rows, columns, row_spacing, column_spacing, period)


def _spacing(header: dict[str, str], where: str, name: str) -> tuple[float, float]:
    """mm between columns and between rows, from the sensors' size or else from the side of their area."""
    size = _SIZE.match(header.get("Sensor size", ""))
    factor = length_factor(size[3]) if size else None
    across, along = (number(size[1]), number(size[2])) if size else (None, None)
    if factor and across and along:
        return across * factor, along * factor
    area = re.match(r"\s*([\d.,]{1,20})\s*(cm|mm)", header.get("Sensor area", ""))
    side = number(area[1]) if area else None
    if area and side:
        side = side**0.5 * (length_factor(area[2]) or 1.0)
        return side, side
    raise ReadError(name, "the header does not state the sensors' size", where=where, advice=EXPORT_AGAIN)


def _pictures(parts: Sequence[PageNumbers], name: str) -> list[int]:
    """Numbers of the pictures in order; a number may come again only with another part of the same picture."""
    seen: dict[int, list[PageNumbers]] = {}
    highest = 0
    for part in parts:
        number_ = part.page.picture
        where = f"line {part.page.title + 1}"
        others = seen.setdefault(number_, [])
        if len(others) >= _MOST_PARTS or any(_overlap(part, other) for other in others):
            raise ReadError(name, f"picture {number_} is in it more than once", where=where, advice=EXPORT_AGAIN)
        if not others and number_ < highest:
            found = f"picture {number_} comes after picture {highest}: time runs back"
            raise ReadError(name, found, where=where, advice=EXPORT_AGAIN)
        others.append(part)
        highest = max(highest, number_)
    return sorted(seen)


def _overlap(part: PageNumbers, other: PageNumbers) -> bool:
    """Whether two parts print a cell in common."""
    rows = range(max(part.rows[0], other.rows[0]), min(part.rows[-1], other.rows[-1]) + 1)
    columns = range(
        max(part.page.columns[0], other.page.columns[0]), min(part.page.columns[-1], other.page.columns[-1]) + 1
    )
    return len(rows) > 0 and len(columns) > 0


def _assembled(
    parts: Sequence[PageNumbers], pictures: Sequence[int], layout: _Layout, size: int, name: str
) -> tuple[NDArray[np.float32], int, int]:
    """Frames [frame, row, column] with the toe end last, and the plate row and column printed first.

    Cells that only other pages print are zero: the export leaves out what was never loaded.
    """
    first_row, last_row = min(part.rows[0] for part in parts), max(part.rows[-1] for part in parts)
    first_column = min(part.page.columns[0] for part in parts)
    last_column = max(part.page.columns[-1] for part in parts)
    for part in parts:
        _check_on_plate(part, layout, name)
    shape = (len(pictures), last_row - first_row + 1, last_column - first_column + 1)
    if shape[0] * shape[1] * shape[2] > 4 * size + 1_000_000:
        raise ReadError(name, "its pictures print parts of the plate too far apart", advice=EXPORT_AGAIN)
    frames = np.zeros(shape, dtype=np.float32)
    frame_of = {picture: frame for frame, picture in enumerate(pictures)}
    for part in parts:
        near = last_row - part.rows[-1]
        left = part.page.columns[0] - first_column
        place = frames[
            frame_of[part.page.picture], near : near + len(part.rows), left : left + len(part.page.columns)
        ]
        place[:] = part.values[::-1]
    return frames, first_row, first_column


def _check_on_plate(part: PageNumbers, layout: _Layout, name: str) -> None:
    """Rows and columns must be those of the plate that the header states."""
    for what, numbers, most in (("row", part.rows, layout.rows), ("column", part.page.columns, layout.columns)):
        if numbers[0] < 1 or numbers[-1] > (most or _LARGEST_PLATE):
            wrong = numbers[0] if numbers[0] < 1 else numbers[-1]
            found = f"picture {part.page.picture} has a {what} {wrong}, which the plate has not"
            where = f"line {part.page.title + 1}"
            raise ReadError(name, found, where=where, advice=EXPORT_AGAIN)


def _force_notes(parts: Sequence[PageNumbers], layout: _Layout) -> tuple[list[Note], bool]:
    """Whether the forces printed behind the rows show that the pressures are kPa, and a note where they do not.

    Forces have two decimals, and pressures may be rounded to whole numbers.
    """
    force_of_one = layout.row_spacing * layout.column_spacing * NEWTON_PER_KILOPASCAL_MM2
    with_sums = [(part, part.sums) for part in parts if part.sums is not None]
    if not with_sums:
        return [], False
    pressures, loaded, forces = np.concatenate([sums for _, sums in with_sums]).T
    wrong = np.flatnonzero(np.abs(pressures * force_of_one - forces) > 0.0051 + 0.5 * force_of_one * loaded)
    if not wrong.size:
        return [], True
    row = int(wrong[0])
    for part, sums in with_sums:
        if row < len(sums):
            place = f"Row {part.rows[row]} of picture {part.page.picture}"
            sentence = f"{place} does not add up to the {sums[row, 2]:g} N printed behind it."
            return [doubt("forces_differ", sentence)], False
        row -= len(sums)
    return [], False


def _header_notes(header: dict[str, str], layout: _Layout, pictures: Sequence[int]) -> list[Note]:
    """What a person should know of the header and the numbering of the pictures."""
    notes = []
    if header.get("File", "") != without_folder(header.get("File", "")):
        notes.append(FOLDER_LEFT_OUT)
    gaps = np.flatnonzero(np.diff(pictures) > 1)
    if gaps.size:
        before, after = pictures[gaps[0]], pictures[gaps[0] + 1]
        sentence = f"Picture {after} follows picture {before}: pictures are missing between them."
        notes.append(doubt("frames_missing", sentence))
    return notes
