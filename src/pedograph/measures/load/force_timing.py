"""When the load is largest, the two peaks of the force, and how fast it rises to the first."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pedograph.measures.context import StepContext
from pedograph.measures.load.force_curve import ForceHumps, onset, rise_rate
from pedograph.measures.load.whole_foot import in_body_weights
from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray

_FEWEST_FRAMES = 20
"""In a step, below which a peak is drawn by two or three points."""
_LOWEST_RATE = 50.0
"""Hz below which the rise of the force has too few frames even for its mean."""
_RATE_FOR_SLOPE = 200.0
"""Hz below which the slope within the rise cannot be told."""


def peak_pressure_instant(context: StepContext) -> float:
    """When the largest pressure is reached, % of stance; the first time, if there are several."""
    context.need_walk()
    return _instant(context, context.peak_course)


def peak_force_instant(context: StepContext) -> float:
    """When the force is largest, % of stance; the first time, if there are several."""
    context.need_walk()
    return _instant(context, context.step.force)


def _instant(context: StepContext, course: FloatArray) -> float:
    """When a course is largest, % from the first to the last frame of the contact."""
    time = context.step.time
    return 100.0 * float(time[int(np.argmax(course))] - time[0]) / float(time[-1] - time[0])


def first_force_peak(context: StepContext) -> float:
    """The force's first peak, N."""
    return _humps(context).first


def force_valley(context: StepContext) -> float:
    """The lowest force between the two peaks, N."""
    return _humps(context).valley


def second_force_peak(context: StepContext) -> float:
    """The force's second peak, N."""
    return _humps(context).second


def _humps(context: StepContext) -> ForceHumps:
    """The two peaks, or the reason why there are none."""
    context.need_walk()
    frames = context.step.time.size
    if frames < _FEWEST_FRAMES:
        raise Unmeasurable(
            "too_few_frames",
            f"the peaks of the force need at least {_FEWEST_FRAMES} frames; this step has {frames}",
        )
    if context.force_humps is None:
        raise Unmeasurable("no_two_peaks", "the force does not rise to two peaks with a valley between them")
    return context.force_humps


def loading_rate(context: StepContext) -> float:
    """Slope of the force from 20 to 80 % of its first peak, N/s.

    Raises
    ------
    Unmeasurable
        Below 200 Hz, where the force has no two peaks, or begins above 20 % of the first.
    """
    context.need_rate(_RATE_FOR_SLOPE, "the slope of the force's rise needs")
    rate = rise_rate(context.step.time, context.step.force, _humps(context).first)
    if rate is None:
        raise Unmeasurable("begins_under_load", "the step begins with more than a fifth of the first peak's force")
    return rate


def mean_loading_rate(context: StepContext) -> float:
    """The force's first peak over the time from first contact to it, N/s.

    First contact is where the line through the first two frames meets 0, at most one frame before the first.

    Raises
    ------
    Unmeasurable
        Below 50 Hz, or where the force has no two peaks.
    """
    context.need_rate(_LOWEST_RATE, "the rise of the force needs")
    humps = _humps(context)
    return humps.first / (humps.first_time - onset(context.step.time, context.step.force))


FORCE_TIMING: dict[str, Callable[[StepContext], float]] = {
    "peak_pressure_instant": peak_pressure_instant,
    "peak_force_instant": peak_force_instant,
    "first_force_peak": first_force_peak,
    "force_valley": force_valley,
    "second_force_peak": second_force_peak,
    "loading_rate": loading_rate,
    "loading_rate_body_weight": lambda context: in_body_weights(context, loading_rate(context)),
    "mean_loading_rate": mean_loading_rate,
    "mean_loading_rate_body_weight": lambda context: in_body_weights(context, mean_loading_rate(context)),
}
"""What makes instants, peaks and rise of the load, by key."""
