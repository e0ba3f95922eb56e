"""Every measure of one step: what it is made by, and the reason where it is not available."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from pedograph.measures.arch.areas import ARCH, ARCH_KEYS, arch_flags
from pedograph.measures.arch.outline_indices import ARCH_SHAPE, WIDTHS
from pedograph.measures.balance.footscan import BALANCE
from pedograph.measures.balance.ratios import RATIOS
from pedograph.measures.catalogue import catalogue
from pedograph.measures.context import StepContext
from pedograph.measures.cop.area import COP_AREA
from pedograph.measures.cop.excursion_rules import cpei, cpei_spread
from pedograph.measures.cop.motion import COP_MOTION
from pedograph.measures.cop.path import medial_range, path_length
from pedograph.measures.geometry import GEOMETRY
from pedograph.measures.load.force_timing import FORCE_TIMING
from pedograph.measures.load.pressure import PRESSURE
from pedograph.measures.load.saturation import AT_LEAST, AT_MOST, NO_LESS
from pedograph.measures.load.whole_foot import LOAD, asked_for
from pedograph.measures.model import Measure, MeasureTable, Unmeasurable
from pedograph.measures.rollover.loading_pattern import LOADING_PATTERN
from pedograph.measures.rollover.phases import PHASE_ENDS, ROLLOVER, phase
from pedograph.measures.uncertainty.budget import apply_timing_error, error_budgets
from pedograph.measures.uncertainty.model import ErrorBudget, ErrorShare
from pedograph.measures.uncertainty.sources import ErrorSource
from pedograph.notes import Note

Maker = Callable[[StepContext], float]
FAMILIES: dict[str, dict[str, Maker]] = {
    "print": {**ARCH, **ARCH_SHAPE, **GEOMETRY, **WIDTHS},
    "load": {**LOAD, **PRESSURE, **FORCE_TIMING, **LOADING_PATTERN},
    "path": {
        "cop_length": lambda context: path_length(context.path),
        "cop_range_ml": lambda context: medial_range(context.path, context.frame),
        "cpei": cpei,
        **COP_MOTION,
        **COP_AREA,
    },
    "zones": {**RATIOS, **BALANCE, **{name: partial(phase, name=name) for name in PHASE_ENDS}, **ROLLOVER},
}
"""What makes each measure of a step, by key; a family's measures depend on the shape of the print, on pressure
over time, on the path of the centre of pressure, or on the ten regions."""
MAKERS: dict[str, Maker] = {key: maker for family in FAMILIES.values() for key, maker in family.items()}
"""What makes each measure of a step, by key."""
RULE = "rule"
"""Source of error of a measure for which the field knows several rules: how far apart they lie."""
RULES: dict[str, Maker] = {"cpei": cpei_spread}
"""What tells how far a measure lies from itself by other rules, by key."""
_SIDE_MATTERS = (
    "cpei",
    *BALANCE,
    *(key for key in COP_MOTION if key.startswith("cop_place")),
    "cop_chord_area",
    "lateral_medial_area_index",
    "lateral_medial_force_index",
    "foot_progression_angle",
    "clarke_angle",
    "arch_length_index",
    "medial_lateral_ratio",
    "metatarsal_1_5_ratio",
)
UNCERTAIN_SIDE = Note("uncertain_side", "left or right is uncertain")
"""Flag of a measure that depends on the side."""
_SURE = 0.8
"""Probability of a side below which measures that depend on it carry a flag."""
_TOE_LINE_MATTERS = (
    *ARCH_KEYS,
    *GEOMETRY,
    *WIDTHS,
    "cpei",
    "lateral_medial_area_index",
    "lateral_medial_force_index",
)


def measure_step(context: StepContext, sources: Iterable[ErrorSource] = ()) -> MeasureTable:
    """All measures of a step; those that are not available are named with the reason.

    Parameters
    ----------
    context : StepContext
        The step.
    sources : iterable of ErrorSource, optional
        Sources of error (`error_sources`); without any, the measures have no uncertainty.
    """
    missing: dict[str, Note] = {}
    values = step_values(context, missing=missing)
    budgets = _budgets(context, values, sources)
    found = {
        key: Measure(key, value, catalogue()[key].unit, flags=_flags(key, context)).with_error(budgets[key])
        for key, value in values.items()
    }
    return MeasureTable(found, missing)


def _budgets(
    context: StepContext, values: Mapping[str, float], sources: Iterable[ErrorSource]
) -> dict[str, ErrorBudget]:
    """The error of each measure of a step by its sources, the choice of a rule among them."""
    budgets = apply_timing_error(context, error_budgets(context, values, sources, step_values), str)
    for key, spread in RULES.items():
        if key not in budgets or not budgets[key].shares:
            continue
        try:
            budgets[key] = budgets[key].with_share(ErrorShare(RULE, spread(context)))
        except Unmeasurable:
            continue  # by one rule alone it cannot be told
    return budgets


def step_values(
    context: StepContext, families: Iterable[str] = tuple(FAMILIES), missing: dict[str, Note] | None = None
) -> dict[str, float]:
    """Values of the measures of a step that is available, by key; reasons for the others go to ``missing``."""
    values: dict[str, float] = {}
    for key, maker in _makers(tuple(families), context.settings.body_mass is not None):
        try:
            values[key] = maker(context)
        except Unmeasurable as reason:
            if missing is not None:
                missing[key] = reason.note
    return values


@cache
def _makers(families: tuple[str, ...], body_mass: bool) -> tuple[tuple[str, Maker], ...]:
    """What makes the measures of some families that are asked for."""
    makers = (item for family in families for item in FAMILIES[family].items())
    return tuple((key, maker) for key, maker in makers if asked_for(key, body_mass))


def _flags(key: str, context: StepContext) -> tuple[Note, ...]:
    """What a reader of one measure should know."""
    flags = context.foot.flags if context.foot is not None and key in _TOE_LINE_MATTERS else ()
    if key in _SIDE_MATTERS and context.step.footstep.side_confidence < _SURE:
        flags = (*flags, UNCERTAIN_SIDE)
    if key == "peak_force" and context.step.time.size < 2:
        flags = (*flags, AT_MOST)
    if key in NO_LESS and context.saturated.any():
        flags = (*flags, AT_LEAST)
    return (*flags, *arch_flags(key, context))
