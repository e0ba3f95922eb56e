"""A scheme of regions as polygons on one foot, to draw, to hand on and to correct."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pedograph.anatomy.foot import FootAnatomy
from pedograph.anatomy.masks import Mask, MaskRegion
from pedograph.anatomy.schemes import RegionPart, Scheme
from pedograph.recording import FloatArray

_AROUND = 1.0
"""Room around the print that its outermost regions reach into, in widths of the foot."""
_SLIVER = 1e-9
"""mm below which a piece is nothing."""


def scheme_mask(scheme: Scheme, foot: FootAnatomy) -> Mask:
    """The regions of a scheme as they lie on a foot: a mask in mm, exact to the last digit.

    A region in several pieces has several polygons; the outermost ones reach a foot's width beyond the print.

    Parameters
    ----------
    scheme : Scheme
        The regions.
    foot : FootAnatomy
        The foot.
    """
    regions = []
    for region in scheme.regions:
        pieces = [piece for part in region.parts for piece in _pieces(part, scheme, foot)]
        if pieces:
            regions.append(MaskRegion(region.name, tuple((piece,) for piece in pieces)))
    return Mask(f"{scheme.key}, on one foot", scheme.version, "mm", "mm", tuple(regions), scheme.fewest_cells)


def _pieces(part: RegionPart, scheme: Scheme, foot: FootAnatomy) -> list[FloatArray]:
    """Polygons of one part of a region."""
    room = _AROUND * foot.width
    low, high = float(foot.cells.medial.min()) - room, float(foot.cells.medial.max()) + room
    back, front = -room, foot.length + room
    polygon = np.array([[low, back], [high, back], [high, front], [low, front]])
    for normal, offset in _half_planes(part, scheme, foot):
        polygon = _clipped(polygon, normal, offset)
        if len(polygon) < 3:
            return []
    return [polygon] if part.toes is None else list(_beside_toe_line(polygon, part.toes, foot))


def _half_planes(part: RegionPart, scheme: Scheme, foot: FootAnatomy) -> Iterator[tuple[FloatArray, float]]:
    """Bounds of a part but for the toe line: it holds the places p with normal . p >= offset."""
    length = foot.toeless_length if scheme.length == "toeless" else foot.length
    for share, sign in zip(part.along, (1.0, -1.0), strict=True):
        if np.isfinite(share):
            yield np.array([0.0, sign]), sign * share * length
    for fraction, sign in zip(part.fan, (1.0, -1.0), strict=True):
        if np.isfinite(fraction):
            yield _ray(fraction, sign, foot)
    if part.hallux is not None:
        yield _ray(foot.borders.hallux, -1.0 if part.hallux else 1.0, foot)
    if part.medial is not None:
        yield np.array([1.0 if part.medial else -1.0, 0.0]), 0.0


def _ray(fraction: float, sign: float, foot: FootAnatomy) -> tuple[FloatArray, float]:
    """The outer (sign 1) or medial side of the ray at a fraction between the tangents."""
    start, end = (float(one) for one in foot.borders.ray(fraction, np.array([0.0, 1.0])))
    return sign * np.array([-1.0, end - start]), sign * -start


def _clipped(polygon: FloatArray, normal: FloatArray, offset: float) -> FloatArray:
    """The part of a convex polygon on one side of a line (Sutherland and Hodgman, 1974)."""
    height = polygon @ normal - offset
    points: list[FloatArray] = []
    for index in range(len(polygon)):
        before, here = height[index - 1], height[index]
        if (before >= 0) != (here >= 0):
            points.append(polygon[index - 1] + before / (before - here) * (polygon[index] - polygon[index - 1]))
        if here >= 0:
            points.append(polygon[index])
    return np.array(points).reshape(-1, 2)


def _beside_toe_line(polygon: FloatArray, toes: bool, foot: FootAnatomy) -> Iterator[FloatArray]:
    """The pieces of a convex polygon in front of the toe line, or behind it."""
    line = foot.borders.toe_line
    low, high = float(polygon[:, 0].min()), float(polygon[:, 0].max())
    knots = np.concatenate([polygon[:, 0], line.medial[(line.medial > low) & (line.medial < high)]])
    knots = np.unique(knots)
    bottom, top = _chords(polygon, knots)
    knots = np.unique(np.concatenate([knots, *(_crossings(knots, line.place(knots) - e) for e in (bottom, top))]))
    bottom, top = _chords(polygon, knots)
    border = line.place(knots)
    lower, upper = (np.maximum(bottom, border), top) if toes else (bottom, np.minimum(top, border))
    filled = (lower + np.roll(lower, -1) < upper + np.roll(upper, -1) - _SLIVER)[:-1]
    changes = np.flatnonzero(np.diff(np.concatenate([[False], filled, [False]]).astype(int)))
    for first, last in zip(changes[::2], changes[1::2], strict=True):
        run = slice(first, last + 1)
        there = np.stack([knots[run], lower[run]], axis=1)
        back = np.stack([knots[run], upper[run]], axis=1)[::-1]
        yield np.concatenate([there, back])


def _chords(polygon: FloatArray, medial: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Lower and upper end along the foot of a convex polygon at places across it."""
    bottom, top = np.full(medial.shape, np.inf), np.full(medial.shape, -np.inf)
    for (m0, a0), (m1, a1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        under = (medial >= min(m0, m1)) & (medial <= max(m0, m1))
        share = (medial[under] - m0) / (m1 - m0) if m0 != m1 else np.zeros(int(under.sum()))
        for along in (a0 + share * (a1 - a0), *([] if m0 != m1 else [np.full(share.shape, a1)])):
            bottom[under] = np.minimum(bottom[under], along)
            top[under] = np.maximum(top[under], along)
    return bottom, top


def _crossings(medial: FloatArray, height: FloatArray) -> FloatArray:
    """Where a broken line, given at its corners, passes 0."""
    change = np.flatnonzero(np.sign(height[:-1]) * np.sign(height[1:]) < 0)
    share = height[change] / (height[change] - height[change + 1])
    return np.asarray(medial[change] + share * (medial[change + 1] - medial[change]))
