"""Laying one image on another whose place is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pedograph.anatomy.frame import FootFrame
from pedograph.anatomy.registration import PeakImage, Registration, register, resampled
from pedograph.recording import FloatArray, Side

HOME = FootFrame(60.0, 20.0, 0.0, Side.RIGHT)


def blobs(x: FloatArray, y: FloatArray) -> FloatArray:
    """A heel, a ball and a hallux of right foot, kPa."""
    spots = ((60.0, 45.0, 15.0, 200.0), (70.0, 150.0, 20.0, 150.0), (40.0, 190.0, 9.0, 250.0))
    hills = (top * np.exp(-((x - mx) ** 2 + (y - my) ** 2) / (2 * r * r)) for mx, my, r, top in spots)
    return sum(hills, np.zeros_like(x))


Pair = tuple[float, float]


def image(frame: FootFrame, turn: float = 0.0, shift: Pair = (0.0, 0.0), spacing: Pair = (5, 5)) -> PeakImage:
    """The blobs as a foot in ``frame`` leaves them, turned about the heel end and shifted in its own frame."""
    rows, columns = round(280 / spacing[0]), round(160 / spacing[1])
    bare = PeakImage(np.zeros((rows, columns)), -20.0, -20.0, *spacing, frame)
    medial, along = frame.to_foot(*bare.places)
    medial, along = medial - shift[0], along - shift[1]
    sine, cosine = np.sin(turn), np.cos(turn)
    medial, along = medial * cosine - along * sine, along * cosine + medial * sine
    return replace(bare, pressure=blobs(*HOME.to_plate(medial, along)))


def test_places_are_the_cells_centres() -> None:
    one = PeakImage(np.ones((2, 3)), 10.0, 20.0, 5.0, 4.0, HOME)
    x, y = one.places
    assert x.tolist() == [[10, 14, 18]] * 2
    assert y.tolist() == [[20] * 3, [25] * 3]
    assert one.force == pytest.approx(6 * 20 / 1000)


def test_a_blurred_image_keeps_its_force_and_spreads_by_the_width() -> None:
    """A cell's own size is a part of the width: what is blurred more is the rest of it."""
    point = np.zeros((61, 61))
    point[30, 30] = 1.0
    one = PeakImage(point, 0.0, 0.0, 3.0, 2.0, HOME)
    blurred = one.blurred(6.0)
    assert blurred.sum() == pytest.approx(1.0, abs=1e-3)
    x, y = one.places
    assert float((blurred * (x - 60) ** 2).sum()) == pytest.approx(36 - 4 / 12, rel=0.02)
    assert float((blurred * (y - 90) ** 2).sum()) == pytest.approx(36 - 9 / 12, rel=0.02)
    assert np.array_equal(one.blurred(0.5), point)


MOVED = Registration(0.2, 7.0, -4.0, 100.0, HOME, FootFrame(5.0, 9.0, 0.4, Side.LEFT), 0.0)


def test_a_turn_is_towards_the_inner_side_about_the_pivot() -> None:
    medial, along = MOVED.onto(np.array([0.0, 0.0]), np.array([100.0, 200.0]))
    assert medial == pytest.approx([7.0, 7.0 + 100 * np.sin(0.2)])
    assert along == pytest.approx([96.0, 96.0 + 100 * np.cos(0.2)])


def test_back_undoes_onto_in_the_foot_and_on_the_plate() -> None:
    places = np.array([3.0, -8.0, 20.0]), np.array([10.0, 120.0, 230.0])
    for there, back in ((MOVED.onto, MOVED.back), (MOVED.to_fixed_plate, MOVED.to_moving_plate)):
        again = back(*there(*places))
        assert again[0] == pytest.approx(places[0])
        assert again[1] == pytest.approx(places[1])
    x, y = MOVED.to_fixed_plate(*HOME.to_plate(np.array([0.0]), np.array([100.0])))
    assert np.concatenate(MOVED.fixed.to_foot(x, y)) == pytest.approx([7.0, 96.0])


@pytest.mark.parametrize("frame", [HOME, FootFrame(65.0, 30.0, 0.1, Side.LEFT)], ids=["same", "other foot"])
@pytest.mark.parametrize("spacing", [(5.0, 5.0), (4.0, 6.0)])
def test_a_moved_image_is_laid_back(frame: FootFrame, spacing: tuple[float, float]) -> None:
    turn, shift = np.deg2rad(4.0), (3.0, -6.0)
    found = register(image(frame, turn, shift, spacing), image(HOME))
    assert found.misfit < 0.02
    # what lies at a place of the moving foot lies, turned and shifted back, at that of the fixed one
    at = np.array([[0.0, 20.0, -15.0], [30.0, 120.0, 170.0]])
    sine, cosine = np.sin(turn), np.cos(turn)
    ahead, side = at[1], at[0]
    moved = side * cosine + ahead * sine + shift[0], ahead * cosine - side * sine + shift[1]
    medial, along = found.onto(*moved)
    assert medial == pytest.approx(side, abs=0.1)
    assert along == pytest.approx(ahead, abs=0.1)


def test_an_image_on_itself_does_not_move() -> None:
    found = register(image(HOME), image(HOME))
    assert (found.turn, found.medial, found.along, found.misfit) == pytest.approx((0, 0, 0, 0), abs=1e-6)
    pressure, (_, along) = image(HOME).pressure, HOME.to_foot(*image(HOME).places)
    assert found.pivot == pytest.approx(float((pressure * along).sum() / pressure.sum()))


def test_another_image_leaves_a_misfit() -> None:
    fixed = image(HOME)
    other = replace(fixed, pressure=np.where(fixed.places[1] < 100, fixed.pressure, 0.0))
    assert 0.3 < register(other, fixed).misfit < 1.0


def still(medial: float = 0.0, along: float = 0.0) -> Registration:
    return Registration(0.0, medial, along, 0.0, HOME, HOME, 0.0)


def small(
    pressure: FloatArray, x: float = 0.0, y: float = 0.0, rows: float = 5.0, columns: float = 5.0
) -> PeakImage:
    return PeakImage(np.asarray(pressure, dtype=np.float64), x, y, rows, columns, HOME)


def test_an_image_that_does_not_move_is_seen_as_it_is() -> None:
    one = small(np.array([[0.0, 2.0], [3.0, 4.0]]))
    seen = resampled(one, still(), one)
    assert seen.pressure == pytest.approx(one.pressure)
    assert (seen.x, seen.y) == (0, 0)


def test_a_shift_by_half_a_cell_parts_it_and_widens_the_grid() -> None:
    """Medial of a right foot is towards -x."""
    seen = resampled(small(np.array([[8.0]])), still(medial=2.5, along=5.0), small(np.zeros((1, 1))))
    assert seen.pressure == pytest.approx(np.array([[0.0, 0.0], [4.0, 4.0]]))
    assert (seen.x, seen.y) == (-5, 0)
    back = resampled(small(np.array([[8.0]])), still(medial=-2.5, along=-5.0), small(np.zeros((1, 1))))
    assert back.pressure == pytest.approx(np.array([[4.0, 4.0], [0.0, 0.0]]))
    assert (back.x, back.y) == (0, -5)


def test_cells_of_another_size_carry_the_same_force() -> None:
    coarse, fine = small(np.array([[6.0]]), rows=10.0, columns=10.0), small(np.zeros((6, 6)), -10.0, -10.0)
    seen = resampled(coarse, still(), fine)
    assert seen.pressure.shape == (6, 6)
    assert seen.pressure[2, 2] == pytest.approx(6.0)
    assert seen.pressure[1:4, 1:4] == pytest.approx(6.0 * np.outer([0.5, 1, 0.5], [0.5, 1, 0.5]))
    assert seen.force == pytest.approx(coarse.force)
    turned = resampled(coarse, replace(still(3.0, 2.0), turn=0.5), fine)
    assert turned.force == pytest.approx(coarse.force)
    assert (turned.row_spacing, turned.column_spacing, turned.frame) == (5, 5, HOME)
