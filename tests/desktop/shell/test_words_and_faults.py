"""What the window says of what went wrong, and that it does what its buttons say."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from desktop_window import PATIENCE, Stage
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from pedograph.desktop.shell import dialogs
from pedograph.desktop.style import current_theme
from pedograph.recording import Side
from pedograph.workspace import importing
from pedograph.workspace.commands import set_note, set_side
from pedograph.workspace.references import StepReference

pytest_plugins = ("desktop_fixtures",)


def test_an_error_does_not_look_like_information(stage: Stage) -> None:
    messages, banner = stage.workspace.messages, stage.window.banner
    messages.say("The table is in a.csv.")
    said = stage.pixels(banner.sheet)
    assert banner.accessibleName().startswith("Message: ")
    messages.warn("The table is in a.csv.")
    warned = stage.pixels(banner.sheet)
    assert banner.accessibleName().startswith("Warning: ")
    soft = current_theme().colour("warning_soft")
    ground = np.array([soft.red(), soft.green(), soft.blue()])
    assert (np.abs(warned[20, 8, :3].astype(int) - ground) <= 2).all()
    assert said.shape != warned.shape or (said != warned).any(axis=2).mean() > 0.5


def test_a_refused_id_stays_to_be_corrected_and_the_visit_keeps_its_own(stage: Stage, step_file: Path) -> None:
    line = stage.window.header.subject

    def visit() -> str:
        return stage.workspace.document.session.visit.subject

    line.setText("P-0042")
    line.editingFinished.emit()
    line.setText("P 0043")
    line.editingFinished.emit()
    stage.drop(step_file)
    assert (line.text(), visit()) == ("P 0043", "P-0042")
    assert line.refused
    line.setText("P-0043")
    line.editingFinished.emit()
    assert visit() == "P-0043"
    assert not line.refused
    assert stage.workspace.messages.current is None


def test_escape_takes_a_refused_id_back(stage: Stage) -> None:
    line = stage.window.header.subject
    line.setText("P-0042")
    line.editingFinished.emit()
    line.setText("P 0043")
    line.editingFinished.emit()
    stage.bot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "P-0042"
    assert not line.refused
    assert stage.workspace.messages.current is None


def test_what_is_typed_stays_while_a_recording_is_opened(stage: Stage, step_file: Path) -> None:
    line = stage.window.header.subject
    line.setFocus()
    stage.bot.keyClicks(line, "P-00")
    stage.drop(step_file)
    assert line.text() == "P-00"


def _turned(stage: Stage) -> StepReference:
    step = stage.workspace.current_step
    assert step is not None
    reference = StepReference(0, step.index)
    set_side(stage.workspace, reference, Side.RIGHT if step.side is Side.LEFT else Side.LEFT)
    stage.settle()
    assert stage.window.banner.offer.text() == "Undo"
    assert stage.window.banner.offer.isVisible()
    return reference


def test_the_offer_undoes_its_own_change(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    before = stage.workspace.document.session
    _turned(stage)
    stage.window.banner.offer.click()
    assert stage.workspace.document.session is before


def test_the_offer_is_gone_once_something_else_was_changed(stage: Stage, walk_file: Path, step_file: Path) -> None:
    """It took the import back that came after it."""
    stage.drop(walk_file)
    _turned(stage)
    stage.drop(step_file)
    assert not stage.window.banner.offer.isVisible()
    assert len(stage.workspace.document.session.recordings) == 2


def test_the_offer_waits_while_it_cannot_be_taken(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    _turned(stage)
    gate = threading.Event()
    stage.workspace.run("opening", lambda progress: gate.wait(20), lambda _: None)
    assert not stage.window.banner.offer.isEnabled()
    gate.set()
    stage.settle()
    assert stage.window.banner.offer.isEnabled()


@pytest.mark.parametrize("by", ["escape", "cancel"])
def test_escape_and_cancel_end_an_import(
    stage: Stage, step_file: Path, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, gate, real = threading.Event(), threading.Event(), importing._with_file

    def slow(*arguments: object) -> object:
        reading.set()
        gate.wait(20)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "_with_file", slow)
    stage.window.commands.open_files([step_file])
    stage.bot.waitUntil(reading.is_set, timeout=PATIENCE)
    if by == "escape":
        stage.key(Qt.Key.Key_Escape)
    else:
        stage.window.status.cancel.click()
    assert stage.workspace.jobs.current is None
    assert not stage.window.status.cancel.isVisible()
    assert "cancelled" in stage.window.banner.text.text()
    gate.set()
    stage.workspace.jobs.wait(20)
    stage.bot.wait(0)
    assert stage.workspace.document.empty


def test_saving_shows_no_cancel_for_it_cannot_be_cancelled(stage: Stage, step_file: Path, tmp_path: Path) -> None:
    gate = threading.Event()
    stage.workspace.run("saving", lambda progress: gate.wait(20), lambda _: None, exclusive=False)
    assert stage.window.status.job.isVisible()
    assert not stage.window.status.cancel.isVisible()
    gate.set()
    stage.settle()


def test_the_walking_tab_is_still_chosen_after_undo_and_redo(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    panel = stage.window.scan.measures
    panel.tabs.setCurrentWidget(panel.walking)
    for action, shown in (("edit.undo", panel.measures), ("edit.redo", panel.walking)):
        stage.action(action)
        assert panel.tabs.currentWidget() is shown
    stage.action("edit.remove")
    stage.action("edit.undo")
    assert panel.tabs.currentWidget() is panel.walking
    assert panel.tabs.isTabVisible(panel.tabs.indexOf(panel.walking))


def _exported(stage: Stage, path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[QImage, list[str]]:
    """The picture, and every word that was drawn into it."""
    from pedograph.desktop.maps import picture

    words: list[str] = []
    real = picture._write

    def write(painter: object, place: object, text: str, *others: object, **more: object) -> None:
        words.append(text)
        real(painter, place, text, *others, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(picture, "_write", write)
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: path)
    stage.action("file.picture")
    return QImage(str(path)), words


@pytest.mark.parametrize("plate", [False, True])
def test_an_exported_picture_says_whose_it_is_when_and_what_for(
    stage: Stage, walk_file: Path, tmp_path: Path, plate: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.drop(walk_file)
    line = stage.window.header.subject
    line.setText("P-0042")
    line.editingFinished.emit()
    if plate:
        stage.action("view.plate")
    date = stage.workspace.document.session.visit.date
    _, words = _exported(stage, tmp_path / "feet.png", monkeypatch)
    said = " ".join(words)
    for part in ("P-0042", date, walk_file.name, "Not for diagnosis"):
        assert part in said
    assert "…" not in said
    if not plate:
        assert "LEFT   step 2" in words
        assert "RIGHT   step 3" in words


def test_an_exported_picture_is_the_same_at_any_size_of_the_window_and_shows_no_button(
    stage: Stage, walk_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.drop(walk_file)
    large, _ = _exported(stage, tmp_path / "large.png", monkeypatch)
    stage.window.resize(1024, 700)
    stage.action("edit.correct")  # handles, and names left out under them
    small, words = _exported(stage, tmp_path / "small.png", monkeypatch)
    assert small == large
    assert not any("drag" in word or "Correct" in word for word in words)


def test_an_exported_picture_has_scale_and_ruler(
    stage: Stage, walk_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pedograph.desktop.maps import foot_map, painting
    from pedograph.desktop.maps.scale_bar import ScaleBar

    stage.drop(walk_file)
    drawn: list[str] = []
    ruler, bar = painting.ruler, ScaleBar.paintEvent

    def draw(*given: object) -> None:
        drawn.append("ruler")
        ruler(*given)  # type: ignore[arg-type]

    def paint(scale: ScaleBar, event: object) -> None:
        drawn.append(f"scale to {scale._top:g}")
        bar(scale, event)  # type: ignore[arg-type]

    monkeypatch.setattr(foot_map, "ruler", draw)
    monkeypatch.setattr(ScaleBar, "paintEvent", paint)
    stage.window.scan.maps.picture()
    assert drawn == ["ruler", f"scale to {stage.window.scan.maps.scale._top:g}"]


def test_a_picture_of_no_known_kind_is_refused_by_its_name(
    stage: Stage, walk_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.drop(walk_file)
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: tmp_path / "feet.doc")
    stage.action("file.picture")
    message = stage.workspace.messages.current
    assert message is not None
    assert message.warning
    assert "feet.doc" in message.text
    assert not (tmp_path / "feet.doc").exists()
    set_note(stage.workspace, "")
