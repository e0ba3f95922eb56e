"""Whether a step was recorded whole: in time, and within the plate's edges."""

from __future__ import annotations

import numpy as np

from pedograph.notes import Note, blocks
from pedograph.recording import FloatArray, Footstep
from pedograph.steps.frames import StepFrames

_CUT_WIDTH = 18.0
"""mm of edge over which a print must run on undiminished to be cut there."""
_UNDIMINISHED = 0.6
"""Share of the next cell's peak pressure that an edge cell must reach: where a foot itself ends, it falls off more
steeply."""
_BEYOND = 130.0
"""mm from an edge within which the rest of a foot may lie beyond it."""


def why_incomplete(step: StepFrames) -> tuple[Note, ...]:
    """Reasons why a step is incomplete; none for a complete one."""
    belt = step.footstep.recording.belt_speed
    drawn_out = [blocks("drawn_out_by_belt", "the belt of the treadmill drew its print out")] * bool(belt)
    return (*_cut_in_time(step), *_cut_by_edge(step), *drawn_out)


def _cut_in_time(step: StepFrames) -> list[Note]:
    if step.footstep.recording.frames < 2 or step.stands:
        return []
    begun, going_on = step.loaded_at_ends
    reasons = []
    if begun:
        reasons.append(blocks("begun_before", "it had begun before the recording did"))
    if going_on:
        reasons.append(blocks("not_ended", "it was still going on when the recording ended"))
    return reasons


def _cut_by_edge(step: StepFrames) -> list[Note]:
    """Edges of the plate over which the print runs on."""
    recording = step.footstep.recording
    grid = recording.grid
    if grid.cropped:
        return []
    image = np.zeros((recording.rows, recording.columns))
    image[step.rows, step.columns] = step.peak
    edges = (
        ("near", image[0], image[1:2], grid.column_spacing),
        ("far", image[-1], image[-2:-1], grid.column_spacing),
        ("left", image[:, 0], image[:, 1:2].T, grid.row_spacing),
        ("right", image[:, -1], image[:, -2:-1].T, grid.row_spacing),
    )
    return [
        blocks("cut_by_edge", f"it is cut by the {name} edge of the plate")
        for name, edge, inner, spacing in edges
        if inner.size and _runs_on(edge, inner[0]) * spacing >= _CUT_WIDTH
    ]


def _runs_on(edge: FloatArray, inner: FloatArray) -> int:
    """Number of edge cells with hardly less pressure than the next cell inside."""
    return int(np.count_nonzero((inner > 0) & (edge >= _UNDIMINISHED * inner)))


def nearest_edge(step: StepFrames) -> str:
    """The near or far edge of the plate beyond which the rest of a foot may lie; empty where there is none."""
    recording = step.footstep.recording
    if recording.grid.cropped:
        return ""
    to_near = int(step.rows.min()) * recording.grid.row_spacing
    to_far = (recording.rows - 1 - int(step.rows.max())) * recording.grid.row_spacing
    if min(to_near, to_far) > _BEYOND:
        return ""
    return "near" if to_near <= to_far else "far"


def cut_steps_are_short(footstep: Footstep, length: float, others: list[float]) -> bool:
    """Whether a step is so much shorter than the complete ones that part of the foot is missing."""
    return bool(others) and length < 0.6 * float(np.median(others)) and not footstep.incomplete
