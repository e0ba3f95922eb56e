"""What follows from the entries at once: totals, bands, cut-offs and side differences, as words under a field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pedograph.desktop.examination.wording import score_words
from pedograph.posture.examination import FPI_ITEMS, Examination
from pedograph.posture.fields import SIDES
from pedograph.posture.findings import criteria_outcome
from pedograph.posture.scoring import cait_reading, foot_posture_index, fpi_so_far, lordosis_band, lunge_difference
from pedograph.posture.tables import read_table


@dataclass(frozen=True)
class Reading:
    """A line that is worked out from the entries.

    Parameters
    ----------
    after : str
        Key of the field under which it stands.
    label : str
        What it is.
    words : callable
        From examination and side ("" where it has none) to its words; "" while nothing can be said.
    sided : bool
        Whether each side has its own.
    always : bool
        Whether its line stays while there are no words.
    """

    after: str
    label: str
    words: Callable[[Examination, str], str]
    sided: bool = False
    always: bool = False


def fpi_words(examination: Examination, side: str) -> str:
    """Running total of the six items and, once it stands, its band."""
    foot = examination.foot(side)
    score = foot_posture_index(foot)
    if score is not None:
        return f"{score_words(score.total)}, {score.words}"
    total, scored = fpi_so_far(foot)
    return f"{score_words(total)} so far, {scored} of {len(FPI_ITEMS)}" if scored else "not assessed"


def cait_words(examination: Examination, side: str) -> str:
    """The ankle's score against the cut-off in use."""
    reading = cait_reading(examination, side)
    if reading is None:
        return ""
    return f"{'at or below' if reading.at_or_below else 'above'} {reading.cutoff:g}"


def lunge_words(examination: Examination, _side: str) -> str:
    """Side difference of the lunge against measurement error."""
    found = lunge_difference(examination)
    if found is None:
        return ""
    verdict = "beyond" if found.beyond_error else "within"
    words = f"{found.difference:g} {found.unit}, {verdict} measurement error ({found.limit:g} {found.unit})"
    return f"{words}; {found.smaller} is smaller" if found.smaller and found.beyond_error else words


def lunge_method_words(examination: Examination, _side: str) -> str:
    """What a lunge without its method lacks."""
    entered = any(examination.foot(side).lunge is not None for side in SIDES)
    return "choose the method below" if entered and not examination.lunge_method else ""


def lunge_unit(examination: Examination) -> str:
    """Unit of the lunge by its method; "" while none is stated."""
    scales = read_table("examination", "scores")["lunge"]
    return str(scales[examination.lunge_method]["unit"]) if examination.lunge_method else ""


def lordosis_words(examination: Examination, _side: str) -> str:
    """Lordosis against the range used, or why it cannot be compared with one."""
    if examination.lordosis is None:
        return ""
    band, reason = lordosis_band(examination)
    return f"{band} the range used" if band else f"cannot be said: {reason}"


def criteria_words(examination: Examination, side: str) -> str:
    """Outcome of the published research criteria for one ankle."""
    return criteria_outcome(examination, side)


READINGS: Final = (
    Reading(FPI_ITEMS[-1], "Sum and band", fpi_words, sided=True, always=True),
    Reading("cait_cutoff", "CAIT, against the cut-off", cait_words, sided=True),
    Reading("lunge", "Lunge, unit", lunge_method_words),
    Reading("lunge_method", "Lunge, side difference", lunge_words),
    Reading("lordosis_range_high", "Lordosis, against the range", lordosis_words),
    Reading("leg_injury_recent", "Published research criteria", criteria_words, sided=True, always=True),
)
"""Every reading of the form."""


def readings_after(key: str) -> tuple[Reading, ...]:
    """The readings that stand under a field."""
    return tuple(reading for reading in READINGS if reading.after == key)
