"""Force over the stance of a step, and the phases of its roll-over, as the timeline shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pedograph.analysis import StepAnalysis
from pedograph.recording import FloatArray

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


def stance_times(step: StepAnalysis) -> FloatArray:
    """Times of the step's frames since first contact, s [frame]."""
    return np.asarray(step.frames.time - step.frames.time[0])


def phases_of(step: StepAnalysis) -> tuple[Phase, ...]:
    """Phases of the roll-over, from its measures; none where they could not be had."""
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
