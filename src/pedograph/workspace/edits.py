"""Changes to the open visit; each can be taken back, and each stands in the session's journal."""

from __future__ import annotations

import getpass
import re
from dataclasses import replace

from pedograph.errors import SessionError
from pedograph.posture import Decision, Examination
from pedograph.recording import Side
from pedograph.session.clock import now
from pedograph.session.journal import JournalEntry
from pedograph.session.model import (
    Correction,
    Session,
    findings_of,
    with_correction,
    with_decision,
    with_examination,
    with_note,
    without_recording,
)
from pedograph.workspace.jobs import Progress
from pedograph.workspace.model import Workspace
from pedograph.workspace.references import StepReference, step_at


def signature(workspace: Workspace) -> tuple[str, str]:
    """Who changes something, and when: the initials a person chose, or the name of the account, as a code."""
    return re.sub(r"[^\w.-]", "-", workspace.preferences.examiner or _account())[:32], now()


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def remove_recording(workspace: Workspace) -> None:
    """Take the recording that is looked at out of the visit."""
    session, number = workspace.document.session, workspace.selection.recording
    if number < len(session.recordings):
        name = session.recordings[number].name
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
    finding = next((item for item in findings_of(session).applies if item.rule == decision.rule), None)
    if finding is None:
        workspace.messages.warn(f"The note {decision.rule} does not apply any more; nothing was decided.")
        return
    who, when = signature(workspace)
    decided = with_decision(session, finding, decision.kind, who, when, decision.text)
    workspace.document.apply("decision on a finding", decided)


def set_note(workspace: Workspace, note: str) -> None:
    """Write the visit's note."""
    session = workspace.document.session
    if note != session.visit.note:
        who, when = signature(workspace)
        workspace.document.apply("note", with_note(session, note, who, when))


def set_subject(workspace: Workspace, subject: str) -> bool:
    """Give the person's code, never a name; a message says so where it is none, and the answer is False."""
    session = workspace.document.session
    if subject == session.visit.subject:
        return True
    try:
        visit = replace(session.visit, subject=subject)
    except SessionError as error:
        workspace.messages.warn(str(error))
        return False
    who, when = signature(workspace)
    entry = JournalEntry(when, who, "Changed the code of the person.")
    workspace.document.apply("code", replace(session, visit=visit, journal=(*session.journal, entry)))
    return True


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

    def done(corrected: Session) -> None:
        if workspace.document.session is session:
            workspace.document.apply(f"side of step {reference.step + 1}", corrected)

    workspace.run("setting the side", work, done)
