"""The card of red flags: the list by tiers, the tick that all were asked, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pedograph.desktop.examination.card_style import GRID, Card, QuietLabel, scaled_font
from pedograph.desktop.examination.ticks import Tick
from pedograph.desktop.examination.wording import tooltip
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.words import wrapped
from pedograph.posture.examination import Examination
from pedograph.posture.fields import RedFlag, RedFlagTier, field_table, red_flag_tiers, red_flags

SCREENED: Final = "red_flags_screened"
TICKED: Final = "red_flags_ticked"
_COLUMN_WIDTH: Final = 300
_MOST_COLUMNS: Final = 3


class RedFlagsCard(Card):
    """The list of red flags.

    Attributes
    ----------
    entered : Signal(str, object)
        Path of the field and its new value.
    """

    entered = Signal(str, object)

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(heading, parent)
        self.setObjectName("card_safety")
        self._tiers = [_Tier(tier, self) for tier in red_flag_tiers()]
        self.ticks: dict[str, Tick] = {key: tick for tier in self._tiers for key, tick in tier.ticks.items()}
        self.screened = Tick(self.tr("All red flags asked"), self)
        self.screened.setToolTip(wrapped(tooltip(field_table()[SCREENED])))
        self.state = Label("", self)
        self.state.setWordWrap(True)
        self.state.setForegroundRole(QPalette.ColorRole.Text)
        self.state.setFont(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold))
        self._columns = [QVBoxLayout() for _ in range(_MOST_COLUMNS)]
        self._lay_out()
        self.arrange(2 * _COLUMN_WIDTH)
        self._connect()

    def show_examination(self, examination: Examination) -> None:
        """Shows the ticks and what follows from them; emits nothing."""
        for key, tick in self.ticks.items():
            _set_quietly(tick, key in examination.red_flags_ticked)
        _set_quietly(self.screened, examination.red_flags_screened)
        self.state.setText(state_words(examination))
        self.set_heavy(bool(examination.red_flags_ticked))

    def stops(self) -> list[QWidget]:
        """Its controls in the order of the Tab key."""
        return [*self.ticks.values(), self.screened]

    def arrange(self, width: int) -> None:
        """Puts the tiers in as many columns as ``width`` px have room for, in order."""
        count = max(1, min(_MOST_COLUMNS, width // _COLUMN_WIDTH))
        for column in self._columns:
            for tier in self._tiers:
                column.removeWidget(tier)
        shares = shared_out([tier.lines for tier in self._tiers], count)
        for number, column in enumerate(self._columns):
            self._row.setStretch(number, 1 if number < count else 0)
            for at in shares[number] if number < len(shares) else ():
                column.insertWidget(column.count() - 1, self._tiers[at])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(3 * GRID)
        head.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.state, 1)
        self.body.addLayout(head)
        self._row = QHBoxLayout()
        self._row.setSpacing(2 * GRID)
        for column in self._columns:
            column.addStretch(1)
            self._row.addLayout(column)
        self.body.addSpacing(GRID)
        self.body.addLayout(self._row)
        self.body.addWidget(self.screened)

    def _connect(self) -> None:
        for tick in self.ticks.values():
            tick.toggled.connect(self._flags_changed)
        self.screened.toggled.connect(lambda on: self.entered.emit(SCREENED, on))

    def _flags_changed(self) -> None:
        self.entered.emit(TICKED, tuple(key for key, tick in self.ticks.items() if tick.isChecked()))


class _Tier(QWidget):
    """One tier: how soon, and its flags."""

    def __init__(self, tier: RedFlagTier, parent: QWidget) -> None:
        super().__init__(parent)
        flags = [flag for flag in red_flags() if flag.tier == tier.key]
        self.ticks: Mapping[str, Tick] = {flag.key: self._tick(flag, tier) for flag in flags}
        self.lines = len(flags) + 1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(0)
        heading = Label(tier.label, self)
        heading.setFont(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold))
        heading.setForegroundRole(QPalette.ColorRole.Text)
        column.addWidget(heading)
        column.addWidget(QuietLabel(self.tr("Ticked: refer {}").format(tier.action), self))
        for tick in self.ticks.values():
            column.addWidget(tick)

    def _tick(self, flag: RedFlag, tier: RedFlagTier) -> Tick:
        tick = Tick(flag.label, self)
        read = "" if flag.verified else "\n" + self.tr("Not read in a published list.")
        points = self.tr("Points to: {}. A tick means that it needs assessment.").format(flag.concern)
        tick.setToolTip(wrapped(points + read))
        tick.setAccessibleDescription(f"{tier.label}. {flag.concern}")
        return tick


def state_words(examination: Examination) -> str:
    """What the ticks come to, in a sentence or two."""
    count = len(examination.red_flags_ticked)
    if not count:
        if examination.red_flags_screened:
            return "Screened, none found."
        return "Not screened. Until all have been asked, no lumbar note is shown."
    found = f"{count} ticked" if examination.red_flags_screened else f"{count} ticked, not all asked"
    return f"{found}. Refer for medical assessment {most_pressing(examination).action}."


def most_pressing(examination: Examination) -> RedFlagTier:
    """The most pressing tier with a tick.

    Raises
    ------
    ValueError
        If nothing is ticked.
    """
    tiers = {flag.tier for flag in red_flags() if flag.key in examination.red_flags_ticked}
    for tier in red_flag_tiers():
        if tier.key in tiers:
            return tier
    raise ValueError("no red flag is ticked")


def shared_out(lengths: list[int], columns: int) -> list[list[int]]:
    """Indices of the parts of each column: in order, the tallest column as short as it can be."""
    if columns <= 1 or len(lengths) <= 1:
        return [list(range(len(lengths)))]
    best: list[list[int]] = []
    for cut in range(1, len(lengths)):
        rest = [[at + cut for at in column] for column in shared_out(lengths[cut:], columns - 1)]
        found = [list(range(cut)), *rest]
        if not best or _tallest(found, lengths) < _tallest(best, lengths):
            best = found
    return best


def _tallest(columns: list[list[int]], lengths: list[int]) -> int:
    return max(sum(lengths[at] for at in column) for column in columns)


def _set_quietly(tick: Tick, on: bool) -> None:
    blocked = tick.blockSignals(True)
    tick.setChecked(on)
    tick.blockSignals(blocked)
