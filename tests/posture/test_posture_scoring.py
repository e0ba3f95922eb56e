"""Scores against their published cut-offs and smallest important changes."""

from __future__ import annotations

import pytest

from pedograph.posture import Examination, FootExamination, criteria_outcome, derive_findings, symptom_change_facts
from pedograph.posture.examination import FPI_ITEMS
from pedograph.posture.scoring import (
    cait_reading,
    foot_posture_index,
    fpi_so_far,
    lordosis_band,
    lunge_difference,
    symptom_changes,
)


def test_the_running_total_of_the_fpi_is_of_the_items_that_were_scored() -> None:
    assert fpi_so_far(FootExamination()) == (0, 0)
    assert fpi_so_far(FootExamination(fpi_total=7)) == (0, 0)
    two = FootExamination(fpi_talar_head=2, fpi_forefoot=-1)
    assert fpi_so_far(two) == (1, 2)
    assert foot_posture_index(two) is None


@pytest.mark.parametrize(
    ("total", "words", "verified"),
    [
        (12, "highly pronated posture", False),
        (10, "highly pronated posture", False),
        (9, "pronated posture", True),
        (6, "pronated posture", True),
        (5, "within the reference band", False),
        (0, "within the reference band", False),
        (-1, "supinated posture", False),
        (-4, "supinated posture", False),
        (-5, "highly supinated posture", False),
        (-12, "highly supinated posture", False),
    ],
)
def test_foot_posture_bands(total: int, words: str, verified: bool) -> None:
    score = foot_posture_index(FootExamination(fpi_total=total))
    assert score is not None
    assert (score.total, score.words, score.verified) == (total, words, verified)


def test_the_foot_posture_total_is_the_sum_of_all_six_items() -> None:
    items = dict(zip(FPI_ITEMS, (2, 1, 2, -1, 1, 2), strict=True))
    score = foot_posture_index(Examination.from_dict({"version": 1, "left": items}).left)
    assert score is not None
    assert score.total == 7


def test_five_items_are_no_total_and_the_missing_one_is_named() -> None:
    values = {"red_flags_screened": True, "low_back_pain": True, "left": dict.fromkeys(FPI_ITEMS[:5], 2)}
    examination = Examination.from_dict({"version": 1, **values})
    assert foot_posture_index(examination.left) is None
    unsaid = {item.rule: item for item in derive_findings(examination).cannot_be_said}
    assert "FPI-6 total, left foot: 5 of 6 items entered" in [item.text for item in unsaid["R5"].missing]
    assert unsaid["R5"].missing[0].fields == ("left.fpi_total", "left.fpi_forefoot")


@pytest.mark.parametrize(
    ("score", "cutoff", "used", "counts", "verified"),
    [
        (25, None, 25.0, True, True),
        (26, None, 25.0, False, True),
        (26, 27.5, 27.5, True, True),
        (24, 24, 24.0, True, False),
    ],
)
def test_cait_says_which_cutoff_it_was_held_against(
    score: int, cutoff: float | None, used: float, counts: bool, verified: bool
) -> None:
    reading = cait_reading(Examination(cait_cutoff=cutoff, right=FootExamination(cait=score)), "right")
    assert reading is not None
    assert (reading.cutoff, reading.at_or_below, reading.verified) == (used, counts, verified)
    assert cait_reading(Examination(), "left") is None


@pytest.mark.parametrize(
    ("method", "left", "right", "beyond"),
    [
        ("distance", 12.0, 10.0, False),
        ("distance", 4.4, 2.4, False),
        ("distance", 10.0, 12.1, True),
        ("angle", 40.0, 35.0, False),
        ("angle", 40.0, 34.9, True),
    ],
)
def test_a_lunge_difference_counts_only_beyond_2_cm_or_5_degrees(
    method: str, left: float, right: float, beyond: bool
) -> None:
    examination = Examination(
        lunge_method=method, left=FootExamination(lunge=left), right=FootExamination(lunge=right)
    )
    found = lunge_difference(examination)
    assert found is not None
    assert found.beyond_error is beyond
    assert found.smaller == ("left" if left < right else "right")


def test_a_lunge_needs_both_sides_and_its_method() -> None:
    both = Examination(left=FootExamination(lunge=12), right=FootExamination(lunge=8))
    assert lunge_difference(both) is None
    assert lunge_difference(Examination(lunge_method="distance", left=FootExamination(lunge=12))) is None
    unsaid = {item.rule: item for item in derive_findings(both).cannot_be_said}
    assert unsaid["R14"].fields == ("lunge_method",)


def test_lordosis_is_held_against_the_clinics_own_range_first() -> None:
    assert lordosis_band(Examination(lordosis=45, lordosis_method="cobb")) == ("within", "")
    own = Examination(lordosis=45, lordosis_method="cobb", lordosis_range_low=20, lordosis_range_high=40)
    assert lordosis_band(own) == ("above", "")
    band, reason = lordosis_band(Examination(lordosis=45, lordosis_method="inclinometer"))
    assert band == ""
    assert "no shared range for the inclinometer" in reason


@pytest.mark.parametrize(
    ("before", "after", "important"),
    [
        (Examination(nprs=7), Examination(nprs=5), True),
        (Examination(nprs=7), Examination(nprs=6), False),
        (Examination(nprs=3), Examination(nprs=2), True),
        (Examination(nprs=0), Examination(nprs=1), False),
        (Examination(nprs=0), Examination(nprs=2), True),
        (Examination(odi=60), Examination(odi=50), True),
        (Examination(odi=60), Examination(odi=51), False),
        (Examination(odi=20), Examination(odi=14), True),
        (Examination(rmdq=20), Examination(rmdq=15), True),
        (Examination(rmdq=20), Examination(rmdq=16), False),
        (Examination(rmdq=15), Examination(rmdq=20), True),
    ],
)
def test_important_changes(before: Examination, after: Examination, important: bool) -> None:
    (change,) = symptom_changes(before, after)
    assert change.important is important
    assert (change.percent is None) == (change.before == 0)


@pytest.mark.parametrize("key", ["nprs", "odi", "rmdq"])
def test_the_rule_and_the_score_agree_on_what_is_an_important_fall(key: str) -> None:
    """R18 holds the numbers as data; so does the table of scores."""
    top = {"nprs": 10, "odi": 100, "rmdq": 24}[key]
    grid = range(0, top + 1, 10 if key == "odi" else 1)
    for first in grid:
        for second in grid:
            before = Examination(red_flags_screened=True, low_back_pain=True).with_value(key, first)
            after = before.with_value(key, second)
            (change,) = symptom_changes(before, after)
            fired = derive_findings(after, symptom_change_facts(before, after)).finding("R18") is not None
            assert fired == (change.important and change.change < 0), (first, second)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({}, "incomplete"),
        ({"cait": 30}, "does not meet"),
        ({"cait": 30, "idfai": 12}, "incomplete"),
        ({"sprain_over_12_months": False}, "does not meet"),
        ({"giving_way": False, "recurrent_sprain": False, "feels_unstable": False}, "does not meet"),
        ({"giving_way": False, "recurrent_sprain": False}, "incomplete"),
    ],
)
def test_partial_answers_to_the_ankle_criteria(answers: dict[str, bool | int], outcome: str) -> None:
    examination = Examination()
    for key, value in answers.items():
        examination = examination.with_value(f"left.{key}", value)
    assert criteria_outcome(examination, "left") == outcome
    assert criteria_outcome(examination, "right") == "incomplete"


def test_the_ankle_criteria_are_met_by_one_of_three_complaints() -> None:
    foot = FootExamination(
        cait=24,
        sprain_over_12_months=True,
        sprain_with_lost_day=True,
        last_injury_over_3_months=True,
        feels_unstable=True,
    )
    examination = Examination(leg_surgery=False, leg_fracture=False, leg_injury_recent=False, left=foot)
    assert criteria_outcome(examination, "left") == "meets"
    for exclusion in ("leg_surgery", "leg_fracture", "leg_injury_recent"):
        assert criteria_outcome(examination.with_value(exclusion, True), "left") == "does not meet"
