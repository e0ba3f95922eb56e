"""The right side of the scan page: measures with their explanation, and the regions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QTabWidget, QVBoxLayout

from pedograph.desktop.measures.details import MeasureDetails
from pedograph.desktop.measures.regions import RegionTable
from pedograph.desktop.measures.table import MeasureTable
from pedograph.recording import Side
from pedograph.workspace.measure_rows import MeasureRow, measure_rows, region_rows
from pedograph.workspace.model import Workspace

_NARROWEST = 440
"""Pixels in which every number has its room; names need 80 more."""

_LINE = 46
"""Height of the explanation while no measure is chosen, px."""
_EXPLAINED = 190
_ANY_HEIGHT = 16_777_215
"""No limit, to Qt."""


class MeasuresPanel(QFrame):
    """Numbers of the two feet that are shown; it mirrors the workspace.

    Parameters
    ----------
    workspace : Workspace
        What is looked at.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.setObjectName("panel")
        self.setMinimumWidth(_NARROWEST)
        self.table = MeasureTable()
        self.details = MeasureDetails()
        self.regions = RegionTable()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(self.table)
        self._split.addWidget(self.details)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setChildrenCollapsible(False)
        self.tabs.addTab(self._split, "Measures")
        self.tabs.addTab(self.regions, "Regions")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 4, 1, 1)
        layout.addWidget(self.tabs)
        self.table.chosen.connect(self._choose)
        workspace.selection_changed.connect(self.refresh)
        self.refresh()

    def _choose(self, row: MeasureRow) -> None:
        self._explain(row)

    def _explain(self, row: MeasureRow | None) -> None:
        """Explain a measure; without one the explanation takes a line, and the table the rest."""
        folded = self.details.maximumHeight() == _LINE
        self.details.show_row(row)
        if row is None:
            self.details.setFixedHeight(_LINE)
            self._split.setSizes([_ANY_HEIGHT, _LINE])
        elif folded:
            self.details.setMinimumHeight(_LINE)
            self.details.setMaximumHeight(_ANY_HEIGHT)
            self._split.setSizes([max(self._split.height() - _EXPLAINED, _EXPLAINED), _EXPLAINED])

    def refresh(self) -> None:
        """Show the numbers of the feet that are looked at now."""
        left, right = (self._workspace.shown_step(side) for side in (Side.LEFT, Side.RIGHT))
        rows = measure_rows(left, right)
        self.table.show_rows(rows)
        self.regions.show_rows(region_rows(left, right))
        key = self.table.current_key()
        self._explain(next((row for row in rows if row.definition.key == key), None))

    def restyle(self) -> None:
        """Take the colours of the theme."""
        self.table.viewport().update()
        self.details.refresh()
        self.refresh()
