"""Writing a recording as zebris WinFDM raw text."""

from __future__ import annotations

import numpy as np

from pedograph.errors import RecordingError
from pedograph.formats.parsing.number_text import decimal_rows, rounded, shortest
from pedograph.recording import BELT_SPEED, FloatArray, PressureRecording
from pedograph.units import KILOPASCAL_PER

_LINE_END = "\r\n"
_KEPT = ("Record", "Application", "Creation date")


def write_raw(recording: PressureRecording) -> bytes:
    """The bytes of a raw text in N/cm2 with two decimals, times in ms with two; x runs along the rows.

    Fields of a person stay empty. Beside the frames stand the force on the whole grid and, where it is known, the
    position of the belt.

    Raises
    ------
    RecordingError
        If times begin below 0 or are closer than a hundredth of a millisecond.
    """
    milliseconds = [f"{time * 1000.0:.2f}" for time in recording.time]
    if recording.time[0] < 0 or len(set(milliseconds)) < recording.frames:
        raise RecordingError("zebris' times begin at 0 or later and are given to a hundredth of a millisecond.")
    values = rounded(recording.pressure.transpose(0, 2, 1)[:, ::-1] / np.float32(KILOPASCAL_PER["n/cm2"]), 2)
    lines, columns = values.shape[1:]
    rows = decimal_rows(values.reshape(-1, columns), 2)
    labels = [b"y%d\t" % (line + 1) for line in range(lines)]
    heading = ("\t" + "\t".join(f"x{column + 1}" for column in range(columns))).encode("ascii")
    parts = [_top(recording, milliseconds)]
    for frame, time in enumerate(milliseconds):
        parts.append(_title(frame + 1, time, values[frame]))
        parts.append(heading)
        matrix = rows[frame * lines : (frame + 1) * lines]
        parts += [label + row for label, row in zip(labels, matrix, strict=True)]
        parts.append(b"}")
    return b"\r\n".join([*parts, b""])


def _top(recording: PressureRecording, milliseconds: list[str]) -> bytes:
    """Everything above the first frame."""
    header, grid = recording.source.header, recording.grid
    kept = {key: header.get(key, "") for key in _KEPT}
    # What is wider than long would be taken as a plate whose long side is the walking direction.
    default = "statplat" if recording.rows >= recording.columns else "trplatf"
    kept["Application"] = kept["Application"] if default == "statplat" and kept["Application"] else default
    rate = recording.sample_rate or 100.0
    seconds = recording.frames / rate
    task = {"walk": "Gait", "stand": "Stance"}.get(recording.task, recording.task)
    columns = "#\tName\tStart,sec\tLength,sec\tStart time"
    exercises = header.get("Exercises", f"{columns}\n1\t{task}\t0.00\t{seconds:.2f}\t")
    lines = ["Person\t", "Sex\t", "Born\t", "Code\t", "", *(f"{key}\t{value}" for key, value in kept.items())]
    lines += [
        "Exercises\t{",
        *exercises.split("\n"),
        "}",
        "",
        f"Frequency,Hz\t{rate:.3f}",
        f"Count\t{recording.frames}",
    ]
    lines += ["", *_channels(recording, milliseconds), "", "", "Platform {", f"Columns\t{recording.rows}"]
    lines += [f"Lines\t{recording.columns}", f"Cell width,mm\t{shortest(grid.row_spacing, 2, 6)}"]
    lines += [f"Cell height,mm\t{shortest(grid.column_spacing, 2, 6)}", "Units\tN/cm^2"]
    lines += [f"Frame count\t{recording.frames}", f"Frequency\t{rate:.2f}", ""]
    return _LINE_END.join(lines).encode("utf-8")


def _channels(recording: PressureRecording, milliseconds: list[str]) -> list[str]:
    """The table of signals: time, position of the belt where its speed is known, and force."""
    speed = recording.source.header.get(BELT_SPEED)
    force = recording.force
    if speed is None:
        lines = [f"{time}\t{newtons:.2f}" for time, newtons in zip(milliseconds, force, strict=True)]
        return ["Time,ms\tButterfly.force,N", "Calibr\t", "", *lines]
    positions = recording.time * float(speed) / 1000.0
    triples = zip(milliseconds, positions, force, strict=True)
    lines = [f"{time}\t{position:.6f}\t{newtons:.2f}" for time, position, newtons in triples]
    return ["Time,ms\tPosition,m\tButterfly.force,N", "Calibr\t\t", "", *lines]


def _title(number: int, time: str, values: FloatArray) -> bytes:
    """The lines between the opening of a frame and its matrix; cells of the centre of force count from 1."""
    lines = [f"Frame {number} {{", "Exercise1", f"Time, ms\t{time}"]
    total = float(values.sum())
    if total > 0:
        cells = [values.sum(axis=axis) for axis in (0, 1)]
        x, y = (round(float(sums @ np.arange(1, sums.size + 1)) / total) for sums in cells)
        lines.append(f"Center of force\t(x{x},y{y})")
    return _LINE_END.join([*lines, ""]).encode("ascii")
