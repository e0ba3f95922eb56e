"""The coarse shape of a contact: its axis, its size, which end the toes are at, and whether it can be a foot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from steps_examples import OBLONG, recording_of, shape, step_of

from pedograph.recording import FloatArray
from pedograph.steps.shape import Shape, long_axis, shape_of, why_no_foot

ROWS, COLUMNS = 40, 9
FLOOR = 1e-3
"""kPa on every cell of a print, too little to move its centre of pressure."""


def printed(mask: FloatArray, places: list[float], load: float = 2000.0) -> Shape:
    """A print of 40 rows whose load lies, frame by frame, at these rows (0 to 1) of its middle column."""
    frames = np.repeat(np.asarray(mask)[None] * FLOOR, len(places), axis=0)
    for frame, place in zip(frames, places, strict=True):
        frame[round(place * (ROWS - 1)), mask.shape[1] // 2] = load
    return shape_of(step_of(recording_of(frames)), 20.0, 4)


def ends(front: int, back: int = COLUMNS) -> FloatArray:
    """A mask whose halves have so many columns, about the middle one."""
    mask = np.zeros((ROWS, 21))
    for rows, columns in ((slice(20, 40), front), (slice(0, 20), back)):
        mask[rows, 10 - columns // 2 : 10 + columns // 2 + 1] = 1
    return mask


def rolling(first: float, last: float, frames: int = 40) -> list[float]:
    return list(np.linspace(first, last, frames))


RECTANGLE = ends(COLUMNS)


@pytest.mark.parametrize("degrees", [-50.0, -20.0, 0.0, 35.0])
def test_the_long_axis_is_that_of_the_longest_spread(degrees: float) -> None:
    line = np.linspace(3.0, 90.0, 12)
    turn = np.deg2rad(degrees)
    assert np.rad2deg(long_axis(line * np.sin(turn), line * np.cos(turn))) == pytest.approx(degrees)


@pytest.mark.parametrize(("degrees", "kept"), [(65.0, 50.0), (-65.0, -50.0), (115.0, -50.0)])
def test_no_foot_lies_further_than_50_degrees_from_the_walking_direction(degrees: float, kept: float) -> None:
    line = np.linspace(-50.0, 50.0, 12)
    turn = np.deg2rad(degrees)
    assert np.rad2deg(long_axis(line * np.sin(turn), line * np.cos(turn))) == pytest.approx(kept)


def test_the_axis_weighs_length_against_breadth() -> None:
    """Two points 6 mm across and 8 along, and two 4 across the other way: tan 2a = 2 (24 - 2) / ..."""
    x, y = np.array([3.0, -3.0, 2.0, -2.0]), np.array([4.0, -4.0, -1.0, 1.0])
    assert long_axis(x, y) == pytest.approx(0.5 * np.arctan2(2 * 20.0, 34.0 - 26.0))


def test_size_counts_the_cells_own() -> None:
    frames = np.zeros((2, 24, 12))
    frames[:, 2:22, 2:10] = 100.0
    found = shape_of(step_of(recording_of(frames, OBLONG)), 20.0, 4)
    assert found.angle == pytest.approx(0.0)
    assert (found.length, found.width) == pytest.approx((200.0, 32.0))
    assert (found.along.min(), found.along.max()) == pytest.approx((5.0, 195.0))
    assert (found.across.min(), found.across.max()) == pytest.approx((-14.0, 14.0))
    assert found.cop[0] == pytest.approx([100.0, 0.0])


def test_size_of_a_slanting_print() -> None:
    """A diagonal line of cells, each 5 x 5 mm, seen along itself."""
    found = shape_of(step_of(recording_of(np.eye(20)[None] * 100.0)), 0.0, 1)
    assert np.rad2deg(found.angle) == pytest.approx(45.0)
    assert found.length == pytest.approx(20 * 5 * np.sqrt(2))
    assert found.width == pytest.approx(5 * np.sqrt(2))
    assert np.ptp(found.across) == pytest.approx(0.0, abs=1e-9)


def test_across_is_to_the_walkers_right() -> None:
    frames = np.zeros((1, 40, 9))
    frames[0, :, 3:6] = 1.0
    frames[0, 5, 8] = 1.0
    found = shape_of(step_of(recording_of(frames)), 0.0, 1, direction=1)
    back = shape_of(step_of(recording_of(frames)), 0.0, 1, direction=-1)
    assert found.along[found.across.argmax()] < 0.25 * found.length
    assert back.along[back.across.argmin()] > 0.75 * back.length
    assert back.across == pytest.approx(-found.across)
    assert back.along == pytest.approx(found.length - found.along)
    assert back.cop[0, 0] == pytest.approx(found.length - found.cop[0, 0])
    assert back.cop[0, 1] == pytest.approx(-found.cop[0, 1])
    assert (found.direction, back.direction) == (1, -1)
    assert found.sure
    assert back.sure


def test_the_path_is_the_mean_of_the_cells_weighted_by_pressure() -> None:
    frames = np.zeros((1, 10, 3))
    frames[0, :, 1] = 1e-6
    frames[0, 2, 1], frames[0, 6, 1] = 300.0, 100.0
    found = shape_of(step_of(recording_of(frames)), 0.0, 1, direction=1)
    assert found.cop[0] == pytest.approx([17.5 - 0.0, 0.0], rel=1e-4)


@pytest.mark.parametrize(
    ("force", "cells", "gated"), [(4.0, 4, True), (4.001, 4, False), (4.0, 5, False), (0.0, 0, True)]
)
def test_the_path_is_taken_from_so_much_force_and_so_many_cells_on(force: float, cells: int, gated: bool) -> None:
    frames = np.zeros((2, 8, 1))
    frames[0, 0:4] = 40.0  # 4 x 40 kPa on 25 mm2 are 4 N
    frames[1] = 200.0
    found = shape_of(step_of(recording_of(frames)), force, cells, direction=1)
    assert bool(np.isfinite(found.cop[0]).all()) is gated
    assert np.isfinite(found.cop[1]).all()


def test_frames_without_force_have_no_place() -> None:
    frames = np.zeros((2, 8, 1))
    frames[1] = 200.0
    assert np.isnan(shape_of(step_of(recording_of(frames)), 0.0, 0, direction=1).cop[0]).all()


@pytest.mark.parametrize(("first", "last", "direction"), [(0.0, 1.0, 1), (1.0, 0.0, -1)])
def test_load_rolls_towards_the_toes(first: float, last: float, direction: int) -> None:
    found = printed(RECTANGLE, rolling(first, last))
    assert (found.direction, found.sure) == (direction, True)
    assert found.cop[0, 0] < 5.1
    assert found.cop[-1, 0] > 194.9


@pytest.mark.parametrize(("front", "back", "direction"), [(11, 9, 1), (9, 11, -1), (21, 9, 1), (9, 21, -1)])
def test_the_forefoot_is_the_broader_end_where_nothing_rolls(front: int, back: int, direction: int) -> None:
    found = printed(ends(front, back), [0.5] * 10)
    assert (found.direction, found.sure) == (direction, True)


def test_a_print_that_nothing_tells_about_points_ahead_and_is_unsure() -> None:
    found = printed(RECTANGLE, [0.5] * 10)
    assert (found.direction, found.sure) == (1, False)


def test_five_frames_tell_which_way_a_foot_rolls_and_four_do_not() -> None:
    assert printed(RECTANGLE, rolling(1.0, 0.0, 5)).direction == -1
    assert printed(RECTANGLE, rolling(1.0, 0.0, 4)).direction == 1


@pytest.mark.parametrize(
    ("travel", "direction", "sure"),
    [(0.08, -1, True), (0.125, 1, False), (0.23, 1, False)],
    ids=["hardly", "a little", "a quarter"],
)
def test_a_heel_without_its_forefoot_points_where_the_load_rolls(
    travel: float, direction: int, sure: bool
) -> None:
    """The broad end is behind, and nothing leaves over the toes: above a tenth of the print the roll decides."""
    found = printed(ends(5, 21), rolling(0.5 - travel / 2, 0.5 + travel / 2))
    assert (found.direction, found.sure) == (direction, sure)
    turned = printed(ends(21, 5), rolling(0.5 + travel / 2, 0.5 - travel / 2))
    assert (turned.direction, turned.sure) == (-direction, sure)


def test_a_foot_that_pushes_off_at_its_narrow_end_is_unsure() -> None:
    found = printed(ends(5, 21), rolling(0.0, 1.0))
    assert (found.direction, found.sure) == (1, False)


def test_load_leaves_over_the_toes_however_the_foot_came_down() -> None:
    """Down in front, back to the heel, and off over the toes in the last eighth."""
    places = [*rolling(0.95, 0.05, 33), *[0.95] * 5]
    found = printed(ends(11, 9), places)
    assert found.direction == 1
    assert not found.sure  # the roll speaks against it


def test_the_roll_is_that_of_the_force() -> None:
    """Weak frames lie in front at first and in the middle at last; the strong ones between roll ahead."""
    places = [*[0.9] * 8, *rolling(0.35, 0.65, 27), *[0.5] * 5]
    frames = np.repeat(RECTANGLE[None] * FLOOR, 40, axis=0)
    for number, (frame, place) in enumerate(zip(frames, places, strict=True)):
        frame[round(place * (ROWS - 1)), 10] = 90_000.0 if 8 <= number < 35 else 900.0
    found = shape_of(step_of(recording_of(frames)), 20.0, 4)
    assert (found.direction, found.sure) == (1, True)


@pytest.mark.parametrize(("front", "missing"), [(7, False), (5, True)])
def test_a_front_half_much_narrower_than_the_back_is_no_forefoot(front: int, missing: bool) -> None:
    """Spreads of 7 and 5 cells over that of 9 are 0.77 and 0.55."""
    assert printed(ends(front), rolling(0.0, 1.0)).forefoot_missing is missing


def test_a_print_of_too_few_cells_in_a_half_tells_nothing_of_its_forefoot() -> None:
    assert not shape([0, 0, 0, 200, 200], [0, 10, 20, 9, 11]).forefoot_missing
    assert shape([0, 0, 0, 200, 200, 200], [0, 10, 20, 9, 10, 11]).forefoot_missing
    assert not shape([0, 0, 0, 200, 200, 200], [0, 10, 20, 10, 10, 10]).forefoot_missing
    assert not shape([0, 0, 0, 200, 200, 200], [10, 10, 10, 0, 10, 20]).forefoot_missing


@pytest.mark.parametrize(
    ("length", "width", "complete", "word"),
    [
        (350.0, 160.0, True, ""),
        (350.1, 100.0, True, "larger"),
        (350.1, 100.0, False, "larger"),
        (300.0, 160.1, True, "larger"),
        (95.0, 50.0, True, ""),
        (94.9, 50.0, True, "too short"),
        (94.9, 50.0, False, ""),
        (200.0, 124.0, True, ""),
        (200.0, 124.1, True, "too broad"),
        (200.0, 28.1, True, ""),
        (200.0, 27.9, True, "too narrow"),
        (200.0, 27.9, False, ""),
    ],
)
def test_what_is_too_large_short_broad_or_narrow_is_no_foot(
    length: float, width: float, complete: bool, word: str
) -> None:
    why = why_no_foot(replace(shape([0.0], [0.0]), length=length, width=width), complete)
    assert bool(why) is bool(word)
    assert word in why
