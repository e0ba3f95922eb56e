"""Every threshold and choice that changes a number, stored with the numbers it made."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from pedograph.errors import SettingsError

REGION_SCHEMES: Final = (
    "ten",
    "three",
    "three_percent",
    "four",
    "six",
    "seven",
    "ten_prc_style",
    "twelve_prc_style",
)
"""Schemes of regions; each is drawn in ``resources/masks``."""


@dataclass(frozen=True)
class AnalysisSettings:
    """How a recording is analysed.

    Parameters
    ----------
    contact_threshold : float
        kPa; a cell is in contact when its pressure is above it. 0 counts every cell that the device reported.
    force_threshold : float
        N; centre of pressure and stance are measured while the force on the foot is at least this.
    minimum_cells : int
        Centre of pressure is calculated only while at least this many cells are loaded.
    minimum_step_cells : int
        A contact with fewer cells than this over its whole duration is not a footstep.
    minimum_step_time : float
        s; a shorter contact is not a footstep.
    largest_foot_length, largest_foot_width : float
        mm; contacts that are larger than this together are two feet.
    largest_gap : float
        mm; components of one print (heel and forefoot of a high arch) are at most this far apart.
    contact_gap : float
        s; if a foot leaves the plate for no longer than this, the contact continues.
    repair_dead_cells : bool
        Fill a cell that never responds, although its neighbours are loaded, with their mean.
    region_scheme : str
        One of `REGION_SCHEMES`: the regions that a step's ``regions`` shows.
    zone_force_fraction, zone_force : float
        A zone is in contact when its force is above both this share of its own maximum and this many N.
    body_mass : float or None
        kg, where known; gives forces as a share of body weight.
    uncertainties : bool
        Calculate the error of every measure; without errors, an analysis takes a fraction of the time.
    """

    contact_threshold: float = 0.0
    force_threshold: float = 20.0
    minimum_cells: int = 4
    minimum_step_cells: int = 12
    minimum_step_time: float = 0.1
    largest_foot_length: float = 345.0
    largest_foot_width: float = 135.0
    largest_gap: float = 110.0
    contact_gap: float = 0.08
    repair_dead_cells: bool = True
    region_scheme: str = "ten"
    zone_force_fraction: float = 0.02
    zone_force: float = 5.0
    body_mass: float | None = None
    uncertainties: bool = True

    def __post_init__(self) -> None:
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise SettingsError(f"{name} is {value!r}; it must be a number between {low:g} and {high:g}.")
            if not low <= value <= high:
                raise SettingsError(f"{name} is {value}; it must lie between {low:g} and {high:g}.")
        for name in ("repair_dead_cells", "uncertainties"):
            if not isinstance(getattr(self, name), bool):
                raise SettingsError(f"{name} is {getattr(self, name)!r}; it must be true or false.")
        if self.region_scheme not in REGION_SCHEMES:
            known = ", ".join(REGION_SCHEMES)
            raise SettingsError(f'region_scheme is "{self.region_scheme}"; it must be one of {known}.')

    def as_dict(self) -> dict[str, Any]:
        """The settings as plain values, for JSON and session files."""
        return asdict(self)

    def with_changes(self, **changes: Any) -> AnalysisSettings:
        """A copy with some settings changed."""
        return replace(self, **changes)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> AnalysisSettings:
        """Settings from names and values; any setting not named keeps its default.

        Raises
        ------
        SettingsError
            If a name is unknown or a value out of range.
        """
        known = {item.name for item in fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise SettingsError(f"unknown setting {unknown[0]}; the settings are {', '.join(sorted(known))}.")
        try:
            return cls(**values)
        except TypeError as error:
            raise SettingsError(f"a setting has a value of the wrong kind ({error}).") from error

    @classmethod
    def from_toml(cls, text: str) -> AnalysisSettings:
        """Settings from TOML text, one ``name = value`` per line."""
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"the settings are not valid TOML: {error}.") from error
        return cls.from_mapping(values)


_LIMITS: dict[str, tuple[float, float]] = {
    "contact_threshold": (0.0, 500.0),
    "force_threshold": (0.0, 500.0),
    "minimum_cells": (1, 1000),
    "minimum_step_cells": (1, 10_000),
    "minimum_step_time": (0.0, 10.0),
    "largest_foot_length": (50.0, 500.0),
    "largest_foot_width": (30.0, 300.0),
    "largest_gap": (0.0, 300.0),
    "contact_gap": (0.0, 2.0),
    "zone_force_fraction": (0.0, 0.5),
    "zone_force": (0.0, 100.0),
    "body_mass": (1.0, 400.0),
}
