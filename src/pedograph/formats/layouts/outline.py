"""An insole of our own drawing, for devices whose makers do not publish where their sensors lie."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pedograph.formats.layouts.layout import SensorLayout
from pedograph.recording import FloatArray, Side

_ALONG = np.array([0.0, 0.03, 0.08, 0.16, 0.28, 0.42, 0.55, 0.68, 0.76, 0.85, 0.92, 0.97, 1.0])
_MEDIAL = np.array([14.0, 22.5, 28.0, 31.0, 31.0, 29.5, 33.0, 40.5, 43.0, 42.0, 38.0, 31.0, 23.5])
_LATERAL = np.array([-14.0, -22.5, -28.0, -31.5, -34.5, -37.0, -41.0, -45.5, -46.0, -39.5, -28.0, -15.0, -4.0])
_POINTS_A_SIDE = 3


def drawn_insole(name: str, rows: Sequence[int], length: float, area: float) -> SensorLayout:
    """A left insole cut into rows of sensors, from the heel to the toes, each from medial to lateral.

    The outline is that of a common shoe insole, drawn freehand; rows are equally long, and sensors of a row
    equally wide. It is nobody's product: where a sensor lies and how large it is may be wrong by some millimetres
    and by a quarter of its area.

    Parameters
    ----------
    name : str
        What the layout stands for.
    rows : sequence of int
        Sensors in each row.
    length : float
        mm from heel to toe.
    area : float
        mm2 of all sensors together, which sets the width.

    Returns
    -------
    SensorLayout
        Sensors numbered from 1; x = 0 at the lateral border.
    """
    borders = np.linspace(0.0, 1.0, len(rows) + 1)
    polygons: list[FloatArray] = []
    for start, stop, count in zip(borders[:-1], borders[1:], rows, strict=True):
        along = np.linspace(start, stop, _POINTS_A_SIDE)
        medial, lateral = np.interp(along, _ALONG, _MEDIAL), np.interp(along, _ALONG, _LATERAL)
        lines = [medial + (lateral - medial) * part / count for part in range(count + 1)]
        for right, left in pairwise(lines):
            one, other = np.column_stack([right, along]), np.column_stack([left, along])
            polygons.append(np.concatenate([one, other[::-1]]))
    numbers = tuple(range(1, len(polygons) + 1))
    drawn = SensorLayout(name, numbers, _from_zero(polygons, 1.0, length), side=Side.LEFT)
    return SensorLayout(
        name,
        numbers,
        _from_zero(polygons, area / float(drawn.areas.sum()), length),
        side=Side.LEFT,
        assumed=("sensor layout", "sensor areas"),
    )


def _from_zero(polygons: Sequence[FloatArray], across: float, along: float) -> tuple[FloatArray, ...]:
    """Polygons stretched, with x from 0 on."""
    lowest = min(float(each[:, 0].min()) for each in polygons)
    return tuple((each - np.array([lowest, 0.0])) * np.array([across, along]) for each in polygons)
