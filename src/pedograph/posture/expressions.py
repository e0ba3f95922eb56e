"""The small language in which rules say when they apply: comparisons of facts, some of which may be missing.

Truth has three values: true, false and unknown. ``and`` is false as soon as one side is, ``or`` true as soon as
one side is, whatever is missing elsewhere (Kleene's strong logic). Only the forms below are understood.

    low_back_pain and fpi_total >= 6     comparisons, and, or, not, parentheses, numbers, "words"
    known(odi_change)                    whether a fact is there
    abs(odi_change) >= 10                size without sign
    any_of(a > 2, b > 3)                 true if one is; unknown only if all are: what is missing is passed over
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pedograph.errors import PedographError

Value = bool | float | str
_LONGEST: Final = 1000
_FUNCTIONS: Final = ("known", "abs", "any_of")
_COMPARE: Final[dict[type[ast.cmpop], Callable[[Value, Value], bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class ExpressionError(PedographError, ValueError):
    """An expression that the language does not know."""


@dataclass(frozen=True)
class Known:
    """A value, or None where it is unknown, and then the facts that are missing for it.

    Parameters
    ----------
    value : bool, float, str or None
        The value.
    missing : frozenset of str
        Keys of the facts without which it is unknown; empty where ``value`` is there.
    """

    value: Value | None
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FactKind:
    """What kind of value a fact has: "yes_no", "number", "word" (one of ``words``) or "text"."""

    kind: str
    words: tuple[str, ...] = ()


Lookup = Callable[[str], Known]


@dataclass(frozen=True)
class Expression:
    """A parsed expression.

    Parameters
    ----------
    text : str
        As written.
    tree : ast.expr
        Its parts, all of them on the list of allowed ones.
    names : tuple of str
        Facts it speaks of, in order of their first mention.
    """

    text: str
    tree: ast.expr = field(repr=False, compare=False)
    names: tuple[str, ...]

    def evaluate(self, lookup: Lookup) -> Known:
        """Its value, with ``lookup`` giving each fact's."""
        return _evaluate(self.tree, lookup)

    def check(self, kinds: Mapping[str, FactKind]) -> None:
        """Holds the expression against the kinds of its facts.

        Raises
        ------
        ExpressionError
            If a fact is unknown, unlike things are compared, or the whole is not a yes or no.
        """
        if _kind(self.tree, kinds).kind != "yes_no":
            raise ExpressionError(f"{self.text!r} is not a yes or no.")


def parse(text: str) -> Expression:
    """Parses an expression.

    Raises
    ------
    ExpressionError
        If it holds anything that the language does not know.
    """
    if len(text) > _LONGEST:
        raise ExpressionError(f"an expression has {len(text)} characters; at most {_LONGEST} are allowed.")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"{text!r} cannot be read: {error}.") from error
    names: dict[str, None] = {}
    _allow(tree, text, names)
    return Expression(text, tree, tuple(names))


def _allow(node: ast.expr, text: str, names: dict[str, None]) -> None:
    """Refuses whatever is not on the list of allowed parts, and gathers names."""
    match node:
        case ast.BoolOp(values=parts):
            pass
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            parts = [operand]
        case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in _COMPARE for op in ops):
            parts = [left, *others]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            _allow_call(name, arguments, text)
            parts = arguments
        case ast.Name(id=name) if name not in _FUNCTIONS:
            names.setdefault(name)
            parts = []
        case ast.Constant(value=bool() | int() | float() | str()):
            parts = []
        case _:
            raise ExpressionError(f"{ast.unparse(node)!r} in {text!r} is not part of the language of rules.")
    for part in parts:
        _allow(part, text, names)


def _allow_call(name: str, arguments: Sequence[ast.expr], text: str) -> None:
    if name == "known" and (len(arguments) != 1 or not isinstance(arguments[0], ast.Name)):
        raise ExpressionError(f"known() in {text!r} takes the name of one fact.")
    if name == "abs" and len(arguments) != 1:
        raise ExpressionError(f"abs() in {text!r} takes one number.")
    if name == "any_of" and not arguments:
        raise ExpressionError(f"any_of() in {text!r} takes at least one condition.")


def _evaluate(node: ast.expr, lookup: Lookup) -> Known:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return Known(value)
        case ast.Name(id=name):
            return lookup(name)
        case ast.BoolOp(op=op, values=parts):
            return _joined([_evaluate(part, lookup) for part in parts], isinstance(op, ast.Or))
        case ast.UnaryOp(op=op, operand=operand):
            return _turned(_evaluate(operand, lookup), isinstance(op, ast.Not))
        case ast.Compare(left=left, ops=ops, comparators=others):
            values = [_evaluate(part, lookup) for part in (left, *others)]
            pairs = zip(ops, values[:-1], values[1:], strict=True)
            return _joined([_compared(op, first, second) for op, first, second in pairs], decisive=False)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _called(name, [_evaluate(argument, lookup) for argument in arguments])
    raise ExpressionError(f"{ast.unparse(node)!r} is not part of the language of rules.")


def _joined(parts: Sequence[Known], decisive: bool) -> Known:
    """``or`` where True decides, ``and`` where False does."""
    if any(part.value is decisive for part in parts):
        return Known(decisive)
    unknown = [part.missing for part in parts if part.value is None]
    return Known(None, frozenset().union(*unknown)) if unknown else Known(not decisive)


def _turned(part: Known, negation: bool) -> Known:
    if part.value is None:
        return part
    return Known(not part.value) if negation else Known(-_number(part.value))


def _compared(op: ast.cmpop, first: Known, second: Known) -> Known:
    if first.value is None or second.value is None:
        return Known(None, first.missing | second.missing)
    return Known(_COMPARE[type(op)](first.value, second.value))


def _called(name: str, arguments: Sequence[Known]) -> Known:
    if name == "known":
        return Known(arguments[0].value is not None)
    if name == "abs":
        value = arguments[0].value
        return arguments[0] if value is None else Known(abs(_number(value)))
    answered = [part for part in arguments if part.value is not None]
    return _joined(answered or arguments, decisive=True)


def _number(value: Value) -> float:
    if isinstance(value, str | bool):
        raise ExpressionError(f"{value!r} is not a number.")
    return value


def _kind(node: ast.expr, kinds: Mapping[str, FactKind]) -> FactKind:
    """Kind of a part's value; raises where the parts do not fit together."""
    match node:
        case ast.Constant(value=bool()):
            return FactKind("yes_no")
        case ast.Constant(value=str() as word):
            return FactKind("literal", (word,))
        case ast.Constant():
            return FactKind("number")
        case ast.Name(id=name):
            if name not in kinds:
                raise ExpressionError(f"there is no fact called {name}.")
            return kinds[name]
        case ast.BoolOp(values=parts):
            return _all_of("yes_no", parts, kinds)
        case ast.UnaryOp(op=op, operand=operand):
            return _all_of("yes_no" if isinstance(op, ast.Not) else "number", [operand], kinds)
        case ast.Compare(left=left, ops=ops, comparators=others):
            return _kind_of_comparison(node, ops, [left, *others], kinds)
        case ast.Call(func=ast.Name(id="known"), args=[argument]):
            _kind(argument, kinds)
            return FactKind("yes_no")
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _all_of("number" if name == "abs" else "yes_no", arguments, kinds)
    raise ExpressionError(f"{ast.unparse(node)!r} is not part of the language of rules.")


def _all_of(kind: str, parts: Sequence[ast.expr], kinds: Mapping[str, FactKind]) -> FactKind:
    for part in parts:
        if _kind(part, kinds).kind != kind:
            raise ExpressionError(f"{ast.unparse(part)!r} is not a {kind.replace('_', ' or ')}.")
    return FactKind(kind)


def _kind_of_comparison(
    node: ast.expr, ops: Sequence[ast.cmpop], parts: Sequence[ast.expr], kinds: Mapping[str, FactKind]
) -> FactKind:
    found = [_kind(part, kinds) for part in parts]
    names = {item.kind for item in found}
    if names <= {"number"}:
        return FactKind("yes_no")
    if not all(isinstance(op, ast.Eq | ast.NotEq) for op in ops):
        raise ExpressionError(f"{ast.unparse(node)!r} compares what is not a number.")
    if names <= {"yes_no"}:
        return FactKind("yes_no")
    allowed = {word for item in found if item.kind == "word" for word in item.words}
    literals = {word for item in found if item.kind == "literal" for word in item.words}
    if "word" not in names or names - {"word", "literal"} or literals - allowed:
        raise ExpressionError(f"{ast.unparse(node)!r} compares unlike things.")
    return FactKind("yes_no")
