"""Which steps count towards a person's means, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from pedograph.gait.contacts import SURE, WalkedStep
from pedograph.recording import FloatArray, Side

_STANCE = 0.10
"""Share by which a step's stance may differ from the median of its side."""
_FEWEST_FOR_MEDIAN = 3
_FEWEST_FOR_TARGETING = 5
_UNLIKE = 3.5
"""Robust z score from which a value is unlike the others (Iglewicz and Hoaglin, 1993)."""
_LEAST_SPREAD = 0.02
"""Share of the median that a spread has at least, lest steps that agree by chance make others unlike."""
_TELLING = (
    "contact_time",
    "peak_force",
    "peak_pressure",
    "force_time_integral",
    "contact_area",
    "cop_length",
    "foot_length",
)
"""Measures by which a step that was aimed at the plate differs: it is shorter or longer, harder or softer."""


class Cause(StrEnum):
    """Why a step does not count."""

    BY_HAND = "left out by hand"
    UNUSABLE = "unusable"
    STANCE = "unusual stance"
    UNLIKE = "unlike the others"


@dataclass(frozen=True)
class LeftOut:
    """A step that does not count.

    Parameters
    ----------
    position : int
        Place in the sequence of steps.
    index : int
        Position among the steps of its recording.
    file : str
        Name of the recording's file.
    reason : str
        Why, in plain words.
    cause : Cause
        The kind of reason.
    """

    position: int
    index: int
    file: str
    reason: str
    cause: Cause


def choose(steps: Sequence[WalkedStep]) -> tuple[tuple[int, ...], tuple[LeftOut, ...]]:
    """Steps that count and steps that do not, with the reason.

    Left out are steps that a person left out, steps that are not whole, standing feet, steps of an uncertain side;
    then those whose stance is off the median of their side by more than 10 % (from three steps on); then those
    unlike the others of their side in at least half of several measures (from five steps on).

    Parameters
    ----------
    steps : sequence of WalkedStep
        Of one person walking in one manner, from one recording or several.

    Returns
    -------
    (tuple of int, tuple of LeftOut)
        Positions of the steps that count, and the others.
    """
    reasons = {position: reason for position, step in enumerate(steps) if (reason := _by_itself(step))}
    for cause, rule in ((Cause.STANCE, _hurried), (Cause.UNLIKE, _targeted)):
        for side in (Side.LEFT, Side.RIGHT):
            left = [p for p, step in enumerate(steps) if p not in reasons and step.footstep.side is side]
            reasons |= {position: (cause, reason) for position, reason in rule(steps, left).items()}
    kept = tuple(position for position in range(len(steps)) if position not in reasons)
    left_out = tuple(
        LeftOut(position, foot.index, foot.recording.source.file, reason, cause)
        for position, (cause, reason) in sorted(reasons.items())
        if (foot := steps[position].footstep)
    )
    return kept, left_out


def _by_itself(step: WalkedStep) -> tuple[Cause, str] | None:
    """Why a step does not count, whatever the others are like."""
    if step.correction.left_out:
        return Cause.BY_HAND, step.correction.left_out
    reason = _unusable(step)
    return (Cause.UNUSABLE, reason) if reason else None


def _unusable(step: WalkedStep) -> str:
    foot = step.footstep
    if not foot.complete:
        return f"it is not whole: {' and '.join(foot.incomplete)}"
    if step.frames.stands:
        return "the foot stood and did not roll over the plate"
    if foot.side is Side.UNKNOWN or foot.side_confidence < SURE:
        return "left or right is uncertain"
    return ""


def _hurried(steps: Sequence[WalkedStep], positions: Sequence[int]) -> dict[int, str]:
    """Reasons for the steps of one side whose stance took another time than usual."""
    times = {position: steps[position].measures.get("contact_time") for position in positions}
    known = {position: measure.value for position, measure in times.items() if measure is not None}
    if len(known) < _FEWEST_FOR_MEDIAN:
        return {}
    usual = float(np.median(list(known.values())))
    return {
        position: f"its stance of {time:.2f} s differs from the median of {usual:.2f} s by more than 10 %"
        for position, time in known.items()
        if abs(time - usual) > _STANCE * usual
    }


def _targeted(steps: Sequence[WalkedStep], positions: Sequence[int]) -> dict[int, str]:
    """Reasons for the steps of one side that are unlike the others, as when the plate was aimed at."""
    if len(positions) < _FEWEST_FOR_TARGETING:
        return {}
    tables = [steps[position].measures for position in positions]
    keys = [key for key in _TELLING if all(key in table for table in tables)]
    if len(keys) < 3:
        return {}
    scores = robust_scores(np.array([[table[key].value for key in keys] for table in tables]))
    return {
        position: f"it is unlike the others in {', '.join(_unlike(keys, row))}: the plate may have been aimed at"
        for position, row in zip(positions, scores, strict=True)
        if np.median(np.abs(row)) > _UNLIKE
    }


def _unlike(keys: Sequence[str], scores: FloatArray) -> list[str]:
    from pedograph.measures import catalogue

    return [catalogue()[key].name.lower() for key, z in zip(keys, scores, strict=True) if abs(z) > _UNLIKE]


def robust_scores(values: FloatArray) -> FloatArray:
    """How far each value lies from the median, in robust standard deviations.

    Parameters
    ----------
    values : float array [step, measure]

    Returns
    -------
    float array [step, measure]
        (value - median) / (1.4826 MAD), with a spread of at least 2 % of the median; 0 where all are 0.
    """
    middle = np.median(values, axis=0)
    spread = 1.4826 * np.median(np.abs(values - middle), axis=0)
    spread = np.maximum(spread, _LEAST_SPREAD * np.abs(middle))
    return np.asarray((values - middle) / np.where(spread > 0, spread, np.inf))
