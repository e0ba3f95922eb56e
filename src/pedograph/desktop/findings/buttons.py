"""The buttons of the cards: a decision, a fold, and a link to a field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from pedograph.desktop.examination.card_style import (
    CONTROL_HEIGHT,
    GRID,
    control_colour,
    draw_box,
    hover_colour,
    quiet_colour,
    scaled_font,
)

_LINK_PADDING: Final = 3


class DecisionButton(QPushButton):
    """A button that stays filled while its decision stands; ``name`` is its accessible name."""

    def __init__(self, words: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._stands = False

    def set_stands(self, stands: bool) -> None:
        """Shows whether this is the decision that stands."""
        self._stands = stands
        self.setAccessibleDescription(self.tr("This is the decision that stands.") if stands else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for its words in bold."""
        return QSize(self._metrics().horizontalAdvance(self.text()) + 3 * GRID, CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`: its words are never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws ground, words and focus."""
        painter, palette = QPainter(self), self.palette()
        accent, ground = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.Base)
        idle = hover_colour(palette) if self.underMouse() and self.isEnabled() else ground
        focused = self.hasFocus()
        edge = accent if focused or self._stands else control_colour(palette)
        draw_box(painter, QRectF(self.rect()), accent if self._stands else idle, edge, 2.0 if focused else 1.0)
        ink = palette.color(QPalette.ColorRole.HighlightedText if self._stands else QPalette.ColorRole.Text)
        if self._stands:
            painter.setFont(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold))
            if focused:
                draw_box(painter, QRectF(self.rect()).adjusted(3, 3, -3, -3), None, ink, 1.0, 3.0)
        painter.setPen(ink if self.isEnabled() else quiet_colour(palette))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold))


class FoldButton(QPushButton):
    """Words behind an arrow that points right while folded and down while open."""

    def __init__(self, words: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for arrow and words."""
        width = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(width + 4 * GRID, CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws arrow, words and focus."""
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            draw_box(painter, QRectF(self.rect()), hover_colour(palette), hover_colour(palette))
        if self.hasFocus():
            draw_box(painter, QRectF(self.rect()), None, palette.color(QPalette.ColorRole.Highlight), 2.0)
        role = palette.color(QPalette.ColorRole.Text)
        painter.setPen(QPen(role if self.isEnabled() else quiet_colour(palette), 1.5))
        x, y = 1.5 * GRID, self.height() / 2.0
        shape = ((-4, -2), (0, 2), (4, -2)) if self.isChecked() else ((-2, -4), (2, 0), (-2, 4))
        if self.isEnabled():
            painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in shape])
        words = self.rect().adjusted(3 * GRID, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()


class FieldLink(QPushButton):
    """Underlined, wrapping words that lead to a field of the examination."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAccessibleName(words)
        self.setAccessibleDescription(self.tr("Goes to the field of the examination."))
        self.setToolTip(self.tr("Go to the field"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Its words on a line of middling length."""
        return QSize(24 * GRID, self.heightForWidth(24 * GRID))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to wrap."""
        return QSize(12 * GRID, 3 * GRID)

    def hasHeightForWidth(self) -> bool:
        """Its words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped words, px."""
        room = QRect(0, 0, max(1, width - 3 * GRID), 10_000)
        words = QFontMetrics(self._underlined()).boundingRect(room, Qt.TextFlag.TextWordWrap.value, self.text())
        return words.height() + 2 * _LINK_PADDING

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the words, an arrow, and the focus."""
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = palette.color(QPalette.ColorRole.Highlight)
        if self.underMouse():
            draw_box(painter, QRectF(self.rect()), hover_colour(palette), hover_colour(palette))
        painter.setFont(self._underlined())
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        room = self.rect().adjusted(0, _LINK_PADDING, -3 * GRID, 0)
        painter.drawText(room, Qt.TextFlag.TextWordWrap.value, self.text())
        painter.setPen(QPen(accent, 1.5))
        x, y = self.width() - 1.5 * GRID, _LINK_PADDING + QFontMetrics(self.font()).height() / 2.0
        painter.drawPolyline([QPointF(x + dx, y + dy) for dx, dy in ((-2, -4), (2, 0), (-2, 4))])
        if self.hasFocus():
            draw_box(painter, QRectF(self.rect()), None, accent, 2.0)
        painter.end()

    def _underlined(self) -> QFont:
        font = QFont(self.font())
        font.setUnderline(True)
        return font
