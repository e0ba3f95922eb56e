"""What is lacking, in words; where the examination can give it, the words lead to its field."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pedograph.desktop.examination.card_style import GRID, QuietLabel
from pedograph.desktop.findings.buttons import FieldLink
from pedograph.desktop.findings.evidence_list import sentence_case
from pedograph.posture.finding import Missing


class MissingList(QWidget):
    """Lines of what is lacking.

    Parameters
    ----------
    items : iterable of Missing
        What is lacking; an item with several empty fields leads to the first.
    parent : QWidget, optional
        Qt parent.
    heading : str
        Words above the lines.

    Attributes
    ----------
    field_wanted : Signal(str)
        Path of the field that was clicked.
    """

    field_wanted = Signal(str)

    def __init__(self, items: Iterable[Missing], parent: QWidget | None = None, *, heading: str = "") -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        self.links: list[FieldLink] = []
        if heading:
            column.addWidget(QuietLabel(heading, self))
        # What one click can fill in comes first.
        for item in sorted(items, key=lambda item: not item.fields):
            column.addWidget(self._link(item) if item.fields else self._words(item))

    def _link(self, item: Missing) -> FieldLink:
        link = FieldLink(sentence_case(item.text), self)
        link.clicked.connect(lambda: self.field_wanted.emit(item.fields[0]))
        self.links.append(link)
        return link

    def _words(self, item: Missing) -> QuietLabel:
        return QuietLabel(sentence_case(item.text), self)
