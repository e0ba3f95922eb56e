"""What a measure is, in full: definition, formula, inputs, reference, what misleads, source."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QTextBrowser

from pedograph.desktop.style import current_theme
from pedograph.workspace.tables.error_words import PLUS_MINUS
from pedograph.workspace.tables.measure_rows import MeasureRow, Reading

_NARROW, _WIDE = 6, 14
"""Pixels round the text, where it is a note only, and where it is an explanation."""
_CHOOSE = "Choose a measure to read how it is made."


class MeasureDetails(QTextBrowser):
    """The area under the table that explains the chosen measure, or what ± stands for.

    Parameters
    ----------
    repeated : str
        What differs from one to the next, which no error holds: "steps" or "recordings".
    """

    def __init__(self, repeated: str = "steps") -> None:
        super().__init__()
        self._plus_minus = PLUS_MINUS.format(repeated)
        self._row: MeasureRow | None = None
        self._errors = ("", "")
        self.setOpenLinks(False)
        self.setAccessibleName("Definition of the chosen measure")
        self.refresh()

    def show_row(self, row: MeasureRow | None) -> None:
        """Explain a measure; where its errors come from is said by `show_errors`."""
        self._row = row
        self._errors = ("", "")
        self.refresh()

    def show_errors(self, left: str, right: str) -> None:
        """Say where the errors of the measure that is explained come from."""
        self._errors = (left, right)
        scrolled = self.verticalScrollBar().value()
        self.refresh()
        self.verticalScrollBar().setValue(scrolled)

    def refresh(self) -> None:
        """Write it again, in the colours of the theme."""
        self.document().setDocumentMargin(_NARROW if self._row is None else _WIDE)
        self.setHtml(explanation(self._row, self._errors, self._plus_minus))


def explanation(row: MeasureRow | None, errors: tuple[str, str], plus_minus: str) -> str:
    """The explanation of a measure as HTML, with the origin of the errors of left and right.

    Parameters
    ----------
    row : MeasureRow or None
        The measure; None for what ± stands for, alone.
    errors : (str, str)
        Where the errors of left and right come from.
    plus_minus : str
        What ± stands for.
    """
    theme = current_theme()
    quiet = f'<span style="color:{theme.dim}">{escape(plus_minus)}</span>'
    if row is None:
        return f'<p style="margin:0 8px">{_CHOOSE} {quiet}</p>'
    definition = row.definition
    unit = f" {definition.display_unit}" if definition.display_unit else ""
    values = [_value("L", theme.left, row.left, unit), _value("R", theme.right, row.right, unit)]
    if row.both is not None:
        values = [_value("", theme.text, row.both, unit)]
    name = f"<b>{escape(definition.name)}</b> ({escape(definition.symbol)})"
    parts = [f"<p>{name}&nbsp;&nbsp; {'&nbsp;&nbsp; '.join(values)}</p>"]
    parts += _origin(errors)
    parts.append(f"<p>{escape(definition.definition)}</p>")
    entries = [("Formula", definition.formula), ("From", definition.inputs)]
    if definition.positive:
        entries.append(("Positive", definition.positive))
    own = [] if row.reference is None or row.reference in definition.references else [row.reference]
    entries += [
        ("Reference", definition.reference_text(reference)) for reference in (*own, *definition.references)
    ]
    entries.append(("Mind", definition.pitfalls))
    entries += [("Source", str(source)) for source in definition.all_sources]
    parts += [f'<p><span style="color:{theme.dim}">{name}</span> {escape(text)}</p>' for name, text in entries]
    parts.append(f"<p>{quiet}</p>")
    return "".join(parts)


def _origin(errors: tuple[str, str]) -> list[str]:
    """Where the errors come from, a line a foot."""
    theme = current_theme()
    head = f'<span style="color:{theme.dim}">Error</span>'
    if not any(errors):
        return []
    letters = ((theme.left, "L", errors[0]), (theme.right, "R", errors[1]))
    said = [f'<b style="color:{colour}">{letter}</b> {escape(text)}' for colour, letter, text in letters if text]
    return [f"<p>{head} {'<br>'.join(said)}</p>"]


def _value(letter: str, colour: str, reading: Reading, unit: str) -> str:
    """The value of one foot, or the reason why there is none."""
    text = f"{reading.text}{unit}" if reading.value is not None else f"not available: {reading.reason}"
    flags = "".join(f". Mind: {flag}" for flag in reading.flags)
    return f'<b style="color:{colour}">{letter}</b> {escape(text + flags)}'
