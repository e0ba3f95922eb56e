"""The load of the ten regions, left and right under each other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from pedograph.desktop.style import current_theme
from pedograph.desktop.style.theme import base_font
from pedograph.desktop.style.words import wrapped
from pedograph.measures import catalogue
from pedograph.workspace.measure_rows import REGION_COLUMNS, RegionRow

_SHORT = {
    "peak_pressure": "Peak\nkPa",
    "peak_force": "Force\nN",
    "contact_area": "Area\ncm²",
    "pressure_time_integral": "PTI\nkPa·s",
    "force_time_integral_share": "FTI\n%",
}


class RegionTable(QTableWidget):
    """Ten regions by five measures, for both feet."""

    def __init__(self) -> None:
        super().__init__(0, 2 + len(REGION_COLUMNS))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        self.setHorizontalHeaderItem(1, QTableWidgetItem(""))
        region = QTableWidgetItem("Region")
        region.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeaderItem(0, region)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 112), (1, 28)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        for column, key in enumerate(REGION_COLUMNS, start=2):
            heading = QTableWidgetItem(_SHORT[key])
            self.setHorizontalHeaderItem(column, heading)
            heading.setToolTip(wrapped(catalogue()[key].tooltip()))
            heading.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName("Load by region")

    def show_rows(self, rows: tuple[RegionRow, ...]) -> None:
        """Show these rows; what is missing is a dash with its reason."""
        theme = current_theme()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            name = QTableWidgetItem(f"{row.name}" if row.side == "L" else "")
            name.setToolTip(f"{row.name} ({row.label})")
            self.setItem(number, 0, name)
            side = QTableWidgetItem(row.side)
            side.setForeground(theme.colour("left" if row.side == "L" else "right"))
            side.setFont(base_font(bold=True))
            self.setItem(number, 1, side)
            for column, reading in enumerate(row.readings, start=2):
                cell = QTableWidgetItem(reading.text)
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if reading.value is None:
                    cell.setForeground(theme.colour("dim"))
                    cell.setToolTip(wrapped(f"Cannot be had: {reading.reason}."))
                self.setItem(number, column, cell)
