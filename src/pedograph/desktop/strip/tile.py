"""One step as a small print with its number and side."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QAbstractButton, QWidget

from pedograph.analysis import StepAnalysis
from pedograph.desktop.maps.colours import nice_top
from pedograph.desktop.maps.painting import cell_image, cells_to_drawing
from pedograph.desktop.style import current_theme
from pedograph.desktop.style.theme import SMALL_SIZE, base_font
from pedograph.desktop.style.words import wrapped
from pedograph.notes import joined
from pedograph.recording import Side
from pedograph.workspace.drawing.prints import step_print
from pedograph.workspace.references import StepReference

_SCALE = 0.26
"""Pixels a mm, the same for every tile."""
_LETTERS = {Side.LEFT: "L", Side.RIGHT: "R", Side.UNKNOWN: "?"}

_BY_HAND = "✎"
"""Mark of a side that a person set."""


class StepTile(QAbstractButton):
    """A button that chooses a step.

    Parameters
    ----------
    reference : StepReference
        Which step.
    step : StepAnalysis
        The step.
    by_hand : bool
        Whether a person set its side.
    parent : QWidget, optional
        Qt parent.
    """

    def __init__(
        self, reference: StepReference, step: StepAnalysis, by_hand: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.reference = reference
        self.step = step
        self.by_hand = by_hand
        self.shown = False
        self.setCheckable(True)
        self.setFixedSize(64, 104)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(f"Step {step.index + 1}, {step.side} foot")
        words = _tooltip(step, by_hand)
        self.setToolTip(wrapped(words))
        self.setAccessibleDescription(words)

    def sizeHint(self) -> QSize:
        """Its one size."""
        return QSize(64, 104)

    def set_state(self, chosen: bool, shown: bool) -> None:
        """Whether the step is the chosen one, and whether it stands on a map."""
        self.shown = shown
        self.setChecked(chosen)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, print, number and side."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = "text" if self.hasFocus() else "accent" if self.isChecked() else "dim" if self.shown else "line"
        painter.setPen(QPen(theme.colour(edge), 2.0 if self.isChecked() or self.hasFocus() else 1.0))
        painter.setBrush(theme.colour("accent_soft" if self.isChecked() else "surface"))
        painter.drawRoundedRect(box, 6, 6)
        if not self.step.complete:
            painter.setOpacity(0.45)
        self._paint_print(painter)
        painter.setOpacity(1.0)
        self._paint_words(painter)
        painter.end()

    def _paint_print(self, painter: QPainter) -> None:
        foot = step_print(self.step)
        image = cell_image(foot.image(None), nice_top(foot.largest_pressure), smooth=False)
        left, right, low, high = foot.extent
        across, up = (left + right) / 2, (low + high) / 2
        to_tile = QTransform(_SCALE, 0, 0, -_SCALE, 32 - _SCALE * across, 42 + _SCALE * up)
        painter.save()
        painter.setTransform(cells_to_drawing(foot.box, image, foot.frame) * to_tile)
        painter.drawImage(0, 0, image)
        painter.restore()

    def _paint_words(self, painter: QPainter) -> None:
        theme, side = current_theme(), self.step.side
        painter.setFont(base_font(SMALL_SIZE, bold=True))
        painter.setPen(theme.colour({Side.LEFT: "left", Side.RIGHT: "right"}.get(side, "text")))
        words = f"{self.step.index + 1} {_LETTERS[side]}{_BY_HAND if self.by_hand else ''}"
        place = QRectF(0, 83, self.width(), 16)
        if self.step.complete:
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
            return
        painter.drawText(place.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignLeft, words)
        painter.setPen(theme.colour("dim"))
        painter.setFont(base_font(SMALL_SIZE))
        painter.drawText(place.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignRight, "cut")


def _tooltip(step: StepAnalysis, by_hand: bool) -> str:
    """Side and how sure it is, duration, and why the step is incomplete."""
    foot = step.footstep
    sure = " (confirmed or set by hand)" if by_hand else f" (confidence {foot.side_confidence:.2f})"
    side = "left or right could not be told" if foot.side is Side.UNKNOWN else f"{foot.side} foot{sure}"
    whole = "whole" if step.complete else f"incomplete: {joined(foot.incomplete)}"
    return f"Step {step.index + 1}: {side}, {foot.start:.2f} to {foot.end:.2f} s, {whole}"
