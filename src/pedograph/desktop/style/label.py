"""Labels for words from anywhere: plain text whatever characters they have, and never wider than they may be."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QWidget

from pedograph.desktop.style.words import wrapped

_LEAST = 48
"""Pixels that an elided label needs at least."""


class Label(QLabel):
    """Plain text: a label of Qt's own would draw a file name with tags in it as a page, and load its images.

    Parameters
    ----------
    words : str
        What it says.
    parent : QWidget, optional
        Qt parent.
    """

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)


class ElidedLabel(Label):
    """A line that leaves out its middle where there is no room for all of it, and says it in its tooltip then."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """A few characters."""
        whole = super().minimumSizeHint()
        return QSize(min(_LEAST, whole.width()), whole.height())

    def setText(self, words: str) -> None:
        """Say something else."""
        super().setText(words)
        self._explain()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in the tooltip what has no room."""
        super().resizeEvent(event)
        self._explain()

    def shown_text(self) -> str:
        """What there is room for."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)

    def _explain(self) -> None:
        self.setToolTip("" if self.shown_text() == self.text() else wrapped(self.text()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        painter.drawText(self.contentsRect(), int(self.alignment()), self.shown_text())
        painter.end()


class Prose(QPlainTextEdit):
    """Sentences to read and copy, as high as they are; words longer than a line are broken anywhere.

    Parameters
    ----------
    most_lines : int
        Lines that it shows at once where there is room; more can be scrolled.
    least_lines : int
        Lines that it shows whatever the room.
    """

    def __init__(self, most_lines: int, least_lines: int = 1) -> None:
        super().__init__()
        self._most, self._least = most_lines, least_lines
        self._lines = 1
        self.setObjectName("prose")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def text(self) -> str:
        """What it says."""
        return self.toPlainText()

    def setText(self, words: str) -> None:
        """Say something else."""
        self.setPlainText(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many lines as the words need at this width."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for the lines that there are at its width."""
        return QSize(360, self._height(min(self._lines, self._most)))

    def minimumSizeHint(self) -> QSize:
        """Room for a few words."""
        return QSize(120, self._height(min(self._lines, self._least)))

    def _height(self, lines: int) -> int:
        margins = 2 * round(self.document().documentMargin()) + 2 * self.contentsMargins().top()
        return lines * self.fontMetrics().lineSpacing() + margins + 2

    def _fit(self) -> None:
        lines = max(int(self.document().size().height()), 1)
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()
