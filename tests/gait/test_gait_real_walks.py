"""Walks over real plates and in real insoles."""

from __future__ import annotations

from pathlib import Path

import pytest

import pedograph as pg
from bare_analysis import without_errors

pytestmark = pytest.mark.real_scans


def test_three_prints_of_a_quick_walk(real_scans: Path) -> None:
    """A left foot that was there before the recording, a right and a left one 0.68 m and half a second apart."""
    walking = without_errors(pg.read(real_scans / "footscan_plate_walk_1.zip")).walk
    assert [contact.side.value for contact in walking.contacts] == ["left", "right", "left"]
    assert [contact.heel is None for contact in walking.contacts] == [True, False, False]
    assert walking.measures["step_length_left"].value == pytest.approx(682.0, abs=5.0)
    assert walking.measures["walking_speed"].value == pytest.approx(1.36, abs=0.03)
    assert any("long axis" in str(flag) for flag in walking.measures["step_length_left"].flags)
    assert "stride_length" in walking.measures.missing


def test_five_prints_of_a_slow_walk(real_scans: Path) -> None:
    """The first began, the last two ended outside the recording; the heels of the last two are on the plate."""
    walking = without_errors(pg.read(real_scans / "footscan_plate_walk_2.zip")).walk
    assert [contact.heel is None for contact in walking.contacts] == [True, False, False, False, False]
    heels = [contact.heel[1] for contact in walking.contacts if contact.heel]
    assert heels == pytest.approx([629.0, 1011.0, 1339.0, 1682.0], abs=5.0)
    measures = walking.measures
    assert measures["stride_length"].value == pytest.approx(691.0, abs=5.0)
    assert measures["walking_speed"].value == pytest.approx(0.57, abs=0.02)
    assert measures["double_support"].value == pytest.approx(36.4, abs=2.0)
    stance, swing = measures["stance_share_left"].value, measures["swing_share_left"].value
    assert stance + swing == pytest.approx(100.0)


def test_insoles_give_times_but_no_places(real_scans: Path) -> None:
    measures = without_errors(pg.read(real_scans / "pedar_walk.asc")).walk.measures
    assert 80 < measures["cadence"].value < 110
    assert 20 < measures["double_support"].value < 40
    for key in ("step_length_left", "stride_length", "step_width", "walking_speed"):
        assert "insoles" in str(measures.missing[key])
    one_foot = without_errors(pg.read(real_scans / "fscan_walk_left.asf")).walk.measures
    assert "same place" in str(one_foot.missing["stride_length"])
    assert one_foot["stance_share_left"].value == pytest.approx(64.0, abs=3.0)


def test_a_belt_that_moves_the_prints_says_so(real_scans: Path) -> None:
    measures = without_errors(pg.read(real_scans / "zebris_treadmill_gait.zip")).walk.measures
    assert not len(measures)
    assert all("belt" in str(reason) for reason in measures.missing.values())
