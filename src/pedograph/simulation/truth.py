"""What is true of a step on a plate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from pedograph.recording import FloatArray, SensorGrid, Side
from pedograph.simulation.foot_truth import foot_truth
from pedograph.simulation.gait import StepParameters
from pedograph.simulation.phases import Phases
from pedograph.simulation.placement import Placement


@dataclass(frozen=True, eq=False)
class StepTruth:
    """What is true of one step on a plate; places are in the plate's frame.

    Parameters
    ----------
    parameters : StepParameters
        What the step was made from.
    contact_threshold : float
        kPa above which a place counts as in contact.
    side : Side
        The foot.
    direction : int
        +1 where the toes point along +y, -1 where they point along -y.
    complete : bool
        Whether the complete print lies on the plate and the whole stance within the recording.
    start : float
        s in the recording at which the foot first touches.
    heel_end, heel_centre, second_toe : float array [2]
        x and y in mm of the back of the heel on the foot axis, of its centre, and of the second toe.
    axis : float array [2]
        Unit vector along the foot axis, heel to toes.
    medial : float array [2]
        Unit vector towards the medial side.
    progression_angle : float
        Degrees from the plate's long axis to the foot axis, out-toeing positive.
    toe_line : float array [point, 2]
        Front edge of the print without toes, x and y in mm, from lateral to medial.
    outlines : tuple of float array [point, 2]
        Outlines of the contact, x and y in mm; the longest first.
    time : float array [frame]
        s of the recording's frames.
    force : float array [frame]
        N of this foot, also of what lies beside the plate.
    cop : float array [frame, 2]
        Exact centre of pressure of the continuous field, x and y in mm; NaN without force.
    zone_force : mapping of str to float array [frame]
        N of each of the ten regions; they add up to ``force``.
    phases : Phases
        Instants of the roll-over in s of the recording.
    length, width : float
        mm, of the print with toes along and of the forefoot across the foot axis.
    contact_area : float
        cm2.
    peak_pressure, peak_force : float
        kPa and N.
    arch_index, modified_arch_index : float
        Shares; see `FootTruth`.
    cpei : float
        %, positive where the path bulges laterally; see `FootTruth`.
    """

    parameters: StepParameters
    contact_threshold: float
    side: Side
    direction: int
    complete: bool
    start: float
    heel_end: FloatArray
    heel_centre: FloatArray
    second_toe: FloatArray
    axis: FloatArray
    medial: FloatArray
    progression_angle: float
    toe_line: FloatArray
    outlines: tuple[FloatArray, ...]
    time: FloatArray
    force: FloatArray
    cop: FloatArray
    zone_force: Mapping[str, FloatArray]
    phases: Phases
    length: float
    width: float
    contact_area: float
    peak_pressure: float
    peak_force: float
    arch_index: float
    modified_arch_index: float
    cpei: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "zone_force", MappingProxyType(dict(self.zone_force)))


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
    period = float(np.median(np.diff(stance))) if stance.size > 1 else 0.0
    # a plate that waits for load starts with the first frame after contact
    return on_plate and bool(stance[0] < 1.5 * period and stance[-1] > 1.0 - 1.5 * period)
