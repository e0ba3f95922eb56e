"""Facts from measured steps: means, their errors, classes only where they are clear, and what is lacking."""

from __future__ import annotations

from math import sqrt
from statistics import stdev

import pytest

from pedograph.measures.model import Measure, MeasureTable
from pedograph.notes import blocks
from pedograph.posture import (
    Examination,
    FactSettings,
    MeasuredStep,
    derive_findings,
    facts_from_measures,
    symptom_change_facts,
)
from pedograph.posture.facts import reference_class
from pedograph.recording import Side


def step(side: Side, *, complete: bool = True, error: float | None = 0.005, **values: float) -> MeasuredStep:
    return MeasuredStep(side, complete, {key: Measure(key, value, "1", error) for key, value in values.items()})


def test_means_are_over_the_complete_steps_of_each_side() -> None:
    steps = [
        step(Side.LEFT, arch_index=0.20),
        step(Side.LEFT, arch_index=0.24),
        step(Side.LEFT, complete=False, arch_index=0.90),
        step(Side.UNKNOWN, arch_index=0.90),
        step(Side.RIGHT, arch_index=0.30),
    ]
    facts = facts_from_measures(steps)
    assert facts["left.arch_index"].value == pytest.approx(0.22)
    assert facts["right.arch_index"].value == pytest.approx(0.30)
    assert (facts["left.complete_steps"].value, facts["right.complete_steps"].value) == (2.0, 1.0)


def test_the_error_of_a_mean_joins_that_of_the_steps_and_their_scatter() -> None:
    values = (0.20, 0.22, 0.27)
    fact = facts_from_measures([step(Side.LEFT, arch_index=value) for value in values])["left.arch_index"]
    assert fact.uncertainty == pytest.approx(sqrt(0.005**2 + (stdev(values) / sqrt(3)) ** 2))
    single = facts_from_measures([step(Side.LEFT, arch_index=0.2)])["left.arch_index"]
    assert single.uncertainty == pytest.approx(0.005)


def test_a_mean_of_steps_without_errors_has_none_and_no_class() -> None:
    steps = [step(Side.LEFT, arch_index=0.30), step(Side.LEFT, error=None, arch_index=0.30)]
    facts = facts_from_measures(steps)
    assert facts["left.arch_index"].uncertainty is None
    assert facts["left.arch_index_class"].value is None
    assert facts["left.arch_index_class"].missing == "its error is not known"
    assert "The arch index is not judged: its error is not known." in str(facts["plate_data_gaps"].value)


def test_a_measure_that_no_step_has_is_missing_with_the_reason() -> None:
    facts = facts_from_measures([step(Side.LEFT, arch_index=0.2)])
    assert facts["left.cpei"].value is None
    assert facts["left.cpei"].missing == "no complete step of the left foot has it"
    assert facts["left.cpei_steps"].value == 0.0


def test_a_table_of_measures_serves_as_well_as_a_mapping() -> None:
    table = MeasureTable(
        {"arch_index": Measure("arch_index", 0.2, "1", 0.01)}, {"cpei": blocks("cut_print", "the forefoot is cut")}
    )

    class Analysed:
        side = Side.RIGHT
        complete = True
        measures = table

    assert facts_from_measures([Analysed()])["right.arch_index"].value == 0.2


@pytest.mark.parametrize(
    ("value", "error", "coverage", "expected"),
    [
        (0.235, 0.005, 1.0, "within"),
        (0.27, 0.005, 1.0, "above"),
        (0.19, 0.005, 1.0, "below"),
        (0.262, 0.005, 1.0, ""),
        (0.258, 0.005, 1.0, ""),
        (0.212, 0.005, 1.0, ""),
        (0.208, 0.005, 1.0, ""),
        (0.27, 0.006, 1.96, ""),
        (0.26, 0.0, 1.0, ""),
        (0.27, None, 1.0, ""),
    ],
)
def test_a_class_is_given_only_where_it_is_clear_of_the_cut(
    value: float, error: float | None, coverage: float, expected: str
) -> None:
    assert reference_class(value, error, 0.21, 0.26, coverage) == expected


def test_cpei_is_classed_only_on_the_device_of_its_cut() -> None:
    steps = [step(Side.LEFT, error=0.5, cpei=4.0)] * 5
    other = facts_from_measures(steps, FactSettings(device="emed"))["left.cpei_class"]
    assert (other.value, "another plate (MatScan)" in other.missing) == (None, True)
    assert facts_from_measures(steps)["left.cpei_class"].value is None
    own = FactSettings(device="emed", cpei_cut=6.0, cpei_cut_device="emed")
    assert facts_from_measures(steps, own)["left.cpei_class"].value == "below"
    assert facts_from_measures(steps, FactSettings(device="matscan"))["left.cpei_class"].value == "below"


def test_a_lateral_shift_needs_reference_and_smallest_detectable_change() -> None:
    steps = [step(Side.LEFT, foot_balance=-14.0)] * 3
    assert facts_from_measures(steps)["left.foot_balance_lateral"].value is None
    for reference, expected in ((0.0, True), (-10.0, False), (-20.0, False)):
        known = FactSettings(foot_balance_reference=reference, foot_balance_mdc=5.0)
        assert facts_from_measures(steps, known)["left.foot_balance_lateral"].value is expected


def test_sufficient_plate_data_have_no_gap() -> None:
    sides = [side for side in (Side.LEFT, Side.RIGHT) for _ in range(3)]
    steps = [step(side, arch_index=0.235, cpei=15.0, foot_balance=0.0) for side in sides]
    known = FactSettings(device="MatScan", foot_balance_reference=0.0, foot_balance_mdc=5.0)
    facts = facts_from_measures(steps, known)
    assert (facts["plate_data_sufficient"].value, facts["plate_data_gaps"].value) == (True, "none")
    fewer = facts_from_measures(steps[:5], known)
    assert fewer["plate_data_gaps"].value == "Record at least 3 complete steps of the right foot: it has 2."


def test_no_step_gives_no_fact_and_a_cut_one_gives_gaps() -> None:
    assert facts_from_measures([]) == {}
    facts = facts_from_measures([step(Side.LEFT, complete=False, arch_index=0.2)])
    assert "of each foot: left has 0, right has 0." in str(facts["plate_data_gaps"].value)
    assert derive_findings(Examination(), facts).finding("R16") is not None


def test_changes_of_symptoms_are_after_less_before() -> None:
    facts = symptom_change_facts(Examination(nprs=8, odi=0), Examination(nprs=6, odi=4, rmdq=3))
    assert {key: fact.value for key, fact in facts.items()} == {
        "nprs_change": -2.0,
        "nprs_change_percent": -25.0,
        "odi_change": 4.0,
        "odi_change_percent": None,
    }
    assert facts["odi_change_percent"].missing == "the earlier value is 0"
