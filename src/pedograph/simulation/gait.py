"""How a model foot rolls over: vertical force in time, and which part of the sole carries how much of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from pedograph.errors import SettingsError
from pedograph.recording import FloatArray, Side
from pedograph.simulation.foot import METATARSALS, FootPart, FootShape, PlantarField, plantar_field
from pedograph.units import STANDARD_GRAVITY


@dataclass(frozen=True)
class RollOver:
    """When the parts of the foot meet and leave the ground, as phases in % of stance; push-off is the rest.

    The phases are those of De Cock et al. (Gait & Posture 2005); their norms are for jogging, these defaults
    are for walking.

    Parameters
    ----------
    initial_contact : float
        From first contact to the first metatarsal head on the ground.
    forefoot_contact : float
        From there until all metatarsal heads are down.
    foot_flat : float
        From there until the heel leaves the ground.
    """

    initial_contact: float = 8.0
    forefoot_contact: float = 12.0
    foot_flat: float = 42.0

    def __post_init__(self) -> None:
        phases = (self.initial_contact, self.forefoot_contact, self.foot_flat)
        if min(phases) < 1.0 or sum(phases) > 90.0:
            raise SettingsError(f"the phases are {phases} % of stance; each is at least 1, together at most 90.")

    @property
    def first_metatarsal(self) -> float:
        """Stance fraction at which the first metatarsal head is to touch."""
        return self.initial_contact / 100.0

    @property
    def forefoot_flat(self) -> float:
        """Stance fraction at which the last metatarsal head is to touch."""
        return (self.initial_contact + self.forefoot_contact) / 100.0

    @property
    def heel_off(self) -> float:
        """Stance fraction at which the heel is to leave the ground."""
        return (self.initial_contact + self.forefoot_contact + self.foot_flat) / 100.0


@dataclass(frozen=True)
class StepParameters:
    """One step of one foot.

    Parameters
    ----------
    foot : FootShape
        The sole.
    side : Side
        Left or right.
    body_mass : float
        kg.
    stance_time : float
        s from first to last contact.
    pronation : float
        -1 (load on the lateral side) to +1 (load on the medial side); 0 is neutral.
    progression_angle : float
        Degrees between the line of progression and the foot axis, out-toeing positive.
    rolling : RollOver
        When the parts of the foot meet and leave the ground.
    first_peak, valley, second_peak : float
        The vertical force at its two peaks and between them, in body weights.
    midfoot_load : float
        Times what the midfoot of such a foot carries by itself, as with an arch support.

    Raises
    ------
    SettingsError
        If a value lies outside of what a walking person does.
    """

    foot: FootShape = field(default_factory=FootShape)
    side: Side = Side.RIGHT
    body_mass: float = 70.0
    stance_time: float = 0.70
    pronation: float = 0.0
    progression_angle: float = 6.0
    rolling: RollOver = field(default_factory=RollOver)
    first_peak: float = 1.10
    valley: float = 0.78
    second_peak: float = 1.12
    midfoot_load: float = 1.0

    def __post_init__(self) -> None:
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingsError(f"{name} is {value}; it must lie between {low:g} and {high:g}.")
        if self.side not in (Side.LEFT, Side.RIGHT):
            raise SettingsError("a model step is of the left or of the right foot.")
        if self.valley >= min(self.first_peak, self.second_peak):
            raise SettingsError("valley must be lower than both peaks of the force.")

    @property
    def body_weight(self) -> float:
        """Body weight in N."""
        return self.body_mass * STANDARD_GRAVITY

    def with_changes(self, **changes: Any) -> StepParameters:
        """A copy with some parameters changed."""
        return replace(self, **changes)


_LIMITS = {
    "body_mass": (5.0, 300.0),
    "stance_time": (0.1, 5.0),
    "pronation": (-1.0, 1.0),
    "progression_angle": (-180.0, 180.0),
    "first_peak": (0.3, 3.0),
    "valley": (0.1, 3.0),
    "second_peak": (0.3, 3.0),
    "midfoot_load": (0.0, 5.0),
}


class WalkingFoot:
    """A foot in one stance: what each part of its sole carries at any time.

    Parameters
    ----------
    parameters : StepParameters
        The step.
    """

    def __init__(self, parameters: StepParameters) -> None:
        self.parameters = parameters

    @property
    def field(self) -> PlantarField:
        """The shapes of the parts in space."""
        return plantar_field(self.parameters.foot)

    def force(self, stance: FloatArray) -> FloatArray:
        """Vertical force.

        Parameters
        ----------
        stance : float array [time]
            Fraction of stance, 0 at first and 1 at last contact; outside of it there is no force.

        Returns
        -------
        float array [time]
            N.
        """
        inside = (stance > 0.0) & (stance < 1.0)
        weights = np.where(inside, self._force_curve(np.clip(stance, 0.0, 1.0)), 0.0)
        return np.maximum(weights, 0.0) * self.parameters.body_weight

    def part_forces(self, stance: FloatArray) -> FloatArray:
        """What each part carries, in N [time, part]; adds up to ``force``."""
        wanted = np.stack([self._wanted(part, stance) for part in self.field.parts], axis=1)
        wanted *= self._pronation * (self.field.newtons > 0.0)
        shares = wanted / wanted.sum(axis=1, keepdims=True)
        return np.asarray(shares * self.force(stance)[:, None])

    def pressures(self, stance: FloatArray) -> FloatArray:
        """Peak of each part's shape in kPa [time, part]."""
        newtons = self.field.newtons
        return self.part_forces(stance) / np.where(newtons > 0.0, newtons, 1.0)

    @cached_property
    def _force_curve(self) -> Any:
        """Body weights over the stance fraction, with its extremes where they are said to be."""
        from scipy.interpolate import PchipInterpolator

        p = self.parameters
        times = [0.0, 0.05, 0.12, 0.23, 0.48, 0.77, 0.88, 0.95, 1.0]
        rise, fall = p.first_peak, p.second_peak
        levels = [0.0, 0.42 * rise, 0.80 * rise, rise, p.valley, fall, 0.70 * fall, 0.29 * fall, 0.0]
        return PchipInterpolator(times, levels)

    @cached_property
    def _pronation(self) -> FloatArray:
        """How pronation weighs each part, [part]: more the further medial it lies."""
        return np.exp(0.9 * self.parameters.pronation * self.field.centroids[:, 0] / 30.0)

    def _wanted(self, part: FootPart, stance: FloatArray) -> FloatArray:
        """The part's load over time before all parts are made to share the force, [time]."""
        rolling = self.parameters.rolling
        if part.zone == "heel":
            return _heel(part.name, rolling, stance)
        if part.zone == "midfoot":
            load = 0.38 * self.parameters.midfoot_load * (self.parameters.foot.isthmus / 35.0) ** 1.1
            return np.asarray(load * _midfoot(part.name, rolling, stance))
        if part.zone in METATARSALS:
            return _metatarsal(METATARSALS.index(part.zone), part.name, rolling, stance)
        return _toe(part, rolling, stance)


def _heel(name: str, rolling: RollOver, stance: FloatArray) -> FloatArray:
    """Back before front, lateral before medial, gone at heel off."""
    back, lateral = name.startswith("back"), name.endswith("lateral")
    late = 0.0 if back else 0.25
    start = late + (0.0 if lateral else 0.30)
    if back and lateral:
        rise = np.ones_like(stance)  # something must carry the first newton
    else:
        rise = _rise(stance, (start - 0.3) * rolling.first_metatarsal, (start + 1.0) * rolling.first_metatarsal)
    end = rolling.heel_off * (1.02 if back else 1.09)
    return 0.85 * rise * _fall(stance, (0.40 if back else 0.50) * rolling.heel_off, end)


def _midfoot(name: str, rolling: RollOver, stance: FloatArray) -> FloatArray:
    """Loaded from just before the forefoot touches until after the heel is off."""
    first, off = rolling.first_metatarsal, rolling.heel_off
    if name == "back":
        return _rise(stance, 0.6 * first, 1.5 * rolling.forefoot_flat) * _fall(stance, 0.6 * off, 1.12 * off)
    return _rise(stance, 0.8 * first, 1.8 * rolling.forefoot_flat) * _fall(stance, 0.85 * off, 1.3 * off)


_METATARSAL_LOAD = (0.68, 0.68, 0.58, 0.38, 0.24)


def _metatarsal(index: int, name: str, rolling: RollOver, stance: FloatArray) -> FloatArray:
    """The fifth head touches first and the first one last; the fifth leaves first."""
    first, flat, off = rolling.first_metatarsal, rolling.forefoot_flat, rolling.heel_off
    touch = first + (flat - first) * (4 - index) / 4.0
    full = touch + (0.9 if name == "back" else 1.15) * (off - touch)
    leave = (0.99, 0.99, 0.98, 0.965, 0.94)[index] - (0.04 if name == "back" else 0.0)
    begin = (0.80, 0.82, 0.78, 0.72, 0.62)[index] - (0.10 if name == "back" else 0.0)
    # a first trace of load at touch-down, so that contact begins when it is said to
    trace = 0.06 * _rise(stance, touch - 0.025, touch + 0.025)
    return (trace + _METATARSAL_LOAD[index] * _rise(stance, touch, full)) * _fall(stance, begin, leave)


def _toe(part: FootPart, rolling: RollOver, stance: FloatArray) -> FloatArray:
    """The toes press from mid stance on; the hallux leaves the ground last."""
    off = rolling.heel_off
    if part.zone == "hallux":
        rise = _rise(stance, 0.55 * off, min(1.45 * off, 0.97))
        return 0.17 * rise
    toe = int(part.name) - 2
    rise = _rise(stance, 0.6 * off, min(1.4 * off, 0.95))
    return (0.07, 0.05, 0.04, 0.03)[toe] * rise * _fall(stance, 0.85, (0.985, 0.975, 0.965, 0.955)[toe])


def _rise(stance: FloatArray, start: float, end: float) -> FloatArray:
    """A smooth rise from 0 at ``start`` to 1 at ``end``."""
    share = np.clip((stance - start) / (end - start), 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


def _fall(stance: FloatArray, start: float, end: float) -> FloatArray:
    """A smooth fall from 1 at ``start`` to 0 at ``end``."""
    return 1.0 - _rise(stance, start, end)
