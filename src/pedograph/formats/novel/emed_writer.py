"""Writing a recording as an emed export: a page a picture, with plate labels and forces in the margins."""

from __future__ import annotations

import re

import numpy as np

from pedograph.errors import RecordingError
from pedograph.formats.parsing.number_text import decimal_rows, frame_numbers, rounded, shortest
from pedograph.formats.parsing.text import without_folder
from pedograph.recording import PressureRecording

_LARGEST_PLATE = 4096


def write(recording: PressureRecording) -> bytes:
    """The bytes of an emed ``.lst`` export: kPa with two decimals, toe end first, Latin-1.

    Cells without a sensor are written as 0, for the format has no sign for them.

    Raises
    ------
    RecordingError
        If the frames are not evenly spaced, or the plate is larger than any.
    """
    pictures, period = frame_numbers(recording, "emed")
    plate_rows, plate_columns = _plate(recording)
    grid = recording.grid
    values = rounded(recording.pressure[:, ::-1], 2)
    unit_force = grid.newton_per_kilopascal
    row_forces = rounded(values.sum(axis=2, keepdims=True) * unit_force, 2)
    lines = decimal_rows(np.concatenate([values, row_forces], axis=2).reshape(-1, recording.columns + 1), 2)
    column_forces = rounded(values.sum(axis=1) * unit_force, 2)
    totals = rounded(values.sum(axis=(1, 2))[:, None] * unit_force, 2)
    sums = decimal_rows(np.concatenate([column_forces, totals], axis=1), 2)
    first_row = plate_rows - grid.first_row - recording.rows + 1
    labels = [b"%d\t" % (first_row + row) for row in range(recording.rows)]
    columns = "\t".join(str(grid.first_column + column + 1) for column in range(recording.columns))
    head = _header(recording, period, plate_rows, plate_columns)
    pages = []
    for frame, picture in enumerate(pictures):
        title = f"\tPict-No.: {picture + 1}  Force[N]=sum*sensor_area in row/column"
        rows = lines[frame * recording.rows : (frame + 1) * recording.rows]
        top = f"\n\t\t\t\tPage {frame + 1}\n\n{head}{title}\n\n\t{columns}\tForce\n".encode(
            "latin-1", errors="replace"
        )
        body = b"".join([label + row + b"\n" for label, row in zip(labels, rows, strict=True)])
        pages.append(top + body + b"Force\t" + sums[frame] + b"\n\f")
    return b"".join(pages) + b"\n\f"


def _plate(recording: PressureRecording) -> tuple[int, int]:
    """Rows and columns of the whole plate: as its own emed file said, else just large enough."""
    rows = recording.grid.first_row + recording.rows
    columns = recording.grid.first_column + recording.columns
    stated = re.fullmatch(r"(\d{1,4})x(\d{1,4})", recording.source.header.get("Matrix", ""))
    if stated and int(stated[1]) >= columns and int(stated[2]) >= rows:
        rows, columns = int(stated[2]), int(stated[1])
    if max(rows, columns) > _LARGEST_PLATE:
        raise RecordingError(f"an emed file holds at most {_LARGEST_PLATE} rows and columns.")
    return rows, columns


def _header(recording: PressureRecording, period: float, plate_rows: int, plate_columns: int) -> str:
    """The lines above the picture number, the same on every page."""
    grid = recording.grid
    file = re.sub(r"[\t\r\n\f:]", " ", without_folder(recording.source.header.get("File", recording.source.file)))
    area = shortest(grid.cell_area / 100.0, 2, 6)
    size = f"{shortest(grid.column_spacing / 10.0, 3, 6)}x{shortest(grid.row_spacing / 10.0, 3, 6)}"
    return (
        f"\tFile: {file} \tMatrix: {plate_columns}x{plate_rows} \n"
        f"\tSensor area: {area} cm\u00b2\tTime/picture:{shortest(period * 1000.0, 1, 6)} ms\n"
        "\tMV over frames\n"
        f"\tSensor size: {size} cm\n"
        "\tconverted by Pedograph\n"
        "\tnot an original export\n"
    )
