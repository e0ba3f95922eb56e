"""Where contact ends in a cell at the rim, told from how pressure falls towards it."""

from __future__ import annotations

from functools import cache

import numpy as np

from pedograph.recording import FloatArray

_POWER = 1.25
"""Power of the distance from the rim with which pressure rises there: 1 under a wedge, 1.5 under a soft dome."""
_TRUST = 0.75
"""Share of a straight slope's correction of an area that is made where the rim lies beyond a cell; with it model
feet of three arches, seven grids and four thresholds show the least error."""
_FARTHEST = 0.75
"""Cells from its centre to which a cell that the rim crosses may stand for ground."""
_CROSSED, _PASSED = 0.5, 1.5
"""Cells from the centre to the rim up to which the rim crosses the cell, and from which it lies wholly beyond."""


def overhang(own: FloatArray, fall: FloatArray, least: float) -> FloatArray:
    """Cells by which contact reaches over (or falls short of) a rim cell's outer border.

    Where the rim crosses the cell, the cell holds the mean of what is left of the slope, a power of the distance
    from the rim, and its ratio to the next cell's mean gives away where that is. Where the rim lies beyond the
    cell, the slope is drawn on straight.

    Parameters
    ----------
    own : float array [cell]
        Peak pressure of the cells, kPa.
    fall : float array [cell]
        By how much pressure falls from one cell to the next there, kPa.
    least : float
        Pressure that counts as contact, kPa.
    """
    distances, ratios, means = _power_rim()
    ratio = np.where(fall > 0, own / np.maximum(own + fall, 1e-9), 1.0)
    rim = np.interp(ratio, ratios, distances)
    scale = (own + fall) / np.interp(rim, distances, means)
    crossed = rim - (least / np.maximum(scale, 1e-9)) ** (1.0 / _POWER)
    straight = _TRUST * (_fall_to(own, fall, least) - 0.5)
    passed = np.clip((rim - _CROSSED) / (_PASSED - _CROSSED), 0.0, 1.0)
    return np.asarray((1.0 - passed) * (np.clip(crossed, -0.5, _FARTHEST) - 0.5) + passed * straight)


@cache
def _power_rim() -> tuple[FloatArray, FloatArray, FloatArray]:
    """Distance of the rim from a cell's centre, the cell's mean over the next cell's, and the next cell's mean."""
    rim = np.linspace(-0.5, 3.0, 701)

    def integral(length: FloatArray) -> FloatArray:
        return np.asarray(np.maximum(length, 0.0) ** (_POWER + 1.0) / (_POWER + 1.0))

    own = integral(rim + 0.5) - integral(rim - 0.5)
    inside = integral(rim + 1.5) - integral(rim + 0.5)
    return rim, own / inside, inside


def _fall_to(own: FloatArray, fall: FloatArray, least: float) -> FloatArray:
    """Cells from the centre to where the pressure, falling by so much a cell, reaches the least.

    A slope too gentle to get there within one cell belongs to an edge, and the more gentle it is the nearer the
    end lies to the cell's own border, half a cell from the centre.
    """
    cells = np.where(fall > 0, (own - least) / np.maximum(fall, 1e-12), np.inf)
    return np.asarray(np.where(cells <= 1.0, np.maximum(cells, 0.0), np.maximum(1.5 - 0.5 * cells, 0.5)))
