"""Where the regions of a scheme meet, and where their names stand, in the foot frame."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pedograph.anatomy import FootAnatomy
from pedograph.anatomy.regions import scheme_weights
from pedograph.anatomy.schemes import Scheme
from pedograph.recording import FloatArray, IndexArray

_SPACING = 1.0
"""mm between the points of a border."""
_REACH = 80.0
"""mm to either side of the axis; no foot is wider."""
_ASIDE = 0.05
"""mm to either side of a line at which is asked whether two regions meet there."""
_INSIDE = 1e-6
"""mm by which a piece of a line keeps off the cuts at its ends, where regions change."""

Line = tuple[FloatArray, FloatArray, NDArray[np.bool_]]
"""Places towards the medial side and along the foot, mm, and whether two regions meet there [point]."""


def region_borders(anatomy: FootAnatomy, regions: Scheme) -> Iterator[Line]:
    """Every line at which two regions of a scheme can meet, and where along it they do.

    Regions change only at a cut along or across the foot, at the toe line, at the hallux' border and at the axis.
    So no border is looked for in a raster: these lines are followed, and kept where both sides differ.

    Parameters
    ----------
    anatomy : FootAnatomy
        The foot.
    regions : Scheme
        The scheme.
    """
    return _Followed(anatomy, regions).lines()


def region_labels(anatomy: FootAnatomy, regions: Scheme) -> Iterator[tuple[str, FloatArray, FloatArray]]:
    """Names of the regions that touched the ground, and the centres of their areas (medial, along) in mm."""
    cells = anatomy.cells
    for name, share in scheme_weights(anatomy.places, regions).items():
        weight = share * cells.area
        if weight.sum() > 0.5 * cells.area[0]:
            medial = np.array(np.average(cells.medial, weights=weight))
            yield name, medial, np.array(np.average(cells.along, weights=weight))


def region_numbers(anatomy: FootAnatomy, regions: Scheme, medial: FloatArray, along: FloatArray) -> IndexArray:
    """Number of the region of a scheme at each place (medial, along) in mm."""
    return regions.label(anatomy.borders.places(medial, along, anatomy.length))


class _Followed:
    """The lines of a foot on which some place of a scheme may change its region."""

    def __init__(self, anatomy: FootAnatomy, regions: Scheme) -> None:
        self._anatomy = anatomy
        self._regions = regions
        parts = [part for region in regions.regions for part in region.parts]
        unit = 3 * anatomy.borders.thirds[0] if regions.length == "toeless" else anatomy.length
        self._cuts = sorted({unit * cut for part in parts for cut in part.along if np.isfinite(cut)})
        self._fan = sorted({cut for part in parts for cut in part.fan if np.isfinite(cut)})

    def lines(self) -> Iterator[Line]:
        """From the heel to the toes, then from the inner to the lateral side."""
        borders = self._anatomy.borders
        medial = np.arange(-_REACH, _REACH + _SPACING, _SPACING)
        for cut in self._cuts:
            yield self._kept(medial, np.full(medial.size, cut), across=True)
        yield self._kept(medial, borders.toe_line.place(medial), across=True)
        for along in self._pieces():
            yield self._kept(np.zeros(along.size), along, across=False)
            for fraction in (*self._fan, borders.hallux):
                yield self._kept(borders.ray(fraction, along), along, across=False)

    def _pieces(self) -> Iterator[FloatArray]:
        """Places along the foot from one cut to the next, mm."""
        length = self._anatomy.length
        ends = [0.0, *(cut for cut in self._cuts if 0.0 < cut < length), length]
        for low, high in pairwise(ends):
            yield np.append(np.arange(low + _INSIDE, high - _INSIDE, _SPACING), high - _INSIDE)

    def _kept(self, medial: FloatArray, along: FloatArray, across: bool) -> Line:
        """A line with the question answered whether the regions before and behind it (or beside it) differ."""
        side = np.array([[-_ASIDE], [_ASIDE]])
        shifted = (medial, along + side) if across else (medial + side, along)
        before, behind = region_numbers(self._anatomy, self._regions, *np.broadcast_arrays(*shifted))
        return medial, along, before != behind
