"""The numbers of a table as they lie in its file, text or workbook or array, before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers of one table.

    Parameters
    ----------
    values : array [line, column] or [axis, axis, axis]
        NaN where there is no sensor.
    heights : tuple of int
        For lines, how many stand together between blank ones.
    named : str
        Name of the array or sheet, where a file has several.
    others : mapping of str to array
        The other arrays of the file.
    """

    values: NDArray[Any]
    heights: tuple[int, ...] = ()
    named: str = ""
    others: Mapping[str, NDArray[np.floating[Any]]] = field(default_factory=dict)
