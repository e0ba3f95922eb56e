"""Regions of the foot as weights of every cell; in each scheme the weights of a cell add up to 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from pedograph.anatomy.cells import Cells
from pedograph.anatomy.schemes import FootPlaces, Scheme, scheme
from pedograph.anatomy.tangents import Tangent
from pedograph.anatomy.toes import ToeLine
from pedograph.recording import FloatArray, IndexArray

TEN: Final = (
    "hallux",
    "toes_2_5",
    "metatarsal_1",
    "metatarsal_2",
    "metatarsal_3",
    "metatarsal_4",
    "metatarsal_5",
    "midfoot",
    "heel_medial",
    "heel_lateral",
)
"""Regions of the scheme "ten", which the measures of balance and roll-over are made from."""
SCHEMES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "ten": {name: (name,) for name in TEN},
    "three": {"forefoot": TEN[:7], "midfoot": ("midfoot",), "rearfoot": TEN[8:]},
}
"""Regions of the two schemes that every session keeps, as the sums of the ten that make them up."""
FAN_REGIONS: Final = (0.30, 0.47, 0.64, 0.81)
"""Where the metatarsal heads part, from the inner to the outer tangent."""
REGION_LABELS: Final[dict[str, str]] = {
    "hallux": "T1",
    "toes_2_5": "T2-5",
    "metatarsal_1": "M1",
    "metatarsal_2": "M2",
    "metatarsal_3": "M3",
    "metatarsal_4": "M4",
    "metatarsal_5": "M5",
    "midfoot": "MF",
    "heel_medial": "HM",
    "heel_lateral": "HL",
    "forefoot": "FF",
    "rearfoot": "RF",
    "toes": "T",
    "toe_2": "T2",
    "toes_3_5": "T3-5",
    "metatarsals_3_5": "M3-5",
    "heel": "H",
    "midfoot_medial": "MFM",
    "midfoot_lateral": "MFL",
    "forefoot_medial": "FFM",
    "forefoot_lateral": "FFL",
    "rearfoot_medial": "RFM",
    "rearfoot_lateral": "RFL",
}
"""Short labels, as they stand on the map."""
_HALLUX = 0.36
"""Where hallux and second toe part, if the pressure does not tell."""
_SPLIT = 4
"""Points along each edge of a cell by which it is shared out."""


@dataclass(frozen=True, eq=False)
class Borders:
    """The lines that part the ten regions, in the foot frame.

    Parameters
    ----------
    thirds : (float, float)
        Ends of the heel third and of the middle third along the foot, mm.
    toe_line : ToeLine
        Where the toes begin.
    inner, outer : Tangent
        Tangents of the print.
    hallux : float
        Where the hallux ends, as a fraction from the inner to the outer tangent.
    """

    thirds: tuple[float, float]
    toe_line: ToeLine
    inner: Tangent
    outer: Tangent
    hallux: float = _HALLUX

    def fraction(self, medial: FloatArray, along: FloatArray) -> FloatArray:
        """Place between the tangents: 0 on the inner, 1 on the outer one."""
        inner, outer = self.inner.medial_at(along), self.outer.medial_at(along)
        return np.asarray((inner - medial) / np.maximum(inner - outer, 1.0))

    def ray(self, fraction: float, along: FloatArray) -> FloatArray:
        """Places towards the medial side, mm, of the ray at a fraction between the tangents."""
        inner, outer = self.inner.medial_at(along), self.outer.medial_at(along)
        return np.asarray(inner - fraction * (inner - outer))

    def places(self, medial: FloatArray, along: FloatArray, length: float) -> FootPlaces:
        """The coordinates in which regions are given, of places (medial, along) in mm.

        Parameters
        ----------
        medial, along : float array
            Places in the foot frame, mm.
        length : float
            Length of the whole foot, mm.
        """
        fraction = self.fraction(medial, along)
        return FootPlaces(
            along / (3 * self.thirds[0]),
            along / length,
            fraction,
            self.toe_line.beyond(medial, along).astype(np.intp),
            (fraction < self.hallux).astype(np.intp),
            (medial > 0).astype(np.intp),
        )

    def label(self, medial: FloatArray, along: FloatArray) -> IndexArray:
        """Number of the region, as in ``TEN``, at each place."""
        return scheme("ten").label(self.places(medial, along, 3 * self.thirds[0]))


def hallux_border(cells: Cells, borders: Borders) -> float:
    """Fraction between the tangents at which least toe pressure lies, near where the hallux should end."""
    beyond = 1.0 - borders.toe_line.share_behind(cells)
    toes = beyond > 0.5
    if toes.sum() < 3:
        return _HALLUX
    fraction = borders.fraction(cells.medial[toes], cells.along[toes])
    places = np.linspace(0.24, 0.48, 25)
    near = np.exp(-0.5 * ((fraction[None, :] - places[:, None]) / 0.04) ** 2)
    load = near @ cells.peak[toes]
    cost = load / max(float(load.max()), 1e-9) + 0.3 * ((places - _HALLUX) / 0.12) ** 2
    return float(places[cost.argmin()])


def cell_points(cells: Cells) -> tuple[FloatArray, FloatArray]:
    """Sixteen places (medial, along) in each cell, mm, by which it is shared out [cell, point]."""
    steps = (np.arange(_SPLIT) + 0.5) / _SPLIT - 0.5
    first, second = (grid.ravel()[None, :] for grid in np.meshgrid(steps, steps, indexing="ij"))
    medial = cells.medial[:, None] + first * cells.row_edge[0] + second * cells.column_edge[0]
    along = cells.along[:, None] + first * cells.row_edge[1] + second * cells.column_edge[1]
    return medial, along


def shares(label: IndexArray, regions: int) -> FloatArray:
    """Share of each cell in each region [cell, region], from the regions of its points [cell, point]."""
    cell = np.arange(label.shape[0])[:, None] * regions
    flat = np.bincount((cell + label).ravel(), minlength=label.shape[0] * regions)
    return np.asarray(flat.reshape(-1, regions) / label.shape[1])


def ten_weights(cells: Cells, borders: Borders) -> FloatArray:
    """Share of each cell in each of the ten regions [cell, region]; rows add up to 1."""
    return shares(borders.label(*cell_points(cells)), len(TEN))


def scheme_weights(places: FootPlaces, regions: Scheme) -> Mapping[str, FloatArray]:
    """Share of each cell in each region of a scheme [cell]; the shares of a cell add up to 1.

    Parameters
    ----------
    places : FootPlaces
        Points of the cells (`pedograph.anatomy.FootAnatomy.places`).
    regions : Scheme
        The scheme.
    """
    weights = shares(regions.label(places), len(regions.regions))
    return dict(zip(regions.names, weights.T, strict=True))
