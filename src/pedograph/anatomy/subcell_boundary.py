"""The boundary of a print below the size of a cell: where contact ends, and how much area each cell stands for.

A print drawn in cells has stairs for edges, and where they fall is chance. The pressure knows more: across the
boundary it falls towards the least that the device reports, and where it gets there, contact ends. Where the slope
does not lead there within one cell (a sharp edge), contact ends at the cell's edge. A block or sheet that loads
the plate evenly has no slope at all: there a cell's pressure says what share of it is covered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from pedograph.recording import BoolArray, FloatArray
from pedograph.steps import StepFrames

_SAME = 0.05
"""Share of its pressure by which a cell of an evenly loaded print may differ from its neighbours."""
_SLIVER = 0.12
"""Share of a cell below which an evenly loaded print covers it too little to tell where it ends."""
_UNEVEN, _EVEN = 0.2, 0.5
"""Share of inner cells like all their neighbours, below which a print does not count as loaded evenly at all, and
above which it does completely. Real prints have 0 to 0.08, model feet at 2.5 mm up to 0.17, sheets above 0.6."""


@dataclass(frozen=True, eq=False)
class SubcellBoundary:
    """What the loaded cells of a print reach to.

    Parameters
    ----------
    x, y : float array [cell]
        Place on the plate, mm, at which contact ends next to a boundary cell; the centre of any other cell.
    area : float array [cell]
        Area that a cell stands for, mm2; over a complete print the corrections even out.
    on_boundary : bool array [cell]
        Whether a neighbour across an edge is not loaded.
    """

    x: FloatArray
    y: FloatArray
    area: FloatArray
    on_boundary: BoolArray


@dataclass(frozen=True, eq=False)
class _Neighbours:
    """Peak pressure of the four neighbours, kPa [cell], and of the cells next but one."""

    up: FloatArray
    down: FloatArray
    right: FloatArray
    left: FloatArray
    second_up: FloatArray
    second_down: FloatArray
    second_right: FloatArray
    second_left: FloatArray


def find_boundary(step: StepFrames) -> SubcellBoundary:
    """Follow the pressure across the boundary of a step's peak image."""
    grid = step.footstep.recording.grid
    least = max(grid.threshold or 0.0, float(step.peak.min()))
    near = _neighbours(step)
    on_boundary = np.minimum.reduce([near.up, near.down, near.right, near.left]) == 0
    evenness, covered = _evenness(step.peak, near), _covered(step.peak, near)
    slope_x = _slope(step.peak, near.right, near.left, evenness) / grid.column_spacing
    slope_y = _slope(step.peak, near.up, near.down, evenness) / grid.row_spacing
    out_x, out_y = _outwards(near, slope_x, slope_y)
    # Length of a cell in the direction in which the pressure falls.
    size = 1.0 / np.maximum(np.abs(out_x) / grid.column_spacing, np.abs(out_y) / grid.row_spacing)
    steepness = np.hypot(slope_x, slope_y)
    distance = np.zeros(step.peak.size)
    sloping = 0.5 + boundary_offset(step.peak[on_boundary], (steepness * size)[on_boundary], least)
    reaching = (1.0 - evenness) * sloping + evenness * (covered[on_boundary] - 0.5)
    distance[on_boundary] = reaching * size[on_boundary]
    inwards = evenness * (covered < _SLIVER)
    share = (1.0 - evenness) * _sloping_share(step, near, least) + evenness * np.where(on_boundary, covered, 1.0)
    x = step.x + out_x * distance + inwards * (step.x.mean() - step.x)
    y = step.y + out_y * distance + inwards * (step.y.mean() - step.y)
    return SubcellBoundary(x, y, step.cell_area * share, on_boundary)


def _evenness(own: FloatArray, near: _Neighbours) -> float:
    """How far a print is loaded evenly, from 0 for a foot to 1 for a sheet."""
    around = np.stack([near.up, near.down, near.right, near.left])
    inner = around.min(axis=0) > 0
    if not inner.any():
        return 0.0
    alike = np.all(np.abs(around - own) <= _SAME * own, axis=0)
    return float(np.clip((alike[inner].mean() - _UNEVEN) / (_EVEN - _UNEVEN), 0.0, 1.0))


def _covered(own: FloatArray, near: _Neighbours) -> FloatArray:
    """Share of each cell that an evenly loaded print covers: its pressure over that of the cells next to it."""
    return np.asarray(own / np.maximum.reduce([own, near.up, near.down, near.right, near.left]))


def _neighbours(step: StepFrames) -> _Neighbours:
    low_row, low_column = int(step.rows.min()) - 2, int(step.columns.min()) - 2
    image = np.zeros((int(step.rows.max()) - low_row + 3, int(step.columns.max()) - low_column + 3))
    rows, columns = step.rows - low_row, step.columns - low_column
    image[rows, columns] = step.peak
    ways = ((1, 0), (-1, 0), (0, 1), (0, -1))
    return _Neighbours(*(image[rows + far * r, columns + far * c] for far in (1, 2) for r, c in ways))


def _slope(own: FloatArray, ahead: FloatArray, behind: FloatArray, evenness: float) -> FloatArray:
    """Change of pressure per cell in one direction, from loaded neighbours only; from all in an even print."""
    both = (ahead > 0) & (behind > 0)
    one_sided = np.where(ahead > 0, ahead - own, np.where(behind > 0, own - behind, 0.0))
    central = (ahead - behind) / 2
    return np.asarray(np.where(both, central, (1.0 - evenness) * one_sided + evenness * central))


def _outwards(near: _Neighbours, slope_x: FloatArray, slope_y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Unit vectors down the slope; where there is none, towards the unloaded neighbours."""
    steepness = np.hypot(slope_x, slope_y)
    empty_x = (near.right == 0).astype(float) - (near.left == 0)
    empty_y = (near.up == 0).astype(float) - (near.down == 0)
    flat = steepness < 1e-9
    x, y = np.where(flat, empty_x, -slope_x), np.where(flat, empty_y, -slope_y)
    length = np.hypot(x, y)
    nowhere = length < 1e-12
    return np.where(nowhere, 0.0, x / np.where(nowhere, 1, length)), np.where(
        nowhere, 1.0, y / np.where(nowhere, 1, length)
    )


def _sloping_share(step: StepFrames, near: _Neighbours, least: float) -> FloatArray:
    """Share of its cell that each stands for, corrected along the direction in which pressure falls."""
    grid = step.footstep.recording.grid
    steep_y = np.square((near.up - near.down) / grid.row_spacing)
    steep_x = np.square((near.right - near.left) / grid.column_spacing)
    along_y = steep_y / np.maximum(steep_y + steep_x, 1e-12)
    along_x = 1.0 - along_y
    ends, weights, falls = [], [], []
    for outside, inside, second, weight in (
        (near.up, near.down, near.second_down, along_y),
        (near.down, near.up, near.second_up, along_y),
        (near.right, near.left, near.second_left, along_x),
        (near.left, near.right, near.second_right, along_x),
    ):
        end = np.flatnonzero(outside <= 0)
        fall = inside[end] - step.peak[end]
        before = np.where(second[end] > 0, second[end] - inside[end], 0.0)
        # As the slope changes inside, so it goes on changing.
        falls.append(np.where(fall > 0, np.maximum(fall, 2 * fall - before), fall))
        ends.append(end)
        weights.append(weight[end])
    cell = np.concatenate(ends)
    reach = np.concatenate(weights) * boundary_offset(step.peak[cell], np.concatenate(falls), least)
    return np.asarray(np.clip(1.0 + np.bincount(cell, reach, step.peak.size), 0.05, 2.0))


_POWER = 1.25
"""Power of the distance from the boundary with which pressure rises: 1 under a wedge, 1.5 under a soft dome."""
_TRUST = 0.75
"""Share of a straight slope's correction of an area that is made where the boundary lies beyond a cell; with it
model feet of three arches, seven grids and four thresholds show the least error."""
_FARTHEST = 0.75
"""Cells from its centre to which a cell that the boundary crosses may stand for ground."""
_CROSSED, _PASSED = 0.5, 1.5
"""Cells from the centre to the boundary up to which it crosses the cell, and from which it lies beyond it."""


def boundary_offset(own: FloatArray, fall: FloatArray, least: float) -> FloatArray:
    """Cells by which contact reaches over (or falls short of) a boundary cell's outer border.

    Where the boundary crosses the cell, the cell holds the mean of what is left of the slope, a power of the
    distance from the boundary, and its ratio to the next cell's mean gives away where that is. Where the boundary
    lies beyond the cell, the slope is drawn on straight.

    Parameters
    ----------
    own : float array [cell]
        Peak pressure of the cells, kPa.
    fall : float array [cell]
        By how much pressure falls from one cell to the next there, kPa.
    least : float
        Pressure that counts as contact, kPa.
    """
    distances, ratios, means = _power_boundary()
    ratio = np.where(fall > 0, own / np.maximum(own + fall, 1e-9), 1.0)
    boundary = np.interp(ratio, ratios, distances)
    scale = (own + fall) / np.interp(boundary, distances, means)
    crossed = boundary - (least / np.maximum(scale, 1e-9)) ** (1.0 / _POWER)
    straight = _TRUST * (_fall_to(own, fall, least) - 0.5)
    passed = np.clip((boundary - _CROSSED) / (_PASSED - _CROSSED), 0.0, 1.0)
    return np.asarray((1.0 - passed) * (np.clip(crossed, -0.5, _FARTHEST) - 0.5) + passed * straight)


@cache
def _power_boundary() -> tuple[FloatArray, FloatArray, FloatArray]:
    """Distance of the boundary from a cell's centre, the cell's mean over the next cell's, and the next one's."""
    boundary = np.linspace(-0.5, 3.0, 701)

    def integral(length: FloatArray) -> FloatArray:
        return np.asarray(np.maximum(length, 0.0) ** (_POWER + 1.0) / (_POWER + 1.0))

    own = integral(boundary + 0.5) - integral(boundary - 0.5)
    inside = integral(boundary + 1.5) - integral(boundary + 0.5)
    return boundary, own / inside, inside


def _fall_to(own: FloatArray, fall: FloatArray, least: float) -> FloatArray:
    """Cells from the centre to where the pressure, falling by so much a cell, reaches the least.

    A slope too gentle to get there within one cell belongs to an edge, and the more gentle it is the nearer the
    end lies to the cell's own border, half a cell from the centre.
    """
    cells = np.where(fall > 0, (own - least) / np.maximum(fall, 1e-12), np.inf)
    return np.asarray(np.where(cells <= 1.0, np.maximum(cells, 0.0), np.maximum(1.5 - 0.5 * cells, 0.5)))
