"""Romberg ratios: what closing the eyes, or another condition, does to sway."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from pedograph.measures.catalogue import catalogue
from pedograph.measures.model import NOT_MEASURED, Measure, MeasureTable
from pedograph.notes import Note, blocks, doubt
from pedograph.standing.model import Standing

_PAIRS: Final = {"velocity": "sway_velocity", "area": "sway_ellipse_area"}
ROMBERG_KEYS: Final = (
    "romberg_velocity_ratio",
    "romberg_velocity_index",
    "romberg_area_ratio",
    "romberg_area_index",
)
_AS_LONG: Final = 0.1
"""Share by which the durations of two conditions may differ without a flag."""


def romberg(open_: Standing, closed: Standing) -> MeasureTable:
    """Sway with eyes closed against sway with eyes open, by mean velocity and by area of the ellipse.

    The ratio is closed / open; the index is 100 (closed - open) / (closed + open), which treats both alike and
    stays finite. Errors are carried over from both recordings, which are independent.

    Parameters
    ----------
    open_, closed : Standing
        The two conditions, of one person, recorded in the same way.
    """
    found: dict[str, Measure] = {}
    missing: dict[str, Note] = {}
    flags = _differences(open_, closed)
    for name, key in _PAIRS.items():
        keys = (f"romberg_{name}_ratio", f"romberg_{name}_index")
        before, after = open_.measures.get(key), closed.measures.get(key)
        if before is None or after is None:
            which, table = ("open", open_) if before is None else ("closed", closed)
            why_not = table.measures.missing.get(key, NOT_MEASURED)
            missing |= dict.fromkeys(keys, blocks(why_not.key, f"eyes {which}: {why_not}"))
        elif before.value <= 0.0:
            missing |= dict.fromkeys(keys, blocks("no_sway", "eyes open: no sway above the sensor's noise"))
        else:
            found |= _compared(keys, before, after, flags)
    return MeasureTable(found, missing)


def compare_conditions(base: Standing, others: Mapping[str, Standing]) -> dict[str, MeasureTable]:
    """Each of several conditions against one base (eyes open, firm ground), as `romberg` does."""
    return {name: romberg(base, other) for name, other in others.items()}


def _compared(
    keys: tuple[str, str], before: Measure, after: Measure, flags: tuple[Note, ...]
) -> dict[str, Measure]:
    b, a = before.value, after.value
    ratio, index = a / b, 100.0 * (a - b) / (a + b)
    by_before = (ratio / b, 200.0 * a / (a + b) ** 2)
    by_after = (1.0 / b, 200.0 * b / (a + b) ** 2)
    known = before.uncertainty is not None and after.uncertainty is not None
    errors = [
        float(np.hypot(one * (before.uncertainty or 0.0), two * (after.uncertainty or 0.0))) if known else None
        for one, two in zip(by_before, by_after, strict=True)
    ]
    return {
        key: Measure(key, value, catalogue()[key].unit, error, flags)
        for key, value, error in zip(keys, (ratio, index), errors, strict=True)
    }


def _differences(open_: Standing, closed: Standing) -> tuple[Note, ...]:
    """What makes two conditions hard to compare."""
    flags = []
    if open_.processing != closed.processing:
        sentence = f"recorded in different ways: {open_.processing}; {closed.processing}"
        flags.append(doubt("conditions_differ", sentence))
    if len(open_.feet) != len(closed.feet):
        flags.append(doubt("feet_differ", "not on the same number of feet"))
    lengths = [one.measures.get("standing_duration") for one in (open_, closed)]
    if lengths[0] and lengths[1]:
        short, long = sorted(one.value for one in lengths if one)
        if short < (1.0 - _AS_LONG) * long:
            sentence = f"recorded for different times: {lengths[0].value:.0f} s and {lengths[1].value:.0f} s"
            flags.append(doubt("times_differ", sentence))
    return tuple(flags)
