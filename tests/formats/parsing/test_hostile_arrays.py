"""Files of arrays that claim, unpack to, or repeat far more than they hold: refused quickly, in little memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import h5py
import numpy as np
import pytest
import scipy.io
from formats_hostile import check_refused, zipped
from formats_samples_arrays import csv, saved, table, table_text, toml
from formats_xlsx import Cell, xlsx

from pedograph.errors import ReadError
from pedograph.formats.parsing.matlab import read_arrays
from pedograph.formats.parsing.npy import plain_value, read_array
from pedograph.formats.parsing.xlsx import worksheets


def _npy(shape: str, kind: str = "<f8", body: bytes = bytes(800)) -> bytes:
    """An array file that states a shape, whatever follows."""
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + body


def _mat(*elements: bytes) -> bytes:
    return b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack("<H", 0x0100) + b"IM" + b"".join(elements)


def _matrix(shape: tuple[int, ...], numbers: bytes, claimed: int | None = None, kind: int = 9) -> bytes:
    axes = struct.pack(f"<{len(shape)}i", *shape)
    body = struct.pack("<IIII", 6, 8, 6, 0) + struct.pack("<II", 5, len(axes)) + axes + bytes(-len(axes) % 8)
    body += struct.pack("<HH4s", 1, 1, b"p")
    body += struct.pack("<II", kind, len(numbers) if claimed is None else claimed) + numbers
    return struct.pack("<II", 14, len(body)) + body


def _packed(element: bytes) -> bytes:
    content = zlib.compress(element)
    return struct.pack("<II", 15, len(content)) + content


def _sheet(cells: str) -> bytes:
    """A workbook whose sheet holds some XML."""
    with zipfile.ZipFile(io.BytesIO(xlsx([[1.0]]))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    return zipped(parts | {"xl/worksheets/sheet1.xml": f"<sheetData>{cells}</sheetData>".encode()})


def _chunked() -> bytes:
    """An HDF5 file with one chunk of far more zeros than it is large."""
    stream = io.BytesIO()
    with h5py.File(stream, "w", libver=("v110", "v110")) as file:
        file.attrs["format"] = np.bytes_("pedograph-recording")
        file.attrs["version"] = 1
        file.create_dataset(
            "pressure", (1, 4000, 4000), "f4", np.zeros((1, 4000, 4000)), chunks=True, compression=9
        )
        file["time"] = np.zeros(1)
    return stream.getvalue()


DESCRIBED = "".join(f"# {line}\n" for line in toml().splitlines()).encode()

HOSTILE: dict[str, Callable[[], bytes]] = {
    "npy of a thousand million frames": lambda: _npy("(1000000000, 64, 64)"),
    "npy whose shape has no end": lambda: _npy("(" + "9, " * 60 + ")"),
    "npy whose numbers are huge": lambda: _npy("(10000000000000000000000, 1)"),
    "npy of negative length": lambda: _npy("(-1, 64, 64)"),
    "npy of texts": lambda: _npy("(2, 2)", "<U99999999"),
    "npy of programs": lambda: _npy("(2, 2)", "|O"),
    "npy of records": lambda: _npy("(2, 2)").replace(b"'<f8'", b"[('a', '<f8')]"),
    "npy whose header is a program": lambda: _npy("__import__('os').abort()"),
    "npy with a header of 4 GB": lambda: b"\x93NUMPY\x02\x00" + b"\xff" * 4 + bytes(99),
    "npz of zeros without end": lambda: saved({"p": np.zeros((500, 300, 300))}, packed=True),
    "npz of ten thousand arrays": lambda: zipped({f"{number}.npy": _npy("(2, 2)") for number in range(10_500)}),
    "npz of arrays in arrays": lambda: zipped({"a.npy": zipped({"b.npy": _npy("(2, 2)")})}),
    "npz packed in another way": lambda: zipped({"pedograph.npy": _npy("(2, 2)")}, zipfile.ZIP_BZIP2),
    "mat that claims 4 GB": lambda: _mat(struct.pack("<II", 14, 0xFFFFFFF0) + bytes(64)),
    "mat whose array claims 2 GB": lambda: _mat(_matrix((2, 2), bytes(32), claimed=0x7FFFFFF0)),
    "mat of a thousand million rows": lambda: _mat(_matrix((1_000_000_000, 1_000_000_000), bytes(32))),
    "mat of negative length": lambda: _mat(_matrix((-2, -2), bytes(32))),
    "mat of zeros without end": lambda: _mat(_packed(_matrix((25_000_000, 1), bytes(200_000_000)))),
    "mat of many empty elements": lambda: _mat(struct.pack("<II", 14, 0) * 100_000),
    "mat packed in itself": lambda: _mat(_packed(_packed(_packed(_matrix((2, 2), bytes(32)))))),
    "xlsx of zeros without end": lambda: _sheet(" " * 60_000_000),
    "xlsx with cells far apart": lambda: _sheet(
        '<row r="1"><c r="A1"><v>1</v></c><c r="ZZZ1048576"><v>1</v></c></row>'
    ),
    "xlsx with one endless row": lambda: _sheet('<c r="A1"><v>1</v></c>' * 500_000),
    "xlsx with cells that never end": lambda: _sheet('<c r="A1"><f>' * 200_000 + "row>"),
    "xlsx with texts that never end": lambda: _sheet('<row><c r="A1" t="inlineStr"><is>' * 100_000 + "row>"),
    "xlsx with half a million texts": lambda: _sheet(
        "".join(f'<row r="{row}"><c r="A{row}" t="str"><v>x</v></c></row>' for row in range(1, 300_000))
    ),
    "csv with an endless description": lambda: csv().replace(b"# unit", b"# x = [" + b"[" * 500_000 + b"\n# unit"),
    "csv with one endless line": lambda: csv().replace(b"# end\n", b"0.03,1," + b"1," * 1_000_000 + b"\n# end\n"),
    "table with one endless line": lambda: DESCRIBED + b"1,2,3,4\n" * 5 + b"1," * 1_000_000,
    "table with a million short lines": lambda: DESCRIBED + b"1,2,3\n" * 1_000_000,
    "table with a million blank lines": lambda: table() + b"\n" * 2_000_000,
    "table with one endless number": lambda: DESCRIBED + b"1,2,3,4\n" * 5 + b"1" * 3_000_000 + b",1,1,1\n",
    "table with one endless word": lambda: table_text().encode() + b"x" * 3_000_000,
    "table with an endless label": lambda: b"a," * 1_500_000 + b"\n" + table_text().encode(),
    "hdf5 with a block of zeros": _chunked,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused_within_bounds(kind: str) -> None:
    data = HOSTILE[kind]()
    # What is packed may unpack to 32 MB whatever its size, and is held twice while it is put together.
    check_refused(data, 10 * len(data) + 80_000_000, 4.0)


def test_a_text_of_letters_that_there_are_not_is_refused() -> None:
    broken = _npy("()", "<U4", struct.pack("<4I", 0x41, 0x110000, 0xFFFFFFFF, 0xD800))
    with pytest.raises(ReadError, match="it holds characters that there are not"):
        plain_value(read_array(broken, "x", "", "U"), "x")
    for kind in ("<U5", ">U5"):
        stream = io.BytesIO()
        np.save(stream, np.array("Ünit").astype(kind))
        assert plain_value(read_array(stream.getvalue(), "x", "", "U"), "x") == "Ünit"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("kind", ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8", ">f8", "?"])
def test_matlab_arrays_are_those_that_scipy_writes(kind: str, packed: bool) -> None:
    made = {
        "p": (np.arange(24) % 2 if kind == "?" else np.arange(24)).reshape(2, 3, 4).astype(kind),
        "q": np.eye(3),
    }
    other = {"words": "text", "cells": np.array([1, "a"], dtype=object), "complex": np.eye(2) * 1j, "one": 3.5}
    stream = io.BytesIO()
    scipy.io.savemat(stream, made | other, do_compression=packed)
    found = read_arrays(stream.getvalue(), "x")
    assert set(found) == {"p", "q", "one"}
    np.testing.assert_array_equal(found["p"], made["p"])
    np.testing.assert_array_equal(found["q"], made["q"])
    assert found["one"].item() == 3.5


def test_workbooks_are_read_as_another_reader_reads_them() -> None:
    calamine = pytest.importorskip("python_calamine")
    rows: list[list[Cell]] = [["a & b", 1.5, None, -2e-3], [None, 3.0, "Ü<", 1e20], [7.0]]
    for data in (xlsx(rows), xlsx(rows, inline=True), xlsx(rows, formula=True)):
        theirs = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        ours = next(worksheets(data, "x"))
        for row, cells in enumerate(theirs):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    assert ours.texts.get((row, column), "") == cell
                else:
                    assert ours.values[row, column] == cell
