"""A person's steps summed up: mean and spread of every measure for left and right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from pedograph.gait.contacts import WalkedStep
from pedograph.gait.selection import LeftOut, choose
from pedograph.gait.statistics import SHARE, Statistics, describe
from pedograph.gait.walk import Walk
from pedograph.measures import Measure, catalogue
from pedograph.recording import Side

Table = Mapping[str, Statistics]


@dataclass(frozen=True)
class Summary:
    """What repeated steps say together.

    Parameters
    ----------
    left, right : mapping of str to Statistics
        Measures by key; one that no step of the side has is not there.
    kept : tuple of int
        Positions of the steps that count.
    left_out : tuple of LeftOut
        The others, each with its reason.
    """

    left: Table = field(default_factory=dict)
    right: Table = field(default_factory=dict)
    kept: tuple[int, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def __post_init__(self) -> None:
        for name in ("left", "right"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __reduce__(self) -> tuple[type[Summary], tuple[object, ...]]:
        """Sent to another process, it is recreated there, read-only as here."""
        return Summary, (dict(self.left), dict(self.right), self.kept, self.left_out)


def summarise(
    steps: Sequence[WalkedStep],
    *,
    share: float = SHARE,
    bands: Mapping[str, float] | None = None,
    walk: Walk | None = None,
) -> Summary:
    """Mean, median and spread of every measure over the steps that count, left and right apart.

    Each measure is taken step by step and then averaged; the measure of an averaged image would be another number.

    Parameters
    ----------
    steps : sequence of WalkedStep
        Of one person walking in one manner, from one recording or several.
    share : float
        A mean is stable when it is within this share of itself with 95 % confidence.
    bands : mapping of str to float, optional
        For some measures a band in their own unit instead.
    walk : Walk, optional
        Its values by side (step length, stance, ...) are summed up as well, under the key without the side.
    """
    kept, left_out = choose(steps)
    widths = bands or {}
    tables = {}
    for side in (Side.LEFT, Side.RIGHT):
        chosen = [steps[position] for position in kept if steps[position].footstep.side is side]
        measures: dict[str, list[Measure]] = {}
        for step in chosen:
            for key, measure in step.measures.items():
                measures.setdefault(key, []).append(measure)
        table = {key: _described(key, found, share, widths.get(key)) for key, found in measures.items()}
        tables[side] = table | (_of_walk(walk, side, share, widths) if walk else {})
    return Summary(tables[Side.LEFT], tables[Side.RIGHT], kept, left_out)


def _described(key: str, measures: Sequence[Measure], share: float, band: float | None) -> Statistics:
    errors = [measure.uncertainty for measure in measures if measure.uncertainty is not None]
    return describe(
        [measure.value for measure in measures],
        measures[0].unit,
        signed=bool(catalogue()[key].positive),
        band=band,
        share=share,
        uncertainty=_root_mean_square(errors),
    )


def _of_walk(walk: Walk, side: Side, share: float, bands: Mapping[str, float]) -> dict[str, Statistics]:
    """Statistics of the walk's values that belong to one side, without the side in the key."""
    ending = f"_{side.value}"
    keys = dict.fromkeys(sample.key for sample in walk.samples if sample.key.endswith(ending))
    table = {}
    for key in keys:
        samples = [sample for sample in walk.samples if sample.key == key]
        plain = key.removesuffix(ending)
        table[plain] = describe(
            [sample.value for sample in samples],
            catalogue()[key].unit,
            signed=bool(catalogue()[key].positive),
            band=bands.get(plain),
            share=share,
            uncertainty=_root_mean_square([sample.uncertainty for sample in samples]),
        )
    return table


def _root_mean_square(errors: Sequence[float]) -> float | None:
    return float(np.sqrt(np.mean(np.square(errors)))) if errors else None
