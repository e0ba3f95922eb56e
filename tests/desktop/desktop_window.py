"""A window and the hands that use it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget

from pedograph.desktop.shell.window import MainWindow
from pedograph.workspace.model import Workspace

PATIENCE = 30_000


def forget(window: QWidget) -> None:
    """Let a window close without a question, whatever is not saved."""
    if isinstance(window, MainWindow):
        window.workspace.document.open(window.workspace.document.session, None)


class Stage:
    """The window under test."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self.bot = qtbot
        self.window = window

    @property
    def workspace(self) -> Workspace:
        return self.window.workspace

    def settle(self) -> None:
        """Wait until no job runs."""
        jobs = (self.workspace.jobs, self.workspace.aside, self.workspace.disk)
        self.bot.waitUntil(lambda: all(one.current is None for one in jobs), timeout=PATIENCE)

    def drop(self, *paths: Path) -> None:
        """Drop files on the window, and wait until they are shown."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        place, action = QPoint(300, 300), Qt.DropAction.CopyAction
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(place, action, mime, buttons, keys)
        QApplication.sendEvent(self.window, entered)
        assert entered.isAccepted()
        QApplication.sendEvent(self.window, QDropEvent(QPointF(place), action, mime, buttons, keys))
        self.settle()

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the window."""
        self.bot.keyClick(self.window, key, keys)

    def action(self, key: str) -> None:
        """Choose a menu's entry."""
        self.window.binding.actions[key].trigger()
        self.settle()

    def pixels(self, widget: QWidget) -> np.ndarray:
        """What a widget shows [row, column, channel]."""
        QApplication.processEvents()
        image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
        data = np.frombuffer(image.constBits(), dtype=np.uint8)
        return data.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()].copy()

    def text(self, key: str, column: int) -> str:
        """What stands in the table of measures."""
        model = self.window.scan.measures.table.rows
        for row, entry in enumerate(model.entries):
            if not isinstance(entry, str) and entry.definition.key == key:
                return str(model.index(row, column).data())
        raise KeyError(key)
