"""Balance between parts of the foot as footscan forms it, also as curves, and of the centre of pressure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from pedograph.anatomy.foot import NO_TOES
from pedograph.measures.context import StepContext
from pedograph.measures.cop.gait_line import NODES
from pedograph.measures.cop.motion import place_in_phase
from pedograph.measures.model import Unmeasurable
from pedograph.measures.rollover.phases import find_instants
from pedograph.recording import FloatArray
from pedograph.steps.frames import time_weights

_M1, _M2, _M3, _M4, _M5 = (f"metatarsal_{number}" for number in range(1, 6))
FORMULAS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "foot_balance": ((_M1, _M2, "heel_medial"), (_M3, _M4, _M5, "heel_lateral")),
    "foot_balance_without_m3": ((_M1, _M2, "heel_medial"), (_M4, _M5, "heel_lateral")),
    "forefoot_balance": ((_M1, _M2), (_M3, _M4, _M5)),
    "medial_forefoot_balance": ((_M2,), (_M1,)),
    "meta_loading": ((_M2, _M3), (_M1, _M4, _M5)),
    "hallux_balance": (("hallux",), (_M1,)),
    "rearfoot_balance": (("heel_medial",), ("heel_lateral",)),
}
"""Zones that count as positive and as negative in each balance of the footscan manual; gait laboratories also form
the first without the third metatarsal."""
EARLY = 0.15
"""Share of stance that counts as early, when the heel alone or nearly alone bears."""


def balance(context: StepContext, name: str) -> float:
    """A balance over the whole stance by force-time integral, % of the sum of its zones.

    Integrals of force stand in for the maker's sums of pressure, which depend on the size of a zone.

    Parameters
    ----------
    context : StepContext
        A step with anatomy and a known side.
    name : str
        A key of `FORMULAS`.

    Raises
    ------
    Unmeasurable
        If none of the zones carried load, or a zone is the hallux and no toe is distinguished from the forefoot.
    """
    context.need_side()
    _need_zones(context, name)
    impulse = context.zone_impulse
    plus, minus = (sum(impulse[zone] for zone in zones) for zones in FORMULAS[name])
    return _percent(plus, minus)


def balance_in_phase(context: StepContext, name: str, phase: str) -> float:
    """As `balance`, over one phase of roll-over.

    Parameters
    ----------
    context : StepContext
        A step with anatomy and a known side.
    name : str
        A key of `FORMULAS`.
    phase : str
        A key of `pedograph.measures.rollover.phases.PHASE_ENDS`.

    Raises
    ------
    Unmeasurable
        If the phase is not available or lasts no two frames, or no zone carried load in it; as for `balance`.
    """
    context.need_side()
    _need_zones(context, name)
    start, end = find_instants(context).of_phase(phase)
    if end <= start:
        raise Unmeasurable("phase_too_short", f"the {phase.replace('_', ' ')} lasts no two frames")
    part = slice(start, end + 1)
    weights = time_weights(context.step.time[part])
    plus, minus = (float(weights @ course[part]) for course in sides_of(context, name))
    return _percent(plus, minus)


def sides_of(context: StepContext, name: str) -> tuple[FloatArray, FloatArray]:
    """Force on the positive and on the negative zones of a balance, N [frame] each."""
    force = context.zone_courses
    plus, minus = (np.sum([force[zone] for zone in zones], axis=0) for zones in FORMULAS[name])
    return plus, minus


def rearfoot_medial_share(context: StepContext) -> float:
    """Force-time integral of the inner half of the heel, % of the heel's."""
    return 50.0 + 0.5 * balance(context, "rearfoot_balance")


def early_rearfoot_medial_share(context: StepContext) -> float:
    """As `rearfoot_medial_share`, over the first 15 % of stance only.

    The integral ends between frames, so that the frame rate does not move it.
    """
    context.need_walk()
    context.need_side()
    time = context.step.time
    until = time[0] + EARLY * (time[-1] - time[0])
    plus, minus = (_integral_until(time, course, until) for course in sides_of(context, "rearfoot_balance"))
    return 50.0 + 0.5 * _percent(plus, minus)


def cop_medial_excursion(context: StepContext) -> float:
    """Mean distance of the centre of pressure from the foot axis while the foot is flat.

    In % of forefoot width, positive towards the medial side; the mean is over time, not over frames.
    """
    return 100.0 * place_in_phase(context, "foot_flat_phase") / context.anatomy.width


def _need_zones(context: StepContext, name: str) -> None:
    """A hallux that cannot be distinguished from the forefoot is no hallux without load."""
    told = context.anatomy.borders.toe_line.toes
    if "hallux" in FORMULAS[name][0] and not told and not context.zone_courses["hallux"].any():
        raise Unmeasurable.because(NO_TOES)


def _percent(plus: float, minus: float) -> float:
    if plus + minus <= 0:
        raise Unmeasurable("zone_without_load", "none of the zones carried load")
    return 100.0 * (plus - minus) / (plus + minus)


def _integral_until(time: FloatArray, course: FloatArray, until: float) -> float:
    """Trapezoidal integral from the first frame to an instant between frames."""
    inside = time < until
    ends = np.append(time[inside], until)
    return float(time_weights(ends) @ np.append(course[inside], np.interp(until, time, course)))


BALANCE: dict[str, Callable[[StepContext], float]] = {
    "cop_medial_excursion": cop_medial_excursion,
    **{name: partial(balance, name=name) for name in FORMULAS},
    "rearfoot_medial_share": rearfoot_medial_share,
    "rearfoot_medial_share_early": early_rearfoot_medial_share,
}
"""What makes each measure of balance, by key."""


@dataclass(frozen=True, eq=False)
class BalanceCurves:
    """Every balance over stance, by key of `FORMULAS`.

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
        If the foot did not roll over the plate, or left and right could not be distinguished.
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
