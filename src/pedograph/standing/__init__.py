"""Standing: load of the feet and sway of the body, the sensor's noise taken off."""

from __future__ import annotations

from pedograph.standing.course import SwayPath
from pedograph.standing.measure import measure_standing, no_standing
from pedograph.standing.model import BODY_KEYS, FOOT_KEYS, REGION_KEY, Standing, StandingFoot
from pedograph.standing.noise import NoiseFloor, SensorNoise, sensor_noise
from pedograph.standing.romberg import ROMBERG_KEYS, compare_conditions, romberg
from pedograph.standing.spectrum import Spectrum, sway_spectrum

__all__ = [
    "BODY_KEYS",
    "FOOT_KEYS",
    "REGION_KEY",
    "ROMBERG_KEYS",
    "NoiseFloor",
    "SensorNoise",
    "Spectrum",
    "Standing",
    "StandingFoot",
    "SwayPath",
    "compare_conditions",
    "measure_standing",
    "no_standing",
    "romberg",
    "sensor_noise",
    "sway_spectrum",
]
