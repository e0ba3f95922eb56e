"""A recording of a session re-analysed, with what a person set right about it by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from pedograph.analysis import analyze, corrected_frames, with_corrections, with_notes
from pedograph.corrections import AXIS_BY_HAND, CELLS_LEFT_OUT, TOE_LINE_BY_HAND, Corrections, StepCorrection
from pedograph.errors import SettingsError
from pedograph.notes import Note, doubt
from pedograph.recording import BoolArray, Footstep, PressureRecording
from pedograph.session.model import SessionRecording
from pedograph.settings import AnalysisSettings
from pedograph.steps import StepFrames

_SET: Final = {
    AXIS_BY_HAND.key: "axis set",
    TOE_LINE_BY_HAND.key: "toe line set",
    CELLS_LEFT_OUT.key: "cells left out",
}
"""What was set of a foot, in words, by the key of its flag."""
_SAME: Final = 0.5
"""Share of cells and of frames that two steps must have in common to be one, where settings differ."""


def reanalysed(
    recording: PressureRecording, stored: SessionRecording, settings: AnalysisSettings
) -> SessionRecording:
    """A recording analysed with other settings, and corrected as it is in its session.

    The notes on its quality say what was set by hand, and what of it could not be used.

    Parameters
    ----------
    recording : PressureRecording
        As the file was read.
    stored : SessionRecording
        The same in its session, with what was set by hand.
    settings : AnalysisSettings
        How to analyse it; those of the session play no part.
    """
    reading = stored.corrections.reading
    analysis = analyze(recording, settings, Corrections(reading))
    corrections = analysis.corrections
    used = [] if reading.nothing else [f"how it is read ({', '.join(reading.settles)})"]
    unused = []
    for index, correction in stored.corrections.steps:
        words = f"step {index + 1}: {' and '.join(_words(correction))}"
        place = _place(stored.analysis.detected[index].footstep, analysis.detected, correction)
        if place is None:
            unused.append(words)
        else:
            used.append(words)
            corrections = corrections.with_step(place, correction)
    analysis = with_corrections(analysis, corrections)
    return SessionRecording(with_notes(analysis, _notes(used, unused)))


def _words(correction: StepCorrection) -> Iterator[str]:
    """What was corrected in a step, in words."""
    if correction.side is not None:
        yield str(correction.side)
    if correction.left_out:
        yield "left out of the means"
    yield from (_SET[flag.key] for flag in correction.flags)


def _place(stored: Footstep, steps: Sequence[StepFrames], correction: StepCorrection) -> int | None:
    """Which of some steps is the stored one: the one that shares most with it, in place and time.

    None if no such step is found, or nothing would be left of it once it is corrected.
    """
    shares = [_shared(stored, step.footstep) for step in steps]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    if best is None or shares[best] <= _SAME:
        return None
    try:
        corrected_frames(steps[best], correction)
    except SettingsError:
        return None
    return best


def _on_grid(step: Footstep) -> BoolArray:
    mask = np.zeros((step.recording.rows, step.recording.columns), dtype=bool)
    mask[step.rows, step.columns] = step.mask
    return mask


def _shared(stored: Footstep, step: Footstep) -> float:
    """The smaller one of the shares of frames and of cells that two steps have in common."""
    both = min(stored.stop_frame, step.stop_frame) - max(stored.start_frame, step.start_frame)
    if both <= 0:
        return 0.0
    either = max(stored.stop_frame, step.stop_frame) - min(stored.start_frame, step.start_frame)
    mask, other = _on_grid(stored), _on_grid(step)
    if other.shape != mask.shape:
        return 0.0
    return min(both / either, float(np.count_nonzero(mask & other) / np.count_nonzero(mask | other)))


def _notes(used: Sequence[str], unused: Sequence[str]) -> Iterator[Note]:
    if used:
        yield Note("corrections_used", f"Set by hand in this session, and used: {'; '.join(used)}.")
    if unused:
        many = "1 correction" if len(unused) == 1 else f"{len(unused)} corrections"
        verb = "is" if len(unused) == 1 else "are"
        sentence = f"{many} by hand in this session {verb} not used, for these settings find no such step: "
        yield doubt("corrections_unused", f"{sentence}{'; '.join(unused)}.")
