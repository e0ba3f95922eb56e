"""The error of times between events that lie anywhere between two frames."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Final, TypeVar

import numpy as np

from pedograph.measures.catalogue import catalogue
from pedograph.measures.context import StepContext
from pedograph.measures.rollover.phases import PHASE_ENDS, ROLLOVER
from pedograph.measures.uncertainty.model import ErrorBudget, ErrorShare

Key = TypeVar("Key", bound=Hashable)
BETWEEN_FRAMES: Final = (
    *PHASE_ENDS,
    *ROLLOVER,
    "contact_time",
    "contact_onset",
    "contact_end",
    "peak_pressure_instant",
    "peak_force_instant",
)
"""Measures that are the time between two events."""


def frame_error(context: StepContext, unit: str) -> float:
    """Standard uncertainty of a time between two events that each lie anywhere between two frames, in s or %."""
    period = context.step.footstep.recording.frame_period
    stance = float(context.step.time[-1] - context.step.time[0])
    return float(period / np.sqrt(6.0)) * (1.0 if unit == "s" else 100.0 / max(stance, period))


def apply_timing_error(
    context: StepContext, budgets: Mapping[Key, ErrorBudget], measure: Callable[[Key], str]
) -> dict[Key, ErrorBudget]:
    """Budgets with the frames' error in those of times, where it is known better than from a few other samples.

    Parameters
    ----------
    context : StepContext
        The step.
    budgets : mapping of key to ErrorBudget
        Of its measures, or of those of its regions.
    measure : callable
        The measure's own key, from that of a budget.
    """
    applied = dict(budgets)
    for key, budget in budgets.items():
        name = measure(key)
        if name in BETWEEN_FRAMES and "sampling" in budget.by_source:
            error = frame_error(context, catalogue()[name].unit)
            applied[key] = budget.with_share(ErrorShare("sampling", error))
    return applied
