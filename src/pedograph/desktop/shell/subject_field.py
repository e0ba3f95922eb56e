"""The field of the patient ID: what is refused stays in it to be put right, and Escape takes it back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from pedograph.desktop.style.theme import name_part
from pedograph.desktop.style.words import wrapped
from pedograph.workspace.commands import SUBJECT, set_subject
from pedograph.workspace.model import Workspace

_ABOUT = "An ID, never a name; up to 32 characters without spaces: A to Z, digits, dots, dashes"


class SubjectField(QLineEdit):
    """Mirrors the patient ID of the visit.

    Parameters
    ----------
    workspace : Workspace
        What is open.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._visit = (0, "")
        self.setPlaceholderText("patient ID")
        self.setMinimumWidth(112)
        self.setMaximumWidth(168)
        self.setAccessibleName("Patient ID")
        self.setToolTip(wrapped(_ABOUT))
        self.editingFinished.connect(self.commit)
        workspace.document.changed.connect(self.refresh)
        self.refresh()

    @property
    def refused(self) -> bool:
        """Whether what stands in it is no ID."""
        return self.objectName() == "refused"

    def commit(self) -> None:
        """Take what was typed as entered; what is no ID stays to be corrected, and the visit keeps its own."""
        typed = self.text().strip()
        self._mark(refused=not set_subject(self._workspace, typed))

    def refresh(self) -> None:
        """Show the visit's ID where that, or the visit, is another; what is being typed stays while it is not."""
        document = self._workspace.document
        visit = (document.number, document.session.visit.subject)
        if visit != self._visit:
            self._visit = visit
            self.setText(visit[1])
            self._mark(refused=False)

    def event(self, event: QEvent) -> bool:
        """Escape belongs to the field as long as it holds something else than the visit."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._takes_back(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the visit's ID again on Escape."""
        if not self._takes_back(event):
            super().keyPressEvent(event)
            return
        self.setText(self._visit[1])
        self._mark(refused=False)
        self._workspace.messages.settle(SUBJECT)

    def _takes_back(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and self.text() != self._visit[1]

    def _mark(self, refused: bool) -> None:
        """Let it be seen and heard that what stands in it was refused."""
        name_part(self, "refused" if refused else "")
        self.setAccessibleDescription("Refused: this is no patient ID." if refused else "")
