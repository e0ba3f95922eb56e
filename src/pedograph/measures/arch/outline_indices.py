"""Widths of a print below the size of a cell, and what its outline tells of the arch: ratios, medial concavity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pedograph.anatomy.profile import PrintProfile
from pedograph.measures.context import StepContext, once
from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray, IndexArray

_HEEL, _BALL = (0.08, 0.33), (0.78, 1.0)
"""Shares of the length without toes between which the inner tangent touches heel and ball. The head of the first
metatarsal lies at 0.85; a flat midfoot may bulge beyond the tangent farther behind and must not carry it."""
Point = tuple[float, float]


@once
def heel_width(context: StepContext) -> float:
    """Largest width in contact across the foot axis in the rear third, mm.

    Raises
    ------
    Unmeasurable
        If the heel left no print.
    """
    widest = float(context.profile.widths_between(0.0, context.anatomy.borders.thirds[0]).max())
    if widest <= 0:
        raise Unmeasurable("part_left_no_print", "the heel left no print")
    return widest


@once
def midfoot_width(context: StepContext) -> float:
    """Smallest width in contact across the foot axis in the middle third, mm; 0 where none touches."""
    return float(context.profile.widths_between(*context.anatomy.borders.thirds).min())


@dataclass(frozen=True)
class InnerHollow:
    """The medial side of a print between the places where its tangent touches heel and ball.

    Parameters
    ----------
    heel, ball, deepest : (float, float)
        (medial, along) in mm: where the tangent touches, and the edge's place farthest from it in between.
    depth : float
        Distance of the deepest place from the tangent, mm.
    edge : float
        Length of the edge from touch to touch, mm.
    """

    heel: Point
    ball: Point
    deepest: Point
    depth: float
    edge: float

    @property
    def chord(self) -> float:
        """Length of the tangent from touch to touch, mm."""
        return float(np.hypot(self.ball[0] - self.heel[0], self.ball[1] - self.heel[1]))

    @property
    def angle(self) -> float:
        """Angle at the ball between the tangent and the line to the deepest place, degrees."""
        away = float(np.hypot(self.ball[0] - self.deepest[0], self.ball[1] - self.deepest[1]))
        return float(np.degrees(np.arcsin(np.clip(self.depth / away, -1.0, 1.0))))


def chippaux_smirak_index(context: StepContext) -> float:
    """Smallest width of the midfoot over the width of the forefoot, % (Chippaux; Smirak).

    Raises
    ------
    Unmeasurable
        If the forefoot has no width.
    """
    return 100.0 * _ratio(midfoot_width(context), context.anatomy.width, "forefoot")


def staheli_index(context: StepContext) -> float:
    """Smallest width of the midfoot over the largest width of the heel (Staheli and others, 1987).

    Raises
    ------
    Unmeasurable
        If the heel has no width.
    """
    return _ratio(midfoot_width(context), heel_width(context), "heel")


def _ratio(width: float, whole: float, part: str) -> float:
    if whole <= 0:
        raise Unmeasurable("part_left_no_print", f"the {part} left no print")
    return width / whole


def clarke_angle(context: StepContext) -> float:
    """Angle at the ball between the medial tangent and the line to the deepest place of the arch, degrees (1933).

    Raises
    ------
    Unmeasurable
        If the side is unknown or the midfoot left no print, whose medial edge the medial concavity is.
    """
    return inner_hollow(context).angle


def arch_length_index(context: StepContext) -> float:
    """Length of the medial edge over that of its tangent, from heel to ball (Hawes and others, 1992).

    Raises
    ------
    Unmeasurable
        If the side is unknown or the midfoot left no print, whose medial edge the medial concavity is.
    """
    hollow = inner_hollow(context)
    return hollow.edge / hollow.chord


@once
def inner_hollow(context: StepContext) -> InnerHollow:
    """The medial edge of the print between heel and ball.

    Raises
    ------
    Unmeasurable
        If the side is unknown or the midfoot left no print.
    """
    context.need_side()
    profile, length = context.profile, context.anatomy.toeless_length
    heel, ball = (_edge_within(profile, low * length, high * length) for low, high in (_HEEL, _BALL))
    if not (heel.size and ball.size):
        raise Unmeasurable("no_inner_side", "heel or forefoot left no print at the medial side")
    first, last = _touches(profile.along, profile.inner, heel, ball)
    along, edge = profile.along[first : last + 1], profile.inner[first : last + 1]
    if not np.isfinite(edge).all():
        raise Unmeasurable("no_inner_side", "the midfoot left no print, so that its medial side has no edge")
    slope = (edge[-1] - edge[0]) / (along[-1] - along[0])
    inwards = (edge[0] + slope * (along - along[0]) - edge) / np.hypot(1.0, slope)
    deepest = 1 + int(inwards[1:-1].argmax())
    heel_point, ball_point, deep_point = ((float(edge[i]), float(along[i])) for i in (0, -1, deepest))
    walked = float(np.hypot(np.diff(edge), np.diff(along)).sum())
    return InnerHollow(heel_point, ball_point, deep_point, float(inwards[deepest]), walked)


def _edge_within(profile: PrintProfile, low: float, high: float) -> IndexArray:
    """Stations with contact from one place along the foot to another."""
    stations = profile.between(low, high)
    return stations[np.isfinite(profile.inner[stations])]


def _touches(along: FloatArray, edge: FloatArray, heel: IndexArray, ball: IndexArray) -> tuple[int, int]:
    """Stations of heel and ball at which the line touches both that leaves all of them on its lateral side."""
    slopes = (edge[ball][None, :] - edge[heel][:, None]) / (along[ball][None, :] - along[heel][:, None])
    # From a heel point the line past the whole ball is the steepest, and of those the flattest passes the heel.
    steepest = slopes.argmax(axis=1)
    first = int(slopes[np.arange(heel.size), steepest].argmin())
    return int(heel[first]), int(ball[steepest[first]])


ARCH_SHAPE: dict[str, Callable[[StepContext], float]] = {
    "chippaux_smirak_index": chippaux_smirak_index,
    "staheli_index": staheli_index,
    "clarke_angle": clarke_angle,
    "arch_length_index": arch_length_index,
}
"""Arch measures by the outline, by key."""
WIDTHS: dict[str, Callable[[StepContext], float]] = {"heel_width": heel_width, "midfoot_width": midfoot_width}
"""Widths, by key."""
