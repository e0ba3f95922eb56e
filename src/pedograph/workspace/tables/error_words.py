"""Where the error of a measure comes from, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from weakref import WeakKeyDictionary

from pedograph.analysis import StepAnalysis
from pedograph.measures import MeasureDefinition, error_sources
from pedograph.measures.step import RULE, step_budgets, step_values
from pedograph.measures.uncertainty.budget import Budget

_SOURCES: Final[Mapping[str, str]] = {
    "threshold": "the contact threshold",
    "axis": "the foot axis",
    "toe line": "the toe line",
    "placement": "where the foot lies on the sensors",
    "sampling": "the time between frames",
    "resolution": "the device's steps of pressure",
    "gate": "where the centre of pressure's path begins and ends",
    RULE: "the rule by which it is read, of which there are several",
}
PLUS_MINUS: Final = (
    "± is one standard uncertainty; 95 % lie within twice that. "
    "It holds neither how {} differ nor what was assumed of the file."
)
"""What ± stands for beside a measure, with what it does not hold: the spread of steps, or of recordings."""
_MOST: Final = 0.6
"""Share of the variance from which on one source makes up most of an error."""
_SOME: Final = 0.1
"""Share of the variance from which on a source is named."""


class ErrorBudgets:
    """The errors of steps by their sources, each step worked out once (about 50 ms)."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[StepAnalysis, Mapping[str, Budget]] = WeakKeyDictionary()

    def known(self, step: StepAnalysis | None) -> Mapping[str, Budget] | None:
        """What was worked out of a step; None where that is still to be done. Nothing for no step."""
        return {} if step is None else self._known.get(step)

    def work_out(self, step: StepAnalysis | None) -> None:
        """Work out the errors of a step, where that is not yet done; may be called from another thread."""
        if step is not None and step not in self._known:
            self._known[step] = _budgets(step)


def _budgets(step: StepAnalysis) -> Mapping[str, Budget]:
    """Errors of the measures of a step; none where they were switched off, or of a step that is not whole."""
    context = step.schemes.context
    if not step.complete or not context.settings.uncertainties:
        return {}
    return step_budgets(context, step_values(context), error_sources(context))


def error_sentence(definition: MeasureDefinition, value: float, budget: Budget | None) -> str:
    """The error of a value and its sources: "± 0.02, most of it from the contact threshold".

    Parameters
    ----------
    definition : MeasureDefinition
        Of the measure.
    value : float
        As measured.
    budget : Budget or None
        Its error by source.
    """
    total = None if budget is None else budget.total
    if budget is None or total is None:
        return "its error is not known"
    if total == 0.0:
        return "no source of error that was looked at changes it"
    error = definition.format(value, total).partition(" ± ")[2]
    unit = f" {definition.display_unit}" if definition.display_unit else ""
    return f"± {error}{unit}, {_origin(budget)}"


def _origin(budget: Budget) -> str:
    """The sources that matter, the largest first."""
    variance = sum(share**2 for share in budget.shares.values())
    parts = sorted(((share**2 / variance, name) for name, share in budget.shares.items()), reverse=True)
    named = [_SOURCES.get(name, name) for part, name in parts if part >= _SOME]
    if parts[0][0] < _MOST:
        return f"from {_listed(named)}"
    some = f", some from {_listed(named[1:])}" if len(named) > 1 else ""
    return f"{'nearly all' if not some else 'most'} of it from {named[0]}{some}"


def _listed(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
