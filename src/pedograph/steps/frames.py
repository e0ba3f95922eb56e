"""The frames of one footstep, cut out once, with what every measure asks of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pedograph.corrections import Cell
from pedograph.errors import SettingsError
from pedograph.recording import BoolArray, FloatArray, Footstep, IndexArray
from pedograph.steps.cleaning import CleanFrames

LOADED_AT_THE_END = 0.15
"""Share of a step's largest force that must be left in the first or last frame to call it cut in time."""
_LONGEST_GAP = 3.5
"""Usual steps of time between two frames above which frames are missing."""
STANDING_TRAVEL = 0.25
"""Share of the print's length over which the centre of pressure of a standing foot stays."""


@dataclass(frozen=True, eq=False)
class StepFrames:
    """Loaded cells of one step over time.

    Parameters
    ----------
    footstep : Footstep
        The step.
    rows, columns : int array [cell]
        Places in the grid of the cells that were ever loaded.
    pressure : float64 array [frame, cell]
        kPa; other feet's cells are not in it.
    moments : float array [frame], optional
        s; times of the frames where they are not the recording's own.
    """

    footstep: Footstep
    rows: IndexArray
    columns: IndexArray
    pressure: FloatArray
    moments: FloatArray | None = None

    @property
    def time(self) -> FloatArray:
        """Times of the frames, s."""
        return self.footstep.time if self.moments is None else self.moments

    @property
    def newton_per_kilopascal(self) -> float:
        """Force in N of 1 kPa on one cell."""
        return self.footstep.recording.grid.newton_per_kilopascal

    @property
    def cell_area(self) -> float:
        """Area of a cell in mm2."""
        return self.footstep.recording.grid.cell_area

    @cached_property
    def x(self) -> FloatArray:
        """Cell centres across the plate, mm [cell]."""
        return self.footstep.recording.grid.x(self.columns)

    @cached_property
    def y(self) -> FloatArray:
        """Cell centres along the plate, mm [cell]."""
        return self.footstep.recording.grid.y(self.rows)

    @cached_property
    def peak(self) -> FloatArray:
        """Peak pressure of each cell, kPa [cell]."""
        return np.asarray(self.pressure.max(axis=0))

    @cached_property
    def least(self) -> float:
        """Smallest pressure above 0 of any cell at any time, kPa."""
        loaded = self.pressure[self.pressure > 0]
        return float(loaded.min()) if loaded.size else np.inf

    @cached_property
    def force(self) -> FloatArray:
        """Force on the foot, N [frame]."""
        return np.asarray(self.pressure.sum(axis=1) * self.newton_per_kilopascal)

    @cached_property
    def loaded_cells(self) -> IndexArray:
        """Number of loaded cells [frame]."""
        return np.asarray((self.pressure > 0).view(np.int8).sum(axis=1, dtype=np.int64))

    @cached_property
    def gap(self) -> float:
        """Longest time without a frame within the step, s; 0 where frames follow each other as usual."""
        between = np.diff(self.time)
        period = self.footstep.recording.frame_period if self.moments is None else float(np.median(between))
        longest = float(between.max()) if between.size else 0.0
        return longest if longest > _LONGEST_GAP * period else 0.0

    @cached_property
    def loaded_at_ends(self) -> tuple[bool, bool]:
        """Whether the foot carries load in the recording's first frame, and in its last."""
        foot, least = self.footstep, LOADED_AT_THE_END * float(self.force.max())
        begins, ends = foot.start_frame == 0, foot.stop_frame == foot.recording.frames
        return begins and bool(self.force[0] > least), ends and bool(self.force[-1] > least)

    @cached_property
    def stands(self) -> bool:
        """Whether the foot stood on the plate from the first frame to the last, without rolling over it."""
        if self.footstep.recording.frames < 2 or not all(self.loaded_at_ends):
            return False
        total = self.pressure.sum(axis=1)
        loaded = total > 0
        places = self.pressure[loaded] @ self.y / total[loaded]
        return bool(np.ptp(places) < STANDING_TRAVEL * np.ptp(self.y))

    @cached_property
    def durations(self) -> FloatArray:
        """Time in s that each frame stands for (trapezoidal weights; a single frame has none) [frame]."""
        return time_weights(self.time)


def step_frames(footstep: Footstep, frames: CleanFrames) -> StepFrames:
    """Cut the step's cells out of the cleaned frames."""
    box = frames.pressure[footstep.frames, footstep.rows, footstep.columns]
    rows, columns = np.nonzero(footstep.mask & (box.max(axis=0) > 0))
    pressure = box[:, rows, columns].astype(np.float64)
    return StepFrames(footstep, rows + footstep.first_row, columns + footstep.first_column, pressure)


def without_cells(step: StepFrames, cells: Sequence[Cell]) -> StepFrames:
    """The step without some cells of the grid; its footstep's mask no longer has them either.

    Parameters
    ----------
    step : StepFrames
        The step.
    cells : sequence of (int, int)
        Row and column of each cell; those that are not the step's change nothing.

    Raises
    ------
    SettingsError
        If no loaded cell is left.
    """
    footstep = step.footstep
    out = cells_in_box(footstep, cells)
    keep = ~out[step.rows - footstep.first_row, step.columns - footstep.first_column]
    if not keep.any():
        raise SettingsError("every cell of the step was left out.")
    footstep = replace(footstep, mask=footstep.mask & ~out)
    return StepFrames(footstep, step.rows[keep], step.columns[keep], step.pressure[:, keep])


def cells_in_box(footstep: Footstep, cells: Sequence[Cell]) -> BoolArray:
    """Which cells of a step's box are among some cells of the grid [row, column]."""
    found = np.zeros(footstep.mask.shape, dtype=bool)
    places = np.array(cells, dtype=np.intp).reshape(-1, 2) - (footstep.first_row, footstep.first_column)
    inside = places[(places >= 0).all(axis=1) & (places < footstep.mask.shape).all(axis=1)]
    found[inside[:, 0], inside[:, 1]] = True
    return found


def time_weights(time: FloatArray) -> FloatArray:
    """Weights that turn a sum over frames into the trapezoidal integral over time, s [frame]."""
    weights = np.zeros(time.size)
    gaps = np.diff(time)
    weights[:-1] += gaps / 2
    weights[1:] += gaps / 2
    return weights
