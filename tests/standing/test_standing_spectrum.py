"""Frequencies of courses whose spectrum is known."""

from __future__ import annotations

import numpy as np
import pytest

from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray
from pedograph.standing.course import even_sampling, sway_path
from pedograph.standing.spectrum import frequency_values, sway_spectrum

RATE = 100.0


def frequencies(x: FloatArray, y: FloatArray, rate: float = RATE) -> dict[str, float]:
    path = sway_path(x, y, even_sampling(np.arange(x.size) / rate), 0.0)
    return {key: value for key, (value, _) in frequency_values(sway_spectrum(path)).items()}


@pytest.mark.parametrize("frequency", [0.4, 1.0, 3.0])
@pytest.mark.parametrize("seconds", [30.0, 120.0])
def test_a_sine(frequency: float, seconds: float) -> None:
    """Its frequency, and half of its squared amplitude as power, within a line of the spectrum."""
    time = np.arange(round(seconds * RATE)) / RATE
    line = 1.0 / min(seconds / 3.0 if seconds > 40 else 40 / 3, 20.0)
    values = frequencies(4.0 * np.sin(2 * np.pi * frequency * time), np.zeros(time.size))
    assert values["sway_mean_frequency"] == pytest.approx(frequency, abs=0.3 * line)
    assert values["sway_median_frequency"] == pytest.approx(frequency, abs=0.5 * line)
    assert values["sway_f95"] == pytest.approx(frequency, abs=2.0 * line)
    assert values["sway_power"] == pytest.approx(8.0, rel=0.03)


def test_two_sines_in_two_directions() -> None:
    """Powers of 6 and 2 mm2: the mean lies at three to one, and directions count alike."""
    time = np.arange(round(120 * RATE)) / RATE
    slow = np.sqrt(12.0) * np.sin(2 * np.pi * 0.3 * time)
    fast = 2.0 * np.sin(2 * np.pi * 1.1 * time)
    one, other = frequencies(slow, fast), frequencies(fast, slow)
    assert one["sway_mean_frequency"] == pytest.approx(0.75 * 0.3 + 0.25 * 1.1, abs=0.02)
    assert one["sway_median_frequency"] == pytest.approx(0.3, abs=0.05)
    assert one["sway_f95"] == pytest.approx(1.1, abs=0.1)
    assert one["sway_power"] == pytest.approx(8.0, rel=0.03)
    assert other == pytest.approx(one)


def test_white_noise_fills_the_band_evenly() -> None:
    x, y = np.random.default_rng(2).normal(size=(2, 60_000))
    values = frequencies(x, y)
    assert values["sway_median_frequency"] == pytest.approx((0.15 + 5.0) / 2, abs=0.1)
    assert values["sway_f95"] == pytest.approx(0.15 + 0.95 * 4.85, abs=0.1)
    assert values["sway_power"] == pytest.approx(2.0 * (5.0 - 0.15) / 50.0, rel=0.06)


def test_the_frequency_does_not_change_with_the_rate() -> None:
    values = [
        frequencies(np.sin(2 * np.pi * 0.5 * np.arange(60 * rate) / rate), np.zeros(60 * rate), float(rate))
        for rate in (20, 50, 200)
    ]
    for other in values[1:]:
        assert other == pytest.approx(values[0], rel=0.02)


def test_what_does_not_move_has_no_frequency() -> None:
    with pytest.raises(Unmeasurable, match="does not move"):
        frequencies(np.zeros(6000), np.zeros(6000))
