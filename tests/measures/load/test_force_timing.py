"""Instants and rates of loading against sheets with known courses."""

from __future__ import annotations

import numpy as np
import pytest
from load_phantoms import CELL, CELLS, Triangle, halves, measured, sheet

import pedograph as pg
from pedograph.recording import FloatArray, SensorGrid
from pedograph.simulation import Sampling, StepParameters, simulate_step

LARGEST, STANCE = 900.0, 0.7
BODY_MASS = 75.0


def force(stance: FloatArray) -> FloatArray:
    """Two peaks of 4/3 sqrt(1/2) of the largest force at a quarter and three quarters of stance."""
    return np.asarray(LARGEST * (np.sin(np.pi * stance) + np.sin(3.0 * np.pi * stance) / 3.0))


def rolled(rate: float, **settings: float) -> pg.StepAnalysis:
    stance = np.arange(round(STANCE * rate) + 1) / (STANCE * rate)
    return measured(sheet(np.maximum(force(stance), 0.0) / (CELL * CELLS), rate), **settings)


def when(level: float) -> float:
    """Stance fraction at which the rising force passes a level, by halving."""
    low, high = 0.0, 0.25
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (middle, high) if float(force(np.array(middle))) < level else (low, middle)
    return low


def test_instants_of_cells_with_known_courses() -> None:
    """The rear half presses hardest of all at 0.4 s; the force is largest where the front half peaks."""
    rate = 200.0
    time = np.arange(201) / rate
    rear, front = Triangle(0.0, 0.8, 200.0).at(time), Triangle(0.3, 0.9, 190.0).at(time)
    measures = measured(halves(rear, front, rate)).measures
    # contact is from the first to the last loaded frame
    first, last = 1.0 / rate, 179.0 / rate
    percent = 100.0 / (last - first)
    assert measures["peak_pressure_instant"].value == pytest.approx((0.4 - first) * percent)
    largest = time[int(np.argmax(rear + front))]
    assert largest == pytest.approx(0.6)
    assert measures["peak_force_instant"].value == pytest.approx((largest - first) * percent)


def test_instants_do_not_depend_on_when_the_recording_began() -> None:
    recording = simulate_step(StepParameters(), SensorGrid(5.0, 5.0)).recording
    later = pg.PressureRecording(
        np.pad(recording.pressure, ((30, 4), (0, 0), (0, 0))),
        3.0 + np.arange(recording.frames + 34) / 100.0,
        recording.grid,
    )
    one, other = measured(recording).measures, measured(later).measures
    for key in ("peak_pressure_instant", "peak_force_instant", "mean_loading_rate"):
        assert other[key].value == pytest.approx(one[key].value), key


@pytest.mark.parametrize("rate", [200.0, 350.0, 500.0])
def test_rates_of_a_known_rise(rate: float) -> None:
    hump = LARGEST * 4.0 / 3.0 * np.sqrt(0.5)
    slope = 0.6 * hump / ((when(0.8 * hump) - when(0.2 * hump)) * STANCE)
    mean = hump / (0.25 * STANCE)
    weight = BODY_MASS * 9.80665
    measures = rolled(rate, body_mass=BODY_MASS).measures
    assert measures["loading_rate"].value == pytest.approx(slope, rel=0.01)
    assert measures["mean_loading_rate"].value == pytest.approx(mean, rel=0.02)
    assert measures["loading_rate_body_weight"].value == pytest.approx(100.0 * slope / weight, rel=0.01)
    assert measures["mean_loading_rate_body_weight"].value == pytest.approx(100.0 * mean / weight, rel=0.02)
    assert slope > 1.2 * mean, "two measures, not one"


def test_slow_plates_give_the_mean_rate_and_slower_ones_nothing() -> None:
    exact = LARGEST * 4.0 / 3.0 * np.sqrt(0.5) / (0.25 * STANCE)
    at_100, at_50, at_40 = (rolled(rate, body_mass=BODY_MASS) for rate in (100.0, 50.0, 40.0))
    for step, hertz in ((at_100, 100), (at_50, 50)):
        reason = f"the slope of the force's rise needs at least 200 Hz; this is {hertz} Hz"
        assert {str(step.missing[key]) for key in ("loading_rate", "loading_rate_body_weight")} == {reason}
        assert step.measures["mean_loading_rate"].value == pytest.approx(exact, rel=0.05)
    reason = "the rise of the force needs at least 50 Hz; this is 40 Hz"
    keys = ("mean_loading_rate", "mean_loading_rate_body_weight")
    assert {str(at_40.missing[key]) for key in keys} == {reason}
    assert "first_force_peak" in at_40.measures


def test_without_body_mass_there_are_newtons_only() -> None:
    step = rolled(250.0)
    for key in ("loading_rate", "mean_loading_rate"):
        assert key in step.measures
        assert f"{key}_body_weight" not in (*step.measures.keys(), *step.missing)


@pytest.mark.parametrize("rate", [200.0, 500.0])
def test_rates_of_a_model_step(rate: float) -> None:
    parameters = StepParameters()
    simulated = simulate_step(parameters, SensorGrid(5.0, 5.0), sampling=Sampling(rate))
    truth, measures = simulated.truth, measured(simulated.recording).measures
    hump = parameters.first_peak * parameters.body_weight
    fine = np.linspace(0.0, 0.23, 20001)
    rise = simulated_force(parameters, fine)
    low, high = (float(np.interp(share * hump, rise, fine)) for share in (0.2, 0.8))
    slope = 0.6 * hump / ((high - low) * parameters.stance_time)
    assert measures["loading_rate"].value == pytest.approx(slope, rel=0.02)
    assert measures["mean_loading_rate"].value == pytest.approx(hump / (0.23 * parameters.stance_time), rel=0.04)
    at = 100.0 * (truth.time[int(truth.force.argmax())] - truth.start) / parameters.stance_time
    assert measures["peak_force_instant"].value == pytest.approx(at, abs=1.0)


def simulated_force(parameters: StepParameters, stance: FloatArray) -> FloatArray:
    from pedograph.simulation.gait import WalkingFoot

    return WalkingFoot(parameters).force(stance)


def test_a_step_that_begins_with_load_has_no_slope() -> None:
    """A plate that wakes up late: the first frame bears a third of the peak."""
    rate = 250.0
    stance = np.linspace(0.06, 1.0, round(0.94 * STANCE * rate))
    step = measured(sheet(force(stance) / (CELL * CELLS), rate))
    assert str(step.missing["loading_rate"]) == "the step begins with more than a fifth of the first peak's force"
    assert "first_force_peak" in step.measures
