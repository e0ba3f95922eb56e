"""The rim of a print below the size of a cell: where contact ends, and how much area each cell stands for.

A print drawn in cells has stairs for edges, and where they fall is chance. The pressure knows more: across the rim
it falls towards the least that the device reports, and where it gets there, contact ends. Where the slope
does not lead there within one cell (a sharp edge), contact ends at the cell's edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.recording import BoolArray, FloatArray
from pedograph.steps import StepFrames

_TRUST = 0.5
"""Share of an area's correction that is made: pressure falls to the rim in a way between a straight slope and a
step, and on model feet half of the straight slope's correction leaves the least error."""


@dataclass(frozen=True, eq=False)
class Rim:
    """What the loaded cells of a print reach to.

    Parameters
    ----------
    x, y : float array [cell]
        Place on the plate, mm, at which contact ends next to a rim cell; the centre of any other cell.
    area : float array [cell]
        Area that a cell stands for, mm2; over a whole print the corrections even out.
    on_rim : bool array [cell]
        Whether a neighbour across an edge is not loaded.
    """

    x: FloatArray
    y: FloatArray
    area: FloatArray
    on_rim: BoolArray


@dataclass(frozen=True, eq=False)
class _Neighbours:
    """Peak pressure of the four neighbours, kPa [cell]."""

    up: FloatArray
    down: FloatArray
    right: FloatArray
    left: FloatArray


def find_rim(step: StepFrames) -> Rim:
    """Follow the pressure across the rim of a step's peak image."""
    grid = step.footstep.recording.grid
    least = max(grid.threshold or 0.0, float(step.peak.min()))
    near = _neighbours(step)
    on_rim = np.minimum.reduce([near.up, near.down, near.right, near.left]) == 0
    slope_x = _slope(step.peak, near.right, near.left) / grid.column_spacing
    slope_y = _slope(step.peak, near.up, near.down) / grid.row_spacing
    out_x, out_y = _outwards(near, slope_x, slope_y)
    # Length of a cell in the direction in which the pressure falls.
    size = 1.0 / np.maximum(np.abs(out_x) / grid.column_spacing, np.abs(out_y) / grid.row_spacing)
    steepness = np.hypot(slope_x, slope_y)
    distance = _fall_to(step.peak, steepness * size, least) * size * on_rim
    return Rim(step.x + out_x * distance, step.y + out_y * distance, _areas(step, near, least), on_rim)


def _neighbours(step: StepFrames) -> _Neighbours:
    low_row, low_column = int(step.rows.min()) - 1, int(step.columns.min()) - 1
    image = np.zeros((int(step.rows.max()) - low_row + 2, int(step.columns.max()) - low_column + 2))
    rows, columns = step.rows - low_row, step.columns - low_column
    image[rows, columns] = step.peak
    return _Neighbours(
        image[rows + 1, columns], image[rows - 1, columns], image[rows, columns + 1], image[rows, columns - 1]
    )


def _slope(own: FloatArray, ahead: FloatArray, behind: FloatArray) -> FloatArray:
    """Change of pressure per cell in one direction, from loaded neighbours only."""
    both = (ahead > 0) & (behind > 0)
    one_sided = np.where(ahead > 0, ahead - own, np.where(behind > 0, own - behind, 0.0))
    return np.asarray(np.where(both, (ahead - behind) / 2, one_sided))


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


def _fall_to(own: FloatArray, fall: FloatArray, least: float) -> FloatArray:
    """Cells from the centre to where the pressure, falling by so much a cell, reaches the least.

    A slope too gentle to get there within one cell belongs to an edge, and the more gentle it is the nearer the
    end lies to the cell's own border, half a cell from the centre.
    """
    cells = np.where(fall > 0, (own - least) / np.maximum(fall, 1e-12), np.inf)
    return np.asarray(np.where(cells <= 1.0, np.maximum(cells, 0.0), np.maximum(1.5 - 0.5 * cells, 0.5)))


def _areas(step: StepFrames, near: _Neighbours, least: float) -> FloatArray:
    """Areas in mm2; each piece of the rim is corrected along the direction in which the pressure falls."""
    grid = step.footstep.recording.grid
    steep_y = np.square((near.up - near.down) / grid.row_spacing)
    steep_x = np.square((near.right - near.left) / grid.column_spacing)
    along_y = steep_y / np.maximum(steep_y + steep_x, 1e-12)
    share = np.ones(step.peak.size)
    pairs = ((near.up, near.down), (near.right, near.left))
    for (one, other), weight in zip(pairs, (along_y, 1.0 - along_y), strict=True):
        for outside, inside in ((one, other), (other, one)):
            overhang = _fall_to(step.peak, inside - step.peak, least) - 0.5
            share += np.where(outside > 0, 0.0, _TRUST * weight * overhang)
    return np.asarray(step.cell_area * np.clip(share, 0.05, 2.0))
