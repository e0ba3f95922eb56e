"""Figures whose measures are known in closed form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import SettingsError
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Source
from pedograph.units import NEWTON_PER_KILOPASCAL_MM2

Chord = Callable[[FloatArray], tuple[FloatArray, FloatArray]]


@dataclass(frozen=True, eq=False)
class PhantomTruth:
    """What is true of a phantom by geometry.

    Parameters
    ----------
    area : float
        cm2.
    force : float array [frame]
        N.
    cop : float array [frame, 2]
        x and y in mm; NaN without force.
    length, width : float
        mm along and across the axis; NaN where the phantom has none.
    axis : float array [2]
        Unit vector (x, y) along the length.
    arch_index : float
        Share of the middle third along the axis; NaN where the phantom has none.
    """

    area: float
    force: FloatArray
    cop: FloatArray
    length: float
    width: float
    axis: FloatArray
    arch_index: float


@dataclass(frozen=True, eq=False)
class Phantom:
    """A recording of a known figure.

    Parameters
    ----------
    recording : PressureRecording
        Its frames.
    truth : PhantomTruth
        What is true of it.
    """

    recording: PressureRecording
    truth: PhantomTruth


def rectangle(
    length: float = 240.0,
    width: float = 80.0,
    angle: float = 0.0,
    *,
    grid: SensorGrid | None = None,
    offset: tuple[float, float] = (0.0, 0.0),
    pressure: float = 100.0,
    frames: int = 41,
    ramp: bool = True,
) -> Phantom:
    """An evenly loaded rectangle; its arch index is 1/3.

    Parameters
    ----------
    length, width : float
        mm.
    angle : float
        Degrees from +y towards +x.
    grid : SensorGrid, optional
        Cells of 5 x 5 mm by default.
    offset : (float, float)
        mm by which the figure is moved from its usual place, along x and y.
    pressure : float
        kPa at its height.
    frames : int
        Number of frames, 10 ms apart.
    ramp : bool
        Rise from nothing and fall to nothing; else the same in each frame.

    Returns
    -------
    Phantom
        Cells hold the mean pressure over their area, exact across and by 32 lines a cell along.
    """
    axis = _axis(angle)
    half = np.array([[a * width / 2.0, b * length / 2.0] for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))])
    corners = half @ np.array([[axis[1], -axis[0]], axis])
    reach = np.abs(corners).max(axis=0)
    figure = _Figure(lambda y: _polygon_chord(corners, y), reach, length * width, length, width, axis, 1.0 / 3.0)
    return _phantom(figure, grid, offset, pressure, frames, ramp)


def ellipse(
    length: float = 240.0,
    width: float = 80.0,
    angle: float = 0.0,
    *,
    grid: SensorGrid | None = None,
    offset: tuple[float, float] = (0.0, 0.0),
    pressure: float = 100.0,
    frames: int = 41,
    ramp: bool = True,
) -> Phantom:
    """An evenly loaded ellipse; its arch index is (2/pi) (asin(1/3) + sqrt(8)/9).

    Parameters
    ----------
    length, width, angle, grid, offset, pressure, frames, ramp
        As for `rectangle`.

    Returns
    -------
    Phantom
    """
    axis = _axis(angle)
    a, b = width / 2.0, length / 2.0
    # x^2 A + 2 x y B + y^2 C = 1
    form_a = (axis[1] / a) ** 2 + (axis[0] / b) ** 2
    form_b = axis[0] * axis[1] * (1.0 / b**2 - 1.0 / a**2)
    form_c = (axis[0] / a) ** 2 + (axis[1] / b) ** 2

    def chord(y: FloatArray) -> tuple[FloatArray, FloatArray]:
        root = np.sqrt(np.maximum((form_b * y) ** 2 - form_a * (form_c * y**2 - 1.0), 0.0))
        return (-form_b * y - root) / form_a, (-form_b * y + root) / form_a

    reach = np.hypot([axis[1] * a, axis[0] * a], [axis[0] * b, axis[1] * b])
    index = 2.0 / np.pi * (np.arcsin(1.0 / 3.0) + np.sqrt(8.0) / 9.0)
    figure = _Figure(chord, reach, np.pi * a * b, length, width, axis, float(index))
    return _phantom(figure, grid, offset, pressure, frames, ramp)


def two_cells(
    first: tuple[int, int] = (4, 3),
    second: tuple[int, int] = (30, 9),
    *,
    grid: SensorGrid | None = None,
    shape: tuple[int, int] = (40, 16),
    pressure: float = 400.0,
    frames: int = 41,
) -> Phantom:
    """Two cells, the load passing evenly from the first to the second: the path is the line between them.

    Parameters
    ----------
    first, second : (int, int)
        Row and column.
    grid : SensorGrid, optional
        Cells of 5 x 5 mm by default.
    shape : (int, int)
        Rows and columns.
    pressure : float
        kPa on both cells together.
    frames : int
        Number of frames, 10 ms apart.

    Returns
    -------
    Phantom
        Without length, width or arch index.
    """
    grid = grid or SensorGrid(5.0, 5.0)
    share = np.linspace(0.0, 1.0, frames)
    cells = np.zeros((frames, *shape))
    cells[:, first[0], first[1]] += pressure * (1.0 - share)
    cells[:, second[0], second[1]] += pressure * share
    ends = np.array([[grid.x(column), grid.y(row)] for row, column in (first, second)], dtype=np.float64)
    truth = PhantomTruth(
        area=2.0 * grid.cell_area / 100.0,
        force=np.full(frames, pressure * grid.newton_per_kilopascal),
        cop=ends[0] + share[:, None] * (ends[1] - ends[0]),
        length=float("nan"),
        width=float("nan"),
        axis=(ends[1] - ends[0]) / np.linalg.norm(ends[1] - ends[0]),
        arch_index=float("nan"),
    )
    return Phantom(_recording(cells, grid), truth)


@dataclass(frozen=True, eq=False)
class _Figure:
    """A convex figure about the origin: where lines along x cut it, how far it reaches, what is true of it."""

    chord: Chord
    reach: FloatArray
    area: float
    length: float
    width: float
    axis: FloatArray
    arch_index: float


def _phantom(
    figure: _Figure,
    grid: SensorGrid | None,
    offset: tuple[float, float],
    pressure: float,
    frames: int,
    ramp: bool,
) -> Phantom:
    """The figure on a plate with two empty cells around it, in all frames."""
    if frames < 1 or pressure <= 0.0:
        raise SettingsError("a phantom needs at least one frame and a pressure above 0.")
    grid = grid or SensorGrid(5.0, 5.0)
    spacing = np.array([grid.column_spacing, grid.row_spacing])
    centre = figure.reach + 2.0 * spacing + np.array(offset)
    columns, rows = np.ceil((centre + figure.reach) / spacing).astype(int) + 2
    course = 1.0 - np.abs(np.linspace(-1.0, 1.0, frames)) if ramp and frames > 2 else np.ones(frames)
    cells = _coverage(figure, centre, grid, int(rows), int(columns)) * pressure
    force = course * pressure * figure.area * NEWTON_PER_KILOPASCAL_MM2
    truth = PhantomTruth(
        area=figure.area / 100.0,
        force=force,
        cop=np.where(force[:, None] > 0.0, centre, np.nan),
        length=figure.length,
        width=figure.width,
        axis=figure.axis,
        arch_index=figure.arch_index,
    )
    return Phantom(_recording(course[:, None, None] * cells, grid), truth)


def _coverage(
    figure: _Figure, centre: FloatArray, grid: SensorGrid, rows: int, columns: int, lines: int = 32
) -> FloatArray:
    """Share of each cell that the figure covers, [row, column]: exact along x, by ``lines`` a cell along y."""
    y = (np.arange(rows * lines) + 0.5) / lines * grid.row_spacing - centre[1]
    left, right = figure.chord(y)
    inside = np.abs(y) < figure.reach[1]
    edges = np.arange(columns + 1) * grid.column_spacing - centre[0]
    low = np.maximum(left[:, None], edges[None, :-1])
    high = np.minimum(right[:, None], edges[None, 1:])
    covered = np.maximum(high - low, 0.0) * inside[:, None] / grid.column_spacing
    return np.asarray(covered.reshape(rows, lines, columns).mean(axis=1))


def _polygon_chord(corners: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Where lines along x at ``y`` enter and leave a convex polygon; empty chords outside of it."""
    left, right = np.full(y.shape, np.inf), np.full(y.shape, -np.inf)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if start[1] == end[1]:
            continue
        share = (y - start[1]) / (end[1] - start[1])
        cut = np.where((share >= 0.0) & (share <= 1.0), start[0] + share * (end[0] - start[0]), np.nan)
        left, right = np.fmin(left, cut), np.fmax(right, cut)
    return left, right


def _axis(angle: float) -> FloatArray:
    """Unit vector at ``angle`` degrees from +y towards +x."""
    return np.array([np.sin(np.radians(angle)), np.cos(np.radians(angle))])


def _recording(pressure: FloatArray, grid: SensorGrid) -> PressureRecording:
    """Frames 10 ms apart."""
    frames: NDArray[np.float32] = pressure.astype(np.float32)
    return PressureRecording(frames, np.arange(len(frames)) / 100.0, grid, Source(format="simulation"))
