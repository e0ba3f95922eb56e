"""Prints that are easy to misread: without toes, with noise, forefoot first, out and back, unzeroed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pedograph as pg
from bare_analysis import without_errors
from pedograph._platform.atomic_write import replace_file
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation import (
    FootShape,
    Placement,
    Sampling,
    StepParameters,
    rectangle,
    simulate_step,
    simulate_steps,
    simulate_walk,
)

GRID = SensorGrid(5.0, 5.0, threshold=5.0)


def only_step(recording: PressureRecording) -> pg.StepAnalysis:
    (step,) = without_errors(recording).steps
    return step


def without_toes(recording: PressureRecording) -> PressureRecording:
    step = only_step(recording)
    assert step.anatomy is not None
    pressure = recording.pressure.copy()
    toes = step.anatomy.ten[:, :2].sum(axis=1) > 0.01
    pressure[:, step.frames.rows[toes], step.frames.columns[toes]] = 0
    return PressureRecording(pressure, recording.time, recording.grid)


@pytest.mark.parametrize("shape", [FootShape.planus(), FootShape.rectus(), FootShape.cavus()])
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_print_without_toes_keeps_its_arch(shape: FootShape, side: Side) -> None:
    whole = simulate_step(StepParameters(shape, side), GRID).recording
    bare = only_step(without_toes(whole))
    assert bare.side is side
    assert "no toe" in str(bare.missing["foot_length"])
    assert "no toe" in str(bare.measures["arch_index"].flags[0])
    before = only_step(whole).measures
    assert bare.measures["arch_index"].value == pytest.approx(before["arch_index"].value, abs=0.012)
    assert bare.measures["foot_width"].value == pytest.approx(before["foot_width"].value, abs=6.0)
    assert "hallux" in str(bare.missing["cpei"])


@pytest.mark.real_scans
def test_a_real_print_without_toes_keeps_its_arch(real_scans: Path) -> None:
    whole = pg.read(real_scans / "emed_walk.lst")
    bare = only_step(without_toes(whole)).measures
    assert bare["arch_index"].value == pytest.approx(only_step(whole).measures["arch_index"].value, abs=0.015)


@pytest.mark.parametrize(("behind", "beside"), [(30.0, 0.0), (-290.0, 0.0), (-100.0, 80.0)])
def test_one_noisy_reading_changes_nothing(behind: float, beside: float) -> None:
    clean = simulate_step(
        StepParameters(progression_angle=0.0), GRID, placement=Placement(x=150.0, y=80.0), shape=(90, 60)
    ).recording
    pressure = clean.pressure.copy()
    pressure[30, round((80.0 - behind) / 5), round((150.0 + beside) / 5)] = 12.0
    noisy = without_errors(PressureRecording(pressure, clean.time, GRID))
    assert any("speck" in str(note) for note in noisy.quality)
    for key, measure in only_step(clean).measures.items():
        assert noisy.steps[0].measures[key].value == pytest.approx(measure.value), key


def test_a_walk_on_a_noisy_plate_is_found() -> None:
    recording, random = simulate_walk().recording, np.random.default_rng(3)
    expected = [step.side for step in without_errors(recording).complete_steps]
    for share, threshold in ((0.0005, 0.0), (0.01, 6.0)):
        noise = (random.random(recording.pressure.shape) < share) * random.uniform(1, 5, recording.pressure.shape)
        noisy = PressureRecording(recording.pressure + noise, recording.time, recording.grid)
        steps = without_errors(noisy, pg.AnalysisSettings(contact_threshold=threshold)).complete_steps
        assert [step.side for step in steps] == expected


def walk_of(*steps: tuple[Side, float, float, int, float]) -> list[pg.StepAnalysis]:
    """Steps given by side, x, y of the heel, direction and start."""
    placed = [
        (StepParameters(side=side, progression_angle=6.0), Placement(x, y, direction, start))
        for side, x, y, direction, start in steps
    ]
    sampling = Sampling(sample_rate=126.0, quantum=2.0)
    simulated = simulate_steps(placed, SensorGrid(7.62, 5.08), (256, 63), sampling=sampling)
    return list(without_errors(simulated.recording).steps)


def test_out_and_back_on_one_plate() -> None:
    left, right = Side.LEFT, Side.RIGHT
    steps = walk_of(
        (left, 120, 200, 1, 0.0),
        (right, 200, 830, 1, 0.55),
        (left, 120, 1460, 1, 1.1),
        (right, 120, 1750, -1, 4.0),
        (left, 200, 1120, -1, 4.55),
        (right, 120, 490, -1, 5.1),
    )
    assert [step.side for step in steps] == [left, right, left, right, left, right]
    assert [step.footstep.direction for step in steps] == [1, 1, 1, -1, -1, -1]


def test_hops_on_one_foot_are_of_one_foot() -> None:
    right = Side.RIGHT
    steps = walk_of((right, 160, 200, 1, 0.0), (right, 165, 830, 1, 0.9), (right, 160, 1400, 1, 1.8))
    assert [step.side for step in steps] == [right, right, right]


def delayed_heel(seconds: float) -> PressureRecording:
    """A left step whose rear part comes down later."""
    made = simulate_step(StepParameters(side=Side.LEFT, progression_angle=4.0), GRID).recording
    shift = round(seconds * 100)
    pressure = np.pad(made.pressure, ((0, shift), (0, 0), (0, 0)))
    rows = np.flatnonzero(made.peak_image.any(axis=1))
    cut = rows[0] + round(0.55 * (rows[-1] - rows[0]))
    pressure[:, :cut] = np.roll(pressure[:, :cut], shift, axis=0)
    return PressureRecording(pressure, np.arange(len(pressure)) / 100, GRID)


def test_a_forefoot_strike_is_not_turned_round() -> None:
    step = only_step(delayed_heel(0.2))
    assert step.side is Side.LEFT
    assert step.footstep.direction == 1
    assert str(step.missing["cpei"]) == "the forefoot touched down before the heel"


def test_an_unzeroed_plate_keeps_its_foot_and_says_so() -> None:
    clean = simulate_step(StepParameters(), SensorGrid(5.0, 5.0)).recording
    padded = np.pad(clean.pressure, ((3, 3), (30, 30), (25, 25)))
    floor = 1.0 * np.random.default_rng(5).uniform(0.999, 1.001, padded.shape)
    recording = PressureRecording(padded + floor, np.arange(len(padded)) / 100, SensorGrid(5.0, 5.0))
    analysis = without_errors(recording)
    assert any("not to be zeroed" in str(note) for note in analysis.quality)
    assert [step.side for step in analysis.steps] == [Side.RIGHT]
    cleared = without_errors(recording, pg.AnalysisSettings(contact_threshold=3.0)).steps[0].measures
    expected = without_errors(clean, pg.AnalysisSettings(contact_threshold=3.0)).steps[0].measures
    assert cleared["arch_index"].value == pytest.approx(expected["arch_index"].value, abs=0.01)


def test_a_heel_and_midfoot_alone_are_no_whole_step() -> None:
    made = simulate_step(StepParameters(progression_angle=0.0), GRID).recording
    step = only_step(made)
    assert step.anatomy is not None
    front = step.anatomy.cells.along > 0.55 * step.anatomy.length
    pressure = made.pressure.copy()
    pressure[:, step.frames.rows[front], step.frames.columns[front]] = 0
    assert (
        "forefoot is not on the plate"
        in only_step(PressureRecording(pressure, made.time, GRID)).missing["cpei"].sentence
    )


def test_missing_frames_withhold_what_is_summed_over_time() -> None:
    made = simulate_step(StepParameters(), GRID).recording
    time = made.time.copy()
    time[40:] += 1.0
    step = only_step(PressureRecording(made.pressure, time, GRID))
    assert "frames are missing" in str(step.missing["force_time_integral"])
    assert step.measures["peak_force"].value == pytest.approx(only_step(made).measures["peak_force"].value)


def test_an_unknown_side_has_no_medial_measures() -> None:
    phantom = rectangle()
    step = without_errors(phantom.recording).steps[0]
    assert step.side is Side.UNKNOWN
    assert {"forefoot_balance", "cpei", "foot_progression_angle", "rearfoot_medial_share"} <= set(step.missing)
    assert step.measures["arch_index"].value == pytest.approx(1 / 3, abs=0.01)


@given(seed=st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_any_blobs_are_answered(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows, columns = int(random.integers(4, 70)), int(random.integers(4, 50))
    frames = int(random.choice([1, 2, 15, 40]))
    y, x = np.mgrid[0:rows, 0:columns]
    pressure = np.zeros((frames, rows, columns))
    for _ in range(int(random.integers(1, 7))):
        centre, size = random.uniform(0, (rows, columns)), random.uniform(1, 14, 2)
        blob = np.maximum(0, 1 - ((y - centre[0]) / size[0]) ** 2 - ((x - centre[1]) / size[1]) ** 2)
        start, stop = np.sort(random.integers(0, frames + 1, 2))
        pressure[start : stop + 1] += blob * random.uniform(5, 500)
    grid = SensorGrid(float(random.uniform(2, 12)), float(random.uniform(2, 12)))
    for step in without_errors(PressureRecording(pressure, np.arange(frames) * 0.02, grid)).steps:
        numbers = [measure.value for measure in step.measures.values()]
        numbers += [measure.value for region in step.regions.values() for measure in region.values()]
        assert np.isfinite(numbers).all()
        for scheme in step.schemes.values():
            area = sum(region["contact_area"].value for region in scheme.values())
            assert area == pytest.approx(step.measures["contact_area"].value, rel=1e-3)


def test_bad_arrays_are_refused_in_words_and_half_precision_is_not() -> None:
    bad: tuple[Any, ...] = ([[["a"]]], [[[np.nan]]], [[[1e39]]], [[[-1.0]]], [[[None]]])
    for values in bad:
        with pytest.raises(pg.RecordingError):
            PressureRecording(values, [0.0], GRID)
    half = PressureRecording(np.full((1, 1, 1), 123.5, dtype=np.float16), [0.0], GRID)
    assert half.pressure.tolist() == [[[123.5]]]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_links_and_pipes_are_written_through(tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old")
    link.symlink_to(target)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    replace_file(Path(os.devnull), b"gone")
    assert not Path(os.devnull).is_file()
