"""How steeply the peak pressure changes from cell to cell."""

from __future__ import annotations

import numpy as np

from pedograph.recording import BoolArray, FloatArray
from pedograph.steps import StepFrames


def peak_gradients(step: StepFrames) -> FloatArray:
    """Slope of the peak image at each loaded cell, kPa/mm [cell], by central differences.

    A neighbour without load counts as 0 kPa. Where there is no sensor next to a cell (the edge of a plate or an
    insole), the difference to the one on the other side stands for both.

    Parameters
    ----------
    step : StepFrames
        The step.
    """
    grid = step.footstep.recording.grid
    first_row, first_column = int(step.rows.min()) - 1, int(step.columns.min()) - 1
    rows, columns = step.rows - first_row, step.columns - first_column
    image = np.zeros((int(rows.max()) + 2, int(columns.max()) + 2))
    image[rows, columns] = step.peak
    exists = _sensors(step, first_row, first_column, image.shape)
    along = _slope(image, exists, rows, columns) / grid.row_spacing
    across = _slope(image.T, exists.T, columns, rows) / grid.column_spacing
    return np.hypot(along, across)


def _slope(image: FloatArray, exists: BoolArray, first: np.ndarray, second: np.ndarray) -> FloatArray:
    """Mean change of the image per cell along its first axis, over the neighbours that exist [cell]."""
    both = exists[1:] & exists[:-1]
    change = np.diff(image, axis=0) * both
    neighbours = both[first, second].astype(np.float64) + both[first - 1, second]
    return np.asarray((change[first, second] + change[first - 1, second]) / np.maximum(neighbours, 1.0))


def _sensors(step: StepFrames, first_row: int, first_column: int, shape: tuple[int, ...]) -> BoolArray:
    """Where a box of the grid has sensors, [row, column]; a cropped plate goes on beyond what is stored."""
    recording = step.footstep.recording
    low, high = 0, recording.columns
    for track in recording.tracks:
        if track.first_column <= step.columns.mean() < track.first_column + track.columns:
            low, high = track.first_column, track.first_column + track.columns
    rows, columns = first_row + np.arange(shape[0]), first_column + np.arange(shape[1])
    stored = ((rows >= 0) & (rows < recording.rows))[:, None] & ((columns >= low) & (columns < high))
    if recording.grid.active is not None:
        near = np.ix_(np.clip(rows, 0, recording.rows - 1), np.clip(columns, 0, recording.columns - 1))
        return np.asarray(np.where(stored, recording.grid.active[near], recording.grid.cropped))
    return np.asarray(stored | recording.grid.cropped)
