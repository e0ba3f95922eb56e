"""Masks: regions drawn as polygons in foot coordinates, and the share of each cell that lies in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from pedograph.anatomy.foot import FootAnatomy
from pedograph.anatomy.regions import cell_points, shares
from pedograph.anatomy.registration import Registration
from pedograph.errors import PedographError
from pedograph.recording import BoolArray, FloatArray

Across = Literal["width", "mm"]
Along = Literal["toeless", "whole", "mm"]
Rings = tuple[FloatArray, ...]
"""Outer border and holes of one polygon, each an array [point, 2] of (medial, along), closed or not."""
REST: Final = "rest"
"""Region of a mask that holds what no polygon does."""


class MaskError(PedographError, ValueError):
    """A mask that cannot be used; the text says what is wrong with it."""


@dataclass(frozen=True, eq=False)
class MaskRegion:
    """A region of a mask.

    Parameters
    ----------
    name : str
        Its key, unlike that of the others.
    polygons : tuple of tuple of float array [point, 2]
        Each polygon as its outer border and its holes, points as (medial, along) in the mask's units.

    Raises
    ------
    MaskError
        If a border has fewer than three points or a place that is not a number.
    """

    name: str
    polygons: tuple[Rings, ...]

    def __post_init__(self) -> None:
        polygons = tuple(tuple(_checked(ring, self.name) for ring in rings) for rings in self.polygons)
        if not polygons or not all(polygons):
            raise MaskError(f"the region {self.name} has no border.")
        object.__setattr__(self, "polygons", polygons)

    def holds(self, medial: FloatArray, along: FloatArray) -> BoolArray:
        """Whether places lie in the region; a place on a border lies on either side of it, never on both."""
        inside = np.zeros(medial.shape, dtype=bool)
        for rings in self.polygons:
            inside |= _within(rings, medial, along)
        return inside


@dataclass(frozen=True, eq=False)
class Mask:
    """Regions drawn by a person, in the coordinates of the foot.

    Across: 0 on the foot axis, positive towards the medial side; along: 0 at the heel end.

    Parameters
    ----------
    name, version : str
        What it is called; the version changes whenever a border does.
    across : "width" or "mm"
        Whether places across the foot are shares of its forefoot's width or mm.
    along : "toeless", "whole" or "mm"
        Whether places along the foot are shares of its length without toes, of that with toes, or mm.
    regions : tuple of MaskRegion
        Where two overlap, the first one holds the place.
    fewest_cells : int
        A region of fewer cells has no number but its area.

    Raises
    ------
    MaskError
        If there is no region, or two have one name.
    """

    name: str
    version: str
    across: Across
    along: Along
    regions: tuple[MaskRegion, ...]
    fewest_cells: int = 0

    def __post_init__(self) -> None:
        names = [region.name for region in self.regions]
        if not names:
            raise MaskError("the mask has no region.")
        twice = sorted({name for name in names if names.count(name) > 1 or name == REST})
        if twice:
            raise MaskError(
                f'the mask has the region "{twice[0]}" twice, or under a name that is kept for the rest.'
            )

    def label(self, medial: FloatArray, along: FloatArray, foot: FootAnatomy) -> np.ndarray:
        """Number of the region at places (medial, along) in mm of a foot; the rest has the one after the last."""
        width = foot.width if self.across == "width" else 1.0
        length = {"toeless": foot.toeless_length, "whole": foot.length, "mm": 1.0}[self.along]
        label = np.full(medial.shape, len(self.regions), dtype=np.intp)
        for number, region in reversed(list(enumerate(self.regions))):
            label[region.holds(medial / width, along / length)] = number
        return label


def mask_weights(
    mask: Mask, foot: FootAnatomy, registration: Registration | None = None, drawn_on: FootAnatomy | None = None
) -> Mapping[str, FloatArray]:
    """Share of each cell in each region of a mask [cell], and in the rest; the shares of a cell add up to 1.

    Parameters
    ----------
    mask : Mask
        The regions.
    foot : FootAnatomy
        The foot whose cells are shared out.
    registration : Registration, optional
        How this foot's print lies on that of the foot for which the mask was drawn; without it the mask follows
        axis, length and width of this foot.
    drawn_on : FootAnatomy, optional
        The foot for which the mask was drawn; goes with ``registration``.
    """
    medial, along = cell_points(foot.cells)
    if registration is not None:
        medial, along = registration.onto(medial, along)
    label = mask.label(medial, along, drawn_on or foot)
    weights = shares(label, len(mask.regions) + 1)
    names = (*(region.name for region in mask.regions), REST)
    return dict(zip(names, weights.T, strict=True))


def _checked(ring: FloatArray, name: str) -> FloatArray:
    """A border without its repeated last point, read-only."""
    points = np.array(ring, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise MaskError(f"the region {name} has a border that is no list of places (medial, along).")
    if len(points) > 1 and (points[0] == points[-1]).all():
        points = points[:-1]
    if len(points) < 3:
        raise MaskError(f"the region {name} has a border of {len(points)} points; three are the least.")
    points.flags.writeable = False
    return points


def _within(rings: Rings, medial: FloatArray, along: FloatArray) -> BoolArray:
    """Whether places lie inside an odd number of borders: inside the polygon, outside its holes."""
    inside = np.zeros(medial.shape, dtype=bool)
    low, high = rings[0].min(axis=0), rings[0].max(axis=0)
    near = (medial >= low[0]) & (medial <= high[0]) & (along >= low[1]) & (along <= high[1])
    m, a = medial[near], along[near]
    odd = np.zeros(m.shape, dtype=bool)
    for ring in rings:
        for (m0, a0), (m1, a1) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            if a0 == a1:
                continue
            crosses = (a0 <= a) != (a1 <= a)
            odd ^= crosses & (m < m0 + (a - a0) * (m1 - m0) / (a1 - a0))
    inside[near] = odd
    return inside
