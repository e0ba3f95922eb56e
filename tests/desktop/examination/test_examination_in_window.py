"""The examination form in the window: nothing is cut when lines appear under the fields."""

from __future__ import annotations

import pytest
from desktop_window import Stage
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pedograph.desktop.examination.editors import NumberEditor
from pedograph.workspace.model import Page

pytest_plugins = ("desktop_fixtures",)


def height_needed(widget: QWidget) -> int:
    """Least height in which nothing of a widget is cut, at the width it has."""
    if widget.hasHeightForWidth():
        return widget.heightForWidth(widget.width())
    return widget.minimumSizeHint().height()


def lay_out() -> None:
    """What was added is laid out by events, a level of layouts after the other."""
    for _ in range(10):
        QApplication.processEvents()


def type_into(stage: Stage, path: str, text: str) -> None:
    editor = stage.window.examination.editor(path)
    assert isinstance(editor, NumberEditor)
    editor.box.edit.setFocus()
    QTest.keyClicks(editor.box.edit, text)
    QTest.keyClick(editor.box.edit, Qt.Key.Key_Return)
    lay_out()


@pytest.mark.parametrize("size", [(1000, 800), (1440, 900), (1600, 1000)])
def test_no_row_is_cut_after_readings_and_refusals_appear(stage: Stage, size: tuple[int, int]) -> None:
    stage.window.resize(*size)
    lay_out()
    stage.window.grab()  # lays the form out while it is hidden, as other ways to it do
    lay_out()
    stage.workspace.show_page(Page.EXAMINATION)
    lay_out()
    form = stage.window.examination
    form.editor("low_back_pain").entered.emit(True)
    for path, text in (("left.cait", "22"), ("right.cait", "28"), ("left.lunge", "9.5"), ("right.lunge", "11")):
        type_into(stage, path, text)
    form.editor("lunge_method").entered.emit("distance")
    type_into(stage, "left.idfai", "99")
    parts = [part for card in form.cards for part in card.findChildren(QWidget) if part.isVisible()]
    assert len(parts) > 100
    assert [(part, part.height()) for part in parts if part.height() < height_needed(part)] == []
