"""The sensor's own noise: how far the centre of pressure seems to move although nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray, PressureRecording
from pedograph.standing.course import Sampling, SwayPath, turned
from pedograph.standing.feet import FootOnGround

_FASTEST_SWAY: Final = 12.0
"""Hz above which a standing body moves its centre of pressure by next to nothing."""
_FAST: Final = 0.15
"""Share of the rate above which noise is read, at least."""
_FEWEST_LINES: Final = 30
"""Lines of the spectrum from which the noise is read."""
_ALWAYS: Final = 0.9
"""Share of the frames in which a cell must answer for its noise to be read: a cell at 0 hides it."""
_WHOLE_STEPS: Final = 0.02
"""Share of the smallest step by which readings of a sensor of coarse steps may miss a multiple of it."""
_MOST_LEVELS: Final = 4096
"""Levels up to which readings count as of coarse steps."""
_SAMPLE: Final = 200_000
"""Readings looked at for the smallest step."""
_MEDIAN_LINE_ERROR: Final = 0.88
"""Standard error of a deviation read as the median of M lines behind a Hann window: this over the root of M."""
_ROUNDING_ERROR: Final = 0.3
"""Standard error of a deviation read off the rounding, as a share of it: cells do not err independently."""
_FREQUENCIES: Final = (np.arange(1024) + 0.5) * np.pi / 1024


@dataclass(frozen=True)
class SensorNoise:
    """Noise of one reading of one cell.

    Parameters
    ----------
    deviation : float
        Standard deviation, kPa.
    relative_error : float
        Standard error of the deviation, as a share of it.
    origin : str
        Where it was read, in words.
    """

    deviation: float
    relative_error: float
    origin: str


@dataclass(frozen=True)
class NoiseFloor:
    """Noise of the centre of pressure in each frame, before any filter, taken as white.

    Parameters
    ----------
    across, along : float
        Standard deviations, mm.
    relative_error : float
        Standard error of the deviations, as a share of them.
    origin : str
        How it was found, in words.
    """

    across: float
    along: float
    relative_error: float
    origin: str

    def step(self, sampling: Sampling) -> tuple[float, float]:
        """Standard deviations of the filtered noise's change from frame to frame, across and along, mm."""
        change = sampling.passed(_FREQUENCIES) * (2.0 - 2.0 * np.cos(_FREQUENCIES))
        gain = float(np.sqrt(change.mean()))
        return self.across * gain, self.along * gain

    def left(self, sampling: Sampling) -> tuple[float, float]:
        """Standard deviations of the filtered noise itself, across and along, mm."""
        gain = float(np.sqrt(sampling.passed(_FREQUENCIES).mean()))
        return self.across * gain, self.along * gain


def sensor_noise(still: PressureRecording) -> SensorNoise:
    """Noise of the cells from a recording in which nothing moves: a dead weight, or a plate that is not zeroed.

    Half of the variance of the change from frame to frame, of the cells that answer in nearly every frame: slow
    drift does not count.

    Parameters
    ----------
    still : PressureRecording
        With the same sensor and settings of the device as the recording it is meant for.

    Raises
    ------
    Unmeasurable
        If it has fewer than three frames, or hardly a cell answers (an empty plate that reports zeros hides its
        noise; a weight on it shows it).
    """
    if still.frames < 3:
        raise Unmeasurable("too_few_frames", "noise cannot be distinguished from fewer than three frames")
    answering = np.count_nonzero(still.pressure, axis=0) >= _ALWAYS * still.frames
    if not answering.any():
        raise Unmeasurable(
            "no_cell_answers", "no cell answers throughout: put a dead weight on the sensor to see its noise"
        )
    readings = still.pressure[:, answering].astype(np.float64)
    deviation = float(np.sqrt(np.mean(np.square(np.diff(readings, axis=0))) / 2.0))
    return SensorNoise(
        deviation, 1.0 / np.sqrt(2.0 * readings.size), f"a still recording of {still.frames} frames"
    )


def noise_floor(
    path: SwayPath, feet: tuple[FootOnGround, ...], given: SensorNoise | None = None
) -> NoiseFloor | None:
    """The noise of a centre of pressure, in the best way that the recording allows.

    1. From the noise of the cells, where a still recording gave it.
    2. From the fast part of the unfiltered course, above 12 Hz and 0.15 times the rate, where a standing body
       hardly moves but noise, which is white, has as much power as anywhere.
    3. At lower rates, from the step q in which the sensor counts: a reading that changes in a share s of the
       frames jumps by q that often, as noise of the variance q^2 s (1 - s) / 2 does, and of q^2 / 12 at most.
       Other noise of the sensor comes on top.

    Returns None where none of them is possible: slow, and not in coarse steps.
    """
    if given is not None:
        return _from_cells(path, feet, given)
    return _from_spectrum(path) or _from_steps(path, feet)


def _from_cells(path: SwayPath, feet: tuple[FootOnGround, ...], noise: SensorNoise) -> NoiseFloor:
    """Errors of the cells carried over to the centre of pressure, each by its distance from it."""
    load = sum(float(foot.pressure.sum(axis=1).mean()) for foot in feet)
    square_across = square_along = 0.0
    for foot in feet:
        across, along = turned(foot.x - path.x, foot.y - path.y, path.heading)
        square_across += float(across @ across)
        square_along += float(along @ along)
    scale = noise.deviation / load
    return NoiseFloor(
        scale * float(np.sqrt(square_across)),
        scale * float(np.sqrt(square_along)),
        noise.relative_error,
        noise.origin,
    )


def _from_spectrum(path: SwayPath) -> NoiseFloor | None:
    """White noise from the median of the fast lines of the spectrum, so that hum does not count."""
    rate = path.sampling.rate
    low, high = max(_FASTEST_SWAY, _FAST * rate), 0.49 * rate
    if path.sampling.resampled or low >= 0.4 * rate:
        return None
    from scipy.signal import periodogram

    deviations = []
    for course in (path.raw_across, path.raw_along):
        frequency, power = periodogram(course, rate, window="hann", detrend="linear")
        lines = power[(frequency >= low) & (frequency <= high)]
        if lines.size < _FEWEST_LINES:
            return None
        deviations.append(float(np.sqrt(np.median(lines) / np.log(2.0) * rate / 2.0)))
    error = _MEDIAN_LINE_ERROR / float(np.sqrt(lines.size))
    return NoiseFloor(deviations[0], deviations[1], error, f"the course above {low:g} Hz")


def _from_steps(path: SwayPath, feet: tuple[FootOnGround, ...]) -> NoiseFloor | None:
    """Rounding of readings that change from frame to frame."""
    quantum = max(smallest_step(foot.pressure) for foot in feet)
    if quantum == 0.0:
        return None
    changing = np.concatenate([np.mean(np.diff(foot.pressure, axis=0) != 0.0, axis=0) for foot in feet])
    # a reading that changes seldom jumps by a complete step when it does, and one that changes often errs evenly
    jumps = np.minimum(changing * (1.0 - np.minimum(changing, 0.5)) / 2.0, 1.0 / 12.0)
    deviation = quantum * float(np.sqrt(jumps.mean()))
    noise = SensorNoise(deviation, _ROUNDING_ERROR, f"rounding to steps of {quantum:.3g} kPa alone")
    return _from_cells(path, feet, noise)


def smallest_step(pressure: FloatArray) -> float:
    """The step in kPa in which a sensor counts; 0 where its readings are not multiples of one step.

    Parameters
    ----------
    pressure : float array
        Readings, kPa.
    """
    flat = pressure.ravel()
    levels = np.unique(flat[:: max(flat.size // _SAMPLE, 1)])
    levels = levels[levels > 0]
    if levels.size < 3 or levels.size > _MOST_LEVELS:
        return 0.0
    # levels of float32 readings that differ by rounding alone are one level
    apart = np.diff(levels)
    step = float(apart[apart > 1e-5 * levels[-1]].min(initial=np.inf))
    multiples = levels / step
    whole = np.abs(multiples - np.round(multiples)) <= np.maximum(_WHOLE_STEPS, 1e-5 * multiples)
    return step if bool(whole.all()) else 0.0
