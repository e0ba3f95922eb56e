"""A person leaves a step out of the means: stored, journalled, undone, and honoured where means are formed."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspace_desk import Desk

from pedograph.session import open_session, save_session
from pedograph.session.model import measured_recordings
from pedograph.workspace.commands import LEFT_OUT, count_again, leave_out
from pedograph.workspace.references import StepReference

pytest_plugins = ("workspace_fixtures",)


@pytest.fixture
def walked(desk: Desk, walk_file: Path) -> tuple[Desk, StepReference]:
    """A walk, and one of its steps that counts."""
    session = desk.open(walk_file).document.session
    return desk, StepReference(0, session.recordings[0].analysis.summary.kept[0])


def test_a_step_left_out_counts_nowhere_and_is_kept_in_the_file(
    walked: tuple[Desk, StepReference], tmp_path: Path
) -> None:
    desk, reference = walked
    before = desk.workspace.document.session
    leave_out(desk.workspace, reference, "she stumbled")
    desk.settle()
    session = desk.workspace.document.session
    (item,) = session.recordings
    assert reference.step not in item.analysis.summary.kept
    assert (
        session.journal[-1].what
        == f"Step {reference.step + 1} of {item.name}: left out of the means (she stumbled)."
    )
    assert session.journal[-1].detail["after"]["left_out"] == "she stumbled"
    (measured,) = measured_recordings(session.recordings)
    (all_measured,) = measured_recordings(before.recordings)
    assert len(measured.steps) == len(all_measured.steps) - 1
    assert measured.steps == tuple(one for one in item.analysis.complete_steps if one.index != reference.step)
    (opened,) = open_session(save_session(session, tmp_path / "visit.h5")).recordings
    assert opened.corrections == item.corrections
    assert opened.analysis.summary == item.analysis.summary


def test_it_counts_again_by_undo_and_by_command(walked: tuple[Desk, StepReference]) -> None:
    desk, reference = walked
    before = desk.workspace.document.session
    leave_out(desk.workspace, reference, " ")
    desk.settle()
    left = desk.workspace.document.session
    assert left.recordings[0].corrections.step(reference.step).left_out == LEFT_OUT
    desk.workspace.document.undo()
    assert desk.workspace.document.session is before
    desk.workspace.document.redo()
    count_again(desk.workspace, reference)
    desk.settle()
    session = desk.workspace.document.session
    assert session.recordings[0].corrections.nothing
    assert session.recordings[0].analysis.summary == before.recordings[0].analysis.summary
    assert session.journal[-1].what.endswith(": counts in the means again.")


def test_what_changes_nothing_is_no_change(walked: tuple[Desk, StepReference]) -> None:
    desk, reference = walked
    before = desk.workspace.document.session
    count_again(desk.workspace, reference)
    leave_out(desk.workspace, StepReference(0, 99))
    leave_out(desk.workspace, StepReference(9, 0))
    desk.settle()
    assert desk.workspace.document.session is before
