"""Walks of ten people on a footscan plate (jiku-data; Pataky and others, 2008)."""

from __future__ import annotations

import numpy as np
import pytest

import pedograph as pg
import walks
from pedograph.settings import AnalysisSettings

WITHOUT_ERRORS = AnalysisSettings(uncertainties=False)
pytestmark = [
    pytest.mark.walks,
    pytest.mark.skipif(walks.folder() is None, reason="jiku-data is not installed (pip install -e '.[realdata]')"),
]


def test_every_walk_is_one_whole_step_of_the_same_side() -> None:
    sides, lengths = [], []
    for _, _, recording in walks.walks(every=3):
        analysis = pg.analyze(recording, WITHOUT_ERRORS)
        assert len(analysis.steps) == 1
        step = analysis.steps[0]
        assert step.complete
        assert 0.5 < step.footstep.side_confidence <= 1.0
        sides.append(step.side.value)
        lengths.append(step.measures["foot_length"].value)
        assert "arch_index" in step.measures
    assert len(sides) == 200
    assert sides.count("right") >= 0.99 * len(sides)
    assert 230 < np.min(lengths) < np.max(lengths) < 320


def test_peak_pressure_rises_with_speed() -> None:
    conditions = walks.conditions()
    peaks: dict[int, list[float]] = {1: [], 3: []}
    for person, trial, recording in walks.walks(people=4, every=2):
        if (speed := int(conditions[person][trial])) in peaks:
            peaks[speed].append(pg.analyze(recording, WITHOUT_ERRORS).steps[0].measures["peak_pressure"].value)
    assert np.mean(peaks[3]) > 1.2 * np.mean(peaks[1])
