"""What of a foot can be taken hold of, how it changes the foot, and how a correction becomes part of the visit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from workspace_desk import Desk

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.anatomy import find_anatomy
from pedograph.corrections import NOTHING_SET, ImportCorrection, StepCorrection
from pedograph.errors import SettingsError
from pedograph.recording import Side
from pedograph.workspace.actions import ACTIONS
from pedograph.workspace.commands import set_reading, set_side
from pedograph.workspace.drawing.handles import (
    TOE_HANDLES,
    Part,
    back_to_automatic,
    cell_at,
    correct_foot,
    foot_with,
    handles,
    is_corrected,
    is_loaded,
    set_by_hand_words,
    with_cells,
    with_handle,
)
from pedograph.workspace.drawing.prints import StepPrint, redrawn, step_print
from pedograph.workspace.model import Workspace
from pedograph.workspace.references import StepReference, step_at

pytest_plugins = ("workspace_fixtures",)


@pytest.fixture
def foot(walk: Analysis) -> StepPrint:
    return step_print(walk.complete_steps[0])


def _axis(step: StepAnalysis, inwards: float = 8.0) -> StepCorrection:
    """An axis whose toe end lies so many mm more to the medial side."""
    assert step.anatomy is not None
    x, y = step.anatomy.frame.to_plate(np.array([0.0, inwards]), np.array([0.0, step.anatomy.length]))
    return StepCorrection(axis=((float(x[0]), float(y[0])), (float(x[1]), float(y[1]))))


def chosen(workspace: Workspace) -> tuple[StepReference, StepAnalysis]:
    """The step that is looked at, and where it is."""
    reference, step = workspace.selection.current, workspace.current_step
    assert reference is not None
    assert step is not None
    return reference, step


def test_handles_lie_at_the_ends_of_the_axis_and_on_the_toe_line(foot: StepPrint) -> None:
    anatomy = foot.step.anatomy
    assert anatomy is not None
    known = handles(foot, NOTHING_SET)
    medial, along = anatomy.frame.to_foot(
        np.array([handle.x for handle in known]), np.array([handle.y for handle in known])
    )
    np.testing.assert_allclose(medial[:2], 0.0, atol=1e-9)
    np.testing.assert_allclose(along[:2], [0.0, anatomy.length], atol=1e-9)
    line = anatomy.borders.toe_line
    assert [handle.part for handle in known[2:]] == [Part.TOE_LINE] * TOE_HANDLES
    np.testing.assert_allclose(along[2:], line.place(medial[2:]), atol=1e-9)
    assert len({handle.name for handle in known}) == len(known)


def test_a_toe_line_lies_ready_before_the_toes_where_none_was_told(foot: StepPrint) -> None:
    anatomy = foot.step.anatomy
    assert anatomy is not None
    line = replace(anatomy.borders.toe_line, along=anatomy.borders.toe_line.along + 400.0, toes=False)
    toeless = replace(anatomy, borders=replace(anatomy.borders, toe_line=line))
    known = handles(replace(foot, step=replace(foot.step, anatomy=toeless)), NOTHING_SET)[2:]
    _, along = anatomy.frame.to_foot(np.array([h.x for h in known]), np.array([h.y for h in known]))
    np.testing.assert_allclose(along, anatomy.length + 2.0)


def test_a_dragged_end_of_the_axis_turns_the_foot_as_far(foot: StepPrint) -> None:
    anatomy = foot.step.anatomy
    assert anatomy is not None
    x, y = anatomy.frame.to_plate(np.array(10.0), np.array(anatomy.length))
    correction = with_handle(foot, NOTHING_SET, handles(foot, NOTHING_SET)[1], float(x), float(y))
    turned = foot_with(foot, correction)
    assert turned is not None
    turn = np.arctan2(10.0, anatomy.length)
    sign = 1.0 if foot.step.side is Side.LEFT else -1.0
    assert turned.frame.angle - anatomy.frame.angle == pytest.approx(sign * turn)
    assert handles(foot, correction)[1].x == pytest.approx(float(x))
    drawn = redrawn(foot, turned)
    assert drawn.frame is foot.frame
    assert drawn.image(None) is not None
    assert drawn.axis[0][1, 0] != pytest.approx(foot.axis[0][1, 0], abs=5.0)


def test_once_measured_the_handles_of_the_axis_lie_at_the_ends_of_the_print_again(foot: StepPrint) -> None:
    """A handle that was drawn far away along its axis can still be reached."""
    anatomy = foot.step.anatomy
    assert anatomy is not None
    x, y = anatomy.frame.to_plate(np.array([6.0, 0.0]), np.array([900.0, 0.0]))
    correction = StepCorrection(axis=((float(x[1]), float(y[1])), (float(x[0]), float(y[0]))))
    measured = replace(foot.step, anatomy=find_anatomy(foot.step.frames, correction), correction=correction)
    again = step_print(measured)
    assert measured.anatomy is not None
    toe_end = handles(again, correction)[1]
    _, along = measured.anatomy.frame.to_foot(np.array(toe_end.x), np.array(toe_end.y))
    assert float(along) == pytest.approx(measured.anatomy.length)
    kept = with_handle(again, correction, toe_end, toe_end.x, toe_end.y)
    same = find_anatomy(foot.step.frames, kept)
    assert same.frame.angle == pytest.approx(measured.anatomy.frame.angle)


def test_a_point_of_the_toe_line_moves_alone(foot: StepPrint) -> None:
    known = handles(foot, NOTHING_SET)
    correction = with_handle(foot, NOTHING_SET, known[4], known[4].x + 1.0, known[4].y - 5.0)
    assert correction.axis is None
    after = handles(foot, correction)
    assert (after[4].x, after[4].y) == (known[4].x + 1.0, known[4].y - 5.0)
    assert after[:4] + after[5:] == known[:4] + known[5:]
    line = foot_with(foot, correction)
    assert line is not None
    assert "toe line set by hand" in map(str, line.flags)


def test_a_line_of_many_points_is_thinned_to_some_handles(foot: StepPrint) -> None:
    anatomy = foot.step.anatomy
    assert anatomy is not None
    line = anatomy.borders.toe_line
    x, y = anatomy.frame.to_plate(line.medial, line.along)
    correction = StepCorrection(toe_line=tuple(zip(x.tolist(), y.tolist(), strict=True)))
    assert line.medial.size > TOE_HANDLES + 3
    assert len(handles(foot, correction)) == 2 + TOE_HANDLES


def test_an_axis_on_one_point_is_refused(foot: StepPrint) -> None:
    heel, toes, *_ = handles(foot, NOTHING_SET)
    with pytest.raises(SettingsError, match="20 mm apart"):
        with_handle(foot, NOTHING_SET, toes, heel.x, heel.y)


def test_cells_are_found_by_their_place_left_out_and_put_back(foot: StepPrint) -> None:
    frames, grid = foot.step.frames, foot.step.footstep.recording.grid
    cell = int(frames.rows[7]), int(frames.columns[7])
    place = (cell[1] + 0.9) * grid.column_spacing, (cell[0] + 0.1) * grid.row_spacing
    assert cell_at(foot, *place) == cell
    assert is_loaded(foot, cell)
    assert not is_loaded(foot, (cell[0] + 500, cell[1]))
    out = with_cells(NOTHING_SET, [cell, (3, 4)], left_out=True)
    assert set(out.cells_left_out) == {cell, (3, 4)}
    assert with_cells(out, [cell], left_out=True) == out
    assert with_cells(out, [cell, (3, 4)], left_out=False).nothing


def test_a_cut_step_has_no_handles(walk: Analysis) -> None:
    cut = [step for step in walk.steps if not step.complete]
    assert cut
    assert handles(step_print(cut[0]), NOTHING_SET) == ()


def test_a_print_that_could_not_be_read_offers_an_axis(foot: StepPrint) -> None:
    unread = step_print(replace(foot.step, anatomy=None))
    known = handles(unread, NOTHING_SET)
    assert [handle.part for handle in known] == [Part.AXIS, Part.AXIS]
    low, high = unread.extent[2:]
    assert np.hypot(known[1].x - known[0].x, known[1].y - known[0].y) == pytest.approx(high - low)
    correction = with_handle(unread, NOTHING_SET, known[1], known[1].x + 3.0, known[1].y)
    assert foot_with(unread, correction) is not None


def test_a_correction_is_one_change_with_one_entry_and_undo_takes_it_back(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    reference, before = chosen(workspace)
    workspace.prefer(examiner="M. B.")
    entries = len(workspace.document.session.journal)
    correction = _axis(before)
    correct_foot(workspace, reference, correction)
    desk.settle()
    after = workspace.current_step
    assert after is not None
    assert after.correction == correction
    assert set_by_hand_words(after) == "axis set by hand"
    assert is_corrected(workspace)
    assert workspace.document.history.undo_name == f"axis of step {reference.step + 1}"
    entry = workspace.document.session.journal[-1]
    assert len(workspace.document.session.journal) == entries + 1
    assert entry.who == "M.-B."
    assert "axis set by hand" in entry.what
    assert np.array(entry.detail["after"]["axis"]) == pytest.approx(np.array(correction.axis))
    workspace.document.undo()
    assert workspace.current_step is before
    assert set_by_hand_words(before) == ""


def test_the_same_correction_again_is_no_change(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    reference, step = chosen(workspace)
    correct_foot(workspace, reference, _axis(step))
    desk.settle()
    session = workspace.document.session
    correct_foot(workspace, reference, _axis(step))
    correct_foot(workspace, StepReference(9, 9), _axis(step))
    back_to_automatic(workspace, None)
    assert workspace.jobs.current is None
    assert workspace.document.session is session


def test_every_part_is_named_and_back_to_automatic_undoes_all(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    reference, before = chosen(workspace)
    foot = step_print(before)
    points = handles(foot, NOTHING_SET)
    cell = int(before.frames.rows[0]), int(before.frames.columns[0])
    lower = with_handle(foot, _axis(before), points[4], points[4].x, points[4].y - 3.0)
    correct_foot(workspace, reference, with_cells(lower, [cell], left_out=True))
    desk.settle()
    step = workspace.current_step
    assert step is not None
    assert set_by_hand_words(step) == "axis, toe line, cells by hand"
    run = ACTIONS["edit.automatic"].run
    assert run is not None
    run(workspace)
    desk.settle()
    now = workspace.current_step
    assert now is not None
    assert now.correction.nothing
    assert workspace.document.history.undo_name.startswith("axis, toe line and cells of step")
    values = [{key: step.measures[key].value for key in step.measures.keys()} for step in (now, before)]  # noqa: SIM118
    assert values[0] == values[1]


@pytest.mark.parametrize("wrong", ["toe line along the foot", "every cell"])
def test_what_makes_a_foot_unreadable_leaves_it_as_it_was(desk: Desk, walk_file: Path, wrong: str) -> None:
    workspace = desk.open(walk_file)
    reference, step = chosen(workspace)
    cells = tuple(zip(step.frames.rows.tolist(), step.frames.columns.tolist(), strict=True))
    heel, toes, *_ = handles(step_print(step), NOTHING_SET)
    corrections = {
        "toe line along the foot": StepCorrection(toe_line=((heel.x, heel.y), (toes.x, toes.y))),
        "every cell": StepCorrection(cells_left_out=cells),
    }
    session = workspace.document.session
    correct_foot(workspace, reference, corrections[wrong])
    desk.settle()
    assert workspace.document.session is session
    message = workspace.messages.current
    assert message is not None
    assert message.warning
    said = {"toe line along the foot": "does not run across the foot", "every cell": "every cell"}
    assert said[wrong] in message.text


def test_a_correction_stays_when_the_side_is_set_and_the_session_changes_meanwhile(
    desk: Desk, walk_file: Path, step_file: Path
) -> None:
    workspace = desk.open(walk_file)
    reference, step = chosen(workspace)
    correct_foot(workspace, reference, _axis(step))
    set_side(workspace, reference, step.side.other)
    desk.settle()  # the side was worked out from the session before the correction
    again = step_at(workspace.document.session, reference)
    assert again is not None
    assert not again.correction.nothing
    assert workspace.messages.current is not None
    assert "Make it once more" in workspace.messages.current.text
    set_side(workspace, reference, step.side.other)
    desk.settle()
    other = step_at(workspace.document.session, reference)
    assert other is not None
    assert other.side is step.side.other
    assert other.correction.foot == again.correction.foot


def test_reading_a_file_anew_says_that_what_was_set_is_gone(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    reference, step = chosen(workspace)
    correct_foot(workspace, reference, _axis(step))
    desk.settle()
    set_reading(workspace, 0, ImportCorrection(sample_rate=100.0))
    desk.settle()
    assert workspace.messages.current is not None
    assert "to be set again" in workspace.messages.current.text


def test_the_mode_shows_two_feet_in_their_peak_images(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    workspace.toggle_plate()
    workspace.playback.seek(4)
    workspace.toggle_correcting()
    assert workspace.correcting
    assert not workspace.whole_plate
    assert workspace.playback.frame is None
    workspace.toggle_correcting()
    assert not workspace.correcting
