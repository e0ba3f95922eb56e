"""Left against right: indices with their traps, and when a difference may be called one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from pedograph.gait.statistics import Statistics
from pedograph.gait.summary import Summary
from pedograph.measures import Unmeasurable
from pedograph.measures.uncertainty.model import student

LIMIT = 10.0
"""% of the mean of both sides from which a difference counts; a convention, not a validated limit."""


def symmetry_index(left: float, right: float) -> float:
    """Robinson's symmetry index, %: 100 (right - left) / mean of both (Robinson and others, 1987).

    It blows up where both are near 0, and runs from -200 to 200, not 100.

    Raises
    ------
    Unmeasurable
        If the signs differ, or both are 0.
    """
    if left * right < 0:
        raise Unmeasurable("sides_differ_in_sign", "left and right have different signs")
    if left == right == 0:
        raise Unmeasurable("sides_are_zero", "left and right are both 0")
    return 200.0 * (right - left) / abs(left + right)


def symmetry_angle(left: float, right: float) -> float:
    """Symmetry angle, %: (45 degrees - atan(left / right)) / 90 degrees (Zifchock and others, 2008).

    Needs no reference side and does not blow up: 0 for equal values, 50 where only the right one is there,
    -50 where only the left one is, 100 where they are opposite.

    Raises
    ------
    Unmeasurable
        If both are 0.
    """
    if left == right == 0:
        raise Unmeasurable("sides_are_zero", "left and right are both 0")
    angle = (45.0 - float(np.degrees(np.arctan2(left, right)))) / 90.0 * 100.0
    turned = angle - 200.0 if angle > 100.0 else angle
    return turned if turned > -100.0 else turned + 200.0


def gait_asymmetry(left: float, right: float) -> float:
    """Gait asymmetry, %: 100 ln(right / left); swapping the sides only turns its sign.

    Raises
    ------
    Unmeasurable
        If a value is not above 0.
    """
    if not (left > 0 and right > 0):
        raise Unmeasurable("logarithm_of_no_positive", "a logarithm needs values above 0 on both sides")
    return 100.0 * float(np.log(right / left))


def ratio_index(left: float, right: float) -> float:
    """1 - smaller / larger: 0 for equal values, 1 where one is 0. It does not say which side is the larger.

    Raises
    ------
    Unmeasurable
        If a value is below 0, or both are 0.
    """
    if left < 0 or right < 0:
        raise Unmeasurable("ratio_of_a_negative", "a ratio needs values of 0 or more on both sides")
    if left == right == 0:
        raise Unmeasurable("sides_are_zero", "left and right are both 0")
    return 1.0 - min(left, right) / max(left, right)


class Verdict(StrEnum):
    """What may be said of a difference between left and right."""

    ASYMMETRIC = "asymmetric"
    WITHIN_ERROR = "within measurement error"
    SMALL = "beyond measurement error, but below the chosen limit"
    OPEN = "cannot be said"


@dataclass(frozen=True)
class SideDifference:
    """One measure, left against right.

    Parameters
    ----------
    key, unit : str
        The measure.
    left, right : Statistics
        Of the steps of each side.
    difference : float
        Mean of the right minus mean of the left, in ``unit``.
    detectable : float or None
        Smallest difference in ``unit`` that is not within the error; None with fewer than two steps of a side.
    per_cent : float or None
        Robinson's index of the means; None where it is undefined.
    verdict : Verdict
        What may be said.
    reason : str
        Why nothing can be said; empty otherwise.
    """

    key: str
    unit: str
    left: Statistics
    right: Statistics
    difference: float
    detectable: float | None
    per_cent: float | None
    verdict: Verdict
    reason: str = ""


def compare_sides(
    summary: Summary, limit: float = LIMIT, bands: Mapping[str, float] | None = None
) -> tuple[SideDifference, ...]:
    """Every measure that both sides have, left against right.

    Asymmetric is only what differs by more than the smallest detectable difference and by more than the chosen
    limit. Of two equal feet about one measure in twenty still passes the first test by chance, and healthy people
    are asymmetric, too: one measure alone says little.

    Parameters
    ----------
    summary : Summary
        From `summarise`.
    limit : float
        % of the mean of both sides.
    bands : mapping of str to float, optional
        For some measures a limit in their own unit instead; a signed measure needs one.
    """
    widths = bands or {}
    return tuple(
        compare(key, summary.left[key], summary.right[key], limit, widths.get(key))
        for key in summary.left
        if key in summary.right
    )


def compare(
    key: str, left: Statistics, right: Statistics, limit: float = LIMIT, band: float | None = None
) -> SideDifference:
    """One measure, left against right; see `compare_sides`."""
    difference = right.mean - left.mean
    detectable = detectable_difference(left, right)
    per_cent = None if left.signed or left.mean * right.mean <= 0 else symmetry_index(left.mean, right.mean)
    verdict, reason = Verdict.OPEN, ""
    if detectable is None:
        reason = "needs at least two steps of each side"
    elif abs(difference) <= detectable:
        verdict = Verdict.WITHIN_ERROR
    elif band is None and per_cent is None:
        reason = "it differs beyond measurement error, but per cent of a signed value, or of 0, say nothing"
    elif abs(difference) > band if band is not None else abs(per_cent or 0.0) > limit:
        verdict = Verdict.ASYMMETRIC
    else:
        verdict = Verdict.SMALL
    return SideDifference(key, left.unit, left, right, difference, detectable, per_cent, verdict, reason)


def detectable_difference(left: Statistics, right: Statistics) -> float | None:
    """Smallest difference of two means that is beyond the error with 95 % confidence; None with a single step.

    t sqrt(s_L^2 / n_L + s_R^2 / n_R + u_L^2 + u_R^2): spread of the steps, which shrinks with their number, and
    standard uncertainty of the measurement, which may be off the same way in every step and does not. t is the
    97.5 % point of Student's distribution with the degrees of freedom of Welch and Satterthwaite. With equal
    spreads of one step a side and t = 1.96 this is the usual 1.96 sqrt(2) SEM.
    """
    if left.standard_error is None or right.standard_error is None:
        return None
    spreads = [(left.standard_error**2, left.n - 1), (right.standard_error**2, right.n - 1)]
    total = sum(variance for variance, _ in spreads)
    total += sum((one.uncertainty or 0.0) ** 2 for one in (left, right))
    lost = sum(variance**2 / freedom for variance, freedom in spreads)
    if total == 0:
        return 0.0
    return student(total**2 / lost if lost > 0 else float("inf")) * float(np.sqrt(total))
