"""The window fits a small screen whatever it shows, and what has no room is left out where it does not mislead."""

from __future__ import annotations

from pathlib import Path

import pytest
from desktop_window import Stage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pedograph.desktop.shell.header import source_wordings
from pedograph.desktop.shell.window import FRAME, MainWindow
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.words import INTENDED_USE
from pedograph.recording import Side
from pedograph.workspace.messages import Message
from pedograph.workspace.model import Page

pytest_plugins = ("desktop_fixtures",)

SMALL = (1024 - FRAME.width(), 700 - FRAME.height())
LONG = "walk_of_the_left_and_right_foot_session_2_trial_0007_" * 3


@pytest.fixture
def long_named(stage: Stage, walk_file: Path, tmp_path: Path) -> Stage:
    """The window with both feet, of a file whose name is longer than a header."""
    path = tmp_path / f"{LONG}.zip"
    path.write_bytes(walk_file.read_bytes())
    stage.drop(path)
    assert stage.workspace.shown_step(Side.LEFT) is not None
    assert stage.workspace.shown_step(Side.RIGHT) is not None
    return stage


def check(stage: Stage) -> None:
    stage.window.resize(*SMALL)
    QApplication.processEvents()
    assert (stage.window.width(), stage.window.height()) == SMALL


def test_an_empty_window_fits(stage: Stage) -> None:
    check(stage)


@pytest.mark.parametrize("page", Page)
def test_every_page_fits_whatever_the_file_is_called(long_named: Stage, page: Page) -> None:
    long_named.action(f"go.{page}")
    check(long_named)


@pytest.mark.parametrize("action", ["view.plate", "edit.correct", "play.next", "edit.undo"])
def test_whatever_is_shown_fits(long_named: Stage, action: str) -> None:
    long_named.action(action)
    check(long_named)


def test_a_message_with_many_details_fits(long_named: Stage) -> None:
    details = "\n".join(f"{LONG}{number}.lst is no recording." for number in range(300))
    long_named.workspace.messages.show(Message(f"{LONG}.lst: {'why ' * 100}", details, True, "Undo", "edit.undo"))
    long_named.window.banner.more.click()
    assert long_named.window.banner.details.isVisible()
    check(long_named)


def test_running_work_and_a_saved_file_of_a_long_name_fit(long_named: Stage, tmp_path: Path) -> None:
    document = long_named.workspace.document
    document.mark_saved(document.session, tmp_path / f"{LONG}.h5")
    check(long_named)
    saved = long_named.window.status.saved
    assert saved.shown_text() != saved.text()
    assert LONG in saved.toolTip()


def test_the_first_window_is_on_the_screen_with_its_frame(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(tmp_path / "home")
    qtbot.addWidget(window)
    room = window.screen().availableSize() - FRAME
    least = window.minimumSizeHint()
    assert window.width() <= max(room.width(), least.width())
    assert window.height() <= max(room.height(), least.height())
    window.shut_down()


@pytest.mark.parametrize("width", range(700, 1700, 50))
def test_numbers_in_the_header_are_there_in_full_or_not_at_all(long_named: Stage, width: int) -> None:
    """ "7.62 x 5.08 mm" once read "2 x 5.08 mm"."""
    analysis = long_named.workspace.analysis
    assert analysis is not None
    header = long_named.window.header
    header.setParent(None)
    header.resize(width, header.height())
    header.show()
    whole = source_wordings(analysis.recording)[0].split("  ·  ")
    for part in header.source.shown_text().split("  ·  "):
        assert part in ("", *whole) or (part.endswith("…") and whole[0].startswith(part[:-1]))
    assert header.search.shown_text() in (
        "",
        "Search",
        "Search commands",
        f"Search commands   {header.search.defaultAction().shortcut().toString()}",
    )
    header.hide()


def test_a_long_name_is_cut_in_its_middle_and_said_in_full(long_named: Stage) -> None:
    box = long_named.window.header.recording
    assert box.width() <= 320
    assert LONG in box.toolTip()
    assert LONG in box.accessibleName() or box.currentText().startswith(LONG)


def test_the_unit_stands_on_the_colour_bar_and_numbers_do_not_touch(long_named: Stage) -> None:
    scale = long_named.window.scan.maps.scale
    for height in range(90, 700, 10):
        scale.resize(scale.width(), height)
        bar = scale.bar
        assert 0 <= bar.top() - scale.unit.bottom() <= 4
        assert bar.bottom() <= height
        assert scale.unit.top() >= 0
        ticks = scale.ticks()
        assert len(ticks) >= 2
        assert ticks[-1] <= scale._top
        assert bar.height() * (ticks[1] - ticks[0]) / scale._top >= 12


def test_the_status_line_is_in_the_window(long_named: Stage) -> None:
    check(long_named)
    status = long_named.window.status
    bottom = status.mapTo(long_named.window, status.rect().bottomLeft()).y()
    assert bottom < long_named.window.height()
    assert INTENDED_USE in [label.text() for label in status.findChildren(Label)]
