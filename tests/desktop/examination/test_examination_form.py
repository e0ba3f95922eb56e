"""The examination form: each kind of field, refusals, clearing, sides, totals, red flags, and the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pedograph.desktop.examination import ExaminationPanel
from pedograph.desktop.examination.card_style import quiet_colour
from pedograph.desktop.examination.editors import ChoiceEditor, Editor, NumberEditor, SegmentsEditor
from pedograph.desktop.examination.red_flags import shared_out
from pedograph.desktop.examination.segments import Segment
from pedograph.posture import Examination, FootExamination, examination_fields, red_flags

FPI_LEFT: dict[str, Any] = {
    "talar_head": 1,
    "malleolar_curves": 1,
    "calcaneus": 2,
    "talonavicular": 1,
    "medial_arch": 1,
    "forefoot": 1,
}
FILLED = Examination(
    red_flags_screened=True,
    red_flags_ticked=("fever",),
    sex="female",
    age_years=52.5,
    low_back_pain=True,
    nprs=6,
    cait_cutoff=27.5,
    lunge_method="distance",
    leg_surgery=False,
    left=FootExamination(cait=22, lunge=8.5, giving_way=True, **{f"fpi_{key}": n for key, n in FPI_LEFT.items()}),
    right=FootExamination(cait=28, lunge=11.5, fpi_calcaneus=-1),
)


class Form:
    """A form with everything that it emitted."""

    def __init__(self, qtbot: QtBot) -> None:
        self.bot: Any = qtbot
        self.panel = ExaminationPanel()
        qtbot.addWidget(self.panel)
        self.panel.resize(1200, 900)
        self.panel.show()
        self.emitted: list[Examination] = []
        self.panel.changed.connect(self.emitted.append)

    def editor(self, path: str) -> Any:
        return self.panel.editor(path)

    def refusal(self, path: str) -> str:
        row = next(r for card in self.panel.cards for p, (r, _) in card.editors().items() if p == path)
        return row.refusal.text() if row.refusal.isVisible() else ""

    def type(self, path: str, text: str) -> None:
        """Types a text into a field and finishes with Return."""
        line: QLineEdit = self.editor(path).box.edit
        line.setFocus()
        line.selectAll()
        self.bot.keyClick(line, Qt.Key.Key_Delete)
        self.bot.keyClicks(line, text)
        self.bot.keyClick(line, Qt.Key.Key_Return)

    def visible_words(self) -> list[str]:
        return [label.text() for label in self.panel.findChildren(QLabel) if label.isVisible()]

    def text(self, path: str) -> str:
        return str(self.editor(path).box.edit.text())

    def press(self, path: str, words: str) -> None:
        self.bot.mouseClick(self.button(path, words), Qt.MouseButton.LeftButton)

    def button(self, path: str, words: str) -> Segment:
        buttons: list[Segment] = self.editor(path).segments.buttons
        return next(button for button in buttons if button.text() == words)

    def chosen(self, path: str) -> list[str]:
        return [b.text() for b in self.editor(path).segments.buttons if b.isChecked()]

    def choose(self, path: str, words: str) -> None:
        """Chooses from the opened list with the keyboard."""
        chooser = self.editor(path).chooser
        chooser.setFocus()
        self.bot.keyClick(chooser, Qt.Key.Key_Space)
        chooser.view().setCurrentIndex(chooser.model().index(chooser.findText(words), 0))
        self.bot.keyClick(chooser.view(), Qt.Key.Key_Return)

    def reading(self, label: str, side: str = "") -> str:
        rows = [row for card in self.panel.cards for row in card.readings if row.reading.label == label]
        return rows[0].words[side].text()

    @property
    def last(self) -> Examination:
        return self.emitted[-1]


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    return Form(qtbot)


def test_every_field_of_the_table_has_an_editor_of_its_kind(form: Form) -> None:
    kinds = {"number": NumberEditor, "integer": NumberEditor, "yes_no": SegmentsEditor, "choice": ChoiceEditor}
    checked = 0
    for field in examination_fields():
        if field.group == "safety":
            continue
        for path in field.paths:
            expected = SegmentsEditor if field.key in [f"fpi_{key}" for key in FPI_LEFT] else kinds[field.kind]
            assert type(form.editor(path)) is expected, path
            checked += 1
    assert checked > 50
    assert list(form.panel.red_flags.ticks) == [flag.key for flag in red_flags()]


def test_a_number_is_taken_when_editing_is_finished_and_not_before(form: Form) -> None:
    line = form.editor("age_years").box.edit
    line.setFocus()
    form.bot.keyClicks(line, "52,5")
    assert form.emitted == []
    form.bot.keyClick(line, Qt.Key.Key_Tab)
    assert form.emitted == [Examination(age_years=52.5)]
    assert form.text("age_years") == "52.5"


def test_a_whole_number_is_taken_and_kept_as_one(form: Form) -> None:
    form.type("nprs", "6")
    assert form.last == Examination(nprs=6)
    assert isinstance(form.last.nprs, int)


def test_a_value_out_of_range_is_refused_in_words_and_stays_to_be_corrected(form: Form) -> None:
    form.type("left.cait", "24")
    form.type("left.cait", "35")
    assert form.emitted == [Examination(left=FootExamination(cait=24))]
    assert form.panel.examination.left.cait == 24
    assert form.text("left.cait") == "35"
    assert form.refusal("left.cait") == (
        "Left ankle: 35 was entered; it lies between 0 and 30 points. Kept: 24 points."
    )


def test_what_is_no_number_is_refused_and_nothing_is_kept(form: Form) -> None:
    form.type("odi", "a lot")
    assert form.refusal("odi") == ("a lot was entered; it takes a number between 0 and 100 %. Nothing was kept.")
    assert form.text("odi") == "a lot"
    form.type("nprs", "6.5")
    assert "whole number" in form.refusal("nprs")
    assert form.emitted == []


def test_the_refusal_goes_when_the_field_is_edited_again(form: Form) -> None:
    form.type("nprs", "11")
    assert form.refusal("nprs")
    form.type("nprs", "7")
    assert form.refusal("nprs") == ""
    assert form.last.nprs == 7


def test_escape_takes_back_what_was_typed(form: Form) -> None:
    form.panel.set_examination(FILLED)
    line = form.editor("nprs").box.edit
    line.setFocus()
    form.bot.keyClicks(line, "99")
    form.bot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "6"
    form.bot.keyClick(line, Qt.Key.Key_Return)
    assert form.emitted == []


def test_a_number_a_choice_and_an_answer_can_be_cleared(form: Form) -> None:
    form.panel.set_examination(FILLED)
    form.type("age_years", "")
    assert form.last.age_years is None
    form.choose("sex", "not stated")
    assert form.last.sex is None
    form.press("low_back_pain", "Yes")
    assert form.last.low_back_pain is None
    form.button("right.fpi_calcaneus", "−1").setFocus()
    form.bot.keyClick(form.button("right.fpi_calcaneus", "−1"), Qt.Key.Key_Delete)
    assert form.last.right.fpi_calcaneus is None
    assert form.chosen("right.fpi_calcaneus") == []
    assert len(form.emitted) == 4


def test_yes_no_and_not_asked_are_three_things(form: Form) -> None:
    form.press("low_back_pain", "No")
    assert form.last.low_back_pain is False
    form.press("low_back_pain", "Yes")
    assert form.last.low_back_pain is True
    assert form.chosen("low_back_pain") == ["Yes"]
    form.press("low_back_pain", "Yes")
    assert form.last.low_back_pain is None
    assert form.chosen("low_back_pain") == []


def test_a_method_is_chosen_and_gives_the_lunge_its_unit_and_range(form: Form) -> None:
    form.type("left.lunge", "45")
    assert not form.editor("left.lunge").box.unit.isVisible()
    form.choose("lunge_method", "toe to wall, cm")
    assert form.panel.examination.lunge_method is None
    assert "as distance it lies between 0 and 30 cm" in form.refusal("lunge_method")
    form.choose("lunge_method", "tibial angle, degrees")
    assert form.last.lunge_method == "angle"
    assert form.editor("left.lunge").box.unit.text() == "deg"


def test_a_lunge_without_its_method_asks_for_it(form: Form) -> None:
    form.type("left.lunge", "9.5")
    assert "choose the method below" in form.visible_words()
    form.choose("lunge_method", "toe to wall, cm")
    assert "choose the method below" not in form.visible_words()


def test_the_cut_off_in_use_is_said(form: Form) -> None:
    assert form.editor("cait_cutoff").chooser.currentText() == "25, the default"


def test_a_choice_with_numbers_gives_the_number(form: Form) -> None:
    form.choose("cait_cutoff", "at most 27.5 (original, Hiller 2006)")
    assert form.last.cait_cutoff == 27.5


def test_left_and_right_are_kept_apart(form: Form) -> None:
    form.type("left.cait", "20")
    form.type("right.cait", "29")
    form.press("right.giving_way", "No")
    assert (form.last.left.cait, form.last.right.cait) == (20, 29)
    assert (form.last.left.giving_way, form.last.right.giving_way) == (None, False)


def test_left_stands_to_the_left_of_right(form: Form) -> None:
    left, right = form.editor("left.cait"), form.editor("right.cait")
    assert left.mapTo(form.panel, left.rect().topLeft()).x() < right.mapTo(form.panel, right.rect().topLeft()).x()


def test_foot_posture_index_runs_to_its_total_and_band(form: Form) -> None:
    assert form.reading("Sum and band", "left") == "not assessed"
    words = {-2: "−2", -1: "−1", 0: "0", 1: "+1", 2: "+2"}
    for count, (key, score) in enumerate(FPI_LEFT.items(), start=1):
        form.press(f"left.fpi_{key}", words[score])
        if count == 3:
            assert form.reading("Sum and band", "left") == "+4 so far, 3 of 6"
    assert form.last.left == FootExamination(**{f"fpi_{key}": n for key, n in FPI_LEFT.items()})
    assert form.reading("Sum and band", "left") == "+7, pronated posture"
    assert form.reading("Sum and band", "right") == "not assessed"
    form.type("left.fpi_total", "3")
    assert "the six items add up to 7" in form.refusal("left.fpi_total")
    assert form.panel.examination.left.fpi_total is None


def test_readings_follow_the_entries(form: Form) -> None:
    form.panel.set_examination(FILLED)
    assert form.reading("CAIT, against the cut-off", "left") == "at or below 27.5"
    assert form.reading("CAIT, against the cut-off", "right") == "above 27.5"
    assert form.reading("Lunge, side difference") == ("3 cm, beyond measurement error (2 cm); left is smaller")
    assert form.reading("Published research criteria", "left") == "incomplete"
    form.press("leg_surgery", "Yes")
    assert form.reading("Published research criteria", "left") == "does not meet"


def test_red_flags_are_ticked_and_screening_is_a_tick_of_its_own(form: Form) -> None:
    card = form.panel.red_flags
    assert card.state.text().startswith("Not screened.")
    card.ticks["fever"].click()
    assert (form.last.red_flags_ticked, form.last.red_flags_screened) == (("fever",), False)
    assert card.state.text() == "1 ticked, not all asked. Refer for medical assessment urgently."
    assert card.heavy
    card.ticks["saddle_numbness"].click()
    assert form.last.red_flags_ticked == ("saddle_numbness", "fever")
    assert "now, as an emergency" in card.state.text()
    card.screened.click()
    assert form.last.red_flags_screened
    card.ticks["fever"].click()
    card.ticks["saddle_numbness"].click()
    assert form.last == Examination(red_flags_screened=True)
    assert card.state.text() == "Screened, none found."
    card.screened.click()
    assert form.last == Examination()
    assert not card.heavy


def test_set_examination_shows_it_and_emits_nothing(form: Form) -> None:
    form.panel.set_examination(FILLED)
    assert form.emitted == []
    assert form.panel.examination == FILLED
    assert form.text("age_years") == "52.5"
    assert form.text("left.lunge") == "8.5"
    assert form.chosen("left.fpi_calcaneus") == ["+2"]
    assert form.chosen("right.fpi_calcaneus") == ["−1"]
    assert form.chosen("leg_surgery") == ["No"]
    assert form.editor("sex").chooser.currentText() == "female"
    assert form.panel.red_flags.ticks["fever"].isChecked()
    assert form.panel.red_flags.screened.isChecked()
    form.panel.set_examination(Examination())
    assert form.emitted == []
    assert form.text("age_years") == ""
    assert form.chosen("left.fpi_calcaneus") == []
    assert form.editor("sex").chooser.currentText() == "not stated"
    assert not form.panel.red_flags.ticks["fever"].isChecked()


def test_what_is_typed_stays_when_the_form_gets_its_own_examination_back(form: Form) -> None:
    form.panel.set_examination(FILLED)
    line = form.editor("odi").box.edit
    line.setFocus()
    form.bot.keyClicks(line, "3")
    form.panel.set_examination(form.panel.examination)
    assert line.text() == "3"


def test_what_is_typed_never_reaches_another_visit(form: Form) -> None:
    line = form.editor("odi").box.edit
    line.setFocus()
    form.bot.keyClicks(line, "3")
    form.panel.set_examination(Examination())
    assert line.text() == ""
    form.panel.commit()
    assert form.emitted == []


def test_commit_takes_what_is_still_being_typed(form: Form) -> None:
    line = form.editor("odi").box.edit
    line.setFocus()
    form.bot.keyClicks(line, "34")
    form.panel.commit()
    assert form.emitted == [Examination(odi=34)]


def test_the_same_value_again_emits_nothing(form: Form) -> None:
    form.panel.set_examination(FILLED)
    form.type("age_years", "52.5")
    form.type("nprs", "06")
    assert form.emitted == []
    assert form.text("nprs") == "6"


@pytest.mark.parametrize("path", ["nprs", "sex", "right.giving_way", "left.fpi_forefoot", "leg_length_method"])
def test_show_field_scrolls_to_it_and_focuses_it(form: Form, path: str) -> None:
    form.panel.show_field(path)
    editor = form.editor(path)
    focus = QApplication.focusWidget()
    assert focus is not None and editor.isAncestorOf(focus)
    assert not editor.visibleRegion().isEmpty()


def test_show_field_without_a_side_takes_the_first_that_is_empty(form: Form) -> None:
    form.panel.set_examination(Examination(left=FootExamination(cait=20)))
    form.panel.show_field("cait")
    assert form.editor("right.cait").box.edit.hasFocus()
    form.panel.show_field("red_flags_screened")
    assert form.panel.red_flags.screened.hasFocus()
    with pytest.raises(KeyError, match="arch_index"):
        form.panel.show_field("arch_index")


def test_show_field_waits_until_the_form_is_seen(qtbot: QtBot) -> None:
    panel = ExaminationPanel()
    qtbot.addWidget(panel)
    panel.resize(1200, 700)
    panel.show_field("leg_length_method")
    panel.show()
    qtbot.waitUntil(lambda: not panel.editor("leg_length_method").visibleRegion().isEmpty())
    assert panel.editor("leg_length_method").focusProxy() is QApplication.focusWidget()


def test_tab_follows_the_reading_order(form: Form) -> None:
    wanted: list[QWidget] = [*form.panel.red_flags.ticks.values(), form.panel.red_flags.screened]
    for card in form.panel.cards:
        for row in card.rows:
            wanted += [editor.focusWidget() or _stop(editor) for editor in row.editors.values()]
    walked: list[QWidget] = []
    widget: QWidget = wanted[0]
    for _ in range(2000):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            walked.append(widget)
        following = widget.nextInFocusChain()
        if following is None or following is wanted[0]:
            break
        widget = following
    assert [w for w in walked if w in wanted] == wanted


def _stop(editor: Editor) -> QWidget:
    return next(w for w in editor.stops() if w.focusPolicy() & Qt.FocusPolicy.TabFocus)


def test_a_row_of_scores_is_one_tab_stop_and_arrows_move_in_it(form: Form) -> None:
    buttons = form.editor("left.fpi_calcaneus").segments.buttons
    assert [bool(b.focusPolicy() & Qt.FocusPolicy.TabFocus) for b in buttons] == [True, *[False] * 4]
    buttons[0].setFocus()
    form.bot.keyClick(buttons[0], Qt.Key.Key_Space)
    assert form.last.left.fpi_calcaneus == -2
    form.bot.keyClick(buttons[0], Qt.Key.Key_Right)
    form.bot.keyClick(buttons[1], Qt.Key.Key_Right)
    assert form.last.left.fpi_calcaneus == 0
    assert buttons[2].hasFocus()
    assert [bool(b.focusPolicy() & Qt.FocusPolicy.TabFocus) for b in buttons] == [False, False, True, False, False]


def test_every_control_has_its_own_accessible_name(form: Form) -> None:
    names = [w.accessibleName() for part in form.panel.stops() for w in part]
    assert all(names)
    assert len(set(names)) == len(names)
    assert "CAIT, left ankle" in names
    assert "FPI-6, calcaneus, right foot: −2" in names


def test_help_range_and_source_stand_in_the_tooltip(form: Form) -> None:
    words = form.editor("left.cait").toolTip()
    assert "lower is worse" in words
    assert "between 0 and 30 points" in words
    assert "Hiller et al. 2006" in words
    assert "(not read there)" in form.editor("pelvic_tilt").toolTip()


def test_the_wheel_never_changes_a_choice(form: Form) -> None:
    form.panel.set_examination(FILLED)
    chooser = form.editor("sex").chooser
    chooser.setFocus()
    event = QWheelEvent(
        chooser.rect().center().toPointF(),
        chooser.mapToGlobal(chooser.rect().center()).toPointF(),
        chooser.rect().topLeft(),
        chooser.rect().bottomRight(),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chooser, event)
    assert not event.isAccepted()
    assert form.emitted == []


@pytest.mark.parametrize(("width", "columns"), [(1300, 2), (600, 1)])
def test_cards_stand_in_two_columns_or_in_one(form: Form, width: int, columns: int) -> None:
    form.panel.resize(width, 900)
    form.bot.waitUntil(lambda: len({card.x() for card in form.panel.cards}) == columns)
    assert all(card.y() > form.panel.red_flags.geometry().bottom() for card in form.panel.cards)
    for card in form.panel.cards:
        assert card.height() >= card.heightForWidth(card.width()) > 0


def test_parts_are_shared_out_in_order_and_evenly() -> None:
    assert shared_out([6, 12, 5, 9], 3) == [[0], [1], [2, 3]]
    assert shared_out([6, 12, 5, 9], 1) == [[0, 1, 2, 3]]
    assert shared_out([5], 3) == [[0]]


@pytest.mark.parametrize("sheet", ["", "QLineEdit { padding: 3px; border: 1px solid gray; }"])
def test_numbers_follow_a_change_of_the_palette(form: Form, sheet: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before, before_sheet = application.palette(), application.styleSheet()
    try:
        for ink, ground in (("#101010", "#fefefe"), ("#e8e8e8", "#202020")):
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.Text, QColor(ink))
            palette.setColor(QPalette.ColorRole.Base, QColor(ground))
            application.setPalette(palette)
            application.setStyleSheet(sheet)
            QApplication.processEvents()
            box = form.editor("nprs").box
            assert box.edit.palette().color(QPalette.ColorRole.Text).name() == ink
            assert box.grab().toImage().pixelColor(4, box.height() // 2).name() == ground
    finally:
        application.setStyleSheet(before_sheet)
        application.setPalette(before)


@pytest.mark.parametrize(("ink", "ground"), [("#1d2022", "#ffffff"), ("#e6e7e8", "#242729")])
def test_quiet_words_stay_readable(ink: str, ground: str) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, QColor(ink))
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    light, dark = sorted((_luminance(quiet_colour(palette)), _luminance(QColor(ground))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_no_control_says_what_it_should_not(form: Form) -> None:
    form.panel.set_examination(FILLED)
    said = " ".join(
        words
        for widget in form.panel.findChildren(QWidget)
        for words in (widget.toolTip(), widget.accessibleName(), str(getattr(widget, "text", str)()))
    ).lower()
    assert "red flags" in said
    assert not any(word in said for word in ("normal", "abnormal", "you have"))
