"""Numbers and texts of an Excel 97-2003 workbook (BIFF8), read in bulk and within bounds.

General workbook readers make room for every cell between the outermost ones, and one damaged cell address then
asks for gigabytes and ends the program; here a sheet takes room in proportion to the cells it really holds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.compound_file import SIGNATURE, CompoundFile
from pedograph.formats.parsing.excel_strings import string_at, string_table
from pedograph.formats.parsing.text import EXPORT_AGAIN
from pedograph.recording import FloatArray

_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _SST, _CONTINUE = 0x0809, 0x000A, 0x0085, 0x002F, 0x00FC, 0x003C
_NUMBER, _RK, _MULRK, _FORMULA, _LABELSST, _LABEL, _BOOLERR = (
    0x0203,
    0x027E,
    0x00BD,
    0x0006,
    0x00FD,
    0x0204,
    0x0205,
)
_BIFF8 = 0x0600
_RECORD = struct.Struct("<HH")
_EMPTY_PLACES_ALLOWED: Final = 100_000
_MOST_SHEETS: Final = 16
_MOST_TEXTS: Final = 50_000


def is_workbook(head: bytes) -> bool:
    """Whether the bytes are those of an Excel workbook of 1997 to 2003 (or another compound file)."""
    return head.startswith(SIGNATURE)


@dataclass(frozen=True, eq=False)
class Worksheet:
    """One sheet.

    Parameters
    ----------
    title : str
        Name on its tab.
    values : float64 array [row, column]
        Numbers; NaN where there is none.
    texts : dict of (row, column) to str
        Texts; an error value counts as one.
    """

    title: str
    values: FloatArray
    texts: dict[tuple[int, int], str]


def worksheets(data: bytes, name: str) -> Iterator[Worksheet]:
    """The sheets of a workbook, in order.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        Its name, for errors.

    Raises
    ------
    ReadError
        If the file is damaged, cut off, protected by a password, or of an older Excel.
    """
    stream = CompoundFile(data, name).stream("Workbook")
    if len(stream) < 8 or _RECORD.unpack_from(stream)[0] != _BOF:
        advice = "Save it as an Excel 97-2003 workbook or as text"
        raise ReadError(name, "it is no workbook of Excel 97 to 2003", advice=advice)
    if struct.unpack_from("<H", stream, 4)[0] != _BIFF8:
        raise ReadError(name, "the workbook is older than Excel 97", advice="Save it as text from Excel")
    parts: list[bytes] = []
    sheets: dict[int, str] = {}
    before = 0
    for kind, start, size in _records(stream, 0, name):
        if kind == _FILEPASS:
            raise ReadError(name, "the workbook is protected by a password", advice="Save it without one")
        if kind == _SST or (kind == _CONTINUE and parts and before in (_SST, _CONTINUE)):
            parts.append(stream[start : start + size])
        if kind == _BOUNDSHEET and size >= 8 and stream[start + 5] == 0:
            title = string_at(stream[start + 6 : start + size], 1)
            sheets.setdefault(struct.unpack_from("<I", stream, start)[0], title)
        before = kind
    strings = string_table(parts, name)
    for offset, title in list(sheets.items())[:_MOST_SHEETS]:
        yield _worksheet(stream, offset, title, strings, name)


def _records(stream: bytes, start: int, name: str) -> Iterator[tuple[int, int, int]]:
    """Kind, first byte and size of the records from ``start`` to the next end mark."""
    unpack, end = _RECORD.unpack_from, len(stream) - 4
    while start <= end:
        kind, size = unpack(stream, start)
        start += 4
        if start + size > len(stream):
            break
        if kind == _EOF:
            return
        yield kind, start, size
        start += size
    raise ReadError(name, "a sheet of the workbook has no end", advice=EXPORT_AGAIN)


def _worksheet(stream: bytes, offset: int, title: str, strings: Sequence[str], name: str) -> Worksheet:
    """The sheet whose records start at ``offset``."""
    numbers: dict[int, list[int]] = {_NUMBER: [], _RK: [], _FORMULA: [], _MULRK: []}
    texts: dict[tuple[int, int], str] = {}
    sizes = {_NUMBER: 14, _RK: 10, _FORMULA: 14, _MULRK: 12}
    multiple: list[int] = []
    for kind, start, size in _records(stream, offset, name):
        if kind in numbers:
            if size < sizes[kind]:
                raise ReadError(
                    name, "a cell of the workbook is cut off", where=f"sheet {title}", advice=EXPORT_AGAIN
                )
            numbers[kind].append(start)
            if kind == _MULRK:
                multiple.append((size - 6) // 6)
        elif kind in (_LABELSST, _LABEL, _BOOLERR) and size >= 8:
            row, column = struct.unpack_from("<HH", stream, start)
            if len(texts) >= _MOST_TEXTS:
                raise ReadError(name, "there is far more text than numbers in it", where=f"sheet {title}")
            texts[row, column] = _text(stream[start : start + size], kind, strings)
    raw = np.frombuffer(stream, dtype=np.uint8)
    parts = [
        _doubles(raw, numbers[_NUMBER]),
        _doubles(raw, numbers[_FORMULA], formula=True),
        _packed(raw, np.array(numbers[_RK], dtype=np.intp), np.ones(len(numbers[_RK]), dtype=np.intp)),
        _packed(raw, np.array(numbers[_MULRK], dtype=np.intp), np.array(multiple, dtype=np.intp)),
    ]
    rows, columns, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Worksheet(title, dense(rows, columns, values, texts, title, name), texts)


def _text(record: bytes, kind: int, strings: Sequence[str]) -> str:
    """The text of one cell."""
    if kind == _LABEL:
        return string_at(record[6:], 2)
    if kind == _BOOLERR:
        return "error value"
    number = int.from_bytes(record[6:10], "little")
    return strings[number] if number < len(strings) else "missing text"


_Cells = tuple[NDArray[np.intp], NDArray[np.intp], FloatArray]


def _words(raw: NDArray[np.uint8], starts: NDArray[np.intp], kind: str) -> NDArray[np.generic]:
    """Numbers of NumPy type ``kind`` at any byte of the stream."""
    return np.ascontiguousarray(raw[starts[:, None] + np.arange(np.dtype(kind).itemsize)]).view(kind)[:, 0]


def _doubles(raw: NDArray[np.uint8], starts: Sequence[int], *, formula: bool = False) -> _Cells:
    """Cells of eight-byte numbers; a formula without a number is left out."""
    at = np.array(starts, dtype=np.intp)
    if formula:
        at = at[_words(raw, at + 12, "<u2") != 0xFFFF]
    rows, columns = _words(raw, at, "<u2"), _words(raw, at + 2, "<u2")
    return rows.astype(np.intp), columns.astype(np.intp), _words(raw, at + 6, "<f8").astype(np.float64)


def _packed(raw: NDArray[np.uint8], starts: NDArray[np.intp], counts: NDArray[np.intp]) -> _Cells:
    """Cells of four-byte numbers, ``counts`` of them side by side."""
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = np.repeat(_words(raw, starts, "<u2").astype(np.intp), counts)
    columns = np.repeat(_words(raw, starts + 2, "<u2").astype(np.intp), counts) + within
    code = _words(raw, np.repeat(starts + 6, counts) + 6 * within, "<u4").astype(np.uint32)
    whole = (code.view(np.int32) >> 2).astype(np.float64)
    real = ((code & np.uint32(0xFFFFFFFC)).astype(np.uint64) << np.uint64(32)).view(np.float64)
    values = np.where(code & 2, whole, real)
    return rows, columns, np.where(code & 1, values / 100.0, values)


def dense(
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    values: FloatArray,
    texts: dict[tuple[int, int], str],
    title: str,
    name: str,
) -> FloatArray:
    """Cells on their places, NaN between them.

    Parameters
    ----------
    rows, columns : int array [cell]
        Places of the cells.
    values : float64 array [cell]
        Their numbers.
    texts : dict of (row, column) to str
        Texts of the sheet, which need a row each.
    title, name : str
        Of sheet and file, for errors.

    Raises
    ------
    ReadError
        If they lie so far apart that the sheet would not fit into memory.
    """
    height = max([int(rows.max(initial=-1)), *(row for row, _ in texts)], default=-1) + 1
    width = int(columns.max(initial=-1)) + 1
    if height * width > 8 * rows.size + _EMPTY_PLACES_ALLOWED:
        found = f"its {rows.size} cells are scattered over {height} rows and {width} columns"
        raise ReadError(name, found, where=f"sheet {title}", advice=EXPORT_AGAIN)
    dense = np.full((height, max(width, 1)), np.nan)
    dense[rows, columns] = values
    return dense
