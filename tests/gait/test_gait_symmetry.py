"""Left against right: indices in closed form, and no asymmetry within the error."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pedograph.gait import (
    Statistics,
    Summary,
    Verdict,
    compare_sides,
    describe,
    detectable_difference,
    gait_asymmetry,
    ratio_index,
    symmetry_angle,
    symmetry_index,
)
from pedograph.measures import Unmeasurable

POSITIVE = st.floats(1e-3, 1e4)


@pytest.mark.parametrize(
    ("index", "left", "right", "value"),
    [
        (symmetry_index, 1.0, 1.0, 0.0),
        (symmetry_index, 9.0, 11.0, 20.0),
        (symmetry_index, 0.0, 5.0, 200.0),
        (symmetry_index, -9.0, -11.0, -20.0),
        (symmetry_angle, 1.0, 1.0, 0.0),
        (symmetry_angle, -3.0, -3.0, 0.0),
        (symmetry_angle, 0.0, 4.0, 50.0),
        (symmetry_angle, 4.0, 0.0, -50.0),
        (symmetry_angle, 1.0, -1.0, 100.0),
        (symmetry_angle, -1.0, 1.0, 100.0),
        (symmetry_angle, 1.0, 3**0.5, 100 / 6),
        (gait_asymmetry, 1.0, np.e, 100.0),
        (gait_asymmetry, 2.0, 2.0, 0.0),
        (ratio_index, 3.0, 4.0, 0.25),
        (ratio_index, 0.0, 4.0, 1.0),
    ],
)
def test_closed_forms(index: Callable[[float, float], float], left: float, right: float, value: float) -> None:
    assert index(left, right) == pytest.approx(value)


@pytest.mark.parametrize(
    ("index", "left", "right"),
    [
        (symmetry_index, 1.0, -1.0),
        (symmetry_index, 0.0, 0.0),
        (symmetry_angle, 0.0, 0.0),
        (gait_asymmetry, 0.0, 1.0),
        (gait_asymmetry, -2.0, -1.0),
        (ratio_index, -1.0, 2.0),
        (ratio_index, 0.0, 0.0),
    ],
)
def test_what_is_undefined_has_a_reason(index: Callable[[float, float], float], left: float, right: float) -> None:
    with pytest.raises(Unmeasurable, match=r"left and right|values"):
        index(left, right)


@given(left=POSITIVE, right=POSITIVE, scale=POSITIVE)
def test_swapping_turns_the_sign_and_units_do_not_matter(left: float, right: float, scale: float) -> None:
    for index in (symmetry_index, symmetry_angle, gait_asymmetry):
        assert index(right, left) == pytest.approx(-index(left, right), abs=1e-9)
        assert index(left * scale, right * scale) == pytest.approx(index(left, right), rel=1e-6, abs=1e-6)
    assert ratio_index(left, right) == ratio_index(right, left)


def both(left: list[float], right: list[float], **more: float) -> Summary:
    return Summary({"peak_force": describe(left, "N", **more)}, {"peak_force": describe(right, "N", **more)})  # type: ignore[arg-type]


def test_the_detectable_difference_by_hand() -> None:
    """Equal spreads of 2 in five steps: 8 degrees of freedom, t = 2.306."""
    one = describe([98.0, 98.0, 100.0, 102.0, 102.0])
    assert one.sd == pytest.approx(2.0)
    assert detectable_difference(one, one) == pytest.approx(2.306 * 2.0 * (2 / 5) ** 0.5, rel=1e-3)
    unsure = describe([98.0, 98.0, 100.0, 102.0, 102.0], uncertainty=50.0)
    assert detectable_difference(unsure, unsure) == pytest.approx(1.96 * 50.0 * 2**0.5, rel=1e-2)
    assert detectable_difference(one, describe([100.0])) is None


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ([99.0, 100.0, 101.0], [100.0, 101.0, 99.0], Verdict.WITHIN_ERROR),
        ([80.0, 100.0, 120.0], [100.0, 120.0, 140.0], Verdict.WITHIN_ERROR),
        ([99.0, 100.0, 101.0], [104.0, 105.0, 106.0], Verdict.SMALL),
        ([99.0, 100.0, 101.0], [119.0, 120.0, 121.0], Verdict.ASYMMETRIC),
        ([100.0], [150.0, 151.0], Verdict.OPEN),
    ],
)
def test_asymmetric_only_beyond_error_and_limit(left: list[float], right: list[float], verdict: Verdict) -> None:
    (found,) = compare_sides(both(left, right))
    assert found.verdict is verdict
    assert found.difference == pytest.approx(np.mean(right) - np.mean(left))
    assert bool(found.reason) is (verdict is Verdict.OPEN)


def test_the_error_of_the_measurement_counts() -> None:
    (found,) = compare_sides(both([99.0, 100.0, 101.0], [119.0, 120.0, 121.0], uncertainty=10.0))
    assert found.verdict is Verdict.WITHIN_ERROR


def test_a_signed_measure_is_judged_in_its_own_unit() -> None:
    left: Statistics = describe([4.0, 5.0, 6.0], "deg", signed=True)
    right: Statistics = describe([-6.0, -5.0, -4.0], "deg", signed=True)
    summary = Summary({"cpei": left}, {"cpei": right})
    (found,) = compare_sides(summary)
    assert (found.verdict, found.per_cent) == (Verdict.OPEN, None)
    assert "signed" in found.reason
    assert compare_sides(summary, bands={"cpei": 3.0})[0].verdict is Verdict.ASYMMETRIC
    assert compare_sides(summary, bands={"cpei": 30.0})[0].verdict is Verdict.SMALL


def test_equal_feet_are_rarely_called_different() -> None:
    random = np.random.default_rng(8)
    beyond = 0
    for _ in range(1000):
        left, right = random.normal(100.0, 5.0, (2, 4)).tolist()
        beyond += compare_sides(both(left, right))[0].verdict is not Verdict.WITHIN_ERROR
    assert 0.02 < beyond / 1000 < 0.08
