"""Arch height as the areas of the print show it: arch index, its variants, and what a threshold does to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pedograph.anatomy.cells import UnreadablePrint
from pedograph.anatomy.foot import FootAnatomy, Print
from pedograph.anatomy.subcell_boundary import find_boundary
from pedograph.anatomy.tangents import front_end, heel_end
from pedograph.measures.context import StepContext
from pedograph.measures.model import Unmeasurable
from pedograph.notes import Note
from pedograph.recording import FloatArray
from pedograph.steps import StepFrames

HIGH_ARCH, LOW_ARCH = 0.21, 0.26
"""Arch index up to which an arch is called high, and from which on low (Cavanagh and Rodgers, 1987)."""
THRESHOLD_BAND = 5.0
"""kPa above the threshold used within which the class of an arch index must hold."""
_CURVE_STEP, _CURVE_REACH = 5.0, 50.0
"""kPa between the thresholds of a curve, and from its first to its last."""
_LOST = 0.15
"""Share of the length by which a print may shorten at either end before heel or forefoot counts as lost."""
_FEWEST_CELLS = 12


@dataclass(frozen=True, eq=False)
class ArchIndexCurve:
    """The arch index of one print as its contact threshold is raised.

    Parameters
    ----------
    thresholds : float array [point]
        kPa, increasing; a place is in contact where its peak pressure is above.
    values : float array [point]
        Arch index at each.
    """

    thresholds: FloatArray
    values: FloatArray


def arch_index(context: StepContext) -> float:
    """Area of the middle third over the area of the print without toes (Cavanagh and Rodgers, 1987)."""
    anatomy = context.anatomy
    return middle_share(anatomy.cells.area * anatomy.toeless, anatomy.middle)


def modified_arch_index(context: StepContext) -> float:
    """Peak pressure summed over the middle third, over that of the print without toes (Chu and others, 1995)."""
    anatomy = context.anatomy
    return middle_share(anatomy.cells.peak * anatomy.toeless, anatomy.middle)


def truncated_arch_index(context: StepContext) -> float:
    """Area of the middle third over that of the rear and the middle third together."""
    anatomy = context.anatomy
    area = anatomy.cells.area * anatomy.toeless
    middle = float(area @ anatomy.middle)
    behind = float(
        area @ (1.0 - anatomy.cells.beyond(anatomy.cells.along - anatomy.borders.thirds[1], (0.0, 1.0)))
    )
    if behind <= 0:
        raise Unmeasurable("part_left_no_print", "neither heel nor midfoot left a print")
    return max(middle / behind, 0.0)


def middle_share(amount: FloatArray, middle: FloatArray) -> float:
    """Share of an amount per cell that lies in the middle third; cells on a cut line are split.

    Parameters
    ----------
    amount : float array [cell]
        Area or pressure without toes.
    middle : float array [cell]
        Share of each cell in the middle third.
    """
    return max(float(amount @ middle / amount.sum()), 0.0)


def threshold_used(context: StepContext) -> float:
    """The least pressure that counts as contact, kPa: of the settings, of the device, or seen in the print."""
    device = context.step.footstep.recording.grid.threshold or 0.0
    return max(context.settings.contact_threshold, device, float(context.step.peak.min()))


def arch_index_curve(context: StepContext, thresholds: Sequence[float] | None = None) -> ArchIndexCurve:
    """The arch index at one contact threshold after another.

    Axis and toe line stay; boundary, heel end, front and thirds are found again at each threshold.

    Parameters
    ----------
    context : StepContext
        A step with anatomy.
    thresholds : sequence of float, optional
        kPa, increasing. By default the threshold used and every multiple of 5 kPa up to 50 kPa above it.

    Returns
    -------
    ArchIndexCurve
        It ends before the first threshold above which heel or forefoot is lost.

    Raises
    ------
    Unmeasurable
        If the print shows no whole foot.
    """
    anatomy, used = context.anatomy, threshold_used(context)
    if thresholds is None:
        first = (np.floor(used / _CURVE_STEP) + 1) * _CURVE_STEP
        thresholds = [used, *np.arange(first, used + _CURVE_REACH + 1e-9, _CURVE_STEP).tolist()]
    values = []
    for threshold in thresholds:
        try:
            values.append(_index_above(context, anatomy, threshold, used))
        except UnreadablePrint:
            break
    return ArchIndexCurve(np.array(thresholds[: len(values)], dtype=np.float64), np.array(values))


def _index_above(context: StepContext, anatomy: FootAnatomy, threshold: float, used: float) -> float:
    """Arch index of what lies above a threshold; UnreadablePrint where that is no whole foot any more."""
    if threshold <= used:
        return arch_index(context)
    step = context.step
    firm = step.peak > threshold
    if np.count_nonzero(firm) < _FEWEST_CELLS:
        raise UnreadablePrint("too_little_above_threshold", f"too little lies above {threshold:g} kPa")
    # Only the peaks matter to a boundary: one image of them spares the copy of all frames.
    picture = StepFrames(step.footstep, step.rows[firm], step.columns[firm], step.peak[None, firm])
    cells = Print(picture, find_boundary(picture)).cells(anatomy.frame)
    toe_line, length = anatomy.borders.toe_line, anatomy.toeless_length
    heel, front = heel_end(cells), front_end(cells, toe_line)
    if heel > _LOST * length or front < (1.0 - _LOST) * length:
        raise UnreadablePrint("too_little_above_threshold", f"heel or forefoot lies below {threshold:g} kPa")
    third = (front - heel) / 3
    return middle_share(
        cells.area * toe_line.share_behind(cells), cells.share_along(heel + third, heel + 2 * third)
    )


def arch_flags(key: str, context: StepContext) -> tuple[Note, ...]:
    """What a reader of an arch measure should know: whether the foot stood, and whether the class holds.

    Parameters
    ----------
    key : str
        Any measure; those that are not of the arch have no such flags.
    context : StepContext
        A step with anatomy.
    """
    if key not in ARCH_KEYS:
        return ()
    flags = (Note("static", "static: the foot stood and did not roll over"),) if context.step.stands else ()
    return flags if key != "arch_index" else (*flags, *_flip(context))


def _flip(context: StepContext) -> tuple[Note, ...]:
    """A flag where a threshold higher by no more than 5 kPa would put the arch in another class."""
    used = threshold_used(context)
    curve = arch_index_curve(context, [used, used + THRESHOLD_BAND])
    if curve.values.size < 2 or arch_class(curve.values[0]) == arch_class(curve.values[1]):
        return ()
    now, then = (f"{value:.3f} at {at:.0f} kPa" for at, value in zip(curve.thresholds, curve.values, strict=True))
    return (Note("no_arch_class", f"no class: the threshold decides it ({now}, {then})"),)


def arch_class(index: float) -> str:
    """ "high", "medium" or "low" arch by the quartiles of Cavanagh and Rodgers (1987)."""
    return "high" if index <= HIGH_ARCH else "low" if index >= LOW_ARCH else "medium"


ARCH: dict[str, Callable[[StepContext], float]] = {
    "arch_index": arch_index,
    "modified_arch_index": modified_arch_index,
    "truncated_arch_index": truncated_arch_index,
}
"""Arch measures by areas, by key."""
ARCH_KEYS = (*ARCH, "chippaux_smirak_index", "staheli_index", "clarke_angle", "arch_length_index")
"""Every arch measure, all of which differ between a standing and a walking foot."""
