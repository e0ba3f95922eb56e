"""The axes of a foot and the flag where they disagree."""

from __future__ import annotations

import numpy as np
import pytest

import pedograph as pg
from bare_analysis import without_errors
from corrected_steps import with_foot
from pedograph.corrections import StepCorrection
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side
from pedograph.simulation import StepParameters, simulate_step
from pedograph.simulation.phantoms import ellipse


def turned_axis(recording: PressureRecording, axis: FloatArray, turn: float) -> pg.StepAnalysis:
    """The phantom measured about an axis through its centre, turned by so many degrees towards +x."""
    analysis = without_errors(recording)
    centre = np.array([analysis.steps[0].path.x.mean(), analysis.steps[0].path.y.mean()])
    cosine, sine = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    way = np.array([axis[0] * cosine + axis[1] * sine, axis[1] * cosine - axis[0] * sine]) * 100.0
    heel, ahead = (tuple((centre + sign * way).tolist()) for sign in (-1, 1))
    return with_foot(analysis, 0, StepCorrection(axis=(heel, ahead))).steps[0]


@pytest.mark.parametrize("angle", [0.0, 9.0, 20.0])
@pytest.mark.parametrize("turn", [-6.0, 0.0, 4.0])
def test_the_principal_axis_is_where_the_area_spreads(angle: float, turn: float) -> None:
    phantom = ellipse(angle=angle, offset=(1.3, 3.1))
    step = turned_axis(phantom.recording, phantom.truth.axis, turn)
    assert step.anatomy is not None
    towards_inner = 1.0 if step.side is not Side.LEFT else -1.0
    assert step.anatomy.axes.principal == pytest.approx(towards_inner * turn, abs=0.15)


def test_axes_turn_with_the_frame_and_the_plantar_angle_stays() -> None:
    analysis = without_errors(simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording)
    one = analysis.steps[0].anatomy
    assert one is not None
    (ax, ay), x, y = one.frame.axis, one.frame.x, one.frame.y
    mx, my = one.frame.inner
    ahead = (
        x + 200.0 * ax + 200.0 * np.tan(np.radians(2.0)) * mx,
        y + 200.0 * ay + 200.0 * np.tan(np.radians(2.0)) * my,
    )
    other = with_foot(analysis, 0, StepCorrection(axis=((x, y), ahead))).steps[0].anatomy
    assert other is not None
    assert other.axes.principal == pytest.approx(one.axes.principal - 2.0, abs=1e-6)
    assert other.axes.bisector == pytest.approx(one.axes.bisector - 2.0, abs=0.5)
    assert other.axes.plantar_angle == pytest.approx(one.axes.plantar_angle, abs=1.0)


def spurred(size: float) -> PressureRecording:
    """A print with a bump of so many mm at the medial side of the heel, which turns the inner tangent."""
    y, x = (np.mgrid[0:100, 0:60] + 0.5) * 3.0
    along, medial = y - 30.0, -(x - 90.0)
    inner = 28.0 + 0.06 * along + size * (np.abs(along - 60.0) < 9.0)
    inside = (along > 0) & (along < 225) & (medial < inner) & (medial > -30.0 - 0.05 * along)
    course = np.sin(np.linspace(0.0, np.pi, 61))[:, None, None]
    return PressureRecording(course * inside * 90.0, np.arange(61) / 100.0, SensorGrid(3.0, 3.0), side=Side.RIGHT)


def test_axes_that_disagree_by_more_than_3_degrees_are_flagged() -> None:
    for size in (0.0, 15.0):
        step = without_errors(spurred(size)).steps[0]
        assert step.anatomy is not None
        apart = step.measures["axis_disagreement"].value
        flags = [flag for flag in step.anatomy.flags if "bisector" in str(flag)]
        assert (apart > 3.0) == (size > 0)
        assert list(map(str, flags)) == (
            [f"the foot axis lies {apart:.1f} degrees off the bisector of the foot's sides"] if size else []
        )
        assert set(flags) <= set(step.measures["arch_index"].flags)


def test_an_axis_that_a_person_set_is_not_doubted() -> None:
    analysis = without_errors(spurred(15.0))
    step = with_foot(analysis, 0, StepCorrection(axis=((90.0, 40.0), (90.0, 240.0)))).steps[0]
    assert step.anatomy is not None
    assert not any("bisector" in str(flag) for flag in step.anatomy.flags)
    assert "axis set by hand" in map(str, step.measures["arch_index"].flags)
