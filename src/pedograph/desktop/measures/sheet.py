"""A table of measures with the explanation of the chosen one under it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter

from pedograph.desktop.measures.details import MeasureDetails
from pedograph.desktop.measures.table import BAR, MeasureTable
from pedograph.workspace.tables.measure_rows import MeasureRow

_LINES = 66
"""Height of the explanation while no measure is chosen, px."""
_EXPLAINED = 190
_ANY_HEIGHT = 16_777_215
"""No limit, to Qt."""


class MeasureSheet(QSplitter):
    """The table and, once a measure is chosen, what it is.

    Parameters
    ----------
    bars : bool
        Whether there is a column for the bars with the reference bands.
    repeated : str
        What differs from one to the next, which no error holds: "steps" or "recordings".
    """

    explained = Signal(object)
    """The row that is explained now; None where no measure is chosen."""

    def __init__(self, bars: bool = True, repeated: str = "steps") -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.table = MeasureTable()
        self.table.setColumnHidden(BAR, not bars)
        self.details = MeasureDetails(repeated)
        self.addWidget(self.table)
        self.addWidget(self.details)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setChildrenCollapsible(False)
        self.table.chosen.connect(self._explain)
        self._explain(None)

    def show_rows(self, rows: tuple[MeasureRow, ...], folded: tuple[str, ...] = ()) -> None:
        """Show these rows; the chosen measure stays chosen where it is among them."""
        self.table.show_rows(rows, folded)
        key = self.table.current_key()
        self._explain(next((row for row in rows if row.definition.key == key), None))

    def _explain(self, row: MeasureRow | None) -> None:
        """Explain a measure; without one the explanation takes three lines, and the table the rest."""
        was_short = self.details.maximumHeight() == _LINES
        self.details.show_row(row)
        if row is None:
            self.details.setFixedHeight(_LINES)
            self.setSizes([_ANY_HEIGHT, _LINES])
        elif was_short:
            self.details.setMinimumHeight(_LINES)
            self.details.setMaximumHeight(_ANY_HEIGHT)
            self.setSizes([max(self.height() - _EXPLAINED, _EXPLAINED), _EXPLAINED])
        self.explained.emit(row)
