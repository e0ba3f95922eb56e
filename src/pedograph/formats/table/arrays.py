"""Tables as arrays: NumPy's files and MATLAB's, and workbooks, whose sheets are arrays with names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing import excel, matlab, npy, xlsx
from pedograph.formats.parsing.excel import Worksheet
from pedograph.formats.parsing.numbers import shown
from pedograph.formats.parsing.packages import Package, first_part
from pedograph.formats.parsing.text import EXPORT_AGAIN
from pedograph.formats.table.description import KEYS
from pedograph.formats.table.numbers import Numbers

_MOST_ARRAYS: Final = 200
_LONGEST_TEXT: Final = 1 << 20


def is_arrays(head: bytes) -> bool:
    """Whether the first bytes are those of a NumPy or MATLAB file."""
    part = first_part(head)
    npz = part is not None and part[0].endswith(".npy") and part[1].startswith(npy.SIGNATURE)
    return npz or head.startswith(npy.SIGNATURE) or bool(matlab.byte_order(head))


def is_sheets(head: bytes) -> bool:
    """Whether the first bytes are those of an Excel workbook."""
    return xlsx.is_workbook(head) or excel.is_workbook(head)


def arrays_in(data: bytes, name: str) -> dict[str, NDArray[Any]]:
    """All arrays of plain numbers in a NumPy or MATLAB file, by name; that of an ``.npy`` file has none.

    Raises
    ------
    ReadError
        If the file is damaged, cut off, or claims more than it can hold.
    """
    if data.startswith(npy.SIGNATURE):
        return {"": npy.read_array(data, name)}
    if matlab.byte_order(data):
        return matlab.read_arrays(data, name)
    package = Package(data, name)
    parts = [part for part in package.names if part.endswith(".npy")]
    if len(parts) > _MOST_ARRAYS:
        raise ReadError(name, f"it holds {len(parts)} arrays", advice="Save the array of pressures alone")
    found = {}
    for part in parts:
        key = part.removesuffix(".npy")
        # A text can say what the numbers are; nothing else that is no number is looked at.
        kinds = "biufU" if key in KEYS else "biuf"
        try:
            header = npy.array_header(next(package.pieces(part, 1 << 14), b""), name, key, kinds)
        except ReadError:
            continue
        if header.kind.kind != "U" or package.size(part) < _LONGEST_TEXT:
            found[key] = npy.read_array(package.buffer(part), name, key, kinds)
    return found


def said_by(arrays: Mapping[str, NDArray[Any]], name: str) -> dict[str, Any]:
    """What single numbers and texts among the arrays say, by names such as ``row_spacing``."""
    return {
        key: _whole(npy.plain_value(array, name, key))
        for key, array in arrays.items()
        if key in KEYS and array.size == 1
    }


def chosen_array(arrays: Mapping[str, NDArray[Any]], wanted: str, name: str) -> Numbers | None:
    """The array of pressures: the one that is wanted, else the only one of two or three axes; None if several.

    Raises
    ------
    ReadError
        If there is none.
    """
    able = {key: array for key, array in arrays.items() if array.ndim in (2, 3) and array.size > 1}
    if wanted and wanted not in able:
        names = ", ".join(able) or "none"
        raise ReadError(name, f'there is no array "{wanted[:40]}" of pressures in it (there are: {names[:200]})')
    if not able:
        raise ReadError(name, "it holds no array with two or three axes", advice=EXPORT_AGAIN)
    if not wanted and len(able) > 1:
        return None
    return array_called(arrays, wanted or next(iter(able)))


def array_called(arrays: Mapping[str, NDArray[Any]], key: str) -> Numbers:
    """One of the arrays, and the others beside it."""
    values = arrays[key]
    others = {other: array for other, array in arrays.items() if other != key and array.dtype.kind in "iuf"}
    return Numbers(values, (len(values),) if values.ndim == 2 else (), key, others)


def sheets_in(data: bytes, name: str) -> dict[str, Worksheet]:
    """The sheets with numbers of an Excel workbook, by title.

    Raises
    ------
    ReadError
        If the file is damaged, cut off or protected, or no sheet has numbers.
    """
    sheets = (excel if excel.is_workbook(data) else xlsx).worksheets(data, name)
    found = {sheet.title: sheet for sheet in sheets if not np.isnan(sheet.values).all()}
    if not found:
        raise ReadError(name, "none of its sheets holds numbers")
    return found


def said_on(sheet: Worksheet) -> dict[str, Any]:
    """What the rows above the numbers say: a key in the first column, its value in the second."""
    values: dict[str, Any] = {}
    for row, key in _keys(sheet).items():
        number = sheet.values[row, 1] if sheet.values.shape[1] > 1 else np.nan
        values[key] = sheet.texts.get((row, 1), "") if np.isnan(number) else _whole(float(number))
    return values


def sheet_numbers(sheet: Worksheet, name: str, no_sensor: float | str | None = None) -> Numbers:
    """The numbers of a sheet; blank rows part frames.

    Parameters
    ----------
    sheet : Worksheet
        The sheet.
    name : str
        Name of the file, for errors.
    no_sensor : float or str, optional
        What stands where there is no sensor; "" for an empty cell.

    Raises
    ------
    ReadError
        If a text stands among the numbers, or a cell is empty.
    """
    above = max(_keys(sheet), default=-1) + 1
    labels = {row for row, _ in sheet.texts if row >= above and np.isnan(sheet.values[row]).all()}
    first = min(
        (row for row in range(above, len(sheet.values)) if row not in labels and _filled(sheet, row)), default=0
    )
    for row, column in sorted(sheet.texts):
        if row >= first and sheet.texts[row, column].strip() != no_sensor:
            found = f'"{shown(sheet.texts[row, column])}" stands among the numbers'
            where = f"sheet {sheet.title}, row {row + 1}, column {column + 1}"
            raise ReadError(name, found, where=where, advice=EXPORT_AGAIN)
    body = sheet.values[first:]
    filled = np.flatnonzero(~np.isnan(body).all(axis=1))
    values = body[filled][:, : int(np.flatnonzero(~np.isnan(body).all(axis=0))[-1]) + 1]
    if not isinstance(no_sensor, str) and np.isnan(values).any():
        row, column = (int(place) for place in np.argwhere(np.isnan(values))[0])
        where = f"sheet {sheet.title}, row {first + int(filled[row]) + 1}, column {column + 1}"
        raise ReadError(name, "a value is missing", where=where, advice='Or say no_sensor = "" for empty cells')
    if isinstance(no_sensor, int | float):
        values = np.where(values == no_sensor, np.nan, values)
    breaks = np.flatnonzero(np.diff(filled) > 1) + 1
    heights = np.diff([0, *breaks.tolist(), len(filled)])
    return Numbers(values, tuple(heights.tolist()), sheet.title)


def _keys(sheet: Worksheet) -> dict[int, str]:
    """Rows that begin with the key of a description."""
    found = {row: text.strip() for (row, column), text in sheet.texts.items() if column == 0}
    return {row: text for row, text in found.items() if text in KEYS}


def _filled(sheet: Worksheet, row: int) -> bool:
    return not bool(np.isnan(sheet.values[row]).all())


def _whole(value: Any) -> Any:
    """A whole number where a float is one and stands for a count."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e9 else value
