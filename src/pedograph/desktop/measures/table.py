"""The measures as a table: what it is, left, right, and a little bar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from pedograph.desktop.measures.bar import paint_bar
from pedograph.desktop.measures.numbers import paint_reading
from pedograph.desktop.measures.plain_table import fix_widths, make_plain, paint_chosen
from pedograph.desktop.style import current_theme
from pedograph.desktop.style.theme import SMALL_SIZE, base_font
from pedograph.desktop.style.words import wrapped
from pedograph.workspace.tables.measure_rows import MeasureRow, Reading

Index = QModelIndex | QPersistentModelIndex
NAME, LEFT, RIGHT, BAR = range(4)
_HEADINGS = ("", "Left", "Right", "")
_ROW, _GROUP = 22, 25


class MeasureTableModel(QAbstractTableModel):
    """Rows of measures under the names of their groups."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[MeasureRow | str] = []
        self.folded: dict[str, int] = {}
        """Number of measures under each heading that is folded."""

    def show_rows(self, rows: tuple[MeasureRow, ...], folded: tuple[str, ...] = ()) -> None:
        """Show these rows, a heading before each group; of folded groups the heading only."""
        self.beginResetModel()
        self.entries = []
        self.folded = {}
        group = ""
        for row in rows:
            if row.heading != group:
                group = row.heading
                self.entries.append(group)
            if group in folded:
                self.folded[group] = self.folded.get(group, 0) + 1
            else:
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
            return _heading(entry, index.column(), role, self.folded.get(entry))
        if role == Qt.ItemDataRole.UserRole:
            return entry
        reading = reading_in(entry, index.column())
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


def _heading(name: str, column: int, role: int, folded: int | None) -> Any:
    """A heading; ``folded`` is the number of measures that it hides."""
    if column != NAME:
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return name
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return name if folded is None else f"{name}, folded, {_counted(folded)}"
    if role == Qt.ItemDataRole.ToolTipRole:
        return "Click to fold" if folded is None else "Click to unfold"
    return None


def _counted(measures: int) -> str:
    return "1 measure" if measures == 1 else f"{measures} measures"


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
            return wrapped(f"{row.definition.name} is not available: {reading.reason}.")
        flags = "".join(f"\nMind: {flag}" for flag in reading.flags)
        return wrapped(row.definition.tooltip() + flags)
    return None


def reading_in(row: MeasureRow, column: int) -> Reading | None:
    """The reading that stands in a column; what has no side stands in that of the left and reaches over both."""
    if column == LEFT:
        return row.both or row.left
    return row.right if column == RIGHT else None


class _MeasureDelegate(QStyledItemDelegate):
    """Draws names with their unit in a lighter colour, numbers with their error, bars, and headings."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        row = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect)
        if not isinstance(row, MeasureRow):
            self._paint_heading(painter, box, index)
            return
        paint_chosen(painter, box, option)
        reading = reading_in(row, index.column())
        if reading is not None:
            paint_reading(painter, box.adjusted(0, 0, -4, 0), reading, centred=row.both is not None)
        elif index.column() == BAR:
            paint_bar(painter, box, row)
        else:
            self._paint_name(painter, box, row)

    def _paint_heading(self, painter: QPainter, box: QRectF, index: Index) -> None:
        """The name of a group behind a small arrow, and how many measures are folded away."""
        model = index.model()
        name = index.data()
        if not name or not isinstance(model, MeasureTableModel):
            return
        theme, folded = current_theme(), model.folded.get(name)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        _paint_arrow(painter, QPointF(box.left() + 9, box.center().y()), folded is not None)
        painter.setFont(base_font(bold=True))
        painter.setPen(theme.colour("text"))
        place = box.adjusted(18, 0, 0, 0)
        painter.drawText(place, flags, name)
        width = painter.fontMetrics().horizontalAdvance(name)
        if folded is not None:
            painter.setFont(base_font(SMALL_SIZE))
            painter.setPen(theme.colour("dim"))
            painter.drawText(place.adjusted(width + 8, 1, 0, 0), flags, _counted(folded))
        painter.restore()

    def _paint_name(self, painter: QPainter, box: QRectF, row: MeasureRow) -> None:
        theme = current_theme()
        painter.save()
        painter.setFont(base_font())
        painter.setPen(theme.colour("text"))
        place = box.adjusted(18, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        unit = row.definition.display_unit
        beside = QFontMetrics(base_font(SMALL_SIZE)).horizontalAdvance(unit) + 8 if unit else 2
        room = int(place.width()) - beside
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(place, flags, name)
        width = painter.fontMetrics().horizontalAdvance(name)
        painter.setFont(base_font(SMALL_SIZE))
        painter.setPen(theme.colour("dim"))
        painter.drawText(place.adjusted(width + 6, 1, 0, 0), flags, unit)
        painter.restore()


def _paint_arrow(painter: QPainter, middle: QPointF, folded: bool) -> None:
    """A small angle: to the right where a group is folded, else down."""
    ends = [QPointF(-3, -1.5), QPointF(0, 1.5), QPointF(3, -1.5)]
    turned = [QPointF(point.y(), point.x()) for point in ends] if folded else ends
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(current_theme().colour("dim"), 1.5))
    painter.drawPolyline(QPolygonF([middle + point for point in turned]))


class MeasureTable(QTableView):
    """The table of measures."""

    chosen = Signal(object)
    """The row that was clicked or gone to with the keys."""
    folded = Signal(str)
    """The heading that is to be folded or unfolded."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = MeasureTableModel()
        self.setModel(self.rows)
        make_plain(self, _MeasureDelegate(self), "Measures")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setMinimumSectionSize(20)
        fix_widths(self, NAME, {LEFT: 92, RIGHT: 92, BAR: 62})
        self._empty_words = ""
        self.clicked.connect(self._clicked)
        self.selectionModel().currentRowChanged.connect(self._current_changed)

    def set_empty_words(self, words: str) -> None:
        """Say what is to be read where there is no row."""
        self._empty_words = words

    def show_rows(self, rows: tuple[MeasureRow, ...], folded: tuple[str, ...] = ()) -> None:
        """Show these rows; the place in the table and the chosen measure are kept."""
        key = self.current_key()
        scrolled = self.verticalScrollBar().value()
        self.clearSpans()
        self.rows.show_rows(rows, folded)
        for number, entry in enumerate(self.rows.entries):
            self.setRowHeight(number, _GROUP if isinstance(entry, str) else _ROW)
            if isinstance(entry, str):
                self.setSpan(number, NAME, 1, 4)
                continue
            if entry.both is not None:
                self.setSpan(number, LEFT, 1, 2)
            if entry.definition.key == key:
                self.selectRow(number)
        self.verticalScrollBar().setValue(scrolled)

    def current_key(self) -> str:
        """Key of the chosen measure; empty where none is."""
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole) if self.currentIndex().isValid() else None
        return row.definition.key if isinstance(row, MeasureRow) else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the table; where it is empty, words that say so."""
        super().paintEvent(event)
        if not self.rows.entries and self._empty_words:
            painter = QPainter(self.viewport())
            painter.setPen(current_theme().colour("dim"))
            painter.drawText(self.viewport().rect().adjusted(18, 12, -18, 0), 0, self._empty_words)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold or unfold the group of a heading with Return."""
        entry = self.rows.entries[self.currentIndex().row()] if self.currentIndex().isValid() else None
        if isinstance(entry, str) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.folded.emit(entry)
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        entry = self.rows.entries[index.row()]
        if isinstance(entry, str):
            self.folded.emit(entry)

    def _current_changed(self, current: QModelIndex) -> None:
        row = current.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, MeasureRow):
            self.chosen.emit(row)
