"""Frames of an XSENSOR export that are all laid out as the first: found by comparing them with it, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from pedograph.formats.parsing.decimals import RowLayout, plain_decimals
from pedograph.formats.parsing.lines import TextLines
from pedograph.formats.parsing.numbers import parts_of, shown
from pedograph.formats.parsing.text import number
from pedograph.formats.xsensor.blocks import (
    LINES_A_FRAME,
    PADDING,
    Blocks,
    FrameBlock,
    SensorBlock,
    key_of,
    walked,
)
from pedograph.recording import IndexArray

_FEWEST_FRAMES, _PIECES_AT_ONCE = 3, 1 << 16
_ITS_OWN = frozenset({b"", b"frame", b"date", b"time", b"group", b"contact area", b"est. load"})
"""Keys of lines whose values may differ from frame to frame; lines with another key are the same in all."""
_FIRST_OF_FRAME = tuple(b'Ff" ')
"""Characters with which a line that begins a frame may start."""
_PIECES = (32, 8, 1)
"""Bytes that are compared at once, as many as a text has."""


@dataclass(frozen=True, eq=False)
class _Compared:
    """Pieces of equal size that lines are compared in: of each its line, its place in that, and what it must be.

    Lines are covered by pieces that may overlap, of the largest size that is none too large.
    """

    owner: IndexArray
    place: IndexArray
    expected: NDArray[np.void]

    @classmethod
    def of(cls, lines: Sequence[bytes], size: int) -> _Compared:
        """The pieces of those lines for which this size is the one."""
        found = [
            (owner, place, line[place : place + size])
            for owner, line in enumerate(lines)
            if line and size == next(each for each in _PIECES if each <= len(line))
            for place in (*range(0, len(line) - size, size), len(line) - size)
        ]
        owner, place = (np.array([each[which] for each in found], dtype=np.intp) for which in (0, 1))
        return cls(owner, place, np.frombuffer(b"".join([each[2] for each in found]), dtype=f"V{size}"))

    def stands_in(self, text: bytes, starts: IndexArray) -> bool:
        """Whether lines that start there [frame, line] have all pieces."""
        size = self.expected.itemsize
        if not self.owner.size:
            return True
        # Bytes without a type may lie anywhere; words that straddle those of the memory may not.
        everywhere = np.ndarray((len(text) - size + 1,), self.expected.dtype, text, strides=(1,))
        found = everywhere[starts.take(self.owner, axis=1) + self.place]
        return bool((found.view(np.uint8) == self.expected.view(np.uint8)).all())


@dataclass(frozen=True, eq=False)
class EvenBlocks(Blocks):
    """A file in its blocks; see `Blocks`, of which ``lines`` are those of the first frame.

    Parameters
    ----------
    text : bytes
        All of the file.
    matrices : sequence of sequence of (int, int)
        For each sensor where its matrices start and stop in the text.
    between : bytes
        What stands between the numbers of a row and those of the next.
    """

    text: bytes
    matrices: Sequence[Sequence[tuple[int, int]]]
    between: bytes

    def rows_of(self, place: int) -> Iterator[bytes]:
        """The rows of a sensor's matrices, one below the other, in parts of some frames."""
        return parts_of(self.text, self.matrices[place], self.between)


def even_blocks(text: bytes, separator: bytes, decimal: bytes, name: str) -> EvenBlocks | None:
    """The blocks of an export in which all frames have the lines of the first one.

    Parameters
    ----------
    text : bytes
        All of the file.
    separator, decimal : bytes
        The sign between fields, and the decimal sign.
    name : str
        The file's name, for errors.

    Returns
    -------
    EvenBlocks or None
        None for any other export, and where something may be damaged: `find_blocks` tells.

    Raises
    ------
    ReadError
        If there is no whole sensor in the first frame.
    """
    lines = TextLines(text, name)
    frames = _frame_lines(lines, separator)
    if frames is None:
        return None
    before, length = int(frames[0]), int(frames[1] - frames[0])
    above = lines[: before + length]
    raw = [line.rstrip(PADDING) for line in above]
    # The first frame is walked without the lines that say nothing: where the others stand in the text.
    kept = [row for row, line in enumerate(raw) if line]
    first = walked([raw[row] for row in kept], separator, decimal, name)
    matrices = [kept[each.first : each.first + each.rows] for each in first.frames[0].sensors]
    # What stands between the rows of a matrix is looked at when they are read.
    cells = {row for matrix in matrices for row in range(matrix[0], matrix[-1] + 1)}
    head = [row - before for row in range(before, matrices[-1][-1]) if row not in cells]
    tail = [row - before for row in range(matrices[-1][-1] + 1, _end(raw, matrices[-1][-1] + 1, separator))]
    between = _between(lines, matrices)
    if between is None or not (
        _alike(lines, above[before:], frames, head, separator)
        and _alike(lines, above[before:], frames[:-1], tail, separator)
        and _ends_well(lines, above[before:], frames, matrices[-1][-1] - before, tail, separator)
    ):
        return None
    padding = between.partition(b"\n")[0]
    spans = [_spans(lines, frames - before, matrix, padding) for matrix in matrices]
    if any(not text.endswith(padding, start, stop + len(padding)) for span in spans for start, stop in span):
        return None
    blocks = _all_frames(first, lines, frames - before, kept)
    return EvenBlocks(first.header, blocks, first.lines, separator, decimal, text, spans, between)


def _frame_lines(lines: TextLines, separator: bytes) -> IndexArray | None:
    """Lines that begin a frame, if there are some, all written in the same way and equally far from each other."""
    letters = np.frombuffer(lines.text, dtype=np.uint8).take(lines.starts, mode="clip")
    likely = np.flatnonzero(reduce(np.bitwise_or, [letters == each for each in _FIRST_OF_FRAME])).tolist()
    labels = [(row, lines[row].partition(separator)[0]) for row in likely]
    found = [(row, label) for row, label in labels if key_of(label) == b"frame"]
    frames = np.array([row for row, _ in found], dtype=np.intp)
    steps = np.diff(frames)
    if len(found) < _FEWEST_FRAMES or steps.min() != steps.max() or steps[0] < LINES_A_FRAME:
        return None
    return frames if len({label for _, label in found}) == 1 else None


def _end(raw: Sequence[bytes], row: int, separator: bytes) -> int:
    """The line behind the one with which the groups of cells at the end of the first frame begin; its end else."""
    keys = (key_of(line.partition(separator)[0]) for line in raw[row:])
    return next((row + place + 1 for place, key in enumerate(keys) if key == b"group"), len(raw))


def _ends_well(
    lines: TextLines,
    template: Sequence[bytes],
    frames: IndexArray,
    matrix_end: int,
    tail: Sequence[int],
    separator: bytes,
) -> bool:
    """Whether the last frame's last matrix has an end, and no further sensor or time stands below it."""
    below = int(frames[-1]) + matrix_end + 1
    if below >= len(lines.starts):
        return False
    if not lines.text[int(lines.starts[below]) :].strip(PADDING + b"\n"):
        return lines.text.endswith((b"\n", separator))
    labels = {line.partition(separator)[0] for line in lines[below:]}
    unlike = any(key_of(label) in (b"sensor", b"date", b"time") for label in labels)
    return not unlike and _alike(lines, template, frames[-1:], tail, separator)


def _alike(
    lines: TextLines, template: Sequence[bytes], frames: IndexArray, others: Sequence[int], separator: bytes
) -> bool:
    """Whether frames have some lines of the first: whole, or their labels where the values are their own."""
    if not others:
        return True
    if int(frames[-1]) + others[-1] >= len(lines):
        return False
    runs = _runs(template, others, separator)
    first, last = (np.array([each[end] for each in runs]) for end in (0, 1))
    texts, whole = [each[2] for each in runs], np.array([each[3] for each in runs])
    sizes = np.array([len(each) for each in texts])
    parts = [_Compared.of(texts, size) for size in _PIECES]
    at_once = max(_PIECES_AT_ONCE // max(sum(each.owner.size for each in parts), 1), 1)
    for start in range(0, len(frames), at_once):
        part = frames[start : start + at_once, np.newaxis]
        starts = lines.starts[part + first]
        lengths = lines.stops[part + last] - starts
        if np.where(whole, lengths != sizes, lengths < sizes).any():
            return False
        if not all(each.stands_in(lines.text, starts) for each in parts):
            return False
    return True


def _runs(
    template: Sequence[bytes], others: Sequence[int], separator: bytes
) -> list[tuple[int, int, bytes, bool]]:
    """Text that must stand in all frames: its first line and its last, and whether that is whole.

    A line that is whole and the next one are looked at together.
    """
    texts = {row: template[row] for row in others}
    alike = {line: _same_in_all(line, separator) for line in set(texts.values())}
    runs: list[tuple[int, int, bytes, bool]] = []
    for row, line in texts.items():
        text = alike[line]
        whole = len(text) == len(line)
        if runs and runs[-1][3] and runs[-1][1] == row - 1:
            first, _, above, _ = runs.pop()
            runs.append((first, row, b"%b\n%b" % (above, text), whole))
        else:
            runs.append((row, row, text, whole))
    return runs


def _same_in_all(line: bytes, separator: bytes) -> bytes:
    """What of a line of the first frame must stand in all: its label if values are their own, else all of it."""
    label = line[: len(line.partition(separator)[0]) + 1]
    return label if line.strip(PADDING) and key_of(label[:-1]) in _ITS_OWN else line


def _between(lines: TextLines, matrices: Sequence[Sequence[int]]) -> bytes | None:
    """What stands between the numbers of rows of the first frame; None where that is not always the same."""
    found = set()
    for row, following in (
        (row, matrix[place + 1]) for matrix in matrices for place, row in enumerate(matrix[:-1])
    ):
        start = int(lines.starts[row])
        found.add(lines.text[start + len(lines[row].rstrip(PADDING)) : int(lines.starts[following])])
    return found.pop() if len(found) == 1 else None


def _spans(lines: TextLines, shifts: IndexArray, matrix: Sequence[int], padding: bytes) -> list[tuple[int, int]]:
    """Where a matrix starts and stops in each frame, without what fills up its last row."""
    stops = lines.stops[shifts + matrix[-1]] - len(padding)
    return list(zip(lines.starts[shifts + matrix[0]].tolist(), stops.tolist(), strict=True))


def _all_frames(first: Blocks, lines: TextLines, shifts: IndexArray, kept: Sequence[int]) -> list[FrameBlock]:
    """The frames: what the first one says, and the values of its own that each has."""
    template, separator = first.frames[0], first.separator
    numbers = _values(lines, shifts + kept[template.line], separator)
    times = [b""] * len(shifts)
    if template.time_line is not None:
        times = [value[:60] for value in _values(lines, shifts + kept[template.time_line], separator)]
    frames = [FrameBlock(shown(value.strip(b' "')), time) for value, time in zip(numbers, times, strict=True)]
    stated = [sensor.lines.get(key) for sensor in template.sensors for key in ("contact_area", "load")]
    known = [line for line in stated if line is not None]
    amounts = iter(_amounts(lines, shifts, [kept[line] for line in known], first))
    columns = [[None] * len(shifts) if line is None else next(amounts) for line in stated]
    for place, sensor in enumerate(template.sensors):
        same = (sensor.name, sensor.first, sensor.rows, sensor.columns, sensor.width, sensor.height)
        for frame, area, load in zip(frames, *columns[2 * place : 2 * place + 2], strict=True):
            frame.sensors.append(SensorBlock(*same, area, load))
    return frames


def _values(lines: TextLines, rows: IndexArray, separator: bytes) -> list[bytes]:
    """What stands behind the labels of lines, without the separators that fill them up."""
    spans = zip(lines.starts[rows].tolist(), lines.stops[rows].tolist(), strict=True)
    return [lines.text[start:stop].rstrip(PADDING).partition(separator)[2] for start, stop in spans]


def _amounts(
    lines: TextLines, shifts: IndexArray, rows: Sequence[int], first: Blocks
) -> Iterator[Sequence[float | None]]:
    """The values of some lines in all frames as numbers; None for what is none."""
    everywhere = np.add.outer(np.array(rows, dtype=np.intp), shifts).ravel()
    words = [value[:60].strip(b' "') for value in _values(lines, everywhere, first.separator)]
    plain = plain_decimals(b"\n".join(words), RowLayout(1, b"\t", first.decimal)) if words else None
    amounts = [number(each) for each in words] if plain is None else plain[:, 0].tolist()
    return (amounts[start : start + len(shifts)] for start in range(0, len(amounts), len(shifts)))
