"""Changes make a new session and an entry in its journal; the old one stays as it was."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from session_examples import IDENTIFIER, WHEN, WHO, full_session, small_recording

from corrected_steps import session_with_side, with_side
from pedograph.analysis import Analysis, analyze
from pedograph.corrections import Corrections, ImportCorrection, StepCorrection
from pedograph.errors import PedographError, SessionError
from pedograph.posture import DecisionKind, Examination, derive_findings, facts_from_measures
from pedograph.recording import PressureRecording, SensorGrid, Side, Track
from pedograph.session import (
    JournalEntry,
    Session,
    Visit,
    findings_of,
    new_session,
    now,
    open_session,
    save_session,
    with_decision,
    with_examination,
    with_note,
    with_reading,
    with_recording,
    with_settings,
    with_step_correction,
    without_recording,
)
from pedograph.settings import AnalysisSettings
from pedograph.simulation import StepParameters, simulate_step

pytest_plugins = ["session_fixtures"]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyze(small_recording())


@pytest.fixture
def empty() -> Session:
    return new_session("P-1", when=WHEN, who=WHO, identifier=IDENTIFIER)


def test_a_new_session_is_of_today_and_like_no_other() -> None:
    first, second = new_session(), new_session()
    assert first.visit.identifier != second.visit.identifier
    assert first.visit.date == now()[:10]
    assert first.visit.subject == ""
    assert len(first.journal) == 1


def test_now_has_an_offset() -> None:
    moment = datetime.fromisoformat(now())
    assert moment.tzinfo is not None
    assert abs((datetime.now().astimezone() - moment).total_seconds()) < 5


def test_each_change_is_journalled_and_leaves_the_old_session_alone(empty: Session, analysis: Analysis) -> None:
    changed = with_recording(empty, analysis, WHO, WHEN)
    assert empty.recordings == ()
    assert len(empty.journal) == 1
    assert changed.recordings[0].analysis is analysis
    entry = changed.journal[-1]
    assert (entry.who, entry.when) == (WHO, WHEN)
    assert entry.what == "Added step.lst: 1 footstep, 1 whole."
    assert entry.detail["sha256"] == "ab" * 32


def test_a_recording_taken_out(empty: Session, analysis: Analysis) -> None:
    both = with_recording(with_recording(empty, analysis, WHO, WHEN), analysis, WHO, WHEN)
    one = without_recording(both, 0, WHO, WHEN)
    assert one.recordings == (both.recordings[1],)
    assert one.journal[-1].what == "Removed step.lst."
    for wrong in (-1, 1):
        with pytest.raises(SessionError, match="no recording"):
            without_recording(one, wrong, WHO, WHEN)


def test_a_correction_measures_the_step_anew(empty: Session, analysis: Analysis) -> None:
    session = with_recording(empty, analysis, WHO, WHEN)
    other = analysis.steps[0].side.other
    corrected = session_with_side(session, 0, 0, other, WHEN, WHO)
    expected = with_side(analysis, 0, other).steps[0]
    assert corrected.recordings[0].analysis.steps[0].measures == expected.measures
    assert corrected.recordings[0].analysis.steps[0].measures != analysis.steps[0].measures
    detail = corrected.journal[-1].detail
    assert detail["before"]["side"] == str(analysis.steps[0].side)
    assert detail["after"] == {"side": str(other), "side_confidence": 1.0}
    back = session_with_side(corrected, 0, 0, other.other, WHEN, WHO)
    assert back.recordings[0].corrections == Corrections(steps=((0, StepCorrection(side=other.other)),))
    assert back.recordings[0].analysis.steps[0].measures == analysis.steps[0].measures
    assert len(back.journal) == 4


@pytest.mark.parametrize(("recording", "step"), [(1, 0), (0, 1), (0, -1)])
def test_a_correction_of_nothing_is_refused(empty: Session, analysis: Analysis, recording: int, step: int) -> None:
    session = with_recording(empty, analysis, WHO, WHEN)
    with pytest.raises(SessionError, match="has no"):
        with_step_correction(session, recording, step, StepCorrection(side=Side.LEFT), WHO, WHEN)


def test_the_journal_says_what_was_examined_before_and_after(empty: Session) -> None:
    first = with_examination(empty, Examination().with_value("nprs", 6).with_value("left.cait", 21), WHO, WHEN)
    second = with_examination(first, first.examination.with_value("nprs", 3), WHO, WHEN)
    assert first.journal[-1].detail["changed"] == {"nprs": [None, 6], "left.cait": [None, 21]}
    assert second.journal[-1].detail["changed"] == {"nprs": [6, 3]}
    assert with_examination(second, second.examination, WHO, WHEN) is second


def test_a_decision_is_kept_in_review_and_journal(empty: Session) -> None:
    finding = findings_of(empty).applies[0]
    session = with_decision(empty, finding, DecisionKind.REJECTED, WHO, WHEN)
    decision = session.review.latest(finding.rule)
    assert decision is not None
    assert (decision.kind, decision.who, decision.when) == (DecisionKind.REJECTED, WHO, WHEN)
    assert finding.rule in session.journal[-1].what
    with pytest.raises(PedographError, match="is not an ID"):
        with_decision(empty, finding, DecisionKind.REJECTED, "A full name", WHEN)


def test_note_and_settings(empty: Session, analysis: Analysis) -> None:
    session = with_note(with_recording(empty, analysis, WHO, WHEN), "stiff shoes", WHO, WHEN)
    assert session.visit.note == "stiff shoes"
    assert with_note(session, "stiff shoes", WHO, WHEN) is session
    changed = with_settings(session, AnalysisSettings(contact_threshold=10.0), WHO, WHEN)
    assert changed.settings.contact_threshold == 10.0
    assert changed.recordings[0].analysis.settings.contact_threshold == 0.0
    assert changed.journal[-1].detail == {"changed": {"contact_threshold": [0.0, 10.0]}}
    assert with_settings(changed, changed.settings, WHO, WHEN) is changed


def test_findings_rest_on_the_examination_and_every_whole_step() -> None:
    session = full_session()
    steps = [step for item in session.recordings for step in item.analysis.steps]
    assert not all(step.complete for step in steps)
    whole = [step for step in steps if step.complete]
    assert findings_of(session) == derive_findings(session.examination, facts_from_measures(whole))


@pytest.mark.parametrize("subject", ["Two Words", "a,b", "x" * 33, "line\nbreak"])
def test_a_subject_is_a_code(subject: str) -> None:
    with pytest.raises(SessionError, match="is not an ID"):
        new_session(subject)


@pytest.mark.parametrize("when", ["", "yesterday", "2026-11-22T10:00:00", "2026-11-22"])
def test_a_time_has_its_offset(empty: Session, when: str) -> None:
    with pytest.raises(SessionError, match="offset from UTC"):
        with_note(empty, "x", WHO, when or "not a time")


def test_a_visit_has_a_date_and_an_identifier() -> None:
    with pytest.raises(SessionError, match="no date"):
        Visit(IDENTIFIER, "22.11.2026")
    with pytest.raises(SessionError, match="identify"):
        Visit("visit 1", "2026-11-22")


def test_a_journal_entry_equals_the_one_that_comes_back() -> None:
    entry = JournalEntry(WHEN, WHO, "x", {"pair": (1, 2.5), "none": None})
    assert entry.detail == {"pair": [1, 2.5], "none": None}
    with pytest.raises(SessionError, match="cannot keep"):
        JournalEntry(WHEN, WHO, "x", {"value": float("nan")})
    with pytest.raises(SessionError, match="cannot keep"):
        JournalEntry(WHEN, WHO, "x", {"value": object()})


def test_a_reading_set_right_is_kept_with_the_frames_as_they_were_read(tmp_path: Path) -> None:
    analysis = analyze(simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording)
    session = with_recording(new_session(), analysis, "AB", "2026-11-22T10:00:00+00:00")
    session = session_with_side(session, 0, 0, Side.LEFT, "2026-11-22T10:01:00+00:00", "AB")
    reading = ImportCorrection(pressure_factor=2.0, mirrored=True)
    changed = with_reading(session, 0, reading, "AB", "2026-11-22T10:02:00+00:00")
    assert "unit, orientation" in changed.journal[-1].what
    assert changed.journal[-1].detail["dropped_steps"] == [{"step": 0, "side": "left"}]
    (item,) = open_session(save_session(changed, tmp_path / "visit.h5")).recordings
    assert item.corrections.reading == reading
    assert np.array_equal(item.as_read.pressure, analysis.recording.pressure)
    assert np.array_equal(item.recording.pressure, changed.recordings[0].recording.pressure)
    assert item.analysis.steps[0].side is Side.LEFT
    back = with_reading(changed, 0, ImportCorrection(), "AB", "2026-11-22T10:03:00+00:00")
    assert back.recordings[0].recording is analysis.recording
    assert with_reading(back, 0, ImportCorrection(), "AB", "2026-11-22T10:04:00+00:00") is back


def test_insoles_keep_their_places(tmp_path: Path) -> None:
    tracks = (Track(Side.LEFT, 0, 20), Track(Side.RIGHT, 22, 20))
    pair = PressureRecording(np.zeros((3, 10, 42)), np.arange(3) / 100, SensorGrid(5.0, 5.0), tracks=tracks)
    session = with_recording(new_session(), analyze(pair), "", "2026-11-22T10:00:00+00:00")
    assert open_session(save_session(session, tmp_path / "visit.h5")).recordings[0].recording.tracks == tracks
