"""Load on the whole foot and on its regions: pressure, force, area, time and their integrals."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pedograph.anatomy import scheme_weights
from pedograph.measures.catalogue import catalogue
from pedograph.measures.context import StepContext
from pedograph.measures.model import Measure
from pedograph.recording import FloatArray

MM2_PER_CM2 = 100.0
_OWNED = 0.5
"""Share of a cell that a region must hold for the cell's pressure to count as the region's peak."""


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
    return context.step.footstep.end - context.step.footstep.start


def pressure_time_integral(context: StepContext) -> float:
    """Largest integral of pressure over time of any cell, kPa s."""
    context.need_time()
    return float(context.cell_integrals.max())


def force_time_integral(context: StepContext) -> float:
    """Integral of force over time, N s, by trapezoids."""
    context.need_time()
    return float(context.step.durations @ context.step.force)


def region_measures(context: StepContext, scheme: str) -> dict[str, dict[str, Measure]]:
    """Load of each region that touched the ground, by region and measure.

    Forces, areas and integrals share cells on a border out by area, so that regions add up to the whole; a peak
    belongs to a region that holds at least half of the cell.

    Parameters
    ----------
    context : StepContext
        A step with anatomy.
    scheme : str
        "ten" or "three".
    """
    weights = scheme_weights(context.anatomy.ten, scheme)
    return {
        name: {key: Measure(key, value, catalogue()[key].unit) for key, value in _load_of(context, weight)}
        for name, weight in weights.items()
        if weight.any()
    }


def _load_of(context: StepContext, weight: FloatArray) -> Iterator[tuple[str, float]]:
    """Keys and values of one region; what cannot be had is left out."""
    step = context.step
    force = step.pressure @ weight * step.newton_per_kilopascal
    owned = weight >= _OWNED
    if owned.any():
        yield "peak_pressure", float(step.peak[owned].max())
    yield "peak_force", float(force.max())
    yield "contact_area", float(weight.sum()) * step.cell_area / MM2_PER_CM2
    if step.time.size < 2 or step.gap:
        return
    impulse = float(step.durations @ force)
    if owned.any():
        yield "pressure_time_integral", float(context.cell_integrals[owned].max())
    yield "force_time_integral", impulse
    yield "force_time_integral_share", 100.0 * impulse / force_time_integral(context)
    yield "contact_time", _region_time(context, force)


def _region_time(context: StepContext, force: FloatArray) -> float:
    """Time for which a region carries load, s; 0 for one that never does so for two frames."""
    contact = context.contact_of(force)
    if contact is None:
        return 0.0
    first, last = contact
    return float(context.step.time[last] - context.step.time[first]) + context.step.footstep.recording.frame_period


LOAD: dict[str, Callable[[StepContext], float]] = {
    "peak_pressure": peak_pressure,
    "peak_force": peak_force,
    "contact_area": contact_area,
    "contact_time": contact_time,
    "pressure_time_integral": pressure_time_integral,
    "force_time_integral": force_time_integral,
}
