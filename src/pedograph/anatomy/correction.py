"""What a person set by hand because the print misled: the axis, the toe line, cells that are not the foot's."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pedograph.errors import SettingsError
from pedograph.recording import BoolArray
from pedograph.steps import StepFrames

Point = tuple[float, float]
"""x and y on the plate, mm."""
AXIS_BY_HAND = "axis set by hand"
TOE_LINE_BY_HAND = "toe line set by hand"
CELLS_LEFT_OUT = "cells left out by hand"
_SHORTEST_AXIS = 20.0
"""mm between the two points of an axis below which they give no direction."""


@dataclass(frozen=True)
class AnatomyCorrection:
    """What a person set; everything that is None or empty is found as usual.

    Parameters
    ----------
    axis : (point, point), optional
        Two points of the foot axis on the plate, the first nearer the heel; the line through them is the axis.
    toe_line : tuple of points, optional
        Points on the plate at which the toes begin, from one side of the forefoot to the other, in any order.
    left_out : tuple of (int, int)
        Row and column in the grid of cells that do not belong to the foot. They are taken out of the step's frames
        by `without_cells`, so that no measure counts them.

    Raises
    ------
    SettingsError
        If a place is not a number, the axis is too short to have a direction, or a toe line has one point only.
    """

    axis: tuple[Point, Point] | None = None
    toe_line: tuple[Point, ...] | None = None
    left_out: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        for points in (self.axis, self.toe_line):
            if points is not None and not np.isfinite(np.array(points, dtype=np.float64)).all():
                raise SettingsError("a point set by hand is not a number.")
        if self.axis is not None and float(np.hypot(*np.subtract(*self.axis))) < _SHORTEST_AXIS:
            raise SettingsError(f"the two points of an axis must be at least {_SHORTEST_AXIS:g} mm apart.")
        if self.toe_line is not None and len(self.toe_line) < 2:
            raise SettingsError("a toe line needs at least two points.")

    @property
    def empty(self) -> bool:
        """Whether nothing was set."""
        return self.axis is None and self.toe_line is None and not self.left_out

    @property
    def flags(self) -> tuple[str, ...]:
        """What a reader of the measures should know, a short sentence for each thing set."""
        said = (
            (AXIS_BY_HAND, self.axis is not None),
            (TOE_LINE_BY_HAND, self.toe_line is not None),
            (CELLS_LEFT_OUT, bool(self.left_out)),
        )
        return tuple(text for text, is_set in said if is_set)


NOTHING_SET = AnatomyCorrection()
"""A correction that corrects nothing."""


def without_cells(step: StepFrames, left_out: tuple[tuple[int, int], ...]) -> StepFrames:
    """The step without some cells of the grid; its footstep's mask no longer holds them either.

    Parameters
    ----------
    step : StepFrames
        The step.
    left_out : tuple of (int, int)
        Row and column of each cell; those that are not the step's change nothing.

    Raises
    ------
    SettingsError
        If no cell is left.
    """
    footstep = step.footstep
    out = _chosen(footstep.mask.shape, footstep.first_row, footstep.first_column, left_out)
    keep = ~out[step.rows - footstep.first_row, step.columns - footstep.first_column]
    if not keep.any():
        raise SettingsError("every cell of the step was left out.")
    footstep = replace(footstep, mask=footstep.mask & ~out)
    return StepFrames(footstep, step.rows[keep], step.columns[keep], step.pressure[:, keep])


def _chosen(
    shape: tuple[int, ...], first_row: int, first_column: int, left_out: tuple[tuple[int, int], ...]
) -> BoolArray:
    """Where a box of the grid holds cells that were left out [row, column]."""
    out = np.zeros(shape, dtype=bool)
    places = np.array(left_out, dtype=np.intp).reshape(-1, 2) - (first_row, first_column)
    inside = places[(places >= 0).all(axis=1) & (places < shape).all(axis=1)]
    out[inside[:, 0], inside[:, 1]] = True
    return out
