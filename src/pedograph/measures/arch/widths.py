"""Breadths of the print across the foot axis, below the size of a cell."""

from __future__ import annotations

from collections.abc import Callable

from pedograph.measures.context import StepContext, once
from pedograph.measures.model import Unmeasurable


@once
def heel_width(context: StepContext) -> float:
    """Largest breadth in contact across the foot axis in the rear third, mm.

    Raises
    ------
    Unmeasurable
        If the heel left no print.
    """
    widest = float(context.profile.widths_between(0.0, context.anatomy.borders.thirds[0]).max())
    if widest <= 0:
        raise Unmeasurable("the heel left no print")
    return widest


@once
def midfoot_width(context: StepContext) -> float:
    """Least breadth in contact across the foot axis in the middle third, mm; 0 where none touches."""
    return float(context.profile.widths_between(*context.anatomy.borders.thirds).min())


WIDTHS: dict[str, Callable[[StepContext], float]] = {"heel_width": heel_width, "midfoot_width": midfoot_width}
"""Breadths, by key."""
