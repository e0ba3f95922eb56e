"""The message over the page: it stays until it is dismissed, stops nobody, and covers nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.style import icon, pixmap
from pedograph.workspace.model import Workspace


class Banner(QWidget):
    """Shows the workspace's message.

    Parameters
    ----------
    workspace : Workspace
        Whose message.
    binding : ActionBinding
        For the action that a message offers.
    """

    def __init__(self, workspace: Workspace, binding: ActionBinding) -> None:
        super().__init__()
        self._workspace = workspace
        self._binding = binding
        self._sheet = QFrame()
        self._sheet.setObjectName("banner")
        self._sign = QLabel()
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details = QLabel()
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.details.setWordWrap(True)
        self.details.setObjectName("dim")
        self.more = QPushButton("Show all")
        self.offer = QPushButton()
        self.dismiss = QToolButton()
        self.dismiss.setAccessibleName("Dismiss message")
        self.dismiss.setToolTip("Dismiss  (Esc)")
        self._lay_out()
        self.more.clicked.connect(self._toggle_details)
        self.offer.clicked.connect(self._take_offer)
        self.dismiss.clicked.connect(workspace.messages.dismiss)
        workspace.messages.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addWidget(self.text, 1)
        for button in (self.more, self.offer, self.dismiss):
            row.addWidget(button)
        layout = QVBoxLayout(self._sheet)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.addLayout(row)
        layout.addWidget(self.details)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 0)
        whole.addWidget(self._sheet)

    def refresh(self) -> None:
        """Show the message there is, or hide."""
        message = self._workspace.messages.current
        self.setVisible(message is not None)
        if message is None:
            return
        self._sign.setPixmap(pixmap("info", "accent"))
        self.dismiss.setIcon(icon("close"))
        self.text.setText(message.text)
        self.setAccessibleName(message.text)
        self.details.setText(message.details)
        self.details.hide()
        self.more.setVisible(bool(message.details))
        self.offer.setVisible(bool(message.offer))
        self.offer.setText(message.offer)

    def _toggle_details(self) -> None:
        self.details.setVisible(self.details.isHidden())

    def _take_offer(self) -> None:
        message = self._workspace.messages.current
        if message is not None and message.action:
            self._workspace.messages.dismiss()
            self._binding.run(message.action)
