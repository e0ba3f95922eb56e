from __future__ import annotations

import numpy as np
import pytest

from pedograph.errors import SettingsError
from pedograph.simulation import FootShape, StepParameters, foot_truth
from pedograph.simulation.foot import FINE_STEP, PlantarField, plantar_field


def test_pressure_falls_to_zero_at_the_rim_and_is_nowhere_negative() -> None:
    shapes = plantar_field(FootShape()).fine_shapes
    assert shapes.min() == 0.0
    for edge in (shapes[:, 0], shapes[:, -1], shapes[:, :, 0], shapes[:, :, -1]):
        assert not edge.any()


def test_pressure_is_smooth() -> None:
    total = plantar_field(FootShape()).fine_shapes.sum(axis=0)
    steepest = max(np.abs(np.diff(total, axis=0)).max(), np.abs(np.diff(total, axis=1)).max())
    assert steepest < 0.12 * total.max()  # over half a millimetre, at the rim of the smallest toe


def test_foot_axis_runs_through_heel_centre_and_second_toe() -> None:
    foot = FootShape()
    field = PlantarField(foot)
    on_axis = field.sample(np.array([0.0, 0.0]), np.array([foot.heel_centre, foot.second_toe])).sum(axis=0)
    aside = field.sample(np.array([3.0, 3.0]), np.array([foot.heel_centre, foot.second_toe])).sum(axis=0)
    assert (on_axis >= aside).all()


@pytest.mark.parametrize("length", [225.0, 260.0, 290.0])
def test_size_scales_with_its_parameters(length: float) -> None:
    foot = FootShape(length=length, forefoot_width=length * 0.354, heel_width=length * 0.231)
    truth = foot_truth(StepParameters(foot))
    assert truth.length == pytest.approx(length, abs=2.0)
    assert truth.width == pytest.approx(0.354 * length, rel=0.06)


def test_cavus_foot_may_have_no_midfoot_contact_at_all() -> None:
    truth = foot_truth(StepParameters(FootShape(arch_height=1.0)))
    rows = np.asarray(truth.toeless.any(axis=1))
    inside = np.flatnonzero(rows)
    gap = np.count_nonzero(~rows[inside[0] : inside[-1]]) * FINE_STEP
    assert gap > 30.0
    assert truth.arch_index < 0.06


def test_toes_are_parted_from_the_metatarsal_heads_by_low_pressure() -> None:
    truth = foot_truth(StepParameters())
    m, y = truth.walking.field.fine_grid
    column = int(np.argmin(np.abs(m - 24.0)))
    line = truth.peak_image[:, column]
    head, toe = line[(y > 170) & (y < 205)].max(), line[(y > 228) & (y < 255)].max()
    valley = line[(y > 205) & (y < 228)].min()
    assert 0.0 < valley < 0.1 * min(head, toe)
    bare = foot_truth(StepParameters(FootShape(toe_bridge=0.0)))
    assert bare.peak_image[(y > 205) & (y < 228), column].min() == 0.0


@pytest.mark.parametrize(
    "change", [{"length": 900.0}, {"arch_height": 1.2}, {"pad_spread": 0.1}, {"forefoot_width": float("nan")}]
)
def test_impossible_feet_are_refused(change: dict[str, float]) -> None:
    with pytest.raises(SettingsError, match=next(iter(change))):
        FootShape(**change)
