"""How a recording was read, line by line with where each is from, and the fields to set it right."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from pedograph.corrections import ImportCorrection
from pedograph.desktop.shell.header import format_name
from pedograph.desktop.shell.reading_form import ReadingForm
from pedograph.desktop.style import current_theme
from pedograph.import_correction import Origin, import_card
from pedograph.session.model import SessionRecording
from pedograph.workspace.commands import set_reading
from pedograph.workspace.model import Workspace

_HEADER_FIELDS = 14
"""Fields of the file's own header that the card shows."""


class SourceCard(QDialog):
    """A card that stays open beside the window and follows the recording that is looked at.

    Parameters
    ----------
    workspace : Workspace
        What is looked at.
    parent : QWidget
        The window.
    """

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown: SessionRecording | None = None
        self.setWindowTitle("How it was read")
        self.setAccessibleName("How it was read")
        self.text = QTextBrowser()
        self.text.setAccessibleName("What was read, and where each line is from")
        self.text.document().setDocumentMargin(16)
        self.form = ReadingForm()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.form)
        self.resize(680, 720)
        self.form.wanted.connect(self._set_right)
        workspace.selection_changed.connect(self.refresh)
        workspace.changed.connect(self._refresh_buttons)
        self.refresh()

    def refresh(self) -> None:
        """Show the recording that is looked at; what is being typed stays while that is the same."""
        recordings, number = self._workspace.document.session.recordings, self._workspace.selection.recording
        shown = recordings[number] if number < len(recordings) else None
        if shown is None:
            self._shown = None
            self.close()
        elif shown is not self._shown:
            self._shown = shown
            self.text.setHtml(source_text(shown))
            self.form.show_reading(shown.as_read, shown.corrections.reading)
        self._refresh_buttons()

    def open_under(self, widget: QWidget) -> None:
        """Open under a button, or come to the front."""
        if not self.isVisible():
            self.move(widget.mapToGlobal(QPoint(0, widget.height() + 4)))
        self.refresh()
        self.show()
        self.raise_()
        self.text.setFocus()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        self._shown = None
        self.refresh()

    def _refresh_buttons(self) -> None:
        self.form.setEnabled(not self._workspace.jobs.busy)

    def _set_right(self, reading: ImportCorrection) -> None:
        set_reading(self._workspace, self._workspace.selection.recording, reading)


def source_text(recording: SessionRecording) -> str:
    """The card as HTML."""
    analysis = recording.analysis
    source, whole = analysis.recording.source, len(analysis.complete_steps)
    lines = [
        (line.name, format_name(line.value) if line.key == "format" else line.value, _origin(line.origin))
        for line in import_card(analysis)
    ]
    lines.append(("Footsteps", f"{len(analysis.steps)} found, {whole} whole", _origin(Origin.MEASURED)))
    if source.sha256:
        lines.append(("SHA-256", f"{source.sha256[:16]}…", ""))
    notes = "".join(f"<li>{escape(note.sentence)}</li>" for note in analysis.quality)
    quality = f"<ul style='margin:0 0 0 -20px'>{notes}</ul>" if notes else "<p>No quality notes.</p>"
    shown = [(name, value, "") for name, value in list(source.header.items())[:_HEADER_FIELDS]]
    header = f"<h4>In the file's header</h4>{_table(shown)}" if shown else ""
    return f"<h3>How it was read</h3>{_table(lines)}<h4>Quality</h4>{quality}{header}"


def _origin(origin: Origin) -> str:
    """Where a line is from, in words; what was assumed or set by hand stands out."""
    theme = current_theme()
    if origin is Origin.ASSUMED:
        return f'<b style="background:{theme.band}; color:{theme.text}">&nbsp;assumed&nbsp;</b>'
    if origin is Origin.CORRECTED:
        return f'<b style="color:{theme.accent}">set by hand</b>'
    return f'<span style="color:{theme.dim}">{origin}</span>'


def _table(lines: Iterable[tuple[str, str, str]]) -> str:
    """Name, value, and the origin as HTML."""
    dim = current_theme().dim
    rows = "".join(
        f'<tr><td style="color:{dim}; padding:1px 12px 1px 0">{escape(name)}</td>'
        f'<td style="padding:1px 12px 1px 0">{escape(value)}</td><td style="padding:1px 0">{origin}</td></tr>'
        for name, value, origin in lines
    )
    return f"<table>{rows}</table>"
