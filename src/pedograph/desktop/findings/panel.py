"""The findings: what applies, what does not, and what cannot be said, each note with its evidence and decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from pedograph.desktop.examination.card_style import GRID, Page, QuietLabel, scaled_font
from pedograph.desktop.findings.finding_card import FindingCard
from pedograph.desktop.findings.small_cards import NotApplyingCard, NotSaidCard, group_cards
from pedograph.desktop.style.label import Label
from pedograph.posture.decisions import (
    Decision,
    DecisionKind,
    FindingsReview,
    ReviewedFinding,
    ReviewState,
    review_findings,
)
from pedograph.posture.finding import Finding, Findings

_SHARES: Final = (5, 3, 3)
"""Widths of the columns that hold cards, as shares."""
_THREE_COLUMNS: Final = 880


class FindingsPanel(QWidget):
    """The findings of a visit in three columns.

    Parameters
    ----------
    parent : QWidget, optional
        Qt parent.
    who : str
        Initials or ID of who decides, never a name.

    Attributes
    ----------
    decided : Signal(object)
        A `Decision` that was made; the panel shows it at once.
    field_wanted : Signal(str)
        Path of a missing field of the examination that was clicked.
    """

    decided = Signal(object)
    field_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, who: str = "clinician") -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Findings"))
        self._findings, self._review = Findings(), FindingsReview()
        self.set_who(who)
        self.cards: dict[str, FindingCard] = {}
        self.applies = Column(self.tr("Applies"), self.tr("No note applies."))
        self.does_not_apply = Column(self.tr("Does not apply"), self.tr("Nothing here."))
        self.cannot_be_said = Column(self.tr("Cannot be said"), self.tr("Nothing is missing."))
        self._lay_out()
        self.set_findings(self._findings, None)

    @property
    def review(self) -> FindingsReview:
        """Every decision, those made here included."""
        return self._review

    def set_who(self, who: str) -> None:
        """Sets the initials or ID of who decides.

        Raises
        ------
        FindingError
            If it is no code: characters, digits, dots and dashes, at most 32.
        """
        Decision("R0", 1, DecisionKind.ACCEPTED, "", _now(), who)
        self._who = who

    def set_steps(self, words: str) -> None:
        """Says from which recordings the steps are that the findings rest on; nothing where there are no words."""
        self.steps.setText(words)
        self.steps.setVisible(bool(words))

    def set_findings(self, findings: Findings, review: FindingsReview | None) -> None:
        """Shows findings with the decisions about them; emits nothing.

        A card whose note is the same stays as it is: unfolded, or being edited.
        """
        self._findings, self._review = findings, review or FindingsReview()
        reviewed = review_findings(self._findings, self._review)
        before, self.cards = self.cards, {}
        for item in reviewed:
            self.cards[item.finding.rule] = self._card(item.finding, before.get(item.finding.rule))
        self.applies.set_cards(list(self.cards.values()))
        self.does_not_apply.set_cards([NotApplyingCard(item) for item in findings.does_not_apply])
        alone = [item for item in findings.cannot_be_said if not item.group]
        not_said = [self._not_said(NotSaidCard(item)) for item in alone]
        self.cannot_be_said.set_cards([*not_said, *group_cards(findings.cannot_be_said)])
        self.cannot_be_said.set_count(len(findings.cannot_be_said))
        for column, share in zip(self._all_columns(), _SHARES, strict=True):
            self._columns.setStretchFactor(column, share if column.cards else 0)
        stops = [stop for card in self.cards.values() for stop in card.stops()]
        stops += [stop for card in not_said for stop in card.stops()]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)
        self._show_review(reviewed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns side by side, or under each other where there is no room."""
        super().resizeEvent(event)
        wide = event.size().width() >= _THREE_COLUMNS
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)

    def _card(self, finding: Finding, before: FindingCard | None) -> FindingCard:
        if before is not None and before.finding == finding:
            return before
        card = FindingCard(finding)
        card.decided.connect(lambda kind, words: self._decide(finding, kind, words))
        card.field_wanted.connect(self.field_wanted)
        if before is not None:
            card.resume(before.studies.opened(), before.draft())
        return card

    def _not_said(self, card: NotSaidCard) -> NotSaidCard:
        card.field_wanted.connect(self.field_wanted)
        return card

    def _decide(self, finding: Finding, kind: DecisionKind, words: str) -> None:
        decision = Decision(finding.rule, finding.version, kind, finding.text, _now(), self._who, words)
        self._review = FindingsReview((*self._review.decisions, decision))
        self._show_review(review_findings(self._findings, self._review))
        self.decided.emit(decision)

    def _show_review(self, reviewed: Sequence[ReviewedFinding]) -> None:
        for item in reviewed:
            self.cards[item.finding.rule].show_review(item)
        waiting = sum(item.state in (ReviewState.OPEN, ReviewState.CHANGED) for item in reviewed)
        said = self.tr("{} not decided").format(waiting) if waiting else self.tr("all decided")
        self.applies.set_remark(said if reviewed else "")

    def _all_columns(self) -> tuple[Column, Column, Column]:
        return self.applies, self.does_not_apply, self.cannot_be_said

    def _lay_out(self) -> None:
        page = Page()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._columns.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self._columns.setSpacing(2 * GRID)
        for column, share in zip(self._all_columns(), _SHARES, strict=True):
            self._columns.addWidget(column, share)
        self.steps = QuietLabel("", self)
        self.steps.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        self.set_steps("")
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.steps)
        whole.addWidget(scroll, 1)


class Column(QWidget):
    """A headed column of cards that says how many there are.

    Parameters
    ----------
    heading, empty : str
        Its title, and what it says without cards.
    parent : QWidget, optional
        Qt parent.
    """

    def __init__(self, heading: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = heading
        self.cards: list[QWidget] = []
        self.heading = Label("", self)
        self.heading.setFont(scaled_font(self.font(), 1.3, QFont.Weight.DemiBold))
        self.heading.setForegroundRole(QPalette.ColorRole.WindowText)
        self.remark = QuietLabel("\u00a0", self)
        self._empty = QuietLabel(empty, self)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(GRID)
        for widget in (self.heading, self.remark, self._empty):
            self._body.addWidget(widget)
        self._body.addStretch(1)

    def set_remark(self, words: str) -> None:
        """Sets the line under the heading, which keeps its height without words."""
        self.remark.setText(words or "\u00a0")

    def set_count(self, count: int) -> None:
        """Says in the heading how many notes there are; a card may hold several."""
        self.heading.setText(f"{self._title} ({count})")
        self.setAccessibleName(self.heading.text())

    def set_cards(self, cards: Sequence[QWidget]) -> None:
        """Shows other cards; one that stays keeps its state."""
        for card in self.cards:
            self._body.removeWidget(card)
            if card not in cards:
                card.hide()
                card.deleteLater()
        for card in cards:
            self._body.insertWidget(self._body.count() - 1, card)
            card.show()
        self.cards = list(cards)
        self.set_count(len(cards))
        self._empty.setVisible(not cards)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
