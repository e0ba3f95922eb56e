"""From which recordings of a visit steps are taken together, and how that is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pedograph.analysis import StepAnalysis
from pedograph.posture.plates import counted_steps
from pedograph.session.model import Session, SessionRecording, measured_recordings

SIDES: Final = ("left", "right")
_MOST_NAMES: Final = 4
"""Recordings that are named; of more, the number of the others."""


@dataclass(frozen=True)
class TakenSteps:
    """The complete steps of one foot that are taken together.

    Parameters
    ----------
    steps : tuple of StepAnalysis
        The steps.
    names : tuple of str
        The recordings that they are from, in the order of the visit.
    words : str
        Which were left out, and why; empty where none was.
    """

    steps: tuple[StepAnalysis, ...]
    names: tuple[str, ...]
    words: str = ""


def taken_steps(recordings: Sequence[SessionRecording], side: str) -> TakenSteps:
    """The complete steps of one foot on one plate, each recording once; a corrected one goes before its twin.

    Parameters
    ----------
    recordings : sequence of SessionRecording
        Of which to take them.
    side : str
        "left" or "right".
    """
    counted = counted_steps(measured_recordings(recordings), side)
    steps = tuple(step for step in counted.steps if isinstance(step, StepAnalysis))
    names = tuple(item.name for item in recordings if any(step in steps for step in item.analysis.steps))
    return TakenSteps(steps, names, counted.words)


def sources_sentence(taken: Mapping[str, TakenSteps]) -> str:
    """How many steps of which recordings: "Complete steps: left 1, right 2 from 2 recordings: a.lst, b.lst."

    Parameters
    ----------
    taken : mapping of str to TakenSteps
        By side.
    """
    sources = {found.names for found in taken.values()}
    if sources == {()}:
        return "No complete step of either foot."
    numbers = {side: f"{side} {len(found.steps) or 'none'}" for side, found in taken.items()}
    if len(sources) == 1:
        return f"Complete steps: {', '.join(numbers.values())} {_from(sources.pop())}."
    parts = [f"{numbers[side]} {_from(found.names)}".rstrip() for side, found in taken.items()]
    return f"Complete steps: {'; '.join(parts)}."


def findings_sources(session: Session) -> str:
    """From which recordings the steps are that the findings rest on; empty in a visit without recordings."""
    if not session.recordings:
        return ""
    taken = {side: taken_steps(session.recordings, side) for side in SIDES}
    left_out = dict.fromkeys(f" {found.words}." for found in taken.values() if found.words)
    return f"{sources_sentence(taken)}{''.join(left_out)}"


def _from(names: Sequence[str]) -> str:
    """ "from walk.lst", or "from 2 recordings: first.lst, second.lst"; nothing of none."""
    if len(names) < 2:
        return "".join(f"from {name}" for name in names)
    more = len(names) - _MOST_NAMES
    named = f"{', '.join(names[:_MOST_NAMES])} and {more} more" if more > 0 else ", ".join(names)
    return f"from {len(names)} recordings: {named}"
