"""Unsigned decimals as text, all of a block at once: exactly the doubles that ``float`` gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.recording import FloatArray

MOST_DIGITS: Final = 15
"""Digits of the longest number that is a double exactly, whatever they are."""

_POWERS_OF_TEN = 10.0 ** np.arange(MOST_DIGITS + 1)


@dataclass(frozen=True)
class RowLayout:
    """What a row looks like.

    Parameters
    ----------
    columns : int
        Fields in it.
    separator, decimal : bytes
        One byte between fields, and the decimal sign.
    blank_as_zero : bool
        Whether an empty field is a 0.
    absent : bytes
        A letter that stands where there is no sensor; empty for none.
    """

    columns: int
    separator: bytes
    decimal: bytes
    blank_as_zero: bool
    absent: bytes


def even_decimals(text: bytes, layout: RowLayout) -> FloatArray | None:
    """Values of rows of unsigned decimals that have, column by column, as many decimals as those of the first row.

    All decimal signs are taken out, and the digits of all numbers, counted from the right, are those of ones,
    tens, hundreds; the signs must have stood where the first row has them. None where the rows are otherwise;
    `plain_decimals` may read them.

    Parameters
    ----------
    text : bytes
        Rows with a line feed between them, without blanks.
    layout : RowLayout
        Columns, separator and decimal sign count here.

    Returns
    -------
    float64 array [row, column] or None
    """
    decimals = _decimals_of(text.partition(b"\n")[0], layout)
    if decimals is None:
        return None
    signed = decimals >= 0
    decimals = np.maximum(decimals, 0)
    bare = text.translate(None, layout.decimal) if signed.any() else text
    digits = np.frombuffer(bare, dtype=np.uint8) - np.uint8(ord("0"))
    all_ends = np.append(np.flatnonzero(digits > 9), digits.size)
    if all_ends.size % layout.columns:
        return None
    ends = all_ends.reshape(-1, layout.columns)
    counts = np.diff(all_ends, prepend=-1).reshape(ends.shape) - 1
    signs = len(ends) * np.count_nonzero(signed)
    if len(text) - len(bare) != signs or (counts <= decimals).any() or counts.max() > MOST_DIGITS:
        return None
    codes = np.append(np.frombuffer(text, dtype=np.uint8), np.uint8(ord("\n")))
    stops = ends + np.cumsum(signed) + np.count_nonzero(signed) * np.arange(len(ends))[:, np.newaxis]
    marks = codes[stops]
    if (
        (codes[(stops - 1 - decimals)[:, signed]] != ord(layout.decimal)).any()
        or (marks[:, :-1] != ord(layout.separator)).any()
        or (marks[:, -1] != ord("\n")).any()
    ):
        return None
    wholes = _from_the_right(digits, all_ends - 1, counts.ravel())
    return np.asarray(wholes.reshape(ends.shape) / _POWERS_OF_TEN[decimals])


def _decimals_of(line: bytes, layout: RowLayout) -> NDArray[np.intp] | None:
    """Digits behind the decimal sign in each column of a row, -1 where there is no sign; None for no plain row."""
    codes = np.frombuffer(line, dtype=np.uint8)
    ends = np.append(np.flatnonzero(codes == ord(layout.separator)), codes.size)
    signs = np.flatnonzero(codes == ord(layout.decimal)) if layout.decimal != layout.separator else ends[:0]
    owners = np.searchsorted(ends, signs)
    if ends.size != layout.columns or (owners[1:] == owners[:-1]).any():
        return None
    decimals = np.full(ends.size, -1, dtype=np.intp)
    decimals[owners] = ends[owners] - 1 - signs
    return decimals


def _from_the_right(digits: NDArray[np.uint8], last: NDArray[np.intp], counts: NDArray[np.intp]) -> FloatArray:
    """Whole numbers by the place of their last digit and how many digits they have."""
    values = digits[last].astype(np.float64)
    least = int(counts.min())
    for step in range(1, int(counts.max())):
        if step < least:
            values += digits[last - step] * _POWERS_OF_TEN[step]
        else:
            live = np.flatnonzero(counts > step)
            values[live] += digits[last[live] - step] * _POWERS_OF_TEN[step]
    return values


def plain_decimals(text: bytes, layout: RowLayout) -> FloatArray | None:
    """Values of rows of unsigned decimals like ``12.50``; None where anything else stands in the text.

    The digits of all numbers are taken together, first digits, then second digits and so on; the quotient of
    the whole number so made and a power of ten is the nearest double, as ``float`` would give it.

    Parameters
    ----------
    text : bytes
        Rows with a line feed between them, without blanks.
    layout : RowLayout
        Columns, separator and decimal sign count here.

    Returns
    -------
    float64 array [row, column] or None
    """
    codes = np.frombuffer(text, dtype=np.uint8)
    digits = codes - np.uint8(ord("0"))
    others = np.flatnonzero(digits > 9)
    marks = codes[others]
    line_ends = marks == ord("\n")
    is_end = (marks == layout.separator[0]) | line_ends
    ends = np.append(others[is_end], codes.size)
    if not _in_rows(line_ends[is_end], ends.size, layout.columns):
        return None
    places = np.flatnonzero(~is_end)
    if (marks[places] != layout.decimal[0]).any():
        return None
    # A decimal point belongs to the number that ends next.
    owners = places - np.arange(places.size)
    if (owners[1:] == owners[:-1]).any():
        return None
    widths = np.diff(ends, prepend=-1) - 1
    decimals = np.zeros(ends.size, dtype=np.intp)
    decimals[owners] = ends[owners] - others[places] - 1
    digit_counts = widths.copy()
    digit_counts[owners] -= 1
    if digit_counts.min() < 1 or digit_counts.max() > MOST_DIGITS:
        return None
    values = _whole_numbers(digits, ends - widths, widths) / _POWERS_OF_TEN[decimals]
    return np.asarray(values.reshape(-1, layout.columns))


def _in_rows(is_line_end: NDArray[np.bool_], fields: int, columns: int) -> bool:
    """Whether lines end after every so many fields and nowhere else."""
    places = np.flatnonzero(is_line_end)
    return fields == (places.size + 1) * columns and bool(
        (places == np.arange(1, places.size + 1) * columns - 1).all()
    )


def _whole_numbers(digits: NDArray[np.uint8], starts: NDArray[np.intp], widths: NDArray[np.intp]) -> FloatArray:
    """Numbers made of the digits from each start, passing over what is no digit."""
    values = np.zeros(starts.size)
    live: slice | NDArray[np.intp] = slice(None)
    for step in range(int(widths.max())):
        if step >= widths.min():
            live = np.flatnonzero(widths > step)
        found = digits[starts[live] + step]
        before = values[live]
        values[live] = np.where(found > 9, before, before * 10.0 + found)
    return values
