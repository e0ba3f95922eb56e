"""From the numbers of a table and what is said of them to a recording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.arrays import as_frames
from pedograph.formats.table.description import AXES, PER_LINE, STACKED, Description
from pedograph.formats.table.numbers import Numbers
from pedograph.notes import Note
from pedograph.recording import BoolArray, FloatArray, PressureRecording, SensorGrid, Source

_SET_RIGHT = "Set it right in the description of the table"


def undecided(numbers: Numbers, values: Mapping[str, Any]) -> list[str]:
    """Keys of the layout that are still needed, because the numbers alone do not tell it."""
    if numbers.values.ndim == 3:
        return [] if values.get("axes") else ["axes"]
    if len(set(numbers.heights)) == 1 and len(numbers.heights) > 1 and values.get("layout", STACKED) == STACKED:
        return []
    needed = {STACKED: ["rows"], PER_LINE: ["rows", "columns"]}.get(values.get("layout", ""), ["layout", "rows"])
    if values.get("layout") == STACKED and str(values.get("axes", "")).split()[-1:] == ["row"]:
        needed = ["columns"]
    return [key for key in needed if not values.get(key)]


@np.errstate(all="ignore")  # a damaged number is told by its value, not by a warning
def frames_of(
    numbers: Numbers, description: Description, described_by: str, key: str, name: str
) -> PressureRecording:
    """The recording that a description makes of numbers.

    Parameters
    ----------
    numbers : Numbers
        As they lie in the file.
    description : Description
        What they are.
    described_by : str
        Name of the file with the description; "" where it stands in the table itself.
    key, name : str
        Key of the format, and name of the table's file.

    Raises
    ------
    ReadError
        If they do not fit each other, times do not increase, or a value is no pressure.
    """
    if numbers.values.ndim == 3:
        values, time = _arranged(numbers.values, description), None
    elif description.layout == PER_LINE:
        values, time = _per_line(numbers, description, name)
    else:
        values, time = _stacked(numbers, description, name), None
    if description.time_array:
        time = _time_array(numbers, description, len(values), name)
    if description.rows_from == "toes":
        values = values[:, ::-1]
    if description.columns_from == "right":
        values = values[:, :, ::-1]
    values, active = _sensors(values, description, name)
    grid = SensorGrid(
        row_spacing=description.row_spacing,
        column_spacing=description.column_spacing,
        active=active,
        threshold=description.threshold,
        saturation=description.saturation,
        cropped=description.cropped,
    )
    return PressureRecording(
        pressure=as_frames(values, name, description.kilopascal, _SET_RIGHT),
        time=np.arange(len(values)) / (description.rate or 1.0) if time is None else time,
        grid=grid,
        source=_source(numbers, description, described_by, key, name),
        side=description.side,
        task=description.task,
        subject=description.subject,
    )


def _source(numbers: Numbers, description: Description, described_by: str, key: str, name: str) -> Source:
    """Where it came from: what was said, as header."""
    plain = {field: getattr(description, field) for field in description.__dataclass_fields__}
    left_out = ("assumed", "subject", "axes", "side")
    header = {
        field: str(value)
        for field, value in plain.items()
        if value not in (None, "", ()) and field not in left_out
    }
    header["axes"] = ", ".join(description.axes)
    if numbers.named:
        header["array or sheet"] = numbers.named
    said = f"What the numbers are is said by {described_by}." if described_by else "The table says what it holds."
    return Source(
        file=name, format=key, header=header, assumed=description.assumed, notes=(Note("described_by", said),)
    )


def _arranged(values: NDArray[Any], description: Description) -> NDArray[Any]:
    """Axes in the order frame, row, column."""
    return values.transpose([description.axes.index(axis) for axis in AXES])


def _stacked(numbers: Numbers, description: Description, name: str) -> NDArray[Any]:
    """Frames whose lines stand one below the other."""
    values = numbers.values[:, description.skip_columns :]
    across = description.axes.index("column") > description.axes.index("row")
    stated = description.rows if across else description.columns
    height = stated or numbers.heights[0]
    uneven = [block for block in numbers.heights if block % height]
    if uneven:
        place = numbers.heights.index(uneven[0]) + 1
        found = f"block {place} has {uneven[0]} lines, which are no whole frames of {height} lines"
        raise ReadError(name, found, advice=_SET_RIGHT)
    width = description.columns if across else description.rows
    if not values.shape[1] or (width and width != values.shape[1]):
        found = f"its lines hold {values.shape[1]} values, and {width or 'some'} were expected"
        raise ReadError(name, found, advice=_SET_RIGHT)
    frames = values.reshape(-1, height, values.shape[1])
    return frames if across else frames.transpose(0, 2, 1)


def _per_line(numbers: Numbers, description: Description, name: str) -> tuple[NDArray[Any], FloatArray | None]:
    """Frames that stand on a line each, and their times where a column holds them."""
    values, time = numbers.values, None
    skipped = set(range(description.skip_columns))
    if description.time_column is not None:
        if description.time_column > values.shape[1]:
            raise ReadError(name, f"there is no column {description.time_column}", advice=_SET_RIGHT)
        skipped.add(description.time_column - 1)
        time = _times(values[:, description.time_column - 1], description, len(values), name)
    cells = values[:, [column for column in range(values.shape[1]) if column not in skipped]]
    rows, columns = description.rows or 0, description.columns or 0
    if rows * columns != cells.shape[1]:
        found = f"a line holds {cells.shape[1]} values, which are not {rows} rows of {columns} columns"
        raise ReadError(name, found, advice=_SET_RIGHT)
    if description.axes.index("row") < description.axes.index("column"):
        return cells.reshape(-1, rows, columns), time
    return cells.reshape(-1, columns, rows).transpose(0, 2, 1), time


def _time_array(numbers: Numbers, description: Description, frames: int, name: str) -> FloatArray:
    """Times from another array of the file."""
    array = numbers.others.get(description.time_array)
    if array is None:
        found = f'there is no array "{description.time_array}" with times in it'
        raise ReadError(name, found, advice=_SET_RIGHT)
    return _times(array.reshape(-1), description, frames, name)


def _times(values: NDArray[Any], description: Description, frames: int, name: str) -> FloatArray:
    """Times in s, one for each frame, increasing."""
    time = values.astype(np.float64) * description.seconds
    if time.size != frames or not np.isfinite(time).all():
        found = f"there are {time.size} times for {frames} frames, or one is no number"
        raise ReadError(name, found, advice=_SET_RIGHT)
    back = np.flatnonzero(np.diff(time) <= 0)
    if back.size:
        found = f"frame {back[0] + 1} is at {time[back[0] + 1]:g} s, not after {time[back[0]]:g} s: time runs back"
        raise ReadError(name, found, advice=_SET_RIGHT)
    return time


def _sensors(values: NDArray[Any], description: Description, name: str) -> tuple[NDArray[Any], BoolArray | None]:
    """Values with 0 where there is no sensor, and the cells that have one."""
    absent = np.isnan(values) if values.dtype.kind == "f" else np.zeros(1, dtype=bool)
    if isinstance(description.no_sensor, int | float):
        absent = absent | (values == description.no_sensor)
    if not absent.any():
        return values, None
    without = np.asarray(absent.any(axis=0))
    if not (absent == without).all():
        frame, row, column = (int(place) for place in np.argwhere(absent != without)[0])
        found = f"row {row + 1}, column {column + 1} has a value in frame {frame}, and none in other frames"
        raise ReadError(name, found, advice="A place without a sensor has no value in any frame")
    return np.where(absent, 0, values), np.logical_not(without)
