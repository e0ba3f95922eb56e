"""The rules on a table of synthetic visits: exactly the expected notes, in order, and nothing else."""

from __future__ import annotations

import pytest
from posture_visits import ALL_RULES, VISITS, Visit, expand, run, unknown_tokens

from pedograph.posture import rules


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_a_visit_gives_exactly_the_expected_notes(visit: Visit) -> None:
    findings = run(visit.given)
    applies, unsaid = expand(visit.applies), expand(visit.unsaid)
    assert [item.rule for item in findings.applies] == applies
    assert sorted(item.rule for item in findings.cannot_be_said) == sorted(unsaid)
    rest = set(ALL_RULES) - set(applies) - set(unsaid)
    assert {item.rule for item in findings.does_not_apply} == rest


def test_the_table_is_written_in_known_words_and_has_no_visit_twice() -> None:
    assert not [token for visit in VISITS for token in unknown_tokens(visit.given)]
    assert len({visit.name for visit in VISITS}) == len({visit.given for visit in VISITS}) == len(VISITS)
    assert len(VISITS) >= 60


@pytest.mark.parametrize("rule", ALL_RULES)
def test_every_rule_is_reached_unsaid_and_left_out_by_some_visit(rule: str) -> None:
    found = [run(visit.given) for visit in VISITS]
    assert any(rule == item.rule for findings in found for item in findings.applies)
    assert any(rule == item.rule for findings in found for item in findings.does_not_apply)
    assert any(rule == item.rule for findings in found for item in findings.cannot_be_said)


def test_there_are_exactly_the_rules_0_to_20() -> None:
    assert sorted(rules(), key=lambda name: int(name[1:])) == list(ALL_RULES)
