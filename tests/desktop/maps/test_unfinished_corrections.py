"""Nothing that a person set by hand is lost by what he does next: another step, a side, closing the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from desktop_window import Stage
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from pedograph.desktop.maps.correction_layer import CorrectionLayer
from pedograph.desktop.shell import dialogs
from pedograph.recording import Side
from pedograph.workspace.drawing.handles import Part
from pedograph.workspace.files import save
from pedograph.workspace.references import StepReference

pytest_plugins = ("desktop_fixtures",)


@pytest.fixture
def nudged(stage: Stage, walk_file: Path, tmp_path: Path) -> tuple[Stage, CorrectionLayer, StepReference]:
    """The window with the saved sample walk, in which the arrow keys have just moved an end of an axis."""
    stage.drop(walk_file)
    save(stage.workspace, tmp_path / "visit.h5")
    stage.settle()
    stage.action("edit.correct")
    layer = stage.window.scan.maps.correcting.layers[Side.LEFT]
    layer.setFocus()
    QApplication.processEvents()
    QTest.keyClick(layer, Qt.Key.Key_Tab)
    assert layer.chosen is not None
    assert layer.chosen.part is Part.AXIS
    for _ in range(3):
        QTest.keyClick(layer, Qt.Key.Key_Right)
    reference = stage.workspace.selection.left
    assert reference is not None
    assert layer.correction.axis is not None
    assert not stage.workspace.document.dirty
    return stage, layer, reference


def _corrected(stage: Stage) -> list[StepReference]:
    """Steps whose axis was set by hand."""
    return [
        StepReference(number, step.index)
        for number, item in enumerate(stage.workspace.document.session.recordings)
        for step in item.analysis.steps
        if step.correction.axis is not None
    ]


def test_arrow_keys_are_not_lost_where_another_step_is_looked_at(
    nudged: tuple[Stage, CorrectionLayer, StepReference],
) -> None:
    stage, _, reference = nudged
    other = next(
        StepReference(reference.recording, step.index)
        for step in stage.workspace.document.session.recordings[reference.recording].analysis.steps
        if step.side is Side.LEFT and step.index != reference.step
    )
    stage.workspace.select_step(other)
    stage.settle()
    assert _corrected(stage) == [reference]
    assert stage.workspace.selection.left == other


def test_arrow_keys_are_not_lost_where_a_key_changes_something_else(
    nudged: tuple[Stage, CorrectionLayer, StepReference],
) -> None:
    stage, layer, reference = nudged
    QTest.keyClick(layer, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    stage.settle()
    assert _corrected(stage) == [reference]


@pytest.mark.parametrize("measured", [False, True])
def test_closing_the_window_waits_for_a_correction_and_asks(
    nudged: tuple[Stage, CorrectionLayer, StepReference], monkeypatch: pytest.MonkeyPatch, measured: bool
) -> None:
    stage, layer, reference = nudged
    asked: list[QWidget] = []

    def ask(parent: QWidget) -> QMessageBox.StandardButton:
        asked.append(parent)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(dialogs, "ask_unsaved", ask)
    if measured:
        layer.hand_out()
        assert stage.workspace.jobs.busy
    assert not stage.window.close()
    stage.bot.waitUntil(lambda: bool(asked), timeout=30_000)
    assert stage.window.isVisible()
    assert _corrected(stage) == [reference]
