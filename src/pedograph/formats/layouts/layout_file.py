"""Layouts as TOML: where a person, or we, write down the sensors of an insole."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from pedograph.errors import ReadError, RecordingError
from pedograph.formats.layouts.layout import SensorLayout
from pedograph.notes import doubt
from pedograph.recording import FloatArray, Side

_ADVICE = "docs/sensor-layouts.md shows how such a file is written"
_MM2_PER_CM2 = 100.0
_SIDES = (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True)
class InsoleSize:
    """One of the sizes that a layout comes in.

    Parameters
    ----------
    area : float
        cm2 of all sensors of one insole.
    length : float
        Length as a share of that of the layout as drawn.
    estimated : bool
        The area is not known but was inferred from other sizes.
    """

    area: float
    length: float = 1.0
    estimated: bool = False


@dataclass(frozen=True, eq=False)
class LayoutFile:
    """What a layout file says.

    Parameters
    ----------
    layouts : mapping of Side to SensorLayout
        Of the left and the right insole; where the file has only one of them, the other is its mirror image. A mat
        has one of unknown side.
    sizes : mapping of str to InsoleSize
        Sizes by the code that recordings give.
    tables : mapping of str to mapping
        Tables that only one kind of recording asks for, as they are ("calibration", "soles").
    """

    layouts: Mapping[Side, SensorLayout]
    sizes: Mapping[str, InsoleSize] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def sized(self, side: Side, code: str) -> SensorLayout:
        """The insole of a side in the size with a code; as drawn where no size has it."""
        size = self.sizes.get(code)
        return self.layouts[side] if size is None else _scaled(self.layouts[side], size)


@lru_cache(maxsize=16)
def _scaled(layout: SensorLayout, size: InsoleSize) -> SensorLayout:
    """The layout in a size; always the same object, so that its way to cells is worked out once."""
    across = size.area * _MM2_PER_CM2 / (float(layout.areas.sum()) * size.length)
    return layout.scaled(across, size.length)


def parse_layout_file(text: str, name: str) -> LayoutFile:
    """The layouts in a TOML text.

    Parameters
    ----------
    text : str
        ``name``, ``[left.sensors]`` and ``[right.sensors]`` (or ``[mat.sensors]``), a line a sensor:
        ``12 = {polygon = [[x, y], ...], area = 193.0}`` in mm and mm2; perhaps ``assumed``, ``notes``,
        ``[sizes]``, ``[calibration]`` and ``[soles]``.
    name : str
        The file's name, for errors.

    Raises
    ------
    ReadError
        If something in it is not as it should be, with the sensor.
    """
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ReadError(name, f"it is not valid TOML ({error})", advice=_ADVICE) from error
    title = str(values.get("name", name))
    assumed = _words(values, "assumed", name)
    notes = tuple(doubt("sensor_layout", said) for said in _words(values, "notes", name))
    layouts: dict[Side, SensorLayout] = {}
    for key, side in (("left", Side.LEFT), ("right", Side.RIGHT), ("mat", Side.UNKNOWN)):
        if key in values:
            layout = _layout(values[key], key, side, title, name)
            layouts[side] = replace(layout, assumed=assumed, notes=notes)
    for side in _SIDES:
        if side not in layouts and side.other in layouts:
            layouts[side] = layouts[side.other].mirrored()
    if not layouts:
        raise ReadError(name, "it has no table of sensors", where="[left.sensors]", advice=_ADVICE)
    sizes = {code: _size(code, size, name) for code, size in _table(values, "sizes", name).items()}
    tables = {key: _table(values, key, name) for key in ("calibration", "soles")}
    return LayoutFile(layouts, sizes, tables)


def layout_text(layout: SensorLayout, sizes: Mapping[str, InsoleSize], comment: str) -> str:
    """A layout of one insole as the text of a layout file.

    Parameters
    ----------
    layout : SensorLayout
        Its polygons are written to 0.01 mm, and no areas.
    sizes : mapping of str to InsoleSize
        Sizes by code.
    comment : str
        Lines at the top.
    """
    lines = [*(f"# {line}".rstrip() for line in comment.splitlines()), "", f'name = "{layout.name}"']
    lines += [f"assumed = [{', '.join(_quoted(word) for word in layout.assumed)}]"]
    lines += [f"notes = [{', '.join(_quoted(note.sentence) for note in layout.notes)}]", ""]
    for code, size in sizes.items():
        estimated = ", estimated = true" if size.estimated else ""
        lines.append(f"sizes.{code} = {{area = {size.area:g}, length = {size.length:g}{estimated}}}")
    lines += ["", f"[{layout.side if layout.side is not Side.UNKNOWN else 'mat'}.sensors]"]
    for sensor, polygon in zip(layout.sensors, layout.polygons, strict=True):
        corners = ", ".join(f"[{x:.2f}, {y:.2f}]" for x, y in polygon)
        lines.append(f"{sensor} = {{polygon = [{corners}]}}")
    return "\n".join([*lines, ""])


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _table(values: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    """A table, empty where there is none."""
    table = values.get(key, {})
    if not isinstance(table, dict):
        raise ReadError(name, f"{key} is no table", where=f"[{key}]", advice=_ADVICE)
    return table


def _words(values: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
    words = values.get(key, [])
    if not (isinstance(words, list) and all(isinstance(each, str) for each in words)):
        raise ReadError(name, f"{key} is no list of sentences", where=key, advice=_ADVICE)
    return tuple(words)


def _size(code: str, size: object, name: str) -> InsoleSize:
    """One line of the sizes."""
    values = size if isinstance(size, dict) else {}
    area, length = _number(values.get("area")), _number(values.get("length", 1.0))
    if area is None or length is None or not (1.0 <= area <= 10_000.0 and 0.1 <= length <= 10.0):
        found = "a size needs its area in cm2, and its length as a share of the layout's"
        raise ReadError(name, found, where=f"sizes.{code}"[:60], advice=_ADVICE)
    return InsoleSize(area, length, bool(values.get("estimated", False)))


def _layout(table: object, key: str, side: Side, title: str, name: str) -> SensorLayout:
    """The sensors of one insole."""
    sensors = table.get("sensors") if isinstance(table, dict) else None
    if not isinstance(sensors, dict) or not sensors:
        raise ReadError(name, "there are no sensors", where=f"[{key}.sensors]", advice=_ADVICE)
    numbers, polygons, areas = [], [], []
    for number, entry in sensors.items():
        where = f"[{key}.sensors] {number}"[:60]
        if not (number.isascii() and number.isdigit() and len(number) <= 6 and isinstance(entry, dict)):
            raise ReadError(name, "a sensor has a number and a polygon", where=where, advice=_ADVICE)
        numbers.append(int(number))
        polygons.append(_polygon(entry.get("polygon"), where, name))
        areas.append(_area(entry.get("area"), where, name))
    try:
        drawn = SensorLayout(title, tuple(numbers), tuple(polygons), side=side)
        return replace(drawn, areas=np.where(np.isnan(areas), drawn.areas, areas))
    except RecordingError as error:
        raise ReadError(name, str(error), where=f"[{key}.sensors]", advice=_ADVICE) from error


def _polygon(corners: object, where: str, name: str) -> FloatArray:
    """Corners in mm [corner, 2]."""
    pairs = corners if isinstance(corners, list) else []
    if not pairs or not all(_is_pair(pair) for pair in pairs):
        raise ReadError(name, "a polygon is a list of corners [x, y] in mm", where=where, advice=_ADVICE)
    return np.array(pairs, dtype=np.float64)


def _area(area: object, where: str, name: str) -> float:
    """mm2; NaN where it is not stated."""
    value = float("nan") if area is None else _number(area)
    if value is None:
        raise ReadError(name, "an area is a number of mm2", where=where, advice=_ADVICE)
    return value


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(_number(each) is not None for each in pair)


def _number(value: object) -> float | None:
    """A number; None for anything else, and for one beyond all reason."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if abs(value) < 1e9 else None
