"""Load on the whole foot: pressure, force, area, time and their integrals."""

from __future__ import annotations

from collections.abc import Callable

from pedograph.measures.context import StepContext
from pedograph.measures.model import Unmeasurable
from pedograph.units import STANDARD_GRAVITY

MM2_PER_CM2 = 100.0


def peak_pressure(context: StepContext) -> float:
    """Largest pressure of any cell at any time, kPa."""
    return float(context.step.peak.max())


def peak_force(context: StepContext) -> float:
    """Largest force on the foot, N."""
    return float(context.step.force.max())


def contact_area(context: StepContext) -> float:
    """Area of all cells that were ever loaded, cm2."""
    return context.step.peak.size * context.step.cell_area / MM2_PER_CM2


def contact_time(context: StepContext) -> float:
    """Time from the first to the end of the last frame with contact, s."""
    context.need_walk()
    time = context.step.time
    return float(time[-1] - time[0]) + context.step.footstep.recording.frame_period


def pressure_time_integral(context: StepContext) -> float:
    """Largest integral of pressure over time of any cell, kPa s."""
    context.need_time()
    return float(context.cell_integrals.max())


def force_time_integral(context: StepContext) -> float:
    """Integral of force over time, N s, by trapezoids."""
    context.need_time()
    return float(context.step.durations @ context.step.force)


def asked_for(key: str, body_mass: bool) -> bool:
    """Whether a measure is to be made: shares of body weight are where a body mass was entered."""
    return body_mass or not key.endswith("_body_weight")


def in_body_weights(context: StepContext, newtons: float) -> float:
    """A force, or one per or times a second, in % of body weight.

    Parameters
    ----------
    context : StepContext
        Its settings hold the body mass.
    newtons : float
        N, N/s or N s.

    Raises
    ------
    Unmeasurable
        If the body mass is not known.
    """
    mass = context.settings.body_mass
    if mass is None:
        raise Unmeasurable("body_mass_unknown", "the body mass is not known")
    return 100.0 * newtons / (mass * STANDARD_GRAVITY)


def peak_force_body_weight(context: StepContext) -> float:
    """Largest force on the foot, % of body weight.

    Raises
    ------
    Unmeasurable
        If the body mass is not known, and of a single image: it may show peaks of different moments.
    """
    context.need_time()
    return in_body_weights(context, peak_force(context))


LOAD: dict[str, Callable[[StepContext], float]] = {
    "peak_pressure": peak_pressure,
    "peak_force": peak_force,
    "contact_area": contact_area,
    "contact_time": contact_time,
    "pressure_time_integral": pressure_time_integral,
    "force_time_integral": force_time_integral,
    "peak_force_body_weight": peak_force_body_weight,
    "force_time_integral_body_weight": lambda context: in_body_weights(context, force_time_integral(context)),
}
"""What makes the loads of the whole foot, by key."""
