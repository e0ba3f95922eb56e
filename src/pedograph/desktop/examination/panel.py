"""The examination form: every field of `pedograph.posture.examination_fields` on cards, red flags first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pedograph.desktop.examination.card_style import GRID, Page
from pedograph.desktop.examination.cards import GroupCard
from pedograph.desktop.examination.editors import Editor
from pedograph.desktop.examination.readings import lunge_unit
from pedograph.desktop.examination.red_flags import SCREENED, TICKED, RedFlagsCard, shared_out
from pedograph.desktop.examination.rows import FieldRow
from pedograph.desktop.examination.wording import refusal, shown
from pedograph.posture.examination import Examination
from pedograph.posture.fields import SIDES, ExaminationError, FieldGroup, examination_fields, field_groups

_ORDER: Final = ("safety", "person", "back", "ankle", "criteria", "foot", "spine")
"""Order in which a podiatrist works; groups that are not named follow in the table's own."""

_TWO_COLUMNS: Final = 960
_WIDEST: Final = 1360


class ExaminationPanel(QWidget):
    """The examination form.

    Parameters
    ----------
    parent : QWidget, optional
        Qt parent.

    Attributes
    ----------
    changed : Signal(object)
        A new `Examination` after a field was edited to a valid value; not after `set_examination`.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Examination"))
        self._examination = Examination()
        self._wanted = ""
        self._count = 0
        groups = sorted(field_groups(), key=_place)
        self._content = Page(self)
        self.red_flags = RedFlagsCard(groups[0].label, self._content)
        self.cards = [self._card(group) for group in groups[1:]]
        self._editors: dict[str, tuple[FieldRow, Editor]] = {}
        for card in self.cards:
            self._editors.update(card.editors())
        self._lay_out()
        self._connect()
        self._chain(stop for part in self.stops() for stop in part)
        self._show_all()

    @property
    def examination(self) -> Examination:
        """The examination as it stands in the form."""
        return self._examination

    def set_examination(self, examination: Examination) -> None:
        """Shows an examination; emits nothing.

        What is being typed is dropped, unless it is the very examination that stands in the form.
        """
        if examination is self._examination:
            return
        self._examination = examination
        self._show_all()

    def commit(self) -> None:
        """Takes what is still being typed as entered; call it before saving or changing the visit."""
        for _, editor in self._editors.values():
            editor.commit()

    def editor(self, path: str) -> Editor:
        """The editor of a value ("left.cait").

        Raises
        ------
        KeyError
            If no editor has this path; the red flags are on their own card.
        """
        return self._editors[path][1]

    def stops(self) -> list[list[QWidget]]:
        """The controls in the order of the Tab key, part by part: the red flags, then each editor."""
        return [self.red_flags.stops(), *(editor.stops() for _, editor in self._editors.values())]

    def show_field(self, key: str) -> None:
        """Scrolls to a field and focuses it.

        Parameters
        ----------
        key : str
            A path ("left.cait") or a key ("cait": the first side that is still empty).

        Raises
        ------
        KeyError
            If the form has no such field.
        """
        self._wanted = self._path(key)
        if self.isVisible():
            self._go_to_wanted()

    def showEvent(self, event: QShowEvent) -> None:
        """Goes to the field that was asked for while the form was hidden."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._go_to_wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column of cards or two, by the room there is."""
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _card(self, group: FieldGroup) -> GroupCard:
        fields = (field for field in examination_fields() if field.group == group.key)
        return GroupCard(group, fields, self._content)

    def _lay_out(self) -> None:
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        self._below = QHBoxLayout()
        for column in self._columns:
            column.setSpacing(2 * GRID)
            column.addStretch(1)
            self._below.addLayout(column)
        self._page = QVBoxLayout(self._content)
        self._page.setSpacing(2 * GRID)
        self._page.addWidget(self.red_flags)
        self._page.addLayout(self._below)
        self._page.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def _arrange(self, width: int) -> None:
        edge = 2 * GRID if width >= _TWO_COLUMNS else GRID
        side = max(edge, (width - _WIDEST) // 2)
        self._page.setContentsMargins(side, edge, side, edge)
        self.red_flags.arrange(width - 2 * side)
        count = 2 if width >= _TWO_COLUMNS else 1
        if count == self._count:
            return
        self._count = count
        self._below.setSpacing(2 * GRID if count > 1 else 0)
        # Not takeAt: an item that Python keeps stays the card's own, and its new one never hears of a new height.
        for column in self._columns:
            for card in self.cards:
                column.removeWidget(card)
        for column, members in zip(self._columns, shared_out([c.weight for c in self.cards], count), strict=False):
            for at in members:
                column.insertWidget(column.count() - 1, self.cards[at])
        for at in range(len(self._columns)):
            self._below.setStretch(at, 1 if at < count else 0)

    def _connect(self) -> None:
        self.red_flags.entered.connect(self._entered)
        for path, (_, editor) in self._editors.items():
            editor.entered.connect(lambda value, path=path: self._entered(path, value))

    def _chain(self, stops: Iterable[QWidget]) -> None:
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    def _entered(self, path: str, value: Any) -> None:
        """Takes a value that was entered, or says why it cannot be taken."""
        try:
            changed = self._examination.with_value(path, value)
        except ExaminationError as error:
            self._refuse(path, error)
            return
        same = changed == self._examination
        self._examination = changed
        self._show(path)
        self._show_derived()
        if not same:
            self.changed.emit(changed)

    def _refuse(self, path: str, error: ExaminationError) -> None:
        row, editor = self._editors[path]
        if not editor.keeps_refused:
            self._show(path)
        row.refuse(refusal(error, row.field, path, shown(row.field, self._examination.value(path))))

    def _show(self, path: str) -> None:
        if path in self._editors:
            self._editors[path][1].show_value(self._examination.value(path))

    def _show_all(self) -> None:
        for path, (row, _) in self._editors.items():
            self._show(path)
            row.refuse("")
        self._show_derived()

    def _show_derived(self) -> None:
        unit = lunge_unit(self._examination)
        for side in SIDES:
            self._editors[f"{side}.lunge"][1].set_unit(unit)
        self.red_flags.show_examination(self._examination)
        for card in self.cards:
            card.show_readings(self._examination)

    def _path(self, key: str) -> str:
        if key in (SCREENED, TICKED) or key in self._editors:
            return key
        paths = [path for path in self._editors if path.rpartition(".")[2] == key]
        if not paths:
            raise KeyError(f'the examination has no field called "{key}".')
        return next((path for path in paths if self._examination.value(path) is None), paths[0])

    def _go_to_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if not wanted:
            return
        special = {SCREENED: self.red_flags.screened, TICKED: next(iter(self.red_flags.ticks.values()))}
        target = special.get(wanted) or self._editors[wanted][1]
        self._page.activate()
        self._scroll.ensureWidgetVisible(target, 0, 6 * GRID)
        target.setFocus()


def _place(group: FieldGroup) -> int:
    return _ORDER.index(group.key) if group.key in _ORDER else len(_ORDER)
