"""The header: whose visit, when, which recording and how it was read, and the search for commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton

from pedograph.desktop.shell.binding import ActionBinding
from pedograph.formats import list_formats
from pedograph.recording import PressureRecording
from pedograph.workspace.commands import as_code, set_subject
from pedograph.workspace.model import Workspace


class Header(QFrame):
    """The line over the pages; it mirrors the workspace.

    Parameters
    ----------
    workspace : Workspace
        What is open.
    binding : ActionBinding
        For the buttons.
    """

    def __init__(self, workspace: Workspace, binding: ActionBinding) -> None:
        super().__init__()
        self._workspace = workspace
        self.setObjectName("header")
        self.subject = QLineEdit()
        self.examiner = QLineEdit()
        self.date = QLabel()
        self.task = QLabel()
        self.recording = QComboBox()
        self.source = binding.button("view.source", words=True)
        self.search = binding.button("help.palette", words=True)
        self._lay_out()
        self.subject.editingFinished.connect(self._rename)
        self.examiner.editingFinished.connect(self._sign)
        self.recording.activated.connect(workspace.select_recording)
        workspace.selection_changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        self.subject.setPlaceholderText("patient ID")
        self.subject.setFixedWidth(168)
        self.subject.setAccessibleName("Patient ID")
        self.subject.setToolTip("A code, never a name; up to 32 characters, digits, dots and dashes")
        self.subject.setClearButtonEnabled(False)
        self.examiner.setPlaceholderText("initials")
        self.examiner.setMaxLength(8)
        self.examiner.setFixedWidth(80)
        self.examiner.setAccessibleName("Initials of the examiner")
        self.examiner.setToolTip("Under which changes and decisions are signed; empty: unsigned")
        self.date.setObjectName("heading")
        self.task.setObjectName("dim")
        self.recording.setAccessibleName("Recording")
        self.recording.setToolTip("Recordings of this visit  (Ctrl+PgUp, Ctrl+PgDown)")
        self.recording.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.source.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # Both may be narrower than their words, so that the window fits a small screen.
        self.source.setMinimumWidth(160)
        self.search.setMinimumWidth(44)
        self.search.defaultAction().setIconText("Search commands   Ctrl+K")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(16)
        for widget in (self.subject, self.date, self.task, self.recording, self.source):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.examiner)
        row.addWidget(self.search)

    def _rename(self) -> None:
        if not set_subject(self._workspace, self.subject.text().strip()):
            self.subject.setText(self._workspace.document.session.visit.subject)

    def _sign(self) -> None:
        initials = as_code(self.examiner.text())
        self.examiner.setText(initials)
        if initials != self._workspace.preferences.examiner:
            self._workspace.prefer(examiner=initials)

    def refresh(self) -> None:
        """Show what is open now."""
        session = self._workspace.document.session
        if not self.subject.hasFocus() or self.subject.text() != session.visit.subject:
            self.subject.setText(session.visit.subject)
        if not self.examiner.hasFocus():
            self.examiner.setText(self._workspace.preferences.examiner)
        self.date.setText(f"visit {session.visit.date}")
        names = [recording.name for recording in session.recordings]
        if names != [self.recording.itemText(place) for place in range(self.recording.count())]:
            self.recording.clear()
            self.recording.addItems(names)
        self.recording.setCurrentIndex(self._workspace.selection.recording if names else -1)
        analysis = self._workspace.analysis
        for widget in (self.task, self.recording, self.source):
            widget.setVisible(analysis is not None)
        if analysis is not None:
            self.task.setText(analysis.recording.task)
            _name(self.source, source_line(analysis.recording))


def _name(button: QToolButton, text: str) -> None:
    """Words of a button that its action does not set."""
    action = button.defaultAction()
    action.setIconText(text)
    button.setText(text)
    button.setAccessibleName(f"How it was read: {text}")


def format_name(key: str) -> str:
    """A format as its users know it."""
    return next((spec.name for spec in list_formats() if spec.key == key), key)


def source_line(recording: PressureRecording) -> str:
    """Format, cells and rate of a recording in a line."""
    grid = recording.grid
    cells = f"{grid.row_spacing:g} × {grid.column_spacing:g} mm"
    rate = f"{recording.sample_rate:.4g} Hz" if recording.frames > 1 else "one image"
    return f"{format_name(recording.source.format)}  ·  {cells}  ·  {rate}"
