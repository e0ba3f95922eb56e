"""Standing on one page: when, which feet, their loads, and the sway of body and feet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pedograph.measures.catalogue import catalogue
from pedograph.measures.context import SINGLE_PICTURE
from pedograph.measures.model import NOT_MEASURED, Measure, MeasureTable, Unmeasurable
from pedograph.measures.step import UNCERTAIN_SIDE
from pedograph.notes import Note, blocks, doubt
from pedograph.recording import FloatArray, Footstep, PressureRecording, Side
from pedograph.settings import AnalysisSettings
from pedograph.standing.course import Sampling, SwayPath, even_sampling, sway_path
from pedograph.standing.feet import FeetOnGround, FootOnGround, feet_on_ground, standing_frames
from pedograph.standing.interval import Interval, standing_interval
from pedograph.standing.loads import fore_rear_values, left_share, load_values, region_loads, side_values
from pedograph.standing.model import (
    BODY_KEYS,
    FOOT_KEYS,
    FORE_REAR_KEYS,
    FREQUENCY_KEYS,
    LENGTH_KEYS,
    SIDE_KEYS,
    SPREAD_KEYS,
    SWAY_KEYS,
    Standing,
    StandingFoot,
    picture_flags,
)
from pedograph.standing.noise import NoiseFloor, SensorNoise, noise_floor
from pedograph.standing.spectrum import SHORTEST, frequency_values, sway_spectrum
from pedograph.standing.sway import BLOCKS, Values, sway_values
from pedograph.steps import CleanFrames, clean

RELIABLE = 90.0
"""s from which on most measures of sway are of acceptable reliability (Ruhe and others, 2010)."""
_SHORTEST = 5.0
"""s from which on sway is measured at all."""
_FEWEST_SAMPLES = 2 * BLOCKS
"""Samples from which on sway is measured at all: two in each part that is left out to see how sure a value is."""
_SLOWEST = 10.0
"""Hz from which on lengths, velocities and frequencies are given."""
_LOUD = 0.1
"""Share of noise in the spread from which on it is said."""
_LEAVING = blocks("feet_leave_ground", "the feet do not stay on the ground from the first frame to the last")
_ASSUMED = doubt("task_assumed", "The file does not say that the person stood; it was assumed.")
_NO_SIDES = blocks("unknown_side", "left and right could not be distinguished")
_UNKNOWN_NOISE = "the sensor's noise cannot be told: the rate is low and its readings are not in steps"
_SURE = 0.8
"""Confidence in the sides below which what depends on them carries a flag."""


def measure_standing(
    recording: PressureRecording,
    settings: AnalysisSettings | None = None,
    *,
    noise: SensorNoise | None = None,
    known: Sequence[Footstep] = (),
    frames: CleanFrames | None = None,
) -> Standing:
    """Measure a recording in which a person stands.

    Parameters
    ----------
    recording : PressureRecording
        Of the task "stand", or one in which one or two feet stay on the ground from the first frame to the last.
    settings : AnalysisSettings, optional
        Thresholds; the defaults if not given.
    noise : SensorNoise, optional
        Noise of the sensor from a still recording (`sensor_noise`); else it is read from the recording itself.
    known : sequence of Footstep
        Contacts whose side a person told (a confidence of 1); the feet at their places take it.
    frames : CleanFrames, optional
        The recording's cleaned frames, where they are there already.

    Returns
    -------
    Standing
        Loads and sway of body and feet; what is not available is named with the reason.

    Raises
    ------
    Unmeasurable
        If nobody stands in it.
    """
    settings = settings or AnalysisSettings()
    interval = standing_interval(recording, settings)
    cleaned = frames or clean(recording, settings)
    found = _feet(recording, standing_frames(recording, cleaned, settings), interval, settings, known)
    return _Measuring(recording, settings, interval, found, noise).standing()


def _feet(
    recording: PressureRecording,
    frames: CleanFrames,
    interval: Interval,
    settings: AnalysisSettings,
    known: Sequence[Footstep],
) -> FeetOnGround:
    """The feet; of a recording that is not said to be of standing, only feet that stay on the ground."""
    told = recording.task == "stand"
    try:
        found = feet_on_ground(recording, frames, interval, settings, known)
    except Unmeasurable as reason:
        raise reason if told else Unmeasurable.because(_LEAVING) from reason
    if not told and any(foot.lifted for foot in found.feet):
        raise Unmeasurable.because(_LEAVING)
    return found


def no_standing(reason: Note) -> Standing:
    """A recording in which nobody stands: no foot, and the reason for each measure."""
    missing = MeasureTable({}, dict.fromkeys(BODY_KEYS, reason))
    return Standing(0, 0, (), missing, np.zeros(0), np.zeros(0), None, None, why_not=reason)


@dataclass(frozen=True, eq=False)
class _Measuring:
    """What the measures of one recording share."""

    recording: PressureRecording
    settings: AnalysisSettings
    interval: Interval
    found: FeetOnGround
    given: SensorNoise | None

    def standing(self) -> Standing:
        sampling, no_time = self._sampling()
        whole = self._why_not_whole()
        path, reason = self._path(self.found.feet, sampling, whole or no_time, self._heading())
        floor = noise_floor(path, self.found.feet, self.given) if path else None
        forces = [self._even(foot.force, sampling) for foot in self.found.feet]
        sides, why_no_sides = self._sides(forces, whole)
        table = _Table(len(self.found.feet[0].pressure))
        self._duration(table, sampling, no_time)
        table.take(sides, SIDE_KEYS, why_no_sides, self._side_flags())
        self._loads(table, self.found.feet, np.sum(forces, axis=0), whole)
        self._sway(table, path, floor, reason)
        feet = tuple(
            self._foot(foot, force, sampling, no_time) for foot, force in zip(self.found.feet, forces, strict=True)
        )
        return Standing(
            self.interval.start,
            self.interval.stop,
            feet,
            table.in_order(BODY_KEYS),
            sampling.time if sampling else self.recording.time[self.interval.frames],
            left_share(*forces) if sides else np.zeros(0),
            path,
            floor,
            sampling.words if sampling else "",
            self._notes(),
        )

    def _notes(self) -> tuple[Note, ...]:
        assumed = (_ASSUMED,) if "task" in self.recording.source.assumed else ()
        return (*assumed, *self.interval.notes, *self.found.notes)

    def _sampling(self) -> tuple[Sampling | None, Note | None]:
        try:
            return even_sampling(self.recording.time[self.interval.frames]), None
        except Unmeasurable as refusal:
            return None, refusal.note

    def _even(self, values: FloatArray, sampling: Sampling | None) -> FloatArray:
        return sampling.even(values) if sampling else values

    def _why_not_whole(self) -> Note | None:
        """Why the feet on the sensor do not carry the whole body; None where they do."""
        for foot in self.found.feet:
            if foot.cut:
                return blocks("cut_print", f"{foot.name}: {foot.cut}")
            if foot.lifted:
                return blocks("foot_lifted", f"{foot.name} is lifted or rolls over the ground on the way")
        if self.found.more_than_two:
            share = f"{100 * self.found.others:.0f} %"
            return blocks(
                "load_elsewhere", f"{share} of the load lie outside of the two feet, or a foot was moved"
            )
        return None

    def _heading(self) -> float:
        """Where the person faces: the mean of the foot axes; the plate's axis where they cannot be read."""
        feet = self.found.feet
        angles = [foot.anatomy.frame.angle for foot in feet if foot.anatomy]
        if len(angles) == len(feet):
            return float(np.arctan2(np.sin(angles).sum(), np.cos(angles).sum()))
        return 0.0 if feet[0].picture.footstep.direction > 0 else float(np.pi)

    def _path(
        self, feet: tuple[FootOnGround, ...], sampling: Sampling | None, why_not: Note | None, heading: float
    ) -> tuple[SwayPath | None, Note | None]:
        """Course of the centre of pressure of one foot or of both, or why there is none."""
        if sampling is None or why_not:
            return None, why_not
        if len(feet) > 1 and self.recording.tracks:
            return None, blocks("insole_without_place", "insoles do not tell where the feet stand to each other")
        if sampling.length < _SHORTEST:
            sentence = f"{sampling.length:.1f} s are too short for sway; {_SHORTEST:g} s are the least"
            return None, blocks("too_short", sentence)
        if sampling.time.size < _FEWEST_SAMPLES:
            sentence = f"{sampling.time.size} frames are too few for sway; {_FEWEST_SAMPLES} are the least"
            return None, blocks("too_few_frames", sentence)
        total = sum(foot.pressure.sum(axis=1) for foot in feet)
        force = sum(foot.force for foot in feet)
        if float(np.min(force)) < max(self.settings.force_threshold, 1e-9):
            return None, blocks("too_little_force", "the foot carries next to nothing on the way")
        x = sum(foot.pressure @ foot.x for foot in feet) / total
        y = sum(foot.pressure @ foot.y for foot in feet) / total
        return sway_path(np.asarray(x), np.asarray(y), sampling, heading), None

    def _sides(self, forces: list[FloatArray], whole: Note | None) -> tuple[Values, Note]:
        """Load of either foot, or why it is not available."""
        if len(forces) < 2:
            return {}, blocks("one_foot", "only one foot stands on the sensor")
        if whole:
            return {}, whole
        if {foot.side for foot in self.found.feet} != {Side.LEFT, Side.RIGHT}:
            return {}, _NO_SIDES
        return side_values(*forces), SINGLE_PICTURE

    def _side_flags(self) -> tuple[Note, ...]:
        unsure = any(foot.picture.footstep.side_confidence < _SURE for foot in self.found.feet)
        return (UNCERTAIN_SIDE,) if unsure else ()

    def _duration(self, table: _Table, sampling: Sampling | None, no_time: Note | None) -> None:
        values: Values = (
            {"standing_duration": (sampling.duration, 1.0 / (sampling.rate * np.sqrt(6.0)))} if sampling else {}
        )
        table.take(values, ("standing_duration",), no_time, self._too_short(sampling))

    def _too_short(self, sampling: Sampling | None) -> tuple[Note, ...]:
        if sampling is None or sampling.length >= RELIABLE:
            return ()
        sentence = f"{sampling.length:.0f} s are of low reliability for sway; at least {RELIABLE:g} s are advised"
        return (doubt("low_reliability", sentence),)

    def _loads(self, table: _Table, feet: tuple[FootOnGround, ...], force: FloatArray, whole: Note | None) -> None:
        values = {} if whole else load_values(feet, force)
        table.take(values, ("standing_force", "standing_contact_area", "standing_mean_pressure"), whole)
        flags = tuple(dict.fromkeys(flag for foot in feet if foot.anatomy for flag in foot.anatomy.flags))
        try:
            fore_rear = {} if whole else fore_rear_values(feet)
            table.take(fore_rear, FORE_REAR_KEYS, whole, flags)
        except Unmeasurable as refusal:
            table.take({}, FORE_REAR_KEYS, refusal.note)

    def _sway(self, table: _Table, path: SwayPath | None, floor: NoiseFloor | None, reason: Note | None) -> None:
        """Sway of a course, with what its reader should know."""
        if path is None:
            table.take({}, SWAY_KEYS, reason)
            return
        values, sampling = sway_values(path, floor), path.sampling
        common = (*self._one_foot(), *self._too_short(sampling))
        slow = _too_slow(sampling)
        table.take(values, SPREAD_KEYS, None, (*common, *_noisy(path, floor)))
        fast = {} if slow else values
        table.take(fast, LENGTH_KEYS, slow, (*common, _processed(sampling), _noise_taken_off(floor)))
        unknown = blocks("noise_unknown", _UNKNOWN_NOISE)
        table.take(fast, ("sway_noise_length",), slow or unknown, (_processed(sampling),))
        table.take(*self._frequencies(path, slow), common)

    def _frequencies(self, path: SwayPath, slow: Note | None) -> tuple[Values, tuple[str, ...], Note | None]:
        if slow:
            return {}, FREQUENCY_KEYS, slow
        if path.sampling.length < SHORTEST:
            reason = f"{path.sampling.length:.1f} s are too short for frequencies; {SHORTEST:g} s are the least"
            return {}, FREQUENCY_KEYS, blocks("too_short", reason)
        try:
            return frequency_values(sway_spectrum(path)), FREQUENCY_KEYS, None
        except Unmeasurable as still:
            return {}, FREQUENCY_KEYS, still.note

    def _one_foot(self) -> tuple[Note, ...]:
        if len(self.found.feet) > 1:
            return ()
        return (doubt("one_foot", "one foot only: the sway of the body if the other one is in the air"),)

    def _foot(
        self, foot: FootOnGround, force: FloatArray, sampling: Sampling | None, no_time: Note | None
    ) -> StandingFoot:
        cut = blocks("cut_print", f"{foot.name}: {foot.cut}") if foot.cut else None
        heading = foot.anatomy.frame.angle if foot.anatomy else self._heading()
        path, reason = self._path((foot,), sampling, cut or no_time, heading)
        floor = noise_floor(path, (foot,), self.given) if path else None
        table = _Table(len(self.found.feet[0].pressure))
        self._loads(table, (foot,), force, cut)
        self._sway(table, path, floor, reason)
        return StandingFoot(
            foot.picture.footstep,
            foot.anatomy,
            table.in_order(FOOT_KEYS),
            region_loads(foot),
            force,
            path,
        )


class _Table:
    """Measures and reasons while they are gathered, from so many frames."""

    def __init__(self, frames: int) -> None:
        self.frames = frames
        self.found: dict[str, Measure] = {}
        self.missing: dict[str, Note] = {}

    def take(
        self, values: Values, keys: tuple[str, ...], reason: Note | None, flags: tuple[Note, ...] = ()
    ) -> None:
        """Those of the keys that have a value as measures, the others with the reason."""
        for key in keys:
            if key in values:
                value, error = values[key]
                said = (*flags, *picture_flags(key, self.frames))
                self.found[key] = Measure(key, value, catalogue()[key].unit, error, said)
            else:
                self.missing[key] = reason or NOT_MEASURED

    def in_order(self, keys: tuple[str, ...]) -> MeasureTable:
        """The table, its keys in order."""
        return MeasureTable(
            {key: self.found[key] for key in keys if key in self.found},
            {key: self.missing[key] for key in keys if key in self.missing},
        )


def _too_slow(sampling: Sampling) -> Note | None:
    """Why a course is too slow for its length; None where it is not."""
    if sampling.rate >= _SLOWEST:
        return None
    return blocks("low_rate", f"{sampling.rate:.3g} Hz are too slow; {_SLOWEST:g} Hz are the least")


def _processed(sampling: Sampling) -> Note:
    return Note("processing", sampling.words)


def _noise_taken_off(floor: NoiseFloor | None) -> Note:
    if floor is None:
        return doubt("noise_unknown", "the sensor's noise is not known")
    return Note("noise_taken_off", f"noise taken off, from {floor.origin}")


def _noisy(path: SwayPath, floor: NoiseFloor | None) -> tuple[Note, ...]:
    """Said where the sensor's noise makes up a part of the spread that matters."""
    if floor is None:
        return ()
    noise = float(np.hypot(*floor.left(path.sampling)))
    spread = float(np.sqrt(np.mean(path.across**2 + path.along**2)))
    if noise <= _LOUD * spread:
        return ()
    share = f"{min(100.0, 100.0 * noise / max(spread, 1e-12)):.0f} %"
    return (doubt("noisy_sway", f"the sensor's noise makes up {share} of the spread"),)
