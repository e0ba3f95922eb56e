"""The studies behind a note, unfolded: citation, design, size, finding, limits, and what was read of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pedograph.desktop.examination.card_style import GRID, QuietLabel, line_colour, scaled_font
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.words import wrapped
from pedograph.posture.evidence import EvidenceRecord, evidence

_READ: Final = {
    "abstract": "Its abstract was read",
    "title": "Only its title was read",
    "reference list": "Only seen in a reference list",
    "summary": "Only a summary of it was read",
    "no": "It was not read",
}


class EvidenceList(QWidget):
    """Studies under each other.

    Parameters
    ----------
    ids : iterable of str
        Ids of the studies; one that this version does not know is shown by its id.
    name : str
        Heading and accessible name ("For").
    parent : QWidget, optional
        Qt parent.
    """

    def __init__(self, ids: Iterable[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        heading = words_label(name, self)
        heading.setFont(scaled_font(self.font(), 1.15, QFont.Weight.DemiBold))
        column.addWidget(heading)
        known = evidence()
        for key in ids:
            column.addWidget(_Study(known[key], self) if key in known else _unknown(key, self))


class _Study(QWidget):
    """One study, behind a thin rule."""

    def __init__(self, record: EvidenceRecord, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(record.citation)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(_citation(record, self))
        column.addWidget(QuietLabel(design_words(record), self))
        column.addWidget(words_label(record.finding, self))
        column.addWidget(QuietLabel(self.tr("Limits: {}").format(record.limits), self))
        column.addWidget(QuietLabel(reading_words(record), self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the rule."""
        painter = QPainter(self)
        painter.fillRect(QRectF(GRID // 2, 0, 1, self.height()), line_colour(self.palette()))
        painter.end()


def design_words(record: EvidenceRecord) -> str:
    """Design, size and people of a study."""
    size = f"n = {record.n:,}".replace(",", "\u00a0") if record.n is not None else "n not stated"
    return ". ".join(part for part in (f"{sentence_case(record.design)}, {size}", record.population) if part)


def reading_words(record: EvidenceRecord) -> str:
    """How much the study carries, and what of it was read."""
    words = f"Strength for the claim: {record.strength}. {_READ[record.verified]}"
    if record.unverified:
        words = f"{words}; not checked: {', '.join(record.unverified)}"
    return f"{words}. Same research group: {record.cluster}." if record.cluster else f"{words}."


def words_label(words: str, parent: QWidget) -> Label:
    """Wrapping words that can be marked and copied."""
    label = Label(words, parent)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.Text)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _citation(record: EvidenceRecord, parent: QWidget) -> Label:
    label = words_label(record.citation, parent)
    label.setFont(scaled_font(label.font(), 1.0, QFont.Weight.DemiBold))
    label.setToolTip(wrapped("\n".join(part for part in (record.authors, record.title, record.link) if part)))
    return label


def _unknown(key: str, parent: QWidget) -> Label:
    return QuietLabel(f"{key}: this version of Pedograph has no record of the study.", parent)


def sentence_case(words: str) -> str:
    """``words`` with a capital at their head."""
    return words[:1].upper() + words[1:]
