from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from pedograph.errors import SettingsError
from pedograph.recording import Side
from pedograph.simulation import (
    FOOTSCAN_2M,
    FOOTSCAN_GRID,
    FOOTSCAN_SAMPLING,
    SimulatedRecording,
    StepParameters,
    Walk,
    cropped,
    simulate_walk,
)


@pytest.fixture(scope="module")
def walk() -> SimulatedRecording:
    return simulate_walk(StepParameters(), Walk(step_length=600.0, step_time=0.5))


def test_a_walk_is_a_recording_of_the_two_metre_plate(walk: SimulatedRecording) -> None:
    recording = walk.recording
    assert (recording.rows, recording.columns) == FOOTSCAN_2M
    assert recording.grid is FOOTSCAN_GRID
    assert recording.sample_rate == pytest.approx(126.0)
    newtons = recording.pressure * FOOTSCAN_GRID.newton_per_kilopascal
    np.testing.assert_allclose(newtons * 10.0, np.round(newtons * 10.0), atol=1e-3)


def test_recording_starts_with_the_first_contact(walk: SimulatedRecording) -> None:
    assert walk.recording.pressure[0].any()
    assert not walk.recording.pressure[-1].any()


def test_sides_alternate_and_feet_lie_where_the_walk_put_them(walk: SimulatedRecording) -> None:
    sides = [truth.side for truth in walk.truths]
    assert sides == [Side.LEFT, Side.RIGHT, Side.LEFT, Side.RIGHT]
    for first, second in pairwise(walk.truths):
        assert second.heel_end[1] - first.heel_end[1] == pytest.approx(600.0)
        assert abs(second.heel_end[0] - first.heel_end[0]) == pytest.approx(90.0)
        assert second.start - first.start == pytest.approx(0.5)
    left, right = walk.truths[0], walk.truths[1]
    assert left.heel_end[0] < right.heel_end[0]


def test_prints_that_leave_the_plate_are_cut(walk: SimulatedRecording) -> None:
    assert [truth.complete for truth in walk.truths] == [True, True, True, False]


def test_walking_the_other_way_is_half_a_turn(walk: SimulatedRecording) -> None:
    back = simulate_walk(StepParameters(), Walk(step_length=600.0, step_time=0.5, direction=-1))
    np.testing.assert_allclose(back.recording.pressure[:, ::-1, ::-1], walk.recording.pressure, atol=1e-3)
    assert all(truth.direction == -1 for truth in back.truths)
    assert [truth.side for truth in back.truths] == [truth.side for truth in walk.truths]


def test_force_of_the_steps_on_the_plate_adds_up(walk: SimulatedRecording) -> None:
    whole = [truth.complete for truth in walk.truths]
    frames = walk.recording.time < walk.truths[3].start
    total = sum(truth.force for truth, ok in zip(walk.truths, whole, strict=True) if ok)
    assert isinstance(total, np.ndarray)
    np.testing.assert_allclose(walk.recording.force[frames], total[frames], atol=4.0)


def test_variation_is_seeded() -> None:
    first, again, other = (
        simulate_walk(walk=Walk(variation=1.0, seed=seed)).truths[1].heel_end for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_the_other_foot_may_differ() -> None:
    other = StepParameters(pronation=0.5)
    truths = simulate_walk(walk=Walk(first_side=Side.RIGHT), other=other).truths
    assert truths[0].side is Side.RIGHT
    assert truths[0].cpei > truths[1].cpei


def test_fewer_frames_cut_steps_in_time() -> None:
    cut = simulate_walk(walk=Walk(step_length=600.0), frames=100)
    assert cut.recording.frames == 100
    assert [truth.complete for truth in cut.truths] == [True, False]


def test_cropping_keeps_the_place_on_the_plate(walk: SimulatedRecording) -> None:
    part = cropped(walk.recording, margin=0)
    grid = part.grid
    again = walk.recording.pressure[
        :, grid.first_row : grid.first_row + part.rows, grid.first_column : grid.first_column + part.columns
    ]
    np.testing.assert_array_equal(part.pressure, again)
    assert part.force.max() == pytest.approx(walk.recording.force.max())
    assert part.columns < walk.recording.columns
    assert grid.cropped


def test_impossible_walks_are_refused() -> None:
    with pytest.raises(SettingsError, match="step_length"):
        Walk(step_length=1.0)
    with pytest.raises(SettingsError, match="direction"):
        Walk(direction=0)
    with pytest.raises(SettingsError, match="no step"):
        simulate_walk(walk=Walk(centre=5000.0), sampling=FOOTSCAN_SAMPLING)
