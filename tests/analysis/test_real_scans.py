"""What the vendors' real recordings must give."""

from __future__ import annotations

from pathlib import Path

import pytest

import pedograph as pg
from pedograph.recording import Side

pytestmark = pytest.mark.real_scans


def test_emed(real_scans: Path) -> None:
    recording = pg.read(real_scans / "emed_walk.lst")
    analysis = pg.analyze(recording)
    assert recording.frames == 106
    assert [(step.side, step.complete) for step in analysis.steps] == [(Side.RIGHT, True)]
    measures = analysis.steps[0].measures
    assert measures["peak_pressure"].value == pytest.approx(370.0)
    assert measures["peak_force"].value == pytest.approx(818.6, abs=0.05)
    assert measures["contact_area"].value == pytest.approx(126.5)
    assert measures["force_time_integral"].value == pytest.approx(675.6, abs=0.05)
    assert 0.20 <= measures["arch_index"].value <= 0.25
    assert 15 <= measures["cpei"].value <= 27
    assert set(analysis.steps[0].missing) == {"loading_rate"}
    for key in ("arch_index", "cpei"):
        uncertainty = measures[key].uncertainty
        assert uncertainty is not None
        assert 0 < uncertainty < 0.15 * measures[key].value
    assert all(measure.uncertainty is not None for measure in measures.values())


def test_footscan_dynamic(real_scans: Path) -> None:
    recording = pg.read(real_scans / "footscan_dynamic_rolloff_right.xls")
    analysis = pg.analyze(recording)
    assert recording.frames == 329
    assert recording.sample_rate == pytest.approx(500.0)
    assert [(step.side, step.complete) for step in analysis.steps] == [(Side.RIGHT, True)]
    step = analysis.steps[0]
    assert step.measures["peak_force"].value == pytest.approx(735.3, abs=0.05)
    assert step.measures["peak_pressure"].value == pytest.approx(583.8, abs=0.05)
    assert step.measures["contact_area"].value == pytest.approx(149.8, abs=0.05)
    assert not step.missing
    assert 0.19 <= step.measures["arch_index"].value <= 0.24
    assert 3 <= step.measures["cpei"].value <= 11


def test_tekscan(real_scans: Path) -> None:
    recording = pg.read(real_scans / "fscan_walk_left.asf")
    assert recording.frames == 205
    assert int((recording.peak_image > 0).sum()) == 471
    assert float(recording.peak_image.max()) == 760.0
    assert float(recording.force.max()) == pytest.approx(924.4, abs=0.05)


def test_regions_of_real_steps_add_up(real_scans: Path) -> None:
    for name in ("emed_walk.lst", "footscan_dynamic_rolloff_right.xls", "fscan_walk_left.asf"):
        for step in pg.analyze(pg.read(real_scans / name)).complete_steps:
            parts = [region["force_time_integral"].value for region in step.regions.values()]
            assert sum(parts) == pytest.approx(step.measures["force_time_integral"].value, rel=1e-3)
