"""Where the hallux ends, and how cells are shared out, on a foot drawn with a ruler."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike

from pedograph.anatomy.cells import Cells
from pedograph.anatomy.regions import Borders, cell_points, hallux_border, shares
from pedograph.anatomy.tangents import Tangent
from pedograph.anatomy.toes import ToeLine
from pedograph.recording import FloatArray

INNER, OUTER = Tangent((40.0, 30.0), (40.0, 150.0)), Tangent((-60.0, 30.0), (-60.0, 150.0))
LINE = ToeLine(np.array([-60.0, 40.0]), np.array([170.0, 170.0]), 0.1, np.array([False, False]))
FOOT = Borders((60.0, 120.0), LINE, INNER, OUTER)
"""100 mm wide, 180 mm long without toes, which begin at 170 mm."""


def cells_at(medial: ArrayLike, along: ArrayLike, peak: ArrayLike) -> Cells:
    """Cells of 2 x 2 mm."""
    m, a, p = (np.asarray(one, dtype=np.float64) for one in (medial, along, peak))
    return Cells(m, a, p, m, a, np.full(m.size, 4.0), (0.0, 2.0), (-2.0, 0.0))


def toes(gap: float, strength: float = 1.0, along: float = 190.0) -> Cells:
    """A row of toe cells with a gap 6 mm wide at a fraction of the way from the inner to the outer tangent."""
    fraction = np.arange(0.0, 1.0, 0.02)
    peak = np.where(np.abs(fraction - gap) < 0.03, 0.0, 100.0 * strength)
    return cells_at(40.0 - 100.0 * fraction, np.full(fraction.size, along), peak)


@pytest.mark.parametrize("gap", [0.28, 0.36, 0.44])
def test_the_hallux_ends_where_the_toes_press_least(gap: float) -> None:
    assert hallux_border(toes(gap), FOOT) == pytest.approx(gap, abs=0.025)
    assert hallux_border(toes(gap, 1e-3), FOOT) == hallux_border(toes(gap), FOOT)


def test_without_a_gap_the_hallux_ends_where_it_usually_does() -> None:
    assert hallux_border(toes(2.0), FOOT) == pytest.approx(0.36)
    assert hallux_border(toes(2.0, 0.0), FOOT) == pytest.approx(0.36)


def test_only_cells_beyond_the_toe_line_tell_where_the_hallux_ends() -> None:
    assert hallux_border(toes(0.44, along=160.0), FOOT) == 0.36
    behind, beyond = toes(0.28, 9.0, along=160.0), toes(0.44)
    both = cells_at(
        *(np.concatenate([getattr(c, name) for c in (behind, beyond)]) for name in ("medial", "along", "peak"))
    )
    assert hallux_border(both, FOOT) == hallux_border(beyond, FOOT)


@pytest.mark.parametrize("count", [2, 3])
def test_three_cells_of_toes_tell_where_the_hallux_ends(count: int) -> None:
    """Two to three cells at 0.26: the place farthest from them is 0.48, the usual one 0.36."""
    found = hallux_border(cells_at([14.0] * count, [190.0] * count, [100.0] * count), FOOT)
    assert (found == 0.36) is (count == 2)


def test_places_are_given_between_the_tangents_and_along_the_foot() -> None:
    medial, along = np.array([40.0, 4.1, 3.9, -60.0, -1.0]), np.array([0.0, 90.0, 180.0, 169.0, 171.0])
    assert FOOT.fraction(medial, along) == pytest.approx([0.0, 0.359, 0.361, 1.0, 0.41])
    assert FOOT.ray(0.25, along).tolist() == [15.0] * 5
    places = FOOT.places(medial, along, 240.0)
    values: list[FloatArray] = [np.asarray(getattr(places, name)) for name in vars(places)]
    expected = [
        [0.0, 0.5, 1.0, 169 / 180, 0.95],
        [0.0, 0.375, 0.75, 169 / 240, 171 / 240],
        [0.0, 0.359, 0.361, 1.0, 0.41],
        [0, 0, 1, 0, 1],
        [1, 1, 0, 0, 0],
        [1, 1, 1, 0, 0],
    ]
    for value, right in zip(values, expected, strict=True):
        assert value == pytest.approx(right)


def test_a_cell_is_shared_out_by_sixteen_even_places() -> None:
    medial, along = cell_points(cells_at([10.0], [20.0], [1.0]))
    quarters = {-0.75, -0.25, 0.25, 0.75}
    found = {(float(m) - 10.0, float(a) - 20.0) for m, a in zip(medial[0], along[0], strict=True)}
    assert found == {(m, a) for m in quarters for a in quarters}
    slanting = Cells(*(np.zeros(1),) * 6, (3.0, 4.0), (8.0, -6.0))
    medial, along = cell_points(slanting)
    assert (float(np.ptp(medial)), float(np.ptp(along))) == pytest.approx((0.75 * 11, 0.75 * 10))
    assert float(along[0, medial[0].argmax()]) == pytest.approx(0.375 * (4 - 6))


def test_shares_count_the_places_in_each_region() -> None:
    assert shares(np.array([[0, 0, 2, 1], [3, 3, 3, 3]]), 4).tolist() == [[0.5, 0.25, 0.25, 0], [0, 0, 0, 1]]
