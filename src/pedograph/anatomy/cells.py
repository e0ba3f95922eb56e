"""Cells as rectangles: how much of each lies beyond a line, and where a print ends.

A print drawn in cells has stairs for edges. Cells are therefore split by a line, never assigned to a side, and
the end of a print is found from the area of its last few square centimetres, not from its outermost cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.recording import FloatArray

_LEVELS = 96
"""Levels at which the area beyond a line is tabulated; between them it is interpolated."""
_SPAN = 60.0
"""mm from the end of a print that the table covers."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Loaded cells in the foot frame.

    Parameters
    ----------
    medial, along : float array [cell]
        Centres in mm: towards the inner side of the foot, and from heel to toes.
    peak : float array [cell]
        Peak pressure, kPa.
    area : float array [cell]
        Area that counts, mm2; a cell beyond the toe line counts in part.
    row_edge, column_edge : tuple of float
        The cell's two edges as (medial, along) vectors, mm.
    """

    medial: FloatArray
    along: FloatArray
    peak: FloatArray
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
    Exact: the rectangle's profile along the normal is the convolution of two boxes, and its integral is a
    second difference of squares.
    """
    big, small = max(first, second), max(min(first, second), 1e-4)
    if big < 1e-4:
        return np.asarray((distance > 0).astype(np.float64))
    total = big + small

    def square(value: FloatArray) -> FloatArray:
        return np.square(np.maximum(value, 0.0))

    share = square(distance + total) - square(distance + big - small)
    share = share - square(distance - big + small) + square(distance - total)
    return np.asarray(np.clip(share / (8 * big * small), 0.0, 1.0))


def end_of_print(position: FloatArray, area: FloatArray, half_edges: tuple[float, float], cap: float) -> float:
    """Where a print ends in the direction in which ``position`` grows, mm.

    The area beyond a line is tabulated as the line moves in from the end. The lines that cut off ``cap``, two
    and four times ``cap`` show how the end narrows (a flat end: area grows with the distance; a round one: with
    its power 3/2), and the line that cuts off nothing follows. One outermost cell then moves the end by a
    fraction of its size.

    Parameters
    ----------
    position, area : float array [cell]
        Centres along the direction, mm, and areas, mm2.
    half_edges : (float, float)
        Half lengths of a cell's edges seen along the direction, mm.
    cap : float
        mm2.
    """
    total = float(area.sum())
    cap = min(cap, total / 8)
    reach = sum(half_edges)
    top = position.max() + reach
    levels = np.linspace(top, max(top - _SPAN, position.min() - reach), _LEVELS)
    near = position > levels[-1] - reach
    table = box_share(position[None, near] - levels[:, None], *half_edges) @ area[near]
    first, second, third = np.interp(np.array([1.0, 2.0, 4.0]) * cap, table, levels)
    ratio = (second - third) / max(first - second, 1e-9)
    power = float(np.clip(np.log2(max(ratio, 1e-9)), 0.5, 1.0))
    # No print reaches past its outermost cell.
    return float(min(first + (first - second) / (2.0**power - 1.0), top))
