"""How fast a standing body sways: frequencies of the centre of pressure by Welch's method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray
from pedograph.standing.course import SwayPath
from pedograph.standing.sway import Values, jackknife

BAND: Final = (0.15, 5.0)
"""Hz within which sway is looked at: slower is drift, faster is next to nothing."""
SHORTEST: Final = 20.0
"""s from which on frequencies are given: three waves of the slowest."""
_SEGMENT: Final = (40.0 / 3.0, 20.0)
"""s; shortest and longest segment."""
_FEWEST_SEGMENTS: Final = 3
"""Segments from which on an error is given."""


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Power of the course, both directions together, so that it does not depend on the axes.

    Parameters
    ----------
    frequency : float array [line]
        Hz.
    power : float array [segment, line]
        mm2/Hz of each segment.
    """

    frequency: FloatArray
    power: FloatArray

    @property
    def mean(self) -> FloatArray:
        """Mean over the segments, mm2/Hz [line]."""
        return np.asarray(self.power.mean(axis=0))


def sway_spectrum(path: SwayPath) -> Spectrum:
    """Power spectral density of the unfiltered course (Welch, 1967).

    Segments of a third of the recording, at least 13.3 and at most 20 s long, overlap by half; each is detrended
    by a straight line and tapered by a Hann window.
    """
    from scipy.signal import spectrogram

    sampling = path.sampling
    seconds = float(np.clip(sampling.duration / 3.0, *_SEGMENT))
    length = min(round(seconds * sampling.rate), path.raw_across.size)
    frequency, _, power = spectrogram(
        np.stack([path.raw_across, path.raw_along]),
        sampling.rate,
        window="hann",
        nperseg=length,
        noverlap=length // 2,
        detrend="linear",
    )
    return Spectrum(frequency, power.sum(axis=0).T)


def frequency_values(spectrum: Spectrum) -> Values:
    """Mean, median and 95 % frequency (Hz) and power (mm2) within the band, as (value, uncertainty) by key.

    Raises
    ------
    Unmeasurable
        If nothing moves.
    """
    kept = (spectrum.frequency >= BAND[0]) & (spectrum.frequency <= BAND[1])
    if not spectrum.power[:, kept].any():
        raise Unmeasurable("path_does_not_move", "the centre of pressure does not move")
    frequency = spectrum.frequency[kept]
    step = float(spectrum.frequency[1] - spectrum.frequency[0])

    def statistic(power: FloatArray) -> FloatArray:
        total = float(power.sum())
        held = np.concatenate([[0.0], np.cumsum(power)]) / total
        bin_edges = np.concatenate([frequency - step / 2.0, [frequency[-1] + step / 2.0]])
        return np.array([float(frequency @ power) / total, *np.interp([0.5, 0.95], held, bin_edges)])

    rows = spectrum.power[:, kept]
    totals = rows.sum(axis=1) * step
    values = np.append(statistic(rows.sum(axis=0)), totals.mean())
    sure = len(rows) >= _FEWEST_SEGMENTS
    if sure:
        errors = np.append(jackknife(statistic, rows)[1], totals.std(ddof=1) / np.sqrt(len(rows)))
    keys = ("sway_mean_frequency", "sway_median_frequency", "sway_f95", "sway_power")
    return {key: (float(values[place]), float(errors[place]) if sure else None) for place, key in enumerate(keys)}
