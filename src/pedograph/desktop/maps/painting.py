"""Drawing in mm: pictures of cells, lines and words that stay readable on any colour."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QTransform

from pedograph.desktop.maps.colours import enlarged, lookup_table, smoothed
from pedograph.desktop.style import current_theme
from pedograph.recording import FloatArray
from pedograph.workspace.drawing.prints import DrawingFrame

CELL_PIXELS = 8
"""Pixels along each edge of a cell before it is turned and scaled; turned edges then stay straight."""

_ROUNDS = 8
"""Times that words are moved apart; ten need fewer."""


def cell_image(pressure: NDArray[np.float32], top: float, smooth: bool) -> QImage:
    """Cells as a picture with row 0 first, transparent where there is no contact."""
    levels = (smoothed if smooth else enlarged)(pressure, top, CELL_PIXELS)
    pixels = np.ascontiguousarray(lookup_table(current_theme().name)[levels])
    height, width = levels.shape
    data = pixels.tobytes()  # lives until the picture is copied below
    image = QImage(data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def cells_to_drawing(box: tuple[float, float, float, float], image: QImage, frame: DrawingFrame) -> QTransform:
    """From the pixels of a picture of cells, which covers ``box`` of the plate, to a drawing in mm."""
    left, low, width, height = box
    pixel_x, pixel_y = width / image.width(), height / image.height()
    cosine, sine = float(np.cos(frame.angle)), float(np.sin(frame.angle))
    right, up = frame.to_drawing(np.array(left), np.array(low)).tolist()
    return QTransform(pixel_x * cosine, pixel_x * sine, -pixel_y * sine, pixel_y * cosine, right, up)


def polygon_path(lines: Iterable[FloatArray], transform: QTransform) -> QPainterPath:
    """Lines [point, 2], interrupted where a point is not a number, as a path in pixels."""
    path = QPainterPath()
    for line in lines:
        resting = True
        for right, up in line.tolist():
            if right != right:
                resting = True
                continue
            point = transform.map(QPointF(right, up))
            if resting:
                path.moveTo(point)
            else:
                path.lineTo(point)
            resting = False
    return path


def stroke(painter: QPainter, path: QPainterPath, pen: QPen, halo: float = 0.0) -> None:
    """Draw a path, with a light rim of so many pixels under it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if halo:
        rim = QPen(current_theme().colour("halo", 190), pen.widthF() + 2 * halo)
        rim.setCapStyle(Qt.PenCapStyle.RoundCap)
        rim.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(rim)
        painter.drawPath(path)
    painter.setPen(pen)
    painter.drawPath(path)


def word(painter: QPainter, text: str, centre: QPointF, font: QFont, colour: QColor) -> None:
    """Draw a word about a place, with a light rim."""
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, text)
    box = path.boundingRect()
    path.translate(centre.x() - box.center().x(), centre.y() - box.center().y())
    rim = QPen(current_theme().colour("halo", 215), 3.0)
    rim.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(rim)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.fillPath(path, colour)


def apart(texts: list[str], places: list[QPointF], font: QFont, gap: float = 5.0) -> list[QPointF]:
    """Places of words, moved to the left and right so far that no two of them touch."""
    metrics = QFontMetricsF(font)
    widths = [metrics.horizontalAdvance(text) for text in texts]
    height = metrics.capHeight() + gap
    moved = [QPointF(place) for place in places]
    order = sorted(range(len(moved)), key=lambda at: moved[at].x())
    for _ in range(_ROUNDS):
        for rank, first in enumerate(order):
            for second in order[rank + 1 :]:
                needed = (widths[first] + widths[second]) / 2 + gap
                lacking = needed - (moved[second].x() - moved[first].x())
                if lacking > 0 and abs(moved[second].y() - moved[first].y()) < height:
                    moved[first] -= QPointF(lacking / 2, 0)
                    moved[second] += QPointF(lacking / 2, 0)
    return moved


def dot(painter: QPainter, centre: QPointF, radius: float, colour: QColor) -> None:
    """Draw a dot with a light rim."""
    painter.setPen(QPen(current_theme().colour("halo"), 1.5))
    painter.setBrush(colour)
    painter.drawEllipse(centre, radius, radius)


def side_pen(side: str, width: float = 1.6) -> QPen:
    """The pen of a side: left in a whole line, right in a dashed one, each in its colour."""
    pen = QPen(current_theme().colour("left" if side == "left" else "right"), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if side != "left":
        pen.setDashPattern([5.0, 2.0])
    return pen


def ruler(painter: QPainter, corner: QPointF, scale: float, length: float, font: QFont) -> None:
    """Draw a ruler of so many mm from a place to the right, at so many pixels a mm."""
    theme = current_theme()
    painter.setPen(QPen(theme.colour("dim"), 1.0))
    width = length * scale
    painter.drawLine(QPointF(corner.x(), corner.y()), QPointF(corner.x() + width, corner.y()))
    for place in (0.0, width):
        painter.drawLine(QPointF(corner.x() + place, corner.y() - 4), QPointF(corner.x() + place, corner.y()))
    painter.setFont(font)
    words = f"{length:g} mm"
    box = QRectF(corner.x(), corner.y() - 20, max(width, QFontMetricsF(font).horizontalAdvance(words) + 1), 16)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
