"""The whole analysis on one page: clean, find the steps, read the foot off each print, measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pedograph._platform.blas import on_one_thread
from pedograph.anatomy import (
    SCHEMES,
    AnatomyCorrection,
    FootAnatomy,
    Mask,
    UnreadablePrint,
    find_anatomy,
    shown_scheme,
    without_cells,
)
from pedograph.gait import Summary, Walk, measure_walk, no_walk, summarise
from pedograph.measures import (
    CentreOfPressure,
    MeasureTable,
    RegionMeasures,
    RegionSchemes,
    StepContext,
    Unmeasurable,
    error_sources,
    mask_measures,
    measure_step,
)
from pedograph.quality import QualityNote, assess
from pedograph.recording import Footstep, PressureRecording, Side
from pedograph.settings import AnalysisSettings
from pedograph.steps import StepFrames, clean, find_steps, step_frames

if TYPE_CHECKING:
    from pedograph.standing import Standing


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
    schemes : RegionSchemes
        Measures by region for each scheme that the plate can carry, made when looked at; empty without anatomy.
    scheme : str
        The scheme that ``regions`` shows: the one of the settings, or "seven" where the cells are too large.
    path : CentreOfPressure
        Centre of pressure while enough of the foot is loaded.
    correction : AnatomyCorrection or None
        What a person set of the anatomy; cells left out are no longer in ``frames``.
    """

    footstep: Footstep
    frames: StepFrames
    anatomy: FootAnatomy | None
    measures: MeasureTable
    schemes: RegionSchemes
    scheme: str
    path: CentreOfPressure
    correction: AnatomyCorrection | None = None

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
        """Measures by region, in the scheme that is shown."""
        return self.schemes.get(self.scheme, {})

    @property
    def kept_schemes(self) -> Mapping[str, RegionMeasures]:
        """Measures by region in the schemes that a session keeps: ten, three and the one that is shown."""
        keys = dict.fromkeys((*SCHEMES, self.scheme))
        return {key: self.schemes[key] for key in keys if key in self.schemes}

    def regions_by(self, mask: Mask, drawn_on: StepAnalysis | None = None) -> RegionMeasures:
        """Measures by region of an own mask, and of the rest of the foot.

        Parameters
        ----------
        mask : Mask
            The regions, from `pedograph.anatomy.read_mask`.
        drawn_on : StepAnalysis, optional
            The step for which the mask was drawn, of the same person; the mask is then laid on this step by
            registration of the prints instead of by axis, length and width of the foot.

        Raises
        ------
        Unmeasurable
            If a print shows no whole foot.
        """
        source = None if drawn_on is None else drawn_on.schemes.context
        return mask_measures(self.schemes.context, mask, source)

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

    @cached_property
    def quality_notes(self) -> tuple[QualityNote, ...]:
        """What is wrong with the recording, each with the measures and steps that it touches."""
        return assess(self)

    @property
    def complete_steps(self) -> tuple[StepAnalysis, ...]:
        """The steps that were recorded whole."""
        return tuple(step for step in self.steps if step.complete)

    @cached_property
    def walking(self) -> Walk:
        """Place and time of every step, and all that several steps say together."""
        if self.recording.belt_speed:
            return no_walk("the belt carries the feet backwards in these frames, which cuts the steps short")
        return measure_walk(self.steps)

    @property
    def walk(self) -> MeasureTable:
        """Measures over several steps in a row: lengths, width, times, phases, angles to the line of walking."""
        return self.walking.measures

    @cached_property
    def summary(self) -> Summary:
        """Mean and spread of every measure over the steps that count, left and right apart."""
        return summarise(self.steps, walk=self.walking)

    @cached_property
    def _stance(self) -> tuple[Standing | None, MeasureTable]:
        # most recordings are walks: what only standing needs is not loaded with the package
        from pedograph.standing import measure_standing, no_standing

        try:
            standing = measure_standing(
                self.recording, self.settings, known=tuple(step.footstep for step in self.steps)
            )
        except Unmeasurable as reason:
            return None, no_standing(str(reason))
        return standing, standing.measures

    @property
    def standing(self) -> Standing | None:
        """Loads and sway of a standing person; None where nobody stands, as ``stance`` says."""
        return self._stance[0]

    @property
    def stance(self) -> MeasureTable:
        """Measures of the whole standing body; where nobody stands, the reason for each."""
        return self._stance[1]


@on_one_thread
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
    said = (*recording.source.notes, *frames.notes, *found.notes, *_assumed(recording))
    return _with_quality(Analysis(recording, settings, steps), said)


@on_one_thread
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
    step = _measured(replace(old.frames, footstep=footstep), analysis.settings, old.correction)
    return _with_step(analysis, step)


@on_one_thread
def with_anatomy(analysis: Analysis, index: int, correction: AnatomyCorrection | None) -> Analysis:
    """The analysis with axis, toe line or cells of one step set by a person, and that step measured anew.

    Parameters
    ----------
    analysis : Analysis
        As it was.
    index : int
        The step.
    correction : AnatomyCorrection or None
        All that the person set, which takes the place of an earlier correction; None undoes it.

    Raises
    ------
    SettingsError
        If the correction leaves out every cell of the step.
    """
    old = analysis.steps[index]
    frames = _with_all_cells(analysis, old)
    if correction is not None and correction.left_out:
        frames = without_cells(frames, correction.left_out)
    kept = None if correction is None or correction.empty else correction
    step = _measured(frames, analysis.settings, kept)
    return _with_step(analysis, step)


def with_notes(analysis: Analysis, notes: Iterable[str]) -> Analysis:
    """The analysis with more that a person should know, before all else; a sentence each."""
    return _with_quality(analysis, (*notes, *analysis.quality))


def _with_step(analysis: Analysis, step: StepAnalysis) -> Analysis:
    """The analysis with one step measured anew, and its quality assessed anew."""
    steps = (*analysis.steps[: step.index], step, *analysis.steps[step.index + 1 :])
    changed = replace(analysis, steps=steps)
    now = {note.sentence for note in changed.quality_notes}
    outdated = {note.sentence for note in analysis.quality_notes} - now
    return _with_quality(changed, tuple(said for said in analysis.quality if said not in outdated))


def _with_quality(analysis: Analysis, said: tuple[str, ...]) -> Analysis:
    """The analysis with the sentences of its notes behind those said already, each once."""
    sentences = dict.fromkeys((*said, *(note.sentence for note in analysis.quality_notes)))
    told = replace(analysis, quality=tuple(sentences))
    vars(told)["quality_notes"] = analysis.quality_notes  # they do not hang on the sentences
    return told


def _with_all_cells(analysis: Analysis, step: StepAnalysis) -> StepFrames:
    """The frames of a step before cells were left out, with the side that it has by now."""
    if step.correction is None or not step.correction.left_out:
        return step.frames
    frames = clean(analysis.recording, analysis.settings)
    known = step.footstep
    out = np.zeros_like(known.mask)
    for row, column in np.subtract(step.correction.left_out, (known.first_row, known.first_column)).tolist():
        if 0 <= row < out.shape[0] and 0 <= column < out.shape[1]:
            out[row, column] = True
    for found in find_steps(analysis.recording, frames, analysis.settings).steps:
        one = found.footstep
        same_box = (one.frames, one.rows, one.columns) == (known.frames, known.rows, known.columns)
        if same_box and np.array_equal(one.mask & ~out, known.mask):
            return replace(found, footstep=replace(known, mask=one.mask))
    # a session of another version may hold steps that this one does not find: its cells are put back as they are
    return step_frames(replace(known, mask=known.mask | out), frames)


def _measured(
    step: StepFrames, settings: AnalysisSettings, correction: AnatomyCorrection | None = None
) -> StepAnalysis:
    """One step with its anatomy and measures."""
    anatomy, why_not = _anatomy(step, correction)
    context = StepContext(step, anatomy, why_not, settings)
    scheme = shown_scheme(settings.region_scheme, step.footstep.recording.grid)
    return StepAnalysis(
        step.footstep, step, anatomy, _measures(context), RegionSchemes(context), scheme, context.path, correction
    )


def _anatomy(step: StepFrames, correction: AnatomyCorrection | None) -> tuple[FootAnatomy | None, str]:
    """The foot in a whole step's print, or the reason why there is none."""
    if not step.footstep.complete:
        return None, _not_whole(step)
    try:
        return find_anatomy(step, correction), ""
    except UnreadablePrint as reason:
        return None, str(reason)


def _measures(context: StepContext) -> MeasureTable:
    """Measures of a step; of a step that is not whole, none."""
    worth = context.settings.uncertainties and context.step.footstep.complete
    table = measure_step(context, error_sources(context) if worth else ())
    if context.step.footstep.complete:
        return table
    reason = _not_whole(context.step)
    return MeasureTable({}, dict.fromkeys((*table.keys(), *table.missing), reason))


def _not_whole(step: StepFrames) -> str:
    return f"the step is not whole: {' and '.join(step.footstep.incomplete)}"


def _assumed(recording: PressureRecording) -> tuple[str, ...]:
    """A sentence on what the file does not say."""
    assumed = recording.source.assumed
    return (f"The file does not say, so it was assumed: {', '.join(assumed)}.",) if assumed else ()
