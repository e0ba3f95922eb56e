"""Where a foot stands on a plate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.errors import SettingsError
from pedograph.recording import FloatArray, SensorGrid, Side
from pedograph.simulation.gait import StepParameters


@dataclass(frozen=True)
class Placement:
    """Where and when a foot is set down.

    Parameters
    ----------
    x, y : float
        mm in the plate's frame of the heel end of the foot axis.
    direction : int
        +1 where the person walks along +y, -1 along -y.
    start : float
        s in the recording of first contact; may lie before its first frame.
    """

    x: float
    y: float
    direction: int = 1
    start: float = 0.0

    def __post_init__(self) -> None:
        if self.direction not in (-1, 1):
            raise SettingsError(f"direction is {self.direction}; it is +1 or -1.")

    def axes(self, side: Side, progression_angle: float) -> tuple[FloatArray, FloatArray]:
        """The foot frame's directions on the plate.

        Parameters
        ----------
        side : Side
            Left or right.
        progression_angle : float
            Degrees, out-toeing positive.

        Returns
        -------
        (float array [2], float array [2])
            Unit vectors (x, y) along the foot axis, heel to toes, and towards the medial side.
        """
        outwards = 1.0 if side is Side.RIGHT else -1.0  # which way the lateral side lies while walking along +y
        angle = np.radians(progression_angle)
        axis = np.array([outwards * np.sin(angle), np.cos(angle)]) * self.direction
        return axis, np.array([-axis[1], axis[0]]) * outwards


def spacing(grid: SensorGrid) -> FloatArray:
    """Cell size along x and y in mm."""
    return np.array([grid.column_spacing, grid.row_spacing])


def box(parameters: StepParameters, placement: Placement) -> FloatArray:
    """How far a foot reaches on the plate, with some room.

    Parameters
    ----------
    parameters, placement
        The foot, and where it is set down.

    Returns
    -------
    float array [2, 2]
        Lowest and highest x and y in mm.
    """
    axis, medial = placement.axes(parameters.side, parameters.progression_angle)
    across, back, front = 0.75 * parameters.foot.forefoot_width, -20.0, parameters.foot.length + 25.0
    corners = np.array([m * medial + y * axis for m in (-across, across) for y in (back, front)])
    corners += np.array([placement.x, placement.y])
    return np.stack([corners.min(axis=0), corners.max(axis=0)])


def inside(parameters: StepParameters, grid: SensorGrid) -> Placement:
    """A place for the foot near the corner of a plate of ``grid``, walking along +y, with a cell to spare."""
    low = box(parameters, Placement(0.0, 0.0))[0]
    x, y = spacing(grid) - low
    return Placement(float(x), float(y))


def shape_for(parameters: StepParameters, grid: SensorGrid, placement: Placement) -> tuple[int, int]:
    """Rows and columns of a plate just large enough for a foot.

    Raises
    ------
    SettingsError
        If the foot stands on the far side of the plate's origin.
    """
    columns, rows = np.ceil(box(parameters, placement)[1] / spacing(grid)).astype(int) + 1
    if min(rows, columns) < 1:
        raise SettingsError("the foot stands beside the plate.")
    return int(rows), int(columns)
