"""Every measure of one step: what it is made by, and the reason where it cannot be had."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pedograph.measures.arch import arch_index, modified_arch_index
from pedograph.measures.balance import (
    cop_medial_excursion,
    foot_balance,
    forefoot_balance,
    rearfoot_medial_share,
)
from pedograph.measures.catalogue import catalogue
from pedograph.measures.context import StepContext
from pedograph.measures.cop import excursion_index, medial_range, path_length
from pedograph.measures.geometry import foot_length, foot_progression_angle, foot_width
from pedograph.measures.load import LOAD
from pedograph.measures.model import Measure, MeasureTable, Unmeasurable
from pedograph.measures.rollover import heel_first, phase
from pedograph.measures.uncertainty import arch_index_uncertainty, cpei_uncertainty

Maker = Callable[[StepContext], float]


def _cpei(context: StepContext) -> float:
    context.need_side()
    heel_first(context)
    return excursion_index(context.path, context.anatomy)


PHASES = ("initial_contact_phase", "forefoot_contact_phase", "foot_flat_phase", "forefoot_push_off_phase")
MAKERS: dict[str, Maker] = {
    "arch_index": arch_index,
    "modified_arch_index": modified_arch_index,
    **LOAD,
    "foot_length": foot_length,
    "foot_width": foot_width,
    "foot_progression_angle": foot_progression_angle,
    "cop_length": lambda context: path_length(context.path),
    "cop_range_ml": lambda context: medial_range(context.path, context.frame),
    "cpei": _cpei,
    "cop_medial_excursion": cop_medial_excursion,
    "foot_balance": foot_balance,
    "forefoot_balance": forefoot_balance,
    "rearfoot_medial_share": rearfoot_medial_share,
    **{name: partial(phase, name=name) for name in PHASES},
}
"""What makes each measure of a step, by key."""
UNCERTAINTIES: dict[str, Maker] = {"arch_index": arch_index_uncertainty, "cpei": cpei_uncertainty}
"""What makes the standard uncertainty of a measure, by key."""
_SIDE_MATTERS = (
    "cpei",
    "cop_medial_excursion",
    "foot_balance",
    "forefoot_balance",
    "rearfoot_medial_share",
    "foot_progression_angle",
)
_SURE = 0.8
"""Probability of a side below which measures that depend on it carry a flag."""
_TOE_LINE_MATTERS = ("arch_index", "modified_arch_index", "foot_width", "cpei")


def measure_step(context: StepContext) -> MeasureTable:
    """All measures of a step; those that cannot be had are named with the reason."""
    found: dict[str, Measure] = {}
    missing: dict[str, str] = {}
    for key, maker in MAKERS.items():
        try:
            value = maker(context)
            uncertainty = UNCERTAINTIES[key](context) if key in UNCERTAINTIES else None
        except Unmeasurable as reason:
            missing[key] = str(reason)
            continue
        found[key] = Measure(key, value, catalogue()[key].unit, uncertainty, _flags(key, context))
    return MeasureTable(found, missing)


def _flags(key: str, context: StepContext) -> tuple[str, ...]:
    """What a reader of one measure should know."""
    flags = context.foot.flags if context.foot is not None and key in _TOE_LINE_MATTERS else ()
    if key in _SIDE_MATTERS and context.step.footstep.side_confidence < _SURE:
        flags = (*flags, "left or right is uncertain")
    return flags
