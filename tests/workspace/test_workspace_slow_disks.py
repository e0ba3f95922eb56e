"""What a path names is looked at in jobs: the window waits for no disk, and a pipe is refused at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from workspace_desk import Desk

from pedograph.workspace.files import look_for_session


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    pipe = tmp_path / "visit.h5"
    os.mkfifo(pipe)
    workspace = Desk(tmp_path / "settings").open(pipe)
    assert workspace.document.empty
    assert workspace.messages.current is not None
    assert "device" in workspace.messages.current.text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_session_is_looked_for_in_a_job(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings")
    pipe = tmp_path / "visit.h5"
    os.mkfifo(pipe)
    found: list[bool] = []
    look_for_session(desk.workspace, [pipe], found.append)
    assert not found
    assert desk.workspace.jobs.current is not None
    desk.settle()
    assert found == [False]
