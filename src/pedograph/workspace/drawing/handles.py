"""Axis, toe line and cells of a print as a person sets them: what can be taken hold of, and how it changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from pedograph.analysis import StepAnalysis
from pedograph.anatomy import FootAnatomy, UnreadablePrint, find_anatomy
from pedograph.corrections import (
    AXIS_BY_HAND,
    CELLS_LEFT_OUT,
    NOTHING_SET,
    TOE_LINE_BY_HAND,
    Cell,
    Point,
    StepCorrection,
)
from pedograph.errors import SettingsError
from pedograph.notes import joined
from pedograph.session.model import Session, with_step_correction
from pedograph.workspace.commands import grafted, signature
from pedograph.workspace.drawing.prints import StepPrint
from pedograph.workspace.jobs import Progress
from pedograph.workspace.model import Workspace
from pedograph.workspace.references import StepReference, step_at

TOE_HANDLES: Final = 6
"""Points of a toe line that can be taken hold of."""
_MOST_TOE_HANDLES: Final = 9
"""Points of a toe line set by hand beyond which it is thinned to `TOE_HANDLES`."""
_IN_FRONT: Final = 2.0
"""mm before the toes' tips at which a toe line lies ready where none could be told."""
_SAID: Final = {AXIS_BY_HAND: "axis", TOE_LINE_BY_HAND: "toe line", CELLS_LEFT_OUT: "cells"}
"""Flags of the anatomy, and the part that each is about."""


class Part(StrEnum):
    """What of a foot can be set."""

    AXIS = "axis"
    TOE_LINE = "toe line"
    CELLS = "cells"


@dataclass(frozen=True)
class Handle:
    """A point that can be dragged.

    Parameters
    ----------
    part : Part
        What it is a point of.
    number : int
        Its place: 0 the heel end and 1 the toe end of the axis; of a toe line, its points in their order.
    x, y : float
        On the plate, mm.
    """

    part: Part
    number: int
    x: float
    y: float

    @property
    def name(self) -> str:
        """What to call it."""
        if self.part is Part.AXIS:
            return "toe end of the axis" if self.number else "heel end of the axis"
        return f"point {self.number + 1} of the toe line"


def handles(foot: StepPrint, correction: StepCorrection) -> tuple[Handle, ...]:
    """The points of a foot that can be dragged: both ends of the axis, then the toe line.

    Parameters
    ----------
    foot : StepPrint
        The foot as it was measured.
    correction : StepCorrection
        What is set by now; where that is more than was measured with, its own points are given.

    Returns
    -------
    tuple of Handle
        Empty for an incomplete step; without toe line where the print shows no foot.
    """
    if not foot.step.complete:
        return ()
    axis = [Handle(Part.AXIS, number, *point) for number, point in enumerate(_axis(foot, correction))]
    toes = [Handle(Part.TOE_LINE, number, *point) for number, point in enumerate(_toe_line(foot, correction))]
    return (*axis, *toes)


def with_handle(foot: StepPrint, correction: StepCorrection, handle: Handle, x: float, y: float) -> StepCorrection:
    """The correction with a handle drawn to a place of the plate, mm.

    Raises
    ------
    SettingsError
        If the axis would have no direction there.
    """
    place = (float(x), float(y))
    if handle.part is Part.AXIS:
        heel, toes = _axis(foot, correction)
        return replace(correction, axis=(heel, place) if handle.number else (place, toes))
    points = _toe_line(foot, correction)
    return replace(correction, toe_line=(*points[: handle.number], place, *points[handle.number + 1 :]))


def cell_at(foot: StepPrint, x: float, y: float) -> Cell:
    """The cell of the grid at a place of the plate, mm."""
    grid = foot.step.footstep.recording.grid
    return int(np.floor(y / grid.row_spacing)), int(np.floor(x / grid.column_spacing))


def is_loaded(foot: StepPrint, cell: Cell) -> bool:
    """Whether a cell belongs to the step, as it was measured."""
    frames = foot.step.frames
    return bool(np.any((frames.rows == cell[0]) & (frames.columns == cell[1])))


def with_cells(correction: StepCorrection, cells: Iterable[Cell], left_out: bool) -> StepCorrection:
    """The correction with cells left out, or put back."""
    before = set(correction.cells_left_out)
    return replace(correction, cells_left_out=tuple(before | set(cells) if left_out else before - set(cells)))


def foot_with(foot: StepPrint, correction: StepCorrection) -> FootAnatomy | None:
    """The foot as axis and toe line of a correction make it, to be drawn while a handle is dragged.

    Cells that a correction adds are still in it; None where the print cannot be read so.
    """
    try:
        return find_anatomy(foot.step.frames, correction)
    except UnreadablePrint:
        return None


def set_by_hand_words(step: StepAnalysis) -> str:
    """What of a foot was set by hand, in few words ("axis set by hand"); empty where nothing was."""
    flags = () if step.anatomy is None else step.correction.flags
    if len(flags) < 2:
        return joined(flags)
    return f"{', '.join(_SAID[flag] for flag in flags)} by hand"


def correct_foot(workspace: Workspace, reference: StepReference, correction: StepCorrection) -> None:
    """Set axis, toe line or cells of a step; it is measured again, in a job.

    A print that could be read and cannot be read with the correction stays as it was, and a message says why.

    Parameters
    ----------
    workspace : Workspace
        What is open.
    reference : StepReference
        The step.
    correction : StepCorrection
        All that is set of its axis, toe line and cells; its side and its use stay as they are.
    """
    session = workspace.document.session
    step = step_at(session, reference)
    if step is None or step.correction.foot == correction.foot:
        return
    before, after = step.correction, step.correction.with_foot(correction)
    who, when = signature(workspace)
    name = _change(before, after)

    def work(progress: Progress) -> Session:
        progress(0, 1, f"measuring step {reference.step + 1} with {name} set by hand")
        number, index = reference.recording, reference.step
        corrected = with_step_correction(session, number, index, after, who, when)
        return _readable(session, corrected, reference)

    def done(corrected: Session) -> None:
        current = grafted(workspace, session, corrected, reference.recording)
        if current is not None:
            workspace.document.apply(f"{name} of step {reference.step + 1}", current)

    workspace.run("setting the footprint right", work, done, by_hand=True)


def back_to_automatic(workspace: Workspace, reference: StepReference | None) -> None:
    """Undo all that a person set of a step's axis, toe line and cells, as one change."""
    if reference is not None:
        correct_foot(workspace, reference, NOTHING_SET)


def is_corrected(workspace: Workspace) -> bool:
    """Whether axis, toe line or cells of the chosen step were set by hand."""
    step = workspace.current_step
    return step is not None and bool(step.correction.flags)


def _readable(session: Session, corrected: Session, reference: StepReference) -> Session:
    """The corrected session.

    Raises
    ------
    SettingsError
        If the step's print could be read before and cannot be read any more.
    """
    before, after = step_at(session, reference), step_at(corrected, reference)
    if before is not None and before.anatomy is not None and after is not None and after.anatomy is None:
        reason = after.schemes.context.why_no_foot
        raise SettingsError(f"Step {reference.step + 1} stays as it was: with this correction, {reason}.")
    return corrected


def _change(before: StepCorrection, after: StepCorrection) -> str:
    """The parts that differ ("axis", "axis, toe line and cells")."""
    differ = (
        (Part.AXIS, before.axis != after.axis),
        (Part.TOE_LINE, before.toe_line != after.toe_line),
        (Part.CELLS, before.cells_left_out != after.cells_left_out),
    )
    names = [str(part) for part, changed in differ if changed]
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _axis(foot: StepPrint, correction: StepCorrection) -> tuple[Point, Point]:
    """Heel and toe end of the axis: as it is being set, else where the print ends on it."""
    if correction.axis is not None and correction.axis != foot.step.correction.axis:
        return correction.axis
    anatomy = foot.step.anatomy
    if anatomy is None:
        _, _, low, high = foot.extent
        return foot.frame.to_plate(0.0, low), foot.frame.to_plate(0.0, high)
    return foot.frame.to_plate(0.0, 0.0), foot.frame.to_plate(0.0, anatomy.length)


def _toe_line(foot: StepPrint, correction: StepCorrection) -> tuple[Point, ...]:
    """Points of the toe line: those that were set, else some of the line that was found."""
    anatomy = foot.step.anatomy
    if correction.toe_line is not None and len(correction.toe_line) <= _MOST_TOE_HANDLES:
        return correction.toe_line
    if anatomy is None:
        return ()
    line = anatomy.borders.toe_line
    medial = np.linspace(line.medial[0], line.medial[-1], TOE_HANDLES)
    along = np.minimum(line.place(medial), anatomy.length + _IN_FRONT)
    x, y = anatomy.frame.to_plate(medial, along)
    return tuple(zip(x.tolist(), y.tolist(), strict=True))
