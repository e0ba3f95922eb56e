"""A card for one group of fields, with a column for each side where its fields have sides."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QGridLayout, QWidget

from pedograph.desktop.examination.card_style import Card, scaled_font
from pedograph.desktop.examination.editors import Editor, is_scale
from pedograph.desktop.examination.readings import readings_after
from pedograph.desktop.examination.rows import COLUMN_GAP, EDITOR_WIDTH, FieldRow, ReadingRow, row_label
from pedograph.desktop.style.label import Label
from pedograph.posture.examination import Examination
from pedograph.posture.fields import ExaminationField, FieldGroup

_LEAST_SERIES: Final = 3


class GroupCard(Card):
    """A card for one group of fields.

    Parameters
    ----------
    group : FieldGroup
        The group; its label is the heading.
    fields : iterable of ExaminationField
        Its fields, in order.
    parent : QWidget, optional
        Qt parent.
    """

    def __init__(
        self, group: FieldGroup, fields: Iterable[ExaminationField], parent: QWidget | None = None
    ) -> None:
        super().__init__(group.label, parent)
        self.setObjectName(f"card_{group.key}")
        self.fields = tuple(fields)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(COLUMN_GAP)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        for column in (1, 2):
            self._grid.setColumnMinimumWidth(column, EDITOR_WIDTH)
        self.rows: list[FieldRow] = []
        self.readings: list[ReadingRow] = []
        self._fill()
        self.body.addLayout(self._grid)

    def editors(self) -> dict[str, tuple[FieldRow, Editor]]:
        """Every editor with its line, by path."""
        return {path: (row, editor) for row in self.rows for path, editor in row.editors.items()}

    def show_readings(self, examination: Examination) -> None:
        """Recalculates the readings."""
        for reading in self.readings:
            reading.show(examination)

    @property
    def weight(self) -> int:
        """How many lines it takes, to share cards between columns."""
        return 2 + len(self.rows) + len(self.readings)

    def _fill(self) -> None:
        if any(field.sided for field in self.fields):
            self._grid.addWidget(self.heading, 0, 0)
            for column, words in enumerate((self.tr("Left"), self.tr("Right")), start=1):
                self._grid.addWidget(_column_heading(words, self), 0, column)
        else:
            self._grid.addWidget(self.heading, 0, 0, 1, 3)
        for series, members in groupby(self.fields, key=_series):
            self._add(series, tuple(members))

    def _add(self, series: str, members: tuple[ExaminationField, ...]) -> None:
        shortened = bool(series) and len(members) >= _LEAST_SERIES
        if shortened:
            heading = row_label(series, self)
            heading.setFont(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold))
            self._grid.addWidget(heading, self._grid.rowCount(), 0)
        for field in members:
            label = field.label.removeprefix(f"{series}, ").capitalize() if shortened else field.label
            self.rows.append(FieldRow(field, label, self._grid, self))
            self.readings += [ReadingRow(item, self._grid, self) for item in readings_after(field.key)]


def _series(field: ExaminationField) -> str:
    """What the items of one index share at the front of their names; "" for any other field."""
    return field.label.partition(", ")[0] if is_scale(field) and ", " in field.label else ""


def _column_heading(words: str, parent: QWidget) -> Label:
    label = Label(words, parent)
    label.setFont(scaled_font(label.font(), 1.0, QFont.Weight.DemiBold))
    label.setForegroundRole(QPalette.ColorRole.Text)
    return label
