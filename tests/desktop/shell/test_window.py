"""The window: opening by a drop, bad input, undo, saving and opening again, closing, and its words."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from desktop_window import Stage, forget
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMenu, QMessageBox

from pedograph.desktop.measures.table import LEFT, RIGHT
from pedograph.desktop.shell import dialogs
from pedograph.desktop.shell.status import FOOT
from pedograph.measures import catalogue
from pedograph.recording import Side
from pedograph.workspace.actions import ACTIONS
from pedograph.workspace.model import Page

pytest_plugins = ("desktop_fixtures",)


def test_the_empty_window_offers_to_drop_or_to_look_at_the_sample(stage: Stage) -> None:
    scan = stage.window.scan
    assert scan.welcome.isVisible()
    assert scan.welcome.sentence.text() == "Drop a scan here, or open the sample walk."
    scan.welcome.sample.click()
    stage.settle()
    assert not scan.welcome.isVisible()
    assert scan.maps.feet[Side.LEFT].step_print is not None


def test_a_dropped_walk_shows_both_feet_and_their_numbers(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    maps = stage.window.scan.maps
    for side, column in ((Side.LEFT, LEFT), (Side.RIGHT, RIGHT)):
        shown = maps.feet[side].step_print
        assert shown is not None
        assert shown.step.side is side
        measure = shown.step.measures["peak_pressure"]
        assert stage.text("peak_pressure", column) == catalogue()["peak_pressure"].format(
            measure.value, measure.uncertainty
        )
    assert maps.feet[Side.LEFT].scale == maps.feet[Side.RIGHT].scale
    assert stage.text("arch_index", LEFT).count("±") == 1
    assert len(stage.window.scan.strip.tiles) == 4
    assert "footscan" in stage.window.header.source.text()


@pytest.mark.real_scans
def test_the_real_emed_step_stands_on_the_right(stage: Stage, real_scans: Path) -> None:
    stage.drop(real_scans / "emed_walk.lst")
    assert stage.window.scan.maps.feet[Side.LEFT].step_print is None
    assert stage.window.scan.maps.feet[Side.RIGHT].step_print is not None
    assert stage.text("peak_pressure", RIGHT).startswith("370 ± ")
    assert stage.text("peak_pressure", LEFT) == "–"


def test_a_broken_file_leaves_everything_and_its_sentence_can_be_dismissed(
    stage: Stage, walk_file: Path, broken: Path
) -> None:
    stage.drop(walk_file)
    session, before = stage.workspace.document.session, stage.pixels(stage.window.scan.maps)
    stage.drop(broken)
    banner = stage.window.banner
    assert stage.workspace.document.session is session
    assert banner.isVisible()
    assert banner.text.text().startswith("holiday.lst")
    assert QApplication.activeModalWidget() is None
    banner.dismiss.click()
    assert not banner.isVisible()
    after = stage.pixels(stage.window.scan.maps).astype(int)
    assert after.shape == before.shape
    assert np.abs(after - before).max() < 10  # the maps were laid out twice in between


def test_of_several_files_the_good_ones_are_read(stage: Stage, walk_file: Path, broken: Path) -> None:
    other = broken.with_name("empty.xls")
    other.write_bytes(b"")
    stage.drop(walk_file, broken, other)
    banner = stage.window.banner
    assert banner.text.text().startswith("1 file read, 2 left out: holiday.lst")
    assert not banner.details.isVisible()
    banner.more.click()
    assert banner.details.isVisible()
    assert "empty.xls" in banner.details.text()


def test_escape_puts_the_message_away(stage: Stage, broken: Path) -> None:
    stage.drop(broken)
    stage.key(Qt.Key.Key_Escape)
    assert not stage.window.banner.isVisible()


def test_a_step_is_chosen_by_a_click_and_its_side_corrected_and_taken_back(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    scan = stage.window.scan
    tile = next(tile for tile in scan.strip.tiles if tile.step.complete and tile.step.side is Side.RIGHT)
    stage.bot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert stage.workspace.selection.current == tile.reference
    assert tile.isChecked()
    before = stage.text("peak_force", RIGHT)
    stage.action("edit.left")
    shown = scan.maps.feet[Side.LEFT].step_print
    assert shown is not None
    assert (shown.step.index, shown.step.side) == (tile.step.index, Side.LEFT)
    corrected = next(item for item in scan.strip.tiles if item.reference == tile.reference)
    assert corrected.by_hand
    assert "set by hand" in corrected.toolTip()
    assert "The print looks like a right foot (confidence" in stage.window.banner.text.text()
    assert stage.window.banner.offer.text() == "Undo"
    assert "side of step" in stage.window.binding.actions["edit.undo"].text()
    stage.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    shown = scan.maps.feet[Side.RIGHT].step_print
    assert shown is not None
    assert shown.step.index == tile.step.index
    assert stage.text("peak_force", RIGHT) == before


def test_the_menu_of_a_tile_chooses_it_and_offers_the_sides(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    strip = stage.window.scan.strip
    tile = strip.tiles[-1]
    tile.customContextMenuRequested.emit(QPoint(5, 5))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert [action.objectName() for action in popup.actions()] == ["edit.left", "edit.right", "edit.remove"]
    assert stage.workspace.selection.current == tile.reference
    popup.close()


def test_a_cut_step_says_why(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    tile = next(tile for tile in stage.window.scan.strip.tiles if not tile.step.complete)
    assert str(tile.step.footstep.incomplete[0]) in tile.toolTip()
    stage.bot.mouseClick(tile, Qt.MouseButton.LeftButton)
    column = LEFT if tile.step.side is Side.LEFT else RIGHT
    assert stage.text("arch_index", column) == "–"
    table = stage.window.scan.measures.table.rows
    assert "incomplete" in table.index(1, column).data(Qt.ItemDataRole.ToolTipRole)


def test_saved_closed_and_opened_again_it_shows_the_same(
    stage: Stage, walk_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.drop(walk_file)
    stage.workspace.messages.dismiss()
    path = tmp_path / "visit.h5"
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: path)
    assert stage.window.isWindowModified()
    stage.action("file.save")
    assert not stage.window.isWindowModified()
    assert stage.window.status.saved.text() == "All changes saved: visit.h5"
    scan = stage.window.scan
    before = [stage.pixels(part) for part in (scan.maps, scan.measures.table, scan.timeline.plot)]
    stage.action("file.new")
    assert scan.welcome.isVisible()
    stage.drop(path)
    after = [stage.pixels(part) for part in (scan.maps, scan.measures.table, scan.timeline.plot)]
    for old, new in zip(before, after, strict=True):
        np.testing.assert_array_equal(old, new)


def test_a_session_is_opened_beside_which_nothing_unsaved_is_lost(
    stage: Stage, walk_file: Path, step_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.drop(walk_file)
    path = tmp_path / "visit.h5"
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: path)
    stage.action("file.save")
    stage.drop(step_file)
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda _: QMessageBox.StandardButton.Cancel)
    stage.drop(path)
    assert len(stage.workspace.document.session.recordings) == 2
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda _: QMessageBox.StandardButton.Discard)
    stage.drop(path)
    assert len(stage.workspace.document.session.recordings) == 1


@pytest.mark.parametrize(("answer", "closed"), [("Cancel", False), ("Discard", True)])
def test_closing_asks_where_something_is_not_saved(
    stage: Stage, step_file: Path, monkeypatch: pytest.MonkeyPatch, answer: str, closed: bool
) -> None:
    stage.drop(step_file)
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda _: QMessageBox.StandardButton[answer])
    event = QCloseEvent()
    stage.window.closeEvent(event)
    assert event.isAccepted() is closed


def test_closing_with_save_saves_and_then_closes(
    stage: Stage, step_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.drop(step_file)
    path = tmp_path / "visit.h5"
    monkeypatch.setattr(dialogs, "ask_unsaved", lambda _: QMessageBox.StandardButton.Save)
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: path)
    stage.window.close()
    stage.bot.waitUntil(lambda: not stage.window.isVisible())
    assert path.exists()


def test_table_and_picture_are_exported(
    stage: Stage, step_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.drop(step_file)
    for action, name in (("file.table", "measures.csv"), ("file.picture", "feet.png")):
        monkeypatch.setattr(dialogs, "ask_save", lambda *_, name=name: tmp_path / name)
        stage.action(action)
        assert (tmp_path / name).stat().st_size > 500
        assert name in stage.window.banner.text.text()
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: tmp_path / "no" / "feet.png")
    stage.action("file.picture")
    assert "could not be written" in stage.window.banner.text.text()


def test_files_opened_last_are_listed_and_those_that_are_gone_are_dim(
    stage: Stage, step_file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.lst"
    shutil.copy(step_file.with_name("emed_after_insole.lst"), copy)
    stage.drop(copy)
    stage.drop(step_file)
    copy.unlink()
    stage.window._recent.aboutToShow.emit()
    stage.settle()
    entries = [(action.text(), action.isEnabled()) for action in stage.window._recent.actions()]
    assert entries == [(step_file.name, True), ("copy.lst", False)]
    stage.action("edit.remove")
    stage.window._recent.actions()[0].trigger()
    stage.settle()
    assert [item.name for item in stage.workspace.document.session.recordings] == ["copy.lst", step_file.name]


def test_pages_hold_the_form_and_the_notes(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    stage.action("go.examination")
    assert stage.window.examination.isVisible()
    changed = stage.workspace.document.session.examination.with_value("nprs", 6)
    stage.window.examination.changed.emit(changed)
    assert stage.workspace.document.session.examination.value("nprs") == 6
    stage.action("go.findings")
    assert stage.window.findings.isVisible()
    stage.window.findings.field_wanted.emit("left.cait")
    assert stage.workspace.page is Page.EXAMINATION
    stage.action("edit.undo")
    assert stage.window.examination.examination.value("nprs") is None


def test_initials_are_typed_and_sign_what_follows(stage: Stage, walk_file: Path) -> None:
    line = stage.window.header.examiner
    assert line.text() == ""
    line.setText("a b")
    line.editingFinished.emit()
    assert line.text() == "a-b"
    stage.drop(walk_file)
    stage.action("go.findings")
    next(iter(stage.window.findings.cards.values())).decided.emit("accepted", "")
    session = stage.workspace.document.session
    assert session.journal[-1].who == "a-b"
    assert session.review.decisions[-1].who == "a-b"


def test_a_note_is_decided_upon_and_taken_back(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    stage.action("go.findings")
    rule, card = next(iter(stage.window.findings.cards.items()))
    card.decided.emit("accepted", "")
    assert stage.workspace.document.session.review.decisions[-1].rule == rule
    stage.action("edit.undo")
    assert stage.workspace.document.session.review.decisions == ()


def test_the_code_of_the_person_is_typed_and_a_name_refused(stage: Stage) -> None:
    line = stage.window.header.subject
    line.setText("P-0042")
    line.editingFinished.emit()
    assert stage.workspace.document.session.visit.subject == "P-0042"
    line.setText("Ada Lovelace")
    line.editingFinished.emit()
    assert line.text() == "P-0042"
    assert "not an ID" in stage.window.banner.text.text()


def test_every_page_says_what_the_program_is_not_for(stage: Stage) -> None:
    from PySide6.QtWidgets import QLabel

    for page in Page:
        stage.action(f"go.{page}")
        assert FOOT in [label.text() for label in stage.window.status.findChildren(QLabel) if label.isVisible()]


def test_the_window_draws_itself_in_the_dark_and_back(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    light = stage.pixels(stage.window)
    stage.action("view.dark")
    dark = stage.pixels(stage.window)
    assert dark.mean() < 100 < 200 < light.mean()
    stage.action("view.dark")
    assert np.abs(stage.pixels(stage.window).astype(int) - light).max(axis=2).mean() < 1


def test_every_action_has_its_menu_entry_key_and_tooltip(stage: Stage) -> None:
    menus = stage.window.menuBar().findChildren(QMenu)
    listed = {action.objectName() for menu in menus for action in menu.actions()}
    assert set(ACTIONS) <= listed
    for made in stage.window.binding.actions.values():
        assert not made.shortcut().isEmpty()
        assert made.toolTip()


def test_every_control_has_a_name_for_those_who_do_not_see_it(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    window = stage.window
    controls = [
        widget
        for part in (window.header, window.banner, window.rail, window.scan, window.status)
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for widget in part.findChildren(kind)
        if widget.objectName() != "qt_toolbar_ext_button"
    ]
    assert len(controls) > 25
    nameless = [
        widget
        for widget in controls
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and widget.isVisible()
    ]
    assert nameless == []
    for part in (*window.scan.maps.feet.values(), window.scan.timeline.plot, window.scan.maps.scale):
        assert part.accessibleName()
        assert part.accessibleDescription()


def test_unsaved_work_of_a_crash_is_offered_in_the_window(stage: Stage, step_file: Path, tmp_path: Path) -> None:
    from pedograph.desktop.shell.window import MainWindow

    stage.drop(step_file)
    stage.window.keeper.keep()
    kept = stage.workspace.folder / "unsaved"
    stage.bot.waitUntil(lambda: stage.window.keeper.idle, timeout=30_000)
    survivor = tmp_path / "later" / "unsaved"
    survivor.mkdir(parents=True)
    for file in (*kept.glob("*.h5"), *kept.glob("*.json")):
        shutil.copy(file, survivor)
    later = MainWindow(survivor.parent)
    stage.bot.addWidget(later, before_close_func=forget)
    later.show()
    assert later.banner.offer.text() == "Open it"
    later.banner.offer.click()
    stage.bot.waitUntil(lambda: later.workspace.jobs.current is None, timeout=30_000)
    assert [item.name for item in later.workspace.document.session.recordings] == [step_file.name]
    later.shut_down()
