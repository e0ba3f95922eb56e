"""What a copy in another format lacks is said once, and nothing that it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from pedograph.formats.roundtrip_loss import lost_facts
from pedograph.recording import BELT_SPEED, FloatArray, PressureRecording, SensorGrid, Source

GRID = SensorGrid(5.0, 5.0)
PRESSURE = np.linspace(0.0, 987.0, 60).reshape(3, 4, 5)


def recording(
    pressure: FloatArray = PRESSURE,
    grid: SensorGrid = GRID,
    first: float = 0.0,
    header: Mapping[str, str] = MappingProxyType({}),
) -> PressureRecording:
    return PressureRecording(pressure, first + np.arange(len(pressure)) / 100.0, grid, Source(header=header))


def test_a_copy_that_has_all_lacks_nothing() -> None:
    assert lost_facts(recording(), recording()) == ()
    assert lost_facts(recording(PRESSURE[:1]), recording(PRESSURE[:1])) == ()


def test_pressures_in_tenths_of_a_kilopascal_are_kept_and_whole_ones_are_not() -> None:
    odd = np.floor(PRESSURE * 10.0) / 10.0 + 0.05
    up, down = np.round(odd + 0.05, 1), np.round(odd - 0.05, 1)
    for tenths in (up, down):
        assert np.abs(np.float32(odd) - np.float32(tenths)).max() > 0.05  # as single precision has it
        assert lost_facts(recording(odd), recording(tenths)) == ()
    (clause,) = lost_facts(recording(), recording(np.round(PRESSURE)))
    assert clause.startswith("the last digits of the pressures, which differ by up to 0.")


def test_the_speed_of_a_belt_is_told_once_and_only_where_it_is_lost() -> None:
    belt = recording(header={BELT_SPEED: "1200"})
    assert lost_facts(belt, recording()) == ("the speed of the belt, 1.2 m/s: it reads as a plate",)
    assert lost_facts(belt, recording(header={BELT_SPEED: "1200.0"})) == ()
    assert lost_facts(recording(header={"Walker": "7"}), recording()) == ("header fields: Walker",)


def test_one_place_without_a_sensor_is_one() -> None:
    for bare, words in ((1, "that 1 place has no sensor"), (3, "which 3 places have no sensor")):
        active = np.arange(20).reshape(4, 5) >= bare
        assert lost_facts(recording(grid=replace(GRID, active=active)), recording()) == (words,)


def test_times_that_begin_elsewhere_and_frames_that_are_fewer_are_told() -> None:
    assert lost_facts(recording(first=0.3), recording()) == ("that time begins at 0.3 s; it begins at 0 s",)
    (clause,) = lost_facts(recording(), recording(PRESSURE[:2]))
    assert clause == "its size: 3 frames of 4 x 5 cells became 2 frames of 4 x 5 cells"
