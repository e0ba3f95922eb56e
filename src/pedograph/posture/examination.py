"""The examination: what a clinician asks, sees and measures by hand, beside the plate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from pedograph.posture.fields import SIDES, ExaminationError, ExaminationField, field_table
from pedograph.posture.tables import read_table

VERSION: Final = 1
"""Version of the dictionary that `Examination.to_dict` writes."""

FPI_ITEMS: Final = (
    "fpi_talar_head",
    "fpi_malleolar_curves",
    "fpi_calcaneus",
    "fpi_talonavicular",
    "fpi_medial_arch",
    "fpi_forefoot",
)
"""The six items of the Foot Posture Index, in its order (Redmond, Crosbie and Ouvrier 2006)."""


@dataclass(frozen=True)
class FootExamination:
    """What belongs to one foot and its ankle; None where it was not taken.

    Parameters
    ----------
    cait, idfai : int, optional
        Cumberland Ankle Instability Tool, 0 to 30, lower is worse; Identification of Functional Ankle
        Instability, 0 to 37, higher is worse.
    fpi_talar_head, fpi_malleolar_curves, fpi_calcaneus, fpi_talonavicular, fpi_medial_arch, fpi_forefoot : int
        Items of the Foot Posture Index, -2 to +2.
    fpi_total : int, optional
        Their sum, where the items themselves are not at hand.
    lunge : float, optional
        Weight-bearing lunge, in cm or degrees by `Examination.lunge_method`.
    navicular_drop : float, optional
        mm, by `Examination.navicular_drop_method`.
    sprain_over_12_months, sprain_with_lost_day, last_injury_over_3_months, giving_way, recurrent_sprain, \
feels_unstable : bool, optional
        Answers to the published research criteria of chronic ankle instability (Gribble et al. 2014).

    Raises
    ------
    ExaminationError
        If a value is out of its scale.
    """

    cait: int | None = None
    idfai: int | None = None
    fpi_talar_head: int | None = None
    fpi_malleolar_curves: int | None = None
    fpi_calcaneus: int | None = None
    fpi_talonavicular: int | None = None
    fpi_medial_arch: int | None = None
    fpi_forefoot: int | None = None
    fpi_total: int | None = None
    lunge: float | None = None
    navicular_drop: float | None = None
    sprain_over_12_months: bool | None = None
    sprain_with_lost_day: bool | None = None
    last_injury_over_3_months: bool | None = None
    giving_way: bool | None = None
    recurrent_sprain: bool | None = None
    feels_unstable: bool | None = None

    def __post_init__(self) -> None:
        _check_fields(self)
        items = [item for item in self.fpi_items if item is not None]
        if self.fpi_total is not None and len(items) == 6 and sum(items) != self.fpi_total:
            expected = f"the six items add up to {sum(items)}; clear one of the two"
            raise field_table()["fpi_total"].refusal(self.fpi_total, expected)

    @property
    def fpi_items(self) -> tuple[int | None, ...]:
        """The six items of the Foot Posture Index."""
        return tuple(getattr(self, key) for key in FPI_ITEMS)


@dataclass(frozen=True)
class Examination:
    """One visit's examination; None where a thing was not asked or measured.

    Parameters
    ----------
    red_flags_screened : bool
        Whether the list of red flags was gone through.
    red_flags_ticked : tuple of str
        Keys of those found, in the order of the list.
    sex : str, optional
        "female", "male" or "other".
    age_years : float, optional
        Years.
    low_back_pain : bool, optional
        Whether there is low back pain now.
    duration_weeks : float, optional
        How long it has lasted, weeks.
    nprs : int, optional
        Numeric pain rating, 0 to 10.
    odi : float, optional
        Oswestry Disability Index, 0 to 100 %.
    rmdq : int, optional
        Roland-Morris, 0 to 24.
    lordosis : float, optional
        Lumbar lordosis in degrees by ``lordosis_method`` ("cobb", "flexicurve", "inclinometer").
    lordosis_range_low, lordosis_range_high : float, optional
        Range in degrees that the clinic holds this method against.
    pelvic_tilt : float, optional
        Degrees, anterior positive.
    leg_length_difference : float, optional
        mm, by ``leg_length_method``.
    cait_cutoff : float, optional
        CAIT scores at or below it count; 25 where none is stated.
    lunge_method : str, optional
        "distance" (cm) or "angle" (degrees).
    navicular_drop_method : str, optional
        How navicular drop was taken.
    leg_surgery, leg_fracture, leg_injury_recent : bool, optional
        What rules the ankle criteria out, in either leg.
    left, right : FootExamination
        Each foot.

    Raises
    ------
    ExaminationError
        If a value is out of its scale; the text names the field and its range.
    """

    red_flags_screened: bool = False
    red_flags_ticked: tuple[str, ...] = ()
    sex: str | None = None
    age_years: float | None = None
    low_back_pain: bool | None = None
    duration_weeks: float | None = None
    nprs: int | None = None
    odi: float | None = None
    rmdq: int | None = None
    lordosis: float | None = None
    lordosis_method: str | None = None
    lordosis_range_low: float | None = None
    lordosis_range_high: float | None = None
    pelvic_tilt: float | None = None
    leg_length_difference: float | None = None
    leg_length_method: str | None = None
    cait_cutoff: float | None = None
    lunge_method: str | None = None
    navicular_drop_method: str | None = None
    leg_surgery: bool | None = None
    leg_fracture: bool | None = None
    leg_injury_recent: bool | None = None
    left: FootExamination = field(default_factory=FootExamination)
    right: FootExamination = field(default_factory=FootExamination)

    def __post_init__(self) -> None:
        _check_fields(self)
        for key, empty in (("red_flags_screened", False), ("red_flags_ticked", ())):
            if getattr(self, key) is None:
                object.__setattr__(self, key, empty)
        low, high = self.lordosis_range_low, self.lordosis_range_high
        if low is not None and high is not None and low > high:
            raise field_table()["lordosis_range_high"].refusal(high, f"the lower end is {low:g} deg")
        for side in SIDES:
            _check_lunge(self, side)

    def foot(self, side: str) -> FootExamination:
        """The foot of that side ("left" or "right")."""
        return {"left": self.left, "right": self.right}[side]

    def value(self, path: str) -> Any:
        """What stands at a path of `ExaminationField.paths` ("nprs", "left.cait").

        Raises
        ------
        ExaminationError
            If there is no such field.
        """
        side, entry = _located(path)
        return getattr(self.foot(side) if side else self, entry.key)

    def with_value(self, path: str, value: Any) -> Examination:
        """A copy with one value changed; None clears it.

        Raises
        ------
        ExaminationError
            If there is no such field or the value is out of its scale.
        """
        side, entry = _located(path)
        if not side:
            return replace(self, **{entry.key: value})
        try:
            foot = replace(self.foot(side), **{entry.key: value})
        except ExaminationError as error:
            raise error.on(side) from error
        return replace(self, left=foot) if side == "left" else replace(self, right=foot)

    def to_dict(self) -> dict[str, Any]:
        """The examination as plain JSON values; what was not taken is left out."""
        plain = _filled(self)
        plain["red_flags_ticked"] = list(self.red_flags_ticked)
        feet = {side: _filled(self.foot(side)) for side in SIDES}
        return {"version": VERSION, **plain, **feet}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Examination:
        """The examination that `to_dict` wrote.

        Raises
        ------
        ExaminationError
            If it was written by a newer version, holds an entry that is not known, or a value out of its scale.
        """
        if not isinstance(values, Mapping):
            raise _unreadable("version", "the saved examination is not a table of values")
        if values.get("version", VERSION) != VERSION:
            raise _unreadable("version", f"the saved examination has version {values['version']}")
        own = {key: value for key, value in values.items() if key != "version"}
        _refuse_unknown(own, cls, "")
        feet = {side: _foot_from_dict(own.get(side, {}), side) for side in SIDES}
        return cls(**{**own, **feet})


def _check_fields(record: Examination | FootExamination) -> None:
    """Checks each value against its field and keeps it in the field's own type."""
    table = field_table()
    for item in fields(record):
        if item.name in SIDES:
            if not isinstance(getattr(record, item.name), FootExamination):
                raise _unreadable(item.name, f"the {item.name} foot is not a foot's examination")
            continue
        object.__setattr__(record, item.name, table[item.name].checked(getattr(record, item.name)))


def _check_lunge(examination: Examination, side: str) -> None:
    """The lunge's range depends on its method."""
    value, method = examination.foot(side).lunge, examination.lunge_method
    if value is None or method is None:
        return
    scale = read_table("examination", "scores")["lunge"][method]
    if not scale["low"] <= value <= scale["high"]:
        expected = f"as {method} it lies between {scale['low']:g} and {scale['high']:g} {scale['unit']}"
        raise field_table()["lunge"].refusal(value, expected).on(side)


def _located(path: str) -> tuple[str, ExaminationField]:
    """Side ("" for none) and field of a path."""
    side, _, key = path.rpartition(".")
    entry = field_table().get(key)
    if entry is None or path not in entry.paths:
        raise ExaminationError(path, path, "there is no such field", "see the table of fields")
    return side, entry


def _filled(record: Examination | FootExamination) -> dict[str, Any]:
    pairs = ((item.name, getattr(record, item.name)) for item in fields(record) if item.name not in SIDES)
    return {name: value for name, value in pairs if value is not None}


def _foot_from_dict(values: Any, side: str) -> FootExamination:
    if not isinstance(values, Mapping):
        raise _unreadable(side, f"the {side} foot is not a table of values")
    _refuse_unknown(values, FootExamination, f"{side}.")
    try:
        return FootExamination(**values)
    except ExaminationError as error:
        raise error.on(side) from error


def _refuse_unknown(values: Mapping[str, Any], record: type, prefix: str) -> None:
    unknown = sorted(set(values) - {item.name for item in fields(record)})
    if unknown:
        name = f"{prefix}{unknown[0]}"
        raise _unreadable(name, f'the saved examination holds "{name}", which this version does not know')


def _unreadable(field: str, found: str) -> ExaminationError:
    return ExaminationError(field, "Examination", found, "open it with the version of Pedograph that saved it")
