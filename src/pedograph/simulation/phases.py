"""The roll-over of the foot as instants and phases, and when a force counts as contact."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from pedograph.recording import FloatArray

FORCE_GATE = 20.0
"""N; stance, and with it the first and last centre of pressure, is where the force is at least this."""

ZONE_GATE = (0.02, 5.0)
"""A zone is in contact above both this share of its own maximum and this many N."""


@dataclass(frozen=True)
class Phases:
    """When the parts of the foot met and left the ground, in s from first contact (De Cock et al. 2005).

    Parameters
    ----------
    first_contact, last_contact : float
        Force rises above and falls below 20 N.
    first_metatarsal, forefoot_flat : float
        The first and the last of the five metatarsal heads touches.
    heel_off : float
        The heel has left the ground.
    """

    first_contact: float
    first_metatarsal: float
    forefoot_flat: float
    heel_off: float
    last_contact: float

    @property
    def stance_time(self) -> float:
        """s from first to last contact."""
        return self.last_contact - self.first_contact

    @property
    def initial_contact_phase(self) -> float:
        """% of stance before a metatarsal head touches."""
        return self._share(self.first_contact, self.first_metatarsal)

    @property
    def forefoot_contact_phase(self) -> float:
        """% of stance from the first metatarsal head to all of them."""
        return self._share(self.first_metatarsal, self.forefoot_flat)

    @property
    def foot_flat_phase(self) -> float:
        """% of stance from all metatarsal heads down to heel off."""
        return self._share(self.forefoot_flat, self.heel_off)

    @property
    def forefoot_push_off_phase(self) -> float:
        """% of stance after heel off."""
        return self._share(self.heel_off, self.last_contact)

    def shifted(self, seconds: float) -> Phases:
        """The same instants, ``seconds`` later."""
        return Phases(*(getattr(self, item.name) + seconds for item in fields(self)))

    def _share(self, start: float, end: float) -> float:
        return 100.0 * (end - start) / self.stance_time


def contact(stance: FloatArray, force: FloatArray) -> tuple[float, float]:
    """When a zone touches first and last.

    Parameters
    ----------
    stance, force : float array [time]
        Stance fractions, and the zone's force in N.

    Returns
    -------
    (float, float)
        Stance fractions; NaN for a zone that never touches.
    """
    return above(stance, force, max(ZONE_GATE[0] * float(force.max()), ZONE_GATE[1]))


def above(stance: FloatArray, force: FloatArray, level: float) -> tuple[float, float]:
    """Where a force first rises and last falls through a level.

    Parameters
    ----------
    stance, force : float array [time]
        Stance fractions, and a force in N that starts and ends below the level.
    level : float
        N.

    Returns
    -------
    (float, float)
        Stance fractions, between frames by linear interpolation; NaN where the force never rises so high.
    """
    frames = np.flatnonzero(force > level)
    if not frames.size:
        return float("nan"), float("nan")
    first, last = frames[0], frames[-1]
    begin = np.interp(level, force[first - 1 : first + 1], stance[first - 1 : first + 1]) if first else 0.0
    end = np.interp(level, force[last : last + 2][::-1], stance[last : last + 2][::-1])
    return float(begin), float(end)
