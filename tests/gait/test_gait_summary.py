"""Which steps count, which do not and why, and what is made of those that do."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from gait_walks import model_walk

from bare_analysis import without_errors
from pedograph.analysis import StepAnalysis
from pedograph.gait import Verdict, compare_sides, summarise
from pedograph.measures import Measure, MeasureTable
from pedograph.notes import blocks
from pedograph.recording import SensorGrid, Side
from pedograph.simulation import StepParameters, Walk, simulate_step, simulate_walk

USUAL = {
    "contact_time": 0.7,
    "peak_force": 800.0,
    "peak_pressure": 350.0,
    "force_time_integral": 400.0,
    "contact_area": 120.0,
    "cop_length": 220.0,
}
UNITS = {
    "contact_time": "s",
    "peak_force": "N",
    "peak_pressure": "kPa",
    "force_time_integral": "N s",
    "contact_area": "cm2",
    "cop_length": "mm",
}


@cache
def one_step() -> StepAnalysis:
    simulated = simulate_step(StepParameters(), SensorGrid(7.62, 5.08, threshold=5.0))
    return without_errors(simulated.recording).steps[0]


def step(factors: dict[str, float] | None = None, side: Side = Side.RIGHT, sure: float = 0.99) -> StepAnalysis:
    """A step whose measures are the usual ones times factors."""
    factors = factors or {}
    values = {key: value * factors.get(key, 1.0) for key, value in USUAL.items()}
    table = MeasureTable({key: Measure(key, value, UNITS[key], 0.01 * value) for key, value in values.items()})
    foot = replace(one_step().footstep, side=side, side_confidence=sure)
    return replace(one_step(), footstep=foot, measures=table)


def reasons(steps: Iterable[StepAnalysis]) -> dict[int, str]:
    return {one.position: one.reason.sentence for one in summarise(list(steps)).left_out}


def test_steps_that_cannot_be_used_are_named() -> None:
    cut = replace(
        step(),
        footstep=replace(
            step().footstep, incomplete=(blocks("cut_by_edge", "it is cut by the far edge of the plate"),)
        ),
    )
    found = reasons([step(), cut, step(sure=0.6), step(side=Side.UNKNOWN)])
    assert found == {
        1: "it is incomplete: it is cut by the far edge of the plate",
        2: "left or right is uncertain",
        3: "left or right is uncertain",
    }


def test_a_stance_off_by_more_than_10_per_cent_is_left_out() -> None:
    steps = [step({"contact_time": factor}) for factor in (1.0, 1.02, 0.99, 1.09, 1.13)]
    found = reasons(steps)
    assert list(found) == [4]
    assert "0.79 s differs from the median of 0.71 s by more than 10 %" in found[4]
    assert reasons(steps[3:]) == {}, "two steps do not tell which of them is unusual"


def test_each_side_has_its_own_stance() -> None:
    limping = [step({"contact_time": 0.7}, Side.LEFT) for _ in range(3)] + [step() for _ in range(3)]
    assert reasons(limping) == {}


def test_a_step_aimed_at_the_plate_is_left_out() -> None:
    small = [step(dict.fromkeys(USUAL, factor)) for factor in (1.0, 1.01, 0.99, 1.015, 0.985)]
    aimed = step({"peak_force": 1.3, "peak_pressure": 1.4, "force_time_integral": 1.3, "cop_length": 0.85})
    found = reasons([*small, aimed])
    assert list(found) == [5]
    assert "unlike the others in peak" in found[5]
    harder = step({"peak_pressure": 2.0})
    assert reasons([*small, harder]) == {}, "one measure alone does not make a step unlike the others"
    assert reasons([*small[:3], aimed]) == {}, "four steps do not tell"


def test_usual_steps_are_rarely_called_aimed() -> None:
    random = np.random.default_rng(2)
    left_out = 0
    for _ in range(40):
        factors = random.normal(1.0, 0.03, (8, len(USUAL)))
        steps = [step(dict(zip(USUAL, row.tolist(), strict=True))) for row in factors]
        left_out += sum("unlike" in reason for reason in reasons(steps).values())
    assert left_out / 320 < 0.02


def test_each_step_is_measured_and_then_averaged() -> None:
    steps = [step({"peak_force": factor}) for factor in (0.98, 1.0, 1.02)] + [step(side=Side.LEFT)]
    summary = summarise(steps)
    assert summary.kept == (0, 1, 2, 3)
    force = summary.right["peak_force"]
    assert (force.n, force.unit) == (3, "N")
    assert force.mean == pytest.approx(800.0)
    assert force.sd == pytest.approx(16.0)
    assert force.cv == pytest.approx(2.0)
    assert force.uncertainty == pytest.approx(8.0, rel=1e-3)
    assert summary.left["peak_force"].n == 1
    assert summarise(steps, bands={"peak_force": 20.0}).right["peak_force"].needed == 12  # (4.303 x 16 / 20)^2


def test_no_step_is_an_empty_summary() -> None:
    summary = summarise([])
    assert (dict(summary.left), dict(summary.right), summary.kept, summary.left_out) == ({}, {}, (), ())
    assert compare_sides(summary) == ()


def test_it_can_be_sent_to_another_process() -> None:
    summary = summarise([step(), step(side=Side.LEFT)])
    assert pickle.loads(pickle.dumps(summary)) == summary


def test_a_recording_sums_up_its_steps_and_its_walk() -> None:
    analysis, _ = model_walk(Walk(step_length=560.0, first_heel=45.0, centre=160.0, variation=1.0, seed=1))
    summary = analysis.summary
    whole = [one for one in analysis.complete_steps if one.side is Side.LEFT]
    assert summary.left["peak_force"].n == len(whole)
    mean = np.mean([one.measures["peak_force"].value for one in whole])
    assert summary.left["peak_force"].mean == pytest.approx(mean)
    assert summary.left["step_length"].mean == pytest.approx(analysis.walk.measures["step_length_left"].value)


def test_only_the_foot_that_differs_is_called_asymmetric() -> None:
    """A person whose right foot is pressed a third harder; his steps and stances are the same."""
    walk = Walk(step_length=480.0, first_heel=45.0, centre=160.0, variation=0.3, seed=4)
    usual, harder = StepParameters(), StepParameters(second_peak=1.6)
    simulated = simulate_walk(usual, walk, other=harder, shape=(400, 63))
    analysis = without_errors(simulated.recording)
    verdicts = {one.key: one.verdict for one in compare_sides(analysis.summary)}
    assert verdicts["peak_force"] is Verdict.ASYMMETRIC
    assert verdicts["step_length"] is not Verdict.ASYMMETRIC
    assert verdicts["contact_time"] is not Verdict.ASYMMETRIC
    same = without_errors(simulate_walk(usual, walk, shape=(400, 63)).recording)
    assert all(one.verdict is not Verdict.ASYMMETRIC for one in compare_sides(same.summary) if not one.left.signed)
