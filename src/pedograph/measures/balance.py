"""Balance between the inner and the outer side of the foot."""

from __future__ import annotations

from pedograph.measures.context import StepContext
from pedograph.measures.model import Unmeasurable
from pedograph.measures.rollover import find_instants

_INNER_FOREFOOT = ("metatarsal_1", "metatarsal_2")
_OUTER_FOREFOOT = ("metatarsal_3", "metatarsal_4", "metatarsal_5")


def foot_balance(context: StepContext) -> float:
    """(M1 + M2 + HM) against (M3 + M4 + M5 + HL) by force-time integral, % of their sum, medial positive.

    The zones are those of the footscan manual; integrals of force stand in for its sums of pressure, which depend
    on the size of a zone.
    """
    return _share(context, (*_INNER_FOREFOOT, "heel_medial"), (*_OUTER_FOREFOOT, "heel_lateral"))


def forefoot_balance(context: StepContext) -> float:
    """(M1 + M2) against (M3 + M4 + M5) by force-time integral, % of their sum, medial positive."""
    return _share(context, _INNER_FOREFOOT, _OUTER_FOREFOOT)


def rearfoot_medial_share(context: StepContext) -> float:
    """Force-time integral of the inner half of the heel, % of the heel's."""
    return 50.0 + 0.5 * _share(context, ("heel_medial",), ("heel_lateral",))


def _share(context: StepContext, inner: tuple[str, ...], outer: tuple[str, ...]) -> float:
    context.need_side()
    impulse = context.zone_impulse
    medial, lateral = sum(impulse[zone] for zone in inner), sum(impulse[zone] for zone in outer)
    if medial + lateral <= 0:
        raise Unmeasurable("none of the zones carried load")
    return 100.0 * (medial - lateral) / (medial + lateral)


def cop_medial_excursion(context: StepContext) -> float:
    """Mean distance of the centre of pressure from the foot axis while the foot is flat.

    In % of forefoot width, positive towards the inner side.
    """
    context.need_side()
    instants = find_instants(context)
    path = context.path
    flat = (path.frames >= instants.forefoot_flat) & (path.frames <= instants.heel_off)
    if not flat.any():
        raise Unmeasurable("the foot is never flat on the ground")
    medial, _ = context.frame.to_foot(path.x[flat], path.y[flat])
    return 100.0 * float(medial.mean()) / context.anatomy.width
