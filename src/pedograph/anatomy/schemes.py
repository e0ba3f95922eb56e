"""Schemes of regions: data in foot coordinates, read from ``resources/masks``, each with its version."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, Literal

import numpy as np

from pedograph._resources import resource
from pedograph.errors import PedographError
from pedograph.recording import FloatArray, IndexArray, SensorGrid
from pedograph.settings import REGION_SCHEMES

Span = tuple[float, float]
LARGEST_FINE_CELL: Final = 8.0
"""mm; with cells larger than this a metatarsal head spans too few cells to be distinguished from the next."""
COARSE_SCHEME: Final = "seven"
"""Scheme shown on a coarse plate that cannot carry the one asked for."""
_EVERYWHERE: Final = (-np.inf, np.inf)
_EITHER: Final = (False, True)


class UnsuitableScheme(PedographError, KeyError):
    """Raised where a scheme of regions is unknown or too fine for the cells; the text says what is available."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class RegionPart:
    """A piece of a region: where it lies along and across the foot; None and open ends mean no matter where.

    Parameters
    ----------
    along : (float, float)
        From and to, shares of the scheme's length.
    fan : (float, float)
        From and to between the inner (0) and the outer tangent (1).
    toes, hallux, medial : bool or None
        In front of the toe line, on the medial side of the hallux' border, on the medial side of the foot axis.
    """

    along: Span = _EVERYWHERE
    fan: Span = _EVERYWHERE
    toes: bool | None = None
    hallux: bool | None = None
    medial: bool | None = None


@dataclass(frozen=True)
class Region:
    """A region: key, name in words, and the parts that make it up."""

    name: str
    title: str
    parts: tuple[RegionPart, ...]


@dataclass(frozen=True)
class FootPlaces:
    """Places in the coordinates that regions are given in, all of one shape.

    Parameters
    ----------
    toeless, whole : float array
        Share of the foot's length without and with toes, from the heel.
    fan : float array
        Place between the inner (0) and the outer tangent (1).
    toes, hallux, medial : bool array as integers
        As in `RegionPart`.
    """

    toeless: FloatArray
    whole: FloatArray
    fan: FloatArray
    toes: IndexArray
    hallux: IndexArray
    medial: IndexArray


@dataclass(frozen=True)
class Scheme:
    """Regions that together cover the foot, each place once.

    Parameters
    ----------
    key : str
        Key of the scheme ("ten").
    version : str
        Changes whenever a border does; numbers of two versions are not to be compared.
    name, about : str
        What it is called, and how it is drawn.
    length : "toeless" or "whole"
        What its cuts along the foot are shares of.
    fewest_cells : int
        A region of fewer cells has no number but its area; 0 where it has them all the same.
    coarse : bool
        Whether a plate with cells larger than 8 mm can carry it.
    regions : tuple of Region
        In the order in which they are shown.

    Raises
    ------
    ValueError
        If some place belongs to no region, or to two.
    """

    key: str
    version: str
    name: str
    about: str
    length: Literal["toeless", "whole"]
    fewest_cells: int
    coarse: bool
    regions: tuple[Region, ...]

    def __post_init__(self) -> None:
        covered = self._covering
        if not (covered.sum(axis=0) == 1).all():
            raise ValueError(f"the regions of {self.key} do not cover every place of the foot exactly once.")

    @property
    def names(self) -> tuple[str, ...]:
        """Keys of the regions."""
        return tuple(region.name for region in self.regions)

    def label(self, places: FootPlaces) -> IndexArray:
        """Number of the region, as in ``regions``, at each place."""
        along = places.toeless if self.length == "toeless" else places.whole
        row = np.searchsorted(self._cuts[0], along, side="right")
        column = np.searchsorted(self._cuts[1], places.fan, side="right")
        flat = (row * (len(self._cuts[1]) + 1) + column) * 8 + 4 * places.toes + 2 * places.hallux + places.medial
        return np.asarray(self._table[flat])

    @cached_property
    def _cuts(self) -> tuple[FloatArray, FloatArray]:
        """Every cut along and across the foot, rising."""
        parts = [part for region in self.regions for part in region.parts]
        return (_ends(part.along for part in parts), _ends(part.fan for part in parts))

    @cached_property
    def _covering(self) -> IndexArray:
        """How often each region covers each piece between the cuts [region, piece]."""
        along, fan = (_middles(cuts) for cuts in self._cuts)
        grids = np.meshgrid(along, fan, *[_EITHER] * 3, indexing="ij")
        pieces = [grid.ravel() for grid in grids]
        return np.array([sum(_within(part, pieces) for part in region.parts) for region in self.regions])

    @cached_property
    def _table(self) -> IndexArray:
        """Number of the region of each piece between the cuts."""
        return np.asarray(self._covering.argmax(axis=0))


def _ends(spans: Any) -> FloatArray:
    return np.array(sorted({end for span in spans for end in span if np.isfinite(end)}), dtype=np.float64)


def _middles(cuts: FloatArray) -> FloatArray:
    """A place in each piece that the cuts leave."""
    padded = np.concatenate([[cuts[0] - 2.0], cuts, [cuts[-1] + 2.0]]) if cuts.size else np.array([-1.0, 1.0])
    return np.asarray((padded[1:] + padded[:-1]) / 2)


def _within(part: RegionPart, pieces: Sequence[np.ndarray]) -> IndexArray:
    """1 for the pieces that lie in a part, else 0."""
    inside = np.ones(pieces[0].size, dtype=bool)
    for (low, high), place in zip((part.along, part.fan), pieces[:2], strict=True):
        inside &= (place > low) & (place < high)
    for wanted, given in zip((part.toes, part.hallux, part.medial), pieces[2:], strict=True):
        if wanted is not None:
            inside &= given == wanted
    return inside.astype(np.intp)


@cache
def scheme(key: str) -> Scheme:
    """A scheme that comes with Pedograph.

    Parameters
    ----------
    key : str
        One of `pedograph.settings.REGION_SCHEMES`.

    Raises
    ------
    UnsuitableScheme
        If there is no such scheme.
    """
    if key not in REGION_SCHEMES:
        raise UnsuitableScheme(f'there is no scheme of regions "{key}"; there are {", ".join(REGION_SCHEMES)}.')
    text = resource("masks", f"{key}.toml").read_text(encoding="utf-8")
    return parse_scheme(key, tomllib.loads(text))


def parse_scheme(key: str, data: Mapping[str, Any]) -> Scheme:
    """A scheme from the tables of its file; an unknown field is a TypeError, a hole or an overlap a ValueError."""
    regions = tuple(
        Region(**{**region, "parts": tuple(_part(part) for part in region["parts"])}) for region in data["regions"]
    )
    return Scheme(key=key, **{**data, "regions": regions})


def _part(table: Mapping[str, Any]) -> RegionPart:
    spans = {name: _span(table[name]) for name in ("along", "fan") if name in table}
    return RegionPart(**{**table, **spans})


def _span(ends: Sequence[str | float]) -> Span:
    """From and to; an empty text leaves an end open, "1/3" is a third."""
    low, high = (open_ if end == "" else _share(end) for end, open_ in zip(ends, _EVERYWHERE, strict=True))
    return low, high


def _share(end: str | float) -> float:
    """A number, or a fraction written as text."""
    if isinstance(end, str):
        above, _, below = end.partition("/")
        return float(above) / float(below)
    return float(end)


@cache
def _offered(coarse: bool) -> tuple[str, ...]:
    return tuple(key for key in REGION_SCHEMES if scheme(key).coarse or not coarse)


def schemes_for(grid: SensorGrid) -> tuple[str, ...]:
    """Keys of the schemes that a grid can carry: with cells larger than 8 mm those without single outer heads."""
    return _offered(_coarse(grid))


def _coarse(grid: SensorGrid) -> bool:
    return float(np.sqrt(grid.cell_area)) > LARGEST_FINE_CELL


def suitable(key: str, grid: SensorGrid) -> Scheme:
    """The scheme, if a grid can carry it.

    Raises
    ------
    UnsuitableScheme
        If there is no such scheme, or the cells are too large for it.
    """
    found = scheme(key)
    if found.coarse or not _coarse(grid):
        return found
    size = f"{grid.column_spacing:.3g} x {grid.row_spacing:.3g} mm"
    raise UnsuitableScheme(
        f'cells of {size} are too large for the regions "{key}"; they can carry {", ".join(schemes_for(grid))}.'
    )


def shown_scheme(key: str, grid: SensorGrid) -> str:
    """The scheme asked for, or the one of seven regions where the cells are too large for it."""
    return key if key in schemes_for(grid) else COARSE_SCHEME
