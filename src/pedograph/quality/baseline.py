"""What cells say while no foot is on them: drift and noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pedograph.quality.model import AssessedStep
from pedograph.recording import BoolArray, FloatArray, IndexArray, PressureRecording

_MARGIN_CELLS, _MARGIN_FRAMES = 2, 2
"""Cells around a print, and frames before and after its load, that still count as the foot's."""
_FEWEST_FRAMES = 20
"""Readings from which a trend can be told."""
_MOSTLY = 0.5
"""Share of its baseline readings that a drifting cell must have above 0."""
_DRIFT = 5.0
"""kPa of change over the recording from which a cell drifts; devices are zeroed to about 1 kPa."""
_STRAIGHT = 0.5
"""Share of the variance of its readings that the trend of a drifting cell must explain."""
_FEWEST_CELLS = 20
"""Cells without a foot from which noise can be told."""
_NOISY_CELLS, _NOISY_READINGS = 0.25, 0.001
"""Share of the cells without a foot that answer at some time, and of their readings, from which a plate is noisy:
a stick or a hand touches few cells."""
_NOTHING = 1e-4
"""Share of the largest force that may lie beside the steps by rounding."""


@dataclass(frozen=True)
class Trend:
    """A cell that drifts.

    Parameters
    ----------
    row, column : int
        Its place in the grid.
    change : float
        kPa by which its readings rise over the whole recording, by a straight line through those without a foot.
    """

    row: int
    column: int
    change: float


@dataclass(frozen=True)
class Noise:
    """Baseline readings that are not 0.

    Parameters
    ----------
    share : float
        Share of the readings.
    level : float
        Their root mean square, kPa.
    threshold : float
        kPa above which 1 % of them lie.
    """

    share: float
    level: float
    threshold: float


@dataclass(frozen=True)
class _Window:
    """Where and when a foot bears."""

    frames: slice
    rows: slice
    columns: slice

    @property
    def box(self) -> tuple[slice, slice]:
        """Its place in the grid."""
        return self.rows, self.columns


class Baseline:
    """The baseline of a recording: the readings that no foot makes.

    A foot bears on the box around its print while its force reaches the threshold; the rest is baseline.

    Parameters
    ----------
    recording : PressureRecording
        As it was read.
    steps : sequence of AssessedStep
        Its steps.
    force_threshold : float
        N from which a foot bears.
    stuck : bool array [row, column], optional
        Cells to leave out.
    """

    def __init__(
        self,
        recording: PressureRecording,
        steps: Sequence[AssessedStep],
        force_threshold: float,
        stuck: BoolArray | None = None,
    ) -> None:
        self._recording, self._steps, self._least = recording, steps, force_threshold
        self._active = np.ones((recording.rows, recording.columns), dtype=bool)
        if recording.grid.active is not None:
            self._active &= recording.grid.active
        if stuck is not None:
            self._active &= ~stuck

    @cached_property
    def trends(self) -> tuple[Trend, ...]:
        """Cells that drift."""
        if self._silent:
            return ()
        steady = self._loaded >= np.maximum(_FEWEST_FRAMES, _MOSTLY * self._frames)
        rows, columns = np.nonzero(steady & self._active)
        if not rows.size:
            return ()
        change, straight = self._lines(rows, columns)
        drifts = np.flatnonzero((np.abs(change) >= _DRIFT) & (straight >= _STRAIGHT))
        return tuple(Trend(int(rows[i]), int(columns[i]), float(change[i])) for i in drifts)

    @cached_property
    def noise(self) -> Noise | None:
        """Noise of cells on which no foot ever stands; None where there is none, or too few such cells."""
        if self._silent:
            return None
        free = self._active & (self._frames == self._recording.frames)
        for trend in self.trends:
            free[trend.row, trend.column] = False
        count = int(free.sum())
        if count < _FEWEST_CELLS:
            return None
        share = float(self._loaded[free].mean()) / self._recording.frames
        if np.mean(self._loaded[free] > 0) < _NOISY_CELLS or share < _NOISY_READINGS:
            return None
        readings = self._recording.pressure[:, free]
        readings = readings[readings > 0].astype(np.float64)
        return Noise(share, float(np.sqrt(np.mean(readings**2))), float(np.quantile(readings, 0.99)))

    @cached_property
    def _silent(self) -> bool:
        """Whether cells without a foot are at 0 throughout, as on most plates: then nothing need be looked for."""
        if self._recording.frames < _FEWEST_FRAMES:
            return True
        total = self._recording.force
        beside = total.copy()
        for step in self._steps:
            beside[step.footstep.frames] -= step.frames.force
            before, after = _bearing(step.frames.force, self._least)
            if before + step.frames.force.size - after >= _FEWEST_FRAMES:
                return False
        return bool(np.abs(beside).max() <= _NOTHING * max(float(total.max()), 1e-9))

    @cached_property
    def _windows(self) -> tuple[_Window, ...]:
        return tuple(self._bearing_windows())

    def _bearing_windows(self) -> Iterator[_Window]:
        """Boxes of the prints with a margin, in the frames in which each bears."""
        for step in self._steps:
            first, after = _bearing(step.frames.force, self._least)
            start = step.footstep.start_frame
            rows, columns = step.frames.rows, step.frames.columns
            yield _Window(
                slice(max(start + first - _MARGIN_FRAMES, 0), start + after + _MARGIN_FRAMES),
                slice(max(int(rows.min()) - _MARGIN_CELLS, 0), int(rows.max()) + _MARGIN_CELLS + 1),
                slice(max(int(columns.min()) - _MARGIN_CELLS, 0), int(columns.max()) + _MARGIN_CELLS + 1),
            )

    @cached_property
    def _frames(self) -> NDArray[np.intp]:
        """Number of frames in which each cell is free of a foot [row, column]; at least, where feet overlap."""
        frames = np.full(self._active.shape, self._recording.frames, dtype=np.intp)
        for window in self._windows:
            frames[window.box] -= len(range(*window.frames.indices(self._recording.frames)))
        return np.maximum(frames, 0)

    @cached_property
    def _loaded(self) -> NDArray[np.intp]:
        """Number of those in which it shows more than 0 [row, column]."""
        pressure = self._recording.pressure
        loaded = np.asarray(np.count_nonzero(pressure, axis=0))
        for window in self._windows:
            loaded[window.box] -= np.count_nonzero(pressure[window.frames, window.rows, window.columns], axis=0)
        return np.asarray(np.maximum(loaded, 0))

    def _lines(self, rows: IndexArray, columns: IndexArray) -> tuple[FloatArray, FloatArray]:
        """Straight lines through the baseline readings of some cells: rise over the recording in kPa, and the
        share of the variance that it explains, [cell] each."""
        recording = self._recording
        free = np.ones((recording.frames, rows.size))
        for window in self._windows:
            inside = np.flatnonzero(_within(rows, window.rows) & _within(columns, window.columns))
            free[window.frames, inside] = 0.0
        readings = recording.pressure[:, rows, columns].astype(np.float64)
        count = np.maximum(free.sum(axis=0), 1.0)
        time = recording.time - recording.time[0]
        late = (time[:, None] - time @ free / count) * free
        off = (readings - (readings * free).sum(axis=0) / count) * free
        spread, variance = (late**2).sum(axis=0), (off**2).sum(axis=0)
        together = (late * off).sum(axis=0)
        slope = together / np.where(spread > 0, spread, np.inf)
        straight = slope * together / np.where(variance > 0, variance, np.inf)
        return slope * float(time[-1]), straight


def _bearing(force: FloatArray, least: float) -> tuple[int, int]:
    """First frame in which a foot bears, and one past the last; all frames where it never does."""
    above = np.flatnonzero(force >= least)
    return (int(above[0]), int(above[-1]) + 1) if above.size else (0, force.size)


def _within(values: IndexArray, places: slice) -> BoolArray:
    return np.asarray((values >= places.start) & (values < places.stop))
