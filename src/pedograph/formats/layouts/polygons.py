"""Polygons on a grid: areas, centroids, and how much of each cell a polygon covers, exactly."""

from __future__ import annotations

import numpy as np

from pedograph.recording import FloatArray


def signed_area(corners: FloatArray) -> float:
    """Area of a polygon [corner, 2], above 0 where its corners run anticlockwise."""
    x, y = corners.T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def centroid(corners: FloatArray) -> FloatArray:
    """Centre of area [2] of a polygon that has one."""
    # About a corner near by, so that far from the origin nothing is lost to rounding.
    x, y = (corners - corners[0]).T
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    sums = np.array([np.sum((x + np.roll(x, -1)) * cross), np.sum((y + np.roll(y, -1)) * cross)])
    return np.asarray(corners[0] + sums / (3 * np.sum(cross)))


def resized(corners: FloatArray, area: float) -> FloatArray:
    """The polygon [corner, 2] about its centroid, with another area in the same shape."""
    middle = centroid(corners)
    return np.asarray(middle + (corners - middle) * (area / abs(signed_area(corners))) ** 0.5)


def covered_areas(corners: FloatArray, columns: FloatArray, rows: FloatArray) -> FloatArray:
    """Area of each cell that a polygon covers.

    The area of a polygon left of a line x = X and below a line y = Y is the integral of min(y, Y) along those
    edges that lie left of X (Green's theorem); differences of it between neighbouring lines are the cells. No
    polygon is cut, and the areas of all cells add up to that of the polygon to rounding error.

    Parameters
    ----------
    corners : float64 array [corner, 2]
        x and y of a polygon's corners, either way round; edges must not cross, but it need not be convex.
    columns, rows : float64 array
        x and y of the lines between cells, in ascending order.

    Returns
    -------
    float64 array [row, column]
        Of one less than the lines, in the square of their unit.
    """
    following = np.roll(corners, -1, axis=0)
    forward = following[:, 0] >= corners[:, 0]
    left, right = np.where(forward[:, None], corners, following), np.where(forward[:, None], following, corners)
    upright = right[:, 0] == left[:, 0]
    slope = (right[:, 1] - left[:, 1]) / np.where(upright, 1.0, right[:, 0] - left[:, 0])
    stop = np.clip(columns[:, None], left[:, 0], right[:, 0])
    width = stop - left[:, 0]
    end = np.where(stop == right[:, 0], right[:, 1], left[:, 1] + slope * width)
    below = _mean_below(left[:, 1] - rows[:, None, None], end - rows[:, None, None]) + rows[:, None, None]
    sign = np.where(forward, -1.0, 1.0) if signed_area(corners) > 0 else np.where(forward, 1.0, -1.0)
    corner_areas = np.sum(sign * width * below, axis=2)
    return np.asarray(np.maximum(np.diff(np.diff(corner_areas, axis=0), axis=1), 0.0))


def _mean_below(first: FloatArray, last: FloatArray) -> FloatArray:
    """Mean of min(h, 0) along a straight line on which h goes from ``first`` to ``last``."""
    high, low = np.maximum(first, last), np.minimum(first, last)
    crosses = (high > 0) & (low < 0)
    part = np.where(crosses, -low * low / (2 * np.where(crosses, high - low, 1.0)), 0.0)
    return np.where(crosses, part, np.minimum((first + last) / 2, 0.0))


def crosses_itself(corners: FloatArray) -> bool:
    """Whether two edges of a polygon that do not follow one another meet."""
    count = len(corners)
    starts, ends = corners, np.roll(corners, -1, axis=0)
    one, other = np.triu_indices(count, 2)
    apart = ~((one == 0) & (other == count - 1))
    one, other = one[apart], other[apart]
    sides = _side(starts[one], ends[one], starts[other]), _side(starts[one], ends[one], ends[other])
    others = _side(starts[other], ends[other], starts[one]), _side(starts[other], ends[other], ends[one])
    return bool(np.any((sides[0] * sides[1] < 0) & (others[0] * others[1] < 0)))


def _side(start: FloatArray, end: FloatArray, point: FloatArray) -> FloatArray:
    """Above 0 where the points lie left of the lines from ``start`` to ``end``."""
    along, across = end - start, point - start
    return np.asarray(along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0])
