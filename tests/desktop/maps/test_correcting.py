"""Correcting a footprint by hand: handles, cells, keys, undo, journal, and what cannot be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from desktop_window import Stage
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pedograph.analysis import StepAnalysis
from pedograph.corrections import AXIS_BY_HAND, CELLS_LEFT_OUT, TOE_LINE_BY_HAND, Cell, StepCorrection
from pedograph.desktop.maps.correction_layer import CorrectionLayer
from pedograph.recording import Side
from pedograph.workspace.drawing.handles import Part
from pedograph.workspace.references import StepReference

pytest_plugins = ("desktop_fixtures",)

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def correcting(stage: Stage, walk_file: Path) -> Stage:
    """The window with the sample walk, its feet being corrected."""
    stage.drop(walk_file)
    stage.action("edit.correct")
    return stage


def _layer(stage: Stage, side: Side = Side.LEFT) -> CorrectionLayer:
    return stage.window.scan.maps.correcting.layers[side]


def _step(stage: Stage, side: Side = Side.LEFT) -> StepAnalysis:
    step = stage.workspace.shown_step(side)
    assert step is not None
    return step


def _drag(layer: CorrectionLayer, start: QPointF, *way: QPointF, release: bool = True) -> None:
    """Press at a place, go a way in pixels from it, and release at its end."""
    QTest.mousePress(layer, LEFT, pos=start.toPoint())
    end = start.toPoint()
    for by in way:
        end = (start + by).toPoint()
        QTest.mouseMove(layer, end)
        QApplication.processEvents()
    if release:
        QTest.mouseRelease(layer, LEFT, pos=end)


def _loaded_place(stage: Stage, right: float, up: float, side: Side = Side.LEFT) -> tuple[QPoint, Cell]:
    """A place of the widget over a loaded cell near a drawing position in mm, and the cell."""
    foot = stage.window.scan.maps.feet[side].step_print
    assert foot is not None
    frames, grid = foot.step.frames, foot.step.footstep.recording.grid
    x, y = foot.frame.to_plate(right, up)
    nearest = int(np.argmin(np.hypot(frames.x - x, frames.y - y)))
    cell = int(frames.rows[nearest]), int(frames.columns[nearest])
    centre = np.array((cell[1] + 0.5) * grid.column_spacing), np.array((cell[0] + 0.5) * grid.row_spacing)
    place = foot.frame.to_drawing(*centre).tolist()
    return stage.window.scan.maps.feet[side].to_widget().map(QPointF(*place)).toPoint(), cell


def test_the_mode_shows_handles_on_both_feet_and_goes_away(correcting: Stage) -> None:
    foot = correcting.window.scan.maps.feet[Side.RIGHT]
    layer = _layer(correcting, Side.RIGHT)
    assert layer.isVisible()
    assert [handle.part for handle in layer.handles[:3]] == [Part.AXIS, Part.AXIS, Part.TOE_LINE]
    assert all(foot.rect().contains(place.toPoint()) for place in layer.places)
    button = correcting.window.binding.actions["edit.correct"]
    assert button.isChecked()
    assert not button.icon().isNull()
    with_handles = correcting.pixels(foot)
    correcting.action("edit.correct")
    assert not layer.isVisible()
    assert (correcting.pixels(foot) != with_handles).any(axis=2).sum() > 500


def test_the_axis_follows_the_mouse_and_everything_follows_the_axis(correcting: Stage) -> None:
    layer, before = _layer(correcting), _step(correcting)
    other = _step(correcting, Side.RIGHT)
    assert before.anatomy is not None
    scale = correcting.window.scan.maps.feet[Side.LEFT].scale
    _drag(layer, layer.places[1], QPointF(6 * scale, 0), QPointF(12 * scale, 0))
    correcting.settle()
    after = _step(correcting)
    assert after.anatomy is not None
    turned = np.rad2deg(after.anatomy.frame.angle - before.anatomy.frame.angle)
    expected = np.rad2deg(np.arctan2(12.0, before.anatomy.length))
    assert turned == pytest.approx(expected, abs=0.4)  # a pixel is 0.15 degrees
    assert AXIS_BY_HAND in after.anatomy.flags
    assert after.correction.toe_line is None
    assert after.measures["foot_progression_angle"].value != before.measures["foot_progression_angle"].value
    assert after.anatomy.borders.thirds != before.anatomy.borders.thirds
    assert _step(correcting, Side.RIGHT) is other
    note = correcting.window.scan.maps.correcting.notes[Side.LEFT]
    assert note.isVisible()
    assert note.words.text() in ("axis set by hand", "axis by hand")  # as there is room
    assert note.toolTip() == "axis set by hand"
    assert not correcting.window.scan.maps.correcting.notes[Side.RIGHT].isVisible()


def test_while_a_handle_is_dragged_regions_follow_and_nothing_is_measured(correcting: Stage) -> None:
    layer, step = _layer(correcting), _step(correcting)
    foot = correcting.window.scan.maps.feet[Side.LEFT]
    correcting.pixels(foot)
    before = correcting.pixels(foot)
    start = layer.places[1]
    _drag(layer, start, QPointF(20, 0), QPointF(40, 0), release=False)
    assert layer.places[1].x() == pytest.approx(start.x() + 40, abs=1.0)
    preview = foot._preview
    assert preview is not None
    assert foot.step_print is not None
    assert not np.array_equal(preview.thirds[0], foot.step_print.thirds[0])
    assert (correcting.pixels(foot) != before).any(axis=2).sum() > 500
    assert _step(correcting) is step
    assert correcting.workspace.jobs.current is None
    QTest.keyClick(layer, Qt.Key.Key_Escape)  # takes the drag back, the mode stays
    QTest.mouseRelease(layer, LEFT, pos=start.toPoint())
    assert correcting.workspace.jobs.current is None
    assert layer.correction == StepCorrection()
    assert correcting.workspace.correcting


def test_a_point_of_the_toe_line_is_dragged_and_the_area_behind_it_shrinks(correcting: Stage) -> None:
    layer, before = _layer(correcting), _step(correcting)
    assert before.anatomy is not None
    number = 4
    assert layer.handles[number].part is Part.TOE_LINE
    _drag(layer, layer.places[number], QPointF(0, 12), QPointF(0, 24))
    correcting.settle()
    after = _step(correcting)
    assert after.anatomy is not None
    assert after.anatomy.flags == (
        *[one for one in after.anatomy.flags if one not in (AXIS_BY_HAND, TOE_LINE_BY_HAND, CELLS_LEFT_OUT)],
        TOE_LINE_BY_HAND,
    )
    assert float(after.anatomy.toeless.sum()) < float(before.anatomy.toeless.sum())
    assert after.correction.toe_line is not None
    assert len(after.correction.toe_line) == len(layer.handles) - 2


def test_a_click_leaves_a_cell_out_and_a_second_one_puts_it_back(correcting: Stage) -> None:
    layer, before = _layer(correcting), _step(correcting)
    place, cell = _loaded_place(correcting, 12.0, 30.0)
    QTest.mouseClick(layer, LEFT, pos=place)
    correcting.settle()
    after = _step(correcting)
    assert after.correction == StepCorrection(cells_left_out=(cell,))
    assert after.frames.rows.size == before.frames.rows.size - 1
    assert after.measures["contact_area"].value < before.measures["contact_area"].value
    place, _ = _place_of(correcting, cell)
    QTest.mouseClick(layer, LEFT, pos=place)
    correcting.settle()
    back = _step(correcting)
    assert back.correction.nothing
    np.testing.assert_array_equal(back.frames.pressure, before.frames.pressure)
    assert back.measures["contact_area"].value == before.measures["contact_area"].value


def _place_of(stage: Stage, cell: Cell) -> tuple[QPoint, Cell]:
    """Where the centre of a cell lies on the left map."""
    foot = stage.window.scan.maps.feet[Side.LEFT].step_print
    assert foot is not None
    grid = foot.step.footstep.recording.grid
    x, y = (cell[1] + 0.5) * grid.column_spacing, (cell[0] + 0.5) * grid.row_spacing
    place = foot.frame.to_drawing(np.array(x), np.array(y)).tolist()
    return stage.window.scan.maps.feet[Side.LEFT].to_widget().map(QPointF(*place)).toPoint(), cell


def test_painting_leaves_out_every_cell_on_the_way_as_one_change(correcting: Stage) -> None:
    layer = _layer(correcting)
    start, first = _loaded_place(correcting, -15.0, 30.0)
    end, last = _loaded_place(correcting, 15.0, 30.0)
    _drag(layer, QPointF(start), QPointF(end - start))  # one jump: no event lies on the cells between
    correcting.settle()
    correction = _step(correcting).correction
    assert correction is not None
    assert {first, last} <= set(correction.cells_left_out)
    assert len(correction.cells_left_out) >= 4
    assert correcting.workspace.document.history.undo_name.startswith("cells of step")
    correcting.action("edit.undo")
    assert _step(correcting).correction.nothing


def test_arrows_move_the_chosen_handle_by_a_millimetre(correcting: Stage) -> None:
    layer, before = _layer(correcting), _step(correcting)
    frame = correcting.workspace.playback.frame
    entries = len(correcting.workspace.document.session.journal)
    QTest.mouseClick(layer, LEFT, pos=layer.places[1].toPoint())
    correcting.settle()
    assert layer.chosen is not None
    assert layer.chosen.name == "toe end of the axis"
    for _ in range(3):
        QTest.keyClick(layer, Qt.Key.Key_Right)
    correcting.bot.waitUntil(lambda: not _step(correcting).correction.nothing, timeout=30_000)
    correcting.settle()
    correction, anatomy = _step(correcting).correction, before.anatomy
    assert correction is not None
    assert anatomy is not None
    assert correction.axis is not None
    medial, along = anatomy.frame.to_foot(*np.array(correction.axis[1]))
    assert float(medial) == pytest.approx(3.0)  # the right of a left foot is its medial side
    assert float(along) == pytest.approx(anatomy.length)
    assert len(correcting.workspace.document.session.journal) == entries + 1  # one for three keys
    assert correcting.workspace.playback.frame == frame


def test_tab_chooses_one_handle_after_another_and_then_goes_on(correcting: Stage) -> None:
    layer = _layer(correcting)
    layer.setFocus()
    names = []
    for _ in layer.handles:
        QTest.keyClick(layer, Qt.Key.Key_Tab)
        assert layer.chosen is not None
        names.append(layer.chosen.name)
        assert layer.chosen.name in layer.accessibleDescription()
    assert names[:2] == ["heel end of the axis", "toe end of the axis"]
    assert len(set(names)) == len(layer.handles)
    QTest.keyClick(layer, Qt.Key.Key_Tab)
    assert layer.chosen is None
    assert not layer.hasFocus()


def test_arrows_play_where_no_handle_is_chosen(correcting: Stage) -> None:
    QTest.keyClick(_layer(correcting), Qt.Key.Key_Right)
    assert correcting.workspace.playback.frame == 0


@pytest.mark.parametrize("where", ["map", "window"])
def test_escape_leaves_the_mode(correcting: Stage, where: str) -> None:
    target = _layer(correcting) if where == "map" else correcting.window
    QTest.keyClick(target, Qt.Key.Key_Escape)
    assert not correcting.workspace.correcting
    assert not _layer(correcting).isVisible()


def test_undo_redo_and_back_to_automatic_are_one_step_each(correcting: Stage) -> None:
    layer, before = _layer(correcting), _step(correcting)
    _drag(layer, layer.places[0], QPointF(15, 0))
    correcting.settle()
    _drag(layer, layer.places[5], QPointF(0, 10))
    correcting.settle()
    both = _step(correcting)
    note = correcting.window.scan.maps.correcting.notes[Side.LEFT]
    assert note.words.text() == "axis, toe line by hand"
    QTest.mouseClick(note.back, LEFT)
    correcting.settle()
    assert _step(correcting).correction.nothing
    assert not note.isVisible()
    assert _step(correcting).measures["arch_index"].value == before.measures["arch_index"].value
    correcting.action("edit.undo")
    assert _step(correcting) is both
    correcting.action("edit.undo")
    correction = _step(correcting).correction
    assert correction is not None
    assert correction.toe_line is None
    correcting.action("edit.redo")
    assert _step(correcting) is both


def test_the_journal_says_what_was_set_and_the_command_undoes_it(correcting: Stage) -> None:
    correcting.workspace.prefer(examiner="mb")
    layer = _layer(correcting, Side.RIGHT)
    _drag(layer, layer.places[0], QPointF(12, 0))
    correcting.settle()
    entry = correcting.workspace.document.session.journal[-1]
    assert entry.who == "mb"
    assert "axis set by hand" in entry.what
    assert entry.detail["before"].keys() == {"side", "side_confidence"}
    assert entry.detail["after"]["axis"] is not None
    assert correcting.workspace.current_step is _step(correcting, Side.RIGHT)
    assert correcting.window.binding.actions["edit.automatic"].isEnabled()
    correcting.action("edit.automatic")
    assert _step(correcting, Side.RIGHT).correction.nothing
    assert not correcting.window.binding.actions["edit.automatic"].isEnabled()


def test_what_makes_a_foot_unreadable_is_said_and_changes_nothing(correcting: Stage) -> None:
    layer, before = _layer(correcting), _step(correcting)
    session = correcting.workspace.document.session
    points = layer.handles[2:]
    middle = (points[0].x + points[-1].x) / 2, (points[0].y + points[-1].y) / 2
    narrow = tuple((middle[0] + 0.5 * number, middle[1]) for number in range(3))
    layer.corrected.emit(StepCorrection(toe_line=narrow))
    correcting.settle()
    message = correcting.workspace.messages.current
    assert message is not None
    assert "stays as it was: with this correction, the toe line set by hand does not run across" in message.text
    assert _step(correcting) is before
    assert correcting.workspace.document.session is session
    assert layer.correction == StepCorrection()


def test_an_axis_without_a_direction_is_not_followed(correcting: Stage) -> None:
    layer, before = _layer(correcting), _step(correcting)
    start, target = layer.places[1], layer.places[0]
    _drag(layer, start, target - start)
    correcting.settle()
    message = correcting.workspace.messages.current
    assert message is not None
    assert "at least 20 mm apart" in message.text
    assert _step(correcting) is before


def test_handles_do_not_leave_the_map(correcting: Stage) -> None:
    layer = _layer(correcting)
    foot = correcting.window.scan.maps.feet[Side.LEFT]
    _drag(layer, layer.places[7], QPointF(2000, -2000), release=False)
    assert foot.rect().contains(layer.places[7].toPoint())
    QTest.mouseRelease(layer, LEFT, pos=QPoint(1, 1))
    correcting.settle()


def test_a_step_that_is_not_whole_has_no_handles(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    steps = stage.workspace.document.session.recordings[0].analysis.steps
    cut = [step for step in steps if not step.complete]
    assert cut, "the sample walk begins with half a foot"
    stage.workspace.select_step(StepReference(0, cut[0].index))
    stage.action("edit.correct")
    layer = _layer(stage, Side.LEFT if cut[0].side is Side.LEFT else Side.RIGHT)
    assert layer.handles == ()
    QTest.mouseClick(layer, LEFT, pos=layer.rect().center())
    stage.settle()
    steps = stage.workspace.document.session.recordings[0].analysis.steps
    assert all(step.correction.nothing for step in steps)


def test_the_switch_stands_between_the_feet_and_needs_no_wider_window(correcting: Stage) -> None:
    maps = correcting.window.scan.maps
    assert maps.correct.isChecked()
    assert maps.correct.toolTip().startswith("Edit the footprint: drag axis and toe line")
    assert maps.correct.width() <= maps.scale.width()
    QTest.mouseClick(maps.correct, LEFT)
    assert not correcting.workspace.correcting
    assert not _layer(correcting).isVisible()
    assert correcting.window.minimumSizeHint().width() <= 1366  # a small laptop's screen


def test_the_note_under_the_foot_leaves_the_ruler_free(correcting: Stage) -> None:
    layer = _layer(correcting)
    _drag(layer, layer.places[0], QPointF(15, 0))
    correcting.settle()
    _drag(layer, layer.places[5], QPointF(0, 10))
    correcting.settle()
    place, _ = _loaded_place(correcting, 12.0, 30.0)
    QTest.mouseClick(layer, LEFT, pos=place)
    correcting.settle()
    QApplication.processEvents()
    foot = correcting.window.scan.maps.feet[Side.LEFT]
    note = correcting.window.scan.maps.correcting.notes[Side.LEFT]
    assert note.toolTip() == "axis, toe line, cells by hand"
    assert note.x() >= foot.width() - foot.room_below
    assert note.geometry().right() < foot.width()
    assert foot.step_print is not None
    assert note.y() > foot.to_widget().map(QPointF(0.0, foot.step_print.extent[2])).y()
