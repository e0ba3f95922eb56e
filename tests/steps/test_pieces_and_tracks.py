"""Pieces of prints at an edge, insoles side by side, and prints that point the way their walk does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from steps_examples import recording_of

import pedograph as pg
from pedograph.recording import Footstep, PressureRecording, SensorGrid, Side, Track
from pedograph.simulation import Placement, StepParameters, simulate_step, simulate_steps
from pedograph.steps import clean, find_steps

SETTINGS = pg.AnalysisSettings()
GRID = SensorGrid(5.0, 5.0, threshold=5.0)
Frames = NDArray[np.float32]


def found(recording: PressureRecording, settings: pg.AnalysisSettings = SETTINGS) -> list[Footstep]:
    return [step.footstep for step in find_steps(recording, clean(recording, settings), settings).steps]


def walked(rows: int = 140, second_side: float = 230.0) -> PressureRecording:
    """A left and a right step along +y, the second 300 mm ahead and 0.5 s later."""
    left = (StepParameters(side=Side.LEFT, progression_angle=0.0), Placement(x=100.0, y=40.0))
    right = (
        StepParameters(side=Side.RIGHT, progression_angle=0.0),
        Placement(x=second_side, y=340.0, start=0.5),
    )
    return simulate_steps([left, right], GRID, (rows, 70)).recording


def test_a_print_that_an_edge_cuts_is_a_step_cut_there() -> None:
    """Of the second foot only the heel, up to 90 mm of it, is on the plate."""
    whole = walked()
    recording = PressureRecording(whole.pressure[:, :84], whole.time, GRID)
    first, second = found(recording)
    assert first.complete
    assert tuple(map(str, second.incomplete)) == ("it is cut by the far edge of the plate",)
    assert second.direction == first.direction == 1
    assert (first.index, second.index) == (0, 1)


def block_at(rows: slice, columns: slice, start: int, stop: int, shape: tuple[int, int, int]) -> Frames:
    frames = np.zeros(shape, dtype=np.float32)
    frames[start:stop, rows, columns] = 60.0
    return frames


def test_a_short_piece_near_an_edge_is_a_step_only_where_somebody_walks() -> None:
    """60 x 40 mm, 20 mm from the far edge: too short for a foot, but another may be beyond the edge."""
    whole = walked(rows=100)
    rows = whole.rows
    one_step = whole.pressure * (np.arange(rows) < 66)[None, :, None]
    piece = block_at(slice(rows - 16, rows - 4), slice(40, 48), 60, 100, whole.pressure.shape)
    alone = PressureRecording(piece, whole.time, GRID)
    assert found(alone) == []
    first, second = found(PressureRecording(one_step + piece, whole.time, GRID))
    assert first.complete
    assert tuple(map(str, second.incomplete)) == ("part of it lies beyond the far edge of the plate",)
    assert second.first_row == rows - 16
    far = np.roll(piece, -24, axis=1)  # 140 mm from the edge
    assert len(found(PressureRecording(one_step + far, whole.time, GRID))) == 1


def test_insoles_side_by_side_are_searched_one_by_one() -> None:
    """Both prints touch at the border between the insoles, and each has the side of its own."""
    step = simulate_step(StepParameters(side=Side.LEFT, progression_angle=0.0), GRID).recording
    lit = np.flatnonzero(step.peak_image.any(axis=0))
    print_ = step.pressure[:, :, lit[0] : lit[-1] + 1]
    width = print_.shape[2]
    both = np.concatenate([print_, print_[:, :, ::-1]], axis=2)
    tracks = (Track(Side.LEFT, 0, width), Track(Side.RIGHT, width, width))
    recording = PressureRecording(both, step.time, GRID, tracks=tracks)
    left, right = sorted(found(recording), key=lambda one: one.first_column)
    assert (left.side, right.side) == (Side.LEFT, Side.RIGHT)
    assert left.side_confidence == right.side_confidence == 0.99
    assert (left.first_column, right.first_column) == (0, width)
    assert left.mask.shape[1] == right.mask.shape[1] == width
    assert np.array_equal(left.mask, right.mask[:, ::-1])
    assert sorted((left.index, right.index)) == [0, 1]


@pytest.mark.parametrize(("share", "count"), [(0.05, 3), (0.08, 1)])
def test_an_insole_counts_as_lifted_under_six_percent_of_its_largest_force(share: float, count: int) -> None:
    step = simulate_step(StepParameters(side=Side.LEFT, progression_angle=0.0), GRID).recording
    held = step.peak_image / step.peak_image.sum() * float(step.pressure.sum(axis=(1, 2)).max()) * share
    stance = np.maximum(step.pressure, held)
    swing = np.repeat(held[None], 40, axis=0)
    frames = np.concatenate([swing, *[np.concatenate([stance, swing])] * 3])
    recording = recording_of(frames.astype(np.float32), GRID)
    track = PressureRecording(
        recording.pressure, recording.time, GRID, tracks=(Track(Side.LEFT, 0, recording.columns),)
    )
    assert len(found(track)) == count


@pytest.mark.parametrize(("more", "counted"), [(0, True), (1, False)])
def test_a_contact_of_fewer_cells_than_a_step_needs_is_none(more: int, counted: bool) -> None:
    step = simulate_step(StepParameters(progression_angle=0.0), GRID).recording
    size = int((step.peak_image > 0).sum())
    assert bool(found(step, replace(SETTINGS, minimum_step_cells=size + more))) is counted


@pytest.mark.parametrize(("seconds", "counted"), [(0.0, True), (0.01, False)])
def test_a_contact_must_last(seconds: float, counted: bool) -> None:
    step = simulate_step(StepParameters(progression_angle=0.0), GRID).recording
    lit = np.flatnonzero(step.pressure.any(axis=(1, 2)))
    period = 0.001
    frames = np.pad(step.pressure[lit[0] : lit[-1] + 1], ((1, 1), (0, 0), (0, 0)))
    recording = recording_of(frames, GRID, period)
    lasting = round((len(frames) - 2) * period, 6)
    settings = replace(SETTINGS, minimum_step_time=lasting + seconds - 1e-9, force_threshold=0.0)
    assert bool(found(recording, settings)) is counted
