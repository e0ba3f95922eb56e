"""Steps whose centre of pressure can be written down: a sheet whose tilt moves the load about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pedograph.anatomy import find_anatomy
from pedograph.measures import StepContext
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side
from pedograph.settings import AnalysisSettings
from pedograph.simulation import StepParameters, simulate_step
from pedograph.steps import clean, find_steps

ROWS, COLUMNS, SPACING = 48, 16, 5.0
LENGTH, WIDTH = ROWS * SPACING, COLUMNS * SPACING
EMPTY = 3
"""Bare rows and columns about the sheet."""
Course = Callable[[FloatArray], tuple[FloatArray, FloatArray]]
FURTHEST_X = WIDTH / 6.0 * (1.0 - 1.0 / COLUMNS**2)
FURTHEST_Y = LENGTH / 6.0 * (1.0 - 1.0 / ROWS**2)
"""mm from the middle of the sheet to the centre of pressure at full tilt, exact for cells of that size."""


def context_of(
    recording: PressureRecording, side: Side | None = None, settings: AnalysisSettings | None = None
) -> StepContext:
    """The only step of a recording with its anatomy, and its side set."""
    settings = settings or AnalysisSettings()
    (step,) = find_steps(recording, clean(recording, settings), settings).steps
    if side is not None:
        step = replace(step, footstep=replace(step.footstep, side=side, side_confidence=1.0))
    return StepContext(step, find_anatomy(step), None, settings)


def model(parameters: StepParameters | None = None, pitch: float = 5.0) -> StepContext:
    """A step of the model foot on its plate."""
    parameters = parameters or StepParameters()
    grid = SensorGrid(pitch, pitch, threshold=5.0)
    return context_of(simulate_step(parameters, grid).recording, parameters.side)


def sheet(course: Course, rate: float = 100.0, frames: int = 81, side: Side = Side.RIGHT) -> StepContext:
    """An evenly loaded sheet of 240 x 80 mm, tilted so that its centre of pressure follows a course.

    Parameters
    ----------
    course : callable
        Turns the share of stance [frame] into distances (x, y) in mm from the middle of the sheet; the shares of
        the furthest distances must not add up to more than 1.
    rate : float
        Hz.
    frames : int
        With contact.
    side : Side
        The foot that it is taken for.
    """
    x, y = course(np.linspace(0.0, 1.0, frames))
    tilt_x, tilt_y = x / FURTHEST_X, y / FURTHEST_Y
    across = ((np.arange(COLUMNS) + 0.5) / COLUMNS * 2.0 - 1.0)[None, None, :]
    along = ((np.arange(ROWS) + 0.5) / ROWS * 2.0 - 1.0)[None, :, None]
    pressure = np.zeros((frames + 20, ROWS + 2 * EMPTY, COLUMNS + 2 * EMPTY))
    inner = 1.0 + tilt_x[:, None, None] * across + tilt_y[:, None, None] * along
    pressure[10:-10, EMPTY:-EMPTY, EMPTY:-EMPTY] = 100.0 * inner
    time = np.arange(len(pressure)) / rate
    return context_of(PressureRecording(pressure, time, SensorGrid(SPACING, SPACING)), side)


def middle() -> tuple[float, float]:
    """x and y of the middle of the sheet on the plate, mm."""
    return EMPTY * SPACING + WIDTH / 2.0, EMPTY * SPACING + LENGTH / 2.0


def in_foot(context: StepContext, course: Course, frames: int = 81) -> tuple[FloatArray, FloatArray]:
    """The course in the context's foot frame: (medial, along) in mm [frame]."""
    x, y = course(np.linspace(0.0, 1.0, frames))
    return context.frame.to_foot(x + middle()[0], y + middle()[1])


def mirrored(recording: PressureRecording) -> PressureRecording:
    """The same with left and right of the plate changed."""
    return PressureRecording(recording.pressure[:, :, ::-1], recording.time, recording.grid)
