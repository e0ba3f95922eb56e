"""The toe line: the valley of low pressure between the metatarsal heads and the toes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pedograph.anatomy.cells import Cells, UnreadablePrint
from pedograph.anatomy.frame import FootFrame
from pedograph.recording import BoolArray, FloatArray, IndexArray

ToIndex = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]
"""(medial, along) in mm to (row, column) in cells."""

_STEP = 2.0
"""mm between the points at which the peak image is sampled."""
_STEEPEST = 2
"""Samples by which the line may rise or fall from one column to the next."""
_PRIOR = 0.1
"""Cost of lying one spread off the expected place, against 1 for crossing the metatarsal ridge."""
_SPREAD = 0.06
"""Spread of the toe line's place, as a share of foot length."""
_BANK = 0.03
"""Pressure above the valley's floor, as a share of the ridge's, at which the valley's bank begins."""
_HEAD, _TOE = 0.12, 0.02
"""Rise above the valley, as a share of the ridge's pressure, that makes a head behind it, a toe beyond it."""
_NO_VALLEY = 0.8
"""Pressure on the line, as a share of the ridge's, above which it runs through the forefoot, in no valley."""
_FEWEST_TOES = 0.10
"""Share of the forefoot's width beyond which a toe must rise."""
_UNLOADED = 1e-6
"""Share of the ridge's pressure below which the ground is unloaded."""
_FRACTION = np.array([0.0, 0.15, 0.38, 0.64, 0.92, 1.0])
_VALLEY = np.array([0.81, 0.82, 0.85, 0.80, 0.70, 0.67])
_RIDGE = np.array([0.72, 0.735, 0.75, 0.70, 0.61, 0.58])
# Places of the toe valley and of the metatarsal heads along the foot, read off the prints of twelve feet; they
# only lead the search, the pressure decides.


@dataclass(frozen=True, eq=False)
class ToeLine:
    """Where the toes begin.

    Parameters
    ----------
    medial, along : float array [point]
        The line in the foot frame, mm, from the outer to the medial side.
    depth : float
        Pressure on the line as a share of the pressure on the metatarsal ridge behind it, median over the line;
        near 0 for a clear valley, near 1 where there is none.
    bridge : bool array [point]
        Where the line crosses loaded ground that joins a metatarsal head to a toe.
    toes : bool
        False where no toe rises beyond a valley; the line then lies in front of the complete print.
    """

    medial: FloatArray
    along: FloatArray
    depth: float
    bridge: BoolArray
    toes: bool = True

    def place(self, medial: FloatArray) -> FloatArray:
        """How far along the foot the line lies, mm, at distances towards the medial side."""
        return np.asarray(np.interp(medial, self.medial, self.along))

    def beyond(self, medial: FloatArray, along: FloatArray) -> BoolArray:
        """Whether places lie in front of the line; only near it has its own place to be looked up."""
        beyond = along > self.along.min()
        near = beyond & (along <= self.along.max())
        beyond[near] = along[near] > self.place(medial[near])
        return np.asarray(beyond)

    def share_behind(self, cells: Cells) -> FloatArray:
        """Share of each cell that belongs to the foot without toes [cell]."""
        return 1.0 - cells.beyond(cells.along - self.place(cells.medial), (0.0, 1.0))

    def in_frame(self, frame: FootFrame, other: FootFrame) -> ToeLine:
        """The line, given in one foot frame, as another sees it."""
        medial, along = other.to_foot(*frame.to_plate(self.medial, self.along))
        order = np.argsort(medial)
        return ToeLine(medial[order], along[order], self.depth, self.bridge[order], self.toes)


def find_toe_line(image: Sampler, length: float, ball_sides: tuple[float, float]) -> ToeLine:
    """The path of least pressure across the forefoot, in front of the metatarsal heads.

    Parameters
    ----------
    image : Sampler
        Peak pressure in kPa at any (medial, along) position of a foot frame with its origin at the heel end.
    length : float
        Length of the complete print, mm.
    ball_sides : (float, float)
        Lateral and medial side of the forefoot, mm towards the medial side.
    """
    outer, inner = ball_sides
    medial = np.linspace(outer, inner, max(round((inner - outer) / _STEP) + 1, 8))
    along = np.arange(0.55 * length, 1.03 * length, _STEP)
    pressure = image(*np.meshgrid(medial, along, indexing="ij"))
    fraction = (inner - medial) / max(inner - outer, 1e-9)
    ridge = _ridge(pressure, along / length, np.interp(fraction, _FRACTION, _RIDGE))
    expected = np.interp(fraction, _FRACTION, _VALLEY)
    relative = pressure / ridge[:, None]
    off = (along[None, :] / length - expected[:, None]) / _SPREAD
    path = _cheapest_path(relative + _PRIOR * off**2)
    floor = relative[np.arange(path.size), path]
    depth, bridge = float(np.median(floor)), floor > _UNLOADED
    if depth > _NO_VALLEY or _toes_beyond(relative, path) < _FEWEST_TOES:
        return without_toes(ToeLine(medial, along[path], depth, bridge), length)
    return ToeLine(medial, _settled(relative, path, along), depth, bridge)


def without_toes(line: ToeLine, length: float) -> ToeLine:
    """A line in front of a complete print of so many mm, in which no toe is distinguished from the forefoot."""
    ahead = np.full(line.medial.size, 1.1 * length)
    return ToeLine(line.medial, ahead, line.depth, np.zeros_like(line.bridge), toes=False)


class Sampler:
    """Reads the peak image of a step at any place, linearly between cell centres and 0 outside.

    Parameters
    ----------
    image : float array [row, column]
        Peak pressure, kPa.
    to_index : callable
        Turns (medial, along) in mm into (row, column) in cells.
    """

    def __init__(self, image: FloatArray, to_index: ToIndex) -> None:
        self._image = np.pad(image, 1)
        self._to_index = to_index

    def __call__(self, medial: FloatArray, along: FloatArray) -> FloatArray:
        """Peak pressure in kPa at each position."""
        row, column = self._to_index(medial, along)
        row = np.clip(row + 1, 0, self._image.shape[0] - 1.000001)
        column = np.clip(column + 1, 0, self._image.shape[1] - 1.000001)
        r, c = row.astype(np.intp), column.astype(np.intp)
        dr, dc = row - r, column - c
        near = self._image[r, c] * (1 - dc) + self._image[r, c + 1] * dc
        far = self._image[r + 1, c] * (1 - dc) + self._image[r + 1, c + 1] * dc
        return np.asarray(near * (1 - dr) + far * dr)


def _ridge(pressure: FloatArray, place: FloatArray, expected: FloatArray) -> FloatArray:
    """Highest pressure near each column's metatarsal head, never far below that of the whole ridge."""
    near = np.abs(place[None, :] - expected[:, None]) < 0.07
    highest = np.where(near, pressure, 0.0).max(axis=1)
    return np.asarray(np.maximum(highest, 0.25 * max(float(highest.max()), 1e-9)))


def _cheapest_path(cost: FloatArray) -> IndexArray:
    """Index along the second axis of the path of least total cost through all of the first.

    `skimage.graph.MCP_Flexible` finds the same path on 202 of 202 prints and takes 11 times as long (15 ms).
    """
    columns, places = cost.shape
    padded = np.full((columns, places + 2 * _STEEPEST), np.inf)
    total = padded[:, _STEEPEST:-_STEEPEST]
    shifted = np.lib.stride_tricks.sliding_window_view(padded, places, axis=1)
    penalty = 0.02 * (np.arange(2 * _STEEPEST + 1) - _STEEPEST) ** 2
    total[0] = cost[0]
    choices = np.empty((penalty.size, places))
    for column in range(1, columns):
        np.add(shifted[column - 1], penalty[:, None], out=choices)
        np.minimum.reduce(choices, axis=0, out=total[column])
        total[column] += cost[column]
    path = np.empty(columns, dtype=np.intp)
    path[-1] = place = int(total[-1].argmin())
    for column in range(columns - 1, 0, -1):
        place += int((padded[column - 1, place : place + penalty.size] + penalty).argmin()) - _STEEPEST
        path[column - 1] = place
    return path


def _toes_beyond(relative: FloatArray, path: IndexArray) -> float:
    """Share of the width in which the path runs in a valley: heads rise behind it, a toe beyond it."""
    place = np.arange(relative.shape[1])[None, :]
    floor = relative[np.arange(path.size), path]
    behind = np.where(place < path[:, None], relative, 0.0).max(axis=1)
    beyond = np.where(place > path[:, None], relative, 0.0).max(axis=1)
    return float(np.mean((behind > floor + _HEAD) & (beyond > floor + _TOE)))


def _settled(relative: FloatArray, path: IndexArray, along: FloatArray) -> FloatArray:
    """Where in its valley the line lies, mm: on unloaded ground in the middle, on a bridge of skin at the bank.

    Along a bridge between a metatarsal head and a toe the least pressure may lie anywhere, and the foot without
    toes ends where the head does. On unloaded ground the boundary of the print shows where that is.
    """
    columns = np.arange(path.size)
    floor = relative[columns, path]
    bank = _smooth(_bank(relative, path, along, floor + _BANK))
    start, end = (
        _bank(relative[:, ::way], place, along[::way], np.full(path.size, _UNLOADED))
        for way, place in ((1, path), (-1, along.size - 1 - path))
    )
    return np.where(floor > _UNLOADED, bank, (start + end) / 2)


def _bank(relative: FloatArray, path: IndexArray, along: FloatArray, level: FloatArray) -> FloatArray:
    """The last place before the path, mm, at which each column rises above a level; the path itself if none."""
    columns, place = np.arange(path.size), np.arange(along.size)[None, :]
    above = (relative > level[:, None]) & (place < path[:, None])
    last = np.where(above, place, -1).max(axis=1)
    high, low = relative[columns, last], relative[columns, np.minimum(last + 1, along.size - 1)]
    share = np.clip((high - level) / np.maximum(high - low, 1e-12), 0.0, 1.0)
    return np.where(last < 0, along[path], along[last] + share * (along[1] - along[0]))


def _smooth(line: FloatArray) -> FloatArray:
    """The line with its stairs of one sample taken out."""
    padded = np.pad(line, 2, mode="edge")
    return np.asarray(np.convolve(padded, np.ones(5) / 5, mode="valid"))


_STEP = 2.0
"""mm between the points of the line."""
_NARROWEST = 10.0
"""mm across the foot that a toe line must cover at least."""


def toe_line_through(medial: FloatArray, along: FloatArray, pressure: Sampler, loaded: Sampler) -> ToeLine:
    """The toe line through points of the foot frame, straight between them.

    Parameters
    ----------
    medial, along : float array [point]
        mm, in any order.
    pressure : Sampler
        Peak pressure, kPa.
    loaded : Sampler
        1 at the centre of loaded cells, 0 at that of others: above a half within a loaded cell.

    Returns
    -------
    ToeLine
        Its ``depth`` is the median pressure on the line as a share of the largest pressure up to 30 mm behind it.

    Raises
    ------
    UnreadablePrint
        If the points do not lie across the foot.
    """
    order = np.argsort(medial)
    medial, along = medial[order], along[order]
    if float(medial[-1] - medial[0]) < _NARROWEST:
        raise UnreadablePrint("toe_line_off_the_foot", "the toe line set by hand does not run across the foot")
    across = np.linspace(medial[0], medial[-1], max(round(float(medial[-1] - medial[0]) / _STEP) + 1, 8))
    line = np.interp(across, medial, along)
    back = np.arange(_STEP, 30.0, _STEP)
    behind = pressure(*np.broadcast_arrays(across[:, None], line[:, None] - back))
    depth = float(np.median(pressure(across, line))) / max(float(behind.max()), 1e-9)
    return ToeLine(across, line, depth, loaded(across, line) > 0.5)
