"""Markers of pronation as they are shown: left and right side by side, and whether they agree. Never a score."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pedograph.analysis import StepAnalysis
from pedograph.measures import catalogue
from pedograph.measures.pronation import NO_CUT, Marker, agreement
from pedograph.posture.markers import foot_markers, person_of
from pedograph.posture.plates import CountedSteps, MeasuredRecording, Plate, counted_steps, recording_key
from pedograph.session.model import Session
from pedograph.workspace.own_ranges import OwnRanges

WITH_CUT: Final = "With a cut"
EXAMINED: Final = "Examined by hand"
WITHOUT_CUT: Final = "Without an accepted cut"


@dataclass(frozen=True)
class MarkerRow:
    """One marker of both feet.

    Parameters
    ----------
    group, name, unit : str
        Heading it stands under; what it is called; its unit.
    left, right : Marker or None
        What it says of each foot; None where that foot was not examined.
    """

    group: str
    name: str
    unit: str
    left: Marker | None
    right: Marker | None


@dataclass(frozen=True)
class MarkerSheet:
    """Everything that is shown of the markers.

    Parameters
    ----------
    rows : tuple of MarkerRow
        Those with a cut first, then those examined, then those without an accepted cut.
    left, right : str
        Whether the markers of each foot agree.
    note : str
        Which steps they are from.
    """

    rows: tuple[MarkerRow, ...]
    left: str
    right: str
    note: str


def marker_sheet(session: Session, recording: int, own: OwnRanges | None = None) -> MarkerSheet:
    """The markers of both feet, from the whole steps of the visit that were taken as this recording was.

    Parameters
    ----------
    session : Session
        The visit: its recordings and its examination.
    recording : int
        Number of the recording that is looked at: walking and standing are not put together.
    own : OwnRanges, optional
        The user's own references.
    """
    shown = session.recordings[recording].recording
    measured = [
        MeasuredRecording(
            item.analysis.complete_steps,
            Plate.of(item.recording, item.analysis.settings.contact_threshold),
            recording_key(item.as_read),
        )
        for item in session.recordings
        if item.recording.task == shown.task
    ]
    counted = {side: counted_steps(measured, side) for side in ("left", "right")}
    examination, ranges = session.examination, own or OwnRanges({})
    left, right = (
        foot_markers(
            [step.measures for step in steps],
            examination.foot(side),
            person_of(examination, [step.footstep.recording for step in steps] or [shown]),
            ranges.by_measure,
        )
        for side, steps in ((side, _analysed(counted[side])) for side in ("left", "right"))
    )
    note = " ".join(part for part in (_note(counted), ranges.trouble) if part)
    return MarkerSheet(marker_rows(left, right), agreement(left), agreement(right), note)


def _analysed(counted: CountedSteps) -> list[StepAnalysis]:
    return [step for step in counted.steps if isinstance(step, StepAnalysis)]


def marker_rows(left: tuple[Marker, ...], right: tuple[Marker, ...]) -> tuple[MarkerRow, ...]:
    """The markers of two feet, each marker in one row."""
    by_left, by_right = ({marker.key: marker for marker in markers} for markers in (left, right))
    rows = [
        MarkerRow(_group(marker), marker.name, marker.unit, by_left.get(key), by_right.get(key))
        for key, marker in {**by_right, **by_left}.items()
    ]
    order = (WITH_CUT, EXAMINED, WITHOUT_CUT)
    return tuple(sorted(rows, key=lambda row: order.index(row.group)))


def _group(marker: Marker) -> str:
    if marker.key not in catalogue():
        return EXAMINED
    return WITHOUT_CUT if marker.cut == NO_CUT else WITH_CUT


def marker_number(marker: Marker | None) -> str:
    """Value, half of its 95 % interval, number of steps: "0.24 ± 0.04 · 3 steps"; empty where there is none."""
    if marker is None or marker.value is None:
        return ""
    definition = catalogue().get(marker.key)
    if definition is not None:
        text = definition.format(marker.value, marker.error)
    elif marker.error:
        decimals = max(0, -math.floor(math.log10(marker.error)))
        text = f"{marker.value:g} ± {marker.error:.{decimals}f}"
    else:
        text = f"{marker.value:g}"
    steps = {0: "", 1: " · 1 step"}.get(marker.steps, f" · {marker.steps} steps")
    return f"{text}{steps}"


def marker_word(marker: Marker | None) -> str:
    """What a marker says, in one word; a dash where there is nothing to go by."""
    return "–" if marker is None or marker.value is None else marker.reading


def _note(counted: Mapping[str, CountedSteps]) -> str:
    """Which steps counted, and what the error means."""
    parts = [f"{side} {len(found.steps)}" for side, found in counted.items()]
    words = dict.fromkeys(f" {found.words}." for found in counted.values() if found.words)
    return f"Whole steps of this visit: {', '.join(parts)}.{''.join(words)} Here ± spans 95 %."
