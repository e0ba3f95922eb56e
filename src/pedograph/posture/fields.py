"""What an examination can hold: the table of its fields, of the red flags, and the check of a value against it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from numbers import Integral, Real
from types import MappingProxyType
from typing import Any, Final

from pedograph.errors import PedographError
from pedograph.posture.tables import ResourceError, build, read_table

SIDES: Final = ("left", "right")
_KINDS: Final = ("yes_no", "integer", "number", "choice", "flags")


class ExaminationError(PedographError, ValueError):
    """A value that an examination cannot hold.

    Parameters
    ----------
    field : str
        Key of the field ("cait"), or of the entry that was found.
    label : str
        The field as a person calls it.
    found, expected : str
        What was entered and what the field takes, in plain words.
    side : str
        "left" or "right" for a field of one foot.
    part : str
        "foot" or "ankle" for a field of one foot.
    """

    def __init__(self, field: str, label: str, found: str, expected: str, side: str = "", part: str = "") -> None:
        self.field, self.label, self.found, self.expected = field, label, found, expected
        self.side, self.part = side, part
        name = f"{label}, {side} {part}" if side else label
        super().__init__(f"{name}: {found}; {expected}.")

    def on(self, side: str) -> ExaminationError:
        """The same refusal, naming the side."""
        return ExaminationError(self.field, self.label, self.found, self.expected, side, self.part)


@dataclass(frozen=True)
class Option:
    """One choice of a field: the value that is stored and the words for it."""

    value: str | float
    label: str


@dataclass(frozen=True)
class ExaminationField:
    """One field of the examination form.

    Parameters
    ----------
    key : str
        Name of the attribute of `Examination`, or of `FootExamination` where ``part`` is set.
    label, unit, help, source : str
        Words for the form and the report; ``source`` is the paper behind the range or the reading.
    kind : str
        "yes_no", "integer", "number", "choice" or "flags".
    group : str
        Key of the `FieldGroup` it stands in.
    low, high : float, optional
        Range in ``unit``, both ends included.
    part : str
        "foot" or "ankle" for a field that each side has; "" otherwise.
    options : tuple of Option
        The choices of a "choice".
    verified : bool
        Whether range and source were read in a publication's abstract or page, not taken from memory.
    """

    key: str
    label: str
    kind: str
    group: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    part: str = ""
    options: tuple[Option, ...] = ()
    help: str = ""
    source: str = ""
    verified: bool = True

    @property
    def sided(self) -> bool:
        """Whether each foot has its own value."""
        return bool(self.part)

    @property
    def paths(self) -> tuple[str, ...]:
        """Where its values stand: ("left.cait", "right.cait") for a sided field, ("nprs",) for another."""
        return tuple(f"{side}.{self.key}" for side in SIDES) if self.sided else (self.key,)

    @property
    def range_words(self) -> str:
        """The range as words ("between 0 and 30"); empty where there is none."""
        if self.low is None or self.high is None:
            return ""
        unit = f" {self.unit}" if self.unit else ""
        return f"between {self.low:g} and {self.high:g}{unit}"

    def checked(self, value: Any) -> Any:
        """``value`` as the field keeps it (None stays None).

        Raises
        ------
        ExaminationError
            If it is of the wrong kind or out of the range.
        """
        return None if value is None else _CHECKS[self.kind](self, value)

    def refusal(self, value: Any, expected: str) -> ExaminationError:
        """The error that says what was entered and what the field takes."""
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        return ExaminationError(self.key, self.label, f"{shown} was entered", expected, part=self.part)


@dataclass(frozen=True)
class FieldGroup:
    """A part of the form: its key and its heading."""

    key: str
    label: str


@dataclass(frozen=True)
class RedFlagTier:
    """How soon a red flag needs assessment; ``action`` completes "Refer for medical assessment ..."."""

    key: str
    label: str
    action: str


@dataclass(frozen=True)
class RedFlag:
    """A sign that needs assessment before any lumbar note is shown.

    Parameters
    ----------
    key, tier, label : str
        Its key, the key of its tier ("emergency", "urgent", "soon", "foot") and the words on the form.
    concern : str
        What it may point to, in a word or two.
    verified : bool
        Whether it was read in a published list, not taken from memory.
    """

    key: str
    tier: str
    label: str
    concern: str
    verified: bool = True


@cache
def examination_fields() -> tuple[ExaminationField, ...]:
    """Every field of the examination, in the order of the form."""
    place = "examination/fields.toml"
    made = tuple(_field(entry, f"{place}, field {entry.get('key')}") for entry in _fields_table()["field"])
    groups = {group.key for group in field_groups()}
    for item in made:
        if item.kind not in _KINDS or item.group not in groups or item.part not in ("", "foot", "ankle"):
            raise ResourceError(f"{place}, field {item.key}: its kind, group or part is unknown.")
    return made


@cache
def field_groups() -> tuple[FieldGroup, ...]:
    """The parts of the form, in order."""
    return tuple(build(FieldGroup, entry, "examination/fields.toml") for entry in _fields_table()["group"])


@cache
def field_table() -> Mapping[str, ExaminationField]:
    """The fields by key."""
    return MappingProxyType({item.key: item for item in examination_fields()})


@cache
def red_flag_tiers() -> tuple[RedFlagTier, ...]:
    """The tiers of red flags, most pressing first."""
    entries = read_table("examination", "red_flags")["tier"]
    return tuple(build(RedFlagTier, entry, "examination/red_flags.toml") for entry in entries)


@cache
def red_flags() -> tuple[RedFlag, ...]:
    """The list of red flags to screen, by tier."""
    entries = read_table("examination", "red_flags")["flag"]
    made = tuple(build(RedFlag, entry, "examination/red_flags.toml") for entry in entries)
    tiers = {tier.key for tier in red_flag_tiers()}
    for flag in made:
        if flag.tier not in tiers:
            raise ResourceError(f"examination/red_flags.toml, flag {flag.key}: no tier is called {flag.tier}.")
    return made


@cache
def _fields_table() -> dict[str, Any]:
    return read_table("examination", "fields")


def _field(entry: dict[str, Any], place: str) -> ExaminationField:
    options = [build(Option, option, place) for option in entry.get("options", ())]
    return build(ExaminationField, {**entry, "options": options}, place)


def _yes_no(field: ExaminationField, value: Any) -> bool:
    if not isinstance(value, bool):
        raise field.refusal(value, "it takes yes or no")
    return value


def _number(field: ExaminationField, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise field.refusal(value, f"it takes a number {field.range_words}".rstrip())
    number = float(value)
    if field.low is not None and field.high is not None and not field.low <= number <= field.high:
        raise field.refusal(value, f"it lies {field.range_words}")
    return number


def _integer(field: ExaminationField, value: Any) -> int:
    number = _number(field, value)
    if not isinstance(value, Integral) and not number.is_integer():
        raise field.refusal(value, f"it takes a whole number {field.range_words}".rstrip())
    return int(number)


def _choice(field: ExaminationField, value: Any) -> str | float:
    for option in field.options:
        if isinstance(value, type(option.value) if isinstance(option.value, str) else Real) and (
            value == option.value and not isinstance(value, bool)
        ):
            return option.value
    choices = ", ".join(str(option.value) for option in field.options)
    raise field.refusal(value, f"it takes one of {choices}")


def _flags(field: ExaminationField, value: Any) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise field.refusal(value, "it takes a list of red flags")
    known = [flag.key for flag in red_flags()]
    unknown = [item for item in value if item not in known]
    if unknown:
        raise field.refusal(unknown[0], "no red flag has this key")
    return tuple(key for key in known if key in value)


_CHECKS: Final = {
    "yes_no": _yes_no,
    "integer": _integer,
    "number": _number,
    "choice": _choice,
    "flags": _flags,
}
