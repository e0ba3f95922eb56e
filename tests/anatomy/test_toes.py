"""The toe line on made prints: amid bare ground, at the bank of a bridge, ahead of a print without toes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pedograph.anatomy.cells import Cells, UnreadablePrint
from pedograph.anatomy.frame import FootFrame
from pedograph.anatomy.toes import Sampler, ToeLine, _cheapest_path, find_toe_line, toe_line_through, without_toes
from pedograph.recording import FloatArray, Side

LENGTH, OUTER, INNER = 250.0, -45.0, 45.0
Ground = Callable[[FloatArray, FloatArray], FloatArray]


def sampler(ground: Ground) -> Sampler:
    """Pressure at every half mm of a foot 250 mm long and 90 mm wide."""
    medial, along = np.arange(-60.0, 60.5, 0.5), np.arange(0.0, 300.5, 0.5)
    image = np.asarray(ground(*np.meshgrid(medial, along)), dtype=np.float64)
    return Sampler(image, lambda m, a: (np.asarray(a * 2), np.asarray((m + 60) * 2)))


def forefoot(valley: Callable[[FloatArray], FloatArray], gap: float = 0.0, toes: float = 60.0) -> Ground:
    """100 kPa up to 8 mm behind a valley, something in it, and toes from 8 mm beyond it."""

    def ground(medial: FloatArray, along: FloatArray) -> FloatArray:
        off = along - valley(medial)
        pressure = np.where(off < -8, 100.0, np.where(off > 8, toes, gap))
        return np.where(along <= LENGTH, pressure, 0.0)

    return ground


def straight(medial: FloatArray) -> FloatArray:
    return np.full_like(medial, 0.80 * LENGTH)


def slanting(medial: FloatArray) -> FloatArray:
    """Farther from the heel on the medial side than is usual."""
    return 0.80 * LENGTH - 0.25 * medial


def found(ground: Ground) -> ToeLine:
    return find_toe_line(sampler(ground), LENGTH, (OUTER, INNER))


@pytest.mark.parametrize("valley", [straight, slanting])
def test_on_bare_ground_the_line_lies_in_the_middle(valley: Callable[[FloatArray], FloatArray]) -> None:
    line = found(forefoot(valley))
    assert line.toes
    assert line.depth == 0
    assert not line.bridge.any()
    assert (line.medial[0], line.medial[-1], line.medial.size) == (OUTER, INNER, 46)
    assert line.along == pytest.approx(valley(line.medial), abs=1.3)


def test_on_a_bridge_of_skin_the_line_lies_at_the_heads() -> None:
    line = found(forefoot(straight, gap=10.0))
    assert line.toes
    assert line.bridge.all()
    assert line.depth == pytest.approx(0.1)
    assert line.along == pytest.approx(np.full(46, 0.80 * LENGTH - 8), abs=1.5)


def test_the_valley_is_followed_where_the_inner_half_is_a_bridge() -> None:
    def ground(medial: FloatArray, along: FloatArray) -> FloatArray:
        return np.where(medial > 0, forefoot(straight, gap=10.0)(medial, along), forefoot(straight)(medial, along))

    line = found(ground)
    assert np.array_equal(line.bridge[1:-1], (line.medial > 0)[1:-1])
    outer = line.medial < -6
    assert line.along[outer] == pytest.approx(np.full(outer.sum(), 0.80 * LENGTH), abs=1.3)


@pytest.mark.parametrize("toes", [0.0, 1.0])
def test_where_no_toe_rises_beyond_the_valley_the_line_lies_ahead_of_the_print(toes: float) -> None:
    """A toe rises by more than 2 % of the ridge."""
    line = found(forefoot(straight, toes=toes))
    assert not line.toes
    assert not line.bridge.any()
    assert line.along == pytest.approx(np.full(46, 1.1 * LENGTH))
    assert found(forefoot(straight, toes=3.0)).toes


@pytest.mark.parametrize(("share", "toes"), [(0.03, False), (0.2, True)])
def test_a_toe_must_rise_over_a_tenth_of_the_breadth(share: float, toes: bool) -> None:
    def ground(medial: FloatArray, along: FloatArray) -> FloatArray:
        loaded = forefoot(straight)(medial, along)
        return np.where((along > 0.8 * LENGTH) & (np.abs(medial) > share * 45), 0.0, loaded)

    assert found(ground).toes is toes


@pytest.mark.parametrize(("gap", "toes"), [(78.0, True), (82.0, False)])
def test_a_line_that_runs_through_the_forefoot_is_none(gap: float, toes: bool) -> None:
    assert found(forefoot(straight, gap=gap, toes=110.0)).toes is toes
    assert not found(lambda medial, along: np.full_like(medial, 100.0)).toes


def test_pressure_is_measured_against_the_ridge_behind_each_place() -> None:
    """Half the pressure everywhere is the same line; a weak side is taken for a quarter of the ridge at least."""
    line, weak = found(forefoot(straight, gap=10.0)), found(lambda m, a: forefoot(straight, gap=10.0)(m, a) / 2)
    assert weak.along == pytest.approx(line.along)
    assert weak.depth == pytest.approx(line.depth)


def test_a_narrow_forefoot_still_has_eight_points() -> None:
    assert find_toe_line(sampler(forefoot(straight)), LENGTH, (-3.0, 3.0)).medial.size == 8


def test_without_toes_the_line_is_straight_ahead_and_keeps_its_depth() -> None:
    line = ToeLine(np.array([0.0, 10.0]), np.array([200.0, 210.0]), 0.3, np.array([True, False]))
    ahead = without_toes(line, 200.0)
    assert ahead.along == pytest.approx([220.0, 220.0])
    assert (ahead.depth, ahead.toes, ahead.bridge.tolist()) == (0.3, False, [False, False])


@given(st.lists(st.lists(st.floats(0, 1), min_size=5, max_size=5), min_size=1, max_size=4))
def test_the_cheapest_path_is_the_cheapest_of_all(rows: list[list[float]]) -> None:
    """Of all ways that rise or fall by two places at most, each change costing 0.02 times its square."""
    cost = np.array(rows)

    def price(path: tuple[int, ...]) -> float:
        steps = np.diff(path)
        if (np.abs(steps) > 2).any():
            return np.inf
        return float(cost[np.arange(len(path)), list(path)].sum() + 0.02 * (steps**2).sum())

    best = min(price(path) for path in product(range(5), repeat=len(rows)))
    assert price(tuple(int(place) for place in _cheapest_path(cost))) == pytest.approx(best)


def test_a_sampler_is_straight_between_centres_and_0_outside() -> None:
    image = Sampler(np.array([[1.0, 3.0], [5.0, 9.0]]), lambda m, a: (a, m))
    places = [(0, 0, 1), (1, 0, 3), (0, 1, 5), (1, 1, 9), (0.5, 0, 2), (0, 0.25, 2), (0.5, 0.5, 4.5)]
    outside = [(-1, 0, 0), (0, -1, 0), (2, 0, 0), (0, 2, 0), (9, 9, 0), (-9, 0, 0), (-0.5, 0, 0.5), (1, 1.5, 4.5)]
    for medial, along, value in (*places, *outside):
        assert image(np.array([medial]), np.array([along]))[0] == pytest.approx(value, abs=1e-4)


BENT = ToeLine(np.array([-10.0, 0.0, 10.0]), np.array([100.0, 120.0, 110.0]), 0.1, np.array([False, True, False]))


def test_places_on_a_line_and_beyond_it() -> None:
    assert BENT.place(np.array([-20.0, -5.0, 5.0, 99.0])).tolist() == [100, 110, 115, 110]
    medial, along = np.array([0, 0, 0, 10, -10, -10.0]), np.array([119, 120, 121, 110.5, 99, 101.0])
    assert BENT.beyond(medial, along).tolist() == [False, False, True, True, False, True]


def test_a_cell_on_the_line_lies_behind_it_in_part() -> None:
    """Cells of 10 mm along the foot and 4 across, 2.5 mm beyond the line and on it."""
    here, none = np.array([0.0, 0.0, 0.0]), np.zeros(3)
    cells = Cells(here, np.array([122.5, 120.0, 150.0]), none, none, none, none, (0.0, 10.0), (4.0, 0.0))
    assert BENT.share_behind(cells) == pytest.approx([0.25, 0.5, 0.0])


def test_a_line_in_another_frame_runs_from_the_outer_to_the_inner_side() -> None:
    frame, turned = FootFrame(10.0, 20.0, 0.3, Side.RIGHT), FootFrame(5.0, 0.0, 0.1, Side.LEFT)
    other = BENT.in_frame(frame, turned)
    assert (np.diff(other.medial) > 0).all()
    x, y = frame.to_plate(BENT.medial, BENT.along)
    again = turned.to_plate(other.medial, other.along)
    assert again[0][::-1] == pytest.approx(x)
    assert again[1][::-1] == pytest.approx(y)
    assert (other.depth, other.toes, other.bridge.tolist()) == (0.1, True, [False, True, False])


def test_a_line_by_hand_runs_straight_through_its_points() -> None:
    loaded = sampler(lambda medial, along: np.where(medial > 0, 1.0, 0.0))
    pressure = sampler(lambda medial, along: np.where(along < 190, 80.0, 20.0))
    line = toe_line_through(np.array([30.0, -10.0, 10.0]), np.array([200.0, 200.0, 210.0]), pressure, loaded)
    assert (line.medial[0], line.medial[-1], line.medial.size) == (-10, 30, 21)
    assert line.place(np.array([0.0, 10.0, 20.0])) == pytest.approx([205, 210, 205])
    assert line.depth == pytest.approx(0.25)
    assert line.toes
    assert np.array_equal(line.bridge, line.medial > 0)


def test_depth_of_a_line_by_hand_is_against_the_largest_pressure_up_to_30_mm_behind() -> None:
    loaded = sampler(lambda medial, along: np.ones_like(medial))
    for place, depth in ((175.0, 0.25), (165.0, 1.0)):

        def falling(_medial: FloatArray, along: FloatArray, place: float = place) -> FloatArray:
            return np.where(along < place, 80.0, 20.0)

        pressure = sampler(falling)
        line = toe_line_through(np.array([-20.0, 20.0]), np.array([200.0, 200.0]), pressure, loaded)
        assert line.depth == pytest.approx(depth)


@pytest.mark.parametrize(("width", "points"), [(10.0, 8), (9.9, 0)])
def test_a_line_by_hand_runs_across_the_foot(width: float, points: int) -> None:
    ground = sampler(lambda medial, along: np.ones_like(medial))
    ends = np.array([0.0, width]), np.array([200.0, 200.0])
    if points:
        assert toe_line_through(*ends, ground, ground).medial.size == points
    else:
        with pytest.raises(UnreadablePrint):
            toe_line_through(*ends, ground, ground)
