"""What the quality of a recording is assessed from, and how its notes name steps and measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from pedograph.corrections import Corrections
from pedograph.gait import WalkedStep
from pedograph.measures import catalogue
from pedograph.recording import PressureRecording
from pedograph.settings import AnalysisSettings
from pedograph.steps import CleanFrames

AssessedStep = WalkedStep
"""A step that was measured; `pedograph.analysis.StepAnalysis` is one."""


class Assessed(Protocol):
    """A recording that was analysed; `pedograph.analysis.Analysis` is one."""

    @property
    def recording(self) -> PressureRecording:
        """What was recorded."""

    @property
    def settings(self) -> AnalysisSettings:
        """How it was analysed."""

    @property
    def cleaned(self) -> CleanFrames:
        """Its frames, cleaned."""

    @property
    def corrections(self) -> Corrections:
        """What a person corrected in it."""

    @property
    def steps(self) -> Sequence[AssessedStep]:
        """Its steps, in order."""


def places(steps: Iterable[AssessedStep]) -> tuple[int, ...]:
    """Positions of steps in their recording."""
    return tuple(step.footstep.index for step in steps)


def named(steps: Sequence[AssessedStep]) -> str:
    """Steps as a person counts them: "step 2", "steps 2, 3 and 5 to 9"."""
    runs: list[list[int]] = []
    for number in sorted(step.footstep.index + 1 for step in steps):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [part for run in runs for part in _run(run)]
    if len(steps) == 1:
        return f"step {parts[0]}"
    return "steps " + (f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0])


def _run(numbers: list[int]) -> list[str]:
    """Numbers in a row; from three on by their ends."""
    return [f"{numbers[0]} to {numbers[-1]}"] if len(numbers) > 2 else [str(number) for number in numbers]


def refused(steps: Iterable[AssessedStep], why: str = "") -> tuple[str, ...]:
    """Keys of the measures that are missing in a step, for a reason by its key or for any, as in the catalogue."""
    reasons = (item for step in steps for item in step.measures.missing.items())
    return _ordered({key for key, reason in reasons if not why or reason.key == why})


def flagged(steps: Iterable[AssessedStep], flag: str) -> tuple[str, ...]:
    """Keys of the measures that carry a flag, by its key, in a step, in the catalogue's order."""
    measures = (item for step in steps for item in step.measures.items())
    return _ordered({key for key, one in measures if any(note.key == flag for note in one.flags)})


def present(steps: Iterable[AssessedStep], keys: Iterable[str] | None = None) -> tuple[str, ...]:
    """Those of some measures, or of all, that a step has, in the catalogue's order."""
    there = {key for step in steps for key in step.measures.keys()}  # noqa: SIM118
    return _ordered(there if keys is None else there & set(keys))


def grouped(*groups: str) -> tuple[str, ...]:
    """Keys of the measures of some groups of the catalogue."""
    return tuple(key for key, definition in catalogue().items() if definition.group in groups)


def _ordered(keys: set[str]) -> tuple[str, ...]:
    return tuple(key for key in catalogue() if key in keys)
