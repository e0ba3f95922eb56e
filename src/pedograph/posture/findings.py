"""Deriving the findings of a visit: every rule, compared with the examination and the measured facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from pedograph.posture.examination import Examination
from pedograph.posture.examination_facts import examination_facts
from pedograph.posture.fact_table import FactBook, fact_table
from pedograph.posture.facts import Fact
from pedograph.posture.fields import SIDES
from pedograph.posture.finding import (
    EARLIER_VISIT,
    Finding,
    Findings,
    Missing,
    NamedValue,
    NotApplying,
    NotSaid,
)
from pedograph.posture.rules import Hold, Rule, holds, rules

_EMPTY = (None, False, ())


@dataclass(frozen=True)
class _Verdict:
    """What a rule comes to for one side: True applies, False does not, None with what is missing."""

    side: str
    applies: bool | None
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class _Visit:
    """A visit's facts, and its form to say which fields are still empty."""

    examination: Examination
    book: FactBook


def derive_findings(
    examination: Examination, facts: Mapping[str, Fact] | None = None, *, clinician: bool = True
) -> Findings:
    """Holds every rule against a visit.

    Parameters
    ----------
    examination : Examination
        What was asked, seen and measured by hand.
    facts : mapping of str to Fact, optional
        Measured facts by key, from `pedograph.posture.facts.facts_from_measures`, and those of a comparison.
    clinician : bool
        Whether the notes are for a clinician; some are for nobody else.

    Returns
    -------
    Findings
        Each rule in one of its three lists.

    Raises
    ------
    FactError
        If a fact is unknown or of the wrong kind.
    """
    mode = Fact("clinician_mode", clinician)
    given = {**(facts or {}), **examination_facts(examination), mode.key: mode}
    visit = _Visit(examination, FactBook(given))
    judged = [_judge(rule, visit) for rule in rules().values()]
    return Findings(
        tuple(item for item in judged if isinstance(item, Finding)),
        tuple(item for item in judged if isinstance(item, NotApplying)),
        tuple(item for item in judged if isinstance(item, NotSaid)),
    )


def criteria_outcome(examination: Examination, side: str) -> str:
    """The published research criteria of chronic ankle instability for one ankle (Gribble et al. 2014).

    Returns
    -------
    str
        "meets", "does not meet" or "incomplete".
    """
    value = FactBook(examination_facts(examination)).known("cai_criteria_met", side).value
    return "incomplete" if value is None else "meets" if value else "does not meet"


def _judge(rule: Rule, visit: _Visit) -> Finding | NotApplying | NotSaid:
    held = _held(rule.held_by, visit.book)
    if held:
        return _held_back(rule, held, visit)
    verdicts = [_verdict(rule, visit, side) for side in (SIDES if rule.part else ("",))]
    applying = tuple(verdict.side for verdict in verdicts if verdict.applies)
    missing = _each_once(item for verdict in verdicts for item in verdict.missing)
    if applying:
        return _finding(rule, visit, applying, missing)
    if missing:
        return NotSaid(rule.id, rule.version, rule.title, (), missing, _group(rule, visit.book))
    sides = [verdict.side for verdict in verdicts]
    return NotApplying(rule.id, rule.version, rule.title, _values(rule.when.names, visit.book, sides))


def _held(keys: Iterable[str], book: FactBook) -> list[Hold]:
    """The holds among ``keys`` whose condition is true."""
    return [hold for hold in (holds()[key] for key in keys) if book.evaluate(hold.when, "").value is True]


def _held_back(rule: Rule, held: Sequence[Hold], visit: _Visit) -> NotSaid:
    missing = tuple(Missing(hold.text, hold.fields) for hold in held if hold.fields)
    reasons = tuple(hold.text for hold in held)
    return NotSaid(rule.id, rule.version, rule.title, reasons, missing, _group(rule, visit.book))


def _group(rule: Rule, book: FactBook) -> str:
    """`EARLIER_VISIT` for a rule that compares, while nothing of an earlier visit is known; else ""."""
    compares = any(fact_table()[fact.name].earlier_visit for fact in book.given(rule.facts, ""))
    known = (fact.name for fact in book.facts.values() if fact.value is not None)
    return EARLIER_VISIT if compares and not any(fact_table()[name].earlier_visit for name in known) else ""


def _verdict(rule: Rule, visit: _Visit, side: str) -> _Verdict:
    """One side: a condition that is false decides, whatever is missing."""
    truth = visit.book.evaluate(rule.when, side)
    if truth.value is False:
        return _Verdict(side, False)
    required = [visit.book.fact(name, side) for name in rule.requires]
    lacking = {*truth.missing, *(fact.key for fact in required if fact.value is None)}
    described = _described(lacking, rule, visit, side)
    missing = _each_once([*described, *_unmet(rule, visit.book, side, bool(described))])
    return _Verdict(side, None if missing else True, missing)


def _unmet(rule: Rule, book: FactBook, side: str, told: bool) -> list[Missing]:
    """What the rule's needs ask for; of those that cannot be judged nothing, where it is told what is missing."""
    place = f" ({side} {rule.part})" if rule.part else ""
    truths = [(need, book.evaluate(need.when, side).value) for need in rule.needs]
    unmet = [need for need, met in truths if met is False or (met is None and not told)]
    return [Missing(_with_basis(f"{n.text}{place}", _bases(n.when.names, book, side))) for n in unmet]


def _bases(names: tuple[str, ...], book: FactBook, side: str) -> list[str]:
    """Which steps the facts rest on, where some were left out; each once."""
    return list(dict.fromkeys(fact.basis for fact in book.given(names, side) if fact.basis))


def _with_basis(text: str, bases: Iterable[str]) -> str:
    """``text``, with the steps that it rests on in brackets."""
    return " ".join((text, *(f"({basis})" for basis in bases)))


def _described(keys: set[str], rule: Rule, visit: _Visit, side: str) -> list[Missing]:
    """Missing facts in words, in the order in which the rule names them, with their empty fields."""
    found = []
    for fact in visit.book.given(rule.facts, side):
        if fact.key in keys:
            definition = fact_table()[fact.name]
            text = f"{definition.called(fact.side)}: {fact.missing or definition.missing or 'not entered'}"
            text = _with_basis(text, [fact.basis] if fact.basis else [])
            found.append(Missing(text, _empty_fields(definition.paths(fact.side), visit.examination)))
    return found


def _empty_fields(paths: Sequence[str], examination: Examination) -> tuple[str, ...]:
    """Those fields that are still empty; all of them where none is."""
    empty = tuple(path for path in paths if examination.value(path) in _EMPTY)
    return empty or tuple(paths)


def _finding(rule: Rule, visit: _Visit, sides: tuple[str, ...], missing: tuple[Missing, ...]) -> Finding:
    return Finding(
        rule=rule.id,
        version=rule.version,
        title=rule.title,
        text=_text(rule, visit.book, sides),
        strength=rule.strength_words,
        evidence=rule.refs,
        against=rule.against,
        limits=rule.limits,
        values=_values(rule.facts, visit.book, sides),
        sides=tuple(side for side in sides if side),
        not_assessed=missing,
    )


def _text(rule: Rule, book: FactBook, sides: Sequence[str]) -> str:
    """The note with its values, the sentences that are added to it, and which steps were left out."""
    sentences = [rule.text]
    for addition in rule.also:
        true = any(book.evaluate(addition.when, side).value is True for side in sides)
        if true and not _held(addition.held_by, book):
            sentences.append(addition.text)
    bases = [f"{side.capitalize()} foot: {it}." for side in sides for it in _bases(rule.facts, book, side)]
    return " ".join((_filled(" ".join(sentences), rule, book, sides), *bases))


def _filled(text: str, rule: Rule, book: FactBook, sides: Sequence[str]) -> str:
    """Values in the places of their names, "left 8, right 7" where both sides have one."""
    shown = {"side": f"both {_plural(rule.part)}" if len(sides) > 1 else f"{sides[0]} {rule.part}"}
    for _, name, _, _ in Formatter().parse(text):
        if name and name != "side":
            definition = fact_table()[name]
            values = {side: definition.show(book.fact(name, side)) for side in sides}
            both = len(sides) > 1 and definition.part
            joined = ", ".join(f"{side} {value}" for side, value in values.items())
            shown[name] = joined if both else values[sides[0]]
    return text.format_map(shown)


def _plural(part: str) -> str:
    return {"foot": "feet", "ankle": "ankles"}.get(part, part)


def _values(names: tuple[str, ...], book: FactBook, sides: Sequence[str]) -> tuple[NamedValue, ...]:
    """The values behind a verdict, those that are there."""
    found = (fact for side in sides for fact in book.given(names, side) if fact.value is not None)
    return tuple(dict.fromkeys(_named(fact) for fact in found))


def _named(fact: Fact) -> NamedValue:
    definition = fact_table()[fact.name]
    text = _with_basis(definition.show(fact), [fact.basis] if fact.basis else [])
    return NamedValue(fact.key, definition.called(fact.side), text)


def _each_once(items: Iterable[Missing]) -> tuple[Missing, ...]:
    return tuple(dict.fromkeys(items))
