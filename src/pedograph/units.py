"""Units: inside Pedograph there are kPa, N, mm, s and degrees, and every conversion into them stands here."""

from __future__ import annotations

from typing import Final

KILOPASCAL_PER: Final[dict[str, float]] = {
    "kpa": 1.0,
    "pa": 0.001,
    "mpa": 1000.0,
    "n/cm2": 10.0,
    "n/mm2": 1000.0,
    "bar": 100.0,
    "mmhg": 0.133322387415,
    "psi": 6.894757293168,
    "kg/cm2": 98.0665,
    "kgf/cm2": 98.0665,
    "g/cm2": 0.0980665,
}
"""How many kPa one unit of pressure is; keys are lower case, with ``2`` for a raised two."""

MILLIMETRE_PER: Final[dict[str, float]] = {
    "mm": 1.0,
    "millimeters": 1.0,
    "millimetres": 1.0,
    "cm": 10.0,
    "centimeters": 10.0,
    "centimetres": 10.0,
    "m": 1000.0,
    "in": 25.4,
    "inch": 25.4,
    "inches": 25.4,
}
"""How many mm one unit of length is; keys are lower case."""

NEWTON_PER_KILOPASCAL_MM2: Final = 0.001
"""Force in N of 1 kPa on 1 mm2."""

STANDARD_GRAVITY: Final = 9.80665
"""m/s2, to turn body mass into body weight."""


def pressure_factor(unit: str) -> float | None:
    """kPa per one ``unit`` of pressure, or None where the unit is not one of pressure (raw counts, say)."""
    return KILOPASCAL_PER.get(_folded(unit))


def length_factor(unit: str) -> float | None:
    """mm per one ``unit`` of length, or None where the unit is unknown."""
    return MILLIMETRE_PER.get(_folded(unit))


def _folded(unit: str) -> str:
    return unit.strip().lower().replace("²", "2").replace("^2", "2").replace(" ", "")
