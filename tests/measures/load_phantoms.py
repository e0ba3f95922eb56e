"""Feet whose loads can be written down: an even sheet, or two halves with courses of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import pedograph as pg
from pedograph.measures import StepContext
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side

ROWS, COLUMNS = 48, 16
"""Loaded cells of a sheet."""
SPACING = 5.0
"""mm."""
CELL = SPACING**2 / 1000.0
"""N of 1 kPa on a cell."""
CELLS = ROWS * COLUMNS
AREA = CELLS * SPACING**2 / 100.0
"""cm2."""


@dataclass(frozen=True)
class Triangle:
    """A load that rises evenly from nothing to its height and falls evenly to nothing again."""

    start: float
    end: float
    height: float

    def at(self, time: FloatArray) -> FloatArray:
        middle, half = (self.start + self.end) / 2.0, (self.end - self.start) / 2.0
        return self.height * np.maximum(1.0 - np.abs(time - middle) / half, 0.0)

    @property
    def integral(self) -> float:
        return self.height * (self.end - self.start) / 2.0


def sheet(course: FloatArray, rate: float, saturation: float | None = None) -> PressureRecording:
    """A sheet with the same course of pressure, kPa, on each cell."""
    return halves(course, course, rate, saturation)


def halves(rear: FloatArray, front: FloatArray, rate: float, saturation: float | None = None) -> PressureRecording:
    """A sheet whose rear and front half have courses of their own; frames start 0.2 s before them."""
    empty = round(0.2 * rate)
    pressure = np.zeros((rear.size + 2 * empty, ROWS + 4, COLUMNS + 8))
    inside = slice(empty, empty + rear.size)
    pressure[inside, 2 : 2 + ROWS // 2, 4 : 4 + COLUMNS] = rear.round(6)[:, None, None]
    pressure[inside, 2 + ROWS // 2 : 2 + ROWS, 4 : 4 + COLUMNS] = front.round(6)[:, None, None]
    grid = SensorGrid(SPACING, SPACING, saturation=saturation)
    return PressureRecording(pressure, np.arange(len(pressure)) / rate, grid, side=Side.RIGHT)


def measured(recording: PressureRecording, **settings: float) -> pg.StepAnalysis:
    """The only step of a recording."""
    (step,) = pg.analyze(recording, pg.AnalysisSettings().with_changes(**settings)).steps
    assert step.complete
    return step


def context_of(step: pg.StepAnalysis, **settings: float) -> StepContext:
    """What its measures were made from."""
    return StepContext(step.frames, step.anatomy, None, pg.AnalysisSettings().with_changes(**settings))
