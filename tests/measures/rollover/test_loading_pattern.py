"""The dynamic plantar loading index against spreads of pressure that have a closed form."""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from cop_phantoms import context_of, model, sheet

from pedograph.measures.model import Unmeasurable
from pedograph.measures.rollover.loading_pattern import BINS, dynamic_plantar_loading_index, loading_index
from pedograph.recording import SensorGrid
from pedograph.simulation import Sampling, StepParameters, simulate_step


def test_pressures_spread_evenly_as_a_bell_and_at_the_ends() -> None:
    """Even pressures fill all bins alike, which leaves nothing to regress; quantiles of a bell follow it."""
    assert loading_index(np.arange(3000) / 10.0 + 0.05) == pytest.approx(0.0, abs=1e-9)
    bell = NormalDist(200.0, 30.0)
    quantiles = np.array([bell.inv_cdf((number + 0.5) / 20_000) for number in range(20_000)])
    assert loading_index(quantiles) == pytest.approx(1.0, abs=0.03)
    ends = 200.0 - 100.0 * np.cos(np.linspace(0.0, np.pi, 20_000))
    assert loading_index(ends) < -0.5


def test_two_pressures_by_hand() -> None:
    """Three samples low, one high, in two bins: counts 3 and 1 over the curve at the middles 0.25 and 0.75."""
    values = np.array([0.0, 0.0, 0.0, 1.0])
    mean, spread = 0.25, np.sqrt(3.0) / 4.0
    low, high = (
        4 * 0.5 * np.exp(-0.5 * ((middle - mean) / spread) ** 2) / (spread * np.sqrt(2 * np.pi))
        for middle in (0.25, 0.75)
    )
    assert loading_index(values, bins=2) == pytest.approx(2.0 / (low - high))


def test_a_factor_and_a_shift_do_not_matter() -> None:
    values = np.random.default_rng(4).gamma(3.0, size=101)
    assert loading_index(7.0 * values + 100.0) == pytest.approx(loading_index(values), rel=1e-6)
    assert loading_index(values, bins=BINS // 2) != pytest.approx(loading_index(values), rel=1e-3)


def test_the_index_of_a_step_is_that_of_its_pressures() -> None:
    """A load that grows evenly and falls evenly holds every pressure alike long: no slope is left."""
    level = sheet(lambda share: (0.0 * share, 0.0 * share), frames=1501, rate=1000.0)
    rise = 1.0 - np.abs(np.arange(1501) - 750.0) / 751.0
    even = replace(level, step=replace(level.step, pressure=level.step.pressure * rise[:, None]))
    assert dynamic_plantar_loading_index(even) == pytest.approx(0.0, abs=0.06)
    foot = model()
    assert dynamic_plantar_loading_index(foot, "midfoot") != dynamic_plantar_loading_index(foot)


@pytest.mark.parametrize("rate", [50.0, 100.0, 250.0])
def test_frames_a_second_do_not_matter(rate: float) -> None:
    grid = SensorGrid(5.0, 5.0, threshold=5.0)
    often, seldom = (
        dynamic_plantar_loading_index(context_of(simulate_step(StepParameters(), grid, sampling=one).recording))
        for one in (Sampling(500.0), Sampling(rate))
    )
    assert seldom == pytest.approx(often, abs=0.05)


def test_what_never_changes_has_no_spread() -> None:
    with pytest.raises(Unmeasurable, match="never changes"):
        loading_index(np.full(101, 120.0))
