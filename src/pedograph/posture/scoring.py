"""Reading the examination's scores against the published cut-offs and smallest important changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pedograph.posture.examination import Examination, FootExamination
from pedograph.posture.tables import read_table


@dataclass(frozen=True)
class FootPostureScore:
    """Foot Posture Index of one foot.

    Parameters
    ----------
    total : int
        Sum of the six items, -12 to +12; positive is pronated.
    words : str
        Name of its band.
    source : str
        Where the band comes from.
    verified : bool
        Whether the band was read in a publication.
    """

    total: int
    words: str
    source: str
    verified: bool


@dataclass(frozen=True)
class CaitReading:
    """Cumberland Ankle Instability Tool of one ankle against the cut-off in use.

    Parameters
    ----------
    score : int
        0 to 30, lower is worse.
    cutoff : float
        Scores at or below it count.
    at_or_below : bool
        Whether the score counts.
    source : str
        Paper the cut-off comes from.
    verified : bool
        Whether the cut-off was read in it.
    """

    score: int
    cutoff: float
    at_or_below: bool
    source: str
    verified: bool


@dataclass(frozen=True)
class LungeDifference:
    """Difference of the two sides in the weight-bearing lunge.

    Parameters
    ----------
    difference, limit : float
        Size of the difference, and what it has to pass to lie outside measurement error, in ``unit``.
    unit : str
        "cm" or "deg".
    beyond_error : bool
        Whether it does.
    smaller : str
        Side with less dorsiflexion; "" where they are equal.
    source : str
        Where the limit comes from.
    """

    difference: float
    limit: float
    unit: str
    beyond_error: bool
    smaller: str
    source: str


@dataclass(frozen=True)
class SymptomChange:
    """Change of one score between two visits.

    Parameters
    ----------
    key : str
        "nprs", "odi" or "rmdq".
    before, after, change : float
        In the score's unit; a negative change is less pain or disability.
    percent : float or None
        Change in per cent of the earlier value; None where that is 0.
    important : bool
        Whether it reaches the smallest change that people call important, in either direction.
    source : str
        Where that change comes from.
    """

    key: str
    before: float
    after: float
    change: float
    percent: float | None
    important: bool
    source: str


def foot_posture_index(foot: FootExamination) -> FootPostureScore | None:
    """Total and band of the Foot Posture Index (Redmond, Crosbie and Ouvrier 2006).

    The total is the sum of all six items, or the total entered; None while neither is there.
    """
    so_far, scored = fpi_so_far(foot)
    total = so_far if scored == len(foot.fpi_items) else foot.fpi_total
    if total is None:
        return None
    bands = read_table("examination", "scores")["fpi"]["class"]
    band = next(entry for entry in bands if entry["low"] <= total <= entry["high"])
    return FootPostureScore(total, band["words"], band["source"], band["verified"])


def fpi_so_far(foot: FootExamination) -> tuple[int, int]:
    """Sum of the items of the Foot Posture Index that were scored, and how many those are."""
    items = [item for item in foot.fpi_items if item is not None]
    return sum(items), len(items)


def cait_cutoff(examination: Examination) -> float:
    """The cut-off in use: the one chosen in the examination, else 25 (Wright et al. 2014)."""
    if examination.cait_cutoff is not None:
        return examination.cait_cutoff
    return float(read_table("examination", "scores")["cait"]["default"])


def cait_cutoff_source(cutoff: float) -> str:
    """Paper that one of the stored cut-offs of the CAIT comes from ("Wright et al. 2014")."""
    return str(_cait_entry(cutoff)["source"])


def _cait_entry(cutoff: float) -> dict[str, Any]:
    entries: list[dict[str, Any]] = read_table("examination", "scores")["cait"]["cutoff"]
    return next(item for item in entries if item["value"] == cutoff)


def cait_reading(examination: Examination, side: str) -> CaitReading | None:
    """The ankle's CAIT against the cut-off in use; None where it was not taken."""
    score, cutoff = examination.foot(side).cait, cait_cutoff(examination)
    if score is None:
        return None
    entry = _cait_entry(cutoff)
    return CaitReading(score, cutoff, score <= cutoff, entry["source"], entry["verified"])


def lunge_difference(examination: Examination) -> LungeDifference | None:
    """Side difference of the lunge against 2 cm or 5 degrees (Powden et al. 2015).

    None unless both sides and the method are there.
    """
    left, right, size = examination.left.lunge, examination.right.lunge, lunge_side_difference(examination)
    if left is None or right is None or size is None or examination.lunge_method is None:
        return None
    scale = read_table("examination", "scores")["lunge"][examination.lunge_method]
    smaller = "" if size == 0 else "left" if left < right else "right"
    return LungeDifference(size, scale["limit"], scale["unit"], size > scale["limit"], smaller, scale["source"])


def lunge_side_difference(examination: Examination) -> float | None:
    """Size of the side difference in the method's unit; None unless both sides are there."""
    left, right = examination.left.lunge, examination.right.lunge
    # Rounded, so that a difference of exactly 2 (4.4 - 2.4) does not pass as more than 2.
    return None if left is None or right is None else round(abs(left - right), 6)


def lunge_scale(examination: Examination) -> tuple[float, str] | None:
    """Limit of the side difference and its unit by the method stated; None where none is."""
    if examination.lunge_method is None:
        return None
    scale = read_table("examination", "scores")["lunge"][examination.lunge_method]
    return float(scale["limit"]), str(scale["unit"])


def symptom_changes(before: Examination, after: Examination) -> tuple[SymptomChange, ...]:
    """Change of each pain and disability score that both visits have (Ostelo et al. 2008)."""
    changes = []
    for entry in read_table("examination", "scores")["important_change"]:
        first, second = getattr(before, entry["key"]), getattr(after, entry["key"])
        if first is not None and second is not None:
            changes.append(_symptom_change(entry["key"], float(first), float(second)))
    return tuple(changes)


def _symptom_change(key: str, before: float, after: float) -> SymptomChange:
    entries = read_table("examination", "scores")["important_change"]
    entry = next(item for item in entries if item["key"] == key)
    change = round(after - before, 6)
    percent = round(100.0 * change / before, 6) if before else None
    in_points = abs(change) >= entry["points"]
    in_percent = percent is not None and abs(percent) >= entry["percent"]
    return SymptomChange(key, before, after, change, percent, in_points or in_percent, entry["source"])


def lordosis_band(examination: Examination) -> tuple[str, str]:
    """Lumbar lordosis against the clinic's own range, else the stored one of its method.

    Returns
    -------
    band : str
        "above", "within" or "below"; "" where nothing can be said.
    reason : str
        Why nothing can be said; "" otherwise.
    """
    value = examination.lordosis
    if value is None:
        return "", "not entered"
    low, high = examination.lordosis_range_low, examination.lordosis_range_high
    if (low is None) != (high is None):
        return "", "both ends of the range used are needed"
    if low is None or high is None:
        if examination.lordosis_method is None:
            return "", "the method is not stated"
        stored = read_table("examination", "scores")["lordosis"].get(examination.lordosis_method)
        if stored is None:
            return "", f"there is no shared range for the {examination.lordosis_method}; enter the range used"
        low, high = stored["low"], stored["high"]
    return ("below" if value < low else "above" if value > high else "within"), ""
