"""Axis, toe line and cells that a person set, and everything that follows them."""

from __future__ import annotations

import numpy as np
import pytest

import pedograph as pg
from bare_analysis import without_errors
from corrected_steps import with_foot, with_side
from pedograph.anatomy import find_anatomy
from pedograph.corrections import AXIS_BY_HAND, TOE_LINE_BY_HAND, StepCorrection
from pedograph.errors import SettingsError
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation import StepParameters, simulate_step

GRID = SensorGrid(5.0, 5.0, threshold=5.0)
SIMULATED = simulate_step(StepParameters(progression_angle=9.0), GRID)
ANALYSIS = without_errors(SIMULATED.recording)
Points = tuple[tuple[float, float], ...]


def on_plate(places: list[tuple[float, float]]) -> Points:
    """Places (medial, along) of the analysed foot in mm as plate points."""
    anatomy = ANALYSIS.steps[0].anatomy
    assert anatomy is not None
    x, y = anatomy.frame.to_plate(*np.array(places).T)
    return tuple(zip(x.tolist(), y.tolist(), strict=True))


def corrected(correction: StepCorrection) -> pg.StepAnalysis:
    return with_foot(ANALYSIS, 0, correction).steps[0]


def test_the_true_axis_set_by_hand_gives_the_true_angle() -> None:
    heel, toe = SIMULATED.truth.heel_centre, SIMULATED.truth.second_toe
    step = corrected(StepCorrection(axis=((heel[0], heel[1]), (toe[0], toe[1]))))
    assert step.measures["foot_progression_angle"].value == pytest.approx(9.0, abs=1e-6)
    assert step.measures["foot_length"].value == pytest.approx(SIMULATED.truth.length, abs=2.0)
    assert step.measures["arch_index"].value == pytest.approx(SIMULATED.truth.arch_index, abs=0.004)
    assert step.anatomy is not None and AXIS_BY_HAND in step.anatomy.flags
    assert "axis set by hand" in map(str, step.measures["foot_progression_angle"].flags)


@pytest.mark.parametrize("turn", [-10.0, 5.0])
def test_everything_follows_the_axis(turn: float) -> None:
    anatomy = ANALYSIS.steps[0].anatomy
    assert anatomy is not None
    heel = (0.0, 30.0)
    ahead = (200.0 * float(np.tan(np.radians(turn))), 230.0)
    step = corrected(StepCorrection(axis=tuple(on_plate([heel, ahead]))))  # type: ignore[arg-type]
    before = ANALYSIS.steps[0].measures
    # Towards the medial side is towards the other foot: less out-toeing.
    change = step.measures["foot_progression_angle"].value - before["foot_progression_angle"].value
    assert change == pytest.approx(-turn, abs=1e-6)
    assert step.measures["arch_index"].value != pytest.approx(before["arch_index"].value, abs=1e-4)
    assert step.measures["peak_pressure"].value == before["peak_pressure"].value
    total = sum(region["force_time_integral"].value for region in step.regions.values())
    assert total == pytest.approx(step.measures["force_time_integral"].value)


def test_a_toe_line_set_where_it_was_found_changes_little() -> None:
    anatomy = ANALYSIS.steps[0].anatomy
    assert anatomy is not None
    line = anatomy.borders.toe_line
    points = on_plate(list(zip(line.medial.tolist(), line.along.tolist(), strict=True))[::4])
    step = corrected(StepCorrection(toe_line=points[::-1]))
    assert step.anatomy is not None
    assert step.anatomy.flags == (TOE_LINE_BY_HAND,)
    for key, off in (("arch_index", 0.004), ("toeless_length", 2.0), ("foot_progression_angle", 0.5)):
        assert step.measures[key].value == pytest.approx(ANALYSIS.steps[0].measures[key].value, abs=off)


def test_everything_follows_the_toe_line() -> None:
    """A line straight across the ball cuts the forefoot off there, and the thirds with it."""
    anatomy = ANALYSIS.steps[0].anatomy
    assert anatomy is not None
    heel_to_toe = ((0.0, 0.0), (0.0, 200.0))
    axis = on_plate(list(heel_to_toe))
    step = corrected(StepCorrection(axis=(axis[0], axis[1]), toe_line=on_plate([(-70.0, 180.0), (70.0, 180.0)])))
    assert step.anatomy is not None
    assert step.measures["toeless_length"].value == pytest.approx(180.0, abs=1e-6)
    assert step.anatomy.borders.thirds == pytest.approx((60.0, 120.0), abs=1e-6)
    beyond = step.anatomy.cells.area @ (1.0 - step.anatomy.toeless)
    assert beyond == pytest.approx(anatomy.cells.area @ (anatomy.cells.share_along(180.0, 400.0)), rel=1e-6)
    assert step.measures["foot_length"].value == pytest.approx(anatomy.length, abs=1e-6)


def test_a_toe_line_tells_toes_where_the_print_does_not() -> None:
    rng = np.mgrid[0:60, 0:30] + 0.5
    along, medial = rng[0] * 5.0 - 30.0, -(rng[1] * 5.0 - 75.0)
    inside = (along > 0) & (along < 240) & (np.abs(medial) < 40.0)
    course = np.sin(np.linspace(0.0, np.pi, 61))[:, None, None]
    recording = PressureRecording(course * inside * 90.0, np.arange(61) / 100.0, GRID, side=Side.RIGHT)
    analysis = without_errors(recording)
    assert "foot_length" in analysis.steps[0].missing
    step = with_foot(analysis, 0, StepCorrection(toe_line=((20.0, 210.0), (130.0, 210.0)))).steps[0]
    # The axis runs a little towards the medial side, from corner to corner.
    assert step.measures["foot_length"].value == pytest.approx(240.0, abs=3.0)
    assert step.measures["toeless_length"].value == pytest.approx(180.0, abs=3.0)


def test_cells_left_out_are_counted_by_no_measure() -> None:
    step = ANALYSIS.steps[0]
    worst = int(step.frames.peak.argmax())
    place = (int(step.frames.rows[worst]), int(step.frames.columns[worst]))
    other = corrected(StepCorrection(cells_left_out=(place, (0, 0))))
    assert other.frames.peak.size == step.frames.peak.size - 1
    assert other.measures["peak_pressure"].value == pytest.approx(np.sort(step.frames.peak)[-2])
    lost = float(step.frames.durations @ step.frames.pressure[:, worst]) * step.frames.newton_per_kilopascal
    whole = step.measures["force_time_integral"].value
    assert other.measures["force_time_integral"].value == pytest.approx(whole - lost)
    assert other.anatomy is not None and other.anatomy.cells.peak.size == other.frames.peak.size
    assert not other.footstep.mask[place[0] - step.footstep.first_row, place[1] - step.footstep.first_column]
    assert "cells left out by hand" in map(str, other.anatomy.flags)
    with pytest.raises(SettingsError, match="every cell"):
        everything = zip(step.frames.rows.tolist(), step.frames.columns.tolist(), strict=True)
        corrected(StepCorrection(cells_left_out=tuple(everything)))


def test_undoing_a_correction_brings_everything_back() -> None:
    step = ANALYSIS.steps[0]
    place = (int(step.frames.rows[40]), int(step.frames.columns[40]))
    heel, toe = on_plate([(0.0, 20.0), (20.0, 220.0)])
    changed = with_foot(ANALYSIS, 0, StepCorrection(axis=(heel, toe), cells_left_out=(place,)))
    back = with_foot(changed, 0).steps[0]
    assert back.correction.nothing
    assert back.frames.peak.size == step.frames.peak.size
    for key, measure in step.measures.items():
        assert back.measures[key].value == pytest.approx(measure.value), key
    assert with_foot(changed, 0, StepCorrection()).steps[0].correction.nothing


def test_the_side_set_afterwards_keeps_the_correction() -> None:
    heel, toe = on_plate([(0.0, 20.0), (20.0, 220.0)])
    place = (int(ANALYSIS.steps[0].frames.rows[40]), int(ANALYSIS.steps[0].frames.columns[40]))
    correction = StepCorrection(axis=(heel, toe), cells_left_out=(place,))
    changed = with_foot(ANALYSIS, 0, correction)
    step = with_side(changed, 0, ANALYSIS.steps[0].side.other).steps[0]
    assert step.correction.foot == correction
    assert step.anatomy is not None and AXIS_BY_HAND in step.anatomy.flags
    angles = [one.measures["foot_progression_angle"].value for one in (changed.steps[0], step)]
    assert angles[0] == pytest.approx(-angles[1])
    assert with_foot(with_side(changed, 0, Side.LEFT), 0).steps[0].side is Side.LEFT


def test_a_toe_line_along_the_foot_leaves_no_anatomy_but_a_reason() -> None:
    step = corrected(StepCorrection(toe_line=on_plate([(0.0, 100.0), (2.0, 220.0)])))
    assert step.anatomy is None
    assert str(step.missing["arch_index"]) == "the toe line set by hand does not run across the foot"


@pytest.mark.parametrize(
    ("axis", "toe_line", "reason"),
    [
        (((0.0, 0.0), (5.0, 5.0)), None, "at least 20 mm"),
        (((0.0, 0.0), (float("nan"), 200.0)), None, "not a number"),
        (None, ((0.0, 0.0),), "two points"),
        (None, ((0.0, 0.0), (float("inf"), 1.0)), "not a number"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    axis: tuple[tuple[float, float], tuple[float, float]] | None, toe_line: Points | None, reason: str
) -> None:
    with pytest.raises(SettingsError, match=reason):
        StepCorrection(axis=axis, toe_line=toe_line)


def test_nothing_set_finds_the_same_foot() -> None:
    step = ANALYSIS.steps[0]
    one, other = find_anatomy(step.frames), find_anatomy(step.frames, StepCorrection())
    assert one.frame == other.frame
    assert one.flags == other.flags == ()
