"""The error engine: each source against what it must do by geometry, and how the shares add up."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import pedograph as pg
from pedograph.measures import StepContext, error_sources
from pedograph.measures.step import MAKERS, step_values
from pedograph.measures.uncertainty.budget import error_budgets
from pedograph.measures.uncertainty.model import ErrorBudget, ErrorShare
from pedograph.measures.uncertainty.sources import AXIS_ERROR, THRESHOLD_ERROR, ErrorSource, shifted, value_step
from pedograph.recording import Footstep, PressureRecording, SensorGrid
from pedograph.settings import AnalysisSettings
from pedograph.simulation import Sampling, StepParameters, simulate_step
from pedograph.steps import StepFrames

GRID = SensorGrid(5.0, 5.0)


@pytest.fixture(scope="module")
def context() -> StepContext:
    recording = simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    return context_of(recording)


def context_of(recording: PressureRecording) -> StepContext:
    settings = AnalysisSettings(uncertainties=False)
    step = pg.analyze(recording, settings).steps[0]
    return StepContext(step.frames, step.anatomy, None, settings)


def source(context: StepContext, name: str) -> ErrorSource:
    return next(source for source in error_sources(context) if source.name == name)


def dome(x: float, y: float) -> StepFrames:
    """A cone of pressure on cells of 5 mm, its top at a place in cells."""
    rows, columns = np.mgrid[0:20, 0:20]
    cone = np.maximum(100.0 - 10.0 * np.hypot(rows - y, columns - x), 0.0)
    frames = np.stack([0.5 * cone, cone, 0.5 * cone])
    recording = PressureRecording(frames, np.arange(3) * 0.2, GRID)
    loaded = cone > 0
    at_row, at_column = np.nonzero(loaded)
    footstep = Footstep(recording, 0, 0, 3, 0, 0, loaded)
    return StepFrames(footstep, at_row, at_column, frames[:, at_row, at_column])


def test_a_moved_step_keeps_force_and_carries_its_centre_along() -> None:
    step = dome(9.0, 9.0)
    moved = shifted(step, 0.25, -0.4)
    # what spreads below the least pressure is lost, as on a plate
    assert moved.force == pytest.approx(step.force, rel=0.01)
    for axis, way in (("x", 0.25 * 5.0), ("y", -0.4 * 5.0)):
        centre = [float(one.pressure[1] @ getattr(one, axis) / one.pressure[1].sum()) for one in (step, moved)]
        assert centre[1] - centre[0] == pytest.approx(way, abs=0.05)


def test_a_step_moved_by_whole_cells_is_the_same() -> None:
    step = dome(9.0, 9.0)
    moved = shifted(step, 1.0, 0.0)
    assert np.array_equal(np.sort(moved.columns), np.sort(step.columns + 1))
    assert moved.peak.max() == pytest.approx(step.peak.max(), rel=1e-6)


def test_the_axis_turns_by_its_error(context: StepContext) -> None:
    turns = [np.degrees(changed.frame.angle - context.frame.angle) for changed in source(context, "axis").contexts]
    far = np.sqrt(3.0) * np.degrees(AXIS_ERROR)  # where three places stand for all (Gauss-Hermite)
    assert sorted(turns) == pytest.approx([-far, far])
    budget = error_budgets(context, step_values(context), error_sources(context), step_values)[
        "foot_progression_angle"
    ]
    assert budget.by_source["axis"] == pytest.approx(2.0)
    assert budget.total == pytest.approx(2.0, rel=1e-3)


def test_the_threshold_leaves_no_cell_below_it(context: StepContext) -> None:
    (changed,) = source(context, "threshold").contexts
    loaded = changed.step.pressure[changed.step.pressure > 0]
    assert loaded.min() > context.step.peak.min() + THRESHOLD_ERROR
    assert changed.step.force.max() < context.step.force.max()


def test_frames_between_lie_between(context: StepContext) -> None:
    for changed in source(context, "sampling").contexts:
        between = changed.step.time
        place = np.searchsorted(context.step.time, between)
        assert np.isin(between, context.step.time).sum() == 0
        assert (np.diff(place) >= 0).all()
        assert changed.step.force.max() <= context.step.force.max() + 1e-9


def test_the_step_of_a_devices_values() -> None:
    grid = SensorGrid(5.0, 5.0, threshold=5.0)
    coarse = simulate_step(StepParameters(), grid, sampling=Sampling(quantum=5.0)).recording
    fine = simulate_step(StepParameters(), grid).recording
    assert value_step(context_of(coarse).step) == pytest.approx(5.0)
    assert value_step(context_of(fine).step) == 0.0
    assert len(list(source(context_of(coarse), "resolution").contexts)) == 1
    assert not list(source(context_of(fine), "resolution").contexts)


def test_many_frames_are_thinned_and_say_the_same() -> None:
    """Six times the frames must not change what threshold, axis and toe line do, by more than a fifth."""
    grid = SensorGrid(5.0, 5.0, threshold=5.0)
    budgets = []
    for rate in (100.0, 600.0):
        one = context_of(simulate_step(StepParameters(), grid, sampling=Sampling(rate)).recording)
        budgets.append(error_budgets(one, step_values(one), error_sources(one), step_values))
    for key in ("arch_index", "peak_force", "foot_balance", "midfoot_width"):
        few, many = (budget[key].by_source for budget in budgets)
        assert "threshold" in few
        for name in {"threshold", "axis", "toe line"} & set(few):
            assert many[name] == pytest.approx(few[name], rel=0.2, abs=1e-6), (key, name)


def test_shares_add_up_as_squares_and_few_samples_count_for_less() -> None:
    known = ErrorBudget((ErrorShare("axis", 3.0), ErrorShare("gate", 4.0)))
    assert known.total == pytest.approx(5.0)
    seen = ErrorBudget((ErrorShare("placement", 1.0, 3.0),))
    assert seen.total == pytest.approx(3.182 / 1.960, rel=0.01)
    assert ErrorBudget().total is None


def test_a_share_known_better_takes_the_place_of_that_source_s_own() -> None:
    budget = ErrorBudget((ErrorShare("sampling", 3.0, 3.0), ErrorShare("gate", 4.0)))
    better = budget.with_share(ErrorShare("sampling", 0.0))
    assert list(better.by_source.items()) == [("sampling", 0.0), ("gate", 4.0)]
    assert better.total == pytest.approx(4.0)
    assert budget.with_share(ErrorShare("rule", 1.0)).shares[-1] == ErrorShare("rule", 1.0)


def test_what_changes_as_the_force_changes_has_the_force_s_error(context: StepContext) -> None:
    """A value made up here, ten times the force, must have ten times its error."""
    values = {"force": float(context.step.force.max()), "tenfold": 10.0 * float(context.step.force.max())}

    def made(changed: StepContext, families: object) -> dict[str, float]:
        force = float(changed.step.force.max())
        return {"force": force, "tenfold": 10.0 * force}

    budgets = error_budgets(context, values, error_sources(context), made)
    assert budgets["force"].total is not None
    assert budgets["tenfold"].total == pytest.approx(10.0 * budgets["force"].total)
    assert budgets["force"].by_source["axis"] == 0.0


def test_a_value_that_a_changed_step_does_not_have_goes_by_the_other_sources(context: StepContext) -> None:
    def made(changed: StepContext, families: object) -> dict[str, float]:
        return {} if changed.foot is not context.foot else {"rows": float(changed.step.rows.size)}

    budget = error_budgets(context, {"rows": float(context.step.rows.size)}, error_sources(context), made)["rows"]
    assert set(budget.by_source) <= {"sampling", "gate"}


def test_every_measure_of_a_model_step_states_its_error() -> None:
    grid = SensorGrid(5.0, 5.0, threshold=5.0)
    recording = simulate_step(StepParameters(), grid, sampling=Sampling(250.0)).recording
    step = pg.analyze(recording, AnalysisSettings(body_mass=70.0)).steps[0]
    assert set(step.measures.keys()) == set(MAKERS)
    errors = [measure.uncertainty for measure in step.measures.values()]
    assert all(error is not None and error > 0 for error in errors)
    for region, measures in step.regions.items():
        for key, measure in measures.items():
            assert measure.uncertainty is not None, (region, key)
            assert measure.budget is not None and measure.budget.total == measure.uncertainty
    for measure in step.measures.values():
        assert measure.budget is not None and measure.budget.total == measure.uncertainty
    assert pickle.loads(pickle.dumps(step.measures))["cpei"].budget == step.measures["cpei"].budget


def test_without_errors_the_values_are_the_same() -> None:
    recording = simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    with_errors = pg.analyze(recording).steps[0].measures
    without = pg.analyze(recording, AnalysisSettings(uncertainties=False)).steps[0].measures
    assert {key: one.value for key, one in with_errors.items()} == {key: one.value for key, one in without.items()}
    assert all(measure.uncertainty is None and measure.budget is None for measure in without.values())
