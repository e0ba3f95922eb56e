"""Where the sensors of an insole lie: polygons, and the way from their values to cells of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import RecordingError
from pedograph.formats.layouts.polygons import covered_areas, crosses_itself, resized, signed_area
from pedograph.notes import Note
from pedograph.recording import BoolArray, FloatArray, IndexArray, Side

_LARGEST, _SMALLEST_AREA = 2000.0, 1.0
_MOST_SENSORS, _MOST_CORNERS = 4096, 256
_FINEST, _COARSEST = 3.0, 10.0
_CELLS_A_SENSOR = 2.5
"""Cells along a side of a sensor; from 2 on, a sensor that stands straight holds a whole one wherever it lies."""
_FRAMES_AT_ONCE = 200
_MOST_WEIGHTS = 30_000_000


@dataclass(frozen=True, eq=False)
class SensorLayout:
    """Where the sensors of one insole or mat lie, and how large they are.

    Parameters
    ----------
    name : str
        What it is a layout of.
    sensors : tuple of int
        Numbers of the sensors, as a recording gives them.
    polygons : tuple of float64 array [corner, 2]
        For each sensor the corners of its outline in mm, either way round: x to the walker's right, y from the
        heel to the toes, seen from above.
    areas : float64 array [sensor], optional
        True area of each sensor in mm2; empty for those of the polygons.
    side : Side
        The foot it is for.
    assumed : tuple of str
        What of it is not known for sure ("sensor layout", "sensor areas").
    notes : tuple of Note
        What a person should know of it.

    Raises
    ------
    RecordingError
        If a number comes twice, a polygon crosses itself or has no area, or something is far too large.
    """

    name: str
    sensors: tuple[int, ...]
    polygons: tuple[FloatArray, ...]
    areas: FloatArray = field(default_factory=lambda: np.empty(0))
    side: Side = Side.UNKNOWN
    assumed: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < len(self.sensors) <= _MOST_SENSORS or len(self.sensors) != len(self.polygons):
            raise RecordingError(f"a layout needs 1 to {_MOST_SENSORS} sensors, each with a polygon.")
        if len(set(self.sensors)) < len(self.sensors):
            twice = next(sensor for sensor in self.sensors if self.sensors.count(sensor) > 1)
            raise RecordingError(f"sensor {twice} is in the layout more than once.")
        for sensor, polygon in zip(self.sensors, self.polygons, strict=True):
            _check_polygon(sensor, polygon)
        areas = self.areas if self.areas.size else np.array([abs(signed_area(each)) for each in self.polygons])
        object.__setattr__(self, "areas", areas)
        for sensor, area in zip(self.sensors, areas, strict=True):
            if not _SMALLEST_AREA <= area <= _LARGEST**2:
                raise RecordingError(f"sensor {sensor} has an area of {area:g} mm2; none is that size.")

    @cached_property
    def footprints(self) -> tuple[FloatArray, ...]:
        """The polygons about their centroids in the size of the true areas, mm."""
        return tuple(resized(each, area) for each, area in zip(self.polygons, self.areas, strict=True))

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, near, right and far border of all sensors, mm."""
        corners = np.concatenate(self.footprints)
        (left, near), (right, far) = corners.min(axis=0), corners.max(axis=0)
        return float(left), float(near), float(right), float(far)

    def mirrored(self) -> SensorLayout:
        """The layout of the other foot: left and right changed over."""
        left, _, right, _ = self.box
        flipped = tuple(np.column_stack([left + right - each[:, 0], each[:, 1]]) for each in self.polygons)
        return replace(self, polygons=flipped, side=self.side.other)

    def scaled(self, across: float, along: float) -> SensorLayout:
        """The same layout in another size; areas change with it."""
        polygons = tuple(each * np.array([across, along]) for each in self.polygons)
        return replace(self, polygons=polygons, areas=self.areas * across * along)

    def chosen(self, sensors: Sequence[int]) -> SensorLayout:
        """Some of the sensors, in the order given.

        Raises
        ------
        RecordingError
            If the layout has no such sensor.
        """
        place = {sensor: number for number, sensor in enumerate(self.sensors)}
        missing = [sensor for sensor in sensors if sensor not in place]
        if missing:
            raise RecordingError(f'the layout "{self.name}" has no sensor {missing[0]}.')
        if tuple(sensors) == self.sensors:
            return self
        which = [place[sensor] for sensor in sensors]
        polygons = tuple(self.polygons[number] for number in which)
        return replace(self, sensors=tuple(sensors), polygons=polygons, areas=self.areas[which])

    def spacing(self) -> tuple[float, float]:
        """Spacing of rows and columns in mm that lets nearly every sensor hold a whole cell."""
        return self._spacing

    @cached_property
    def _spacing(self) -> tuple[float, float]:
        extents = np.array([np.ptp(each, axis=0) for each in self.footprints])
        across, along = np.quantile(extents, 0.1, axis=0) / _CELLS_A_SENSOR
        row, column = (float(np.clip(np.floor(2 * each) / 2, _FINEST, _COARSEST)) for each in (along, across))
        return row, column


@dataclass(frozen=True, eq=False)
class CellMap:
    """How values of sensors become pressures of cells.

    Parameters
    ----------
    row_spacing, column_spacing : float
        mm between rows and between columns.
    sensors : int array [layer, row, column]
        Places in the layout of the sensors that reach a cell, as many layers as sensors meet in one cell.
    weights : float32 array [layer, row, column]
        Pressure of a cell for a pressure of 1 on each of them; 0 where no further sensor reaches it. Over all
        cells the weights of a sensor, times the area of a cell, add up to the sensor's true area: force is kept.
    """

    row_spacing: float
    column_spacing: float
    sensors: IndexArray
    weights: NDArray[np.float32]

    @property
    def active(self) -> BoolArray:
        """Cells that a sensor reaches [row, column]."""
        return np.asarray(self.weights.any(axis=0))

    def spread(self, values: NDArray[np.floating], frames: NDArray[np.float32]) -> None:
        """Write the pressures of all cells.

        Parameters
        ----------
        values : float array [frame, sensor]
            Pressures of the sensors.
        frames : float32 array [frame, row, column]
            Where the cells' pressures go.
        """
        _, rows, columns = self.weights.shape
        for start in range(0, len(values), _FRAMES_AT_ONCE):
            # Few sensors meet in a cell: taking rows of their values is faster than a matrix product.
            part = np.ascontiguousarray(values[start : start + _FRAMES_AT_ONCE].T, dtype=np.float32)
            cells = np.zeros((len(self._order) + 1, part.shape[1]), dtype=np.float32)
            for sensors, weights in self._reached:
                cells[: len(sensors)] += part.take(sensors, axis=0) * weights[:, np.newaxis]
            whole = cells.take(self._place, axis=0).reshape(rows, columns, -1)
            frames[start : start + _FRAMES_AT_ONCE] = whole.transpose(2, 0, 1)

    @cached_property
    def _order(self) -> IndexArray:
        """Cells that sensors reach, those that most sensors reach first."""
        layers = np.count_nonzero(self.weights.reshape(len(self.weights), -1), axis=0)
        return np.asarray(np.argsort(-layers, kind="stable")[: np.count_nonzero(layers)])

    @cached_property
    def _reached(self) -> list[tuple[IndexArray, NDArray[np.float32]]]:
        """For each layer the sensors and weights of the cells that have one in it, which are first in order."""
        flat = self.weights.reshape(len(self.weights), -1)[:, self._order]
        sensors = self.sensors.reshape(len(self.sensors), -1)[:, self._order]
        counts = np.count_nonzero(flat, axis=1)
        return [(sensors[layer, :count], flat[layer, :count]) for layer, count in enumerate(counts.tolist())]

    @cached_property
    def _place(self) -> IndexArray:
        """Where in that order each cell is, row by row; behind it, where a 0 stands, for all others."""
        place = np.full(self.weights[0].size, len(self._order), dtype=np.intp)
        place[self._order] = np.arange(len(self._order))
        return place


@lru_cache(maxsize=16)
def map_to_cells(
    layout: SensorLayout, row_spacing: float, column_spacing: float, near: float, far: float
) -> CellMap:
    """How the sensors of a layout lie on a grid of cells.

    A polygon is resized about its centroid to its sensor's true area and placed on the grid. Cells at the rim of
    the insole, which no sensor covers whole, would dilute its pressure and overstate the area in contact: there a
    sensor takes the room that is left in its fullest cells, as many as its area needs, and gives up the others.

    Parameters
    ----------
    layout : SensorLayout
        The sensors.
    row_spacing, column_spacing : float
        mm.
    near, far : float
        mm along the foot that the rows have to cover, so that two insoles share their rows.

    Returns
    -------
    CellMap
        Columns as many as the sensors need.

    Raises
    ------
    RecordingError
        If the sensors need far more cells than an insole has.
    """
    left, _, right, _ = layout.box
    column_lines, row_lines = _lines(left, right, column_spacing), _lines(near, far, row_spacing)
    if column_lines.size * row_lines.size * len(layout.sensors) > _MOST_WEIGHTS:
        raise RecordingError(f'the layout "{layout.name}" needs too many cells of {row_spacing:g} mm.')
    covered = np.stack([covered_areas(each, column_lines, row_lines) for each in layout.footprints], axis=2)
    weights = _gathered(covered / (row_spacing * column_spacing))
    layers = max(int(np.count_nonzero(weights, axis=2).max()), 1)
    order = np.argsort(-weights, axis=2, kind="stable")[:, :, :layers]
    sensors, weights = np.moveaxis(order, 2, 0), np.moveaxis(np.take_along_axis(weights, order, axis=2), 2, 0)
    return CellMap(row_spacing, column_spacing, np.ascontiguousarray(sensors), np.ascontiguousarray(weights))


def _lines(low: float, high: float, spacing: float) -> FloatArray:
    """Lines between cells, evenly about the middle, that a stretch fits into."""
    count = max(int(np.ceil((high - low) / spacing - 1e-9)), 1)
    return np.asarray((low + high) / 2 + spacing * (np.arange(count + 1) - count / 2))


def _gathered(shares: FloatArray) -> NDArray[np.float32]:
    """Shares of cells [row, column, sensor], each sensor's gathered in as few cells as have room for them."""
    flat = shares.reshape(-1, shares.shape[2])
    total = flat.sum(axis=1)
    weights = np.zeros_like(flat, dtype=np.float32)
    for sensor, column in enumerate(flat.T):
        cells = np.flatnonzero(column > 1e-9)
        cells = cells[np.lexsort((-column[cells], -np.round(total[cells], 9)))]
        own = column[cells]
        room = own / np.minimum(total[cells], 1.0)
        needed = min(int(np.searchsorted(np.cumsum(room), own.sum() - 1e-9)) + 1, cells.size)
        own, room, rest = own[:needed], room[:needed], own[needed:].sum()
        free = (room - own).sum()
        filled = own + (room - own) * (rest / free) if rest > 0 and free > 0 else own
        weights[cells[:needed], sensor] = filled * (column.sum() / filled.sum())
    return weights.reshape(shares.shape)


def _check_polygon(sensor: int, corners: FloatArray) -> None:
    if corners.ndim != 2 or corners.shape[1] != 2 or not 3 <= len(corners) <= _MOST_CORNERS:
        raise RecordingError(f"the polygon of sensor {sensor} needs 3 to {_MOST_CORNERS} corners of x and y.")
    if not (np.isfinite(corners).all() and np.abs(corners).max() <= _LARGEST):
        raise RecordingError(f"the polygon of sensor {sensor} reaches beyond {_LARGEST:g} mm.")
    if abs(signed_area(corners)) < _SMALLEST_AREA:
        raise RecordingError(f"the polygon of sensor {sensor} has no area to speak of.")
    if crosses_itself(corners):
        raise RecordingError(f"the polygon of sensor {sensor} crosses itself.")
