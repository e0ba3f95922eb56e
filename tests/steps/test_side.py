"""Left or right: what a print says by itself, and what its neighbours in the walk add."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import ArrayLike
from steps_examples import shape

from pedograph.recording import FloatArray, Side
from pedograph.steps.shape import Shape
from pedograph.steps.side import SideEvidence, shape_vote, side_features, sides_of

HEEL, MIDFOOT, FOREFOOT, TOES = 25.0, 80.0, 130.0, 184.0
"""mm from the heel end of a foot of 200 mm, each well within its part."""


def foot(
    heel: float = 0.0, midfoot: float = 0.0, forefoot: float = 0.0, toes: float = 0.0, cop: ArrayLike | None = None
) -> Shape:
    """A print of 6 cells in each part, all at one place across it."""
    places = [(HEEL, heel), (MIDFOOT, midfoot), (FOREFOOT, forefoot), (TOES, toes)]
    along = np.repeat([place for place, _ in places], 6)
    return shape(along, np.repeat([across for _, across in places], 6), cop)


def path(bow: float = 0.0, leave: float = 0.0, frames: int = 41) -> FloatArray:
    """From heel to toes, ``bow`` mm to the right at half the way and ``leave`` mm at the end."""
    share = np.linspace(0, 1, frames)
    return np.stack([20 + 160 * share, leave * share + bow * 4 * share * (1 - share)], axis=1)


def test_a_straight_foot_says_nothing() -> None:
    assert side_features(foot()).tolist() == [0, 0, 0, 0, 0]
    assert shape_vote(foot()) == 0


def test_midfoot_and_toes_lie_beside_the_line_of_heel_and_forefoot() -> None:
    """Shares of the print's width of 80 mm."""
    assert side_features(foot(midfoot=8.0)) == pytest.approx([0.1, 0, 0, 0, 0])
    assert side_features(foot(toes=-8.0)) == pytest.approx([0, 0.1, 0, 0, 0])
    chord = 8.0 * (0.4 - 0.125) / (0.65 - 0.125)
    assert side_features(foot(forefoot=8.0)) == pytest.approx([-chord / 80, 0.1, 0, 0, 0])
    assert side_features(foot(heel=8.0)) == pytest.approx([-(8.0 - chord) / 80, 0, 0, 0, 0])


def test_a_part_begins_gradually_over_6_mm() -> None:
    """A cell just at the place where the midfoot begins counts half."""
    along = [*[MIDFOOT] * 2, 60.0, *[HEEL] * 3, *[FOREFOOT] * 3]
    across = [0.0, 0.0, 10.0, *[0.0] * 6]
    assert side_features(shape(along, across))[0] == pytest.approx(10.0 * 0.5 / 2.5 / 80)


def test_a_part_without_load_says_nothing() -> None:
    one = shape(np.repeat([HEEL, FOREFOOT], 6), np.repeat([0.0, 8.0], 6))
    assert side_features(one).tolist() == [0, 0, 0, 0, 0]


def test_the_forefoot_slants_back_towards_the_little_toe() -> None:
    """Five cells on a line that falls 1 mm for each mm to the right: a slope of -1, times a third of the width."""
    across = np.arange(-2.0, 3.0)
    slanting = shape([*(FOREFOOT - across), HEEL, MIDFOOT], [*across, 0.0, 0.0])
    assert side_features(slanting)[2] == pytest.approx(1 / 3)
    few = shape([*(FOREFOOT - across)[1:], HEEL, MIDFOOT], [*across[1:], 0.0, 0.0])
    assert side_features(few)[2] == 0


def test_the_path_bows_out_and_leaves() -> None:
    """The mean of a parabola is two thirds of its height; 41 frames of it a little less."""
    mean = float((4 * np.linspace(0, 1, 41) * (1 - np.linspace(0, 1, 41))).mean())
    assert side_features(foot(cop=path(bow=8.0)))[3] == pytest.approx(0.1 * mean)
    # it leaves where the mean of its last twentieth (2 of 41 frames) lies
    leaving = -8.0 * (1 - 0.0125)
    assert side_features(foot(cop=path(leave=-8.0)))[3:] == pytest.approx([0, -leaving / 80], abs=1e-12)
    assert side_features(foot(forefoot=4.0, cop=path()))[4] == pytest.approx(4.0 / 80)


def test_a_path_starts_from_where_it_starts() -> None:
    shifted = path(bow=8.0) + np.array([0.0, 30.0])
    straight = side_features(foot(cop=path(bow=8.0)))
    assert side_features(foot(cop=shifted))[3] == pytest.approx(straight[3])
    backwards = path(bow=8.0)[::-1]
    assert side_features(foot(cop=backwards))[3] == pytest.approx(straight[3])


@pytest.mark.parametrize(("frames", "says"), [(5, True), (4, False)])
def test_a_path_of_five_frames_says_something(frames: int, says: bool) -> None:
    found = side_features(foot(cop=np.concatenate([path(bow=8.0, frames=frames), [[np.nan, np.nan]]])))
    assert bool(found[3]) is says


@pytest.mark.parametrize(("share", "says"), [(0.41, True), (0.39, False)])
def test_a_path_over_two_fifths_of_the_foot_says_something(share: float, says: bool) -> None:
    short = path(bow=8.0) * [share * 200 / 160, 1.0]
    assert bool(side_features(foot(cop=short))[3]) is says


def test_a_mirrored_print_is_the_other_foot_with_the_same_probability() -> None:
    right = foot(2.0, 6.0, 3.0, -4.0, path(bow=5.0, leave=-2.0))
    left = replace(right, across=-right.across, cop=right.cop * [1, -1])
    assert shape_vote(right) == pytest.approx(-shape_vote(left))
    (one,), (other,) = sides_of([evidence(right)]), sides_of([evidence(left)])
    assert (one[0], other[0]) == (Side.RIGHT, Side.LEFT)
    assert one[1] == other[1] > 0.5


@pytest.mark.parametrize(
    ("one", "weight"),
    [(foot(midfoot=8.0), 1.93), (foot(toes=-8.0), 7.57)],
)
def test_features_have_the_weights_that_600_walks_gave(one: Shape, weight: float) -> None:
    assert shape_vote(one) == pytest.approx(0.1 * weight)


def test_one_print_says_no_more_than_six_log_odds() -> None:
    assert shape_vote(foot(toes=-100.0)) == 6.0
    assert shape_vote(foot(toes=100.0)) == -6.0


def says(log_odds: float, direction: int = 1, sure: bool = True) -> Shape:
    """A print that says so much, by its toes alone."""
    return replace(foot(toes=-80.0 * log_odds / 7.57), direction=direction, sure=sure)


def evidence(one: Shape, x: float = 0.0, y: float = 0.0, start: float = 0.0, whole: bool = True) -> SideEvidence:
    return SideEvidence(one, x, y, start, whole)


def odds(*prints: SideEvidence) -> list[float]:
    """Log odds of each for a right foot."""
    answers = sides_of(list(prints))
    return [float(np.log(p / (1 - p))) * (-1 if side is Side.LEFT else 1) for side, p in answers]


def test_no_prints_have_no_sides() -> None:
    assert sides_of([]) == []


def test_a_print_speaks_for_itself() -> None:
    ((side, probability),) = sides_of([evidence(says(2.0))])
    assert side is Side.RIGHT
    assert probability == pytest.approx(1 / (1 + np.exp(-2.0)))
    ((side, again),) = sides_of([evidence(says(-2.0))])
    assert side is Side.LEFT
    assert again == pytest.approx(probability)


def test_where_nothing_tells_the_side_is_unknown() -> None:
    assert sides_of([evidence(foot())]) == [(Side.UNKNOWN, 0.5)]
    assert sides_of([evidence(says(1e-7))]) == [(Side.UNKNOWN, 0.5)]
    assert sides_of([evidence(says(1e-5))])[0][0] is Side.RIGHT


@pytest.mark.parametrize(("whole", "sure", "most"), [(True, True, 6.0), (False, True, 1.0), (True, False, 1.0)])
def test_a_part_of_a_print_or_one_of_unsure_ends_says_little(whole: bool, sure: bool, most: float) -> None:
    assert evidence(says(9.0, sure=sure), whole=whole).vote == most
    assert evidence(says(-9.0, sure=sure), whole=whole).vote == -most


def test_steps_of_a_walk_take_turns() -> None:
    """600 mm on and 0.5 s later: the neighbour counts the other way round."""
    first, second = evidence(says(1.0)), evidence(foot(), y=600.0, start=0.5)
    assert odds(first, second) == pytest.approx([1.0, -1.0])


def test_neighbours_add_no_more_than_their_limit_to_a_print() -> None:
    clear, weak = evidence(says(6.0)), evidence(says(0.5), y=600.0, start=0.5)
    assert odds(clear, weak) == pytest.approx([6.0 - 0.5, 0.5 - 2.5])
    assert odds(clear, replace(weak, whole=False)) == pytest.approx([6.0 - 0.5, 0.5 - 4.5])


def test_steps_left_and_right_of_the_line_of_walking_vote() -> None:
    """One log odd for each 20 mm between them; the first of a walk along +y lies to the right: a right foot."""
    first, second = evidence(foot(), x=30.0), evidence(foot(), x=0.0, y=600.0, start=0.5)
    assert odds(first, second) == pytest.approx([1.5, -1.5])
    mirrored = [replace(one, x=-one.x) for one in (first, second)]
    assert odds(*mirrored) == pytest.approx([-1.5, 1.5])
    back = [evidence(says(0.0, -1), x=30.0, y=600.0), evidence(says(0.0, -1), start=0.5)]
    assert odds(*back) == pytest.approx([-1.5, 1.5])
    assert odds(replace(first, x=300.0), second) == pytest.approx([2.5, -2.5])


def test_the_line_is_between_the_means_of_either_foot() -> None:
    walk = [evidence(foot(), x, 600.0 * n, 0.5 * n) for n, x in enumerate((20.0, 0.0, 40.0))]
    assert odds(*walk) == pytest.approx([1.5, -1.5, 1.5])


@pytest.mark.parametrize(
    ("x", "y", "start", "direction", "relation"),
    [
        (0.0, 200.0, 1.6, 1, "other"),
        (0.0, 1100.0, 1.6, 1, "other"),
        (0.0, 1100.1, 1.0, 1, "none"),
        (0.0, 600.0, 1.61, 1, "none"),
        (0.0, 600.0, 1.0, -1, "none"),
        (0.0, -600.0, 1.0, 1, "none"),
        (100.0, 199.0, 1.6, 1, "other"),
        (159.0, 50.0, 0.0, -1, "other"),
        (160.0, 50.0, 0.0, 1, "none"),
        (-100.0, -150.0, 0.0, 1, "other"),
        (100.0, 50.0, 1.61, 1, "none"),
        (79.0, 0.0, 9.0, 1, "same"),
        (0.0, 79.0, 9.0, 1, "same"),
        (80.0, 0.0, 9.0, 1, "none"),
        (60.0, 60.0, 9.0, 1, "none"),
        (10.0, 0.0, 9.0, -1, "none"),
    ],
)
def test_which_print_follows_which(x: float, y: float, start: float, direction: int, relation: str) -> None:
    """Onwards within a step's reach and time, beside each other as of one who stands, or in the same place."""
    first = evidence(says(1.0), x=0.0, y=0.0, start=0.0)
    second = evidence(says(0.0, direction), x=x, y=y, start=start)
    found = odds(first, second)
    if relation == "other":
        line = float(np.clip(-x / 20, -2.5, 2.5))
        others = np.clip(-(1.0 + line), -2.5, 2.5)
        assert found == pytest.approx([1.0 + line, others])
    else:
        assert found == pytest.approx([1.0, 1.0 if relation == "same" else 0.0])


def test_a_second_walk_does_not_speak_for_the_first() -> None:
    walk = [evidence(says(1.0)), evidence(foot(), y=600.0, start=0.5)]
    later = [evidence(says(-2.0), start=9.0), evidence(foot(), y=600.0, start=9.5)]
    assert odds(*walk, *later) == pytest.approx([1.0, -1.0, -2.0, 2.0])
