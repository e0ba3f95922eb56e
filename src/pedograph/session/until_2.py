"""What a person corrected, from the tables of session files up to version 2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from pedograph.corrections import Corrections, ImportCorrection, StepCorrection
from pedograph.formats.pedograph.layout import Values
from pedograph.recording import Footstep, Side
from pedograph.session.stored_values import object_from, rows_of
from pedograph.settings import AnalysisSettings
from pedograph.steps import CleanFrames, StepFrames, cells_in_box, find_steps, step_frames


def corrections_until_2(values: Mapping[str, Values]) -> Corrections:
    """The corrections of a recording from its tables.

    Raises
    ------
    ValueError, SettingsError
        If they make none.
    """
    sides = {step: Side(side) for step, side in rows_of(values["corrections"], "step", "side")}
    ends = ("step", "rear_x", "rear_y", "front_x", "front_y")
    axes = {step: ((x, y), (to_x, to_y)) for step, x, y, to_x, to_y in rows_of(values["axes_by_hand"], *ends)}
    toe_lines = _by_step(rows_of(values["toe_lines_by_hand"], "step", "x", "y"))
    cells = _by_step(rows_of(values["cells_left_out"], "step", "row", "column"))
    steps = tuple(
        (step, StepCorrection(sides.get(step), "", axes.get(step), toe_lines.get(step), cells.get(step, ())))
        for step in sorted({*sides, *axes, *toe_lines, *cells})
    )
    return Corrections(ImportCorrection.from_dict(object_from(values[""]["reading"])), steps)


def detected_until_2(
    footsteps: Sequence[Footstep], corrections: Corrections, frames: CleanFrames, settings: AnalysisSettings
) -> tuple[StepFrames, ...]:
    """The steps before they were corrected, which these files do not hold: they are searched for once more.

    Parameters
    ----------
    footsteps : sequence of Footstep
        As they are stored, corrected.
    corrections : Corrections
        What was corrected.
    frames : CleanFrames
        The cleaned frames of the recording.
    settings : AnalysisSettings
        How it was analysed.
    """
    changed = {index for index, one in corrections.steps if one.side is not None or one.cells_left_out}
    if not changed:
        return tuple(step_frames(footstep, frames) for footstep in footsteps)
    found = find_steps(footsteps[0].recording, frames, settings).steps
    return tuple(
        step_frames(_before(one, corrections.step(one.index), found) if one.index in changed else one, frames)
        for one in footsteps
    )


def _before(stored: Footstep, correction: StepCorrection, found: Sequence[StepFrames]) -> Footstep:
    """A step with its cells and its side as they were found."""
    out = cells_in_box(stored, correction.cells_left_out)
    for one in (step.footstep for step in found):
        same_box = (one.frames, one.rows, one.columns) == (stored.frames, stored.rows, stored.columns)
        if same_box and np.array_equal(one.mask & ~out, stored.mask):
            whole = replace(stored, mask=one.mask)
            if correction.side is None:
                return whole
            return replace(whole, side=one.side, side_confidence=one.side_confidence)
    # another version may have found steps that this one does not: its cells are put back, its side is not known
    whole = replace(stored, mask=stored.mask | out)
    return whole if correction.side is None else replace(whole, side=Side.UNKNOWN, side_confidence=0.5)


def _by_step(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    """Points or cells of each step that has any."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for step, *place in rows:
        found[step].append(tuple(place))
    return {step: tuple(places) for step, places in found.items()}
