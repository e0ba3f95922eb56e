"""A row of joined buttons of which one can be chosen, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from pedograph.desktop.examination.card_style import (
    CONTROL_HEIGHT,
    CORNER,
    GRID,
    control_colour,
    hover_colour,
    scaled_font,
)

_CLEARING: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Segment(QRadioButton):
    """One button of a row; ``first`` and ``last`` round its outer corners."""

    def __init__(self, words: str, first: bool, last: bool, parent: QWidget) -> None:
        super().__init__(words, parent)
        self._first, self._last = first, last
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Room for its words in bold."""
        return QSize(max(CONTROL_HEIGHT, self._bold_width() + GRID), CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`: its words are never cut."""
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        """The whole area presses."""
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws ground, border, words and focus."""
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = palette.color(QPalette.ColorRole.Highlight)
        fill = hover_colour(palette) if self.underMouse() else palette.color(QPalette.ColorRole.Base)
        edge = accent if self.isChecked() else control_colour(palette)
        painter.setPen(QPen(edge, 1.0))
        painter.setBrush(accent if self.isChecked() else fill)
        painter.drawPath(self._shape())
        self._draw_words(painter)
        painter.end()

    def _draw_words(self, painter: QPainter) -> None:
        palette = self.palette()
        chosen = self.isChecked()
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(palette.color(role))
        if chosen:
            painter.setFont(self._bold())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            ring = palette.color(role if chosen else QPalette.ColorRole.Highlight)
            painter.setPen(QPen(ring, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5), 3, 3)

    def _shape(self) -> QPainterPath:
        """Outline of the button: round where the row ends, straight where it goes on."""
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5 if self._last else 0.5, -0.5)
        rounded, path = QPainterPath(), QPainterPath()
        rounded.addRoundedRect(box, CORNER, CORNER)
        if not self._first:
            path.addRect(box.adjusted(0, 0, -CORNER, 0))
        if not self._last:
            path.addRect(box.adjusted(CORNER, 0, 0, 0))
        return rounded.united(path).simplified()

    def _bold(self) -> QFont:
        return scaled_font(self.font(), 1.0, QFont.Weight.DemiBold)

    def _bold_width(self) -> int:
        return QFontMetrics(self._bold()).horizontalAdvance(self.text())


class Segments(QWidget):
    """A row of buttons for a few values; pressing the chosen one again, or Delete, clears it.

    Parameters
    ----------
    options : sequence of (value, str)
        Values and their words, in order.
    name : str
        Accessible name of the row; each button is called "name: words".
    parent : QWidget, optional
        Qt parent.

    Attributes
    ----------
    chosen : Signal(object)
        The new value, or None, after the person chose; not after `show_value`.
    """

    chosen = Signal(object)

    def __init__(self, options: Sequence[tuple[Any, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Any = None
        self._values = [value for value, _ in options]
        self._group = QButtonGroup(self)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons = [self._button(at, words, name) for at, (_, words) in enumerate(options)]
        for button in self.buttons:
            row.addWidget(button)
        self._group.idClicked.connect(self._clicked)
        self.setFocusProxy(self.buttons[0])
        self._set_tab_stop()

    @property
    def value(self) -> Any:
        """The chosen value; None where none is."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Chooses ``value`` without a signal."""
        self._value = value if value in self._values else None
        self._group.setExclusive(False)
        for own, button in zip(self._values, self.buttons, strict=True):
            button.setChecked(own == self._value)
        self._group.setExclusive(True)
        self._set_tab_stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace clear; the buttons pass on what they do not use."""
        if event.key() in _CLEARING and self._value is not None:
            self._choose(None)
            return
        super().keyPressEvent(event)

    def _button(self, at: int, words: str, name: str) -> Segment:
        count = len(self._values)
        button = Segment(words, at == 0, at == count - 1, self)
        button.setAccessibleName(f"{name}: {words}")
        self._group.addButton(button, at)
        return button

    def _clicked(self, at: int) -> None:
        value = self._values[at]
        self._choose(None if value == self._value else value)

    def _choose(self, value: Any) -> None:
        self.show_value(value)
        self.chosen.emit(value)

    def _set_tab_stop(self) -> None:
        """Tab stops once in the row: at the chosen button, else at the first."""
        at = self._values.index(self._value) if self._value is not None else 0
        for number, button in enumerate(self.buttons):
            policy = Qt.FocusPolicy.StrongFocus if number == at else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        self.setFocusProxy(self.buttons[at])
