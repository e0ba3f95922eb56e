"""Feet set right by hand: journalled, kept in the file, and followed by all that is recalculated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from session_equality import assert_same_session, missing_in_regions
from session_examples import IDENTIFIER, WHEN, WHO, all_by_hand, small_recording, turned_axis, walk_recording

from corrected_steps import session_with_foot
from pedograph.analysis import Analysis, analyze
from pedograph.corrections import NOTHING_SET, ImportCorrection, StepCorrection
from pedograph.errors import SessionError, SettingsError
from pedograph.gait import compare_sides
from pedograph.posture import Fact, MeasuredRecording, facts_from_recordings
from pedograph.session import (
    Session,
    findings_of,
    new_session,
    open_session,
    save_session,
    with_reading,
    with_recording,
    with_step_correction,
)
from standing_feet import standing_recording

pytest_plugins = ["session_fixtures"]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyze(small_recording())


@pytest.fixture
def plain(analysis: Analysis) -> Session:
    session = new_session("P-1", when=WHEN, who=WHO, identifier=IDENTIFIER)
    return with_recording(session, analysis, WHO, WHEN)


def reopened(session: Session, folder: Path) -> Session:
    opened = open_session(save_session(session, folder / "visit.h5"))
    assert_same_session(session, opened)
    return opened


def corrected(session: Session, correction: StepCorrection = NOTHING_SET) -> Session:
    return session_with_foot(session, 0, 0, correction, WHEN, WHO)


def test_what_was_set_is_journalled_and_measured_anew(plain: Session) -> None:
    (step,) = plain.recordings[0].analysis.steps
    made = all_by_hand(step)
    session = corrected(plain, made)
    (after,) = session.recordings[0].analysis.steps
    assert after.correction == made
    assert after.frames.peak.size == step.frames.peak.size - 2
    assert after.measures != step.measures
    entry = session.journal[-1]
    assert entry.what == "Step 1 of step.lst: axis set by hand, toe line set by hand, cells left out by hand."
    assert made.axis is not None
    assert entry.detail["before"].keys() == {"side", "side_confidence"}
    assert entry.detail["after"]["axis"] == [list(point) for point in made.axis]
    assert entry.detail["after"]["cells_left_out"] == [list(cell) for cell in made.cells_left_out]


def test_it_can_be_undone_and_doing_nothing_is_no_change(plain: Session) -> None:
    (step,) = plain.recordings[0].analysis.steps
    session = corrected(plain, all_by_hand(step))
    assert corrected(session, all_by_hand(step)) is session
    back = corrected(session)
    assert back.recordings[0].analysis.steps[0].measures == step.measures
    assert back.recordings[0].analysis.steps[0].frames.peak.size == step.frames.peak.size
    assert back.journal[-1].what == "Step 1 of step.lst: what was set of the foot by hand was undone."
    assert corrected(plain) is plain
    assert corrected(plain, StepCorrection()) is plain


@pytest.mark.parametrize(("recording", "step"), [(1, 0), (0, 1), (0, -1)])
def test_a_step_that_is_not_there(plain: Session, recording: int, step: int) -> None:
    with pytest.raises(SessionError, match="has no"):
        with_step_correction(plain, recording, step, NOTHING_SET, WHO, WHEN)


def test_a_foot_without_any_cell_is_refused(plain: Session) -> None:
    frames = plain.recordings[0].analysis.steps[0].frames
    cells = tuple((int(row), int(column)) for row, column in zip(frames.rows, frames.columns, strict=True))
    with pytest.raises(SettingsError, match="every cell"):
        corrected(plain, StepCorrection(cells_left_out=cells))


@pytest.mark.parametrize("parts", ["axis", "toe_line", "cells_left_out", "all"])
def test_each_part_comes_back_to_the_last_bit(plain: Session, tmp_path: Path, parts: str) -> None:
    whole = all_by_hand(plain.recordings[0].analysis.steps[0])
    made = whole if parts == "all" else replace(StepCorrection(), **{parts: getattr(whole, parts)})
    (step,) = reopened(corrected(plain, made), tmp_path).recordings[0].analysis.steps
    assert step.correction == made


def test_it_can_still_be_undone_after_opening(plain: Session, tmp_path: Path) -> None:
    (step,) = plain.recordings[0].analysis.steps
    opened = reopened(corrected(plain, all_by_hand(step)), tmp_path)
    back = corrected(opened).recordings[0].analysis.steps[0]
    assert back.measures == step.measures
    assert back.frames.pressure.tobytes() == step.frames.pressure.tobytes()


def test_a_scheme_that_is_not_stored_is_measured_with_the_corrected_foot(plain: Session, tmp_path: Path) -> None:
    session = corrected(plain, turned_axis(plain.recordings[0].analysis.steps[0]))
    (before,) = session.recordings[0].analysis.steps
    (after,) = reopened(session, tmp_path).recordings[0].analysis.steps
    assert "six" not in after.kept_schemes
    assert after.schemes["six"] == before.schemes["six"]
    assert after.schemes["six"] != plain.recordings[0].analysis.steps[0].schemes["six"]


def test_a_print_that_a_toe_line_made_unreadable_opens_with_the_reason(plain: Session, tmp_path: Path) -> None:
    beyond = StepCorrection(toe_line=((50.0, 100.0), (50.0, 200.0)))
    session = corrected(plain, beyond)
    (step,) = session.recordings[0].analysis.steps
    assert step.complete
    assert step.anatomy is None
    (opened,) = reopened(session, tmp_path).recordings[0].analysis.steps
    assert opened.schemes.context.why_no_foot == step.schemes.context.why_no_foot is not None


def test_reasons_of_regions_come_back(session: Session, saved: Path) -> None:
    expected = missing_in_regions(session.recordings[1].analysis.steps[0])
    assert len(expected) > 10
    assert all("cells only" in str(reason) for reason in expected.values())
    assert missing_in_regions(open_session(saved).recordings[1].analysis.steps[0]) == expected


def test_another_reading_drops_what_was_set_and_says_so(plain: Session) -> None:
    made = turned_axis(plain.recordings[0].analysis.steps[0])
    changed = with_reading(corrected(plain, made), 0, ImportCorrection(pressure_factor=2.0), WHO, WHEN)
    (dropped,) = changed.journal[-1].detail["dropped_steps"]
    assert made.axis is not None
    assert (dropped["step"], dropped["axis"]) == (0, [list(point) for point in made.axis])
    assert changed.recordings[0].analysis.steps[0].correction.nothing


def test_of_a_recording_added_twice_the_one_set_right_counts(
    plain: Session, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = all_by_hand(analysis.steps[0])
    twice = with_recording(corrected(plain, made), analysis, WHO, WHEN)
    assert [item.corrections.nothing for item in twice.recordings] == [False, True]
    counted = []

    def first_counts(recordings: Iterable[MeasuredRecording]) -> dict[str, Fact]:
        given = tuple(recordings)
        counted.append(given[0].steps)
        return facts_from_recordings(given)

    monkeypatch.setattr("pedograph.session.model.facts_from_recordings", first_counts)
    for session in (twice, replace(twice, recordings=twice.recordings[::-1])):
        findings_of(session)
    assert counted == [twice.recordings[0].analysis.steps] * 2


# ---- what is not stored is recalculated, and the same


def test_walk_summary_and_quality_are_the_same_after_opening(session: Session, saved: Path) -> None:
    for item, other in zip(session.recordings, open_session(saved).recordings, strict=True):
        before, after = item.analysis, other.analysis
        assert after.walk == before.walk
        assert after.walk.measures == before.walk.measures
        assert after.summary == before.summary
        assert compare_sides(after.summary) == compare_sides(before.summary)
        assert after.quality == before.quality
        assert after.standing.measures == before.standing.measures
    assert session.recordings[0].analysis.walk.measures.get("walk_progression_angle_right") is not None
    assert session.recordings[0].analysis.summary.right["arch_index"].n == 2


def test_a_walk_follows_an_axis_set_by_hand(tmp_path: Path) -> None:
    session = with_recording(new_session(when=WHEN), analyze(walk_recording()), WHO, WHEN)
    step = session.recordings[0].analysis.steps[-1]
    turned = session_with_foot(session, 0, step.index, turned_axis(step), WHEN, WHO)
    before, after = (one.recordings[0].analysis.walk.measures for one in (session, turned))
    assert after != before
    assert "step_length_left" in after or "step_length_right" in after
    assert reopened(turned, tmp_path).recordings[0].analysis.walk.measures == after


def test_standing_is_the_same_after_opening(tmp_path: Path) -> None:
    analysis = analyze(standing_recording())
    session = with_recording(new_session(when=WHEN), analysis, WHO, WHEN)
    after = reopened(session, tmp_path).recordings[0].analysis
    assert analysis.standing.why_not is after.standing.why_not is None
    assert after.standing.measures == analysis.standing.measures
    assert after.standing.measures["sway_path_length"].value > 0
    for foot, other in zip(analysis.standing.feet, after.standing.feet, strict=True):
        assert foot.measures == other.measures
        assert foot.schemes == other.schemes
        assert np.array_equal(foot.force, other.force)
