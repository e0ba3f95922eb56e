"""Ends, sides and tangents of hand-made prints."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike

from pedograph.anatomy.cells import Cells, UnreadablePrint, box_share, mean_place
from pedograph.anatomy.frame import FootFrame
from pedograph.anatomy.tangents import Tangent, front_end, heel_end, side_end, tangents, toe_end
from pedograph.anatomy.toes import ToeLine
from pedograph.recording import Side


def cells_at(medial: ArrayLike, along: ArrayLike, reach: float = 2.0) -> Cells:
    """Cells of 5 x 5 mm; contact reaches so many mm further in and ahead than their centres."""
    m, a = np.asarray(medial, dtype=np.float64), np.asarray(along, dtype=np.float64)
    peak = np.full(m.size, 50.0)
    return Cells(m, a, peak, m + reach, a + reach, np.full(m.size, 25.0), (0.0, 5.0), (-5.0, 0.0))


def test_a_tangent_runs_through_its_two_points() -> None:
    line = Tangent((10.0, 20.0), (40.0, 60.0))
    assert line.medial_at(np.array([20.0, 60.0, 0.0])).tolist() == [10, 40, -5]
    assert line.direction == pytest.approx((0.6, 0.8))
    assert line.angle == pytest.approx(np.degrees(np.arctan2(3, 4)))


def test_ends_are_where_contact_ends() -> None:
    cells = cells_at([0, 0, 0], [2, 100, 240])
    assert heel_end(cells) == 4
    assert toe_end(cells) == 242


def test_the_front_is_where_the_print_behind_the_toe_line_ends() -> None:
    cells = cells_at([0, 10, 20], [100, 150, 230])
    line = ToeLine(np.array([0.0, 30.0]), np.array([200.0, 200.0]), 0.0, np.array([False, False]))
    assert front_end(cells, line) == 152
    close = ToeLine(line.medial, np.array([151.0, 151.0]), 0.0, line.bridge)
    assert front_end(cells, close) == 151
    bridged = ToeLine(line.medial, line.along, 0.0, np.array([False, True]))
    assert front_end(cells, bridged) == 200


def test_sides_are_where_cells_of_a_part_end() -> None:
    cells = cells_at([-10, 0, 10, 20], [0, 0, 0, 0], reach=1.0)
    whole = cells.area
    assert side_end(cells, whole, 1) == 21
    assert side_end(cells, whole, -1) == -9
    assert side_end(cells, whole * [1, 1, 1, 0.49], 1) == 11
    assert side_end(cells, whole * [1, 1, 1, 0.5], 1) == 21
    assert side_end(cells, whole * [0.1, 0.2, 0.1, 0.1], 1) == 1
    with pytest.raises(UnreadablePrint, match="forefoot"):
        side_end(cells, whole * 0, 1)


def test_tangents_touch_heel_and_ball_on_either_side() -> None:
    """A heel 40 mm wide from 20 to 60 mm, a ball 80 mm wide from 150 to 190, a waist between and toes beyond."""
    parts = [(-20, 20, 20, 60), (-5, 5, 60, 150), (-50, 30, 150, 190), (-90, 90, 205, 215)]
    places = [
        (medial, along)
        for left, right, low, high in parts
        for medial in range(left, right + 1, 5)
        for along in range(low, high + 1, 5)
    ]
    medials, alongs = np.array(places).T
    cells = cells_at(medials, alongs, reach=0.0)
    inner, outer = tangents(cells, cells.area * (cells.along < 200), 200.0)
    assert (inner.heel[0], inner.ball[0]) == (20, 30)
    assert (outer.heel[0], outer.ball[0]) == (-20, -50)
    # half of the cells at 60 and at 66 mm and more lie in the rear third; those on the edge count most
    assert inner.heel[1] == pytest.approx(40.0, abs=0.5)
    assert inner.ball[1] == pytest.approx(170.0, abs=0.1)
    assert outer.ball[1] == pytest.approx(170.0, abs=0.1)


def test_a_tangent_touches_at_the_middle_of_what_is_next_to_the_edge() -> None:
    """Cells 4 mm inside the edge count e times less than those on it."""
    cells = cells_at([0, 4, 0, 4], [20, 40, 180, 160], reach=0.0)
    inner, _ = tangents(cells, cells.area, 200.0)
    weight = np.exp(-1)
    assert inner.heel == pytest.approx((4, (40 + 20 * weight) / (1 + weight)))
    assert inner.ball == pytest.approx((4, (160 + 180 * weight) / (1 + weight)))


def test_the_mean_place_of_a_part_that_left_no_print_is_refused() -> None:
    assert mean_place(np.array([1.0, 4.0]), np.array([2.0, 1.0]), "heel") == 2.0
    with pytest.raises(UnreadablePrint, match="heel"):
        mean_place(np.array([1.0]), np.array([0.0]), "heel")


@pytest.mark.parametrize(
    ("distance", "share"),
    [(0.0, 0.5), (2.0, 0.75), (-2.0, 0.25), (4.0, 1.0), (9.0, 1.0), (-9.0, 0.0)],
)
def test_a_line_along_an_edge_parts_a_rectangle_straight(distance: float, share: float) -> None:
    assert box_share(np.array([distance]), 4.0, 0.0)[0] == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize(
    ("distance", "share"), [(0.0, 0.5), (4.0, 1 - 0.125), (-4.0, 0.125), (8.0, 1.0), (6.0, 31 / 32)]
)
def test_a_diagonal_line_cuts_triangles_off_a_square(distance: float, share: float) -> None:
    """A square whose half edges both look 4 mm long: beyond 4 mm an eighth of it is left."""
    assert box_share(np.array([distance]), 4.0, 4.0)[0] == pytest.approx(share)


def test_a_slanting_line_cuts_a_rectangle_as_many_points_say() -> None:
    first, second = 3.0, 1.0
    u = (np.arange(400) + 0.5) / 200 - 1
    place = first * u[:, None] + second * u
    for distance in np.linspace(-4.5, 4.5, 19):
        expected = float((place + distance > 0).mean())
        for order in ((first, second), (second, first)):
            assert box_share(np.array([distance]), *order)[0] == pytest.approx(expected, abs=2e-3)


def test_a_point_is_on_one_side() -> None:
    assert box_share(np.array([-1.0, 1.0]), 0.0, 0.0).tolist() == [0.0, 1.0]


def test_shares_of_cells_of_a_slanting_foot() -> None:
    """Edges (medial, along) of (3, 4) and (8, -6) mm look 4 and 6 mm along the foot."""
    none = np.zeros(2)
    cells = Cells(none, np.array([100.0, 110.0]), none, none, none, np.ones(2), (3.0, 4.0), (8.0, -6.0))
    assert cells.beyond(np.array([0.0, 1.0]), (0.0, 1.0)) == pytest.approx([0.5, 0.5 + 1 / 6])
    assert cells.beyond(np.array([0.0, 1.0]), (1.0, 0.0)) == pytest.approx([0.5, 0.5 + 1 / 8])
    assert cells.share_along(100.0, 110.0) == pytest.approx([0.5, 0.5])
    one = cells.part(np.array([False, True]))
    assert one.along.tolist() == [110.0]
    assert (one.row_edge, one.column_edge) == (cells.row_edge, cells.column_edge)


@pytest.mark.parametrize(("side", "sign"), [(Side.LEFT, 1), (Side.RIGHT, -1), (Side.UNKNOWN, -1)])
def test_the_inner_side_of_a_left_foot_is_to_the_right(side: Side, sign: int) -> None:
    frame = FootFrame(10.0, 20.0, 0.0, side)
    medial, along = frame.to_foot(np.array([15.0]), np.array([27.0]))
    assert (medial[0], along[0]) == pytest.approx((sign * 5.0, 7.0))


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_frame_leads_there_and_back(side: Side) -> None:
    frame = FootFrame(10.0, 20.0, np.arctan2(3, 4), side)
    assert frame.axis == pytest.approx((0.6, 0.8))
    x, y = frame.to_plate(np.array([5.0]), np.array([10.0]))
    sign = 1 if side is Side.LEFT else -1
    assert (x[0], y[0]) == pytest.approx((10 + 6 + sign * 4, 20 + 8 - sign * 3))
    assert np.concatenate(frame.to_foot(x, y)) == pytest.approx([5.0, 10.0])
    moved = frame.moved(10.0)
    assert (moved.x, moved.y, moved.angle, moved.side) == pytest.approx((16.0, 28.0, frame.angle, side))
