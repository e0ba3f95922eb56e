"""A step as it is drawn: turned so that its toes point up, with everything that lies over it, in mm.

No mirroring: a left foot stays a left foot. Right of the drawing is the walker's right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pedograph.analysis import StepAnalysis
from pedograph.anatomy import REGION_LABELS, FootAnatomy, outline_of
from pedograph.anatomy.schemes import Scheme, scheme
from pedograph.recording import FloatArray, Side
from pedograph.steps import StepFrames
from pedograph.workspace.drawing.region_lines import region_borders, region_labels, region_numbers

_MARGIN = 4.0
"""mm by which a line across the foot reaches beyond it."""


@dataclass(frozen=True)
class DrawingFrame:
    """Where the drawing's origin lies on the plate, and where its "up" points.

    Parameters
    ----------
    x, y : float
        Origin on the plate, mm.
    angle : float
        Direction of "up" in radians, from the plate's +y towards +x.
    """

    x: float
    y: float
    angle: float

    def to_drawing(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Plate positions as drawing positions [..., 2]: right and up, mm."""
        cosine, sine = np.cos(self.angle), np.sin(self.angle)
        dx, dy = np.asarray(x) - self.x, np.asarray(y) - self.y
        return np.stack([dx * cosine - dy * sine, dx * sine + dy * cosine], axis=-1)

    def to_plate(self, right: float, up: float) -> tuple[float, float]:
        """A drawing position as plate (x, y), mm."""
        cosine, sine = float(np.cos(self.angle)), float(np.sin(self.angle))
        return self.x + right * cosine + up * sine, self.y - right * sine + up * cosine


@dataclass(frozen=True)
class Label:
    """A word at a place of the drawing, mm."""

    text: str
    right: float
    up: float


@dataclass(frozen=True, eq=False)
class StepPrint:
    """A step with what is drawn over it; lines are float arrays [point, 2] of drawing positions in mm.

    Parameters
    ----------
    step : StepAnalysis
        The step.
    scheme : str
        The scheme whose regions are drawn.
    frame : DrawingFrame
        How it is turned.
    outline : tuple of array
        Closed curves round the print.
    axis : tuple of array
        The foot axis, from heel to toes; empty without anatomy.
    thirds : tuple of array
        Lines that cut the print without toes into thirds.
    borders : tuple of array
        Borders between regions.
    labels : tuple of Label
        Names of regions, at the centres of their areas.
    path : array
        Centre of pressure.
    path_frames : int array [point]
        Frames of the step to which the points of the path belong.
    """

    step: StepAnalysis
    scheme: str
    frame: DrawingFrame
    outline: tuple[FloatArray, ...]
    axis: tuple[FloatArray, ...]
    thirds: tuple[FloatArray, ...]
    borders: tuple[FloatArray, ...]
    labels: tuple[Label, ...]
    path: FloatArray
    path_frames: NDArray[np.intp]

    @property
    def largest_pressure(self) -> float:
        """Largest pressure of any cell at any time, kPa."""
        return float(self.step.frames.peak.max())

    @property
    def words(self) -> str:
        """What a person who does not see it is told of the step."""
        whole, force = "whole" if self.step.complete else "incomplete", float(self.step.frames.force.max())
        return (
            f"Step {self.step.index + 1}, {whole}, peak pressure {self.largest_pressure:.0f} kPa, "
            f"peak force {force:.0f} N."
        )

    def cell_corners(self, row: int, column: int) -> FloatArray:
        """The four corners of a cell of the grid, in their order round it [corner, 2]."""
        grid = self.step.footstep.recording.grid
        along, across = (np.array([0, 0, 1, 1]) + row), (np.array([0, 1, 1, 0]) + column)
        return self.frame.to_drawing(across * grid.column_spacing, along * grid.row_spacing)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Plate's x and y of the lower left corner of the image, its width and its height, mm."""
        foot = self.step.footstep
        grid = foot.recording.grid
        rows, columns = foot.mask.shape
        corner = (foot.first_column * grid.column_spacing, foot.first_row * grid.row_spacing)
        return (*corner, columns * grid.column_spacing, rows * grid.row_spacing)

    def image(self, frame: int | None) -> NDArray[np.float32]:
        """Pressure in kPa [row, column]: the peak of each cell, or a frame of the step, empty outside of it."""
        frames = self.step.frames
        foot = self.step.footstep
        image = np.zeros(foot.mask.shape, dtype=np.float32)
        if frame is None:
            values = frames.peak
        elif 0 <= frame < frames.pressure.shape[0]:
            values = frames.pressure[frame]
        else:
            return image
        image[frames.rows - foot.first_row, frames.columns - foot.first_column] = values
        return image

    def pressure_at(self, right: float, up: float, frame: int | None) -> float:
        """Pressure in kPa of the cell at a drawing position; 0 where there is no load."""
        x, y = self.frame.to_plate(right, up)
        foot = self.step.footstep
        grid = foot.recording.grid
        row = int(np.floor(y / grid.row_spacing)) - foot.first_row
        column = int(np.floor(x / grid.column_spacing)) - foot.first_column
        image = self.image(frame)
        inside = 0 <= row < image.shape[0] and 0 <= column < image.shape[1]
        return float(image[row, column]) if inside else 0.0

    def region_at(self, right: float, up: float) -> str:
        """Short name of the region at a drawing position; empty without anatomy."""
        anatomy = self.step.anatomy
        if anatomy is None:
            return ""
        x, y = self.frame.to_plate(right, up)
        medial, along = anatomy.frame.to_foot(np.array([x]), np.array([y]))
        drawn = scheme(self.scheme)
        return REGION_LABELS[drawn.names[int(region_numbers(anatomy, drawn, medial, along)[0])]]

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Left, right, lower and upper end of the print, mm."""
        points = np.concatenate(self.outline)
        (left, low), (right, high) = points.min(axis=0), points.max(axis=0)
        return float(left), float(right), float(low), float(high)


@lru_cache(maxsize=64)
def step_print(step: StepAnalysis, wanted: str = "") -> StepPrint:
    """The drawing of a step; made once for each scheme.

    Parameters
    ----------
    step : StepAnalysis
        The step.
    wanted : str
        The scheme to draw; where it is empty or the plate cannot carry it, the one of the analysis.
    """
    anatomy = step.anatomy
    frame = _frame(step.frames, anatomy)
    path = frame.to_drawing(step.path.x, step.path.y)
    outline = tuple(frame.to_drawing(*line.T) for line in outline_of(step.frames))
    drawn = wanted if wanted in step.schemes else step.scheme
    bare = StepPrint(step, drawn, frame, outline, (), (), (), (), path, step.path.frames)
    return bare if anatomy is None else redrawn(bare, anatomy)


def common_extent(prints: Sequence[StepPrint], room: float) -> tuple[float, float, float, float]:
    """A part of the drawing that holds every foot with some room, even about the axis: left, right, low, high, mm.

    Parameters
    ----------
    prints : sequence of StepPrint
        The feet; without any, there is room for a large one.
    room : float
        mm kept free on every side.
    """
    if not prints:
        return -60.0, 60.0, -room, 280.0
    ends = [foot.extent for foot in prints]
    half = max(max(abs(left), abs(right)) for left, right, _, _ in ends) + room
    return -half, half, min(end[2] for end in ends) - room, max(end[3] for end in ends) + room


def redrawn(foot: StepPrint, anatomy: FootAnatomy) -> StepPrint:
    """The drawing with axis, thirds and regions of another anatomy of the same print, turned as before."""
    regions = scheme(foot.scheme)
    lines = _Lines(foot.step.frames, anatomy, foot.frame)
    return replace(
        foot,
        axis=(lines.drawn(np.array([0.0, 0.0]), np.array([0.0, anatomy.length])),),
        thirds=lines.thirds(),
        borders=lines.borders(regions),
        labels=lines.labels(regions),
    )


def _frame(frames: StepFrames, anatomy: FootAnatomy | None) -> DrawingFrame:
    """The foot's own frame; of a print that shows no whole foot, the plate's, turned to the walking direction."""
    if anatomy is not None:
        return DrawingFrame(anatomy.frame.x, anatomy.frame.y, anatomy.frame.angle)
    forwards = frames.footstep.direction > 0
    low = frames.y.min() if forwards else frames.y.max()
    return DrawingFrame(float(frames.x.mean()), float(low), 0.0 if forwards else np.pi)


class _Lines:
    """Lines of the foot frame, brought into the drawing and cut off where there is no print."""

    def __init__(self, frames: StepFrames, anatomy: FootAnatomy, frame: DrawingFrame) -> None:
        self._anatomy = anatomy
        self._frame = frame
        self._foot = frames.footstep
        grid = self._foot.recording.grid
        self._spacing = np.array([grid.column_spacing, grid.row_spacing])
        self._loaded = np.zeros(self._foot.mask.shape, dtype=bool)
        self._loaded[frames.rows - self._foot.first_row, frames.columns - self._foot.first_column] = True

    def drawn(self, medial: FloatArray, along: FloatArray) -> FloatArray:
        """A line of the foot frame as drawing positions."""
        return self._frame.to_drawing(*self._anatomy.frame.to_plate(medial, along))

    def on_print(self, medial: FloatArray, along: FloatArray) -> FloatArray:
        """A line as drawing positions, with gaps (not-a-number) where it does not lie on the print."""
        x, y = self._anatomy.frame.to_plate(medial, along)
        cell = np.floor(np.stack([x, y], axis=-1) / self._spacing).astype(np.intp)
        cell -= (self._foot.first_column, self._foot.first_row)
        inside = ((cell >= 0) & (cell < self._loaded.shape[::-1])).all(axis=-1)
        inside[inside] = self._loaded[cell[inside, 1], cell[inside, 0]]
        line = self._frame.to_drawing(x, y)
        line[~inside] = np.nan
        return line

    def thirds(self) -> tuple[FloatArray, ...]:
        """Heel end, the two cuts, and the front of the print without toes."""
        anatomy = self._anatomy
        cuts = (0.0, *anatomy.borders.thirds, anatomy.toeless_length)
        return tuple(self._across(along) for along in cuts)

    def _across(self, along: float) -> FloatArray:
        at = np.array([along])
        low = float(self._anatomy.borders.outer.medial_at(at)[0]) - _MARGIN
        high = float(self._anatomy.borders.inner.medial_at(at)[0]) + _MARGIN
        return self.drawn(np.array([low, high]), np.array([along, along]))

    def borders(self, regions: Scheme) -> tuple[FloatArray, ...]:
        """Borders between the regions of a scheme; each where it lies on the print."""
        lines = [self._kept(*line) for line in region_borders(self._anatomy, regions)]
        return tuple(line for line in lines if np.isfinite(line).any())

    def _kept(self, medial: FloatArray, along: FloatArray, keep: NDArray[np.bool_]) -> FloatArray:
        line = self.on_print(medial, along)
        line[~keep] = np.nan
        return line

    def labels(self, regions: Scheme) -> tuple[Label, ...]:
        """Names of the regions of a scheme that touched the ground, at the centres of their areas."""
        labels = []
        for name, medial, along in region_labels(self._anatomy, regions):
            right, up = self.drawn(medial, along)
            labels.append(Label(REGION_LABELS[name], float(right), float(up)))
        return tuple(labels)


def shown_side(step: StepAnalysis) -> Side:
    """Where a step is drawn: a foot that could not be distinguished stands on the right, as its frame assumes."""
    return Side.LEFT if step.side is Side.LEFT else Side.RIGHT
