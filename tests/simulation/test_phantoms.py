from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pedograph.errors import SettingsError
from pedograph.recording import SensorGrid
from pedograph.simulation import ellipse, rectangle, two_cells
from pedograph.simulation.phantoms import Phantom

GRIDS = [SensorGrid(5.0, 5.0), SensorGrid(row_spacing=7.62, column_spacing=5.08)]


def centre(phantom: Phantom, frame: int) -> tuple[float, float]:
    recording = phantom.recording
    image = recording.pressure[frame].astype(float)
    x = float(image.sum(axis=0) @ recording.grid.x(np.arange(recording.columns)) / image.sum())
    y = float(image.sum(axis=1) @ recording.grid.y(np.arange(recording.rows)) / image.sum())
    return x, y


@pytest.mark.parametrize("make", [rectangle, ellipse])
@pytest.mark.parametrize("angle", [0.0, 12.0, 25.0, -40.0, 90.0])
@pytest.mark.parametrize("grid", GRIDS, ids=["emed", "footscan"])
def test_cells_hold_the_mean_pressure_over_their_area(
    make: Callable[..., Phantom], angle: float, grid: SensorGrid
) -> None:
    phantom = make(angle=angle, grid=grid, offset=(1.3, 2.1))
    recording, truth = phantom.recording, phantom.truth
    np.testing.assert_allclose(recording.force, truth.force, rtol=2e-4, atol=1e-6)
    middle = recording.frames // 2
    assert recording.pressure.max() == pytest.approx(100.0)
    assert recording.peak_image.sum() * grid.cell_area / 1e4 == pytest.approx(truth.area, rel=2e-4)
    # a cell at the rim is counted at its centre, wherever in it the figure ends
    assert centre(phantom, middle) == pytest.approx(tuple(truth.cop[middle]), abs=0.1)


@pytest.mark.parametrize("make", [rectangle, ellipse])
def test_arch_index_agrees_with_fine_cells(make: Callable[..., Phantom]) -> None:
    phantom = make(grid=SensorGrid(0.5, 0.5), frames=1, ramp=False)
    rows = phantom.recording.peak_image.astype(float).sum(axis=1)
    y = phantom.recording.grid.y(np.arange(rows.size)) - phantom.truth.cop[0, 1]
    middle = rows[np.abs(y) < phantom.truth.length / 6.0].sum() / rows.sum()
    assert middle == pytest.approx(phantom.truth.arch_index, abs=1e-3)


def test_rectangle_turns_clockwise_from_the_walking_direction() -> None:
    phantom = rectangle(angle=30.0)
    assert phantom.truth.axis == pytest.approx([0.5, np.sqrt(0.75)])
    image = phantom.recording.peak_image.astype(float)
    x = phantom.recording.grid.x(np.arange(image.shape[1])) - phantom.truth.cop[20, 0]
    y = phantom.recording.grid.y(np.arange(image.shape[0])) - phantom.truth.cop[20, 1]
    assert float(y @ image @ x) > 0.0


def test_load_rises_and_falls_or_stays() -> None:
    force = rectangle(frames=21).truth.force
    assert force[0] == force[-1] == 0.0
    assert force.argmax() == 10
    still = rectangle(frames=21, ramp=False).recording.force
    assert np.ptp(still) == 0.0


def test_two_cells_move_the_load_along_their_line() -> None:
    phantom = two_cells((2, 1), (12, 6))
    np.testing.assert_allclose(phantom.recording.force, phantom.truth.force, rtol=1e-5)
    for frame in (0, 13, 40):
        assert centre(phantom, frame) == pytest.approx(tuple(phantom.truth.cop[frame]), abs=1e-4)
    assert phantom.truth.cop[0] == pytest.approx([7.5, 12.5])


def test_phantom_without_load_is_refused() -> None:
    with pytest.raises(SettingsError):
        rectangle(pressure=0.0)
