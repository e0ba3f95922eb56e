"""The hands on a foot map: drag axis and toe line, click or paint cells to leave them out or put them back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from pedograph.analysis import StepAnalysis
from pedograph.corrections import NOTHING_SET, Cell, StepCorrection
from pedograph.desktop.maps.correction_drawing import RADIUS, handle_places, paint_handles, paint_left_out
from pedograph.desktop.maps.foot_map import FootMap
from pedograph.desktop.style import current_theme
from pedograph.desktop.style.words import wrapped
from pedograph.errors import SettingsError
from pedograph.workspace.drawing.handles import (
    Handle,
    cell_at,
    foot_with,
    handles,
    is_loaded,
    with_cells,
    with_handle,
)
from pedograph.workspace.drawing.prints import StepPrint, redrawn

_REACH = 4.0
"""Pixels beyond the rim of a handle at which it can still be taken."""
_BEYOND = 6.0
"""mm beyond the print to which a handle can be drawn; there is no more room round the foot."""
_REST = 400
"""ms without an arrow key after which the step is measured again."""
_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
"""mm to the right and up."""


class CorrectionLayer(QWidget):
    """Lies over a foot map while the foot is corrected.

    What is dragged is drawn at once and handed out on release; arrow keys, once they rest.

    Parameters
    ----------
    foot_map : FootMap
        The map under it.
    """

    corrected = Signal(object)
    """An StepCorrection: all that is set of the foot now."""
    left = Signal(object, object)
    """A StepAnalysis that is no longer shown, and the StepCorrection that arrow keys had just made of it."""
    touched = Signal()
    """A hand was laid on this foot."""
    refused = Signal(str)
    """Why a handle did not follow."""
    ended = Signal()
    """Escape was pressed."""

    def __init__(self, foot_map: FootMap) -> None:
        super().__init__(foot_map)
        self._map = foot_map
        self._step: StepAnalysis | None = None
        self._draft: StepCorrection | None = None
        self._chosen: int | None = None
        self._under: int | None = None
        self._dragging = False
        self._painting: bool | None = None
        self._last = QPointF()
        self._trouble = ""
        self._busy = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.hand_out)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"Correct the {foot_map.side} footprint")
        self.hide()

    @property
    def correction(self) -> StepCorrection:
        """What is set of the foot by now."""
        foot = self._map.step_print
        return self._draft or (NOTHING_SET if foot is None else foot.step.correction)

    @property
    def handles(self) -> tuple[Handle, ...]:
        """The points that can be dragged."""
        foot = self._map.step_print
        return () if foot is None else handles(foot, self.correction)

    @property
    def chosen(self) -> Handle | None:
        """The handle that the arrow keys move."""
        known = self.handles
        return known[self._chosen] if self._chosen is not None and self._chosen < len(known) else None

    @property
    def places(self) -> list[QPointF]:
        """Where the handles lie in the widget."""
        foot = self._map.step_print
        return [] if foot is None else handle_places(foot, self.handles, self._map.to_widget())

    def refresh(self) -> None:
        """Follow the map; where another step is shown, what is being dragged is dropped."""
        foot = self._map.step_print
        step = None if foot is None else foot.step
        if step is not self._step:
            before, draft = self._step, self._draft if self._rest.isActive() else None
            self._step = step
            self._drop()
            if before is not None and draft is not None:
                self.left.emit(before, draft)
        self._preview()
        self.update()

    def set_busy(self, busy: bool) -> None:
        """Rest while a step is measured; afterwards show the result."""
        if self._busy and not busy:
            self._drop()
        self._busy = busy

    @Slot()
    def hand_out(self) -> None:
        """Hand out what was set since the step was measured, if anything."""
        self._rest.stop()
        foot, draft = self._map.step_print, self._draft
        if foot is None or draft is None or self._busy:
            return
        if draft.foot == foot.step.correction.foot:
            self._drop()
        else:
            self.corrected.emit(draft)

    def _drop(self) -> None:
        """Forget what was not handed out."""
        self._rest.stop()
        self._draft, self._dragging, self._painting, self._trouble = None, False, None, ""
        self._preview()
        self.update()

    def _preview(self) -> None:
        """Have the map draw thirds and regions as axis and toe line make them now."""
        foot, draft = self._map.step_print, self.correction
        kept = self._step.correction if self._step else NOTHING_SET
        if foot is None or (draft.axis, draft.toe_line) == (kept.axis, kept.toe_line):
            self._map.show_preview(None)
            return
        anatomy = foot_with(foot, draft)
        if anatomy is None:
            self._map.show_preview(replace(foot, axis=(), thirds=(), borders=(), labels=()))
        else:
            self._map.show_preview(redrawn(foot, anatomy))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw handles, lines and cells that were left out."""
        foot = self._map.step_print
        if foot is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_left_out(painter, foot, self.correction, self._map.to_widget())
        paint_handles(painter, self.handles, self.places, self._chosen, self._under)
        if self.hasFocus():
            painter.setPen(QPen(current_theme().colour("accent"), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(4, 4, -5, -5), 6, 6)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a handle or a cell."""
        foot = self._map.step_print
        if foot is None or self._busy or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.touched.emit()
        self._rest.stop()
        self._chosen = self._handle_at(event.position())
        self._dragging = self._chosen is not None
        self._last = event.position()
        cell = self._cell_at(foot, event.position())
        if not self._dragging and foot.step.complete and self._can_change(foot, cell):
            self._painting = cell not in self.correction.cells_left_out
            self._paint_cells(foot, event.position())
        self._say_chosen()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the handle along, or paint cells; else show what could be taken here."""
        foot = self._map.step_print
        if foot is None:
            return
        if self._dragging:
            self._move_to(foot, self._plate_place(foot, event.position()))
        elif self._painting is not None:
            self._paint_cells(foot, event.position())
        else:
            self._show_under(foot, event.position())
        self._map.hovered.emit(self._map.reading_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Hand out what was dragged or painted, and say it where a handle could not follow."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        trouble, self._trouble = self._trouble, ""
        self._dragging, self._painting = False, None
        if trouble:
            self.refused.emit(trouble)
        self.hand_out()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing lies under the pointer any more."""
        self._under = None
        self._map.hovered.emit("")
        self.update()

    def event(self, event: QEvent) -> bool:
        """Take the keys that mean something here before they do what they do elsewhere."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            arrow = event.key() in _ARROWS and self.chosen is not None
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
            if plain and (arrow or event.key() == Qt.Key.Key_Escape):
                event.accept()
                return True
            self._hand_out_keys()  # before the key does something to which they would be lost
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the chosen handle by 1 mm; Escape takes back what is being dragged, or ends."""
        foot, chosen, by = self._map.step_print, self.chosen, _ARROWS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            if self._dragging or self._painting is not None:
                self._drop()
            else:
                self.ended.emit()
        elif by is not None and foot is not None and chosen is not None:
            if not self._busy:
                right, up = foot.frame.to_drawing(np.array(chosen.x), np.array(chosen.y)).tolist()
                self._move_to(foot, foot.frame.to_plate(right + by[0], up + by[1]))
                self._rest.start()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes through the handles before it leaves the map."""
        place = (-1 if next else len(self.handles)) if self._chosen is None else self._chosen
        place += 1 if next else -1
        inside = 0 <= place < len(self.handles)
        self._chosen = place if inside else None
        self._say_chosen()
        self.update()
        return inside or super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys are for this foot now."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand out what the arrow keys did."""
        self._hand_out_keys()
        self.update()

    def _hand_out_keys(self) -> None:
        """Hand out what the arrow keys did; what is being dragged waits for its end."""
        if not self._dragging and self._painting is None:
            self.hand_out()

    def _handle_at(self, place: QPointF) -> int | None:
        """Number of the nearest handle that can be taken at a place, or None."""
        near = [
            (float(np.hypot(at.x() - place.x(), at.y() - place.y())), number)
            for number, at in enumerate(self.places)
        ]
        within = [item for item in near if item[0] <= RADIUS[self.handles[item[1]].part] + _REACH]
        return min(within)[1] if within else None

    def _plate_place(self, foot: StepPrint, place: QPointF) -> tuple[float, float]:
        """A place of the widget on the plate, mm."""
        inverse, _ = self._map.to_widget().inverted()
        point = inverse.map(place)
        return foot.frame.to_plate(point.x(), point.y())

    def _cell_at(self, foot: StepPrint, place: QPointF) -> Cell:
        return cell_at(foot, *self._plate_place(foot, place))

    def _can_change(self, foot: StepPrint, cell: Cell) -> bool:
        """Whether a cell can be left out or put back."""
        return cell in self.correction.cells_left_out or is_loaded(foot, cell)

    def _move_to(self, foot: StepPrint, place: tuple[float, float]) -> None:
        """Draw the chosen handle to a place on the plate, not far beyond the print."""
        chosen = self.chosen
        if chosen is None:
            return
        left, right, low, high = foot.extent
        across, up = foot.frame.to_drawing(*np.array(place)).tolist()
        across = min(max(across, left - _BEYOND), right + _BEYOND)
        up = min(max(up, low - _BEYOND), high + _BEYOND)
        try:
            self._draft = with_handle(foot, self.correction, chosen, *foot.frame.to_plate(across, up))
        except SettingsError as reason:
            self._trouble = str(reason)
            return
        self._trouble = ""
        self._preview()
        self.update()

    def _paint_cells(self, foot: StepPrint, place: QPointF) -> None:
        """Leave out, or put back, the cells between the last place of the pointer and this one."""
        grid = foot.step.footstep.recording.grid
        way = place - self._last
        pixels = max(min(grid.row_spacing, grid.column_spacing) * self._map.scale / 2, 1.0)
        count = int(np.hypot(way.x(), way.y()) / pixels) + 1
        cells = {self._cell_at(foot, self._last + way * (step / count)) for step in range(count + 1)}
        changed = [cell for cell in cells if self._can_change(foot, cell)]
        self._draft = with_cells(self.correction, changed, bool(self._painting))
        self._last = place
        self.update()

    def _show_under(self, foot: StepPrint, place: QPointF) -> None:
        """Show by pointer and tip what can be taken at a place."""
        self._under = self._handle_at(place)
        if self._under is not None:
            self.setCursor(Qt.CursorShape.SizeAllCursor)
            self.setToolTip(wrapped(f"Drag the {self.handles[self._under].name}"))
        elif foot.step.complete and self._can_change(foot, self._cell_at(foot, place)):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            out = self._cell_at(foot, place) in self.correction.cells_left_out
            self.setToolTip(wrapped("Click to put the cell back" if out else ""))
        else:
            self.unsetCursor()
            self.setToolTip("")
        self.update()

    def _say_chosen(self) -> None:
        """Tell a person who does not see the map what the arrow keys move."""
        chosen = self.chosen
        self.setAccessibleDescription(f"Arrow keys move the {chosen.name}." if chosen else "No handle is chosen.")
