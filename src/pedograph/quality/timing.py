"""Frames that are too few for some measures: one image only, gaps in time, a low rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pedograph.measures import catalogue
from pedograph.notes import Note, blocks, doubt
from pedograph.quality.model import (
    Assessed,
    AssessedStep,
    grouped,
    named,
    places,
    present,
    refused,
)

_LONGEST_GAP = 3.5
"""Usual times between frames above which frames are missing, as in a step's `gap`."""
_FOR_PHASES, _FOR_WALKING = 90.0, 49.5
"""Hz below which the phases of roll-over, and below which all that a walking foot does in time, is too coarse;
plates of 100 and 50 Hz often count in whole milliseconds."""
_IN_TIME = (
    "contact_time",
    "force_time_integral",
    "force_time_integral_body_weight",
    "pressure_time_integral",
    "pressure_time_integral_of_peaks",
    "pressure_time_integral_mean",
    "peak_force_instant",
    "peak_pressure_instant",
    "first_force_peak",
    "force_valley",
    "second_force_peak",
)
"""Measures of a step's load that depend on the time between frames."""
_TOGETHER = (
    (
        "the phases of roll-over",
        (
            "initial_contact_phase",
            "forefoot_contact_phase",
            "foot_flat_phase",
            "forefoot_push_off_phase",
            "first_metatarsal_contact",
            "forefoot_flat_contact",
            "heel_off",
        ),
    ),
    (
        "the path of the centre of pressure in each phase",
        tuple(
            f"cop_{what}_{phase}"
            for what in ("range", "place")
            for phase in ("initial_contact", "forefoot_contact", "foot_flat", "push_off")
        ),
    ),
    ("the slope of the force's rise", ("loading_rate",)),
    ("the mean rate of the force's rise", ("mean_loading_rate",)),
    ("the largest velocity of the centre of pressure", ("cop_peak_velocity_ap", "cop_peak_velocity_ml")),
)
"""What a sentence calls measures that belong together; any other goes by its own name."""


def timing_notes(analysis: Assessed) -> Iterator[Note]:
    """A picture without a time course, gaps, a low rate."""
    steps = [step for step in analysis.steps if step.footstep.complete]
    if analysis.recording.frames < 2:
        if steps:
            keys = refused(steps, "no_time_course")
            sentence = "The recording is a single image, so nothing that needs its time course is available."
            yield blocks("no_time_course", sentence, keys, places(steps))
        return
    yield from _gaps(analysis)
    walking = [step for step in steps if not step.frames.stands]
    if walking:
        yield from _low_rate(analysis, walking)


def _gaps(analysis: Assessed) -> Iterator[Note]:
    """Gaps within steps, which forbid all that is summed over time, and gaps elsewhere."""
    cut = [step for step in analysis.steps if step.frames.gap]
    whole = [step for step in cut if step.footstep.complete]
    for step in whole:
        keys = refused([step], "gap_in_step")
        sentence = f"Frames are missing for {1000 * step.frames.gap:.0f} ms within {named([step])}."
        yield blocks("gap_in_step", sentence, keys, places([step]))
    time = analysis.recording.time
    late = np.flatnonzero(np.diff(time) > _LONGEST_GAP * analysis.recording.frame_period)
    elsewhere = [index for index in late.tolist() if not any(_holds(step, index) for step in whole)]
    if elsewhere:
        longest = max(elsewhere, key=lambda index: float(time[index + 1] - time[index]))
        times = "once" if len(elsewhere) == 1 else f"{len(elsewhere)} times"
        sentence = (
            f"Frames are missing {times} outside complete steps, for "
            f"{1000 * (time[longest + 1] - time[longest]):.0f} ms at {time[longest]:.2f} s: a step may have gone "
            "unseen."
        )
        yield doubt("gap", sentence, grouped("walk"))


def _holds(step: AssessedStep, index: int) -> bool:
    """Whether both frames around a gap belong to a step."""
    return step.footstep.start_frame <= index and index + 1 < step.footstep.stop_frame


def _low_rate(analysis: Assessed, steps: list[AssessedStep]) -> Iterator[Note]:
    rate = analysis.recording.sample_rate
    keys = refused(steps, "low_rate") if rate < _FOR_PHASES else ()
    if keys:
        sentence = f"{rate:.3g} Hz is too low for {_called(keys)}."
        yield blocks("low_rate", sentence, keys, places(steps))
    if rate < _FOR_WALKING:
        touched = (*_IN_TIME, *grouped("roll_over", "centre_of_pressure"))
        sentence = (
            f"{rate:.3g} Hz is low for walking: times, integrals over time and the path of the centre of pressure "
            "are coarse."
        )
        yield doubt("low_rate_for_walking", sentence, present(steps, touched), places(steps))


def _called(keys: Sequence[str]) -> str:
    """Measures in words, each of them in one way or another."""
    words = [phrase for phrase, members in _TOGETHER if set(members) & set(keys)]
    told = {key for _, members in _TOGETHER for key in members}
    names = [catalogue()[key].name for key in keys if key not in told]
    words += [f"the {name[0].lower()}{name[1:]}" for name in names]
    return " and ".join([", ".join(words[:-1])] * (len(words) > 1) + words[-1:])
