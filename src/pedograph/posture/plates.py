"""Which steps of a visit go together: those of one plate, each recording once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol

from pedograph.analysis import StepAnalysis
from pedograph.measures.model import Measure
from pedograph.recording import PressureRecording, Side


class Measures(Protocol):
    """Measures by key: a mapping, or `pedograph.measures.model.MeasureTable`."""

    def get(self, key: str, /) -> Measure | None:
        """The measure, or None where it is missing."""


class Step(Protocol):
    """What facts need of a step; `MeasuredStep` and `pedograph.analysis.StepAnalysis` both have it."""

    @property
    def side(self) -> Side:
        """Which foot."""

    @property
    def complete(self) -> bool:
        """Whether the whole foot was recorded."""

    @property
    def measures(self) -> Measures:
        """Measures of the whole foot."""


@dataclass(frozen=True)
class MeasuredStep:
    """One step's measures.

    Parameters
    ----------
    side : Side
        Which foot.
    complete : bool
        Whether the whole foot was recorded.
    measures : mapping of str to Measure
        Measures of the whole foot by key.
    """

    side: Side
    complete: bool
    measures: Mapping[str, Measure]


@dataclass(frozen=True)
class Plate:
    """What has to be the same for steps to be averaged.

    Parameters
    ----------
    format : str
        Key of the format that read the recording ("emed"); it stands for the maker.
    row_spacing, column_spacing : float
        Cell size in mm; 0 where not known.
    threshold : float
        kPa above which a cell is in contact.
    """

    format: str = ""
    row_spacing: float = 0.0
    column_spacing: float = 0.0
    threshold: float = 0.0

    @classmethod
    def of(cls, recording: PressureRecording, contact_threshold: float = 0.0) -> Plate:
        """The plate of a recording; of the analysis's and the device's own threshold the higher one counts."""
        grid = recording.grid
        threshold = max(contact_threshold, grid.threshold or 0.0)
        return cls(recording.source.format, grid.row_spacing, grid.column_spacing, threshold)

    @property
    def maker(self) -> str:
        """The first word of the format ("footscan")."""
        return self.format.partition("_")[0]

    def differs(self, other: Plate) -> str:
        """Why steps of ``other`` are not averaged with those of this one, in words; "" where they are."""
        if self.maker != other.maker:
            return "another plate"
        if self.format != other.format:
            return "another kind of recording"
        if (self.row_spacing, self.column_spacing) != (other.row_spacing, other.column_spacing):
            return "another cell size"
        return "" if self.threshold == other.threshold else "another contact threshold"


@dataclass(frozen=True)
class MeasuredRecording:
    """The steps of one recording.

    Parameters
    ----------
    steps : tuple of steps
        With side, completeness and measures.
    plate : Plate
        What it was measured with.
    key : str
        The same for the same recording, which counts once (`recording_key`); "" is like no other.
    """

    steps: tuple[Step, ...]
    plate: Plate = field(default_factory=Plate)
    key: str = ""


@dataclass(frozen=True)
class CountedSteps:
    """The steps of one foot that count.

    Parameters
    ----------
    steps : tuple of steps
        Complete ones, of one plate.
    words : str
        Which were used and which were left out, and why; "" where none was left out.
    """

    steps: tuple[Step, ...]
    words: str = ""


def recording_key(recording: PressureRecording) -> str:
    """What tells a recording from others; "" where it has no file.

    The file's hash alone would not do: a file can hold several recordings, so the peak pressures count as well.
    """
    if not recording.source.sha256:
        return ""
    peaks = blake2b(recording.peak_image.tobytes(), digest_size=16).hexdigest()
    return f"{recording.source.sha256}-{recording.frames}-{peaks}"


def recordings_of(steps: Iterable[Step]) -> tuple[MeasuredRecording, ...]:
    """Steps by the recording they lie in; those that do not tell theirs are taken as of one recording."""
    by_recording: dict[PressureRecording | None, list[Step]] = {}
    for step in steps:
        recording = step.footstep.recording if isinstance(step, StepAnalysis) else None
        by_recording.setdefault(recording, []).append(step)
    return tuple(
        MeasuredRecording(tuple(found), Plate.of(recording), recording_key(recording))
        if recording is not None
        else MeasuredRecording(tuple(found))
        for recording, found in by_recording.items()
    )


def counted_steps(recordings: Sequence[MeasuredRecording], side: str) -> CountedSteps:
    """The complete steps of one foot on the plate that has most of them, each recording once.

    Steps of two plates, cell sizes or thresholds are never averaged: such a mean would be of the devices, not of
    the foot. Of plates with as many steps of the foot, that with more steps of both counts, then the first.

    Parameters
    ----------
    recordings : sequence of MeasuredRecording
        Those of the visit.
    side : str
        "left" or "right".
    """
    once, again = _each_once(recordings)
    whole = {plate: tuple(_whole(steps, side)) for plate, steps in _by_plate(once).items()}
    if not whole:
        return CountedSteps(())
    all_whole = {plate: sum(step.complete for step in steps) for plate, steps in _by_plate(once).items()}
    used = max(whole, key=lambda plate: (len(whole[plate]), all_whole[plate]))
    others = [(plate, len(steps), used.differs(plate)) for plate, steps in whole.items() if plate != used]
    repeated = {plate: len(_whole(steps, side)) for plate, steps in _by_plate(again).items()}
    others += [(plate, number, "the same recording twice") for plate, number in repeated.items()]
    left_out = [(plate, number, why) for plate, number, why in others if number]
    return CountedSteps(whole[used], _words(used, len(whole[used]), left_out) if left_out else "")


def _each_once(
    recordings: Iterable[MeasuredRecording],
) -> tuple[list[MeasuredRecording], list[MeasuredRecording]]:
    """Recordings, the first of each key; and the repeated ones."""
    seen: set[str] = set()
    once: list[MeasuredRecording] = []
    again: list[MeasuredRecording] = []
    for recording in recordings:
        (again if recording.key and recording.key in seen else once).append(recording)
        seen.add(recording.key)
    return once, again


def _by_plate(recordings: Iterable[MeasuredRecording]) -> dict[Plate, list[Step]]:
    steps: dict[Plate, list[Step]] = {}
    for recording in recordings:
        steps.setdefault(recording.plate, []).extend(recording.steps)
    return steps


def _whole(steps: Iterable[Step], side: str) -> list[Step]:
    return [step for step in steps if step.complete and step.side == side]


def _words(used: Plate, number: int, left_out: Sequence[tuple[Plate, int, str]]) -> str:
    """ "2 footscan steps; 1 emed step not counted: another plate"."""
    formats = {used.format, *(plate.format for plate, _, _ in left_out)}
    parts = [f"{_name(plate, count, formats)} not counted: {why}" for plate, count, why in left_out]
    return "; ".join((_name(used, number, formats), *parts))


def _name(plate: Plate, number: int, formats: set[str]) -> str:
    """The number with the maker, or with the whole format where a maker has several."""
    shared = any(other != plate.format and other.partition("_")[0] == plate.maker for other in formats)
    name = plate.format.replace("_", " ") if shared else plate.maker
    return " ".join(part for part in (f"{number}", name, "step" if number == 1 else "steps") if part)
