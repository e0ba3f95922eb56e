"""The course of the centre of pressure in even steps of time, low-passed, in the axes of the body or of a foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pedograph.measures.context import SINGLE_PICTURE
from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray

LOW_PASS: Final = 10.0
"""Hz; cut-off recommended for sway (Ruhe and others, 2010)."""
_ORDER: Final = 2
"""Order of the Butterworth filter; run forwards and backwards it has no lag and twice the order."""
_LEAST_RATE_TO_FILTER: Final = 25.0
"""Hz below which a cut-off of 10 Hz lies too near to half of the rate."""
_EVEN: Final = 0.02
"""Share of the usual step of time by which a frame may be early or late."""
_LONGEST_GAP: Final = 3.5
"""Usual steps of time between two frames above which frames are missing, if it is a tenth of a second or more."""
_SHORT_GAP: Final = 0.1
"""s without a frame that a course of so slow a movement bears."""


@dataclass(frozen=True, eq=False)
class Sampling:
    """Even steps of time, and how a course is brought to them.

    Parameters
    ----------
    recorded : float array [frame]
        s; when the frames were taken.
    time : float array [sample]
        s; even steps at the recording's usual rate; the frames' own times where these are even.
    rate : float
        Hz.
    """

    recorded: FloatArray
    time: FloatArray
    rate: float

    @property
    def resampled(self) -> bool:
        """Whether frames came unevenly, so that values between them were interpolated."""
        return self.time is not self.recorded

    @property
    def low_pass(self) -> float | None:
        """Cut-off in Hz; None where the rate is too low to filter."""
        return LOW_PASS if self.rate >= _LEAST_RATE_TO_FILTER else None

    @property
    def duration(self) -> float:
        """s from the first to the last sample."""
        return float(self.time[-1] - self.time[0])

    @property
    def length(self) -> float:
        """s that the samples stand for, the last one's own time included."""
        return round(self.duration + 1.0 / self.rate, 9)

    @property
    def words(self) -> str:
        """Rate and filter in words."""
        kept = f"low-pass {self.low_pass:g} Hz" if self.low_pass else "not filtered"
        return f"{self.rate:.4g} Hz, {kept}{', resampled to even steps' if self.resampled else ''}"

    def even(self, values: FloatArray) -> FloatArray:
        """Values [frame] at the even steps of time [sample]."""
        return np.interp(self.time, self.recorded, values) if self.resampled else values

    def filtered(self, values: FloatArray) -> FloatArray:
        """Even values [sample] without what is faster than the cut-off, with no lag."""
        if self.low_pass is None:
            return values
        from scipy.signal import sosfiltfilt

        return np.asarray(sosfiltfilt(_sections(self.rate), values))

    def passed(self, omega: FloatArray) -> FloatArray:
        """Share of the power at ``omega`` (radians a sample) that the filter lets through."""
        if self.low_pass is None:
            return np.ones_like(omega)
        from scipy.signal import sosfreqz

        _, response = sosfreqz(_sections(self.rate), worN=omega)
        return np.asarray(np.abs(response) ** 4)  # forwards and backwards, as power


def even_sampling(time: FloatArray) -> Sampling:
    """Even steps over the times of the frames.

    Raises
    ------
    Unmeasurable
        If there is a single frame, or if frames are missing in between.
    """
    if time.size < 2:
        raise Unmeasurable.because(SINGLE_PICTURE)
    steps = np.diff(time)
    period = float(np.median(steps))
    if float(steps.max()) > max(_LONGEST_GAP * period, _SHORT_GAP):
        raise Unmeasurable("gap", f"frames are missing, for {1000 * float(steps.max()):.0f} ms at once")
    if float(np.abs(steps - period).max()) <= _EVEN * period:
        return Sampling(time, time, 1.0 / float(steps.mean()))
    count = int(np.floor((time[-1] - time[0]) / period + 1e-9)) + 1
    return Sampling(time, time[0] + period * np.arange(count), 1.0 / period)


def _sections(rate: float) -> FloatArray:
    """Filter whose two passes together let half of the power through at the cut-off (Winter, 2009)."""
    from scipy.signal import butter

    # each pass has to weaken by the fourth root of 2 only, which moves its own corner up
    corner = np.tan(np.pi * LOW_PASS / rate) / (np.sqrt(2.0) - 1.0) ** (1.0 / (2 * _ORDER))
    return np.asarray(butter(_ORDER, 2.0 / np.pi * np.arctan(corner), output="sos"))


@dataclass(frozen=True, eq=False)
class SwayPath:
    """The course of a centre of pressure about its mean place.

    Parameters
    ----------
    sampling : Sampling
        Steps of time.
    across, along : float array [sample]
        mm to the right of the person and towards the toes, from the mean place, low-passed.
    raw_across, raw_along : float array [sample]
        The same before the filter.
    x, y : float
        Mean place on the plate, mm.
    heading : float
        Direction of "along", radians from the plate's +y towards +x.
    """

    sampling: Sampling
    across: FloatArray
    along: FloatArray
    raw_across: FloatArray
    raw_along: FloatArray
    x: float
    y: float
    heading: float

    def on_plate(self) -> tuple[FloatArray, FloatArray]:
        """The low-passed course as places on the plate, mm (x, y) [sample]."""
        sine, cosine = np.sin(self.heading), np.cos(self.heading)
        return (
            self.x + self.across * cosine + self.along * sine,
            self.y - self.across * sine + self.along * cosine,
        )


def sway_path(x: FloatArray, y: FloatArray, sampling: Sampling, heading: float) -> SwayPath:
    """A course in its own axes, from places on the plate.

    Parameters
    ----------
    x, y : float array [frame]
        mm on the plate, one for each recorded frame.
    sampling : Sampling
        Steps of time.
    heading : float
        Where the toes point, radians from the plate's +y towards +x.
    """
    even_x, even_y = sampling.even(x), sampling.even(y)
    mean_x, mean_y = float(even_x.mean()), float(even_y.mean())
    across, along = turned(even_x - mean_x, even_y - mean_y, heading)
    smooth_across, smooth_along = sampling.filtered(across), sampling.filtered(along)
    return SwayPath(sampling, smooth_across, smooth_along, across, along, mean_x, mean_y, heading)


def turned(x: FloatArray, y: FloatArray, heading: float) -> tuple[FloatArray, FloatArray]:
    """Places or distances on the plate as (across, along)."""
    sine, cosine = np.sin(heading), np.cos(heading)
    return x * cosine - y * sine, x * sine + y * cosine
