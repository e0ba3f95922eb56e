"""The measures as a table: what it is, left, right, and a little bar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from pedograph.desktop.measures.bar import paint_bar
from pedograph.desktop.style import current_theme
from pedograph.desktop.style.theme import SMALL_SIZE, base_font
from pedograph.desktop.style.words import wrapped
from pedograph.workspace.measure_rows import MeasureRow, Reading

Index = QModelIndex | QPersistentModelIndex
NAME, LEFT, RIGHT, BAR = range(4)
_HEADINGS = ("", "Left", "Right", "")
_ROW, _GROUP = 22, 25


class MeasureTableModel(QAbstractTableModel):
    """Rows of measures under the names of their groups."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[MeasureRow | str] = []

    def show_rows(self, rows: tuple[MeasureRow, ...]) -> None:
        """Show these rows, a heading before each group."""
        self.beginResetModel()
        self.entries = []
        group = ""
        for row in rows:
            if row.definition.group_name != group:
                group = row.definition.group_name
                self.entries.append(group)
            self.entries.append(row)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of rows, headings included."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Name, left, right, bar."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Words over the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        if role == Qt.ItemDataRole.ForegroundRole and section in (LEFT, RIGHT):
            return current_theme().colour("left" if section == LEFT else "right")
        if role == Qt.ItemDataRole.FontRole:
            return base_font(bold=True)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        entry = self.entries[index.row()]
        chosen = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled if isinstance(entry, str) else chosen

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, tooltip, colour and alignment of a cell."""
        entry = self.entries[index.row()]
        if isinstance(entry, str):
            return _heading(entry, index.column(), role)
        if role == Qt.ItemDataRole.UserRole:
            return entry
        reading = {LEFT: entry.left, RIGHT: entry.right}.get(index.column())
        if reading is not None:
            return _reading(entry, reading, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and index.column() == NAME:
            return entry.definition.name
        if index.column() == BAR and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = entry.band_words or "no reference band"
            return wrapped(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == Qt.ItemDataRole.ToolTipRole:
            return wrapped(entry.definition.tooltip())
        return None


def _heading(name: str, column: int, role: int) -> Any:
    if column != NAME:
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return name
    if role == Qt.ItemDataRole.FontRole:
        return base_font(bold=True)
    return None


def _reading(row: MeasureRow, reading: Reading, role: int) -> Any:
    """A number or a dash; its tooltip says why it is missing or what to know of it."""
    if role == Qt.ItemDataRole.DisplayRole:
        return reading.text
    if role == Qt.ItemDataRole.AccessibleTextRole:
        unit = row.definition.display_unit
        return f"missing: {reading.reason}" if reading.value is None else f"{reading.text} {unit}".strip()
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    if role == Qt.ItemDataRole.ForegroundRole and reading.value is None:
        return current_theme().colour("dim")
    if role == Qt.ItemDataRole.ToolTipRole:
        if reading.value is None:
            return wrapped(f"{row.definition.name} cannot be had: {reading.reason}.")
        flags = "".join(f"\nMind: {flag}" for flag in reading.flags)
        return wrapped(row.definition.tooltip() + flags)
    return None


class _MeasureDelegate(QStyledItemDelegate):
    """Draws names with their unit in a lighter colour, and bars."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, MeasureRow) or index.column() not in (NAME, BAR):
            super().paint(painter, option, index)
            return
        box = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, current_theme().colour("accent_soft"))
        if index.column() == BAR:
            paint_bar(painter, box, row)
        else:
            self._paint_name(painter, box, row)

    def _paint_name(self, painter: QPainter, box: QRectF, row: MeasureRow) -> None:
        theme = current_theme()
        painter.save()
        painter.setFont(base_font())
        painter.setPen(theme.colour("text"))
        place = box.adjusted(12, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        unit = row.definition.display_unit
        beside = QFontMetrics(base_font(SMALL_SIZE)).horizontalAdvance(unit) + 8 if unit else 2
        room = int(place.width()) - beside
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(place, flags, name)
        width = painter.fontMetrics().horizontalAdvance(name)
        painter.setFont(base_font(SMALL_SIZE))
        painter.setPen(theme.colour("dim"))
        painter.drawText(place.adjusted(width + 6, 1, 0, 0), flags, unit)
        painter.restore()


class MeasureTable(QTableView):
    """The table of measures."""

    chosen = Signal(object)
    """The row that was clicked or gone to with the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = MeasureTableModel()
        self.setModel(self.rows)
        self.setItemDelegate(_MeasureDelegate(self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((LEFT, 100), (RIGHT, 100), (BAR, 68)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        self.setAccessibleName("Measures")
        self.selectionModel().currentRowChanged.connect(self._current_changed)

    def show_rows(self, rows: tuple[MeasureRow, ...]) -> None:
        """Show these rows; the place in the table and the chosen measure are kept."""
        key = self.current_key()
        scrolled = self.verticalScrollBar().value()
        self.rows.show_rows(rows)
        for number, entry in enumerate(self.rows.entries):
            heading = isinstance(entry, str)
            self.setRowHeight(number, _GROUP if heading else _ROW)
            if heading:
                self.setSpan(number, NAME, 1, 4)
            elif isinstance(entry, MeasureRow) and entry.definition.key == key:
                self.selectRow(number)
        self.verticalScrollBar().setValue(scrolled)

    def current_key(self) -> str:
        """Key of the chosen measure; empty where none is."""
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole) if self.currentIndex().isValid() else None
        return row.definition.key if isinstance(row, MeasureRow) else ""

    def _current_changed(self, current: QModelIndex) -> None:
        row = current.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, MeasureRow):
            self.chosen.emit(row)
