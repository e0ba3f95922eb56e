"""Where contact ends below the size of a cell: exact for a sheet, and for pressure that rises as a known power."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike
from steps_examples import OBLONG, recording_of, step_of

from pedograph.anatomy.subcell_boundary import SubcellBoundary, boundary_offset, find_boundary
from pedograph.recording import FloatArray, SensorGrid

POWER = 1.25


def boundary_of(image: ArrayLike, grid: SensorGrid = OBLONG) -> tuple[SubcellBoundary, FloatArray]:
    """The boundary of a peak image, and the image of each cell's number."""
    image = np.asarray(image, dtype=np.float64)
    step = step_of(recording_of(image[None], grid))
    number = np.full(image.shape, -1)
    number[step.rows, step.columns] = np.arange(step.rows.size)
    return find_boundary(step), number


def sheet(rows: int = 12, columns: int = 10, pressure: float = 100.0) -> FloatArray:
    """An evenly loaded sheet with two empty cells around it."""
    return np.pad(np.full((rows, columns), pressure), 2)


def test_a_sheet_ends_at_the_borders_of_its_cells() -> None:
    found, number = boundary_of(sheet())
    assert found.area.sum() == pytest.approx(12 * 10 * 40.0)
    assert found.area == pytest.approx(np.full(120, 40.0))
    middle = 7
    assert found.x[number[middle, 2]] == pytest.approx(2 * 4.0)
    assert found.x[number[middle, 11]] == pytest.approx(12 * 4.0)
    assert found.y[number[2, middle]] == pytest.approx(2 * 10.0)
    assert found.y[number[13, middle]] == pytest.approx(14 * 10.0)
    inner = number[7, 7]
    assert (found.x[inner], found.y[inner]) == pytest.approx((7.5 * 4, 7.5 * 10))
    assert found.on_boundary.sum() == 2 * 12 + 2 * 8
    assert not found.on_boundary[inner]


@pytest.mark.parametrize("share", [0.8, 0.4, 0.15])
def test_a_sheet_that_covers_a_part_of_its_last_cells_ends_within_them(share: float) -> None:
    image = sheet()
    image[2:14, 11] *= share
    found, number = boundary_of(image)
    last = number[7, 11]
    assert found.area[last] == pytest.approx(40.0 * share)
    assert found.x[last] == pytest.approx((11 + share) * 4.0)
    assert found.y[last] == pytest.approx(75.0)
    assert found.area.sum() == pytest.approx((11 * 10 - 10 + 20 + share * 12 - 12) * 40.0)


def test_a_cell_that_a_sheet_hardly_touches_tells_nothing_of_its_end() -> None:
    """Under 0.12 of a cell: it is taken for a place in the middle of the print."""
    image = sheet()
    image[2:14, 11] *= 0.1
    found, number = boundary_of(image)
    step = step_of(recording_of(image[None], OBLONG))
    last = number[7, 11]
    assert found.x[last] == pytest.approx(step.x.mean() + 0.4 * -4.0)
    assert found.y[last] == pytest.approx(step.y.mean())
    assert found.area[last] == pytest.approx(4.0)


def ridge(*profile: float, rows: int = 9) -> FloatArray:
    """A long print along y of one profile across, with two empty cells around it."""
    return np.pad(np.tile(profile, (rows, 1)), 2)


@pytest.mark.parametrize(
    ("profile", "fall", "steeper"),
    [
        ((40.0, 90.0, 80.0, 60.0, 40.0, 20.0), 20.0, 20.0),
        ((40.0, 90.0, 80.0, 50.0, 30.0, 20.0), 10.0, 10.0),
        ((40.0, 110.0, 105.0, 95.0, 80.0, 50.0), 30.0, 45.0),
    ],
    ids=["straight", "ever flatter", "ever steeper"],
)
def test_a_cell_of_a_slope_stands_for_the_ground_up_to_its_boundary(
    profile: tuple[float, ...], fall: float, steeper: float
) -> None:
    """Away from the print's ends only the way across matters; where the slope grows, it goes on growing."""
    found, number = boundary_of(ridge(*profile), SensorGrid(10.0, 4.0, threshold=5.0))
    last = number[6, 7]
    own, least = np.array([profile[-1]]), min(profile)
    reach = float(boundary_offset(own, np.array([fall]), least)[0])
    assert found.x[last] == pytest.approx((7.5 + 0.5 + reach) * 4.0)
    assert found.y[last] == pytest.approx(65.0)
    share = 1.0 + float(boundary_offset(own, np.array([steeper]), least)[0])
    assert found.area[last] == pytest.approx(40.0 * max(share, 0.05))
    assert found.area[number[6, 5]] == 40.0


def test_a_slope_is_followed_alike_to_all_four_sides() -> None:
    profile = (20.0, 40.0, 60.0, 80.0, 95.0, 70.0, 30.0)
    grid = SensorGrid(4.0, 4.0, threshold=5.0)
    image = ridge(*profile, rows=11)
    found, number = boundary_of(image, grid)
    mirrored, other = boundary_of(image[:, ::-1], grid)
    turned, third = boundary_of(image.T, grid)
    row, columns = 7, image.shape[1]
    for column in (2, 5, 8):
        one, two, three = number[row, column], other[row, columns - 1 - column], third[column, row]
        assert found.area[one] == pytest.approx(mirrored.area[two]) == pytest.approx(turned.area[three])
        assert found.x[one] == pytest.approx(columns * 4.0 - mirrored.x[two])
        assert found.x[one] == pytest.approx(turned.y[three])
        assert found.y[one] == pytest.approx(turned.x[three])


def test_contact_ends_where_pressure_reaches_the_devices_threshold() -> None:
    """The higher the threshold, the less ground a cell of the boundary stands for."""
    image = ridge(60.0, 90.0, 80.0, 60.0, 30.0)
    areas = [boundary_of(image, SensorGrid(5.0, 5.0, threshold=t))[0].area.sum() for t in (30.0, 35.0, 40.0)]
    assert areas[0] > areas[1] > areas[2]
    lower = [boundary_of(image, SensorGrid(5.0, 5.0, threshold=t))[0].area.sum() for t in (None, 5.0, 30.0)]
    assert lower[0] == lower[1] == lower[2]  # nothing weaker than 30 kPa was seen


def test_a_single_cell_and_a_flat_pair_are_their_own_size() -> None:
    one, _ = boundary_of(np.pad([[50.0]], 1))
    assert one.area.tolist() == [40.0]
    assert one.on_boundary.tolist() == [True]
    assert (one.x[0], one.y[0]) == pytest.approx((6.0, 20.0))  # no slope and no side: to the front


def power(edge: float) -> float:
    """Integral of distance ** 1.25 from 0 to the edge."""
    return float(max(edge, 0.0) ** (POWER + 1) / (POWER + 1))


def means(rim: float, scale: float = 80.0) -> tuple[FloatArray, FloatArray]:
    """Mean of a boundary cell, and its fall from the cell inside, where pressure rises from ``rim`` on."""
    own = scale * (power(rim + 0.5) - power(rim - 0.5))
    inside = scale * (power(rim + 1.5) - power(rim + 0.5))
    return np.array([own]), np.array([inside - own])


@pytest.mark.parametrize("rim", [-0.3, 0.0, 0.25, 0.5])
def test_where_the_boundary_crosses_the_cell_it_is_found_exactly(rim: float) -> None:
    own, fall = means(rim)
    assert boundary_offset(own, fall, 0.0)[0] == pytest.approx(rim - 0.5, abs=2e-3)


def test_contact_ends_where_the_power_falls_to_the_least() -> None:
    own, fall = means(0.25)
    assert boundary_offset(own, fall, 80.0 * 0.2**POWER)[0] == pytest.approx(0.25 - 0.2 - 0.5, abs=2e-3)


def test_a_cell_stands_for_ground_within_bounds() -> None:
    """Not less than to its own far border, and not more than three quarters of a cell beyond its centre."""
    own, fall = means(0.0)
    assert boundary_offset(own, fall, 1e3)[0] == -1.0
    half = means(1.0)
    straight = boundary_offset(np.array([1.0]), np.array([1e-3]), 0.0)[0]
    assert straight == 0.0
    cells = float(half[0][0] / half[1][0])
    beyond = cells if cells <= 1 else max(1.5 - 0.5 * cells, 0.5)
    expected = 0.5 * (0.75 - 0.5) + 0.5 * 0.75 * (beyond - 0.5)
    assert boundary_offset(*half, 0.0)[0] == pytest.approx(expected, abs=3e-3)


@pytest.mark.parametrize(
    ("own", "fall", "least", "offset"),
    [
        (60.0, 50.0, 10.0, 0.75 * 0.5),
        (60.0, 50.0, 0.0, 0.75 * 0.4),
        (60.0, 50.0, 35.0, 0.0),
        (60.0, 50.0, 60.0, -0.75 * 0.5),
        (60.0, 50.0, 70.0, -0.75 * 0.5),
        (60.0, 10.0, 0.0, 0.0),
        (60.0, 0.0, 0.0, 0.0),
        (0.6, 0.5, 0.1, 0.75 * 0.5),
        (60.0, -10.0, 0.0, 0.0),
    ],
)
def test_beyond_the_cell_a_slope_is_drawn_on(own: float, fall: float, least: float, offset: float) -> None:
    """Three quarters of the way to where it meets the least; a gentle slope ends at the cell's own border."""
    assert boundary_offset(np.array([own]), np.array([fall]), least)[0] == pytest.approx(offset, abs=1e-9)


def test_the_boundary_does_not_depend_on_the_scale_of_pressure() -> None:
    profile = np.array((40.0, 110.0, 105.0, 95.0, 80.0, 50.0))
    strong, _ = boundary_of(ridge(*profile))
    weak, _ = boundary_of(ridge(*(profile / 512)))
    assert weak.area == pytest.approx(strong.area)
    assert weak.x == pytest.approx(strong.x)
    assert weak.y == pytest.approx(strong.y)
