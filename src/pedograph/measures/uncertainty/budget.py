"""How sure a number is: one engine works out the error of every measure, from what it does in a changed step.

Each source of error (`pedograph.measures.uncertainty.sources`) gives a few other ways in which the step might as
well have been recorded or read, and all measures are made again from each. A source's share is the root mean
square of the changes; the shares add up as squares, since the sources are independent of each other (law of
propagation of uncertainty; JCGM 100:2008, 5.1). What is seen in a few samples only is enlarged accordingly (G.4),
so that 1.96 standard uncertainties hold the truth in 95 % of the cases. The device's own calibration is not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from pedograph.measures.context import StepContext
from pedograph.measures.uncertainty.sources import ALL_FAMILIES, ErrorSource
from pedograph.measures.uncertainty.student import NORMAL, student
from pedograph.recording import FloatArray

Key = TypeVar("Key", bound=Hashable)


@dataclass
class Budget:
    """The error of one measure by its sources.

    Parameters
    ----------
    shares : dict of str to float
        Standard uncertainty in the measure's unit by name of the source.
    freedom : dict of str to float
        Degrees of freedom of each.
    """

    shares: dict[str, float] = field(default_factory=dict)
    freedom: dict[str, float] = field(default_factory=dict)

    def add(self, source: str, share: float, freedom: float = float("inf")) -> None:
        """Take in the share of one more source."""
        self.shares[source] = share
        self.freedom[source] = freedom

    @property
    def total(self) -> float | None:
        """Standard uncertainty from all sources; None where no source could be looked at.

        Enlarged by the quantile of Student's distribution over that of the normal one, for the effective degrees
        of freedom of Welch and Satterthwaite (JCGM 100:2008, G.4.1)."""
        if not self.shares:
            return None
        variance = sum(share**2 for share in self.shares.values())
        lost = sum(share**4 / self.freedom[name] for name, share in self.shares.items())
        return float(np.sqrt(variance)) * student(variance**2 / lost if lost else np.inf) / NORMAL


def error_budgets(
    context: StepContext,
    values: Mapping[Key, float],
    sources: Iterable[ErrorSource],
    made: Callable[[StepContext, Iterable[str]], Mapping[Key, float]],
) -> dict[Key, Budget]:
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
    dict of key to Budget
        A source in whose contexts the value cannot be had is left out.
    """
    budgets = {key: Budget() for key in values}
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
                budgets[key].add(source.name, share, source.freedom)
    return budgets


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
