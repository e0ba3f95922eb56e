"""From which recordings the markers and the findings take their steps, and that a person chooses it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from workspace_desk import Desk

from corrected_steps import with_side
from pedograph.recording import Side
from pedograph.session.model import Session, SessionRecording
from pedograph.workspace.model import Workspace
from pedograph.workspace.step_sources import findings_sources, sources_sentence, taken_steps
from pedograph.workspace.tables.marker_rows import marker_sheet

pytest_plugins = ("workspace_fixtures",)

BOTH = "2 recordings: emed_before_insole.lst, emed_after_insole.lst"


@pytest.fixture
def insole(desk: Desk, step_file: Path) -> Workspace:
    """One right step before an insole and one after it."""
    return desk.open(step_file, step_file.with_name("emed_after_insole.lst"))


def balance(session: Session, recording: int, whole_visit: bool) -> tuple[float | None, int, str]:
    sheet = marker_sheet(session, recording, whole_visit=whole_visit)
    marker = next(row.right for row in sheet.rows if row.name == "Foot balance")
    assert marker is not None
    return marker.value, marker.steps, sheet.note


def test_markers_are_of_this_recording_until_all_of_the_visit_are_chosen(insole: Workspace) -> None:
    session = insole.document.session
    own = [item.analysis.steps[0].measures["foot_balance"].value for item in session.recordings]
    for number, name in enumerate(("emed_before_insole.lst", "emed_after_insole.lst")):
        value, steps, note = balance(session, number, whole_visit=False)
        assert (value, steps) == (own[number], 1)
        assert f"left none; right 1 from {name}" in note
    value, steps, note = balance(session, 0, whole_visit=True)
    assert value == pytest.approx(sum(own) / 2)
    assert steps == 2
    assert f"right 2 from {BOTH}" in note


def test_a_foot_that_this_recording_lacks_is_taken_from_the_others_and_said(insole: Workspace) -> None:
    session = insole.document.session
    first = session.recordings[0]
    none = replace(first, analysis=replace(first.analysis, steps=()))
    _, steps, note = balance(replace(session, recordings=(none, session.recordings[1])), 0, whole_visit=False)
    assert steps == 1
    assert "right 1 from emed_after_insole.lst" in note


def test_the_findings_say_from_which_recordings_they_are(insole: Workspace) -> None:
    assert findings_sources(insole.document.session) == f"Complete steps: left none; right 2 from {BOTH}."


def test_a_recording_that_was_set_right_goes_before_its_twin(insole: Workspace) -> None:
    twin = insole.document.session.recordings[0]
    set_right = SessionRecording(with_side(twin.analysis, 0, Side.RIGHT))
    (step,) = set_right.analysis.steps
    taken = taken_steps((twin, set_right), "right")
    assert taken.steps == (step,)
    assert "the same recording twice" in taken.words


def test_both_feet_of_the_same_recordings_are_said_at_once(desk: Desk, walk_file: Path) -> None:
    session = desk.open(walk_file).document.session
    taken = {side: taken_steps(session.recordings, side) for side in ("left", "right")}
    assert sources_sentence(taken) == "Complete steps: left 1, right 1 from walk_rectus.zip."
    many = replace(taken["left"], names=tuple("abcdef"))
    assert sources_sentence({"left": many}) == "Complete steps: left 1 from 6 recordings: a, b, c, d and 2 more."
    assert sources_sentence({"left": replace(many, steps=(), names=())}) == "No complete step of either foot."
