"""What new users stumbled over: text, failures in JSON, numbers of steps, lossy copies, small tables."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cli_run import run

import pedograph as pg
from pedograph.analysis import Analysis, analyze
from pedograph.cli.text import analysis_as_text
from pedograph.exports import write_tables
from pedograph.formats.writing import format_by_name
from pedograph.measures import catalogue
from pedograph.notes import doubt
from pedograph.quality.timing import _TOGETHER
from pedograph.recording import PressureRecording, SensorGrid, Side, Source, Track
from pedograph.simulation import Placement, Sampling, StepParameters, simulate_step, simulate_steps, simulate_walk

GRID = SensorGrid(5.0, 5.0, threshold=5.0)


@pytest.fixture(scope="module")
def walk() -> Analysis:
    """A walk of several steps."""
    return analyze(simulate_walk(shape=(400, 63), sampling=Sampling(sample_rate=60.0)).recording)


@pytest.fixture(scope="module")
def stance() -> Analysis:
    """Two feet that stand."""
    feet = [
        simulate_steps([(StepParameters(side=side), Placement(x, 40.0))], GRID, (70, 60)).recording.peak_image
        for side, x in ((Side.LEFT, 95.0), (Side.RIGHT, 205.0))
    ]
    time = np.arange(300) / 25.0
    left = 0.55 + 0.04 * np.sin(2 * np.pi * 0.3 * time)
    pressure = left[:, None, None] * feet[0] + (1.0 - left)[:, None, None] * feet[1]
    return analyze(PressureRecording(pressure, time, GRID, task="stand"))


# ---- the text


def row(text: str, key: str, value: float, uncertainty: float | None) -> bool:
    """Whether a measure stands in a text with its unit and error."""
    one = catalogue()[key]
    unit = f" ({one.display_unit})" if one.display_unit else ""
    lines = [line for line in text.splitlines() if line.startswith(f"  {one.name}{unit} ")]
    return any(one.format(value, uncertainty) in line for line in lines)


def test_walking_stands_below_the_steps_with_units_and_errors(walk: Analysis) -> None:
    text = analysis_as_text(walk)
    below = text[text.index("\nWalking\n") :]
    for key in ("walking_speed", "cadence", "stride_length", "step_length_left", "step_width", "double_support"):
        assert row(below, key, walk.walk.measures[key].value, walk.walk.measures[key].uncertainty), key
    assert "±" in below
    reason = next(iter(walk.standing.measures.missing.values()))
    assert f"Standing: nothing measured, as {reason}" in text


def test_standing_stands_there_and_what_is_missing_has_its_reason(stance: Analysis) -> None:
    text = analysis_as_text(stance)
    below = text[text.index("\nStanding\n") :]
    for key in ("standing_load_left", "standing_load_right", "sway_velocity"):
        assert row(below, key, stance.standing.measures[key].value, stance.standing.measures[key].uncertainty), key
    assert "Walking: nothing measured, as " in text


def test_a_single_step_is_no_walk_and_that_takes_one_line(step: Path) -> None:
    text = analysis_as_text(analyze(pg.read(step)))
    assert "\nWalking: nothing measured, as there is only one step\n" in text


def test_measures_missing_for_one_reason_are_named_together(walk: Analysis) -> None:
    steps = walk.complete_steps
    reason = "need at least 90 Hz; this is 60 Hz"
    missing = [key for key, why in steps[0].missing.items() if str(why).endswith(reason)]
    assert len(missing) > 8
    text = analysis_as_text(walk)
    lines = " ".join(text.split()).split(" - ")
    for table in range(0, len(steps), 3):
        titles = " ".join(f"{step.index + 1} {step.side.value}" for step in steps[table : table + 3])
        assert titles in " ".join(text.split())
    told = [line for line in lines if reason in line]
    assert len(told) == -(-len(steps) // 3)
    assert all("; and " in line for line in told)


def test_a_picture_is_told_on_one_page(tmp_path: Path) -> None:
    picture = tmp_path / "foot.apd"
    whole = simulate_step(StepParameters(), GRID).recording
    pg.write(PressureRecording(whole.peak_image[None], [0.0], GRID), picture)
    recording = pg.read(picture)
    text = analysis_as_text(analyze(recording))
    assert len(text.splitlines()) < 60
    assert "one image" in text
    assert text.count("it was assumed: orientation, task") == 1
    assert len(recording.source.notes) > 1
    assert len(recording.source.notes) <= 3
    assert all(text.count(str(note)) == 1 for note in recording.source.notes)
    assert "notes on how the file was read" not in text
    assert "all of Roll-over; all of Balance" in text
    shown = run("info", picture).output
    assert all(str(note) in shown for note in recording.source.notes)


# ---- failures in JSON


def test_json_names_the_files_that_failed_and_why(step: Path, tmp_path: Path) -> None:
    bad = tmp_path / "Mustermann_Erika_1980-01-31_walk.lst"
    bad.write_text("nothing of the kind\n")
    result = run("analyze", step, bad, "--json", "-", "--jobs", 1)
    assert result.exit_code == run("analyze", step, bad, "--jobs", 1).exit_code == 2
    document = json.loads(result.stdout)
    assert [one["source"]["file"] for one in document["recordings"]] == ["step.lst"]
    (failure,) = document["failures"]
    assert failure["file"] == "walk.lst"
    assert failure["reason"].startswith("walk.lst: it is of no known format")
    assert "Mustermann" not in result.stdout
    assert bad.name in result.stderr
    assert json.loads(run("analyze", step, "--json", "-").stdout)["failures"] == []


# ---- numbers of steps


def test_steps_are_counted_in_tables_as_in_sentences(walk: Analysis, tmp_path: Path) -> None:
    write_tables([walk], tmp_path)
    rows = {
        name: list(csv.DictReader((tmp_path / f"{name}.csv").read_text(encoding="utf-8").splitlines()))
        for name in ("steps", "measures", "columns_explained")
    }
    numbers = [one["step"] for one in rows["steps"]]
    assert numbers == [str(number + 1) for number in range(len(walk.steps))]
    assert {one["step"] for one in rows["measures"]} <= set(numbers)
    text = analysis_as_text(walk)
    for one in rows["steps"]:
        assert one["complete"] == "no" or f" {one['step']} {one['side']}" in text
    meanings = {one["meaning"] for one in rows["columns_explained"] if one["column"] == "step"}
    assert len(meanings) == 1
    assert "from 1" in meanings.pop()
    sides = {one["step"]: one["side"] for one in rows["steps"]}
    assert all(sides[one["step"]] == one["side"] for one in rows["measures"])


# ---- copies


def insoles() -> PressureRecording:
    """Two insoles, with all that a recording can carry."""
    pressure = np.zeros((4, 6, 8), dtype=np.float32)
    pressure[:, 1:5, 1:3] = pressure[:, 1:5, 5:7] = 50.0
    active = np.ones((6, 8), dtype=bool)
    active[0, 0] = False
    source = Source(
        "walk.asc",
        "",
        "pedar",
        {"size": "y"},
        ("sensor layout",),
        (doubt("sensor_layout", "Forces are approximate."),),
    )
    tracks = (Track(Side.LEFT, 0, 4), Track(Side.RIGHT, 4, 4))
    grid = SensorGrid(7.0, 4.0, active=active, saturation=1200.0, cropped=True)
    return PressureRecording(pressure, np.arange(4) / 100, grid, source, task="stand", subject="P7", tracks=tracks)


def test_what_a_copy_cannot_keep_is_said(tmp_path: Path) -> None:
    whole = tmp_path / "whole.h5"
    pg.write(insoles(), whole)
    result = run("convert", whole, tmp_path / "walk.lst")
    assert result.exit_code == 0, result.output
    for said in (
        "which columns are the left and the right insole",
        "that 1 place has no sensor",
        "the largest pressure that the sensor tells, 1200 kPa",
        'the task "stand"',
        "the person's code P7",
        "that it is a part cut out",
        "that something was assumed: sensor layout",
        "header fields: size",
        "the note: Forces are approximate.",
    ):
        assert f"  - {said}" in result.stderr, said
    assert "Left out" not in result.stdout


@pytest.mark.parametrize("ending", ["csv", "h5", "npz"])
def test_a_copy_that_keeps_everything_says_nothing(ending: str, tmp_path: Path) -> None:
    whole = tmp_path / "whole.h5"
    pg.write(insoles(), whole)
    result = run("convert", whole, tmp_path / f"copy.{ending}")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""


def test_times_and_pressures_that_change_are_said(tmp_path: Path) -> None:
    uneven = tmp_path / "uneven.h5"
    recording = PressureRecording(
        np.full((3, 64, 63), 33.333), [0.0, 0.0100001234, 0.0300056], SensorGrid(7.62, 5.08)
    )
    pg.write(recording, uneven)
    result = run("convert", uneven, tmp_path / "plate.txt", "--format", "footscan_plate")
    assert result.exit_code == 0, result.output
    assert "the last digits of the pressures, which differ by up to 0.25 kPa" in result.stderr
    assert "the time base: times differ by up to 0.0044 ms" in result.stderr


def test_a_treadmill_that_becomes_a_plate_is_said(tmp_path: Path) -> None:
    whole = tmp_path / "whole.h5"
    step = simulate_step(StepParameters(), GRID).recording
    pg.write(replace(step, source=Source(header={"Belt speed,mm/s": "1113"})), whole)
    assert "the speed of the belt, 1.113 m/s" in run("convert", whole, tmp_path / "walk.lst").stderr


# ---- the format by the name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("a.lst", "emed"),
        ("a.LST.gz", "emed"),
        ("a.asf.zip", "tekscan"),
        ("a.csv", "csv"),
        ("a.h5", "pedograph_hdf5"),
        ("a.npz", "npz"),
        ("a.apd", "apd"),
    ],
)
def test_the_ending_tells_the_format(name: str, key: str) -> None:
    assert format_by_name(name) == key


def test_write_takes_the_format_from_the_ending(tmp_path: Path) -> None:
    recording = simulate_step(StepParameters(), GRID).recording
    pg.write(recording, tmp_path / "walk.lst")
    assert pg.read(tmp_path / "walk.lst").source.format == "emed"
    with pytest.raises(pg.SettingsError, match=r'several formats end in ".txt".*emed, footscan_dynamic'):
        pg.write(recording, tmp_path / "walk.txt")
    with pytest.raises(pg.SettingsError, match=r"its ending tells no format.*emed.*npz"):
        pg.write(recording, tmp_path / "walk")
    assert "(with --format)" in str(run("convert", tmp_path / "walk.lst", tmp_path / "walk.txt").exception)
    assert not (tmp_path / "walk.txt").exists()


# ---- small tables of numbers


SAID = "".join(
    f"# {line}\n"
    for line in (
        "row_spacing = 5.0",
        "column_spacing = 5.0",
        'unit = "kPa"',
        'rows_from = "heel"',
        'columns_from = "left"',
        'layout = "stacked"',
        "rows = 3",
    )
)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1,2,3\n4,5,6\n7,8,9\n", "1 frame x 3 rows x 3 columns"),
        ("1 2\n3 4\n5 6\n", "1 frame x 3 rows x 2 columns"),
        ("1 2 3\n4 5 6\n\n1 2 3\n4 5 7\n", "2 frames x 2 rows x 3 columns"),
    ],
)
def test_a_small_matrix_is_asked_for_what_it_lacks(text: str, size: str, tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text(text)
    with pytest.raises(pg.ReadError, match=f"it is a table of numbers \\({size}.*nothing says its row_spacing"):
        pg.read(path)


def test_a_small_matrix_is_read_with_a_description(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text(SAID + "1,2,3\n4,5,6\n7,8,9\n")
    assert pg.read(path).pressure.tolist() == [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]


@pytest.mark.parametrize("text", ["1,2\n3,4\n", "1\n2\n3\n4\n5\n6\n7\n"])
def test_too_few_numbers_are_told_what_a_table_needs(text: str, tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text(text)
    with pytest.raises(pg.ReadError, match="three or more lines of two or more columns"):
        pg.read(path)


@pytest.mark.parametrize("text", ["PLATE 2 3\n1 2 3\n1 2 3\n", "a 1\nb 2\nc 3\n"])
def test_words_beside_few_numbers_make_no_table(text: str, tmp_path: Path) -> None:
    path = tmp_path / "few.txt"
    path.write_text(text)
    with pytest.raises(pg.ReadError, match="of no known format"):
        pg.read(path)


# ---- the note on a low rate


@pytest.mark.parametrize("rate", [30.0, 40.0, 60.0, 75.0])
def test_the_note_on_a_low_rate_tells_every_measure_it_touches(rate: float) -> None:
    recording = simulate_step(StepParameters(), GRID, sampling=Sampling(sample_rate=rate)).recording
    (note,) = (one for one in analyze(recording).quality if one.key == "low_rate")
    told = {phrase: members for phrase, members in _TOGETHER if phrase in note.sentence}
    together = {key for members in told.values() for key in members}
    for key in note.affects:
        assert key in together or catalogue()[key].name.lower() in note.sentence.lower(), key
    assert all(set(members) & set(note.affects) for members in told.values())
    assert ("centre of pressure excursion index" in note.sentence) == ("cpei" in note.affects) == (rate < 49.0)


def test_the_phrases_of_low_rates_name_measures_that_there_are() -> None:
    assert all(key in catalogue() for _, members in _TOGETHER for key in members)
