"""Pointing at steps of a session, and which two feet stand side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pedograph.analysis import StepAnalysis
from pedograph.recording import Side
from pedograph.session.model import Session
from pedograph.workspace.drawing.prints import shown_side


@dataclass(frozen=True, order=True)
class StepReference:
    """A step by its place: number of the recording in the session, and of the step in it."""

    recording: int
    step: int


@dataclass(frozen=True)
class Selection:
    """What of a session is looked at.

    Parameters
    ----------
    recording : int
        Number of the recording.
    current : StepReference or None
        The step that was chosen, which the timeline follows; None in a recording without steps.
    left, right : StepReference or None
        The steps that stand side by side.
    """

    recording: int = 0
    current: StepReference | None = None
    left: StepReference | None = None
    right: StepReference | None = None


def step_at(session: Session, reference: StepReference | None) -> StepAnalysis | None:
    """The step that a reference points at, or None where there is none (any more)."""
    if reference is None or reference.recording >= len(session.recordings):
        return None
    steps = session.recordings[reference.recording].analysis.steps
    return steps[reference.step] if reference.step < len(steps) else None


def steps_of(session: Session) -> Iterator[tuple[StepReference, StepAnalysis]]:
    """Every step of a session."""
    for number, recording in enumerate(session.recordings):
        for step in recording.analysis.steps:
            yield StepReference(number, step.index), step


def choose_recording(session: Session, number: int) -> Selection:
    """Look at a recording: its first whole left and right step."""
    if not session.recordings:
        return Selection()
    number = min(max(number, 0), len(session.recordings) - 1)
    first = _best(session, number, None)
    return choose_step(session, Selection(number), first) if first else Selection(number)


def first_to_show(session: Session, start: int) -> int:
    """Of the recordings from a number on, the first with both feet, whole ones before others; else the first."""
    numbers = range(start, len(session.recordings))
    for whole in (True, False):
        for number in numbers:
            steps = [s for s in session.recordings[number].analysis.steps if s.complete or not whole]
            if {shown_side(step) for step in steps} >= {Side.LEFT, Side.RIGHT}:
                return number
    return start


def choose_step(session: Session, old: Selection, reference: StepReference) -> Selection:
    """Look at a step; the other foot is the one that stood beside it, or else the best one there is.

    The other foot comes from the same recording. Where that holds one foot only, as files of one step do, it
    comes from another recording of the same device that holds only the other one.
    """
    step = step_at(session, reference)
    if step is None:
        return choose_recording(session, reference.recording)
    side = shown_side(step)
    other = _other_foot(session, old, reference, side)
    left, right = (reference, other) if side is Side.LEFT else (other, reference)
    return Selection(reference.recording, reference, left, right)


def still_there(session: Session, old: Selection) -> Selection:
    """The selection after the session changed: the same step where it is still there, on its side as it is now."""
    if old.current is None or step_at(session, old.current) is None:
        return choose_recording(session, old.recording)
    kept = replace(old, left=None, right=None) if _moved(session, old) else old
    return choose_step(session, kept, old.current)


def _moved(session: Session, old: Selection) -> bool:
    """Whether a step that is shown is now of the other side."""
    shown = ((Side.LEFT, step_at(session, old.left)), (Side.RIGHT, step_at(session, old.right)))
    return any(step is not None and shown_side(step) is not side for side, step in shown)


def _other_foot(session: Session, old: Selection, chosen: StepReference, side: Side) -> StepReference | None:
    before = old.right if side is Side.LEFT else old.left
    step = step_at(session, before)
    usable = step is not None and shown_side(step) is side.other
    if before is not None and usable and before.recording == chosen.recording:
        return before
    beside = _best(session, chosen.recording, side.other)
    if beside is not None:
        return beside
    alone = [
        number
        for number in range(len(session.recordings))
        if _sides(session, number) == {side.other} and _same_device(session, number, chosen.recording)
    ]
    if before is not None and usable and before.recording in alone:
        return before
    return (
        _best(session, min(alone, key=lambda number: abs(number - chosen.recording)), side.other)
        if alone
        else None
    )


def _sides(session: Session, number: int) -> set[Side]:
    return {shown_side(step) for step in session.recordings[number].analysis.steps}


def _same_device(session: Session, first: int, second: int) -> bool:
    """Whether two recordings are of one format and one size of cells: others cannot be compared."""
    one, other = session.recordings[first].recording, session.recordings[second].recording
    cells = ((item.grid.row_spacing, item.grid.column_spacing) for item in (one, other))
    return one.source.format == other.source.format and len(set(cells)) == 1


def _best(session: Session, number: int, side: Side | None) -> StepReference | None:
    """The first complete step of a recording, else the first at all; of one side, or of either."""
    steps = [s for s in session.recordings[number].analysis.steps if side is None or shown_side(s) is side]
    chosen = next((step for step in steps if step.complete), steps[0] if steps else None)
    return None if chosen is None else StepReference(number, chosen.index)
