"""What keeps a value from being the true one: the largest pressure that a device reports; a picture of peaks."""

from __future__ import annotations

from typing import Final

from pedograph.notes import Note

AT_SATURATION: Final = 1.0 - 1e-6
"""Share of the device's saturation that counts as reached: frames are kept in single precision."""
AT_LEAST: Final = Note("at_least", "at least this: cells reached the device's limit")
"""Flag of a measure that could only be larger without saturation."""
_PEAKS: Final = "a picture of peaks adds up pressures of different moments"
PICTURE: Final = Note("picture_of_peaks", _PEAKS)
"""Flag of a share of a single image's load."""
AT_MOST: Final = Note("at_most", f"at most this: {_PEAKS}")
"""Flag of a single image's load."""
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
