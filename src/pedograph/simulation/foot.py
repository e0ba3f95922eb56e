"""The sole of a model foot: where it can press, and how pressure spreads under each of its zones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import SettingsError
from pedograph.recording import FloatArray
from pedograph.units import NEWTON_PER_KILOPASCAL_MM2

METATARSALS = ("metatarsal_1", "metatarsal_2", "metatarsal_3", "metatarsal_4", "metatarsal_5")
"""Zones of the metatarsal heads, from medial to lateral."""

TOES = ("hallux", "toes_2_5")
"""Zones in front of the toe line."""

FINE_STEP = 0.5
"""mm; spacing of the grid in the foot frame on which everything that is called true is integrated."""

_LENGTH, _FOREFOOT, _HEEL = 260.0, 92.0, 60.0  # mm, the foot for which the pads below are drawn


@dataclass(frozen=True)
class FootShape:
    """The size and arch of a model foot.

    The foot frame has its origin at the heel end of the foot axis, y in mm towards the toes along the line
    from the centre of the heel to the second toe, m in mm towards the medial side, for both feet.

    Parameters
    ----------
    length : float
        mm, from the back of the heel to the tip of the longest toe.
    forefoot_width, heel_width : float
        mm, across the metatarsal heads and across the heel.
    arch_height : float
        0 for a sole that is flat all over, 0.5 for a rectus foot, 1 for an arch whose midfoot does not
        touch the ground at all.
    pad_spread : float
        Widens (above 1) every pad and with it lowers its pressure, as a soft or contoured support does.
    toe_bridge : float
        Pressure between hallux and first metatarsal head, as a share of that under the hallux; 0 leaves
        unloaded ground between them.

    Raises
    ------
    SettingsError
        If a size is not that of a human foot or a share lies outside its range.
    """

    length: float = 260.0
    forefoot_width: float = 92.0
    heel_width: float = 60.0
    arch_height: float = 0.5
    pad_spread: float = 1.0
    toe_bridge: float = 0.03

    def __post_init__(self) -> None:
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingsError(f"{name} is {value}; it must lie between {low:g} and {high:g}.")

    @classmethod
    def planus(cls) -> FootShape:
        """A low-arched foot."""
        return cls(length=262.0, forefoot_width=95.0, heel_width=63.0, arch_height=0.18)

    @classmethod
    def rectus(cls) -> FootShape:
        """A foot with an arch of middling height."""
        return cls()

    @classmethod
    def cavus(cls) -> FootShape:
        """A high-arched foot."""
        return cls(length=254.0, forefoot_width=91.0, heel_width=58.0, arch_height=0.7)

    @property
    def isthmus(self) -> float:
        """Width in mm of the lateral band at the narrowest place of the midfoot; 0 where none touches."""
        return 70.0 * (1.0 - self.arch_height) * self.forefoot_width / _FOREFOOT

    @property
    def heel_centre(self) -> float:
        """y in mm of the centre of the heel, on the foot axis."""
        return _HEEL_PAD.y * self.length / _LENGTH

    @property
    def second_toe(self) -> float:
        """y in mm of the centre of the second toe, on the foot axis."""
        return next(pad.y for pad in _TOE_PADS if pad.m == 0.0) * self.length / _LENGTH


_LIMITS = {
    "length": (100.0, 340.0),
    "forefoot_width": (40.0, 130.0),
    "heel_width": (25.0, 90.0),
    "arch_height": (0.0, 1.0),
    "pad_spread": (0.8, 1.25),
    "toe_bridge": (0.0, 0.5),
}


@dataclass(frozen=True)
class Pad:
    """One dome of pressure: an ellipse with its centre (m, y) and half axes in mm, turned by ``turn`` degrees.

    Where ``half_front`` is above 0 it is the half axis in front of the centre, and ``half_length`` behind it.

    Pressure is (1 - r ** flatness) ** 1.5 of its peak at the relative radius r, so that it falls smoothly to
    zero at the boundary; a larger flatness makes a broader top.
    """

    zone: str
    m: float
    y: float
    half_width: float
    half_length: float
    turn: float = 0.0
    flatness: float = 3.0
    half_front: float = 0.0

    def shape(self, m: FloatArray, y: FloatArray) -> FloatArray:
        """Pressure at places (m, y) in mm as a share of the peak; the shape of ``m``."""
        cosine, sine = np.cos(np.radians(self.turn)), np.sin(np.radians(self.turn))
        across = ((m - self.m) * cosine - (y - self.y) * sine) / self.half_width
        along = (m - self.m) * sine + (y - self.y) * cosine
        along /= np.where(along > 0.0, self.half_front or self.half_length, self.half_length)
        return _dome(across**2 + along**2, self.flatness)

    def fitted(self, across: float, along: float, spread: float) -> Pad:
        """The pad of another foot: places scaled by ``across`` and ``along``, sizes by ``spread`` as well."""
        return Pad(
            self.zone,
            self.m * across,
            self.y * along,
            self.half_width * across * spread,
            self.half_length * along * spread,
            self.turn,
            self.flatness,
            self.half_front * along * spread,
        )


_HEEL_PAD = Pad("heel", 0.0, 34.0, 30.0, 34.0, 0.0, 2.7, 44.0)
_METATARSAL_PADS = (
    Pad("metatarsal_1", 24.2, 189.0, 19.0, 24.0, 0.0, 2.4),
    Pad("metatarsal_2", 4.2, 195.0, 17.0, 26.0, 0.0, 2.4),
    Pad("metatarsal_3", -12.8, 190.0, 16.0, 27.0, 4.0, 2.4),
    Pad("metatarsal_4", -26.8, 180.0, 15.0, 26.0, 10.0, 2.4),
    Pad("metatarsal_5", -39.3, 168.0, 12.5, 22.0, 14.0, 2.4),
)
_HALLUX_PAD = Pad("hallux", 23.0, 239.0, 15.0, 21.0, 0.0, 2.4)
_BRIDGE_PAD = Pad("hallux", 25.0, 216.0, 8.0, 13.0, 0.0, 2.0)
_TOE_PADS = (
    Pad("toes_2_5", 0.0, 248.0, 8.0, 10.5, 0.0, 2.4),
    Pad("toes_2_5", -15.5, 241.0, 7.5, 9.5, 8.0, 2.4),
    Pad("toes_2_5", -28.5, 231.0, 7.0, 9.0, 14.0, 2.4),
    Pad("toes_2_5", -39.5, 216.0, 7.5, 9.0, 20.0, 2.4),
)


@dataclass(frozen=True)
class FootPart:
    """A piece of a zone that is loaded as one.

    Parameters
    ----------
    zone : str
        The zone it belongs to: "heel", "midfoot", "metatarsal_1" to "metatarsal_5", "hallux" or "toes_2_5".
    name : str
        The piece ("back lateral", "front", "2", ...); empty where a zone has one piece only.
    """

    zone: str
    name: str = ""


class PlantarField:
    """Pressure under a foot, as shapes in space that gait scales in time.

    Pressure at a place and time is the sum over the parts of what the part carries times its shape there.

    Parameters
    ----------
    foot : FootShape
        The sole.
    """

    def __init__(self, foot: FootShape) -> None:
        self.foot = foot
        self._across = foot.forefoot_width / _FOREFOOT
        self._along = foot.length / _LENGTH
        self.parts = _parts()
        self.zones = tuple(part.zone for part in self.parts)

    def sample(self, m: FloatArray, y: FloatArray) -> FloatArray:
        """Shapes of all parts at places in mm.

        Parameters
        ----------
        m, y : float array
            Places in the foot frame, of one shape.

        Returns
        -------
        float array [part, ...]
            Pressure as a share of the part's peak, at least 0.
        """
        heel = self._fit(_HEEL_PAD, self.foot.heel_width / _HEEL)
        medial = _ramp((m - heel.m) / heel.half_width)
        shapes = [*_quarters(heel.shape(m, y), medial, _ramp((y - heel.y) / heel.half_length))]
        shapes += _halves(self._midfoot(m, y), _ramp((y - 108.0 * self._along) / (55.0 * self._along)))
        for pad in map(self._fit, _METATARSAL_PADS):
            shapes += _halves(pad.shape(m, y), _ramp((y - pad.y) / pad.half_length))
        hallux = self._fit(_HALLUX_PAD)
        bridge = self.foot.toe_bridge * self._fit(_BRIDGE_PAD).shape(m, y)
        shapes += _halves(hallux.shape(m, y) + bridge, _ramp((y - hallux.y) / hallux.half_length))
        shapes += [pad.shape(m, y) for pad in map(self._fit, _TOE_PADS)]
        return np.stack(shapes)

    def _fit(self, pad: Pad, across: float | None = None) -> Pad:
        """``pad`` on this foot."""
        return pad.fitted(across or self._across, self._along, self.foot.pad_spread)

    def _midfoot(self, m: FloatArray, y: FloatArray) -> FloatArray:
        """The lateral band, narrowest a little behind its middle; nothing where the arch is highest."""
        narrow = self.foot.isthmus * self.foot.pad_spread
        if narrow <= 0.0:
            return np.zeros(np.broadcast(m, y).shape)
        place = y / self._along
        lateral = (-27.5 - 0.148 * (place - 45.0)) * self._across
        # it widens a little towards the heel and much towards the metatarsal heads
        towards = np.clip((place - 95.0) / 60.0, -1.0, 1.0)
        wide = narrow + np.where(towards < 0.0, 7.0, 14.0 + 0.35 * narrow) * towards**2
        across = (m - lateral - wide / 2.0) / (wide / 2.0)
        along = (place - 108.0) / 78.0
        band: FloatArray = _dome(across**2, 3.0) * _dome(along**2, 4.0)
        return band

    @cached_property
    def fine_grid(self) -> tuple[FloatArray, FloatArray]:
        """m [column] and y [row] in mm of the fine grid in the foot frame."""
        across = np.ceil(0.75 * self.foot.forefoot_width)
        m = np.arange(-across, across, FINE_STEP) + FINE_STEP / 2.0
        y = np.arange(-20.0, self.foot.length + 25.0, FINE_STEP) + FINE_STEP / 2.0
        return m, y

    @cached_property
    def fine_shapes(self) -> NDArray[np.float32]:
        """Shapes of all parts on the fine grid, [part, row, column]."""
        m, y = self.fine_grid
        return self.sample(*np.broadcast_arrays(m[None, :], y[:, None])).astype(np.float32)

    @cached_property
    def _sums(self) -> tuple[FloatArray, FloatArray]:
        """The fine shapes summed over rows, [part, column], and over columns, [part, row]."""
        shapes = self.fine_shapes
        return shapes.sum(axis=1, dtype=np.float64), shapes.sum(axis=2, dtype=np.float64)

    @cached_property
    def newtons(self) -> FloatArray:
        """Force in N of each part while its peak is 1 kPa, [part]."""
        return np.asarray(self._sums[0].sum(axis=1) * FINE_STEP**2 * NEWTON_PER_KILOPASCAL_MM2)

    @cached_property
    def medial_share(self) -> FloatArray:
        """Share of each part's force that lies medial of the foot axis, [part]; 0 for a part that is not there."""
        medial = self._sums[0][:, self.fine_grid[0] > 0.0].sum(axis=1)
        return np.asarray(medial / self._totals)

    @cached_property
    def centroids(self) -> FloatArray:
        """Centre of pressure (m, y) of each part in mm, [part, 2]; the origin for a part that is not there."""
        m, y = self.fine_grid
        moments = np.stack([self._sums[0] @ m, self._sums[1] @ y], axis=1)
        return np.asarray(moments / self._totals[:, None])

    @property
    def _totals(self) -> FloatArray:
        """Sum of each fine shape, never 0."""
        totals: FloatArray = np.maximum(self._sums[0].sum(axis=1), np.finfo(np.float64).tiny)
        return totals


@lru_cache(maxsize=8)
def plantar_field(foot: FootShape) -> PlantarField:
    """The field of a foot; made once, since every step of the same foot shares it."""
    return PlantarField(foot)


def _parts() -> tuple[FootPart, ...]:
    """The parts in the order in which a field samples them."""
    heel = [FootPart("heel", f"{end} {side}") for end in ("back", "front") for side in ("lateral", "medial")]
    halves = [FootPart(zone, end) for zone in ("midfoot", *METATARSALS, "hallux") for end in ("back", "front")]
    toes = [FootPart("toes_2_5", str(toe)) for toe in (2, 3, 4, 5)]
    return (*heel, *halves, *toes)


def _dome(squared_radius: FloatArray, flatness: float) -> FloatArray:
    """(1 - r ** flatness) ** 1.5 inside r = 1, zero outside."""
    values = np.zeros(squared_radius.shape)
    inside = squared_radius < 1.0
    values[inside] = (1.0 - squared_radius[inside] ** (flatness / 2.0)) ** 1.5
    return values


def _ramp(place: FloatArray) -> FloatArray:
    """A smooth rise from 0 at -1 to 1 at +1."""
    share = np.clip((place + 1.0) / 2.0, 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


def _halves(shape: FloatArray, front: FloatArray) -> list[FloatArray]:
    """A shape blended into its back and its front."""
    return [shape * (1.0 - front), shape * front]


def _quarters(shape: FloatArray, medial: FloatArray, front: FloatArray) -> list[FloatArray]:
    """A shape blended into back lateral, back medial, front lateral and front medial."""
    return [half * side for half in _halves(shape, front) for side in (1.0 - medial, medial)]
