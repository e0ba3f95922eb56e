"""What is exported as a picture: the maps with whose they are, when, of which recording, and on which scale."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from pedograph.desktop.style import current_theme
from pedograph.desktop.style.theme import base_font
from pedograph.desktop.style.words import INTENDED_USE

_EDGE, _LINE = 24, 22
"""Pixels free at the edges; height of a line of words."""
MAP_SIZE = QSize(460, 680)
"""Pixels of a foot in the picture, whatever the size of the window."""
PLATE_SIZE = QSize(992, 680)


def composed(parts: list[tuple[QWidget, str, str]], lines: tuple[str, ...]) -> QPixmap:
    """A picture of maps beside each other under a heading, with the intended use at the foot.

    Parameters
    ----------
    parts : list of (QWidget, str, str)
        What is drawn, from left to right; each with its caption and the part of the theme that colours it.
    lines : tuple of str
        The heading; the first line stands out. Longer ones are broken.
    """
    width = sum(part.width() for part, _, _ in parts) + 2 * _EDGE
    head = QRect(_EDGE, _EDGE, width - 2 * _EDGE, 0)
    heights = [_height(line, head.width(), bold=number == 0) for number, line in enumerate(lines)]
    top = _EDGE + sum(heights) + 12
    tall = max(part.height() for part, _, _ in parts)
    captions = max(_height(words, part.width() - 16, bold=True) for part, words, _ in parts)
    size = QSize(width, top + captions + tall + _LINE + 2 * _EDGE)
    picture = QPixmap(size)
    theme = current_theme()
    picture.fill(theme.colour("map"))
    painter = QPainter(picture)
    for number, (line, height) in enumerate(zip(lines, heights, strict=True)):
        place = QRect(_EDGE, _EDGE + sum(heights[:number]), head.width(), height)
        _write(painter, place, line, "text" if number == 0 else "dim", bold=number == 0)
    left = _EDGE
    for part, words, colour in parts:
        _write(painter, QRect(left + 8, top, part.width() - 16, captions), words, colour, bold=True)
        part.render(painter, QPoint(left, top + captions), QRegion(), QWidget.RenderFlag.DrawWindowBackground)
        left += part.width()
    foot = QRect(_EDGE, size.height() - _EDGE - _LINE, head.width(), _LINE)
    _write(painter, foot, INTENDED_USE, "dim")
    painter.end()
    return picture


_BREAK = int(Qt.TextFlag.TextWrapAnywhere) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


def _height(words: str, width: int, bold: bool = False) -> int:
    """Pixels that words need, broken at this width."""
    pixmap = QPixmap(1, 1)
    painter = QPainter(pixmap)
    painter.setFont(base_font(bold=bold))
    box = painter.boundingRect(QRectF(0, 0, width, 10_000), _BREAK, words or " ")
    painter.end()
    return max(round(box.height()) + 4, _LINE)


def _write(painter: QPainter, place: QRect, words: str, colour: str, bold: bool = False) -> None:
    painter.setFont(base_font(bold=bold))
    painter.setPen(current_theme().colour(colour))
    painter.drawText(place, _BREAK, words)
