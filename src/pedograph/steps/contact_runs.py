"""Contact runs: frames on end in which a cell is loaded, and the connected components that they make.

A foot loads most of its cells once, so there are few more runs than cells, and far fewer than single values.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.recording import IndexArray

_HALF_OF_THE_NEIGHBOURS = ((0, 1), (1, -1), (1, 0), (1, 1))
"""Rows and columns from a cell to four of its eight neighbours; the other four see it as theirs."""


@dataclass(frozen=True, eq=False)
class ContactRuns:
    """Contact runs in order of cells and of time.

    Parameters
    ----------
    places : int array [cell, 2]
        Row and column of each cell, in order of rows and columns.
    pressure : float32 array [cell, frame + 1]
        kPa; 0 in the last column, which is no frame and keeps the cells apart when read in a row.
    starts, stops : int array [run]
        First value and one past the last, counted through ``pressure`` in a row.
    """

    places: IndexArray
    pressure: NDArray[np.float32]
    starts: IndexArray
    stops: IndexArray

    @property
    def cell(self) -> IndexArray:
        """Number of the cell [run]."""
        return np.asarray(self.starts // self.pressure.shape[1])

    @property
    def first(self) -> IndexArray:
        """First frame [run]."""
        return np.asarray(self.starts % self.pressure.shape[1])

    @property
    def last(self) -> IndexArray:
        """One past the last frame [run]."""
        return np.asarray(self.first + self.stops - self.starts)

    @property
    def lengths(self) -> IndexArray:
        """Number of frames [run]."""
        return np.asarray(self.stops - self.starts)

    @property
    def load(self) -> float:
        """Sum of pressure over all their values, kPa."""
        values, _ = _ranges(self.starts, self.stops)
        return float(self.pressure.ravel()[values].sum(dtype=np.float64))

    def part(self, chosen: IndexArray) -> ContactRuns:
        """Some of the runs, by number in ascending order."""
        return ContactRuns(self.places, self.pressure, self.starts[chosen], self.stops[chosen])

    def above(self, level: float) -> ContactRuns:
        """The runs above a level, kPa, that lie within these."""
        values, count = _ranges(self.starts, self.stops)
        loaded = self.pressure.ravel()[values] > level
        begins, ends = np.zeros((2, values.size), dtype=bool)
        begins[np.cumsum(count) - count] = ends[np.cumsum(count) - 1] = True
        after, before = np.roll(loaded, -1), np.roll(loaded, 1)
        starts, stops = values[loaded & (begins | ~before)], values[loaded & (ends | ~after)] + 1
        return ContactRuns(self.places, self.pressure, starts, stops)


def contact_runs(frames: NDArray[np.float32]) -> ContactRuns:
    """Every run of load above 0 in frames [frame, row, column]."""
    rows, columns = np.nonzero(frames.any(axis=0))
    pressure = np.zeros((rows.size, frames.shape[0] + 1), dtype=np.float32)
    pressure[:, :-1] = frames[:, rows, columns].T
    turns = np.flatnonzero(np.diff(pressure.ravel() > 0, prepend=False))
    return ContactRuns(np.stack([rows, columns], axis=1), pressure, turns[0::2], turns[1::2])


def _ranges(starts: IndexArray, stops: IndexArray) -> tuple[IndexArray, IndexArray]:
    """All whole numbers of each range, one range after the other, and how many each has."""
    count = stops - starts
    before = np.cumsum(count) - count
    return np.repeat(starts - before, count) + np.arange(count.sum()), count


def label_components(runs: ContactRuns) -> tuple[IndexArray, int]:
    """Number of the connected component of each run [run], and how many components there are.

    Two runs are connected where their cells touch, at a side or a corner, and no frame lies between them.
    Components are in order of their first value, by frame, row and column.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = runs.starts.size
    one, two = _touching_pairs(runs)
    links = coo_array((np.ones(one.size, dtype=np.int8), (one, two)), shape=(size, size))
    count, component = connected_components(links, directed=False)
    in_order = np.lexsort((runs.cell, runs.first))
    _, seen = np.unique(component[in_order], return_index=True)
    number = np.empty(count, dtype=np.intp)
    number[np.argsort(seen)] = np.arange(count)
    return number[component], int(count)


def _touching_pairs(runs: ContactRuns) -> tuple[IndexArray, IndexArray]:
    """Pairs of runs of neighbouring cells without a frame between them."""
    stride = runs.pressure.shape[1]
    cell, first, last = runs.cell, runs.first, runs.last
    number = np.full(runs.places.max(axis=0, initial=0) + 3, -1)
    number[tuple((runs.places + 1).T)] = np.arange(len(runs.places))
    ones, twos = [], []
    for way in _HALF_OF_THE_NEIGHBOURS:
        neighbour = number[tuple((runs.places + 1 + way).T)][cell]
        there = np.flatnonzero(neighbour >= 0)
        row = neighbour[there] * stride
        low = np.searchsorted(runs.stops, row + first[there], side="left")
        high = np.searchsorted(runs.starts, row + last[there], side="right")
        met, count = _ranges(low, high)
        ones.append(np.repeat(there, count))
        twos.append(met)
    return np.concatenate(ones), np.concatenate(twos)
