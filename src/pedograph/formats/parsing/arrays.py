"""Arrays of numbers from files, on their way to be frames in kPa: bounded in value, and copied once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.numbers import LARGEST_VALUE
from pedograph.formats.parsing.text import EXPORT_AGAIN

NUMERIC = "biuf"
"""Kinds of NumPy types that can hold pressures."""

_BLOCK = 1 << 18


@np.errstate(all="ignore")  # a damaged number is told by its value, not by a warning
def as_frames(
    values: NDArray[Any], name: str, factor: float = 1.0, advice: str = EXPORT_AGAIN
) -> NDArray[np.float32]:
    """Frames in kPa.

    Parameters
    ----------
    values : array [frame, row, column] of integers, floats or truth values
        As stored, in any order of memory; not changed.
    name : str
        Name of the file, for errors.
    factor : float
        kPa per unit of the values.
    advice : str
        What to do about values that cannot be.

    Returns
    -------
    float32 array [frame, row, column]
        In C order, read-only; ``values`` themselves where they are that already.

    Raises
    ------
    ReadError
        If they are no frames, or one is negative, no number, or more than any sensor reports.
    """
    if values.ndim != 3 or not values.size:
        raise ReadError(
            name, f"its array has the shape {values.shape}, not frames x rows x columns", advice=advice
        )
    # Frames that nobody can write to are taken as they are.
    flags = values.flags
    fixed = flags.c_contiguous and flags.aligned and not flags.writeable
    whole = fixed and factor == 1.0 and values.dtype == np.float32
    frames = values if whole else np.empty(values.shape, dtype=np.float32)
    step = max(1, _BLOCK // (values.shape[1] * values.shape[2]))
    for start in range(0, len(values), step):
        block = values[start : start + step]
        low, high = float(block.min()), float(block.max())
        if not (low >= 0 and high * factor <= LARGEST_VALUE):
            raise _wrong(block, start, factor, name, advice)
        if not whole:
            frames[start : start + step] = block if factor == 1.0 else block * np.float64(factor)
    frames.flags.writeable = False
    return frames


def _wrong(block: NDArray[Any], start: int, factor: float, name: str, advice: str) -> ReadError:
    """The error of the first value that no pressure can have."""
    good = (block >= 0) & (block * np.float64(factor) <= LARGEST_VALUE)
    frame, row, column = (int(place) for place in np.argwhere(~good)[0])
    value = float(block[frame, row, column])
    found = "a value is not a number"
    if value < 0:
        found = f"{value:g} is negative, and no pressure is"
    elif value >= 0:
        found = f"{value:g} is more than any sensor reports"
    where = f"frame {start + frame}, row {row + 1}, column {column + 1}"
    return ReadError(name, found, where=where, advice=advice)
