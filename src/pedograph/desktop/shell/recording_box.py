"""The drop-down of a visit's recordings, whose names may be longer than there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter

from pedograph.desktop.style.words import wrapped

_LEAST, _MOST, _LIST = 96, 320, 640
"""Pixels of the box, and most of its list."""
_ARROW = 36


class RecordingBox(QComboBox):
    """Leaves out the middle of a name that is too long, and says all of it in the tooltip and in the list."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Recording")
        self.setMinimumWidth(_LEAST)
        self.setMaximumWidth(_MOST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.currentTextChanged.connect(self._explain)
        self._explain("")

    def show_names(self, names: Sequence[str]) -> None:
        """Offer these recordings."""
        if list(names) == [self.itemText(place) for place in range(self.count())]:
            return
        self.clear()
        self.addItems(list(names))
        for place, name in enumerate(names):
            self.setItemData(place, wrapped(name), Qt.ItemDataRole.ToolTipRole)
        widest = max((self.fontMetrics().horizontalAdvance(name) for name in names), default=0)
        self.view().setMinimumWidth(min(widest + _ARROW, _LIST))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the longest name, but no more than the header has."""
        return QSize(min(super().sizeHint().width(), _MOST), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    def _explain(self, name: str) -> None:
        self.setToolTip(wrapped(f"{name}\nRecordings of this visit  (Ctrl+PgUp, Ctrl+PgDown)".strip()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box with as much of the name as there is room for."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        words = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideMiddle, field.width() - 4)
        option.currentText = words
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
