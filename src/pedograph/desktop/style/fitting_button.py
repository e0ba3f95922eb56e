"""A button that says as much as it has room for, in whole words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton

from pedograph.desktop.style.words import without_mnemonic

_ROOM = 26
"""Pixels of a button beside its icon and words."""
_LEAST = 44


class FittingButton(QToolButton):
    """Shows the first of several wordings that it has room for, from the longest to none: Qt cuts the middle out.

    What is said in full stands in its accessible name.
    """

    def __init__(self) -> None:
        super().__init__()
        self._wordings: tuple[str, ...] = ("",)
        self.setMinimumWidth(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_wordings(self, wordings: tuple[str, ...]) -> None:
        """Say this, the longest first; where none has room, the icon stands alone."""
        self._wordings = wordings
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the longest wording."""
        width = self.fontMetrics().horizontalAdvance(self._wordings[0]) + self.iconSize().width() + _ROOM
        return QSize(max(width, _LEAST), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the icon."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    def shown_text(self) -> str:
        """The wording that there is room for."""
        room = self.width() - self.iconSize().width() - _ROOM
        metrics = self.fontMetrics()
        return next((words for words in self._wordings if metrics.horizontalAdvance(words) <= room), "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button with what there is room for."""
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = without_mnemonic(self.shown_text())
        if not option.text:
            option.toolButtonStyle = Qt.ToolButtonStyle.ToolButtonIconOnly
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
