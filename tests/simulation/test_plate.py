from __future__ import annotations

import time

import numpy as np
import pytest

from pedograph.errors import SettingsError
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side
from pedograph.simulation import Placement, Sampling, StepParameters, simulate_step

EMED = SensorGrid(row_spacing=5.0, column_spacing=5.0)
FOOTSCAN = SensorGrid(row_spacing=7.62, column_spacing=5.08)


def centre_of_pressure(recording: PressureRecording) -> FloatArray:
    """x and y in mm of every frame."""
    pressure = recording.pressure.astype(float)
    total = pressure.sum(axis=(1, 2))
    x = pressure.sum(axis=1) @ recording.grid.x(np.arange(recording.columns))
    y = pressure.sum(axis=2) @ recording.grid.y(np.arange(recording.rows))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.stack([x, y], axis=1) / total[:, None])


@pytest.mark.parametrize("angle", [0.0, 7.0, 18.0, 25.0])
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_sampled_centre_of_pressure_is_the_true_one(angle: float, side: Side) -> None:
    simulated = simulate_step(StepParameters(progression_angle=angle, side=side), EMED)
    truth = simulated.truth
    loaded = truth.force >= 20.0
    distance = centre_of_pressure(simulated.recording)[loaded] - truth.cop[loaded]
    assert np.hypot(*distance.T).max() < 0.1


@pytest.mark.parametrize("grid", [EMED, FOOTSCAN], ids=["emed", "footscan"])
def test_sampled_force_is_the_body_mass_curve(grid: SensorGrid) -> None:
    simulated = simulate_step(StepParameters(body_mass=91.0), grid)
    np.testing.assert_allclose(simulated.recording.force, simulated.truth.force, atol=0.5)
    assert simulated.recording.force.max() == pytest.approx(1.12 * 91.0 * 9.80665, rel=0.002)


def test_mirror_swaps_the_side_and_nothing_else() -> None:
    width = 40 * EMED.column_spacing
    right = simulate_step(placement=Placement(91.0, 33.0), shape=(64, 40))
    step = StepParameters(side=Side.LEFT)
    left = simulate_step(step, placement=Placement(width - 91.0, 33.0), shape=(64, 40))
    np.testing.assert_allclose(left.recording.pressure[:, :, ::-1], right.recording.pressure, atol=1e-3)
    loaded = right.truth.force > 0.0
    mirrored = left.truth.cop[loaded] * (-1.0, 1.0) + (width, 0.0)
    np.testing.assert_allclose(mirrored, right.truth.cop[loaded], atol=1e-9)
    assert (left.truth.side, right.truth.side) == (Side.LEFT, Side.RIGHT)
    for name in ("arch_index", "cpei", "length", "width", "phases", "progression_angle"):
        assert getattr(left.truth, name) == getattr(right.truth, name), name
    assert right.truth.medial[0] < 0.0 < left.truth.medial[0]


def test_half_a_turn_is_the_other_direction() -> None:
    shape = (64, 40)
    there = simulate_step(placement=Placement(91.0, 33.0), shape=shape)
    back = simulate_step(placement=Placement(200.0 - 91.0, 320.0 - 33.0, -1), shape=shape)
    np.testing.assert_allclose(back.recording.pressure[:, ::-1, ::-1], there.recording.pressure, atol=1e-3)
    assert back.truth.direction == -1


def test_shift_by_whole_cells_shifts_the_frames() -> None:
    first = simulate_step(placement=Placement(80.0, 30.0), shape=(70, 40)).recording
    second = simulate_step(placement=Placement(90.0, 45.0), shape=(70, 40)).recording
    np.testing.assert_allclose(second.pressure[:, 3:, 2:], first.pressure[:, :-3, :-2], atol=1e-3)


def test_seed_makes_the_noise() -> None:
    sampling = Sampling(noise=3.0, gain_spread=0.05, seed=4)
    once, again = (simulate_step(sampling=sampling).recording.pressure for _ in range(2))
    other = simulate_step(sampling=Sampling(noise=3.0, gain_spread=0.05, seed=5)).recording.pressure
    clean = simulate_step().recording.pressure
    np.testing.assert_array_equal(once, again)
    assert (once != other).any()
    bare = (clean == 0.0) & (once > 0.0)
    assert once[bare].mean() == pytest.approx(3.0 * np.sqrt(2.0 / np.pi), rel=0.02)


def test_threshold_saturation_and_steps_of_the_device() -> None:
    grid = SensorGrid(5.0, 5.0, threshold=10.0, saturation=300.0)
    pressure = simulate_step(grid=grid, sampling=Sampling(quantum=5.0)).recording.pressure
    assert pressure.max() == 300.0
    assert pressure[pressure > 0.0].min() == 10.0
    assert not (pressure % 5.0).any()


def test_cells_that_are_not_there_read_nothing() -> None:
    active = np.ones((64, 40), dtype=bool)
    active[20] = False
    grid = SensorGrid(5.0, 5.0, active=active)
    simulated = simulate_step(grid=grid, placement=Placement(91.0, 33.0), shape=(64, 40))
    assert not simulated.recording.pressure[:, 20].any()
    assert simulated.recording.pressure[:, 19].any()


@pytest.mark.parametrize(
    ("placement", "shape", "frames", "complete"),
    [
        (Placement(100.0, 20.0), (64, 40), None, True),
        (Placement(100.0, -30.0), (64, 40), None, False),
        (Placement(100.0, 120.0), (64, 40), None, False),
        (Placement(20.0, 20.0), (64, 40), None, False),
        (Placement(100.0, 20.0, start=-0.2), (64, 40), None, False),
        (Placement(100.0, 20.0), (64, 40), 50, False),
    ],
    ids=["whole", "heel cut", "toes cut", "side cut", "late start", "early end"],
)
def test_cut_prints_are_not_complete(
    placement: Placement, shape: tuple[int, int], frames: int | None, complete: bool
) -> None:
    assert simulate_step(placement=placement, shape=shape, frames=frames).truth.complete is complete


def test_foot_beside_the_plate_is_refused() -> None:
    with pytest.raises(SettingsError, match="no step touches"):
        simulate_step(placement=Placement(900.0, 20.0), shape=(64, 40))
    with pytest.raises(SettingsError, match="beside the plate"):
        simulate_step(placement=Placement(-900.0, 20.0))


@pytest.mark.parametrize("change", [{"sample_rate": 0.0}, {"subcells": 0}, {"noise": -1.0}])
def test_impossible_plates_are_refused(change: dict[str, float]) -> None:
    with pytest.raises(SettingsError):
        Sampling(**change)  # type: ignore[arg-type]


def test_a_thousand_placements_of_one_foot_are_affordable() -> None:
    step = StepParameters()
    simulate_step(step, placement=Placement(90.0, 30.0), shape=(64, 40), frames=106)
    begin = time.process_time()
    for place in range(10):
        simulate_step(step, placement=Placement(90.0 + 0.3 * place, 30.0), shape=(64, 40), frames=106)
    assert (time.process_time() - begin) / 10.0 < 0.3
