"""Components: cells that hang together, none larger than a foot."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from steps_examples import OBLONG, SQUARE, block, component

from pedograph.recording import SensorGrid
from pedograph.steps import components
from pedograph.steps.components import (
    ANGLES,
    Component,
    box_distance,
    cell_reach,
    find_components,
    fits_a_foot,
    join_reach,
    nearest_cell,
)

STRAIGHT = int(np.flatnonzero(ANGLES == 0)[0])


def cells_of(found: list[Component]) -> list[set[tuple[int, ...]]]:
    return [{tuple(int(number) for number in cell) for cell in one.cells} for one in found]


def frames_of(
    *layers: tuple[list[tuple[int, int]], float, range], shape: tuple[int, int, int]
) -> NDArray[np.float32]:
    """Frames with cells loaded so much in some frames."""
    frames = np.zeros(shape, dtype=np.float32)
    for cells, pressure, when in layers:
        for row, column in cells:
            frames[when.start : when.stop, row, column] = pressure
    return frames


def test_angles_reach_45_degrees_to_either_side_in_steps_of_five() -> None:
    assert np.allclose(np.rad2deg(ANGLES), range(-45, 50, 5))


def test_reach_counts_the_cells_own_size() -> None:
    reach = cell_reach(np.array([(1, 2), (3, 2)]), OBLONG)
    assert reach.shape == (19, 4)
    assert np.allclose(reach[STRAIGHT], (10, 40, 8, 12))  # rows 1 to 3 of 10 mm, column 2 of 4 mm


@pytest.mark.parametrize(("angle", "sign"), [(-45.0, -1), (45.0, 1)])
def test_reach_along_a_diagonal(angle: float, sign: int) -> None:
    """One cell of 10 x 4 mm seen under 45 degrees is 14 / sqrt 2 mm long and wide."""
    number = int(np.argmin(np.abs(np.rad2deg(ANGLES) - angle)))
    low, high, left, right = cell_reach(np.array([(0, 0)]), OBLONG)[number] * np.sqrt(2)
    assert (high + low) / 2 == pytest.approx(5 + sign * 2)
    assert (left + right) / 2 == pytest.approx(2 - sign * 5)
    assert high - low == pytest.approx(14)
    assert right - left == pytest.approx(14)


def test_two_components_together_hold_the_cells_of_both_once() -> None:
    one = component([(0, 0), (0, 1)], start=3, stop=8, load=10.0)
    two = component([(0, 1), (5, 4)], start=1, stop=6, load=5.0)
    both = one.joined(two)
    assert (both.start, both.stop, both.load) == (1, 8, 15.0)
    assert both.cells.tolist() == [[0, 0], [0, 1], [5, 4]]
    assert np.allclose(both.reach, cell_reach(both.cells, SQUARE))
    assert np.array_equal(both.reach, join_reach(two.reach, one.reach))


@pytest.mark.parametrize(
    ("length", "width", "fits"),
    [(100.0, 20.0, True), (99.9, 20.0, False), (100.0, 19.9, False), (20.0, 100.0, False)],
)
def test_a_component_fits_a_rectangle_just_as_large(length: float, width: float, fits: bool) -> None:
    reach = cell_reach(np.array(block(range(20), range(4))), SQUARE)[STRAIGHT : STRAIGHT + 1]
    assert fits_a_foot(reach, length, width) is fits


def test_a_turned_foot_fits_along_its_own_axis() -> None:
    line = cell_reach(np.array([(number, number) for number in range(40)]), SQUARE)
    assert fits_a_foot(line, 300.0, 20.0)
    assert not fits_a_foot(line[: STRAIGHT + 1], 300.0, 20.0)


def test_distance_of_boxes_is_zero_where_they_overlap() -> None:
    first = np.array(block(range(5), range(5)))
    assert box_distance(first, np.array([(2, 2)]), OBLONG) == 0
    assert box_distance(first, np.array([(7, 2)]), OBLONG) == 30  # rows 4 and 7
    assert box_distance(np.array([(7, 2)]), first, OBLONG) == 30
    assert box_distance(first, np.array([(2, 9)]), OBLONG) == 20
    assert box_distance(first, np.array([(7, 14)]), OBLONG) == 50  # 30 and 40 mm
    assert box_distance(np.array([(7, 14)]), first, OBLONG) == 50


def test_nearest_cell_is_measured_in_mm() -> None:
    distance, index = nearest_cell(np.array([(0, 0), (5, 5)]), np.array([(1, 0), (0, 2), (5, 5)]), OBLONG)
    assert index.tolist() == [1, 2]  # two columns are 8 mm, one row is 10
    assert distance.tolist() == [8, 0]


def test_each_group_of_cells_is_a_component() -> None:
    left, right = block(range(2, 6), range(1, 4)), block(range(3, 5), range(6, 9))
    frames = frames_of((left, 10.0, range(1, 4)), (right, 20.0, range(2, 6)), shape=(7, 10, 10))
    found, loose = find_components(frames, SQUARE, 300.0, 120.0)
    assert cells_of(found) == [set(left), set(right)]
    assert [(one.start, one.stop) for one in found] == [(1, 4), (2, 6)]
    assert [one.load for one in found] == [12 * 3 * 10.0, 6 * 4 * 20.0]
    assert np.allclose(found[0].reach, cell_reach(found[0].cells, SQUARE))
    assert not loose


@pytest.mark.parametrize(("size", "kept"), [(1, False), (2, False), (3, True)])
def test_one_or_two_cells_are_loose(size: int, kept: bool) -> None:
    frames = frames_of((block(range(size), range(1)), 10.0, range(5)), shape=(5, 6, 6))
    found, loose = find_components(frames, SQUARE, 300.0, 120.0)
    assert (len(found), len(loose)) == ((1, 0) if kept else (0, 1))


def two_feet_that_touch(weak: float) -> NDArray[np.float32]:
    """Two blocks of 60 x 20 mm with a bridge of weaker cells, 15 mm across, between them."""
    blocks = (block(range(12), range(4)), block(range(12), range(7, 11)))
    bridge = block(range(5, 7), range(4, 7))
    return frames_of(*((one, 100.0, range(4)) for one in blocks), (bridge, weak, range(4)), shape=(4, 12, 11))


@pytest.mark.parametrize("weak", [4.0, 5.0, 19.0, 80.0])
def test_two_feet_that_touch_are_cut_and_share_the_cells_between_them(weak: float) -> None:
    found, loose = find_components(two_feet_that_touch(weak), SQUARE, 62.0, 32.0)
    assert not loose
    assert sorted(len(one.cells) for one in found) in ([50, 52], [51, 51], [48 + 2, 48 + 4])
    left, right = sorted(cells_of(found), key=lambda cells: min(column for _, column in cells))
    assert {(5, 4), (6, 4)} <= left
    assert {(5, 6), (6, 6)} <= right
    for one in found:
        assert np.allclose(one.reach, cell_reach(one.cells, SQUARE))


def test_what_nothing_cuts_apart_stays_one() -> None:
    found, _ = find_components(two_feet_that_touch(100.0), SQUARE, 62.0, 32.0)
    assert len(found) == 1
    assert len(found[0].cells) == 2 * 48 + 6
    found, _ = find_components(two_feet_that_touch(1000.0), SQUARE, 62.0, 32.0)
    assert len(found) == 1


def test_weak_cells_far_from_every_part_are_no_foot() -> None:
    """A strong block with a weak tail: cells within 25 mm belong to it."""
    strong, tail = block(range(12), range(4)), block(range(5, 7), range(4, 20))
    frames = frames_of((strong, 100.0, range(4)), (tail, 4.0, range(4)), shape=(4, 12, 20))
    (found,), _ = find_components(frames, SQUARE, 62.0, 32.0)
    assert set(map(tuple, found.cells.tolist())) == {*strong, *block(range(5, 7), range(4, 9))}


@pytest.mark.parametrize(("columns", "shared"), [(140, True), (141, False)])
def test_a_floor_of_load_under_the_plate_is_not_shared_out(columns: int, shared: bool) -> None:
    """More than 700 mm are no pair of feet: a foot on such a floor has its own cells only."""
    rows = 140
    frames = frames_of((block(range(rows), range(columns)), 4.0, range(2)), shape=(2, rows, columns))
    frames[:, 10:20, 10:20] = 100.0
    found, _ = find_components(frames, SQUARE, 300.0, 120.0)
    assert len(found) == 1
    assert (len(found[0].cells) > 100) is shared


@pytest.mark.parametrize("count", [3, 4])
def test_where_many_specks_are_those_of_few_readings_are_noise(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as 3 specks are kept whatever their size; of 4, those of 3 readings or fewer go."""
    monkeypatch.setattr(components, "_MANY", 3)
    frames = np.zeros((6, 1, 20), dtype=np.float32)
    for number in range(count):
        frames[: 3 + number % 2, 0, 3 * number] = 10.0
    _, loose = find_components(frames, SensorGrid(5.0, 5.0), 300.0, 120.0)
    columns = [one[0][1] for one in (c.cells.tolist() for c in loose)]
    assert columns == ([0, 3, 6] if count == 3 else [3, 9])


def test_a_single_reading_in_a_quiet_recording_is_kept() -> None:
    found, loose = find_components(frames_of(([(2, 3)], 10.0, range(1)), shape=(1, 6, 6)), SQUARE, 300.0, 120.0)
    assert not found
    assert cells_of(loose) == [{(2, 3)}]
