"""The whole plate with every step on it; a long plate lies on its side, walked over from left to right."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.anatomy import outline_of
from pedograph.desktop.maps.colours import levels_of, lookup_table
from pedograph.desktop.maps.painting import polygon_path, ruler, side_pen, stroke, word
from pedograph.desktop.style import current_theme
from pedograph.desktop.style.theme import SMALL_SIZE, base_font
from pedograph.recording import FloatArray, Side
from pedograph.workspace.drawing.overlays import Overlay

_MARGIN = 28.0
_LETTERS = {Side.LEFT: "L", Side.RIGHT: "R", Side.UNKNOWN: "?"}


class PlateMap(QWidget):
    """A map of the plate; a click chooses a step."""

    chosen = Signal(int)
    """Index of the step that was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._analysis: Analysis | None = None
        self._outlines: list[tuple[FloatArray, ...]] = []
        self._current = -1
        self._frame: int | None = None
        self._top = 100.0
        self._shown: frozenset[Overlay] = frozenset(Overlay)
        self._image: QImage | None = None
        self.setObjectName("map")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 96)
        self.setAccessibleName("Map of the whole plate")

    def sizeHint(self) -> QSize:
        """As wide as both feet."""
        return QSize(720, 560)

    def show_analysis(self, analysis: Analysis | None, current: int, top: float) -> None:
        """Show a recording with its steps, one of them chosen, on a scale from 0 to ``top`` kPa."""
        if analysis is not self._analysis:
            self._outlines = [outline_of(step.frames) for step in analysis.steps] if analysis else []
        self._analysis, self._current, self._top, self._image = analysis, current, top, None
        count = len(analysis.steps) if analysis else 0
        self.setAccessibleDescription(f"{count} steps")
        self.update()

    def show_frame(self, frame: int | None) -> None:
        """Show a frame of the recording, or the peak image."""
        if frame != self._frame:
            self._frame, self._image = frame, None
            self.update()

    def set_look(self, shown: frozenset[Overlay]) -> None:
        """Show these overlays; on the plate those are outlines and paths."""
        self._shown = shown
        self._image = None
        self.update()

    def _to_widget(self, analysis: Analysis) -> QTransform:
        """From plate positions in mm to pixels."""
        width, length = analysis.recording.width, analysis.recording.length
        lying = length > 1.2 * width
        across, up = (length, width) if lying else (width, length)
        room = (self.width() - 2 * _MARGIN) / across, (self.height() - 3 * _MARGIN) / up
        scale = max(min(room), 0.02)
        left, top = (self.width() - scale * across) / 2, (self.height() - scale * up) / 2
        if lying:
            # The walking direction points right, the walker's right down: turned, not mirrored.
            return QTransform(0, scale, scale, 0, left, top)
        return QTransform(scale, 0, 0, -scale, left, top + scale * length)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw plate, cells, outlines with number and side, and a ruler."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), current_theme().colour("map"))
        if self._analysis is not None:
            self._paint_plate(painter, self._analysis)
        painter.end()

    def _paint_plate(self, painter: QPainter, analysis: Analysis) -> None:
        theme = current_theme()
        recording, grid = analysis.recording, analysis.recording.grid
        to_widget = self._to_widget(analysis)
        plate = QRectF(0, 0, recording.width, recording.length)
        painter.setPen(QPen(theme.colour("line"), 1.0))
        painter.setBrush(theme.colour("raised"))
        painter.drawRect(to_widget.mapRect(plate))
        if self._image is None:
            frames = recording.peak_image if self._frame is None else recording.pressure[self._frame]
            self._image = _picture(frames, self._top, theme.name)
        painter.save()
        painter.setTransform(QTransform.fromScale(grid.column_spacing, grid.row_spacing) * to_widget)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(0, 0, self._image)
        painter.restore()
        for step, outline in zip(analysis.steps, self._outlines, strict=True):
            self._paint_step(painter, step, outline, to_widget)
        scale = abs(to_widget.m11() + to_widget.m12())
        ruler(painter, QPointF(16, self.height() - 12), scale, 200.0, base_font(SMALL_SIZE))
        self._paint_direction(painter, to_widget.mapRect(plate))

    def _paint_direction(self, painter: QPainter, plate: QRectF) -> None:
        painter.setPen(current_theme().colour("dim"))
        painter.setFont(base_font(SMALL_SIZE))
        lying = plate.width() > plate.height()
        words = "walking direction of the file  →" if lying else "walking direction of the file  ↑"
        place = QRectF(plate.left(), plate.top() - 22, max(plate.width(), 240), 18)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_step(
        self, painter: QPainter, step: StepAnalysis, outline: tuple[FloatArray, ...], to_widget: QTransform
    ) -> None:
        theme = current_theme()
        chosen = step.index == self._current
        path = polygon_path(outline, to_widget)
        if Overlay.OUTLINE in self._shown or chosen:
            stroke(painter, path, side_pen(step.side, 2.4 if chosen else 1.4))
        if Overlay.PATH in self._shown and step.path.x.size:
            line = np.stack([step.path.x, step.path.y], axis=-1)
            stroke(painter, polygon_path((line,), to_widget), QPen(theme.colour("accent"), 1.6), 1.0)
        box = path.boundingRect()
        text = f"{step.index + 1} {_LETTERS[step.side]}{'' if step.complete else ' cut'}"
        below = QPointF(box.center().x(), box.bottom() + 12)
        colour = theme.colour({Side.LEFT: "left", Side.RIGHT: "right"}.get(step.side, "text"))
        word(painter, text, below, base_font(bold=chosen), colour)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the step under the pointer."""
        index = self.step_at(event.position())
        if index is not None:
            self.chosen.emit(index)

    def step_at(self, place: QPointF) -> int | None:
        """Index of the step at a place of the widget, or None."""
        if self._analysis is None:
            return None
        to_widget = self._to_widget(self._analysis)
        for step, outline in zip(self._analysis.steps, self._outlines, strict=True):
            if polygon_path(outline, to_widget).boundingRect().contains(place):
                return step.index
        return None


def _picture(pressure: np.ndarray, top: float, theme: str) -> QImage:
    """Cells as a picture with row 0 first, one pixel a cell: a plate has thousands."""
    pixels = np.ascontiguousarray(lookup_table(theme)[levels_of(pressure, top)])
    height, width = pixels.shape[:2]
    data = pixels.tobytes()
    return QImage(data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
