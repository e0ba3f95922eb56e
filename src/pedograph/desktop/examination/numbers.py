"""A box for one number with its unit, and a chooser for one of several words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from pedograph.desktop.examination.card_style import (
    CONTROL_HEIGHT,
    CORNER,
    GRID,
    FocusFrame,
    QuietLabel,
    control_colour,
    draw_box,
    hover_colour,
    quiet_colour,
)


def number_words(value: float | None) -> str:
    """A number as the box shows it ("12.5"); "" where there is none."""
    return "" if value is None else f"{value:.10g}"


class NumberBox(FocusFrame):
    """One number with its unit inside the box; empty where there is none.

    The number counts when editing is finished (Return, or leaving the box); Escape takes back what was typed.

    Parameters
    ----------
    name, unit : str
        Accessible name, and the unit shown behind the number.
    parent : QWidget, optional
        Qt parent.

    Attributes
    ----------
    entered : Signal(object)
        What was entered: a float, None for an emptied box, or the text where it is no number.
    typed : Signal()
        A key changed the text.
    """

    entered = Signal(object)
    typed = Signal()

    def __init__(self, name: str, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: float | None = None
        self.edit = _Edit(self)
        self.edit.setFrame(False)
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText("–")
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.edit.setMinimumWidth(5 * GRID)
        self.unit = QuietLabel(unit, self)
        self.unit.setWordWrap(False)
        self.unit.setVisible(bool(unit))
        self.hold(self.edit, GRID).addWidget(self.unit)
        self.setMinimumHeight(CONTROL_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit.textEdited.connect(self.typed)
        self.edit.editingFinished.connect(self.commit)
        self.edit.taken_back.connect(self._take_back)

    def show_value(self, value: float | None) -> None:
        """Shows a value without a signal; what was being typed is dropped."""
        self._value = value
        words = number_words(value)
        if self.edit.text() != words:
            self.edit.setText(words)

    def set_unit(self, unit: str) -> None:
        """Shows another unit."""
        self.unit.setText(unit)
        self.unit.setVisible(bool(unit))

    def commit(self) -> None:
        """Takes what stands in the box as entered, if it differs from the value."""
        text = self.edit.text().strip()
        if text != number_words(self._value):
            self.entered.emit(_number(text))

    def _take_back(self) -> None:
        self.show_value(self._value)
        self.typed.emit()


class _Edit(QLineEdit):
    """A line whose Escape is reported, where there is something to take back."""

    taken_back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.taken_back.emit()
            return
        super().keyPressEvent(event)


class Chooser(QComboBox):
    """A drop-down of a few words with an empty choice at its head; the wheel scrolls the page, never the choice.

    Parameters
    ----------
    options : sequence of (value, str)
        Values and their words.
    name, empty : str
        Accessible name, and the words of the empty choice.
    parent : QWidget, optional
        Qt parent.

    Attributes
    ----------
    chosen : Signal(object)
        The value, or None, after the person chose; not after `show_value`.
    """

    chosen = Signal(object)

    def __init__(
        self, options: Sequence[tuple[Any, str]], name: str, empty: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values = [None, *(value for value, _ in options)]
        self.addItems([empty, *(words for _, words in options)])
        self.setAccessibleName(name)
        self.setMinimumHeight(CONTROL_HEIGHT)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda at: self.chosen.emit(self._values[at]))

    def show_value(self, value: Any) -> None:
        """Shows a value without a signal."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def sizeHint(self) -> QSize:
        """As wide as its layout lets it be."""
        return QSize(16 * GRID, CONTROL_HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to the page."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace clear the choice."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentIndex() > 0:
            self.setCurrentIndex(0)
            self.chosen.emit(None)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws frame, words and arrow."""
        painter, palette = QPainter(self), self.palette()
        accent = palette.color(QPalette.ColorRole.Highlight)
        fill = hover_colour(palette) if self.underMouse() else palette.color(QPalette.ColorRole.Base)
        line = accent if self.hasFocus() else control_colour(palette)
        draw_box(painter, QRectF(self.rect()), fill, line, 2.0 if self.hasFocus() else 1.0)
        ink = palette.color(QPalette.ColorRole.Text) if self.currentIndex() > 0 else quiet_colour(palette)
        painter.setPen(ink)
        room = self.rect().adjusted(GRID + 1, 0, -3 * GRID, 0)
        words = QFontMetrics(self.font()).elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setPen(QPen(ink, 1.5))
        right, middle = float(self.width() - 2 * GRID), self.height() / 2.0
        painter.drawPolyline([QPointF(right - CORNER + x, middle + y) for x, y in ((-4, -2), (0, 2), (4, -2))])
        painter.end()


def _number(text: str) -> float | str | None:
    """What a text means: a number with point or comma, nothing, or itself."""
    if not text:
        return None
    try:
        return float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        return text
