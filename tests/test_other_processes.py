"""Recordings and analyses pass from one process to another, as a batch over many cores needs."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import pedograph as pg
from pedograph.recording import SensorGrid
from pedograph.simulation import StepParameters, simulate_step


def test_an_analysis_comes_back_whole_and_read_only() -> None:
    recording = simulate_step(StepParameters(), SensorGrid(5.0, 5.0)).recording
    analysis = pg.analyze(recording)
    back = pickle.loads(pickle.dumps(analysis))
    assert back.steps[0].measures == analysis.steps[0].measures
    assert back.recording.source == recording.source
    assert np.array_equal(back.recording.pressure, recording.pressure)
    with pytest.raises(ValueError, match="read-only"):
        back.recording.pressure[0, 0, 0] = 1.0
