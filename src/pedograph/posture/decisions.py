"""What a clinician decides about the findings: accepted, edited or rejected, by whom and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from pedograph.posture.finding import Finding, FindingError, Findings, check_version, restore

VERSION: Final = 1
"""Version of the dictionary that `FindingsReview.to_dict` writes."""

_CODE: Final = re.compile(r"[\w.-]{1,32}")


class DecisionKind(StrEnum):
    """What was decided about a note."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


class ReviewState(StrEnum):
    """Where a note stands: not looked at, decided, or changed since it was decided."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    CHANGED = "changed since"


@dataclass(frozen=True)
class Decision:
    """One decision about one note.

    Parameters
    ----------
    rule, version : str, int
        The rule and its version.
    kind : DecisionKind
        Accepted, edited or rejected.
    about : str
        The note's text as it was decided on; another text asks for another decision.
    when : str
        Date and time, ISO 8601.
    who : str
        Initials or ID of who decided, never a name: up to 32 characters of the alphabet, digits, dots and dashes.
    text : str
        The edited text, in the person's own words; empty unless edited.

    Raises
    ------
    FindingError
        If the time or the code is malformed, or an edited note has no text or another has one.
    """

    rule: str
    version: int
    kind: DecisionKind
    about: str
    when: str
    who: str
    text: str = ""

    def __post_init__(self) -> None:
        texts = (self.rule, self.about, self.when, self.who, self.text)
        if not all(isinstance(item, str) for item in texts):
            raise FindingError(f"the decision on {self.rule} cannot be kept: one of its entries is no text.")
        try:
            datetime.fromisoformat(self.when)
            object.__setattr__(self, "kind", DecisionKind(self.kind))
        except ValueError as error:
            raise FindingError(f"the decision on {self.rule} cannot be kept: {error}.") from error
        if not _CODE.fullmatch(self.who):
            raise FindingError(f'"{self.who}" is not an ID: use A to Z, digits, dots and dashes, without spaces.')
        if bool(self.text.strip()) != (self.kind is DecisionKind.EDITED):
            raise FindingError(f"the decision on {self.rule}: an edited note has its own text, another has none.")


@dataclass(frozen=True)
class FindingsReview:
    """Every decision of a visit, in the order in which they were made; a later one takes the place of an earlier.

    Parameters
    ----------
    decisions : tuple of Decision
        The history; nothing is removed from it.
    """

    decisions: tuple[Decision, ...] = ()

    def latest(self, rule: str) -> Decision | None:
        """The last decision on a rule's note, or None."""
        return next((item for item in reversed(self.decisions) if item.rule == rule), None)

    def to_dict(self) -> dict[str, Any]:
        """The history as plain JSON values."""
        entries = [{**asdict(item), "kind": str(item.kind)} for item in self.decisions]
        return {"version": VERSION, "decisions": entries}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> FindingsReview:
        """The history that `to_dict` wrote.

        Raises
        ------
        FindingError
            If it was written by a newer version, holds an unknown entry, or a decision is malformed.
        """
        check_version(values, VERSION, "decisions")
        return cls(tuple(restore(Decision, entry) for entry in values.get("decisions", ())))


@dataclass(frozen=True)
class ReviewedFinding:
    """A note with the decision about it.

    Parameters
    ----------
    finding : Finding
        The note as the rule says it.
    state : ReviewState
        Where it stands.
    text : str
        What to show: the edited text where there is one, else the note's.
    decision : Decision or None
        The last decision.
    """

    finding: Finding
    state: ReviewState
    text: str
    decision: Decision | None = None

    @property
    def in_report(self) -> bool:
        """Whether it belongs in a report: accepted or edited, and not changed since."""
        return self.state in (ReviewState.ACCEPTED, ReviewState.EDITED)


def decide(
    review: FindingsReview, finding: Finding, kind: DecisionKind, *, when: str, who: str, text: str = ""
) -> FindingsReview:
    """The review with one more decision, about ``finding`` as it reads now.

    Raises
    ------
    FindingError
        As for `Decision`.
    """
    made = Decision(finding.rule, finding.version, kind, finding.text, when, who, text)
    return FindingsReview((*review.decisions, made))


def review_findings(findings: Findings, review: FindingsReview) -> tuple[ReviewedFinding, ...]:
    """The notes that apply, each with the decision about it.

    A decision about another text or another version of the rule does not count: the note is "changed since".
    """
    return tuple(_reviewed(finding, review.latest(finding.rule)) for finding in findings.applies)


def _reviewed(finding: Finding, decision: Decision | None) -> ReviewedFinding:
    if decision is None:
        return ReviewedFinding(finding, ReviewState.OPEN, finding.text)
    if (decision.about, decision.version) != (finding.text, finding.version):
        return ReviewedFinding(finding, ReviewState.CHANGED, finding.text, decision)
    return ReviewedFinding(finding, ReviewState(str(decision.kind)), decision.text or finding.text, decision)
