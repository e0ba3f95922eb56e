"""The rules R0 to R20 as data: when a note applies, what it says, and the studies for and against it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from types import MappingProxyType
from typing import Any, Final

from pedograph.posture.evidence import evidence
from pedograph.posture.expressions import Expression, ExpressionError, parse
from pedograph.posture.fact_table import FactDefinition, fact_kinds, fact_table
from pedograph.posture.fields import field_table
from pedograph.posture.tables import ResourceError, build, read_folder, read_table
from pedograph.posture.wording import OPENING, banned_words

STRENGTHS: Final = ("safety", "a note on the data", "very low", "low", "moderate", "high", "consensus")
DIRECTIONS: Final = ("", "against a link", "mixed", "conflicting", "as a measurement")
_NOT_RULES: Final = ("facts.toml", "holds.toml")


@dataclass(frozen=True)
class Hold:
    """Something that keeps notes back while it is true.

    Parameters
    ----------
    key : str
        Name by which rules call it ("red_flag").
    when : Expression
        Its condition; while that is unknown nothing is held back.
    text : str
        Why, in words that follow "held back:".
    fields : tuple of str
        Fields of the form that would lift it.
    """

    key: str
    when: Expression
    text: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Need:
    """A condition without which a rule cannot say anything; ``text`` names what is needed."""

    when: Expression
    text: str


@dataclass(frozen=True)
class Addition:
    """A sentence that is added to a note where its own condition is true and nothing holds it back."""

    when: Expression
    text: str
    held_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One rule.

    Parameters
    ----------
    id : str
        "R0" to "R20".
    version : int
        Grows with every change of what the rule says or when.
    title : str
        What it is about, for the lists of notes that do not apply or cannot be said.
    when : Expression
        True: it applies; false: it does not; unknown: it cannot be said.
    text : str
        The note, with ``{fact}`` for values and ``{side}`` for the foot or feet.
    strength, direction : str
        Word for the strength of the evidence, and what it speaks for where that is not plain.
    priority : int
        1 red flags, 2 missing data, 3 evidence.
    refs, against : tuple of str
        Ids of the studies for the note and against it.
    limits : str
        What the reader has to bear in mind.
    part : str
        "foot" or "ankle" where it is judged for each side; else "".
    requires : tuple of str
        Facts that have to be there for it to be said.
    held_by : tuple of str
        Keys of the holds that keep it back.
    needs : tuple of Need
        Further conditions for saying it.
    also : tuple of Addition
        Sentences that may be added.
    """

    id: str
    version: int
    title: str
    when: Expression
    text: str
    strength: str
    priority: int
    refs: tuple[str, ...]
    against: tuple[str, ...]
    limits: str
    direction: str = ""
    part: str = ""
    requires: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    also: tuple[Addition, ...] = ()

    @property
    def number(self) -> int:
        """The number in its id."""
        return int(self.id[1:])

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts that decide whether it applies, then those that it requires, each once."""
        return tuple(dict.fromkeys((*self.when.names, *self.requires)))

    @property
    def strength_words(self) -> str:
        """Strength with its direction ("low, mixed")."""
        return f"{self.strength}, {self.direction}" if self.direction else self.strength


def placeholders(text: str) -> tuple[str, ...]:
    """Names in braces of a note's text, without ``side``."""
    names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return tuple(name for name in names if name != "side")


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by id, red flags first, then missing data, then evidence, each by number.

    Raises
    ------
    ResourceError
        If a rule names an unknown fact, study or hold, cannot be parsed, or says what no note may say.
    """
    found = [
        _rule(entry, f"{place}, rule {entry.get('id')}")
        for place, table in read_folder("rules")
        if not place.endswith(_NOT_RULES)
        for entry in table["rule"]
    ]
    if len({rule.id for rule in found}) < len(found):
        raise ResourceError("rules: a rule stands twice.")
    return MappingProxyType({rule.id: rule for rule in sorted(found, key=lambda r: (r.priority, r.number))})


@cache
def holds() -> Mapping[str, Hold]:
    """What can hold notes back, by key."""
    made: dict[str, Hold] = {}
    for entry in read_table("rules", "holds")["hold"]:
        place = f"rules/holds.toml, hold {entry.get('key')}"
        hold = build(Hold, {**entry, "when": _expression(entry, place, "")}, place)
        _refuse_unknown(hold.fields, field_table(), "examination field", place)
        made[hold.key] = hold
    return MappingProxyType(made)


def rule_from_table(entry: Mapping[str, Any], place: str) -> Rule:
    """One rule from its table entry, checked against facts, studies and holds.

    Raises
    ------
    ResourceError
        As for `rules`; the text begins with ``place``.
    """
    return _rule(entry, place)


def _rule(entry: Mapping[str, Any], place: str) -> Rule:
    part = entry.get("part", "")
    parts = {
        "when": _expression(entry, place, part),
        "needs": [_with_expression(Need, item, place, part) for item in entry.get("needs", ())],
        "also": [_with_expression(Addition, item, place, part) for item in entry.get("also", ())],
    }
    rule = build(Rule, {**entry, **parts}, place)
    _check_names(rule, place)
    _check_words(rule, place)
    return rule


def _with_expression(record: type[Any], entry: Mapping[str, Any], place: str, part: str) -> Any:
    return build(record, {**entry, "when": _expression(entry, place, part)}, place)


def _expression(entry: Mapping[str, Any], place: str, part: str) -> Expression:
    """The entry's ``when``, parsed and compared with the kinds of its facts."""
    try:
        expression = parse(entry.get("when", ""))
        expression.check(fact_kinds())
    except ExpressionError as error:
        raise ResourceError(f"{place}: {error}") from error
    _refuse_sided(expression.names, place, part)
    return expression


def _check_names(rule: Rule, place: str) -> None:
    _refuse_unknown(rule.requires, fact_table(), "fact", place)
    _refuse_sided(rule.requires, place, rule.part)
    _refuse_unknown((*rule.refs, *rule.against), evidence(), "study", place)
    _refuse_unknown(rule.held_by, holds(), "hold", place)
    mentioned = {*rule.facts, *(fact.name for fact in _behind(rule.facts))}
    mentioned |= {name for name, fact in fact_table().items() if fact.kind == "text"}
    _refuse_unknown(placeholders(rule.text), mentioned, "fact of the rule", place)
    for item in rule.also:
        _refuse_unknown(placeholders(item.text), mentioned | set(item.when.names), "fact of the rule", place)
        _refuse_unknown(item.held_by, holds(), "hold", place)


def _behind(names: Iterable[str]) -> list[FactDefinition]:
    """Definitions of the facts that defined ones rest on."""
    table = fact_table()
    expressions = [table[name].expression for name in names]
    return [table[name] for expression in expressions if expression for name in expression.names]


def _check_words(rule: Rule, place: str) -> None:
    if (
        not re.fullmatch(r"R\d+", rule.id)
        or rule.part not in ("", "foot", "ankle")
        or rule.priority not in (1, 2, 3)
    ):
        raise ResourceError(f"{place}: its id, part or priority is unknown.")
    if rule.strength not in STRENGTHS or rule.direction not in DIRECTIONS:
        raise ResourceError(f"{place}: its strength or direction is no word of the list.")
    if not rule.text.startswith(OPENING):
        raise ResourceError(f'{place}: its text does not begin with "{OPENING}".')
    texts = [rule.title, rule.text, rule.limits]
    texts += [need.text for need in rule.needs] + [addition.text for addition in rule.also]
    banned = [word for text in texts for word in banned_words(text)]
    if banned:
        raise ResourceError(f'{place}: it says "{banned[0]}".')


def _refuse_unknown(names: Iterable[str], known: Iterable[str], kind: str, place: str) -> None:
    unknown = [name for name in names if name not in set(known)]
    if unknown:
        raise ResourceError(f"{place}: there is no {kind} called {unknown[0]}.")


def _refuse_sided(names: Iterable[str], place: str, part: str) -> None:
    sided = [name for name in names if fact_table()[name].part]
    if sided and not part:
        raise ResourceError(f"{place}: {sided[0]} has a side, but the rule has no part.")
