"""Areas about the path of the centre of pressure, and how path and axis part the print into two sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from pedograph.measures.context import StepContext
from pedograph.measures.cop.path import need_points
from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray

_MM2_PER_CM2 = 100.0
_END = 0.10
"""Share of the path's way over which the tangent at either of its ends is taken."""
_STEEPEST = 1.0
"""mm across per mm along; a steeper end tangent would run out of the print beside the foot."""
Point = tuple[float, float]


def chord_area(context: StepContext) -> float:
    """Area between the path and the chord from its first to its last point, cm2, positive on the lateral side.

    What lies on the medial side of the chord counts as negative.
    """
    context.need_side()
    context.need_walk()
    need_points(context.path)
    medial, along = context.foot_path
    return -_enclosed(medial, along) / _MM2_PER_CM2


def hull_area(context: StepContext) -> float:
    """Area of the smallest convex figure that holds the path, cm2."""
    need_points(context.path)
    return convex_area(*context.foot_path) / _MM2_PER_CM2


def convex_area(x: FloatArray, y: FloatArray) -> float:
    """Area of the smallest convex figure that holds some points; 0 where they lie on one line.

    The points are gone through in order from one side to the other and back, and those at which the outline would
    turn inwards are dropped (Andrew, 1979). A library's hull takes several times as long for so few.
    """
    order = np.lexsort((y, x))
    there = list(zip(x[order].tolist(), y[order].tolist(), strict=True))
    outline = np.array([*_one_side(there)[:-1], *_one_side(there[::-1])[:-1]])
    return abs(_enclosed(outline[:, 0], outline[:, 1])) if len(outline) > 2 else 0.0


def _one_side(points: Iterable[Point]) -> list[Point]:
    """The points in their order at which the outline turns to the left."""
    kept: list[Point] = []
    for x, y in points:
        while len(kept) > 1:
            (first_x, first_y), (last_x, last_y) = kept[-2:]
            if (last_x - first_x) * (y - first_y) > (last_y - first_y) * (x - first_x):
                break
            kept.pop()
        kept.append((x, y))
    return kept


def lateral_medial_area_index(context: StepContext) -> float:
    """Area of the print without toes on the lateral side of the path less that on the medial side, over their sum.

    The path goes on at both ends along its tangents there; cells on it are split.

    Raises
    ------
    Unmeasurable
        If the side is unknown or the path does not run from the heel to the forefoot.
    """
    context.need_side()
    context.need_walk()
    need_points(context.path)
    anatomy, (medial, along) = context.anatomy, context.foot_path
    if along[0] > anatomy.borders.thirds[0] or along[-1] < anatomy.borders.thirds[1]:
        raise Unmeasurable("path_too_short", "the centre of pressure does not run from the heel to the forefoot")
    line = _line_at(anatomy.cells.along, medial, along)
    return _outer_excess(context, anatomy.cells.area * anatomy.toeless, line)


def lateral_medial_force_index(context: StepContext) -> float:
    """Force-time integral without toes lateral of the foot axis less that medial of it, over their sum.

    Raises
    ------
    Unmeasurable
        If the side is unknown or there is no time course.
    """
    context.need_side()
    context.need_time()
    anatomy = context.anatomy
    return _outer_excess(context, context.cell_integrals * anatomy.toeless, np.zeros(anatomy.cells.medial.size))


def _outer_excess(context: StepContext, amount: FloatArray, line: FloatArray) -> float:
    """(outer - inner) / (outer + inner) of an amount per cell, parted at medial places for each cell."""
    cells = context.anatomy.cells
    inner = cells.beyond(cells.medial - line, (1.0, 0.0))
    total = float(amount.sum())
    if total <= 0:
        raise Unmeasurable("zone_without_load", "the foot without toes carried no load")
    return 1.0 - 2.0 * float(amount @ inner) / total


def _line_at(places: FloatArray, medial: FloatArray, along: FloatArray) -> FloatArray:
    """Medial places of the path, mm, at places along the foot; beyond its ends on its tangents there.

    Where the path runs back for a while, what it passes for the first time counts.
    """
    first = np.append(True, along[1:] > np.maximum.accumulate(along)[:-1])
    m, a = medial[first], along[first]
    reach = _END * (a[-1] - a[0])
    back, front = (
        float(np.clip((np.interp(inner, a, m) - end_m) / (inner - end_a), -_STEEPEST, _STEEPEST))
        for inner, end_m, end_a in ((a[0] + reach, m[0], a[0]), (a[-1] - reach, m[-1], a[-1]))
    )
    line = np.interp(places, a, m)
    line += back * np.minimum(places - a[0], 0.0) + front * np.maximum(places - a[-1], 0.0)
    return np.asarray(line)


def _enclosed(medial: FloatArray, along: FloatArray) -> float:
    """Area within a closed line, mm2, positive if it runs from the medial side to the toes (shoelace formula)."""
    # About the first point, so that the last digits are not lost far from the origin.
    m, a = medial - medial[0], along - along[0]
    return 0.5 * float(m @ np.roll(a, -1) - a @ np.roll(m, -1))


COP_AREA: dict[str, Callable[[StepContext], float]] = {
    "cop_chord_area": chord_area,
    "cop_hull_area": hull_area,
    "lateral_medial_area_index": lateral_medial_area_index,
    "lateral_medial_force_index": lateral_medial_force_index,
}
"""What makes each measure of area about the path, by key."""
