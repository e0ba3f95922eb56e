"""Writing a recording as a Tekscan ASCII export: a header of keys, then a matrix of kPa for each frame."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np

from pedograph.errors import RecordingError
from pedograph.formats.parsing.number_text import frame_numbers, rounded, shortest_rows
from pedograph.formats.parsing.text import without_folder
from pedograph.recording import FloatArray, PressureRecording

_LARGEST = 9999
_DECIMALS = 3
_COUNTS = 255.0
"""Largest raw value of a cell; the noise threshold is given in these."""
_KEPT = ("SENSOR_TYPE", "MAP_VERSION", "HW_TYPE", "SENSITIVITY", "MAP_INDEX", "SUBMAP")
"""Fields of an original export that say how it was measured."""


def write(recording: PressureRecording) -> bytes:
    """The bytes of an ``.asf`` export: kPa with up to three decimals, toe end first, B where there is no sensor.

    Frames that are not evenly spaced carry their times, as those of I-Scan do.

    Raises
    ------
    RecordingError
        If the grid has more rows or columns than the format's header can state.
    """
    if max(recording.rows, recording.columns) > _LARGEST:
        raise RecordingError(f"a Tekscan file holds at most {_LARGEST} rows and columns.")
    titles, period = _titles(recording)
    values = rounded(recording.pressure[:, ::-1], _DECIMALS).astype(np.float32)
    if recording.grid.active is not None:
        values = np.where(recording.grid.active[::-1], values, np.float32(np.nan))
    rows = [row.replace(b"nan", b"B") for row in shortest_rows(values.reshape(-1, recording.columns))]
    lines = [*_header(recording, period, titles), "ASCII_DATA @@", ""]
    parts = ["\r\n".join(lines).encode("latin-1", errors="replace")]
    for frame, (number, time) in enumerate(titles):
        title = f"Frame {number}" if time is None else f"Frame {number}, {_decimal(time, trim='0')}"
        parts += [title.encode(), *rows[frame * recording.rows : (frame + 1) * recording.rows], b""]
    return b"\r\n".join([*parts[:-1], b"@@", b""])


def _titles(recording: PressureRecording) -> tuple[list[tuple[int, float | None]], float]:
    """Number of each frame, with its time in s where the times are not even, and the time of a frame in s."""
    try:
        numbers, period = frame_numbers(recording, "Tekscan")
    except RecordingError:
        numbers, period = [], recording.frame_period
    told = np.array(numbers, dtype=np.float64) * period
    if numbers and np.allclose(told, recording.time, rtol=0.0, atol=1e-9):
        return [(number + 1, None) for number in numbers], period
    times: FloatArray = recording.time
    return [(number + 1, time) for number, time in enumerate(times.tolist())], period


def _header(recording: PressureRecording, period: float, titles: list[tuple[int, float | None]]) -> list[str]:
    """Lines of keys and values."""
    grid, header = recording.grid, recording.source.header
    file = re.sub(r"[^\x20-\x7e\xa0-\xff]", " ", without_folder(recording.source.file)).strip()
    lines = ["DATA_TYPE MOVIE", "VERSION converted by Pedograph, not an original export"]
    lines += [f"FILENAME {file}"] if file else []
    if recording.source.format == "tekscan":
        lines += [f"{key} {header[key]}" for key in _KEPT if key in header]
    lines += [
        f"ROWS {recording.rows}",
        f"COLS {recording.columns}",
        f"ROW_SPACING {_decimal(grid.row_spacing)} mm",
        f"COL_SPACING {_decimal(grid.column_spacing)} mm",
        f"SENSEL_AREA {_decimal(grid.cell_area)} mm2",
    ]
    if grid.saturation:
        lines.append(f"SATURATION_PRESSURE {_decimal(grid.saturation)} KPa")
        if grid.threshold is not None:
            lines.append(f"NOISE_THRESHOLD {_decimal(grid.threshold / grid.saturation * _COUNTS)}")
    lines.append(f"SECONDS_PER_FRAME {_decimal(period)}")
    lines += [f"START_FRAME {titles[0][0]}", f"END_FRAME {titles[-1][0]}"]
    return [*lines, "UNITS KPa", "MIRROR_ROW 0", "MIRROR_COL 0"]


def _decimal(value: float, trim: Literal["-", "0"] = "-") -> str:
    """A number with up to fifteen decimals, without an exponent."""
    return np.format_float_positional(value, precision=15, unique=True, trim=trim)
