"""What a table of numbers may be: a preview, and a description to fill in, guessed from the numbers alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from pedograph.formats.parsing.toml_text import toml_value
from pedograph.formats.table.description import PER_LINE, REQUIRED, STACKED
from pedograph.formats.table.numbers import Numbers

_WIDE: Final = 200
"""Columns from which a line is rather a whole frame than a row of one."""
_TALL: Final = 150
"""Lines up to which they are rather one frame than many."""
_LENGTH_TO_WIDTH: Final = 2.2
"""Of a foot's print, about."""

_COMMENTS: Final = {
    "row_spacing": "mm between rows, along the foot",
    "column_spacing": "mm between columns, across it",
    "unit": 'kPa, N/cm2, psi, mmHg, ...; or "N" for the force on each cell',
    "rows_from": 'where the first row lies: "heel" or "toes"',
    "columns_from": 'where the first column lies, seen from above: "left" or "right"',
    "rate": "frames a second; 0 for a single image",
    "layout": f'"{STACKED}": the rows of a frame one below the other; "{PER_LINE}": a frame on each line',
    "rows": "rows of a frame",
    "columns": "columns of a frame",
    "axes": "what the axes of the array count, in their order",
    "array": "name of the array of pressures",
    "time_column": "column with the times, from 1; then no rate is needed",
    "time_unit": '"s" or "ms"',
}


@dataclass(frozen=True)
class TablePreview:
    """What a table would be read as.

    Parameters
    ----------
    frames, rows, columns : int
        As far as they can be told; 0 where they cannot.
    smallest, largest : float
        Of the values, as they stand in the file; NaN where all are.
    toml : str
        A description to fill in: 0 and "" stand where the numbers tell nothing.
    """

    frames: int
    rows: int
    columns: int
    smallest: float
    largest: float
    toml: str

    def __str__(self) -> str:
        """Size and range in words."""
        sizes = [str(size or "?") for size in (self.frames, self.rows, self.columns)]
        return (
            f"{sizes[0]} frame{'s' * (self.frames != 1)} x {sizes[1]} rows x {sizes[2]} columns, "
            f"values from {self.smallest:g} to {self.largest:g}"
        )


def guessed(numbers: Numbers, known: Mapping[str, Any]) -> TablePreview:
    """A preview of numbers of which some things are known.

    Parameters
    ----------
    numbers : Numbers
        As they lie in the file.
    known : mapping
        Keys of a description; they go before every guess.
    """
    layout = _of_array(numbers, known) if numbers.values.ndim == 3 else _of_lines(numbers, known)
    blank = {key: "" if key in ("unit", "rows_from", "columns_from") else 0 for key in REQUIRED}
    timed = any(key in {**layout, **known} for key in ("time_column", "time_array"))
    said = {**blank, **({} if timed else {"rate": 0}), **layout}
    said = {key: known.get(key) or value for key, value in said.items()}
    values = {**said, **{key: value for key, value in known.items() if key not in said}}
    frames, rows, columns = _sizes(numbers, values)
    finite = numbers.values[np.isfinite(numbers.values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (np.nan, np.nan)
    preview = TablePreview(frames, rows, columns, low, high, "")
    return TablePreview(frames, rows, columns, low, high, _toml(values, str(preview)))


def _toml(values: Mapping[str, Any], title: str) -> str:
    """The description as text, with a comment on each line."""
    lines = [f"# {title}"]
    for key, value in values.items():
        start = f"{key} = {toml_value(value)}"
        lines.append(f"{start:<28} # {_COMMENTS[key]}" if key in _COMMENTS else start)
    return "\n".join([*lines, "# Then open the table again.\n"])


def _of_array(numbers: Numbers, known: Mapping[str, Any]) -> dict[str, Any]:
    """Axes of an array: the longest counts frames, rows come before columns."""
    frame = int(np.argmax(numbers.values.shape))
    rest = iter(("row", "column"))
    axes = ", ".join("frame" if axis == frame else next(rest) for axis in range(3))
    named = {"array": numbers.named} if numbers.named and numbers.others else {}
    return {"axes": axes, **named}


def _of_lines(numbers: Numbers, known: Mapping[str, Any]) -> dict[str, Any]:
    """Layout of lines: blank lines tell it, else their number and length."""
    lines, width = numbers.values.shape
    named = {"array": numbers.named} if numbers.named and numbers.others else {}
    if known.get("layout", PER_LINE if width >= _WIDE else STACKED) == STACKED:
        blocks = numbers.heights if len(set(numbers.heights)) == 1 else (0,)
        single = len(blocks) == 1 and blocks[0] > _TALL
        return {"layout": STACKED, "rows": 0 if single else int(blocks[0]), **named}
    first = numbers.values[:, 0]
    timed = lines > 2 and bool((np.diff(first) > 0).all())
    cells = width - (1 if timed else 0)
    factors = [size for size in range(1, cells + 1) if cells % size == 0]
    columns = min(factors, key=lambda size: abs(np.log(cells / size**2 / _LENGTH_TO_WIDTH)))
    timing = {"time_column": 1, "time_unit": "s"} if timed else {}
    return {"layout": PER_LINE, "rows": cells // columns, "columns": columns, **timing, **named}


def _sizes(numbers: Numbers, values: Mapping[str, Any]) -> tuple[int, int, int]:
    """Frames, rows and columns; 0 where they are not known."""
    shape = numbers.values.shape
    axes = str(values.get("axes", "")).replace(",", " ").split()
    if len(shape) == 3:
        if sorted(axes) != ["column", "frame", "row"]:
            return 0, 0, 0
        return shape[axes.index("frame")], shape[axes.index("row")], shape[axes.index("column")]
    rows, columns = _count(values.get("rows")), _count(values.get("columns"))
    if values.get("layout") == PER_LINE:
        return shape[0], rows, columns
    width = max(0, shape[1] - _count(values.get("skip_columns")))
    if axes[-1:] == ["row"]:
        return shape[0] // columns if columns else 0, width, columns
    return shape[0] // rows if rows else 0, rows, width


def _count(value: Any) -> int:
    return value if type(value) is int and value > 0 else 0
