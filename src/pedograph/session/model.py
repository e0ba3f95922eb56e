"""A session: one visit with its recordings, examination, decisions and journal; every change makes a new one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date as calendar_date
from typing import Any, Final

from pedograph.analysis import Analysis, analyze, with_anatomy, with_side
from pedograph.anatomy import AnatomyCorrection
from pedograph.errors import SessionError
from pedograph.import_correction import ReadingCorrection, corrected
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
from pedograph.recording import PressureRecording, Side
from pedograph.session.journal import (
    JournalEntry,
    check_code,
    counted,
    examination_changes,
    examination_sentence,
    now,
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
        Code of the person, never a name; empty where none was given.
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
        check_code(self.subject, "a person")


@dataclass(frozen=True)
class Correction:
    """A side that a person set.

    Parameters
    ----------
    step : int
        Index of the step in its recording.
    side : Side
        The side, taken as certain.
    """

    step: int
    side: Side


@dataclass(frozen=True)
class SessionRecording:
    """One recording of the visit.

    Parameters
    ----------
    analysis : Analysis
        The recording and what was found in it, corrections included.
    corrections : tuple of Correction
        Sides that a person set, in the order in which it was done; one a step. What was set of the anatomy
        stands with each step of the analysis.
    reading : ReadingCorrection
        What a person set right about how the file was read.
    uncorrected : PressureRecording, optional
        The recording as the file was read, where ``reading`` changes it.
    """

    analysis: Analysis
    corrections: tuple[Correction, ...] = ()
    reading: ReadingCorrection = field(default_factory=ReadingCorrection)
    uncorrected: PressureRecording | None = None

    @property
    def recording(self) -> PressureRecording:
        """What was recorded, read as a person set it right."""
        return self.analysis.recording

    @property
    def as_read(self) -> PressureRecording:
        """What was recorded, as the file was read."""
        return self.uncorrected or self.analysis.recording

    @property
    def touched(self) -> bool:
        """Whether a person set anything right about it: its reading, a side, a foot's axis, toe line or cells."""
        anatomy = any(step.correction is not None for step in self.analysis.steps)
        return bool(self.corrections) or anatomy or not self.reading.nothing

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
        Code of the person, never a name.
    settings : AnalysisSettings, optional
        For the recordings to come.
    note : str
        Free text.
    when : str, optional
        ISO time with offset; its date is the visit's. Now, if not given.
    who : str
        Code of the person who begins it.
    identifier : str, optional
        32 hexadecimal digits; new ones if not given.

    Raises
    ------
    SessionError
        If a code or time is malformed.
    """
    entry = JournalEntry(when or now(), who, "The session was begun.")
    visit = Visit(identifier or uuid.uuid4().hex, entry.when[:10], subject, note)
    return Session(visit, settings=settings or AnalysisSettings(), journal=(entry,))


def with_recording(session: Session, analysed: Analysis | SessionRecording, who: str, when: str) -> Session:
    """The session with one more recording, analysed, and with what was set of it by hand."""
    added = analysed if isinstance(analysed, SessionRecording) else SessionRecording(analysed)
    analysis = added.analysis
    whole = len(analysis.complete_steps)
    what = f"Added {added.name}: {counted(len(analysis.steps), 'footstep')}, {whole} whole."
    detail = {**_named(added, len(session.recordings)), "steps": len(analysis.steps), "complete": whole}
    return _changed(session, JournalEntry(when, who, what, detail), recordings=(*session.recordings, added))


def without_recording(session: Session, recording: int, who: str, when: str) -> Session:
    """The session without one of its recordings."""
    removed = _recording(session, recording)
    rest = (*session.recordings[:recording], *session.recordings[recording + 1 :])
    entry = JournalEntry(when, who, f"Removed {removed.name}.", _named(removed, recording))
    return _changed(session, entry, recordings=rest)


def with_examination(session: Session, examination: Examination, who: str, when: str) -> Session:
    """The session with another examination; the journal names each field that changed, before and after."""
    changes = examination_changes(session.examination, examination)
    if not changes:
        return session
    entry = JournalEntry(when, who, examination_sentence(changes), {"changed": changes})
    return _changed(session, entry, examination=examination)


def with_correction(session: Session, recording: int, correction: Correction, who: str, when: str) -> Session:
    """The session with the side of one step set by a person; that step is measured anew.

    Raises
    ------
    SessionError
        If there is no such recording or step.
    """
    old = _recording(session, recording)
    _check_step(old, correction.step)
    before = old.analysis.steps[correction.step].footstep
    others = tuple(item for item in old.corrections if item.step != correction.step)
    analysis = with_side(old.analysis, correction.step, correction.side)
    new = replace(old, analysis=analysis, corrections=(*others, correction))
    was = f"was {before.side} with a confidence of {before.side_confidence:.2f}"
    what = f"Step {correction.step + 1} of {old.name} set to {correction.side}; it {was}."
    detail = {
        **_named(old, recording),
        "step": correction.step,
        "before": {"side": str(before.side), "side_confidence": before.side_confidence},
        "after": {"side": str(correction.side), "side_confidence": 1.0},
    }
    return _changed(session, JournalEntry(when, who, what, detail), recordings=_with(session, recording, new))


def with_anatomy_correction(
    session: Session, recording: int, step: int, correction: AnatomyCorrection | None, who: str, when: str
) -> Session:
    """The session with axis, toe line or cells of one step set by a person; that step is measured anew.

    Parameters
    ----------
    session : Session
        As it was.
    recording, step : int
        Which step of which recording, from 0.
    correction : AnatomyCorrection or None
        All that the person set of the step, which takes the place of what was set before; None undoes it.
    who, when : str
        Code of the person and ISO time with offset, for the journal.

    Raises
    ------
    SessionError
        If there is no such recording or step.
    SettingsError
        If the correction leaves out every cell of the step.
    """
    old = _recording(session, recording)
    _check_step(old, step)
    analysis = with_anatomy(old.analysis, step, correction)
    before, after = old.analysis.steps[step].correction, analysis.steps[step].correction
    if before == after:
        return session
    said = ", ".join(after.flags) if after else "what was set of the foot by hand was undone"
    detail = {
        **_named(old, recording),
        "step": step,
        "before": asdict(before) if before else None,
        "after": asdict(after) if after else None,
    }
    entry = JournalEntry(when, who, f"Step {step + 1} of {old.name}: {said}.", detail)
    return _changed(session, entry, recordings=_with(session, recording, replace(old, analysis=analysis)))


def with_reading(session: Session, recording: int, reading: ReadingCorrection, who: str, when: str) -> Session:
    """The session with one recording read as a person set it right, and analysed anew.

    Steps may be others than before, so what was set by hand of sides and feet is dropped; the journal names it.

    Raises
    ------
    SessionError
        If there is no such recording.
    """
    old = _recording(session, recording)
    if reading == old.reading:
        return session
    analysis = analyze(corrected(old.as_read, reading), old.analysis.settings)
    new = SessionRecording(analysis, (), reading, None if reading.nothing else old.as_read)
    settled = ", ".join(reading.settles)
    what = f"Set right how {old.name} is read: {settled}." if settled else f"{old.name} is read as the file says."
    detail = {
        **_named(old, recording),
        "before": old.reading.to_dict(),
        "after": reading.to_dict(),
        "dropped_sides": [{"step": item.step, "side": str(item.side)} for item in old.corrections],
        "dropped_anatomy": [
            {"step": step.index, **asdict(step.correction)} for step in old.analysis.steps if step.correction
        ],
    }
    return _changed(session, JournalEntry(when, who, what, detail), recordings=_with(session, recording, new))


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
    detail = {"rule": finding.rule, "version": finding.version, "decision": str(kind), "text": text}
    entry = JournalEntry(when, who, f"{finding.rule} ({finding.title}) was {kind}.", detail)
    return _changed(session, entry, review=review)


def with_note(session: Session, note: str, who: str, when: str) -> Session:
    """The session with another note on the visit."""
    if note == session.visit.note:
        return session
    entry = JournalEntry(when, who, "Changed the note.", {"before": session.visit.note, "after": note})
    return _changed(session, entry, visit=replace(session.visit, note=note))


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

    Those about which a person set something right come first: of twins, the first one counts.
    """
    return [
        MeasuredRecording(
            item.analysis.complete_steps,
            Plate.of(item.recording, item.analysis.settings.contact_threshold),
            recording_key(item.as_read),
        )
        for item in sorted(recordings, key=lambda item: not item.touched)
    ]


def _changed(session: Session, entry: JournalEntry, **fields: Any) -> Session:
    return replace(session, journal=(*session.journal, entry), **fields)


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
