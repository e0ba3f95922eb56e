"""How a recording was read: format, cells, rate, what was assumed, and what to know of its quality."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from pedograph.analysis import Analysis
from pedograph.desktop.shell.header import format_name
from pedograph.desktop.style import current_theme

_HEADER_FIELDS = 14
"""Fields of the file's own header that the card shows."""


class SourceCard(QFrame):
    """A card that opens under the header and closes when one clicks elsewhere.

    Parameters
    ----------
    analysis : Analysis
        The recording.
    parent : QWidget
        The window.
    """

    def __init__(self, analysis: Analysis, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("panel")
        self.setAccessibleName("How it was read")
        self.text = QTextBrowser()
        self.text.document().setDocumentMargin(16)
        self.text.setHtml(source_text(analysis))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.text)
        self.resize(520, 480)

    def open_under(self, widget: QWidget) -> None:
        """Open under a button."""
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + 4)))
        self.show()
        self.text.setFocus()


def source_text(analysis: Analysis) -> str:
    """The card as HTML."""
    recording, source, grid = analysis.recording, analysis.recording.source, analysis.recording.grid
    plate = f"{recording.columns * grid.column_spacing:g} × {recording.rows * grid.row_spacing:g} mm"
    span = float(recording.time[-1] - recording.time[0])
    whole = len(analysis.complete_steps)
    facts = [
        ("File", source.file or "made in memory"),
        ("Format", format_name(source.format)),
        ("Cell", f"{grid.row_spacing:g} mm along, {grid.column_spacing:g} mm across the walking direction"),
        ("Grid", f"{recording.rows} rows × {recording.columns} columns, {plate}"),
        ("Frames", f"{recording.frames} at {recording.sample_rate:.4g} Hz, {span:.3g} s"),
        ("Contact", f"above {max(grid.threshold or 0.0, analysis.settings.contact_threshold):g} kPa"),
        ("Saturation", f"{grid.saturation:g} kPa" if grid.saturation else "not stated"),
        ("Footsteps", f"{len(analysis.steps)} found, {whole} whole"),
        ("Assumed", ", ".join(source.assumed) or "nothing: the file says all that was needed"),
        ("SHA-256", f"{source.sha256[:16]}…" if source.sha256 else "none"),
    ]
    notes = "".join(f"<li>{escape(note)}</li>" for note in analysis.quality)
    quality = f"<ul style='margin:0 0 0 -20px'>{notes}</ul>" if notes else "<p>No quality notes.</p>"
    shown = list(source.header.items())[:_HEADER_FIELDS]
    header = f"<h4>In the file's header</h4>{_table(shown)}" if shown else ""
    return f"<h3>How it was read</h3>{_table(facts)}<h4>Quality</h4>{quality}{header}"


def _table(pairs: list[tuple[str, str]]) -> str:
    dim = current_theme().dim
    rows = "".join(
        f'<tr><td style="color:{dim}; padding:1px 12px 1px 0">{escape(name)}</td>'
        f'<td style="padding:1px 0">{escape(value)}</td></tr>'
        for name, value in pairs
    )
    return f"<table>{rows}</table>"
