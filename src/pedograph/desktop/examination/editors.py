"""One editor for each kind of field: a number, a few scores, yes or no, a choice."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pedograph.desktop.examination.numbers import Chooser, NumberBox
from pedograph.desktop.examination.segments import Segments
from pedograph.desktop.examination.wording import control_name, empty_words, score_words, tooltip
from pedograph.desktop.style.words import wrapped
from pedograph.posture.fields import ExaminationField

_MOST_BUTTONS: Final = 5


class Editor(QWidget):
    """What every kind of editor has in common.

    Parameters
    ----------
    field : ExaminationField
        The field.
    path : str
        Which of its values ("left.cait").
    parent : QWidget, optional
        Qt parent.

    Attributes
    ----------
    entered : Signal(object)
        The value that was entered, None where it was cleared, or the text where it cannot be read.
    touched : Signal()
        The person began to change the value again.
    """

    entered = Signal(object)
    touched = Signal()
    keeps_refused: ClassVar[bool] = False
    """Whether what was refused stays in it to be corrected."""

    def __init__(self, field: ExaminationField, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.path = field, path
        self.setToolTip(wrapped(tooltip(field)))

    def show_value(self, value: Any) -> None:
        """Shows a value; emits nothing."""
        raise NotImplementedError

    def commit(self) -> None:
        """Takes what is still being typed as entered; most kinds have nothing of that sort."""

    def set_unit(self, unit: str) -> None:
        """Shows another unit, where the kind has one."""

    def stops(self) -> list[QWidget]:
        """Its controls in the order of the Tab key."""
        raise NotImplementedError

    def _hold(self, control: QWidget) -> None:
        """Fills the editor with its control."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(control)
        control.setAccessibleDescription(self.field.help)
        self.setFocusProxy(control)
        self.setSizePolicy(control.sizePolicy())


class NumberEditor(Editor):
    """A number with its unit."""

    keeps_refused = True

    def __init__(self, field: ExaminationField, path: str, parent: QWidget | None = None) -> None:
        super().__init__(field, path, parent)
        self.box = NumberBox(control_name(field, path), field.unit, self)
        self.box.edit.setAccessibleDescription(tooltip(field))
        self.box.entered.connect(self.entered)
        self.box.typed.connect(self.touched)
        self._hold(self.box)

    def show_value(self, value: Any) -> None:
        """Shows a number."""
        self.box.show_value(value)

    def commit(self) -> None:
        """Takes what stands in the box."""
        self.box.commit()

    def set_unit(self, unit: str) -> None:
        """Shows another unit behind the number."""
        self.box.set_unit(unit)

    def stops(self) -> list[QWidget]:
        """The line."""
        return [self.box.edit]


class SegmentsEditor(Editor):
    """Yes or no, or a scale of a few whole numbers."""

    def __init__(self, field: ExaminationField, path: str, parent: QWidget | None = None) -> None:
        super().__init__(field, path, parent)
        self.segments = Segments(_segment_options(field), control_name(field, path), self)
        self.segments.chosen.connect(self.touched)
        self.segments.chosen.connect(self.entered)
        self._hold(self.segments)

    def show_value(self, value: Any) -> None:
        """Shows which button is chosen."""
        self.segments.show_value(value)

    def stops(self) -> list[QWidget]:
        """The buttons."""
        return list(self.segments.buttons)


class ChoiceEditor(Editor):
    """One of several words."""

    def __init__(self, field: ExaminationField, path: str, parent: QWidget | None = None) -> None:
        super().__init__(field, path, parent)
        options = [(option.value, option.label) for option in field.options]
        self.chooser = Chooser(options, control_name(field, path), empty_words(field), self)
        self.chooser.chosen.connect(self.touched)
        self.chooser.chosen.connect(self.entered)
        self._hold(self.chooser)

    def show_value(self, value: Any) -> None:
        """Shows the choice."""
        self.chooser.show_value(value)

    def stops(self) -> list[QWidget]:
        """The drop-down."""
        return [self.chooser]


def is_scale(field: ExaminationField) -> bool:
    """Whether a field takes so few whole numbers that each gets its own button."""
    if field.kind != "integer" or field.low is None or field.high is None:
        return False
    return field.high - field.low < _MOST_BUTTONS


def make_editor(field: ExaminationField, path: str, parent: QWidget | None = None) -> Editor:
    """The editor for one value of a field.

    Raises
    ------
    KeyError
        If the field is of a kind that has no editor of its own ("flags").
    """
    if is_scale(field):
        return SegmentsEditor(field, path, parent)
    return _EDITORS[field.kind](field, path, parent)


def _segment_options(field: ExaminationField) -> list[tuple[Any, str]]:
    if field.kind == "yes_no":
        return [(True, "Yes"), (False, "No")]
    low, high = int(field.low or 0), int(field.high or 0)
    return [(value, score_words(value)) for value in range(low, high + 1)]


_EDITORS: Final[dict[str, type[Editor]]] = {
    "number": NumberEditor,
    "integer": NumberEditor,
    "yes_no": SegmentsEditor,
    "choice": ChoiceEditor,
}
