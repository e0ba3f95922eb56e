"""Footsteps on a plate: from cleaned frames to steps with side, direction and completeness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from pedograph.notes import Note, blocks, doubt
from pedograph.recording import Footstep, PressureRecording, Side
from pedograph.settings import AnalysisSettings
from pedograph.steps.cleaning import CleanFrames
from pedograph.steps.completeness import cut_steps_are_short, nearest_edge, why_incomplete
from pedograph.steps.components import Component, find_components
from pedograph.steps.frames import StepFrames, step_frames
from pedograph.steps.grouping import group_components, rules_for, split_in_time
from pedograph.steps.shape import Shape, shape_of, why_no_foot
from pedograph.steps.side import SideEvidence, shape_vote, sides_of

NO_FOOTSTEP = "no_footstep"
"""Key of the note on a contact that is none."""
_LONGEST_PIECE = 200.0
"""mm; a longer print that does not look like a foot is not a piece of one."""
_INSOLE_GATE = 0.06
"""Share of its largest force under which a foot in an insole counts as lifted: shoes press in swing, too."""
_SAME_WALK = 3.0
"""s between steps of one walk along the plate, at most, for one to tell which way the other points."""
_STATED = 0.99
"""Confidence in a side that the file states."""


@dataclass(frozen=True, eq=False)
class FoundSteps:
    """The steps of a recording with their frames.

    Parameters
    ----------
    steps : tuple of StepFrames
        In order of first contact.
    notes : tuple of Note
        Contacts that are no footsteps and why, and other things a person should know.
    """

    steps: tuple[StepFrames, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, eq=False)
class _Candidate:
    step: StepFrames
    shape: Shape
    why_no_footstep: str = ""


def find_steps(recording: PressureRecording, frames: CleanFrames, settings: AnalysisSettings) -> FoundSteps:
    """Every footstep of a recording.

    Cells that are connected in space and time make components; components that one foot has room for, and that
    touch at the same time, make a contact; one that lasts, is large enough and looks like a foot is a step.

    Parameters
    ----------
    recording : PressureRecording
        What was recorded.
    frames : CleanFrames
        Its cleaned frames.
    settings : AnalysisSettings
        Thresholds and the largest foot.
    """
    steps: list[StepFrames] = []
    notes: list[Note] = []
    for side, part in _tracks(recording, frames):
        candidates, strangers = _told_apart(_candidates(recording, part, settings, notes))
        notes += map(_no_footstep, strangers)
        steps += _with_sides(_pointed(candidates, settings), side, notes)
    steps.sort(key=lambda step: step.footstep.start_frame)
    numbered = (replace(step, footstep=replace(step.footstep, index=index)) for index, step in enumerate(steps))
    return FoundSteps(tuple(numbered), tuple(notes))


def _tracks(recording: PressureRecording, frames: CleanFrames) -> Iterator[tuple[Side, CleanFrames]]:
    """The recording's insoles one by one, each with the foot in it; a plate is one track of either foot."""
    if not recording.tracks:
        yield recording.side, frames
    for track in recording.tracks:
        columns = slice(track.first_column, track.first_column + track.columns)
        pressure, peak = np.zeros_like(frames.pressure), np.zeros_like(frames.peak)
        pressure[:, :, columns], peak[:, columns] = frames.pressure[:, :, columns], frames.peak[:, columns]
        yield track.side, CleanFrames(pressure, peak)


def _candidates(
    recording: PressureRecording, frames: CleanFrames, settings: AnalysisSettings, notes: list[Note]
) -> list[_Candidate]:
    """Contacts that last and are large enough to speak of, in order of first contact."""
    largest_foot = (settings.largest_foot_length, settings.largest_foot_width)
    components, loose = find_components(frames.pressure, recording.grid, *largest_foot)
    rules = rules_for(recording.grid, recording.frame_period, settings)
    feet, adrift = group_components(components, loose, rules)
    if adrift:
        specks = "1 speck" if adrift == 1 else f"{adrift} specks"
        sentence = f"{specks} of one or two cells, too brief or too far from a foot to be a part of it, left out."
        notes.append(Note("specks", sentence))
    parts = _parted_in_time(feet, frames, recording, settings)
    seen = (_candidate(foot, recording, frames, settings) for foot in parts)
    return [candidate for candidate in seen if candidate is not None]


def _no_footstep(candidate: _Candidate) -> Note:
    sentence = f"The contact at {candidate.step.footstep.start:.2f} s is no footstep: {candidate.why_no_footstep}."
    return Note(NO_FOOTSTEP, sentence)


def _told_apart(seen: list[_Candidate]) -> tuple[list[_Candidate], list[_Candidate]]:
    """Footsteps, and contacts that are none; on a walk, a piece of a print at an edge is a cut footstep."""
    whole = any(candidate.step.footstep.complete and not candidate.why_no_footstep for candidate in seen)
    steps, strangers = [], []
    for candidate in seen:
        edge = nearest_edge(candidate.step) if candidate.why_no_footstep and whole else ""
        if not candidate.why_no_footstep:
            steps.append(candidate)
        elif edge and candidate.shape.length < _LONGEST_PIECE:
            beyond = blocks("beyond_edge", f"part of it lies beyond the {edge} edge of the plate")
            reasons = (*candidate.step.footstep.incomplete, beyond)
            footstep = replace(candidate.step.footstep, incomplete=reasons)
            steps.append(replace(candidate, step=replace(candidate.step, footstep=footstep), why_no_footstep=""))
        else:
            strangers.append(candidate)
    return steps, strangers


def _parted_in_time(
    feet: list[Component], frames: CleanFrames, recording: PressureRecording, settings: AnalysisSettings
) -> list[Component]:
    """Contacts, cut where the foot lifts without every cell going to 0."""
    rules = rules_for(recording.grid, recording.frame_period, settings)
    parts: list[Component] = []
    for foot in feet:
        rows, columns = foot.cells.T
        force = frames.pressure[foot.start : foot.stop, rows, columns].sum(axis=1, dtype=np.float64)
        force *= recording.grid.newton_per_kilopascal
        insole = bool(recording.tracks)
        gate = max(settings.force_threshold, _INSOLE_GATE * float(force.max()) if insole else 0.0)
        parts += split_in_time(foot, force, gate, max(rules.gap_frames, 1), trimmed=insole)
    return sorted(parts, key=lambda part: (part.start, part.cells[:, 0].min()))


def _candidate(
    foot: Component, recording: PressureRecording, frames: CleanFrames, settings: AnalysisSettings
) -> _Candidate | None:
    """A contact that lasts and is large enough to speak of."""
    if len(foot.cells) < settings.minimum_step_cells:
        return None
    low, high = foot.cells.min(axis=0), foot.cells.max(axis=0)
    mask = np.zeros(high - low + 1, dtype=bool)
    mask[tuple((foot.cells - low).T)] = True
    footstep = Footstep(recording, 0, foot.start, foot.stop, int(low[0]), int(low[1]), mask)
    step = step_frames(footstep, frames)
    if not step.peak.size:
        return None
    reasons = why_incomplete(step)
    duration = (foot.stop - foot.start) * recording.frame_period
    if recording.frames > 1 and not reasons and duration < settings.minimum_step_time:
        return None
    shape = shape_of(step, settings.force_threshold, settings.minimum_cells)
    if not reasons and shape.forefoot_missing:
        reasons = (blocks("forefoot_off_plate", "the forefoot is not on the plate"),)
    footstep = replace(footstep, direction=shape.direction, incomplete=reasons)
    return _Candidate(replace(step, footstep=footstep), shape, why_no_foot(shape, not reasons))


def _pointed(candidates: list[_Candidate], settings: AnalysisSettings) -> list[_Candidate]:
    """The steps, where a print in doubt or a part of one points the way the clear print nearest in time does."""
    clear = [one for one in candidates if one.step.footstep.complete and one.shape.sure]
    pointed = []
    for candidate in candidates:
        start = candidate.step.footstep.start
        guide = min(clear, key=lambda one: abs(one.step.footstep.start - start), default=None)
        doubtful = candidate not in clear
        if guide and doubtful and abs(guide.step.footstep.start - start) < _SAME_WALK:
            candidate = _turned(candidate, guide.shape.direction, settings)
        pointed.append(candidate)
    return pointed


def _turned(candidate: _Candidate, direction: int, settings: AnalysisSettings) -> _Candidate:
    shape = shape_of(candidate.step, settings.force_threshold, settings.minimum_cells, direction)
    footstep = replace(candidate.step.footstep, direction=direction)
    return replace(candidate, step=replace(candidate.step, footstep=footstep), shape=shape)


def _with_sides(candidates: list[_Candidate], stated: Side, notes: list[Note]) -> list[StepFrames]:
    """The steps with their side, short ones marked."""
    answers = sides_of([_side_evidence(candidate) for candidate in candidates])
    lengths = [c.shape.length for c in candidates if c.step.footstep.complete]
    steps = []
    for candidate, (side, confidence) in zip(candidates, answers, strict=True):
        foot = candidate.step.footstep
        if not candidate.shape.sure and foot.complete:
            sentence = f"It is uncertain which end of the print at {foot.start:.2f} s is the toes'."
            notes.append(doubt("uncertain_direction", sentence))
        if stated is not Side.UNKNOWN:
            side, confidence = _stated_side(stated, candidate.shape, notes)
        incomplete = foot.incomplete
        if cut_steps_are_short(foot, candidate.shape.length, lengths):
            incomplete = (blocks("part_missing", "part of the foot is missing"),)
        foot = replace(foot, side=side, side_confidence=confidence, incomplete=incomplete)
        steps.append(replace(candidate.step, footstep=foot))
    return steps


def _side_evidence(candidate: _Candidate) -> SideEvidence:
    step, foot = candidate.step, candidate.step.footstep
    return SideEvidence(candidate.shape, float(step.x.mean()), float(step.y.mean()), foot.start, foot.complete)


def _stated_side(stated: Side, shape: Shape, notes: list[Note]) -> tuple[Side, float]:
    """The side that the file states; a print that clearly looks like the other foot is mentioned."""
    vote = shape_vote(shape)
    seen = Side.RIGHT if vote > 0 else Side.LEFT
    if abs(vote) > 3 and seen is not stated:
        sentence = f"The file says {stated} foot, the print looks like a {seen} one."
        notes.append(doubt("side_contradicted", sentence))
    return stated, _STATED
