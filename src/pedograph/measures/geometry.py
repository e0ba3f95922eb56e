"""Size and direction of the foot in its print."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pedograph.anatomy.foot import NO_TOES
from pedograph.measures.context import StepContext
from pedograph.measures.model import Unmeasurable
from pedograph.recording import Side


def foot_length(context: StepContext) -> float:
    """From the heel's end to the tip of the toes along the foot axis, mm."""
    if not context.anatomy.borders.toe_line.toes:
        raise Unmeasurable.because(NO_TOES)
    return context.anatomy.length


def foot_width(context: StepContext) -> float:
    """Across the forefoot without toes, perpendicular to the foot axis, mm."""
    return context.anatomy.width


def toeless_length(context: StepContext) -> float:
    """From the heel's end to the front of the print without toes along the foot axis, mm."""
    return context.anatomy.toeless_length


def plantar_angle(context: StepContext) -> float:
    """Angle between the inner and the outer tangent of the print, degrees, positive where it widens forwards."""
    return context.anatomy.axes.plantar_angle


def axis_disagreement(context: StepContext) -> float:
    """Angle between the foot axis and the bisector of the plantar angle, degrees."""
    return context.anatomy.axes.disagreement


def foot_progression_angle(context: StepContext) -> float:
    """Angle from the plate's direction of walking to the foot axis, degrees, out-toeing positive."""
    context.need_side()
    if context.step.footstep.recording.tracks:
        raise Unmeasurable(
            "insole_without_direction", "an insole goes with the foot and does not know the direction of walking"
        )
    side = context.step.footstep.side
    heading = 0.0 if context.step.footstep.direction > 0 else np.pi
    turned = (context.frame.angle - heading + np.pi) % (2 * np.pi) - np.pi
    return float(np.degrees(turned)) * (1.0 if side is Side.RIGHT else -1.0)


GEOMETRY: dict[str, Callable[[StepContext], float]] = {
    "foot_length": foot_length,
    "toeless_length": toeless_length,
    "foot_width": foot_width,
    "foot_progression_angle": foot_progression_angle,
    "plantar_angle": plantar_angle,
    "axis_disagreement": axis_disagreement,
}
"""Size and direction of the foot, by key."""
