"""Markers of pronation as they are shown: left and right side by side, and whether they agree. Never a score."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pedograph.measures import catalogue
from pedograph.measures.pronation import NO_CUT, Marker, agreement
from pedograph.posture.markers import foot_markers, person_of
from pedograph.session.model import Session, SessionRecording
from pedograph.workspace.step_sources import SIDES, TakenSteps, sources_sentence, taken_steps
from pedograph.workspace.tables.own_ranges import OwnRanges

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
        From which steps of which recordings they are.
    """

    rows: tuple[MarkerRow, ...]
    left: str
    right: str
    note: str


def marker_sheet(
    session: Session, recording: int, own: OwnRanges | None = None, *, whole_visit: bool = False
) -> MarkerSheet:
    """The markers of both feet, from the complete steps of a recording, or of all of its task in the visit.

    Parameters
    ----------
    session : Session
        The visit: its recordings and its examination.
    recording : int
        Number of the recording that is looked at.
    own : OwnRanges, optional
        The user's own references.
    whole_visit : bool
        Whether the steps of all recordings of the same task are taken together. Otherwise those of the recording
        alone, for two may be two conditions; a foot of which it has no complete step is taken from the others.
    """
    shown = session.recordings[recording]
    alike = of_its_task(session, recording)
    taken = {side: _taken(shown, alike, side, whole_visit) for side in SIDES}
    examination, ranges = session.examination, own or OwnRanges({})
    left, right = (
        foot_markers(
            [step.measures for step in found.steps],
            examination.foot(side),
            person_of(examination, [step.footstep.recording for step in found.steps] or [shown.recording]),
            ranges.by_measure,
        )
        for side, found in taken.items()
    )
    note = " ".join(part for part in (_note(taken), ranges.trouble) if part)
    return MarkerSheet(marker_rows(left, right), agreement(left), agreement(right), note)


def of_its_task(session: Session, recording: int) -> tuple[SessionRecording, ...]:
    """The recordings of a visit that were taken as one of them was: walking and standing are not put together."""
    task = session.recordings[recording].recording.task
    return tuple(item for item in session.recordings if item.recording.task == task)


def _taken(shown: SessionRecording, alike: Sequence[SessionRecording], side: str, whole_visit: bool) -> TakenSteps:
    here = taken_steps((shown,), side)
    return here if here.steps and not whole_visit else taken_steps(alike, side)


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


def _note(taken: Mapping[str, TakenSteps]) -> str:
    """Which steps of which recordings counted, and what the error means."""
    left_out = dict.fromkeys(f" {found.words}." for found in taken.values() if found.words)
    return f"{sources_sentence(taken)}{''.join(left_out)} Here ± spans 95 %."
