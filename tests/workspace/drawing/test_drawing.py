"""What is drawn: steps turned toes up, lines where they belong, numbers and bars."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corrected_steps import with_side
from pedograph.analysis import Analysis, StepAnalysis
from pedograph.anatomy.regions import TEN
from pedograph.measures import catalogue
from pedograph.recording import Side
from pedograph.workspace.drawing.prints import common_extent, shown_side, step_print
from pedograph.workspace.drawing.stance import (
    ForceCurve,
    foot_curve,
    frame_at,
    phase_at,
    phases_of,
    plate_curves,
    stance_times,
)
from pedograph.workspace.tables.measure_rows import measure_rows
from pedograph.workspace.tables.region_rows import REGION_COLUMNS, region_rows

pytest_plugins = ("workspace_fixtures",)


def steps(walk: Analysis) -> dict[Side, StepAnalysis]:
    return {step.side: step for step in walk.complete_steps}


def test_the_axis_points_up_and_the_foot_lies_along_it(walk: Analysis) -> None:
    for step in walk.complete_steps:
        drawn = step_print(step)
        np.testing.assert_allclose(drawn.axis[0][:, 0], 0.0, atol=1e-9)
        left, right, low, high = drawn.extent
        assert step.anatomy is not None
        assert high - low == pytest.approx(step.anatomy.length, abs=12.0)
        assert left < 0 < right


def test_nothing_is_mirrored_the_big_toes_look_at_each_other(walk: Analysis) -> None:
    places = {
        side: next(label.right for label in step_print(step).labels if label.text == "T1")
        for side, step in steps(walk).items()
    }
    assert places[Side.LEFT] > 10 > -10 > places[Side.RIGHT]


def test_drawing_and_plate_agree(walk: Analysis) -> None:
    frame = step_print(walk.complete_steps[0]).frame
    right, up = frame.to_drawing(np.array(123.0), np.array(456.0)).tolist()
    assert frame.to_plate(right, up) == pytest.approx((123.0, 456.0))


def test_the_image_is_the_peak_or_a_frame_or_empty(walk: Analysis) -> None:
    step = walk.complete_steps[0]
    drawn = step_print(step)
    assert drawn.image(None).max() == pytest.approx(float(step.frames.peak.max()))
    assert drawn.image(5).sum() == pytest.approx(float(step.frames.pressure[5].sum()), rel=1e-5)
    assert not drawn.image(10_000).any()
    assert drawn.image(None).shape == step.footstep.mask.shape


def test_what_lies_under_the_pointer_is_told(walk: Analysis) -> None:
    drawn = step_print(walk.complete_steps[0])
    heel = next(label for label in drawn.labels if label.text == "HM")
    assert drawn.pressure_at(heel.right, heel.up, None) > 50
    assert drawn.region_at(heel.right, heel.up) == "HM"
    assert drawn.pressure_at(500.0, 500.0, None) == 0.0


def test_borders_lie_on_the_print_only(walk: Analysis) -> None:
    drawn = step_print(walk.complete_steps[0])
    left, right, low, high = drawn.extent
    for line in drawn.borders:
        kept = line[np.isfinite(line[:, 0])]
        assert (kept >= (left, low)).all()
        assert (kept <= (right, high)).all()
    assert len(drawn.borders) >= 7


def test_a_cut_step_is_drawn_without_axis_and_regions(walk: Analysis) -> None:
    cut = next(step for step in walk.steps if not step.complete)
    drawn = step_print(cut)
    assert (drawn.axis, drawn.thirds, drawn.borders, drawn.labels) == ((), (), (), ())
    assert drawn.outline
    assert drawn.region_at(0.0, 10.0) == ""


def test_a_foot_of_unknown_side_stands_on_the_right(walk: Analysis) -> None:
    step = with_side(walk, walk.complete_steps[0].index, Side.UNKNOWN).steps[walk.complete_steps[0].index]
    assert shown_side(step) is Side.RIGHT


def test_phases_fill_the_stance(walk: Analysis) -> None:
    step = walk.complete_steps[0]
    phases = phases_of(step)
    assert [phase.short for phase in phases] == ["IC", "FC", "FF", "PO"]
    assert phases[0].start == 0.0
    assert phases[-1].stop == pytest.approx(float(stance_times(step)[-1]), rel=1e-6)
    assert phase_at(phases, phases[2].start + 0.001) == "Foot flat"
    assert phase_at(phases, 99.0) == ""


def test_force_lies_on_straight_lines_between_frames() -> None:
    curve = ForceCurve("left", np.array([0.0, 0.1, 0.3]), np.array([0.0, 100.0, 60.0]))
    assert [curve.at(seconds) for seconds in (0.05, 0.1, 0.2, 0.3)] == pytest.approx([50.0, 100.0, 80.0, 60.0])
    assert (curve.at(-0.01), curve.at(0.31)) == (0.0, 0.0)
    assert ForceCurve("", np.zeros(0), np.zeros(0)).at(0.0) == 0.0


def test_the_curves_of_the_plate_hold_those_of_the_feet(walk: Analysis) -> None:
    whole, *feet = plate_curves(walk)
    assert (whole.side, whole.time[0], whole.time.size) == ("", 0.0, walk.recording.frames)
    assert [curve.side for curve in feet] == [str(step.side) for step in walk.steps]
    step = walk.complete_steps[0]
    of_plate, alone = feet[step.index], foot_curve(step, "left")
    assert alone.time[0] == 0.0
    middle = float(alone.time[alone.time.size // 2])
    assert alone.at(middle) == pytest.approx(of_plate.at(middle + step.footstep.start - walk.recording.time[0]))
    unknown = with_side(walk, step.index, Side.UNKNOWN)
    assert plate_curves(unknown)[1 + step.index].side == ""


def test_the_frame_at_a_time_is_the_nearest_until_the_stance_is_over(walk: Analysis) -> None:
    step = walk.complete_steps[0]
    times, period = stance_times(step), step.footstep.recording.frame_period
    assert [frame_at(step, float(times[number]) + 0.4 * period) for number in (0, 7)] == [0, 7]
    assert frame_at(step, float(times[-1]) + 0.4 * period) == times.size - 1
    assert frame_at(step, float(times[-1]) + 0.6 * period) == times.size


def test_a_common_extent_holds_both_feet_and_is_even(walk: Analysis) -> None:
    drawn = [step_print(step) for step in walk.complete_steps[:2]]
    left, right, low, high = common_extent(drawn, 7.0)
    assert left == -right
    for foot in drawn:
        ends = foot.extent
        assert left + 6.999 <= ends[0] < ends[1] <= right - 6.999
        assert low + 6.999 <= ends[2] < ends[3] <= high - 6.999
    assert common_extent([], 7.0) == (-60.0, 60.0, -7.0, 280.0)


def test_the_corners_of_a_cell_lie_about_its_centre(walk: Analysis) -> None:
    step = walk.complete_steps[0]
    drawn, grid = step_print(step), step.footstep.recording.grid
    corners = drawn.cell_corners(12, 5)
    centre = drawn.frame.to_drawing(grid.x(5), grid.y(12))
    np.testing.assert_allclose(corners.mean(axis=0), centre, atol=1e-9)
    sides = np.hypot(*np.diff(corners, axis=0, append=corners[:1]).T)
    expected = [grid.column_spacing, grid.row_spacing] * 2
    np.testing.assert_allclose(sides, expected, rtol=1e-9)


def test_a_print_says_what_a_person_who_does_not_see_it_should_know(walk: Analysis) -> None:
    step = walk.complete_steps[0]
    peak, force = step.measures["peak_pressure"].value, step.measures["peak_force"].value
    expected = f"Step {step.index + 1}, whole, peak pressure {peak:.0f} kPa, peak force {force:.0f} N."
    assert step_print(step).words == expected


def test_a_cut_step_has_no_phases(walk: Analysis) -> None:
    assert phases_of(next(step for step in walk.steps if not step.complete)) == ()


def test_every_measure_of_the_foot_that_was_asked_for_has_its_row_in_order(walk: Analysis) -> None:
    both = steps(walk)
    rows = measure_rows(both[Side.LEFT], both[Side.RIGHT])
    orders = [row.definition.order for row in rows]
    assert orders == sorted(orders)
    assert {row.definition.key for row in rows} == {
        key
        for key, definition in catalogue().items()
        if "foot" in definition.levels and not key.endswith("_body_weight")
    }
    index = next(row for row in rows if row.definition.key == "arch_index")
    measure = both[Side.LEFT].measures["arch_index"]
    assert index.left.value == measure.value
    assert index.left.text == index.definition.format(measure.value, measure.uncertainty)


def test_a_bar_holds_band_and_values(walk: Analysis) -> None:
    both = steps(walk)
    for row in measure_rows(both[Side.LEFT], both[Side.RIGHT]):
        low, high = row.span
        assert low < high
        if row.band is not None:
            assert low < row.band[0] < row.band[1] < high
        elif row.left.value is not None:
            assert low <= row.left.value <= high


def test_what_is_missing_is_a_dash_with_its_reason(walk: Analysis) -> None:
    cut = next(step for step in walk.steps if not step.complete)
    for row in measure_rows(cut, None):
        assert (row.left.text, row.left.value) == ("–", None)
        assert row.left.reason.startswith("the step is incomplete")
        assert row.right.reason == "no step of this foot is shown"


def test_a_bar_is_drawn_and_said_only_with_a_reference_band(walk: Analysis) -> None:
    both = steps(walk)
    rows = measure_rows(both[Side.LEFT], both[Side.RIGHT])
    banded = {row.definition.key for row in rows if row.band is not None}
    assert "arch_index" in banded
    assert "peak_pressure" not in banded
    for row in rows:
        assert bool(row.band_words) == (row.definition.key in banded)
    index = next(row for row in rows if row.definition.key == "arch_index")
    assert index.band_words.startswith("Left within, right within the band of 0.21 to 0.26")
    far = replace(index, left=replace(index.left, value=0.4), right=replace(index.right, value=None))
    assert far.band_words.startswith("Left beyond the band of 0.21 to 0.26")


def test_regions_stand_left_over_right_and_their_shares_add_up(walk: Analysis) -> None:
    both = steps(walk)
    rows = region_rows(both[Side.LEFT], both[Side.RIGHT], "ten")
    assert [row.region for row in rows[::2]] == list(TEN)
    assert [row.side for row in rows[:2]] == ["L", "R"]
    share = REGION_COLUMNS.index("force_time_integral_share")
    for side in "LR":
        values = [row.readings[share].value for row in rows if row.side == side]
        assert sum(value for value in values if value is not None) == pytest.approx(100.0, abs=0.1)


def test_regions_of_a_cut_step_are_dashes(walk: Analysis) -> None:
    cut = next(step for step in walk.steps if not step.complete)
    for row in region_rows(cut, None, "ten"):
        assert {reading.text for reading in row.readings} == {"–"}
        assert all(reading.reason for reading in row.readings)
