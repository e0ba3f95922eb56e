"""What the tables of the measures' tabs have in common: rows are chosen as a whole, and drawn by a delegate."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTableWidget,
)

from pedograph.desktop.style import current_theme


def make_plain(table: QTableView, delegate: QStyledItemDelegate, name: str) -> None:
    """Let a table look and be used as all of them: no grid, no row numbers, rows chosen as a whole.

    Parameters
    ----------
    table : QTableView
        The table.
    delegate : QStyledItemDelegate
        Draws its cells.
    name : str
        What it is called to a person who does not see it.
    """
    table.setItemDelegate(delegate)
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)
    table.setAccessibleName(name)


class PlainTable(QTableWidget):
    """A table of items that are looked at, not edited.

    Parameters
    ----------
    columns : int
        How many.
    name : str
        What it is called to a person who does not see it.
    """

    def __init__(self, columns: int, name: str) -> None:
        super().__init__(0, columns)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        make_plain(self, self.delegate(), name)

    def delegate(self) -> QStyledItemDelegate:
        """What draws the cells."""
        raise NotImplementedError


def fix_widths(table: QTableView, stretched: int | None, widths: Mapping[int, int]) -> None:
    """Give columns a fixed width, px; one, or without one every other, takes the rest."""
    header = table.horizontalHeader()
    if stretched is None:
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    else:
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    for column, width in widths.items():
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        table.setColumnWidth(column, width)


def paint_chosen(painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
    """Draw the ground of a cell of the chosen row."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(box, current_theme().colour("accent_soft"))
