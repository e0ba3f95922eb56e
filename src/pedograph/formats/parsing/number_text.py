"""Numbers as the text that vendors' files hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import RecordingError
from pedograph.recording import FloatArray, PressureRecording


def rounded(values: NDArray[np.floating], decimals: int) -> FloatArray:
    """Values rounded to a number of decimals, halves upwards, as vendors' programs round.

    What lies just below a half only because of binary fractions counts as one.
    """
    scale = 10.0**decimals
    return np.asarray(np.floor(np.asarray(values, dtype=np.float64) * scale + 0.5 + 1e-6) / scale)


def decimal_rows(values: FloatArray, decimals: int) -> list[bytes]:
    """Rows of numbers with a fixed number of decimals, tabs between them; each distinct row is made once.

    Parameters
    ----------
    values : float64 array [row, column]
        Rounded already.
    decimals : int
        Digits behind the point.
    """
    made: dict[bytes, bytes] = {}
    lines = []
    for row in np.ascontiguousarray(values):
        key = row.tobytes()
        if key not in made:
            made[key] = "\t".join([f"{value:.{decimals}f}" for value in row.tolist()]).encode("ascii")
        lines.append(made[key])
    return lines


def shortest_rows(values: NDArray[np.float32], separator: str = ",") -> list[bytes]:
    """Rows of numbers with as few digits as give the same float32 back; each distinct row is made once.

    Parameters
    ----------
    values : float32 array [row, column]
        NaN is written as ``nan``.
    separator : str
        Stands between numbers.
    """
    made: dict[bytes, bytes] = {}
    texts: dict[float, str] = {}
    lines = []
    for row in np.ascontiguousarray(values):
        key = row.tobytes()
        if key not in made:
            numbers = row.tolist()
            new = {number: str(value) for number, value in zip(numbers, row, strict=True) if number not in texts}
            texts |= {number: text.removesuffix(".0") for number, text in new.items() if text != "nan"}
            made[key] = separator.join([texts.get(number, "nan") for number in numbers]).encode("ascii")
        lines.append(made[key])
    return lines


def shortest(value: float, least: int, most: int) -> str:
    """A number with as many decimals as it needs, between ``least`` and ``most``."""
    whole, _, fraction = f"{value:.{most}f}".partition(".")
    return f"{whole}.{fraction.rstrip('0').ljust(least, '0')}"


def frame_numbers(recording: PressureRecording, format_name: str) -> tuple[list[int], float]:
    """Numbers of frames on an even time axis (frame 0 at 0 s), and the time between them in s.

    Raises
    ------
    RecordingError
        If the frames are not evenly spaced, to a fiftieth of a frame.
    """
    if recording.frames == 1:
        return [0], 0.01
    time = recording.time
    steps = np.rint((time - time[0]) / recording.frame_period)
    period = float((time[-1] - time[0]) / steps[-1])
    steps = np.rint((time - time[0]) / period)
    if (np.abs(time - time[0] - steps * period) > 0.02 * period).any() or (np.diff(steps) < 1).any():
        raise RecordingError(
            f"{format_name} gives all frames the same duration; these frames are not evenly spaced."
        )
    first = max(0, round(time[0] / period))
    return [first + int(step) for step in steps], period
