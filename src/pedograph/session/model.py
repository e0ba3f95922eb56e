"""A session: one visit with its recordings, examination, decisions and journal; every change makes a new one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as calendar_date
from typing import Any, Final

from pedograph.analysis import Analysis, with_corrections
from pedograph.corrections import Corrections, ImportCorrection, StepCorrection
from pedograph.errors import SessionError
from pedograph.posture import (
    DecisionKind,
    Examination,
    Finding,
    Findings,
    FindingsReview,
    MeasuredRecording,
    Plate,
    decide,
    derive_findings,
    facts_from_recordings,
    recording_key,
)
from pedograph.recording import PressureRecording
from pedograph.session.chain import FRAMES, REMOVED, appended, frames_digest
from pedograph.session.journal import (
    JournalEntry,
    check_code,
    counted,
    examination_changes,
    examination_sentence,
    now,
    step_sentence,
    step_values,
)
from pedograph.settings import AnalysisSettings

_IDENTIFIER: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Visit:
    """Whose visit it is, and when.

    Parameters
    ----------
    identifier : str
        32 hexadecimal digits, the same for as long as the session lives.
    date : str
        Date of the visit, ISO 8601 (2026-11-22).
    subject : str
        Patient ID, never a name; empty if none was given.
    note : str
        Free text.

    Raises
    ------
    SessionError
        If identifier, date or code are malformed.
    """

    identifier: str
    date: str
    subject: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not _IDENTIFIER.fullmatch(self.identifier):
            raise SessionError(f'"{self.identifier}" does not identify a visit: 32 hexadecimal digits do.')
        try:
            calendar_date.fromisoformat(self.date)
        except ValueError as error:
            raise SessionError(f'"{self.date}" is no date; write it as 2026-11-22.') from error
        check_code(self.subject)


@dataclass(frozen=True)
class SessionRecording:
    """One recording of the visit.

    Parameters
    ----------
    analysis : Analysis
        The recording and what was found in it, corrections included.
    """

    analysis: Analysis

    @property
    def recording(self) -> PressureRecording:
        """What was recorded, read as a person corrected it."""
        return self.analysis.recording

    @property
    def as_read(self) -> PressureRecording:
        """What was recorded, as the file was read."""
        return self.analysis.as_read

    @property
    def corrections(self) -> Corrections:
        """What a person corrected in it."""
        return self.analysis.corrections

    @property
    def name(self) -> str:
        """What to call it: its file's name, or what it is where there was no file."""
        return self.recording.source.file or "the recording without a file"


@dataclass(frozen=True)
class Session:
    """A visit and all that belongs to it.

    Parameters
    ----------
    visit : Visit
        Whose and when.
    recordings : tuple of SessionRecording
        In the order in which they were added.
    examination : Examination
        What was asked, seen and measured by hand.
    review : FindingsReview
        Decisions about the findings.
    settings : AnalysisSettings
        For recordings yet to come; each analysis keeps those that it was made with.
    journal : tuple of JournalEntry
        Every change, oldest first.
    written_by : str
        Program and version that wrote the file it was opened from; empty for a session never saved.
    """

    visit: Visit
    recordings: tuple[SessionRecording, ...] = ()
    examination: Examination = field(default_factory=Examination)
    review: FindingsReview = field(default_factory=FindingsReview)
    settings: AnalysisSettings = field(default_factory=AnalysisSettings)
    journal: tuple[JournalEntry, ...] = ()
    written_by: str = ""


def new_session(
    subject: str = "",
    *,
    settings: AnalysisSettings | None = None,
    note: str = "",
    when: str | None = None,
    who: str = "",
    identifier: str | None = None,
) -> Session:
    """An empty session.

    Parameters
    ----------
    subject : str
        Patient ID, never a name.
    settings : AnalysisSettings, optional
        For the recordings to come.
    note : str
        Free text.
    when : str, optional
        ISO time with offset; its date is the visit's. Now, if not given.
    who : str
        Initials or ID of who begins it.
    identifier : str, optional
        32 hexadecimal digits; new ones if not given.

    Raises
    ------
    SessionError
        If a code or time is malformed.
    """
    entry = JournalEntry(when or now(), who, "The session was begun.", {"subject": subject, "note": note})
    visit = Visit(identifier or uuid.uuid4().hex, entry.when[:10], subject, note)
    journal = appended((), entry, visit.identifier)
    return Session(visit, settings=settings or AnalysisSettings(), journal=journal)


def with_recording(session: Session, analysed: Analysis | SessionRecording, who: str, when: str) -> Session:
    """The session with one more recording, analysed, and with what was set of it by hand."""
    added = analysed if isinstance(analysed, SessionRecording) else SessionRecording(analysed)
    analysis = added.analysis
    whole = len(analysis.complete_steps)
    what = f"Added {added.name}: {counted(len(analysis.steps), 'footstep')}, {whole} whole."
    digest = {FRAMES: frames_digest(added.as_read)}
    counts = {"steps": len(analysis.steps), "complete": whole}
    detail = {**_named(added, len(session.recordings)), **counts, **digest}
    return _changed(session, JournalEntry(when, who, what, detail), recordings=(*session.recordings, added))


def without_recording(session: Session, recording: int, who: str, when: str) -> Session:
    """The session without one of its recordings."""
    removed = _recording(session, recording)
    rest = (*session.recordings[:recording], *session.recordings[recording + 1 :])
    detail = {**_named(removed, recording), REMOVED: frames_digest(removed.as_read)}
    entry = JournalEntry(when, who, f"Removed {removed.name}.", detail)
    return _changed(session, entry, recordings=rest)


def with_examination(session: Session, examination: Examination, who: str, when: str) -> Session:
    """The session with another examination; the journal names each field that changed, before and after."""
    changes = examination_changes(session.examination, examination)
    if not changes:
        return session
    entry = JournalEntry(when, who, examination_sentence(changes), {"changed": changes})
    return _changed(session, entry, examination=examination)


def with_step_correction(
    session: Session, recording: int, step: int, correction: StepCorrection, who: str, when: str
) -> Session:
    """The session with one step corrected by a person.

    Parameters
    ----------
    session : Session
        As it was.
    recording, step : int
        Which step of which recording, from 0.
    correction : StepCorrection
        All that the person corrected in the step, which takes the place of what was corrected before.
    who, when : str
        Initials or ID of who did it, and ISO time with offset, for the journal.

    Returns
    -------
    Session
        The same one if nothing changed.

    Raises
    ------
    SessionError
        If there is no such recording or step.
    SettingsError
        If the correction leaves out every cell of the step.
    """
    old = _recording(session, recording)
    _check_step(old, step)
    analysis = with_corrections(old.analysis, old.corrections.with_step(step, correction))
    if analysis is old.analysis:
        return session
    before, after = old.analysis.steps[step], analysis.steps[step]
    what = f"Step {step + 1} of {old.name}: {step_sentence(before, after)}."
    detail = {**_named(old, recording), "step": step, "before": step_values(before), "after": step_values(after)}
    changed = _with(session, recording, SessionRecording(analysis))
    return _changed(session, JournalEntry(when, who, what, detail), recordings=changed)


def with_reading(session: Session, recording: int, reading: ImportCorrection, who: str, when: str) -> Session:
    """The session with one recording read as a person corrected that, and re-analysed.

    Steps may be others than before, so what was corrected in them is dropped; the journal names it.

    Raises
    ------
    SessionError
        If there is no such recording.
    """
    old = _recording(session, recording)
    if reading == old.corrections.reading:
        return session
    analysis = with_corrections(old.analysis, Corrections(reading))
    settled = ", ".join(reading.settles)
    what = f"Set right how {old.name} is read: {settled}." if settled else f"{old.name} is read as the file says."
    detail = {
        **_named(old, recording),
        "before": old.corrections.reading.to_dict(),
        "after": reading.to_dict(),
        "dropped_steps": Corrections(steps=old.corrections.steps).to_dict().get("steps", []),
    }
    changed = _with(session, recording, SessionRecording(analysis))
    return _changed(session, JournalEntry(when, who, what, detail), recordings=changed)


def with_decision(
    session: Session, finding: Finding, kind: DecisionKind, who: str, when: str, text: str = ""
) -> Session:
    """The session with one more decision about a finding; ``text`` is the wording of an edited one.

    Raises
    ------
    FindingError
        If ``who`` is no code, or an edited finding has no text or another has one.
    """
    review = decide(session.review, finding, kind, when=when, who=who, text=text)
    last = session.review.latest(finding.rule)
    before = {"decision": str(last.kind), "text": last.text} if last else None
    detail = {"rule": finding.rule, "version": finding.version, "before": before}
    detail |= {"decision": str(kind), "text": text}
    entry = JournalEntry(when, who, f"{finding.rule} ({finding.title}) was {kind}.", detail)
    return _changed(session, entry, review=review)


def with_note(session: Session, note: str, who: str, when: str) -> Session:
    """The session with another note on the visit."""
    if note == session.visit.note:
        return session
    entry = JournalEntry(when, who, "Changed the note.", {"before": session.visit.note, "after": note})
    return _changed(session, entry, visit=replace(session.visit, note=note))


def with_subject(session: Session, subject: str, who: str, when: str) -> Session:
    """The session with another patient ID.

    Raises
    ------
    SessionError
        If it is none.
    """
    if subject == session.visit.subject:
        return session
    visit = replace(session.visit, subject=subject)
    detail = {"before": session.visit.subject, "after": subject}
    return _changed(session, JournalEntry(when, who, "Changed the patient ID.", detail), visit=visit)


def with_settings(session: Session, settings: AnalysisSettings, who: str, when: str) -> Session:
    """The session with other settings for recordings yet to come; what is analysed already stays as it is."""
    before, after = session.settings.as_dict(), settings.as_dict()
    changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    if not changes:
        return session
    entry = JournalEntry(when, who, f"Changed the settings: {', '.join(changes)}.", {"changed": changes})
    return _changed(session, entry, settings=settings)


def findings_of(session: Session) -> Findings:
    """What the rules say of the visit: of its examination and of the complete steps of its recordings.

    Steps of different plates are not averaged, and a recording that was added twice counts once: with what a
    person set right about it, where that was done to one of the two.
    """
    return derive_findings(session.examination, facts_from_recordings(measured_recordings(session.recordings)))


def measured_recordings(recordings: Iterable[SessionRecording]) -> list[MeasuredRecording]:
    """The steps of recordings with what has to be the same for them to be averaged with others.

    Steps that a person left out of the means do not count. Recordings in which a person corrected something come
    first: of those added twice, the first one counts.
    """
    return [
        MeasuredRecording(
            tuple(step for step in item.analysis.complete_steps if not step.correction.left_out),
            Plate.of(item.recording, item.analysis.settings.contact_threshold),
            recording_key(item.as_read),
        )
        for item in sorted(recordings, key=lambda item: item.corrections.nothing)
    ]


def _changed(session: Session, entry: JournalEntry, **fields: Any) -> Session:
    journal = appended(session.journal, entry, session.visit.identifier)
    return replace(session, journal=journal, **fields)


def _with(session: Session, index: int, recording: SessionRecording) -> tuple[SessionRecording, ...]:
    """The recordings with another one at a place."""
    return (*session.recordings[:index], recording, *session.recordings[index + 1 :])


def _check_step(recording: SessionRecording, step: int) -> None:
    if not 0 <= step < len(recording.analysis.steps):
        raise SessionError(f"{recording.name} has no step {step + 1}.")


def _recording(session: Session, index: int) -> SessionRecording:
    if not 0 <= index < len(session.recordings):
        raise SessionError(f"the session has no recording {index + 1}.")
    return session.recordings[index]


def _named(recording: SessionRecording, index: int) -> Mapping[str, Any]:
    """What tells one recording from another in the journal."""
    source = recording.recording.source
    return {"recording": index, "file": source.file, "sha256": source.sha256, "format": source.format}
