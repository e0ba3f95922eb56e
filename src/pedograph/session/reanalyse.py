"""A recording of a session analysed anew, with what a person set right about it by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from pedograph.analysis import Analysis, StepAnalysis, analyze, with_anatomy, with_notes, with_side
from pedograph.errors import SettingsError
from pedograph.import_correction import ReadingCorrection, corrected
from pedograph.recording import BoolArray, Footstep, PressureRecording
from pedograph.session.model import Correction, SessionRecording
from pedograph.settings import AnalysisSettings

_SAME: Final = 0.5
"""Share of cells and of frames that two steps must have in common to be one, where settings differ."""


@dataclass(frozen=True)
class _Found:
    """An analysis while what was set by hand is put on it."""

    analysis: Analysis
    corrections: tuple[Correction, ...] = ()
    used: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def reanalysed(
    recording: PressureRecording, stored: SessionRecording, settings: AnalysisSettings
) -> SessionRecording:
    """A recording analysed with other settings, with its reading, sides, axes, toe lines and cells as set.

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
    found = _with_steps(_Found(analyze(corrected(recording, stored.reading), settings)), stored)
    settled = [f"how it is read ({', '.join(stored.reading.settles)})"] * (not stored.reading.nothing)
    kept = ReadingCorrection() if stored.reading.nothing else stored.reading
    uncorrected = None if kept.nothing else recording
    analysis = with_notes(found.analysis, _notes([*settled, *found.used], found.unused))
    return SessionRecording(analysis, found.corrections, kept, uncorrected)


def _with_steps(found: _Found, stored: SessionRecording) -> _Found:
    """Sides first, then feet; a step that these settings do not find keeps its correction unused."""
    for one in stored.corrections:
        words = f"step {one.step + 1}: {one.side}"
        place = _place(stored.analysis.steps[one.step], found.analysis.steps)
        if place is None:
            found = replace(found, unused=(*found.unused, words))
            continue
        made = (*found.corrections, Correction(place, one.side))
        analysis = with_side(found.analysis, place, one.side)
        found = replace(found, analysis=analysis, corrections=made, used=(*found.used, words))
    for step in stored.analysis.steps:
        if step.correction is None:
            continue
        words = f"step {step.index + 1}: {' and '.join(_flags(step))}"
        with_foot = _with_foot(found.analysis, step)
        if with_foot is None:
            found = replace(found, unused=(*found.unused, words))
        else:
            found = replace(found, analysis=with_foot, used=(*found.used, words))
    return found


def _with_foot(analysis: Analysis, stored: StepAnalysis) -> Analysis | None:
    """The analysis with a foot as it was set; None where no such step is found, or nothing of it would be left."""
    place = _place(stored, analysis.steps)
    if place is None:
        return None
    try:
        return with_anatomy(analysis, place, stored.correction)
    except SettingsError:
        return None


def _flags(step: StepAnalysis) -> Iterator[str]:
    """What was set of a foot, in words."""
    yield from (flag.removesuffix(" by hand") for flag in (step.correction.flags if step.correction else ()))


def _place(stored: StepAnalysis, steps: Sequence[StepAnalysis]) -> int | None:
    """Which of some steps is the stored one: the one that shares most with it, in place and time."""
    mask = _on_grid(stored.footstep)
    for row, column in stored.correction.left_out if stored.correction else ():
        mask[row, column] = True
    shares = [_shared(stored.footstep, mask, step.footstep) for step in steps]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] > _SAME else None


def _on_grid(step: Footstep) -> BoolArray:
    mask = np.zeros((step.recording.rows, step.recording.columns), dtype=bool)
    mask[step.rows, step.columns] = step.mask
    return mask


def _shared(stored: Footstep, mask: BoolArray, step: Footstep) -> float:
    """The smaller one of the shares of frames and of cells that two steps have in common."""
    both = min(stored.stop_frame, step.stop_frame) - max(stored.start_frame, step.start_frame)
    if both <= 0:
        return 0.0
    either = max(stored.stop_frame, step.stop_frame) - min(stored.start_frame, step.start_frame)
    other = _on_grid(step)
    if other.shape != mask.shape:
        return 0.0
    return min(both / either, float(np.count_nonzero(mask & other) / np.count_nonzero(mask | other)))


def _notes(used: Sequence[str], unused: Sequence[str]) -> Iterator[str]:
    if used:
        yield f"Set by hand in this session, and used: {'; '.join(used)}."
    if unused:
        many = "1 correction" if len(unused) == 1 else f"{len(unused)} corrections"
        verb = "is" if len(unused) == 1 else "are"
        yield (
            f"{many} by hand in this session {verb} not used, for these settings find no such step: "
            f"{'; '.join(unused)}."
        )
