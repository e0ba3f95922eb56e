"""Markers of pronation stand side by side, each by its own cut, and are called only where they are clear of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

import pedograph as pg
from pedograph.measures import Measure, MeasureTable
from pedograph.measures.catalogue import catalogue
from pedograph.measures.pronation import NO_CUT, Examined, Marker, agreement, pronation_markers
from pedograph.measures.reference.choice import Person
from pedograph.measures.reference.own import OwnPeople, own_reference
from pedograph.measures.reference.ranges import ReferenceRange
from pedograph.notes import blocks
from pedograph.recording import SensorGrid, Side
from pedograph.simulation import StepParameters, simulate_step

MATSCAN = Person(age=70.0, task="walk", device="Tekscan MatScan")


def steps(key: str, values: Sequence[float], uncertainty: float | None) -> list[MeasureTable]:
    unit = catalogue()[key].unit
    return [MeasureTable({key: Measure(key, value, unit, uncertainty)}) for value in values]


def marker(
    key: str,
    values: Sequence[float],
    uncertainty: float | None,
    person: Person = MATSCAN,
    own: Mapping[str, Sequence[ReferenceRange]] | None = None,
) -> Marker:
    found = pronation_markers(steps(key, values, uncertainty), person=person, own=own)
    return next(one for one in found if one.key == key)


@pytest.mark.parametrize(
    ("value", "uncertainty", "reading"),
    [
        (0.30, 0.01, "pronated"),
        (0.27, 0.01, "undecided"),
        (0.2797, 0.01, "pronated"),
        (0.2795, 0.01, "undecided"),
        (0.235, 0.01, "neutral"),
        (0.235, 0.013, "undecided"),
        (0.17, 0.01, "supinated"),
        (0.20, 0.01, "undecided"),
        (0.30, None, "undecided"),
    ],
)
def test_a_reading_needs_a_value_clear_of_its_cut(value: float, uncertainty: float | None, reading: str) -> None:
    """Cuts 0.21 and 0.26, cleared by 1.96 standard uncertainties."""
    assert marker("arch_index", [value], uncertainty).reading == reading


@pytest.mark.parametrize(
    ("value", "reading"), [(2.0, "pronated"), (7.0, "undecided"), (14.0, "neutral"), (25.0, "supinated")]
)
def test_of_a_marker_that_falls_with_pronation_low_is_pronated(value: float, reading: str) -> None:
    assert marker("cpei", [value] * 3, 1.0).reading == reading


def test_the_error_is_the_larger_of_one_step_and_of_the_mean_over_steps() -> None:
    values = [10.0, 14.0, 18.0]
    sem = np.std(values, ddof=1) / math.sqrt(3)
    few = 4.302653 * sem  # Student's t of two degrees of freedom: three steps tell little of their spread
    assert marker("cpei", values, 0.5).error == pytest.approx(few)
    assert marker("cpei", values, 6.0).error == pytest.approx(1.96 * 6.0)
    assert marker("cpei", values, None).error == pytest.approx(few)
    assert marker("cpei", values, 5.0).value == pytest.approx(14.0)
    assert marker("cpei", values, 5.0).steps == 3


def test_too_few_steps_of_a_walk_tell_nothing() -> None:
    found = marker("cpei", [2.0, 2.0], 1.0)
    assert (found.reading, found.steps) == ("undecided", 2)
    assert "only 2 steps" in found.reason


def test_a_cut_of_another_device_is_not_used() -> None:
    for device in ("emed", ""):
        found = marker("cpei", [2.0] * 5, 1.0, Person(70.0, task="walk", device=device))
        assert found.reading == "undecided"
        assert found.reason.startswith("the cut is not used")
        assert "holds for Tekscan MatScan only" in found.reason
        assert found.cut.startswith("7.3 to 21.0 %")
        assert not found.verified


def test_a_marker_without_a_cut_is_undecided_unless_the_user_has_a_reference() -> None:
    values = [20.0, 21.0, 22.0]
    bare = marker("foot_balance", values, 1.0)
    assert (bare.reading, bare.reason, bare.cut, bare.verified) == ("undecided", NO_CUT, NO_CUT, False)
    mine = {"foot_balance": [own_reference(np.linspace(-20.0, 4.0, 25), OwnPeople("mine", age=(18, 90)))]}
    held = marker("foot_balance", values, 1.0, own=mine)
    assert (held.reading, held.verified) == ("pronated", True)
    assert "mine (n = 25)" in held.cut
    child = marker("foot_balance", values, 1.0, Person(age=9.0, task="walk"), mine)
    assert (child.reading, child.reason) == ("undecided", NO_CUT)


def test_an_own_reference_takes_the_place_of_a_cut_of_another_device() -> None:
    mine = {"cpei": [own_reference(np.linspace(14.0, 22.0, 25), OwnPeople("mine"))]}
    found = marker("cpei", [2.0] * 3, 1.0, Person(task="walk", device="emed"), mine)
    assert found.reading == "pronated"


def test_an_own_reference_of_another_device_is_left_out_and_that_is_said() -> None:
    people = OwnPeople("mine", device="plate A")
    mine = {"arch_index": [own_reference(np.linspace(0.20, 0.28, 25), people)]}
    held = marker("arch_index", [0.30], 0.01, Person(task="walk", device="plate A"), mine)
    assert "mine (n = 25)" in held.cut and "plate A" in held.cut
    assert "quartiles" not in held.note and "not of motion" in held.note
    other = marker("arch_index", [0.30], 0.01, Person(task="walk", device="MatScan"), mine)
    assert other.source is not None and other.source.short == "Cavanagh & Rodgers 1987"
    assert "quartiles" in other.note
    assert "your own was measured with plate A, this with MatScan" in other.note


def test_what_was_not_checked_says_so() -> None:
    found = marker("arch_index", [0.30], 0.01)
    assert not found.verified
    assert found.source is not None and found.source.short == "Cavanagh & Rodgers 1987"
    assert "not checked in their source" in found.reason
    assert "standing" in found.cut and "quartiles" in found.note


def test_what_is_missing_says_why() -> None:
    table = MeasureTable({}, {"cpei": blocks("zone_without_load", "the hallux never carried load")})
    found = {one.key: one for one in pronation_markers([table, table])}
    assert (found["cpei"].value, found["cpei"].error, found["cpei"].steps) == (None, None, 0)
    assert found["cpei"].reason == "the hallux never carried load"
    assert all(one.reading == "undecided" for one in found.values())
    assert {one.reason for one in pronation_markers([])} == {"there is no complete step of this foot"}


@pytest.mark.parametrize(
    ("key", "value", "reading"),
    [
        ("fpi_total", 7, "pronated"),
        ("fpi_total", 6, "undecided"),
        ("fpi_total", 5, "undecided"),
        ("fpi_total", 3, "neutral"),
        ("fpi_total", -1, "undecided"),
        ("fpi_total", -4, "supinated"),
        ("navicular_drop", 6.0, "neutral"),
        ("navicular_drop", 12.0, "undecided"),
        ("navicular_drop", 17.0, "pronated"),
        ("rearfoot_angle", 5.0, "pronated"),
        ("rearfoot_angle", 2.0, "undecided"),
        ("rearfoot_angle", 0.0, "neutral"),
        ("rearfoot_angle", -5.0, "supinated"),
    ],
)
def test_what_a_clinician_measured_stands_beside(key: str, value: float, reading: str) -> None:
    (found,) = pronation_markers([], [Examined(key, value)])[-1:]
    assert (found.key, found.reading, found.value, found.steps) == (key, reading, value, 0)
    assert "raters is not known" in found.note


def test_a_known_error_between_raters_is_used() -> None:
    assert pronation_markers([], [Examined("fpi_total", 7, error=1.5)])[-1].reading == "undecided"
    assert pronation_markers([], [Examined("fpi_total", 9, error=1.5)])[-1].reading == "pronated"


def test_what_is_no_marker_is_refused() -> None:
    with pytest.raises(KeyError, match="lunge"):
        pronation_markers([], [Examined("lunge", 9.0)])


def test_agreement_is_said_and_never_added_up() -> None:
    flat = steps("arch_index", [0.31], 0.01)
    assert agreement(pronation_markers([])) == "No marker can be decided."
    alone = agreement(pronation_markers(flat))
    assert alone == "Only one marker can be decided (Arch index: pronated); no foot-function label."
    apart = agreement(pronation_markers(flat, [Examined("fpi_total", 2)]))
    assert apart.startswith("Markers disagree (Arch index: pronated; Foot Posture Index (FPI-6): neutral)")
    assert apart.endswith("no foot-function label.")
    together = agreement(pronation_markers(flat, [Examined("fpi_total", 9)]))
    assert together.startswith("2 markers point to pronated (Arch index, Foot Posture Index (FPI-6))")


def test_model_feet_with_their_load_inside_read_more_pronated_by_an_own_reference() -> None:
    """A reference of model feet about neutral; feet with their load shifted read so by the markers of load."""

    def tables(pronation: float) -> list[MeasureTable]:
        grid = SensorGrid(5.0, 5.0, threshold=5.0)
        parameters = [
            StepParameters(pronation=pronation + change, side=Side.RIGHT) for change in (-0.05, 0.0, 0.05)
        ]
        return [pg.analyze(simulate_step(one, grid).recording).steps[0].measures for one in parameters]

    keys = ("foot_balance", "forefoot_balance", "cop_medial_excursion")
    neutral = tables(0.0)
    people = OwnPeople("model feet")
    own = {key: [own_reference([table[key].value for table in neutral], people)] for key in keys}
    for pronation, reading in ((0.9, "pronated"), (0.0, "neutral"), (-0.9, "supinated")):
        markers = {one.key: one for one in pronation_markers(tables(pronation), own=own)}
        undecided = {key: markers[key] for key in keys if markers[key].reading != reading}
        for key, one in undecided.items():
            assert one.reading == "undecided", key
        assert len(undecided) < len(keys), reading
