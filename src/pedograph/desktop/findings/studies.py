"""The studies for and against a note, folded away until they are asked for."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pedograph.desktop.examination.card_style import GRID
from pedograph.desktop.findings.buttons import FoldButton
from pedograph.desktop.findings.evidence_list import EvidenceList
from pedograph.posture.finding import Finding


class Studies(QWidget):
    """Two folds, "for (n)" and "against (n)", with their studies below.

    Parameters
    ----------
    finding : Finding
        The note.
    parent : QWidget, optional
        Qt parent.

    Attributes
    ----------
    row : QHBoxLayout
        The line of the folds, to which a card may add its buttons.
    """

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids = {"for": finding.evidence, "against": finding.against}
        words = {"for": self.tr("for ({})"), "against": self.tr("against ({})")}
        names = {"for": self.tr("Studies for: {}"), "against": self.tr("Studies against: {}")}
        self.folds = {
            key: FoldButton(words[key].format(len(ids)), names[key].format(finding.title), self)
            for key, ids in self._ids.items()
        }
        self.lists: dict[str, EvidenceList] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self.row = QHBoxLayout()
        self.row.setSpacing(GRID)
        self._column.addLayout(self.row)
        for key, fold in self.folds.items():
            fold.setEnabled(bool(self._ids[key]))
            fold.toggled.connect(lambda on, key=key: self._unfold(key, on))
            self.row.addWidget(fold)

    def opened(self) -> tuple[str, ...]:
        """Which folds are open."""
        return tuple(key for key, fold in self.folds.items() if fold.isChecked())

    def open(self, keys: tuple[str, ...]) -> None:
        """Opens folds."""
        for key in keys:
            self.folds[key].setChecked(self.folds[key].isEnabled())

    def _unfold(self, key: str, on: bool) -> None:
        """Shows or hides studies; they are made when they are first asked for."""
        if key not in self.lists:
            heading = {"for": self.tr("For"), "against": self.tr("Against")}[key]
            self.lists[key] = EvidenceList(self._ids[key], heading, self)
            first = 1 if key == "for" else self._column.count()
            self._column.insertWidget(first, self.lists[key])
        self.lists[key].setVisible(on)
