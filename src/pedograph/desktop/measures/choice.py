"""The row above the measures: a field to find one, and whether the essential ones or all are shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QToolButton, QWidget

from pedograph.desktop.style.words import wrapped


class MeasureChoice(QWidget):
    """What of the measures is to be shown."""

    searched = Signal(str)
    """The words in the field."""
    chosen = Signal(bool)
    """Whether all measures are wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.field = _FindField()
        self.essentials = _switch("Essentials", "The measures that matter most often")
        self.everything = _switch("All measures", "Every measure of the foot")
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addSpacing(8)
        for button in (self.essentials, self.everything):
            group.addButton(button)
            row.addWidget(button)
        self.field.textChanged.connect(self.searched)
        self.everything.toggled.connect(self.chosen)

    def show_choice(self, everything: bool, count: int) -> None:
        """Show which of the two is on, and how many measures there are in all."""
        for button in (self.essentials, self.everything):
            button.blockSignals(True)
        (self.everything if everything else self.essentials).setChecked(True)
        for button in (self.essentials, self.everything):
            button.blockSignals(False)
        self.everything.setText(f"All {count}" if count else "All")
        self.everything.setAccessibleName("All measures")


class _FindField(QLineEdit):
    """A field that Escape empties."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Find a measure")
        self.setAccessibleName("Find a measure")
        self.setToolTip("Part of a name, an abbreviation or a group; all measures are looked through")
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        """Escape belongs to the field as long as there is something in it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._clears(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field on Escape."""
        if self._clears(event):
            self.clear()
        else:
            super().keyPressEvent(event)

    def _clears(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and bool(self.text())


def _switch(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(wrapped(tip))
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
