"""Where and when each foot is set down: what the measures over several steps are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pedograph.anatomy import FootAnatomy, FootFrame, UnreadablePrint
from pedograph.anatomy.foot import Print
from pedograph.anatomy.subcell_boundary import find_boundary
from pedograph.corrections import StepCorrection
from pedograph.measures import MeasureTable
from pedograph.notes import Note, blocks
from pedograph.recording import Footstep, Side
from pedograph.steps import StepFrames

SURE = 0.8
"""Probability of a side below which a step counts as neither left nor right."""
_HEEL = 60.0
"""mm from the back end of a print that the heel takes up."""
_BEYOND = 130.0
"""mm from the edge in front of a cut print within which its missing part lies beyond that edge."""
_CLEAR = 5.0
"""mm between a print and the edge in front of it from which on the toes ended on the plate."""
_IN_CELLS = 0.1
"""Standard uncertainty of the end of a print in cells; model feet have 0.02 to 0.04."""
_BY_AXIS = 1.0
"""mm; of the heel point across the plate from an axis that is off by 2 degrees, 30 mm in front of it."""
_WITHOUT_AXIS = 3.0
"""mm; of the heel point across the plate where the print does not show the foot's axis; model feet have 1 to 2."""
INSOLE = blocks("insole_without_place", "insoles do not show where on the ground the feet are set down")
_ONE_FOOT = blocks("recording_of_one_foot", "the recording is of one foot by itself")


class WalkedStep(Protocol):
    """A step that was measured; `pedograph.analysis.StepAnalysis` is one."""

    @property
    def footstep(self) -> Footstep:
        """Where and when it lies in the recording, side and completeness."""

    @property
    def frames(self) -> StepFrames:
        """Its cells over time."""

    @property
    def anatomy(self) -> FootAnatomy | None:
        """The foot in its print, where it is whole."""

    @property
    def measures(self) -> MeasureTable:
        """Its measures."""

    @property
    def correction(self) -> StepCorrection:
        """What a person corrected in it."""


@dataclass(frozen=True)
class Contact:
    """One foot on the ground.

    Parameters
    ----------
    index : int
        Position among the steps of the recording.
    side : Side
        Unknown where left and right are uncertain.
    direction : int
        +1 where the person walks along the plate's +y, -1 along -y.
    start, end : float or None
        s of first and last contact; None where the recording did not see it.
    heel : (float, float) or None
        Heel point in mm on the plate: the rearmost contact on the foot axis; None where it is uncertain.
    angle : float or None
        Direction of the foot axis in radians from +y towards +x; None for a print that is incomplete.
    why_no_heel : Note or None
        Why there is no heel point.
    error : (float, float)
        Standard uncertainty of the heel point across and along the plate, mm.
    period : float
        s between frames.
    """

    index: int
    side: Side
    direction: int
    start: float | None
    end: float | None
    heel: tuple[float, float] | None = None
    angle: float | None = None
    why_no_heel: Note | None = None
    error: tuple[float, float] = (0.0, 0.0)
    period: float = 0.0


@dataclass(frozen=True)
class _Heel:
    """Heel point with axis and error, or the doubt about it."""

    place: tuple[float, float] | None = None
    angle: float | None = None
    why_no_heel: Note | None = None
    error: tuple[float, float] = (0.0, 0.0)


def contacts_of(steps: Sequence[WalkedStep]) -> tuple[Contact, ...]:
    """Place and time of every step of one recording that rolls over the ground, in order of first contact.

    A heel point is certain for a complete step, and for one cut in front: by the far edge, or by the end of
    the recording. A step that had begun before the recording may have lifted its heel already, and a print that
    touches an edge with its heel may go on beyond it: these have none.

    Parameters
    ----------
    steps : sequence of WalkedStep
        From one recording. Standing feet are left out.
    """
    walking = [step for step in steps if not step.frames.stands]
    leans = _leans(walking)
    return tuple(_contact(step, leans) for step in walking)


def _contact(step: WalkedStep, leans: dict[Side, float]) -> Contact:
    foot, heel = step.footstep, _heel_of(step, leans)
    start, end = _seen(step.frames)
    return Contact(
        foot.index,
        foot.side if foot.side_confidence >= SURE else Side.UNKNOWN,
        foot.direction,
        start,
        end,
        heel.place,
        heel.angle,
        heel.why_no_heel,
        heel.error,
        foot.recording.frame_period,
    )


def _leans(steps: Sequence[WalkedStep]) -> dict[Side, float]:
    """Median angle between foot axis and walking direction for each side, radians, from the complete steps."""
    angles: dict[Side, list[float]] = {}
    for step in steps:
        if step.anatomy is not None:
            angles.setdefault(step.footstep.side, []).append(
                wrapped(step.anatomy.frame.angle - heading(step.footstep.direction))
            )
    return {side: float(np.median(values)) for side, values in angles.items()}


def _heel_of(step: WalkedStep, leans: dict[Side, float]) -> _Heel:
    foot = step.footstep
    recording = foot.recording
    if recording.tracks or recording.side is not Side.UNKNOWN:
        return _Heel(why_no_heel=INSOLE if recording.tracks else _ONE_FOOT)
    grid = recording.grid
    error = (float(np.hypot(_BY_AXIS, _IN_CELLS * grid.column_spacing)), _IN_CELLS * grid.row_spacing)
    if step.anatomy is not None:
        frame = step.anatomy.frame
        return _Heel((frame.x, frame.y), frame.angle, None, error)
    why = _why_heel_uncertain(step.frames)
    if why:
        return _Heel(why_no_heel=why)
    try:
        place = _rear_end(step.frames, leans.get(foot.side, 0.0))
    except UnreadablePrint as reason:
        return _Heel(why_no_heel=reason.note)
    return _Heel(place, error=(_WITHOUT_AXIS, error[1]))


def _seen(step: StepFrames) -> tuple[float | None, float | None]:
    """First and last contact; None for one that fell beyond the plate or outside the recording."""
    foot, (begun, going_on) = step.footstep, step.loaded_at_ends
    if foot.complete:
        return foot.start, foot.end
    if not _why_heel_uncertain(step):
        return foot.start, None
    front_seen = (begun or _heel_at_edge(step)) and not going_on and _clear_in_front(step) > _CLEAR
    return None, foot.end if front_seen else None


def _why_heel_uncertain(step: StepFrames) -> Note | None:
    """Why the heel of a step without anatomy is uncertain; None where it is certain."""
    foot, (begun, going_on) = step.footstep, step.loaded_at_ends
    if begun:
        return blocks("begun_before", "the step had begun before the recording did")
    if foot.complete:
        return None
    if _heel_at_edge(step):
        return blocks("heel_at_edge", "the heel touches the edge of the plate")
    if going_on or _clear_in_front(step) <= _BEYOND:
        return None
    return blocks("part_missing", "it cannot be told which part of the foot is missing")


def _heel_at_edge(step: StepFrames) -> bool:
    """Whether a cell of the heel lies on the plate's border; a cropped recording does not show the border."""
    recording, ahead = step.footstep.recording, step.footstep.direction
    if recording.grid.cropped:
        return False
    heel = step.y * ahead <= (step.y * ahead).min() + _HEEL
    behind = 0 if ahead > 0 else recording.rows - 1
    at_side = np.isin(step.columns[heel], (0, recording.columns - 1)).any()
    return bool(at_side or (step.rows == behind).any())


def _clear_in_front(step: StepFrames) -> float:
    """Room in mm between the print and the edge in front of it; more than any foot for a cropped recording."""
    recording, ahead = step.footstep.recording, step.footstep.direction
    if recording.grid.cropped:
        return float("inf")
    room = recording.rows - 1 - int(step.rows.max()) if ahead > 0 else int(step.rows.min())
    return room * recording.grid.row_spacing


def _rear_end(step: StepFrames, lean: float) -> tuple[float, float]:
    """Heel point of a print whose front is missing, along an axis that leans like the side's complete steps."""
    ahead = step.footstep.direction
    heel = step.y * ahead <= (step.y * ahead).min() + _HEEL
    weights = step.peak[heel]
    x, y = float(weights @ step.x[heel] / weights.sum()), float(weights @ step.y[heel] / weights.sum())
    frame = FootFrame(x, y, heading(ahead) + lean, step.footstep.side)
    end = Print(step, find_boundary(step)).at_heel_end(frame)
    return end.x, end.y


def heading(direction: int) -> float:
    """Direction of walking in radians from +y towards +x."""
    return 0.0 if direction > 0 else float(np.pi)


def wrapped(angle: float) -> float:
    """An angle in radians, between -pi and pi."""
    return float((angle + np.pi) % (2 * np.pi) - np.pi)
