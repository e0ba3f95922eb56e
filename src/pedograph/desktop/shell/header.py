"""The header: whose visit, when, which recording and how it was read, and the search for commands."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.shell.recording_box import RecordingBox
from pedograph.desktop.shell.subject_field import SubjectField
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.words import wrapped
from pedograph.formats import list_formats
from pedograph.recording import PressureRecording
from pedograph.workspace.commands import as_code
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
        self.subject = SubjectField(workspace)
        self.examiner = QLineEdit()
        self.date = Label()
        self.task = Label()
        self.recording = RecordingBox()
        self.source = binding.fitting_button("view.source")
        self.search = binding.fitting_button("help.palette")
        self._lay_out()
        self.examiner.editingFinished.connect(self._sign)
        self.recording.activated.connect(workspace.select_recording)
        workspace.selection_changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        self.examiner.setPlaceholderText("initials")
        self.examiner.setMaxLength(8)
        self.examiner.setFixedWidth(72)
        self.examiner.setAccessibleName("Initials of the examiner")
        self.examiner.setToolTip("Under which changes and decisions are signed; empty: unsigned")
        self.date.setObjectName("heading")
        self.task.setObjectName("dim")
        keys = self.search.defaultAction().shortcut().toString()
        self.search.set_wordings((f"Search commands   {keys}", "Search commands", "Search"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        for widget in (self.subject, self.date, self.task, self.recording, self.source):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.examiner)
        row.addWidget(self.search)

    def _sign(self) -> None:
        initials = as_code(self.examiner.text())
        self.examiner.setText(initials)
        if initials != self._workspace.preferences.examiner:
            self._workspace.prefer(examiner=initials)

    def refresh(self) -> None:
        """Show what is open now."""
        session = self._workspace.document.session
        if not self.examiner.hasFocus():
            self.examiner.setText(self._workspace.preferences.examiner)
        self.date.setText(f"visit {session.visit.date}")
        self.recording.show_names([recording.name for recording in session.recordings])
        self.recording.setCurrentIndex(self._workspace.selection.recording if session.recordings else -1)
        analysis = self._workspace.analysis
        for widget in (self.task, self.recording, self.source):
            widget.setVisible(analysis is not None)
        if analysis is not None:
            self.task.setText(analysis.recording.task)
            wordings = source_wordings(analysis.recording)
            self.source.set_wordings(wordings)
            self.source.setAccessibleName(f"How it was read: {wordings[0]}")
            self.source.setToolTip(wrapped(f"{wordings[0]}\n{self.source.defaultAction().statusTip()}"))


def format_name(key: str) -> str:
    """A format as its users know it."""
    return next((spec.name for spec in list_formats() if spec.key == key), key)


def source_wordings(recording: PressureRecording) -> tuple[str, ...]:
    """Format, cells and rate of a recording in a line, and shorter lines for less room.

    A format may lose words at its end; a number is there in full or not at all.
    """
    grid = recording.grid
    cells = f"{grid.row_spacing:g} × {grid.column_spacing:g} mm"
    rate = f"{recording.sample_rate:.4g} Hz" if recording.frames > 1 else "one image"
    words = format_name(recording.source.format).split()
    shorter = [f"{' '.join(words[:count])}…" for count in range(len(words) - 1, 0, -1)]
    lines = [(name, cells, rate) for name in (" ".join(words), *shorter)]
    return tuple("  ·  ".join(parts) for parts in (*lines, (cells, rate), (cells,)))
