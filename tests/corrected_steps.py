"""Analyses and sessions with one thing corrected in one step."""

from __future__ import annotations

from dataclasses import replace

from pedograph.analysis import Analysis, with_corrections
from pedograph.corrections import NOTHING_SET, StepCorrection
from pedograph.recording import Side
from pedograph.session import Session, with_step_correction


def with_side(analysis: Analysis, index: int, side: Side) -> Analysis:
    """The analysis with the side of a step set."""
    correction = replace(analysis.corrections.step(index), side=side)
    return with_corrections(analysis, analysis.corrections.with_step(index, correction))


def with_foot(analysis: Analysis, index: int, foot: StepCorrection = NOTHING_SET) -> Analysis:
    """The analysis with axis, toe line and cells of a step set, or, of nothing, undone."""
    correction = analysis.corrections.step(index).with_foot(foot)
    return with_corrections(analysis, analysis.corrections.with_step(index, correction))


def session_with_side(
    session: Session, recording: int, step: int, side: Side, when: str, who: str = ""
) -> Session:
    """The session with the side of a step set."""
    correction = replace(session.recordings[recording].corrections.step(step), side=side)
    return with_step_correction(session, recording, step, correction, who, when)


def session_with_foot(
    session: Session, recording: int, step: int, foot: StepCorrection, when: str, who: str = ""
) -> Session:
    """The session with axis, toe line and cells of a step set."""
    correction = session.recordings[recording].corrections.step(step).with_foot(foot)
    return with_step_correction(session, recording, step, correction, who, when)
