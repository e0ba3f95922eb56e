"""What a command writes never destroys what somebody keeps, and the ways a new user stumbles."""

from __future__ import annotations

import gzip
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cli_run import run

import pedograph as pg
from pedograph.cli import window
from pedograph.exports import TABLES
from pedograph.recording import SensorGrid, Side
from pedograph.session import open_session, save_session
from pedograph.simulation import StepParameters, simulate_step


def refused(path: Path, *arguments: object) -> str:
    """What is said, after looking that the file is as it was."""
    before = path.read_bytes()
    result = run(*arguments)
    assert isinstance(result.exception, pg.PedographError), result.output
    assert path.read_bytes() == before
    return str(result.exception)


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


@pytest.fixture
def visit(walk: Path, tmp_path: Path) -> Path:
    path = tmp_path / "visit.h5"
    assert run("analyze", walk, "--session", path, "--subject", "P-7", "--no-errors").exit_code == 0
    return path


@pytest.mark.parametrize("option", ["--table", "--json"])
@pytest.mark.parametrize("link", [None, os.link, os.symlink], ids=["itself", "hard link", "link"])
def test_an_output_does_not_go_over_an_input(
    walk: Path, tmp_path: Path, option: str, link: Callable[[Path, Path], None] | None
) -> None:
    out = tmp_path / "other.lst" if link else walk
    if link:
        link(walk, out)
    said = refused(walk, "analyze", walk, option, out)
    assert f"{option} would write over a file that is read" in said


def test_tables_do_not_go_over_an_input_in_their_folder(walk: Path, tmp_path: Path) -> None:
    inside = tmp_path / "recordings.csv"
    pg.write(pg.read(walk), inside, "csv")
    assert "would write over a file that is read" in refused(inside, "analyze", inside, "--tables", tmp_path)
    assert "looks like a recording" in refused(inside, "analyze", walk, "--tables", tmp_path)
    assert not (tmp_path / "steps.csv").exists()


def test_a_session_does_not_go_over_what_it_is_made_of(walk: Path, visit: Path) -> None:
    said = refused(visit, "analyze", f"{visit}#000", "--session", visit, "--replace")
    assert "would write over a file that is read" in said
    assert "not a session" in refused(walk, "analyze", visit, "--session", walk, "--replace")


@pytest.mark.parametrize("option", ["--table", "--json"])
def test_an_output_does_not_go_over_another_recording(walk: Path, visit: Path, option: str) -> None:
    other = walk.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as packed:
        packed.write(walk, "walk.lst")
    assert "looks like an archive" in refused(other, "analyze", walk, option, other)
    assert "looks like a session" in refused(visit, "analyze", walk, option, visit)


def test_the_settings_are_read_as_well(walk: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("contact_threshold = 20.0\n")
    said = refused(settings, "analyze", walk, "--settings", settings, "--json", settings)
    assert "would write over a file that is read" in said


def test_two_outputs_do_not_go_to_one_place(walk: Path, tmp_path: Path) -> None:
    result = run("analyze", walk, "--json", tmp_path / "out", "--table", tmp_path / "out")
    assert "--json and --table cannot write the same file" in str(result.exception)
    assert not (tmp_path / "out").exists()


def test_tables_and_json_can_be_made_again(walk: Path, tmp_path: Path) -> None:
    outputs = ("--json", tmp_path / "a.json", "--table", tmp_path / "a.csv", "--tables", tmp_path / "tables")
    for _ in range(2):
        result = run("analyze", walk, *outputs, "--no-errors")
        assert result.exit_code == 0, result.exception
    assert {path.stem for path in (tmp_path / "tables").iterdir()} > set(TABLES)


@pytest.mark.parametrize("command", ["convert", "deidentify", "scrub"])
def test_a_copy_does_not_go_over_its_original(walk: Path, command: str) -> None:
    for replaced in ((), ("--replace",)):
        said = refused(walk, command, walk, walk.parent / "." / walk.name, *replaced)
        assert "would write over a file that is read" in said


@pytest.mark.parametrize("command", ["convert", "deidentify", "scrub"])
def test_a_copy_goes_over_another_file_only_if_asked(walk: Path, command: str) -> None:
    other = walk.with_name("other.lst")
    other.write_bytes(b"precious")
    assert "--replace" in refused(other, command, walk, other)
    assert run(command, walk, other, "--replace").exit_code == 0
    assert np.array_equal(pg.read(other).pressure, pg.read(walk).pressure)


def test_a_session_is_replaced_only_if_asked(walk: Path, visit: Path) -> None:
    assert "--replace" in refused(visit, "analyze", walk, "--session", visit)
    assert "--replace" in refused(visit, "convert", walk, visit)
    result = run("analyze", walk, "--session", visit, "--subject", "P-8", "--no-errors", "--replace")
    assert result.exit_code == 0, result.exception
    assert open_session(visit).visit.subject == "P-8"


def test_a_simulated_step_goes_over_a_simulated_step_only(walk: Path, tmp_path: Path) -> None:
    assert "looks like a recording" in refused(walk, "simulate", walk)
    made = tmp_path / "made.lst"
    assert [run("simulate", made).exit_code for _ in range(2)] == [0, 0]


def test_a_picture_goes_over_no_file_that_is_read(
    walk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path | None, Path | None]] = []

    def draw(file: Path | None, screenshot: Path | None) -> int:
        asked.append((file, screenshot))
        return 2

    monkeypatch.setattr("pedograph.desktop.start.run", draw)
    assert "--screenshot would write over" in refused(walk, "open", walk, "--screenshot", walk)
    assert "looks like a recording" in refused(walk, "open", "--screenshot", walk)
    picture = tmp_path / "window.png"
    assert run("open", walk, "--screenshot", picture).exit_code == 2
    for arguments in (["pedograph-window", str(walk)], ["pedograph-window", "--screenshot", str(walk)]):
        monkeypatch.setattr("sys.argv", arguments)
        with pytest.raises(SystemExit):
            window()
    assert asked == [(walk, picture), (walk, None)]


@pytest.mark.parametrize("told", ["by the recording", "by the visit"])
def test_a_session_of_a_session_keeps_person_and_origin(visit: Path, tmp_path: Path, told: str) -> None:
    if told == "by the visit":  # as the application leaves it
        session = open_session(visit)
        (item,) = session.recordings
        without = item.as_read.with_metadata(subject="")
        unnamed = replace(item.analysis, recording=without, as_read=without)
        save_session(replace(session, recordings=(replace(item, analysis=unnamed),)), visit)
        assert open_session(visit).recordings[0].recording.subject == ""
    again = tmp_path / "again.h5"
    assert run("analyze", visit, "--session", again, "--no-errors").exit_code == 0
    first, second = open_session(visit), open_session(again)
    assert second.visit.subject == second.recordings[0].recording.subject == "P-7"
    assert second.recordings[0].recording.source == first.recordings[0].recording.source
    assert second.recordings[0].recording.source.file == "walk.lst"
    other = tmp_path / "other.h5"
    assert run("analyze", visit, "--session", other, "--no-errors", "--subject", "Q-1").exit_code == 0
    assert open_session(other).visit.subject == open_session(other).recordings[0].recording.subject == "Q-1"


def test_deidentify_writes_the_archive_that_the_name_says(walk: Path, tmp_path: Path) -> None:
    walk.write_bytes(walk.read_bytes().replace(b"File: ", b"File: before_"))
    packed, zipped = tmp_path / "copy.lst.gz", tmp_path / "copy.zip"
    for out in (packed, zipped):
        result = run("deidentify", walk, out)
        assert result.exit_code == 0, result.exception
        assert result.output.endswith("without the header fields File\n")
        assert np.array_equal(pg.read(out).pressure, pg.read(walk).pressure)
    text = gzip.decompress(packed.read_bytes())
    with zipfile.ZipFile(zipped) as archive:
        assert archive.namelist() == ["copy.lst"]
        assert archive.read("copy.lst") == text
    assert run("deidentify", zipped).exit_code == 0
    assert zipfile.is_zipfile(tmp_path / "copy_deidentified.zip")


def test_convert_packs_by_the_ending_before_the_archives(walk: Path, tmp_path: Path) -> None:
    out = tmp_path / "walk.npz.gz"
    assert run("convert", walk, out).exit_code == 0
    assert pg.read(out).source.format == "npz"
    assert "--format" in str(run("convert", walk, tmp_path / "walk.gz").exception)


def test_info_goes_on_after_a_file_that_cannot_be_read(walk: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.lst"
    other.write_bytes(walk.read_bytes())
    result = run("info", walk, tmp_path / "gone.lst", other)
    assert result.exit_code == 2
    assert result.stdout.count("1 found, 1 whole") == 2
    assert "gone.lst: there is no such file" in result.stderr


def test_measures_shows_the_one_that_is_named() -> None:
    output = run("measures", "arch_index").output
    assert output.startswith("arch_index\nArch index")
    assert "peak_pressure\n" not in output
    assert "Is arch_index meant?" in str(run("measures", "arch_indx").exception)


def test_shares_of_body_weight_are_shown_where_a_mass_is_given(walk: Path) -> None:
    assert "body weight" not in run("analyze", walk, "--no-errors").output
    with_mass = run("analyze", walk, "--no-errors", "--body-mass", 70).output
    assert "Peak force per body weight (%)" in with_mass
    assert "not measured" not in with_mass


def test_flags_are_marked_and_told(sample_scans: Path) -> None:
    flagged = [
        (path.name, flag)
        for path in sorted(sample_scans.iterdir())
        if path.suffix in (".lst", ".zip")
        for step in pg.analyze(pg.read(path)).complete_steps
        for flag in step.measures["arch_index"].flags
    ]
    assert flagged
    name, flag = flagged[0]
    lines = run("analyze", sample_scans / name).output.splitlines()
    assert any(line.startswith("  * Arch index, ") and line.endswith(str(flag)) for line in lines)
    assert any(line.startswith("  Arch index ") and "*" in line for line in lines)
