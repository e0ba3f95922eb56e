"""Words that change with every frame."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pedograph.desktop.style import current_theme
from pedograph.desktop.style.theme import base_font


class Readout(QWidget):
    """A line of words in a place of its own size: a label would have the window laid out again with every frame.

    Parameters
    ----------
    width : int
        Pixels it needs at least; it takes more where there is room.
    bold : bool
        Whether it stands out.
    alignment : Qt.AlignmentFlag
        Where the words stand.
    colour : str
        Part of the theme whose colour they have.
    """

    def __init__(
        self,
        width: int,
        bold: bool = False,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        colour: str = "text",
    ) -> None:
        super().__init__()
        self._words = ""
        self._bold = bold
        self._colour = colour
        self._alignment = alignment | Qt.AlignmentFlag.AlignVCenter
        self.setMinimumSize(width, 20)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As small as it may be."""
        return self.minimumSize()

    def text(self) -> str:
        """The words."""
        return self._words

    def setText(self, words: str) -> None:
        """Show other words."""
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, as many as there is room for."""
        painter = QPainter(self)
        painter.setFont(base_font(bold=self._bold))
        painter.setPen(current_theme().colour(self._colour))
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self._alignment, words)
        painter.end()
