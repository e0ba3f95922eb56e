"""Which reference fits a person, and where a value lies in it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pedograph.measures.reference.ranges import ReferenceRange

_ADULT: Final = 18.0
"""Years from which on a person is no child."""
_OLDEST: Final = 120.0
"""Years that stand for no upper limit."""
_MAKERS: Final = frozenset(("materialise", "novel", "rsscan", "tekscan", "xsensor", "zebris"))
"""Words that tell who made a device, not which one it is."""
_TASK_WORDS: Final = {"walk": "walking", "stand": "standing", "run": "running"}


@dataclass(frozen=True)
class Person:
    """What is known of whoever was measured, and how; None or empty where it is not known.

    Parameters
    ----------
    age : float, optional
        Years.
    sex : str
        "female" or "male".
    task : str
        "walk", "stand" or "run".
    speed : float, optional
        m/s.
    device : str
        What the recording was made with, as its file says (`pedograph.recording.Source.device`).
    """

    age: float | None = None
    sex: str = ""
    task: str = ""
    speed: float | None = None
    device: str = ""


@dataclass(frozen=True)
class Choice:
    """The reference chosen for a person, or None, and why.

    Parameters
    ----------
    reference : ReferenceRange or None
        The one to hold a value against.
    reason : str
        What it was chosen for and what is not known, or why none fits.
    left_out : str
        Why none of the user's own was chosen; empty where one was, or there is none.
    """

    reference: ReferenceRange | None
    reason: str
    left_out: str = ""


@dataclass(frozen=True)
class Position:
    """Where a value lies in a reference.

    Parameters
    ----------
    z : float or None
        Standard deviations above the mean; None where the reference has none.
    percentile : float or None
        Per cent of the people below it: of the people themselves where their percentiles are known, else as for a
        normal distribution of their mean and SD. None where only a band or a mean is known, or the value lies
        beyond the outermost percentile.
    words : str
        The same in words.
    """

    z: float | None
    percentile: float | None
    words: str


def choose(references: Iterable[ReferenceRange], person: Person) -> Choice:
    """The reference that fits a person best.

    One that a known age, sex, task or speed contradicts is left out, and a user's own one of another device. So is
    one of children where the age is not known, and one bound to a device where the device is not. Of the rest the
    user's own go first, then those of which more is known to fit, those with mean and SD, those of people nearer
    in age, those that were checked, and those of more people. Where the device may be another, the reason says so.

    Parameters
    ----------
    references : iterable of ReferenceRange
        Of one measure.
    person : Person
        As far as known.
    """
    candidates = list(references)
    if not candidates:
        return Choice(None, "there is no reference for this measure")
    misfits = [_misfit(reference, person) for reference in candidates]
    fitting = [reference for reference, misfit in zip(candidates, misfits, strict=True) if not misfit]
    if not fitting:
        return Choice(None, f"no reference fits: {'; '.join(dict.fromkeys(misfits))}")
    best = max(fitting, key=lambda reference: _rank(reference, person))
    matched, unknown = _matched(best, person), _unknown(best, person)
    parts = ["your own reference" if best.own else best.source.short]
    parts += [f"fits {' and '.join(matched)}"] if matched else []
    parts += [f"not known whether it fits {' and '.join(unknown)}"] if unknown else []
    parts += [f"measured with {best.device}"] if best.device and not _same_device(best, person) else []
    return Choice(best, "; ".join(parts))


def choose_band(
    references: Iterable[ReferenceRange],
    person: Person,
    own: Iterable[ReferenceRange] = (),
    *,
    any_task: bool = False,
) -> Choice:
    """The reference with a band that fits a person best: one of the user's own before any published one.

    Parameters
    ----------
    references : iterable of ReferenceRange
        Published ones of one measure; those that have only a mean are left out.
    person : Person
        As far as known.
    own : iterable of ReferenceRange
        The user's own of the same measure.
    any_task : bool
        Whether a published one may be of another task; who shows it has to say so.
    """
    owned = [one for one in own if one.band]
    mine = choose(owned, person)
    if mine.reference is not None:
        return mine
    published = choose((one for one in references if one.band), replace(person, task="") if any_task else person)
    return replace(published, left_out=f"of your own {mine.reason}" if owned else "")


def _misfit(reference: ReferenceRange, person: Person) -> str:
    """What keeps a reference from being compared with a person; empty where nothing does."""
    if reference.task and person.task and reference.task != person.task:
        return f"one is of {_TASK_WORDS[reference.task]}, this is {_TASK_WORDS[person.task]}"
    if reference.sex and person.sex and reference.sex != person.sex:
        return f"one is of {reference.sex} people only"
    if reference.age is not None:
        low, high = reference.age
        if person.age is None and high < _ADULT:
            return "one is of children, and the age is not known"
        if person.age is not None and not low <= person.age < high + 1.0:
            ages = f"{low:g} to {high:g} years" if high < _OLDEST else f"{low:g} years and more"
            return f"one is of people of {ages}, this one is {math.floor(person.age)}"
    if reference.speed is not None and person.speed is not None:
        low, high = reference.speed
        if not low <= person.speed <= high:
            return f"one is of {low:g} to {high:g} m/s, this is {person.speed:.2f} m/s"
    if reference.device_bound and not _same_device(reference, person):
        return f"one holds for {reference.device} only"
    if reference.own and reference.device and person.device and not _same_device(reference, person):
        return f"one of your own was measured with {reference.device}, this with {person.device}"
    return ""


def _same_device(reference: ReferenceRange, person: Person) -> bool:
    """Whether all words of one name are in the other ("MatScan" in "Tekscan MatScan"), a maker's left out."""
    first, second = (set(name.casefold().split()) - _MAKERS for name in (reference.device, person.device))
    return bool(first and second) and (first <= second or second <= first)


def _known(reference: ReferenceRange, person: Person) -> dict[str, tuple[bool, bool]]:
    """By fact: whether the reference is limited by it, and whether it is known of the person."""
    return {
        "age": (reference.age is not None, person.age is not None),
        "sex": (bool(reference.sex), bool(person.sex)),
        "task": (bool(reference.task), bool(person.task)),
        "speed": (reference.speed is not None, person.speed is not None),
    }


def _matched(reference: ReferenceRange, person: Person) -> list[str]:
    return [fact for fact, (limited, known) in _known(reference, person).items() if limited and known]


def _unknown(reference: ReferenceRange, person: Person) -> list[str]:
    return [fact for fact, (limited, known) in _known(reference, person).items() if limited and not known]


def _rank(reference: ReferenceRange, person: Person) -> tuple[bool, int, bool, float, bool, int]:
    low, high = reference.age if reference.age and person.age is not None else (0.0, math.inf)
    matched = len(_matched(reference, person))
    return reference.own, matched, reference.sd is not None, low - high, reference.verified, reference.n or 0


def position(value: float, reference: ReferenceRange) -> Position:
    """Where a value lies in a reference: z score and percentile where they is available, and in words.

    Parameters
    ----------
    value : float
        In the measure's unit.
    reference : ReferenceRange
        What to hold it against.
    """
    z = None if reference.mean is None or reference.sd is None else (value - reference.mean) / reference.sd
    if reference.percentiles:
        percentile, words = _among(value, reference.percentiles)
    elif z is not None:
        percentile = 50.0 * (1.0 + math.erf(z / math.sqrt(2.0)))
        words = f"percentile {percentile:.0f}, taken as normally distributed"
    else:
        percentile, words = None, ""
    parts = [words] if words else []
    if z is not None:
        parts.insert(0, f"{abs(z):.1f} SD {'above' if z >= 0 else 'below'} the mean")
    if reference.band is not None and not parts:
        parts.append(_beside(value, reference.band))
    return Position(z, percentile, ", ".join(parts) or "only a mean is known, which tells nothing of the spread")


def _among(value: float, percentiles: tuple[tuple[float, float], ...]) -> tuple[float | None, str]:
    """Percentile by straight lines between those known, and in words; none beyond the outermost."""
    for (percent, low), (next_percent, high) in pairwise(percentiles):
        if low <= value <= high:
            share = 0.5 if high == low else (value - low) / (high - low)
            percentile = percent + share * (next_percent - percent)
            return percentile, f"percentile {percentile:.0f}"
    below = value < percentiles[0][1]
    end = percentiles[0] if below else percentiles[-1]
    return None, f"{'below' if below else 'above'} percentile {end[0]:g}"


def _beside(value: float, band: tuple[float, float]) -> str:
    """Place in a band that has no distribution."""
    low, high = band
    return "below the band" if value < low else "above the band" if value > high else "within the band"
