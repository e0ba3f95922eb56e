"""Romberg ratios of stances whose sway is scaled by a known factor."""

from __future__ import annotations

import numpy as np
import pytest
from standing_phantoms import shares_for, stance

from pedograph.standing import ROMBERG_KEYS, Standing, compare_conditions, measure_standing, romberg


def swaying(factor: float, seconds: float = 30.0) -> Standing:
    left, front = shares_for(seconds)
    return measure_standing(stance(0.5 + factor * (left - 0.52), 0.45 + factor * (front - 0.45)).recording)


OPEN = swaying(1.0)


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
def test_ratio_and_index(factor: float) -> None:
    """Lengths grow with the factor, areas with its square."""
    table = romberg(OPEN, swaying(factor))
    assert table.keys() == [key for key in ROMBERG_KEYS if key in table]
    assert table["romberg_velocity_ratio"].value == pytest.approx(factor, rel=5e-3)
    assert table["romberg_area_ratio"].value == pytest.approx(factor**2, rel=5e-3)
    for name, ratio in (("velocity", factor), ("area", factor**2)):
        index = 100 * (ratio - 1) / (ratio + 1)
        assert table[f"romberg_{name}_index"].value == pytest.approx(index, abs=0.3)


def test_changing_places_turns_the_sign() -> None:
    one, other = romberg(OPEN, swaying(2.0)), romberg(swaying(2.0), OPEN)
    for name in ("velocity", "area"):
        assert one[f"romberg_{name}_index"].value == pytest.approx(-other[f"romberg_{name}_index"].value)
        assert one[f"romberg_{name}_ratio"].value == pytest.approx(1 / other[f"romberg_{name}_ratio"].value)


def test_errors_are_carried_over() -> None:
    closed = swaying(2.0)
    ratio = romberg(OPEN, closed)["romberg_area_ratio"]
    relative = [one.measures["sway_ellipse_area"] for one in (OPEN, closed)]
    expected = ratio.value * np.linalg.norm([(one.uncertainty or 0.0) / one.value for one in relative])
    assert ratio.uncertainty == pytest.approx(expected)


def test_what_cannot_be_compared_says_so() -> None:
    short = romberg(OPEN, swaying(1.0, 4.0))
    assert len(short) == 0
    assert str(short.missing["romberg_area_ratio"]).startswith("eyes closed: 4.0 s are too short")
    flags = romberg(OPEN, swaying(1.0, 20.0))["romberg_velocity_ratio"].flags
    assert tuple(map(str, flags)) == ("recorded for different times: 30 s and 20 s",)
    still = measure_standing(stance(np.full(3000, 0.5), np.full(3000, 0.5)).recording)
    assert str(romberg(still, OPEN).missing["romberg_velocity_ratio"]).startswith("eyes open: no sway")


def test_several_conditions_against_one() -> None:
    tables = compare_conditions(OPEN, {"eyes closed": swaying(1.5), "foam": swaying(3.0)})
    found = [table["romberg_velocity_ratio"].value for table in tables.values()]
    assert list(tables) == ["eyes closed", "foam"]
    assert found == pytest.approx([1.5, 3.0], rel=5e-3)
