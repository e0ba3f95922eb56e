"""The butterfly against walkers whose figure can be written down, and against the walking model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pedograph.measures.cop.butterfly import butterfly
from pedograph.measures.model import Unmeasurable
from pedograph.notes import blocks
from pedograph.recording import FloatArray, Footstep, PressureRecording, SensorGrid, Side
from pedograph.settings import AnalysisSettings
from pedograph.simulation import Walk, simulate_walk
from pedograph.steps import StepFrames, clean, find_steps

RATE = 100.0
HALF, BOTH = 50, 10
"""Frames from one contact to the next, and in which both feet bear."""
GRID = SensorGrid(10.0, 10.0)
LEFT, RIGHT = 5, 15
HEEL, TOE = 30, 10
"""Columns and rows of the cells under either foot: on a treadmill the load ends behind where it began."""


def course(begin: int, frames: int) -> tuple[FloatArray, FloatArray]:
    """Load of a foot that touches at a frame, and its share on the toe cell: it changes in single support."""
    since = np.arange(frames) - begin
    load = np.clip(np.minimum(since / BOTH, 1.0 - (since - HALF) / BOTH), 0.0, 1.0)
    return load, np.clip((since - BOTH) / (HALF - BOTH), 0.0, 1.0)


def treadmill(
    number: int = 6,
    left: tuple[int, int, int] = (LEFT, HEEL, TOE),
    right: tuple[int, int, int] = (RIGHT, HEEL, TOE),
) -> list[StepFrames]:
    """Steps of which each is two cells, column, heel row and toe row, and which stay where they are."""
    frames = number * HALF + BOTH + 1
    pressure, parts = np.zeros((frames, 40, 20)), []
    for index in range(number):
        side, (column, heel, toe) = ((Side.LEFT, left), (Side.RIGHT, right))[index % 2]
        load, share = course(index * HALF, frames)
        own = np.stack([load * (1.0 - share), load * share], axis=1) * 5000.0
        bears = np.flatnonzero(load)
        pressure[:, [heel, toe], column] += own
        parts.append((index, side, own, slice(int(bears[0]), int(bears[-1]) + 1), (column, heel, toe)))
    recording = PressureRecording(pressure, np.arange(frames) / RATE, GRID)
    mask = np.ones((40, 20), dtype=bool)
    return [
        StepFrames(
            Footstep(recording, index, when.start, when.stop, 0, 0, mask, side, 1.0),
            np.array([heel, toe]),
            np.array([column, column]),
            own[when],
        )
        for index, side, own, when, (column, heel, toe) in parts
    ]


def walked(steps: int = 6, walk: Walk | None = None) -> list[StepFrames]:
    walk = walk or Walk(step_length=280.0, first_heel=30.0, first_side=Side.LEFT)
    recording = simulate_walk(walk=walk).recording
    settings = AnalysisSettings()
    return list(find_steps(recording, clean(recording, settings), settings).steps)[:steps]


def test_two_straight_changes_cross_in_the_middle() -> None:
    """From toe to the other heel and back: the diagonals of a rectangle of 100 x 200 mm."""
    found = butterfly(treadmill())
    assert [found.breadth, found.length] == pytest.approx([100.0, 200.0], abs=1e-6)
    assert list(found.crossing) == pytest.approx([0.0, 0.0], abs=1e-6)
    assert found.lateral_symmetry == pytest.approx(0.0, abs=1e-6)
    assert found.anteroposterior_symmetry == pytest.approx(0.0, abs=1e-6)
    assert found.halves == (2, 2)
    assert found.speed == pytest.approx(0.0, abs=1e-6)
    assert found.right.shape == found.ahead.shape == (101,)


@pytest.mark.parametrize(("heel", "toe"), [(26, 10), (30, 18), (22, 14)])
def test_an_uneven_gait_crosses_where_its_changes_do(heel: int, toe: int) -> None:
    """The right wing is shorter: the crossing of the two straight changes of load is worked out by hand."""
    found = butterfly(treadmill(right=(RIGHT, heel, toe)))
    # Left at 0, right at 1; one change is from left toe to right heel, the other from right toe to left heel.
    share = (HEEL - TOE) / ((heel - TOE) + (HEEL - toe))
    across, along = 100.0 * share, 10.0 * (TOE + share * (heel - TOE))
    assert list(found.crossing) == pytest.approx([across - 50.0, along - 10.0 * (HEEL + TOE) / 2], abs=0.2)
    assert found.lateral_symmetry == pytest.approx(2.0 * (across - 50.0), abs=0.4)
    assert found.lateral_symmetry > 0
    wings = 200.0, 10.0 * (max(heel, along / 10.0) - min(toe, along / 10.0))
    expected = 200.0 * (wings[1] - wings[0]) / (wings[0] + wings[1])
    assert found.anteroposterior_symmetry == pytest.approx(expected, abs=0.5)


def test_the_mirror_turns_the_signs() -> None:
    short = (26, 14)
    one = butterfly(treadmill(right=(RIGHT, *short)))
    other = butterfly(treadmill(left=(LEFT, *short)))
    assert other.lateral_symmetry == pytest.approx(-one.lateral_symmetry, abs=0.05)
    assert other.anteroposterior_symmetry == pytest.approx(-one.anteroposterior_symmetry, abs=0.05)
    assert other.crossing[1] == pytest.approx(one.crossing[1], abs=0.05)


def test_four_steps_are_just_enough() -> None:
    assert butterfly(treadmill(4)).halves == (1, 1)
    with pytest.raises(Unmeasurable, match="the longest row here has 3"):
        butterfly(treadmill(3))


def test_a_walk_over_a_plate_is_seen_from_the_walker() -> None:
    walk = Walk(step_length=280.0, first_heel=30.0)
    found = butterfly(walked(walk=walk))
    assert found.speed == pytest.approx(walk.step_length / walk.step_time, rel=0.02)
    # Even feet: what is left of unevenness is where their prints fall on the cells.
    assert abs(found.lateral_symmetry) < 4.0
    assert abs(found.anteroposterior_symmetry) < 4.0
    truths = simulate_walk(walk=walk).truths[:6]
    force = np.sum([truth.force for truth in truths], axis=0)
    moment = np.sum([truth.force * np.nan_to_num(truth.cop[:, 0]) for truth in truths], axis=0)
    seen = (truths[0].time >= truths[1].start) & (truths[0].time <= truths[5].start)
    assert found.breadth == pytest.approx(float(np.ptp(moment[seen] / force[seen])), abs=1.0)


def test_the_way_back_over_the_plate_gives_the_same_figure() -> None:
    walk = Walk(step_length=280.0, first_heel=30.0)
    there, back = (butterfly(walked(walk=replace(walk, direction=way))) for way in (1, -1))
    assert back.breadth == pytest.approx(there.breadth, abs=1.0)
    assert back.length == pytest.approx(there.length, abs=3.0)
    assert list(back.crossing) == pytest.approx(list(there.crossing), abs=3.0)


def test_what_has_no_butterfly_says_why() -> None:
    steps = treadmill()
    alone = [step for step in steps if step.footstep.side is Side.LEFT]
    with pytest.raises(Unmeasurable, match="take turns and overlap in time; the longest row here has 1"):
        butterfly(alone)
    unknown = [replace(step, footstep=replace(step.footstep, side=Side.UNKNOWN)) for step in steps]
    with pytest.raises(Unmeasurable, match="has 0"):
        butterfly(unknown)
    cut = [
        replace(step, footstep=replace(step.footstep, incomplete=(blocks("cut", "it is cut"),)))
        if index == 2
        else step
        for index, step in enumerate(steps)
    ]
    with pytest.raises(Unmeasurable, match="has 3"):
        butterfly(cut)
    with pytest.raises(Unmeasurable, match="neither foot bears"):
        butterfly(steps, minimum_force=1000.0)
