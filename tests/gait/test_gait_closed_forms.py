"""Walks written down as places and times, whose every measure can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gait_walks import contacts
from hypothesis import given
from hypothesis import strategies as st

from pedograph.gait import contacts_of, walk_of
from pedograph.measures import catalogue
from pedograph.recording import Side

# left, right, left, right: 600 and 640 mm long, 100 mm wide
HEELS = [(-50.0, 0.0), (50.0, 600.0), (-50.0, 1240.0), (50.0, 1840.0)]
STARTS = [0.0, 0.5, 1.1, 1.6]


def test_a_walk_written_down() -> None:
    measures = walk_of(contacts(HEELS, STARTS)).measures
    assert measures["step_length_right"].value == pytest.approx(600.0)
    assert measures["step_length_left"].value == pytest.approx(640.0)
    assert measures["stride_length"].value == pytest.approx(1240.0)
    assert measures["step_width"].value == pytest.approx(100.0)
    assert measures["step_time_right"].value == pytest.approx(0.5)
    assert measures["step_time_left"].value == pytest.approx(0.6)
    assert measures["stride_time"].value == pytest.approx(1.1)
    assert measures["cadence"].value == pytest.approx(60.0 / ((0.5 + 0.6 + 0.5) / 3))
    assert measures["walking_speed"].value == pytest.approx(1.24 / 1.1)
    assert measures["stance_share_left"].value == pytest.approx(100 * 0.7 / 1.1)
    assert measures["swing_share_left"].value == pytest.approx(100 * 0.4 / 1.1)
    # left off at 0.7, right on at 0.5; right off at 1.2, left on at 1.1, off at 1.8; right on at 1.6
    assert measures["single_support_right"].value == pytest.approx(100 * (1.1 - 0.7) / 1.1)
    assert measures["single_support_left"].value == pytest.approx(100 * (1.6 - 1.2) / 1.1)
    assert measures["double_support"].value == pytest.approx(100 * 0.3 / 1.1)


def test_the_two_steps_of_a_stride_add_up() -> None:
    slanting = [(x + 0.1 * y, y) for x, y in HEELS[:3]]
    walk = walk_of(contacts(slanting, STARTS[:3]))
    steps = walk.values("step_length_left")[0] + walk.values("step_length_right")[0]
    assert steps == pytest.approx(walk.values("stride_length")[0])


def test_errors_follow_from_those_of_heels_and_frames() -> None:
    measures = walk_of(contacts(HEELS, STARTS)).measures
    assert measures["step_length_left"].uncertainty == pytest.approx(2**0.5)
    assert measures["step_length_right"].uncertainty == pytest.approx(2**0.5 / 2**0.5), "the mean of two"
    assert measures["step_time_left"].uncertainty == pytest.approx(0.01 * (2 / 12) ** 0.5)


def test_crossing_feet_have_a_width_below_0() -> None:
    crossed = [(-x, y) for x, y in HEELS]
    assert walk_of(contacts(crossed, STARTS)).measures["step_width"].value == pytest.approx(-100.0)


def test_runners_are_never_on_both_feet() -> None:
    measures = walk_of(contacts(HEELS, STARTS, stance=0.3)).measures
    assert "running" in str(measures.missing["double_support"])


@given(speed=st.floats(100.0, 2500.0), direction=st.sampled_from([-1, 1]))
def test_on_a_belt_as_on_the_ground(speed: float, direction: int) -> None:
    """The belt carries each foot back from where it would have stood; put back, the walk is the same."""
    heels = [(x * direction, y * direction) for x, y in HEELS]
    ground = contacts(heels, STARTS, direction=direction)
    belt = [replace(one, heel=(one.heel[0], one.heel[1] - direction * speed * one.start)) for one in ground]  # type: ignore[index,operator]
    expected, found = walk_of(ground).measures, walk_of(belt, speed).measures
    assert found.keys() == expected.keys()
    for key, measure in expected.items():
        assert found[key].value == pytest.approx(measure.value, abs=1e-6), key


def test_a_walker_who_keeps_his_place_walks_at_the_speed_of_the_belt() -> None:
    starts = [0.0, 0.6, 1.2, 1.8]
    in_place = [(-40.0 if number % 2 == 0 else 40.0, 300.0) for number in range(4)]
    measures = walk_of(contacts(in_place, starts), belt_speed=1000.0).measures
    assert measures["walking_speed"].value == pytest.approx(1.0)
    assert measures["step_length_left"].value == pytest.approx(600.0)


def test_a_missed_step_is_not_bridged() -> None:
    walk = contacts(HEELS, STARTS)
    measures = walk_of([walk[0], walk[2], walk[3]]).measures  # left, left, right
    assert "stride_time" in measures.missing
    assert measures["step_length_right"].value == pytest.approx(600.0)
    assert "step_length_left" in measures.missing


def test_turning_round_begins_a_new_passage() -> None:
    there = contacts(HEELS[:2], STARTS[:2])
    back = contacts([(50.0, 1500.0), (-50.0, 900.0)], [2.0, 2.5], direction=-1)
    walk = walk_of([*there, *(replace(one, index=one.index + 2) for one in back)])
    assert len(walk.values("step_length_right")) == 2
    assert walk.values("step_length_right") == pytest.approx((600.0, 600.0))
    assert not walk.values("step_length_left")


def test_an_uncertain_side_is_not_counted_and_said() -> None:
    walk = contacts(HEELS, STARTS)
    measures = walk_of([walk[0], replace(walk[1], side=Side.UNKNOWN), walk[2]]).measures
    assert "left or right is uncertain" in str(measures.missing["step_length_right"])


def test_an_insole_of_one_foot_gives_times_but_no_places() -> None:
    same = [replace(one, side=Side.LEFT) for one in contacts([(45.0, 14.0)] * 4, [0.0, 1.0, 2.0, 3.0])]
    measures = walk_of(same).measures
    assert measures["stride_time"].value == pytest.approx(1.0)
    assert measures["cadence"].value == pytest.approx(120.0)
    assert measures["stance_share_left"].value == pytest.approx(70.0)
    assert str(measures.missing["stride_length"]) == "all steps lie in the same place, as in an insole"


def test_no_step_is_no_walk() -> None:
    measures = walk_of(()).measures
    assert not len(measures)
    walk_keys = {key for key, entry in catalogue().items() if "walk" in entry.levels}
    assert set(measures.missing) == walk_keys
    assert contacts_of(()) == ()
