"""What tests of the workspace share: a desk to work on, and recordings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from workspace_desk import PATIENCE, Desk

from pedograph.analysis import Analysis, analyze
from pedograph.formats import read


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "home")
    yield desk
    desk.workspace.jobs.wait(PATIENCE)


@pytest.fixture(scope="session")
def walk(walk_file: Path) -> Analysis:
    return analyze(read(walk_file))


@pytest.fixture(scope="session")
def single(step_file: Path) -> Analysis:
    return analyze(read(step_file))
