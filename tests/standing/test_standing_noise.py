"""The sensor's noise: read off, carried over to the path, and taken off it."""

from __future__ import annotations

import numpy as np
import pytest
from standing_phantoms import GRID, RATE, shares_for, stance

from pedograph.measures.model import Unmeasurable
from pedograph.recording import PressureRecording
from pedograph.standing import measure_standing, sensor_noise
from pedograph.standing.noise import smallest_step

EVEN = np.full(2000, 0.5)


def true_length(x: np.ndarray, y: np.ndarray) -> float:
    return float(np.hypot(np.diff(x), np.diff(y)).sum())


@pytest.mark.parametrize(("noise", "quantum"), [(0.3, 0.0), (0.5, 1.0), (1.0, 1.0), (2.0, 0.5), (0.0, 1.0)])
def test_a_dead_weight_has_no_sway(noise: float, quantum: float) -> None:
    """Noise on its readings draws a long path; what is left of it lies within its error of 0."""
    for seed in range(2):
        still = stance(EVEN, EVEN, noise=noise, quantum=quantum, seed=seed).recording
        measures = measure_standing(still).measures
        length, velocity = measures["sway_path_length"], measures["sway_velocity"]
        taken = measures["sway_noise_length"].value
        assert length.uncertainty is not None and velocity.uncertainty is not None
        assert length.value <= 2.001 * length.uncertainty + 1e-9
        assert velocity.value <= 2.001 * velocity.uncertainty + 1e-9
        if noise:
            assert taken > 10.0
            assert length.value < 0.45 * taken


@pytest.mark.parametrize(("noise", "quantum"), [(0.5, 0.0), (1.0, 1.0), (2.0, 2.0)])
def test_a_swaying_person_keeps_the_sway(noise: float, quantum: float) -> None:
    clean = stance(*shares_for(30.0))
    truth = true_length(clean.x, clean.y)
    measures = measure_standing(stance(*shares_for(30.0), noise=noise, quantum=quantum).recording).measures
    length = measures["sway_path_length"]
    assert length.value == pytest.approx(truth, rel=0.02)
    raw = np.hypot(length.value, measures["sway_noise_length"].value)
    assert abs(length.value - truth) < abs(raw - truth), "taking the noise off brings it nearer to the truth"


def test_noise_from_a_dead_weight_of_another_load() -> None:
    """Read off a weight of any place, it says what it does to a person's path."""
    noise = sensor_noise(stance(np.full(300, 0.3), np.full(300, 0.7), noise=0.8, seed=9).recording)
    assert noise.deviation == pytest.approx(0.8, rel=0.03)
    still = stance(EVEN, EVEN, noise=0.8).recording
    given, found = measure_standing(still, noise=noise), measure_standing(still)
    assert given.noise is not None and found.noise is not None
    assert "still recording" in given.noise.origin
    # clipping of weak cells at 0 makes the noise of a real weight a little less than that of all its cells
    assert given.noise.across == pytest.approx(found.noise.across, rel=0.1)
    assert given.noise.along == pytest.approx(found.noise.along, rel=0.1)


def test_noise_of_a_plate_that_is_not_zeroed() -> None:
    frames = 5.0 + np.random.default_rng(1).normal(0.0, 0.4, (200, 20, 20))
    noise = sensor_noise(PressureRecording(frames, np.arange(200) / RATE, GRID))
    assert noise.deviation == pytest.approx(0.4, rel=0.01)


def test_an_empty_plate_of_zeros_hides_its_noise() -> None:
    with pytest.raises(Unmeasurable, match="dead weight"):
        sensor_noise(PressureRecording(np.zeros((50, 9, 9)), np.arange(50) / RATE, GRID))
    with pytest.raises(Unmeasurable, match="three frames"):
        sensor_noise(PressureRecording(np.ones((2, 9, 9)), np.arange(2) / RATE, GRID))


def test_slow_recordings_use_the_rounding() -> None:
    """At 20 Hz the steps of 2 kPa are the noise; a load that wanders over many of them is rounded each time."""
    left, front = shares_for(60.0, 20.0)
    fine, coarse = (stance(left, front, rate=20.0, quantum=quantum) for quantum in (0.0, 2.0))
    plain, rounded = measure_standing(fine.recording), measure_standing(coarse.recording)
    assert plain.noise is None
    assert str(plain.measures.missing["sway_noise_length"]).startswith("the sensor's noise cannot be told")
    assert str(plain.measures["sway_path_length"].flags[-1]) == "the sensor's noise is not known"
    assert rounded.noise is not None and "steps of 2 kPa" in rounded.noise.origin
    assert rounded.path is not None and plain.path is not None
    for axis, found in (("across", rounded.noise.across), ("along", rounded.noise.along)):
        errors = getattr(rounded.path, axis) - getattr(plain.path, axis)
        assert found == pytest.approx(np.diff(errors).std() / np.sqrt(2), rel=0.3)
    truth, length = plain.measures["sway_path_length"].value, rounded.measures["sway_path_length"]
    assert length.uncertainty is not None and length.uncertainty < 0.02 * truth
    assert abs(length.value - truth) < 2 * length.uncertainty


def test_a_still_load_at_a_slow_rate_is_rounded_alike_in_every_frame() -> None:
    still = stance(EVEN[:400], EVEN[:400], rate=20.0, quantum=1.0).recording
    measures = measure_standing(still).measures
    assert measures["sway_path_length"].value == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("step", [0.1, 0.5, 2.0, 6.25])
def test_the_step_of_a_sensor(step: float) -> None:
    random = np.random.default_rng(4)
    levels = random.integers(0, 120, 5000) * step
    assert smallest_step(levels.astype(np.float32).astype(np.float64)) == pytest.approx(step, rel=1e-3)
    assert smallest_step(random.uniform(0, 100, 5000)) == 0.0
