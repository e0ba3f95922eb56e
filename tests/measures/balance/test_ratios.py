"""Ratios of load against loads placed by hand on known regions, and the model's own zones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pedograph as pg
from bare_analysis import without_errors
from pedograph.anatomy import FootAnatomy
from pedograph.anatomy.regions import SCHEMES, TEN
from pedograph.measures import StepContext, Unmeasurable
from pedograph.measures.balance.ratios import RATIOS, bounded_ratio
from pedograph.recording import BoolArray, FloatArray, SensorGrid, Side
from pedograph.settings import AnalysisSettings
from pedograph.simulation import StepParameters, simulate_step


@pytest.fixture(scope="module")
def step() -> pg.StepAnalysis:
    return without_errors(simulate_step(StepParameters(), SensorGrid(5.0, 5.0)).recording).steps[0]


def anatomy_of(step: pg.StepAnalysis) -> FootAnatomy:
    assert step.anatomy is not None
    return step.anatomy


def loaded(step: pg.StepAnalysis, image: FloatArray) -> dict[str, float]:
    """The ratios where each cell bears a pressure, kPa [cell], all the time."""
    frames = replace(step.frames, pressure=np.tile(image, (step.frames.time.size, 1)))
    context = StepContext(frames, step.anatomy, None, AnalysisSettings())
    found = {}
    for key, maker in RATIOS.items():
        try:
            found[key] = maker(context)
        except Unmeasurable:
            continue
    return found


def inside(step: pg.StepAnalysis, *zones: str) -> BoolArray:
    """Cells that lie completely in some zones."""
    weights = anatomy_of(step).ten[:, [TEN.index(zone) for zone in zones]].sum(axis=1)
    return np.asarray(weights == 1.0)


def bearing(cells: BoolArray, pressure: float) -> FloatArray:
    """So many kPa on some cells and none on the others, [cell]."""
    return np.asarray(pressure * cells, dtype=np.float64)


def test_loads_placed_by_hand(step: pg.StepAnalysis) -> None:
    """Cells that lie completely on one side bear 30 kPa, those completely on the other 90, and all others none."""
    cells = anatomy_of(step).cells
    medial = cells.beyond(cells.medial, (1.0, 0.0))
    parts = {
        "fore_rear_ratio": (
            inside(step, *SCHEMES["three"]["forefoot"]),
            inside(step, "heel_medial", "heel_lateral"),
        ),
        "metatarsal_1_5_ratio": (inside(step, "metatarsal_1"), inside(step, "metatarsal_5")),
        "medial_lateral_ratio": (medial == 1.0, medial == 0.0),
    }
    assert set(parts) == set(RATIOS)
    for key, (one, other) in parts.items():
        first, second = 30.0 * int(one.sum()), 90.0 * int(other.sum())
        assert min(first, second) > 0.0
        truth = (first - second) / (first + second)
        assert loaded(step, bearing(one, 30.0) + bearing(other, 90.0))[key] == pytest.approx(truth, rel=1e-9), key
        assert loaded(step, bearing(one, 1.0))[key] == pytest.approx(1.0), key
        assert loaded(step, bearing(other, 1.0))[key] == pytest.approx(-1.0), key


def test_nothing_on_either_part_is_no_ratio(step: pg.StepAnalysis) -> None:
    found = loaded(step, bearing(inside(step, "midfoot"), 50.0))
    assert "fore_rear_ratio" not in found
    assert "metatarsal_1_5_ratio" not in found
    assert -1.0 < found["medial_lateral_ratio"] < 1.0
    with pytest.raises(Unmeasurable, match="neither"):
        bounded_ratio(0.0, 0.0, "neither of them")


@given(one=st.floats(0.0, 1e6), other=st.floats(1e-3, 1e6))
def test_a_ratio_is_bounded_and_turns_its_sign(one: float, other: float) -> None:
    ratio = bounded_ratio(one, other, "")
    assert -1.0 <= ratio <= 1.0
    assert bounded_ratio(other, one, "") == pytest.approx(-ratio)


@pytest.mark.parametrize("pronation", [-0.6, 0.0, 0.6])
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_ratios_of_a_model_step(pronation: float, side: Side) -> None:
    parameters = StepParameters(side=side, pronation=pronation)
    simulated = simulate_step(parameters, SensorGrid(2.5, 2.5))
    impulse = {name: float(force.sum()) for name, force in simulated.truth.zone_force.items()}
    measures = without_errors(simulated.recording).steps[0].measures
    fore = sum(impulse[zone] for zone in SCHEMES["three"]["forefoot"])
    rear = impulse["heel_medial"] + impulse["heel_lateral"]
    first, fifth = impulse["metatarsal_1"], impulse["metatarsal_5"]
    assert measures["fore_rear_ratio"].value == pytest.approx((fore - rear) / (fore + rear), abs=0.08)
    assert measures["metatarsal_1_5_ratio"].value == pytest.approx((first - fifth) / (first + fifth), abs=0.15)


def test_more_load_on_the_medial_side_raises_what_is_positive_medial() -> None:
    values = []
    for pronation in (-0.8, -0.3, 0.3, 0.8):
        simulated = simulate_step(StepParameters(pronation=pronation), SensorGrid(5.0, 5.0))
        values.append(without_errors(simulated.recording).steps[0].measures)
    for key in ("medial_lateral_ratio", "metatarsal_1_5_ratio"):
        course = [measures[key].value for measures in values]
        assert course == sorted(course), key
        assert course[-1] - course[0] > 0.2, key


def test_an_unknown_side_has_no_medial_ratio(step: pg.StepAnalysis) -> None:
    footstep = replace(step.frames.footstep, side=Side.UNKNOWN)
    context = StepContext(replace(step.frames, footstep=footstep), step.anatomy, None, AnalysisSettings())
    for key in ("medial_lateral_ratio", "metatarsal_1_5_ratio"):
        with pytest.raises(Unmeasurable, match="left and right"):
            RATIOS[key](context)
    assert -1.0 < RATIOS["fore_rear_ratio"](context) < 1.0
