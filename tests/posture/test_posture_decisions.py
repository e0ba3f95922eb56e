"""What a clinician decides about the notes, and that no decision outlives the note it was made on."""

from __future__ import annotations

import json

import pytest
from posture_visits import run

from pedograph.posture import Decision, DecisionKind, Finding, Findings, FindingsReview, decide, review_findings
from pedograph.posture.decisions import ReviewState
from pedograph.posture.finding import FindingError

WHEN = "2026-11-20T09:30:00+01:00"


def findings() -> Findings:
    return run("ok lbp fpi=8/2 lordosis=70 cobb")


def note(rule: str) -> Finding:
    found = findings().finding(rule)
    assert found is not None
    return found


def states(review: FindingsReview, of: Findings | None = None) -> dict[str, str]:
    return {item.finding.rule: str(item.state) for item in review_findings(of or findings(), review)}


def test_every_note_is_open_until_it_is_decided() -> None:
    assert states(FindingsReview()) == {"R5": "open", "R7": "open", "R8": "open"}


def test_accepted_edited_and_rejected_notes() -> None:
    review = decide(FindingsReview(), note("R5"), DecisionKind.ACCEPTED, when=WHEN, who="K-07")
    review = decide(review, note("R7"), DecisionKind.EDITED, when=WHEN, who="K-07", text="Seen before.")
    review = decide(review, note("R8"), DecisionKind.REJECTED, when=WHEN, who="K-07")
    reviewed = {item.finding.rule: item for item in review_findings(findings(), review)}
    assert states(review) == {"R5": "accepted", "R7": "edited", "R8": "rejected"}
    assert reviewed["R7"].text == "Seen before."
    assert reviewed["R7"].finding.text.startswith("Research note")
    assert [rule for rule, item in reviewed.items() if item.in_report] == ["R5", "R7"]


def test_the_last_decision_counts_and_the_first_is_kept() -> None:
    first = decide(FindingsReview(), note("R5"), DecisionKind.ACCEPTED, when=WHEN, who="K-07")
    second = decide(first, note("R5"), DecisionKind.REJECTED, when=WHEN, who="K-08")
    assert states(second)["R5"] == "rejected"
    assert [item.kind for item in second.decisions] == [DecisionKind.ACCEPTED, DecisionKind.REJECTED]
    assert len(first.decisions) == 1


def test_a_note_that_reads_otherwise_asks_for_another_decision() -> None:
    review = decide(FindingsReview(), note("R5"), DecisionKind.ACCEPTED, when=WHEN, who="K-07")
    changed = run("ok lbp fpi=9/2 lordosis=70 cobb")
    (item,) = [item for item in review_findings(changed, review) if item.finding.rule == "R5"]
    assert item.state is ReviewState.CHANGED
    assert not item.in_report
    assert "+9" in item.text


def test_a_decision_of_another_version_of_the_rule_does_not_count() -> None:
    old = Decision("R5", 0, DecisionKind.ACCEPTED, note("R5").text, WHEN, "K-07")
    assert states(FindingsReview((old,)))["R5"] == "changed since"


def test_to_json_and_back_is_the_same() -> None:
    review = decide(FindingsReview(), note("R5"), DecisionKind.EDITED, when=WHEN, who="K-07", text="Ours.")
    review = decide(review, note("R8"), DecisionKind.REJECTED, when=WHEN, who="K-07")
    written = json.loads(json.dumps(review.to_dict()))
    assert FindingsReview.from_dict(written) == review
    assert written["decisions"][0]["kind"] == "edited"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"when": "yesterday"}, "the decision on R5 cannot be kept"),
        ({"kind": "maybe"}, "the decision on R5 cannot be kept"),
        ({"who": "Some Body"}, "is not an ID"),
        ({"who": ""}, "is not an ID"),
        ({"who": None}, "one of its entries is no text"),
        ({"text": "More."}, "an edited note has its own text"),
        ({"kind": "edited"}, "an edited note has its own text"),
        ({"kind": "edited", "text": "  "}, "an edited note has its own text"),
        ({"mood": "good"}, 'holds "mood"'),
    ],
)
def test_a_malformed_decision_is_refused(change: dict[str, object], message: str) -> None:
    entry = {"rule": "R5", "version": 1, "kind": "accepted", "about": "x", "when": WHEN, "who": "K-07", "text": ""}
    assert FindingsReview.from_dict({"version": 1, "decisions": [entry]}).decisions
    with pytest.raises(FindingError, match=message):
        FindingsReview.from_dict({"version": 1, "decisions": [{**entry, **change}]})


def test_decisions_of_a_newer_version_are_refused() -> None:
    with pytest.raises(FindingError, match="the saved decisions have version 2"):
        FindingsReview.from_dict({"version": 2, "decisions": []})
