"""The whole analysis: clean the frames, find the steps, determine the anatomy from each print, measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pedograph._platform.blas import on_one_thread
from pedograph.anatomy import (
    SCHEMES,
    FootAnatomy,
    Mask,
    UnreadablePrint,
    find_anatomy,
    shown_scheme,
)
from pedograph.corrections import NOTHING_SET, UNCORRECTED, Corrections, StepCorrection
from pedograph.errors import SettingsError
from pedograph.gait import Summary, Walk, measure_walk, no_walk, summarise
from pedograph.import_correction import reread
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
from pedograph.notes import Note, blocks, doubt, joined
from pedograph.quality import ASSESSED, assess
from pedograph.recording import Footstep, PressureRecording, Side
from pedograph.settings import AnalysisSettings
from pedograph.steps import CleanFrames, StepFrames, cells_in_box, clean, find_steps, without_cells

if TYPE_CHECKING:
    from pedograph.standing import Standing

_BELT = blocks(
    "belt_cuts_steps",
    "the belt carries the feet backwards in these frames, which cuts the steps short",
)


@dataclass(frozen=True, eq=False)
class StepAnalysis:
    """One footstep, measured.

    Parameters
    ----------
    footstep : Footstep
        Its position and time in the recording, its side and whether it is complete.
    frames : StepFrames
        Its cells over time, cleaned.
    anatomy : FootAnatomy or None
        Frame, axis, toe line and regions; None for an incomplete step.
    measures : MeasureTable
        Measures of the whole foot, and the reasons for those that are missing.
    schemes : RegionSchemes
        Measures by region for each scheme that the plate can resolve, calculated when used; none without anatomy.
    scheme : str
        The scheme that ``regions`` shows: the one in the settings, or "seven" if the cells are too large for it.
    path : CentreOfPressure
        Centre of pressure while enough of the foot is loaded.
    correction : StepCorrection
        What a person corrected; ``footstep`` has the side set, and ``frames`` no longer has cells left out.
    """

    footstep: Footstep
    frames: StepFrames
    anatomy: FootAnatomy | None
    measures: MeasureTable
    schemes: RegionSchemes
    scheme: str
    path: CentreOfPressure
    correction: StepCorrection = NOTHING_SET

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
        """Measures by region for a custom mask, and for the rest of the foot.

        Parameters
        ----------
        mask : Mask
            The regions, from `pedograph.anatomy.read_mask`.
        drawn_on : StepAnalysis, optional
            The step of the same person for which the mask was drawn; the mask is then registered to this step by
            its print instead of by the axis, length and width of the foot.

        Raises
        ------
        Unmeasurable
            If a print does not show the complete foot.
        """
        source = None if drawn_on is None else drawn_on.schemes.context
        return mask_measures(self.schemes.context, mask, source)

    @property
    def missing(self) -> Mapping[str, Note]:
        """Reasons for the measures that are not available."""
        return self.measures.missing


@dataclass(frozen=True, eq=False)
class Analysis:
    """A recording, analysed.

    Parameters
    ----------
    recording : PressureRecording
        The recording, read with the corrections that a person made.
    settings : AnalysisSettings
        How it was analysed.
    steps : tuple of StepAnalysis
        Footsteps in order of first contact, corrected.
    detected : tuple of StepFrames
        The same steps as detected, before any correction.
    cleaned : CleanFrames
        The recording's frames, cleaned.
    as_read : PressureRecording
        What was recorded, as the file was read.
    corrections : Corrections
        What a person corrected; use `with_corrections` to change it.
    quality : tuple of Note
        What a person should know about the recording and how it was read: from its reader, from cleaning and
        finding the steps, and what is wrong with it, with the measures and steps that it affects.
    """

    recording: PressureRecording
    settings: AnalysisSettings
    steps: tuple[StepAnalysis, ...]
    detected: tuple[StepFrames, ...]
    cleaned: CleanFrames
    as_read: PressureRecording
    corrections: Corrections = UNCORRECTED
    quality: tuple[Note, ...] = ()

    @property
    def complete_steps(self) -> tuple[StepAnalysis, ...]:
        """The steps that were recorded completely."""
        return tuple(step for step in self.steps if step.complete)

    @cached_property
    def walk(self) -> Walk:
        """Position and time of every step, and the measures that need several steps.

        Its ``measures`` are lengths, width, times, phases and progression angles.
        """
        if self.recording.belt_speed:
            return no_walk(_BELT)
        return measure_walk(self.steps)

    @cached_property
    def summary(self) -> Summary:
        """Mean and spread of every measure over the steps that count, separately for left and right."""
        return summarise(self.steps, walk=self.walk)

    @cached_property
    def standing(self) -> Standing:
        """Loads and sway in standing; if nobody stands, its ``why_not`` and ``measures`` say why."""
        # most recordings are walks: what only standing needs is not loaded with the package
        from pedograph.standing import measure_standing, no_standing

        known = tuple(step.footstep for step in self.steps)
        try:
            return measure_standing(self.recording, self.settings, known=known, frames=self.cleaned)
        except Unmeasurable as reason:
            return no_standing(reason.note)


@on_one_thread
def analyze(
    recording: PressureRecording, settings: AnalysisSettings | None = None, corrections: Corrections = UNCORRECTED
) -> Analysis:
    """Find and measure every footstep of a recording.

    Parameters
    ----------
    recording : PressureRecording
        From `pedograph.read`, or made from arrays.
    settings : AnalysisSettings, optional
        Thresholds and choices; the defaults if not given.
    corrections : Corrections
        What a person corrected: how the recording is read, and its steps by their index.

    Returns
    -------
    Analysis
        Its ``steps`` is empty if there is no footstep; ``quality`` then says why.

    Raises
    ------
    SettingsError
        If a step is corrected that is not there, or every cell of one is left out.
    """
    settings = settings or AnalysisSettings()
    read = reread(recording, corrections.reading)
    frames = clean(read, settings)
    found = find_steps(read, frames, settings)
    corrections = fitted(corrections, found.steps)
    steps = tuple(_measured(step, settings, corrections.step(step.footstep.index)) for step in found.steps)
    said = (*read.source.notes, *frames.notes, *found.notes, *_assumed(read))
    analysis = Analysis(read, settings, steps, found.steps, frames, recording, corrections)
    return _assessed(analysis, said)


@on_one_thread
def with_corrections(analysis: Analysis, corrections: Corrections) -> Analysis:
    """The analysis with other corrections; only steps whose own correction changed are measured again.

    Parameters
    ----------
    analysis : Analysis
        As it was.
    corrections : Corrections
        Everything that a person corrected; this replaces all earlier corrections. If the recording is now read
        differently, it is analysed from the start.

    Returns
    -------
    Analysis
        The same one if nothing changed.

    Raises
    ------
    SettingsError
        If a step is corrected that is not there, or every cell of one is left out.
    """
    if corrections.reading != analysis.corrections.reading:
        return analyze(analysis.as_read, analysis.settings, corrections)
    corrections = fitted(corrections, analysis.detected)
    if corrections == analysis.corrections:
        return analysis
    steps = tuple(
        _corrected(step, detected, analysis.settings, corrections.step(step.index))
        for step, detected in zip(analysis.steps, analysis.detected, strict=True)
    )
    said = tuple(note for note in analysis.quality if note.key not in ASSESSED)
    return _assessed(replace(analysis, steps=steps, corrections=corrections), said)


def fitted(corrections: Corrections, detected: Sequence[StepFrames]) -> Corrections:
    """The corrections, limited in each step to cells that the step has.

    Raises
    ------
    SettingsError
        If a step is corrected that is not there.
    """
    fitted = []
    for index, one in corrections.steps:
        if index >= len(detected):
            raise SettingsError(f"there is no step {index + 1} to be corrected.")
        foot = detected[index].footstep
        cells = np.argwhere(cells_in_box(foot, one.cells_left_out) & foot.mask)
        places = [(row + foot.first_row, column + foot.first_column) for row, column in cells.tolist()]
        fitted.append((index, replace(one, cells_left_out=tuple(places))))
    return replace(corrections, steps=tuple(fitted))


def corrected_frames(detected: StepFrames, correction: StepCorrection) -> StepFrames:
    """A step as it was detected with the side that a person set, and without the cells left out.

    Raises
    ------
    SettingsError
        If every cell of the step is left out.
    """
    if correction.side is not None:
        footstep = replace(detected.footstep, side=correction.side, side_confidence=1.0)
        detected = replace(detected, footstep=footstep)
    return without_cells(detected, correction.cells_left_out) if correction.cells_left_out else detected


def with_notes(analysis: Analysis, notes: Iterable[Note]) -> Analysis:
    """The analysis with further notes placed before the existing ones."""
    return replace(analysis, quality=(*notes, *analysis.quality))


def _corrected(
    step: StepAnalysis, detected: StepFrames, settings: AnalysisSettings, correction: StepCorrection
) -> StepAnalysis:
    """A step with another correction; whether it counts towards means does not change its measures."""
    if correction == step.correction:
        return step
    if replace(correction, left_out="") == replace(step.correction, left_out=""):
        return replace(step, correction=correction)
    return _measured(detected, settings, correction)


def _assessed(analysis: Analysis, said: Iterable[Note]) -> Analysis:
    """The analysis with the notes on its quality after the existing ones, each once: assessed ones say more."""
    notes = {(note.key, note.sentence): note for note in (*said, *assess(analysis))}
    return replace(analysis, quality=tuple(notes.values()))


def _measured(detected: StepFrames, settings: AnalysisSettings, correction: StepCorrection) -> StepAnalysis:
    """One step, corrected, with its anatomy and measures."""
    step = corrected_frames(detected, correction)
    anatomy, why_not = step_anatomy(step, correction)
    context = StepContext(step, anatomy, why_not, settings)
    scheme = shown_scheme(settings.region_scheme, step.footstep.recording.grid)
    return StepAnalysis(
        step.footstep, step, anatomy, _measures(context), RegionSchemes(context), scheme, context.path, correction
    )


def step_anatomy(step: StepFrames, correction: StepCorrection) -> tuple[FootAnatomy | None, Note | None]:
    """The foot in a complete step's print, or None and the reason why there is none."""
    if not step.footstep.complete:
        return None, _not_whole(step)
    try:
        return find_anatomy(step, correction), None
    except UnreadablePrint as reason:
        return None, reason.note


def _measures(context: StepContext) -> MeasureTable:
    """Measures of a step; of an incomplete step, none."""
    worth = context.settings.uncertainties and context.step.footstep.complete
    table = measure_step(context, error_sources(context) if worth else ())
    if context.step.footstep.complete:
        return table
    reason = _not_whole(context.step)
    return MeasureTable({}, dict.fromkeys((*table.keys(), *table.missing), reason))


def _not_whole(step: StepFrames) -> Note:
    return blocks("incomplete_step", f"the step is incomplete: {joined(step.footstep.incomplete)}")


def _assumed(recording: PressureRecording) -> tuple[Note, ...]:
    """A note on what the file does not say."""
    assumed = recording.source.assumed
    sentence = f"The file does not say, so it was assumed: {', '.join(assumed)}."
    return (doubt("assumed", sentence),) if assumed else ()
