"""The outline of a print, for drawing."""

from __future__ import annotations

import numpy as np

from pedograph.recording import FloatArray
from pedograph.steps import StepFrames


def outline_of(step: StepFrames) -> tuple[FloatArray, ...]:
    """Closed curves round the loaded cells, each as plate positions (x, y) in mm [point, 2].

    The curve runs half-way between loaded and unloaded cells; its first point is given again at its end.
    """
    from skimage.measure import find_contours

    low_row, low_column = int(step.rows.min()) - 1, int(step.columns.min()) - 1
    shape = (int(step.rows.max()) - low_row + 2, int(step.columns.max()) - low_column + 2)
    loaded = np.zeros(shape)
    loaded[step.rows - low_row, step.columns - low_column] = 1.0
    grid = step.footstep.recording.grid
    curves = (curve.T for curve in find_contours(loaded, 0.5))
    return tuple(
        np.stack([grid.x(columns + low_column), grid.y(rows + low_row)], axis=1) for rows, columns in curves
    )
