"""A tick box whose words wrap, so that a long red flag stays readable in a narrow column."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from pedograph.desktop.examination.card_style import GRID, control_colour, draw_box, hover_colour, scaled_font

_BOX: Final = 18
_CORNER: Final = 4.0
_GAP: Final = GRID
_PADDING: Final = 4


class Tick(QCheckBox):
    """A tick box with wrapping words; ticked words are bold, so that a tick is seen without its colour.

    Parameters
    ----------
    words : str
        What is ticked; also its accessible name.
    parent : QWidget, optional
        Qt parent.
    """

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAccessibleName(words)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMinimumWidth(16 * GRID)

    def sizeHint(self) -> QSize:
        """Its words on one line."""
        width = self._metrics().horizontalAdvance(self.text()) + _BOX + _GAP + 2 * _PADDING
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to wrap."""
        return QSize(16 * GRID, self.heightForWidth(16 * GRID))

    def hasHeightForWidth(self) -> bool:
        """Its words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped words, px, in their bold form so that a tick moves nothing."""
        room = QRect(0, 0, max(1, width - _BOX - _GAP - 2 * _PADDING), 10_000)
        words = self._metrics().boundingRect(room, Qt.TextFlag.TextWordWrap.value, self.text())
        return max(_BOX, words.height()) + 2 * _PADDING

    def hitButton(self, position: QPoint) -> bool:
        """The words tick the box as well."""
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws box, tick and words."""
        painter = QPainter(self)
        self._draw_box(painter)
        if self.isChecked():
            painter.setFont(self._bold())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        room = self.rect().adjusted(_PADDING + _BOX + _GAP, _PADDING, -_PADDING, -_PADDING)
        first_line = max(0, (_BOX - self._metrics().height()) // 2)
        painter.drawText(room.adjusted(0, first_line, 0, _BOX), Qt.TextFlag.TextWordWrap.value, self.text())
        painter.end()

    def _draw_box(self, painter: QPainter) -> None:
        palette, box = self.palette(), QRectF(_PADDING, _PADDING, _BOX, _BOX)
        accent, ground = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.Base)
        empty = hover_colour(palette) if self.underMouse() else ground
        fill = accent if self.isChecked() else empty
        edge = accent if self.isChecked() else control_colour(palette)
        draw_box(painter, box, fill, edge, 1.0, _CORNER)
        if self.hasFocus():
            draw_box(painter, box.adjusted(-4, -4, 4, 4), None, accent, 2.0)
        if self.isChecked():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.HighlightedText), 2.0))
            corners = ((4.5, 9.5), (7.8, 12.8), (13.5, 5.5))
            painter.drawPolyline([QPointF(_PADDING + x, _PADDING + y) for x, y in corners])

    def _bold(self) -> QFont:
        return scaled_font(self.font(), 1.0, QFont.Weight.DemiBold)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._bold())
