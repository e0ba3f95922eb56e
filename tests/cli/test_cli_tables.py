"""The folder of tables: what is in it is what was measured, and every column is explained."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cli_run import run

import pedograph as pg
from corrected_steps import with_foot
from pedograph.analysis import Analysis, analyze
from pedograph.corrections import StepCorrection
from pedograph.exports import COLUMNS, TABLES, write_table, write_tables
from pedograph.exports.columns import MEANINGS
from pedograph.measures import catalogue
from pedograph.recording import SensorGrid, Side
from pedograph.settings import AnalysisSettings
from pedograph.simulation import Placement, Sampling, StepParameters, Walk, simulate_steps, simulate_walk
from standing_feet import standing_recording

Rows = Sequence[dict[str, str]]


def rows_of(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def walk() -> Analysis:
    """Three steps on a plate, the first of them cut."""
    recording = simulate_walk(
        walk=Walk(first_heel=-120.0, step_length=400.0, first_side=Side.LEFT),
        grid=SensorGrid(7.62, 5.08),
        shape=(170, 63),
        sampling=Sampling(sample_rate=60.0, quantum=2.6),
    ).recording
    return analyze(replace(recording, source=replace(recording.source, file="walk.zip"), subject="P-1"))


@pytest.fixture(scope="module")
def stance() -> Analysis:
    """Two feet that stand for twelve seconds."""
    return analyze(standing_recording(0.55))


@pytest.fixture(scope="module")
def tables(walk: Analysis, stance: Analysis, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """Every table of a walk and a stance, by name."""
    folder = write_tables((walk, stance), tmp_path_factory.mktemp("tables") / "out")
    return {path.stem: rows_of(path) for path in folder.iterdir()}


def test_the_folder_holds_every_table_and_what_explains_them(tables: dict[str, Rows]) -> None:
    assert set(tables) == {*TABLES, "measures_explained", "columns_explained"}
    explained = {(row["table"], row["column"]): row["meaning"] for row in tables["columns_explained"]}
    for name, table in TABLES.items():
        assert tuple(tables[name][0]) == table.columns
        assert all(explained[f"{name}.csv", column] for column in table.columns)
    assert set(MEANINGS) == {column for table in TABLES.values() for column in table.columns}
    known = {row["measure"] for row in tables["measures_explained"]}
    assert known == set(catalogue())
    for name in ("measures", "walk", "standing", "summary"):
        assert {row["measure"] for row in tables[name]} <= known


def test_every_number_has_a_unit_or_there_is_a_reason(tables: dict[str, Rows]) -> None:
    for name in ("measures", "walk", "standing"):
        for row in tables[name]:
            assert bool(row["value"]) != bool(row["missing"]), row
            assert bool(row["unit"]) == bool(row["value"])


def test_steps_say_whether_they_count_and_why_not(tables: dict[str, Rows], walk: Analysis) -> None:
    rows = [row for row in tables["steps"] if row["recording"] == "0"]
    left_out = {one.index: one.reason for one in walk.summary.left_out}
    assert 0 < len(left_out) < len(rows)
    assert [row["counts"] for row in rows] == ["no" if step.index in left_out else "yes" for step in walk.steps]
    assert [row["left_out"] for row in rows] == [
        str(reason) for reason in [left_out.get(step.index, "") for step in walk.steps]
    ]
    assert rows[0]["incomplete"]
    assert [row["side"] for row in rows] == [step.side.value for step in walk.steps]


def test_measures_are_those_of_the_one_table(
    tables: dict[str, Rows], walk: Analysis, stance: Analysis, tmp_path: Path
) -> None:
    assert rows_of(write_table((walk, stance), tmp_path / "one.csv")) == tables["measures"]
    step = walk.complete_steps[0]
    found = {
        (row["region"], row["measure"]): row
        for row in tables["measures"]
        if (row["recording"], row["step"]) == ("0", str(step.index + 1))
    }
    for key, measure in step.measures.items():
        assert float(found["foot", key]["value"]) == pytest.approx(measure.value, rel=1e-8, abs=1e-300)
    for region, loads in step.regions.items():
        assert found[region, "peak_force"]["scheme"] == step.scheme
        assert float(found[region, "peak_force"]["value"]) == pytest.approx(loads["peak_force"].value, rel=1e-8)


def test_the_walk_has_every_measure_or_its_reason(tables: dict[str, Rows], walk: Analysis) -> None:
    rows = {row["measure"]: row for row in tables["walk"] if row["recording"] == "0"}
    assert set(rows) == {*walk.walk.measures.keys(), *walk.walk.measures.missing}
    assert any(row["value"] for row in rows.values())
    for key, measure in walk.walk.measures.items():
        assert float(rows[key]["value"]) == pytest.approx(measure.value, rel=1e-8)
        assert float(rows[key]["uncertainty"]) == pytest.approx(measure.uncertainty, rel=1e-5)
    for key, reason in walk.walk.measures.missing.items():
        assert rows[key]["missing"] == str(reason)


def test_the_summary_has_every_statistic(tables: dict[str, Rows], walk: Analysis) -> None:
    rows = {(row["side"], row["measure"]): row for row in tables["summary"] if row["recording"] == "0"}
    sides = (("left", walk.summary.left), ("right", walk.summary.right))
    expected = {(side, key if key in catalogue() else f"{key}_{side}") for side, table in sides for key in table}
    assert set(rows) == expected
    assert any(measure.startswith("step_length_") for _, measure in rows)
    side = "left" if walk.summary.left else "right"
    found, row = getattr(walk.summary, side)["contact_area"], rows[side, "contact_area"]
    assert (row["n"], row["unit"]) == (str(found.n), found.unit)
    assert float(row["mean"]) == pytest.approx(found.mean, rel=1e-8)
    assert float(row["median"]) == pytest.approx(found.median, rel=1e-8)
    assert row["steps_still_needed"] == str(found.still_needed)
    assert row["sd"] == ("" if found.sd is None else f"{found.sd:.6g}")
    signed = rows[side, "cpei"] if (side, "cpei") in rows else rows[side, "foot_progression_angle"]
    assert signed["cv"] == signed["steps_needed"] == ""
    assert signed["why_not_said"]


def test_only_who_stands_has_rows_of_standing_and_others_a_reason(
    tables: dict[str, Rows], walk: Analysis, stance: Analysis
) -> None:
    first, second = tables["recordings"]
    assert first["not_standing"] == str(next(iter(walk.standing.measures.missing.values())))
    assert second["not_standing"] == ""
    assert {row["recording"] for row in tables["standing"]} == {"1"}
    body = {row["measure"]: row for row in tables["standing"] if row["part"] == "body"}
    assert float(body["standing_load_left"]["value"]) == pytest.approx(55.0, abs=1.5)
    assert set(body) == {*stance.standing.measures.keys(), *stance.standing.measures.missing}
    regions = [row for row in tables["standing"] if row["region"] and row["part"] == "left foot"]
    assert {row["scheme"] for row in regions} == {"ten"}
    assert sum(float(row["value"]) for row in regions) == pytest.approx(100.0, abs=1e-6)


def test_recordings_say_how_they_were_analysed(tables: dict[str, Rows], walk: Analysis) -> None:
    row = tables["recordings"][0]
    assert (row["file"], row["subject"], row["task"]) == ("walk.zip", "P-1", "walk")
    assert (row["row_spacing_mm"], row["column_spacing_mm"], row["rate_hz"]) == ("7.62", "5.08", "60")
    assert int(row["steps"]) == len(walk.steps) > int(row["whole_steps"]) >= int(row["counted_steps"])
    assert row["failure"] == row["body_mass_kg"] == ""
    assert all(str(note) in row["quality"] for note in walk.quality)


def test_a_foot_set_by_hand_is_marked(walk: Analysis, tmp_path: Path) -> None:
    step = walk.complete_steps[0]
    cell = (int(step.frames.rows[0]), int(step.frames.columns[0]))
    changed = with_foot(walk, step.index, StepCorrection(cells_left_out=(cell,)))
    rows = rows_of(write_tables([changed], tmp_path) / "steps.csv")
    assert [row["by_hand"] for row in rows if row["by_hand"]] == ["cells left out by hand"]


def test_what_was_there_stays_if_the_work_breaks_off(walk: Analysis, tmp_path: Path) -> None:
    write_tables([walk], tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken() -> Iterator[Analysis]:
        yield walk
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_tables(broken(), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


# ---- options of the command


@pytest.fixture(scope="module")
def coarse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A step on cells of 10 mm."""
    path = tmp_path_factory.mktemp("coarse") / "coarse.lst"
    grid = SensorGrid(10.0, 10.0, threshold=5.0)
    steps = simulate_steps([(StepParameters(), Placement(150.0, 60.0))], grid, shape=(44, 32))
    pg.write(steps.recording, path, "emed")
    return path


def test_no_errors_leaves_out_the_uncertainties_alone(coarse: Path, tmp_path: Path) -> None:
    for name, options in (("with", []), ("without", ["--no-errors"])):
        assert run("analyze", coarse, "--table", tmp_path / name, *options).exit_code == 0
    full, quick = rows_of(tmp_path / "with"), rows_of(tmp_path / "without")
    assert any(row["uncertainty"] for row in full)
    assert not any(row["uncertainty"] for row in quick)
    assert [(row["region"], row["measure"], row["value"]) for row in quick] == [
        (row["region"], row["measure"], row["value"]) for row in full
    ]


def test_a_plate_that_is_too_coarse_for_the_regions_is_said(coarse: Path, tmp_path: Path) -> None:
    table = tmp_path / "steps.csv"
    result = run("analyze", coarse, coarse, "--table", table, "--scheme", "ten_prc_style", "--no-errors")
    assert 'too large for the regions "ten_prc_style"; "seven" is shown instead' in result.stderr
    assert "This holds for 2 recordings." in result.stderr
    assert {row["scheme"] for row in rows_of(table)} == {"", "seven"}
    fitting = run("analyze", coarse, "--table", table, "--regions", "six", "--no-errors")
    assert "too large" not in fitting.stderr
    assert {row["scheme"] for row in rows_of(table)} == {"", "six"}


def test_an_unknown_scheme_is_told_with_those_there_are() -> None:
    result = run("analyze", "x.lst", "--regions", "eleven")
    assert result.exit_code == 2
    assert all(name in result.stderr for name in ("ten", "seven", "twelve_prc_style"))


def test_body_mass_gives_shares_of_body_weight(coarse: Path, tmp_path: Path) -> None:
    table = tmp_path / "steps.csv"
    assert run("analyze", coarse, "--table", table, "--body-mass", 70, "--no-errors").exit_code == 0
    values = {row["measure"]: row["value"] for row in rows_of(table) if row["region"] == "foot"}
    share = float(values["peak_force"]) / (70.0 * 9.80665)
    unit = catalogue()["peak_force_body_weight"].unit
    assert float(values["peak_force_body_weight"]) == pytest.approx(
        share * (100.0 if unit == "%" else 1.0), rel=1e-6
    )
    refused = run("analyze", coarse, "--body-mass", 0)
    assert isinstance(refused.exception, pg.SettingsError)


def test_nothing_but_failures_leaves_an_earlier_table(tmp_path: Path) -> None:
    table, bad = tmp_path / "steps.csv", tmp_path / "bad.lst"
    earlier = ",".join(COLUMNS) + "\nearlier\n"
    table.write_text(earlier)
    bad.write_text("nothing")
    result = run("analyze", bad, "--table", table, "--tables", tmp_path / "all")
    assert result.exit_code == 2
    assert "Tables written" not in result.stderr
    assert table.read_text() == earlier
    (row,) = rows_of(tmp_path / "all" / "recordings.csv")
    assert (row["file"], row["steps"]) == ("bad.lst", "")
    assert row["failure"]


def test_the_help_shows_how_a_study_is_analysed() -> None:
    text = run("analyze", "--help").output
    assert "pedograph analyze study/*.zip --tables results --no-errors --jobs 8" in text
    assert all(option in text for option in ("--tables", "--scheme", "--body-mass", "--no-errors", "--jobs"))


def test_settings_that_turn_errors_off_count_as_well(coarse: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("uncertainties = false\n")
    table = tmp_path / "steps.csv"
    run("analyze", coarse, "--table", table, "--settings", settings)
    assert not any(row["uncertainty"] for row in rows_of(table))
    assert AnalysisSettings().uncertainties
