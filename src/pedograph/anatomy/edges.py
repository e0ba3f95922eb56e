"""Edges and tangents of a print without toes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.anatomy.cells import Cells, end_of_print
from pedograph.recording import FloatArray

HEEL_CAP, FRONT_CAP, TIP_CAP, SIDE_CAP = 75.0, 75.0, 40.0, 40.0
"""mm2 of the smallest area cut off to find the heel's end, the front, the toe tip and the sides."""


@dataclass(frozen=True)
class Line:
    """A line through two points (medial, along) of the foot frame, mm, the first nearer the heel."""

    heel: tuple[float, float]
    ball: tuple[float, float]

    def medial_at(self, along: FloatArray) -> FloatArray:
        """How far towards the inner side the line lies at places along the foot, mm."""
        (heel_m, heel_l), (ball_m, ball_l) = self.heel, self.ball
        return np.asarray(heel_m + (ball_m - heel_m) * (along - heel_l) / (ball_l - heel_l))

    @property
    def direction(self) -> tuple[float, float]:
        """Unit vector (medial, along) towards the toes."""
        medial, along = self.ball[0] - self.heel[0], self.ball[1] - self.heel[1]
        size = float(np.hypot(medial, along))
        return medial / size, along / size


def ends_along(cells: Cells, area: FloatArray, cap: float, towards: int) -> float:
    """Where the print ends along the foot: towards +1 the toes, -1 the heel, mm."""
    halves = (abs(cells.row_edge[1]) / 2, abs(cells.column_edge[1]) / 2)
    return towards * end_of_print(towards * cells.along, area, halves, cap)


def ends_across(cells: Cells, area: FloatArray, towards: int) -> float:
    """Where the print ends across the foot: towards +1 the inner side, -1 the outer, mm."""
    halves = (abs(cells.row_edge[0]) / 2, abs(cells.column_edge[0]) / 2)
    loaded = area > 0
    part = towards * cells.medial[loaded]
    return towards * end_of_print(part, area[loaded], halves, SIDE_CAP)


def tangent(cells: Cells, area: FloatArray, length: float, towards: int) -> Line:
    """The line along the inner (+1) or outer (-1) side that touches heel and ball.

    Parameters
    ----------
    cells : Cells
        In a foot frame with its origin at the heel end.
    area : float array [cell]
        Area without toes, mm2.
    length : float
        Length without toes, mm.
    """
    heel = area * cells.share_along(0.08 * length, 0.33 * length)
    ball = area * cells.share_along(0.67 * length, length)
    return Line(_touch(cells, heel, towards), _touch(cells, ball, towards))


def _touch(cells: Cells, area: FloatArray, towards: int) -> tuple[float, float]:
    """Point (medial, along) where a tangent touches: the edge, at the middle of the cells next to it."""
    edge = ends_across(cells, area, towards)
    weight = area * np.exp(np.minimum(towards * (cells.medial - edge), 0.0) / 4.0)
    return edge, float(np.average(cells.along, weights=weight))
