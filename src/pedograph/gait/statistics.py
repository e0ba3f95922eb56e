"""Mean and spread of repeated steps, and how many steps a stable mean still needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pedograph.measures.uncertainty.model import student

FEWEST = 5
"""Steps below which no mean is called stable: with five, every measure of pressure that Hafer and others (2013)
looked at had come within 90 % of an unbiased estimate of the mean."""
SHARE = 0.05
"""Share of the mean within which a mean counts as stable, where no band is given."""
_FEWEST_FOR_SPREAD = 3
_SIGNED = "a share of a signed value says nothing: choose a band in its unit"


@dataclass(frozen=True)
class Statistics:
    """Repeated values of one measure.

    Parameters
    ----------
    n : int
        Number of values.
    mean, median : float
        In ``unit``.
    sd : float or None
        Standard deviation (n - 1); None for a single value.
    cv : float or None
        100 sd / mean in %; None for a signed measure, whose mean may be 0.
    standard_error : float or None
        sd / sqrt(n).
    needed : int or None
        Steps that a stable mean needs in all; None where it cannot be said.
    why_not : str
        Why ``needed`` is None.
    unit : str
        Of the values.
    uncertainty : float or None
        Standard uncertainty of a single value from the measurement, where it has been worked out.
    signed : bool
        Whether the measure has a sign.
    """

    n: int
    mean: float
    median: float
    sd: float | None
    cv: float | None
    standard_error: float | None
    needed: int | None
    why_not: str = ""
    unit: str = "1"
    uncertainty: float | None = None
    signed: bool = False

    @property
    def still_needed(self) -> int | None:
        """Steps still to be recorded; 0 where the mean is stable."""
        return None if self.needed is None else max(0, self.needed - self.n)


def describe(
    values: Sequence[float],
    unit: str = "1",
    *,
    signed: bool = False,
    band: float | None = None,
    share: float = SHARE,
    uncertainty: float | None = None,
) -> Statistics:
    """Mean, median, spread and the number of steps that a stable mean needs.

    Parameters
    ----------
    values : sequence of float
        One for each step, at least one.
    unit : str
        Of the values.
    signed : bool
        Whether the measure has a sign; its mean may then be 0, and shares of it mean nothing.
    band : float, optional
        In ``unit``: the mean is stable where it is within this of the person's own with 95 % confidence.
    share : float
        The band as a share of the mean, where no band is given.
    uncertainty : float, optional
        Standard uncertainty of one value from the measurement.

    Raises
    ------
    ValueError
        If there is no value.
    """
    if not len(values):
        raise ValueError("there is no value to describe.")
    array = np.asarray(values, dtype=np.float64)
    n, mean = int(array.size), float(array.mean())
    sd = float(array.std(ddof=1)) if n > 1 else None
    relative = not signed and mean != 0.0
    width = band if band is not None else share * abs(mean) if relative else None
    return Statistics(
        n,
        mean,
        float(np.median(array)),
        sd,
        100.0 * sd / abs(mean) if sd is not None and relative else None,
        None if sd is None else sd / float(np.sqrt(n)),
        None if width is None else _needed(n, sd, width),
        _SIGNED if width is None else "",
        unit,
        uncertainty,
        signed,
    )


def _needed(n: int, sd: float | None, band: float) -> int:
    """Five, or more where the spread asks for it; from one or two steps the spread cannot be told."""
    if sd is None or n < _FEWEST_FOR_SPREAD:
        return FEWEST
    return max(FEWEST, steps_needed(sd, n, band))


def steps_needed(sd: float, n: int, band: float) -> int:
    """Steps whose mean is within ``band`` of the person's own mean with 95 % confidence.

    N = (t s / d)^2, rounded up, with the spread s of the n steps at hand, the band d, and t the 97.5 % point of
    Student's distribution with n - 1 degrees of freedom; it holds exactly for values that are spread normally,
    however badly s is known (Stein, 1945).

    Parameters
    ----------
    sd : float
        Standard deviation of the steps at hand.
    n : int
        How many they are, at least two.
    band : float
        Half width of the interval, in the same unit, above 0.

    Raises
    ------
    ValueError
        If there are fewer than two steps or the band is not above 0.
    """
    if n < 2 or not band > 0:
        raise ValueError(f"{n} steps and a band of {band} do not tell how many steps are needed.")
    return int(np.ceil((student(n - 1) * sd / band) ** 2))
