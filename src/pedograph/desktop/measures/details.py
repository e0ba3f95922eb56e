"""What a measure is, in full: definition, formula, inputs, reference, what misleads, source."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QTextBrowser

from pedograph.desktop.style import current_theme
from pedograph.workspace.measure_rows import MeasureRow, Reading


class MeasureDetails(QTextBrowser):
    """The area under the table that explains the chosen measure."""

    def __init__(self) -> None:
        super().__init__()
        self._row: MeasureRow | None = None
        self.setOpenLinks(False)
        self.setAccessibleName("Definition of the chosen measure")
        self.document().setDocumentMargin(14)
        self.refresh()

    def show_row(self, row: MeasureRow | None) -> None:
        """Explain a measure."""
        self._row = row
        self.refresh()

    def refresh(self) -> None:
        """Write it anew, in the colours of the theme."""
        self.setHtml(explanation(self._row))


def explanation(row: MeasureRow | None) -> str:
    """The explanation of a measure as HTML."""
    theme = current_theme()
    if row is None:
        return f'<p style="color:{theme.dim}">Choose a measure to read how it is made.</p>'
    definition = row.definition
    unit = f" {definition.display_unit}" if definition.display_unit else ""
    values = [_value("L", theme.left, row.left, unit), _value("R", theme.right, row.right, unit)]
    name = f"<b>{escape(definition.name)}</b> ({escape(definition.symbol)})"
    parts = [f"<p>{name}&nbsp;&nbsp; {'&nbsp;&nbsp; '.join(values)}</p>"]
    parts.append(f"<p>{escape(definition.definition)}</p>")
    entries = [("Formula", definition.formula), ("From", definition.inputs)]
    if definition.positive:
        entries.append(("Positive", definition.positive))
    entries += [("Reference", definition.reference_text(reference)) for reference in definition.references]
    entries.append(("Mind", definition.pitfalls))
    entries += [("Source", str(source)) for source in definition.all_sources]
    parts += [f'<p><span style="color:{theme.dim}">{name}</span> {escape(text)}</p>' for name, text in entries]
    return "".join(parts)


def _value(letter: str, colour: str, reading: Reading, unit: str) -> str:
    """The value of one foot, or the reason why there is none."""
    text = f"{reading.text}{unit}" if reading.value is not None else f"cannot be had: {reading.reason}"
    flags = "".join(f". Mind: {flag}" for flag in reading.flags)
    return f'<b style="color:{colour}">{letter}</b> {escape(text + flags)}'
