"""Writing a recording as footscan text: the whole plate, or the roll-off of one foot."""

from __future__ import annotations

import numpy as np

from pedograph.errors import RecordingError
from pedograph.formats.footscan.sheet import COLUMN_SPACING, KILOPASCAL_PER_NEWTON, ROW_SPACING
from pedograph.formats.parsing.number_text import decimal_rows, rounded
from pedograph.recording import PressureRecording, Side

PLATE_ROWS = (64, 128, 192, 256)
"""Rows of the plates of 0.5, 1, 1.5 and 2 m."""

PLATE_COLUMNS = (63, 64)
"""Columns of all of them."""

_LINE_END = b"\r\n"


def write_plate(recording: PressureRecording) -> bytes:
    """The bytes of an "Entire Plate Roll Off" text: newtons a cell with one decimal, times with two.

    Raises
    ------
    RecordingError
        If the cells are not footscan's, or a single frame is not of a plate's size (it would look cut off).
    """
    known = recording.rows in PLATE_ROWS and recording.columns in PLATE_COLUMNS
    if recording.frames == 1 and not known:
        raise RecordingError(
            "a single frame can only be written as a whole footscan plate, 64 x 63 cells or more."
        )
    return b"".join(frame + _LINE_END for frame in _frames(recording))


def write_dynamic(recording: PressureRecording) -> bytes:
    """The bytes of a "Dynamic Roll off" text of one foot: newtons a cell with one decimal, times with two.

    Raises
    ------
    RecordingError
        If the cells are not footscan's or the side is not known.
    """
    if recording.side is Side.UNKNOWN:
        raise RecordingError("a footscan roll-off states the foot, and the side of this recording is not known.")
    header = recording.source.header
    other = recording.side.other
    rates = {recording.side: recording.sample_rate, other: 0.0}
    place = (recording.grid.first_row, recording.grid.first_column, recording.columns, recording.rows)
    foot = recording.side.value.capitalize()
    lines = [
        f"Dynamic Roll off for measurement: {header.get('Dynamic Roll off for measurement', 'recording')}",
        "Patient name: NA",
        f"Measurement done on {header.get('Measurement done on', 'NA')}",
        f"Scanning speed;  for the left foot: {rates[Side.LEFT]:.2f} Hertz, "
        f"for the right foot: {rates[Side.RIGHT]:.2f} Hertz",
        "",
        f"{foot} foot data",
        "",
        f"{foot} rectangle position",
    ]
    for label, value in zip(("bottom", "left", "width", "height"), place, strict=True):
        lines += [f"Rectangle {label}", str(value)]
    top = "\r\n".join([*lines, "", ""]).encode("utf-8")
    return top + _LINE_END.join(_frames(recording))


def _frames(recording: PressureRecording) -> list[bytes]:
    """Title and matrix of each frame."""
    grid = recording.grid
    if abs(grid.row_spacing - ROW_SPACING) > 0.01 or abs(grid.column_spacing - COLUMN_SPACING) > 0.01:
        cells = f"{grid.row_spacing:g} x {grid.column_spacing:g} mm"
        raise RecordingError(
            f"footscan's cells are {ROW_SPACING} x {COLUMN_SPACING} mm, those of this recording {cells}."
        )
    if recording.columns < 2:
        raise RecordingError("a footscan file has at least two columns.")
    milliseconds = [f"{time * 1000.0:.2f}" for time in recording.time]
    if recording.time[0] < 0 or len(set(milliseconds)) < recording.frames:
        raise RecordingError("footscan's times begin at 0 or later and are given to a hundredth of a millisecond.")
    newtons = rounded(recording.pressure.astype(np.float64) / KILOPASCAL_PER_NEWTON, 1)
    rows = decimal_rows(newtons.reshape(-1, recording.columns), 1)
    height = recording.rows
    return [
        _LINE_END.join(
            [f"Frame {frame} ({time} ms)".encode("ascii"), *rows[frame * height : (frame + 1) * height], b""]
        )
        for frame, time in enumerate(milliseconds)
    ]
