"""The force on the foot over time: its two peaks, the valley between them, and how fast it rises."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.recording import FloatArray

_POINTS = 101
"""Of stance, to which the force is brought: one for each per cent."""
_HALF_WINDOW = 5
"""% of stance to either side over which the force is smoothed."""
_SHALLOWEST = 0.02
"""Share of the largest force by which the valley must lie below the lower peak."""
_RISE = (0.2, 0.8)
"""Shares of the first peak between which its rise is taken."""


@dataclass(frozen=True)
class ForceHumps:
    """The two peaks of the force and the valley between them.

    Parameters
    ----------
    first, valley, second : float
        N, of the smoothed force.
    first_time : float
        s in the recording, at the first peak.
    """

    first: float
    valley: float
    second: float
    first_time: float


def find_humps(time: FloatArray, force: FloatArray) -> ForceHumps | None:
    """The peaks between which the force sinks deepest, or None where it does not have two.

    The force is brought to 101 points of stance and smoothed by a parabola through the 11 points around each
    (Savitzky and Golay, 1964), which keeps the height of a rounded peak. The valley is where the force lies
    deepest below the lower of the highest points before and after it.

    Parameters
    ----------
    time : float array [frame]
        s, increasing.
    force : float array [frame]
        N.
    """
    even = np.linspace(time[0], time[-1], _POINTS)
    smooth = np.convolve(np.interp(even, time, force), _smoother(), mode="valid")
    before, after = np.maximum.accumulate(smooth), np.maximum.accumulate(smooth[::-1])[::-1]
    depth = np.minimum(before, after) - smooth
    valley = int(depth.argmax())
    first, second = int(smooth[: valley + 1].argmax()), valley + int(smooth[valley:].argmax())
    if depth[valley] < _SHALLOWEST * float(force.max()) or first == 0 or second == smooth.size - 1:
        return None
    (_, low), (place, high), (_, last) = (_vertex(smooth, index) for index in (valley, first, second))
    at = (place + _HALF_WINDOW) / (_POINTS - 1)
    return ForceHumps(high, low, last, float(time[0]) + at * float(time[-1] - time[0]))


def rise_rate(time: FloatArray, force: FloatArray, hump: float) -> float | None:
    """Slope of the force between 20 and 80 % of a peak, N/s; None where the first frame is above 20 % already.

    Parameters
    ----------
    time : float array [frame]
        s, increasing.
    force : float array [frame]
        N, not smoothed; it reaches 80 % of the peak.
    peak : float
        Height of the peak, N.
    """
    low, high = (share * hump for share in _RISE)
    top = int(np.argmax(force >= high))
    below = np.flatnonzero(force[:top] < low)
    if not below.size:
        return None
    foot = int(below[-1]) + 1
    return (high - low) / (_crossing(time, force, top, high) - _crossing(time, force, foot, low))


def onset(time: FloatArray, force: FloatArray) -> float:
    """When the force began, s: where the line through the first two frames meets 0, at most one frame before.

    Parameters
    ----------
    time : float array [frame]
        s, increasing; at least two frames.
    force : float array [frame]
        N.
    """
    period, rise = float(time[1] - time[0]), float(force[1] - force[0])
    back = period * float(force[0]) / rise if rise > 0.0 else period
    return float(time[0]) - min(back, period)


def _smoother() -> FloatArray:
    """Weights of the centre's value in a least-squares parabola through a window."""
    half = _HALF_WINDOW
    places = np.arange(-half, half + 1)
    scale = (2 * half + 3) * (2 * half + 1) * (2 * half - 1)
    return np.asarray(3 * (3 * half**2 + 3 * half - 1 - 5 * places**2) / scale)


def _vertex(values: FloatArray, index: int) -> tuple[float, float]:
    """Place and height of the parabola through a point and its two neighbours."""
    back, here, ahead = values[index - 1 : index + 2]
    slope, bend = (ahead - back) / 2.0, ahead - 2.0 * here + back
    if bend == 0.0:
        return float(index), float(here)
    return float(index - slope / bend), float(here - slope**2 / (2.0 * bend))


def _crossing(time: FloatArray, force: FloatArray, frame: int, level: float) -> float:
    """When the force rises through a level on its way to a frame, s."""
    share = (level - force[frame - 1]) / (force[frame] - force[frame - 1])
    return float(time[frame - 1] + share * (time[frame] - time[frame - 1]))
