"""The balances of footscan as curves over stance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pedograph.measures.balance.footscan import FORMULAS, sides_of
from pedograph.measures.context import StepContext
from pedograph.measures.cop.gait_line import NODES
from pedograph.recording import FloatArray


@dataclass(frozen=True, eq=False)
class BalanceCurves:
    """Every balance over stance, by key of `pedograph.measures.balance.footscan.FORMULAS`.

    Parameters
    ----------
    stance : float array [node]
        0 to 100 % of stance.
    force : mapping of str to float array [node]
        Force on the positive zones less that on the negative ones, N.
    share : mapping of str to float array [node]
        The same in % of the force on the whole foot; NaN while that is below the force threshold.
    """

    stance: FloatArray
    force: Mapping[str, FloatArray]
    share: Mapping[str, FloatArray]


def balance_curves(context: StepContext) -> BalanceCurves:
    """Every balance over stance at 101 nodes, from the first to the last contact of the foot.

    Parameters
    ----------
    context : StepContext
        A step with anatomy and a known side.

    Raises
    ------
    Unmeasurable
        If the foot did not roll over the plate, or left and right could not be told apart.
    """
    context.need_walk()
    context.need_side()
    time = context.step.time
    nodes = np.linspace(time[0], time[-1], NODES)
    total = np.interp(nodes, time, context.step.force)
    firm = total >= max(context.settings.force_threshold, 1e-9)
    divisor = np.where(firm, total, np.nan)
    force = {}
    for name in FORMULAS:
        plus, minus = sides_of(context, name)
        force[name] = np.interp(nodes, time, plus - minus)
    share = {name: 100.0 * course / divisor for name, course in force.items()}
    return BalanceCurves(np.linspace(0.0, 100.0, NODES), force, share)
