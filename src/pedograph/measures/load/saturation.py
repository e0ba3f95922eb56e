"""What keeps a value from being the true one: the largest pressure that a device reports; a picture of peaks."""

from __future__ import annotations

from typing import Final

AT_SATURATION: Final = 1.0 - 1e-6
"""Share of the device's saturation that counts as reached: frames are kept in single precision."""
AT_LEAST: Final = "at least this: cells reached the device's limit"
"""Flag of a measure that could only be larger without saturation."""
PICTURE: Final = "a picture of peaks adds up pressures of different moments"
"""Flag of a share of a single picture's load."""
AT_MOST: Final = f"at most this: {PICTURE}"
"""Flag of a single picture's load."""
NO_LESS: Final = frozenset(
    (
        "peak_pressure",
        "mean_pressure",
        "peak_mean_pressure",
        "pressure_time_integral",
        "pressure_time_integral_of_peaks",
        "pressure_time_integral_mean",
        "peak_force",
        "peak_force_body_weight",
        "first_force_peak",
        "force_valley",
        "second_force_peak",
        "force_time_integral",
        "force_time_integral_body_weight",
    )
)
"""Measures, of a step or of a region, that could only be larger if no cell were saturated."""
