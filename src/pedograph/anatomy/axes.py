"""The axes that are in use for a foot, and how far they disagree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.anatomy.cells import Cells
from pedograph.anatomy.edges import Line

LARGEST_DISAGREEMENT = 3.0
"""Degrees between the foot axis and the bisector of the plantar angle above which the axis is in doubt."""


@dataclass(frozen=True)
class FootAxes:
    """Directions of the other axes as the foot frame sees them, whose own axis lies at 0 degrees.

    Parameters
    ----------
    bisector : float
        Bisector of the plantar angle, degrees from the foot axis, positive towards the inner side.
    principal : float
        Direction in which the area of the print spreads most, toes included, in the same degrees.
    plantar_angle : float
        Angle between the inner and the outer tangent, degrees, positive where they part towards the toes.
    """

    bisector: float
    principal: float
    plantar_angle: float

    @property
    def disagreement(self) -> float:
        """Angle between the foot axis and the bisector, degrees, never negative."""
        return abs(self.bisector)


def foot_axes(cells: Cells, inner: Line, outer: Line) -> FootAxes:
    """The bisector of the plantar angle and the principal axis of a print in its foot frame.

    Parameters
    ----------
    cells : Cells
        Every loaded cell, in the foot frame.
    inner, outer : Line
        Tangents along the inner and the outer side, from heel to ball.
    """
    inner_angle, outer_angle = (float(np.arctan2(*line.direction)) for line in (inner, outer))
    bisector = np.degrees((inner_angle + outer_angle) / 2)
    plantar = np.degrees(inner_angle - outer_angle)
    return FootAxes(float(bisector), _principal(cells), float(plantar))


def _principal(cells: Cells) -> float:
    """Direction of the largest second moment of the area, degrees; each cell counts as the rectangle it is."""
    places = np.stack([cells.medial, cells.along])
    off = places - (places @ cells.area / cells.area.sum())[:, None]
    edges = np.stack([cells.row_edge, cells.column_edge])
    moments = (off * cells.area) @ off.T / cells.area.sum() + edges.T @ edges / 12.0
    (across, mixed), (_, along) = moments
    return float(np.degrees(0.5 * np.arctan2(2 * mixed, along - across)))
