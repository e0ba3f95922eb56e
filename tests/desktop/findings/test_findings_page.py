"""The findings: three columns, the studies for and against, decisions, and the way to a missing field."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pedograph.desktop.findings import FindingsPanel
from pedograph.desktop.findings.finding_card import FindingCard
from pedograph.desktop.findings.missing import MissingList
from pedograph.desktop.findings.small_cards import NotSaidCard
from pedograph.posture import (
    Decision,
    DecisionKind,
    Examination,
    FindingsReview,
    FootExamination,
    decide,
    derive_findings,
    evidence,
)
from pedograph.posture.finding import FindingError, Findings, NotSaid
from pedograph.posture.wording import banned_words

WHEN = "2026-11-22T14:03:00+01:00"
PRONATED = FootExamination(fpi_total=8, cait=20)
VISIT = Examination(
    red_flags_screened=True,
    sex="female",
    age_years=52,
    low_back_pain=True,
    duration_weeks=16,
    lordosis=38,
    lordosis_method="cobb",
    left=PRONATED,
)


class Shown:
    """A panel with everything that it emitted."""

    def __init__(self, qtbot: QtBot) -> None:
        self.bot: Any = qtbot
        self.panel = FindingsPanel(who="c1")
        qtbot.addWidget(self.panel)
        self.panel.resize(1200, 900)
        self.panel.show()
        self.decisions: list[Decision] = []
        self.wanted: list[str] = []
        self.panel.decided.connect(self.decisions.append)
        self.panel.field_wanted.connect(self.wanted.append)

    def show(self, examination: Examination, review: FindingsReview | None = None) -> Findings:
        findings = derive_findings(examination)
        self.panel.set_findings(findings, review)
        return findings

    def card(self, rule: str) -> FindingCard:
        return self.panel.cards[rule]

    def not_said(self, rule: str) -> NotSaidCard:
        cards = self.panel.cannot_be_said.cards
        return next(card for card in cards if isinstance(card, NotSaidCard) and card.rule == rule)

    def press(self, rule: str, kind: DecisionKind) -> None:
        self.space(self.card(rule).buttons[kind])

    def follow(self, links: MissingList, words: str) -> None:
        link = next(link for link in links.links if words in link.text())
        self.space(link)

    def space(self, button: QPushButton) -> None:
        """Presses a button with the keyboard, wherever the page is scrolled to."""
        button.setFocus()
        self.bot.keyClick(button, Qt.Key.Key_Space)


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(qtbot)


def words_of(widget: QWidget) -> str:
    """Everything that a widget says and that is not hidden within it."""
    labels = [label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return "\n".join(label.text() for label in labels)


def test_each_rule_stands_in_its_column(shown: Shown) -> None:
    findings = shown.show(VISIT)
    panel = shown.panel
    assert list(panel.cards) == [item.rule for item in findings.applies]
    assert {"R5", "R9", "R12", "R13"} <= set(panel.cards)
    assert panel.applies.heading.text() == f"Applies ({len(findings.applies)})"
    assert panel.does_not_apply.heading.text() == f"Does not apply ({len(findings.does_not_apply)})"
    assert panel.cannot_be_said.heading.text() == f"Cannot be said ({len(findings.cannot_be_said)})"
    assert len(panel.does_not_apply.cards) == len(findings.does_not_apply) > 0
    shown.bot.waitUntil(lambda: panel.applies.x() < panel.does_not_apply.x() < panel.cannot_be_said.x())


def test_a_card_shows_words_strength_values_and_limits(shown: Shown) -> None:
    findings = shown.show(VISIT)
    finding = findings.finding("R5")
    assert finding is not None
    said = words_of(shown.card("R5"))
    assert finding.text in said
    assert shown.card("R5").strength.text() == "low, mixed"
    assert all(value.label in said and value.text in said for value in finding.values)
    assert finding.limits in said
    assert "FPI-6 total, left foot" in said


@pytest.mark.parametrize("key", ["for", "against"])
def test_studies_unfold_to_their_records(shown: Shown, key: str) -> None:
    findings = shown.show(VISIT)
    finding = findings.finding("R5")
    assert finding is not None
    ids = {"for": finding.evidence, "against": finding.against}[key]
    studies = shown.card("R5").studies
    assert studies.folds[key].text() == f"{key} ({len(ids)})"
    assert evidence()[ids[0]].citation not in words_of(shown.card("R5"))
    shown.space(studies.folds[key])
    said = words_of(studies.lists[key])
    for record in (evidence()[name] for name in ids):
        assert record.citation in said
        assert record.design[1:] in said
        assert record.finding in said
        assert record.limits in said
        assert (f"n = {record.n:,}".replace(",", "\u00a0") if record.n else "n not stated") in said
    shown.space(studies.folds[key])
    assert evidence()[ids[0]].citation not in words_of(shown.card("R5"))


def test_for_stands_above_against_in_whichever_order_they_are_opened(shown: Shown) -> None:
    shown.show(VISIT)
    studies = shown.card("R5").studies
    studies.open(("against",))
    studies.open(("for",))
    shown.bot.waitUntil(lambda: 0 < studies.lists["for"].y() < studies.lists["against"].y())
    assert studies.opened() == ("for", "against")


def test_a_fold_without_studies_cannot_be_opened(shown: Shown) -> None:
    shown.show(VISIT)
    fold = shown.card("R13").studies.folds["against"]
    assert fold.text() == "against (0)"
    assert not fold.isEnabled()


def test_a_study_that_is_not_known_is_named(shown: Shown) -> None:
    findings = derive_findings(VISIT)
    saved = findings.to_dict()
    saved["applies"][0]["evidence"] = ["lost2031"]
    shown.panel.set_findings(Findings.from_dict(saved), None)
    studies = shown.card(findings.applies[0].rule).studies
    studies.open(("for",))
    assert "lost2031: this version of Pedograph has no record of the study." in words_of(studies)


def test_accept_and_reject_make_decisions(shown: Shown) -> None:
    findings = shown.show(VISIT)
    finding = findings.finding("R5")
    assert finding is not None
    shown.press("R5", DecisionKind.ACCEPTED)
    (made,) = shown.decisions
    assert isinstance(made, Decision)
    assert (made.rule, made.version, made.kind, made.about, made.who, made.text) == (
        "R5",
        finding.version,
        DecisionKind.ACCEPTED,
        finding.text,
        "c1",
        "",
    )
    assert datetime.fromisoformat(made.when).tzinfo is not None
    assert shown.card("R5").state.text().startswith("Accepted by c1, ")
    shown.press("R5", DecisionKind.REJECTED)
    assert shown.decisions[1].kind is DecisionKind.REJECTED
    assert shown.card("R5").state.text().startswith("Rejected by c1, ")
    assert shown.card("R5").note.font().strikeOut()
    assert shown.panel.review.decisions == tuple(shown.decisions)


def test_buttons_answer_to_the_mouse(shown: Shown) -> None:
    shown.show(VISIT)
    QApplication.processEvents()
    card = next(iter(shown.panel.cards.values()))
    shown.bot.mouseClick(card.buttons[DecisionKind.ACCEPTED], Qt.MouseButton.LeftButton)
    assert [made.kind for made in shown.decisions] == [DecisionKind.ACCEPTED]
    shown.bot.mouseClick(card.studies.folds["for"], Qt.MouseButton.LeftButton)
    assert card.studies.opened() == ("for",)


def test_the_decision_that_stands_is_not_made_twice(shown: Shown) -> None:
    shown.show(VISIT)
    shown.press("R5", DecisionKind.ACCEPTED)
    shown.press("R5", DecisionKind.ACCEPTED)
    assert len(shown.decisions) == 1
    assert "stands" in shown.card("R5").buttons[DecisionKind.ACCEPTED].accessibleDescription()
    assert shown.card("R5").buttons[DecisionKind.REJECTED].accessibleDescription() == ""


def test_edit_carries_the_persons_words(shown: Shown) -> None:
    shown.show(VISIT)
    card = shown.card("R5")
    shown.press("R5", DecisionKind.EDITED)
    assert card.editor.isVisible()
    assert card.editor.text.toPlainText() == card.finding.text
    assert not card.editor.save.isEnabled()
    card.editor.text.selectAll()
    shown.bot.keyClicks(card.editor.text, "Seen in relaxed stance only.")
    shown.space(card.editor.save)
    (made,) = shown.decisions
    assert (made.kind, made.text, made.about) == (
        DecisionKind.EDITED,
        "Seen in relaxed stance only.",
        card.finding.text,
    )
    assert not card.editor.isVisible()
    assert card.note.text() == "Seen in relaxed stance only."
    assert card.state.text().startswith("Edited by c1, ")


def test_escape_and_empty_words_change_nothing(shown: Shown) -> None:
    shown.show(VISIT)
    card = shown.card("R5")
    shown.press("R5", DecisionKind.EDITED)
    card.editor.text.setPlainText("  \n ")
    shown.bot.keyClick(card.editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert card.editor.isVisible()
    shown.bot.keyClick(card.editor.text, Qt.Key.Key_Escape)
    assert not card.editor.isVisible()
    assert card.note.text() == card.finding.text
    assert shown.decisions == []


def test_words_that_judge_a_person_are_pointed_out(shown: Shown) -> None:
    shown.show(VISIT)
    card = shown.card("R5")
    card.edit("This foot is abnormal.")
    assert '"normal"' in card.editor.warning.text()
    assert card.editor.warning.isVisible()
    card.editor.text.setPlainText("FPI-6 of +8 on the left.")
    assert not card.editor.warning.isVisible()


def test_a_saved_review_is_shown_and_nothing_is_emitted(shown: Shown) -> None:
    findings = derive_findings(VISIT)
    accepted, rejected = findings.finding("R5"), findings.finding("R9")
    assert accepted is not None
    assert rejected is not None
    review = decide(FindingsReview(), accepted, DecisionKind.ACCEPTED, when=WHEN, who="c7")
    review = decide(review, rejected, DecisionKind.REJECTED, when=WHEN, who="c7")
    shown.panel.set_findings(findings, review)
    assert shown.card("R5").state.text() == "Accepted by c7, 2026-11-22 14:03"
    assert shown.card("R9").state.text() == "Rejected by c7, 2026-11-22 14:03"
    assert shown.card("R12").state.text() == "Not decided"
    assert shown.panel.applies.remark.text() == f"{len(findings.applies) - 2} not decided"
    assert shown.decisions == []


def test_a_note_that_changed_asks_for_another_decision(shown: Shown) -> None:
    findings = derive_findings(VISIT)
    finding = findings.finding("R5")
    assert finding is not None
    review = decide(FindingsReview(), finding, DecisionKind.ACCEPTED, when=WHEN, who="c7")
    shown.show(VISIT.with_value("left.fpi_total", 9), review)
    state = shown.card("R5").state.text()
    assert state == "Changed since it was accepted by c7, 2026-11-22 14:03: decide again"
    shown.press("R5", DecisionKind.ACCEPTED)
    assert shown.card("R5").state.text().startswith("Accepted by c1")
    assert "+9" in shown.decisions[0].about


def test_what_is_open_stays_open_when_the_findings_come_again(shown: Shown) -> None:
    shown.show(VISIT)
    shown.card("R5").studies.open(("against",))
    shown.card("R9").edit("Half a sentence")
    before = shown.card("R9")
    shown.show(VISIT)
    assert shown.card("R9") is before
    shown.show(VISIT.with_value("left.fpi_total", 9).with_value("lordosis", 37))
    assert shown.card("R9") is not before
    assert shown.card("R5").studies.opened() == ("against",)
    assert shown.card("R9").draft() == "Half a sentence"


def test_a_missing_field_is_one_click_away(shown: Shown) -> None:
    shown.show(Examination(red_flags_screened=True, low_back_pain=True, sex="male"))
    shown.follow(shown.not_said("R4").missing, "Age")
    shown.follow(shown.not_said("R12").missing, "CAIT, right ankle")
    assert shown.wanted == ["age_years", "right.cait"]


def test_unscreened_red_flags_lead_to_the_list(shown: Shown) -> None:
    shown.show(Examination(low_back_pain=True))
    card = shown.not_said("R5")
    shown.follow(card.missing, "red flags have not been screened")
    assert shown.wanted == ["red_flags_screened"]


def test_what_only_a_recording_gives_is_said_but_leads_nowhere(shown: Shown) -> None:
    shown.show(VISIT)
    card = shown.not_said("R2")
    assert "Arch index, left foot: no measured step" in words_of(card)
    assert card.missing.links == []


def test_what_is_missing_of_the_other_side_stands_on_the_card(shown: Shown) -> None:
    shown.show(VISIT)
    card = shown.card("R12")
    assert "Not assessed:" in words_of(card)
    shown.follow(card.missing, "CAIT, right ankle")
    assert shown.wanted == ["right.cait"]


def test_a_red_flag_cannot_be_overlooked(shown: Shown) -> None:
    shown.show(VISIT.with_value("red_flags_ticked", ("fever",)))
    first = next(iter(shown.panel.cards.values()))
    assert first.finding.rule == "R0"
    assert first.is_red_flag
    assert first.heading.text() == "STOP: Red flags"
    held = shown.not_said("R5")
    assert "Held back: a red flag is ticked" in words_of(held)
    ground = first.palette().color(first.palette().ColorRole.Base)
    shown.bot.waitUntil(lambda: first.width() > 300)
    picture = first.grab().toImage()
    assert picture.pixelColor(first.width() - 40, 20) == first.palette().color(first.palette().ColorRole.Text)
    assert picture.pixelColor(first.width() - 40, 20) != ground
    assert picture.pixelColor(8, first.height() - 12) == ground


def test_an_empty_column_takes_only_its_heading(shown: Shown) -> None:
    shown.panel.resize(1300, 800)
    shown.panel.set_findings(Findings(cannot_be_said=(NotSaid("R1", 1, "One"),)), None)
    QApplication.processEvents()
    empty, full = shown.panel.does_not_apply, shown.panel.cannot_be_said
    assert empty.width() < 200 < 700 < full.width()


def test_notes_that_wait_for_an_earlier_visit_share_a_card(shown: Shown) -> None:
    items = tuple(NotSaid(f"R{n}", 1, f"Note {n}", group="earlier_visit") for n in (17, 18, 19))
    shown.panel.set_findings(Findings(cannot_be_said=(NotSaid("R1", 1, "One"), *items)), None)
    column = shown.panel.cannot_be_said
    assert len(column.cards) == 2
    assert column.heading.text() == "Cannot be said (4)"
    words = words_of(column)
    assert words.count("earlier visit") == 1
    assert all(item.title in words for item in items)


def test_the_panel_speaks_as_it_should(shown: Shown) -> None:
    shown.show(VISIT)
    for card in shown.panel.cards.values():
        card.studies.open(("for", "against"))
    assert "Not for diagnosis" not in words_of(shown.panel)  # the window's foot says it, once
    own = [
        (label.text(), button.accessibleName())
        for card in shown.panel.cards.values()
        for label in (card.note, card.strength, card.state, card.heading)
        for button in card.buttons.values()
    ]
    assert len(own) > 30
    assert not any(banned_words(words) for pair in own for words in pair)


def test_tab_goes_through_a_card_from_top_to_bottom(shown: Shown) -> None:
    shown.show(Examination())
    shown.show(VISIT)
    wanted = [stop for card in shown.panel.cards.values() for stop in card.stops()]
    wanted += list(shown.not_said("R6").missing.links)
    walked: list[QWidget] = []
    widget: QWidget | None = wanted[0]
    for _ in range(3000):
        if widget is None or widget in walked:
            break
        walked.append(widget)
        widget = widget.nextInFocusChain()
    assert [stop for stop in walked if stop in wanted] == wanted
    assert all(stop.accessibleName() for stop in wanted)


def test_empty_findings_say_so(shown: Shown) -> None:
    shown.panel.set_findings(Findings(), None)
    assert "No note applies." in words_of(shown.panel.applies)
    assert shown.panel.applies.heading.text() == "Applies (0)"


def test_columns_stand_under_each_other_where_there_is_no_room(shown: Shown) -> None:
    shown.show(VISIT)
    shown.panel.resize(600, 900)
    panel = shown.panel
    shown.bot.waitUntil(lambda: panel.applies.x() == panel.cannot_be_said.x())
    assert panel.applies.y() < panel.does_not_apply.y() < panel.cannot_be_said.y()


def test_who_decides_is_a_code_and_never_a_name(shown: Shown) -> None:
    with pytest.raises(FindingError, match="is not an ID"):
        shown.panel.set_who("Somebody With a Name")
    shown.panel.set_who("c2")
    shown.show(VISIT)
    shown.press("R5", DecisionKind.ACCEPTED)
    assert shown.decisions[0].who == "c2"
