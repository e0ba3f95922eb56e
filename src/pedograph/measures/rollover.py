"""Roll-over: the instants at which parts of the foot touch and leave, and the phases between them."""

from __future__ import annotations

from dataclasses import dataclass

from pedograph.anatomy.regions import TEN
from pedograph.measures.context import StepContext
from pedograph.measures.model import Unmeasurable

_LOWEST_RATE = 90.0
"""Hz below which a phase of a few frames means nothing."""
HEEL = (TEN.index("heel_medial"), TEN.index("heel_lateral"))
METATARSALS = tuple(TEN.index(f"metatarsal_{number}") for number in range(1, 6))


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


def heel_first(context: StepContext) -> None:
    """Raise Unmeasurable unless the foot rolls from heel to hallux.

    Raises
    ------
    Unmeasurable
        If the heel or the hallux carries no load, or the forefoot touches down before the heel.
    """
    context.need_walk()
    force = context.zone_force
    heel = context.contact_of(force[:, HEEL].sum(axis=1))
    forefoot = context.contact_of(force[:, METATARSALS].sum(axis=1))
    if heel is None or forefoot is None:
        raise Unmeasurable(f"the {'heel' if heel is None else 'forefoot'} never carried load")
    if heel[0] > forefoot[0]:
        raise Unmeasurable("the forefoot touched down before the heel")
    if context.contact_of(force[:, TEN.index("hallux")]) is None:
        raise Unmeasurable("the hallux never carried load")


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
        raise Unmeasurable(f"the phases of roll-over need at least {_LOWEST_RATE:.0f} Hz; this is {rate:.0f} Hz")
    force = context.zone_force
    heel = context.contact_of(force[:, HEEL].sum(axis=1))
    heads = [context.contact_of(force[:, zone]) for zone in METATARSALS]
    silent = [f"M{number}" for number, head in enumerate(heads, start=1) if head is None]
    if heel is None:
        raise Unmeasurable("the heel never carried load")
    if silent:
        raise Unmeasurable(f"{' and '.join(silent)} never carried load")
    starts = [head[0] for head in heads if head is not None]
    instants = Instants(0, min(starts), max(starts), heel[1], context.step.time.size - 1)
    if heel[0] > instants.first_metatarsal:
        raise Unmeasurable("the forefoot touched down before the heel")
    if instants.forefoot_flat > instants.heel_off:
        raise Unmeasurable("the heel left the ground before every metatarsal head touched it")
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
    instants = find_instants(context)
    ends = {
        "initial_contact_phase": (instants.first_contact, instants.first_metatarsal),
        "forefoot_contact_phase": (instants.first_metatarsal, instants.forefoot_flat),
        "foot_flat_phase": (instants.forefoot_flat, instants.heel_off),
        "forefoot_push_off_phase": (instants.heel_off, instants.last_contact),
    }[name]
    time = context.step.time
    stance = time[instants.last_contact] - time[instants.first_contact]
    return 100.0 * float(time[ends[1]] - time[ends[0]]) / float(stance)
