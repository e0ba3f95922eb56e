"""Frames as CSV: a line for each row of a frame, below comment lines that say what the numbers are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from pedograph.errors import ReadError, RecordingError
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.number_text import shortest_rows
from pedograph.formats.parsing.numbers import CellError, read_rows, shown
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN, lines_of, plain
from pedograph.formats.parsing.toml_text import read_toml, toml_value
from pedograph.formats.pedograph.metadata import facts_of, recording_of
from pedograph.recording import FloatArray, PressureRecording

SPEC = FormatSpec(
    key="csv",
    name="Pedograph CSV",
    vendor="Pedograph",
    description="Frames as text, a line a row, with unit, spacing and orientation in comment lines above, in kPa",
    extensions=(".csv",),
    can_write=True,
    page="docs/formats/csv.md",
    notes=("Nothing is assumed beyond what was assumed when the recording was first read.",),
)

_VERSION: Final = 1
_MARK: Final = re.compile(rb'# pedograph = "frames (\d{1,9})"')
_LABELS: Final = re.compile(rb"time,row(,\d{1,5}){1,10000}")
_END: Final = b"# end"
_LARGEST_HEAD: Final = 1 << 20
_MOST_COLUMNS: Final = 4096
_FIXED: Final = {"unit": "kPa", "rows_from": "heel", "columns_from": "left"}
"""What is the same in every such file, said for those who read it without Pedograph."""


def sniff(head: bytes, name: str) -> bool | str:
    """Whether the first line says so."""
    return True if _MARK.match(plain(head[:200])) else 'its first line is not "# pedograph = ..."'


def read(data: bytes, name: str) -> PressureRecording:
    """The recording in a Pedograph CSV file; see `Format.read`."""
    lines = [line.removesuffix(b"\r") for line in lines_of(plain(data), name)]
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines or lines.pop() != _END:
        where = f"line {len(lines) + 1}"
        raise ReadError(name, f'its last line is not "{_END.decode()}"', where=where, advice=COMPLETE_FILE)
    start = next((row for row, line in enumerate(lines) if not line.startswith(b"#")), len(lines))
    facts = _facts(lines[:start], name)
    if start == len(lines) or not _LABELS.fullmatch(lines[start]):
        found = f'"{shown(lines[start])}" stands there' if start < len(lines) else "it ends there"
        raise ReadError(name, f"{found}, not the labels time, row, 1, 2, ...", where=f"line {start + 1}")
    columns = lines[start].count(b",") - 1
    fields = [line.split(b",", 2) for line in lines[start + 1 :]]
    short = next((row for row, parts in enumerate(fields) if len(parts) < 3), None)
    if short is not None or not fields:
        where = f"line {start + 2 + (short or 0)}"
        raise ReadError(name, "a time, the number of a row and its values were expected", where=where)
    times, numbers, rows = (list(column) for column in zip(*fields, strict=True))
    height = _height(times, numbers, start + 2, name)
    try:
        values = read_rows(rows, columns, separator=b",", decimal=b".", absent=b"nan")
    except CellError as error:
        column = "" if error.column is None else f", column {error.column + 1}"
        frame, row = divmod(error.row, height)
        where = f"line {start + 2 + error.row} (frame {frame}, row {row + 1}{column})"
        raise ReadError(name, error.found, where=where, advice=COMPLETE_FILE) from None
    pressure = values.scaled(1.0).reshape(-1, height, columns)
    absent = np.isnan(pressure)
    without = np.asarray(absent.any(axis=0))
    if (absent != without).any():
        frame = int(np.argmax((absent != without).any(axis=(1, 2))))
        found = f'frame {frame} lacks a "nan" that other frames have at the same place'
        raise ReadError(name, found, advice=EXPORT_AGAIN)
    pressure[absent] = 0.0
    seconds = _seconds(times[::height], start + 2, height, name)
    active = np.logical_not(without) if without.any() else None
    return recording_of(pressure, seconds, active, facts, SPEC.key, name)


def write(recording: PressureRecording) -> bytes:
    """The bytes of a CSV file in UTF-8 that holds the same frames and times to the last digit.

    Raises
    ------
    RecordingError
        If the grid is wider than any that is read.
    """
    if recording.columns > _MOST_COLUMNS:
        raise RecordingError(f"a CSV file holds at most {_MOST_COLUMNS} columns.")
    facts = {"pedograph": f"frames {_VERSION}", **_FIXED, **facts_of(recording)}
    head = "".join(f"# {key} = {toml_value(value)}\n" for key, value in facts.items())
    labels = ",".join(["time", "row", *(str(column + 1) for column in range(recording.columns))])
    pressure = recording.pressure
    if recording.grid.active is not None:
        pressure = np.where(recording.grid.active, pressure, np.float32(np.nan))
    rows = shortest_rows(pressure.reshape(-1, recording.columns))
    starts = [b",%d," % (row + 1) for row in range(recording.rows)]
    lines = [f"{head}{labels}".encode()]
    for frame, time in enumerate(recording.time.tolist()):
        seconds = repr(time).encode()
        first = frame * recording.rows
        lines += [
            seconds + start + row for start, row in zip(starts, rows[first : first + recording.rows], strict=True)
        ]
    return b"\n".join([*lines, _END, b""])


def _facts(lines: Sequence[bytes], name: str) -> dict[str, Any]:
    """What the comment lines say."""
    text = b"\n".join(line[1:] for line in lines)
    if len(text) > _LARGEST_HEAD:
        raise ReadError(name, "its comment lines take more than a megabyte", advice=EXPORT_AGAIN)
    facts = read_toml(text.decode("utf-8", errors="replace"), name, EXPORT_AGAIN)
    mark = _MARK.match(lines[0]) if lines else None
    if mark is None:
        raise ReadError(name, 'its first line is not "# pedograph = ..."', advice=EXPORT_AGAIN)
    if int(mark[1]) > _VERSION:
        advice = "Install the newer version to open it"
        raise ReadError(name, f"it was written by a newer Pedograph (version {int(mark[1])})", advice=advice)
    for key, value in _FIXED.items():
        if facts.get(key) != value:
            found = f"{key} should be {value}, and is {facts.get(key, 'missing')!r:.40}"
            raise ReadError(name, found, where="comment lines", advice=EXPORT_AGAIN)
    return facts


def _height(times: Sequence[bytes], numbers: Sequence[bytes], first: int, name: str) -> int:
    """Rows of a frame; lines of one time follow each other, and number its rows from 1."""
    height = next((row for row, time in enumerate(times) if time != times[0]), len(times))
    expected = [b"%d" % (row + 1) for row in range(height)]
    for start in range(0, len(times), height):
        if numbers[start : start + height] != expected or times[start : start + height] != [times[start]] * height:
            last = start + height >= len(times)
            found = f"frame {start // height} has not the rows 1 to {height} at one time"
            advice = COMPLETE_FILE if last else EXPORT_AGAIN
            raise ReadError(name, found, where=f"line {first + start}", advice=advice)
    return height


def _seconds(texts: Sequence[bytes], first: int, height: int, name: str) -> FloatArray:
    """Times of the frames."""
    if max(map(len, texts)) > 40:
        raise ReadError(name, "a time is no number", advice=EXPORT_AGAIN)
    try:
        seconds = np.array(texts, dtype="S40").astype(np.float64)
    except ValueError:
        raise ReadError(name, "a time is no number", where=f"line {first} or below", advice=EXPORT_AGAIN) from None
    back = np.flatnonzero(~(np.diff(seconds) > 0))
    if back.size or not np.isfinite(seconds).all():
        frame = int(back[0]) + 1 if back.size else 0
        found = f"frame {frame} is at {shown(texts[frame])} s: time runs back, or is no number"
        raise ReadError(name, found, where=f"line {first + frame * height}", advice=EXPORT_AGAIN)
    return seconds
