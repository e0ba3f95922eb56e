"""The rail on the left: the workplaces there are."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout

from pedograph.desktop.shell.binding import ActionBinding
from pedograph.workspace.model import Page


class Rail(QFrame):
    """A button for each workplace.

    Parameters
    ----------
    binding : ActionBinding
        For the buttons.
    """

    def __init__(self, binding: ActionBinding) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(84)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 8, 4, 8)
        layout.setSpacing(8)
        self.buttons: dict[Page, QToolButton] = {}
        for page in Page:
            button = binding.button(f"go.{page}")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setIconSize(QSize(24, 24))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.buttons[page] = button
            layout.addWidget(button)
        layout.addStretch(1)
