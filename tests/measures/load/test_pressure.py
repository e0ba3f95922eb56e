"""Means and integrals of pressure against halves of a sheet whose courses are triangles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from load_phantoms import Triangle, context_of, halves, measured, sheet

import pedograph as pg
from bare_analysis import without_errors
from pedograph.measures import StepContext, Unmeasurable
from pedograph.measures.load.pressure import peak_mean_pressure
from pedograph.simulation import StepParameters, simulate_step

RATE = 300.0
REAR, FRONT = Triangle(0.0, 0.4, 100.0), Triangle(0.3, 0.9, 300.0)
TIME = np.arange(271) / RATE


def rolled() -> pg.StepAnalysis:
    """The load passes from the rear half to the front half; both are loaded from 0.3 to 0.4 s."""
    return measured(halves(REAR.at(TIME), FRONT.at(TIME), RATE))


def test_means_of_cells_with_known_courses() -> None:
    measures = rolled().measures
    assert measures["mean_pressure"].value == pytest.approx((100.0 + 300.0) / 2.0)
    # at that moment the front half alone is loaded
    assert measures["peak_mean_pressure"].value == pytest.approx(300.0)


def test_the_two_means_part_where_cells_peak_at_different_times() -> None:
    """Loaded together all the time, but a third of it each at its own best moment."""
    rear, front = Triangle(-0.4, 0.8, 300.0).at(TIME), Triangle(0.1, 1.3, 300.0).at(TIME)
    rear, front = np.maximum(rear, 1.0), np.maximum(front, 1.0)
    measures = measured(halves(rear, front, RATE)).measures
    assert measures["mean_pressure"].value == pytest.approx(300.0)
    together = float(((rear + front) / 2.0).max())
    assert together < 240.0
    assert measures["peak_mean_pressure"].value == pytest.approx(together)


def test_the_three_integrals_of_pressure_differ() -> None:
    measures = rolled().measures
    # the momentary peak follows the higher triangle; they cross at a third of a second, at 100/3 kPa
    overlap = 0.5 * 0.1 * 100.0 / 3.0
    truth = {
        "pressure_time_integral": FRONT.integral,
        "pressure_time_integral_of_peaks": REAR.integral + FRONT.integral - overlap,
        "pressure_time_integral_mean": (REAR.integral + FRONT.integral) / 2.0,
    }
    for key, value in truth.items():
        assert measures[key].value == pytest.approx(value, rel=1e-4), key


@given(arch=st.floats(0.1, 0.9), pronation=st.floats(-0.8, 0.8), stance=st.floats(0.5, 1.0))
@settings(max_examples=10, deadline=None)
def test_means_lie_below_peaks_in_any_step(arch: float, pronation: float, stance: float) -> None:
    parameters = StepParameters(pg.simulation.FootShape(arch_height=arch), pronation=pronation, stance_time=stance)
    measures = without_errors(simulate_step(parameters).recording).steps[0].measures
    value = {key: measure.value for key, measure in measures.items()}
    assert value["pressure_time_integral_mean"] < value["pressure_time_integral"]
    assert value["pressure_time_integral"] <= value["pressure_time_integral_of_peaks"]
    assert value["pressure_time_integral_of_peaks"] <= value["peak_pressure"] * value["contact_time"]
    assert value["mean_pressure"] < value["peak_pressure"]
    assert value["peak_mean_pressure"] < value["peak_pressure"]
    least = 10.0 * value["peak_force"] / value["contact_area"]
    assert value["peak_mean_pressure"] >= least > 0.0


def test_an_even_sheet_has_one_pressure() -> None:
    course = Triangle(0.0, 0.9, 200.0)
    measures = measured(sheet(course.at(TIME), RATE)).measures
    for key in ("peak_pressure", "mean_pressure", "peak_mean_pressure"):
        assert measures[key].value == pytest.approx(200.0), key
    for key in ("", "_of_peaks", "_mean"):
        assert measures[f"pressure_time_integral{key}"].value == pytest.approx(course.integral, rel=1e-4), key


def test_a_cell_or_two_do_not_make_the_largest_mean() -> None:
    recording = sheet(Triangle(0.0, 0.9, 150.0).at(TIME), RATE)
    pressure = recording.pressure.copy()
    last = int(np.flatnonzero(pressure.any(axis=(1, 2)))[-1])
    pressure[last + 1 : last + 3, 2, 10:12] = 190.0
    left = pg.PressureRecording(pressure, np.arange(len(pressure)) / RATE, recording.grid)
    assert measured(left).measures["peak_mean_pressure"].value == pytest.approx(150.0)


def test_without_enough_force_there_is_no_largest_mean() -> None:
    step = rolled()
    context = context_of(step, force_threshold=500.0)
    assert peak_mean_pressure(context) == pytest.approx(300.0)
    light = StepContext(step.frames, step.anatomy, None, pg.AnalysisSettings(minimum_cells=1000))
    with pytest.raises(Unmeasurable, match="enough force on enough cells"):
        peak_mean_pressure(light)


def test_a_picture_without_time_has_means_but_no_integrals() -> None:
    picture = sheet(np.array([120.0]), 1.0).pressure.max(axis=0, keepdims=True)
    step = measured(pg.PressureRecording(picture, [0.0], sheet(np.array([1.0]), 1.0).grid), body_mass=70.0)
    assert step.measures["mean_pressure"].value == pytest.approx(120.0)
    for key in (
        "peak_mean_pressure",
        "peak_force_body_weight",
        "pressure_time_integral_of_peaks",
        "pressure_time_integral_mean",
        "peak_pressure_instant",
    ):
        assert "single image" in str(step.missing[key]), key
