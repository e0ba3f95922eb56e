"""One line of a card: the field's name, its editors, and under them, when needed, why a value was refused."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pedograph.desktop.examination.card_style import CONTROL_HEIGHT, GRID, QuietLabel, scaled_font
from pedograph.desktop.examination.editors import ChoiceEditor, Editor, SegmentsEditor, is_scale, make_editor
from pedograph.desktop.examination.readings import Reading
from pedograph.desktop.examination.wording import tooltip
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.words import wrapped
from pedograph.posture.examination import Examination
from pedograph.posture.fields import SIDES, ExaminationField

EDITOR_WIDTH: Final = 18 * GRID
"""Width of one side's editor, px: the same on every card, so that the eye runs down straight lines."""

COLUMN_GAP: Final = 2 * GRID
"""Between the columns of a card, px."""


class Refusal(Label):
    """Why a value was refused: words after a bar, so that they are seen without a colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setFont(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold))
        self.setWordWrap(True)
        self.setForegroundRole(QPalette.ColorRole.Text)
        self.setIndent(GRID + 3)
        self.hide()

    def say(self, words: str) -> None:
        """Shows the words; "" takes them away."""
        self.setText(words)
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the bar and the words."""
        painter = QPainter(self)
        bar = QRectF(0, 2, 3, self.height() - 4)
        painter.fillRect(bar, self.palette().color(QPalette.ColorRole.Text))
        painter.end()
        super().paintEvent(event)


class FieldRow:
    """A field's line in the grid of its card: name, an editor for each of its values, refusal.

    Parameters
    ----------
    field : ExaminationField
        The field.
    label : str
        Its name, which may be shorter than the field's own under a heading.
    grid : QGridLayout
        The card's grid: column 0 names, 1 left, 2 right; a field without sides stands in the middle of both.
    parent : QWidget
        The card.
    """

    def __init__(self, field: ExaminationField, label: str, grid: QGridLayout, parent: QWidget) -> None:
        self.field = field
        self.label = row_label(label, parent)
        self.label.setToolTip(wrapped(tooltip(field)))
        self.editors = {path: make_editor(field, path, parent) for path in field.paths}
        self.refusal = Refusal(parent)
        at = grid.rowCount()
        grid.addWidget(self.label, at, 0)
        for column, editor in enumerate(self.editors.values(), start=1):
            columns = len(SIDES) if _is_wide(editor) and not field.sided else 1
            editor.setFixedWidth(columns * EDITOR_WIDTH + (columns - 1) * COLUMN_GAP)
            grid.addWidget(editor, at, column, 1, columns)
            editor.touched.connect(self._forget)
        self.label.setBuddy(next(iter(self.editors.values())))
        grid.addWidget(self.refusal, at + 1, 0, 1, 3)

    def refuse(self, words: str) -> None:
        """Says why a value was refused."""
        self.refusal.say(words)

    def _forget(self, *_: object) -> None:
        self.refusal.say("")


class ReadingRow:
    """A line that is worked out from the entries; hidden while there is nothing to say, unless it always stays."""

    def __init__(self, reading: Reading, grid: QGridLayout, parent: QWidget) -> None:
        self.reading = reading
        self.label = QuietLabel(reading.label, parent)
        sides = SIDES if reading.sided else ("",)
        self.words = {side: self._cell(side, parent) for side in sides}
        at = grid.rowCount()
        grid.addWidget(self.label, at, 0)
        for column, cell in enumerate(self.words.values(), start=1):
            cell.setFixedWidth(EDITOR_WIDTH if reading.sided else len(SIDES) * EDITOR_WIDTH + COLUMN_GAP)
            grid.addWidget(cell, at, column, 1, 1 if reading.sided else len(SIDES))

    def show(self, examination: Examination) -> None:
        """Recalculates it."""
        for side, cell in self.words.items():
            cell.setText(self.reading.words(examination, side))
        seen = self.reading.always or any(cell.text() for cell in self.words.values())
        for widget in (self.label, *self.words.values()):
            widget.setVisible(seen)

    def _cell(self, side: str, parent: QWidget) -> Label:
        cell = row_label("", parent)
        name = f"{self.reading.label}, {side}" if side else self.reading.label
        cell.setAccessibleDescription(name)
        cell.setFont(scaled_font(cell.font(), 1.0, QFont.Weight.DemiBold))
        return cell


def row_label(words: str, parent: QWidget) -> Label:
    """A wrapping name of a line."""
    label = Label(words, parent)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.Text)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    label.setMinimumHeight(CONTROL_HEIGHT)
    return label


def _is_wide(editor: Editor) -> bool:
    """Whether an editor without sides needs the room of both."""
    return isinstance(editor, ChoiceEditor) or (isinstance(editor, SegmentsEditor) and is_scale(editor.field))
