"""The little bar of a measure: the reference band, each foot as a marker, its error as a line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from pedograph.desktop.style import current_theme
from pedograph.workspace.tables.measure_rows import MeasureRow, Reading

_MARGIN = 8.0


def paint_bar(painter: QPainter, box: QRectF, row: MeasureRow) -> None:
    """Draw the bar of a row into a box; nothing where there is no band to hold the feet against."""
    band = row.band
    if band is None:
        return
    theme = current_theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = box.adjusted(_MARGIN, 0, -_MARGIN, 0)
    middle = line.center().y()
    painter.setPen(QPen(theme.colour("line"), 1.0))
    painter.drawLine(QPointF(line.left(), middle), QPointF(line.right(), middle))
    low, high = (_place(value, row.span, line) for value in band)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("band"))
    painter.drawRoundedRect(QRectF(low, middle - 6, high - low, 12), 3, 3)
    _paint_marker(painter, line, row.left, row.span, "left", middle - 3.5)
    _paint_marker(painter, line, row.right, row.span, "right", middle + 3.5)
    painter.restore()


def _place(value: float, span: tuple[float, float], line: QRectF) -> float:
    share = (value - span[0]) / (span[1] - span[0])
    return line.left() + min(max(share, 0.0), 1.0) * line.width()


def _paint_marker(
    painter: QPainter, line: QRectF, reading: Reading, span: tuple[float, float], side: str, y: float
) -> None:
    """Left a disc, right a diamond; an arrow where the value lies beyond the bar."""
    if reading.value is None:
        return
    theme = current_theme()
    colour = theme.colour(side)
    x = _place(reading.value, span, line)
    if reading.uncertainty:
        ends = [_place(reading.value + sign * reading.uncertainty, span, line) for sign in (-1, 1)]
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))
    painter.setPen(QPen(theme.colour("surface"), 1.0))
    painter.setBrush(colour)
    if side == "left":
        painter.drawEllipse(QPointF(x, y), 4.2, 4.2)
    else:
        corners = [QPointF(x, y - 5), QPointF(x + 5, y), QPointF(x, y + 5), QPointF(x - 5, y)]
        painter.drawPolygon(QPolygonF(corners))
