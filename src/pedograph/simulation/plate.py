"""The plate: sensor cells that average the pressure over their area, with the limits of real devices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import SettingsError
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Source
from pedograph.simulation.gait import StepParameters, WalkingFoot
from pedograph.simulation.placement import Placement, box, inside, shape_for, spacing
from pedograph.simulation.truth import StepTruth, step_truth


@dataclass(frozen=True)
class Sampling:
    """How a plate turns pressure into numbers; threshold and saturation belong to the `SensorGrid`.

    Parameters
    ----------
    sample_rate : float
        Frames per second.
    subcells : int
        The mean pressure of a cell is taken over subcells x subcells places.
    quantum : float
        kPa; readings are whole multiples of it; 0 keeps them as they are.
    noise : float
        kPa; standard deviation of the Gaussian noise of each reading, before the threshold.
    gain_spread : float
        Standard deviation of the cells' gains, which stay the same over time; 0.05 is 5 %.
    seed : int
        Seed of gains and noise.
    """

    sample_rate: float = 100.0
    subcells: int = 4
    quantum: float = 0.0
    noise: float = 0.0
    gain_spread: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1.0 <= self.sample_rate <= 10_000.0:
            raise SettingsError(f"sample_rate is {self.sample_rate}; it must lie between 1 and 10000 Hz.")
        if not 1 <= self.subcells <= 64:
            raise SettingsError(f"subcells is {self.subcells}; it must lie between 1 and 64.")
        if not all(0.0 <= value < np.inf for value in (self.quantum, self.noise, self.gain_spread)):
            raise SettingsError("quantum, noise and gain_spread must be 0 or more.")
        if self.seed < 0:
            raise SettingsError(f"seed is {self.seed}; it must be 0 or more.")


@dataclass(frozen=True, eq=False)
class SimulatedRecording:
    """A recording and what is true of the steps in it.

    Parameters
    ----------
    recording : PressureRecording
        What the plate says.
    truths : tuple of StepTruth
        One for each step, in order of first contact.
    """

    recording: PressureRecording
    truths: tuple[StepTruth, ...]

    @property
    def truth(self) -> StepTruth:
        """The first step's truth."""
        return self.truths[0]


def simulate_step(
    parameters: StepParameters | None = None,
    grid: SensorGrid | None = None,
    *,
    sampling: Sampling | None = None,
    placement: Placement | None = None,
    shape: tuple[int, int] | None = None,
    frames: int | None = None,
    contact_threshold: float | None = None,
) -> SimulatedRecording:
    """One step on a plate.

    Parameters
    ----------
    parameters : StepParameters, optional
        The step; a rectus right foot of a person of 70 kg by default.
    grid : SensorGrid, optional
        Cells of 5 x 5 mm without threshold by default.
    sampling : Sampling, optional
        Rate, quadrature, quantisation and noise.
    placement : Placement, optional
        Where and when; by default well inside a plate that is just large enough, walking along +y.
    shape : (int, int), optional
        Rows and columns of the plate; by default as many as the foot needs.
    frames : int, optional
        Number of frames; by default until the foot has left.
    contact_threshold : float, optional
        kPa at which the truth takes contact; by default the least that the plate reports.

    Returns
    -------
    SimulatedRecording
        The recording and the truth of its one step.

    Raises
    ------
    SettingsError
        If the foot nowhere touches the plate.
    """
    parameters = parameters or StepParameters()
    grid = grid or SensorGrid(row_spacing=5.0, column_spacing=5.0)
    placement = placement or inside(parameters, grid)
    shape = shape or shape_for(parameters, grid, placement)
    return simulate_steps(
        [(parameters, placement)],
        grid,
        shape,
        sampling=sampling,
        frames=frames,
        contact_threshold=contact_threshold,
    )


def simulate_steps(
    steps: Sequence[tuple[StepParameters, Placement]],
    grid: SensorGrid,
    shape: tuple[int, int],
    *,
    sampling: Sampling | None = None,
    frames: int | None = None,
    contact_threshold: float | None = None,
) -> SimulatedRecording:
    """Steps of one person on one plate.

    Parameters
    ----------
    steps : sequence of (StepParameters, Placement)
        Each foot, and where and when it is set down.
    grid : SensorGrid
        The cells.
    shape : (int, int)
        Rows and columns of the plate.
    sampling, frames, contact_threshold
        As for `simulate_step`.

    Returns
    -------
    SimulatedRecording
        Steps that touch the plate during the recording have a truth.
    """
    sampling = sampling or Sampling()
    end = max(place.start + step.stance_time for step, place in steps)
    count = frames or int(np.ceil(end * sampling.sample_rate)) + 1
    time = np.arange(count) / sampling.sample_rate
    least = max(grid.threshold or 0.0, sampling.quantum / 2.0)
    threshold = least if contact_threshold is None else contact_threshold
    total = np.zeros((count, *shape))
    truths = []
    for step, place in sorted(steps, key=lambda item: item[1].start):
        if _add(total, step, place, grid, time, sampling.subcells):
            truths.append(step_truth(step, place, grid, shape, time, threshold))
    if not truths:
        raise SettingsError("no step touches the plate while it records.")
    source = Source(format="simulation")
    recording = PressureRecording(_read(total, grid, sampling), time, grid, source)
    return SimulatedRecording(recording, tuple(truths))


def _add(
    total: FloatArray,
    parameters: StepParameters,
    placement: Placement,
    grid: SensorGrid,
    time: FloatArray,
    subcells: int,
) -> bool:
    """Add a step's pressure to the frames; False where it never touches plate and recording."""
    walking = WalkingFoot(parameters)
    frames = np.flatnonzero(walking.force((time - placement.start) / parameters.stance_time) > 0.0)
    reach = box(parameters, placement)
    low = np.maximum(np.floor(reach[0] / spacing(grid)).astype(int), 0)
    high = np.minimum(np.ceil(reach[1] / spacing(grid)).astype(int), [total.shape[2], total.shape[1]])
    if not frames.size or (high <= low).any():
        return False
    columns, rows = (np.arange(a, b) for a, b in zip(low, high, strict=True))
    shapes = cell_means(walking, placement, grid, rows, columns, subcells)
    stance = (time[frames] - placement.start) / parameters.stance_time
    pressure = np.tensordot(walking.pressures(stance), shapes, axes=1)
    if not pressure.any():
        return False
    total[frames[0] : frames[-1] + 1, low[1] : high[1], low[0] : high[0]] += pressure
    return True


def cell_means(
    walking: WalkingFoot,
    placement: Placement,
    grid: SensorGrid,
    rows: FloatArray,
    columns: FloatArray,
    subcells: int,
) -> FloatArray:
    """Mean of each part's shape over each cell.

    Parameters
    ----------
    walking : WalkingFoot
        The foot.
    placement : Placement
        Where it stands.
    grid : SensorGrid
        The cells.
    rows, columns : int array
        The cells wanted.
    subcells : int
        Places a cell and direction.

    Returns
    -------
    float array [part, row, column]
    """
    offsets = (np.arange(subcells) + 0.5) / subcells
    x = (columns[:, None] + offsets).ravel() * grid.column_spacing - placement.x
    y = (rows[:, None] + offsets).ravel() * grid.row_spacing - placement.y
    axis, medial = placement.axes(walking.parameters.side, walking.parameters.progression_angle)
    shapes = walking.field.sample(
        x[None, :] * medial[0] + y[:, None] * medial[1],
        x[None, :] * axis[0] + y[:, None] * axis[1],
    )
    cells = shapes.reshape(shapes.shape[0], rows.size, subcells, columns.size, subcells)
    return np.asarray(cells.mean(axis=(2, 4)))


def _read(pressure: FloatArray, grid: SensorGrid, sampling: Sampling) -> NDArray[np.float32]:
    """What the device reports: gain, noise, saturation, threshold and quantisation act in this order."""
    random = np.random.default_rng(sampling.seed)
    if sampling.gain_spread > 0.0:
        pressure = pressure * np.maximum(random.normal(1.0, sampling.gain_spread, pressure.shape[1:]), 0.0)
    if sampling.noise > 0.0:
        pressure = np.maximum(pressure + random.normal(0.0, sampling.noise, pressure.shape), 0.0)
    if grid.saturation is not None:
        pressure = np.minimum(pressure, grid.saturation)
    if grid.threshold is not None:
        pressure = np.where(pressure < grid.threshold, 0.0, pressure)
    if sampling.quantum > 0.0:
        pressure = np.round(pressure / sampling.quantum) * sampling.quantum
    if grid.active is not None:
        pressure = np.where(grid.active, pressure, 0.0)
    return pressure.astype(np.float32)
