"""CPEI by other rules for the ends of the path, and how far apart they lie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from pedograph.measures.context import StepContext
from pedograph.measures.cop.path import (
    CentreOfPressure,
    centre_of_pressure,
    excursion,
    excursion_index,
    excursion_width,
)
from pedograph.measures.model import Unmeasurable
from pedograph.measures.rollover.phases import heel_first

RULES: Final = ("gate", "all_frames", "force_5_percent", "force_10_percent", "time_trimmed_5_percent")
"""Rules for which frames the path is made of: those with force and loaded cells above their thresholds, all, those
above so much of the largest force, and those of the middle of the time."""
FROZEN_RULE: Final = RULES[0]
"""The rule by which the project forms CPEI, with 20 N and 4 cells."""
_LOWEST_RATE = 50.0
"""Hz below which the path's ends, which the chord joins, fall between frames."""
_TRIMMED = 0.05
"""Share of the time that the last rule leaves out at each end."""


def cpei(context: StepContext) -> float:
    """Centre of pressure excursion index by the frozen rule, % (Song and others, 1996).

    Raises
    ------
    Unmeasurable
        If the side is unknown, there are fewer than 50 frames a second, the foot does not roll from heel to
        hallux, or the path does not cross the line.
    """
    _need_roll_over(context)
    return excursion_index(context.path, context.anatomy)


def cpei_over_rules(context: StepContext) -> dict[str, float]:
    """CPEI by each rule for which frames the path is made of, %; rules by which it is not available are left out.

    Returns
    -------
    dict of str to float
        "gate" (the frozen rule), "all_frames", "force_5_percent" and "force_10_percent" (of the largest force),
        and "time_trimmed_5_percent" (at each end).

    Raises
    ------
    Unmeasurable
        As for `cpei`, whatever the rule.
    """
    _need_roll_over(context)
    width = excursion_width(context.anatomy)
    found = {}
    for rule, path in _paths(context):
        try:
            found[rule] = 100.0 * excursion(path, context.anatomy) / width
        except Unmeasurable:
            # The rule leaves no path that crosses the line; the other rules still tell.
            continue
    return found


def cpei_spread(context: StepContext) -> float:
    """How far CPEI by other rules lies from that by the frozen one, root mean square over the others, %.

    Raises
    ------
    Unmeasurable
        As for `cpei`, or if fewer than two rules give a value.
    """
    found = cpei_over_rules(context)
    if len(found) < 2 or FROZEN_RULE not in found:
        raise Unmeasurable("fewer_than_two_rules", "the index is available by fewer than two rules")
    frozen = found.pop(FROZEN_RULE)
    return float(np.sqrt(np.mean(np.square(np.array(list(found.values())) - frozen))))


def _need_roll_over(context: StepContext) -> None:
    context.need_side()
    context.need_rate(_LOWEST_RATE, "the excursion index needs")
    heel_first(context)


def _paths(context: StepContext) -> Iterator[tuple[str, CentreOfPressure]]:
    whole = centre_of_pressure(context.step, 0.0, 1)
    force = context.step.force[whole.frames]
    above = (whole.part(force >= share * force.max()) for share in (0.05, 0.10))
    yield from zip(RULES, (context.path, whole, *above, _trimmed(whole)), strict=True)


def _trimmed(path: CentreOfPressure) -> CentreOfPressure:
    """The path without the first and the last part of its time; its ends then lie between frames."""
    trim = _TRIMMED * (path.time[-1] - path.time[0])
    ends = np.array([path.time[0] + trim, path.time[-1] - trim])
    inner = (path.time > ends[0]) & (path.time < ends[1])
    x, y = (np.interp(ends, path.time, places) for places in (path.x, path.y))
    frames = np.interp(ends, path.time, path.frames).round().astype(np.intp)
    return CentreOfPressure(
        np.concatenate([frames[:1], path.frames[inner], frames[1:]]),
        np.concatenate([ends[:1], path.time[inner], ends[1:]]),
        np.concatenate([x[:1], path.x[inner], x[1:]]),
        np.concatenate([y[:1], path.y[inner], y[1:]]),
    )
