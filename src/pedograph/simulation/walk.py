"""A person walking over a plate: several steps of both feet, in either direction, some cut by its ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pedograph.errors import SettingsError
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation.gait import StepParameters
from pedograph.simulation.placement import Placement
from pedograph.simulation.plate import Sampling, SimulatedRecording, simulate_steps

FOOTSCAN_GRID = SensorGrid(row_spacing=7.62, column_spacing=5.08)
"""Cells of a footscan plate, 7.62 mm along and 5.08 mm across."""

FOOTSCAN_2M = (256, 63)
"""Rows and columns of the plate of 2 m."""

FOOTSCAN_SAMPLING = Sampling(sample_rate=126.0, quantum=0.1 / FOOTSCAN_GRID.newton_per_kilopascal)
"""A footscan plate of 2 m: 126 Hz, readings to 0.1 N a cell."""


@dataclass(frozen=True)
class Walk:
    """How a person crosses a plate.

    Parameters
    ----------
    step_length : float
        mm along the line of progression between the heels of one step and the next.
    step_width : float
        mm across it between the left and the right heels.
    step_time : float
        s from one first contact to the next.
    first_side : Side
        The foot that comes first.
    first_heel : float
        mm from the end of the plate where the person comes from to the heel of the first foot; below 0 the
        first print is cut.
    centre : float, optional
        x in mm of the line of progression; the middle of the plate by default.
    direction : int
        +1 for walking along +y, -1 along -y.
    variation : float
        How much steps differ from one another: 0 not at all, 1 as in a healthy adult.
    seed : int
        Seed of the variation.
    """

    step_length: float = 630.0
    step_width: float = 90.0
    step_time: float = 0.55
    first_side: Side = Side.LEFT
    first_heel: float = 40.0
    centre: float | None = None
    direction: int = 1
    variation: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        if not (50.0 <= self.step_length <= 2000.0 and 0.05 <= self.step_time <= 5.0):
            raise SettingsError("step_length must lie between 50 and 2000 mm, step_time between 0.05 and 5 s.")
        if self.seed < 0:
            raise SettingsError(f"seed is {self.seed}; it must be 0 or more.")
        if self.direction not in (-1, 1) or self.first_side not in (Side.LEFT, Side.RIGHT):
            raise SettingsError("direction is +1 or -1 and first_side is left or right.")


def simulate_walk(
    parameters: StepParameters | None = None,
    walk: Walk | None = None,
    *,
    other: StepParameters | None = None,
    grid: SensorGrid = FOOTSCAN_GRID,
    shape: tuple[int, int] = FOOTSCAN_2M,
    sampling: Sampling = FOOTSCAN_SAMPLING,
    frames: int | None = None,
    contact_threshold: float | None = None,
) -> SimulatedRecording:
    """A walk over a plate, recorded from the first contact on.

    Parameters
    ----------
    parameters : StepParameters, optional
        Both feet's steps; the sides are set by the walk.
    walk : Walk, optional
        Where and when the feet are set down.
    other : StepParameters, optional
        The foot that does not come first, where it differs.
    grid, shape, sampling
        The plate; by default a footscan of 2 m.
    frames : int, optional
        Number of frames; by default until the last foot has left. Fewer cut the last steps in time.
    contact_threshold : float, optional
        kPa at which the truth takes contact; by default the least that the plate reports.

    Returns
    -------
    SimulatedRecording
        The recording, and the truth of every step that touches the plate.
    """
    walk = walk or Walk()
    first = parameters or StepParameters()
    steps = _steps(first, other or first, walk, grid, shape)
    whole = simulate_steps(steps, grid, shape, sampling=sampling, contact_threshold=contact_threshold)
    loaded = np.flatnonzero(whole.recording.pressure.any(axis=(1, 2)))
    if not loaded.size:
        raise SettingsError("no step presses hard enough for the plate to notice.")
    early = float(loaded[0] / sampling.sample_rate)
    return simulate_steps(
        [(step, replace(place, start=place.start - early)) for step, place in steps],
        grid,
        shape,
        sampling=sampling,
        frames=frames or int(loaded[-1] - loaded[0]) + 2,
        contact_threshold=contact_threshold,
    )


def cropped(recording: PressureRecording, margin: int = 1) -> PressureRecording:
    """The part of a recording that is ever loaded, as devices store it.

    Parameters
    ----------
    recording : PressureRecording
        The whole plate.
    margin : int
        Empty rows and columns to leave around the print.

    Returns
    -------
    PressureRecording
        The same frames with fewer rows and columns; its grid knows where on the plate they lie.
    """
    rows = np.flatnonzero(recording.peak_image.any(axis=1))
    columns = np.flatnonzero(recording.peak_image.any(axis=0))
    if not rows.size:
        return recording
    top, left = max(int(rows[0]) - margin, 0), max(int(columns[0]) - margin, 0)
    part = recording.pressure[:, top : rows[-1] + margin + 1, left : columns[-1] + margin + 1]
    grid, active = recording.grid, recording.grid.active
    if active is not None:
        active = active[top : rows[-1] + margin + 1, left : columns[-1] + margin + 1]
    place = replace(
        grid,
        active=active,
        first_row=grid.first_row + top,
        first_column=grid.first_column + left,
        cropped=True,
    )
    return replace(recording, pressure=part, grid=place)


def _steps(
    first: StepParameters, other: StepParameters, walk: Walk, grid: SensorGrid, shape: tuple[int, int]
) -> list[tuple[StepParameters, Placement]]:
    """Every step from the first heel to the far end of the plate."""
    random = np.random.default_rng(walk.seed)
    plate = shape[0] * grid.row_spacing
    centre = shape[1] * grid.column_spacing / 2.0 if walk.centre is None else walk.centre
    steps: list[tuple[StepParameters, Placement]] = []
    along, start, side = walk.first_heel, 0.0, walk.first_side
    while along < plate:
        parameters = (other if len(steps) % 2 else first).with_changes(side=side)
        across = centre + (0.5 if side is Side.RIGHT else -0.5) * walk.step_width * walk.direction
        y = along if walk.direction > 0 else plate - along
        across += 6.0 * walk.variation * float(random.normal())
        parameters = _varied(parameters, walk.variation, random)
        steps.append((parameters, Placement(across, y, walk.direction, start)))
        along += walk.step_length * (1.0 + 0.02 * walk.variation * float(random.normal()))
        start += walk.step_time * (1.0 + 0.02 * walk.variation * float(random.normal()))
        side = side.other
    return steps


def _varied(parameters: StepParameters, variation: float, random: np.random.Generator) -> StepParameters:
    """The step as it comes this time."""
    if variation == 0.0:
        return parameters
    angle, pronation, time, push = (variation * random.normal(0.0, (1.5, 0.06, 0.015, 0.015))).tolist()
    return parameters.with_changes(
        progression_angle=parameters.progression_angle + angle,
        pronation=float(np.clip(parameters.pronation + pronation, -1.0, 1.0)),
        stance_time=parameters.stance_time * (1.0 + time),
        second_peak=parameters.second_peak * (1.0 + push),
    )
