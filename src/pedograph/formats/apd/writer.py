"""Writing a recording as APD: one image, or the frames of a step with the picture of their largest pressures."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from pedograph.errors import RecordingError
from pedograph.formats.apd.sections import decimals_of
from pedograph.formats.parsing.number_text import decimal_rows, frame_numbers, rounded, shortest
from pedograph.recording import FloatArray, PressureRecording, Side
from pedograph.units import KILOPASCAL_PER

_LINE_END = "\n"
_LETTERS = {Side.LEFT: "L", Side.RIGHT: "R"}


def write_picture(recording: PressureRecording) -> bytes:
    """The bytes of a "pedcad Importfile" in N/cm2, one decimal or, where needed, two; -1 where nothing is loaded.

    Raises
    ------
    RecordingError
        If there is more than one frame: this format holds one image.
    """
    if recording.frames > 1:
        raise RecordingError(
            f"an APD picture holds one frame, and this recording has {recording.frames}; the format apd_dynamic "
            "holds them all."
        )
    values = _newtons(recording)
    return b"".join([_head(recording, []), b"[Data]\n", _matrix(values[0], decimals_of(values))])


def write_frames(recording: PressureRecording) -> bytes:
    """The bytes of an APD with frames, in N/cm2 and ms, and the picture of the largest pressures before them.

    Raises
    ------
    RecordingError
        If the frames are not evenly spaced.
    """
    numbers, period = frame_numbers(recording, "APD")
    values = _newtons(recording)
    decimals = decimals_of(values)
    times = [
        "UnitTime=ms",
        f"TimeDiff={shortest(period * 1000.0, 1, 6)}",
        f"MinIdx={numbers[0]}",
        f"MaxIdx={numbers[-1]}",
    ]
    if numbers[-1] - numbers[0] != recording.frames - 1:
        raise RecordingError("APD leaves no frame out; frames of this recording are missing.")
    parts = [_head(recording, times), b"[Data]\n", _matrix(values.max(axis=0), decimals)]
    for number, matrix in zip(numbers, values, strict=True):
        parts += [b"\n[Data%d]\n" % number, _matrix(matrix, decimals)]
    return b"".join(parts)


def _newtons(recording: PressureRecording) -> FloatArray:
    """Pressure in N/cm2, rounded to two decimals [frame, row, column]."""
    return rounded(recording.pressure / np.float32(KILOPASCAL_PER["n/cm2"]), 2)


def _head(recording: PressureRecording, times: list[str]) -> bytes:
    """The sections above the numbers; that of the person is empty."""
    header, grid = recording.source.header, recording.grid
    size = (recording.rows, recording.columns)
    start = (grid.first_row, grid.first_column)
    lines = ["[General]", "Description=pedcad Importfile", "Source=<<Pedograph>>"]
    lines += [f"{key}={header[key]}" for key in ("Date", "Time") if header.get(key)]
    lines += ["UnitDistance=mm", "UnitPressure=N/cm2", *times[:1], "", "[Customer]", "", "[Technical]"]
    places = {
        "MaxSensors": _plate(header, start, size),
        "StartSens": start,
        "SensCount": size,
        "LDist": [shortest(spacing, 1, 6) for spacing in (grid.row_spacing, grid.column_spacing)],
    }
    lines += [
        f"{key}{axis}={value}" for key, pair in places.items() for axis, value in zip("XY", pair, strict=True)
    ]
    if recording.side in _LETTERS:
        lines.append(f"FootSide={_LETTERS[recording.side]}")
    return _LINE_END.join([*lines, *times[1:], "", ""]).encode("utf-8")


def _plate(header: Mapping[str, str], start: tuple[int, int], size: tuple[int, int]) -> list[int]:
    """Cells of the whole plate: as the recording's own file stated, else as many as are needed."""
    stated = [header.get(f"MaxSensors{axis}", "") for axis in "XY"]
    known = [int(text) if re.fullmatch(r"\d{1,5}", text) else 0 for text in stated]
    return [max(whole, first + cells) for whole, first, cells in zip(known, start, size, strict=True)]


def _matrix(values: FloatArray, decimals: int) -> bytes:
    """Rows of a matrix; -1 where nothing is loaded."""
    rows = decimal_rows(np.where(values > 0, values, -1.0), decimals)
    mark = b"-1." + b"0" * decimals
    return b"".join(row.replace(mark, b"-1") + b"\n" for row in rows)
