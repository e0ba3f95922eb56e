"""The measures of a step by every scheme of regions that its plate can carry, each made when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pedograph._platform.blas import on_one_thread
from pedograph.anatomy import UnsuitableScheme, schemes_for, suitable
from pedograph.measures.context import StepContext
from pedograph.measures.load.regions import region_measures
from pedograph.measures.model import Measure
from pedograph.measures.uncertainty.sources import error_sources

RegionMeasures = Mapping[str, Mapping[str, Measure]]
"""Measures by region and key."""


class RegionSchemes(Mapping[str, RegionMeasures]):
    """Measures by scheme, region and key; a scheme is measured the first time it is looked at.

    Parameters
    ----------
    context : StepContext
        The step; without anatomy it has no schemes.
    known : mapping, optional
        Schemes measured before, by key; they are shown as they are.
    """

    def __init__(self, context: StepContext, known: Mapping[str, RegionMeasures] | None = None) -> None:
        # a context of its own: what the measures of the whole foot work out need not be kept for this
        self._context = _fresh(context)
        self._known = dict(known or {})
        offered = schemes_for(context.step.footstep.recording.grid) if context.foot is not None else ()
        self._keys = tuple(dict.fromkeys((*offered, *self._known)))

    @on_one_thread
    def __getitem__(self, key: str) -> RegionMeasures:
        if key not in self._keys:
            raise self._why_not(key)
        if key not in self._known:
            context = self._context
            self._known[key] = region_measures(
                context, key, error_sources(context) if context.settings.uncertainties else ()
            )
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __reduce__(self) -> tuple[type[RegionSchemes], tuple[StepContext, dict[str, RegionMeasures]]]:
        """Sent to another process with what has been measured."""
        return RegionSchemes, (_fresh(self._context), dict(self._known))

    @property
    def context(self) -> StepContext:
        """The step that is measured."""
        return self._context

    def _why_not(self, key: str) -> KeyError:
        """Why there is no such scheme: it is unknown, too fine for the cells, or there is no foot."""
        try:
            suitable(key, self._context.step.footstep.recording.grid)
        except UnsuitableScheme as reason:
            return reason
        return UnsuitableScheme(f"the step has no regions: {self._context.why_no_foot}")


def _fresh(context: StepContext) -> StepContext:
    return StepContext(context.step, context.foot, context.why_no_foot, context.settings)
