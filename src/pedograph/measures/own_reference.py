"""Reference ranges that a user makes of the people he measured himself, kept in his settings folder."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from pedograph.measures.catalogue import catalogue, parse_ranges
from pedograph.measures.reference import Citation, RangeError, ReferenceRange
from pedograph.measures.student import student
from pedograph.places import settings_folder
from pedograph.replacing import replace_file

FEWEST_PEOPLE: Final = 3
"""Fewest people of whom a reference can be made."""
_OWN: Final = Citation("your own measurements", "Measured by the user of this program", "", verified=True)
_PERCENTS: Final = (2.5, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 97.5)
_TEXTS: Final = ("population", "posture", "device", "task", "sex")


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
        **{name: getattr(people, name) for name in (*_TEXTS, "age", "speed")},
        source=_OWN,
        verified=True,
        low=max(mean - reach, possible[0]),
        high=min(mean + reach, possible[1]),
        mean=mean,
        sd=sd,
        n=n,
        percentiles=tuple(zip(known, places, strict=True)),
        own=True,
    )


def own_folder(settings: Path | None = None) -> Path:
    """Where the user's own references are kept, in his settings folder or another one."""
    return (settings or settings_folder()) / "reference_ranges"


def save_own(key: str, reference: ReferenceRange, folder: Path | None = None) -> Path:
    """Keep an own reference of a measure; one of the same people, by their description, is taken off.

    Parameters
    ----------
    key : str
        The measure.
    reference : ReferenceRange
        From `own_reference`.
    folder : path, optional
        Other than `own_folder`.

    Returns
    -------
    Path
        The file, one a measure.

    Raises
    ------
    RangeError
        If there is no such measure, the reference is not an own one, or the file that is there cannot be read.
    OSError
        If the place cannot be written to.
    """
    if key not in catalogue():
        raise RangeError(f'there is no measure "{key}"; `pedograph measures` lists them.')
    if not reference.own:
        raise RangeError("only a reference of one's own is kept; published ones come with the program.")
    place = (folder or own_folder()) / f"{key}.toml"
    before = _read(place).get(key, ()) if place.exists() else ()
    kept = [one for one in before if one.population != reference.population]
    place.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(_as_toml(key, one) for one in (*kept, reference))
    return replace_file(place, text.encode("utf-8"))


def own_references(folder: Path | None = None) -> Mapping[str, tuple[ReferenceRange, ...]]:
    """The user's own references by measure; empty where there are none.

    Raises
    ------
    RangeError
        If a file cannot be read; the text names it.
    """
    found: dict[str, tuple[ReferenceRange, ...]] = {}
    for place in sorted((folder or own_folder()).glob("*.toml")):
        for key, references in _read(place).items():
            found[key] = (*found.get(key, ()), *references)
    return found


def _read(place: Path) -> dict[str, tuple[ReferenceRange, ...]]:
    try:
        data = tomllib.loads(place.read_text(encoding="utf-8"))
        tables = [{**table, "own": True, "source": "own", "verified": True} for table in data["ranges"]]
        return parse_ranges(tables, {"own": _OWN}, catalogue())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise RangeError(f"{place} holds no reference ranges that can be read: {_in_words(error)}.") from error


def _in_words(error: Exception) -> str:
    """What is wrong with a file, for a person who never saw Python."""
    if isinstance(error, UnicodeDecodeError):
        return "it is no text in UTF-8"
    if isinstance(error, KeyError | TypeError):
        return "a field is missing, has a name that is not known, or holds a value of another kind"
    return str(error).rstrip(".")


def _as_toml(key: str, reference: ReferenceRange) -> str:
    """One table of the file."""
    from pedograph.formats.toml_text import toml_value

    values: dict[str, Any] = {"measure": key}
    names = ("n", "mean", "sd", "low", "high", "age", "speed", "percentiles")
    for name in (*_TEXTS, *names):
        value = getattr(reference, name)
        if value not in (None, "", ()):
            values[name] = _plain(value)
    lines = [f"{name} = {toml_value(value)}" for name, value in values.items()]
    return "\n".join(["[[ranges]]", *lines, ""])


def _plain(value: Any) -> Any:
    """Tuples as lists, all the way down."""
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
