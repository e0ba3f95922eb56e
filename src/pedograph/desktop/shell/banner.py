"""The message that floats over the page: it stays until it is dismissed, stops nobody, and moves nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.style import icon, pixmap
from pedograph.workspace.model import Workspace

_WIDEST = 1040


class Banner(QFrame):
    """Shows the workspace's message.

    Parameters
    ----------
    workspace : Workspace
        Whose message.
    binding : ActionBinding
        For the action that a message offers.
    page : QWidget
        What it floats over.
    """

    def __init__(self, workspace: Workspace, binding: ActionBinding, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        page.installEventFilter(self)
        self._workspace = workspace
        self._binding = binding
        self.setObjectName("banner")
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.addLayout(row)
        layout.addWidget(self.details)

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
        self._place()

    def _place(self) -> None:
        """Near the top of the page, in its middle, as high as its words need."""
        width = min(_WIDEST, self._page.width() - 32)
        self.setFixedWidth(width)
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(max(layout.totalHeightForWidth(width), 44))
        self.move((self._page.width() - width) // 2, 8)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the page changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _toggle_details(self) -> None:
        self.details.setVisible(self.details.isHidden())
        self._place()

    def _take_offer(self) -> None:
        message = self._workspace.messages.current
        if message is not None and message.action:
            self._workspace.messages.dismiss()
            self._binding.run(message.action)
