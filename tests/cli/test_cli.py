"""The command line: what it prints, writes, and answers to bad input."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from cli_run import run

import pedograph as pg
from pedograph.cli.main import main
from pedograph.recording import PressureRecording, SensorGrid
from pedograph.session import open_session
from pedograph.simulation import StepParameters, simulate_step


@pytest.fixture
def step_file(tmp_path: Path) -> Path:
    """One model step as an emed file."""
    path = tmp_path / "step.lst"
    pg.write(simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording, path, "emed")
    return path


def test_json_has_the_documented_shape(step_file: Path) -> None:
    result = run("analyze", step_file, "--json", "-")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["pedograph"] == pg.__version__
    assert document["settings"]["contact_threshold"] == 0.0
    (recording,) = document["recordings"]
    assert recording["source"]["file"] == "step.lst"
    assert len(recording["source"]["sha256"]) == 64
    assert recording["row_spacing"] == recording["column_spacing"] == 5.0
    (step,) = recording["steps"]
    assert step["side"] == "right"
    assert step["complete"] is True
    assert set(step["measures"]["arch_index"]) == {"value", "unit", "uncertainty", "flags"}
    assert step["measures"]["arch_index"]["uncertainty"] > 0
    assert set(step["missing"]) == {"loading_rate"}
    assert "200 Hz" in step["missing"]["loading_rate"]
    assert step["regions"]["scheme"] == "ten"
    assert step["regions"]["hallux"]["peak_pressure"]["unit"] == "kPa"
    assert len(step["cop"]["time"]) == len(step["cop"]["x"]) == len(step["cop"]["y"]) > 50
    assert document["findings"][0]["rule"] == "R1"
    assert set(document["findings"][0]) >= {"rule", "text", "strength", "evidence", "against"}
    assert "NaN" not in result.stdout


def test_table_and_session(step_file: Path, tmp_path: Path) -> None:
    table, session = tmp_path / "out" / "steps.csv", tmp_path / "visit.h5"
    result = run(
        "analyze", step_file, "--table", table, "--session", session, "--regions", "three", "--subject", "P-7"
    )
    assert result.exit_code == 0, result.output
    with table.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["region"] for row in rows} == {"foot", "rearfoot", "midfoot", "forefoot"}
    assert {row["subject"] for row in rows} == {"P-7"}
    arch = next(row for row in rows if row["measure"] == "arch_index")
    opened = open_session(session)
    kept = opened.recordings[0].analysis.steps[0].measures["arch_index"]
    assert float(arch["value"]) == pytest.approx(kept.value, rel=1e-8)
    assert opened.visit.subject == "P-7"


def test_every_recording_of_a_session_is_analysed_again(step_file: Path, tmp_path: Path) -> None:
    session = tmp_path / "visit.h5"
    other = tmp_path / "other.lst"
    run("simulate", other, "--side", "left")
    run("analyze", step_file, other, "--session", session)
    document = json.loads(run("analyze", session, "--json", "-").stdout)
    assert [recording["steps"][0]["side"] for recording in document["recordings"]] == ["right", "left"]


def test_without_options_the_measures_are_shown(step_file: Path) -> None:
    result = run("analyze", step_file)
    assert result.exit_code == 0
    assert "Arch index" in result.output
    assert "±" in result.output
    assert "Not for diagnosis" in result.output


def test_one_bad_file_does_not_stop_the_others(step_file: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.lst"
    bad.write_text("nothing of the kind\n")
    table = tmp_path / "steps.csv"
    result = run("analyze", bad, step_file, tmp_path / "gone.lst", "--table", table)
    assert result.exit_code == 2
    assert "bad.lst" in result.stderr
    assert "gone.lst" in result.stderr
    assert "1 of 3 files analysed" in result.stderr
    assert "Traceback" not in result.output
    assert table.exists()


def paw() -> PressureRecording:
    """A round print of five pads, much smaller than a foot."""
    y, x = np.mgrid[0:40, 0:40]
    pads = [(15, 20, 5), (25, 12, 3), (28, 18, 3), (28, 24, 3), (25, 30, 3)]
    shape = sum(((y - row) ** 2 + (x - column) ** 2 < size**2).astype(float) for row, column, size in pads)
    return PressureRecording(
        np.sin(np.linspace(0, np.pi, 40))[:, None, None] * shape * 80.0, np.arange(40) / 100, SensorGrid(5.0, 5.0)
    )


def hand() -> PressureRecording:
    """A palm with five spread fingers."""
    y, x = np.mgrid[0:50, 0:50]
    shape = ((y - 15) ** 2 / 110 + (x - 25) ** 2 / 90 < 1).astype(float)
    for angle in np.radians([-62, -22, 0, 20, 40]):
        along = (y - 15) * np.cos(angle) + (x - 25) * np.sin(angle)
        across = (x - 25) * np.cos(angle) - (y - 15) * np.sin(angle)
        shape += (along > 8) & (along < 30) & (np.abs(across) < 1.6)
    curve = np.sin(np.linspace(0, np.pi, 60))[:, None, None]
    return PressureRecording(curve * np.minimum(shape, 1) * 60.0, np.arange(60) / 100, SensorGrid(5.0, 5.0))


@pytest.mark.parametrize("print_", [paw(), hand()], ids=["paw", "hand"])
def test_a_paw_and_a_hand_are_no_footsteps(print_: PressureRecording, tmp_path: Path) -> None:
    path = tmp_path / "print.lst"
    pg.write(print_, path, "emed")
    result = run("analyze", path, "--json", "-")
    assert result.exit_code == 2
    assert "print.lst: " in result.stderr
    assert "no footstep" in result.stderr.lower()


def test_a_recording_without_contact(tmp_path: Path) -> None:
    path = tmp_path / "empty_plate.txt"
    pg.write(
        PressureRecording(np.zeros((9, 64, 63)), np.arange(9) / 125, SensorGrid(7.62, 5.08)),
        path,
        "footscan_plate",
    )
    result = run("analyze", path)
    assert result.exit_code == 2
    assert "Nothing touched the plate" in result.stderr


def test_settings_from_toml(step_file: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("contact_threshold = 20.0\nregion_scheme = 'three'\n")
    document = json.loads(run("analyze", step_file, "--json", "-", "--settings", settings).stdout)
    assert document["settings"]["contact_threshold"] == 20.0
    assert document["recordings"][0]["steps"][0]["regions"]["scheme"] == "three"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 3", "unknown setting colour"),
        ("contact_threshold = -1", "between"),
        ("contact_threshold = 'a'", "a number"),
        ("x", "TOML"),
    ],
)
def test_bad_settings_are_named(
    step_file: Path,
    tmp_path: Path,
    text: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(text)
    monkeypatch.setattr("sys.argv", ["pedograph", "analyze", str(step_file), "--settings", str(settings)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


def test_formats_come_from_the_registry() -> None:
    output = run("formats").output
    assert all(spec.key in output and spec.name in output for spec in pg.list_formats())


def test_the_codebook_explains_every_measure_of_the_table(step_file: Path, tmp_path: Path) -> None:
    table = tmp_path / "steps.csv"
    run("analyze", step_file, "--table", table)
    explained = {row["measure"]: row for row in csv.DictReader(run("measures", "--csv").output.splitlines())}
    with table.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["measure"] for row in rows} <= set(explained)
    assert all(row["unit"] in ("", explained[row["measure"]]["unit"]) for row in rows)
    assert all(row["definition"] and row["formula"] and row["sources"] for row in explained.values())
    assert "Arch index" in run("measures").output


def test_simulate_writes_a_step_and_its_truth(tmp_path: Path) -> None:
    out = tmp_path / "step.lst"
    assert run("simulate", out, "--arch", "cavus", "--side", "left", "--angle", 12).exit_code == 0
    truth = json.loads((tmp_path / "step.truth.json").read_text())
    step = pg.analyze(pg.read(out)).steps[0]
    assert step.side.value == truth["side"] == "left"
    assert step.measures["arch_index"].value == pytest.approx(truth["arch_index"], abs=0.012)
    assert step.measures["foot_progression_angle"].value == pytest.approx(12.0, abs=2.0)


def test_help_is_worth_reading() -> None:
    assert "pedograph analyze" in run("--help").output
    for command in ("analyze", "formats", "open", "simulate"):
        text = run(command, "--help").output
        assert len(text.splitlines()) > 4


def test_info_says_how_a_file_is_read(step_file: Path) -> None:
    result = run("info", step_file, "--body-mass", 70)
    assert result.exit_code == 0, result.output
    assert "5 mm along, 5 mm across" in result.output
    assert "[assumed]" in result.output
    assert "fits 70 kg" in result.output
    assert "1 found, 1 whole" in result.output


def test_convert_keeps_the_frames(step_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "step.txt"
    refused = run("convert", step_file, out, "--format", "footscan_plate").exception
    assert isinstance(refused, pg.RecordingError)
    assert "7.62 x 5.08 mm" in str(refused)
    copy = tmp_path / "copy.lst"
    assert run("convert", step_file, copy, "--format", "emed").exit_code == 0
    assert np.array_equal(pg.read(copy).pressure, pg.read(step_file).pressure)


def test_deidentify_leaves_names_and_folders_out(step_file: Path, tmp_path: Path) -> None:
    personal = tmp_path / "personal.lst"
    text = step_file.read_bytes().replace(b"File: ", b"File: C:\\patients\\Maria Muster\\")
    assert b"Muster" in text
    personal.write_bytes(text)
    out = tmp_path / "clean.lst"
    assert run("deidentify", personal, out).exit_code == 0
    assert b"Muster" not in out.read_bytes()
    assert np.array_equal(pg.read(out).pressure, pg.read(personal).pressure)
