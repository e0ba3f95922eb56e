"""What was measured: the frames of a plate or insole, the grid they lie on, and where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pedograph.errors import RecordingError
from pedograph.notes import Note
from pedograph.units import NEWTON_PER_KILOPASCAL_MM2

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IndexArray = NDArray[np.intp]
_LARGEST_PRESSURE = 1e6
"""kPa; no plantar pressure comes near this."""
Scalar = TypeVar("Scalar", bound=np.generic)


class Side(StrEnum):
    """Which foot."""

    LEFT = "left"
    RIGHT = "right"
    UNKNOWN = "unknown"

    @property
    def other(self) -> Side:
        """The other foot; an unknown side stays unknown."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(self, Side.UNKNOWN)


@dataclass(frozen=True, eq=False)
class SensorGrid:
    """The sensor cells: rows along the walking direction (+y), columns to the walker's right (+x).

    Parameters
    ----------
    row_spacing, column_spacing : float
        Distance in mm between the centres of neighbouring rows, and of neighbouring columns.
    active : bool array [row, column], optional
        False where there is no sensor cell; None means that there is a cell everywhere.
    threshold : float, optional
        Pressure in kPa below which the device reports nothing, where known.
    saturation : float, optional
        Pressure in kPa at which a cell can rise no further, where known.
    first_row, first_column : int
        Place of the first stored cell on the whole plate, for files that hold a cropped part.
    cropped : bool
        The stored cells are only the part of the plate around the print: their border is not the plate's edge.
    """

    row_spacing: float
    column_spacing: float
    active: BoolArray | None = None
    threshold: float | None = None
    saturation: float | None = None
    first_row: int = 0
    first_column: int = 0
    cropped: bool = False

    def __post_init__(self) -> None:
        for name in ("row_spacing", "column_spacing"):
            value = getattr(self, name)
            if not (np.isfinite(value) and 0.1 <= value <= 100.0):
                raise RecordingError(f"{name} is {value} mm; a sensor cell is between 0.1 and 100 mm.")
        if self.active is not None:
            object.__setattr__(self, "active", _read_only(np.asarray(self.active, dtype=bool)))

    @property
    def cell_area(self) -> float:
        """Area of one cell in mm2."""
        return self.row_spacing * self.column_spacing

    @property
    def newton_per_kilopascal(self) -> float:
        """Force in N that 1 kPa exerts on one cell."""
        return self.cell_area * NEWTON_PER_KILOPASCAL_MM2

    def x(self, columns: ArrayLike) -> FloatArray:
        """Centres of columns in mm from the grid's left edge."""
        return (np.asarray(columns, dtype=np.float64) + 0.5) * self.column_spacing

    def y(self, rows: ArrayLike) -> FloatArray:
        """Centres of rows in mm from the grid's near edge."""
        return (np.asarray(rows, dtype=np.float64) + 0.5) * self.row_spacing


BELT_SPEED: Final = "Belt speed,mm/s"
"""Header field in which a reader keeps the speed of a treadmill's belt."""
_DEVICE_FIELDS: Final = ("SENSOR_TYPE", "mat type")
"""Header fields in which files name what they were recorded with: Tekscan's and pliance's. Those of pedar and
XSENSOR tell size and number of a pair of insoles."""


@dataclass(frozen=True)
class Source:
    """Where a recording came from and how it was read.

    Parameters
    ----------
    file : str
        File name without its folder.
    sha256 : str
        Hash of the file's bytes, in hexadecimal.
    format : str
        Key of the format that read it ("emed", "footscan_plate", ...), "arrays" if made in memory.
    header : mapping of str to str
        Every header field as the file gave it.
    assumed : tuple of str
        What the file does not say and the reader assumed ("unit", "cell size", "orientation").
    notes : tuple of Note
        What the reader found that a person should know.
    """

    file: str = ""
    sha256: str = ""
    format: str = "arrays"
    header: Mapping[str, str] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "header", MappingProxyType(dict(self.header)))

    @property
    def device(self) -> str:
        """The device named in the file; empty if the file names none, as a format is not a device."""
        return next((self.header[name].strip() for name in _DEVICE_FIELDS if name in self.header), "")

    def __reduce__(self) -> tuple[type[Source], tuple[object, ...]]:
        """Sent to another process, it is recreated there, read-only as here."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return Source, tuple({**values, "header": dict(self.header)}.values())


@dataclass(frozen=True)
class Track:
    """Columns of a recording that belong to one insole.

    Parameters
    ----------
    side : Side
        The foot in it.
    first_column, columns : int
        Its first column and its number of columns.
    """

    side: Side
    first_column: int
    columns: int


@dataclass(frozen=True, eq=False, init=False)
class PressureRecording:
    """A recording: pressure over time on a grid.

    Parameters
    ----------
    pressure : array-like [frame, row, column]
        kPa, at least 0 and finite; kept as read-only float32 (copied unless it is read-only float32 already).
    time : array-like [frame]
        s, as given in the file, strictly increasing; uneven intervals are kept.
    grid : SensorGrid
        Cell spacing and the cells that exist.
    source : Source, optional
        File, hash, format, header and assumptions.
    side : Side, optional
        The foot, where the file states it; unknown otherwise.
    task : str, optional
        "walk" or "stand".
    subject : str, optional
        Subject ID, never a name.
    tracks : tuple of Track, optional
        The insoles, if the recording holds two side by side in the grid.

    Raises
    ------
    RecordingError
        If shapes disagree, a value is negative or not finite, or times do not increase.
    """

    pressure: NDArray[np.float32]
    time: FloatArray
    grid: SensorGrid
    source: Source
    side: Side
    task: str
    subject: str
    tracks: tuple[Track, ...]

    def __init__(
        self,
        pressure: ArrayLike,
        time: ArrayLike,
        grid: SensorGrid,
        source: Source | None = None,
        side: Side = Side.UNKNOWN,
        task: str = "walk",
        subject: str = "",
        tracks: tuple[Track, ...] = (),
    ) -> None:
        frames, times = _own(pressure), np.array(time, dtype=np.float64)
        _check_frames(frames, times, grid)
        values = (_read_only(frames), _read_only(times), grid, source or Source(), side, task, subject, tracks)
        for item, value in zip(fields(self), values, strict=True):
            object.__setattr__(self, item.name, value)

    def __reduce__(self) -> tuple[type[PressureRecording], tuple[object, ...]]:
        """Sent to another process, it is recreated there, read-only as here."""
        return PressureRecording, tuple(getattr(self, item.name) for item in fields(self))

    def with_metadata(self, source: Source | None = None, subject: str | None = None) -> PressureRecording:
        """The same frames, not checked again, with another source or subject ID."""
        same = object.__new__(PressureRecording)
        vars(same).update(vars(self))
        vars(same)["source"] = self.source if source is None else source
        vars(same)["subject"] = self.subject if subject is None else subject
        return same

    @property
    def frames(self) -> int:
        """Number of frames."""
        return int(self.pressure.shape[0])

    @property
    def rows(self) -> int:
        """Number of rows, along the walking direction."""
        return int(self.pressure.shape[1])

    @property
    def columns(self) -> int:
        """Number of columns, across it."""
        return int(self.pressure.shape[2])

    @property
    def width(self) -> float:
        """Size of the grid across the walking direction, mm."""
        return self.columns * self.grid.column_spacing

    @property
    def length(self) -> float:
        """Size of the grid along it, mm."""
        return self.rows * self.grid.row_spacing

    @property
    def belt_speed(self) -> float:
        """Speed at which a treadmill's belt carries the feet backwards, mm/s; 0 if none is known."""
        try:
            return abs(float(self.source.header.get(BELT_SPEED, 0.0)))
        except ValueError:
            return 0.0  # a header of another program that happens to have such a field

    @cached_property
    def frame_period(self) -> float:
        """Median time between frames in s; 0 for a single frame."""
        return float(np.median(np.diff(self.time))) if self.frames > 1 else 0.0

    @property
    def sample_rate(self) -> float:
        """Frames per second (Hz); 0 for a single frame."""
        return 1.0 / self.frame_period if self.frame_period else 0.0

    @cached_property
    def peak_image(self) -> NDArray[np.float32]:
        """Largest pressure of each cell over time, kPa [row, column]."""
        return _read_only(np.asarray(self.pressure.max(axis=0)))

    @cached_property
    def force(self) -> FloatArray:
        """Vertical force on the whole grid, N [frame]."""
        total = self.pressure.sum(axis=(1, 2), dtype=np.float64)
        return _read_only(total * self.grid.newton_per_kilopascal)


@dataclass(frozen=True, eq=False)
class Footstep:
    """One contact of one foot: a view on its recording, which is never copied.

    Parameters
    ----------
    recording : PressureRecording
        The recording that contains the step.
    index : int
        Position among the steps of the recording, in order of first contact.
    start_frame, stop_frame : int
        First frame with contact and one past the last.
    first_row, first_column : int
        Place of ``mask[0, 0]`` in the grid.
    mask : bool array [row, column]
        Cells that belong to this foot at any time of the contact.
    side : Side
        Which foot.
    side_confidence : float
        Probability between 0.5 and 1 that ``side`` is right; 0.5 means that nothing indicates the side.
    direction : int
        +1 if the toes point along +y, -1 if they point along -y.
    incomplete : tuple of Note
        Why the step is incomplete ("it is cut by the far edge of the plate"); empty for a complete step.
    """

    recording: PressureRecording
    index: int
    start_frame: int
    stop_frame: int
    first_row: int
    first_column: int
    mask: BoolArray
    side: Side = Side.UNKNOWN
    side_confidence: float = 0.5
    direction: int = 1
    incomplete: tuple[Note, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the whole foot, from first to last contact, was recorded."""
        return not self.incomplete

    @property
    def rows(self) -> slice:
        """Rows of the grid that the step covers."""
        return slice(self.first_row, self.first_row + self.mask.shape[0])

    @property
    def columns(self) -> slice:
        """Columns of the grid that the step covers."""
        return slice(self.first_column, self.first_column + self.mask.shape[1])

    @property
    def frames(self) -> slice:
        """Frames in which the foot is on the plate."""
        return slice(self.start_frame, self.stop_frame)

    @property
    def time(self) -> FloatArray:
        """Times of the step's frames in s."""
        return self.recording.time[self.frames]

    @property
    def start(self) -> float:
        """Time of first contact in s."""
        return float(self.recording.time[self.start_frame])

    @property
    def end(self) -> float:
        """End of the last frame with contact, in s."""
        return float(self.recording.time[self.stop_frame - 1]) + self.recording.frame_period


def _check_frames(pressure: NDArray[np.float32], time: FloatArray, grid: SensorGrid) -> None:
    if pressure.ndim != 3 or 0 in pressure.shape:
        raise RecordingError(f"pressure has the shape {pressure.shape}; it must be frames x rows x columns.")
    if time.shape != (pressure.shape[0],):
        raise RecordingError(f"there are {pressure.shape[0]} frames but {time.size} times.")
    if not np.isfinite(time).all():
        raise RecordingError("a frame's time is not a number.")
    back = np.flatnonzero(np.diff(time) <= 0)
    if back.size:
        raise RecordingError(f"time does not increase from frame {back[0]} to frame {back[0] + 1}.")
    low = float(pressure.min())
    if low < 0:
        frame = int(np.argmax((pressure < 0).any(axis=(1, 2))))
        raise RecordingError(f"frame {frame} holds a negative pressure ({low:g} kPa).")
    if grid.active is not None and grid.active.shape != pressure.shape[1:]:
        raise RecordingError(f"active cells have the shape {grid.active.shape}, frames {pressure.shape[1:]}.")


def _own(values: ArrayLike) -> NDArray[np.float32]:
    """float32 frames that nobody else can write to: copied, unless they are read-only already."""
    try:
        array = np.asarray(values)
        # where a value is not finite, the least or the largest is not
        ends = np.array([array.min(), array.max()] if array.size else []) if array.dtype.kind in "fiub" else None
    except (TypeError, ValueError) as error:
        raise RecordingError("pressure is not an array of numbers.") from error
    if ends is None or not np.isfinite(ends).all():
        raise RecordingError("a pressure is not a number, or is infinite.")
    if ends.size and float(ends[1]) > _LARGEST_PRESSURE:
        raise RecordingError(f"a pressure of {ends[1]:g} kPa is more than any sensor can measure.")
    shared = array.dtype == np.float32 and array.flags.c_contiguous and not array.flags.writeable
    return array if shared else np.array(array, dtype=np.float32, order="C")


def _read_only(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """A view of ``array`` that cannot be written through."""
    view = array.view()
    view.flags.writeable = False
    return view
