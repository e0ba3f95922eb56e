"""Drawing of what can be taken hold of on a foot: handles, axis, toe line, cells that were left out."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QTransform

from pedograph.corrections import StepCorrection
from pedograph.desktop.maps.painting import stroke
from pedograph.desktop.style import current_theme
from pedograph.workspace.drawing.handles import Handle, Part
from pedograph.workspace.drawing.prints import StepPrint

RADIUS = {Part.AXIS: 7.0, Part.TOE_LINE: 5.5, Part.CELLS: 0.0}
"""Pixels from the centre of a handle to its rim."""


def handle_places(foot: StepPrint, handles: tuple[Handle, ...], to_widget: QTransform) -> list[QPointF]:
    """Where handles lie in the widget, pixels."""
    points = foot.frame.to_drawing(
        np.array([handle.x for handle in handles]), np.array([handle.y for handle in handles])
    )
    return [to_widget.map(QPointF(right, up)) for right, up in points.tolist()]


def paint_left_out(painter: QPainter, foot: StepPrint, correction: StepCorrection, to_widget: QTransform) -> None:
    """Hatch the cells that were left out."""
    path = QPainterPath()
    for cell in correction.cells_left_out:
        corners = [to_widget.map(QPointF(*corner)) for corner in foot.cell_corners(*cell).tolist()]
        path.moveTo(corners[-1])
        for corner in corners:
            path.lineTo(corner)
    theme = current_theme()
    painter.fillPath(path, theme.colour("map", 190))
    painter.setPen(QPen(theme.colour("text", 200), 1.0))
    painter.setBrush(QBrush(theme.colour("text", 170), Qt.BrushStyle.BDiagPattern))
    painter.drawPath(path)


def paint_handles(
    painter: QPainter, handles: tuple[Handle, ...], places: list[QPointF], chosen: int | None, under: int | None
) -> None:
    """Draw axis and toe line with their handles; the chosen one is filled, the one under the pointer larger."""
    accent = current_theme().colour("accent")
    for part in (Part.TOE_LINE, Part.AXIS):
        line = [place for handle, place in zip(handles, places, strict=True) if handle.part is part]
        path = QPainterPath()
        for number, place in enumerate(line):
            path.lineTo(place) if number else path.moveTo(place)
        stroke(painter, path, QPen(accent, 2.0), 1.2)
    for number, (handle, place) in enumerate(zip(handles, places, strict=True)):
        radius = RADIUS[handle.part] + (1.5 if number == under else 0.0)
        painter.setPen(QPen(current_theme().colour("halo"), 5.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(place, radius, radius)
        painter.setPen(QPen(accent, 2.2))
        painter.setBrush(accent if number == chosen else current_theme().colour("map"))
        painter.drawEllipse(place, radius, radius)
