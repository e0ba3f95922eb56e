from __future__ import annotations

import numpy as np
import pytest

from pedograph.errors import SettingsError
from pedograph.recording import FloatArray, SensorGrid, Side
from pedograph.simulation import (
    FootShape,
    FootTruth,
    Placement,
    Sampling,
    SimulatedRecording,
    StepParameters,
    foot_truth,
    simulate_step,
)

FINE = SensorGrid(row_spacing=1.0, column_spacing=1.0)
"""A plate so fine that its cells are nearly the continuous field."""


@pytest.fixture(scope="module")
def fine() -> SimulatedRecording:
    """A step out of line, on a fine plate."""
    step = StepParameters(progression_angle=14.0, side=Side.LEFT)
    return simulate_step(step, FINE, sampling=Sampling(sample_rate=200.0, subcells=1), contact_threshold=5.0)


def in_foot_frame(simulated: SimulatedRecording) -> tuple[FloatArray, FloatArray]:
    """m and y in mm of every cell, from the truth's axis."""
    truth, recording = simulated.truth, simulated.recording
    x = recording.grid.x(np.arange(recording.columns))[None, :] - truth.heel_end[0]
    y = recording.grid.y(np.arange(recording.rows))[:, None] - truth.heel_end[1]
    return x * truth.medial[0] + y * truth.medial[1], x * truth.axis[0] + y * truth.axis[1]


def behind_toe_line(simulated: SimulatedRecording) -> FloatArray:
    """Peak image of the recording without what lies in front of the toe line."""
    m, y = in_foot_frame(simulated)
    line = (simulated.truth.toe_line - simulated.truth.heel_end) @ np.stack(
        [simulated.truth.medial, simulated.truth.axis], axis=1
    )
    image = simulated.recording.peak_image.astype(float)
    return np.where(y <= np.interp(m, line[:, 0], line[:, 1]), image, 0.0)


def test_arch_index_agrees_with_a_count_of_fine_cells(fine: SimulatedRecording) -> None:
    y = in_foot_frame(fine)[1]
    print_ = behind_toe_line(fine) > 5.0
    back, front = y[print_].min(), y[print_].max()
    middle = print_ & (y > back + (front - back) / 3.0) & (y < front - (front - back) / 3.0)
    assert middle.sum() / print_.sum() == pytest.approx(fine.truth.arch_index, abs=0.002)


def test_modified_arch_index_agrees_with_fine_cells(fine: SimulatedRecording) -> None:
    y = in_foot_frame(fine)[1]
    image = behind_toe_line(fine)
    image[image <= 5.0] = 0.0
    back, front = y[image > 0.0].min(), y[image > 0.0].max()
    middle = (y > back + (front - back) / 3.0) & (y < front - (front - back) / 3.0)
    assert image[middle].sum() / image.sum() == pytest.approx(fine.truth.modified_arch_index, abs=0.001)


def test_sizes_agree_with_fine_cells(fine: SimulatedRecording) -> None:
    m, y = in_foot_frame(fine)
    contact = fine.recording.peak_image > 5.0
    assert y[contact].max() - y[contact].min() == pytest.approx(fine.truth.length, abs=1.5)
    print_ = behind_toe_line(fine) > 5.0
    back, front = y[print_].min(), y[print_].max()
    distal = print_ & (y > front - (front - back) / 3.0)
    assert m[distal].max() - m[distal].min() == pytest.approx(fine.truth.width, abs=1.5)
    assert contact.sum() / 100.0 == pytest.approx(fine.truth.contact_area, rel=0.003)
    assert fine.recording.peak_image.max() == pytest.approx(fine.truth.peak_pressure, rel=0.005)
    assert fine.recording.force.max() == pytest.approx(fine.truth.peak_force, rel=0.001)


def test_cpei_agrees_with_a_construction_on_the_plate(fine: SimulatedRecording) -> None:
    """Chord, tangent and line are built here from cells and in the plate's frame, by other means."""
    truth, recording = fine.truth, fine.recording
    m, y = in_foot_frame(fine)
    contact = recording.peak_image > 5.0
    print_ = behind_toe_line(fine) > 5.0
    # the medial tangent: turn the print until heel and forefoot reach equally far medially
    reach = y[print_].max() - y[print_].min()
    heel, fore = (
        print_ & (y < y[print_].min() + reach / 3.0),
        print_ & (y > y[print_].max() - reach / 3.0),
    )
    low, high = np.radians(-30.0), np.radians(30.0)
    for _ in range(60):
        middle = (low + high) / 2.0
        across = m * np.cos(middle) - y * np.sin(middle)
        low, high = (middle, high) if across[fore].max() > across[heel].max() else (low, middle)
    along, across = m * np.sin(low) + y * np.cos(low), m * np.cos(low) - y * np.sin(low)
    third = y[contact].min() + (y[contact].max() - y[contact].min()) * 2.0 / 3.0
    mark = (across[heel].max() + third * np.sin(low)) * np.tan(low) + third * np.cos(low)
    on_line = print_ & (np.abs(along - mark) < 1.0)
    width = across[on_line].max() - across[on_line].min() + 1.0
    loaded = recording.force >= 20.0
    weights = recording.pressure[loaded].reshape(loaded.sum(), -1).astype(float)
    weights /= weights.sum(axis=1, keepdims=True)
    u, v = weights @ along.ravel(), weights @ across.ravel()
    curve = np.interp(mark, u, v)
    chord = v[0] + (v[-1] - v[0]) * (mark - u[0]) / (u[-1] - u[0])
    assert 100.0 * (chord - curve) / width == pytest.approx(truth.cpei, abs=0.5)


def test_regions_add_up_to_the_force(fine: SimulatedRecording) -> None:
    total = sum(fine.truth.zone_force.values())
    np.testing.assert_allclose(total, fine.truth.force, atol=1e-9)


def test_heel_is_parted_by_the_foot_axis(fine: SimulatedRecording) -> None:
    m, y = in_foot_frame(fine)
    frame = int(np.argmax(fine.truth.zone_force["heel_medial"] > 100.0))
    pressure = fine.recording.pressure[frame].astype(float)
    heel = y < 45.0
    ratio = pressure[heel & (m > 0.0)].sum() / pressure[heel & (m < 0.0)].sum()
    zones = fine.truth.zone_force
    assert ratio == pytest.approx(zones["heel_medial"][frame] / zones["heel_lateral"][frame], rel=0.06)


def test_outline_encloses_the_contact_area(fine: SimulatedRecording) -> None:
    areas = []
    for x, y in (line.T for line in fine.truth.outlines):
        areas.append(0.5 * abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))))
        assert (x[0], y[0]) == pytest.approx((x[-1], y[-1]))
    assert sum(areas) / 100.0 == pytest.approx(fine.truth.contact_area, rel=0.005)


def test_arch_index_rises_as_the_arch_falls() -> None:
    found = [
        foot_truth(StepParameters(FootShape(arch_height=height)), 10.0).arch_index
        for height in (1.0, 0.8, 0.6, 0.4, 0.2, 0.0)
    ]
    assert (np.diff(found) > 0.015).all()


def test_kinds_of_feet_lie_where_the_clinic_expects_them() -> None:
    planus, rectus, cavus = (
        foot_truth(StepParameters(shape), 10.0).arch_index
        for shape in (FootShape.planus(), FootShape.rectus(), FootShape.cavus())
    )
    assert planus > 0.28
    assert 0.21 < rectus < 0.26
    assert 0.15 < cavus < 0.19


def test_cpei_falls_as_pronation_rises() -> None:
    found = [foot_truth(StepParameters(pronation=p)).cpei for p in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    assert (np.diff(found) < -3.0).all()
    assert 16.0 < found[2] < 23.0


def test_higher_threshold_means_less_contact() -> None:
    found = [FootTruth(StepParameters(), threshold) for threshold in (0.0, 10.0, 30.0)]
    assert found[0].contact_area > found[1].contact_area > found[2].contact_area
    assert found[0].arch_index > found[1].arch_index > found[2].arch_index


def test_threshold_above_every_pressure_is_refused() -> None:
    with pytest.raises(SettingsError, match="presses nowhere"):
        _ = FootTruth(StepParameters(), 5000.0).arch_index


@pytest.mark.parametrize("angle", [-10.0, 0.0, 25.0])
@pytest.mark.parametrize("direction", [1, -1])
def test_place_and_angle_leave_the_foot_as_it_is(angle: float, direction: int) -> None:
    usual = simulate_step().truth
    place = Placement(151.3, 322.7, direction, start=0.1)
    step = StepParameters(progression_angle=angle, side=Side.LEFT)
    moved = simulate_step(step, placement=place, shape=(130, 60)).truth
    for name in ("arch_index", "modified_arch_index", "cpei", "length", "width", "contact_area", "peak_force"):
        assert getattr(moved, name) == getattr(usual, name), name
    assert moved.phases.stance_time == pytest.approx(usual.phases.stance_time)
    assert moved.phases.first_contact == pytest.approx(usual.phases.first_contact + 0.1)
    assert moved.complete
    assert moved.direction == direction
    turn = np.degrees(np.arctan2(moved.axis[0], moved.axis[1] * direction)) * direction
    assert turn == pytest.approx(-angle)  # a left foot turns out to the left
