"""Loads of the whole foot against sheets with known courses, and what must not change them."""

from __future__ import annotations

import numpy as np
import pytest
from load_phantoms import AREA, CELL, CELLS, Triangle, measured, sheet

import pedograph as pg
from pedograph.measures.load.saturation import AT_LEAST
from pedograph.recording import PressureRecording, SensorGrid
from pedograph.simulation import Sampling, StepParameters, simulate_step

TRIANGLE = Triangle(0.0, 0.8, 250.0)
RATE = 100.0
LOADS = {
    "peak_pressure",
    "mean_pressure",
    "peak_mean_pressure",
    "pressure_time_integral",
    "pressure_time_integral_of_peaks",
    "pressure_time_integral_mean",
    "peak_force",
    "force_time_integral",
    "first_force_peak",
    "force_valley",
    "second_force_peak",
}


def triangle_sheet(saturation: float | None = None) -> PressureRecording:
    return sheet(TRIANGLE.at(np.arange(81) / RATE), RATE, saturation)


def test_loads_of_a_sheet() -> None:
    measures = measured(triangle_sheet()).measures
    newtons = TRIANGLE.height * CELL * CELLS
    truth = {
        "peak_pressure": TRIANGLE.height,
        "peak_force": newtons,
        "contact_area": AREA,
        "contact_time": 0.79,  # the first and the last of 81 frames are empty
        "pressure_time_integral": TRIANGLE.integral,
        "force_time_integral": newtons * 0.4,
    }
    for key, value in truth.items():
        # the slopes between the empty frames and the first and last loaded one are outside of the contact
        assert measures[key].value == pytest.approx(value, rel=1e-3), key


def test_loads_as_a_share_of_body_weight() -> None:
    weight = 80.0 * 9.80665
    measures = measured(triangle_sheet(), body_mass=80.0).measures
    newtons = TRIANGLE.height * CELL * CELLS
    assert measures["peak_force_body_weight"].value == pytest.approx(100.0 * newtons / weight)
    assert measures["peak_force_body_weight"].unit == "%"
    assert measures["force_time_integral_body_weight"].value == pytest.approx(40.0 * newtons / weight, rel=1e-3)
    without = measured(triangle_sheet())
    for key in ("peak_force_body_weight", "force_time_integral_body_weight"):
        assert key not in without.measures
        assert key not in without.missing


def test_body_weights_of_a_model_step() -> None:
    parameters = StepParameters(body_mass=82.0, first_peak=1.05, valley=0.8, second_peak=1.05)
    simulated = simulate_step(parameters, SensorGrid(5.0, 5.0))
    force, time = simulated.truth.force, simulated.truth.time
    impulse = float(np.trapezoid(force, time))
    measures = measured(simulated.recording, body_mass=82.0).measures
    assert measures["force_time_integral_body_weight"].value == pytest.approx(
        100.0 * impulse / parameters.body_weight, rel=0.01
    )
    assert measures["peak_force_body_weight"].value == pytest.approx(105.0, abs=0.5)


@pytest.mark.parametrize("factor", [0.5, 3.0])
def test_loads_grow_with_the_pressure_and_nothing_else_does(factor: float) -> None:
    grid = SensorGrid(5.0, 5.0, threshold=5.0)
    recording = simulate_step(StepParameters(), grid, sampling=Sampling(250.0)).recording
    louder = PressureRecording(
        factor * recording.pressure.astype(np.float64),
        recording.time,
        SensorGrid(5.0, 5.0, threshold=5.0 * factor),
    )
    one = measured(recording).measures
    other = measured(louder, force_threshold=20.0 * factor, zone_force=5.0 * factor).measures
    scaled = LOADS | {"loading_rate", "mean_loading_rate", "peak_pressure_gradient"}
    same = {"peak_pressure_instant", "peak_force_instant", "contact_area"}
    same |= {"fore_rear_ratio", "medial_lateral_ratio", "metatarsal_1_5_ratio"}
    for key in scaled | same:
        expected = one[key].value * (factor if key in scaled else 1.0)
        assert other[key].value == pytest.approx(expected, rel=1e-5), key


@pytest.mark.parametrize("factor", [0.8, 1.3])
def test_integrals_grow_and_rates_shrink_with_the_time(factor: float) -> None:
    recording = simulate_step(
        StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0), sampling=Sampling(300.0)
    ).recording
    slower = PressureRecording(recording.pressure, recording.time * factor, recording.grid)
    one, other = measured(recording).measures, measured(slower).measures
    integrals = {key for key in LOADS if "time_integral" in key}
    for key in LOADS | {"loading_rate", "mean_loading_rate", "peak_pressure_instant", "peak_force_instant"}:
        power = 1.0 if key in integrals else -1.0 if "rate" in key else 0.0
        assert other[key].value == pytest.approx(one[key].value * factor**power, rel=1e-6), key


def test_a_reading_at_the_limit_says_at_least() -> None:
    stance = np.linspace(0.0, 1.0, 81)
    course = 40.0 * (np.sin(np.pi * stance) + np.sin(3.0 * np.pi * stance) / 3.0)
    flagged = measured(sheet(course, RATE, float(course.max().round(6))), body_mass=80.0).measures
    limited = LOADS | {"peak_force_body_weight", "force_time_integral_body_weight"}
    assert {key for key, measure in flagged.items() if AT_LEAST in measure.flags} == limited
    for limit in (None, TRIANGLE.height + 0.1):
        assert not any(
            AT_LEAST in one.flags for one in measured(triangle_sheet(saturation=limit)).measures.values()
        )


def test_a_limit_that_single_precision_cannot_hold_is_reached_all_the_same() -> None:
    pressure = 127.1
    assert float(np.float32(pressure)) < pressure
    step = measured(sheet(pressure * TRIANGLE.at(np.arange(81) / RATE) / TRIANGLE.height, RATE, pressure))
    assert AT_LEAST in step.measures["peak_pressure"].flags


def test_a_step_below_the_limit_carries_no_flag_of_another() -> None:
    courses = [Triangle(0.0, 0.8, height).at(np.arange(81) / RATE) for height in (250.0, 180.0)]
    loud, quiet = (sheet(course, RATE).pressure for course in courses)
    both = np.concatenate([loud, quiet])
    recording = PressureRecording(both, np.arange(len(both)) / RATE, SensorGrid(5.0, 5.0, saturation=250.0))
    first, second = pg.analyze(recording).steps
    assert AT_LEAST in first.measures["peak_pressure"].flags
    assert AT_LEAST not in second.measures["peak_pressure"].flags
