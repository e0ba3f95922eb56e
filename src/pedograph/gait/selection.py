"""Which steps count towards a person's means, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pedograph.gait.contacts import SURE, WalkedStep
from pedograph.notes import Note, blocks, joined
from pedograph.recording import FloatArray, Side

UNUSUAL_STANCE, UNLIKE = "unusual_stance", "unlike_the_others"
"""Keys of the reasons for a step whose stance is off the median of its side, or unlike the others in much."""
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
    reason : Note
        Why; its key is ``UNUSUAL_STANCE`` or ``UNLIKE`` where the others of its side tell.
    """

    position: int
    index: int
    file: str
    reason: Note


def choose(steps: Sequence[WalkedStep]) -> tuple[tuple[int, ...], tuple[LeftOut, ...]]:
    """Steps that count and steps that do not, with the reason.

    Left out are steps that a person left out, incomplete steps, standing feet, steps of an uncertain side;
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
    for rule in (_hurried, _targeted):
        for side in (Side.LEFT, Side.RIGHT):
            left = [p for p, step in enumerate(steps) if p not in reasons and step.footstep.side is side]
            reasons |= rule(steps, left)
    kept = tuple(position for position in range(len(steps)) if position not in reasons)
    left_out = tuple(
        LeftOut(position, foot.index, foot.recording.source.file, reason)
        for position, reason in sorted(reasons.items())
        if (foot := steps[position].footstep)
    )
    return kept, left_out


def _by_itself(step: WalkedStep) -> Note | None:
    """Why a step does not count, whatever the others are like."""
    if step.correction.left_out:
        return blocks("left_out_by_hand", step.correction.left_out)
    foot = step.footstep
    if not foot.complete:
        return blocks("incomplete_step", f"it is incomplete: {joined(foot.incomplete)}")
    if step.frames.stands:
        return blocks("foot_stood", "the foot stood and did not roll over the plate")
    if foot.side is Side.UNKNOWN or foot.side_confidence < SURE:
        return blocks("uncertain_side", "left or right is uncertain")
    return None


def _hurried(steps: Sequence[WalkedStep], positions: Sequence[int]) -> dict[int, Note]:
    """Reasons for the steps of one side whose stance took another time than usual."""
    times = {position: steps[position].measures.get("contact_time") for position in positions}
    known = {position: measure.value for position, measure in times.items() if measure is not None}
    if len(known) < _FEWEST_FOR_MEDIAN:
        return {}
    usual = float(np.median(list(known.values())))
    return {
        position: blocks(UNUSUAL_STANCE, _hurry(time, usual))
        for position, time in known.items()
        if abs(time - usual) > _STANCE * usual
    }


def _targeted(steps: Sequence[WalkedStep], positions: Sequence[int]) -> dict[int, Note]:
    """Reasons for the steps of one side that are unlike the others, as when the plate was aimed at."""
    if len(positions) < _FEWEST_FOR_TARGETING:
        return {}
    tables = [steps[position].measures for position in positions]
    keys = [key for key in _TELLING if all(key in table for table in tables)]
    if len(keys) < 3:
        return {}
    scores = robust_scores(np.array([[table[key].value for key in keys] for table in tables]))
    return {
        position: blocks(UNLIKE, _aim(_unlike(keys, row)))
        for position, row in zip(positions, scores, strict=True)
        if np.median(np.abs(row)) > _UNLIKE
    }


def _hurry(time: float, usual: float) -> str:
    return f"its stance of {time:.2f} s differs from the median of {usual:.2f} s by more than 10 %"


def _aim(names: Sequence[str]) -> str:
    return f"it is unlike the others in {', '.join(names)}: the plate may have been aimed at"


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
