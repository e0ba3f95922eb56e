"""Numbers, rows and columns of the exported tables, and the same as JSON: exactly as written."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bare_analysis import without_errors
from pedograph.analysis import Analysis, StepAnalysis
from pedograph.exports import COLUMNS
from pedograph.exports.columns import MEANINGS
from pedograph.exports.json import analyses_as_json
from pedograph.exports.plain import measure_as_json, plain, plain_or_none
from pedograph.exports.streaming import GrowingTable
from pedograph.exports.table import (
    codebook,
    csv_head,
    csv_text,
    number_cells,
    region_rows,
    step_cells,
    step_number,
    table_rows,
    write_table,
)
from pedograph.exports.tables import TABLES, columns_explained, failed_text, table_texts, write_tables
from pedograph.measures import Measure, catalogue
from pedograph.notes import Note, blocks
from pedograph.recording import SensorGrid, Side, Source
from pedograph.simulation import StepParameters, simulate_step


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """One model step of a person with a code."""
    recording = simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    source = Source("walk.lst", "ab12", "emed", assumed=("task", "orientation"))
    return without_errors(recording.with_metadata(source, "P-7"))


@pytest.fixture(scope="module")
def step(analysis: Analysis) -> StepAnalysis:
    return analysis.steps[0]


def test_numbers_keep_ten_digits() -> None:
    assert plain(1 / 3) == 0.3333333333
    assert plain(12345678901.4) == 12345678900.0
    assert plain_or_none(None) is None
    assert plain_or_none(0.1 + 0.2) == 0.3


def test_a_measure_as_json_and_as_cells() -> None:
    one = Measure("peak_force", 812.34567891, "N", 3.4567891, (Note("one", "first"), Note("two", "second")))
    assert measure_as_json(one) == {
        "value": 812.3456789,
        "unit": "N",
        "uncertainty": 3.4567891,
        "flags": ["first", "second"],
    }
    assert number_cells(one) == {
        "measure": "peak_force",
        "value": "812.345679",
        "unit": "N",
        "uncertainty": "3.45679",
        "flags": "first; second",
    }
    bare = Measure("peak_force", 0.0, "N")
    assert measure_as_json(bare)["uncertainty"] is None
    assert number_cells(bare)["uncertainty"] == ""


def test_a_zero_uncertainty_is_one() -> None:
    assert number_cells(Measure("peak_force", 1.0, "N", 0.0))["uncertainty"] == "0"


def test_cells_of_a_step(step: StepAnalysis) -> None:
    foot = replace(step.footstep, index=2, side=Side.LEFT, side_confidence=0.98765)
    cells = step_cells(replace(step, footstep=foot))
    assert step_number(foot) == cells["step"] == "3"
    assert (cells["side"], cells["side_confidence"], cells["complete"]) == ("left", "0.988", "yes")
    assert cells["start_s"] == f"{foot.start:.4f}"
    assert cells["end_s"] == f"{foot.end:.4f}"
    assert float(cells["end_s"]) > float(cells["start_s"])
    cut = replace(step, footstep=replace(foot, incomplete=(blocks("cut", "it is cut"),)))
    assert step_cells(cut)["complete"] == "no"


def test_every_measure_of_a_step_and_region_has_a_row_or_a_reason(analysis: Analysis, step: StepAnalysis) -> None:
    rows = list(table_rows([analysis, analysis]))
    assert [row["recording"] for row in rows] == ["0"] * (len(rows) // 2) + ["1"] * (len(rows) // 2)
    foot = [row for row in rows if row["region"] == "foot" and row["recording"] == "0"]
    assert {row["measure"] for row in foot if "value" in row} == set(step.measures.keys())
    assert {row["measure"]: row["missing"] for row in foot if "missing" in row} == {
        key: str(reason) for key, reason in step.missing.items()
    }
    assert {row["region"] for row in rows if "scheme" in row} == set(step.regions)
    assert {row["scheme"] for row in rows if "scheme" in row} == {step.scheme}
    about = {
        "file": "walk.lst",
        "sha256": "ab12",
        "format": "emed",
        "subject": "P-7",
        "contact_threshold_kpa": "0",
    }
    assert all(about.items() <= row.items() and row["contact_threshold_kpa"] == "0" for row in rows)
    assert all(row.keys() <= set(COLUMNS) for row in rows)


def test_regions_without_reasons_have_rows_of_numbers_only() -> None:
    rows = list(region_rows("three", {"heel": {"peak_force": Measure("peak_force", 2.0, "N")}}))
    number = {"measure": "peak_force", "value": "2", "unit": "N", "uncertainty": "", "flags": ""}
    assert rows == [{"region": "heel", "scheme": "three", **number}]


def test_text_of_rows_is_csv_with_empty_places_and_no_strange_columns() -> None:
    assert csv_head(["a", "b,c"]) == 'a,"b,c"\r\n'
    assert csv_text(["a", "b"], [{"b": "1"}, {"a": 'x"y', "b": "2\n3"}]) == ',1\r\n"x""y","2\n3"\r\n'
    with pytest.raises(ValueError, match="c"):
        csv_text(["a", "b"], [{"c": "1"}])


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_written_table_holds_its_rows(analysis: Analysis, tmp_path: Path) -> None:
    path = write_table([analysis, analysis], tmp_path / "new" / "out.csv")
    assert path == tmp_path / "new" / "out.csv"
    whole = [{column: row.get(column, "") for column in COLUMNS} for row in table_rows([analysis, analysis])]
    assert read(path) == whole


def test_a_table_that_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(RuntimeError), GrowingTable(path, "head\n") as table:
        table.add("row\n")
        raise RuntimeError
    assert path.read_text() == "old"
    with GrowingTable(path, "head\n") as table:
        table.add("Größe\n")
    assert path.read_bytes() == "head\nGröße\n".encode()


def test_a_folder_of_tables_joins_by_recording_and_step(analysis: Analysis, tmp_path: Path) -> None:
    folder = write_tables([analysis, analysis], tmp_path / "study")
    assert {path.stem for path in folder.iterdir()} == {*TABLES, "measures_explained", "columns_explained"}
    for name, table in TABLES.items():
        rows = read(folder / f"{name}.csv")
        texts = "".join(table_texts(number, analysis, [name])[name] for number in (0, 1))
        assert (folder / f"{name}.csv").read_bytes().decode() == csv_head(table.columns) + texts
        assert all(row["recording"] in ("0", "1") for row in rows)
    recordings = read(folder / "recordings.csv")
    assert [row["recording"] for row in recordings] == ["0", "1"]
    assert recordings[0]["assumed"] == "task; orientation"
    assert (recordings[0]["rate_hz"], recordings[0]["row_spacing_mm"]) == ("100", "5")
    assert (recordings[0]["body_mass_kg"], recordings[0]["frames"]) == ("", str(analysis.recording.frames))
    assert len(read(folder / "steps.csv")) == 2


def test_every_column_is_explained_and_no_other() -> None:
    rows = list(csv.DictReader(io.StringIO(columns_explained(), newline="")))
    assert [(row["table"], row["column"]) for row in rows] == [
        (f"{name}.csv", column) for name, table in TABLES.items() for column in table.columns
    ]
    assert all(row["meaning"] == MEANINGS[row["column"]] for row in rows)
    assert all(row["one_row_is"] for row in rows)
    assert set(COLUMNS) <= set(MEANINGS)


def test_every_measure_is_explained() -> None:
    rows = list(csv.DictReader(io.StringIO(codebook(), newline="")))
    assert [row["measure"] for row in rows] == list(catalogue())
    force = next(row for row in rows if row["measure"] == "peak_force")
    one = catalogue()["peak_force"]
    assert (force["name"], force["unit"], force["formula"]) == (one.name, one.unit, one.formula)
    assert force["for"] == " and ".join(one.levels)


def test_a_failed_recording_has_a_row_of_its_own() -> None:
    (row,) = csv.reader([failed_text(4, "a.lst", "it is empty")])
    cells = dict(zip(TABLES["recordings"].columns, row, strict=True))
    assert {name: cell for name, cell in cells.items() if cell} == {
        "recording": "4",
        "file": "a.lst",
        "failure": "it is empty",
    }


def test_an_analysis_as_json_holds_what_was_measured(analysis: Analysis, step: StepAnalysis) -> None:
    document: dict[str, Any] = analyses_as_json(
        [analysis], analysis.settings, [{"finding": 1}], "9.9", [{"file": "b.lst", "reason": "empty"}]
    )
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert (document["pedograph"], document["settings"]) == ("9.9", analysis.settings.as_dict())
    assert document["findings"] == [{"finding": 1}]
    assert document["failures"] == [{"file": "b.lst", "reason": "empty"}]
    (one,) = document["recordings"]
    assert one["source"] == {
        "file": "walk.lst",
        "sha256": "ab12",
        "format": "emed",
        "assumed": ["task", "orientation"],
    }
    assert (one["subject"], one["sample_rate"], one["row_spacing"]) == ("P-7", 100.0, 5.0)
    assert (one["frames"], one["rows"], one["columns"]) == analysis.recording.pressure.shape
    (found,) = one["steps"]
    assert found["measures"] == {key: measure_as_json(measure) for key, measure in step.measures.items()}
    assert found["missing"] == {key: str(reason) for key, reason in step.missing.items()}
    assert found["regions"]["scheme"] == step.scheme
    assert found["regions"].keys() - {"scheme"} == set(step.regions)
    assert (found["side"], found["complete"], found["incomplete"]) == (step.side.value, True, [])
    assert found["side_confidence"] == round(step.footstep.side_confidence, 4)
    assert found["cop"]["x"] == [plain(value) for value in step.path.x]
    assert found["cop"]["y"] == [plain(value) for value in step.path.y]
    assert found["cop"]["time"] == [plain(value) for value in step.path.time]
