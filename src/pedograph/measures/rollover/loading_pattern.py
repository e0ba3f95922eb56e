"""How the pressures of a step are spread over their range: the dynamic plantar loading index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from pedograph.anatomy.regions import TEN
from pedograph.measures.context import StepContext
from pedograph.measures.cop.gait_line import NODES
from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray

BINS: Final = 30
"""Bins of the histogram; the index depends on how many there are."""
_FINE = 100_000
"""Steps of the range of the pressures in which they are distinguished."""
_OWNED = 0.5
"""Share of a cell that a region must hold for the cell's pressure to count as the region's."""


def dynamic_plantar_loading_index(context: StepContext, region: str | None = None) -> float:
    """Slope of the regression of the pressures' histogram on the normal curve of the same mean and spread.

    The pressures are the largest of the foot, or of a region, at 101 even times from the last frame before contact
    to the first one after it (Najafi and others, 2014). In both the foot bears nothing; without them the least
    pressure, from which the bins begin, would depend on when the first frame came. Experimental: sources differ in
    what they take the pressures of, and nobody states the bins.

    Parameters
    ----------
    context : StepContext
        A step.
    region : str, optional
        One of the ten; the whole foot by default.

    Raises
    ------
    Unmeasurable
        If the foot did not roll over the plate, the region holds no cell, or its pressure never changes.
    """
    context.need_walk()
    time, largest = context.step.time, context.peak_course
    around = np.concatenate([[2 * time[0] - time[1]], time, [2 * time[-1] - time[-2]]])
    if region is not None:
        owned = context.anatomy.ten[:, TEN.index(region)] >= _OWNED
        if not owned.any():
            raise Unmeasurable("part_left_no_print", "the region left no print")
        largest = context.step.pressure[:, owned].max(axis=1)
    course = np.concatenate([[0.0], largest, [0.0]])
    return loading_index(np.interp(np.linspace(around[0], around[-1], NODES), around, course))


def loading_index(pressures: FloatArray, bins: int = BINS) -> float:
    """Slope of the least-squares line of a histogram over the normal curve with the same mean and deviation.

    1 where the pressures are spread as the normal curve has it, 0 where they are spread evenly, below 0 where most
    lie at the ends of their range.

    Parameters
    ----------
    pressures : float array [sample]
        Any unit: neither a factor nor a shift changes the index.
    bins : int
        Even bins from the smallest to the largest pressure.

    Raises
    ------
    Unmeasurable
        If the pressures are all the same.
    """
    if float(pressures.std()) <= 0:
        raise Unmeasurable("pressure_never_changes", "the pressure never changes")
    shares = (pressures - pressures.min()) / np.ptp(pressures)
    # Rounded, so that the last digit of a pressure on a bin's edge decides nothing.
    steps = np.rint(_FINE * shares).astype(np.intp)
    counts = np.bincount(np.minimum(bins * steps // _FINE, bins - 1), minlength=bins)
    middles, size = (np.arange(bins) + 0.5) / bins, 1.0 / bins
    spread = float(shares.std())
    expected = np.exp(-0.5 * ((middles - shares.mean()) / spread) ** 2)
    expected *= pressures.size * size / (spread * np.sqrt(2 * np.pi))
    off = expected - expected.mean()
    return float(off @ counts / (off @ off))


LOADING_PATTERN: dict[str, Callable[[StepContext], float]] = {
    "dynamic_plantar_loading_index": dynamic_plantar_loading_index
}
"""What makes each measure of the loading pattern, by key."""
