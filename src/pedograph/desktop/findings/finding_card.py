"""The card of a note that applies: its words, strength, values, studies for and against, and the decision."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from pedograph.desktop.examination.card_style import CORNER, GRID, Card, QuietLabel, scaled_font
from pedograph.desktop.findings.buttons import DecisionButton
from pedograph.desktop.findings.evidence_list import words_label
from pedograph.desktop.findings.missing import MissingList
from pedograph.desktop.findings.note_editor import NoteEditor
from pedograph.desktop.findings.studies import Studies
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.words import wrapped
from pedograph.posture.decisions import DecisionKind, ReviewedFinding, ReviewState
from pedograph.posture.finding import Finding

_BAND: Final = 40
_BAR: Final = 4


class FindingCard(Card):
    """A note that applies.

    Parameters
    ----------
    finding : Finding
        The note.
    parent : QWidget, optional
        Qt parent.

    Attributes
    ----------
    decided : Signal(object, str)
        The `DecisionKind`, and the edited words ("" unless edited).
    field_wanted : Signal(str)
        Path of a missing field that was clicked.
    """

    decided = Signal(object, str)
    field_wanted = Signal(str)

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(finding.title, parent)
        self.setObjectName(f"card_{finding.rule}")
        self.finding = finding
        self.is_red_flag = finding.strength.startswith("safety")
        self._state = ReviewState.OPEN
        self.note = words_label(finding.text, self)
        self.state = Label("", self)
        self.state.setForegroundRole(QPalette.ColorRole.Text)
        self.state.setWordWrap(True)
        self.editor = NoteEditor(finding.title, self)
        self.editor.hide()
        self._fill()
        self._connect()
        self.show_review(ReviewedFinding(finding, ReviewState.OPEN, finding.text))

    def show_review(self, reviewed: ReviewedFinding) -> None:
        """Shows the decision about the note; emits nothing and leaves an edit that is under way."""
        self._state = reviewed.state
        self.note.setText(reviewed.text)
        font = QFont(self.font())
        font.setStrikeOut(reviewed.state is ReviewState.REJECTED)
        self.note.setFont(font)
        self.state.setText(state_words(reviewed))
        decided = reviewed.state is not ReviewState.OPEN
        weight = QFont.Weight.DemiBold if decided else QFont.Weight.Normal
        self.state.setFont(scaled_font(self.font(), 1.0, weight))
        for kind, button in self.buttons.items():
            button.set_stands(str(kind) == str(reviewed.state))
        self.update()

    def draft(self) -> str | None:
        """The words of an edit that is under way, else None."""
        return None if self.editor.isHidden() else self.editor.words

    def resume(self, opened: tuple[str, ...], draft: str | None) -> None:
        """Takes over what was open on the card in whose place this one stands."""
        self.studies.open(opened)
        if draft is not None:
            self.edit(draft)

    def stops(self) -> list[QWidget]:
        """Its controls in the order of the Tab key."""
        own: list[QWidget] = [self.editor.text, self.editor.save, self.editor.cancel, *self.missing.links]
        return [*own, *self.studies.folds.values(), *self.buttons.values()]

    def edit(self, words: str = "") -> None:
        """Opens the note for editing, with ``words`` or with what is shown."""
        self._set_editing(True)
        self.editor.begin(words or self.note.text(), self.note.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the sheet; a red flag has a band in the colours turned round, a decided note a bar at its side."""
        self.heavy = self.is_red_flag
        super().paintEvent(event)
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_red_flag:
            painter.setClipRect(0, 0, self.width(), _BAND)
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            painter.setBrush(palette.color(QPalette.ColorRole.Text))
            box = QRectF(0.5, 0.5, self.width() - 1.0, _BAND + 2.0 * CORNER)
            painter.drawRoundedRect(box, CORNER, CORNER)
        elif self._state in (ReviewState.ACCEPTED, ReviewState.EDITED):
            bar = QRectF(0, 2.0 * GRID, _BAR, self.height() - 4.0 * GRID)
            painter.fillRect(bar, palette.color(QPalette.ColorRole.Highlight))
        painter.end()

    def _fill(self) -> None:
        self._add_head()
        self.body.addWidget(self.state)
        self.body.addWidget(self.note)
        self.body.addWidget(self.editor)
        self._add_strength()
        self._add_values()
        if self.finding.limits:
            self.body.addWidget(QuietLabel(self.tr("Bear in mind: {}").format(self.finding.limits), self))
        self._add_missing()
        self._add_buttons()

    def _add_head(self) -> None:
        """Title and rule; on a red flag in the band, led by a warning word."""
        rule = QuietLabel(self.finding.rule, self)
        rule.setWordWrap(False)
        rule.setToolTip(wrapped(self.tr("Rule {}, version {}").format(self.finding.rule, self.finding.version)))
        row = QHBoxLayout()
        row.addWidget(self.heading, 1)
        row.addWidget(rule)
        self.body.addLayout(row)
        if self.is_red_flag:
            self.heading.setText(self.tr("STOP: {}").format(self.finding.title))
            self.heading.setForegroundRole(QPalette.ColorRole.Base)
            self.heading.setFont(scaled_font(self.font(), 1.3, QFont.Weight.Bold))
            rule.hide()
            self.body.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
            self.heading.setFixedHeight(_BAND - GRID)

    def _add_strength(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        name = QuietLabel(self.tr("Strength"), self)
        name.setWordWrap(False)
        self.strength = words_label(self.finding.strength, self)
        self.strength.setFont(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold))
        row.addWidget(name)
        row.addWidget(self.strength, 1)
        self.body.addLayout(row)

    def _add_values(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for at, value in enumerate(self.finding.values):
            grid.addWidget(QuietLabel(value.label, self), at, 0)
            grid.addWidget(words_label(value.text, self), at, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(grid)

    def _add_missing(self) -> None:
        self.missing = MissingList(self.finding.not_assessed, self, heading=self.tr("Not assessed:"))
        self.missing.setVisible(bool(self.finding.not_assessed))
        self.body.addWidget(self.missing)

    def _add_buttons(self) -> None:
        names = {
            DecisionKind.ACCEPTED: self.tr("Accept"),
            DecisionKind.EDITED: self.tr("Edit"),
            DecisionKind.REJECTED: self.tr("Reject"),
        }
        self.studies = Studies(self.finding, self)
        self.buttons = {
            kind: DecisionButton(words, f"{words}: {self.finding.title}", self) for kind, words in names.items()
        }
        self.studies.row.addStretch(1)
        for button in self.buttons.values():
            self.studies.row.addWidget(button)
        self.body.addWidget(self.studies)

    def _connect(self) -> None:
        self.buttons[DecisionKind.ACCEPTED].clicked.connect(lambda: self._decide(DecisionKind.ACCEPTED))
        self.buttons[DecisionKind.EDITED].clicked.connect(lambda: self.edit())
        self.buttons[DecisionKind.REJECTED].clicked.connect(lambda: self._decide(DecisionKind.REJECTED))
        self.editor.saved.connect(self._save)
        self.editor.cancelled.connect(lambda: self._set_editing(False))
        self.missing.field_wanted.connect(self.field_wanted)

    def _decide(self, kind: DecisionKind) -> None:
        if str(kind) != str(self._state):
            self.decided.emit(kind, "")

    def _save(self, words: str) -> None:
        self._set_editing(False)
        self.decided.emit(DecisionKind.EDITED, words)

    def _set_editing(self, editing: bool) -> None:
        self.editor.setVisible(editing)
        self.note.setVisible(not editing)
        for button in self.buttons.values():
            button.setEnabled(not editing)
        if not editing:
            self.buttons[DecisionKind.EDITED].setFocus()


def state_words(reviewed: ReviewedFinding) -> str:
    """Where a note stands ("Accepted by c1, 2026-11-22 14:03")."""
    decision = reviewed.decision
    if decision is None:
        return "Not decided"
    when = datetime.fromisoformat(decision.when).strftime("%Y-%m-%d %H:%M")
    if reviewed.state is ReviewState.CHANGED:
        return f"Changed since it was {decision.kind} by {decision.who}, {when}: decide again"
    return f"{str(decision.kind).capitalize()} by {decision.who}, {when}"
