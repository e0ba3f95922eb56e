"""The plate: sensor cells that average the pressure over their area, with the limits of real devices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import SettingsError
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side, Source
from pedograph.simulation.gait import StepParameters, WalkingFoot
from pedograph.simulation.truth import StepTruth, foot_truth


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
        if min(self.quantum, self.noise, self.gain_spread) < 0.0:
            raise SettingsError("quantum, noise and gain_spread cannot be negative.")


@dataclass(frozen=True)
class Placement:
    """Where and when a foot is set down.

    Parameters
    ----------
    x, y : float
        mm in the plate's frame of the heel end of the foot axis.
    direction : int
        +1 where the person walks along +y, -1 along -y.
    start : float
        s in the recording of first contact; may lie before its first frame.
    """

    x: float
    y: float
    direction: int = 1
    start: float = 0.0

    def __post_init__(self) -> None:
        if self.direction not in (-1, 1):
            raise SettingsError(f"direction is {self.direction}; it is +1 or -1.")

    def axes(self, side: Side, progression_angle: float) -> tuple[FloatArray, FloatArray]:
        """Unit vectors (x, y) along the foot axis, heel to toes, and towards the medial side."""
        outwards = 1.0 if side is Side.RIGHT else -1.0  # which way the lateral side lies while walking along +y
        angle = np.radians(progression_angle)
        axis = np.array([outwards * np.sin(angle), np.cos(angle)]) * self.direction
        return axis, np.array([-axis[1], axis[0]]) * outwards


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
    placement = placement or _inside(parameters, grid)
    shape = shape or _shape(parameters, grid, placement)
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


def step_truth(
    parameters: StepParameters,
    placement: Placement,
    grid: SensorGrid,
    shape: tuple[int, int],
    time: FloatArray,
    contact_threshold: float = 0.0,
) -> StepTruth:
    """What is true of a step set down on a plate.

    Parameters
    ----------
    parameters, placement
        The foot, and where and when it is set down.
    grid, shape
        Cells, rows and columns of the plate, which say whether the print is complete.
    time : float array [frame]
        s of the frames.
    contact_threshold : float
        kPa.
    """
    foot = foot_truth(_of_the_foot(parameters), contact_threshold)
    axis, medial = placement.axes(parameters.side, parameters.progression_angle)
    frame = np.stack([medial, axis])  # (m, y) @ frame turns into (x, y)
    origin = np.array([placement.x, placement.y])
    stance = (time - placement.start) / parameters.stance_time
    return StepTruth(
        parameters=parameters,
        contact_threshold=contact_threshold,
        side=parameters.side,
        direction=placement.direction,
        complete=_complete(foot.contact_points @ frame + origin, grid, shape, stance),
        start=placement.start,
        heel_end=origin,
        heel_centre=origin + parameters.foot.heel_centre * axis,
        second_toe=origin + parameters.foot.second_toe * axis,
        axis=axis,
        medial=medial,
        progression_angle=parameters.progression_angle,
        toe_line=foot.toe_line @ frame + origin,
        outlines=tuple(line @ frame + origin for line in foot.outlines),
        time=time,
        force=foot.walking.force(stance),
        cop=foot.centre_of_pressure(stance) @ frame + origin,
        zone_force=foot.zone_forces(stance),
        phases=foot.phases.shifted(placement.start),
        length=foot.length,
        width=foot.width,
        contact_area=foot.contact_area,
        peak_pressure=foot.peak_pressure,
        peak_force=foot.peak_force,
        arch_index=foot.arch_index,
        modified_arch_index=foot.modified_arch_index,
        cpei=foot.cpei,
    )


def _of_the_foot(parameters: StepParameters) -> StepParameters:
    """The parameters with what plays no part in the foot frame set to one value, to find kept truths by."""
    return parameters.with_changes(side=Side.RIGHT, progression_angle=0.0)


def _complete(points: FloatArray, grid: SensorGrid, shape: tuple[int, int], stance: FloatArray) -> bool:
    """Whether all points of the print are on the plate and the stance within the recording."""
    far = np.array([shape[1] * grid.column_spacing, shape[0] * grid.row_spacing])
    on_plate = bool((points >= 0.0).all() and (points <= far).all())
    period = float(np.median(np.diff(stance))) if stance.size > 1 else 1.0
    return on_plate and bool(stance[0] <= period and stance[-1] >= 1.0 - period)


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
    box = _box(parameters, placement)
    low = np.maximum(np.floor(box[0] / _spacing(grid)).astype(int), 0)
    high = np.minimum(np.ceil(box[1] / _spacing(grid)).astype(int), [total.shape[2], total.shape[1]])
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


def _spacing(grid: SensorGrid) -> FloatArray:
    """Cell size along x and y in mm."""
    return np.array([grid.column_spacing, grid.row_spacing])


def _box(parameters: StepParameters, placement: Placement) -> FloatArray:
    """Lowest and highest x and y in mm that the foot can press on, [2, 2]."""
    axis, medial = placement.axes(parameters.side, parameters.progression_angle)
    across, back, front = 0.75 * parameters.foot.forefoot_width, -20.0, parameters.foot.length + 25.0
    corners = np.array([m * medial + y * axis for m in (-across, across) for y in (back, front)])
    corners += np.array([placement.x, placement.y])
    return np.stack([corners.min(axis=0), corners.max(axis=0)])


def _inside(parameters: StepParameters, grid: SensorGrid) -> Placement:
    """A place for the foot near the corner of the plate, with a cell to spare."""
    low = _box(parameters, Placement(0.0, 0.0))[0]
    x, y = _spacing(grid) - low
    return Placement(float(x), float(y))


def _shape(parameters: StepParameters, grid: SensorGrid, placement: Placement) -> tuple[int, int]:
    """Rows and columns of a plate just large enough for the foot."""
    columns, rows = np.ceil(_box(parameters, placement)[1] / _spacing(grid)).astype(int) + 1
    if min(rows, columns) < 1:
        raise SettingsError("the foot stands beside the plate.")
    return int(rows), int(columns)
