"""The card that says how a file was read, and what a person sets right about it."""

from __future__ import annotations

import numpy as np
import pytest

import pedograph as pg
from pedograph.corrections import Corrections, ImportCorrection
from pedograph.import_correction import Origin, import_card, reread
from pedograph.recording import PressureRecording, SensorGrid, Side, Source, Track
from pedograph.simulation import StepParameters, simulate_step


@pytest.fixture(scope="module")
def recording() -> PressureRecording:
    made = simulate_step(StepParameters(body_mass=70.0), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    return PressureRecording(made.pressure, made.time, made.grid, Source("a.txt", assumed=("unit", "orientation")))


def test_each_line_says_where_it_is_from(recording: PressureRecording) -> None:
    lines = {line.key: line for line in import_card(pg.analyze(recording), body_mass=70.0)}
    assert lines["unit"].origin is Origin.ASSUMED
    assert lines["cell size"].origin is Origin.FILE
    assert lines["cell size"].value == "5 mm along, 5 mm across"
    assert "even steps" in lines["time"].value
    assert "fits 70 kg" in lines["force"].value
    wrong = {line.key: line for line in import_card(pg.analyze(recording), body_mass=20.0)}
    assert "does not fit 20 kg" in wrong["force"].value


def test_what_is_set_by_hand_is_no_longer_assumed(recording: PressureRecording) -> None:
    correction = ImportCorrection(pressure_factor=2.0, row_spacing=6.0, sample_rate=50.0)
    right = reread(recording, correction)
    assert right.source.assumed == ("orientation",)
    assert float(right.peak_image.max()) == pytest.approx(2 * float(recording.peak_image.max()))
    assert right.grid.threshold == pytest.approx(10.0)
    assert (right.grid.row_spacing, right.grid.column_spacing) == (6.0, 5.0)
    assert right.sample_rate == pytest.approx(50.0)
    analysis = pg.analyze(recording, corrections=Corrections(correction))
    lines = {line.key: line.origin for line in import_card(analysis)}
    assert lines["unit"] is lines["cell size"] is lines["time"] is Origin.CORRECTED


def test_turning_and_mirroring(recording: PressureRecording) -> None:
    step = pg.analyze(recording).steps[0]
    turned = pg.analyze(reread(recording, ImportCorrection(turned=True))).steps[0]
    mirrored = pg.analyze(reread(recording, ImportCorrection(mirrored=True))).steps[0]
    assert turned.side is step.side
    assert turned.footstep.direction == -step.footstep.direction
    assert mirrored.side is step.side.other
    for other in (turned, mirrored):
        assert other.measures["arch_index"].value == pytest.approx(step.measures["arch_index"].value, rel=1e-6)


def test_insoles_trade_places_when_mirrored() -> None:
    tracks = (Track(Side.LEFT, 0, 3), Track(Side.RIGHT, 4, 4))
    pair = PressureRecording(np.ones((1, 2, 8)), [0.0], SensorGrid(5.0, 5.0), tracks=tracks)
    mirrored = reread(pair, ImportCorrection(mirrored=True)).tracks
    assert mirrored == (Track(Side.RIGHT, 5, 3), Track(Side.LEFT, 0, 4))


def test_plain_values_there_and_back() -> None:
    correction = ImportCorrection(pressure_factor=10.0, mirrored=True, side="left")
    assert correction.to_dict() == {"pressure_factor": 10.0, "mirrored": True, "side": "left"}
    assert ImportCorrection.from_dict(correction.to_dict()) == correction
    assert ImportCorrection().nothing
    with pytest.raises(pg.SettingsError, match="colour"):
        ImportCorrection.from_dict({"colour": 1})
    with pytest.raises(pg.SettingsError, match="between"):
        ImportCorrection(row_spacing=-1.0)
    with pytest.raises(pg.SettingsError, match="left"):
        ImportCorrection(side="both")
