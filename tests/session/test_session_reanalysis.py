"""A step of another analysis is the same where most of its frames and of its cells are."""

from __future__ import annotations

import numpy as np
import pytest

from pedograph.corrections import StepCorrection
from pedograph.recording import Footstep, PressureRecording, SensorGrid
from pedograph.session.reanalyse import _place
from pedograph.steps import StepFrames
from pedograph.steps.cleaning import CleanFrames
from pedograph.steps.frames import step_frames

GRID = SensorGrid(5.0, 5.0)
WHOLE = PressureRecording(np.full((100, 20, 20), 50.0), np.arange(100) / 100, GRID)


def foot(start: int, stop: int, rows: int, first_row: int = 2, first_column: int = 3) -> Footstep:
    """A foot of so many rows of 4 cells."""
    return Footstep(WHOLE, 0, start, stop, first_row, first_column, np.ones((rows, 4), dtype=bool))


def frames(footstep: Footstep) -> StepFrames:
    return step_frames(footstep, CleanFrames(footstep.recording.pressure, footstep.recording.peak_image))


STORED = foot(10, 30, 10)


def place(*steps: Footstep, correction: StepCorrection | None = None) -> int | None:
    return _place(STORED, [frames(step) for step in steps], correction or StepCorrection())


@pytest.mark.parametrize(
    ("step", "same"),
    [
        (foot(10, 30, 10), True),
        (foot(10, 30, 6), True),
        (foot(10, 30, 5), False),
        (foot(10, 30, 10, first_row=5), True),
        (foot(10, 30, 10, first_row=6), False),
        (foot(10, 30, 10, first_column=4), True),
        (foot(10, 30, 10, first_column=5), False),
        (foot(10, 21, 10), True),
        (foot(10, 20, 10), False),
        (foot(19, 30, 10), True),
        (foot(20, 30, 10), False),
        (foot(16, 36, 10), True),
        (foot(17, 37, 10), False),
        (foot(4, 24, 10), True),
        (foot(30, 50, 10), False),
        (foot(60, 80, 10), False),
    ],
)
def test_more_than_half_of_frames_and_cells_are_shared(step: Footstep, same: bool) -> None:
    assert place(step) == (0 if same else None)


def test_of_several_the_one_that_shares_most_is_the_step() -> None:
    assert place(foot(10, 30, 7), foot(10, 30, 9), foot(10, 30, 8)) == 1
    assert place(foot(60, 80, 10), foot(10, 24, 10)) == 1
    assert place() is None


def test_on_a_grid_of_another_size_no_step_is_the_same() -> None:
    other = PressureRecording(np.full((100, 20, 21), 50.0), np.arange(100) / 100, GRID)
    step = Footstep(other, 0, 10, 30, 2, 3, np.ones((10, 4), dtype=bool))
    assert place(step) is None


def test_a_step_of_which_nothing_would_be_left_is_none() -> None:
    cells = tuple((row, column) for row in range(2, 8) for column in range(3, 7))
    assert place(foot(10, 30, 6), correction=StepCorrection(cells_left_out=cells)) is None
    assert place(foot(10, 30, 7), correction=StepCorrection(cells_left_out=cells)) == 0
