"""Markers of pronation side by side, each with its cut; what disagrees is said, and nothing is added up."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
)

from pedograph.desktop.measures.lazy_page import BUSY, LazyPage, quiet_note
from pedograph.desktop.measures.plain_table import PlainTable, fix_widths, paint_chosen
from pedograph.desktop.measures.table import Index
from pedograph.desktop.style import current_theme
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.theme import SMALL_SIZE, base_font
from pedograph.desktop.style.words import wrapped
from pedograph.measures.pronation import Marker
from pedograph.workspace.model import Workspace
from pedograph.workspace.tables.marker_rows import (
    MarkerRow,
    MarkerSheet,
    marker_number,
    marker_sheet,
    marker_word,
    of_its_task,
)
from pedograph.workspace.tables.own_ranges import own_ranges

_NAME, _LEFT, _RIGHT = range(3)
_ROW, _GROUP = 38, 26
_WORDS_HEIGHT = 168
_ABOUT_STEPS = (
    "Repeated trials of one condition belong together; recordings before and after an insole do not.\n"
    "A foot of which this recording has no complete step is taken from the others of the visit."
)
_TASKS = {"walk": "walking ", "stand": "standing ", "run": "running "}
_ROLE = Qt.ItemDataRole.UserRole


class MarkerPage(LazyPage):
    """What each marker says of each foot, and of the chosen one its cut, error, steps and source.

    Parameters
    ----------
    workspace : Workspace
        The visit.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "the markers")
        self._whole_visit = False
        self.steps = QComboBox()
        self.steps.setAccessibleName("Steps that the markers are from")
        self.steps.setToolTip(wrapped(_ABOUT_STEPS))
        self._of = Label("Steps of")
        self.agreement = Label()
        self.agreement.setTextFormat(Qt.TextFormat.RichText)  # of escaped words: the letters have colours
        self.agreement.setWordWrap(True)
        self.agreement.setContentsMargins(12, 8, 8, 0)
        self.note = quiet_note()
        self.table = MarkerTable()
        self.details = QTextBrowser()
        self.details.setOpenLinks(False)
        self.details.setFixedHeight(_WORDS_HEIGHT)
        self.details.setAccessibleName("Cut and source of the chosen marker")
        self.details.document().setDocumentMargin(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 8, 0)
        row.setSpacing(12)
        row.addWidget(self._of)
        row.addWidget(self.steps, 1)
        column.addLayout(row)
        for part in (self.note, self.agreement):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.details)
        self.table.currentCellChanged.connect(self._explain)
        self.steps.activated.connect(self._choose)

    def work_out(self) -> None:
        """Read the markers of the visit."""
        session, recording = self.workspace.document.session, self.workspace.selection.recording
        if recording >= len(session.recordings):
            self._offer("", 0)
            self._show(MarkerSheet((), "", "", ""))
            return
        task = session.recordings[recording].recording.task
        self._offer(task, len(of_its_task(session, recording)))
        if not self.table.rowCount():
            self.note.setText(BUSY)
        folder, whole = self.workspace.folder, self._whole_visit
        self.latest.ask(
            lambda: marker_sheet(session, recording, own_ranges(folder), whole_visit=whole), self._show
        )

    def _offer(self, task: str, alike: int) -> None:
        """Offer this recording or all of its task, where the visit has more than one."""
        self.steps.clear()
        self.steps.addItem("This recording")
        self.steps.addItem(f"All {alike} {_TASKS.get(task, '')}recordings of this visit")
        self.steps.setCurrentIndex(int(self._whole_visit))
        for part in (self._of, self.steps):
            part.setVisible(alike > 1)

    def _choose(self, place: int) -> None:
        """Keep the choice while the window is open."""
        self._whole_visit = bool(place)
        self.refresh()

    def _show(self, sheet: MarkerSheet) -> None:
        theme = current_theme()
        said = ((theme.left, "L", sheet.left), (theme.right, "R", sheet.right))
        lines = [
            f'<p style="margin:0 0 4px 0"><b style="color:{colour}">{letter}</b>&nbsp; {escape(text)}</p>'
            for colour, letter, text in said
            if text
        ]
        self.agreement.setText("".join(lines))
        self.note.setText(sheet.note)
        self.table.show_rows(sheet.rows)
        self._explain()

    def _explain(self) -> None:
        row = self.table.current_row()
        self.details.setVisible(row is not None)
        if row is not None:
            self.details.setHtml(marker_words(row))


class MarkerTable(PlainTable):
    """Markers by foot: the word, and under it the value."""

    def __init__(self) -> None:
        super().__init__(3, "Markers of pronation")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        fix_widths(self, _NAME, {_LEFT: 137, _RIGHT: 137})
        for column, words in ((_NAME, ""), (_LEFT, "Left"), (_RIGHT, "Right")):
            heading = QTableWidgetItem(words)
            heading.setFont(base_font(bold=True))
            heading.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, heading)

    def delegate(self) -> QStyledItemDelegate:
        """What draws the cells."""
        return _MarkerDelegate(self)

    def show_rows(self, rows: tuple[MarkerRow, ...]) -> None:
        """Show these rows, a heading before each group; the chosen marker stays chosen."""
        chosen = self.current_row()
        self.clearSpans()
        self.setRowCount(0)
        for column, part in ((_LEFT, "left"), (_RIGHT, "right")):
            heading = self.horizontalHeaderItem(column)
            if heading is not None:
                heading.setForeground(current_theme().colour(part))
        group = ""
        for row in rows:
            if row.group != group:
                group = row.group
                self._add_heading(group)
            self._add(row)
            if chosen is not None and chosen.name == row.name:
                self.selectRow(self.rowCount() - 1)

    def current_row(self) -> MarkerRow | None:
        """The chosen marker."""
        item = self.item(self.currentRow(), _NAME)
        row = item.data(_ROLE) if item is not None else None
        return row if isinstance(row, MarkerRow) else None

    def _add_heading(self, group: str) -> None:
        number = self.rowCount()
        self.insertRow(number)
        self.setRowHeight(number, _GROUP)
        self.setSpan(number, _NAME, 1, 3)
        heading = QTableWidgetItem(group)
        heading.setFont(base_font(bold=True))
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.setItem(number, _NAME, heading)

    def _add(self, row: MarkerRow) -> None:
        number = self.rowCount()
        self.insertRow(number)
        self.setRowHeight(number, _ROW)
        for column, marker in ((_NAME, None), (_LEFT, row.left), (_RIGHT, row.right)):
            text = row.name if column == _NAME else f"{marker_word(marker)}\n{marker_number(marker)}"
            item = QTableWidgetItem(text)
            item.setData(_ROLE, row)
            if marker is not None:
                item.setToolTip(wrapped(f"{marker.reason}\nCut: {marker.cut}"))
            self.setItem(number, column, item)


class _MarkerDelegate(QStyledItemDelegate):
    """Draws a name with its unit, or a word with its value under it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        row = index.data(_ROLE)
        if not isinstance(row, MarkerRow):
            super().paint(painter, option, index)
            return
        box = QRectF(option.rect)
        painter.save()
        paint_chosen(painter, box, option)
        if index.column() == _NAME:
            self._paint_name(painter, box.adjusted(12, 0, -8, 0), row)
        else:
            marker = row.left if index.column() == _LEFT else row.right
            self._paint_marker(painter, box.adjusted(6, 2, 0, -3), marker)
        painter.restore()

    def _paint_name(self, painter: QPainter, box: QRectF, row: MarkerRow) -> None:
        theme = current_theme()
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        name = row.name.replace("Centre of pressure", "CoP").replace("centre of pressure", "CoP")
        unit = f" {row.unit}" if row.unit else ""
        painter.setFont(base_font())
        painter.setPen(theme.colour("text"))
        width = painter.fontMetrics().horizontalAdvance(name)
        if width + painter.fontMetrics().horizontalAdvance(unit) > box.width():
            painter.drawText(box, int(flags) | int(Qt.TextFlag.TextWordWrap), f"{name}{unit}")
            return
        painter.drawText(box, flags, name)
        painter.setFont(base_font(SMALL_SIZE))
        painter.setPen(theme.colour("dim"))
        painter.drawText(box.adjusted(width + 6, 1, 0, 0), flags, row.unit)

    def _paint_marker(self, painter: QPainter, box: QRectF, marker: Marker | None) -> None:
        theme = current_theme()
        decided = marker is not None and marker.reading != "undecided"
        painter.setFont(base_font(bold=decided))
        painter.setPen(theme.colour("text" if decided else "dim"))
        left = Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, left | Qt.AlignmentFlag.AlignTop, marker_word(marker))
        painter.setFont(base_font(SMALL_SIZE))
        painter.setPen(theme.colour("dim"))
        painter.drawText(box, left | Qt.AlignmentFlag.AlignBottom, marker_number(marker))


def marker_words(row: MarkerRow) -> str:
    """What decides a marker, its cut and its source, as HTML."""
    theme = current_theme()
    parts = [f"<p><b>{escape(row.name)}</b></p>"]
    for colour, letter, marker in ((theme.left, "L", row.left), (theme.right, "R", row.right)):
        if marker is not None:
            number = f" ({marker_number(marker)})" if marker_number(marker) else ""
            text = f"{marker_word(marker)}{number}: {marker.reason}" if number else marker.reason
            parts.append(f'<p><b style="color:{colour}">{letter}</b> {escape(text)}</p>')
    marker = row.left or row.right
    if marker is not None:
        source = str(marker.source) if marker.source is not None else ""
        entries = (("Cut", marker.cut), ("Mind", marker.note), ("Source", source))
        parts += [f'<p><span style="color:{theme.dim}">{n}</span> {escape(t)}</p>' for n, t in entries if t]
    return "".join(parts)
