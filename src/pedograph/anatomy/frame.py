"""The foot frame: the same for both feet, so that signs mean the same left and right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.recording import FloatArray, Side


@dataclass(frozen=True)
class FootFrame:
    """Coordinates of one foot: medial (+ towards the medial side) and along (+ towards the toes), in mm.

    The mirror between left and right happens here and nowhere else.

    Parameters
    ----------
    x, y : float
        Origin on the plate, mm: the heel end of the foot axis.
    angle : float
        Direction of the axis in radians, from the plate's +y towards +x.
    side : Side
        Which foot; an unknown one is treated as right.
    """

    x: float
    y: float
    angle: float
    side: Side

    @property
    def axis(self) -> tuple[float, float]:
        """Unit vector (x, y) from heel to toes."""
        return float(np.sin(self.angle)), float(np.cos(self.angle))

    @property
    def inner(self) -> tuple[float, float]:
        """Unit vector (x, y) towards the medial side of the foot."""
        sign = 1.0 if self.side is Side.LEFT else -1.0
        return sign * float(np.cos(self.angle)), -sign * float(np.sin(self.angle))

    def to_foot(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Plate positions as (medial, along), mm."""
        dx, dy = x - self.x, y - self.y
        (ax, ay), (mx, my) = self.axis, self.inner
        return np.asarray(dx * mx + dy * my), np.asarray(dx * ax + dy * ay)

    def to_plate(self, medial: FloatArray, along: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Foot positions as plate (x, y), mm."""
        (ax, ay), (mx, my) = self.axis, self.inner
        return np.asarray(self.x + medial * mx + along * ax), np.asarray(self.y + medial * my + along * ay)

    def moved(self, along: float) -> FootFrame:
        """The same frame with its origin shifted along the axis by so many mm."""
        ax, ay = self.axis
        return FootFrame(self.x + along * ax, self.y + along * ay, self.angle, self.side)
