"""How the centre of pressure moves: how far, how fast, and where it lies in each phase of roll-over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from pedograph.measures.context import StepContext, once
from pedograph.measures.cop.path import need_points, path_length
from pedograph.measures.geometry import foot_length
from pedograph.measures.model import Unmeasurable
from pedograph.measures.rollover.phases import find_instants
from pedograph.recording import FloatArray

REACH = 0.020
"""s either side over which a line is fitted to the path to take its slope; half power at about 14 Hz."""
_LOWEST_RATE = 50.0
"""Hz below which the fastest moment falls between frames."""
_WITHIN = 1e-6
"""s by which times of even frames may differ from one another."""


def forward_range(context: StepContext) -> float:
    """Extent of the path along the foot axis, mm."""
    need_points(context.path)
    return float(np.ptp(context.foot_path[1]))


def advance(context: StepContext) -> float:
    """From the first to the last point of the path along the foot axis, % of foot length."""
    context.need_walk()
    need_points(context.path)
    along = context.foot_path[1]
    return 100.0 * float(along[-1] - along[0]) / foot_length(context)


def mean_speed(context: StepContext) -> float:
    """Length of the path over the time that it takes, mm/s."""
    return path_length(context.path) / _time_taken(context)


def mean_speed_along(context: StepContext) -> float:
    """Way made along the foot axis, forwards and back, over the time that it takes, mm/s."""
    return _way(context, 1) / _time_taken(context)


def mean_speed_across(context: StepContext) -> float:
    """Way made across the foot axis, to either side, over the time that it takes, mm/s."""
    return _way(context, 0) / _time_taken(context)


def peak_speed_along(context: StepContext) -> float:
    """Largest velocity towards the toes, mm/s, from slopes over 20 ms either side."""
    return float(_velocity(context)[1].max())


def peak_speed_across(context: StepContext) -> float:
    """Largest velocity across the foot axis, to either side, mm/s, from slopes over 20 ms either side."""
    return float(np.abs(_velocity(context)[0]).max())


def range_in_phase(context: StepContext, name: str) -> float:
    """Extent of the path across the foot axis within a phase of roll-over, mm."""
    return float(np.ptp(_in_phase(context, name)[1]))


def place_in_phase(context: StepContext, name: str) -> float:
    """Mean place of the path across the foot axis within a phase of roll-over, mm, medial positive.

    The mean is over time, so that it does not depend on the frame rate.
    """
    context.need_side()
    time, medial = _in_phase(context, name)
    return float((np.diff(time) @ (medial[1:] + medial[:-1])) / (2.0 * (time[-1] - time[0])))


def slopes(time: FloatArray, places: FloatArray, reach: float = REACH) -> FloatArray:
    """Velocity as the slope of the line fitted by least squares about each point (Savitzky and Golay, 1964).

    The window reaches ``reach`` to either side, at least to the next frame, where it is the central difference;
    points without a whole window are left out. For even frames it is exact for a path of second degree.

    Parameters
    ----------
    time : float array [point]
        s, increasing.
    places : float array [..., point]
        mm.
    reach : float
        s.

    Returns
    -------
    float array [..., inner point]
        mm/s; empty where no point has a whole window.
    """
    points = np.arange(time.size)
    first = np.minimum(np.searchsorted(time, time - reach - _WITHIN), points - 1)
    past = np.maximum(np.searchsorted(time, time + reach + _WITHIN, side="right"), points + 2)
    whole = (first >= 0) & (past <= time.size)
    whole &= (time - time[0] >= reach - _WITHIN) & (time[-1] - time >= reach - _WITHIN)
    first, past = first[whole], past[whole]
    # Sums about the mean time keep their digits where a recording is long.
    t, p = time - time.mean(), places - places.mean(axis=-1, keepdims=True)
    number = past - first
    sum_t, sum_p, sum_tt, sum_tp = (_windows(values, first, past) for values in (t, p, t * t, t * p))
    return np.asarray((number * sum_tp - sum_t * sum_p) / (number * sum_tt - sum_t**2))


def _windows(values: FloatArray, first: np.ndarray, past: np.ndarray) -> FloatArray:
    """Sums of values from each first to before each past index [..., window]."""
    running = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=running[..., 1:])
    return np.asarray(running[..., past] - running[..., first])


@once
def _velocity(context: StepContext) -> FloatArray:
    """Velocity across and along the foot axis, mm/s [2, inner point]."""
    context.need_rate(_LOWEST_RATE, "the largest velocity needs")
    need_points(context.path)
    found = slopes(context.path.time, np.stack(context.foot_path))
    if not found.size:
        raise Unmeasurable(
            "path_too_short", "the path of the centre of pressure is too short in time for its velocity"
        )
    return found


def _way(context: StepContext, direction: int) -> float:
    """Way made across (0) or along (1) the foot axis, mm."""
    need_points(context.path)
    return float(np.abs(np.diff(context.foot_path[direction])).sum())


def _time_taken(context: StepContext) -> float:
    """Time from the first to the last point of the path, s."""
    context.need_walk()
    need_points(context.path)
    return float(context.path.time[-1] - context.path.time[0])


def _in_phase(context: StepContext, name: str) -> tuple[FloatArray, FloatArray]:
    """Times in s and medial places in mm of the path within a phase."""
    start, end = find_instants(context).of_phase(name)
    frames = context.path.frames
    first, past = int(np.searchsorted(frames, start)), int(np.searchsorted(frames, end, side="right"))
    if past - first < 2:
        raise Unmeasurable(
            "phase_too_short", f"the {name.replace('_', ' ')} is too short for a path of the centre of pressure"
        )
    return context.path.time[first:past], context.foot_path[0][first:past]


_PHASE_KEYS = {
    "initial_contact": "initial_contact_phase",
    "forefoot_contact": "forefoot_contact_phase",
    "foot_flat": "foot_flat_phase",
    "push_off": "forefoot_push_off_phase",
}
COP_MOTION: dict[str, Callable[[StepContext], float]] = {
    "cop_range_ap": forward_range,
    "cop_advance": advance,
    "cop_mean_velocity": mean_speed,
    "cop_mean_velocity_ap": mean_speed_along,
    "cop_mean_velocity_ml": mean_speed_across,
    "cop_peak_velocity_ap": peak_speed_along,
    "cop_peak_velocity_ml": peak_speed_across,
    **{f"cop_range_{short}": partial(range_in_phase, name=name) for short, name in _PHASE_KEYS.items()},
    **{f"cop_place_{short}": partial(place_in_phase, name=name) for short, name in _PHASE_KEYS.items()},
}
"""What makes each measure of the path's motion, by key."""
