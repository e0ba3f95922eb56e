"""The feet of a standing person: found in the mean image of the time in which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pedograph.anatomy import FootAnatomy, UnreadablePrint, find_anatomy
from pedograph.measures.model import Unmeasurable
from pedograph.notes import Note, blocks, doubt, joined
from pedograph.recording import BoolArray, FloatArray, Footstep, IndexArray, PressureRecording, Side
from pedograph.settings import AnalysisSettings
from pedograph.standing.interval import Interval
from pedograph.steps import CleanFrames, StepFrames, find_steps
from pedograph.steps.finding import NO_FOOTSTEP
from pedograph.steps.frames import STANDING_TRAVEL

_USUALLY = 0.5
"""Share of the frames in which a cell must be loaded to belong to the print."""
_REACH = 15.0
"""mm from a print within which cells that are loaded now and then count for its force."""
_BESIDE = 40.0
"""mm between the middles of two prints from which on one is told to stand left of the other."""
_AMID = 4
"""Loaded neighbours of a cell that reads alike throughout, from which on it is a part of the print."""
_THIRD = 0.05
"""Share of all load on a further contact from which on two feet are not the whole body."""
_AGREED, _BY_PLACE, _CONTRARY = 0.99, 0.9, 0.6
"""Confidence in the sides by place: shapes agree, say little, or say the opposite."""
_LIFTED = 0.15
"""Share of a foot's largest force under which it has left the ground."""


@dataclass(frozen=True, eq=False)
class FootOnGround:
    """One foot over the time in which it stands.

    Parameters
    ----------
    picture : StepFrames
        The print: the mean pressure of the cells that are usually loaded, as a single frame.
    anatomy : FootAnatomy or None
        Frame, axis and regions; None where the print cannot be read.
    why_no_anatomy : Note or None
        The reason for None.
    x, y : float array [cell]
        Centres of all cells that the foot loads, mm on the plate.
    pressure : float array [frame, cell]
        kPa.
    """

    picture: StepFrames
    anatomy: FootAnatomy | None
    why_no_anatomy: Note | None
    rows: IndexArray
    columns: IndexArray
    x: FloatArray
    y: FloatArray
    pressure: FloatArray

    @property
    def side(self) -> Side:
        """Which foot."""
        return self.picture.footstep.side

    @property
    def name(self) -> str:
        """The foot in words."""
        return f"the {self.side} foot" if self.side is not Side.UNKNOWN else "the foot"

    @property
    def force(self) -> FloatArray:
        """Force on the foot, N [frame]."""
        return np.asarray(self.pressure.sum(axis=1) * self.picture.newton_per_kilopascal)

    @property
    def cut(self) -> str:
        """Why the print is incomplete; empty for a whole one."""
        return joined(self.picture.footstep.incomplete)

    @property
    def lifted(self) -> bool:
        """Whether the foot leaves the ground, or rolls over it as in a step."""
        force = self.force
        if force.size < 2:
            return False
        if float(force.min()) < _LIFTED * float(force.max()):
            return True
        along = self.pressure @ self.y / self.pressure.sum(axis=1)
        return bool(np.ptp(along) > STANDING_TRAVEL * max(float(np.ptp(self.picture.y)), 1.0))


@dataclass(frozen=True, eq=False)
class FeetOnGround:
    """The feet, left one first, and what was seen on the way.

    Parameters
    ----------
    feet : tuple of FootOnGround
        One or two.
    others : float
        Share of the load on further contacts.
    notes : tuple of Note
        What a person should know.
    """

    feet: tuple[FootOnGround, ...]
    others: float
    notes: tuple[Note, ...]

    @property
    def more_than_two(self) -> bool:
        """Whether further contacts carry a part of the body that matters."""
        return self.others > _THIRD


def standing_frames(recording: PressureRecording, frames: CleanFrames, settings: AnalysisSettings) -> CleanFrames:
    """The cleaned frames, without the loss of cells that read alike throughout because the person stands still.

    A sensor of coarse steps shows many such cells under a standing foot. One amid loaded cells is a part of the
    print; one with fewer than four loaded neighbours stays silenced as stuck.
    """
    from scipy.ndimage import convolve

    silenced = (frames.peak == 0) & (recording.peak_image > settings.contact_threshold)
    if not silenced.any():
        return frames
    loaded = (silenced | (frames.peak > 0)).astype(np.int64)
    neighbours = convolve(loaded, np.ones((3, 3), dtype=np.int64), mode="constant") - loaded
    still = silenced & (neighbours >= _AMID)
    if not still.any():
        return frames
    pressure = np.where(still, recording.pressure, frames.pressure)
    return CleanFrames(pressure, np.where(still, recording.peak_image, frames.peak), frames.faults)


def feet_on_ground(
    recording: PressureRecording,
    frames: CleanFrames,
    interval: Interval,
    settings: AnalysisSettings,
    known: Sequence[Footstep] = (),
) -> FeetOnGround:
    """Find the feet, tell left from right, and cut out their cells over time.

    Parameters
    ----------
    recording : PressureRecording
        What was recorded.
    frames : CleanFrames
        Its cleaned frames.
    interval : Interval
        When the person stands.
    settings : AnalysisSettings
        Thresholds and the largest foot.
    known : sequence of Footstep
        Contacts of which a person told the side (a confidence of 1).

    Raises
    ------
    Unmeasurable
        If there is no foot.
    """
    pressure = frames.pressure[interval.frames]
    times_loaded = np.count_nonzero(pressure, axis=0)
    picture = np.where(times_loaded >= _USUALLY * len(pressure), pressure.mean(axis=0, dtype=np.float64), 0.0)
    steps, seen = _prints(recording, picture.astype(np.float32), interval, settings)
    steps.sort(key=lambda step: -float(step.force[0]))
    total = sum(float(step.force[0]) for step in steps)
    others = sum(float(step.force[0]) for step in steps[2:]) / total
    sided, notes = _with_sides(steps[:2], recording, known)
    sided.sort(key=lambda step: step.footstep.side is Side.RIGHT)
    cells = _cells_of(sided, times_loaded > 0)
    feet = tuple(_foot(step, where, pressure) for step, where in zip(sided, cells, strict=True))
    return FeetOnGround(feet, others, (*seen, *notes))


def _prints(
    recording: PressureRecording, picture: NDArray[np.float32], interval: Interval, settings: AnalysisSettings
) -> tuple[list[StepFrames], tuple[Note, ...]]:
    """The prints in the mean image."""
    still = PressureRecording(
        picture[None],
        recording.time[interval.start : interval.start + 1],
        recording.grid,
        recording.source,
        recording.side,
        "stand",
        recording.subject,
        recording.tracks,
    )
    found = find_steps(still, CleanFrames(still.pressure, still.peak_image), settings)
    if not found.steps:
        raise Unmeasurable("no_foot", "no foot can be told in the mean image of the recording")
    return list(found.steps), tuple(note for note in found.notes if note.key == NO_FOOTSTEP)


def _with_sides(
    steps: list[StepFrames], recording: PressureRecording, known: Sequence[Footstep]
) -> tuple[list[StepFrames], list[Note]]:
    """The prints with their sides: as a person told, by insole, by place and by shape."""
    told = [_told(step, known) for step in steps]
    if len(steps) == 2 and told.count(Side.UNKNOWN) == 1:
        told = [side if side is not Side.UNKNOWN else told[1 - number].other for number, side in enumerate(told)]
    if any(side is not Side.UNKNOWN for side in told):
        return [_as(step, side, 1.0) for step, side in zip(steps, told, strict=True)], []
    if len(steps) < 2 or recording.tracks:
        return steps, []
    return _by_place(steps)


def _told(step: StepFrames, known: Sequence[Footstep]) -> Side:
    """The side that a person gave to the contact at this place."""
    for footstep in known:
        rows, columns = step.rows - footstep.first_row, step.columns - footstep.first_column
        inside = (
            (rows >= 0) & (columns >= 0) & (rows < footstep.mask.shape[0]) & (columns < footstep.mask.shape[1])
        )
        shared = footstep.mask[rows[inside], columns[inside]].sum()
        if footstep.side_confidence >= 1.0 and shared > 0.5 * step.rows.size:
            return footstep.side
    return Side.UNKNOWN


def _by_place(steps: list[StepFrames]) -> tuple[list[StepFrames], list[Note]]:
    """Left and right by where the two stand; shapes that say otherwise make it uncertain."""
    first, second = steps
    heading = first.footstep.direction + second.footstep.direction
    beside = float(second.x.mean() - first.x.mean()) * np.sign(heading)
    if abs(beside) < _BESIDE:
        sentence = "The feet do not stand side by side, so left and right are told by shape alone."
        return steps, [doubt("sides_by_shape", sentence)]
    places = (Side.LEFT, Side.RIGHT) if beside > 0 else (Side.RIGHT, Side.LEFT)
    shapes = (first.footstep.side, second.footstep.side)
    notes = []
    confidence = _AGREED if shapes == places else _BY_PLACE
    if shapes == places[::-1]:
        confidence = _CONTRARY
        sentence = "By their shape the feet are the other way round than they stand: left and right are uncertain."
        notes = [doubt("sides_contradicted", sentence)]
    return [_as(step, side, confidence) for step, side in zip(steps, places, strict=True)], notes


def _as(step: StepFrames, side: Side, confidence: float) -> StepFrames:
    return replace(step, footstep=replace(step.footstep, side=side, side_confidence=confidence))


def _cells_of(steps: list[StepFrames], loaded: BoolArray) -> list[tuple[IndexArray, IndexArray]]:
    """Rows and columns of the cells of each foot: those of its print, and those near it that load now and then."""
    from scipy.ndimage import distance_transform_edt

    distances = []
    for step in steps:
        grid = step.footstep.recording.grid
        unloaded = np.ones(loaded.shape, dtype=bool)
        unloaded[step.rows, step.columns] = False
        distances.append(distance_transform_edt(unloaded, sampling=(grid.row_spacing, grid.column_spacing)))
    stack = np.stack(distances)
    nearest, near = stack.argmin(axis=0), stack.min(axis=0) <= _REACH
    cells = [np.nonzero(loaded & near & (nearest == number)) for number in range(len(steps))]
    return [(rows, columns) for rows, columns in cells]


def _foot(step: StepFrames, cells: tuple[IndexArray, IndexArray], pressure: NDArray[np.float32]) -> FootOnGround:
    anatomy, why_not = _anatomy(step)
    rows, columns = cells
    grid = step.footstep.recording.grid
    over_time = pressure[:, rows, columns].astype(np.float64)
    return FootOnGround(step, anatomy, why_not, rows, columns, grid.x(columns), grid.y(rows), over_time)


def _anatomy(step: StepFrames) -> tuple[FootAnatomy | None, Note | None]:
    if not step.footstep.complete:
        return None, blocks("incomplete_step", f"the foot is incomplete: {joined(step.footstep.incomplete)}")
    try:
        return find_anatomy(step), None
    except UnreadablePrint as reason:
        return None, reason.note
