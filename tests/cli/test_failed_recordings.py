"""What a failed recording leaves in the tables: no person's name, and no name that breaks the others."""

from __future__ import annotations

import csv
import os
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pedograph as pg
from pedograph.cli.batch import Job, Outcome
from pedograph.cli.main import commands
from pedograph.errors import PedographError
from pedograph.recording import SensorGrid, Side
from pedograph.simulation import StepParameters, simulate_step

NAMED = "Mustermann_Erika_1980-01-31_walk.lst"
NO_RECORDING = b"nothing of the kind\n"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "good.lst"
    pg.write(
        simulate_step(StepParameters(side=Side.LEFT), SensorGrid(5.0, 5.0, threshold=5.0)).recording, path, "emed"
    )
    return path


def tables(folder: Path, *files: str | Path) -> tuple[Result, list[dict[str, str]]]:
    """The command's result, and the table of recordings."""
    arguments = [*map(str, files), "--no-errors", "--jobs", "1", "--tables", str(folder)]
    result = CliRunner().invoke(commands, ["analyze", *arguments])
    assert result.exit_code == 2, result.exception
    with (folder / "recordings.csv").open(newline="", encoding="utf-8") as lines:
        return result, list(csv.DictReader(lines))


def test_the_table_of_a_failed_file_does_not_name_the_person_in_its_name(good: Path, tmp_path: Path) -> None:
    file = tmp_path / NAMED
    file.write_bytes(NO_RECORDING)
    result, (failed, whole) = tables(tmp_path / "out", file, good)
    assert NAMED in result.stderr  # who runs it is to find the file
    assert failed["file"] == "walk.lst"
    assert failed["failure"].startswith("walk.lst: it is of no known format")
    text = (tmp_path / "out" / "recordings.csv").read_text(encoding="utf-8")
    assert not [word for word in ("Mustermann", "Erika", "1980") if word in text]
    assert (whole["file"], whole["failure"]) == ("good.lst", "")


def test_a_failed_member_is_called_as_one_that_could_be_read(good: Path, tmp_path: Path) -> None:
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(good, "left.lst")
        packed.writestr(NAMED, good.read_bytes()[:1500])
    _, (whole, failed) = tables(tmp_path / "out", archive)
    assert (whole["file"], failed["file"]) == ("study.zip#left.lst", "study.zip#walk.lst")
    assert failed["failure"]
    assert "Mustermann" not in (tmp_path / "out" / "recordings.csv").read_text(encoding="utf-8")


def test_files_named_in_an_archive_without_recording_are_named_without_persons(tmp_path: Path) -> None:
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(NAMED, NO_RECORDING)
        packed.writestr("notes.txt", NO_RECORDING)
    _, (failed,) = tables(tmp_path / "out", archive)
    assert "notes.txt" in failed["failure"]
    assert "Mustermann" not in failed["failure"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names of files that are no text")
def test_a_file_whose_name_is_no_text_does_not_cost_the_others(good: Path, tmp_path: Path) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/we\xe9rd.lst")
    Path(odd).write_bytes(NO_RECORDING)
    _, (failed, whole) = tables(tmp_path / "out", odd, good)
    assert failed["file"] == "we?rd.lst"
    assert (whole["file"], whole["failure"]) == ("good.lst", "")


def test_a_place_that_cannot_be_written_to_is_refused_before_the_work(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Job] = []

    def begin(jobs: Iterable[Job], processes: int) -> Iterator[Outcome]:
        begun.extend(jobs)
        return iter(())

    monkeypatch.setattr("pedograph.cli.analyze.outcomes", begin)
    (tmp_path / "thesis.h5").write_text("three years of work")
    for option, place in (
        ("--session", tmp_path / "no folder" / "visit.h5"),
        ("--session", tmp_path / "thesis.h5"),
        ("--json", tmp_path),
    ):
        result = CliRunner().invoke(commands, ["analyze", str(good), option, str(place)])
        assert isinstance(result.exception, PedographError), (option, place)
        assert place.name in str(result.exception)
    assert not begun
    assert CliRunner().invoke(commands, ["analyze", str(good), "--session", str(tmp_path / "v.h5")]).exit_code == 0
    assert len(begun) == 1
