"""The table of facts: what each is called, which kind of value it has, and which field of the form gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

from pedograph.measures.catalogue import error_digits
from pedograph.posture.expressions import Expression, ExpressionError, FactKind, Known, Value, parse
from pedograph.posture.facts import Fact, FactError, fact_key
from pedograph.posture.fields import SIDES, field_table
from pedograph.posture.tables import ResourceError, build, read_table

_PLACE: Final = "rules/facts.toml"
_TYPES: Final[dict[str, type | tuple[type, ...]]] = {
    "yes_no": bool,
    "number": (int, float),
    "word": str,
    "text": str,
}


@dataclass(frozen=True)
class FactDefinition:
    """What is known of a fact before any visit.

    Parameters
    ----------
    name, label : str
        Its name in rules, and as a person calls it.
    kind : str
        "yes_no", "number", "word" or "text" (which rules show but do not compare).
    unit : str
        Unit of a number.
    decimals : int
        Decimals to show where there is no error.
    as_entered : bool
        Show a number with the digits it was entered with.
    signed : bool
        Whether a plus sign is shown (changes).
    part : str
        "foot" or "ankle" where each side has its own; else "".
    fields : tuple of str
        Keys of the examination fields that give it; empty for what is measured.
    missing : str
        Why it is missing when nobody says so.
    words : mapping of str to str
        Words to show for each value of a "word".
    definition : str
        Expression of other facts that gives it; empty for a fact that is given.
    earlier_visit : bool
        Whether it compares with an earlier visit.
    """

    name: str
    label: str
    kind: str
    unit: str = ""
    decimals: int = 1
    as_entered: bool = False
    signed: bool = False
    part: str = ""
    fields: tuple[str, ...] = ()
    missing: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    definition: str = ""
    earlier_visit: bool = False

    @property
    def expression(self) -> Expression | None:
        """The definition, parsed; None for a fact that is given."""
        return _parsed(self.definition) if self.definition else None

    @property
    def fact_kind(self) -> FactKind:
        """What an expression has to know of it."""
        return FactKind(self.kind, tuple(self.words))

    def called(self, side: str) -> str:
        """Its label, with side and part where it has them ("CAIT, left ankle")."""
        return f"{self.label}, {side} {self.part}" if self.part else self.label

    def paths(self, side: str) -> tuple[str, ...]:
        """Fields of the form that give it: those of one foot where ``side`` is set, both feet's otherwise."""
        found: list[str] = []
        for key in self.fields:
            item = field_table()[key]
            found += [f"{side}.{key}"] if item.sided and side else item.paths
        return tuple(found)

    def show(self, fact: Fact) -> str:
        """Its value in words with its note ("0.27 ± 0.01", "yes"); "not assessed" where it is missing."""
        if fact.value is None:
            return "not assessed"
        return f"{self._shown(fact, fact.value)} ({fact.note})" if fact.note else self._shown(fact, fact.value)

    def _shown(self, fact: Fact, value: Value) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return self.words.get(value, value)
        return f"{self._number(value, fact.uncertainty)} {fact.unit or self.unit}".rstrip()

    def _number(self, value: float, uncertainty: float | None) -> str:
        """A number with the digits its error allows, else those of the table."""
        sign = "+" if self.signed else ""
        if uncertainty:
            decimals, shown = error_digits(uncertainty, self.decimals)
            return f"{value:{sign}.{decimals}f} ± {shown:.{decimals}f}"
        return f"{value:{sign}.6g}" if self.as_entered else f"{value:{sign}.{self.decimals}f}"


@cache
def fact_table() -> Mapping[str, FactDefinition]:
    """Every fact that rules can speak of, by name.

    Raises
    ------
    ResourceError
        If an entry names an unknown field, fact or kind.
    """
    entries = read_table("rules", "facts")["fact"]
    made = [build(FactDefinition, entry, f"{_PLACE}, fact {entry.get('name')}") for entry in entries]
    table = {item.name: item for item in made}
    if len(table) < len(made):
        raise ResourceError(f"{_PLACE}: a fact stands twice.")
    for item in made:
        _check(item, table)
    return MappingProxyType(table)


@cache
def fact_kinds() -> Mapping[str, FactKind]:
    """Kinds of the facts, by name."""
    return MappingProxyType({name: item.fact_kind for name, item in fact_table().items()})


@dataclass(frozen=True)
class FactBook:
    """The facts of one visit, looked up by name and side.

    Parameters
    ----------
    facts : mapping of str to Fact
        By `Fact.key`.

    Raises
    ------
    FactError
        If a fact is not in the table, has a side that it should not have, or a value of the wrong kind.
    """

    facts: Mapping[str, Fact]

    def __post_init__(self) -> None:
        for key, fact in self.facts.items():
            _check_fact(key, fact)

    def fact(self, name: str, side: str) -> Fact:
        """The fact, for a sided one that of ``side``; where nobody gave it, a missing one that says why."""
        definition = fact_table()[name]
        own_side = side if definition.part else ""
        if definition.expression is not None:
            known = definition.expression.evaluate(lambda other: self.known(other, own_side))
            return Fact(name, known.value, own_side)
        return self.facts.get(fact_key(name, own_side)) or Fact(name, None, own_side, missing=definition.missing)

    def known(self, name: str, side: str) -> Known:
        """Its value for an expression; where it is missing, the keys of the given facts that are lacking."""
        definition = fact_table()[name]
        if definition.expression is not None:
            return definition.expression.evaluate(lambda other: self.known(other, side))
        fact = self.fact(name, side)
        return Known(fact.value, frozenset() if fact.value is not None else frozenset({fact.key}))

    def evaluate(self, expression: Expression, side: str) -> Known:
        """An expression's value for one side."""
        return expression.evaluate(lambda name: self.known(name, side))

    def given(self, names: tuple[str, ...], side: str) -> Iterator[Fact]:
        """Those facts, and in place of a defined one the facts that it rests on, each once."""
        seen: set[str] = set()
        for name in names:
            expression = fact_table()[name].expression
            for fact in self.given(expression.names, side) if expression else (self.fact(name, side),):
                if fact.key not in seen:
                    seen.add(fact.key)
                    yield fact


@cache
def _parsed(text: str) -> Expression:
    return parse(text)


def _check(item: FactDefinition, table: Mapping[str, FactDefinition]) -> None:
    place = f"{_PLACE}, fact {item.name}"
    if (
        item.kind not in _TYPES
        or item.part not in ("", "foot", "ankle")
        or bool(item.words) != (item.kind == "word")
    ):
        raise ResourceError(f"{place}: its kind, part or words do not fit.")
    unknown = [key for key in item.fields if key not in field_table()]
    if unknown:
        raise ResourceError(f"{place}: there is no examination field {unknown[0]}.")
    if item.expression is None:
        return
    try:
        item.expression.check({name: other.fact_kind for name, other in table.items()})
    except ExpressionError as error:
        raise ResourceError(f"{place}: {error}") from error
    for name in item.expression.names:
        if table[name].definition or (table[name].part and not item.part):
            raise ResourceError(
                f"{place}: a definition rests on given facts only, and on sided ones only if sided."
            )


def _check_fact(key: str, fact: Fact) -> None:
    definition = fact_table().get(fact.name)
    if definition is None or definition.definition or key != fact.key:
        raise FactError(f'there is no fact "{key}"; the table of facts names them.')
    if (fact.side in SIDES) != bool(definition.part):
        raise FactError(f"the fact {key} has {'a' if fact.side else 'no'} side, and should not be so.")
    if fact.value is None:
        return
    wrong = not isinstance(fact.value, _TYPES[definition.kind]) or (
        isinstance(fact.value, bool) and definition.kind != "yes_no"
    )
    if wrong or (definition.words and fact.value not in definition.words):
        raise FactError(f"the fact {key} is {fact.value!r}, which is no {definition.kind.replace('_', ' or ')}.")
