"""Lengths, widths and axes of prints of closed form."""

from __future__ import annotations

import numpy as np
import pytest
from arch_prints import WAVY, Sole, measured_about_its_axis

import pedograph as pg
from pedograph.recording import SensorGrid, Side
from pedograph.simulation import StepParameters, simulate_step
from pedograph.simulation.foot_truth import foot_truth

ANGLES = [0.0, 4.0, 15.0, 30.0]
WEDGE = Sole(lambda along: 25.0 + 0.12 * along, lambda along: -25.0 - 0.20 * along)
INNER, OUTER = (float(np.degrees(np.arctan(slope))) for slope in (0.12, 0.20))
BLOCK = Sole(lambda along: np.full_like(along, 40.0), lambda along: np.full_like(along, -40.0), 240.0)


@pytest.mark.parametrize("angle", ANGLES)
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_plantar_angle_of_a_wedge(angle: float, side: Side) -> None:
    measures = measured_about_its_axis(WEDGE, angle, side, offset=(1.3, 3.1)).measures
    assert measures["plantar_angle"].value == pytest.approx(INNER + OUTER, abs=1.5)


@pytest.mark.parametrize("angle", ANGLES)
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_axes_of_a_wedge(angle: float, side: Side) -> None:
    step = measured_about_its_axis(WEDGE, angle, side, offset=(4.2, 0.4))
    assert step.anatomy is not None
    assert step.anatomy.axes.bisector == pytest.approx((INNER - OUTER) / 2, abs=0.6)
    assert step.measures["axis_disagreement"].value == pytest.approx((OUTER - INNER) / 2, abs=0.6)


@pytest.mark.parametrize("angle", ANGLES)
def test_breadths_of_a_print_of_closed_form(angle: float) -> None:
    for side in (Side.LEFT, Side.RIGHT):
        measures = measured_about_its_axis(WAVY, angle, side, offset=(1.3, 3.1)).measures
        assert measures["heel_width"].value == pytest.approx(WAVY.width(0, 1 / 3).max(), abs=1.1)
        assert measures["midfoot_width"].value == pytest.approx(WAVY.width(1 / 3, 2 / 3).min(), abs=0.9)


@pytest.mark.parametrize("pitch", [2.5, 5.0, 8.0, 10.0])
def test_a_breadth_is_no_count_of_cells(pitch: float) -> None:
    """Over many placements the width is right on average, and its spread is a small share of a cell."""
    random = np.random.default_rng(3)
    off = []
    for _ in range(8):
        offset = (random.uniform(0, pitch), random.uniform(0, pitch))
        measures = measured_about_its_axis(WAVY, random.uniform(0, 30), pitch=pitch, offset=offset).measures
        off.append(measures["midfoot_width"].value - WAVY.width(1 / 3, 2 / 3).min())
    assert abs(float(np.mean(off))) < 0.1 * pitch
    assert float(np.std(off)) < 0.08 * pitch


@pytest.mark.parametrize("angle", ANGLES)
def test_lengths_and_width_of_a_rectangle(angle: float) -> None:
    step = measured_about_its_axis(BLOCK, angle, offset=(1.3, 3.1))
    assert step.anatomy is not None
    assert step.anatomy.length == pytest.approx(240.0, abs=1.5)
    assert step.measures["foot_width"].value == pytest.approx(80.0, abs=1.5)
    assert "no toe" in str(step.missing["foot_length"])


@pytest.mark.parametrize("angle", ANGLES)
def test_length_without_toes(angle: float) -> None:
    block = measured_about_its_axis(BLOCK, angle, offset=(1.3, 3.1))
    assert block.measures["toeless_length"].value == pytest.approx(240.0, abs=1.5)
    parameters = StepParameters(progression_angle=angle)
    simulated = simulate_step(parameters, SensorGrid(5.0, 5.0, threshold=5.0))
    rows = np.flatnonzero(foot_truth(parameters, 5.0).toeless.any(axis=1))
    measures = pg.analyze(simulated.recording).steps[0].measures
    assert measures["toeless_length"].value == pytest.approx((rows[-1] - rows[0] + 1) * 0.5, abs=1.5)
    assert measures["foot_length"].value > measures["toeless_length"].value + 20.0
