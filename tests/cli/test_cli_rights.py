"""A file that is read-only is not overwritten, and a pipe where a file belongs is refused at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from cli_run import run

import pedograph as pg
from pedograph.recording import SensorGrid, Side
from pedograph.session import new_session, save_session
from pedograph.simulation import StepParameters, simulate_step


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("step") / "walk.lst"
    step = simulate_step(StepParameters(side=Side.LEFT), SensorGrid(5.0, 5.0, threshold=5.0))
    pg.write(step.recording, path, "emed")
    return path.read_bytes()


@pytest.fixture
def walk(written: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "walk.lst"
    path.write_bytes(written)
    return path


@pytest.mark.parametrize(
    ("command", "name", "options"),
    [
        ("convert", "out.csv", ["OUT", "--replace"]),
        ("deidentify", "out.lst", ["OUT", "--replace"]),
        ("scrub", "out.lst", ["OUT", "--replace"]),
        ("analyze", "out.csv", ["--table", "OUT", "--replace"]),
        ("analyze", "out.json", ["--json", "OUT"]),
        ("analyze", "out.h5", ["--session", "OUT", "--subject", "P-7"]),
    ],
)
def test_a_read_only_file_is_not_overwritten(
    walk: Path, tmp_path: Path, command: str, name: str, options: list[str]
) -> None:
    out = tmp_path / name
    out.write_bytes(b"")
    if out.suffix == ".h5":
        save_session(new_session(), out)
    before = out.read_bytes()
    out.chmod(0o444)
    result = run(command, walk, *(str(out) if option == "OUT" else option for option in options))
    assert isinstance(result.exception, pg.PedographError), result.output
    assert f"{name} is read-only and was not overwritten" in str(result.exception)
    assert out.read_bytes() == before
    out.chmod(0o644)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.parametrize(
    "options",
    [["--session"], ["--subjects"], ["--settings"]],
    ids=["session", "subjects", "settings"],
)
def test_a_pipe_where_a_file_belongs_is_refused_at_once(walk: Path, tmp_path: Path, options: list[str]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    result = run("analyze", walk, *options, pipe)
    assert isinstance(result.exception, pg.PedographError | OSError), result.output
    assert "it is a pipe or a device, not a file" in str(result.exception)
    assert pipe.is_fifo()
    for command in ("info", "analyze"):
        result = run(command, pipe)
        assert result.exit_code == 2
        assert "device" in result.output + str(result.exception)
