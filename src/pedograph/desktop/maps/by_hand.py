"""What of a foot was set by hand, written under it, with the way back."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from pedograph.desktop.style import current_theme
from pedograph.desktop.style.readout import Readout
from pedograph.desktop.style.theme import base_font
from pedograph.desktop.style.words import wrapped

_DOT = 7
"""Pixels across the dot that marks what was set by hand."""
_GAP = 12
"""Pixels between the words and the way back."""
_SHORTER = re.compile(" (set|left out) by hand")


class ByHandNote(QWidget):
    """A dot, the words, and "Back to automatic"; hidden where nothing was set."""

    undone = Signal()
    """All that was set of this foot is to be found automatically again."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Readout(0, colour="accent")
        self.back = QPushButton("Back to automatic")
        self.back.setObjectName("link")
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.setCursor(Qt.CursorShape.PointingHandCursor)
        self.back.setToolTip("Undo all that was set by hand of this foot")
        self.back.clicked.connect(self.undone.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(_DOT + 6, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.words)
        row.addWidget(self.back)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_words(self, words: str, room: float) -> None:
        """Show what was set by hand in so many pixels, in fewer words where those do not suffice; or nothing."""
        metrics = QFontMetricsF(base_font())
        left = room - self.back.sizeHint().width() - _DOT - 6 - _GAP
        said = words if metrics.horizontalAdvance(words) + 4 <= left else _SHORTER.sub(" by hand", words)
        self.words.setText(said)
        self.words.setFixedWidth(round(max(min(metrics.horizontalAdvance(said) + 4, left), 0.0)))
        self.setToolTip(wrapped(words))
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current_theme().colour("accent"))
        painter.drawEllipse(0, (self.height() - _DOT) // 2, _DOT, _DOT)
        painter.end()
