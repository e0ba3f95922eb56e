"""What a value can be compared with: a range of named people, measured in a named way, with its source."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pedograph.errors import PedographError

TASKS: Final = ("walk", "stand", "run")
SEXES: Final = ("female", "male")


class RangeError(PedographError, ValueError):
    """A reference range that cannot be made or read."""


@dataclass(frozen=True)
class Citation:
    """A publication.

    Parameters
    ----------
    short : str
        Author and year ("Song et al. 1996").
    text : str
        Authors, title, journal, year and pages.
    doi : str
        Empty where there is none or it is not known for certain.
    verified : bool
        Whether the citation was checked.
    """

    short: str
    text: str
    doi: str
    verified: bool

    def __str__(self) -> str:
        doi = f", doi:{self.doi}" if self.doi else ""
        return f"{self.text}{doi}" if self.verified else f"{self.text}{doi} (citation not checked)"


@dataclass(frozen=True)
class ReferenceRange:
    """What a value can be compared with: a band, or only a mean, of named people measured in a named way.

    Parameters
    ----------
    population : str
        Who they were, and what part of them the band holds.
    posture : str
        Standing, walking or jogging, as measured in the source.
    source : Citation
        Where the numbers are from.
    verified : bool
        Whether the numbers were seen in the source or its abstract.
    low, high : float, optional
        Ends of the band, in the measure's unit; both or neither.
    mean, sd : float, optional
        Mean and standard deviation between people, in the measure's unit.
    n : int, optional
        Number of people or feet.
    device : str
        What it was measured with.
    device_bound : bool
        Whether it holds for that device only, as the numbers depend on it.
    task : str
        "walk", "stand" or "run"; empty where it does not matter.
    sex : str
        "female" or "male"; empty for both.
    age, speed : (float, float), optional
        Least and greatest age in years, and speed in m/s, of the people measured.
    percentiles : tuple of (float, float)
        Per cent and value, rising; of the people themselves, where they are known.
    own : bool
        Whether the user measured them.

    Raises
    ------
    RangeError
        If there is neither a band nor a mean, or a number or word is out of its range.
    """

    population: str
    posture: str
    source: Citation
    verified: bool
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    n: int | None = None
    device: str = ""
    sd: float | None = None
    device_bound: bool = False
    task: str = ""
    sex: str = ""
    age: tuple[float, float] | None = None
    speed: tuple[float, float] | None = None
    percentiles: tuple[tuple[float, float], ...] = ()
    own: bool = False

    def __post_init__(self) -> None:
        fault = _fault(self)
        if fault:
            raise RangeError(f"the reference of {self.population} {fault}.")

    @property
    def band(self) -> tuple[float, float] | None:
        """Lower and upper end, or None where the source gives only a mean."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def _fault(reference: ReferenceRange) -> str:
    """What is wrong with a reference; empty where nothing is."""
    low, high = reference.low, reference.high
    if (low is None) != (high is None) or (low is None and reference.mean is None):
        return "needs both ends of a band, or a mean"
    ranges = [reference.age, reference.speed, reference.band]
    if any(ends is not None and not ends[0] <= ends[1] for ends in ranges):
        return "has a range whose lower end is not below its upper"
    if reference.sd is not None and (reference.mean is None or not reference.sd > 0):
        return "needs a mean beside its standard deviation, which is above 0"
    if reference.task not in ("", *TASKS):
        return f'has the task "{reference.task}"; it must be one of {", ".join(TASKS)}'
    if reference.sex not in ("", *SEXES):
        return f'has the sex "{reference.sex}"; it must be one of {", ".join(SEXES)}'
    if any(after[0] <= before[0] or after[1] < before[1] for before, after in pairwise(reference.percentiles)):
        return "has percentiles that do not rise"
    return ""
