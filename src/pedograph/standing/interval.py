"""Whether somebody stands in a recording, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.measures.model import Unmeasurable
from pedograph.notes import Note
from pedograph.recording import BoolArray, PressureRecording
from pedograph.settings import AnalysisSettings

_STEADY = 0.5
"""Share of the usual force below which the person does not stand on the plate with both feet's weight."""
_SETTLING = 1.0
"""s left out after stepping on and before stepping off."""


@dataclass(frozen=True)
class Interval:
    """The frames in which the person stands.

    Parameters
    ----------
    start, stop : int
        First frame and one past the last.
    notes : tuple of Note
        What was left out.
    """

    start: int
    stop: int
    notes: tuple[Note, ...] = ()

    @property
    def frames(self) -> slice:
        """The frames as a slice."""
        return slice(self.start, self.stop)


def standing_interval(recording: PressureRecording, settings: AnalysisSettings) -> Interval:
    """The frames in which somebody stands on the sensor.

    A recording whose task is "stand" is one of standing: of it, the longest time is taken in which the force is at
    least half of the usual one, and where the person stepped on or off within it, one second beside that is left
    out. Any other recording is one of standing only if the force is never less than half of the usual one from the
    first frame to the last (whether each foot stays on the ground is looked at later).

    Raises
    ------
    Unmeasurable
        If nobody stands.
    """
    force = recording.force
    if float(force.max()) < settings.force_threshold:
        raise Unmeasurable("nobody_stands", "nobody stands on the plate")
    told = recording.task == "stand"
    if recording.frames == 1:
        if not told:
            raise Unmeasurable(
                "not_said_to_stand", "the recording is a single image, and not said to be one of standing"
            )
        return Interval(0, 1)
    usual = float(np.median(force[force > 0.5 * np.quantile(force, 0.95)]))
    steady = force >= _STEADY * usual
    if steady.all():
        return Interval(0, recording.frames)
    if not told:
        raise Unmeasurable("nobody_stands", "nobody stands on the plate from the first frame to the last")
    return _settled(recording, *_longest_run(steady))


def _longest_run(steady: BoolArray) -> tuple[int, int]:
    """First frame and one past the last of the longest run of true values."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], steady, [False]]).astype(np.int8)))
    starts, stops = changes[::2], changes[1::2]
    longest = int(np.argmax(stops - starts))
    return int(starts[longest]), int(stops[longest])


def _settled(recording: PressureRecording, start: int, stop: int) -> Interval:
    """The run without the moments after stepping on and before stepping off, where enough is left."""
    time = recording.time
    first = time[start] + (_SETTLING if start > 0 else 0.0)
    last = time[stop - 1] - (_SETTLING if stop < recording.frames else 0.0)
    inside = np.flatnonzero((time >= first) & (time <= last))
    if inside.size < 2:
        raise Unmeasurable("stood_for_a_moment", "the person stands on the plate for a moment only")
    start, stop = int(inside[0]), int(inside[-1]) + 1
    sentence = f"The person stands from {time[start]:.1f} to {time[stop - 1]:.1f} s; the rest is left out."
    return Interval(start, stop, (Note("part_of_time", sentence),))
