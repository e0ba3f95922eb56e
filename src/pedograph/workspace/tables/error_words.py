"""Where the error of a measure comes from, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pedograph.measures import Measure, MeasureDefinition
from pedograph.measures.step import RULE
from pedograph.measures.uncertainty.model import ErrorBudget

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


def error_sentence(definition: MeasureDefinition, measure: Measure) -> str:
    """The error of a measure and its sources: "± 0.02, most of it from the contact threshold".

    Parameters
    ----------
    definition : MeasureDefinition
        Of the measure.
    measure : Measure
        As measured, or as read from a session, which holds no sources.
    """
    if measure.uncertainty is None:
        return "its error is not known"
    if measure.uncertainty == 0.0:
        return "no source of error that was looked at changes it"
    error = definition.format(measure.value, measure.uncertainty).partition(" ± ")[2]
    unit = f" {definition.display_unit}" if definition.display_unit else ""
    origin = "its sources are not stored in the session" if measure.budget is None else _origin(measure.budget)
    return f"± {error}{unit}, {origin}"


def _origin(budget: ErrorBudget) -> str:
    """The sources that matter, the largest first."""
    variance = sum(share**2 for share in budget.by_source.values())
    parts = sorted(((share**2 / variance, name) for name, share in budget.by_source.items()), reverse=True)
    named = [_SOURCES.get(name, name) for part, name in parts if part >= _SOME]
    if parts[0][0] < _MOST:
        return f"from {_listed(named)}"
    some = f", some from {_listed(named[1:])}" if len(named) > 1 else ""
    return f"{'nearly all' if not some else 'most'} of it from {named[0]}{some}"


def _listed(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
