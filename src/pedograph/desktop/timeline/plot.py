"""Force over time: both feet from their first contact, or the whole recording; one cursor for both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPen, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from pedograph.desktop.maps.painting import side_pen
from pedograph.desktop.style import current_theme
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.theme import SMALL_SIZE, base_font
from pedograph.workspace.drawing.stance import ForceCurve, Phase

NO_TIME_COURSE = "one image, no time course"
"""Stands in the place of the curves where there is nothing to draw over time."""
_AXIS, _BELOW = 52, 48
"""Pixels of the axis of forces; those under the plot."""
_HEADROOM = 22.0
"""Pixels over the largest force: the names of the phases stand above every curve."""


class _Area(pyqtgraph.ViewBox):  # type: ignore[misc]
    """A plot area in which a click or a drag goes to a time."""

    def __init__(self, seek: Any) -> None:
        super().__init__(enableMenu=False)
        self._seek = seek
        self.setMouseEnabled(x=False, y=False)

    def mouseClickEvent(self, event: Any) -> None:
        """Go to the time that was clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self._seek(self.mapSceneToView(event.scenePos()))

    def mouseDragEvent(self, event: Any, axis: Any = None) -> None:
        """Follow the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self._seek(self.mapSceneToView(event.scenePos()))


class TimelinePlot(QWidget):
    """The plot of the timeline."""

    sought = Signal(float)
    """A time that was clicked, s."""

    def __init__(self) -> None:
        super().__init__()
        self._area = _Area(self._clicked)
        self._plot = pyqtgraph.PlotWidget(viewBox=self._area)
        self._plot.setAntialiasing(True)
        self._plot.hideButtons()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item = self._plot.getPlotItem()
        for name in ("left", "bottom"):
            self._item.getAxis(name).enableAutoSIPrefix(False)
        self._curves: list[tuple[Any, str]] = []
        self._letters: list[Any] = []
        self._phases: list[Any] = []
        self._cursor = pyqtgraph.InfiniteLine(angle=90, movable=False)
        self._cursor.setZValue(20)
        self._item.addItem(self._cursor, ignoreBounds=True)
        self._item.disableAutoRange()
        self._duration = 1.0
        self._top = 100.0
        self._unit = self._further = ""
        self._area.sigResized.connect(self._fit)
        self.note = Label(NO_TIME_COURSE)
        self.note.setObjectName("dim")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._places = QStackedLayout(self)
        self._places.addWidget(self._plot)
        self._places.addWidget(self.note)
        self.setMinimumHeight(64)
        self.setAccessibleName("Force over time")
        self.restyle()

    def _clicked(self, place: QPointF) -> None:
        self.sought.emit(min(max(place.x(), 0.0), self._duration))

    def show_curves(self, curves: Sequence[ForceCurve], duration: float, unit: str, further: str = "") -> None:
        """Show force curves, or a few words where every curve is a single point.

        Parameters
        ----------
        curves : sequence of ForceCurve
            Of the feet and of the plate.
        duration : float
            Length of the time axis, s.
        unit : str
            What stands under the time axis.
        further : str
            What stands behind it where there is room.
        """
        for item in (*(curve for curve, _ in self._curves), *self._letters):
            self._item.removeItem(item)
        self._curves, self._letters = [], []
        for curve in curves:
            line = pyqtgraph.PlotCurveItem(curve.time, curve.force, antialias=True)
            line.setZValue(10)
            self._item.addItem(line)
            self._curves.append((line, curve.side))
            self._letter(curve)
        top = max((float(curve.force.max()) for curve in curves if curve.force.size), default=100.0)
        self._duration = duration
        self._top = top
        self._fit()
        self._item.setXRange(0, max(duration, 1e-3), padding=0.005)
        self._unit, self._further = unit, further
        self._fit_labels()
        still = bool(curves) and all(curve.time.size < 2 for curve in curves)
        self._places.setCurrentWidget(self.note if still else self._plot)
        told = NO_TIME_COURSE if still else f"Up to {top:.0f} N within {duration:.2f} s"
        self.setAccessibleDescription(told)
        self._restyle_curves()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say at the axes what there is room for."""
        super().resizeEvent(event)
        self._fit_labels()

    def _fit_labels(self) -> None:
        metrics = QFontMetricsF(base_font(SMALL_SIZE))
        whole = self._unit + self._further
        fits = metrics.horizontalAdvance(whole) + _AXIS + 16 <= self.width()
        self._item.setLabel("bottom", whole if fits else self._unit)
        force = "Force (N)"
        fits = metrics.horizontalAdvance(force) + _BELOW <= self.height()
        self._item.setLabel("left", force if fits else "N")

    def _letter(self, curve: ForceCurve) -> None:
        """The letter of a side where its curve begins to fall."""
        if not curve.side or not curve.force.size:
            return
        place = int(np.flatnonzero(curve.force >= 0.75 * curve.force.max())[-1])
        colour = current_theme().colour(curve.side)
        word = pyqtgraph.TextItem(curve.side[0].upper(), color=colour, anchor=(-0.5, 0.9))
        word.setFont(base_font(bold=True))
        word.setPos(float(curve.time[place]), float(curve.force[place]))
        self._item.addItem(word, ignoreBounds=True)
        self._letters.append(word)

    def _fit(self, *_: object) -> None:
        """Leave room over the curves for the names of the phases, whatever the height."""
        height = max(float(self._area.height()), 2 * _HEADROOM)
        top = self._top * height / (height - _HEADROOM)
        self._item.setYRange(0, top, padding=0)
        for word in self._phases[1::2]:
            word.setPos(word.pos().x(), top)

    def show_phases(self, phases: tuple[Phase, ...], side: str) -> None:
        """Shade the phases of one foot's roll-over, every other one, each with its name in the foot's colour."""
        for item in self._phases:
            self._item.removeItem(item)
        self._phases = []
        theme = current_theme()
        top = self._area.viewRange()[1][1]
        colour = theme.colour(side if side in ("left", "right") else "dim")
        for number, phase in enumerate(phases):
            band = pyqtgraph.LinearRegionItem(
                (phase.start, phase.stop), movable=False, pen=QPen(Qt.PenStyle.NoPen)
            )
            band.setBrush(theme.colour("phase", 255 if number % 2 == 0 else 0))
            band.setZValue(-20)
            name = phase.short if phase.stop - phase.start < 0.14 * self._duration else phase.name
            word = pyqtgraph.TextItem(name, color=colour, anchor=(0.5, 0.1))
            word.setFont(base_font(SMALL_SIZE))
            word.setPos((phase.start + phase.stop) / 2, top)
            for item in (band, word):
                self._item.addItem(item, ignoreBounds=True)
                self._phases.append(item)

    def show_time(self, seconds: float | None) -> None:
        """Put the cursor at a time; without one the peak image is shown, and the cursor hidden."""
        self._cursor.setVisible(seconds is not None)
        if seconds is not None:
            self._cursor.setValue(seconds)

    def restyle(self) -> None:
        """Take the colours of the theme."""
        theme = current_theme()
        self._plot.setBackground(theme.colour("surface"))
        for name in ("left", "bottom"):
            axis = self._item.getAxis(name)
            axis.setPen(_cosmetic(QPen(theme.colour("line"), 1.0)))
            axis.setTextPen(theme.colour("dim"))
            axis.setStyle(tickFont=base_font(SMALL_SIZE), tickLength=-4)
            axis.label.setFont(base_font(SMALL_SIZE))
        self._item.getAxis("left").setWidth(_AXIS)
        self._fit_labels()
        self._item.showGrid(y=True, alpha=0.25)
        self._cursor.setPen(_cosmetic(QPen(theme.colour("accent"), 1.6)))
        self._restyle_curves()

    def _restyle_curves(self) -> None:
        for curve, side in self._curves:
            pen = side_pen(side, 2.0) if side else QPen(current_theme().colour("dim"), 1.2)
            curve.setPen(_cosmetic(pen))


def _cosmetic(pen: QPen) -> QPen:
    """A pen whose width counts in pixels; pyqtgraph draws others in seconds and newtons."""
    pen.setCosmetic(True)
    return pen
