"""Where an error comes from, in words: what is most of it, what is some, and what is not worth a word."""

from __future__ import annotations

import pytest

from pedograph.measures import Measure, catalogue
from pedograph.measures.uncertainty.model import ErrorBudget, ErrorShare
from pedograph.workspace.tables.error_words import error_sentence

FORCE = catalogue()["peak_force"]
THRESHOLD, AXIS, PLACE = "the contact threshold", "the foot axis", "where the foot lies on the sensors"


def said(**squares: float) -> str:
    """What is said of sources with these shares of the variance, in N2."""
    names = {name: name.replace("_", " ") for name in squares}
    budget = ErrorBudget(tuple(ErrorShare(names[name], square**0.5) for name, square in squares.items()))
    return error_sentence(FORCE, Measure("peak_force", 800.0, "N", 10.0, (), budget))


def test_one_source_is_nearly_all_of_an_error() -> None:
    assert said(threshold=100.0) == f"± 10 N, nearly all of it from {THRESHOLD}"
    assert said(threshold=91.0, axis=9.0).endswith(f"nearly all of it from {THRESHOLD}")


@pytest.mark.parametrize(("most", "words"), [(60.5, "most of it from"), (59.5, "from")])
def test_a_source_of_six_tenths_is_most_of_it(most: float, words: str) -> None:
    rest = 100.0 - most
    some = f"{THRESHOLD}, some from {AXIS}" if most > 60 else f"{THRESHOLD} and {AXIS}"
    assert said(axis=rest, threshold=most) == f"± 10 N, {words} {some}"


def test_sources_are_named_from_the_largest_on_down_to_a_tenth() -> None:
    assert said(axis=30.0, threshold=45.0, placement=25.0).endswith(f"from {THRESHOLD}, {AXIS} and {PLACE}")
    assert said(axis=10.5, threshold=80.0, placement=9.5).endswith(
        f"most of it from {THRESHOLD}, some from {AXIS}"
    )
    assert said(axis=16.0, threshold=64.0, placement=20.0).endswith(
        f"most of it from {THRESHOLD}, some from {PLACE} and {AXIS}"
    )


def test_a_source_without_words_has_its_name() -> None:
    assert said(toe_line=1.0).endswith("from the toe line")
    assert said(moon=1.0).endswith("from moon")


def test_errors_without_sources_say_so() -> None:
    assert error_sentence(FORCE, Measure("peak_force", 800.0, "N")) == "its error is not known"
    zero = error_sentence(FORCE, Measure("peak_force", 800.0, "N", 0.0))
    assert zero == "no source of error that was looked at changes it"
    stored = error_sentence(FORCE, Measure("peak_force", 800.0, "N", 10.0))
    assert stored == "± 10 N, its sources are not stored in the session"


def test_a_pure_number_has_no_unit() -> None:
    one = catalogue()["arch_index"]
    assert error_sentence(one, Measure("arch_index", 0.25, "1", 0.01)).startswith("± 0.01, ")
