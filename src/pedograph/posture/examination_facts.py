"""Facts from the examination: fields as they stand, and what follows from several of them."""

from __future__ import annotations

from collections.abc import Iterator

from pedograph.posture.examination import Examination
from pedograph.posture.expressions import Value
from pedograph.posture.fact_table import fact_table
from pedograph.posture.facts import Fact, by_key
from pedograph.posture.fields import SIDES, RedFlag, red_flag_tiers, red_flags
from pedograph.posture.scoring import (
    cait_cutoff,
    cait_cutoff_source,
    foot_posture_index,
    lordosis_band,
    lunge_scale,
    lunge_side_difference,
)

_METHOD_WANTED = "choose how the lunge was measured (cm or degrees)"
_LUMBAR = ("low_back_pain", "duration_weeks", "nprs", "odi", "rmdq", "lordosis", "pelvic_tilt")


def examination_facts(examination: Examination) -> dict[str, Fact]:
    """Every fact that an examination gives, by key; what was not entered is missing, with the reason."""
    facts = [*_fields_as_they_stand(examination), *_red_flags(examination), *_derived(examination)]
    facts += [_foot_posture(examination, side) for side in SIDES]
    return by_key(facts)


def _fields_as_they_stand(examination: Examination) -> Iterator[Fact]:
    """Facts that are one field of the same name."""
    for name, definition in fact_table().items():
        if definition.fields == (name,) and name not in ("cait_cutoff", "lordosis_band"):
            for side in SIDES if definition.part else ("",):
                yield Fact(name, _plain(examination.value(*definition.paths(side))), side, missing="not entered")


def _plain(value: Value | None) -> Value | None:
    """Whole numbers as float, so that every number of a rule is one."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _red_flags(examination: Examination) -> list[Fact]:
    """Whether any is ticked: known as soon as one is, or once the list has been gone through."""
    ticked = [flag for flag in red_flags() if flag.key in examination.red_flags_ticked]
    known = bool(ticked) or examination.red_flags_screened
    reason = "" if known else "the red flags have not been screened"
    return [
        Fact("red_flag_ticked", bool(ticked) if known else None, missing=reason),
        Fact("foot_flag_ticked", any(flag.tier == "foot" for flag in ticked) if known else None, missing=reason),
        Fact("red_flags", "; ".join(flag.label for flag in ticked) or None, missing=reason or "none is ticked"),
        Fact("red_flag_action", _action(ticked), missing=reason or "none is ticked"),
    ]


def _action(ticked: list[RedFlag]) -> str | None:
    """What the most pressing tier asks for."""
    tiers = {flag.tier for flag in ticked}
    return next((tier.action for tier in red_flag_tiers() if tier.key in tiers), None)


def _derived(examination: Examination) -> list[Fact]:
    band, reason = lordosis_band(examination)
    return [
        Fact("lumbar_section_empty", all(getattr(examination, key) is None for key in _LUMBAR)),
        _cait_cutoff(examination),
        Fact("lordosis_band", band or None, missing=reason),
        *_lunge(examination),
    ]


def _lunge(examination: Examination) -> list[Fact]:
    scale = lunge_scale(examination)
    limit, unit = scale if scale else (None, "")
    return [
        Fact("lunge_difference", lunge_side_difference(examination), unit=unit, missing="both sides are needed"),
        Fact("lunge_limit", limit, unit=unit, missing=_METHOD_WANTED),
    ]


def _cait_cutoff(examination: Examination) -> Fact:
    """The cut-off in use; where nobody chose it, it is said to be the default, and whose."""
    value = cait_cutoff(examination)
    if examination.cait_cutoff is not None:
        return Fact("cait_cutoff", value)
    return Fact("cait_cutoff", value, note=f"default; {cait_cutoff_source(value).replace(' et al.', '')}")


def _foot_posture(examination: Examination, side: str) -> Fact:
    foot = examination.foot(side)
    score = foot_posture_index(foot)
    if score is not None:
        return Fact("fpi_total", float(score.total), side)
    entered = sum(item is not None for item in foot.fpi_items)
    reason = f"{entered} of {len(foot.fpi_items)} items entered" if entered else "not entered"
    return Fact("fpi_total", None, side, missing=reason)
