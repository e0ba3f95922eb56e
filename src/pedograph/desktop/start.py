"""Starting the application, and drawing its window into a picture."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType
    from PySide6.QtWidgets import QApplication

    from pedograph.desktop.shell.window import MainWindow

PICTURE_SIZE = (1600, 1000)
_NOISE = "This plugin does not support propagateSizeHints()"


def run(path: Path | None, screenshot: Path | None = None) -> int:
    """Open the application, on a file where one is given.

    Parameters
    ----------
    path : Path or None
        A recording or a saved visit.
    screenshot : Path, optional
        Draw the window into this PNG once the file is shown, and end. What was there before is replaced by a
        picture of what was asked for only.

    Returns
    -------
    int
        0; 1 where the picture could not be written; 2 where the file could not be read into the picture.
    """
    if screenshot is not None and not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from pedograph.desktop.shell.crash import CrashReporter
    from pedograph.desktop.shell.window import MainWindow

    qInstallMessageHandler(_qt_message)
    known = QApplication.instance()
    application = known if isinstance(known, QApplication) else QApplication(["pedograph"])
    application.setApplicationName("Pedograph")
    reporter = CrashReporter()
    if screenshot is None:
        reporter.install()
    window = MainWindow()
    window.show()
    if path is not None:
        window.commands.open_files([path], ask=screenshot is None)
    if screenshot is not None:
        return _draw(application, window, screenshot)
    return application.exec()


def _qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Pass on what Qt says, but for one line that the picture without a display gives rise to."""
    if text != _NOISE:
        sys.stderr.write(f"{text}\n")


def _has_display() -> bool:
    other = sys.platform in ("win32", "darwin")
    return other or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _draw(application: QApplication, window: MainWindow, screenshot: Path) -> int:
    """Wait until everything is shown, draw the window, and end without a question."""
    from PySide6.QtCore import QEventLoop

    from pedograph._platform.atomic_write import replace_file
    from pedograph._platform.file_problem import file_problem
    from pedograph.desktop.style.picture import picture_bytes

    window.resize(*PICTURE_SIZE)
    workspace = window.workspace
    while workspace.jobs.current is not None or workspace.aside.current is not None:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    application.processEvents()
    message = window.workspace.messages.current
    picture = window.grab()
    window.shut_down()
    window.hide()
    if message is not None and message.warning:
        sys.stderr.write(f"{message.text}\n")
        return 2
    try:
        replace_file(screenshot, picture_bytes(picture, screenshot))
    except (OSError, ValueError) as error:
        what = f"{screenshot} could not be written"
        why = file_problem(error, what) if isinstance(error, OSError) else f"{what}: {error}"
        sys.stderr.write(f"{why}\n")
        return 1
    return 0
