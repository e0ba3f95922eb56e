"""Rows of measures: the ends of their bars, their bands in words, pairs of left and right, short names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pedograph.measures import Measure, MeasureTable, catalogue
from pedograph.measures.reference.ranges import ReferenceRange
from pedograph.notes import blocks, doubt
from pedograph.workspace.tables.measure_rows import NO_STEP, MeasureRow, Reading, _span, measure_rows, reading_of
from pedograph.workspace.tables.several_steps_rows import walk_rows

FORCE = next(one for one in catalogue().values() if one.key == "peak_force")
SIGNED = next(one for one in catalogue().values() if one.positive)
SOURCE = next(reference for one in catalogue().values() for reference in one.references)


def band(low: float, high: float) -> ReferenceRange:
    return replace(SOURCE, low=low, high=high, mean=None, sd=None, percentiles=())


def number(value: float | None) -> Reading:
    return Reading("x", value)


@pytest.mark.parametrize(
    ("left", "right", "plain", "signed"),
    [
        (10.0, 4.0, (0.0, 13.0), (-13.0, 13.0)),
        (-10.0, None, (0.0, 13.0), (-13.0, 13.0)),
        (None, None, (0.0, 1.3), (-1.3, 1.3)),
        (0.0, 0.0, (0.0, 1.3), (-1.3, 1.3)),
    ],
)
def test_without_a_band_a_bar_reaches_a_little_beyond_the_values(
    left: float | None, right: float | None, plain: tuple[float, float], signed: tuple[float, float]
) -> None:
    readings = number(left), number(right)
    assert not FORCE.positive
    assert _span(FORCE, None, readings) == pytest.approx(plain)
    assert _span(SIGNED, None, readings) == pytest.approx(signed)


@pytest.mark.parametrize(
    ("left", "right", "ends"),
    [
        (22.0, 28.0, (12.5, 37.5)),
        (5.0, None, (5.0, 37.5)),
        (22.0, 39.0, (12.5, 39.0)),
        (-99.0, 99.0, (-10.0, 60.0)),
        (None, None, (12.5, 37.5)),
    ],
)
def test_a_bar_lies_round_its_band_and_reaches_three_widths_beyond_at_most(
    left: float | None, right: float | None, ends: tuple[float, float]
) -> None:
    assert _span(FORCE, band(20.0, 30.0), (number(left), number(right))) == pytest.approx(ends)


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (20.0, 30.0, "Left within, right within the band of "),
        (19.9, 30.1, "Left beyond, right beyond the band of "),
        (None, 25.0, "Right within the band of "),
        (None, None, "No foot is shown against the band of "),
    ],
)
def test_a_band_is_told_in_words(left: float | None, right: float | None, words: str) -> None:
    row = MeasureRow(FORCE, number(left), number(right), (0.0, 1.0), band(20.0, 30.0))
    assert row.band == (20.0, 30.0)
    assert row.band_words == words + FORCE.reference_text(band(20.0, 30.0))
    bare = replace(row, reference=None)
    assert (bare.band, bare.band_words) == (None, "")


def test_a_reading_is_a_number_or_a_reason() -> None:
    flag, cut = doubt("flagged", "flag"), blocks("cut", "cut")
    table = MeasureTable({"peak_force": Measure("peak_force", 800.0, "N", 12.0, (flag,))}, {"arch_index": cut})
    assert reading_of(FORCE, table) == Reading(FORCE.format(800.0, 12.0), 800.0, 12.0, "", ("flag",))
    assert reading_of(catalogue()["arch_index"], table) == Reading("–", reason="cut")
    assert reading_of(catalogue()["cpei"], table) == Reading("–", reason="it was not measured")


def test_without_steps_every_measure_of_a_foot_has_a_row_that_says_so() -> None:
    rows = measure_rows(None, None)
    assert [row.definition.key for row in rows] == [k for k, one in catalogue().items() if "foot" in one.levels]
    assert {row.left.reason for row in rows} == {row.right.reason for row in rows} == {NO_STEP}


def test_of_a_walk_left_and_right_stand_in_one_row() -> None:
    table = MeasureTable(
        {
            "step_length_left": Measure("step_length_left", 600.0, "mm"),
            "cadence": Measure("cadence", 110.0, catalogue()["cadence"].unit),
        },
        {"step_length_right": blocks("absent", "there is none")},
    )
    length, cadence = walk_rows(table)
    assert (length.left.value, length.right.value, length.right.reason) == (600.0, None, "there is none")
    assert length.both is None
    one = catalogue()["step_length_left"]
    assert length.definition.key == "step_length"
    assert length.definition.name == one.name.removesuffix(", left")
    assert length.definition.symbol == one.symbol.removesuffix(" L") != one.symbol
    assert length.definition.definition == f"Of the left: {one.definition}"
    assert (length.group, cadence.group) == ("Lengths", "Times and speed")
    assert cadence.both == cadence.left == cadence.right
    assert cadence.both is not None
    assert cadence.both.value == 110.0
    (alone,) = walk_rows(MeasureTable({"step_length_right": Measure("step_length_right", 600.0, "mm")}))
    assert alone.both is not None
    assert alone.definition.key == "step_length_right"
