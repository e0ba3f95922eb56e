"""Changes to the open visit; each can be taken back, and each stands in the session's journal."""

from __future__ import annotations

import getpass
from dataclasses import replace
from datetime import UTC, datetime

from pedograph.posture import Decision, Examination
from pedograph.recording import Side
from pedograph.session.model import (
    Session,
    with_correction,
    with_decision,
    with_examination,
    with_note,
    without_recording,
)
from pedograph.workspace.jobs import Progress
from pedograph.workspace.model import Workspace
from pedograph.workspace.references import StepReference, step_at


def signature(workspace: Workspace) -> tuple[str, datetime]:
    """Who changes something, and when: the initials a person chose, or the name of the account."""
    return workspace.preferences.examiner or _account(), datetime.now(UTC)


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def set_side(workspace: Workspace, reference: StepReference, side: Side) -> None:
    """Say which foot a step is of; it is measured anew, in a job."""
    session = workspace.document.session
    step = step_at(session, reference)
    if step is None or (step.side is side and step.footstep.side_confidence == 1.0):
        return

    def work(progress: Progress) -> Session:
        progress(0, 1, f"measuring step {reference.step + 1} as a {side} foot")
        who, when = signature(workspace)
        return with_correction(session, reference.recording, Correction(reference.step, side), who, when)

    workspace.run("setting the side", work, _applied(workspace, session, f"side of step {reference.step + 1}"))


def remove_recording(workspace: Workspace) -> None:
    """Take the recording that is looked at out of the visit."""
    session, number = workspace.document.session, workspace.selection.recording
    if number < len(session.recordings):
        name = session.recordings[number].analysis.recording.source.file or "recording"
        who, when = signature(workspace)
        workspace.document.apply(f"removal of {name}", without_recording(session, number, who, when))


def set_examination(workspace: Workspace, examination: Examination) -> None:
    """Keep what was examined."""
    session = workspace.document.session
    if examination != session.examination:
        who, when = signature(workspace)
        workspace.document.apply("change of the examination", with_examination(session, examination, who, when))


def decide(workspace: Workspace, decision: Decision) -> None:
    """Accept, edit or reject a finding."""
    session = workspace.document.session
    who, when = signature(workspace)
    workspace.document.apply("decision on a finding", with_decision(session, decision, who, when))


def set_note(workspace: Workspace, note: str) -> None:
    """Write the visit's note."""
    session = workspace.document.session
    if note != session.visit.note:
        who, when = signature(workspace)
        workspace.document.apply("note", with_note(session, note, who, when))


def set_subject(workspace: Workspace, subject: str) -> None:
    """Give the person's code; never a name."""
    session = workspace.document.session
    if subject != session.visit.subject:
        visit = replace(session.visit, subject=subject)
        workspace.document.apply("subject code", replace(session, visit=visit))


