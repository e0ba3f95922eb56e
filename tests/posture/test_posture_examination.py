"""The examination: what it takes and refuses, and that nothing is lost on the way to a file and back."""

from __future__ import annotations

import json
import re
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from posture_strategies import examinations

from pedograph.posture import Examination, ExaminationError, FootExamination, examination_fields, red_flags
from pedograph.posture.examination import FPI_ITEMS
from pedograph.posture.fields import ExaminationField, field_groups, field_table, red_flag_tiers
from pedograph.posture.wording import banned_words

NUMBERS = [field for field in examination_fields() if field.kind in ("integer", "number")]


def test_the_table_has_a_field_for_every_attribute_and_no_other() -> None:
    own = {item.name for item in fields(Examination)} - {"left", "right"}
    sided = {item.name for item in fields(FootExamination)}
    assert {field.key for field in examination_fields() if not field.sided} == own
    assert {field.key for field in examination_fields() if field.sided} == sided


def test_every_group_of_the_form_is_used_and_every_label_is_unique_in_it() -> None:
    assert {field.group for field in examination_fields()} == {group.key for group in field_groups()}
    labels = [(field.group, field.label) for field in examination_fields()]
    assert len(set(labels)) == len(labels)


def test_every_number_has_a_range_and_every_choice_its_options() -> None:
    for field in examination_fields():
        assert (field.low is not None and field.high is not None) == (field.kind in ("integer", "number")), (
            field.key
        )
        assert bool(field.options) == (field.kind == "choice"), field.key


def test_the_form_holds_no_banned_word() -> None:
    for field in examination_fields():
        texts = [field.label, field.help, *(option.label for option in field.options)]
        assert not [word for text in texts for word in banned_words(text)], field.key
    for flag in red_flags():
        assert not banned_words(f"{flag.label} {flag.concern}")


def test_red_flags_are_ordered_by_tier_and_each_tier_has_some() -> None:
    tiers = [tier.key for tier in red_flag_tiers()]
    assert tiers == ["emergency", "urgent", "soon", "foot"]
    assert [flag.tier for flag in red_flags()] == sorted((f.tier for f in red_flags()), key=tiers.index)
    assert {flag.tier for flag in red_flags()} == set(tiers)
    assert len({flag.key for flag in red_flags()}) == len(red_flags())


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.key)
def test_a_value_out_of_its_scale_is_refused_with_field_and_range(field: ExaminationField) -> None:
    assert field.low is not None
    assert field.high is not None
    path = field.paths[-1]
    for end in (field.low, field.high):
        assert Examination().with_value(path, end).value(path) == end
    for beyond in (field.low - 1, field.high + 1):
        with pytest.raises(ExaminationError) as caught:
            Examination().with_value(path, beyond)
        assert field.label in str(caught.value)
        assert f"between {field.low:g} and {field.high:g}" in str(caught.value)
        assert caught.value.field == field.key


def test_a_message_names_the_side() -> None:
    with pytest.raises(
        ExaminationError, match=re.escape("CAIT, right ankle: 31 was entered; it lies between 0 and 30")
    ):
        Examination().with_value("right.cait", 31)
    with pytest.raises(ExaminationError, match="FPI-6 total, left foot: 13 was entered"):
        Examination.from_dict({"version": 1, "left": {"fpi_total": 13}})


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("age_years", "old", "Age: old was entered; it takes a number between 0 and 120 years"),
        ("age_years", True, "Age: True was entered; it takes a number"),
        ("odi", float("nan"), "it takes a number between 0 and 100 %"),
        ("odi", float("inf"), "it takes a number"),
        ("nprs", 2.5, "it takes a whole number between 0 and 10 points"),
        ("low_back_pain", 1, "Low back pain: 1 was entered; it takes yes or no"),
        ("sex", "x", "it takes one of female, male, other"),
        ("sex", 1, "it takes one of female, male, other"),
        ("cait_cutoff", 26, "it takes one of 25.0, 27.5, 24.0"),
        ("cait_cutoff", True, "it takes one of"),
        ("red_flags_ticked", ["fever", "plague"], "plague was entered; no red flag has this key"),
        ("red_flags_ticked", "fever", "it takes a list of red flags"),
        ("cait", 20, "there is no such field"),
        ("left.sex", "male", "there is no such field"),
        ("middle.cait", 20, "there is no such field"),
    ],
)
def test_what_is_of_the_wrong_kind_is_refused(path: str, value: Any, message: str) -> None:
    with pytest.raises(ExaminationError, match=re.escape(message)):
        Examination().with_value(path, value)


def test_a_lunge_is_held_against_the_scale_of_its_method() -> None:
    in_degrees = Examination(lunge_method="angle").with_value("left.lunge", 42)
    with pytest.raises(ExaminationError, match=r"Weight-bearing lunge, left ankle: 42 .* between 0 and 30 cm"):
        in_degrees.with_value("lunge_method", "distance")


def test_a_total_that_contradicts_its_items_is_refused() -> None:
    scored = Examination.from_dict({"version": 1, "left": dict.fromkeys(FPI_ITEMS, 1)})
    assert scored.with_value("left.fpi_total", 6).left.fpi_total == 6
    message = "FPI-6 total, left foot: 7 was entered; the six items add up to 6"
    with pytest.raises(ExaminationError, match=message):
        scored.with_value("left.fpi_total", 7)


def test_a_range_of_lordosis_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ExaminationError, match="upper end of the range used: 30 was entered; the lower end is 40"):
        Examination(lordosis_range_low=40, lordosis_range_high=30)


def test_whole_numbers_may_come_as_floats_and_flags_are_kept_in_order_once() -> None:
    examination = Examination(nprs=4.0, red_flags_ticked=("weight_loss", "fever", "fever"))  # type: ignore[arg-type]
    assert (examination.nprs, type(examination.nprs)) == (4, int)
    assert examination.red_flags_ticked == ("fever", "weight_loss")


def test_an_examination_is_not_changed_in_place_and_a_value_can_be_cleared() -> None:
    first = Examination(nprs=4)
    second = first.with_value("nprs", None).with_value("red_flags_screened", None)
    assert (first.nprs, second.nprs, second.red_flags_screened) == (4, None, False)
    with pytest.raises(FrozenInstanceError):
        first.nprs = 5  # type: ignore[misc]


@settings(deadline=None, max_examples=100)
@given(examinations())
def test_to_json_and_back_is_the_same(examination: Examination) -> None:
    assert Examination.from_dict(json.loads(json.dumps(examination.to_dict()))) == examination


def test_what_was_not_taken_is_left_out_of_the_file() -> None:
    written = Examination(nprs=0, left=FootExamination(cait=20)).to_dict()
    assert written == {
        "version": 1,
        "red_flags_screened": False,
        "red_flags_ticked": [],
        "nprs": 0,
        "left": {"cait": 20},
        "right": {},
    }


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"version": 2}, "has version 2; open it with the version of Pedograph that saved it"),
        ({"version": 1, "shoe_size": 43}, 'holds "shoe_size", which this version does not know'),
        ({"version": 1, "left": {"bunion": True}}, 'holds "left.bunion", which this version does not know'),
        ({"version": 1, "left": 3}, "the left foot is not a table of values"),
        ([], "is not a table of values"),
    ],
)
def test_a_file_of_a_newer_version_is_refused(values: Any, message: str) -> None:
    with pytest.raises(ExaminationError, match=re.escape(message)):
        Examination.from_dict(values)


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from([path for field in examination_fields() for path in field.paths]),
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.lists(st.text(max_size=3))
    ),
)
def test_any_value_is_kept_or_refused_with_its_label(path: str, value: Any) -> None:
    label = field_table()[path.rpartition(".")[2]].label
    try:
        changed = Examination().with_value(path, value)
    except ExaminationError as error:
        assert label in str(error)
    else:
        assert Examination.from_dict(changed.to_dict()) == changed
