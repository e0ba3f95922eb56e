"""Markers of pronation side by side: what each says by its own cut, and whether they agree. Never one score."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, Literal

import numpy as np

from pedograph._resources import resource
from pedograph.measures.catalogue import catalogue
from pedograph.measures.model import Measure, MeasureTable
from pedograph.measures.reference.choice import Choice, Person, choose_band
from pedograph.measures.reference.ranges import Citation, ReferenceRange
from pedograph.measures.uncertainty.model import student

Reading = Literal["pronated", "neutral", "supinated", "undecided"]
COVERAGE: Final = 1.96
"""Standard errors by which a value must be clear of a cut: 95 % of a normal distribution."""
NO_CUT: Final = "no accepted cut"


@dataclass(frozen=True)
class Cut:
    """Where one reading ends and the next begins, in the marker's unit; None where nothing is in use.

    Parameters
    ----------
    supinated, pronated : float or None
        Beyond which the foot counts as such.
    neutral : (float or None, float or None)
        Between which it is neutral, from the supinated to the pronated side. The two may leave a gap to the others
        where limits compete.
    """

    supinated: float | None
    neutral: tuple[float | None, float | None]
    pronated: float | None


@dataclass(frozen=True)
class Examined:
    """What a clinician measured on the foot.

    Parameters
    ----------
    key : str
        "fpi_total", "navicular_drop" (mm) or "rearfoot_angle" (degrees, everted positive).
    value : float
        As written down.
    error : float, optional
        Standard error, such as between raters. Without it the step of the scale alone: resolution / sqrt(12).
    """

    key: str
    value: float
    error: float | None = None


@dataclass(frozen=True)
class Marker:
    """What one marker says of a foot.

    Parameters
    ----------
    key, name, unit : str
        Key in the catalogue or of the examination; name and unit as shown.
    reading : {"pronated", "neutral", "supinated", "undecided"}
        What it points to.
    value : float or None
        Mean over the steps, or as examined; None where it is not available.
    error : float or None
        Half of the 95 % interval: 1.96 times the standard uncertainty of a step, or Student's t times the standard
        error of the mean over steps, whichever is larger; None where neither is known.
    steps : int
        Number of steps; 0 for what was examined.
    cut : str
        The cut in words, also where it does not fit this person or recording, or that there is none.
    source : Citation or None
        Where the cut is from.
    verified : bool
        Whether the cut was seen in its source.
    reason : str
        What decided, or why it is undecided.
    note : str
        What to bear in mind.
    """

    key: str
    name: str
    unit: str
    reading: Reading
    value: float | None
    error: float | None
    steps: int
    cut: str
    source: Citation | None
    verified: bool
    reason: str
    note: str = ""


@cache
def _data() -> Mapping[str, Any]:
    text = resource("pronation.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def pronation_markers(
    steps: Sequence[MeasureTable],
    examined: Iterable[Examined] = (),
    *,
    person: Person | None = None,
    own: Mapping[str, Sequence[ReferenceRange]] | None = None,
) -> tuple[Marker, ...]:
    """What each marker of pronation says of one foot.

    A reading is given only where the value is clear of the cut by its error. A marker whose cut holds for another
    device, or that has none, is undecided, unless the user's own reference fits the person: then its band decides.

    Parameters
    ----------
    steps : sequence of MeasureTable
        Measures of the complete steps of one foot; empty where only the examination is at hand.
    examined : iterable of Examined
        What a clinician measured on the same foot.
    person : Person, optional
        As far as known; the device decides whether cuts that are bound to one can be used.
    own : mapping of str to sequence of ReferenceRange, optional
        The user's own references by measure (`own_references`).

    Returns
    -------
    tuple of Marker
        Those of the plate that the catalogue has, then those examined.

    Raises
    ------
    KeyError
        If something was examined that is no marker.
    """
    who = person or Person()
    rules = [rule for rule in _data()["markers"] if rule["measure"] in catalogue()]
    plate = [_of_plate(rule, steps, who, (own or {}).get(rule["measure"], ())) for rule in rules]
    by_key = {rule["key"]: rule for rule in _data()["examined"]}
    return (*plate, *(_of_examination(by_key[one.key], one) for one in examined))


def agreement(markers: Iterable[Marker]) -> str:
    """Whether the markers agree, in one sentence; they are never added up."""
    decided = [marker for marker in markers if marker.reading != "undecided"]
    readings = list(dict.fromkeys(marker.reading for marker in decided))
    if not decided:
        return "No marker can be decided."
    if len(readings) > 1:
        said = "; ".join(f"{marker.name}: {marker.reading}" for marker in decided)
        return f"Markers disagree ({said}); no foot-function label."
    if len(decided) == 1:
        return f"Only one marker can be decided ({decided[0].name}: {readings[0]}); no foot-function label."
    names = ", ".join(marker.name for marker in decided)
    return f"{len(decided)} markers point to {readings[0]} ({names}); each measures something of its own."


def _of_plate(
    rule: Mapping[str, Any], steps: Sequence[MeasureTable], person: Person, own: Sequence[ReferenceRange]
) -> Marker:
    """A marker from the steps."""
    definition = catalogue()[rule["measure"]]
    chosen = choose_band(_published(rule), person, own, any_task=rule.get("any_task", False))
    reference, published = chosen.reference, next((one for one in _published(rule) if one.band), None)
    shown = reference or published
    marker = Marker(
        definition.key,
        definition.name,
        definition.display_unit,
        "undecided",
        None,
        None,
        0,
        definition.reference_text(shown) if shown else NO_CUT,
        shown.source if shown else None,
        shown.verified if shown else False,
        "" if reference else f"the cut is not used: {chosen.reason}" if published else NO_CUT,
        _note(rule, chosen),
    )
    found = [measure for table in steps if (measure := table.get(definition.key)) is not None]
    if not found:
        return replace(marker, reason=_why_missing(definition.key, steps))
    marker = replace(marker, value=_mean(found), error=_error(found), steps=len(found))
    if reference is None or reference.band is None:
        return marker
    if len(found) < rule["fewest_steps"]:
        return replace(marker, reason=f"{_count(len(found))}, and fewer than {rule['fewest_steps']} tell nothing")
    low, high = reference.band if rule["rises"] else reference.band[::-1]
    return _read(marker, Cut(low, (low, high), high), rises=rule["rises"])


def _published(rule: Mapping[str, Any]) -> tuple[ReferenceRange, ...]:
    """The published references whose band gives a marker's cuts; none for one without an accepted cut."""
    return catalogue()[rule["measure"]].references if rule.get("band") else ()


def _note(rule: Mapping[str, Any], chosen: Choice) -> str:
    """What to bear in mind of published cuts and of the marker, and why the user's own are not used."""
    owned = chosen.reference is not None and chosen.reference.own
    left_out = f"{chosen.left_out[:1].upper()}{chosen.left_out[1:]}." if chosen.left_out else ""
    parts = ("" if owned else rule.get("cut_note", ""), rule.get("note", ""), left_out)
    return " ".join(part for part in parts if part)


def _why_missing(key: str, steps: Sequence[MeasureTable]) -> str:
    reasons = dict.fromkeys(str(table.missing.get(key, "it was not measured")) for table in steps)
    return "; ".join(reasons) or "there is no complete step of this foot"


def _mean(measures: Sequence[Measure]) -> float:
    return float(np.mean([measure.value for measure in measures]))


def _error(measures: Sequence[Measure]) -> float | None:
    """Half of the 95 % interval of the mean.

    The uncertainty of a step stems mostly from threshold, axis and placement, which are alike in all steps: it
    does not shrink with their number.
    """
    known = [measure.uncertainty for measure in measures if measure.uncertainty is not None]
    candidates = [COVERAGE * float(np.sqrt(np.mean(np.square(known))))] if known else []
    if len(measures) > 1:
        spread = np.std([measure.value for measure in measures], ddof=1)
        candidates.append(student(len(measures) - 1) * float(spread) / math.sqrt(len(measures)))
    return max(candidates) if candidates else None


def _of_examination(rule: Mapping[str, Any], one: Examined) -> Marker:
    """A marker from what was examined."""
    source = Citation(rule["source"], rule["citation"], rule.get("doi", ""), rule["citation_verified"])
    standard = rule["resolution"] / math.sqrt(12.0) if one.error is None else one.error
    note = (
        "Its error is the step of the scale alone; that between raters is not known." if one.error is None else ""
    )
    marker = Marker(
        one.key,
        rule["name"],
        rule["unit"],
        "undecided",
        one.value,
        COVERAGE * standard,
        0,
        rule["cut"],
        source,
        rule["verified"],
        "",
        " ".join(part for part in (note, rule.get("note", "")) if part),
    )
    neutral = (rule.get("neutral_above"), rule.get("neutral_below"))
    cut = Cut(rule.get("supinated_below"), neutral, rule.get("pronated_above"))
    return _read(marker, cut, rises=rule["rises"])


def _read(marker: Marker, cut: Cut, *, rises: bool) -> Marker:
    """The marker with its reading: the value must be clear of each cut by its error."""
    if marker.value is None or marker.error is None:
        return replace(marker, reason="its error is not known, so it cannot be called clear of a cut")
    sign = 1.0 if rises else -1.0
    least, most = sign * marker.value - marker.error, sign * marker.value + marker.error

    def above(bound: float | None) -> bool:
        return bound is None or least > sign * bound

    def below(bound: float | None) -> bool:
        return bound is None or most < sign * bound

    reading: Reading = "undecided"
    if cut.pronated is not None and above(cut.pronated):
        reading = "pronated"
    elif cut.supinated is not None and below(cut.supinated):
        reading = "supinated"
    elif above(cut.neutral[0]) and below(cut.neutral[1]):
        reading = "neutral"
    reason = "within its error of a cut" if reading == "undecided" else "clear of its cuts by more than its error"
    unchecked = "" if marker.verified else "; the cuts were not checked in their source"
    return replace(marker, reading=reading, reason=reason + unchecked)


def _count(steps: int) -> str:
    return "only one step" if steps == 1 else f"only {steps} steps"
