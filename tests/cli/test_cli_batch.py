"""Many files at once: in processes, in order, whatever happens to one of them."""

from __future__ import annotations

import csv
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cli_run import run

import pedograph as pg
from pedograph.cli.batch import Job, analysed, outcomes
from pedograph.formats import OpenedFile
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.session import open_session
from pedograph.settings import AnalysisSettings
from pedograph.simulation import StepParameters, simulate_step

QUICK = AnalysisSettings(uncertainties=False)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def step(side: Side, grid: SensorGrid | None = None) -> PressureRecording:
    return simulate_step(StepParameters(side=side), grid or SensorGrid(5.0, 5.0, threshold=5.0)).recording


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three steps of changing side, and between them a file that is none."""
    folder = tmp_path_factory.mktemp("study")
    paths = [folder / f"{number}.lst" for number in range(4)]
    for number, side in ((0, Side.LEFT), (2, Side.RIGHT), (3, Side.LEFT)):
        pg.write(step(side), paths[number], "emed")
    paths[1].write_text("nothing of the kind\n")
    return paths


def test_several_processes_write_the_same_as_one(study: list[Path], tmp_path: Path) -> None:
    for jobs in (1, 2):
        result = run("analyze", *study, "--tables", tmp_path / str(jobs), "--no-errors", "--jobs", jobs)
        assert result.exit_code == 2
        assert "1.lst" in result.stderr
        assert "3 of 4 files analysed." in result.stderr
    names = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "2").iterdir())
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name
    recordings = rows_of(tmp_path / "2" / "recordings.csv")
    assert [row["file"] for row in recordings] == [path.name for path in study]
    assert [bool(row["failure"]) for row in recordings] == [False, True, False, False]
    sides = [(row["recording"], row["side"]) for row in rows_of(tmp_path / "2" / "steps.csv")]
    assert sides == [("0", "left"), ("2", "right"), ("3", "left")]


def test_json_and_session_can_be_made_in_processes(study: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "visit.h5"
    result = run("analyze", study[0], study[2], "--session", out, "--no-errors", "--jobs", 2)
    assert result.exit_code == 0, result.output
    kept = open_session(out).recordings
    assert [item.recording.source.file for item in kept] == ["0.lst", "2.lst"]
    assert [item.analysis.steps[0].side for item in kept] == [Side.LEFT, Side.RIGHT]


def test_text_comes_in_the_order_given(study: list[Path]) -> None:
    result = run("analyze", study[3], study[0], "--no-errors", "--jobs", 2)
    assert result.stdout.index("3.lst: emed") < result.stdout.index("0.lst: emed")


def test_a_fault_in_one_file_is_named_with_its_place(study: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(opened: OpenedFile, choice: str) -> PressureRecording:
        raise IndexError("index 7 is out of bounds")

    monkeypatch.setattr(OpenedFile, "read", broken)
    outcome = analysed(Job(0, str(study[0]), QUICK))
    assert outcome.failure.startswith("0.lst: a fault of Pedograph, please report it: IndexError (index 7 is out")
    assert "in test_cli_batch.py, line" in outcome.failure


def test_more_jobs_than_fit_are_taken_a_few_at_a_time(study: list[Path]) -> None:
    taken = 0

    def endless() -> Iterator[Job]:
        nonlocal taken
        while True:
            yield Job(taken, str(study[0]), QUICK, tables=("steps",))
            taken += 1

    made = outcomes(endless(), 2)
    assert [next(made).rows["steps"].split(",")[0] for _ in range(3)] == ["0", "1", "2"]
    assert taken < 3 + 2 * 4 + 2
    made.close()  # type: ignore[attr-defined]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_that_dies_costs_one_file(study: list[Path]) -> None:
    jobs = [Job(number, str(study[place]), QUICK) for number, place in enumerate((0, 2, 3))]
    deadly = replace(jobs[1], file=_Deadly(study[2]))
    done = list(outcomes([jobs[0], deadly, jobs[2]], 2))
    assert [bool(one.failure) for one in done] == [False, True, False]
    assert "the process died over it" in done[1].failure


class _Deadly(str):
    """A file's name that kills the process in which it is unpacked."""

    def __new__(cls, path: Path) -> _Deadly:
        return super().__new__(cls, path)

    def __reduce__(self) -> tuple[object, ...]:
        return signal.raise_signal, (signal.SIGKILL,)
