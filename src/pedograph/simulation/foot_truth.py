"""What is true of a step in the foot frame, worked out from the continuous pressure field, not from any sensor."""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np

from pedograph.errors import SettingsError
from pedograph.recording import BoolArray, FloatArray
from pedograph.simulation.foot import FINE_STEP, METATARSALS, TOES, PlantarField
from pedograph.simulation.gait import StepParameters, WalkingFoot
from pedograph.simulation.phases import FORCE_GATE, Phases, above, contact

REGIONS = ("heel_medial", "heel_lateral", "midfoot", *METATARSALS, *TOES)
"""Zones whose force is known; the heel is parted by the foot axis. Their forces add up to the total."""


class FootTruth:
    """What is true of a step in the foot frame, wherever on the plate it is set down.

    Parameters
    ----------
    parameters : StepParameters
        The step; side and progression angle play no part here.
    contact_threshold : float
        kPa; a place is in contact where the pressure at some time is above this.
    """

    def __init__(self, parameters: StepParameters, contact_threshold: float = 0.0) -> None:
        self.parameters = parameters
        self.contact_threshold = contact_threshold
        self.walking = WalkingFoot(parameters)

    @property
    def _field(self) -> PlantarField:
        """Where the foot presses; not held here, since it is large and shared."""
        return self.walking.field

    @property
    def _toes(self) -> BoolArray:
        """Which parts lie in front of the toe line."""
        return np.array([zone in TOES for zone in self._field.zones])

    # -- in time ---------------------------------------------------------------------------------------------

    def centre_of_pressure(self, stance: FloatArray) -> FloatArray:
        """Centre of pressure (m, y) in mm at stance fractions, [time, 2]; NaN where there is no force."""
        forces = self.walking.part_forces(stance)
        total = forces.sum(axis=1, keepdims=True)
        weighted = forces @ self._field.centroids
        with np.errstate(invalid="ignore"):
            return np.asarray(weighted / total)

    def zone_forces(self, stance: FloatArray) -> dict[str, FloatArray]:
        """Force in N of each of the ten zones of ``REGIONS``, [time] each."""
        forces = self.walking.part_forces(stance)
        heel = forces * np.array([zone == "heel" for zone in self._field.zones])
        found = {
            "heel_medial": heel @ self._field.medial_share,
            "heel_lateral": heel @ (1.0 - self._field.medial_share),
        }
        for name in REGIONS[2:]:
            found[name] = forces[:, [zone == name for zone in self._field.zones]].sum(axis=1)
        return found

    @cached_property
    def gate(self) -> tuple[float, float]:
        """Stance fractions between which the force is at least 20 N."""
        stance = np.linspace(0.0, 1.0, _INSTANTS)
        return above(stance, self.walking.force(stance), FORCE_GATE)

    @cached_property
    def phases(self) -> Phases:
        """Instants of the roll-over, in s from the true first contact of the model."""
        stance = np.linspace(0.0, 1.0, _INSTANTS)
        zones = self.zone_forces(stance)
        contacts = [contact(stance, zones[name]) for name in METATARSALS]
        heel = contact(stance, zones["heel_medial"] + zones["heel_lateral"])
        first, last = self.gate
        instants = (first, min(c[0] for c in contacts), max(c[0] for c in contacts), heel[1], last)
        return Phases(*(float(instant) * self.parameters.stance_time for instant in instants))

    @cached_property
    def peak_force(self) -> float:
        """Largest vertical force in N."""
        return float(self.walking.force(np.linspace(0.0, 1.0, _INSTANTS)).max())

    # -- in space --------------------------------------------------------------------------------------------

    @cached_property
    def peak_image(self) -> FloatArray:
        """Largest pressure over time in kPa on the fine grid of the foot frame, [row, column]."""
        image = self.toeless_image.copy()
        under_toes = np.asarray(self._field.fine_shapes[self._toes].any(axis=0))
        image[under_toes] = _peak(self.walking, under_toes, np.ones_like(self._toes))
        return image

    @cached_property
    def contact(self) -> BoolArray:
        """Where the fine grid is in contact, [row, column]."""
        return np.asarray(self.peak_image > self.contact_threshold)

    @cached_property
    def contact_points(self) -> FloatArray:
        """(m, y) in mm of the places in contact, [point, 2]."""
        m, y = self._field.fine_grid
        rows, columns = np.nonzero(self.contact)
        return np.stack([m[columns], y[rows]], axis=1)

    @cached_property
    def toeless_image(self) -> FloatArray:
        """As ``peak_image``, of the parts behind the toe line alone."""
        image = np.zeros(self._field.fine_shapes.shape[1:])
        behind = np.asarray(self._field.fine_shapes[~self._toes].any(axis=0))
        image[behind] = _peak(self.walking, behind, ~self._toes)
        return image

    @cached_property
    def toeless(self) -> BoolArray:
        """Where the parts behind the toe line are in contact, [row, column]."""
        return np.asarray(self.toeless_image > self.contact_threshold)

    @cached_property
    def toe_line(self) -> FloatArray:
        """Front edge of the print without toes: (m, y) in mm from lateral to medial, [point, 2]."""
        m, y = self._field.fine_grid
        forefoot = self.toeless & (y >= self._toeless_extent[0] + 0.6 * self._toeless_length)[:, None]
        columns = np.flatnonzero(forefoot.any(axis=0))
        front = forefoot.shape[0] - 1 - np.argmax(forefoot[::-1, columns], axis=0)
        return np.stack([m[columns], y[front] + FINE_STEP / 2.0], axis=1)

    @cached_property
    def outlines(self) -> tuple[FloatArray, ...]:
        """Outlines of the contact, each a closed line of (m, y) in mm, [point, 2]; the longest first."""
        from skimage.measure import find_contours

        m, y = self._field.fine_grid
        curves = find_contours(self.peak_image, max(self.contact_threshold, 1e-3))
        lines = [np.array([m[0], y[0]]) + FINE_STEP * curve[:, ::-1] for curve in curves]
        return tuple(sorted(lines, key=len, reverse=True))

    @cached_property
    def length(self) -> float:
        """Extent in mm of the complete print along the foot axis."""
        low, high = self._extent(self.contact)
        return high - low

    @cached_property
    def width(self) -> float:
        """Extent in mm across the foot axis of the distal third of the print without toes."""
        m, y = self._field.fine_grid
        back, front = self._toeless_extent
        rows = y >= front - (front - back) / 3.0
        columns = np.flatnonzero(self.toeless[rows].any(axis=0))
        return float(m[columns[-1]] - m[columns[0]]) + FINE_STEP

    @cached_property
    def contact_area(self) -> float:
        """Area in contact at any time, cm2."""
        return float(self.contact.sum()) * FINE_STEP**2 / 100.0

    @cached_property
    def peak_pressure(self) -> float:
        """Largest pressure anywhere at any time, kPa; sensors of a finite size read less."""
        return float(self.peak_image.max())

    @cached_property
    def arch_index(self) -> float:
        """Area of the middle third over the area of the print without toes (Cavanagh & Rodgers 1987)."""
        return self._middle_share(self.toeless.sum(axis=1).astype(float))

    @cached_property
    def modified_arch_index(self) -> float:
        """The same of the pressures of the peak image (Chu et al. 1995)."""
        return self._middle_share((self.toeless_image * self.toeless).sum(axis=1))

    @cached_property
    def cpei(self) -> float:
        """Centre of pressure excursion index in % (Song et al. 1996), positive where the path bulges laterally.

        The chord runs from the first to the last centre of pressure with at least 20 N. The distance from it
        to the path is taken along the line across the foot that is perpendicular to the medial tangent of
        the print (heel to first metatarsal head) and meets it at two thirds of the foot's length, toes
        included, and divided by the width of the print without toes on that line.
        """
        slope, height = self._tangent
        along, across = np.array([[slope, 1.0], [1.0, -slope]]) / np.hypot(slope, 1.0)
        third = self._extent(self.contact)[0] + self.length * 2.0 / 3.0
        mark = float(np.array([height + slope * third, third]) @ along)
        path = self.centre_of_pressure(np.linspace(*self.gate, _INSTANTS))
        u, v = path @ along, path @ across
        curve = _crossing(u, v, mark)
        chord = v[0] + (v[-1] - v[0]) * (mark - u[0]) / (u[-1] - u[0])
        return float(100.0 * (chord - curve) / self._width_on(mark * along, across))

    @cached_property
    def _tangent(self) -> tuple[float, float]:
        """The medial tangent of the print without toes, m = height + slope * y: slope and height in mm."""
        m, y = self._field.fine_grid
        back, front = self._toeless_extent
        rows = np.flatnonzero(self.toeless.any(axis=1))
        edge = m[self.toeless.shape[1] - 1 - np.argmax(self.toeless[rows, ::-1], axis=1)] + FINE_STEP / 2.0
        heel, fore = y[rows] < back + self._toeless_length / 3.0, y[rows] > front - self._toeless_length / 3.0
        slope = _upper_tangent(y[rows][heel], edge[heel], y[rows][fore], edge[fore])
        return slope, float((edge[heel] - slope * y[rows][heel]).max())

    def _width_on(self, foot: FloatArray, across: FloatArray) -> float:
        """Width in mm of the print without toes on the line through ``foot`` along ``across``."""
        v = np.arange(-120.0, 120.0, 0.1)
        places = foot + v[:, None] * across
        behind = ~self._toes
        shapes = self._field.sample(places[:, 0], places[:, 1])[behind]
        pressure = self.walking.pressures(np.linspace(0.0, 1.0, _PEAK_INSTANTS))[:, behind] @ shapes
        inside = v[pressure.max(axis=0) > self.contact_threshold]
        return float(inside[-1] - inside[0]) + 0.1

    @cached_property
    def _toeless_extent(self) -> tuple[float, float]:
        """Back and front tangent of the print without toes, y in mm."""
        return self._extent(self.toeless)

    @property
    def _toeless_length(self) -> float:
        """Length of the print without toes in mm."""
        return self._toeless_extent[1] - self._toeless_extent[0]

    def _extent(self, contact: BoolArray) -> tuple[float, float]:
        """First and last y in mm of a contact."""
        rows = np.flatnonzero(contact.any(axis=1))
        if not rows.size:
            raise SettingsError(f"the model foot presses nowhere with more than {self.contact_threshold} kPa.")
        y = self._field.fine_grid[1]
        return float(y[rows[0]] - FINE_STEP / 2.0), float(y[rows[-1]] + FINE_STEP / 2.0)

    def _middle_share(self, rows: FloatArray) -> float:
        """Share of what the rows of the fine grid hold that lies in the middle third of the toeless print."""
        y = self._field.fine_grid[1]
        edges = np.append(y - FINE_STEP / 2.0, y[-1] + FINE_STEP / 2.0)
        held = np.append(0.0, np.cumsum(rows))
        back, front = self._toeless_extent
        cuts = np.interp([back + (front - back) / 3.0, front - (front - back) / 3.0], edges, held)
        return float((cuts[1] - cuts[0]) / held[-1])


@lru_cache(maxsize=32)
def foot_truth(parameters: StepParameters, contact_threshold: float = 0.0) -> FootTruth:
    """The truth of a step in the foot frame.

    It is kept, since many steps of one foot differ in place only. Side and progression angle are dropped
    from what it is found by.

    Parameters
    ----------
    parameters : StepParameters
        The step.
    contact_threshold : float
        kPa.
    """
    return FootTruth(parameters, contact_threshold)


_INSTANTS = 2001  # of stance, for what happens when
_PEAK_INSTANTS = 201  # of stance, for the largest pressure of a place
_CHUNK = 8192  # places taken at a time, to bound memory


def _peak(walking: WalkingFoot, where: BoolArray, parts: BoolArray) -> FloatArray:
    """Largest pressure over time of some parts at places of the fine grid, kPa [place]."""
    shapes = walking.field.fine_shapes[parts][:, where]
    pressures = walking.pressures(np.linspace(0.0, 1.0, _PEAK_INSTANTS))[:, parts]
    starts = range(0, shapes.shape[1], _CHUNK)
    return np.concatenate([(pressures @ shapes[:, at : at + _CHUNK]).max(axis=0) for at in starts])


def _crossing(u: FloatArray, v: FloatArray, mark: float) -> float:
    """v where the path (u, v) first passes ``mark``."""
    after = int(np.argmax(u >= mark))
    return float(np.interp(mark, u[after - 1 : after + 1], v[after - 1 : after + 1]))


def _upper_tangent(heel_y: FloatArray, heel_m: FloatArray, fore_y: FloatArray, fore_m: FloatArray) -> float:
    """Slope dm/dy of the line that touches both edges from the medial side."""
    slopes = (fore_m[None, :] - heel_m[:, None]) / (fore_y[None, :] - heel_y[:, None])
    # seen from a heel point the line that leaves no forefoot point medial of it is the steepest one, and of
    # all those the tangent is the one that leaves no heel point medial of it: the flattest
    return float(slopes.max(axis=1).min())
