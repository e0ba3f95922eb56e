"""Cells as rectangles: how much of each lies beyond a line.

Cells are split by a line, never assigned to a side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.notes import Refusal
from pedograph.recording import BoolArray, FloatArray


class UnreadablePrint(Refusal):
    """Raised where a print does not show heel, ball and front of a foot; the text is the reason."""


def mean_place(places: FloatArray, weights: FloatArray, part: str) -> float:
    """Weighted mean of places, mm; refuses a part of the foot that left no print."""
    total = float(weights.sum())
    if total <= 0:
        raise UnreadablePrint("part_left_no_print", f"the {part} left no print")
    return float(weights @ places) / total


@dataclass(frozen=True, eq=False)
class Cells:
    """Loaded cells in the foot frame.

    Parameters
    ----------
    medial, along : float array [cell]
        Centres in mm: towards the medial side of the foot, and from heel to toes.
    peak : float array [cell]
        Peak pressure, kPa.
    reach_medial, reach_along : float array [cell]
        Where contact ends next to a boundary cell; the centre of any other cell.
    area : float array [cell]
        Area that a cell stands for, mm2.
    row_edge, column_edge : tuple of float
        The cell's two edges as (medial, along) vectors, mm.
    """

    medial: FloatArray
    along: FloatArray
    peak: FloatArray
    reach_medial: FloatArray
    reach_along: FloatArray
    area: FloatArray
    row_edge: tuple[float, float]
    column_edge: tuple[float, float]

    def beyond(self, distance: FloatArray, normal: tuple[float, float]) -> FloatArray:
        """Share of each cell that lies beyond a line.

        Parameters
        ----------
        distance : float array [..., cell]
            Signed distance in mm of the cell's centre from the line, positive beyond it.
        normal : (float, float)
            Unit vector (medial, along) that points beyond the line.
        """
        first = abs(self.row_edge[0] * normal[0] + self.row_edge[1] * normal[1]) / 2
        second = abs(self.column_edge[0] * normal[0] + self.column_edge[1] * normal[1]) / 2
        return box_share(distance, first, second)

    def part(self, chosen: BoolArray) -> Cells:
        """Some of the cells."""
        return Cells(
            self.medial[chosen],
            self.along[chosen],
            self.peak[chosen],
            self.reach_medial[chosen],
            self.reach_along[chosen],
            self.area[chosen],
            self.row_edge,
            self.column_edge,
        )

    def share_along(self, low: float, high: float) -> FloatArray:
        """Share of each cell between two lines across the foot [cell]."""
        past_low = self.beyond(self.along - low, (0.0, 1.0))
        return np.asarray(past_low - self.beyond(self.along - high, (0.0, 1.0)))


def box_share(distance: FloatArray, first: float, second: float) -> FloatArray:
    """Share of a rectangle beyond a line, from the distance of its centre.

    Parameters
    ----------
    distance : float array
        Signed distance of the centre, positive beyond the line, mm.
    first, second : float
        Half lengths of the rectangle's two edges as seen along the line's normal, mm.

    Notes
    -----
    Exact: the rectangle's profile along the normal is a trapezoid, and this is its integral.
    """
    big, small = max(first, second), max(min(first, second), 1e-4)
    if big < 1e-4:
        return np.asarray((distance > 0).astype(np.float64))
    half = np.minimum(np.abs(distance), big + small)
    corner = np.maximum(half - (big - small), 0.0)
    corner *= corner
    corner *= 1.0 / (4.0 * small)
    half -= corner
    half *= 1.0 / (2.0 * big)
    return np.asarray(np.copysign(half, distance) + 0.5)
