"""Numbers and measures as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pedograph.measures import Measure
from pedograph.notes import Note


def plain(value: float) -> float:
    """A float with the digits that matter (10 significant ones)."""
    return float(f"{value:.10g}")


def plain_or_none(value: float | None) -> float | None:
    """As `plain`; None stays None."""
    return None if value is None else plain(value)


def measure_as_json(measure: Measure) -> dict[str, Any]:
    """Value, unit, standard uncertainty and flags."""
    return {
        "value": plain(measure.value),
        "unit": measure.unit,
        "uncertainty": plain_or_none(measure.uncertainty),
        "flags": [flag.sentence for flag in measure.flags],
    }


def sentences(reasons: Mapping[str, Note]) -> dict[str, str]:
    """Reasons for what is missing, in words."""
    return {key: reason.sentence for key, reason in reasons.items()}
