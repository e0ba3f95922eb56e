"""Sway of a centre of pressure: length, velocity, spread, prediction ellipse, each with its standard error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from pedograph.recording import FloatArray
from pedograph.standing.course import SwayPath
from pedograph.standing.noise import NoiseFloor

BLOCKS: Final = 10
"""Equal parts of the recording, one of which is left out at a time to see how sure a value is."""
_COVERED: Final = 0.95
"""Share of further points that the ellipse is to hold."""
Values = dict[str, tuple[float, float | None]]


def sway_values(path: SwayPath, floor: NoiseFloor | None) -> Values:
    """Every sway measure but the frequencies, as (value, standard uncertainty) by key.

    Parameters
    ----------
    path : SwayPath
        The course.
    floor : NoiseFloor or None
        The sensor's noise, which is taken off length and velocity; None takes nothing off.
    """
    values = _lengths(path, floor)
    names = ("rms", "rms_across", "rms_along", "ellipse_area", "ellipse_major", "ellipse_minor")
    spread, error = jackknife(_spread, _moments(path))
    values |= {f"sway_{name}": pair for name, pair in zip(names, _pairs(spread, error), strict=True)}
    values["sway_ellipse_angle"] = _angle(path)
    left = floor.left(path.sampling) if floor else (0.0, 0.0)
    noise = dict(zip(("across", "along"), left, strict=True))
    for name, course in (("across", path.across), ("along", path.along)):
        span, error_by_parts = _range(course)
        values[f"sway_range_{name}"] = (span, float(np.hypot(error_by_parts, np.sqrt(2.0) * noise[name])))
    return values


def ellipse_factor(count: int) -> float:
    """Square of the half axes of the 95 % prediction ellipse over the variances.

    2 (n + 1) (n - 1) / (n (n - 2)) F(0.95; 2, n - 2), which is chi-square(0.95; 2) = 5.991 for many points. The
    ellipse holds the next point in 95 of 100 cases; the confidence ellipse, which bounds the mean and shrinks with
    n, is something else (Schubert and Kirchner, 2014).
    """
    from scipy.special import fdtri

    quantile = float(fdtri(2.0, count - 2.0, _COVERED))
    return 2.0 * (count + 1.0) * (count - 1.0) / (count * (count - 2.0)) * quantile


def without_noise(length: float, noise: float, error: float, noise_error: float) -> tuple[float, float]:
    """A length of path without what noise adds to it, and its standard uncertainty.

    Steps of sway and of noise are independent, so their squares add: L = sqrt(measured^2 - noise^2). Near 0 that
    is uncertain to one side more than to the other; the uncertainty is half of the longer arm of the
    95 % interval.

    Parameters
    ----------
    length, noise : float
        Measured length, and length of the path that noise alone would draw.
    error, noise_error : float
        Their standard uncertainties.
    """
    square = max(length**2 - noise**2, 0.0)
    spread = 2.0 * 2.0 * float(np.hypot(length * error, noise * noise_error))
    left = float(np.sqrt(square))
    above = float(np.sqrt(square + spread)) - left
    below = left - float(np.sqrt(max(square - spread, 0.0)))
    return left, max(above, below) / 2.0


def noise_lengths(path: SwayPath, floor: NoiseFloor) -> FloatArray:
    """Length of the path that noise alone would draw, and its parts across and along, mm [3]."""
    from scipy.special import ellipe

    across, along = floor.step(path.sampling)
    large, small = max(across, along), min(across, along)
    # mean length of a Gaussian step with two deviations: a complete elliptic integral
    step = large * np.sqrt(2.0 / np.pi) * float(ellipe(1.0 - (small / large) ** 2)) if large > 0.0 else 0.0
    return (path.across.size - 1) * np.array([step, across * np.sqrt(2 / np.pi), along * np.sqrt(2 / np.pi)])


def jackknife(statistic: Callable[[FloatArray], FloatArray], rows: FloatArray) -> tuple[FloatArray, FloatArray]:
    """A statistic of summed rows and its standard error, from leaving out one row at a time.

    Parameters
    ----------
    statistic : function
        From sums [sum] to values [value].
    rows : float array [block, sum]
        Sums of each part of the recording.
    """
    total = rows.sum(axis=0)
    parts = np.stack([statistic(total - row) for row in rows])
    spread = np.square(parts - parts.mean(axis=0)).sum(axis=0)
    return statistic(total), np.sqrt((len(rows) - 1) / len(rows) * spread)


def _pairs(values: FloatArray, errors: FloatArray) -> list[tuple[float, float]]:
    return list(zip(values.tolist(), errors.tolist(), strict=True))


def _lengths(path: SwayPath, floor: NoiseFloor | None) -> Values:
    """Length and mean velocities, the noise taken off."""
    across, along = np.diff(path.across), np.diff(path.along)
    steps = np.stack([np.hypot(across, along), np.abs(across), np.abs(along)], axis=1)
    rows = np.stack([[*block.sum(axis=0), len(block)] for block in np.array_split(steps, BLOCKS)])
    means, errors = jackknife(lambda sums: np.asarray(sums[:3] / sums[3]), rows)
    lengths, errors = means * len(steps), errors * len(steps)
    noise = noise_lengths(path, floor) if floor else np.zeros(3)
    noise_errors = noise * (floor.relative_error if floor else 0.0)
    total, to_sides, to_ends = (
        without_noise(*map(float, one)) for one in zip(lengths, noise, errors, noise_errors, strict=True)
    )
    duration = path.sampling.duration
    velocities = {
        key: (value / duration, error / duration)
        for key, (value, error) in zip(("", "_across", "_along"), (total, to_sides, to_ends), strict=True)
    }
    values: Values = {"sway_path_length": total}
    values |= {f"sway_velocity{key}": pair for key, pair in velocities.items()}
    if floor:
        values["sway_noise_length"] = (float(noise[0]), float(noise_errors[0]))
    return values


def _moments(path: SwayPath) -> FloatArray:
    """Count and sums of places and their products, for each block [block, 6]."""
    u, v = path.across, path.along
    columns = np.stack([np.ones_like(u), u, v, u * u, v * v, u * v], axis=1)
    return np.stack([block.sum(axis=0) for block in np.array_split(columns, BLOCKS)])


def _covariance(sums: FloatArray) -> tuple[float, float, float]:
    """Mean squares across and along about the means, and the mean product."""
    u, v, uu, vv, uv = sums[1:] / sums[0]
    return max(uu - u * u, 0.0), max(vv - v * v, 0.0), uv - u * v


def _spread(sums: FloatArray) -> FloatArray:
    """RMS (resultant, across, along), area and half axes of the ellipse."""
    var_u, var_v, cov = _covariance(sums)
    count = float(sums[0])
    factor = ellipse_factor(round(count)) * count / (count - 1.0)
    middle, half = (var_u + var_v) / 2.0, float(np.hypot((var_u - var_v) / 2.0, cov))
    major, minor = np.sqrt(factor * (middle + half)), np.sqrt(factor * max(middle - half, 0.0))
    return np.array([np.sqrt(var_u + var_v), np.sqrt(var_u), np.sqrt(var_v), np.pi * major * minor, major, minor])


def _angle(path: SwayPath) -> tuple[float, float]:
    """Direction of the major axis in degrees from the toes' direction to the person's right, 0 to 180."""

    def doubled(sums: FloatArray) -> FloatArray:
        var_u, var_v, cov = _covariance(sums)
        return np.array([np.arctan2(2.0 * cov, var_v - var_u)])

    rows = _moments(path)
    value = float(doubled(rows.sum(axis=0))[0])

    def from_value(sums: FloatArray) -> FloatArray:
        return np.asarray((doubled(sums) - value + np.pi) % (2.0 * np.pi) - np.pi)

    _, error = jackknife(from_value, rows)
    return float(np.degrees(value / 2.0) % 180.0), float(np.degrees(error[0] / 2.0))


def _range(course: FloatArray) -> tuple[float, float]:
    """Largest minus smallest place, and how it changes where a block is left out, which is rough for extremes."""
    blocks = np.array_split(course, BLOCKS)
    low, high = (np.array([end(block) for block in blocks]) for end in (np.min, np.max))
    kept = ~np.eye(BLOCKS, dtype=bool)
    parts = np.array([high[keep].max() - low[keep].min() for keep in kept])
    spread = float(np.square(parts - parts.mean()).sum())
    return float(np.ptp(course)), float(np.sqrt((BLOCKS - 1) / BLOCKS * spread))
