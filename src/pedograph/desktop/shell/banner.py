"""The message over the page: it stays until it is dismissed, stops nobody, and covers nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.style import icon, pixmap
from pedograph.desktop.style.label import Label, Prose
from pedograph.desktop.style.theme import name_part
from pedograph.workspace.actions import ACTIONS
from pedograph.workspace.model import Workspace

_LINES, _DETAIL_LINES = 4, 8
"""Lines of a message and of its details that are seen at once."""


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
        self.sheet = QFrame()
        self._sign = Label()
        self.text = Prose(_LINES)
        self.text.setAccessibleName("Message")
        self.details = Prose(_DETAIL_LINES)
        self.details.setAccessibleName("Details of the message")
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
        workspace.changed.connect(self._refresh_offer)
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addWidget(self.text, 1)
        for button in (self.more, self.offer, self.dismiss):
            row.addWidget(button)
        layout = QVBoxLayout(self.sheet)
        layout.setContentsMargins(16, 4, 8, 4)
        layout.addLayout(row)
        layout.addWidget(self.details)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 0)
        whole.addWidget(self.sheet)

    def refresh(self) -> None:
        """Show the message there is, or hide; what could not be done looks and is called otherwise."""
        message = self._workspace.messages.current
        self.setVisible(message is not None)
        if message is None:
            return
        name_part(self.sheet, "warning" if message.warning else "banner")
        kind = "Warning" if message.warning else "Message"
        self._sign.setPixmap(pixmap("warning", "warning") if message.warning else pixmap("info", "accent"))
        self._sign.setAccessibleName(kind)
        self.dismiss.setIcon(icon("close"))
        self.text.setText(message.text)
        self.setAccessibleName(f"{kind}: {message.text}")
        self.details.setText(message.details)
        self.details.hide()
        self.more.setVisible(bool(message.details))
        self.offer.setVisible(bool(message.offer))
        self.offer.setText(message.offer)
        self._refresh_offer()

    def _refresh_offer(self) -> None:
        """What is offered can be taken while it is possible."""
        message = self._workspace.messages.current
        if message is not None and message.action:
            self.offer.setEnabled(ACTIONS[message.action].enabled(self._workspace))

    def _toggle_details(self) -> None:
        self.details.setVisible(self.details.isHidden())

    def _take_offer(self) -> None:
        message = self._workspace.messages.current
        if message is not None and message.action:
            self._workspace.messages.dismiss()
            self._binding.run(message.action)
