"""Changes to the open visit; each can be taken back, and each stands in the session's journal."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pedograph.corrections import ImportCorrection, StepCorrection
from pedograph.errors import SessionError
from pedograph.posture import Decision, Examination
from pedograph.recording import Side
from pedograph.session.chain import appended
from pedograph.session.journal import now
from pedograph.session.model import (
    Session,
    findings_of,
    with_decision,
    with_examination,
    with_note,
    with_reading,
    with_step_correction,
    with_subject,
    without_recording,
)
from pedograph.workspace.jobs import Progress
from pedograph.workspace.messages import Message
from pedograph.workspace.model import Workspace
from pedograph.workspace.references import StepReference, step_at

UNSIGNED: Final = "unsigned"
"""Stands in a decision that nobody signed."""
LEFT_OUT: Final = "left out by hand"
"""Reason for a step that a person leaves out of the means without giving another."""
SUBJECT: Final = "patient ID"
"""What messages about a refused patient ID are about."""
_CLEAR: Final = 0.95
"""Confidence from which a print is clear about its side."""


def signature(workspace: Workspace) -> tuple[str, str]:
    """Who changes something, and when: the initials a person gave, as a code; empty where they gave none."""
    return as_code(workspace.preferences.examiner), now()


def as_code(initials: str) -> str:
    """Initials as a code: what a code cannot have becomes a dash."""
    return re.sub(r"[^\w.-]", "-", initials.strip())[:32]


def decider(workspace: Workspace) -> str:
    """Code under which a decision is signed; a decision has one always."""
    return signature(workspace)[0] or UNSIGNED


def undo(workspace: Workspace) -> None:
    """Take the last change back."""
    workspace.document.undo(*signature(workspace))


def redo(workspace: Workspace) -> None:
    """Make the last change that was taken back again."""
    workspace.document.redo(*signature(workspace))


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
        workspace.messages.warn(
            f"The note {decision.rule} does not apply any more; nothing was decided.", about="decision"
        )
        return
    who, when = signature(workspace)
    workspace.messages.settle("decision")
    decided = with_decision(session, finding, decision.kind, who or UNSIGNED, when, decision.text)
    journal = appended(session.journal, replace(decided.journal[-1], who=who), session.visit.identifier)
    workspace.document.apply("decision on a finding", replace(decided, journal=journal))


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
        workspace.messages.settle(SUBJECT)
        return True
    try:
        changed = with_subject(session, subject, *signature(workspace))
    except SessionError as error:
        workspace.messages.warn(str(error), about=SUBJECT)
        return False
    workspace.messages.settle(SUBJECT)
    workspace.document.apply("code", changed)
    return True


def set_by_hand(session: Session, reference: StepReference) -> bool:
    """Whether a person said which foot a step is of."""
    return _correction(session, reference).side is not None


def _correction(session: Session, reference: StepReference) -> StepCorrection:
    """What was corrected in a step."""
    return session.recordings[reference.recording].corrections.step(reference.step)


def set_side(workspace: Workspace, reference: StepReference, side: Side) -> None:
    """Say which foot a step is of; it is measured again, in a job. What is clear already stays as it is."""
    session = workspace.document.session
    step = step_at(session, reference)
    if step is None:
        return
    by_hand = set_by_hand(session, reference)
    confirmed = step.side is side
    if confirmed and (by_hand or step.footstep.side_confidence >= _CLEAR):
        sure = "set by hand" if by_hand else f"confidence {step.footstep.side_confidence:.2f}"
        workspace.messages.say(
            f"Step {reference.step + 1} is a {side} foot already ({sure}). Nothing was changed."
        )
        return

    who, when = signature(workspace)
    before = step.footstep

    def work(progress: Progress) -> Session:
        progress(0, 1, f"measuring step {reference.step + 1} as a {side} foot")
        corrected = replace(_correction(session, reference), side=side)
        return with_step_correction(session, reference.recording, reference.step, corrected, who, when)

    def done(corrected: Session) -> None:
        current = grafted(workspace, session, corrected, reference.recording)
        if current is None:
            return
        workspace.document.apply(f"side of step {reference.step + 1}", current)
        if confirmed:
            workspace.messages.say(f"Step {reference.step + 1} is confirmed as a {side} foot.")
        elif before.side is side.other and before.side_confidence >= _CLEAR and not by_hand:
            looks = f"The print looks like a {before.side} foot (confidence {before.side_confidence:.2f})."
            text = f"Step {reference.step + 1} is now a {side} foot. {looks}"
            workspace.messages.show(Message(text, warning=True, offer="Undo", action="edit.undo", undoes=current))

    workspace.run("setting the side", work, done, by_hand=True)


def leave_out(workspace: Workspace, reference: StepReference, reason: str = LEFT_OUT) -> None:
    """Leave a step out of the means, for a reason that a person gives; `count_again` undoes it."""
    _set_left_out(workspace, reference, reason.strip() or LEFT_OUT)


def count_again(workspace: Workspace, reference: StepReference) -> None:
    """Let a step that was left out of the means count again."""
    _set_left_out(workspace, reference, "")


def _set_left_out(workspace: Workspace, reference: StepReference, reason: str) -> None:
    session = workspace.document.session
    if step_at(session, reference) is None or _correction(session, reference).left_out == reason:
        return
    who, when = signature(workspace)

    def work(progress: Progress) -> Session:
        progress(0, 1, f"recalculating the means {'without' if reason else 'with'} step {reference.step + 1}")
        corrected = replace(_correction(session, reference), left_out=reason)
        return with_step_correction(session, reference.recording, reference.step, corrected, who, when)

    def done(corrected: Session) -> None:
        current = grafted(workspace, session, corrected, reference.recording)
        if current is not None:
            use = "leaving out" if reason else "counting"
            workspace.document.apply(f"{use} step {reference.step + 1}", current)

    workspace.run("leaving out a step" if reason else "counting a step again", work, done, by_hand=True)


def grafted(workspace: Workspace, base: Session, changed: Session, number: int) -> Session | None:
    """The open session with a recording worked on while other things changed; None, and said, if it is gone.

    Parameters
    ----------
    workspace : Workspace
        What is open.
    base : Session
        The session from which the work began.
    changed : Session
        What the work made of it: one recording is another, and the journal has one more entry.
    number : int
        Which recording of ``base`` and ``changed`` that is.
    """
    current = workspace.document.session
    if current is base:
        return changed
    held = [item is base.recordings[number] for item in current.recordings]
    if True not in held:
        workspace.messages.warn("The recording changed meanwhile, so the change was not made. Make it once more.")
        return None
    place = held.index(True)
    recordings = (*current.recordings[:place], changed.recordings[number], *current.recordings[place + 1 :])
    journal = appended(current.journal, changed.journal[-1], current.visit.identifier)
    return replace(current, recordings=recordings, journal=journal)


def set_reading(workspace: Workspace, number: int, reading: ImportCorrection) -> None:
    """Say how the file of a recording is to be read; it is re-analysed, in a job."""
    session = workspace.document.session
    if number >= len(session.recordings) or session.recordings[number].corrections.reading == reading:
        return
    old = session.recordings[number]
    who, when = signature(workspace)

    def work(progress: Progress) -> Session:
        progress(0, 1, f"reading {old.name} again")
        return with_reading(session, number, reading, who, when)

    def done(changed: Session) -> None:
        current = grafted(workspace, session, changed, number)
        if current is None:
            return
        workspace.document.apply(f"reading of {old.name}", current)
        if old.corrections.steps:
            text = f"{old.name} was re-analysed; what was set by hand of its steps is to be set again."
            workspace.messages.show(Message(text, warning=True, offer="Undo", action="edit.undo", undoes=current))

    workspace.run("reading again", work, done, by_hand=True)
