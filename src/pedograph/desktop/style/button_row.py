"""A row of buttons that lose their words, all at once, where there is no room for them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

_SPACING = 4
_ICONS, _WORDS = Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextBesideIcon


class ButtonRow(QWidget):
    """Buttons with icon and words, or with their icons alone; the words are then in their tooltips."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[QToolButton] = []
        self._needed = {_ICONS: _SPACING, _WORDS: _SPACING}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_SPACING)

    def add(self, button: QToolButton) -> None:
        """Add a button at the end."""
        self.buttons.append(button)
        self._row.addWidget(button)
        button.ensurePolished()
        for style in (_ICONS, _WORDS):
            button.setToolButtonStyle(style)
            self._needed[style] += button.sizeHint().width() + _SPACING

    def space(self, pixels: int) -> None:
        """Leave this free before the next button."""
        self._needed = {style: width + pixels + _SPACING for style, width in self._needed.items()}
        self._row.addSpacing(pixels)

    def stretch(self) -> None:
        """Leave free here what is not needed."""
        self._row.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """Room for the icons."""
        return QSize(self._needed[_ICONS], super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the words where all of them have room."""
        super().resizeEvent(event)
        style = _WORDS if self._needed[_WORDS] <= event.size().width() else _ICONS
        for button in self.buttons:
            if button.toolButtonStyle() != style:
                button.setToolButtonStyle(style)
