"""Several steps as plain JSON values: the walk, the steps summed up, and left against right (docs/gait.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pedograph.analysis import Analysis
from pedograph.exports.plain import measure_as_json, plain, plain_or_none, sentences
from pedograph.gait import Contact, SideDifference, Statistics, Walk, compare_sides


def walk_as_json(walk: Walk) -> dict[str, Any]:
    """Measures of a walk, reasons for missing ones, and place, time and values of each step.

    Parameters
    ----------
    walk : Walk
        From `pedograph.analysis.Analysis.walk`.
    """
    return {
        "measures": {key: measure_as_json(measure) for key, measure in walk.measures.items()},
        "missing": sentences(walk.measures.missing),
        "steps": [_step(contact, walk) for contact in walk.contacts],
    }


def summary_as_json(analysis: Analysis) -> dict[str, Any]:
    """Statistics of left and right, the steps that count and those left out, and the sides compared.

    Parameters
    ----------
    analysis : Analysis
        Of one recording; ``kept`` and ``left_out`` hold indices of its steps.
    """
    summary = analysis.summary
    return {
        "left": _table(summary.left),
        "right": _table(summary.right),
        "kept": list(summary.kept),
        "left_out": [{"index": one.index, "reason": one.reason.sentence} for one in summary.left_out],
        "symmetry": {one.key: _difference(one) for one in compare_sides(summary)},
    }


def _step(contact: Contact, walk: Walk) -> dict[str, Any]:
    values = walk.of_step(contact.index)
    return {
        "index": contact.index,
        "side": contact.side.value,
        "start": plain_or_none(contact.start),
        "end": plain_or_none(contact.end),
        "heel": None if contact.heel is None else [plain(place) for place in contact.heel],
        "doubt": str(contact.why_no_heel or ""),
        "values": {key: plain(value) for key, value in values.items()},
    }


def _table(table: Mapping[str, Statistics]) -> dict[str, Any]:
    return {key: _statistics(one) for key, one in table.items()}


def _statistics(one: Statistics) -> dict[str, Any]:
    return {
        "unit": one.unit,
        "n": one.n,
        "mean": plain(one.mean),
        "median": plain(one.median),
        "sd": plain_or_none(one.sd),
        "cv": plain_or_none(one.cv),
        "standard_error": plain_or_none(one.standard_error),
        "uncertainty": plain_or_none(one.uncertainty),
        "still_needed": one.still_needed,
        "why_not": one.why_not,
    }


def _difference(one: SideDifference) -> dict[str, Any]:
    return {
        "unit": one.unit,
        "difference": plain(one.difference),
        "detectable": plain_or_none(one.detectable),
        "per_cent": plain_or_none(one.per_cent),
        "verdict": one.verdict.value,
        "reason": one.reason,
    }
