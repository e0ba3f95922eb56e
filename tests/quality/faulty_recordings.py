"""Recordings of model feet, each with one fault put into it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pedograph.analysis import Analysis, analyze
from pedograph.notes import Note
from pedograph.quality import assess
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.settings import AnalysisSettings
from pedograph.simulation import FootShape, Placement, Sampling, StepParameters, simulate_step, simulate_steps

GRID = SensorGrid(5.0, 5.0, threshold=5.0)
BARE = AnalysisSettings(uncertainties=False)
PLATE = (80, 60)
STEP = StepParameters()
WHERE = Placement(150.0, 60.0, start=1.0)


def one_step(
    grid: SensorGrid = GRID, rate: float = 100.0, frames: int = 280, step: StepParameters = STEP
) -> PressureRecording:
    """A right foot in the middle of a plate, from 1.0 to 1.7 s of nearly 3 s at 100 Hz."""
    sampling = Sampling(sample_rate=rate)
    placed = [(step, WHERE)]
    return simulate_steps(placed, grid, PLATE, sampling=sampling, frames=round(frames * rate / 100)).recording


def small_plate(step: StepParameters, grid: SensorGrid = GRID) -> PressureRecording:
    """One step on a plate just large enough."""
    return simulate_step(step, grid).recording


def with_pressure(recording: PressureRecording, pressure: NDArray[np.float32]) -> PressureRecording:
    """Other frames in the same places at the same times."""
    return PressureRecording(pressure, recording.time, recording.grid, side=recording.side)


def with_drift(change: float, row: int, column: int) -> PressureRecording:
    """One cell rises evenly by so many kPa, or falls from there."""
    recording = one_step()
    pressure = recording.pressure.copy()
    course = np.linspace(0.0, abs(change), recording.frames)
    pressure[:, row, column] += course if change > 0 else course[::-1]
    return with_pressure(recording, pressure)


def repeated(steps: list[StepParameters]) -> PressureRecording:
    """Right feet set down one after the other on the same place, 1.2 s apart."""
    placed = [(step, Placement(150.0, 60.0, start=0.2 + 1.2 * index)) for index, step in enumerate(steps)]
    recording = simulate_steps(placed, GRID, PLATE).recording
    return PressureRecording(recording.pressure, recording.time, GRID, side=Side.RIGHT)


def fused_toes() -> PressureRecording:
    """A step whose toes press the ground all the way to the metatarsal heads."""
    recording = one_step(step=StepParameters(progression_angle=0.0))
    loaded = np.flatnonzero(recording.peak_image.any(axis=1))
    first, length = int(loaded[0]), int(loaded[-1] - loaded[0])
    forefoot = slice(first + int(0.55 * length), first + int(0.95 * length))
    pressure = recording.pressure.copy()
    bridge = 0.7 * pressure[:, forefoot].max(axis=1, keepdims=True)
    pressure[:, forefoot] = np.maximum(pressure[:, forefoot], bridge)
    return with_pressure(recording, pressure)


def ellipse_print() -> PressureRecording:
    """A print of no side and no toes."""
    y, x = np.mgrid[0:60, 0:30]
    inside = ((y - 30) / 25.0) ** 2 + ((x - 15) / 8.0) ** 2 < 1
    curve = np.sin(np.linspace(0, np.pi, 60))[:, None, None]
    return PressureRecording(curve * inside * 90.0, np.arange(60) / 100, GRID)


def without_frames(recording: PressureRecording, start: float, stop: float) -> PressureRecording:
    """The recording with the frames between two times lost."""
    kept = (recording.time < start) | (recording.time > stop)
    return PressureRecording(recording.pressure[kept], recording.time[kept], recording.grid, side=recording.side)


def flat_foot() -> PressureRecording:
    """A sole that is flat all over, whose two axes disagree."""
    return small_plate(StepParameters(FootShape(arch_height=0.0)))


def notes_of(recording: PressureRecording, **changes: object) -> dict[str, Note]:
    """Notes by key; a key comes at most once in these."""
    notes = assess(analysed(recording, **changes))
    assert len({note.key for note in notes}) == len(notes)
    return {note.key: note for note in notes}


def analysed(recording: PressureRecording, **changes: object) -> Analysis:
    """The analysis without errors."""
    return analyze(recording, BARE.with_changes(**changes))
