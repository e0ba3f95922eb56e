"""What a person corrected: how a recording is read, and each step's side, use, axis, toe line and cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final, TypeVar

import numpy as np

from pedograph.errors import SettingsError
from pedograph.notes import Note
from pedograph.recording import Side

Point = tuple[float, float]
"""x and y on the plate, mm."""
Cell = tuple[int, int]
"""Row and column in the grid of the recording."""
AXIS_BY_HAND: Final = Note("axis_by_hand", "axis set by hand")
TOE_LINE_BY_HAND: Final = Note("toe_line_by_hand", "toe line set by hand")
CELLS_LEFT_OUT: Final = Note("cells_by_hand", "cells left out by hand")
_SHORTEST_AXIS: Final = 20.0
"""mm between the two points of an axis below which they give no direction."""
_LONGEST_REASON: Final = 500
"""Characters of a reason, at most."""
_RANGES: Final = {
    "pressure_factor": (1e-6, 1e6),
    "row_spacing": (0.1, 100.0),
    "column_spacing": (0.1, 100.0),
    "sample_rate": (0.1, 100_000.0),
}
Made = TypeVar("Made")


@dataclass(frozen=True)
class ImportCorrection:
    """What a person corrects about how a file was read.

    Parameters
    ----------
    pressure_factor : float
        Every pressure is multiplied by this; 10 if N/cm2 were read as kPa.
    row_spacing, column_spacing : float, optional
        Spacing of cells along and across the walking direction, mm.
    sample_rate : float, optional
        Frames per second, if the times were wrong.
    turned : bool
        The plate was the other way round: turn by 180 degrees.
    mirrored : bool
        The plate was seen from below: swap left and right.
    side : str, optional
        "left" or "right", if the foot is known and the file does not say.

    Raises
    ------
    SettingsError
        If a value is out of range.
    """

    pressure_factor: float = 1.0
    row_spacing: float | None = None
    column_spacing: float | None = None
    sample_rate: float | None = None
    turned: bool = False
    mirrored: bool = False
    side: str | None = None

    def __post_init__(self) -> None:
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise SettingsError(f"{name} is {value}; it must be between {low:g} and {high:g}.")
        if self.side not in (None, "left", "right"):
            raise SettingsError(f'side is "{self.side}"; it must be "left" or "right".')

    @property
    def nothing(self) -> bool:
        """Whether it changes nothing."""
        return self == ImportCorrection()

    @property
    def settles(self) -> tuple[str, ...]:
        """Keys of the import card's lines that it sets."""
        about = {
            "unit": self.pressure_factor != 1.0,
            "cell size": self.row_spacing is not None or self.column_spacing is not None,
            "time": self.sample_rate is not None,
            "orientation": self.turned or self.mirrored,
            "side": self.side is not None,
        }
        return tuple(key for key, set_ in about.items() if set_)

    def to_dict(self) -> dict[str, Any]:
        """Plain values of what it sets."""
        plain = ImportCorrection()
        return {name: value for name, value in asdict(self).items() if value != getattr(plain, name)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> ImportCorrection:
        """The correction that `to_dict` gave.

        Raises
        ------
        SettingsError
            If a name is unknown or a value of the wrong kind.
        """
        _check_names(values, {item.name for item in fields(cls)}, "a correction of the reading")
        try:
            return cls(**values)
        except TypeError as error:
            raise SettingsError(f"a correction of the reading has a value of the wrong kind ({error}).") from error


@dataclass(frozen=True)
class StepCorrection:
    """What a person corrected in one step; anything None or empty is left as detected.

    Parameters
    ----------
    side : Side, optional
        Which foot, taken as certain.
    left_out : str
        Why the step does not count towards means; empty if it does.
    axis : (point, point), optional
        Two points of the foot axis on the plate, the first nearer the heel; the line through them is the axis.
    toe_line : tuple of points, optional
        Points on the plate at which the toes begin, from one side of the forefoot to the other, in any order.
    cells_left_out : tuple of (int, int)
        Row and column in the grid of cells that do not belong to the foot; no measure counts them. They are
        kept in order, each once.

    Raises
    ------
    SettingsError
        If a place is not a number, the axis is too short to have a direction, a toe line has one point only, or
        the reason is too long.
    """

    side: Side | None = None
    left_out: str = ""
    axis: tuple[Point, Point] | None = None
    toe_line: tuple[Point, ...] | None = None
    cells_left_out: tuple[Cell, ...] = ()

    def __post_init__(self) -> None:
        for points in (self.axis, self.toe_line):
            if points is not None and not np.isfinite(np.array(points, dtype=np.float64)).all():
                raise SettingsError("a point set by hand is not a number.")
        if self.axis is not None and float(np.hypot(*np.subtract(*self.axis))) < _SHORTEST_AXIS:
            raise SettingsError(f"the two points of an axis must be at least {_SHORTEST_AXIS:g} mm apart.")
        if self.toe_line is not None and len(self.toe_line) < 2:
            raise SettingsError("a toe line needs at least two points.")
        if len(self.left_out) > _LONGEST_REASON:
            raise SettingsError(f"a reason has at most {_LONGEST_REASON} characters.")
        cells = tuple(sorted({(int(row), int(column)) for row, column in self.cells_left_out}))
        object.__setattr__(self, "left_out", self.left_out.strip())
        object.__setattr__(self, "cells_left_out", cells)

    @property
    def nothing(self) -> bool:
        """Whether nothing was corrected."""
        return self == StepCorrection()

    @property
    def foot(self) -> StepCorrection:
        """Only the axis, toe line and cells."""
        return replace(self, side=None, left_out="")

    def with_foot(self, other: StepCorrection) -> StepCorrection:
        """This correction with the axis, toe line and cells of another one."""
        return replace(other, side=self.side, left_out=self.left_out)

    @property
    def flags(self) -> tuple[Note, ...]:
        """What a reader of the measures should know about the foot: one note for each item set."""
        said = (
            (AXIS_BY_HAND, self.axis is not None),
            (TOE_LINE_BY_HAND, self.toe_line is not None),
            (CELLS_LEFT_OUT, bool(self.cells_left_out)),
        )
        return tuple(note for note, is_set in said if is_set)

    def to_dict(self) -> dict[str, Any]:
        """Plain values of what it sets, as JSON has them."""
        made = {
            "side": None if self.side is None else str(self.side),
            "left_out": self.left_out,
            "axis": None if self.axis is None else [list(point) for point in self.axis],
            "toe_line": None if self.toe_line is None else [list(point) for point in self.toe_line],
            "cells_left_out": [list(cell) for cell in self.cells_left_out],
        }
        return {name: value for name, value in made.items() if value not in (None, "", [])}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> StepCorrection:
        """The correction that `to_dict` gave.

        Raises
        ------
        SettingsError
            If a name is unknown or a value of the wrong kind.
        """
        _check_names(values, _STEP_VALUES, "a correction of a step")
        made: dict[str, Any] = {}
        for name, value in values.items():
            try:
                made[name] = _STEP_VALUES[name](value)
            except (TypeError, ValueError) as error:
                raise SettingsError(f"the {name} of a corrected step is of the wrong kind ({error}).") from error
        return cls(**made)


@dataclass(frozen=True)
class Corrections:
    """Everything that a person corrected in one recording.

    Parameters
    ----------
    reading : ImportCorrection
        How the recording is read.
    steps : tuple of (int, StepCorrection)
        Index of each corrected step, from 0, and what was corrected in it; kept in order of the steps, without
        those that correct nothing.

    Raises
    ------
    SettingsError
        If an index is below 0 or occurs twice.
    """

    reading: ImportCorrection = field(default_factory=ImportCorrection)
    steps: tuple[tuple[int, StepCorrection], ...] = ()

    def __post_init__(self) -> None:
        numbers = [index for index, _ in self.steps]
        if len(set(numbers)) != len(numbers) or min(numbers, default=0) < 0:
            raise SettingsError("a step is corrected twice, or has a number below 0.")
        made = sorted(((index, one) for index, one in self.steps if not one.nothing), key=lambda pair: pair[0])
        object.__setattr__(self, "steps", tuple(made))

    @property
    def nothing(self) -> bool:
        """Whether nothing was corrected."""
        return self.reading.nothing and not self.steps

    def step(self, index: int) -> StepCorrection:
        """What was corrected in a step; an empty correction if nothing was."""
        return dict(self.steps).get(index, NOTHING_SET)

    def with_step(self, index: int, correction: StepCorrection) -> Corrections:
        """These corrections with everything corrected in one step replaced."""
        others = tuple(pair for pair in self.steps if pair[0] != index)
        return replace(self, steps=(*others, (index, correction)))

    def to_dict(self) -> dict[str, Any]:
        """Plain values of what was corrected, as JSON has them."""
        reading, steps = self.reading.to_dict(), [{"step": index, **one.to_dict()} for index, one in self.steps]
        return ({"reading": reading} if reading else {}) | ({"steps": steps} if steps else {})

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Corrections:
        """The corrections that `to_dict` gave.

        Raises
        ------
        SettingsError
            If a name is unknown or a value of the wrong kind.
        """
        _check_names(values, {"reading", "steps"}, "a correction")
        reading, rows = values.get("reading", {}), values.get("steps", [])
        if not isinstance(reading, Mapping) or not _are(rows, Mapping):
            raise SettingsError("a correction of the reading, or of a step, is of the wrong kind.")
        steps = []
        for row in rows:
            index = row.get("step")
            if not isinstance(index, int) or isinstance(index, bool):
                raise SettingsError("a correction of a step does not say of which.")
            rest = {name: value for name, value in row.items() if name != "step"}
            steps.append((index, StepCorrection.from_dict(rest)))
        return cls(ImportCorrection.from_dict(reading), tuple(steps))


NOTHING_SET: Final = StepCorrection()
"""A correction of a step that corrects nothing."""
UNCORRECTED: Final = Corrections()
"""Corrections of a recording that correct nothing."""


def _check_names(values: Mapping[str, Any], known: Mapping[str, Any] | set[str], what: str) -> None:
    unknown = sorted(set(map(str, values)) - set(known))
    if unknown:
        raise SettingsError(f"{what} cannot set {unknown[0]}.")


def _are(values: Any, kind: type) -> bool:
    return isinstance(values, list | tuple) and all(isinstance(value, kind) for value in values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no number")
    return float(value)


def _whole_number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no whole number")
    return value


def _pair(value: Any, kind: Callable[[Any], Made]) -> tuple[Made, Made]:
    first, second = _items(value)
    return kind(first), kind(second)


def _items(value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{value!r} is no list")
    return value


def _point(value: Any) -> Point:
    return _pair(value, _number)


_STEP_VALUES: Final[Mapping[str, Callable[[Any], Any]]] = {
    "side": Side,
    "left_out": _text,
    "axis": lambda value: _pair(value, _point),
    "toe_line": lambda value: tuple(map(_point, _items(value))),
    "cells_left_out": lambda value: tuple(_pair(cell, _whole_number) for cell in _items(value)),
}
