"""What must not change: mirrored, turned, shifted, padded, and on a finer grid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pedograph as pg
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation import FootShape, Sampling, StepParameters, Walk, simulate_step, simulate_walk

Change = Callable[[np.ndarray], np.ndarray]
CHANGES: dict[str, Change] = {
    "mirrored": lambda frames: frames[:, :, ::-1],
    "turned": lambda frames: frames[:, ::-1, ::-1],
    "padded": lambda frames: np.pad(frames, ((0, 0), (4, 7), (9, 3))),
    "shifted": lambda frames: np.roll(np.pad(frames, ((0, 0), (6, 6), (6, 6))), (3, -5), axis=(1, 2)),
    "with empty frames": lambda frames: np.pad(frames, ((5, 9), (0, 0), (0, 0))),
}


def changed(recording: PressureRecording, change: Change) -> PressureRecording:
    frames = change(recording.pressure)
    period = recording.frame_period
    grid = replace(recording.grid, active=None)
    return PressureRecording(frames, np.arange(len(frames)) * period, grid)


def assert_same(one: pg.Analysis, other: pg.Analysis, swapped: bool) -> None:
    assert len(one.steps) == len(other.steps)
    for first, second in zip(one.steps, other.steps, strict=True):
        assert second.side is (first.side.other if swapped else first.side)
        assert second.footstep.side_confidence == pytest.approx(first.footstep.side_confidence, abs=1e-6)
        assert second.complete == first.complete
        assert second.missing == first.missing
        assert second.measures.keys() == first.measures.keys()
        for key, measure in first.measures.items():
            twin = second.measures[key]
            assert twin.value == pytest.approx(measure.value, rel=1e-6, abs=1e-6), key
            assert (twin.uncertainty or 0) == pytest.approx(measure.uncertainty or 0, rel=1e-6, abs=1e-6), key
        for region, measures in first.regions.items():
            for key, measure in measures.items():
                assert second.regions[region][key].value == pytest.approx(measure.value, rel=1e-6, abs=1e-6)


@given(
    change=st.sampled_from(sorted(CHANGES)),
    arch=st.floats(0.2, 0.8),
    angle=st.floats(-5.0, 25.0),
    side=st.sampled_from([Side.LEFT, Side.RIGHT]),
    seed=st.integers(0, 1000),
)
@settings(max_examples=25, deadline=None)
def test_model_steps_stay_the_same(change: str, arch: float, angle: float, side: Side, seed: int) -> None:
    parameters = StepParameters(FootShape(arch_height=arch), side, progression_angle=angle)
    sampling = Sampling(quantum=0.5, noise=0.3, gain_spread=0.03, seed=seed)
    recording = simulate_step(parameters, SensorGrid(5.08, 5.08, threshold=5.0), sampling=sampling).recording
    other = changed(recording, CHANGES[change])
    assert_same(pg.analyze(recording), pg.analyze(other), change == "mirrored")


@pytest.mark.real_scans
@pytest.mark.parametrize("change", sorted(CHANGES))
@pytest.mark.parametrize(
    "name",
    ["emed_walk.lst", "footscan_dynamic_rolloff_right.xls", "fscan_walk_left.asf", "footscan_plate_walk_1.zip"],
)
def test_real_recordings_stay_the_same(real_scans: Path, name: str, change: str) -> None:
    if change == "with empty frames" and "footscan_plate" in name:
        pytest.skip("empty frames in front make the step that began before the recording look whole")
    recording = changed(pg.read(real_scans / name), lambda frames: frames)
    other = changed(recording, CHANGES[change])
    if name.startswith("fscan") and change == "with empty frames":
        recording, other = (changed(one, lambda frames: frames[25:]) for one in (recording, other))
    assert_same(pg.analyze(recording), pg.analyze(other), change == "mirrored")


@pytest.mark.parametrize("factor", [2, 3])
def test_a_finer_grid_of_the_same_frames_gives_the_same_loads(factor: int) -> None:
    recording = simulate_step(StepParameters(), SensorGrid(6.0, 6.0, threshold=5.0)).recording
    fine = recording.pressure.repeat(factor, axis=1).repeat(factor, axis=2)
    grid = SensorGrid(6.0 / factor, 6.0 / factor, threshold=5.0)
    one = pg.analyze(recording).steps[0].measures
    other = pg.analyze(PressureRecording(fine, recording.time, grid)).steps[0].measures
    for key in ("peak_pressure", "peak_force", "contact_area", "contact_time", "force_time_integral"):
        assert other[key].value == pytest.approx(one[key].value, rel=1e-6), key
    assert other["cop_length"].value == pytest.approx(one["cop_length"].value, abs=0.5)
    assert other["arch_index"].value == pytest.approx(one["arch_index"].value, abs=0.01)


POWERS = {
    **dict.fromkeys(("kPa", "N", "kPa/mm"), (1, 0)),
    **dict.fromkeys(("kPa s", "N s"), (1, 1)),
    "N/s": (1, -1),
    "s": (0, 1),
    "mm/s": (0, -1),
    **dict.fromkeys(("1", "%", "mm", "cm2", "deg"), (0, 0)),
}
"""Powers of pressure and of time in the units of measures."""
OF_A_FIXED_TIME = ("cop_peak_velocity_ap", "cop_peak_velocity_ml")
"""Measures from slopes over 20 ms, whatever the time that a step takes."""


@given(louder=st.floats(0.5, 2.0), slower=st.floats(0.8, 1.25), arch=st.floats(0.2, 0.8))
@settings(max_examples=10, deadline=None)
def test_every_measure_scales_with_pressure_and_time_as_its_unit_does(
    louder: float, slower: float, arch: float
) -> None:
    grid, usual = SensorGrid(5.0, 5.0, threshold=5.0), pg.AnalysisSettings(uncertainties=False)
    foot = StepParameters(FootShape(arch_height=arch))
    recording = simulate_step(foot, grid, sampling=Sampling(300.0)).recording
    other = PressureRecording(
        recording.pressure * louder, recording.time * slower, replace(grid, threshold=5.0 * louder)
    )
    gates = {name: louder * getattr(usual, name) for name in ("force_threshold", "zone_force")}
    one = pg.analyze(recording, usual).steps[0].measures
    two = pg.analyze(other, usual.with_changes(**gates)).steps[0].measures
    assert one.keys() == two.keys()
    assert len(one) > 60
    for key in set(one.keys()) - set(OF_A_FIXED_TIME):
        pressure, time = POWERS[one[key].unit]
        expected = louder**pressure * slower**time * one[key].value
        assert two[key].value == pytest.approx(expected, rel=1e-4, abs=1e-4), key


def test_a_recording_cut_in_two_between_steps_has_the_same_steps() -> None:
    walk = simulate_walk(walk=Walk(step_time=1.1)).recording
    whole = pg.analyze(walk).steps
    between = (whole[1].footstep.stop_frame + whole[2].footstep.start_frame) // 2
    parts = [
        PressureRecording(walk.pressure[part], walk.time[part], walk.grid)
        for part in (slice(None, between), slice(between, None))
    ]
    steps = [step for part in parts for step in pg.analyze(part).steps]
    assert [step.side for step in steps] == [step.side for step in whole]
    for one, two in zip(whole, steps, strict=True):
        assert {key: measure.value for key, measure in one.measures.items()} == pytest.approx(
            {key: measure.value for key, measure in two.measures.items()}
        )
