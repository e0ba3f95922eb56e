"""How sure a number is: one engine works out the error of every measure, from what it does in a changed step.

Each source of error (`pedograph.measures.uncertainty.sources`) gives a few other ways in which the step might as
well have been recorded or read, and all measures are made again from each. A source's share is the root mean
square of the changes; the shares add up as squares, since the sources are independent of each other (law of
propagation of uncertainty; JCGM 100:2008, 5.1). What is seen in a few samples only is enlarged accordingly (G.4),
so that 1.96 standard uncertainties hold the truth in 95 % of the cases. For times between two events the error by
the frames is known, and takes the place of what the samples say. The device's own calibration is not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

import numpy as np

from pedograph.measures.catalogue import catalogue
from pedograph.measures.context import StepContext
from pedograph.measures.rollover.phases import PHASE_ENDS, ROLLOVER
from pedograph.measures.uncertainty.model import ErrorBudget, ErrorShare
from pedograph.measures.uncertainty.sources import ALL_FAMILIES, ErrorSource
from pedograph.recording import FloatArray

Key = TypeVar("Key", bound=Hashable)
_BETWEEN_FRAMES: Final = (
    *PHASE_ENDS,
    *ROLLOVER,
    "contact_time",
    "contact_onset",
    "contact_end",
    "peak_pressure_instant",
    "peak_force_instant",
)
"""Measures that are the time between two events."""


def error_budgets(
    context: StepContext,
    values: Mapping[Key, float],
    sources: Iterable[ErrorSource],
    made: Callable[[StepContext, Iterable[str]], Mapping[Key, float]],
) -> dict[Key, ErrorBudget]:
    """The error of each value by its sources.

    Parameters
    ----------
    context : StepContext
        The step.
    values : mapping of key to float
        As measured of it.
    sources : iterable of ErrorSource
        Changed contexts by source of error, looked at one after the other.
    made : callable
        Makes the values of a context, those of some families of measures at least; may leave out what cannot be
        had.

    Returns
    -------
    dict of key to ErrorBudget
        A source in whose contexts the value is not available is left out.
    """
    shares: dict[Key, list[ErrorShare]] = {key: [] for key in values}
    references = {id(context): np.array(list(values.values()))}
    for source in sources:
        changed = [made(context, source.families) for context in source.contexts]
        if not changed:
            continue
        about = source.about
        if about is not None and id(about) not in references:
            references[id(about)] = _in_order(values, [made(about, ALL_FAMILIES)])[0]
        others = _in_order(values, changed)
        spread = source.scale * _spread(others, None if about is None else references[id(about)])
        for key, share in zip(values, spread.tolist(), strict=True):
            if share == share:  # NaN where there is nothing to go by
                shares[key].append(ErrorShare(source.name, share, source.freedom))
    return {key: ErrorBudget(tuple(found)) for key, found in shares.items()}


def _in_order(keys: Iterable[Key], found: Sequence[Mapping[Key, float]]) -> FloatArray:
    """Values by context and key, NaN where there is none."""
    ordered = list(keys)
    return np.array([[one.get(key, np.nan) for key in ordered] for one in found])


def _spread(others: FloatArray, about: FloatArray | None) -> FloatArray:
    """Root mean square of what differs from values, or standard deviation among themselves, [context, value]."""
    there = np.isfinite(others if about is None else others + about)
    count = there.sum(axis=0)
    filled = np.where(there, others, 0.0)
    among = about is None
    centre = filled.sum(axis=0) / np.maximum(count, 1) if about is None else about
    squares = np.square(np.where(there, filled - centre, 0.0)).sum(axis=0)
    return np.asarray(np.where(count > among, np.sqrt(squares / np.maximum(count - among, 1)), np.nan))


def _frame_error(context: StepContext, unit: str) -> float:
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
        if name in _BETWEEN_FRAMES and "sampling" in budget.by_source:
            error = _frame_error(context, catalogue()[name].unit)
            applied[key] = budget.with_share(ErrorShare("sampling", error))
    return applied
