"""Cleaning: contact threshold, stuck cells, dead cells. The recording itself is never altered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.notes import Note, doubt
from pedograph.recording import BoolArray, PressureRecording
from pedograph.settings import AnalysisSettings

STUCK, NOT_ZEROED, DEAD = "stuck_cells", "not_zeroed", "dead_cells"
"""Keys of the notes on cells."""
_STUCK_FRAMES = 20
"""Frames a cell must keep one and the same value before it counts as stuck."""
_PLATE = 100_000.0
"""mm2; a smaller sensor can be covered by one foot."""
_DEAD_NEIGHBOUR = 30.0
"""kPa that all eight neighbours of a dead cell have reached."""


@dataclass(frozen=True, eq=False)
class CellFault:
    """Cells that do not work as they should.

    Parameters
    ----------
    note : Note
        What is wrong, and what was done about it: ``STUCK``, ``NOT_ZEROED`` or ``DEAD`` is its key.
    cells : bool array [row, column]
        The cells; all for a plate that is not zeroed.
    """

    note: Note
    cells: BoolArray


@dataclass(frozen=True, eq=False)
class CleanFrames:
    """Frames as the analysis sees them.

    Parameters
    ----------
    pressure : float32 array [frame, row, column]
        kPa; the recording's own array where nothing had to be cleaned.
    peak : float32 array [row, column]
        Largest pressure of each cell over time, kPa.
    faults : tuple of CellFault
        What was cleaned, with the cells.
    """

    pressure: NDArray[np.float32]
    peak: NDArray[np.float32]
    faults: tuple[CellFault, ...] = ()

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was cleaned."""
        return tuple(fault.note for fault in self.faults)


def clean(recording: PressureRecording, settings: AnalysisSettings) -> CleanFrames:
    """Frames with values at or under the threshold set to 0, stuck cells silenced, dead cells filled."""
    pressure, peak = recording.pressure, recording.peak_image
    faults: list[CellFault] = []
    if settings.contact_threshold > 0:
        pressure = np.where(pressure > settings.contact_threshold, pressure, np.float32(0))
        peak = np.where(peak > settings.contact_threshold, peak, np.float32(0))
    stuck = _stuck_cells(pressure, peak)
    if stuck.any():
        pressure = np.where(stuck, np.float32(0), pressure)
        peak = np.where(stuck, np.float32(0), peak)
        sentence = f"{_cells(stuck)} never changed in the whole recording and left out."
        faults.append(CellFault(doubt(STUCK, sentence), stuck))
    if floor := _floor(pressure, recording):
        sentence = (
            "Nearly every cell carries load in most frames, so the plate seems not to be zeroed; a contact "
            f"threshold of about {floor:.2g} kPa would clear it."
        )
        faults.append(CellFault(doubt(NOT_ZEROED, sentence), np.ones_like(stuck)))
    dead = _dead_cells(peak, recording.grid.active)
    if dead.any():
        sentence = f"{_cells(dead)} silent amid loaded neighbours ({_places(dead)}){_filled(settings)}."
        faults.append(CellFault(doubt(DEAD, sentence), dead))
        if settings.repair_dead_cells:
            pressure, peak = _fill(pressure, peak, dead)
    return CleanFrames(pressure, peak, tuple(faults))


def _stuck_cells(pressure: NDArray[np.float32], peak: NDArray[np.float32]) -> BoolArray:
    """Cells with one and the same value above 0 in every frame."""
    stuck = np.zeros(peak.shape, dtype=bool)
    if pressure.shape[0] < _STUCK_FRAMES or not peak.any():
        return stuck
    # Few cells are loaded in the first and the last frame alike: look at those only.
    candidates = (pressure[0] > 0) & (pressure[-1] == pressure[0]) & (pressure[0] == peak)
    rows, columns = np.nonzero(candidates)
    stuck[rows, columns] = (pressure[:, rows, columns] == peak[rows, columns]).all(axis=0)
    # A phantom or a dead weight in which every cell is constant is no defect.
    return stuck if stuck.sum() < 0.5 * (peak > 0).sum() else np.zeros_like(stuck)


def _floor(pressure: NDArray[np.float32], recording: PressureRecording) -> float:
    """A threshold in kPa above what an unzeroed plate shows everywhere; 0 where unloaded cells are silent."""
    area = recording.rows * recording.columns * recording.grid.cell_area
    if area < _PLATE or recording.frames < _STUCK_FRAMES:
        return 0.0
    some = pressure[:: max(recording.frames // 10, 1)]
    if np.count_nonzero(some) < 0.5 * some.size:
        return 0.0
    return 2.0 * float(np.quantile(some, 0.75))


def _dead_cells(peak: NDArray[np.float32], active: BoolArray | None) -> BoolArray:
    """Active cells that never answered while all eight neighbours carried load."""
    dead = np.zeros(peak.shape, dtype=bool)
    if min(peak.shape) < 3:
        return dead
    loaded = peak > _DEAD_NEIGHBOUR
    inner = peak[1:-1, 1:-1] == 0
    for row in (0, 1, 2):
        for column in (0, 1, 2):
            if (row, column) != (1, 1):
                inner &= loaded[row : row + inner.shape[0], column : column + inner.shape[1]]
    dead[1:-1, 1:-1] = inner
    return dead if active is None else dead & active


def _fill(
    pressure: NDArray[np.float32], peak: NDArray[np.float32], dead: BoolArray
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Each dead cell as the mean of its four nearest neighbours, frame by frame."""
    pressure, peak = pressure.copy(), peak.copy()
    rows, columns = np.nonzero(dead)
    around = (
        pressure[:, rows - 1, columns]
        + pressure[:, rows + 1, columns]
        + pressure[:, rows, columns - 1]
        + pressure[:, rows, columns + 1]
    )
    pressure[:, rows, columns] = around / 4
    peak[rows, columns] = pressure[:, rows, columns].max(axis=0)
    return pressure, peak


def _cells(which: BoolArray) -> str:
    count = int(which.sum())
    return "1 cell was" if count == 1 else f"{count} cells were"


def _places(which: BoolArray) -> str:
    places = [f"row {row}, column {column}" for row, column in np.argwhere(which)[:3]]
    return "; ".join(places) + ("; ..." if which.sum() > 3 else "")


def _filled(settings: AnalysisSettings) -> str:
    return " and filled with the neighbours' mean" if settings.repair_dead_cells else ""
