"""Cards of the rules that do not apply, and of those of which nothing can be said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from pedograph.desktop.examination.card_style import GRID, Card, QuietLabel, scaled_font
from pedograph.desktop.findings.evidence_list import words_label
from pedograph.desktop.findings.missing import MissingList
from pedograph.desktop.style.words import wrapped
from pedograph.posture.finding import GROUP_WORDS, NamedValue, NotApplying, NotSaid


class SmallCard(Card):
    """A compact card with a rule's title."""

    def __init__(self, title: str, rule: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"card_{rule}")
        self.rule = rule
        self.setToolTip(wrapped(self.tr("Rule {}").format(rule)))
        self.heading.setFont(scaled_font(self.font(), 1.0, QFont.Weight.DemiBold))
        self.body.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        self.body.setSpacing(GRID // 2)
        self.body.addWidget(self.heading)


class NotApplyingCard(SmallCard):
    """A rule that does not apply, with the values that decide so."""

    def __init__(self, item: NotApplying, parent: QWidget | None = None) -> None:
        super().__init__(item.title, item.rule, parent)
        if item.values:
            self.body.addWidget(QuietLabel(values_words(item.values), self))


class NotSaidCard(SmallCard):
    """A rule of which nothing can be said, with why and what is missing.

    Attributes
    ----------
    field_wanted : Signal(str)
        Path of a missing field that was clicked.
    """

    field_wanted = Signal(str)

    def __init__(self, item: NotSaid, parent: QWidget | None = None) -> None:
        super().__init__(item.title, item.rule, parent)
        told = {missing.text for missing in item.missing}
        held = [words for words in item.held_back if words not in told]
        if held:
            self.body.addWidget(words_label(self.tr("Held back: {}").format(", ".join(held)), self))
        self.missing = MissingList(item.missing, self)
        self.missing.setVisible(bool(item.missing))
        self.missing.field_wanted.connect(self.field_wanted)
        self.body.addWidget(self.missing)

    def stops(self) -> list[QWidget]:
        """Its controls in the order of the Tab key."""
        return list(self.missing.links)


class GroupCard(SmallCard):
    """Rules that wait for the same thing, on one card."""

    def __init__(self, group: str, items: Sequence[NotSaid], parent: QWidget | None = None) -> None:
        super().__init__(f"{GROUP_WORDS[group]}:", group, parent)
        self.setToolTip(wrapped(self.tr("Rules {}").format(", ".join(item.rule for item in items))))
        for item in items:
            self.body.addWidget(words_label(item.title, self))


def group_cards(items: Iterable[NotSaid]) -> list[GroupCard]:
    """A card for each group of rules."""
    groups: dict[str, list[NotSaid]] = {}
    for item in items:
        if item.group:
            groups.setdefault(item.group, []).append(item)
    return [GroupCard(group, members) for group, members in groups.items()]


def values_words(values: Iterable[NamedValue]) -> str:
    """Values on one line each ("Sex: female")."""
    return "\n".join(f"{value.label}: {value.text}" for value in values)
