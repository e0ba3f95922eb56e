"""Values of sensors on their layouts as one grid: a mat, one insole, or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError, RecordingError
from pedograph.formats.layouts.layout import CellMap, SensorLayout, map_to_cells
from pedograph.recording import SensorGrid, Side, Track

_MOST_TIMES, _HARMLESS = 5, 16 << 20
"""Frames may take so many times the file's bytes, or so many bytes in any case."""
_GAP = 1


@dataclass(frozen=True, eq=False)
class InsoleValues:
    """What the sensors of one insole or mat reported.

    Parameters
    ----------
    layout : SensorLayout
        Where they lie, in the order of the values.
    values : float array [frame, sensor]
        kPa.
    """

    layout: SensorLayout
    values: NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class SpreadFrames:
    """Frames of a recording of insoles.

    Parameters
    ----------
    pressure : float32 array [frame, row, column]
        kPa; read-only.
    grid : SensorGrid
        Cells; those between and around insoles are not active.
    tracks : tuple of Track
        The insoles; empty for a mat.
    """

    pressure: NDArray[np.float32]
    grid: SensorGrid
    tracks: tuple[Track, ...]


def spread_insoles(insoles: Sequence[InsoleValues], size: int, name: str) -> SpreadFrames:
    """Sensors' values spread over cells, force kept; the left insole on the low columns.

    Parameters
    ----------
    insoles : sequence of InsoleValues
        One or two, with the same number of frames.
    size : int
        Bytes of the file; long recordings of few sensors get coarser cells, so that memory stays in proportion.
    name : str
        Its name, for errors.

    Raises
    ------
    ReadError
        If the layouts do not fit on any grid in proportion to the file.
    """
    ordered = sorted(insoles, key=lambda insole: insole.layout.side is Side.RIGHT)
    frames = len(ordered[0].values)
    allowed = max(_MOST_TIMES * size, _HARMLESS) // (4 * max(frames, 1))
    maps = _maps([insole.layout for insole in ordered], allowed, name)
    rows = maps[0].weights.shape[1]
    widths = [cells.weights.shape[2] for cells in maps]
    columns = sum(widths) + _GAP * (len(maps) - 1)
    pressure = np.zeros((frames, rows, columns), dtype=np.float32)
    active = np.zeros((rows, columns), dtype=bool)
    tracks: list[Track] = []
    first = 0
    for insole, cells, width in zip(ordered, maps, widths, strict=True):
        cells.spread(insole.values, pressure[:, :, first : first + width])
        active[:, first : first + width] = cells.active
        if insole.layout.side is not Side.UNKNOWN:
            tracks.append(Track(insole.layout.side, first, width))
        first += width + _GAP
    pressure.flags.writeable = False
    grid = SensorGrid(maps[0].row_spacing, maps[0].column_spacing, active=active, cropped=bool(tracks))
    return SpreadFrames(pressure, grid, tuple(tracks))


def _maps(layouts: Sequence[SensorLayout], allowed: int, name: str) -> list[CellMap]:
    """Each layout's way to cells, on rows in common, of no more cells together than allowed."""
    boxes = np.array([layout.box for layout in layouts])
    near, far = float(boxes[:, 1].min()), float(boxes[:, 3].max())
    row, column = np.min([layout.spacing() for layout in layouts], axis=0).tolist()
    for coarser in (1.0, 1.5, 2.0, 3.0, 4.0):
        widths = np.ceil((boxes[:, 2] - boxes[:, 0]) / (column * coarser)) + _GAP
        if widths.sum() * np.ceil((far - near) / (row * coarser)) <= allowed:
            try:
                return [map_to_cells(layout, row * coarser, column * coarser, near, far) for layout in layouts]
            except RecordingError:
                continue
    advice = "Use a layout of fewer sensors, or export a shorter part of the recording"
    raise ReadError(name, "its sensors need far more cells than a recording of this size holds", advice=advice)
