"""What tests of the window share: a window with a private folder, and samples to open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desktop_window import Stage, forget
from pytestqt.qtbot import QtBot

from pedograph.desktop.shell.window import MainWindow


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    """The window, shown, empty, and shut down afterwards whatever is not saved."""
    window = MainWindow(tmp_path / "home")
    qtbot.addWidget(window, before_close_func=forget)
    window.resize(1400, 900)
    with qtbot.waitExposed(window):
        window.show()
    yield Stage(qtbot, window)
    window.shut_down()


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "holiday.lst"
    path.write_text("Dear aunt, the weather is fine.\n", encoding="utf-8")
    return path
