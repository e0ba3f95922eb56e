"""novel pliance ASCII export (``.asc``): a row a frame, and below the pressures the mat's own geometry."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from pedograph.errors import ReadError, RecordingError
from pedograph.formats.context import FileContext
from pedograph.formats.layouts import InsoleValues, SensorLayout, SpreadFrames, spread_insoles, supplied_layout
from pedograph.formats.model import FormatSpec
from pedograph.formats.novel.pliance_geometry import as_regular_mat, mat_layout, placed
from pedograph.formats.novel.sensor_columns import (
    TIME_LABEL,
    TimedRows,
    check_last_line,
    header_of,
    public_header,
    sensor_numbers,
    time_notes,
    timed_rows,
    unit_factor,
)
from pedograph.formats.parsing.text import EXPORT_AGAIN, lines_of, number, plain, text_head
from pedograph.notes import Note, doubt
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side, Source

SPEC = FormatSpec(
    key="pliance",
    name="pliance ASCII (.asc)",
    vendor="novel",
    description="Frames of a pliance mat as text, a row each, in kPa, with the corners of the sensors",
    extensions=(".asc", ".txt"),
    page="docs/formats/pliance.md",
    notes=(
        "The y of the sensors' corners is taken to run towards the toes, their x to the walker's right.",
        "Rows with the maximum and mean pressures (MPP, MVP) are no frames.",
    ),
)

_FORCE_AGREES, _SMALL_FORCE = 0.01, 20.0
_MOST_TIMES, _HARMLESS = 5, 16 << 20


def sniff(head: bytes, name: str) -> bool | str:
    """Whether a mat is named above columns of time and sensors."""
    text = text_head(head)
    if b"mat type" not in text or not re.search(rb"^[ \t]*mat type\b", text, re.MULTILINE):
        return 'there is no line with "mat type"'
    if not TIME_LABEL.search(text):
        return 'there is no column "time[secs]"'
    return True


def read(data: bytes, name: str, context: FileContext) -> PressureRecording:
    """The recording in a pliance export; see `Format.read`."""
    lines = lines_of(plain(data), name)
    check_last_line(lines, name)
    label = next((row for row, line in enumerate(lines) if TIME_LABEL.match(line)), None)
    if label is None:
        raise ReadError(name, 'there is no column "time[secs]"', advice=EXPORT_AGAIN)
    header = header_of(lines[:label])
    sensors = sensor_numbers(lines[label], label, name)
    rows = timed_rows(lines, label + 1, len(sensors), name)
    layout = _layout(lines, rows.stop, sensors, header.get("mat type", ""), name, context)
    values = InsoleValues(layout, rows.numbers.scaled(unit_factor(header, name))[:, 1:])
    spread = _spread(values, len(data), name)
    shown, notes = public_header(header)
    notes += [*time_notes(header, rows.time), *_force_notes(lines, rows, spread), *layout.notes]
    return PressureRecording(
        pressure=spread.pressure,
        time=rows.time,
        grid=spread.grid,
        source=Source(
            file=name,
            format=SPEC.key,
            header=shown,
            assumed=("orientation", *layout.assumed),
            notes=tuple(notes),
        ),
    )


def _layout(
    lines: Sequence[bytes], stop: int, sensors: Sequence[int], title: str, name: str, context: FileContext
) -> SensorLayout:
    """Where the sensors lie: as the file says, else as a layout says that the user supplies."""
    try:
        layout = mat_layout(lines, stop, sensors, title, name)
        if layout is not None:
            return layout
        supplied = supplied_layout(SPEC.key, "", name, context)
        if supplied is not None and Side.UNKNOWN in supplied.file.layouts:
            return supplied.file.layouts[Side.UNKNOWN].chosen(sensors)
    except RecordingError as error:
        raise ReadError(name, f"where the sensors lie cannot be made out: {error}", advice=EXPORT_AGAIN) from error
    advice = "Export it with the sensors' corners, or supply a layout as docs/sensor-layouts.md shows"
    raise ReadError(name, "it does not say where the sensors of the mat lie", advice=advice)


def _spread(values: InsoleValues, size: int, name: str) -> SpreadFrames:
    """Frames on a grid: sensor by cell where the mat is regular, else spread with the force kept."""
    mat = as_regular_mat(values.layout)
    if mat is None:
        return spread_insoles([values], size, name)
    cells = (int(mat.rows.max()) + 1) * (int(mat.columns.max()) + 1)
    if 4 * cells * len(values.values) > max(_MOST_TIMES * size, _HARMLESS):
        found = "its sensors lie too far apart for the size of the file"
        raise ReadError(name, found, advice=EXPORT_AGAIN)
    pressure, active = placed(values.values, mat)
    pressure.flags.writeable = False
    grid = SensorGrid(mat.row_spacing, mat.column_spacing, active=None if active.all() else active)
    return SpreadFrames(pressure, grid, ())


def _force_notes(lines: Sequence[bytes], rows: TimedRows, spread: SpreadFrames) -> list[Note]:
    """A note where the forces are not those that the file prints below the pressures."""
    times, forces = _printed_forces(lines, rows.stop)
    if not times.size:
        return []
    place = np.clip(np.searchsorted(times, rows.time - 1e-6), 0, times.size - 1)
    printed = np.where(np.abs(times[place] - rows.time) < 1e-4, forces[place], np.nan)
    force = spread.pressure.sum(axis=(1, 2), dtype=np.float64) * spread.grid.newton_per_kilopascal
    known = np.isfinite(printed) & (printed > _SMALL_FORCE)
    off = np.abs(force[known] / printed[known] - 1.0)
    if not off.size or off.max() <= _FORCE_AGREES:
        return []
    sentence = f"The forces differ by up to {off.max():.1%} from those printed in the file."
    return [doubt("forces_differ", sentence)]


def _printed_forces(lines: Sequence[bytes], first: int) -> tuple[FloatArray, FloatArray]:
    """Times and forces (s, N) in the block below the pressures, of those frames that have a force; maybe none."""
    start = next((row for row in range(first, len(lines)) if TIME_LABEL.match(lines[row])), None)
    if start is None or b"force" not in lines[start]:
        return np.empty(0), np.empty(0)
    pairs = []
    for line in lines[start + 1 :]:
        words = line.split(None, 2)
        if not words:
            continue
        time, force = number(words[0]), number(words[1]) if len(words) > 1 else None
        if time is None:
            break
        if force is not None:
            pairs.append((time, force))
    table = np.array(sorted(pairs)).reshape(-1, 2)
    return table[:, 0], table[:, 1]
