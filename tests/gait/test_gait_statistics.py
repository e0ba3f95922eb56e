"""Repeated steps: statistics of lists that can be worked out by hand, and the promise behind the steps needed."""

from __future__ import annotations

import numpy as np
import pytest

from pedograph.gait import describe, steps_needed
from pedograph.gait.selection import robust_scores


def test_a_list_worked_out_by_hand() -> None:
    one = describe([2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0], "N", uncertainty=0.5)
    assert (one.n, one.mean, one.median, one.unit, one.uncertainty) == (8, 5.0, 4.5, "N", 0.5)
    assert one.sd == pytest.approx((32 / 7) ** 0.5)
    assert one.cv == pytest.approx(20 * (32 / 7) ** 0.5)
    assert one.standard_error == pytest.approx((32 / 7 / 8) ** 0.5)


def test_one_step_has_no_spread() -> None:
    one = describe([3.0])
    assert (one.sd, one.cv, one.standard_error) == (None, None, None)
    assert (one.needed, one.still_needed) == (5, 4)


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(ValueError, match="no value"):
        describe([])


def test_steps_needed_by_hand() -> None:
    """t(0.975, 4) = 2.776: (2.776 x 2 / 1)^2 = 30.8."""
    assert steps_needed(2.0, 5, 1.0) == 31
    assert steps_needed(2.0, 5, 2.0) == 8
    values = [98.0, 99.0, 100.0, 101.0, 102.0]  # sd 1.58: (2.776 x 1.58 / 5)^2 = 0.77, but five are the least
    assert describe(values).needed == 5
    assert describe(values).still_needed == 0
    assert describe(values, band=1.0).needed == 20
    assert describe(values, band=1.0).still_needed == 15
    with pytest.raises(ValueError, match="steps are needed"):
        steps_needed(1.0, 5, 0.0)


def test_a_signed_measure_needs_a_band() -> None:
    one = describe([-1.0, 0.5, 1.0, -0.5], "deg", signed=True)
    assert (one.cv, one.needed) == (None, None)
    assert "band" in one.why_not
    assert describe([-1.0, 0.5, 1.0, -0.5], "deg", signed=True, band=1.0).needed is not None


def test_as_many_steps_as_asked_for_hold_the_mean_with_95_per_cent() -> None:
    random = np.random.default_rng(4)
    held = []
    for _ in range(1500):
        first = random.normal(100.0, 8.0, 5)
        needed = describe(first.tolist(), band=5.0).needed
        assert needed is not None
        more = random.normal(100.0, 8.0, needed - 5)
        held.append(abs(np.concatenate([first, more]).mean() - 100.0) <= 5.0)
    assert 0.94 <= np.mean(held) <= 0.995


def test_robust_scores() -> None:
    scores = robust_scores(np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 0.0], [4.0, 0.0], [100.0, 0.0]]))
    assert scores[:, 0] == pytest.approx((np.array([1, 2, 3, 4, 100]) - 3) / 1.4826)
    assert not scores[:, 1].any()
    steady = robust_scores(np.array([[100.0], [100.0], [100.0], [100.0], [104.0]]))
    assert steady[-1, 0] == pytest.approx(2.0), "a spread of 2 % at least"
