"""Regions of the foot: ten or three, as weights of every cell; the weights of a cell add up to 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pedograph.anatomy.cells import Cells
from pedograph.anatomy.edges import Line
from pedograph.anatomy.toes import ToeLine
from pedograph.recording import FloatArray

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
SCHEMES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "ten": {name: (name,) for name in TEN},
    "three": {"forefoot": TEN[:7], "midfoot": ("midfoot",), "rearfoot": TEN[8:]},
}
"""Regions of each scheme, as the sums of the ten that make them up."""
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
    inner, outer : Line
        Tangents of the print.
    hallux : float
        Where the hallux ends, as a fraction from the inner to the outer tangent.
    """

    thirds: tuple[float, float]
    toe_line: ToeLine
    inner: Line
    outer: Line
    hallux: float = _HALLUX

    def fraction(self, medial: FloatArray, along: FloatArray) -> FloatArray:
        """Place between the tangents: 0 on the inner, 1 on the outer one."""
        inner, outer = self.inner.medial_at(along), self.outer.medial_at(along)
        return np.asarray((inner - medial) / np.maximum(inner - outer, 1.0))

    def ray(self, fraction: float, along: FloatArray) -> FloatArray:
        """Places towards the inner side, mm, of the ray at a fraction between the tangents."""
        inner, outer = self.inner.medial_at(along), self.outer.medial_at(along)
        return np.asarray(inner - fraction * (inner - outer))

    def label(self, medial: FloatArray, along: FloatArray) -> np.ndarray:
        """Number of the region, as in ``TEN``, at each place."""
        fraction = self.fraction(medial, along)
        toes = along > self.toe_line.place(medial)
        heads = 2 + np.searchsorted(FAN_REGIONS, fraction)
        label = np.where(toes, np.where(fraction < self.hallux, 0, 1), heads)
        label = np.where((along < self.thirds[1]) & ~toes, 7, label)
        return np.where(along < self.thirds[0], np.where(medial > 0, 8, 9), label)


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


def ten_weights(cells: Cells, borders: Borders) -> FloatArray:
    """Share of each cell in each of the ten regions [cell, region]; rows add up to 1."""
    steps = (np.arange(_SPLIT) + 0.5) / _SPLIT - 0.5
    first, second = (grid.ravel()[None, :] for grid in np.meshgrid(steps, steps, indexing="ij"))
    medial = cells.medial[:, None] + first * cells.row_edge[0] + second * cells.column_edge[0]
    along = cells.along[:, None] + first * cells.row_edge[1] + second * cells.column_edge[1]
    label = borders.label(medial, along)
    cell = np.repeat(np.arange(cells.peak.size), _SPLIT**2)
    flat = np.bincount(cell * len(TEN) + label.ravel(), minlength=cells.peak.size * len(TEN))
    return np.asarray(flat.reshape(-1, len(TEN)) / _SPLIT**2)


def scheme_weights(ten: FloatArray, scheme: str) -> dict[str, FloatArray]:
    """Share of each cell in each region of a scheme [cell], from the weights of the ten."""
    return {
        name: ten[:, [TEN.index(part) for part in parts]].sum(axis=1) for name, parts in SCHEMES[scheme].items()
    }
