"""The whole analysis on one page: clean, find the steps, read the foot off each print, measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pedograph.anatomy import SCHEMES, FootAnatomy, UnreadablePrint, find_anatomy
from pedograph.measures import CentreOfPressure, Measure, MeasureTable, StepContext, measure_step, region_measures
from pedograph.recording import Footstep, PressureRecording, Side
from pedograph.settings import AnalysisSettings
from pedograph.steps import StepFrames, clean, find_steps

_SURE = 0.8
"""Probability of a side from which on it is not called uncertain."""
RegionMeasures = Mapping[str, Mapping[str, Measure]]


@dataclass(frozen=True, eq=False)
class StepAnalysis:
    """One footstep, measured.

    Parameters
    ----------
    footstep : Footstep
        Where and when it lies in the recording, side and completeness.
    frames : StepFrames
        Its cells over time, cleaned.
    anatomy : FootAnatomy or None
        Frame, axis, toe line and regions; None for a step that is not whole.
    measures : MeasureTable
        Measures of the whole foot, and the reasons for those that are missing.
    schemes : mapping of str to mapping
        Measures by region for each scheme of regions; empty without anatomy.
    scheme : str
        The scheme that ``regions`` shows.
    path : CentreOfPressure
        Centre of pressure while enough of the foot is loaded.
    """

    footstep: Footstep
    frames: StepFrames
    anatomy: FootAnatomy | None
    measures: MeasureTable
    schemes: Mapping[str, RegionMeasures]
    scheme: str
    path: CentreOfPressure

    @property
    def index(self) -> int:
        """Position among the steps of the recording."""
        return self.footstep.index

    @property
    def side(self) -> Side:
        """Which foot."""
        return self.footstep.side

    @property
    def complete(self) -> bool:
        """Whether the whole foot, from first to last contact, was recorded."""
        return self.footstep.complete

    @property
    def regions(self) -> RegionMeasures:
        """Measures by region, in the scheme that the settings chose."""
        return self.schemes.get(self.scheme, {})

    @property
    def missing(self) -> Mapping[str, str]:
        """Reasons for the measures that could not be had."""
        return self.measures.missing


@dataclass(frozen=True, eq=False)
class Analysis:
    """A recording, analysed.

    Parameters
    ----------
    recording : PressureRecording
        What was recorded.
    settings : AnalysisSettings
        How it was analysed.
    steps : tuple of StepAnalysis
        Footsteps in order of first contact.
    quality : tuple of str
        What a person should know about the recording and how it was read, a sentence each.
    """

    recording: PressureRecording
    settings: AnalysisSettings
    steps: tuple[StepAnalysis, ...]
    quality: tuple[str, ...] = field(default=())

    @property
    def complete_steps(self) -> tuple[StepAnalysis, ...]:
        """The steps that were recorded whole."""
        return tuple(step for step in self.steps if step.complete)


def analyze(recording: PressureRecording, settings: AnalysisSettings | None = None) -> Analysis:
    """Find and measure every footstep of a recording.

    Parameters
    ----------
    recording : PressureRecording
        From `pedograph.read`, or made from arrays.
    settings : AnalysisSettings, optional
        Thresholds and choices; the defaults if not given.

    Returns
    -------
    Analysis
        Its ``steps`` is empty where there is no footstep; ``quality`` then says why.
    """
    settings = settings or AnalysisSettings()
    frames = clean(recording, settings)
    found = find_steps(recording, frames, settings)
    steps = tuple(_measured(step, settings) for step in found.steps)
    notes = (*recording.source.notes, *frames.notes, *found.notes, *_about(recording, steps))
    return Analysis(recording, settings, steps, notes)


def with_side(analysis: Analysis, index: int, side: Side) -> Analysis:
    """The analysis with the side of one step set by a person, and that step measured anew.

    Parameters
    ----------
    analysis : Analysis
        As it was.
    index : int
        The step.
    side : Side
        Left or right; it then counts as certain.
    """
    old = analysis.steps[index]
    footstep = replace(old.footstep, side=side, side_confidence=1.0)
    step = _measured(replace(old.frames, footstep=footstep), analysis.settings)
    steps = (*analysis.steps[:index], step, *analysis.steps[index + 1 :])
    doubts = _doubtful_sides(analysis.steps)
    notes = (note for note in analysis.quality if note not in doubts)
    return replace(analysis, steps=steps, quality=(*notes, *_doubtful_sides(steps)))


def _measured(step: StepFrames, settings: AnalysisSettings) -> StepAnalysis:
    """One step with its anatomy and measures."""
    anatomy, why_not = _anatomy(step)
    context = StepContext(step, anatomy, why_not, settings)
    schemes = {name: region_measures(context, name) for name in SCHEMES} if anatomy else {}
    return StepAnalysis(
        step.footstep, step, anatomy, _measures(context), schemes, settings.region_scheme, context.path
    )


def _anatomy(step: StepFrames) -> tuple[FootAnatomy | None, str]:
    """The foot in a whole step's print, or the reason why there is none."""
    if not step.footstep.complete:
        return None, _not_whole(step)
    try:
        return find_anatomy(step), ""
    except UnreadablePrint as reason:
        return None, str(reason)


def _measures(context: StepContext) -> MeasureTable:
    """Measures of a step; of a step that is not whole, none."""
    table = measure_step(context)
    if context.step.footstep.complete:
        return table
    reason = _not_whole(context.step)
    return MeasureTable({}, dict.fromkeys((*table.keys(), *table.missing), reason))


def _not_whole(step: StepFrames) -> str:
    return f"the step is not whole: {' and '.join(step.footstep.incomplete)}"


def _about(recording: PressureRecording, steps: tuple[StepAnalysis, ...]) -> list[str]:
    """Sentences on the recording as a whole."""
    notes = []
    if not recording.peak_image.any():
        notes.append("Nothing touched the plate in this recording.")
    elif not steps:
        notes.append("No footstep was found.")
    saturation = recording.grid.saturation
    if saturation and recording.peak_image.max() >= saturation:
        notes.append(f"Cells reached the device's limit of {saturation:g} kPa; true pressures may be higher.")
    notes += [
        f"Step {step.index + 1} is not whole: {' and '.join(step.footstep.incomplete)}."
        for step in steps
        if not step.complete
    ]
    notes += _doubtful_sides(steps)
    if recording.source.assumed:
        notes.append(f"The file does not say, so it was assumed: {', '.join(recording.source.assumed)}.")
    return notes


def _doubtful_sides(steps: tuple[StepAnalysis, ...]) -> list[str]:
    unsure = [str(step.index + 1) for step in steps if step.footstep.side_confidence < _SURE]
    return [f"Left or right is uncertain for step {', '.join(unsure)}."] if unsure else []
