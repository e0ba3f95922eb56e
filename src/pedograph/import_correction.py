"""How a recording was read: the card that shows it, and the recording with a person's corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from pedograph.corrections import ImportCorrection
from pedograph.quality import Assessed
from pedograph.recording import PressureRecording, SensorGrid, Side, Track
from pedograph.units import STANDARD_GRAVITY

_WALKING_PEAK = (1.0, 1.5)
"""Range of the largest force under a walking foot, in body weights."""
_NOT_STATED = "not stated"
_EVEN = 0.02
"""Share of the usual step by which times may differ and still be called even."""


class Origin(StrEnum):
    """Where a line of the card comes from."""

    FILE = "from the file"
    ASSUMED = "assumed"
    ABSENT = "not in the file"
    CORRECTED = "set by hand"
    MEASURED = "measured"


@dataclass(frozen=True)
class CardLine:
    """One line of the card.

    Parameters
    ----------
    key, name, value : str
        What it is about ("cell size"), its heading, and what was read.
    origin : Origin
        Whether the file says so, or it was assumed, set by hand, or measured in the frames.
    """

    key: str
    name: str
    value: str
    origin: Origin


def reread(recording: PressureRecording, correction: ImportCorrection) -> PressureRecording:
    """The recording as it should have been read.

    Parameters
    ----------
    recording : PressureRecording
        As it was read; it is not changed.
    correction : ImportCorrection
        What to correct.
    """
    if correction.nothing:
        return recording
    pressure = recording.pressure * np.float32(correction.pressure_factor)
    time = recording.time
    if correction.sample_rate is not None:
        time = time[0] + np.arange(recording.frames) / correction.sample_rate
    source = recording.source
    assumed = tuple(key for key in source.assumed if key not in correction.settles)
    return PressureRecording(
        _turned(pressure, correction),
        time,
        _grid(recording, correction),
        replace(source, assumed=assumed),
        _side(recording.side, correction),
        recording.task,
        recording.subject,
        tuple(_track(track, recording.columns, correction) for track in recording.tracks),
    )


def _turned(array: np.ndarray, correction: ImportCorrection) -> np.ndarray:
    """Rows and columns (the last two axes) as the plate was really placed."""
    if correction.turned:
        array = array[..., ::-1, ::-1]
    return array[..., ::-1] if correction.mirrored else array


def _grid(recording: PressureRecording, correction: ImportCorrection) -> SensorGrid:
    grid, factor = recording.grid, correction.pressure_factor
    return replace(
        grid,
        row_spacing=correction.row_spacing or grid.row_spacing,
        column_spacing=correction.column_spacing or grid.column_spacing,
        active=None if grid.active is None else _turned(grid.active, correction),
        threshold=None if grid.threshold is None else grid.threshold * factor,
        saturation=None if grid.saturation is None else grid.saturation * factor,
    )


def _side(side: Side, correction: ImportCorrection) -> Side:
    if correction.side is not None:
        return Side(correction.side)
    return side.other if correction.mirrored else side


def _track(track: Track, columns: int, correction: ImportCorrection) -> Track:
    """An insole at its place after turning; a mirrored one belongs to the other foot."""
    flipped = correction.turned != correction.mirrored
    first = columns - track.first_column - track.columns if flipped else track.first_column
    return Track(track.side.other if correction.mirrored else track.side, first, track.columns)


def import_card(analysis: Assessed, body_mass: float | None = None) -> tuple[CardLine, ...]:
    """What was read, line by line, and where each line comes from.

    Parameters
    ----------
    analysis : Assessed
        The recording with its corrections, and its steps for the plausibility of the forces.
    body_mass : float, optional
        kg, to compare the forces with.
    """
    settled = analysis.corrections.reading.settles
    assumed = analysis.recording.source.assumed

    def origin(key: str, value: str) -> Origin:
        if key in settled:
            return Origin.CORRECTED
        if key in assumed:
            return Origin.ASSUMED
        return Origin.ABSENT if value == _NOT_STATED else Origin.FILE

    known = [CardLine(key, name, value, origin(key, value)) for key, name, value in _facts(analysis.recording)]
    others = [
        CardLine(key, key.capitalize(), "taken for granted", Origin.ASSUMED)
        for key in assumed
        if key not in {line.key for line in known}
    ]
    return (*known, *others, CardLine("force", "Force", _plausibility(analysis, body_mass), Origin.MEASURED))


def _facts(recording: PressureRecording) -> Iterator[tuple[str, str, str]]:
    """Key, heading and text of what the reader took from the file or assumed."""
    grid, source = recording.grid, recording.source
    yield "file", "File", source.file or "made in memory"
    yield "format", "Format", source.format
    yield "unit", "Pressure", f"kPa, up to {float(recording.peak_image.max()):.4g}"
    yield "cell size", "Cell", f"{grid.row_spacing:g} mm along, {grid.column_spacing:g} mm across"
    part = ", a part cut out of a larger plate" if grid.cropped else ""
    yield "grid", "Grid", f"{recording.rows} rows x {recording.columns} columns{part}"
    yield "time", "Time", _time_text(recording)
    yield "orientation", "Orientation", "rows towards the toes, columns to the walker's right, seen from above"
    yield "side", "Foot", _side_text(recording)
    absent = 0 if grid.active is None else int((~grid.active).sum())
    yield "no data", "Without a sensor", f"{absent} cells" if absent else "no cell"
    yield "threshold", "Least pressure", _NOT_STATED if grid.threshold is None else f"{grid.threshold:.4g} kPa"
    yield (
        "saturation",
        "Largest pressure",
        _NOT_STATED if grid.saturation is None else f"{grid.saturation:.4g} kPa",
    )


def _time_text(recording: PressureRecording) -> str:
    if recording.frames < 2:
        return "a single frame"
    gaps = np.diff(recording.time)
    even = float(np.ptp(gaps)) <= _EVEN * recording.frame_period
    steps = "even steps" if even else f"steps of {1000 * gaps.min():.3g} to {1000 * gaps.max():.3g} ms"
    return f"{recording.frames} frames at {recording.sample_rate:.4g} Hz, {steps}"


def _side_text(recording: PressureRecording) -> str:
    if recording.tracks:
        return " and ".join(track.side.value for track in recording.tracks) + ", side by side"
    return _NOT_STATED if recording.side is Side.UNKNOWN else recording.side.value


def _plausibility(analysis: Assessed, body_mass: float | None) -> str:
    """The largest force of the complete steps, as body mass, and whether it fits the person."""
    whole = [step for step in analysis.steps if step.footstep.complete and not step.frames.stands]
    if not whole or analysis.recording.frames < 2:
        return "no complete step of a walk to judge it by"
    peak = float(np.median([step.frames.force.max() for step in whole]))
    light, heavy = (peak / STANDARD_GRAVITY / share for share in reversed(_WALKING_PEAK))
    text = f"{peak:.0f} N under a foot, as of a person of {light:.0f} to {heavy:.0f} kg"
    if body_mass is None:
        return text
    fits = light <= body_mass <= heavy
    return f"{text}; {'fits' if fits else 'does not fit'} {body_mass:g} kg"
