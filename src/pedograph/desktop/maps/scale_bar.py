"""The colour scale in kPa that both feet share, printed between them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pedograph.desktop.maps.colours import lookup_table
from pedograph.desktop.style import current_theme
from pedograph.desktop.style.theme import SMALL_SIZE, base_font

_BAR = 12
"""Width of the bar, pixels."""
_TALLEST, _ENDS = 320, 32
"""Most pixels that it is high, and how many are free at each end at least."""
_UNIT = 14
"""Height of the unit, pixels."""
_STEPS = (10, 20, 50, 100, 200, 250, 500, 1000, 10_000)
_TICK_ROOM = 18
"""Pixels between two numbers at least."""


class ScaleBar(QWidget):
    """A vertical scale from 0 to its top."""

    def __init__(self) -> None:
        super().__init__()
        self._top = 100.0
        self.setFixedWidth(72)
        self.setMinimumHeight(90)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Colour scale")

    def sizeHint(self) -> QSize:
        """Narrow and as high as the maps."""
        return QSize(72, 400)

    def set_top(self, top: float) -> None:
        """Let the scale end at this pressure, kPa."""
        self._top = top
        self.setAccessibleDescription(f"0 to {top:g} kPa, the same for both feet")
        self.update()

    def ticks(self) -> list[float]:
        """Pressures at which a number stands, kPa."""
        most = min(max(self.bar.height() / _TICK_ROOM, 1.0), 6.0)
        steps = (*(step for step in _STEPS if step <= self._top), self._top)
        step = next(step for step in steps if self._top / step <= most)
        return [float(value) for value in np.arange(0, self._top * 1.001, step)]

    @property
    def bar(self) -> QRectF:
        """Where the bar is, in the middle of the height."""
        height = max(min(self.height() - 2 * _ENDS, _TALLEST), 1)
        return QRectF(16, (self.height() - height) / 2 + 8, _BAR, height)

    @property
    def unit(self) -> QRectF:
        """Where the unit is, on the upper end of the bar."""
        bar = self.bar
        return QRectF(bar.left() - 4, bar.top() - _UNIT - 3, 48, _UNIT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar with its numbers and unit."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("map"))
        box = self.bar
        table = lookup_table(theme.name)[1:][::-1]
        data = np.ascontiguousarray(table[:, None, :]).tobytes()
        picture = QImage(data, 1, len(table), 4, QImage.Format.Format_RGBA8888)
        painter.drawImage(box, picture)
        painter.setPen(QPen(theme.colour("line"), 1.0))
        painter.drawRect(box)
        painter.setFont(base_font(SMALL_SIZE))
        for tick in self.ticks():
            y = box.bottom() - box.height() * tick / self._top
            painter.setPen(QPen(theme.colour("dim"), 1.0))
            painter.drawLine(int(box.right()) + 1, int(y), int(box.right()) + 5, int(y))
            place = QRectF(box.right() + 8, y - 8, 40, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{tick:g}")
        painter.drawText(self.unit, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, "kPa")
        painter.end()
