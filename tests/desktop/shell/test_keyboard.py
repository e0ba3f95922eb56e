"""The keyboard's place is seen on everything that it can reach, and Tab leaves every text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from desktop_window import Stage
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QScrollArea, QTextEdit, QToolButton, QWidget

from pedograph.desktop.shell.crash import crash_dialog
from pedograph.workspace.model import Page

pytest_plugins = ("desktop_fixtures",)


def reachable(top: QWidget) -> list[QWidget]:
    """What Tab stops at."""
    found = [widget for widget in top.findChildren(QWidget) if widget.isVisible() and widget.isEnabled()]
    by_tab = [widget for widget in found if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [widget for widget in by_tab if widget.focusProxy() is None and not widget.visibleRegion().isEmpty()]


def picture(stage: Stage, widget: QWidget) -> np.ndarray:
    """A widget with a little of what is round it: some rings are drawn by what holds it."""
    place = widget.mapTo(stage.window, QPoint(0, 0))
    pixels = stage.pixels(stage.window).astype(int)
    top, left = max(place.y() - 6, 0), max(place.x() - 6, 0)
    return pixels[top : place.y() + widget.height() + 6, left : place.x() + widget.width() + 6, :3]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", [Page.SCAN, Page.FINDINGS])
def test_focus_is_seen_on_whatever_tab_reaches(stage: Stage, walk_file: Path, page: Page, theme: str) -> None:
    stage.drop(walk_file)
    if theme == "dark":
        stage.action("view.dark")
    stage.action(f"go.{page}")
    stage.window.activateWindow()
    stage.bot.waitUntil(stage.window.isActiveWindow)
    unseen = []
    for widget in reachable(stage.window):
        for area in stage.window.findChildren(QScrollArea):
            if area.isAncestorOf(widget):
                area.ensureWidgetVisible(widget)
        stage.window.setFocus()
        without = picture(stage, widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if not widget.hasFocus():
            continue
        changed = np.abs(picture(stage, widget) - without).max(axis=2) > 60
        if np.count_nonzero(changed) < 40:
            unseen.append(f"{type(widget).__name__} {widget.accessibleName()} {np.count_nonzero(changed)}")
    assert not unseen, "\n".join(unseen)


def test_the_search_and_toggles_that_are_on_are_among_them(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    found = reachable(stage.window)
    assert stage.window.header.search in found
    assert any(isinstance(widget, QToolButton) and widget.isChecked() for widget in found)
    assert stage.window.scan.measures.table in found


def test_tab_leaves_every_text(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    for action in ("edit.note", "view.source", "help.keys"):
        stage.action(action)
    crash = crash_dialog("text")
    crash.show()
    tops = QApplication.topLevelWidgets()
    texts: list[QPlainTextEdit | QTextEdit] = []
    for top in tops:
        texts += [*top.findChildren(QPlainTextEdit), *top.findChildren(QTextEdit)]
    assert len(texts) > 4
    kept = [text.accessibleName() for text in texts if not (text.tabChangesFocus() or text.isReadOnly())]
    assert kept == []
    for top in tops:
        if isinstance(top, QDialog):
            top.close()


def test_tab_goes_from_the_note_to_its_buttons(stage: Stage) -> None:
    stage.action("edit.note")
    dialog = next(one for one in stage.window.findChildren(QDialog) if one.windowTitle() == "Note on the visit")
    text = dialog.findChild(QPlainTextEdit)
    assert text is not None
    dialog.activateWindow()
    text.setFocus()
    stage.bot.waitUntil(text.hasFocus)
    stage.bot.keyClick(text, Qt.Key.Key_Tab)
    assert not text.hasFocus()
    assert text.toPlainText() == ""
    dialog.close()
