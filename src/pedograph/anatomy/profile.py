"""How broad a print is at each place along the foot, below the size of a cell.

Each cell is spread along the foot as the rectangle it is, with the area that the boundary says it stands for; the
area per length is the width in contact. No cells are counted, and stairs of the grid even out over a short strip.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.anatomy.cells import Cells
from pedograph.recording import FloatArray, IndexArray

_NODE = 0.5
"""mm between the places at which areas are summed up."""
_STATION = 1.0
"""mm between the places at which width is given."""
_STRIP = 0.02
"""Half the strip over which width is averaged, as a share of the length without toes; at least one cell."""
_NOTHING = 1e-6
"""mm; a width below this is left over from rounding."""
_NARROWEST = 0.5
"""mm; a width below this is no contact whose place could be told."""


@dataclass(frozen=True, eq=False)
class PrintProfile:
    """Width of a print without toes along the foot.

    Parameters
    ----------
    along : float array [station]
        Places along the foot, mm, evenly from heel end to front.
    width : float array [station]
        Width in contact there, mm; gaps in it do not count.
    inner, outer : float array [station]
        Inner and lateral edge, mm towards the medial side, of a contact without gaps that has this width and its
        centre where that of the contact is; NaN where there is no contact.
    """

    along: FloatArray
    width: FloatArray
    inner: FloatArray
    outer: FloatArray

    def widths_between(self, low: float, high: float) -> FloatArray:
        """Widths in mm between two places along the foot, at both of them and at the stations in between."""
        inside = self.width[(self.along > low) & (self.along < high)]
        return np.concatenate([inside, np.interp([low, high], self.along, self.width)])

    def between(self, low: float, high: float) -> IndexArray:
        """Numbers of the stations from one place along the foot to another."""
        return np.flatnonzero((self.along >= low) & (self.along <= high))


def print_profile(cells: Cells, area: FloatArray, length: float) -> PrintProfile:
    """Width and both sides of a print along the foot.

    Parameters
    ----------
    cells : Cells
        In a foot frame with its origin at the heel end.
    area : float array [cell]
        Area without toes, mm2.
    length : float
        Length without toes, mm.
    """
    half_lengths = (abs(cells.row_edge[1]) / 2, abs(cells.column_edge[1]) / 2)
    half = max(_STRIP * length, max(half_lengths) * 2)
    start, stop = min(float(cells.along.min()), 0.0), max(float(cells.along.max()), length)
    reach = sum(half_lengths) + half + 2 * _NODE
    nodes = np.arange(start - reach, stop + reach + _NODE, _NODE)
    along = np.linspace(0.0, length, max(round(length / _STATION) + 1, 2))
    held, moment = _running_sums(cells.along, np.stack([area, area * cells.medial]), half_lengths, nodes)
    width, turning = (
        (np.interp(along + half, nodes, total) - np.interp(along - half, nodes, total)) / (2 * half)
        for total in (held, moment)
    )
    touching = width > _NARROWEST
    centre = np.where(touching, turning / np.where(touching, width, 1.0), np.nan)
    return PrintProfile(along, np.where(width > _NOTHING, width, 0.0), centre + width / 2, centre - width / 2)


def _running_sums(
    places: FloatArray, amounts: FloatArray, half_lengths: tuple[float, float], nodes: FloatArray
) -> FloatArray:
    """What lies before each node of amounts that are spread as rectangles seen from the side [amount, node].

    A rectangle's profile along a direction is a trapezoid, whose second derivative is four points: these are put
    on the nodes, each shared between its two neighbours, and summed up three times.
    """
    big, small = max(*half_lengths, _NODE), max(min(half_lengths), _NODE / 2)
    shifts, signs = (
        np.array([-big - small, small - big, big - small, big + small]),
        np.array([1.0, -1.0, -1.0, 1.0]),
    )
    position = (places + (shifts - nodes[0])[:, None]) / _NODE
    node = position.astype(np.intp)
    ahead = signs[:, None] * (position - node)
    here = signs[:, None] - ahead
    both = np.stack([node, node + 1]).ravel()
    bends = [np.bincount(both, (amount * np.stack([here, ahead])).ravel(), nodes.size) for amount in amounts]
    # The ramp of a bend at node k is 1 at node k + 1.
    density = np.zeros((len(amounts), nodes.size))
    density[:, 1:] = np.cumsum(np.cumsum(bends, axis=1), axis=1)[:, :-1] * _NODE / (4 * big * small)
    held = np.zeros_like(density)
    held[:, 1:] = np.cumsum((density[:, 1:] + density[:, :-1]) * _NODE / 2, axis=1)
    return held
