"""Arch measures by the outline: against prints of closed form and against model feet."""

from __future__ import annotations

import numpy as np
import pytest
from arch_prints import HALF_DEPTH, LEVEL, PERIOD, SLOPE, TOUCH, WAVY, Sole, measured_about_its_axis, wavy_inner
from arch_truth import arch_truth

from bare_analysis import without_errors
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation import FootShape, Placement, StepParameters, simulate_step

PLACES = [(0.0, (0.0, 0.0)), (3.0, (1.3, 3.1)), (7.0, (4.2, 2.0)), (18.0, (2.5, 2.5)), (33.0, (0.7, 4.4))]
SIDES = [Side.LEFT, Side.RIGHT]
FEET = {"planus": FootShape.planus(), "rectus": FootShape.rectus(), "cavus": FootShape.cavus()}


def true_hollow() -> tuple[float, float]:
    """Clarke's angle in degrees and the arch-length index of the wavy sole."""
    touch_heel = np.array([LEVEL + HALF_DEPTH, TOUCH])
    touch_ball = np.array([LEVEL + HALF_DEPTH + SLOPE * PERIOD, TOUCH + PERIOD])
    middle = TOUCH + PERIOD / 2
    deepest = np.array([LEVEL - HALF_DEPTH + SLOPE * PERIOD / 2, middle])
    first, second = touch_heel - touch_ball, deepest - touch_ball
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    along = np.linspace(TOUCH, TOUCH + PERIOD, 20_001)
    edge = float(np.hypot(np.diff(along), np.diff(wavy_inner(along))).sum())
    return float(np.degrees(np.arccos(cosine))), edge / float(np.linalg.norm(first))


@pytest.mark.parametrize(("angle", "offset"), PLACES)
def test_hollow_of_closed_form(angle: float, offset: tuple[float, float]) -> None:
    clarke, ratio = true_hollow()
    for side in SIDES:
        measures = measured_about_its_axis(WAVY, angle, side, offset=offset).measures
        assert measures["clarke_angle"].value == pytest.approx(clarke, abs=2.5)
        assert measures["arch_length_index"].value == pytest.approx(ratio, abs=0.006)
    fine = [measured_about_its_axis(WAVY, angle, side, pitch=2.5, offset=offset).measures for side in SIDES]
    assert np.mean([one["clarke_angle"].value for one in fine]) == pytest.approx(clarke, abs=0.7)


@pytest.mark.parametrize(("angle", "offset"), PLACES)
def test_ratios_of_breadths_of_a_print_of_closed_form(angle: float, offset: tuple[float, float]) -> None:
    heel, middle = WAVY.width(0, 1 / 3).max(), WAVY.width(1 / 3, 2 / 3).min()
    ball = WAVY.inner(WAVY.along(2 / 3, 1)).max() + 32.0
    for side in SIDES:
        measures = measured_about_its_axis(WAVY, angle, side, offset=offset).measures
        assert measures["staheli_index"].value == pytest.approx(middle / heel, abs=0.012)
        assert measures["chippaux_smirak_index"].value == pytest.approx(100 * middle / ball, abs=1.0)


@pytest.mark.parametrize("name", sorted(FEET))
def test_model_feet(name: str) -> None:
    """The axis is found, not given; placement, angle and side change from step to step."""
    errors = []
    for number, angle in enumerate((0.0, 5.0, 12.0, 22.0, 35.0)):
        random = np.random.default_rng(number)
        parameters = StepParameters(FEET[name], SIDES[number % 2], progression_angle=angle)
        where = Placement(x=170.0 + random.uniform(0, 5), y=50.0 + random.uniform(0, 5))
        simulated = simulate_step(parameters, SensorGrid(5.0, 5.0, threshold=5.0), placement=where)
        truth = arch_truth(parameters, simulated.truth.contact_threshold)
        measures = without_errors(simulated.recording).steps[0].measures
        errors.append(
            (
                measures["midfoot_width"].value - truth.midfoot_width,
                measures["heel_width"].value - truth.heel_width,
                measures["toeless_length"].value - truth.length,
                measures["truncated_arch_index"].value - truth.truncated_arch_index,
                measures["arch_length_index"].value - truth.arch_length_index,
                measures["clarke_angle"].value - truth.clarke_angle,
            )
        )
    assert np.all(np.abs(np.mean(errors, axis=0)) < (1.0, 1.0, 1.0, 0.004, 0.035, 2.0))
    assert np.all(np.abs(errors).max(axis=0) < (1.5, 1.5, 1.5, 0.006, 0.05, 4.0))


def test_the_lower_the_arch_the_flatter_every_index() -> None:
    feet = [StepParameters(FootShape(arch_height=height)) for height in (0.2, 0.4, 0.6, 0.8)]
    recordings = [simulate_step(foot, SensorGrid(5.0, 5.0)).recording for foot in feet]
    tables = [without_errors(recording).steps[0].measures for recording in recordings]
    falling = ("truncated_arch_index", "chippaux_smirak_index", "staheli_index", "midfoot_width")
    for key, sign in (*((key, -1) for key in falling), ("clarke_angle", 1), ("arch_length_index", 1)):
        values = [sign * table[key].value for table in tables]
        assert values == sorted(values), key
        assert values[0] < values[-1], key


def test_an_arch_that_does_not_touch_has_breadth_0_and_no_hollow() -> None:
    simulated = simulate_step(StepParameters(FootShape(arch_height=1.0)), SensorGrid(5.0, 5.0))
    measures = without_errors(simulated.recording).steps[0].measures
    for key in ("midfoot_width", "chippaux_smirak_index", "staheli_index"):
        assert measures[key].value == 0.0, key
    for key in ("clarke_angle", "arch_length_index"):
        assert "midfoot left no print" in str(measures.missing[key])


def test_a_straight_inner_edge_has_no_hollow() -> None:
    straight = Sole(lambda along: np.full_like(along, 40.0), lambda along: np.full_like(along, -40.0))
    for angle in (0.0, 11.0):
        measures = measured_about_its_axis(straight, angle).measures
        assert measures["clarke_angle"].value == pytest.approx(0.0, abs=2.0)
        assert measures["arch_length_index"].value == pytest.approx(1.0, abs=0.004)
        assert measures["staheli_index"].value == pytest.approx(1.0, abs=0.015)


def test_pressure_does_not_matter_only_where_it_reaches() -> None:
    recording = simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    louder = PressureRecording(recording.pressure * 1.5, recording.time, SensorGrid(5.0, 5.0, threshold=7.5))
    one, other = (without_errors(each).steps[0].measures for each in (recording, louder))
    for key in ("clarke_angle", "arch_length_index", "staheli_index", "chippaux_smirak_index", "heel_width"):
        assert other[key].value == pytest.approx(one[key].value, rel=1e-5), key


def test_a_foot_that_stood_is_flagged_as_static() -> None:
    recording = simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    stood = PressureRecording(recording.peak_image[None].repeat(40, axis=0), np.arange(40) / 50.0, recording.grid)
    standing, walking = (without_errors(each).steps[0].measures for each in (stood, recording))
    for key in ("arch_index", "staheli_index", "clarke_angle"):
        assert any("static" in str(flag) for flag in standing[key].flags), key
        assert not any("static" in str(flag) for flag in walking[key].flags), key
    assert not any("static" in str(flag) for flag in standing["peak_pressure"].flags)
