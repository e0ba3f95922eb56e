"""What the cards share: an 8 px grid, 6 px corners, and colours mixed from the application's palette."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pedograph.desktop.style.label import Label
from pedograph.desktop.style.words import breakable

GRID: Final = 8
"""Distances are multiples of this, in px."""

CORNER: Final = 6
"""Radius of a corner, px."""

CONTROL_HEIGHT: Final = 28
"""Least height of a control, px."""


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """A colour that lies ``share`` (0 to 1) of the way from ``second`` to ``first``."""
    rest = 1.0 - share
    return QColor.fromRgbF(
        share * first.redF() + rest * second.redF(),
        share * first.greenF() + rest * second.greenF(),
        share * first.blueF() + rest * second.blueF(),
    )


def line_colour(palette: QPalette) -> QColor:
    """Colour of a quiet border."""
    return mixed(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.20)


def control_colour(palette: QPalette) -> QColor:
    """Colour of the border of something that can be filled in; 3 : 1 and more against the card."""
    return mixed(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.50)


def hover_colour(palette: QPalette) -> QColor:
    """Ground of a control under the pointer."""
    return mixed(palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.Base), 0.14)


def quiet_colour(palette: QPalette) -> QColor:
    """Colour of words that stand back, still readable (4.5 : 1 and more on the palettes of Fusion)."""
    return mixed(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.70)


def draw_box(
    painter: QPainter,
    box: QRectF,
    fill: QColor | None,
    line: QColor,
    width: float = 1.0,
    corner: float = CORNER,
) -> None:
    """Draws a rounded box whose line lies inside ``box``; ``fill`` None leaves the ground."""
    inset = width / 2.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, width))
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), corner, corner)


def scaled_font(base: QFont, scale: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """``base`` in another size and weight."""
    font = QFont(base)
    if base.pointSizeF() > 0.0:
        font.setPointSizeF(base.pointSizeF() * scale)
    font.setWeight(weight)
    return font


_NO_FRAME: Final = (
    "QLineEdit, QPlainTextEdit { border: none; background: transparent; padding: 0; min-height: 0; }"
)


class Card(QFrame):
    """A rounded sheet with a heading; what stands on it goes into ``body``.

    Parameters
    ----------
    heading : str
        Its title; also its accessible name.
    parent : QWidget, optional
        Qt parent.
    """

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(heading)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.heavy = False
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.body.setSpacing(GRID)
        self.heading = Label(heading, self)
        self.heading.setFont(scaled_font(self.font(), 1.15, QFont.Weight.DemiBold))
        self.heading.setForegroundRole(QPalette.ColorRole.Text)
        self.heading.setWordWrap(True)

    def set_heavy(self, heavy: bool) -> None:
        """Gives it a thick line in the colour of the text, for what is not to be overlooked."""
        self.heavy = heavy
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the sheet."""
        painter, palette = QPainter(self), self.palette()
        line = palette.color(QPalette.ColorRole.Text) if self.heavy else line_colour(palette)
        width = 3.0 if self.heavy else 1.0
        draw_box(painter, QRectF(self.rect()), palette.color(QPalette.ColorRole.Base), line, width)
        painter.end()


class FocusFrame(QFrame):
    """A rounded frame about an input; it takes the accent while the input has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._input: QWidget | None = None

    def hold(self, held: QWidget, margin: int) -> QHBoxLayout:
        """Puts the input into the frame, ``margin`` px from its sides; more may be added to the row."""
        self._input = held
        # A style sheet of the application would draw a second frame within this one.
        held.setStyleSheet(_NO_FRAME)
        row = QHBoxLayout(self)
        row.setContentsMargins(margin, 2, margin, 2)
        row.setSpacing(GRID // 2)
        row.addWidget(held, 1)
        self.setFocusProxy(held)
        held.installEventFilter(self)
        return row

    def changeEvent(self, event: QEvent) -> None:
        """Hands a new palette on: a widget with a style sheet of its own keeps the old one."""
        if event.type() == QEvent.Type.PaletteChange and self._input is not None:
            self._input.setPalette(self.palette())
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Redraws the frame when the input gains or loses the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the frame."""
        painter, palette = QPainter(self), self.palette()
        focused = self._input is not None and self._input.hasFocus()
        line = palette.color(QPalette.ColorRole.Highlight) if focused else control_colour(palette)
        ground = palette.color(QPalette.ColorRole.Base)
        draw_box(painter, QRectF(self.rect()), ground, line, 2.0 if focused else 1.0)
        painter.end()


class Page(QWidget):
    """What a scroll area holds: as tall as its wrapped words need at the width it gets, and no taller."""

    def minimumSizeHint(self) -> QSize:
        """Only a width; the height follows from it (a narrow layout's height would leave a gap in a wide one)."""
        return QSize(super().minimumSizeHint().width(), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the ground on which the cards lie."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        painter.end()


class QuietLabel(Label):
    """Words that stand back; they wrap, and follow the palette."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the words in the quiet colour."""
        painter = QPainter(self)
        painter.setPen(quiet_colour(self.palette()))
        painter.drawText(self.contentsRect(), self._flags(), breakable(self.text()))
        painter.end()

    def minimumSizeHint(self) -> QSize:
        """No wider than a few words: a longer word, as a file's name, is broken."""
        least = super().minimumSizeHint()
        return QSize(min(least.width(), 20 * GRID), least.height()) if self.wordWrap() else least

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped words, px."""
        if not self.wordWrap():
            return super().heightForWidth(width)
        room = QRect(0, 0, max(width, 1), 100_000)
        return self.fontMetrics().boundingRect(room, self._flags(), breakable(self.text())).height()

    def _flags(self) -> int:
        wrap = Qt.TextFlag.TextWordWrap.value if self.wordWrap() else 0
        return self.alignment().value | wrap
