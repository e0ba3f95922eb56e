"""A person who stands on two model feet, for tests of what is kept and written of a stance."""

from __future__ import annotations

import numpy as np

from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation import Placement, StepParameters, simulate_steps


def standing_recording(left_share: float = 0.5) -> PressureRecording:
    """Two feet for twelve seconds, of which the load wanders from the left one to the right one and back.

    Parameters
    ----------
    left_share : float
        Mean share of the load on the left foot.
    """
    grid = SensorGrid(8.0, 8.0)
    feet = [
        simulate_steps(
            [(StepParameters(side=side), Placement(x, 40.0))], grid, shape=(44, 38)
        ).recording.peak_image
        for side, x in ((Side.LEFT, 95.0), (Side.RIGHT, 205.0))
    ]
    time = np.arange(600) / 50.0
    left = left_share + 0.04 * np.sin(2 * np.pi * 0.3 * time)
    pressure = left[:, None, None] * feet[0] + (1.0 - left)[:, None, None] * feet[1]
    return PressureRecording(pressure.astype(np.float32), time, grid, task="stand")
