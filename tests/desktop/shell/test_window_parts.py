"""Palette, keys, card, note, crash report, and the picture of the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from desktop_window import Stage
from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QPushButton

from pedograph.desktop import start
from pedograph.desktop.shell.crash import CrashReporter, crash_dialog, report
from pedograph.desktop.shell.dispatcher import Dispatcher
from pedograph.desktop.shell.keys import KeysDialog, keys_text
from pedograph.desktop.shell.palette import CommandPalette
from pedograph.desktop.shell.source_card import SourceCard
from pedograph.desktop.start import PICTURE_SIZE, run
from pedograph.import_correction import import_card
from pedograph.recording import Side
from pedograph.workspace.actions import ACTIONS, GROUPS

pytest_plugins = ("desktop_fixtures",)


def test_the_palette_finds_and_does(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    stage.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = QApplication.activePopupWidget()
    assert isinstance(palette, CommandPalette)
    assert palette.list.count() == len(ACTIONS)
    stage.bot.keyClicks(palette.line, "whole plate")
    assert palette.list.count() == 1
    stage.bot.keyClick(palette.line, Qt.Key.Key_Return)
    assert stage.workspace.whole_plate


def test_the_palette_is_gone_through_with_the_arrows_and_does_nothing_impossible(stage: Stage) -> None:
    palette = CommandPalette(stage.window.binding, stage.window)
    palette.open_over(stage.window)
    palette.line.setText("save")
    stage.bot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 1
    stage.bot.keyClick(palette.line, Qt.Key.Key_Up)
    stage.bot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible(), "there is nothing to save"
    palette.close()


def test_f1_lists_every_key(stage: Stage) -> None:
    stage.key(Qt.Key.Key_F1)
    dialog = stage.window.findChild(KeysDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert not dialog.isModal()
    words = dialog.text.toPlainText()
    for action in ACTIONS.values():
        assert action.text in words
        assert action.tooltip in words
    assert keys_text().count("<tr>") == len(ACTIONS) + len(GROUPS)
    dialog.close()


def source_card(stage: Stage) -> SourceCard:
    stage.bot.mouseClick(stage.window.header.source, Qt.MouseButton.LeftButton)
    card = stage.window.findChild(SourceCard)
    assert isinstance(card, SourceCard)
    return card


def test_the_card_says_how_a_recording_was_read(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    card = source_card(stage)
    words = card.text.toPlainText()
    analysis = stage.workspace.analysis
    assert analysis is not None
    for line in import_card(analysis):
        assert line.key == "format" or line.value in words
    for part in ("7.62 mm along, 5.08 mm across", "walk_rectus.zip", *map(str, analysis.quality)):
        assert part in words
    assert words.count("assumed") >= len(analysis.recording.source.assumed) > 0
    assert QApplication.activeModalWidget() is None
    card.close()


def test_what_was_read_wrongly_is_set_right_and_taken_back(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    card = source_card(stage)
    before = stage.workspace.analysis
    assert before is not None
    card.form.unit.setCurrentIndex(1)
    card.form.unit.activated.emit(1)
    card.form.columns.setText("10,16")
    card.form.rate.setText("250")
    card.form.turned.setChecked(True)
    card.form.submit()
    assert not card.form.isEnabled()
    stage.settle()
    after = stage.workspace.analysis
    assert after is not None
    assert card.isVisible()
    assert after.recording.peak_image.max() == pytest.approx(10 * before.recording.peak_image.max())
    assert after.recording.grid.column_spacing == 10.16
    assert after.recording.sample_rate == pytest.approx(250.0)
    assert card.text.toPlainText().count("set by hand") == 4
    stage.action("edit.undo")
    assert stage.workspace.analysis is before
    assert card.form.columns.text() == ""
    stage.action("edit.redo")
    card.form.back.click()
    stage.settle()
    assert "set by hand" not in card.text.toPlainText()
    assert not card.form.back.isEnabled()


def test_what_cannot_be_set_is_said_on_the_card_and_changes_nothing(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    session = stage.workspace.document.session
    card = source_card(stage)
    for line, text, said in (
        (card.form.rows, "wide", "is no number"),
        (card.form.rows, "900", "must be between"),
    ):
        line.setText(text)
        card.form.submit()
        stage.settle()
        assert said in card.form.problem.text()
        assert stage.workspace.document.session is session
    card.close()


def test_one_line_of_qt_is_kept_from_the_terminal_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("This plugin does not support propagateSizeHints()", "QPainter::begin: no device"):
        start._qt_message(QtMsgType.QtWarningMsg, QMessageLogContext(), text)
    assert capsys.readouterr().err == "QPainter::begin: no device\n"


def test_the_note_is_written_without_stopping_the_window(stage: Stage) -> None:
    stage.action("edit.note")
    dialogs = stage.window.findChildren(QDialog)
    dialog = next(dialog for dialog in dialogs if dialog.windowTitle() == "Note on the visit")
    text = dialog.findChild(QPlainTextEdit)
    assert text is not None
    text.setPlainText("  hurried  ")
    dialog.accept()
    assert stage.workspace.document.session.visit.note == "hurried"


def test_running_work_is_shown_and_can_be_cancelled(stage: Stage, walk_file: Path) -> None:
    import threading

    begun, gate = threading.Event(), threading.Event()

    def work(progress: object) -> None:
        assert callable(progress)
        progress(2, 12, "reading scan3.lst")
        begun.set()
        gate.wait(20)
        progress(3, 12, "reading scan4.lst")

    stage.workspace.run("opening", work, lambda _: None)
    status = stage.window.status
    stage.bot.waitUntil(lambda: status.job.text() == "reading scan3.lst  3 of 12")
    assert begun.is_set()
    assert not stage.window.binding.actions["file.open"].isEnabled()
    status.cancel.click()
    gate.set()
    stage.settle()
    assert not status.cancel.isVisible()
    assert stage.window.binding.actions["file.open"].isEnabled()


def test_what_threads_post_is_done_on_the_main_thread(qtbot: object) -> None:
    import threading

    dispatcher = Dispatcher()
    seen: list[threading.Thread] = []
    thread = threading.Thread(target=lambda: dispatcher.post(lambda: seen.append(threading.current_thread())))
    thread.start()
    thread.join(10)
    assert seen == []
    qtbot.waitUntil(lambda: bool(seen))  # type: ignore[attr-defined]
    assert seen == [threading.current_thread()]


def test_a_fault_of_the_program_is_told_in_one_dialog_with_a_report_to_copy(qtbot: object) -> None:
    reporter = CrashReporter()
    try:
        raise RuntimeError("a wheel came off")
    except RuntimeError as error:
        reporter.take(type(error), error, error.__traceback__)
        words = report(error)
    qtbot.waitUntil(lambda: reporter.dialog is not None)  # type: ignore[attr-defined]
    dialog = reporter.dialog
    assert dialog is not None
    details = dialog.findChild(QPlainTextEdit)
    assert details is not None
    assert not details.isVisible()
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
    buttons["Copy report"].click()
    assert QGuiApplication.clipboard().text() == words == details.toPlainText()
    assert "a wheel came off" in words
    assert "Pedograph" in words
    dialog.close()
    assert crash_dialog("text").windowTitle()


def test_the_window_draws_itself_into_a_picture(
    qapp: QApplication, tmp_path: Path, walk_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path / "home"))
    picture = tmp_path / "window.png"
    assert run(walk_file, picture) == 0
    image = QImage(str(picture))
    assert (image.width(), image.height()) == PICTURE_SIZE
    assert not list(tmp_path.glob(".*.unfinished"))


def test_a_picture_of_what_cannot_be_read_ends_with_status_2_and_takes_no_place(
    qapp: QApplication,
    tmp_path: Path,
    broken: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path / "home"))
    picture = tmp_path / "window.png"
    picture.write_bytes(b"old")
    assert run(broken, picture) == 2
    assert "holiday.lst" in capfd.readouterr().err
    assert picture.read_bytes() == b"old"


@pytest.mark.parametrize("place", ["no/window.png", "window.walk", "folder.png"])
def test_a_picture_that_cannot_be_written_is_said(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    place: str,
) -> None:
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path / "home"))
    (tmp_path / "folder.png").mkdir()
    before = sorted(tmp_path.iterdir())
    assert run(None, tmp_path / place) == 1
    assert "could not be written" in capfd.readouterr().err
    assert [each for each in sorted(tmp_path.iterdir()) if each.name != "home"] == before


def test_the_hidden_foot_of_a_single_step_says_so(stage: Stage, step_file: Path) -> None:
    stage.drop(step_file)
    empty = stage.window.scan.maps.feet[Side.LEFT]
    assert empty.accessibleDescription() == "No step is shown."
