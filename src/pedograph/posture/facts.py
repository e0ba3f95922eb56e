"""Facts: the named values that rules speak of, and those that come from measured steps or from two visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean, stdev
from typing import Final

from pedograph.errors import PedographError
from pedograph.measures.model import Measure
from pedograph.posture.examination import Examination
from pedograph.posture.expressions import Value
from pedograph.posture.fields import SIDES
from pedograph.posture.plates import (
    CountedSteps,
    MeasuredRecording,
    Step,
    counted_steps,
    recordings_of,
)
from pedograph.posture.scoring import symptom_changes

MINIMUM_STEPS: Final = 3
"""Complete steps of a foot below which its mean is too unsure for a note (Zammit et al. 2010)."""

_TOO_CLOSE: Final = "too close to a limit to say: the distance is within its error"
_AVERAGED: Final = ("arch_index", "cpei", "foot_balance", "contact_time")


class FactError(PedographError, ValueError):
    """A fact that no table knows, or of the wrong kind."""


@dataclass(frozen=True)
class Fact:
    """One named value, or the reason why it is missing.

    Parameters
    ----------
    name : str
        Name in the table of facts ("arch_index").
    value : bool, float, str or None
        The value; None where it is missing.
    side : str
        "left" or "right" for a fact of one foot, else "".
    uncertainty : float, optional
        Standard uncertainty in the fact's unit.
    unit : str
        Unit, where it differs from the table's.
    missing : str
        Why there is no value, in a few words.
    note : str
        What belongs to the value wherever it is shown ("default; Wright 2014").
    basis : str
        Which steps it rests on, where some were left out, and why ("2 footscan steps; 1 emed step not counted:
        another plate").
    """

    name: str
    value: Value | None
    side: str = ""
    uncertainty: float | None = None
    unit: str = ""
    missing: str = ""
    note: str = ""
    basis: str = ""

    @property
    def key(self) -> str:
        """Name with side ("left.arch_index", "sex")."""
        return fact_key(self.name, self.side)


def fact_key(name: str, side: str = "") -> str:
    """Key of a fact: its name, after the side where it has one."""
    return f"{side}.{name}" if side else name


def by_key(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Facts by key, in their order; a later one takes the place of an earlier."""
    return {fact.key: fact for fact in facts}


@dataclass(frozen=True)
class FactSettings:
    """What measured values are compared with.

    Parameters
    ----------
    arch_index_low, arch_index_high : float
        Ends of the reference band: quartiles of 107 feet, standing (Cavanagh and Rodgers 1987). A quarter of feet
        lies beyond each by design.
    coverage : float
        A value is clear of a cut when it lies further from it than this many standard uncertainties.
    device : str
        What the recording was made with.
    cpei_cut : float
        CPEI in % at or below which the path counts as pronated. The default is a quintile of older adults on a
        MatScan (Framingham Foot Study); it was not checked in the source.
    cpei_cut_device : str
        What the cut was found with. On any other device CPEI is not classed.
    foot_balance_reference, foot_balance_mdc : float, optional
        Mean and smallest detectable change of foot balance in %, of this device; without both a shift is not
        judged.
    """

    arch_index_low: float = 0.21
    arch_index_high: float = 0.26
    coverage: float = 1.0
    device: str = ""
    cpei_cut: float = 7.3
    cpei_cut_device: str = "MatScan"
    foot_balance_reference: float | None = None
    foot_balance_mdc: float | None = None

    @property
    def cpei_cut_fits(self) -> bool:
        """Whether the cut comes from the device of the recording."""
        return bool(self.device) and self.device.casefold() == self.cpei_cut_device.casefold()


def facts_from_measures(steps: Iterable[Step], settings: FactSettings | None = None) -> dict[str, Fact]:
    """Means of each foot over its complete steps, their classes, and what is lacking for a note.

    Parameters
    ----------
    steps : iterable of steps
        With side, completeness and measures; steps that are cut or whose side is unknown count for nothing. A
        `pedograph.analysis.StepAnalysis` tells its plate and is held as in `facts_from_recordings`; others are
        taken to be of one plate.
    settings : FactSettings, optional
        Cuts, bands and the device.

    Returns
    -------
    dict of str to Fact
        By `Fact.key`; empty without any step.
    """
    return facts_from_recordings(recordings_of(steps), settings)


def facts_from_recordings(
    recordings: Iterable[MeasuredRecording], settings: FactSettings | None = None
) -> dict[str, Fact]:
    """Means of each foot over its complete steps on one plate, their classes, and what is lacking for a note.

    Steps of two plates, cell sizes or contact thresholds are never averaged, and a recording that is there twice
    counts once; what was left out is said in `Fact.basis`.

    Parameters
    ----------
    recordings : iterable of MeasuredRecording
        Those of a visit.
    settings : FactSettings, optional
        Cuts, bands and the device.

    Returns
    -------
    dict of str to Fact
        By `Fact.key`; empty without any step.
    """
    given = tuple(recordings)
    if not any(recording.steps for recording in given):
        return {}
    settings = settings or FactSettings()
    facts = by_key(fact for side in SIDES for fact in _foot_facts(counted_steps(given, side), side, settings))
    gaps = [gap for gap in (_too_few_steps(facts), *_unknowns(facts, settings)) if gap]
    if gaps and not _too_few_steps(facts):
        gaps.insert(0, "There are enough complete steps of both feet.")
    sufficient = Fact("plate_data_sufficient", not gaps)
    return facts | by_key((sufficient, Fact("plate_data_gaps", " ".join(gaps) if gaps else "none")))


def reference_class(
    value: float, uncertainty: float | None, low: float, high: float, coverage: float = 1.0
) -> str:
    """Where a value lies against a band, only where it is clear of both ends by its error.

    Parameters
    ----------
    value, uncertainty : float
        The value and its standard uncertainty, which may be None.
    low, high : float
        Ends of the band.
    coverage : float
        How many standard uncertainties it has to be clear of an end.

    Returns
    -------
    str
        "below", "within" or "above"; "" where it is not clear, or its error is not known.
    """
    if uncertainty is None:
        return ""
    margin = coverage * uncertainty
    if value - margin > high:
        return "above"
    if value + margin < low:
        return "below"
    return "within" if value - margin > low and value + margin < high else ""


def symptom_change_facts(before: Examination, after: Examination) -> dict[str, Fact]:
    """Changes in NPRS, ODI and Roland-Morris from an earlier visit; negative is less pain or disability."""
    facts: list[Fact] = []
    for change in symptom_changes(before, after):
        percent = Fact(f"{change.key}_change_percent", change.percent, missing="the earlier value is 0")
        facts += [Fact(f"{change.key}_change", change.change), percent]
    return by_key(facts)


def _foot_facts(counted: CountedSteps, side: str, settings: FactSettings) -> list[Fact]:
    whole = counted.steps
    facts = [Fact("complete_steps", float(len(whole)), side)]
    for name in _AVERAGED:
        found = [measure for step in whole if (measure := step.measures.get(name)) is not None]
        facts += [_mean(name, found, side), Fact(f"{name}_steps", float(len(found)), side)]
    means = {fact.name: fact for fact in facts}
    classes = [
        _arch_index_class(means["arch_index"], settings),
        _cpei_class(means["cpei"], settings),
        _lateral_shift(means["foot_balance"], settings),
    ]
    # A class that is missing for want of a cut-off is not missing for the steps that were left out.
    told = [fact.name in _AVERAGED or fact.value is not None for fact in (*facts, *classes)]
    return [
        replace(fact, basis=counted.words) if tell else fact
        for fact, tell in zip((*facts, *classes), told, strict=True)
    ]


def _mean(name: str, found: Sequence[Measure], side: str) -> Fact:
    """Mean over steps. Errors of the steps are taken as shared (thresholds are), their scatter as independent."""
    if not found:
        return Fact(name, None, side, missing=f"no complete step of the {side} foot has it")
    values = [measure.value for measure in found]
    errors = [measure.uncertainty for measure in found if measure.uncertainty is not None]
    mean = fmean(values)
    if len(errors) < len(found):
        return Fact(name, mean, side)
    scatter = stdev(values) / sqrt(len(values)) if len(values) > 1 else 0.0
    return Fact(name, mean, side, uncertainty=sqrt(fmean(errors) ** 2 + scatter**2))


def _arch_index_class(mean: Fact, settings: FactSettings) -> Fact:
    low, high = settings.arch_index_low, settings.arch_index_high
    return _classed("arch_index_class", mean, low, high, settings.coverage)


def _cpei_class(mean: Fact, settings: FactSettings) -> Fact:
    if not settings.cpei_cut_fits:
        reason = f"the cut-off of {settings.cpei_cut:g} % comes from another plate ({settings.cpei_cut_device})"
        return Fact("cpei_class", None, mean.side, missing=reason)
    return _classed("cpei_class", mean, settings.cpei_cut, float("inf"), settings.coverage)


def _classed(name: str, mean: Fact, low: float, high: float, coverage: float) -> Fact:
    if not isinstance(mean.value, float):
        return Fact(name, None, mean.side, missing=mean.missing)
    if mean.uncertainty is None:
        return Fact(name, None, mean.side, missing="its error is not known")
    word = reference_class(mean.value, mean.uncertainty, low, high, coverage)
    return Fact(name, word or None, mean.side, missing="" if word else _TOO_CLOSE)


def _lateral_shift(mean: Fact, settings: FactSettings) -> Fact:
    name, reference, mdc = "foot_balance_lateral", settings.foot_balance_reference, settings.foot_balance_mdc
    if reference is None or mdc is None:
        reason = "its reference value and smallest detectable change are not known for this plate"
        return Fact(name, None, mean.side, missing=reason)
    if not isinstance(mean.value, float):
        return Fact(name, None, mean.side, missing=mean.missing)
    return Fact(name, reference - mean.value > mdc, mean.side)


def _too_few_steps(facts: Mapping[str, Fact]) -> str:
    """What to record, for the feet with too few complete steps; "" where both have enough."""
    counts = {side: facts[fact_key("complete_steps", side)] for side in SIDES}
    lacking = {
        side: f"{fact.value:g}{f' ({fact.basis})' if fact.basis else ''}"
        for side, fact in counts.items()
        if isinstance(fact.value, float) and fact.value < MINIMUM_STEPS
    }
    if not lacking:
        return ""
    if len(lacking) == len(SIDES):
        found = ", ".join(f"{side} has {number}" for side, number in lacking.items())
        return f"Record at least {MINIMUM_STEPS} complete steps of each foot: {found}."
    ((side, number),) = lacking.items()
    return f"Record at least {MINIMUM_STEPS} complete steps of the {side} foot: it has {number}."


def _unknowns(facts: Mapping[str, Fact], settings: FactSettings) -> list[str]:
    """What else is lacking in the plate data, a sentence each."""
    found = []
    means = [facts[fact_key("arch_index", side)] for side in SIDES]
    if any(mean.value is not None and mean.uncertainty is None for mean in means):
        found.append("The arch index is not judged: its error is not known.")
    if not settings.cpei_cut_fits:
        found.append("CPEI is not judged: no cut-off is known for this plate.")
    if settings.foot_balance_reference is None or settings.foot_balance_mdc is None:
        found.append(
            "Foot balance is not judged: for this plate its reference value and its smallest detectable change "
            "(how much it varies by itself) are not known."
        )
    return found
