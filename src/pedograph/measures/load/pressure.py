"""Pressure of the whole foot: means, its integrals over time by convention, and its steepest change."""

from __future__ import annotations

from collections.abc import Callable

from pedograph.measures.context import StepContext
from pedograph.measures.load.whole_foot import contact_area, force_time_integral
from pedograph.measures.model import Unmeasurable

_KILOPASCAL_PER_NEWTON_CM2 = 10.0


def mean_pressure(context: StepContext) -> float:
    """Mean over the cells ever loaded of the largest pressure of each, kPa."""
    return float(context.step.peak.mean())


def peak_mean_pressure(context: StepContext) -> float:
    """Largest over time of the mean over the cells loaded at that moment, kPa.

    Frames count while the centre of pressure does, so that a few cells at first or last contact do not make it.

    Raises
    ------
    Unmeasurable
        Of a single image, which may show peaks of different moments, and if at no time enough force lies on
        enough cells.
    """
    context.need_time()
    frames = context.path.frames
    if not frames.size:
        raise Unmeasurable("too_little_force", "the foot never bears enough force on enough cells")
    force, cells = context.step.force[frames], context.step.loaded_cells[frames]
    return float((force / cells).max()) / context.step.newton_per_kilopascal


def pressure_time_integral_of_peaks(context: StepContext) -> float:
    """Integral over time of the largest pressure at each moment, wherever it is, kPa s."""
    context.need_time()
    return float(context.step.durations @ context.peak_course)


def pressure_time_integral_mean(context: StepContext) -> float:
    """Force-time integral over contact area, kPa s."""
    return _KILOPASCAL_PER_NEWTON_CM2 * force_time_integral(context) / contact_area(context)


def peak_pressure_gradient(context: StepContext) -> float:
    """Steepest slope of the peak image, kPa/mm, by central differences between cells."""
    return float(context.peak_gradients.max())


PRESSURE: dict[str, Callable[[StepContext], float]] = {
    "mean_pressure": mean_pressure,
    "peak_mean_pressure": peak_mean_pressure,
    "pressure_time_integral_of_peaks": pressure_time_integral_of_peaks,
    "pressure_time_integral_mean": pressure_time_integral_mean,
    "peak_pressure_gradient": peak_pressure_gradient,
}
"""What makes the pressures of the whole foot, by key."""
