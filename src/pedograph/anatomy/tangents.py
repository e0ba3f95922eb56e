"""Ends and tangents of a print without toes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pedograph.anatomy.cells import Cells, UnreadablePrint, mean_place
from pedograph.anatomy.toes import ToeLine
from pedograph.recording import FloatArray

_PRESENT = 0.5
"""Share of a cell that must lie in a part of the foot for the cell's reach to count as that part's."""


@dataclass(frozen=True)
class Tangent:
    """A line through two points (medial, along) of the foot frame, mm, the first nearer the heel."""

    heel: tuple[float, float]
    ball: tuple[float, float]

    def medial_at(self, along: FloatArray) -> FloatArray:
        """How far towards the medial side the line lies at places along the foot, mm."""
        (heel_m, heel_l), (ball_m, ball_l) = self.heel, self.ball
        return np.asarray(heel_m + (ball_m - heel_m) * (along - heel_l) / (ball_l - heel_l))

    @property
    def angle(self) -> float:
        """Direction towards the toes, degrees from the foot axis, positive towards the medial side."""
        return math.degrees(math.atan2(*self.direction))

    @property
    def direction(self) -> tuple[float, float]:
        """Unit vector (medial, along) towards the toes."""
        medial, along = self.ball[0] - self.heel[0], self.ball[1] - self.heel[1]
        size = math.hypot(medial, along)
        return medial / size, along / size


def heel_end(cells: Cells) -> float:
    """Where the print ends behind, mm along the foot."""
    return float(cells.reach_along.min())


def toe_end(cells: Cells) -> float:
    """Where the print ends in front, mm along the foot."""
    return float(cells.reach_along.max())


def front_end(cells: Cells, toe_line: ToeLine) -> float:
    """Where the print without toes ends in front, mm along the foot."""
    behind = cells.along < toe_line.place(cells.medial)
    reach = np.minimum(cells.reach_along, toe_line.place(cells.reach_medial))[behind]
    return float(np.concatenate([reach, toe_line.along[toe_line.bridge]]).max())


def side_end(cells: Cells, area: FloatArray, towards: int) -> float:
    """Where cells with area end across the foot: towards +1 the medial side, -1 the outer, mm."""
    share = area / cells.area
    if not (share > 0).any():
        raise UnreadablePrint("part_left_no_print", "the forefoot left no print")
    present = share >= min(_PRESENT, float(share.max()))
    return towards * float((towards * cells.reach_medial[present]).max())


def tangents(cells: Cells, area: FloatArray, length: float) -> tuple[Tangent, Tangent]:
    """The lines along the inner and along the lateral side that touch heel and ball.

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
    inner, outer = (Tangent(_touch(cells, heel, towards), _touch(cells, ball, towards)) for towards in (1, -1))
    return inner, outer


def _touch(cells: Cells, area: FloatArray, towards: int) -> tuple[float, float]:
    """Point (medial, along) where a tangent touches: the edge, at the middle of the cells next to it."""
    edge = side_end(cells, area, towards)
    weight = area * np.exp(np.minimum(towards * (cells.medial - edge), 0.0) / 4.0)
    return edge, mean_place(cells.along, weight, "side of the foot")
