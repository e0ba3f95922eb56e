"""The fields in which a person sets right how a file was read."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pedograph.corrections import ImportCorrection
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.words import wrapped
from pedograph.errors import SettingsError
from pedograph.recording import PressureRecording

UNITS: Final = (("kPa", 1.0), ("N/cm²", 10.0), ("mmHg", 0.133322), ("psi", 6.894757))
"""Units that numbers read as kPa may really have, with their factors to kPa."""

_SIDES: Final = (None, "left", "right")


class ReadingForm(QWidget):
    """Pressure, cells, frame rate, orientation and foot of one recording.

    Attributes
    ----------
    wanted : Signal(object)
        The `ImportCorrection` that was asked for.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = QComboBox()
        self.factor, self.rows, self.columns, self.rate = (QLineEdit() for _ in range(4))
        self.turned = QCheckBox("turned by 180 degrees")
        self.mirrored = QCheckBox("mirrored: seen from below")
        self.side = QComboBox()
        self.problem = Label()
        self.apply = QPushButton("Set right")
        self.back = QPushButton("Reset to the file's values")
        self._fill()
        self._lay_out()
        self.unit.activated.connect(self._unit_chosen)
        self.apply.clicked.connect(self.submit)
        self.back.clicked.connect(lambda: self.wanted.emit(ImportCorrection()))

    def show_reading(self, as_read: PressureRecording, reading: ImportCorrection) -> None:
        """Show what was set by hand, and behind it what the file says."""
        factors = [factor for _, factor in UNITS]
        known = reading.pressure_factor in factors
        self.unit.setCurrentIndex(factors.index(reading.pressure_factor) if known else len(UNITS))
        self._show_factor(reading.pressure_factor)
        for line, value, read in (
            (self.rows, reading.row_spacing, as_read.grid.row_spacing),
            (self.columns, reading.column_spacing, as_read.grid.column_spacing),
            (self.rate, reading.sample_rate, as_read.sample_rate if as_read.frames > 1 else None),
        ):
            line.setText("" if value is None else f"{value:g}")
            line.setPlaceholderText("" if read is None else f"{read:.6g} as read")
            line.setEnabled(read is not None)
        self.turned.setChecked(reading.turned)
        self.mirrored.setChecked(reading.mirrored)
        self.side.setCurrentIndex(_SIDES.index(reading.side))
        self.back.setEnabled(not reading.nothing)
        self._say("")

    def correction(self) -> ImportCorrection:
        """What stands in the fields.

        Raises
        ------
        SettingsError
            If a field holds no number, or one out of range.
        """
        return ImportCorrection(
            _number(self.factor) or 1.0,
            _number(self.rows),
            _number(self.columns),
            _number(self.rate),
            self.turned.isChecked(),
            self.mirrored.isChecked(),
            _SIDES[self.side.currentIndex()],
        )

    def submit(self) -> None:
        """Ask for what stands in the fields, or say what is wrong with it."""
        try:
            wanted = self.correction()
        except SettingsError as error:
            self._say(str(error))
            return
        self._say("")
        self.wanted.emit(wanted)

    def _fill(self) -> None:
        self.unit.addItems([name if factor == 1 else f"{name} (× {factor:g})" for name, factor in UNITS])
        self.unit.addItem("another unit: factor")
        self.side.addItems(["as read", "left foot", "right foot"])
        names = (
            (self.unit, "Unit of the numbers that were read as kPa"),
            (self.factor, "Factor from the file's numbers to kPa"),
            (self.rows, "Spacing of cells along the walking direction, mm"),
            (self.columns, "Spacing of cells across the walking direction, mm"),
            (self.rate, "Frames per second"),
            (self.side, "Foot"),
        )
        for widget, name in names:
            widget.setAccessibleName(name)
            widget.setToolTip(wrapped(name))
        for line in (self.factor, self.rows, self.columns, self.rate):
            line.returnPressed.connect(self.submit)
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        pressure, cells, orientation = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        together: tuple[tuple[QHBoxLayout, tuple[QWidget, ...]], ...] = (
            (pressure, (self.unit, self.factor)),
            (cells, (self.rows, Label("×"), self.columns)),
            (orientation, (self.turned, self.mirrored)),
        )
        for row, widgets in together:
            for widget in widgets:
                row.addWidget(widget)
        lines: tuple[tuple[str, QWidget | QHBoxLayout], ...] = (
            ("The numbers are", pressure),
            ("Cell, mm along × across", cells),
            ("Frames per second", self.rate),
            ("The plate was", orientation),
            ("The foot", self.side),
        )
        for number, (label, part) in enumerate(lines):
            grid.addWidget(Label(label), number, 0)
            if isinstance(part, QHBoxLayout):
                grid.addLayout(part, number, 1)
            else:
                grid.addWidget(part, number, 1)
        grid.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.problem, 1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.apply)
        self.apply.setObjectName("primary")
        self.apply.setAutoDefault(False)
        self.back.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        heading = Label("Set it right")
        heading.setObjectName("heading")
        column.addWidget(heading)
        column.addLayout(grid)
        column.addLayout(buttons)

    def _unit_chosen(self, place: int) -> None:
        self._show_factor(UNITS[place][1] if place < len(UNITS) else 1.0)

    def _show_factor(self, factor: float) -> None:
        """The factor stands there only where no unit says it."""
        self.factor.setText(f"{factor:.9g}")
        self.factor.setVisible(self.unit.currentIndex() == len(UNITS))

    def _say(self, words: str) -> None:
        self.problem.setText(words)


def _number(line: QLineEdit) -> float | None:
    """The number of a line, with point or comma; None for an empty one."""
    text = line.text().strip()
    if not text:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise SettingsError(f'"{text}" is no number: {line.accessibleName()}.') from None
