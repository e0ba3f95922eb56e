"""Components: regions of loaded cells that are connected in space and time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pedograph.recording import FloatArray, SensorGrid
from pedograph.steps.contact_runs import ContactRuns, contact_runs, label_components

ANGLES: FloatArray = np.deg2rad(np.arange(-45.0, 45.1, 5.0))
"""Directions, from the plate's y axis, in which a foot may lie."""
_LEVELS = (0.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0)
"""kPa at which contacts too large for a foot are cut apart, one after the other."""

_MARGIN = 25.0
"""mm from a part of a cut component within which weaker cells belong to it."""
_TWO_FEET = 700.0
"""mm; a larger component is no pair of feet."""
_MANY, _SPECK = 400, 3
"""Where there are more components than this, those of so few values are noise."""


@dataclass(frozen=True, eq=False)
class Component:
    """A region of loaded cells, connected over rows, columns and frames; or several taken together.

    Parameters
    ----------
    start, stop : int
        First frame and one past the last.
    cells : int array [cell, 2]
        Row and column of each cell that belongs to it at any time.
    load : float
        Sum of pressure over cells and frames.
    reach : float array [angle, 4]
        Least and greatest extent along and across each of ``ANGLES``, mm.
    """

    start: int
    stop: int
    cells: NDArray[np.intp]
    load: float
    reach: FloatArray

    def joined(self, other: Component) -> Component:
        """Both components as one."""
        cells = np.unique(np.concatenate([self.cells, other.cells]), axis=0)
        return Component(
            min(self.start, other.start),
            max(self.stop, other.stop),
            cells,
            self.load + other.load,
            join_reach(self.reach, other.reach),
        )


def join_reach(first: FloatArray, second: FloatArray) -> FloatArray:
    """Extents of two components together."""
    low = np.minimum(first[:, 0::2], second[:, 0::2])
    high = np.maximum(first[:, 1::2], second[:, 1::2])
    return np.stack([low[:, 0], high[:, 0], low[:, 1], high[:, 1]], axis=1)


def fits_a_foot(reach: FloatArray, length: float, width: float) -> bool:
    """Whether a rectangle of length by width mm, in any of ``ANGLES``, holds the component."""
    along = reach[:, 1] - reach[:, 0]
    across = reach[:, 3] - reach[:, 2]
    return bool(((along <= length) & (across <= width)).any())


def find_components(
    pressure: NDArray[np.float32], grid: SensorGrid, length: float, width: float
) -> tuple[list[Component], list[Component]]:
    """Components of a recording, none larger than a foot, and the loose cells left over.

    Parameters
    ----------
    pressure : float32 array [frame, row, column]
        Cleaned frames, kPa.
    grid : SensorGrid
        Cell spacing.
    length, width : float
        Largest foot, mm. A larger component is two feet that touch: it is cut at the lowest pressure that
        parts them, and its weaker cells go to the nearest part.
    """
    return _components_of(contact_runs(pressure), grid, (length, width), level=0)


def _components_of(
    runs: ContactRuns, grid: SensorGrid, largest_foot: tuple[float, float], level: int
) -> tuple[list[Component], list[Component]]:
    """Components above one level, those too large cut again at the next."""
    kept: list[Component] = []
    loose: list[Component] = []
    for own in _groups(runs):
        component = _component(own, grid)
        if fits_a_foot(component.reach, *largest_foot) or level + 1 == len(_LEVELS):
            (kept if len(component.cells) > 2 else loose).append(component)
            continue
        parts, scraps = _components_of(own.above(_LEVELS[level + 1]), grid, largest_foot, level + 1)
        parts = [part for part in parts if fits_a_foot(part.reach, *largest_foot)]
        kept += _share_out(component, parts + scraps, grid) if parts else [component]
    return kept, loose


def _groups(runs: ContactRuns) -> Iterator[ContactRuns]:
    """The runs of each component; without those of so few values that only noise makes them, where many are."""
    label, count = label_components(runs)
    sizes = np.bincount(label, weights=runs.lengths, minlength=count)
    in_order = np.argsort(label, kind="stable")
    stops = np.cumsum(np.bincount(label, minlength=count))
    for number in np.flatnonzero(sizes > (_SPECK if count > _MANY else 0)):
        yield runs.part(in_order[stops[number - 1] if number else 0 : stops[number]])


def _component(runs: ContactRuns, grid: SensorGrid) -> Component:
    """The component that connected runs make."""
    cells = runs.places[np.unique(runs.cell)]
    start, stop = int(runs.first.min()), int(runs.last.max())
    return Component(start, stop, cells, runs.load, cell_reach(cells, grid))


def cell_reach(cells: NDArray[np.intp], grid: SensorGrid) -> FloatArray:
    """Extents of cells, their own size included, along and across each of ``ANGLES``, mm [angle, 4]."""
    x, y = grid.x(cells[:, 1]), grid.y(cells[:, 0])
    sine, cosine = np.sin(ANGLES)[:, None], np.cos(ANGLES)[:, None]
    along = x * sine + y * cosine
    across = x * cosine - y * sine
    half_along = (np.abs(sine) * grid.column_spacing + cosine * grid.row_spacing)[:, 0] / 2
    half_across = (cosine * grid.column_spacing + np.abs(sine) * grid.row_spacing)[:, 0] / 2
    return np.stack(
        [
            along.min(axis=1) - half_along,
            along.max(axis=1) + half_along,
            across.min(axis=1) - half_across,
            across.max(axis=1) + half_across,
        ],
        axis=1,
    )


def _share_out(component: Component, parts: list[Component], grid: SensorGrid) -> list[Component]:
    """Give the weaker cells of a cut component to the nearest part; what is far from all parts is no foot."""
    everyone = np.concatenate([part.cells for part in parts])
    owner = np.repeat(np.arange(len(parts)), [len(part.cells) for part in parts])
    distance, index = nearest_cell(component.cells, everyone, grid)
    nearest = np.where(distance <= _MARGIN if _two_feet(component) else distance <= 0, owner[index], -1)
    shared = []
    for number, part in enumerate(parts):
        cells = np.unique(np.concatenate([part.cells, component.cells[nearest == number]]), axis=0)
        shared.append(replace(part, cells=cells, reach=cell_reach(cells, grid)))
    return shared


def _two_feet(component: Component) -> bool:
    """Whether a component is of the size of two feet that touch, and no floor of load under all of the plate."""
    along, across = component.reach[:, 1] - component.reach[:, 0], component.reach[:, 3] - component.reach[:, 2]
    return bool(along.min() <= _TWO_FEET and across.min() <= _TWO_FEET)


def box_distance(first: NDArray[np.intp], second: NDArray[np.intp], grid: SensorGrid) -> float:
    """Distance in mm between the bounding boxes of two sets of cells."""
    apart = np.maximum(first.min(axis=0) - second.max(axis=0), second.min(axis=0) - first.max(axis=0))
    return float(np.hypot(*(np.maximum(apart, 0) * (grid.row_spacing, grid.column_spacing))))


def nearest_cell(
    cells: NDArray[np.intp], others: NDArray[np.intp], grid: SensorGrid
) -> tuple[FloatArray, NDArray[np.intp]]:
    """Distance in mm to, and number of, the nearest of ``others`` for each of ``cells``."""
    from scipy.spatial import KDTree

    spacing = np.array([grid.row_spacing, grid.column_spacing])
    distance, index = KDTree(others * spacing).query(cells * spacing)
    return distance, index
