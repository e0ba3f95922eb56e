"""What a recording loses when it is written as another format: told by reading back what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from pedograph.recording import BELT_SPEED, PressureRecording, SensorGrid, Side

_SAME_TIME = 1e-6
"""s by which a time may differ and still be kept."""
_SAME_PRESSURE = 0.0501
"""kPa by which a pressure may differ and still be kept: half of the last digit that files write, and a little for
single precision. The error of any sensor is larger."""
_MOST_FIELDS = 6
"""Fields of a header that are named."""


def lost_facts(original: PressureRecording, copy: PressureRecording) -> tuple[str, ...]:
    """What a copy does not have as its original had it, a clause each; empty where all is there.

    Every format is held to the same by its own reader, so that no writer has to say what it leaves out.

    Parameters
    ----------
    original : PressureRecording
        What was written.
    copy : PressureRecording
        The same, read from the file that was written.
    """
    return (
        *_frames(original, copy),
        *_feet(original, copy),
        *_grid(original.grid, copy.grid),
        *_source(original, copy),
    )


def lost_measuring_facts(original: PressureRecording, copy: PressureRecording) -> tuple[str, ...]:
    """What a copy does not have without which its steps are others: size, insoles, belt, task, side, cells.

    Parameters
    ----------
    original, copy : PressureRecording
        As for `lost_facts`.
    """
    size = original.pressure.shape != copy.pressure.shape
    frames = tuple(_frames(original, copy)) if size else ()
    return (*frames, *_feet(original.with_metadata(subject=""), copy), *_grid(original.grid, copy.grid))


def lost_fields(original: Mapping[str, str], copy: Mapping[str, str]) -> list[str]:
    """Fields of a header that a copy does not have with the same value."""
    return [field for field, value in original.items() if copy.get(field) != value]


def _frames(original: PressureRecording, copy: PressureRecording) -> Iterator[str]:
    if original.pressure.shape != copy.pressure.shape:
        sizes = ["{} frames of {} x {} cells".format(*one.pressure.shape) for one in (original, copy)]
        yield f"its size: {sizes[0]} became {sizes[1]}"
        return
    off = float(np.abs(original.pressure - copy.pressure).max())
    if off > _SAME_PRESSURE:
        yield f"the last digits of the pressures, which differ by up to {off:.2g} kPa"
    shift = float(copy.time[0] - original.time[0])
    late = float(np.abs(copy.time - original.time - shift).max())
    if late > _SAME_TIME:
        yield f"the time base: times differ by up to {1000 * late:.3g} ms"
    elif abs(shift) > _SAME_TIME:
        yield f"that time begins at {original.time[0]:.6g} s; it begins at {copy.time[0]:.6g} s"


def _feet(original: PressureRecording, copy: PressureRecording) -> Iterator[str]:
    if original.tracks and original.tracks != copy.tracks:
        sides = " and ".join(f"the {track.side.value}" for track in original.tracks)
        yield f"which columns are {sides} insole: they read as one plate"
    if original.belt_speed != copy.belt_speed:
        yield f"the speed of the belt, {original.belt_speed / 1000.0:.4g} m/s: it reads as a plate"
    if original.side not in (Side.UNKNOWN, copy.side):
        yield f"that it is the {original.side.value} foot"
    if original.task != copy.task:
        yield f'the task "{original.task}"; it reads as "{copy.task}"'
    if original.subject and original.subject != copy.subject:
        yield f"the person's code {original.subject}"


def _grid(original: SensorGrid, copy: SensorGrid) -> Iterator[str]:
    sizes = [(grid.row_spacing, grid.column_spacing) for grid in (original, copy)]
    if not np.allclose(sizes[0], sizes[1], rtol=1e-6, atol=0.0):
        told = ["{:.6g} x {:.6g} mm".format(*size) for size in sizes]
        yield f"the size of the cells: {told[0]} became {told[1]}"
    if original.active is not None and (copy.active is None or not np.array_equal(original.active, copy.active)):
        bare = int(np.count_nonzero(~original.active))
        yield "that 1 place has no sensor" if bare == 1 else f"which {bare} places have no sensor"
    for name, words in (("threshold", "least"), ("saturation", "largest")):
        before, after = getattr(original, name), getattr(copy, name)
        if before is not None and (after is None or not np.isclose(before, after, rtol=1e-6, atol=0.0)):
            yield f"the {words} pressure that the sensor tells, {before:.4g} kPa"
    if (original.first_row, original.first_column) != (copy.first_row, copy.first_column):
        yield "where on the plate the cells lie"
    if original.cropped and not copy.cropped:
        yield "that it is a part cut out of a larger plate"


def _source(original: PressureRecording, copy: PressureRecording) -> Iterator[str]:
    before, after = original.source, copy.source
    assumed = [key for key in before.assumed if key not in after.assumed]
    if assumed:
        yield f"that something was assumed: {', '.join(assumed)}"
    # a belt's speed is told of the feet
    fields = [field for field in lost_fields(before.header, after.header) if field != BELT_SPEED]
    if fields:
        yield f"header fields: {_some(fields)}"
    yield from (f"the note: {note}" for note in before.notes if note not in after.notes)


def _some(words: Iterable[str]) -> str:
    """The first of many words, and how many more there are."""
    told = list(words)
    more = len(told) - _MOST_FIELDS
    return ", ".join(told[:_MOST_FIELDS]) + (f" and {more} more" if more > 0 else "")
