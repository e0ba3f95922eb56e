"""The tab of measures: those of the two feet that are shown, the essential ones first."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pedograph.desktop.measures.choice import MeasureChoice
from pedograph.desktop.measures.lazy_page import quiet_note
from pedograph.desktop.measures.sheet import MeasureSheet
from pedograph.posture.markers import person_of
from pedograph.recording import Side
from pedograph.workspace.model import Workspace
from pedograph.workspace.tables.error_words import error_sentence
from pedograph.workspace.tables.measure_choice import chosen_rows, toggled
from pedograph.workspace.tables.measure_rows import MeasureRow, measure_rows
from pedograph.workspace.tables.own_ranges import own_ranges


class MeasurePage(QWidget):
    """Measures with their choice, their table and their explanation.

    Parameters
    ----------
    workspace : Workspace
        What is looked at, and what of the measures a person wants to see.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._rows: tuple[MeasureRow, ...] = ()
        self.choice = MeasureChoice()
        self.sheet = MeasureSheet()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.trouble = quiet_note()
        self.trouble.setObjectName("problem")
        column.addWidget(self.choice)
        column.addWidget(self.trouble)
        column.addWidget(self.sheet, 1)
        self.choice.chosen.connect(self._choose)
        self.choice.searched.connect(self._show)
        self.sheet.table.folded.connect(self._fold)
        self.sheet.explained.connect(self._say_errors)

    def refresh(self) -> None:
        """Show the numbers of the feet that are looked at now."""
        workspace = self._workspace
        left, right = (workspace.shown_step(side) for side in (Side.LEFT, Side.RIGHT))
        recordings = [step.footstep.recording for step in (left, right) if step is not None]
        ranges = own_ranges(workspace.folder)
        person = person_of(workspace.document.session.examination, recordings)
        self._rows = measure_rows(left, right, person, ranges.by_measure)
        self.trouble.setText(ranges.trouble)
        self.trouble.setVisible(bool(ranges.trouble))
        self._show()

    def _show(self) -> None:
        """Show what was chosen of the rows; what was searched for is never folded away."""
        preferences = self._workspace.preferences
        search = self.choice.field.text()
        self.choice.show_choice(preferences.all_measures, len(self._rows))
        rows = chosen_rows(self._rows, preferences.all_measures, search)
        self.sheet.table.set_empty_words(f"No measure is called “{search}”.")
        self.sheet.show_rows(rows, () if search.strip() else preferences.folded_groups)

    def _choose(self, everything: bool) -> None:
        self._workspace.prefer(all_measures=everything)
        self.choice.field.clear()
        self._show()

    def _fold(self, group: str) -> None:
        if not self.choice.field.text().strip():
            self._workspace.prefer(folded_groups=toggled(self._workspace.preferences.folded_groups, group))
            self._show()

    def _say_errors(self, row: MeasureRow | None) -> None:
        """Say where the errors of the chosen measure come from."""
        if row is not None:
            self.sheet.details.show_errors(self._error_of(row, Side.LEFT), self._error_of(row, Side.RIGHT))

    def _error_of(self, row: MeasureRow, side: Side) -> str:
        """Where the error of one foot comes from; empty where there is no number."""
        step = self._workspace.shown_step(side)
        measure = None if step is None else step.measures.get(row.definition.key)
        return "" if measure is None else error_sentence(row.definition, measure)
