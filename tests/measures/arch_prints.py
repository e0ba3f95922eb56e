"""Prints whose outline is a formula, set down on a plate at any angle; their widths can be written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import pedograph as pg
from bare_analysis import without_errors
from corrected_steps import with_foot
from pedograph.corrections import StepCorrection
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side

Edge = Callable[[FloatArray], FloatArray]
Load = Callable[[FloatArray, FloatArray], FloatArray]
FINE = 8
"""Points along each edge of a cell by which the figure is drawn."""


@dataclass(frozen=True)
class Sole:
    """A figure between an inner and an lateral edge.

    Parameters
    ----------
    inner, outer : callable
        Edge in mm towards the medial side at places along the foot, mm.
    length : float
        mm.
    """

    inner: Edge
    outer: Edge
    length: float = 225.0

    def along(self, low: float = 0.0, high: float = 1.0) -> FloatArray:
        """Places along the foot between two shares of its length, mm."""
        return np.linspace(low * self.length, high * self.length, 20_001)

    def width(self, low: float = 0.0, high: float = 1.0) -> FloatArray:
        """Width in mm at those places."""
        along = self.along(low, high)
        return self.inner(along) - self.outer(along)

    def area(self, low: float, high: float) -> float:
        """Area in mm2 between two shares of the length."""
        return float(np.trapezoid(self.width(low, high), self.along(low, high)))


TOUCH, PERIOD, HALF_DEPTH, SLOPE, LEVEL = 45.0, 140.0, 12.0, 0.06, 24.0


def wavy_inner(along: FloatArray) -> FloatArray:
    """A wave on a slanting line: its tangent touches at TOUCH and TOUCH + PERIOD and is as slanted as the line."""
    wave = HALF_DEPTH * np.cos(2 * np.pi * (along - TOUCH) / PERIOD)
    return np.asarray(LEVEL + wave + SLOPE * (along - TOUCH))


WAVY = Sole(wavy_inner, lambda along: np.full_like(along, -32.0))


def printed(
    sole: Sole,
    angle: float = 0.0,
    side: Side = Side.RIGHT,
    *,
    pitch: float = 5.0,
    offset: tuple[float, float] = (0.0, 0.0),
    load: Load | None = None,
    threshold: float | None = None,
) -> tuple[PressureRecording, tuple[tuple[float, float], tuple[float, float]]]:
    """A recording of a sole, and two plate points of its axis.

    Parameters
    ----------
    sole : Sole
        The figure.
    angle : float
        Degrees from +y towards +x.
    side : Side
        Which foot; the medial side of a right foot lies towards -x.
    pitch : float
        mm between cells.
    offset : (float, float)
        mm by which the figure is moved on the plate.
    load : callable, optional
        Pressure in kPa at (medial, along); 100 kPa everywhere if not given.
    threshold : float, optional
        Least pressure that the device reports, kPa.
    """
    size, cells = 340.0, int(340.0 / pitch)
    fine = (np.arange(cells * FINE) + 0.5) * pitch / FINE
    x, y = np.meshgrid(fine - size / 2 - offset[0], fine - 50.0 - offset[1])
    turn, sign = np.radians(angle), 1.0 if side is Side.LEFT else -1.0
    medial = sign * (x * np.cos(turn) - y * np.sin(turn))
    along = x * np.sin(turn) + y * np.cos(turn)
    inside = (along > 0) & (along < sole.length) & (medial < sole.inner(along)) & (medial > sole.outer(along))
    pressure = inside * (load(medial, along) if load else 100.0)
    image = pressure.reshape(cells, FINE, cells, FINE).mean(axis=(1, 3))
    image = np.where(image >= (threshold or 0.0), image, 0.0)
    course = np.sin(np.linspace(0.0, np.pi, 61))
    frames = course[:, None, None] * image
    heel = (size / 2 + offset[0], 50.0 + offset[1])
    ahead = (heel[0] + 200.0 * np.sin(turn), heel[1] + 200.0 * np.cos(turn))
    grid = SensorGrid(pitch, pitch, threshold=threshold)
    return PressureRecording(frames, np.arange(61) / 100.0, grid, side=side), (heel, ahead)


def measured_about_its_axis(
    sole: Sole,
    angle: float = 0.0,
    side: Side = Side.RIGHT,
    *,
    pitch: float = 5.0,
    offset: tuple[float, float] = (0.0, 0.0),
    load: Load | None = None,
    threshold: float | None = None,
) -> pg.StepAnalysis:
    """The step of such a recording, measured about the figure's own axis; parameters as for `printed`."""
    recording, axis = printed(sole, angle, side, pitch=pitch, offset=offset, load=load, threshold=threshold)
    return with_foot(without_errors(recording), 0, StepCorrection(axis=axis)).steps[0]
