"""The coarse shape of a contact: its long axis, which end the toes are at, and whether it can be a foot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.recording import FloatArray
from pedograph.steps.frames import StepFrames

_STEEPEST_AXIS = np.deg2rad(50.0)
"""Largest angle between a foot and the plate's y axis."""


_NARROW_FRONT = 0.75
"""Width of the front half over that of the back half below which the forefoot is not there."""


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
    length, width : float
        Extents in mm, cells' own size included.
    cop : float array [frame, 2]
        Centre of pressure along and across, mm; NaN while too few cells are loaded.
    sure : bool
        Whether it is clear which end the toes are at.
    """

    direction: int
    angle: float
    along: FloatArray
    across: FloatArray
    length: float
    width: float
    cop: FloatArray
    sure: bool

    @property
    def forefoot_missing(self) -> bool:
        """Whether the front half is clearly narrower than the back half, as of a heel and midfoot alone."""
        return 0 < _breadth_ratio(self.along, self.across) < _NARROW_FRONT


def shape_of(step: StepFrames, minimum_force: float, minimum_cells: int, direction: int = 0) -> Shape:
    """The coarse shape of one contact.

    Parameters
    ----------
    step : StepFrames
        The contact.
    minimum_force, minimum_cells : float, int
        Force in N and loaded cells from which on the centre of pressure is taken.
    direction : int
        Where the toes point, if it is known (+1 or -1); 0 to tell it from the contact.
    """
    x, y = step.x - step.x.mean(), step.y - step.y.mean()
    angle = long_axis(x, y)
    along, across = x * np.sin(angle) + y * np.cos(angle), x * np.cos(angle) - y * np.sin(angle)
    cop = _path(step, along, across, minimum_force, minimum_cells)
    direction, sure = (direction, True) if direction else _toes_direction(step, along, across, cop)
    along, across, cop = along * direction, across * direction, cop * direction
    grid = step.footstep.recording.grid
    half = (abs(np.sin(angle)) * grid.column_spacing + np.cos(angle) * grid.row_spacing) / 2
    side = (np.cos(angle) * grid.column_spacing + abs(np.sin(angle)) * grid.row_spacing) / 2
    start = along.min() - half
    cop[:, 0] -= start
    along = along - start
    return Shape(
        direction,
        angle,
        along,
        across,
        float(along.max() + half),
        float(np.ptp(across) + 2 * side),
        cop,
        sure,
    )


def long_axis(x: FloatArray, y: FloatArray) -> float:
    """Angle in radians of the longest spread from the y axis, kept within what a walking foot can show."""
    x, y = x - x.mean(), y - y.mean()
    angle = 0.5 * np.arctan2(2.0 * float(x @ y), float(y @ y) - float(x @ x))
    return float(np.clip(angle, -_STEEPEST_AXIS, _STEEPEST_AXIS))


def _path(
    step: StepFrames, along: FloatArray, across: FloatArray, minimum_force: float, minimum_cells: int
) -> FloatArray:
    """Centre of pressure in the contact's own axes, mm [frame, 2]."""
    gated = (step.force > 0) & (step.force >= minimum_force) & (step.loaded_cells >= minimum_cells)
    # One pass over all frames; copying the gated ones out first would take longer than the sums.
    path = step.pressure @ np.stack([along, across], axis=1)
    path[~gated] = np.nan
    path[gated] /= step.force[gated, None] / step.newton_per_kilopascal
    return np.asarray(path)


def _toes_direction(step: StepFrames, along: FloatArray, across: FloatArray, cop: FloatArray) -> tuple[int, bool]:
    """+1 where the toes are at the far end, and whether that is sure.

    Three things speak: which way the load rolls, where it leaves (a foot pushes off with its toes, however it
    came down), and which end of the print is the broader.
    """
    votes = [_roll_vote(step, along, cop), _leaving_vote(along, cop), _breadth_vote(along, across)]
    roll, leaving, breadth = votes
    if roll * breadth < 0 and abs(roll) > 0.2 and abs(leaving) < 0.3:
        return (1 if roll > 0 else -1), False  # no toes push off: the broad end is a heel without its forefoot
    total = sum(votes)
    strong = [vote for vote in votes if abs(vote) > 0.3]
    return (1 if total >= 0 else -1), all(vote * total > 0 for vote in strong) and abs(total) > 0.3


def _roll_vote(step: StepFrames, along: FloatArray, cop: FloatArray) -> float:
    """Between -1 and 1: how far the centre of pressure moves from one end of the print to the other."""
    gated = np.flatnonzero(np.isfinite(cop[:, 0]))
    if gated.size < 5:
        return 0.0
    places, force = cop[gated, 0], step.force[gated]
    time = step.time[gated] - np.average(step.time[gated], weights=force)
    moved = float((force * time * places).sum() / max(float((force * time**2).sum()), 1e-12))
    return float(np.clip(moved * np.ptp(step.time[gated]) / (0.5 * max(float(np.ptp(along)), 1.0)), -1, 1))


def _leaving_vote(along: FloatArray, cop: FloatArray) -> float:
    """Between -1 and 1: the end of the print at which the load leaves."""
    places = cop[np.isfinite(cop[:, 0]), 0]
    if places.size < 5 or np.ptp(places) < 0.25 * np.ptp(along):
        return 0.0
    last = float(places[-max(places.size // 8, 1) :].mean())
    middle = (float(along.min()) + float(along.max())) / 2
    return float(np.clip((last - middle) / (0.25 * np.ptp(along)), -1, 1))


def _breadth_vote(along: FloatArray, across: FloatArray) -> float:
    """Between -0.8 and 0.8: the broader end of the print, its forefoot."""
    ratio = _breadth_ratio(along, across)
    return float(np.clip(3.0 * np.log(ratio), -0.8, 0.8)) if ratio > 0 else 0.0


def _breadth_ratio(along: FloatArray, across: FloatArray) -> float:
    """Spread across the far half of a print over that across the near half; 0 where one is empty."""
    middle = (along.min() + along.max()) / 2
    far, near = across[along > middle], across[along <= middle]
    if far.size < 3 or near.size < 3 or not near.std() or not far.std():
        return 0.0
    return float(far.std() / near.std())


def why_no_foot(shape: Shape, complete: bool) -> str:
    """Why a contact cannot be a human footprint, in words; empty where it can."""
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
