"""Tiny contacts, made by hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pedograph.recording import FloatArray, Footstep, PressureRecording, SensorGrid
from pedograph.steps.cleaning import CleanFrames
from pedograph.steps.components import Component, cell_reach
from pedograph.steps.frames import StepFrames, step_frames
from pedograph.steps.shape import Shape

SQUARE = SensorGrid(5.0, 5.0)
OBLONG = SensorGrid(10.0, 4.0)
"""Rows 10 mm apart, columns 4 mm: what mixes them up comes to light."""


def recording_of(frames: ArrayLike, grid: SensorGrid = SQUARE, period: float = 0.01) -> PressureRecording:
    """Frames [frame, row, column], so many seconds apart."""
    frames = np.asarray(frames, dtype=np.float32)
    return PressureRecording(frames, np.arange(len(frames)) * period, grid)


def step_of(recording: PressureRecording, frames: slice = slice(None)) -> StepFrames:
    """All that is loaded in a recording as one contact."""
    start, stop, _ = frames.indices(recording.frames)
    mask = recording.peak_image > 0
    clean = CleanFrames(recording.pressure, recording.peak_image)
    return step_frames(Footstep(recording, 0, start, stop, 0, 0, mask), clean)


def component(
    cells: ArrayLike, start: int = 0, stop: int = 10, load: float = 100.0, grid: SensorGrid = SQUARE
) -> Component:
    """A component of cells (row, column)."""
    places = np.atleast_2d(np.asarray(cells, dtype=np.intp))
    return Component(start, stop, places, load, cell_reach(places, grid))


def block(rows: range, columns: range) -> list[tuple[int, int]]:
    """Every cell of some rows and columns."""
    return [(row, column) for row in rows for column in columns]


def shape(
    along: ArrayLike, across: ArrayLike, cop: ArrayLike | None = None, sure: bool = True, direction: int = 1
) -> Shape:
    """A print of 200 x 80 mm with these cells and this path."""
    path: FloatArray = np.full((1, 2), np.nan) if cop is None else np.asarray(cop, dtype=np.float64)
    ahead, aside = (np.asarray(places, dtype=np.float64) for places in (along, across))
    return Shape(direction, 0.0, ahead, aside, 200.0, 80.0, path, sure)
