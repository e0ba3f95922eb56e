"""Peaks and rise of the force against curves in closed form and the model's walk."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from load_phantoms import CELL, CELLS, measured, sheet

import pedograph as pg
from pedograph.measures.load.force_curve import find_humps, onset, rise_rate
from pedograph.recording import FloatArray, SensorGrid
from pedograph.simulation import Sampling, StepParameters, simulate_step

LARGEST = 900.0
NO_HUMPS = "the force does not rise to two peaks with a valley between them"


def two_sines(stance: FloatArray, share: float = 1.0 / 3.0) -> FloatArray:
    """sin(pi s) + share sin(3 pi s): with a third its peaks are 4/3 sqrt(1/2) at 1/4 and 3/4, its valley 2/3."""
    return np.asarray(LARGEST * (np.sin(np.pi * stance) + share * np.sin(3.0 * np.pi * stance)))


def test_humps_of_two_sines() -> None:
    stance = np.linspace(0.0, 1.0, 141)
    newtons = two_sines(stance)
    measures = measured(sheet(newtons / (CELL * CELLS), 200.0)).measures
    hump, valley = LARGEST * 4.0 / 3.0 * np.sqrt(0.5), LARGEST * 2.0 / 3.0
    assert measures["first_force_peak"].value == pytest.approx(hump, rel=1e-3)
    assert measures["force_valley"].value == pytest.approx(valley, rel=1e-3)
    assert measures["second_force_peak"].value == pytest.approx(hump, rel=1e-3)


@given(
    share=st.floats(0.2, 0.5),
    frames=st.integers(40, 400),
    start=st.floats(-5.0, 5.0),
    stance_time=st.floats(0.3, 2.0),
)
@settings(max_examples=60, deadline=None)
def test_humps_are_where_the_formula_has_them(share: float, frames: int, start: float, stance_time: float) -> None:
    """cos(pi s)^2 = (3 - 1/(3 share)) / 4 where the curve is flat; the valley lies at one half."""
    stance = np.linspace(0.0, 1.0, frames)
    found = find_humps(start + stance_time * stance, two_sines(stance, share))
    place = float(np.arccos(np.sqrt((3.0 - 1.0 / (3.0 * share)) / 4.0)) / np.pi)
    hump = float(two_sines(np.array(place), share))
    assert found is not None
    assert found.first == pytest.approx(hump, rel=0.005)
    assert found.second == pytest.approx(hump, rel=0.005)
    assert found.valley == pytest.approx(LARGEST * (1.0 - share), rel=0.005)
    # half a per cent of stance is what looking at whole per cents could be wrong by
    frame = 1.0 / frames
    assert found.first_time == pytest.approx(start + place * stance_time, abs=(0.002 + frame**2) * stance_time)


@pytest.mark.parametrize(
    "curve",
    [
        lambda s: np.sin(np.pi * s),
        lambda s: 1.0 - np.abs(2.0 * s - 1.0),
        lambda s: s,
        lambda s: 1.0 - s,
        lambda s: np.minimum(1.0, 6.0 * np.minimum(s, 1.0 - s)),
        lambda s: np.sin(np.pi * s) + np.sin(3.0 * np.pi * s) / 9.0,
    ],
    ids=["sine", "triangle", "rise", "fall", "table", "flat top"],
)
def test_one_hump_is_not_taken_for_two(curve: Callable[[FloatArray], FloatArray]) -> None:
    stance = np.linspace(0.0, 1.0, 150)
    noise = np.random.default_rng(7).normal(0.0, 0.01, stance.size)
    assert find_humps(stance, 800.0 * curve(stance)) is None
    assert find_humps(stance, 800.0 * (curve(stance) + noise)) is None


@pytest.mark.parametrize("seed", range(5))
def test_noise_does_not_move_the_humps(seed: int) -> None:
    stance = np.linspace(0.0, 1.0, 200)
    noise = np.random.default_rng(seed).normal(0.0, 0.01 * LARGEST, stance.size)
    found = find_humps(stance, two_sines(stance) + noise)
    assert found is not None
    hump = LARGEST * 4.0 / 3.0 * np.sqrt(0.5)
    assert (found.first, found.second) == pytest.approx((hump, hump), rel=0.015)


@pytest.mark.parametrize("rate", [50.0, 100.0, 250.0])
@pytest.mark.parametrize("peaks", [(1.10, 0.78, 1.12), (1.3, 0.5, 1.15), (1.0, 0.9, 1.06)])
def test_humps_of_a_model_step(rate: float, peaks: tuple[float, float, float]) -> None:
    parameters = StepParameters(first_peak=peaks[0], valley=peaks[1], second_peak=peaks[2])
    recording = simulate_step(parameters, SensorGrid(5.0, 5.0), sampling=Sampling(rate)).recording
    measures = measured(recording).measures
    for key, peak in zip(("first_force_peak", "force_valley", "second_force_peak"), peaks, strict=True):
        assert measures[key].value == pytest.approx(peak * parameters.body_weight, rel=0.02), key


def test_a_step_with_one_hump_says_so() -> None:
    stance = np.linspace(0.0, 1.0, 141)
    step = measured(sheet(200.0 * np.sin(np.pi * stance), 200.0))
    for key in ("first_force_peak", "force_valley", "second_force_peak", "loading_rate", "mean_loading_rate"):
        assert str(step.missing[key]) == NO_HUMPS, key


def test_a_few_frames_draw_no_humps() -> None:
    stance = np.linspace(0.0, 1.0, 17)
    step = measured(sheet(two_sines(stance) / (CELL * CELLS), 20.0))
    assert (
        str(step.missing["first_force_peak"]) == "the peaks of the force need at least 20 frames; this step has 15"
    )


def test_a_standing_foot_has_no_humps_and_no_rates() -> None:
    stance = np.linspace(0.0, 1.0, 141)
    pressure = np.full_like(stance, 100.0) + 5.0 * np.sin(9.0 * stance)
    still = sheet(pressure, 100.0).pressure[20:-20]
    step = measured(pg.PressureRecording(still, np.arange(len(still)) / 100.0, SensorGrid(5.0, 5.0)))
    for key in ("first_force_peak", "loading_rate", "mean_loading_rate", "peak_force_instant"):
        assert "stood on the plate" in str(step.missing[key]), key


@given(rate=st.floats(200.0, 2000.0), slope=st.floats(2000.0, 60000.0), shift=st.floats(0.0, 1.0))
@settings(max_examples=40, deadline=None)
def test_an_even_rise_has_its_slope_at_any_rate(rate: float, slope: float, shift: float) -> None:
    time = np.linspace(shift, shift + 199.0, 200) / rate
    force = slope * time
    hump = float(force[-1])
    found = rise_rate(time, force, hump)
    assert found == pytest.approx(slope, rel=1e-9)


def test_the_slope_is_that_of_the_last_rise_through_a_fifth() -> None:
    """A spike at heel strike that sinks back below a fifth does not count."""
    time = np.linspace(0.0, 0.07, 8)
    force = np.array([0.0, 350.0, 100.0, 300.0, 500.0, 700.0, 900.0, 1000.0])
    assert rise_rate(time, force, 1000.0) == pytest.approx(600.0 / 0.03)


def test_the_force_began_where_its_first_line_points() -> None:
    time = np.array([1.0, 1.02, 1.04])
    assert onset(time, np.array([30.0, 90.0, 400.0])) == pytest.approx(0.99)
    for steep_or_flat in ([300.0, 310.0, 400.0], [300.0, 290.0, 400.0]):
        assert onset(time, np.array(steep_or_flat)) == pytest.approx(0.98)


def test_a_curve_that_begins_high_has_no_slope() -> None:
    assert rise_rate(np.linspace(0.0, 0.03, 4), np.array([250.0, 500.0, 900.0, 1000.0]), 1000.0) is None
