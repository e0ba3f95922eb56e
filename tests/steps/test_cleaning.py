"""Cleaning: what is at or under the threshold, what is stuck, what is dead, and a plate that is not zeroed."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from steps_examples import recording_of

import pedograph as pg
from pedograph.recording import SensorGrid
from pedograph.steps.cleaning import clean

SETTINGS = pg.AnalysisSettings()
Frames = NDArray[np.float32]


def rolling(frames: int = 20, rows: int = 6, columns: int = 5) -> Frames:
    """Every cell loaded, each frame another value."""
    rise = np.arange(1, frames + 1, dtype=np.float32)
    return np.broadcast_to(rise[:, None, None], (frames, rows, columns))


def faults(frames: Frames, grid: SensorGrid | None = None) -> list[str]:
    recording = recording_of(frames, grid or SensorGrid(5.0, 5.0))
    return [fault.note.key for fault in clean(recording, SETTINGS).faults]


def test_without_a_fault_the_frames_are_the_recordings_own() -> None:
    recording = recording_of(rolling())
    cleaned = clean(recording, SETTINGS)
    assert cleaned.pressure is recording.pressure
    assert np.array_equal(cleaned.peak, recording.peak_image)
    assert not cleaned.faults


def test_values_at_the_threshold_are_no_contact() -> None:
    recording = recording_of([[[4.0, 5.0, 6.0, 0.5]], [[5.0, 5.0, 3.0, 0.5]]])
    cleaned = clean(recording, SETTINGS.with_changes(contact_threshold=5.0))
    assert cleaned.pressure.tolist() == [[[0, 0, 6, 0]], [[0, 0, 0, 0]]]
    assert cleaned.peak.tolist() == [[0, 0, 6, 0]]
    assert cleaned.pressure.dtype == cleaned.peak.dtype == np.float32
    some = clean(recording, SETTINGS.with_changes(contact_threshold=0.5))
    assert some.pressure[:, 0, 3].tolist() == [0, 0]
    assert some.peak.tolist() == [[5, 5, 6, 0]]


def test_a_cell_that_keeps_its_value_through_twenty_frames_is_stuck_and_silenced() -> None:
    frames = rolling().copy()
    frames[:, 2, 3] = 7.0
    cleaned = clean(recording_of(frames), SETTINGS)
    (fault,) = cleaned.faults
    assert fault.note.key == "stuck_cells"
    assert np.argwhere(fault.cells).tolist() == [[2, 3]]
    assert "1 cell was" in fault.note.sentence
    assert not cleaned.pressure[:, 2, 3].any()
    assert cleaned.peak[2, 3] == 0
    assert cleaned.pressure[:, 2, 2].tolist() == frames[:, 2, 2].tolist()
    assert faults(frames[:19]) == []


@pytest.mark.parametrize("frame", [0, 9, 19])
def test_a_cell_that_differs_in_one_frame_is_not_stuck(frame: int) -> None:
    frames = rolling().copy()
    frames[:, 2, 3] = 7.0
    for value in (6.5, 7.5):
        frames[frame, 2, 3] = value
        assert faults(frames) == []


def test_a_silent_cell_is_not_stuck() -> None:
    frames = rolling().copy()
    frames[:, 0, 0] = 0.0
    assert faults(frames) == []


def test_a_dead_weight_under_which_half_the_cells_keep_their_value_is_no_fault() -> None:
    frames = np.zeros((20, 4, 5), dtype=np.float32)
    frames[:] = rolling(20, 4, 5)
    frames[:, :2] = 7.0  # half of twenty
    assert faults(frames) == []
    frames[:, 1, 4] = rolling()[:, 0, 0]  # nine of twenty
    assert faults(frames) == ["stuck_cells"]


def pressed_everywhere(share: float, size: int = 80) -> Frames:
    """A plate of which a share of the cells reads 4 kPa or more in every frame."""
    frames = np.zeros((20, size, size), dtype=np.float32)
    flat = frames.reshape(20, -1)
    flat[:, : round(share * size * size)] = 4.0 + np.arange(20, dtype=np.float32)[:, None] % 2
    return frames


def test_a_plate_that_is_loaded_everywhere_is_not_zeroed() -> None:
    frames = pressed_everywhere(0.9)
    (fault,) = clean(recording_of(frames), SETTINGS).faults
    assert fault.note.key == "not_zeroed"
    assert fault.cells.all()
    assert fault.cells.shape == (80, 80)
    assert (
        "about 8 kPa" in fault.note.sentence
    )  # twice what three readings of four are at most; every other frame has 4


def test_a_plate_of_which_less_than_half_is_loaded_is_zeroed() -> None:
    assert faults(pressed_everywhere(0.49)) == []
    assert faults(pressed_everywhere(0.51)) == ["not_zeroed"]


def test_a_plate_that_is_loaded_in_few_frames_is_zeroed() -> None:
    frames = pressed_everywhere(1.0)
    frames[8:] = 0
    assert faults(frames) == []


@pytest.mark.parametrize(("size", "found"), [(63, []), (64, ["not_zeroed"])])
def test_a_sensor_that_a_foot_covers_is_no_plate(size: int, found: list[str]) -> None:
    assert faults(pressed_everywhere(0.9, size)) == found  # 64 x 64 cells of 5 x 5 mm are 102 400 mm2


def test_too_few_frames_say_nothing_of_a_floor() -> None:
    assert faults(pressed_everywhere(0.9)[:19]) == []


def test_a_dead_cell_is_the_mean_of_its_four_neighbours() -> None:
    frames = np.zeros((3, 4, 5), dtype=np.float32)
    frames[:, 0:3, 1:4] = 31.0
    frames[:, 1, 2] = 0
    frames[1, 0, 2], frames[1, 2, 2], frames[1, 1, 1], frames[1, 1, 3] = 40, 50, 60, 70
    cleaned = clean(recording_of(frames), SETTINGS)
    (fault,) = cleaned.faults
    assert fault.note.key == "dead_cells"
    assert np.argwhere(fault.cells).tolist() == [[1, 2]]
    assert "row 1, column 2)" in fault.note.sentence
    assert "filled" in fault.note.sentence
    assert cleaned.pressure[:, 1, 2].tolist() == [31, 55, 31]
    assert cleaned.peak[1, 2] == 55
    others = np.ones((4, 5), dtype=bool)
    others[1, 2] = False
    assert np.array_equal(cleaned.pressure[:, others], frames[:, others])


def test_a_dead_cell_is_left_where_repair_is_off() -> None:
    frames = np.full((2, 3, 3), 31.0, dtype=np.float32)
    frames[:, 1, 1] = 0
    cleaned = clean(recording_of(frames), SETTINGS.with_changes(repair_dead_cells=False))
    assert [fault.note.key for fault in cleaned.faults] == ["dead_cells"]
    assert "filled" not in cleaned.faults[0].note.sentence
    assert not cleaned.pressure[:, 1, 1].any()


@pytest.mark.parametrize(
    "weak", [(row, column) for row in range(3) for column in range(3) if (row, column) != (1, 1)]
)
def test_a_cell_beside_a_weak_one_is_not_dead(weak: tuple[int, int]) -> None:
    frames = np.full((2, 3, 3), 31.0, dtype=np.float32)
    frames[:, 1, 1] = 0
    frames[:, weak[0], weak[1]] = 30.0
    assert faults(frames) == []


def test_a_place_without_a_sensor_is_not_dead() -> None:
    frames = np.full((2, 3, 3), 31.0, dtype=np.float32)
    frames[:, 1, 1] = 0
    active = np.ones((3, 3), dtype=bool)
    assert faults(frames, SensorGrid(5.0, 5.0, active)) == ["dead_cells"]
    active[1, 1] = False
    assert faults(frames, SensorGrid(5.0, 5.0, active)) == []


def test_a_sensor_of_two_rows_has_no_cell_amid_eight() -> None:
    assert faults(np.full((2, 2, 4), 31.0, dtype=np.float32)) == []


@pytest.mark.parametrize(("count", "words"), [(3, "3 cells were"), (4, "; ...)")])
def test_three_dead_cells_are_named_and_more_are_only_counted(count: int, words: str) -> None:
    frames = np.full((2, 3, 9), 31.0, dtype=np.float32)
    frames[:, 1, 1 : 2 * count : 2] = 0
    (fault,) = clean(recording_of(frames), SETTINGS).faults
    assert words in fault.note.sentence
    assert ("..." in fault.note.sentence) == (count > 3)
    assert fault.note.sentence.count("row 1") == 3
