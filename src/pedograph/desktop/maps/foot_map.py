"""One foot: its cells in colour, true to scale, toes up, with what is drawn over it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pedograph.desktop.maps.painting import (
    apart,
    cell_image,
    cells_to_drawing,
    dot,
    polygon_path,
    ruler,
    side_pen,
    stroke,
    word,
)
from pedograph.desktop.style import current_theme
from pedograph.desktop.style.theme import SMALL_SIZE, TINY_SIZE, base_font
from pedograph.recording import Side
from pedograph.workspace.drawing.overlays import Overlay
from pedograph.workspace.drawing.prints import StepPrint

_MARGIN = 6.0
"""Pixels kept free round a foot."""
_FOOT_LINE = 26.0
"""Pixels kept free under both feet, where the ruler stands."""
_RULER_AT, _RULER = 16.0, 50.0
"""Where the ruler begins, pixels, and its length, mm."""


class FootMap(QWidget):
    """A map of one foot.

    Parameters
    ----------
    side : Side
        Which foot stands here.
    """

    hovered = Signal(str)
    """What lies under the pointer ("212 kPa  M2"); empty where nothing does."""
    resized = Signal(QSize)
    """Its new size in pixels."""

    def __init__(self, side: Side) -> None:
        super().__init__()
        self.side = side
        self._print: StepPrint | None = None
        self._preview: StepPrint | None = None
        self._frame: int | None = None
        self._top = 100.0
        self._smooth = False
        self._correcting = False
        self._shown: frozenset[Overlay] = frozenset(Overlay)
        self._extent = (-60.0, 60.0, 0.0, 280.0)
        self._image: QImage | None = None
        self._over: QPixmap | None = None
        self.setObjectName("map")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 96)
        self.setAccessibleName(f"Map of the {side} foot")

    def sizeHint(self) -> QSize:
        """A foot needs twice as much height as width."""
        return QSize(360, 560)

    @property
    def step_print(self) -> StepPrint | None:
        """The foot that is shown."""
        return self._print

    def show_print(self, step_print: StepPrint | None, top: float) -> None:
        """Show a foot, or none, on a scale from 0 to ``top`` kPa."""
        self._print, self._top, self._image, self._over = step_print, top, None, None
        self._preview = None
        self.setAccessibleDescription("No step is shown." if step_print is None else step_print.words)
        self.update()

    def show_lines(self, step_print: StepPrint | None) -> None:
        """Show the foot that is shown with other lines over it, such as another scheme of regions."""
        if step_print is not self._print:
            self.show_print(step_print, self._top)

    def show_preview(self, step_print: StepPrint | None) -> None:
        """Show the lines of another drawing of the same print over its cells; None for its own."""
        if step_print is not self._preview:
            self._preview, self._over = step_print, None
            self.update()

    def set_correcting(self, correcting: bool) -> None:
        """Leave out what would lie under the handles by which a foot is corrected: names, gait line, axis."""
        if correcting != self._correcting:
            self._correcting, self._over = correcting, None
            self.update()

    def show_frame(self, frame: int | None) -> None:
        """Show a frame of the step, or the peak image."""
        if frame != self._frame:
            self._frame, self._image = frame, None
            self.update()

    def set_extent(self, extent: tuple[float, float, float, float]) -> None:
        """Show this part of the drawing: left, right, lower and upper end in mm. Equal for both feet."""
        self._extent, self._over = extent, None
        self.update()

    def set_look(self, shown: frozenset[Overlay], smooth: bool) -> None:
        """Show these overlays, and cells as they are or smoothed."""
        self._shown, self._smooth, self._image, self._over = shown, smooth, None, None
        self.update()

    @property
    def scale(self) -> float:
        """Pixels a mm, the same along and across."""
        left, right, low, high = self._extent
        room = (self.width() - 2 * _MARGIN) / (right - left), (self._height - 2 * _MARGIN) / (high - low)
        return max(min(room), 0.05)

    @property
    def room_below(self) -> float:
        """Pixels to the right of the ruler in the line under the foot."""
        return self.width() - (_RULER_AT + _RULER * self.scale if self.side is Side.LEFT else 0.0)

    @property
    def _height(self) -> float:
        """Pixels for the foot, over the line of the ruler."""
        return max(self.height() - _FOOT_LINE, 1.0)

    @property
    def _drawn(self) -> frozenset[Overlay]:
        """The overlays that are drawn."""
        return self._shown - {Overlay.PATH, Overlay.AXIS} if self._correcting else self._shown

    def to_widget(self) -> QTransform:
        """From the drawing in mm to pixels."""
        left, right, low, high = self._extent
        scale = self.scale
        across = self.width() / 2 - scale * (left + right) / 2
        return QTransform(scale, 0, 0, -scale, across, self._height / 2 + scale * (low + high) / 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the overlays again in the new size."""
        self._over = None
        self.resized.emit(event.size())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw cells, overlays and, in the corner of the left map, a ruler."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), current_theme().colour("map"))
        if self._print is None:
            self._paint_empty(painter)
        else:
            self._paint_foot(painter, self._print)
        if self.side is Side.LEFT:
            corner = QPointF(_RULER_AT, self.height() - 12)
            ruler(painter, corner, self.scale, _RULER, base_font(SMALL_SIZE))
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setPen(current_theme().colour("dim"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, f"No {self.side} step\nin this recording")

    def _paint_foot(self, painter: QPainter, foot: StepPrint) -> None:
        to_widget = self.to_widget()
        if self._image is None:
            self._image = cell_image(foot.image(self._frame), self._top, self._smooth)
        painter.save()
        painter.setTransform(cells_to_drawing(foot.box, self._image, foot.frame) * to_widget)
        painter.drawImage(0, 0, self._image)
        painter.restore()
        if self._over is None:
            self._over = self._drawn_over(self._preview or foot, to_widget)
        painter.drawPixmap(0, 0, self._over)
        if Overlay.PATH in self._drawn and self._frame is not None:
            for point in foot.path[foot.path_frames == self._frame].tolist():
                dot(painter, to_widget.map(QPointF(*point)), 5.5, current_theme().colour("accent"))

    def _drawn_over(self, foot: StepPrint, to_widget: QTransform) -> QPixmap:
        """The overlays as a picture; they stay the same from frame to frame."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_overlays(painter, foot, to_widget)
        painter.end()
        return picture

    def _paint_overlays(self, painter: QPainter, foot: StepPrint, to_widget: QTransform) -> None:
        theme, shown = current_theme(), self._drawn
        ink = theme.colour("overlay")
        if Overlay.REGIONS in shown:
            stroke(painter, polygon_path(foot.borders, to_widget), QPen(theme.colour("overlay", 170), 1.0), 0.7)
        if Overlay.OUTLINE in shown:
            pen = side_pen(self.side)
            pen.setStyle(Qt.PenStyle.SolidLine)
            stroke(painter, polygon_path(foot.outline, to_widget), pen)
        if Overlay.THIRDS in shown:
            stroke(painter, polygon_path(foot.thirds, to_widget), _dashed(theme.colour("dim"), 1.1, 6, 4), 0.8)
        if Overlay.AXIS in shown:
            stroke(painter, polygon_path(foot.axis, to_widget), _dashed(ink, 1.3, 9, 3, 1.5, 3), 1.0)
        if Overlay.PATH in shown:
            self._paint_path(painter, foot, to_widget)
        if Overlay.REGIONS in shown and not self._correcting:
            font = base_font(SMALL_SIZE if self.scale > 1.05 else TINY_SIZE, bold=True)
            places = [to_widget.map(QPointF(label.right, label.up)) for label in foot.labels]
            texts = [label.text for label in foot.labels]
            for text, place in zip(texts, apart(texts, places, font), strict=True):
                word(painter, text, place, font, ink)

    def _paint_path(self, painter: QPainter, foot: StepPrint, to_widget: QTransform) -> None:
        """The gait line from its open start to its end."""
        if not len(foot.path):
            return
        accent = current_theme().colour("accent")
        pen = QPen(accent, 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        stroke(painter, polygon_path((foot.path,), to_widget), pen, 1.4)
        dot(painter, to_widget.map(QPointF(*foot.path[0].tolist())), 3.0, current_theme().colour("halo"))
        painter.setPen(QPen(accent, 1.6))
        painter.drawEllipse(to_widget.map(QPointF(*foot.path[0].tolist())), 3.0, 3.0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what lies under the pointer."""
        self.hovered.emit(self.reading_at(event.position()))

    def leaveEvent(self, event: object) -> None:
        """Say nothing any more."""
        self.hovered.emit("")

    def reading_at(self, place: QPointF) -> str:
        """Pressure and region at a place of the widget, in words."""
        inverse, possible = self.to_widget().inverted()
        if self._print is None or not possible:
            return ""
        point = inverse.map(place)
        pressure = self._print.pressure_at(point.x(), point.y(), self._frame)
        if pressure <= 0:
            return ""
        return f"{pressure:.0f} kPa  {self._print.region_at(point.x(), point.y())}".rstrip()


def _dashed(colour: QColor, width: float, *pattern: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern(list(pattern))
    return pen
