"""Whether a step was recorded whole: in time, and within the plate's edges."""

from __future__ import annotations

import numpy as np

from pedograph.recording import FloatArray, Footstep
from pedograph.steps.frames import StepFrames

_LOADED_AT_THE_END = 0.15
"""Share of the step's largest force that must be left at the first or last frame to call it cut in time."""
_CUT_WIDTH = 35.0
"""mm of loaded edge, at pressures like those inside, that show a print cut by the plate's edge."""
_CUT_PRESSURE = 0.6
"""Share of the print's median peak pressure that the loaded edge must reach."""


def why_incomplete(step: StepFrames) -> tuple[str, ...]:
    """Reasons why a step is not whole; none for a complete one."""
    return (*_cut_in_time(step), *_cut_by_edge(step))


def _cut_in_time(step: StepFrames) -> list[str]:
    foot, recording = step.footstep, step.footstep.recording
    if recording.frames < 2 or recording.task == "stand":
        return []
    limit = _LOADED_AT_THE_END * step.force.max()
    reasons = []
    if foot.start_frame == 0 and step.force[0] > limit:
        reasons.append("it had begun before the recording did")
    if foot.stop_frame == recording.frames and step.force[-1] > limit:
        reasons.append("it was still going on when the recording ended")
    return reasons


def _cut_by_edge(step: StepFrames) -> list[str]:
    """Edges at which a broad, well loaded front of cells ends: a whole foot only touches an edge."""
    recording = step.footstep.recording
    grid = recording.grid
    if grid.cropped:
        return []
    edges = (
        ("near", step.rows == 0, grid.column_spacing),
        ("far", step.rows == recording.rows - 1, grid.column_spacing),
        ("left", step.columns == 0, grid.row_spacing),
        ("right", step.columns == recording.columns - 1, grid.row_spacing),
    )
    typical = float(np.median(step.peak))
    return [
        f"it is cut by the {name} edge of the plate"
        for name, on_edge, spacing in edges
        if _is_cut(step.peak[on_edge], spacing, typical, step.peak.size)
    ]


def _is_cut(edge: FloatArray, spacing: float, typical: float, cells: int) -> bool:
    strong = np.count_nonzero(edge > _CUT_PRESSURE * typical)
    if not cells or strong * spacing < _CUT_WIDTH:
        return False
    return bool(edge.mean() > _CUT_PRESSURE * typical)


def cut_steps_are_short(footstep: Footstep, length: float, others: list[float]) -> bool:
    """Whether a step is so much shorter than the complete ones that part of the foot is missing."""
    return bool(others) and length < 0.6 * float(np.median(others)) and not footstep.incomplete
