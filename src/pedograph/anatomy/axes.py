"""The axes that are in use for a foot, and how far they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pedograph.anatomy.cells import Cells
from pedograph.anatomy.tangents import Tangent

LARGEST_DISAGREEMENT = 3.0
"""Degrees between the foot axis and the bisector of the plantar angle above which the axis is flagged."""


@dataclass(frozen=True, eq=False)
class FootAxes:
    """Directions of the other axes as the foot frame sees them, whose own axis lies at 0 degrees.

    Parameters
    ----------
    cells : Cells
        Every loaded cell, in the foot frame.
    inner, outer : Tangent
        Tangents along the medial and the lateral side, from heel to ball.
    """

    cells: Cells
    inner: Tangent
    outer: Tangent

    @property
    def bisector(self) -> float:
        """Bisector of the plantar angle, degrees from the foot axis, positive towards the medial side."""
        return (self.inner.angle + self.outer.angle) / 2

    @property
    def plantar_angle(self) -> float:
        """Angle between the inner and the outer tangent, degrees, positive where they part towards the toes."""
        return self.inner.angle - self.outer.angle

    @property
    def disagreement(self) -> float:
        """Angle between the foot axis and the bisector, degrees, never negative."""
        return abs(self.bisector)

    @cached_property
    def principal(self) -> float:
        """Direction of the largest second moment of the area, toes included, degrees; each cell counts as the
        rectangle it is."""
        cells = self.cells
        places = np.stack([cells.medial, cells.along])
        off = places - (places @ cells.area / cells.area.sum())[:, None]
        cell_edges = np.stack([cells.row_edge, cells.column_edge])
        moments = (off * cells.area) @ off.T / cells.area.sum() + cell_edges.T @ cell_edges / 12.0
        (across, mixed), (_, along) = moments
        return float(np.degrees(0.5 * np.arctan2(2 * mixed, along - across)))
