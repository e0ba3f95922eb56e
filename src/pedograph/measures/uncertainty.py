"""How sure a number is: what its value does when threshold, axis, sensor placement and endpoints move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pedograph.anatomy import FootFrame
from pedograph.anatomy.cells import Cells
from pedograph.anatomy.edges import front_end, heel_end
from pedograph.anatomy.foot import Print, turned
from pedograph.anatomy.toes import ToeLine
from pedograph.measures.arch import middle_share
from pedograph.measures.context import StepContext
from pedograph.measures.cop import CentreOfPressure, centre_of_pressure, excursion_index
from pedograph.measures.model import Unmeasurable

THRESHOLD_STEP = 5.0
"""kPa by which the contact threshold might as well have been higher."""
AXIS_ERROR = float(np.radians(2.0))
"""Standard uncertainty of the foot axis, radians."""
_GATE = 0.10
"""Share of the largest force at which the path might as well begin and end."""


def arch_index_uncertainty(context: StepContext) -> float:
    """Standard uncertainty of the arch index from threshold, axis and the placement of the sensors.

    Threshold: the change when it is raised by 5 kPa, as a rectangular distribution. Axis: the mean change when it
    is turned by 2 degrees either way. Placement: each cell on the rim of the print is covered to an unknown part,
    uniformly between none and all.
    """
    anatomy = context.anatomy
    cells, toe_line = anatomy.cells, anatomy.borders.toe_line
    value = middle_share(cells, cells.area * anatomy.toeless, anatomy.borders.thirds)
    firm = cells.peak > _raised_threshold(context)
    by_threshold = (_index(cells.part(firm), toe_line) - value) / np.sqrt(3) if firm.any() else value
    by_axis = [_index_turned(context, turn) - value for turn in (-AXIS_ERROR, AXIS_ERROR)]
    by_placement = _placement(context, cells, value)
    return float(np.sqrt(by_threshold**2 + np.mean(np.square(by_axis)) + by_placement**2))


def _raised_threshold(context: StepContext) -> float:
    """5 kPa above the least pressure that counts: that of the settings, of the device, or seen in the print."""
    device = context.step.footstep.recording.grid.threshold or 0.0
    return max(context.settings.contact_threshold, device, float(context.step.peak.min())) + THRESHOLD_STEP


def _index(cells: Cells, toe_line: ToeLine) -> float:
    """Arch index with the ends of the print found anew."""
    heel, front = heel_end(cells), front_end(cells, toe_line)
    third = (front - heel) / 3
    return middle_share(cells, cells.area * toe_line.share_behind(cells), (heel + third, heel + 2 * third))


def _index_turned(context: StepContext, turn: float) -> float:
    """Arch index about an axis turned by so many radians."""
    anatomy = context.anatomy
    frame = turned(anatomy.frame, anatomy.heel_centre, turn)
    return _index(
        Print(context.step, anatomy.rim).cells(frame), anatomy.borders.toe_line.in_frame(anatomy.frame, frame)
    )


def _placement(context: StepContext, cells: Cells, value: float) -> float:
    """Standard deviation from rim cells of unknown coverage (variance 1/12 of a cell each)."""
    area = cells.area * context.anatomy.toeless
    middle = cells.share_along(*context.anatomy.borders.thirds)
    influence = (middle - value) * area * context.anatomy.rim.on_rim / area.sum()
    return float(np.sqrt(np.sum(influence**2) / 12.0))


def cpei_uncertainty(context: StepContext) -> float:
    """Standard uncertainty of the CPEI from endpoints, axis, threshold and the placement of the sensors.

    Endpoints: the change when the path begins and ends at a tenth of the largest force. Axis: the mean change when
    it is turned by 2 degrees either way about the heel. Threshold: the change when 5 kPa are asked of a cell.
    Placement: a tenth of a cell on each of path and chord.
    """
    anatomy, path = context.anatomy, context.path
    value = excursion_index(path, anatomy)
    gated = centre_of_pressure(
        context.step, _GATE * float(context.step.force.max()), context.settings.minimum_cells
    )
    by_axis = [
        _index_of(path, context, _tilted(anatomy.frame, turn)) - value for turn in (-AXIS_ERROR, AXIS_ERROR)
    ]
    changes = [
        _index_of(gated, context) - value,
        (_index_of(_above_threshold(context), context) - value) / np.sqrt(3),
        float(np.sqrt(np.mean(np.square(by_axis)))),
        100.0 * np.sqrt(2) * 0.1 * np.sqrt(context.step.cell_area) / anatomy.width,
    ]
    return float(np.sqrt(np.sum(np.square(changes))))


def _index_of(path: CentreOfPressure, context: StepContext, frame: FootFrame | None = None) -> float:
    """The index of a changed path or frame; where it cannot be had, the doubt is as large as the index."""
    try:
        return excursion_index(path, context.anatomy, frame)
    except Unmeasurable:
        return 2 * excursion_index(context.path, context.anatomy)


def _tilted(frame: FootFrame, turn: float) -> FootFrame:
    return replace(frame, angle=frame.angle + turn)


def _above_threshold(context: StepContext) -> CentreOfPressure:
    step = context.step
    pressure = np.where(step.pressure > _raised_threshold(context), step.pressure, 0.0)
    weaker = replace(step, pressure=pressure)
    return centre_of_pressure(weaker, context.settings.force_threshold, context.settings.minimum_cells)
