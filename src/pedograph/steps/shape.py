"""The coarse shape of a contact: its long axis, which end the toes are at, and whether it can be a foot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.recording import FloatArray
from pedograph.steps.frames import StepFrames

_STEEPEST_AXIS = np.deg2rad(50.0)
"""Largest angle between a foot and the plate's y axis."""


@dataclass(frozen=True, eq=False)
class Shape:
    """A contact in its own long axis, toes up.

    Parameters
    ----------
    direction : int
        +1 where the toes point along +y, -1 along -y.
    angle : float
        Angle in radians from the toes' direction of the plate to the long axis, towards the walker's right.
    along, across : float array [cell]
        Cell centres in mm from the heel end, and to the walker's right of the print's middle.
    weight : float array [cell]
        Share of each cell in the contact area.
    length, width : float
        Extents in mm, cells' own size included.
    cop : float array [frame, 2]
        Centre of pressure along and across, mm; NaN while too few cells are loaded.
    """

    direction: int
    angle: float
    along: FloatArray
    across: FloatArray
    weight: FloatArray
    length: float
    width: float
    cop: FloatArray


def shape_of(step: StepFrames, minimum_force: float, minimum_cells: int) -> Shape:
    """The coarse shape of one contact."""
    x, y = step.x - step.x.mean(), step.y - step.y.mean()
    angle = long_axis(x, y)
    along, across = x * np.sin(angle) + y * np.cos(angle), x * np.cos(angle) - y * np.sin(angle)
    cop = _path(step, along, across, minimum_force, minimum_cells)
    direction = _toes_direction(step, along, across, cop)
    along, across, cop = along * direction, across * direction, cop * direction
    grid = step.footstep.recording.grid
    half = (abs(np.sin(angle)) * grid.column_spacing + np.cos(angle) * grid.row_spacing) / 2
    side = (np.cos(angle) * grid.column_spacing + abs(np.sin(angle)) * grid.row_spacing) / 2
    start = along.min() - half
    cop[:, 0] -= start
    along = along - start
    weight = np.full(along.size, 1.0 / along.size)
    return Shape(
        direction,
        angle,
        along,
        across,
        weight,
        float(along.max() + half),
        float(np.ptp(across) + 2 * side),
        cop,
    )


def long_axis(x: FloatArray, y: FloatArray) -> float:
    """Angle in radians of the longest spread from the y axis, kept within what a walking foot can show."""
    covariance = np.cov(x, y) if x.size > 1 else np.eye(2)
    angle = 0.5 * np.arctan2(2 * covariance[0, 1], covariance[1, 1] - covariance[0, 0])
    return float(np.clip(angle, -_STEEPEST_AXIS, _STEEPEST_AXIS))


def _path(
    step: StepFrames, along: FloatArray, across: FloatArray, minimum_force: float, minimum_cells: int
) -> FloatArray:
    """Centre of pressure in the contact's own axes, mm [frame, 2]."""
    total = step.pressure.sum(axis=1)
    gated = (step.force >= minimum_force) & (step.loaded_cells >= minimum_cells)
    path = np.full((total.size, 2), np.nan)
    moments = step.pressure[gated] @ np.stack([along, across], axis=1)
    path[gated] = moments / total[gated, None]
    return path


def _toes_direction(step: StepFrames, along: FloatArray, across: FloatArray, cop: FloatArray) -> int:
    """+1 where the toes are at the far end: by the way the load rolls, else by the broader end."""
    gated = np.flatnonzero(np.isfinite(cop[:, 0]))
    if gated.size >= 5:
        time = step.time[gated] - step.time[gated].mean()
        force = step.force[gated]
        roll = (force * time * (cop[gated, 0] - np.average(cop[gated, 0], weights=force))).sum()
        travel = np.ptp(cop[gated, 0])
        if travel > 0.25 * np.ptp(along) and roll != 0:
            return 1 if roll > 0 else -1
    return _broader_end(along, across)


def _broader_end(along: FloatArray, across: FloatArray) -> int:
    """+1 where the far half of the print is spread wider than the near half."""
    middle = (along.min() + along.max()) / 2
    far, near = across[along > middle], across[along <= middle]
    if not far.size or not near.size:
        return 1
    return 1 if far.std() >= near.std() else -1


def why_no_foot(shape: Shape, complete: bool) -> str:
    """Why a contact cannot be a human footprint; empty where it can."""
    size = f"{shape.length:.0f} x {shape.width:.0f} mm"
    if shape.length > 350 or shape.width > 160:
        return f"it is {size}, larger than a foot"
    if not complete:
        return ""
    if shape.length < 95:
        return f"it is {size}, too short for a footprint"
    if shape.width > 0.62 * shape.length:
        return f"it is {size}, too broad for its length to be a footprint"
    if shape.width < 0.14 * shape.length:
        return f"it is {size}, too narrow for its length to be a footprint"
    return ""
