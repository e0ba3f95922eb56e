"""Measures of the path and of balance against the model's continuous field, which knows no sensors."""

from __future__ import annotations

import numpy as np
import pytest

import pedograph as pg
from pedograph.recording import FloatArray, SensorGrid, Side
from pedograph.simulation import FootShape, StepParameters, simulate_step
from pedograph.simulation.truth import StepTruth

FEET = {"planus": FootShape.planus(), "rectus": FootShape.rectus(), "cavus": FootShape.cavus()}
CASES = [
    pytest.param(FEET[name], side, pronation, angle, id=f"{name} {side.value} {pronation:g} {angle:g}")
    for name, side, pronation, angle in (
        ("rectus", Side.RIGHT, 0.0, 0.0),
        ("rectus", Side.LEFT, 0.7, 12.0),
        ("planus", Side.RIGHT, -0.7, 20.0),
        ("cavus", Side.LEFT, 0.0, 7.0),
    )
]


def measured(shape: FootShape, side: Side, pronation: float, angle: float) -> tuple[pg.MeasureTable, StepTruth]:
    parameters = StepParameters(shape, side, pronation=pronation, progression_angle=angle)
    simulated = simulate_step(parameters, SensorGrid(2.5, 2.5, threshold=2.0))
    return pg.analyze(simulated.recording).steps[0].measures, simulated.truth


def impulse(truth: StepTruth, *zones: str) -> float:
    return float(sum(truth.zone_force[zone].sum() for zone in zones))


def medial(truth: StepTruth) -> FloatArray:
    """Distance of the true path from the foot axis, mm [frame]; NaN without force."""
    return np.asarray((truth.cop - truth.heel_end) @ truth.medial)


@pytest.mark.parametrize(("shape", "side", "pronation", "angle"), CASES)
def test_balance_is_that_of_the_zones_of_the_model(
    shape: FootShape, side: Side, pronation: float, angle: float
) -> None:
    measures, truth = measured(shape, side, pronation, angle)
    inner, outer = ("metatarsal_1", "metatarsal_2"), ("metatarsal_3", "metatarsal_4", "metatarsal_5")
    first, second = impulse(truth, *inner), impulse(truth, *outer)
    heel = [impulse(truth, f"heel_{half}") for half in ("medial", "lateral")]
    forefoot = 100.0 * (first - second) / (first + second)
    whole = 100.0 * (first + heel[0] - second - heel[1]) / (first + second + sum(heel))
    # Borders between the metatarsal heads lie where the foot's outline puts them, not where the model's parts end.
    assert measures["forefoot_balance"].value == pytest.approx(forefoot, abs=7.0)
    assert measures["foot_balance"].value == pytest.approx(whole, abs=6.0)
    assert measures["rearfoot_medial_share"].value == pytest.approx(100.0 * heel[0] / sum(heel), abs=1.5)


@pytest.mark.parametrize(("shape", "side", "pronation", "angle"), CASES)
def test_the_path_is_as_long_and_wide_as_the_true_one(
    shape: FootShape, side: Side, pronation: float, angle: float
) -> None:
    measures, truth = measured(shape, side, pronation, angle)
    gated = truth.force >= 20.0
    length = float(np.hypot(*np.diff(truth.cop[gated], axis=0).T).sum())
    assert measures["cop_length"].value == pytest.approx(length, abs=1.0)
    assert measures["cop_range_ml"].value == pytest.approx(np.ptp(medial(truth)[gated]), abs=0.8)


@pytest.mark.parametrize(("shape", "side", "pronation", "angle"), CASES)
def test_the_path_lies_beside_the_axis_as_far_as_the_true_one(
    shape: FootShape, side: Side, pronation: float, angle: float
) -> None:
    measures, truth = measured(shape, side, pronation, angle)
    flat = (truth.time >= truth.phases.forefoot_flat) & (truth.time <= truth.phases.heel_off)
    place = 100.0 * float(medial(truth)[flat].mean()) / truth.width
    assert measures["cop_medial_excursion"].value == pytest.approx(place, abs=0.5)
