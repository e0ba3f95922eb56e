"""The mat of a pliance export: the corners of its sensors, and how they lie on a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.layouts import SensorLayout
from pedograph.formats.parsing.numbers import CellError, read_rows
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN
from pedograph.recording import FloatArray, IndexArray
from pedograph.units import length_factor

_SAME = 0.02
"""Share of a sensor's size by which sensors of a regular mat may differ, or lie beside the grid."""
_AREA_AGREES = 0.01
_CORNERS = tuple(f"{axis}[{corner}]" for corner in range(4) for axis in "xy")


@dataclass(frozen=True, eq=False)
class RegularMat:
    """Sensors of one size in rows and columns without gaps.

    Parameters
    ----------
    rows, columns : int array [sensor]
        Place of each sensor; row 0 at the lowest y.
    row_spacing, column_spacing : float
        mm.
    """

    rows: IndexArray
    columns: IndexArray
    row_spacing: float
    column_spacing: float


def mat_layout(
    lines: Sequence[bytes], first: int, wanted: Sequence[int], title: str, name: str
) -> SensorLayout | None:
    """The sensors' corners and areas from the block below the pressures; None where there is none.

    Parameters
    ----------
    lines : sequence of bytes
        All lines.
    first : int
        Where to look from.
    wanted : sequence of int
        Sensors in the order of the pressures.
    title : str
        Type of the mat.
    name : str
        The file's name, for errors.

    Raises
    ------
    ReadError
        If a row of it is damaged, or a sensor is not in it.
    """
    start = next((row for row in range(first, len(lines)) if lines[row].split()[:1] == [b"sensor"]), None)
    if start is None:
        return None
    sensors = [int(word) if word.isdigit() and len(word) <= 6 else -1 for word in lines[start].split()[1:]]
    block = _block(lines, start + 1, len(sensors), name)
    if "area" not in block and lines[-1].strip():
        found = "the table of the sensors' corners has no end"
        raise ReadError(name, found, where=f"line {len(lines)}", advice=COMPLETE_FILE)
    if any(key not in block for key in _CORNERS):
        return None
    missing = set(wanted) - set(sensors)
    if missing or len(set(sensors)) < len(sensors):
        found = f"sensor {min(missing)} is not in it" if missing else "a sensor is in it more than once"
        raise ReadError(name, f"the table of the sensors' corners is damaged: {found}", where=f"line {start + 1}")
    unit = next((word for word in block if word.startswith("corner[")), "corner[cm]")
    factor = length_factor(unit[len("corner[") :].rstrip("]"))
    if factor is None:
        raise ReadError(name, f'"{unit}" states no unit of length', where=f"line {start + 2}", advice=EXPORT_AGAIN)
    place = {sensor: number for number, sensor in enumerate(sensors)}
    chosen = [place[sensor] for sensor in wanted]
    corners = np.stack([block[key][chosen] for key in _CORNERS], axis=1).reshape(-1, 4, 2) * factor
    areas = block["area"][chosen] * factor**2 if "area" in block else np.empty(0)
    return SensorLayout(title, tuple(wanted), tuple(_ring(each) for each in corners), areas)


def _block(lines: Sequence[bytes], start: int, sensors: int, name: str) -> dict[str, FloatArray]:
    """Rows of the table by name; one without numbers has an empty array."""
    block: dict[str, FloatArray] = {}
    for row in range(start, len(lines)):
        words = lines[row].split()
        if not words:
            continue
        key = words[0].decode("latin-1")[:20]
        if len(words) == 1:
            block[key] = np.empty(0)
            continue
        try:
            block[key] = read_rows([b"\t".join(words[1:])], sensors).table[0]
        except CellError as error:
            column = "" if error.column is None else f", column {error.column + 2}"
            raise ReadError(name, error.found, where=f"line {row + 1}{column}", advice=EXPORT_AGAIN) from None
    return block


def _ring(corners: FloatArray) -> FloatArray:
    """Corners in order round the sensor, in whichever order the file has them."""
    middle = corners.mean(axis=0)
    angle = np.arctan2(*(corners - middle).T[::-1])
    return np.asarray(corners[np.argsort(angle, kind="stable")])


def as_regular_mat(layout: SensorLayout) -> RegularMat | None:
    """The places of sensors that stand side by side in rows and columns; None where they do not."""
    corners = np.stack(layout.polygons)
    low, high = corners.min(axis=1), corners.max(axis=1)
    size = np.median(high - low, axis=0)
    aside = np.minimum(np.abs(corners - low[:, None]), np.abs(corners - high[:, None]))
    if aside.max() > _SAME * size.min() or (np.abs(high - low - size) > _SAME * size).any():
        return None
    if (np.abs(layout.areas / size.prod() - 1.0) > _AREA_AGREES).any():
        return None
    steps = (low - low.min(axis=0)) / size
    places = np.rint(steps)
    if (np.abs(steps - places) > _SAME * (1 + places)).any():
        return None
    columns, rows = places.astype(np.intp).T
    if len(set(zip(rows.tolist(), columns.tolist(), strict=True))) < len(rows):
        return None
    return RegularMat(rows, columns, float(size[1]), float(size[0]))


def placed(values: NDArray[np.float32], mat: RegularMat) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Frames [frame, row, column] of values [frame, sensor], and the cells that have a sensor [row, column]."""
    shape = (int(mat.rows.max()) + 1, int(mat.columns.max()) + 1)
    frames = np.zeros((len(values), *shape), dtype=np.float32)
    frames[:, mat.rows, mat.columns] = values
    active = np.zeros(shape, dtype=bool)
    active[mat.rows, mat.columns] = True
    return frames, active
