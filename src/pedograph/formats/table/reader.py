"""Plain tables of numbers, read by what a person says of them: in the file itself, or in a TOML beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pedograph.errors import ReadError
from pedograph.formats.companions import first_text
from pedograph.formats.context import FileContext
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.toml_text import read_toml
from pedograph.formats.table import arrays as table_arrays
from pedograph.formats.table import text_table as table_text
from pedograph.formats.table.description import description_of, said, unsaid
from pedograph.formats.table.frames import frames_of, undecided
from pedograph.formats.table.guess import TablePreview, guessed
from pedograph.formats.table.numbers import Numbers
from pedograph.recording import PressureRecording

__all__ = ["SPEC", "TablePreview", "preview", "read", "sniff"]

SPEC = FormatSpec(
    key="table",
    name="Table of numbers",
    vendor="any",
    description="Numbers as CSV, TSV, Excel, NumPy or MATLAB file, with a description that says what they are",
    extensions=(".csv", ".tsv", ".txt", ".xlsx", ".xls", ".npy", ".npz", ".mat"),
    page="docs/formats/table.md",
    notes=(
        "Spacing, rate, unit and orientation are taken from a TOML beside the file, walk.csv.toml or walk.toml.",
        "The same keys can stand in the file: in comments, in the first rows of a sheet, as arrays of one value.",
        "Nothing is guessed without being asked: what is missing is named, with a suggestion to paste.",
    ),
    fallback=True,
)

_BROKEN = "Fix the description; docs/formats/table.md shows one"


def sniff(head: bytes, name: str) -> bool | str:
    """Whether it is an array or a workbook, or lines of text that hold nothing but numbers."""
    if table_arrays.is_arrays(head) or table_arrays.is_sheets(head):
        return True
    if head.startswith(b"MATLAB 7.3"):
        return "it is a MATLAB 7.3 file; save it with -v7"
    return table_text.looks_like(head) or True


def read(data: bytes, name: str, context: FileContext) -> PressureRecording:
    """The recording in a table; see `Format.read`.

    Raises
    ------
    ReadError
        Also if the description lacks something, with a suggestion.
    """
    values, numbers, described_by = _opened(data, name, context)
    missing = unsaid(values) + (["array"] if numbers is None else undecided(numbers, values))
    if numbers is None or missing:
        seen = guessed(numbers or _largest(data, name), values)
        # A single image has no rate.
        if numbers is None or missing != ["rate"] or seen.frames != 1:
            raise _asking(name, seen, missing)
    return frames_of(numbers, description_of(values), described_by, SPEC.key, name)


def preview(
    data: bytes, name: str, values: Mapping[str, Any] | None = None, context: FileContext | None = None
) -> TablePreview:
    """What a table would be read as, and a description to fill in.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name.
    values : mapping, optional
        Keys of a description that are known; they go before those in the file and beside it.
    context : FileContext, optional
        Says where the file is, if a description may be beside it.

    Returns
    -------
    TablePreview
        Frames x rows x columns as far as they can be told, smallest and largest value, and a TOML.

    Raises
    ------
    ReadError
        If the file holds no numbers, or is damaged.
    """
    known, numbers, _ = _opened(data, name, context or FileContext(), values)
    return guessed(numbers or _largest(data, name), known)


def _opened(
    data: bytes, name: str, context: FileContext, over: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], Numbers | None, str]:
    """What is said of a table, its numbers (None where several arrays are there), and what file says it."""
    found = first_text(context.beside(name, ".toml"))
    given = said(read_toml(found[1], found[0].name, _BROKEN), found[0].name) if found else {}
    given |= said(over or {}, name)
    if table_arrays.is_arrays(data[:65536]):
        arrays = table_arrays.arrays_in(data, name)
        values = said(table_arrays.said_by(arrays, name), name) | given
        numbers = table_arrays.chosen_array(arrays, values.get("array", ""), name)
    elif table_arrays.is_sheets(data[:65536]):
        sheets = table_arrays.sheets_in(data, name)
        wanted = given.get("sheet", "") or next(iter(sheets))
        if wanted not in sheets:
            raise ReadError(
                name, f'there is no sheet "{wanted[:40]}" with numbers (there are: {", ".join(sheets)})'
            )
        values = said(table_arrays.said_on(sheets[wanted]), name) | given
        numbers = table_arrays.sheet_numbers(sheets[wanted], name, values.get("no_sensor"))
    else:
        values = said(table_text.said_in(data, name), name) | given
        numbers = table_text.read_lines(data, name, values.get("no_sensor"))
    return values, numbers, found[0].name if found else ""


def _largest(data: bytes, name: str) -> Numbers:
    """Of several arrays the largest."""
    arrays = table_arrays.arrays_in(data, name)
    key = max((key for key, array in arrays.items() if array.ndim in (2, 3)), key=lambda key: arrays[key].size)
    return table_arrays.array_called(arrays, key)


def _asking(name: str, seen: TablePreview, missing: list[str]) -> ReadError:
    """The error that says what is missing, with a description to paste."""
    found = f"it is a table of numbers ({seen}), and nothing says its {', '.join(missing)}"
    advice = (
        f"Save the following beside it as {name}.toml, with what is 0 or empty filled in:\n\n{seen.toml.strip()}"
    )
    return ReadError(name, found, advice=advice)
