"""Sway of courses whose every number can be written down."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import f as f_distribution

from pedograph.recording import FloatArray
from pedograph.standing.course import Sampling, SwayPath, even_sampling, sway_path
from pedograph.standing.noise import NoiseFloor
from pedograph.standing.sway import Values, ellipse_factor, noise_lengths, sway_values, without_noise


def path_of(x: FloatArray, y: FloatArray, rate: float, heading: float = 0.0) -> SwayPath:
    return sway_path(x, y, even_sampling(np.arange(x.size) / rate), heading)


def circle(rate: float = 100.0, radius: float = 10.0, heading: float = 0.0) -> Values:
    """Ten turns of four seconds each."""
    turn = 2 * np.pi * 0.25 * np.arange(round(40 * rate)) / rate
    return sway_values(path_of(150 + radius * np.cos(turn), 200 + radius * np.sin(turn), rate, heading), None)


@pytest.mark.parametrize("rate", [20.0, 50.0, 100.0, 500.0])
def test_a_circle(rate: float) -> None:
    values = {key: value for key, (value, _) in circle(rate).items()}
    speed = 2 * np.pi * 10.0 * 0.25
    duration = 40.0 - 1.0 / rate
    assert values["sway_path_length"] == pytest.approx(speed * duration, rel=2e-3)
    assert values["sway_velocity"] == pytest.approx(speed, rel=2e-3)
    assert values["sway_velocity_across"] == pytest.approx(speed * 2 / np.pi, rel=2e-3)
    assert values["sway_velocity_along"] == pytest.approx(speed * 2 / np.pi, rel=2e-3)
    assert values["sway_rms"] == pytest.approx(10.0, rel=2e-3)
    assert values["sway_rms_across"] == pytest.approx(10.0 / np.sqrt(2), rel=2e-3)
    assert values["sway_range_across"] == pytest.approx(20.0, rel=5e-3)
    assert values["sway_range_along"] == pytest.approx(20.0, rel=5e-3)
    n = round(40 * rate)
    few = 2 * (n + 1) * (n - 1) / (n * (n - 2)) * f_distribution.ppf(0.95, 2, n - 2) * n / (n - 1)
    assert values["sway_ellipse_area"] == pytest.approx(np.pi * few * 50.0, rel=5e-3)


def test_ellipse_of_white_noise() -> None:
    """Deviations of 1 mm: 18.82 mm2, and the ellipse holds 95 % of further points."""
    random = np.random.default_rng(3)
    x, y = random.normal(size=(2, 100_000))
    values = sway_values(path_of(x, y, 20.0), None)
    assert values["sway_ellipse_area"][0] == pytest.approx(18.82, rel=0.01)
    for axis in ("sway_ellipse_major", "sway_ellipse_minor"):
        assert values[axis][0] == pytest.approx(np.sqrt(5.991), rel=0.01)
    assert values["sway_rms_along"][0] == pytest.approx(1.0, rel=0.01)
    error = values["sway_ellipse_area"][1]
    assert error is not None and 0.3 < error / (18.82 / np.sqrt(100_000)) < 2.0


@pytest.mark.parametrize("count", [10, 30, 100])
def test_the_ellipse_of_few_points_holds_the_next_one(count: int) -> None:
    random = np.random.default_rng(count)
    points = random.normal(size=(4000, count + 1, 2))
    known, following = points[:, :-1], points[:, -1]
    away = following - known.mean(axis=1)
    centred = known - known.mean(axis=1, keepdims=True)
    covariance = np.einsum("nij,nik->njk", centred, centred) / (count - 1)
    squares = np.einsum("nj,njk,nk->n", away, np.linalg.inv(covariance), away)
    held = float(np.mean(squares <= ellipse_factor(count)))
    assert held == pytest.approx(0.95, abs=0.012)


def test_the_factor_of_many_points_is_chi_square() -> None:
    assert ellipse_factor(10_000_000) == pytest.approx(5.9915, abs=1e-3)


@pytest.mark.parametrize("angle", [0.0, 30.0, 90.0, 135.0, 179.0])
def test_direction_of_the_ellipse(angle: float) -> None:
    """A line of sway from straight ahead (0) to the person's right (90), in any heading on the plate."""
    random = np.random.default_rng(7)
    far, near = 5.0 * random.normal(size=20_000), random.normal(size=20_000)
    direction = np.radians(angle)
    across = far * np.sin(direction) + near * np.cos(direction)
    along = far * np.cos(direction) - near * np.sin(direction)
    for heading in (0.0, 0.4, np.pi):
        x = across * np.cos(heading) + along * np.sin(heading)
        y = -across * np.sin(heading) + along * np.cos(heading)
        values = sway_values(path_of(x, y, 20.0, heading), None)
        found, error = values["sway_ellipse_angle"]
        assert error is not None
        assert abs((found - angle + 90.0) % 180.0 - 90.0) < max(3 * error, 0.6)
        assert values["sway_ellipse_major"][0] / values["sway_ellipse_minor"][0] == pytest.approx(5.0, rel=0.03)


def test_a_turned_plate_changes_nothing() -> None:
    plain, turned = circle(heading=0.0), circle(heading=1.1)
    for key in ("sway_path_length", "sway_rms", "sway_ellipse_area"):
        assert turned[key][0] == pytest.approx(plain[key][0], rel=1e-6)


def test_the_filter_lets_half_of_the_power_through_at_10_hz() -> None:
    for rate in (25.0, 50.0, 100.0, 400.0):
        sampling = Sampling(np.zeros(1), np.zeros(1), rate)
        slow, corner = sampling.passed(2 * np.pi * np.array([1.0, 10.0]) / rate)
        assert slow == pytest.approx(1.0, abs=1e-3)
        assert corner == pytest.approx(0.5, abs=1e-6)
    assert Sampling(np.zeros(1), np.zeros(1), 20.0).low_pass is None


@pytest.mark.parametrize(("across", "along"), [(0.1, 0.1), (0.05, 0.2), (0.0, 0.1), (0.0, 0.0)])
@pytest.mark.parametrize("rate", [20.0, 100.0])
def test_length_of_noise_alone(rate: float, across: float, along: float) -> None:
    random = np.random.default_rng(11)
    path = path_of(across * random.normal(size=60_000), along * random.normal(size=60_000), rate)
    expected = noise_lengths(path, NoiseFloor(across, along, 0.0, "known"))
    steps = np.abs(np.diff(path.across)), np.abs(np.diff(path.along))
    measured = [np.hypot(*steps).sum(), steps[0].sum(), steps[1].sum()]
    assert expected == pytest.approx(np.array(measured), rel=0.01, abs=1e-9)


def test_errors_of_a_length_without_noise() -> None:
    assert without_noise(100.0, 0.0, 1.0, 0.0) == pytest.approx((100.0, 1.0), rel=0.02)
    assert without_noise(50.0, 30.0, 0.0, 0.0)[0] == pytest.approx(40.0)
    length, error = without_noise(10.0, 10.1, 0.1, 0.1)
    assert length == 0.0
    assert error > 0.5


def test_errors_hold_the_truth() -> None:
    """White courses of known deviation: the 95 % interval of RMS and area holds the truth in most of 300."""
    random = np.random.default_rng(5)
    held = {"sway_rms_across": 0, "sway_ellipse_area": 0}
    truth = {"sway_rms_across": 1.0, "sway_ellipse_area": np.pi * 5.991}
    for _ in range(300):
        x, y = random.normal(size=(2, 1000))
        values = sway_values(path_of(x, y, 20.0), None)
        for key in held:
            value, error = values[key]
            assert error is not None
            held[key] += abs(value - truth[key]) < 2.26 * error  # t of nine degrees of freedom
    assert all(0.9 <= count / 300 <= 0.99 for count in held.values()), held
