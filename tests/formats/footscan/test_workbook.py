"""Excel workbooks: the same cells as two other readers see, and damage that must not ask for memory."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
import xlrd
from formats_workbook import Cell, compound_file, workbook
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pedograph.errors import ReadError
from pedograph.formats.parsing.excel import is_workbook, worksheets
from pedograph.formats.parsing.excel_strings import string_table

_CELLS = (
    st.none()
    | st.integers(-(1 << 28), 1 << 28)
    | st.integers(-100_000, 100_000).map(lambda hundredths: hundredths / 100)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), min_size=1, max_size=20)
)
_ROWS = st.lists(st.lists(_CELLS, min_size=1, max_size=6), min_size=1, max_size=12)


def _cells(data: bytes) -> dict[tuple[int, int], float | str]:
    """What our reader finds."""
    sheet = next(worksheets(data, "x.xls"))
    found: dict[tuple[int, int], float | str] = dict(sheet.texts)
    for row, column in np.argwhere(~np.isnan(sheet.values)):
        found[int(row), int(column)] = float(sheet.values[row, column])
    return found


@settings(max_examples=60)
@given(_ROWS, st.booleans())
def test_every_cell_is_what_it_was_and_what_xlrd_finds(rows: list[list[Cell]], split: bool) -> None:
    split = split and any(isinstance(cell, str) and len(cell) > 2 and cell.isascii() for cell in rows[0][:1])
    data = workbook(rows, split_texts=split)
    written = {(i, j): cell for i, row in enumerate(rows) for j, cell in enumerate(row) if cell is not None}
    assert _cells(data) == written
    sheet = xlrd.open_workbook(file_contents=data).sheet_by_index(0)
    theirs = {
        (i, j): sheet.cell_value(i, j)
        for i in range(sheet.nrows)
        for j in range(sheet.row_len(i))
        if sheet.cell_type(i, j) != xlrd.XL_CELL_EMPTY
    }
    assert theirs == written


def test_a_workbook_of_many_sectors_reads_like_calamine_reads_it() -> None:
    rows = np.round(np.random.default_rng(1).random((3000, 12)) * 50, 3).tolist()
    data = workbook([["Frame 0 (0.00 ms)"], *rows])
    sheet = next(worksheets(data, "x.xls"))
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    np.testing.assert_array_equal(sheet.values[1:], theirs[1:])
    assert sheet.texts == {(0, 0): "Frame 0 (0.00 ms)"}


@pytest.mark.real_scans
def test_the_real_workbook_has_the_cells_that_xlrd_finds(real_scans: Path) -> None:
    data = (real_scans / "footscan_dynamic_rolloff_right.xls").read_bytes()
    sheet = next(worksheets(data, "x.xls"))
    theirs = xlrd.open_workbook(file_contents=data).sheet_by_index(0)
    assert sheet.values.shape == (theirs.nrows, theirs.ncols)
    for row in range(theirs.nrows):
        for column, cell in enumerate(theirs.row_values(row)):
            ours = sheet.texts.get((row, column), sheet.values[row, column])
            assert ours == cell or (cell == "" and np.isnan(ours))


def test_texts_may_go_on_in_another_record_with_other_letters() -> None:
    first = struct.pack("<II", 2, 2) + struct.pack("<HB", 6, 0) + b"abc"
    second = b"\1" + "déf".encode("utf-16-le") + struct.pack("<HBHI", 1, 8 | 4, 2, 3) + b"x" + bytes(8 + 3)
    assert string_table([first, second], "x.xls") == ["abcdéf", "x"]


GOOD = workbook([["Frame 0 (0.00 ms)"], *[[1.5, 2.25, 3.125]] * 200])
_CELL = GOOD.index(struct.pack("<HHHHHd", 0x0203, 14, 100, 2, 0, 3.125))


def _with(place: int, content: bytes) -> bytes:
    return GOOD[:place] + content + GOOD[place + len(content) :]


def _stream(content: bytes) -> bytes:
    return compound_file("Workbook", content)


BEGIN = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0, 0, 6)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        # One damaged address of a cell would make a grid of 65 000 rows or columns.
        (_with(_CELL + 4, b"\xff\xff"), "scattered over 65536 rows"),
        (_with(_CELL + 6, b"\xff\xff"), "scattered over 201 rows and 65536 columns"),
        (GOOD[:700], "ends within its first kilobyte"),
        (GOOD[:3000], "refers to sector"),
        (_with(30, b"\x1f\x00"), "sector size"),
        (_with(76, b"\xfe\xff\xff\xff"), "it has no sector table"),
        (_with(48, b"\x70\xff\xff\x0f"), "a chain of sectors runs astray"),
        (compound_file("WordDocument", bytes(5000)), "no workbook of Excel 97 to 2003"),
        (_stream(struct.pack("<HHHHII", 0x0809, 12, 0x0500, 5, 0, 0)), "older than Excel 97"),
        (_stream(BEGIN + struct.pack("<HHI", 0x002F, 4, 0)), "protected by a password"),
        (_stream(BEGIN + struct.pack("<HHI", 0x00E1, 0xFFFF, 0)), "has no end"),
    ],
)
def test_damage_is_named_and_asks_for_no_memory(data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match=found):
        list(worksheets(data, "x.xls"))


def test_a_chain_that_runs_in_a_circle_ends() -> None:
    table = GOOD.rindex(b"\xfd\xff\xff\xff") // 512 * 512
    data = _with(table + 4, struct.pack("<I", 0))
    with pytest.raises(ReadError, match="runs astray"):
        list(worksheets(data, "x.xls"))


def test_only_compound_files_are_workbooks() -> None:
    assert is_workbook(GOOD)
    assert not is_workbook(b"PK\x03\x04")
