"""Roll-over: the instants at which parts of the foot touch and leave, and the phases between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from pedograph.measures.context import StepContext, once
from pedograph.measures.model import Unmeasurable

_LOWEST_RATE = 90.0
"""Hz below which a phase of a few frames means nothing."""
PHASE_ENDS: Final = {
    "initial_contact_phase": ("first_contact", "first_metatarsal"),
    "forefoot_contact_phase": ("first_metatarsal", "forefoot_flat"),
    "foot_flat_phase": ("forefoot_flat", "heel_off"),
    "forefoot_push_off_phase": ("heel_off", "last_contact"),
}
"""The instants between which each phase lies."""


@dataclass(frozen=True)
class Instants:
    """Frames of the step at which roll-over changes (De Cock and others, 2005).

    Parameters
    ----------
    first_contact, first_metatarsal, forefoot_flat, heel_off, last_contact : int
        First foot contact, first metatarsal contact, all metatarsals in contact, heel off, last contact.
    """

    first_contact: int
    first_metatarsal: int
    forefoot_flat: int
    heel_off: int
    last_contact: int

    def of_phase(self, name: str) -> tuple[int, int]:
        """First and last frame of a phase of `PHASE_ENDS`."""
        start, end = PHASE_ENDS[name]
        return getattr(self, start), getattr(self, end)


@once
def heel_first(context: StepContext) -> None:
    """Raise Unmeasurable unless the foot rolls from heel to hallux.

    Raises
    ------
    Unmeasurable
        If the heel or the hallux carries no load, or the forefoot touches down before the heel.
    """
    context.need_walk()
    heel, forefoot = context.zone_contacts["heel"], context.zone_contacts["forefoot"]
    if heel is None or forefoot is None:
        raise Unmeasurable("zone_without_load", f"the {'heel' if heel is None else 'forefoot'} never carried load")
    if heel[0] > forefoot[0]:
        raise Unmeasurable("forefoot_first", "the forefoot touched down before the heel")
    if context.zone_contacts["hallux"] is None:
        raise Unmeasurable("zone_without_load", "the hallux never carried load")


@once
def find_instants(context: StepContext) -> Instants:
    """Instants of roll-over from the forces on heel and metatarsal heads.

    Raises
    ------
    Unmeasurable
        If a metatarsal head or the heel carries no load, if they come in an order that is no heel-to-toe
        roll-over, or if there are too few frames per second.
    """
    context.need_walk()
    rate = context.step.footstep.recording.sample_rate
    if rate < _LOWEST_RATE:
        raise Unmeasurable(
            "low_rate", f"the phases of roll-over need at least {_LOWEST_RATE:.0f} Hz; this is {rate:.0f} Hz"
        )
    heel = context.zone_contacts["heel"]
    heads = [context.zone_contacts[f"metatarsal_{number}"] for number in range(1, 6)]
    silent = [f"M{number}" for number, head in enumerate(heads, start=1) if head is None]
    if heel is None:
        raise Unmeasurable("zone_without_load", "the heel never carried load")
    if silent:
        raise Unmeasurable("zone_without_load", f"{' and '.join(silent)} never carried load")
    starts = [head[0] for head in heads if head is not None]
    instants = Instants(0, min(starts), max(starts), heel[1], context.step.time.size - 1)
    if heel[0] > instants.first_metatarsal:
        raise Unmeasurable("forefoot_first", "the forefoot touched down before the heel")
    if instants.forefoot_flat > instants.heel_off:
        raise Unmeasurable("heel_left_early", "the heel left the ground before every metatarsal head touched it")
    return instants


def phase(context: StepContext, name: str) -> float:
    """Length of a phase, % of stance.

    Parameters
    ----------
    context : StepContext
        A step with anatomy.
    name : str
        "initial_contact_phase", "forefoot_contact_phase", "foot_flat_phase" or "forefoot_push_off_phase".
    """
    start, end = find_instants(context).of_phase(name)
    return _share_of_stance(context, end) - _share_of_stance(context, start)


def instant(context: StepContext, name: str) -> float:
    """When an instant of roll-over comes, % of stance from the first contact (De Cock and others, 2005).

    Parameters
    ----------
    context : StepContext
        A step with anatomy.
    name : str
        A field of `Instants`; first and last contact are 0 and 100 by definition.
    """
    return _share_of_stance(context, getattr(find_instants(context), name))


def _share_of_stance(context: StepContext, frame: int) -> float:
    """Time of a frame of the step, % of stance."""
    time = context.step.time
    return 100.0 * float(time[frame] - time[0]) / float(time[-1] - time[0])


ROLLOVER: dict[str, Callable[[StepContext], float]] = {
    "first_metatarsal_contact": partial(instant, name="first_metatarsal"),
    "forefoot_flat_contact": partial(instant, name="forefoot_flat"),
    "heel_off": partial(instant, name="heel_off"),
}
"""What makes each instant of roll-over, by key."""
