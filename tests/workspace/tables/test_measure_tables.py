"""What the tabs of measures show: chosen measures, regions, the walk, the stance, errors in words, markers."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from standing_phantoms import shares_for, stance
from workspace_desk import Desk

import pedograph as pg
from pedograph.analysis import Analysis
from pedograph.measures import Measure, catalogue
from pedograph.measures.pronation import agreement
from pedograph.measures.reference.choice import Person
from pedograph.measures.reference.own import OwnPeople, own_reference
from pedograph.measures.reference.ranges import ReferenceRange
from pedograph.measures.uncertainty.model import ErrorBudget, ErrorShare
from pedograph.posture.examination import Examination
from pedograph.recording import SensorGrid
from pedograph.session import new_session, now, open_session, save_session, with_recording
from pedograph.settings import AnalysisSettings
from pedograph.simulation import simulate_walk
from pedograph.workspace.commands import set_examination
from pedograph.workspace.latest_request import Latest
from pedograph.workspace.tables.error_words import error_sentence
from pedograph.workspace.tables.marker_rows import (
    EXAMINED,
    WITH_CUT,
    WITHOUT_CUT,
    marker_number,
    marker_sheet,
    marker_word,
)
from pedograph.workspace.tables.measure_choice import (
    ESSENTIAL,
    ESSENTIAL_STANDING,
    ESSENTIAL_WALK,
    chosen_rows,
    toggled,
)
from pedograph.workspace.tables.measure_rows import MeasureRow, measure_rows
from pedograph.workspace.tables.own_ranges import OwnRanges, own_ranges
from pedograph.workspace.tables.own_reference_files import own_folder, own_references, save_own
from pedograph.workspace.tables.region_rows import (
    REGION_COLUMNS,
    region_rows,
    scheme_choices,
    scheme_name,
    scheme_note,
    scheme_to_show,
)
from pedograph.workspace.tables.several_steps_rows import standing_note, standing_rows, walk_note, walk_rows

pytest_plugins = ("workspace_fixtures",)


@pytest.fixture(scope="module")
def rows(walk: Analysis) -> tuple[MeasureRow, ...]:
    left, right = walk.complete_steps[:2]
    return measure_rows(left, right)


@pytest.fixture(scope="module")
def coarse() -> Analysis:
    grid = SensorGrid(row_spacing=10.0, column_spacing=10.0)
    return pg.analyze(simulate_walk(grid=grid, shape=(200, 40)).recording)


def keys(rows: tuple[MeasureRow, ...]) -> list[str]:
    return [row.definition.key for row in rows]


def test_the_essential_measures_exist_and_stand_in_order(rows: tuple[MeasureRow, ...]) -> None:
    assert set(ESSENTIAL) <= set(catalogue())
    assert keys(chosen_rows(rows, everything=False)) == list(ESSENTIAL)
    assert chosen_rows(rows, everything=True) == rows


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("arch ind", {"arch_index", "modified_arch_index", "truncated_arch_index", "arch_length_index"}),
        ("CLARKE", {"clarke_angle"}),
        ("staheli", {"staheli_index"}),
        ("cop ellipsoid", set()),
    ],
)
def test_a_search_looks_through_all_measures(rows: tuple[MeasureRow, ...], search: str, found: set[str]) -> None:
    assert set(keys(chosen_rows(rows, everything=False, search=search))) == found


def test_a_search_knows_cop_and_groups(rows: tuple[MeasureRow, ...]) -> None:
    assert "cop_mean_velocity" in keys(chosen_rows(rows, False, "cop velocity"))
    geometry = {row.definition.key for row in rows if row.definition.group == "geometry"}
    assert geometry <= set(keys(chosen_rows(rows, False, "geometry")))


def test_folding_twice_is_as_before() -> None:
    assert toggled((), "Load") == ("Load",)
    assert toggled(toggled(("Arch",), "Load"), "Load") == ("Arch",)


def test_shares_of_body_weight_are_rows_only_with_a_body_mass(walk: Analysis) -> None:
    heavy = pg.analyze(walk.recording, AnalysisSettings(body_mass=70.0))
    share = "peak_force_body_weight"
    assert share not in keys(measure_rows(walk.complete_steps[0], None))
    assert share in keys(measure_rows(heavy.complete_steps[0], None))


def test_long_names_are_shortened_and_still_tell_measures_apart(rows: tuple[MeasureRow, ...]) -> None:
    names = [row.name for row in rows]
    assert len(set(names)) == len(names)
    by_key = {row.definition.key: row.name for row in rows}
    assert by_key["cop_range_foot_flat"] == "ML range of CoP, foot flat"
    assert by_key["arch_index"] == "Arch index"


def test_every_scheme_of_a_fine_plate_can_be_chosen_and_adds_up(walk: Analysis) -> None:
    left, right = walk.complete_steps[:2]
    choices = scheme_choices(left, right)
    assert set(choices) == set(left.schemes)
    share = REGION_COLUMNS.index("force_time_integral_share")
    for key in choices:
        assert scheme_name(key)[0].isdigit()
        found = [row.readings[share] for row in region_rows(left, None, key) if row.side == "L"]
        assert sum(reading.value or 0.0 for reading in found) == pytest.approx(100.0, abs=0.5)
        assert all("±" in reading.text for reading in found if reading.value is not None)
    assert scheme_to_show(left, right, "three") == "three"
    assert scheme_to_show(left, right, "no such scheme") == left.scheme
    assert "footscan" in scheme_note(left, right, "ten")


def test_a_coarse_plate_offers_few_schemes_and_says_why(coarse: Analysis) -> None:
    step = coarse.complete_steps[0]
    assert "ten" not in scheme_choices(step, None)
    assert scheme_to_show(step, None, "ten") == "seven"
    assert scheme_note(step, None, "seven").startswith("Cells of 10 × 10 mm are too large for single metatarsal")


def test_a_foot_of_a_coarse_plate_beside_one_of_a_fine_plate(walk: Analysis, coarse: Analysis) -> None:
    right = [
        row for row in region_rows(walk.complete_steps[0], coarse.complete_steps[0], "ten") if row.side == "R"
    ]
    reasons = {reading.reason for row in right for reading in row.readings}
    assert reasons == {"the cells of its plate are too large for these regions"}


def test_without_a_foot_there_are_no_regions_but_the_reason(walk: Analysis) -> None:
    cut = next(step for step in walk.steps if not step.complete)
    assert scheme_to_show(None, None, "ten") == ""
    assert region_rows(None, None, "") == ()
    assert scheme_to_show(cut, None, "") == cut.scheme
    assert region_rows(cut, None, cut.scheme)[0].readings[0].reason.startswith("the step is incomplete")


def test_a_walk_has_left_and_right_in_one_row_and_every_measure_once(walk: Analysis) -> None:
    rows = walk_rows(walk.walk.measures)
    by_key = {row.definition.key: row for row in rows}
    shown = {f"{key}_{side}" for key, row in by_key.items() if row.both is None for side in ("left", "right")}
    shown |= {key for key, row in by_key.items() if row.both is not None}
    assert shown == {*walk.walk.measures.keys(), *walk.walk.measures.missing}
    length = by_key["step_length"]
    assert (length.definition.name, length.heading) == ("Step length", "Lengths")
    assert length.left.value == walk.walk.measures["step_length_left"].value
    assert length.right.value == walk.walk.measures["step_length_right"].value
    assert (
        by_key["cadence"].both is not None and by_key["cadence"].both.value == walk.walk.measures["cadence"].value
    )
    headings = [row.heading for row in rows]
    assert len(set(headings)) == sum(a != b for a, b in zip(["", *headings], headings, strict=False))


def test_what_a_walk_lacks_has_its_reason(walk: Analysis) -> None:
    missing = [r for row in walk_rows(walk.walk.measures) for r in (row.left, row.right) if r.value is None]
    assert missing and all(reading.text == "–" and reading.reason for reading in missing)
    assert walk_note(walk).startswith("From 4 steps of this recording, 2 of them whole.")


def test_a_standing_person_has_feet_body_and_sway() -> None:
    shares = shares_for(30.0)
    analysis = pg.analyze(stance(*shares).recording)
    assert analysis.standing.why_not is None
    rows = standing_rows(analysis.standing)
    by_key = {(row.heading, row.definition.key): row for row in rows}
    load = by_key["Load on each foot", "standing_load"]
    assert load.left.value == pytest.approx(100 * float(np.mean(shares[0])), abs=0.1)
    assert (load.left.value or 0.0) + (load.right.value or 0.0) == pytest.approx(100.0)
    force = by_key["Load on each foot", "standing_force"]
    whole = by_key["Whole body", "standing_force"].both
    assert whole is not None and whole.value is not None
    assert (force.left.value or 0.0) + (force.right.value or 0.0) == pytest.approx(whole.value, rel=1e-3)
    assert by_key["Sway of the body", "sway_rms"].both is not None
    assert not any(row.definition.name.endswith("in standing") for row in rows)
    assert "Hz" in standing_note(analysis.standing)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ({"threshold": 0.02}, "± 0.02, nearly all of it from the contact threshold"),
        (
            {"threshold": 0.02, "resolution": 0.01, "axis": 0.001},
            "± 0.02, most of it from the contact threshold, some from the device's steps of pressure",
        ),
        (
            {"threshold": 0.02, "axis": 0.02, "gate": 0.0},
            "± 0.03, from the contact threshold and the foot axis",
        ),
        ({"threshold": 0.0}, "no source of error that was looked at changes it"),
        ({}, "its error is not known"),
    ],
)
def test_the_origin_of_an_error_in_words(shares: dict[str, float], words: str) -> None:
    budget = ErrorBudget(tuple(ErrorShare(name, share) for name, share in shares.items()))
    said = error_sentence(catalogue()["arch_index"], Measure("arch_index", 0.24, "1").with_error(budget))
    if "foot axis" in words:
        assert said.startswith("± 0.03, from ")
        assert {"the contact threshold", "the foot axis"} == set(said.partition("from ")[2].split(" and "))
    else:
        assert said == words


def test_the_sources_of_an_error_come_with_the_measure_but_not_from_a_file(walk: Analysis, tmp_path: Path) -> None:
    index = walk.complete_steps[0].measures["arch_index"]
    assert index.budget is not None and index.budget.total == index.uncertainty
    assert " of it from " in error_sentence(catalogue()["arch_index"], index)
    save_session(with_recording(new_session(), walk, "A", now()), tmp_path / "walk.h5")
    opened = open_session(tmp_path / "walk.h5").recordings[0].analysis.complete_steps[0].measures["arch_index"]
    assert opened == index and opened.budget is None
    error = error_sentence(catalogue()["arch_index"], index).partition(",")[0]
    said = error_sentence(catalogue()["arch_index"], opened)
    assert said == f"{error}, its sources are not stored in the session"


def test_markers_stand_side_by_side_and_are_never_added_up(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    examination = Examination()
    left, right = replace(examination.left, navicular_drop=17.0), replace(examination.right, navicular_drop=6.0)
    set_examination(workspace, replace(examination, left=left, right=right))
    sheet = marker_sheet(workspace.document.session, 0)
    assert list(dict.fromkeys(row.group for row in sheet.rows)) == [WITH_CUT, EXAMINED, WITHOUT_CUT]
    drop = next(row for row in sheet.rows if row.group == EXAMINED)
    assert (marker_word(drop.left), marker_word(drop.right)) == ("pronated", "neutral")
    assert marker_number(drop.left) == "17 ± 0.6"
    index = next(row for row in sheet.rows if row.name == "Arch index")
    step = next(
        one for one in workspace.document.session.recordings[0].analysis.complete_steps if one.side == "left"
    )
    assert index.left is not None and index.left.value == step.measures["arch_index"].value
    assert marker_number(index.left).endswith(" · 1 step")
    assert sheet.left == agreement([row.left for row in sheet.rows if row.left is not None])
    assert "left 1, right 1" in sheet.note


def test_a_foot_that_was_not_examined_has_a_dash(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    examination = Examination()
    set_examination(workspace, replace(examination, left=replace(examination.left, navicular_drop=17.0)))
    drop = next(row for row in marker_sheet(workspace.document.session, 0).rows if row.group == EXAMINED)
    assert drop.right is None
    assert (marker_word(drop.right), marker_number(drop.right)) == ("–", "")


def kept(desk: Desk, key: str, **people: Any) -> ReferenceRange:
    """An own reference in the desk's settings folder."""
    values = np.linspace(0.05, 0.12, 20)
    reference = own_reference(values, OwnPeople("people of ours", **people), catalogue()[key].possible)
    save_own(key, reference, own_folder(desk.folder))
    return reference


def test_a_reference_of_ones_own_decides_the_marker_and_the_bar(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    session = workspace.document.session
    mine = kept(desk, "arch_index")
    ranges = own_ranges(desk.folder)
    assert ranges == OwnRanges({"arch_index": (mine,)})
    sheets = [marker_sheet(session, 0, own) for own in (None, ranges)]
    published, own = (next(row.left for row in sheet.rows if row.name == "Arch index") for sheet in sheets)
    assert published is not None and own is not None
    assert "Cavanagh" in str(published.source) and "people of ours (n = 20)" in own.cut
    assert own.reading == "pronated" and published.reading != "pronated"
    left, right = session.recordings[0].analysis.complete_steps[:2]
    rows = {row.definition.key: row for row in measure_rows(left, right, own=ranges.by_measure)}
    assert rows["arch_index"].reference == mine
    assert rows["arch_index"].band == mine.band
    assert "people of ours" in rows["arch_index"].band_words


def test_own_references_that_cannot_be_read_are_said_and_leave_the_published_ones(
    desk: Desk, walk_file: Path
) -> None:
    workspace = desk.open(walk_file)
    kept(desk, "arch_index")
    place = own_folder(desk.folder) / "arch_index.toml"
    place.write_text("no table", encoding="utf-8")
    sheet = marker_sheet(workspace.document.session, 0, own_ranges(desk.folder))
    assert "Your own reference ranges are not used" in sheet.note and "arch_index.toml" in sheet.note
    assert sheet.rows == marker_sheet(workspace.document.session, 0).rows


def test_own_references_are_read_once_and_again_when_the_folder_changes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def counting(folder: Path) -> Mapping[str, tuple[ReferenceRange, ...]]:
        read.append(folder)
        return own_references(folder)

    monkeypatch.setattr("pedograph.workspace.tables.own_ranges.own_references", counting)
    kept(desk, "arch_index")
    assert own_ranges(desk.folder) is own_ranges(desk.folder)
    assert len(read) == 1
    kept(desk, "cpei")
    assert set(own_ranges(desk.folder).by_measure) == {"arch_index", "cpei"}
    (own_folder(desk.folder) / "cpei.toml").write_text("no table", encoding="utf-8")
    assert [own_ranges(desk.folder).trouble.count("cpei.toml") for _ in range(2)] == [1, 1]
    assert len(read) == 3


def test_the_essentials_of_walk_and_stance_exist_and_name_both_feet() -> None:
    for keys_of, level in ((ESSENTIAL_WALK, "walk"), (ESSENTIAL_STANDING, "stand")):
        assert all(level in catalogue()[key].levels for key in keys_of)
        lefts = [key.removesuffix("left") for key in keys_of if key.endswith("_left")]
        assert lefts and all(f"{key}right" in keys_of for key in lefts)
    assert "walk_progression_angle_left" in ESSENTIAL_WALK


def test_a_bar_shows_no_band_of_another_device_or_age(rows: tuple[MeasureRow, ...], walk: Analysis) -> None:
    bands = {row.definition.key: row.band for row in rows if row.band}
    assert bands == {"arch_index": (0.21, 0.26)}  # of standing, as its words say
    assert "standing" in next(row.band_words for row in rows if row.band)
    left, right = walk.complete_steps[:2]

    def shown(person: Person) -> set[str]:
        return {row.definition.key for row in measure_rows(left, right, person) if row.band}

    assert shown(Person(age=70.0, task="walk", device="MatScan")) == {"arch_index", "modified_arch_index", "cpei"}
    assert shown(Person(age=70.0, task="walk", device="FSCAN")) == {"arch_index"}
    assert shown(Person(age=9.0, task="walk")) == {"foot_progression_angle"}


def test_only_the_last_question_is_answered(desk: Desk) -> None:
    latest = Latest(desk.workspace, "counting")
    answers: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        assert go_on.wait(30.0)
        return "first"

    def never() -> str:
        raise AssertionError("nobody waits for this any more")

    latest.ask(slow, answers.append)
    assert begun.wait(30.0)
    latest.ask(never, answers.append)
    latest.ask(lambda: "last", answers.append)
    go_on.set()
    desk.settle()
    assert answers == ["last"]


def test_a_question_waits_for_no_other_job_and_a_closed_window_takes_no_answer(desk: Desk) -> None:
    go_on = threading.Event()
    answers: list[int] = []
    desk.workspace.run("waiting", lambda _: go_on.wait(30.0), lambda _: None)
    desk.workspace.work_out("asking", lambda: 1, answers.append)
    desk.take_one()
    assert answers == [1]
    desk.workspace.work_out("asking", lambda: 2, answers.append)
    desk.workspace.stop_working_out(30.0)
    go_on.set()
    desk.settle()
    assert answers == [1]
