"""The line at the foot: what is saved, quality notes, what runs, and what the program is not for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton

from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.style.label import ElidedLabel, Label
from pedograph.desktop.style.words import INTENDED_USE, wrapped
from pedograph.workspace.model import Workspace


class StatusLine(QFrame):
    """Mirrors the workspace's state.

    Parameters
    ----------
    workspace : Workspace
        Whose state.
    binding : ActionBinding
        To open the card of quality notes.
    """

    def __init__(self, workspace: Workspace, binding: ActionBinding) -> None:
        super().__init__()
        self._workspace = workspace
        self._binding = binding
        self.setObjectName("status")
        self.setFixedHeight(34)
        self.saved = ElidedLabel()
        self.notes = QPushButton()
        self.job = ElidedLabel()
        self.bar = QProgressBar()
        self.cancel = QPushButton("Cancel")
        self._lay_out()
        self.notes.clicked.connect(self._show_notes)
        self.cancel.clicked.connect(workspace.cancel)
        workspace.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        self.notes.setObjectName("link")
        self.notes.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.bar.setFixedSize(120, 8)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.cancel.setObjectName("link")
        self.cancel.setToolTip("Stop what is running  (Esc)")
        foot = Label(INTENDED_USE)
        foot.setObjectName("dim")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(24)
        row.addWidget(self.saved)
        row.addWidget(self.notes)
        row.addWidget(self.job)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(foot)

    def _show_notes(self) -> None:
        self._binding.run("view.source")

    def refresh(self) -> None:
        """Show how things stand now."""
        self.saved.setText(saved_words(self._workspace))
        analysis = self._workspace.analysis
        count = len(analysis.quality) if analysis is not None else 0
        self.notes.setVisible(count > 0)
        self.notes.setText("1 quality note" if count == 1 else f"{count} quality notes")
        self.notes.setToolTip(wrapped("\n".join(map(str, analysis.quality))) if analysis is not None else "")
        job = self._workspace.jobs.current
        for widget in (self.job, self.bar):
            widget.setVisible(job is not None)
        self.cancel.setVisible(job is not None and job.exclusive)
        if job is not None:
            several = f"  {job.completed + 1} of {job.total}" if job.total > 1 else ""
            self.job.setText(f"{job.text or job.name}{several}")
            self.bar.setRange(0, job.total if job.total > 1 else 0)
            self.bar.setValue(job.completed)


def saved_words(workspace: Workspace) -> str:
    """Whether the visit is saved, in words."""
    document = workspace.document
    if document.dirty:
        return f"Changes not saved: {document.path.name}" if document.path else "Not saved yet"
    return f"All changes saved: {document.path.name}" if document.path else "Nothing to save"
