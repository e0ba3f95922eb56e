"""Laying one print of a foot on another: rigidly, by the least difference of their peak images."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from pedograph.anatomy.foot import FootAnatomy
from pedograph.anatomy.frame import FootFrame
from pedograph.recording import FloatArray
from pedograph.steps import StepFrames

_BLURS: Final = (2.0, 0.8)
"""Standard deviations, in cells, to which both images are blurred: first to find the place, then to fix it."""
_ARM: Final = 80.0
"""mm; a turn is counted as the way of a point this far from the pivot, so that turns and shifts weigh alike."""
_ROOM: Final = 25.0
"""mm of unloaded ground around both images while they are compared."""
_MARGIN: Final = 3
"""Empty cells around an image."""
_SPLIT: Final = 8
"""Points along each edge of a cell by which its force is carried to another grid."""
_UNLOADED_OUTSIDE: Final = {"mode": "grid-constant", "cval": 0.0}


@dataclass(frozen=True, eq=False)
class PeakImage:
    """A print's peak pressures as an image, with the foot frame that was found in it.

    Parameters
    ----------
    pressure : float array [row, column]
        kPa.
    x, y : float
        Plate position of the centre of the first cell, mm.
    row_spacing, column_spacing : float
        mm.
    frame : FootFrame
        The foot.
    """

    pressure: FloatArray
    x: float
    y: float
    row_spacing: float
    column_spacing: float
    frame: FootFrame

    @classmethod
    def of(cls, step: StepFrames, foot: FootAnatomy) -> PeakImage:
        """The peak image of a step, with a few empty cells around it."""
        grid = step.footstep.recording.grid
        low_row, low_column = int(step.rows.min()) - _MARGIN, int(step.columns.min()) - _MARGIN
        shape = (int(step.rows.max()) - low_row + 1 + _MARGIN, int(step.columns.max()) - low_column + 1 + _MARGIN)
        image = np.zeros(shape)
        image[step.rows - low_row, step.columns - low_column] = step.peak
        x, y = float(grid.x(low_column)), float(grid.y(low_row))
        return cls(image, x, y, grid.row_spacing, grid.column_spacing, foot.frame)

    @property
    def force(self) -> float:
        """Sum of pressure over area, N."""
        return float(self.pressure.sum()) * self.row_spacing * self.column_spacing / 1000.0

    @cached_property
    def places(self) -> tuple[FloatArray, FloatArray]:
        """Cell centres on the plate (x, y), mm, [row, column] each."""
        rows, columns = self.pressure.shape
        x = self.x + np.arange(columns) * self.column_spacing
        y = self.y + np.arange(rows) * self.row_spacing
        return np.broadcast_to(x, (rows, columns)), np.broadcast_to(y[:, None], (rows, columns))

    def blurred(self, width: float) -> FloatArray:
        """The image as cells would see it whose response has a standard deviation of ``width`` mm."""
        from scipy.ndimage import gaussian_filter

        sigma = [
            np.sqrt(max(width**2 - spacing**2 / 12, 0.0)) / spacing
            for spacing in (self.row_spacing, self.column_spacing)
        ]
        return np.asarray(gaussian_filter(self.pressure, sigma, mode="constant"))


@dataclass(frozen=True)
class Registration:
    """How one print lies on another, as a turn and a shift in foot frames; the frames mirror left onto right.

    Parameters
    ----------
    turn : float
        Radians by which the moving foot is turned towards its medial side, about ``pivot``.
    medial, along : float
        mm by which it is then shifted.
    pivot : float
        Place on the foot axis, mm from the heel end.
    moving, fixed : FootFrame
        Frames of the two feet.
    misfit : float
        Root mean square difference of the images that is left, as a share of the fixed image's own.
    """

    turn: float
    medial: float
    along: float
    pivot: float
    moving: FootFrame
    fixed: FootFrame
    misfit: float

    def onto(self, medial: FloatArray, along: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Places (medial, along) of the moving foot, mm, as those of the fixed foot."""
        sine, cosine, ahead = np.sin(self.turn), np.cos(self.turn), along - self.pivot
        return (
            np.asarray(medial * cosine + ahead * sine + self.medial),
            np.asarray(ahead * cosine - medial * sine + self.pivot + self.along),
        )

    def back(self, medial: FloatArray, along: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Places (medial, along) of the fixed foot, mm, as those of the moving foot."""
        sine, cosine = np.sin(self.turn), np.cos(self.turn)
        side, ahead = medial - self.medial, along - self.pivot - self.along
        return np.asarray(side * cosine - ahead * sine), np.asarray(ahead * cosine + side * sine + self.pivot)

    def to_fixed_plate(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Plate positions (x, y) of the moving print, mm, as those of the fixed one."""
        return self.fixed.to_plate(*self.onto(*self.moving.to_foot(x, y)))

    def to_moving_plate(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Plate positions (x, y) of the fixed print, mm, as those of the moving one."""
        return self.moving.to_plate(*self.back(*self.fixed.to_foot(x, y)))


def register(moving: PeakImage, fixed: PeakImage) -> Registration:
    """Lay one print on another of the same foot, or mirrored on the other foot.

    The rigid transform (a turn and two shifts) is the one of the least squared difference of the peak images, as
    usual within a person (Pataky and others, 2008). It starts from the foot frames and goes from blurred images to
    sharp ones. Both images are first brought to one sharpness, so that cells of different size do not matter.

    Parameters
    ----------
    moving, fixed : PeakImage
        Peak images of two steps, with their foot frames.

    Returns
    -------
    Registration
        Where each place of the moving print lies on the fixed one.
    """
    along = fixed.frame.to_foot(*fixed.places)[1]
    pivot = float((along * fixed.pressure).sum() / fixed.pressure.sum())
    found = Registration(0.0, 0.0, 0.0, pivot, moving.frame, fixed.frame, 1.0)
    pitch = max(moving.row_spacing, moving.column_spacing, fixed.row_spacing, fixed.column_spacing)
    for blur in _BLURS:
        found = _least_difference(moving, fixed, found, blur * pitch)
    return found


def _least_difference(moving: PeakImage, fixed: PeakImage, start: Registration, blur: float) -> Registration:
    """The transform of least squared difference near another, of images blurred to ``blur`` mm."""
    from scipy.ndimage import map_coordinates, spline_filter
    from scipy.optimize import least_squares

    wide, corner = _widened(fixed, _ROOM), _widened(moving, _ROOM)
    target = wide.blurred(blur)
    scale = float(np.sqrt(np.mean(target**2)))
    smooth = spline_filter(corner.blurred(blur), order=3, mode="grid-constant")

    def placed(values: FloatArray) -> Registration:
        turn, medial, along = float(values[0]) / _ARM, float(values[1]), float(values[2])
        return Registration(turn, medial, along, start.pivot, start.moving, start.fixed, 1.0)

    def difference(values: FloatArray) -> FloatArray:
        x, y = placed(values).to_moving_plate(*wide.places)
        place = [(y - corner.y) / corner.row_spacing, (x - corner.x) / corner.column_spacing]
        seen = map_coordinates(smooth, place, order=3, prefilter=False, **_UNLOADED_OUTSIDE)
        return np.asarray((seen - target).ravel() / scale)

    fit = least_squares(difference, [start.turn * _ARM, start.medial, start.along], method="lm")
    best = placed(fit.x)
    misfit = float(np.sqrt(np.mean(np.square(fit.fun))))
    return Registration(best.turn, best.medial, best.along, best.pivot, best.moving, best.fixed, misfit)


def _widened(image: PeakImage, margin: float) -> PeakImage:
    """The image with ``margin`` mm of unloaded ground around it."""
    rows, columns = int(np.ceil(margin / image.row_spacing)), int(np.ceil(margin / image.column_spacing))
    return PeakImage(
        np.pad(image.pressure, ((rows, rows), (columns, columns))),
        image.x - columns * image.column_spacing,
        image.y - rows * image.row_spacing,
        image.row_spacing,
        image.column_spacing,
        image.frame,
    )


def resampled(moving: PeakImage, registration: Registration, fixed: PeakImage) -> PeakImage:
    """The moving print as the fixed one's plate would see it, on a grid of the fixed one's cells.

    Each cell is split into points that carry its force to the cell in which they come to lie, so that the force is
    kept however the grids lie; the grid is widened where the moved print needs it.

    Parameters
    ----------
    moving, fixed : PeakImage
        As given to `register`.
    registration : Registration
        What it found.
    """
    rows, columns = np.nonzero(moving.pressure)
    steps = (np.arange(_SPLIT) + 0.5) / _SPLIT - 0.5
    up, right = (grid.ravel()[None, :] for grid in np.meshgrid(steps, steps, indexing="ij"))
    x = moving.x + (columns[:, None] + right) * moving.column_spacing
    y = moving.y + (rows[:, None] + up) * moving.row_spacing
    x, y = registration.to_fixed_plate(x, y)
    row = np.floor((y - fixed.y) / fixed.row_spacing + 0.5).astype(np.intp)
    column = np.floor((x - fixed.x) / fixed.column_spacing + 0.5).astype(np.intp)
    first_row, first_column = min(int(row.min()), 0), min(int(column.min()), 0)
    shape = (
        max(int(row.max()) + 1, fixed.pressure.shape[0]) - first_row,
        max(int(column.max()) + 1, fixed.pressure.shape[1]) - first_column,
    )
    area = moving.row_spacing * moving.column_spacing / (fixed.row_spacing * fixed.column_spacing)
    carried = np.repeat(moving.pressure[rows, columns] * area / _SPLIT**2, _SPLIT**2)
    flat = (row - first_row) * shape[1] + column - first_column
    image = np.bincount(flat.ravel(), carried, minlength=shape[0] * shape[1]).reshape(shape)
    return PeakImage(
        image,
        fixed.x + first_column * fixed.column_spacing,
        fixed.y + first_row * fixed.row_spacing,
        fixed.row_spacing,
        fixed.column_spacing,
        fixed.frame,
    )
