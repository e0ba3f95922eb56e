"""Width along the foot: areas are kept, edges lie where they are."""

from __future__ import annotations

import numpy as np
import pytest

import pedograph as pg
from bare_analysis import without_errors
from pedograph.anatomy.profile import PrintProfile, print_profile
from pedograph.recording import SensorGrid
from pedograph.simulation import StepParameters, simulate_step
from pedograph.simulation.phantoms import rectangle


def profile_of(step: pg.StepAnalysis) -> PrintProfile:
    anatomy = step.anatomy
    assert anatomy is not None
    return print_profile(anatomy.cells, anatomy.cells.area * anatomy.toeless, anatomy.toeless_length)


@pytest.mark.parametrize("angle", [0.0, 3.0, 20.0, 45.0])
@pytest.mark.parametrize("grid", [SensorGrid(5.0, 5.0), SensorGrid(7.62, 5.08), SensorGrid(2.5, 2.5)])
def test_a_rectangle_is_as_broad_everywhere(angle: float, grid: SensorGrid) -> None:
    profile = profile_of(without_errors(rectangle(angle=angle, grid=grid, offset=(1.3, 3.1)).recording).steps[0])
    middle = profile.between(40.0, 200.0)
    tilt = 2.0  # the axis found may lie a little off the rectangle's own
    assert profile.width[middle] == pytest.approx(80.0 / np.cos(np.radians(tilt)), abs=0.02 * 80.0)
    assert profile.inner[middle] - profile.outer[middle] == pytest.approx(profile.width[middle])


@pytest.mark.parametrize("angle", [0.0, 11.0])
def test_breadths_add_up_to_the_area(angle: float) -> None:
    parameters = StepParameters(progression_angle=angle)
    step = without_errors(simulate_step(parameters, SensorGrid(5.0, 5.0, threshold=5.0)).recording).steps[0]
    anatomy, profile = step.anatomy, profile_of(step)
    assert anatomy is not None
    low, high = anatomy.borders.thirds
    third = profile.between(low, high)
    area = float(np.trapezoid(profile.width[third], profile.along[third]))
    truth = float(anatomy.cells.area * anatomy.toeless @ anatomy.cells.share_along(*profile.along[third][[0, -1]]))
    assert area == pytest.approx(truth, rel=0.01)


def test_breadths_between_places_reach_to_both() -> None:
    along = np.arange(0.0, 101.0)
    profile = PrintProfile(along, along.copy(), along / 2, -along / 2)
    assert np.sort(profile.widths_between(10.5, 12.25)) == pytest.approx([10.5, 11.0, 12.0, 12.25])
