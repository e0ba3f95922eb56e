"""Gait lines at even nodes, and left against right."""

from __future__ import annotations

import numpy as np
import pytest
from cop_phantoms import context_of, in_foot, mirrored, model, sheet

from pedograph.measures.cop.gait_line import NODES, CopCurve, cop_curve, gait_line_symmetry, mean_curve
from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray, SensorGrid, Side
from pedograph.simulation import StepParameters, simulate_step


def parabola(share: FloatArray) -> tuple[FloatArray, FloatArray]:
    return 32.0 * share * (1.0 - share), 60.0 * share - 30.0


def curve(medial: FloatArray, along: FloatArray, width: float = 80.0) -> CopCurve:
    return CopCurve(medial, along, 240.0, width)


def test_a_curve_has_the_course_at_101_even_nodes() -> None:
    context = sheet(parabola, frames=51)
    found = cop_curve(context)
    medial, along = in_foot(context, parabola, NODES)
    # Between frames the course is taken as straight: 4 h s / n ** 2 below the arc of the parabola.
    assert found.along == pytest.approx(along, abs=0.02)
    assert found.medial == pytest.approx(medial, abs=32.0 / 4 / 50**2 + 1e-4)
    assert found.stance[[0, 50, 100]] == pytest.approx([0.0, 50.0, 100.0])
    assert found.medial_share == pytest.approx(100 * found.medial / context.anatomy.width)
    assert found.along_share == pytest.approx(100 * found.along / context.anatomy.length)


def test_time_and_frame_rate_do_not_change_a_curve() -> None:
    slow, fast = cop_curve(sheet(parabola, 50.0, 81)), cop_curve(sheet(parabola, 200.0, 161))
    assert fast.medial == pytest.approx(slow.medial, abs=0.01)
    assert fast.along == pytest.approx(slow.along, abs=0.01)


def test_a_foot_and_its_mirror_lie_on_each_other() -> None:
    recording = simulate_step(StepParameters(pronation=0.3), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    right, left = (
        cop_curve(context_of(recording, Side.RIGHT)),
        cop_curve(context_of(mirrored(recording), Side.LEFT)),
    )
    found = gait_line_symmetry([left], [right])
    assert found.rms == pytest.approx(0.0, abs=1e-6)
    assert found.largest == pytest.approx(0.0, abs=1e-6)


def test_lines_apart_by_a_known_way() -> None:
    """One side lies beside the other by 3 mm and ahead by 4 mm; a third step of it is far off for its mean."""
    place = np.linspace(0.0, 1.0, NODES)
    right = curve(8 * place, 200 * place, width=90.0)
    lefts = [curve(8 * place + shift, 200 * place + 4.0, width=70.0) for shift in (1.0, 2.0, 6.0)]
    found = gait_line_symmetry(lefts, [right])
    assert [found.rms, found.largest] == pytest.approx([5.0, 5.0])
    assert [found.rms_share, found.largest_share] == pytest.approx([100 * 5 / 80, 100 * 5 / 80])
    assert found.left.medial == pytest.approx(8 * place + 3.0)


def test_a_wave_apart_has_the_rms_of_a_wave() -> None:
    place = np.arange(NODES) / NODES
    right = curve(0 * place, 200 * place)
    left = curve(5 * np.sin(2 * np.pi * place), 200 * place)
    found = gait_line_symmetry([left], [right])
    assert found.rms == pytest.approx(5 / np.sqrt(2))
    assert found.largest == pytest.approx(5.0, abs=0.01)
    assert found.largest_at == pytest.approx(25.0, abs=1.0) or found.largest_at == pytest.approx(76.0, abs=1.0)


def test_a_foot_that_pronates_more_is_told_from_the_other() -> None:
    left = [cop_curve(model(StepParameters(side=Side.LEFT, pronation=0.5)))]
    right = [cop_curve(model(StepParameters(side=Side.RIGHT, pronation=value))) for value in (0.5, -0.2)]
    alike, apart = gait_line_symmetry(left, right[:1]), gait_line_symmetry(left, right[1:])
    assert alike.rms < 0.5
    assert apart.rms > 3.0
    assert float((apart.left.medial - apart.right.medial).mean()) > 2.0


def test_one_foot_alone_has_no_symmetry() -> None:
    one = curve(np.zeros(NODES), np.linspace(0.0, 200.0, NODES))
    with pytest.raises(Unmeasurable, match="right foot"):
        gait_line_symmetry([one], [])
    with pytest.raises(Unmeasurable, match="left foot"):
        gait_line_symmetry([], [one])
    with pytest.raises(Unmeasurable, match="no gait line"):
        mean_curve([])
