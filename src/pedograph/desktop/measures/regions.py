"""The load by region, left and right under each other, in the scheme that was chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
    QVBoxLayout,
)

from pedograph.anatomy.schemes import scheme
from pedograph.desktop.measures.lazy_page import LazyPage, quiet_note
from pedograph.desktop.measures.numbers import paint_reading
from pedograph.desktop.measures.plain_table import PlainTable, fix_widths, paint_chosen
from pedograph.desktop.measures.table import Index
from pedograph.desktop.style import current_theme
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.theme import base_font
from pedograph.desktop.style.words import wrapped
from pedograph.measures import catalogue
from pedograph.recording import Side
from pedograph.workspace.model import Workspace
from pedograph.workspace.tables.error_words import PLUS_MINUS
from pedograph.workspace.tables.measure_rows import Reading
from pedograph.workspace.tables.region_rows import (
    REGION_COLUMNS,
    RegionRow,
    region_rows,
    scheme_choices,
    scheme_name,
    scheme_note,
    scheme_to_show,
)

_SHORT = {
    "peak_pressure": "Peak\nkPa",
    "peak_force": "Force\nN",
    "contact_area": "Area\ncm²",
    "pressure_time_integral": "PTI\nkPa·s",
    "force_time_integral_share": "FTI\n%",
}


class RegionPage(LazyPage):
    """The chooser of a scheme, how it is drawn, and the numbers.

    Parameters
    ----------
    workspace : Workspace
        Whose steps are shown, and which scheme a person looked at last.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "the regions")
        self.schemes = QComboBox()
        self.schemes.setAccessibleName("Scheme of regions")
        self.note = quiet_note()
        self.table = RegionTable()
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 8, 0)
        row.setSpacing(12)
        row.addWidget(Label("Regions"))
        row.addWidget(self.schemes, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        self.foot = quiet_note()
        self.foot.setText(PLUS_MINUS.format("steps"))
        column.addWidget(self.foot)
        self.schemes.activated.connect(self._choose)

    def work_out(self) -> None:
        """Measure the regions of the feet that are shown."""
        left, right = (self.workspace.shown_step(side) for side in (Side.LEFT, Side.RIGHT))
        key = scheme_to_show(left, right, self.workspace.preferences.region_scheme)
        self._offer(scheme_choices(left, right), key)
        self.note.setText(scheme_note(left, right, key) or "No whole foot is shown.")
        self.latest.ask(lambda: region_rows(left, right, key), self.table.show_rows)

    def _offer(self, keys: tuple[str, ...], shown: str) -> None:
        """Fill the chooser."""
        with QSignalBlocker(self.schemes):
            self.schemes.clear()
            for place, key in enumerate(keys):
                self.schemes.addItem(scheme_name(key), key)
                drawn = scheme(key)
                self.schemes.setItemData(
                    place, wrapped(f"{drawn.name}\n{drawn.about}"), Qt.ItemDataRole.ToolTipRole
                )
            self.schemes.setCurrentIndex(self.schemes.findData(shown))
        self.schemes.setEnabled(bool(keys))

    def _choose(self, place: int) -> None:
        self.workspace.prefer(region_scheme=str(self.schemes.itemData(place)))
        self.refresh()


class RegionTable(PlainTable):
    """Regions by five measures, for both feet."""

    def __init__(self) -> None:
        super().__init__(2 + len(REGION_COLUMNS), "Load by region")
        self.verticalHeader().setDefaultSectionSize(24)
        self.setHorizontalHeaderItem(1, QTableWidgetItem(""))
        region = QTableWidgetItem("Region")
        region.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeaderItem(0, region)
        fix_widths(self, None, {0: 112, 1: 20})
        for column, key in enumerate(REGION_COLUMNS, start=2):
            heading = QTableWidgetItem(_SHORT[key])
            self.setHorizontalHeaderItem(column, heading)
            heading.setToolTip(wrapped(catalogue()[key].tooltip()))
            heading.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)

    def delegate(self) -> QStyledItemDelegate:
        """What draws the cells."""
        return _RegionDelegate(self)

    def show_rows(self, rows: tuple[RegionRow, ...]) -> None:
        """Show these rows; what is missing is a dash with its reason."""
        theme = current_theme()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            name = QTableWidgetItem(f"{row.name}" if row.side == "L" else "")
            name.setToolTip(wrapped(f"{row.name} ({row.label})"))
            self.setItem(number, 0, name)
            side = QTableWidgetItem(row.side)
            side.setForeground(theme.colour("left" if row.side == "L" else "right"))
            side.setFont(base_font(bold=True))
            self.setItem(number, 1, side)
            for column, reading in enumerate(row.readings, start=2):
                self.setItem(number, column, _cell(reading))


def _cell(reading: Reading) -> QTableWidgetItem:
    """A number, or a dash with its reason."""
    cell = QTableWidgetItem(reading.text)
    cell.setData(Qt.ItemDataRole.UserRole, reading)
    if reading.value is None:
        cell.setToolTip(wrapped(f"Not available: {reading.reason}."))
    elif reading.flags:
        cell.setToolTip(wrapped("\n".join(f"Mind: {flag}" for flag in reading.flags)))
    return cell


class _RegionDelegate(QStyledItemDelegate):
    """Draws numbers with their errors, and a thin rule above each region."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        box = QRectF(option.rect)
        reading = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(reading, Reading):
            paint_chosen(painter, box, option)
            paint_reading(painter, box.adjusted(0, 0, -2, 0), reading)
        else:
            super().paint(painter, option, index)
        if index.row() % 2 == 0 and index.row():
            painter.setPen(current_theme().colour("grid"))
            painter.drawLine(box.topLeft(), box.topRight())
