"""What a person says of a table of numbers: spacing, rate, unit, orientation and layout, each checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pedograph.errors import ReadError
from pedograph.formats.parsing.numbers import shown
from pedograph.recording import Side
from pedograph.units import KILOPASCAL_PER, NEWTON_PER_KILOPASCAL_MM2, pressure_factor

REQUIRED: Final = ("row_spacing", "column_spacing", "unit", "rows_from", "columns_from")
"""Keys without which no table is read; times come from ``rate``, ``time_column`` or ``time_array``."""

STACKED, PER_LINE = "stacked", "frame per line"
"""Layouts of lines of numbers: the rows of a frame one below the other, or a whole frame on a line."""

_LEFT_OPEN: Final = (*REQUIRED, "rate", "rows", "columns")
AXES: Final = ("frame", "row", "column")
_TIME_UNITS: Final = {"s": 1.0, "ms": 1e-3}
_WORDS: Final = {
    "rows_from": ("heel", "toes"),
    "columns_from": ("left", "right"),
    "layout": (STACKED, PER_LINE),
    "time_unit": tuple(_TIME_UNITS),
    "side": tuple(Side),
    "task": ("walk", "stand"),
}
_NUMBERS: Final = {
    "row_spacing": (0.1, 100.0),
    "column_spacing": (0.1, 100.0),
    "rate": (0.01, 1e5),
    "factor": (1e-9, 1e9),
    "threshold": (0.0, 1e6),
    "saturation": (0.0, 1e6),
}
_COUNTS: Final = {
    "rows": (1, 10_000),
    "columns": (1, 10_000),
    "time_column": (1, 10_000),
    "skip_columns": (0, 1000),
}
_TEXTS: Final = ("unit", "axes", "array", "time_array", "sheet", "subject")
KEYS: Final = (*_NUMBERS, *_COUNTS, *_WORDS, *_TEXTS, "no_sensor", "cropped", "assumed")
"""All keys that a description can have."""


@dataclass(frozen=True)
class Description:
    """What is known of a table; None and empty texts where nothing was said.

    Parameters
    ----------
    row_spacing, column_spacing : float
        mm between the centres of cells along and across the foot.
    unit : str
        Of the values: one of pressure, or "N" for the force on each cell.
    rows_from, columns_from : str
        Where the first row lies, "heel" or "toes", and the first column, the walker's "left" or "right", seen from
        above.
    rate : float, optional
        Frames per second.
    layout : str
        "stacked" or "frame per line".
    rows, columns : int, optional
        Of a frame.
    axes : tuple of str
        What the axes of an array count; for lines, "frame" comes first.
    array, time_array, sheet : str
        Names within a file of several.
    time_column : int, optional
        Column with the time of a line, from 1; it is none of the frame's.
    time_unit : str
        "s" or "ms".
    skip_columns : int
        Columns at the left that are no values.
    factor : float
        Values are multiplied by it first.
    no_sensor : float, str, optional
        What stands where there is no sensor.
    threshold, saturation : float, optional
        As for `SensorGrid`, in kPa.
    cropped : bool
        As for `SensorGrid`.
    side : Side
        The foot.
    task, subject : str
        As for `PressureRecording`.
    assumed : tuple of str
        What of all this was guessed.
    """

    row_spacing: float
    column_spacing: float
    unit: str
    rows_from: str
    columns_from: str
    rate: float | None = None
    layout: str = ""
    rows: int | None = None
    columns: int | None = None
    axes: tuple[str, ...] = AXES
    array: str = ""
    time_array: str = ""
    sheet: str = ""
    time_column: int | None = None
    time_unit: str = "s"
    skip_columns: int = 0
    factor: float = 1.0
    no_sensor: float | str | None = None
    threshold: float | None = None
    saturation: float | None = None
    cropped: bool = False
    side: Side = Side.UNKNOWN
    task: str = "walk"
    subject: str = ""
    assumed: tuple[str, ...] = ()

    @property
    def kilopascal(self) -> float:
        """kPa per unit of the values."""
        if self.unit.strip().upper() == "N":
            return self.factor / (self.row_spacing * self.column_spacing * NEWTON_PER_KILOPASCAL_MM2)
        return self.factor * (pressure_factor(self.unit) or 1.0)

    @property
    def seconds(self) -> float:
        """s per unit of time."""
        return _TIME_UNITS[self.time_unit]


def said(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What was said: known keys with possible values, without the 0 and "" that a suggestion leaves open.

    Parameters
    ----------
    values : mapping
        From a TOML file or from the table itself.
    name : str
        Name of what they are from, for errors.

    Raises
    ------
    ReadError
        If a key is unknown, or a value of the wrong kind or out of range.
    """
    filled = {key: value for key, value in values.items() if key not in _LEFT_OPEN or value not in (0, "")}
    for key, value in filled.items():
        fault = _fault(key, value)
        if fault:
            raise ReadError(name, fault, where=shown(key), advice="Set it right in the description of the table")
    return filled


def unsaid(values: Mapping[str, Any]) -> list[str]:
    """Keys that are needed for every table and missing."""
    missing = [key for key in REQUIRED if key not in values]
    if not any(key in values for key in ("rate", "time_column", "time_array")):
        missing.append("rate")
    return missing


def description_of(values: Mapping[str, Any]) -> Description:
    """The description in some values.

    Parameters
    ----------
    values : mapping
        As `said` gave them; all that is needed is there.
    """
    plain = dict(values)
    axes = tuple(plain.pop("axes").replace(",", " ").split()) if "axes" in plain else AXES
    side, assumed = Side(plain.pop("side", Side.UNKNOWN)), tuple(plain.pop("assumed", ()))
    return Description(**plain, axes=axes, side=side, assumed=assumed)


def _fault(key: str, value: Any) -> str:
    """What is wrong with a value; an empty text where nothing is."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if key not in KEYS:
        return f"this key is unknown; the keys are {', '.join(KEYS)}"
    if key in _NUMBERS:
        low, high = _NUMBERS[key]
        return "" if number and low <= value <= high else f"{value!r:.40} is no number from {low:g} to {high:g}"
    if key in _COUNTS:
        least, most = _COUNTS[key]
        fits = type(value) is int and least <= value <= most
        return "" if fits else f"{value!r:.40} is no whole number from {least} to {most}"
    if key in _WORDS:
        return "" if value in _WORDS[key] else f"{value!r:.40} is none of {', '.join(map(repr, _WORDS[key]))}"
    if key == "cropped":
        return "" if isinstance(value, bool) else f"{value!r:.40} is neither true nor false"
    if key == "no_sensor":
        return "" if number or isinstance(value, str) else f"{value!r:.40} is neither a number nor a text"
    if key == "assumed":
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return "" if fits else "it is no list of texts"
    return _text_fault(key, value)


def _text_fault(key: str, value: Any) -> str:
    """What is wrong with a text."""
    if not isinstance(value, str) or len(value) > 200:
        return f"{value!r:.40} is no text"
    if key == "unit" and value.strip().upper() != "N" and pressure_factor(value) is None:
        units = ", ".join(KILOPASCAL_PER)
        return f'"{value:.40}" is no unit of pressure ({units}), nor N for the force on a cell'
    if key == "axes" and sorted(value.replace(",", " ").split()) != sorted(AXES):
        return f'"{value:.40}" does not name frame, row and column in the order of the axes'
    return ""
