"""What went wrong in the program itself: one dialog with a report to copy, no traceback in the face."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout

import pedograph
from pedograph.desktop.style.label import Label


class CrashReporter(QObject):
    """Takes every exception that nobody caught, on whatever thread, and shows the first in a dialog."""

    _caught = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.dialog: QDialog | None = None
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the place where uncaught exceptions go."""
        sys.excepthook = self.take
        threading.excepthook = lambda caught: self.take(
            caught.exc_type, caught.exc_value or caught.exc_type(), caught.exc_traceback
        )

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Note an exception in the log and show it."""
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        logging.getLogger(__name__).error("uncaught", exc_info=(kind, error, trace))
        self._caught.emit(report(error))

    @Slot(str)
    def _show(self, text: str) -> None:
        if self.dialog is None or not self.dialog.isVisible():
            self.dialog = crash_dialog(text)
            self.dialog.open()


def report(error: BaseException) -> str:
    """What a developer needs, with nothing of a patient: versions and the places in the program."""
    lines = traceback.format_exception(error)
    versions = f"Pedograph {pedograph.__version__}, Python {platform.python_version()}, Qt {qt_version}"
    return f"{versions}, {platform.platform()}\n\n{''.join(lines)}"


def crash_dialog(text: str) -> QDialog:
    """The dialog; the report is folded away until it is asked for."""
    dialog = QDialog()
    dialog.setWindowTitle("Something went wrong in Pedograph")
    words = Label(
        "Something went wrong in the program. Your recordings are untouched, and what you did is still open: "
        "save it under another name, then start Pedograph again.\n\n"
        "The report below helps to fix it. It names places in the program, and may name the file that was open."
    )
    words.setWordWrap(True)
    details = QPlainTextEdit(text)
    details.setReadOnly(True)
    details.setTabChangesFocus(True)
    details.setAccessibleName("Report")
    details.hide()
    show, copy, close = QPushButton("Show report"), QPushButton("Copy report"), QPushButton("Close")
    show.clicked.connect(lambda: details.setVisible(details.isHidden()))
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
    close.clicked.connect(dialog.close)
    layout = QVBoxLayout(dialog)
    for widget in (words, details, show, copy, close):
        layout.addWidget(widget)
    dialog.resize(560, 240)
    return dialog
