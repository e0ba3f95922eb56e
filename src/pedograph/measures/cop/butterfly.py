"""The butterfly: the whole body's centre of pressure over a gait cycle, seen from the walking body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray, PressureRecording, Side
from pedograph.steps import StepFrames

_HALF: Final = 51
"""Nodes of each half of the figure, both ends included."""
_WALKS = 50.0
"""mm/s below which the feet stay where they are, as on a treadmill, and the plate's +y is the way ahead."""
_SIDES = (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True, eq=False)
class Butterfly:
    """The mean path of the whole body's centre of pressure over a gait cycle.

    Its origin is the middle of the figure, between its outermost points; it moves on with the body.

    Parameters
    ----------
    right, ahead : float array [node]
        mm to the walker's right and ahead: 51 nodes from left to right contact, 50 from there to left contact.
    crossing : (float, float)
        Where the two halves cross, mm right and ahead of the middle.
    width, length : float
        Extent of the figure across and along the way of walking, mm.
    lateral_symmetry : float
        How far right of the middle the crossing lies, % of half the width; 0 for an even gait.
    anteroposterior_symmetry : float
        Length of the right wing less that of the left one, % of their mean; 0 for an even gait.
    halves : (int, int)
        Half cycles from left to right contact, and from right to left contact, that were averaged.
    speed : float
        mm/s by which the feet move on over the plate; near 0 on a treadmill.
    """

    right: FloatArray
    ahead: FloatArray
    crossing: tuple[float, float]
    breadth: float
    length: float
    lateral_symmetry: float
    anteroposterior_symmetry: float
    halves: tuple[int, int]
    speed: float


def butterfly(steps: Sequence[StepFrames], minimum_force: float = 20.0) -> Butterfly:
    """The butterfly (cyclogram) of a walk over a long plate, or on a treadmill.

    The centres of pressure of both feet are weighted by their forces. What the feet move on from one contact to
    the next of the same foot is taken off at an even speed. The half cycles between contacts are brought to 51
    nodes each and averaged for either side; the first, in which a foot off the plate may still bear, is left out.

    Parameters
    ----------
    steps : sequence of StepFrames
        Steps of one recording, in any order.
    minimum_force : float
        N on both feet together below which the centre of pressure is not defined.

    Raises
    ------
    Unmeasurable
        If there are no two complete steps of each side in turn that overlap in time, if neither foot bears for a
        while, or if the two halves do not cross.
    """
    row = _longest_row(steps)
    time, places = _whole_body(row, minimum_force)
    velocity = _velocity(row)
    axis = _way_ahead(velocity, row)
    moved = places - np.outer(time - time[0], velocity)
    turned = moved @ np.array([[axis[1], axis[0]], [-axis[0], axis[1]]])
    halves: dict[Side, list[FloatArray]] = {side: [] for side in _SIDES}
    for first, second in pairwise(row[1:]):
        nodes = np.linspace(first.footstep.start, second.footstep.start, _HALF)
        half = [np.interp(nodes, time, turned[:, direction]) for direction in (0, 1)]
        halves[first.footstep.side].append(np.stack(half, axis=1))
    left, right = (np.mean(halves[side], axis=0) for side in _SIDES)
    counts = (len(halves[Side.LEFT]), len(halves[Side.RIGHT]))
    return _figure(left, right, counts, float(np.hypot(*velocity)))


def _longest_row(steps: Sequence[StepFrames]) -> list[StepFrames]:
    """The most complete steps on end in which left and right alternate and overlap in time."""
    best: list[StepFrames] = []
    row: list[StepFrames] = []
    for step in sorted(steps, key=lambda one: one.footstep.start_frame):
        foot = step.footstep
        usable = foot.complete and foot.side in _SIDES and not step.stands and not step.gap
        if not (usable and row and _follows(row[-1], step)):
            row = []
        if usable:
            row = [*row, step]
        best = max(best, row, key=len)
    if len(best) < 4:
        raise Unmeasurable(
            "too_few_steps",
            "a butterfly needs two complete steps of each side that take turns and overlap in time; "
            f"the longest row here has {len(best)}",
        )
    if len({id(step.footstep.recording) for step in best}) > 1:
        raise Unmeasurable("several_recordings", "the steps are of different recordings")
    return best


def _follows(before: StepFrames, after: StepFrames) -> bool:
    """Whether a step is of the other foot and begins before the one before it has ended."""
    one, other = before.footstep, after.footstep
    return other.side is one.side.other and one.start_frame < other.start_frame < one.stop_frame < other.stop_frame


def _whole_body(row: list[StepFrames], minimum_force: float) -> tuple[FloatArray, FloatArray]:
    """Time in s, and x and y in mm of both feet's centre of pressure, from second to last first contact."""
    recording: PressureRecording = row[0].footstep.recording
    force, moments = np.zeros(recording.frames), np.zeros((recording.frames, 2))
    for step in row:
        frames = step.footstep.frames
        force[frames] += step.force
        moments[frames] += step.pressure @ np.stack([step.x, step.y], axis=1) * step.newton_per_kilopascal
    seen = slice(row[1].footstep.start_frame, row[-1].footstep.start_frame + 1)
    if float(force[seen].min()) < max(minimum_force, 1e-9):
        raise Unmeasurable("no_bearing_feet", "neither foot bears for a while")
    return recording.time[seen], moments[seen] / force[seen, None]


def _velocity(row: list[StepFrames]) -> FloatArray:
    """How fast the feet move on over the plate, (x, y) in mm/s: from step to next step of the same foot."""
    impulse = [step.durations[:, None] * step.pressure for step in row]
    total = [float(part.sum()) for part in impulse]
    where = np.array(
        [[part.sum(axis=0) @ step.x / all_, part.sum(axis=0) @ step.y / all_, part.sum(axis=1) @ step.time / all_]
         for part, step, all_ in zip(impulse, row, total, strict=True)]
    )  # fmt: skip
    moved = (where[2:] - where[:-2]).sum(axis=0)
    return np.asarray(moved[:2] / moved[2])


def _way_ahead(velocity: FloatArray, row: list[StepFrames]) -> tuple[float, float]:
    """Unit vector (x, y) in which the person walks."""
    speed = float(np.hypot(*velocity))
    if speed >= _WALKS:
        return float(velocity[0]) / speed, float(velocity[1]) / speed
    return 0.0, float(row[0].footstep.direction)


def _figure(left: FloatArray, right: FloatArray, halves: tuple[int, int], speed: float) -> Butterfly:
    """The figure about its middle, with its crossing."""
    nodes = np.concatenate([left, right[1:]])
    low, high = nodes.min(axis=0), nodes.max(axis=0)
    middle, (breadth, length) = (low + high) / 2, (high - low).tolist()
    crossing = _crossing(left, right) - middle
    nodes = nodes - middle
    wings = [
        float(np.ptp(np.append(nodes[wing, 1], crossing[1])))
        for wing in (nodes[:, 0] < crossing[0], nodes[:, 0] > crossing[0])
    ]
    return Butterfly(
        nodes[:, 0],
        nodes[:, 1],
        (float(crossing[0]), float(crossing[1])),
        breadth,
        length,
        200.0 * float(crossing[0]) / breadth,
        200.0 * (wings[1] - wings[0]) / (wings[1] + wings[0]),
        halves,
        speed,
    )


def _crossing(left: FloatArray, right: FloatArray) -> FloatArray:
    """Where the halves cross, mm; of several crossings that of the fastest change from foot to foot."""
    start, other = left[:-1, None], right[None, :-1]
    step, other_step = np.diff(left, axis=0)[:, None], np.diff(right, axis=0)[None, :]
    turn = _cross(step, other_step)
    safe = np.where(np.abs(turn) > 1e-12, turn, np.inf)
    share, other_share = _cross(other - start, other_step) / safe, _cross(other - start, step) / safe
    meets = (share >= 0) & (share < 1) & (other_share >= 0) & (other_share < 1) & np.isfinite(safe)
    # The halves also meet where one ends and the other begins.
    meets[0, -1] = meets[-1, 0] = False
    if not meets.any():
        raise Unmeasurable(
            "paths_do_not_cross", "the paths from left to right and from right to left do not cross"
        )
    pace = np.abs(step[..., 0] * other_step[..., 0])
    at = np.unravel_index(int(np.argmax(np.where(meets, pace, -1.0))), pace.shape)
    return np.asarray(left[at[0]] + share[at] * (left[at[0] + 1] - left[at[0]]))


def _cross(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])
