"""The layouts that come with Pedograph: drawn by us, because the makers publish none."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from pedograph._resources import resource
from pedograph.formats.layouts.layout_file import InsoleSize, LayoutFile, layout_text, parse_layout_file
from pedograph.formats.layouts.outline import drawn_insole
from pedograph.notes import doubt

PEDAR_ROWS: Final = (5, *[7] * 12, 6, 4)
"""Sensors in each row from the heel on, detected from which neighbours in number answer together in recordings."""

_LENGTH_Y = 270.0
_AREA_X, _AREA_XW, _AREA_Y = 172.1, 196.4, 191.13
"""cm2 of the 99 sensors of one insole, where known."""
_STEPS = {"u": -4, "v": -3, "w": -2, "x": -1, "y": 0, "z": 1}
_COMMENT = """\
Where the 99 sensors of a pedar insole lie, about: the maker publishes no geometry.
Outline and cells are drawn by pedograph.formats.layouts.shipped; the rows (5, twelve of 7, 6, 4 from the heel,
each from medial to lateral) were detected from recordings. mm; the left insole, the right one is its mirror image.
sizes: cm2 of all sensors of one insole, and the length as a share of that of size y.
Those marked "estimated" continue the step from x to y, and from x to xw."""
_NOTE = doubt(
    "sensor_layout",
    "Forces, areas and lengths are approximate: the sensors' places and areas are assumed, and may be wrong by "
    "some millimetres and by a quarter of a sensor; the pressures are those of the file.",
)


def pedar_text() -> str:
    """The text of resources/layouts/pedar.toml, recreated."""
    drawn = drawn_insole("pedar insole, approximate", PEDAR_ROWS, _LENGTH_Y, 100.0 * _AREA_Y)
    return layout_text(replace(drawn, notes=(_NOTE,)), _pedar_sizes(), _COMMENT)


def _pedar_sizes() -> dict[str, InsoleSize]:
    """Sizes by code; one letter on, everything grows by the same share."""
    growth, widening = _AREA_Y / _AREA_X, _AREA_XW / _AREA_X
    sizes = {}
    for letter, steps in _STEPS.items():
        area, length = _AREA_Y * growth**steps, round(growth ** (steps / 2), 4)
        known = letter in "xy"
        sizes[letter] = InsoleSize(area if letter == "y" else round(area, 1), length, not known)
        if letter in "uvx":
            sizes[f"{letter}w"] = InsoleSize(round(area * widening, 1), length, letter != "x")
    return sizes


@cache
def shipped(name: str) -> LayoutFile:
    """A layout file that comes with Pedograph ("pedar")."""
    text = resource("layouts", f"{name}.toml").read_text(encoding="utf-8")
    return parse_layout_file(text, f"{name}.toml")
