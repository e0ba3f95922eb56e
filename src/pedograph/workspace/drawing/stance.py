"""Force over the stance of a step, and the phases of its roll-over, as the timeline shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.recording import FloatArray, Side

PHASES: Final = (
    ("initial_contact_phase", "Initial contact", "IC"),
    ("forefoot_contact_phase", "Forefoot contact", "FC"),
    ("foot_flat_phase", "Foot flat", "FF"),
    ("forefoot_push_off_phase", "Push-off", "PO"),
)
"""Key, name and short name of each phase, in their order."""


@dataclass(frozen=True)
class Phase:
    """A part of the stance.

    Parameters
    ----------
    name, short : str
        As the field says it, and its abbreviation.
    start, stop : float
        s since first contact.
    """

    name: str
    short: str
    start: float
    stop: float


@dataclass(frozen=True, eq=False)
class ForceCurve:
    """Force over time.

    Parameters
    ----------
    side : str
        "left" or "right"; empty for the whole plate and for a foot that could not be told.
    time, force : float array [frame]
        s from where the timeline begins, and N.
    """

    side: str
    time: FloatArray
    force: FloatArray

    def at(self, seconds: float) -> float:
        """Force at a time, N, along a straight line between frames; 0 outside of the curve."""
        if not self.time.size:
            return 0.0
        return float(np.interp(seconds, self.time, self.force, left=0.0, right=0.0))


def foot_curve(step: StepAnalysis, side: str) -> ForceCurve:
    """Force on one foot since its first contact."""
    return ForceCurve(side, stance_times(step), step.frames.force)


def plate_curves(analysis: Analysis) -> tuple[ForceCurve, ...]:
    """Force on the whole plate since the recording began, then that on each foot."""
    recording = analysis.recording
    whole = ForceCurve("", recording.time - recording.time[0], recording.force)
    feet = [
        ForceCurve(
            "" if step.side is Side.UNKNOWN else str(step.side),
            step.frames.time - recording.time[0],
            step.frames.force,
        )
        for step in analysis.steps
    ]
    return whole, *feet


def frame_at(step: StepAnalysis, seconds: float) -> int:
    """The step's frame nearest to a time since first contact; one past its last where the stance is over."""
    times = stance_times(step)
    if seconds > float(times[-1]) + step.footstep.recording.frame_period / 2:
        return times.size
    return int(np.abs(times - seconds).argmin())


def stance_times(step: StepAnalysis) -> FloatArray:
    """Times of the step's frames since first contact, s [frame]."""
    return np.asarray(step.frames.time - step.frames.time[0])


def phases_of(step: StepAnalysis) -> tuple[Phase, ...]:
    """Phases of the roll-over, from its measures; none where they was not available."""
    measures = [step.measures.get(key) for key, _, _ in PHASES]
    span = float(stance_times(step)[-1])
    phases, start = [], 0.0
    for (_, name, short), measure in zip(PHASES, measures, strict=True):
        if measure is None:
            return ()
        stop = start + span * measure.value / 100.0
        phases.append(Phase(name, short, start, stop))
        start = stop
    return tuple(phases)


def phase_at(phases: tuple[Phase, ...], seconds: float) -> str:
    """Name of the phase at a time since first contact; empty where there is none."""
    return next((phase.name for phase in phases if phase.start <= seconds <= phase.stop), "")
