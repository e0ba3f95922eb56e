"""How two parts of the foot share their load: (a - b) / (a + b), between -1 and 1."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pedograph.anatomy.regions import SCHEMES
from pedograph.measures.context import StepContext
from pedograph.measures.model import Unmeasurable


def fore_rear_ratio(context: StepContext) -> float:
    """Forefoot with toes against rearfoot by force-time integral; the midfoot is left out."""
    impulse = context.zone_impulse
    fore, rear = (sum(impulse[zone] for zone in SCHEMES["three"][part]) for part in ("forefoot", "rearfoot"))
    return bounded_ratio(fore, rear, "neither forefoot nor rearfoot carried load")


def medial_lateral_ratio(context: StepContext) -> float:
    """The side medial of the foot axis against the lateral one, by force-time integral; cells on it are split."""
    context.need_side()
    context.need_time()
    cells = context.anatomy.cells
    load = context.cell_integrals
    medial = float(load @ cells.beyond(cells.medial, (1.0, 0.0)))
    return bounded_ratio(medial, float(np.sum(load)) - medial, "the foot carried no load")


def metatarsal_1_5_ratio(context: StepContext) -> float:
    """First against fifth metatarsal head by force-time integral."""
    context.need_side()
    impulse = context.zone_impulse
    first, fifth = impulse["metatarsal_1"], impulse["metatarsal_5"]
    return bounded_ratio(first, fifth, "neither the first nor the fifth metatarsal head carried load")


def bounded_ratio(one: float, other: float, neither: str) -> float:
    """(one - other) / (one + other): 1 where all is on one, 0 where both are alike, -1 where all is on the other.

    Parameters
    ----------
    one, other : float
        Amounts of the same kind, at least 0.
    neither : str
        The reason given where both are 0.

    Raises
    ------
    Unmeasurable
        If there is nothing on either.
    """
    if one + other <= 0.0:
        raise Unmeasurable("zone_without_load", neither)
    return (one - other) / (one + other)


RATIOS: dict[str, Callable[[StepContext], float]] = {
    "fore_rear_ratio": fore_rear_ratio,
    "medial_lateral_ratio": medial_lateral_ratio,
    "metatarsal_1_5_ratio": metatarsal_1_5_ratio,
}
"""What makes the ratios of load, by key."""
