"""The steepest change of peak pressure, on slopes that can be written down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pedograph.measures import StepContext
from pedograph.measures.load.gradient import peak_gradients
from pedograph.measures.load.pressure import peak_pressure_gradient
from pedograph.recording import FloatArray, Footstep, PressureRecording, SensorGrid, Side, Track
from pedograph.settings import AnalysisSettings
from pedograph.steps import StepFrames

SHAPE = (30, 14)


def frames_of(image: FloatArray, grid: SensorGrid, tracks: tuple[Track, ...] = ()) -> StepFrames:
    """A step of one frame, of every loaded cell."""
    recording = PressureRecording(image[None], [0.0], grid, tracks=tracks)
    rows, columns = np.nonzero(image)
    step = Footstep(recording, 0, 0, 1, 0, 0, image > 0)
    return StepFrames(step, rows, columns, image[rows, columns][None])


def steepest(step: StepFrames) -> float:
    return peak_pressure_gradient(StepContext(step, None, None, AnalysisSettings()))


def plane(grid: SensorGrid, slope: float, angle: float) -> FloatArray:
    """Pressure that rises by so many kPa/mm at an angle from the walking direction, over the whole plate."""
    y, x = grid.y(np.arange(SHAPE[0]))[:, None], grid.x(np.arange(SHAPE[1]))[None, :]
    image = slope * (x * np.sin(angle) + y * np.cos(angle))
    return np.asarray(image - image.min() + 50.0)


@pytest.mark.parametrize("angle", [0.0, 20.0, 45.0, 90.0, 200.0])
@pytest.mark.parametrize("grid", [SensorGrid(5.0, 5.0), SensorGrid(7.62, 5.08)], ids=["square", "oblong"])
def test_a_slope_is_found_whatever_way_it_runs(grid: SensorGrid, angle: float) -> None:
    """Over the whole plate: at its edge there is no sensor, and so no step down to 0."""
    step = frames_of(plane(grid, 2.5, np.radians(angle)), grid)
    np.testing.assert_allclose(peak_gradients(step), 2.5, rtol=1e-9)
    assert steepest(step) == pytest.approx(2.5)


@pytest.mark.parametrize("cropped", [False, True])
def test_the_border_of_a_cropped_plate_is_not_its_edge(cropped: bool) -> None:
    grid = SensorGrid(5.0, 4.0, cropped=cropped)
    step = frames_of(np.full(SHAPE, 100.0), grid)
    # beyond the border there are bare cells: 100 kPa over two cells, both ways at a corner
    corner = float(np.hypot(100.0 / 10.0, 100.0 / 8.0))
    assert steepest(step) == pytest.approx(corner if cropped else 0.0, abs=1e-9)


def test_the_rim_of_a_print_falls_off_to_nothing() -> None:
    image = np.zeros(SHAPE)
    image[4:20, 3:10] = 80.0
    gradients = peak_gradients(frames_of(image, SensorGrid(5.0, 5.0)))
    rim = 80.0 / 10.0
    values, counts = np.unique(np.round(gradients, 9), return_counts=True)
    assert values == pytest.approx([0.0, rim, rim * np.sqrt(2.0)])
    assert counts.tolist() == [14 * 5, 2 * (14 + 5), 4]


def test_it_is_bound_to_the_resolution() -> None:
    """The same print on cells of half the size: its rim is twice as steep, a slope inside it is not."""
    image = np.zeros(SHAPE)
    image[4:20, 3:10] = 80.0
    coarse = steepest(frames_of(image, SensorGrid(6.0, 6.0)))
    fine = steepest(frames_of(image.repeat(2, axis=0).repeat(2, axis=1), SensorGrid(3.0, 3.0)))
    assert fine == pytest.approx(2.0 * coarse)


def test_sensors_that_do_not_exist_are_no_neighbours() -> None:
    """An insole ends where its cells end; another insole's cells are not next to it."""
    grid = SensorGrid(5.0, 5.0)
    active = np.ones(SHAPE, dtype=bool)
    active[:, 9:] = False
    image = np.where(active, plane(grid, 1.5, 0.3), 0.0)
    shaped = frames_of(image, SensorGrid(5.0, 5.0, active=active))
    np.testing.assert_allclose(peak_gradients(shaped), 1.5, rtol=1e-9)
    tracks = (Track(Side.LEFT, 0, 9), Track(Side.RIGHT, 9, 5))
    np.testing.assert_allclose(peak_gradients(frames_of(image, grid, tracks)), 1.5, rtol=1e-9)
    assert steepest(frames_of(image, grid)) > 5.0


@pytest.mark.parametrize("turn", [lambda image: image[:, ::-1], lambda image: image[::-1], lambda image: image.T])
def test_mirrored_and_turned_it_stays_the_same(turn: Callable[[FloatArray], FloatArray]) -> None:
    image = np.random.default_rng(3).uniform(1.0, 400.0, SHAPE)
    one, other = (np.pad(picture, 2) for picture in (image, turn(image)))
    grid = SensorGrid(5.0, 5.0)
    assert steepest(frames_of(one, grid)) == pytest.approx(steepest(frames_of(other, grid)))
