"""Pressure as colour, the same wherever it is drawn: transparent without contact, one scale for both feet."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyqtgraph
from numpy.typing import NDArray

from pedograph.recording import FloatArray

Pixels = NDArray[np.uint8]
LEVELS = 256
_MAPS = {"light": "CET-L17", "dark": "inferno"}


@cache
def lookup_table(theme: str) -> Pixels:
    """Red, green, blue and opacity [256, 4]; entry 0 is no contact and transparent."""
    colours = pyqtgraph.colormap.get(_MAPS[theme])
    low, high = (0.07, 0.97) if theme == "light" else (0.26, 1.0)
    places = np.linspace(low, high, LEVELS)
    table = np.asarray(colours.map(places, mode="byte"), dtype=np.uint8).copy()
    table[0] = (*table[1, :3], 0)
    return table


def nice_top(pressure: float) -> float:
    """The upper end of a scale that holds a pressure, kPa: a round number not far above it."""
    for step in (20.0, 50.0, 100.0, 250.0):
        if pressure <= 10 * step:
            return float(max(np.ceil(pressure / step), 1.0) * step)
    return float(np.ceil(pressure / 500.0) * 500.0)


def levels_of(pressure: NDArray[np.float32], top: float) -> Pixels:
    """Entries of the lookup table for pressures in kPa; 0 only where there is no pressure."""
    scaled = np.clip(pressure * ((LEVELS - 2) / top), 0, LEVELS - 2)
    return np.where(pressure > 0, 1 + scaled, 0).astype(np.uint8)


def enlarged(pressure: NDArray[np.float32], top: float, factor: int) -> Pixels:
    """Levels with every cell as a square of pixels, so that a turned cell keeps its straight edges."""
    return np.repeat(np.repeat(levels_of(pressure, top), factor, axis=0), factor, axis=1)


def smoothed(pressure: NDArray[np.float32], top: float, factor: int) -> Pixels:
    """Levels with pressure interpolated between the centres of cells; contact ends where half a cell is left."""
    rows, columns = (_cubic(size, factor) for size in pressure.shape)
    values = rows @ pressure @ columns.T
    contact = rows @ (pressure > 0).astype(np.float64) @ columns.T
    values = np.where(contact > 0.5, np.maximum(values, 0.5), 0.0)
    return levels_of(values.astype(np.float32), top)


@cache
def _cubic(size: int, factor: int) -> FloatArray:
    """Catmull-Rom weights [pixel, cell] that interpolate ``size`` cells to ``factor`` times as many pixels."""
    place = (np.arange(size * factor) + 0.5) / factor - 0.5
    weights = np.zeros((place.size, size))
    base = np.floor(place).astype(np.intp)
    share = place - base
    kernel = (
        ((-0.5 * share + 1.0) * share - 0.5) * share,
        (1.5 * share - 2.5) * share**2 + 1.0,
        ((-1.5 * share + 2.0) * share + 0.5) * share,
        (0.5 * share - 0.5) * share**2,
    )
    for offset, weight in zip((-1, 0, 1, 2), kernel, strict=True):
        cell = base + offset
        inside = (cell >= 0) & (cell < size)
        weights[np.flatnonzero(inside), cell[inside]] += weight[inside]
    return weights
