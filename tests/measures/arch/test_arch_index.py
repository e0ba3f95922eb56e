"""The arch index, its variants, and what the contact threshold does to it."""

from __future__ import annotations

import numpy as np
import pytest
from arch_prints import WAVY, Sole, measured_about_its_axis

import pedograph as pg
from bare_analysis import without_errors
from pedograph.measures.arch.areas import arch_class, arch_index_curve, threshold_used
from pedograph.measures.context import StepContext
from pedograph.notes import blocks
from pedograph.recording import FloatArray, SensorGrid, Side
from pedograph.simulation import FootShape, StepParameters, simulate_step
from pedograph.simulation.foot_truth import foot_truth

GRID = SensorGrid(5.0, 5.0, threshold=5.0)
BLOCK = Sole(lambda along: np.full_like(along, 40.0), lambda along: np.full_like(along, -40.0), 240.0)


def context_of(step: pg.StepAnalysis) -> StepContext:
    return StepContext(step.frames, step.anatomy, None, pg.AnalysisSettings())


def soft_middle(medial: FloatArray, along: FloatArray) -> FloatArray:
    """100 kPa but in the inner half of the middle third, where there are 8 kPa."""
    return np.where((along > 80.0) & (along < 160.0) & (medial > 0.0), 8.0, 100.0)


@pytest.mark.parametrize("angle", [0.0, 7.0, 18.0, 33.0])
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_truncated_index_of_a_print_of_closed_form(angle: float, side: Side) -> None:
    truth = WAVY.area(1 / 3, 2 / 3) / WAVY.area(0, 2 / 3)
    measures = measured_about_its_axis(WAVY, angle, side, offset=(angle / 7.0, 1.1)).measures
    assert measures["truncated_arch_index"].value == pytest.approx(truth, abs=0.003)
    whole = WAVY.area(1 / 3, 2 / 3) / WAVY.area(0, 1)
    assert measures["arch_index"].value == pytest.approx(whole, abs=0.003)


@pytest.mark.parametrize("angle", [0.0, 12.0])
def test_pressure_weighted_index_of_a_print_of_closed_form(angle: float) -> None:
    """Twice the pressure in front of the heel as under it: a third of the area is two fifths of the load."""

    def load(medial: FloatArray, along: FloatArray) -> FloatArray:
        return np.where(along < 80.0, 60.0, 120.0)

    measures = measured_about_its_axis(BLOCK, angle, load=load).measures
    assert measures["modified_arch_index"].value == pytest.approx(0.4, abs=0.006)


def test_the_forefoot_does_not_change_the_truncated_index() -> None:
    broad = Sole(WAVY.inner, lambda along: np.where(along > 150.0, -50.0, -32.0))
    one, other = (measured_about_its_axis(sole).measures for sole in (WAVY, broad))
    assert other["truncated_arch_index"].value == pytest.approx(one["truncated_arch_index"].value, abs=0.002)
    assert other["arch_index"].value < one["arch_index"].value - 0.01


@pytest.mark.parametrize("name", ["planus", "rectus", "cavus"])
def test_the_curve_over_thresholds_is_that_of_the_model(name: str) -> None:
    parameters = StepParameters(getattr(FootShape, name)(), progression_angle=8.0)
    step = without_errors(simulate_step(parameters, GRID).recording).steps[0]
    curve = arch_index_curve(context_of(step), [5.0, 10.0, 15.0, 20.0, 30.0])
    assert curve.thresholds.tolist() == [5.0, 10.0, 15.0, 20.0, 30.0]
    truth = [foot_truth(parameters, threshold).arch_index for threshold in curve.thresholds]
    assert curve.values == pytest.approx(truth, abs=0.012)
    assert (np.diff(curve.values) < 0).all()


def test_the_curve_says_what_an_analysis_at_that_threshold_says() -> None:
    recording = simulate_step(StepParameters(progression_angle=8.0), GRID).recording
    curve = arch_index_curve(context_of(without_errors(recording).steps[0]))
    assert curve.thresholds[0] == pytest.approx(threshold_used(context_of(without_errors(recording).steps[0])))
    assert curve.values[0] == without_errors(recording).steps[0].measures["arch_index"].value
    for threshold, value in list(zip(curve.thresholds, curve.values, strict=True))[1:5]:
        settings = pg.AnalysisSettings(contact_threshold=float(threshold))
        anew = without_errors(recording, settings).steps[0].measures["arch_index"].value
        assert value == pytest.approx(anew, abs=0.006)


def test_the_curve_ends_where_heel_or_forefoot_is_lost() -> None:
    step = measured_about_its_axis(BLOCK, load=lambda medial, along: np.where(along < 80.0, 30.0, 90.0))
    curve = arch_index_curve(context_of(step), [5.0, 20.0, 29.0, 31.0, 60.0])
    assert curve.thresholds.tolist() == [5.0, 20.0, 29.0]
    assert curve.values == pytest.approx([1 / 3] * 3, abs=0.005)


def test_an_unreadable_print_has_no_curve() -> None:
    step = measured_about_its_axis(BLOCK)
    without = StepContext(step.frames, None, blocks("few_cells", "too few cells"), pg.AnalysisSettings())
    with pytest.raises(pg.measures.Unmeasurable, match="too few cells"):
        arch_index_curve(without)


def test_a_class_that_the_threshold_decides_is_flagged() -> None:
    """Of the middle third, half is loaded with 8 kPa: so little more is asked and it is gone."""
    step = measured_about_its_axis(BLOCK, load=soft_middle, threshold=5.0)
    assert step.measures["arch_index"].value == pytest.approx(1 / 3, abs=0.006)
    flags = [flag for flag in step.measures["arch_index"].flags if str(flag).startswith("no class")]
    assert len(flags) == 1
    curve = arch_index_curve(context_of(step), [8.0, 13.0])
    assert curve.values[1] == pytest.approx(0.2, abs=0.01)
    assert f"{curve.values[1]:.3f} at 13 kPa" in str(flags[0])
    firm = measured_about_its_axis(BLOCK, threshold=5.0)
    assert not any(str(flag).startswith("no class") for flag in firm.measures["arch_index"].flags)


@pytest.mark.parametrize(
    ("index", "name"), [(0.15, "high"), (0.21, "high"), (0.22, "medium"), (0.26, "low"), (0.4, "low")]
)
def test_classes_are_the_quartiles_with_their_ends(index: float, name: str) -> None:
    assert arch_class(index) == name
