"""The frames of one step: its cells, force, gaps, and what is loaded at the recording's ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from steps_examples import OBLONG, SQUARE, recording_of, step_of

from pedograph.recording import Footstep, PressureRecording
from pedograph.steps.cleaning import CleanFrames
from pedograph.steps.frames import step_frames, time_weights


def test_a_step_has_the_loaded_cells_of_its_mask_and_no_others() -> None:
    frames = np.zeros((4, 5, 6))
    frames[1:3, 2, 3], frames[2, 3, 3], frames[1, 2, 4] = (10, 30), 20, 99
    frames[0, 3, 4] = 50  # before the step
    recording = recording_of(frames, OBLONG)
    mask = np.array([[True, False], [True, True]])
    step = step_frames(
        Footstep(recording, 0, 1, 3, 2, 3, mask), CleanFrames(recording.pressure, recording.peak_image)
    )
    assert step.rows.tolist() == [2, 3]
    assert step.columns.tolist() == [3, 3]
    assert step.pressure.tolist() == [[10, 0], [30, 20]]
    assert step.pressure.dtype == np.float64
    assert step.x.tolist() == [14, 14]
    assert step.y.tolist() == [25, 35]
    assert step.peak.tolist() == [30, 20]
    assert step.least == 10
    assert step.loaded_cells.tolist() == [1, 2]
    assert step.cell_area == 40
    assert step.newton_per_kilopascal == pytest.approx(0.04)
    assert step.force == pytest.approx([0.4, 2.0])
    assert step.time.tolist() == [0.01, 0.02]


def test_nothing_loaded_has_no_least_pressure() -> None:
    step = step_of(recording_of(np.ones((2, 1, 1))))
    assert replace(step, pressure=np.zeros((2, 1))).least == np.inf


def test_time_weights_are_the_trapezoidal_rule() -> None:
    assert time_weights(np.array([0.0, 1.0, 3.0])).tolist() == [0.5, 1.5, 1.0]
    assert time_weights(np.array([2.0])).tolist() == [0.0]
    assert step_of(recording_of(np.ones((3, 1, 1)), period=0.5)).durations.tolist() == [0.25, 0.5, 0.25]


@pytest.mark.parametrize(("pause", "gap"), [(0.35, 0.0), (0.36, 0.36)])
def test_frames_are_missing_where_time_jumps(pause: float, gap: float) -> None:
    time = np.array([0.0, 0.1, 0.2, 0.3, 0.3 + pause, 0.4 + pause])
    step = step_of(PressureRecording(np.ones((6, 1, 1)), time, SQUARE))
    assert step.gap == pytest.approx(gap)


def test_a_gap_is_told_by_the_steps_own_times_where_it_has_them() -> None:
    step = replace(step_of(recording_of(np.ones((6, 1, 1)))), moments=np.array([0, 1, 2, 3, 8, 9.0]))
    assert step.time.tolist() == [0, 1, 2, 3, 8, 9]
    assert step.gap == 5
    single = step_of(recording_of(np.ones((1, 1, 1))))
    assert single.gap == 0


@pytest.mark.parametrize(
    ("first", "last", "loaded"),
    [(16, 14, (True, False)), (14, 16, (False, True)), (16, 16, (True, True)), (15, 15, (False, False))],
)
def test_more_than_15_percent_of_the_largest_force_is_load_at_an_end(
    first: float, last: float, loaded: tuple[bool, bool]
) -> None:
    assert step_of(recording_of([[[first]], [[100.0]], [[last]]])).loaded_at_ends == loaded


def test_a_step_that_begins_and_ends_within_the_recording_is_not_loaded_at_its_ends() -> None:
    recording = recording_of(np.full((4, 1, 1), 100.0))
    assert step_of(recording, slice(1, 4)).loaded_at_ends == (False, True)
    assert step_of(recording, slice(0, 3)).loaded_at_ends == (True, False)


def travel(share: float, frames: int = 5) -> PressureRecording:
    """Load that passes over a share of a print of 200 mm, from row 0 on."""
    pressure = np.full((frames, 41, 1), 1e-3)
    reach = round(share * 40)
    for frame in range(frames):
        pressure[frame, round(reach * frame / (frames - 1)), 0] = 1000.0
    return recording_of(pressure)


@pytest.mark.parametrize(("share", "stands"), [(0.0, True), (0.225, True), (0.275, False), (1.0, False)])
def test_a_foot_stands_where_its_load_stays_within_a_quarter_of_it(share: float, stands: bool) -> None:
    assert step_of(travel(share)).stands is stands


def test_a_foot_that_came_or_left_or_a_single_image_does_not_stand() -> None:
    recording = travel(0.0)
    assert not step_of(recording, slice(1, 5)).stands
    assert not step_of(recording, slice(0, 4)).stands
    assert not step_of(recording_of(np.ones((1, 4, 4)))).stands
    assert step_of(recording_of(np.ones((2, 4, 4)))).stands


def test_frames_without_load_do_not_move_a_standing_foot() -> None:
    frames = np.array(travel(0.0).pressure)
    frames[2] = 0
    assert step_of(recording_of(frames)).stands
