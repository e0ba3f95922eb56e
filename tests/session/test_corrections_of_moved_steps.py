"""A correction is taken back in the step it was made of, also where the program by now finds other steps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import pedograph as pg
import pedograph.analysis
from corrected_steps import with_foot, with_side
from pedograph.corrections import StepCorrection
from pedograph.recording import PressureRecording, Side
from pedograph.session import new_session, now, open_session, save_session, with_recording
from pedograph.settings import AnalysisSettings
from pedograph.steps import CleanFrames, FoundSteps, find_steps

QUICK = AnalysisSettings(uncertainties=False)


def _all_but_the_first(
    recording: PressureRecording, frames: CleanFrames, settings: AnalysisSettings
) -> FoundSteps:
    """What another version might find."""
    found = find_steps(recording, frames, settings)
    rest = (
        replace(step, footstep=replace(step.footstep, index=index)) for index, step in enumerate(found.steps[1:])
    )
    return replace(found, steps=tuple(rest))


@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
def test_taking_back_puts_the_cells_of_the_same_step_back(
    sample_scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    analysis = pg.analyze(pg.read(sample_scans / "walk_rectus.zip"), QUICK)
    whole = analysis.steps[0 if first else -1]
    frames = whole.frames
    cells = tuple((int(row), int(column)) for row, column in zip(frames.rows[:5], frames.columns[:5], strict=True))
    corrected = with_foot(
        with_side(analysis, whole.index, Side.RIGHT), whole.index, StepCorrection(cells_left_out=cells)
    )
    session = with_recording(new_session(), corrected, "", now())
    opened = open_session(save_session(session, tmp_path / "visit.h5")).recordings[0].analysis
    monkeypatch.setattr(pedograph.analysis, "find_steps", _all_but_the_first)
    again = with_foot(opened, whole.index).steps[whole.index]
    assert again.correction == StepCorrection(side=Side.RIGHT)
    assert (again.index, again.side) == (whole.index, Side.RIGHT)
    assert again.footstep.frames == whole.footstep.frames
    np.testing.assert_array_equal(again.frames.rows, frames.rows)
    np.testing.assert_array_equal(again.frames.columns, frames.columns)
    np.testing.assert_array_equal(again.frames.pressure, frames.pressure)
