"""What the journal says of a change, in one sentence."""

from __future__ import annotations

import pytest

from pedograph.session.journal import counted, examination_sentence

CHANGES = {f"left.field_{number}": [None, number] for number in range(6)}


@pytest.mark.parametrize(
    ("count", "end"),
    [
        (1, "field_0, left."),
        (4, "field_0, left, field_1, left, field_2, left, field_3, left."),
        (5, "field_3, left and 1 other field."),
        (6, "field_3, left and 2 other fields."),
    ],
)
def test_four_fields_are_named_and_the_others_counted(count: int, end: str) -> None:
    sentence = examination_sentence(dict(list(CHANGES.items())[:count]))
    assert sentence.startswith("Changed the examination: field_0, left")
    assert sentence.endswith(end)


def test_a_field_of_the_person_has_no_side() -> None:
    assert examination_sentence({"nobody_knows": [1, 2]}) == "Changed the examination: nobody_knows."


@pytest.mark.parametrize(("number", "words"), [(0, "0 steps"), (1, "1 step"), (2, "2 steps")])
def test_things_are_counted(number: int, words: str) -> None:
    assert counted(number, "step") == words
