"""Tabs whose numbers are worked out in a job, once they are looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pedograph.analysis import Analysis
from pedograph.desktop.measures.sheet import MeasureSheet
from pedograph.desktop.style.label import Label
from pedograph.workspace.latest_request import Latest
from pedograph.workspace.model import Workspace
from pedograph.workspace.tables.measure_choice import toggled
from pedograph.workspace.tables.measure_rows import MeasureRow
from pedograph.workspace.tables.several_steps_rows import standing_note, standing_rows, walk_note, walk_rows

Result = TypeVar("Result")
BUSY = "being worked out …"


@dataclass(frozen=True)
class NotedRows:
    """Rows with what is to be known of them."""

    rows: tuple[MeasureRow, ...]
    note: str


def quiet_note() -> Label:
    """A line or two above a table, in a lighter colour."""
    label = Label()
    label.setObjectName("dim")
    label.setWordWrap(True)
    label.setContentsMargins(12, 6, 8, 4)
    return label


class LazyPage(QWidget):
    """A tab that works out what it shows when it is looked at.

    Parameters
    ----------
    workspace : Workspace
        What is looked at, and whose jobs do the work.
    name : str
        What is worked out ("the walk").
    """

    def __init__(self, workspace: Workspace, name: str) -> None:
        super().__init__()
        self.workspace = workspace
        self.latest = Latest(workspace, f"working out {name}")
        self._stale = True

    def refresh(self) -> None:
        """What is looked at is another: work it out now if the tab is open, else when it is opened."""
        self.latest.forget()
        self._stale = True
        if self.isVisible():
            self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """The tab was opened, or its page was: work out what it does not show yet."""
        super().showEvent(event)
        self._look()

    def _look(self) -> None:
        if self._stale:
            self._stale = False
            self.work_out()

    def work_out(self) -> None:
        """Ask for what is to be shown."""
        raise NotImplementedError


class RowsPage(LazyPage):
    """Rows of a recording under a note.

    Parameters
    ----------
    workspace : Workspace
        What is looked at.
    name : str
        What is worked out.
    rows_of : callable
        Makes the rows of an analysis, in a job.
    repeated : str
        What differs from one to the next, which no error holds: "steps" or "recordings".
    """

    def __init__(
        self, workspace: Workspace, name: str, rows_of: Callable[[Analysis], NotedRows], repeated: str = "steps"
    ) -> None:
        super().__init__(workspace, name)
        self._rows_of = rows_of
        self._found = NotedRows((), "")
        self.note = quiet_note()
        self.sheet = MeasureSheet(bars=False, repeated=repeated)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.note)
        column.addWidget(self.sheet, 1)
        self.sheet.table.folded.connect(self._fold)

    def work_out(self) -> None:
        """Measure the recording that is looked at."""
        analysis = self.workspace.analysis
        if analysis is None:
            self._show(NotedRows((), ""))
            return
        self.note.setText(BUSY)
        self.latest.ask(lambda: self._rows_of(analysis), self._show)

    def _show(self, found: NotedRows) -> None:
        self._found = found
        self.note.setText(found.note)
        self.note.setVisible(bool(found.note))
        self.sheet.show_rows(found.rows, self.workspace.preferences.folded_groups)

    def _fold(self, group: str) -> None:
        self.workspace.prefer(folded_groups=toggled(self.workspace.preferences.folded_groups, group))
        self._show(self._found)


def rows_of_walk(analysis: Analysis) -> NotedRows:
    """Measures over the steps of a recording."""
    return NotedRows(walk_rows(analysis.walk.measures), walk_note(analysis))


def rows_of_standing(analysis: Analysis) -> NotedRows:
    """Measures of a standing person, or why there are none."""
    standing = analysis.standing
    if standing.why_not:
        return NotedRows((), f"Standing cannot be measured: {standing.why_not}.")
    return NotedRows(standing_rows(standing), standing_note(standing))
