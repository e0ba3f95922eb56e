"""A whole StepUP trial, far larger than memory: gone through frame by frame, and read in parts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.arrays import as_frames
from pedograph.formats.parsing.npy import ArrayHeader
from pedograph.formats.parsing.packages import MOST_BYTES, Package
from pedograph.formats.parsing.text import COMPLETE_FILE
from pedograph.recording import FloatArray

FRAME: Final = (720, 240)
"""Rows and columns of the walkway."""
PERIOD: Final = 0.01
"""s between frames."""

_CELL_MM2: Final = 25.0
_BLOCK: Final = 16
"""Frames taken from the file at a time."""
_CONTACT: Final = 20.0
"""N above which somebody is on the walkway."""
_PAUSE: Final = 50
"""Frames without anybody that part two passes."""
_MARGIN: Final = 10
_SHORTEST: Final = 20
_PART: Final = 500
"""Frames of a part where no pauses are found."""


def fits(header: ArrayHeader) -> bool:
    """Whether a trial can be read whole."""
    return math.prod(header.shape) * 4 <= MOST_BYTES


def passes(package: Package, part: str, header: ArrayHeader) -> tuple[str, ...]:
    """Parts of a trial in which somebody is on the walkway, as they are chosen: ``frames 180-640``.

    Parameters
    ----------
    package : Package
        The file.
    part : str
        The array in it.
    header : ArrayHeader
        What the array says of itself.

    Raises
    ------
    ReadError
        If it is damaged or cut off.
    """
    forces = np.concatenate([_forces(block) for block in _blocks(package, part, header, header.shape[0])])
    loaded = np.flatnonzero(forces > _CONTACT)
    last = header.shape[0] - 1
    if not loaded.size:
        return (f"frames 0-{min(last, _PART)}",)
    ends = np.flatnonzero(np.diff(loaded) > _PAUSE)
    starts, stops = loaded[np.append(0, ends + 1)], loaded[np.append(ends, loaded.size - 1)]
    names = []
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        if stop - start >= _SHORTEST:
            first, final = max(0, start - _MARGIN), min(last, stop + _MARGIN)
            pieces = -(-(final + 1 - first) // most_frames())
            bounds = np.linspace(first, final + 1, pieces + 1).astype(int).tolist()
            names += [f"frames {low}-{high - 1}" for low, high in pairwise(bounds)]
    return tuple(names) or (f"frames 0-{min(last, _PART)}",)


def most_frames() -> int:
    """Most frames that are read at once."""
    return MOST_BYTES // (4 * math.prod(FRAME))


def trial_frames(
    package: Package, part: str, header: ArrayHeader, frames: tuple[int, int], name: str
) -> NDArray[np.float32]:
    """Some frames of a trial in kPa, as they lie in the file.

    Parameters
    ----------
    package, part, header
        As for `passes`.
    frames : tuple of int
        The first, and one past the last.
    name : str
        Name of the file, for errors.

    Raises
    ------
    ReadError
        If they are too many, the file is damaged or cut off, or a value is no pressure.
    """
    first, stop = frames
    if stop - first > most_frames():
        found = f"{stop - first} frames are more than fit into memory at once"
        raise ReadError(name, found, advice=f"Name at most {most_frames()} frames")
    made: list[NDArray[np.float32]] = []
    place = 0
    for block in _blocks(package, part, header, stop, name):
        wanted = block[max(0, first - place) : max(0, stop - place)]
        if len(wanted):
            made.append(as_frames(wanted, name))
        place += len(block)
    if place < stop:
        raise ReadError(name, f"only {place} of its frames are there", where=part, advice=COMPLETE_FILE)
    return made[0] if len(made) == 1 else np.concatenate(made)


def _blocks(package: Package, part: str, header: ArrayHeader, stop: int, name: str = "") -> Iterator[NDArray[Any]]:
    """Frames up to ``stop``, some at a time."""
    size = math.prod(FRAME) * header.kind.itemsize
    rest, skip, place = b"", header.start, 0
    for piece in package.pieces(part, _BLOCK * size, huge=True):
        rest = rest + piece[skip:] if skip <= len(piece) else rest
        skip = max(0, skip - len(piece))
        count = min(len(rest) // size, stop - place)
        if count:
            yield np.frombuffer(rest, header.kind, count * math.prod(FRAME)).reshape(count, *FRAME)
            rest, place = rest[count * size :], place + count
        if place >= stop:
            return


def _forces(block: NDArray[Any]) -> FloatArray:
    """N on the walkway in each frame; what is no number counts as none."""
    with np.errstate(all="ignore"):
        total = block.sum(axis=(1, 2), dtype=np.float64) * (_CELL_MM2 * 0.001)
    return np.asarray(np.nan_to_num(total))
