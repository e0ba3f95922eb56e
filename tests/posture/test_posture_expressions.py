"""The language of rules: three-valued truth, and nothing that it does not know."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pedograph.posture.expressions import ExpressionError, FactKind, Known, parse

KINDS = {
    "a": FactKind("yes_no"),
    "b": FactKind("yes_no"),
    "c": FactKind("yes_no"),
    "x": FactKind("number"),
    "y": FactKind("number"),
    "word": FactKind("word", ("low", "high")),
    "note": FactKind("text"),
}


def evaluate(text: str, **facts: Any) -> Known:
    return parse(text).evaluate(
        lambda name: Known(facts[name]) if name in facts else Known(None, frozenset({name}))
    )


@pytest.mark.parametrize(
    ("text", "facts", "value"),
    [
        ("a and b", {"a": True, "b": True}, True),
        ("a and b", {"a": False}, False),
        ("a or b", {"b": True}, True),
        ("not a", {"a": False}, True),
        ("not (a or b)", {"a": False, "b": False}, True),
        ("x <= 25", {"x": 25.0}, True),
        ("x > y", {"x": 1.0, "y": 2.0}, False),
        ("0 < x < 5", {"x": 3.0}, True),
        ("0 < x < 5", {"x": 7.0}, False),
        ("abs(x) > 10", {"x": -14.0}, True),
        ("x <= -2", {"x": -3.0}, True),
        ("-x > 2", {"x": -3.0}, True),
        ("word == 'low'", {"word": "low"}, True),
        ("word != 'low'", {"word": "low"}, False),
        ("known(x)", {}, False),
        ("known(x)", {"x": 0.0}, True),
        ("any_of(x > 2, y > 3)", {"y": 4.0}, True),
        ("any_of(x > 2, y > 3)", {"y": 1.0}, False),
        ("a != b", {"a": True, "b": False}, True),
    ],
)
def test_what_is_known_decides(text: str, facts: dict[str, Any], value: bool) -> None:
    parse(text).check(KINDS)
    assert evaluate(text, **facts) == Known(value)


@pytest.mark.parametrize(
    ("text", "facts", "missing"),
    [
        ("a and b", {"a": True}, {"b"}),
        ("a and b", {}, {"a", "b"}),
        ("a or b", {"a": False}, {"b"}),
        ("not a", {}, {"a"}),
        ("x > y", {"x": 1.0}, {"y"}),
        ("abs(x) > 10", {}, {"x"}),
        ("-x > 10", {}, {"x"}),
        ("any_of(x > 2, y > 3)", {}, {"x", "y"}),
        ("a and (b or x > 3)", {"a": True, "b": False}, {"x"}),
    ],
)
def test_what_is_missing_is_told(text: str, facts: dict[str, Any], missing: set[str]) -> None:
    assert evaluate(text, **facts) == Known(None, frozenset(missing))


def test_names_are_listed_once_in_order() -> None:
    assert parse("known(x) and x > y or abs(x) > 2").names == ("x", "y")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a and",
        "a; b",
        "__import__('os')",
        "open('x')",
        "a.real",
        "x[0]",
        "x + y > 2",
        "x ** 9 > 2",
        "[a]",
        "lambda: a",
        "a if b else c",
        "x in y",
        "a is b",
        "f'{a}'",
        "None",
        "b'x' == word",
        "abs(x, y) > 1",
        "abs(x=1) > 1",
        "known(x > 2)",
        "known()",
        "any_of()",
        "known",
        "(a := b)",
        "a and " * 400 + "a",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("z > 2", "no fact called z"),
        ("known(z)", "no fact called z"),
        ("x", "is not a yes or no"),
        ("x and a", "'x' is not a yes or no"),
        ("a > 2", "compares what is not a number"),
        ("a == 2", "compares unlike things"),
        ("word == 'lwo'", "compares unlike things"),
        ("word < 'low'", "compares what is not a number"),
        ("note == 'x'", "compares unlike things"),
        ("'low' == 'low'", "compares unlike things"),
        ("abs(a) > 1", "'a' is not a number"),
        ("any_of(x)", "'x' is not a yes or no"),
        ("not x", "'x' is not a yes or no"),
    ],
)
def test_a_slip_of_the_pen_is_found_before_it_runs(text: str, message: str) -> None:
    with pytest.raises(ExpressionError, match=message):
        parse(text).check(KINDS)


ATOMS = st.sampled_from(["a", "b", "c", "x > 2", "x <= y", "abs(y) >= 1", "word == 'low'"])
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map(lambda part: f"not ({part})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
    ),
    max_leaves=8,
)
FACTS = st.fixed_dictionaries(
    {
        **dict.fromkeys("abc", st.booleans()),
        **dict.fromkeys("xy", st.floats(-5, 5)),
        "word": st.sampled_from(["low", "high"]),
    }
)


@settings(deadline=None, max_examples=200)
@given(EXPRESSIONS, FACTS, st.sets(st.sampled_from(["a", "b", "c", "x", "y", "word"])))
def test_what_is_decided_with_gaps_stays_decided_when_they_are_filled(
    text: str, facts: dict[str, Any], absent: set[str]
) -> None:
    parse(text).check(KINDS)
    partly = evaluate(text, **{name: value for name, value in facts.items() if name not in absent})
    wholly = evaluate(text, **facts)
    assert wholly.value is not None
    if partly.value is None:
        assert partly.missing
        assert partly.missing <= absent
    else:
        assert partly.value == wholly.value


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=40))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        assert str(error)
