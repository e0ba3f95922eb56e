"""Rules as data: whole, checked on loading, and in words that judge nobody."""

from __future__ import annotations

from typing import Any

import pytest

from pedograph.posture import rules
from pedograph.posture.fact_table import FactDefinition, _check, fact_table
from pedograph.posture.rules import DIRECTIONS, STRENGTHS, holds, rule_from_table
from pedograph.posture.tables import ResourceError
from pedograph.posture.wording import banned_words

WITH_COUNTER_EVIDENCE = ("R2", "R3", "R4", "R5", "R7", "R9", "R11", "R14", "R15", "R17")
LUMBAR = ("R2", "R3", "R4", "R5", "R7", "R8", "R9", "R12", "R13", "R15", "R17", "R18", "R19")

RULE: dict[str, Any] = {
    "id": "R99",
    "version": 1,
    "title": "Trial",
    "priority": 3,
    "when": "low_back_pain",
    "text": "Research note: low back pain {low_back_pain}.",
    "refs": ["menz2013"],
    "against": [],
    "strength": "low",
    "limits": "None.",
}


def test_red_flags_come_first_then_missing_data_then_evidence() -> None:
    assert [rule.id for rule in rules().values() if rule.priority == 1] == ["R0"]
    assert [rule.id for rule in rules().values() if rule.priority == 2] == ["R1", "R16", "R20"]
    priorities = [rule.priority for rule in rules().values()]
    assert priorities == sorted(priorities)


@pytest.mark.parametrize("rule", WITH_COUNTER_EVIDENCE)
def test_counter_evidence_is_shown_where_there_is_some(rule: str) -> None:
    assert rules()[rule].against


@pytest.mark.parametrize("rule", LUMBAR)
def test_every_lumbar_note_is_held_by_red_flags_and_by_a_list_not_gone_through(rule: str) -> None:
    assert {"red_flag", "not_screened"} <= set(rules()[rule].held_by)


def test_no_rule_that_speaks_of_the_back_is_free_of_the_hold() -> None:
    for rule in rules().values():
        if "low back pain" in rule.text and rule.id not in ("R0", "R1"):
            assert rule.id in LUMBAR
        for addition in rule.also:
            if "low back pain" in addition.text:
                assert {"red_flag", "not_screened"} <= set(addition.held_by)


def test_every_rule_has_words_for_strength_and_limits() -> None:
    for rule in rules().values():
        assert rule.strength in STRENGTHS
        assert rule.direction in DIRECTIONS
        assert rule.limits
        assert rule.title
        assert rule.version >= 1
        assert rule.strength_words.startswith(rule.strength)


def test_every_fact_is_used_by_some_rule_or_measured_for_display() -> None:
    texts = [f"{r.when.text} {r.text} {[n.when.text for n in r.needs]}" for r in rules().values()]
    texts += [hold.when.text for hold in holds().values()]
    texts += [item.definition for item in fact_table().values()]
    texts += [addition.when.text for rule in rules().values() for addition in rule.also]
    unused = [name for name in fact_table() if not any(name in text for text in texts)]
    assert unused == ["contact_time", "contact_time_steps"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"when": "back_pain"}, "R99: there is no fact called back_pain"),
        ({"when": "low_back_pain and"}, "R99: .* cannot be read"),
        ({"when": "fpi_total >= 6"}, "fpi_total has a side, but the rule has no part"),
        ({"requires": ["arch"]}, "no fact called arch"),
        ({"requires": ["cait"]}, "cait has a side"),
        ({"refs": ["menz2031"]}, "no study called menz2031"),
        ({"against": ["nobody"]}, "no study called nobody"),
        ({"held_by": ["monday"]}, "no hold called monday"),
        ({"text": "Research note: {nprs}."}, "no fact of the rule called nprs"),
        ({"text": "Note: pain."}, 'does not begin with "Research note"'),
        ({"text": "Research note: this is caused by the foot."}, 'it says "caused by"'),
        ({"limits": "You have to know."}, 'it says "you have"'),
        ({"strength": "strong"}, "strength or direction"),
        ({"priority": 4}, "id, part or priority"),
        ({"id": "X1"}, "id, part or priority"),
        ({"colour": "red"}, "colour is not a key"),
        ({"needs": [{"when": "nothing", "text": "x"}]}, "no fact called nothing"),
        ({"also": [{"when": "low_back_pain", "text": "x", "held_by": ["monday"]}]}, "no hold called monday"),
        ({"also": [{"when": "low_back_pain", "text": "{sex}"}]}, "no fact of the rule called sex"),
    ],
)
def test_a_rule_that_does_not_hold_together_is_refused(change: dict[str, Any], message: str) -> None:
    assert rule_from_table(RULE, "trial.toml, rule R99").id == "R99"
    with pytest.raises(ResourceError, match=message):
        rule_from_table({**RULE, **change}, "trial.toml, rule R99")


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (FactDefinition("f", "F", "colour"), "kind, part or words"),
        (FactDefinition("f", "F", "word"), "kind, part or words"),
        (FactDefinition("f", "F", "number", fields=("shoe",)), "no examination field shoe"),
        (FactDefinition("f", "F", "yes_no", definition="nothing"), "no fact called nothing"),
        (FactDefinition("f", "F", "yes_no", definition="cait > 2"), "given facts only"),
        (FactDefinition("f", "F", "yes_no", definition="not sessions_comparable"), "given facts only"),
    ],
)
def test_a_fact_that_does_not_hold_together_is_refused(definition: FactDefinition, message: str) -> None:
    with pytest.raises(ResourceError, match=message):
        _check(definition, fact_table())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A diagnosis", ("diagnos-",)),
        ("pain CAUSED BY the foot", ("caused by",)),
        ("the cause by itself", ("caused by",)),
        ("the hidden cause of back pain", ("hidden cause",)),
        ("it cures", ("cure",)),
        ("you must", ("must",)),
        ("treat with insoles", ("treat with",)),
        ("treated with insoles", ("treat with",)),
        ("you have a flat foot", ("you have",)),
        ("an abnormal, not a normal arch", ("normal",)),
        ("accurate, secure, mustard, obscured", ()),
    ],
)
def test_banned_words_are_found_and_their_neighbours_are_not(text: str, found: tuple[str, ...]) -> None:
    assert banned_words(text) == found
