"""Reference ranges that a user makes of the people he measured himself."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from pedograph.measures.reference.ranges import Citation, RangeError, ReferenceRange
from pedograph.measures.uncertainty.model import student

FEWEST_PEOPLE: Final = 3
"""Fewest people of whom a reference can be made."""
OWN_SOURCE: Final = Citation("your own measurements", "Measured by the user of this program", "", verified=True)
"""Where an own reference is from."""
_PERCENTS: Final = (2.5, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 97.5)
TEXTS: Final = ("population", "posture", "device", "task", "sex")
"""What is said of the people in words."""


@dataclass(frozen=True)
class OwnPeople:
    """Who the people of an own reference were, and how they were measured.

    Parameters
    ----------
    population : str
        Who they were ("staff without complaints").
    posture : str
        How they stood or walked.
    task : str
        "walk", "stand" or "run"; empty where it does not matter.
    device : str
        What it was measured with.
    sex : str
        "female" or "male"; empty for both.
    age, speed : (float, float), optional
        Least and greatest, years and m/s.
    """

    population: str
    posture: str = "walking"
    task: str = "walk"
    device: str = ""
    sex: str = ""
    age: tuple[float, float] | None = None
    speed: tuple[float, float] | None = None


def own_reference(
    values: Iterable[float], people: OwnPeople, possible: tuple[float, float] = (-math.inf, math.inf)
) -> ReferenceRange:
    """A reference from one value a person.

    The band is the 95 % prediction interval of a further person, mean +- t SD sqrt(1 + 1/n), which is wide where
    few were measured; it takes the values as normally distributed, and ends where the measure does. Percentiles
    are those that n people can tell: from 100/(n + 1) to 100 n/(n + 1) per cent, each between the two values
    about rank p (n + 1) (Weibull's positions, as Hyndman and Fan, 1996, type 6).

    Parameters
    ----------
    values : iterable of float
        One for each person, such as the mean over the steps, in the measure's unit.
    people : OwnPeople
        Who they were.
    possible : (float, float)
        Between which the measure lies by definition (`MeasureDefinition.possible`).

    Raises
    ------
    RangeError
        If there are fewer than three, one is not finite or not possible, or all are the same.
    """
    numbers = np.array(list(values), dtype=np.float64)
    n = int(numbers.size)
    if n < FEWEST_PEOPLE:
        raise RangeError(f"a reference needs the values of at least {FEWEST_PEOPLE} people; there are {n}.")
    if not np.isfinite(numbers).all():
        raise RangeError("a value of the reference is not a finite number; leave the person out.")
    least, most = float(numbers.min()), float(numbers.max())
    if least < possible[0]:
        raise RangeError(f"a value of the reference is {least:g}; it cannot be less than {possible[0]:g}.")
    if most > possible[1]:
        raise RangeError(f"a value of the reference is {most:g}; it cannot be more than {possible[1]:g}.")
    mean, sd = float(numbers.mean()), float(numbers.std(ddof=1))
    if sd == 0:
        raise RangeError("all values of the reference are the same; that is no sample of people.")
    reach = student(n - 1) * sd * float(np.sqrt(1.0 + 1.0 / n))
    known = [percent for percent in _PERCENTS if 100.0 <= percent * (n + 1) <= 100.0 * n]
    places = np.quantile(numbers, np.array(known) / 100.0, method="weibull").tolist()
    return ReferenceRange(
        **{name: getattr(people, name) for name in (*TEXTS, "age", "speed")},
        source=OWN_SOURCE,
        verified=True,
        low=max(mean - reach, possible[0]),
        high=min(mean + reach, possible[1]),
        mean=mean,
        sd=sd,
        n=n,
        percentiles=tuple(zip(known, places, strict=True)),
        own=True,
    )
