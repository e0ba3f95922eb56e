"""Several recordings: of one file, of which a person chooses; and of one visit, whose steps are taken together."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from desktop_window import Stage
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from pedograph.desktop import start
from pedograph.desktop.shell.recording_chooser import RecordingChooser
from pedograph.workspace.model import Page

pytest_plugins = ("desktop_fixtures",)

NAMES = ("emed_before_insole.lst", "emed_after_insole.lst")


@pytest.fixture
def two(step_file: Path, tmp_path: Path) -> Path:
    """An archive of two recordings."""
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in NAMES:
            archive.write(step_file.with_name(name), name)
    return path


def chooser(stage: Stage) -> RecordingChooser:
    found = [one for one in stage.window.findChildren(RecordingChooser) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def names(stage: Stage) -> list[str]:
    return [item.name for item in stage.workspace.document.session.recordings]


def test_all_recordings_of_an_archive_are_ticked_and_open_by_one_change(stage: Stage, two: Path) -> None:
    stage.drop(two)
    assert stage.workspace.messages.current is None
    asked = chooser(stage)
    assert [asked.list.item(row).text() for row in range(asked.list.count())] == list(NAMES)
    assert asked.open_button.text() == "Open 2"
    stage.bot.mouseClick(asked.open_button, Qt.MouseButton.LeftButton)
    stage.settle()
    assert names(stage) == [f"two.zip#{name}" for name in NAMES]
    assert stage.workspace.document.history.undo_name == "import of 2 recordings"
    assert stage.workspace.preferences.recent == (str(two.resolve()),)


def test_only_what_is_ticked_is_opened_and_once(stage: Stage, two: Path, walk_file: Path) -> None:
    for known in range(2):
        stage.drop(two, walk_file)
        asked = chooser(stage)
        asked.list.item(0).setCheckState(Qt.CheckState.Unchecked)
        asked.accept()
        stage.settle()
        assert names(stage) == ["walk_rectus.zip", f"two.zip#{NAMES[1]}"]
        message = stage.workspace.messages.current
        assert (message is not None and "in this visit already" in message.text) == bool(known)


def test_nothing_is_opened_where_nothing_is_ticked_or_it_is_cancelled(stage: Stage, two: Path) -> None:
    stage.drop(two)
    asked = chooser(stage)
    for row in range(2):
        asked.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not asked.open_button.isEnabled()
    cancel = asked.findChild(QDialogButtonBox)
    assert cancel is not None
    stage.bot.mouseClick(cancel.button(QDialogButtonBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    stage.settle()
    assert stage.workspace.document.empty


def test_a_picture_asks_nobody(two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path / "home"))
    assert start.run(two, tmp_path / "window.png") == 0
    assert (tmp_path / "window.png").stat().st_size > 0


def test_whose_steps_the_markers_are_is_chosen_and_kept_while_the_window_is_open(
    stage: Stage, step_file: Path
) -> None:
    stage.drop(*(step_file.with_name(name) for name in NAMES))
    panel = stage.window.scan.measures
    panel.tabs.setCurrentWidget(panel.markers)
    stage.settle()
    page = panel.markers
    assert page.steps.isVisible() and page.steps.currentText() == "This recording"
    assert f"right 1 from {NAMES[0]}" in page.note.text()
    page.steps.setFocus()
    stage.bot.keyClick(page.steps, Qt.Key.Key_Down)
    stage.settle()
    assert page.steps.currentText() == "All 2 walking recordings of this visit"
    assert f"right 2 from 2 recordings: {', '.join(NAMES)}" in page.note.text()
    stage.workspace.select_recording(1)
    stage.settle()
    assert "2 recordings" in page.note.text()


def test_a_single_recording_asks_for_no_choice(stage: Stage, step_file: Path) -> None:
    stage.drop(step_file)
    panel = stage.window.scan.measures
    panel.tabs.setCurrentWidget(panel.markers)
    stage.settle()
    assert not panel.markers.steps.isVisible()


def test_the_findings_say_whose_steps_they_are_from(stage: Stage, step_file: Path) -> None:
    stage.drop(*(step_file.with_name(name) for name in NAMES))
    stage.workspace.show_page(Page.FINDINGS)
    stage.settle()
    assert stage.window.findings.steps.isVisible()
    assert f"right 2 from 2 recordings: {', '.join(NAMES)}" in stage.window.findings.steps.text()
