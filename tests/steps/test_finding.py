"""Footsteps on a plate: how many, whose, which way, and whether whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pedograph as pg
from bare_analysis import without_errors
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation import (
    FootShape,
    Placement,
    SimulatedRecording,
    StepParameters,
    Walk,
    simulate_step,
    simulate_steps,
    simulate_walk,
)
from pedograph.steps import clean, find_steps

SETTINGS = pg.AnalysisSettings()
GRID = SensorGrid(5.0, 5.0, threshold=5.0)


def found(recording: PressureRecording) -> list[pg.Footstep]:
    return [step.footstep for step in find_steps(recording, clean(recording, SETTINGS), SETTINGS).steps]


@given(
    side=st.sampled_from([Side.LEFT, Side.RIGHT]),
    arch=st.floats(0.15, 0.9),
    pronation=st.floats(-0.8, 0.8),
    angle=st.floats(-10.0, 25.0),
)
@settings(max_examples=25, deadline=None)
def test_one_step_is_one_step_of_the_right_side(side: Side, arch: float, pronation: float, angle: float) -> None:
    parameters = StepParameters(FootShape(arch_height=arch), side, pronation=pronation, progression_angle=angle)
    steps = found(simulate_step(parameters, GRID).recording)
    assert [step.side for step in steps] == [side]
    assert steps[0].complete
    assert steps[0].direction == 1
    assert steps[0].side_confidence > 0.8


@pytest.mark.parametrize("backwards", [False, True])
def test_a_walk_alternates_whichever_way_it_goes(backwards: bool) -> None:
    walk = simulate_walk(walk=Walk(direction=-1 if backwards else 1))
    steps = found(walk.recording)
    truths = sorted(walk.truths, key=lambda truth: truth.start)
    assert len(steps) == len(truths)
    assert [step.side for step in steps] == [truth.side for truth in truths]
    assert [step.complete for step in steps] == [truth.complete for truth in truths]
    assert {step.direction for step in steps if step.complete} == {-1 if backwards else 1}


def two_feet(gap: float, stagger: float, delay: float) -> SimulatedRecording:
    """A left and a right foot, their axes ``gap`` mm apart."""
    left = (StepParameters(side=Side.LEFT, progression_angle=2.0), Placement(x=100.0, y=40.0))
    right = (
        StepParameters(side=Side.RIGHT, progression_angle=2.0),
        Placement(x=100.0 + gap, y=40.0 + stagger, start=delay),
    )
    return simulate_steps([left, right], GRID, (140, 80))


@pytest.mark.parametrize(("gap", "stagger", "delay"), [(102.0, 0.0, 0.0), (95.0, 0.0, 0.1), (60.0, 290.0, 0.45)])
def test_feet_that_are_close_stay_two(gap: float, stagger: float, delay: float) -> None:
    steps = found(two_feet(gap, stagger, delay).recording)
    assert sorted(step.side for step in steps) == [Side.LEFT, Side.RIGHT]


def test_feet_that_touch_are_parted() -> None:
    simulated = two_feet(91.0, 0.0, 0.05)
    steps = find_steps(simulated.recording, clean(simulated.recording, SETTINGS), SETTINGS).steps
    assert sorted(step.footstep.side for step in steps) == [Side.LEFT, Side.RIGHT]
    for step, truth in zip(
        sorted(steps, key=lambda one: one.x.mean()),
        sorted(simulated.truths, key=lambda one: float(one.heel_end[0])),
        strict=True,
    ):
        assert step.force.max() == pytest.approx(truth.peak_force, rel=0.03)


def test_components_of_a_high_arch_are_one_foot() -> None:
    simulated = simulate_step(StepParameters(FootShape(arch_height=1.0)), GRID)
    steps = found(simulated.recording)
    assert len(steps) == 1
    assert steps[0].mask.shape[0] * 5.0 == pytest.approx(simulated.truth.length, abs=12.0)


@pytest.mark.parametrize(
    ("cut", "reason"),
    [
        (np.s_[:, 14:, :], "near edge"),
        (np.s_[:, :-16, :], "far edge"),
        (np.s_[30:, :, :], "begun before"),
        (np.s_[:40, :, :], "still going on"),
    ],
)
def test_cut_steps_say_why(cut: tuple[slice, ...], reason: str) -> None:
    whole = simulate_step(StepParameters(progression_angle=0.0), GRID).recording
    pressure = whole.pressure[cut]
    recording = PressureRecording(pressure, np.arange(len(pressure)) / 100.0, GRID)
    steps = found(recording)
    assert len(steps) == 1
    assert any(reason in str(why) for why in steps[0].incomplete), steps[0].incomplete


def test_a_cropped_matrix_has_no_plate_edge() -> None:
    whole = simulate_step(StepParameters(progression_angle=0.0), GRID).recording
    pressure = whole.pressure[:, 14:, :]
    recording = PressureRecording(pressure, whole.time, SensorGrid(5.0, 5.0, cropped=True))
    assert found(recording)[0].complete


def test_an_insole_walk_is_many_steps_of_one_foot() -> None:
    step = simulate_step(StepParameters(side=Side.LEFT, progression_angle=0.0), GRID).recording
    swing = np.zeros((40, *step.pressure.shape[1:]), dtype=np.float32)
    pressure = np.concatenate([step.pressure, swing] * 4)
    steps = found(PressureRecording(pressure, np.arange(len(pressure)) / 100.0, GRID))
    assert [foot.side for foot in steps] == [Side.LEFT] * 4


def test_an_insole_that_keeps_some_load_in_swing_is_cut_in_time() -> None:
    step = simulate_step(StepParameters(side=Side.RIGHT, progression_angle=0.0), GRID).recording
    swing = np.zeros((40, *step.pressure.shape[1:]), dtype=np.float32)
    pressure = np.concatenate([step.pressure, swing] * 3)
    heel = np.argwhere(step.peak_image > 100)[0]
    pressure[:, heel[0], heel[1]] += 6.0 + 0.5 * np.sin(np.arange(len(pressure)))
    steps = found(PressureRecording(pressure, np.arange(len(pressure)) / 100.0, GRID))
    assert len(steps) == 3


def test_a_person_who_stands_has_two_whole_prints_that_do_not_roll_over() -> None:
    left = (StepParameters(side=Side.LEFT, progression_angle=8.0), Placement(x=110.0, y=40.0))
    right = (StepParameters(side=Side.RIGHT, progression_angle=8.0), Placement(x=230.0, y=45.0))
    print_ = simulate_steps([left, right], GRID, (70, 70)).recording.peak_image
    sway = 1 + 0.05 * np.sin(np.linspace(0, 9, 200))
    standing = PressureRecording(print_ * sway[:, None, None] / 4, np.arange(200) / 50, GRID)
    analysis = without_errors(standing)
    assert sorted(step.side for step in analysis.steps) == [Side.LEFT, Side.RIGHT]
    for step in analysis.steps:
        assert step.complete
        assert "arch_index" in step.measures
        assert "stood on the plate" in str(step.missing["foot_flat_phase"])
        assert {"cpei", "contact_time"} <= set(step.missing)


def blob(rows: float, columns: float) -> PressureRecording:
    """An elliptic print of so many mm, loaded for half a second."""
    y, x = np.mgrid[0:80, 0:60]
    shape = ((y - 40) * 5 / (rows / 2)) ** 2 + ((x - 30) * 5 / (columns / 2)) ** 2 < 1
    curve = np.sin(np.linspace(0, np.pi, 52))
    return PressureRecording(curve[:, None, None] * shape * 100.0, np.arange(52) / 100, GRID)


@pytest.mark.parametrize(
    ("rows", "columns", "reason"), [(60, 55, "too short"), (150, 130, "too broad"), (180, 20, "too narrow")]
)
def test_what_is_no_foot_is_said_to_be_none(rows: float, columns: float, reason: str) -> None:
    analysis = without_errors(blob(rows, columns))
    assert not analysis.steps
    assert any(reason in str(note) for note in analysis.quality)


def test_an_empty_plate_has_no_steps_and_says_so() -> None:
    analysis = without_errors(PressureRecording(np.zeros((20, 30, 20)), np.arange(20) / 100, GRID))
    assert not analysis.steps
    assert "Nothing touched the plate in this recording." in map(str, analysis.quality)


def test_dead_and_stuck_cells_are_mended_and_said() -> None:
    whole = simulate_step(StepParameters(), GRID).recording
    pressure = whole.pressure.copy()
    dead = np.unravel_index(int(whole.peak_image.argmax()), whole.peak_image.shape)
    pressure[:, dead[0], dead[1]] = 0
    pressure[:, 1, 1] = 40.0
    analysis = without_errors(PressureRecording(pressure, whole.time, GRID))
    reference = without_errors(whole)
    assert len(analysis.steps) == 1
    assert any(f"row {dead[0]}, column {dead[1]}" in str(note) for note in analysis.quality)
    assert any("never changed" in str(note) for note in analysis.quality)
    force = [one.steps[0].measures["peak_force"].value for one in (analysis, reference)]
    assert force[0] == pytest.approx(force[1], rel=0.01)


@pytest.mark.real_scans
def test_real_plate_walks(real_scans: Path) -> None:
    expected = {
        "footscan_plate_walk_1.zip": [("left", False), ("right", True), ("left", True)],
        "footscan_plate_walk_2.zip": [
            ("right", False),
            ("left", True),
            ("right", True),
            ("left", False),
            ("right", False),
        ],
    }
    for name, steps in expected.items():
        analysis = without_errors(pg.read(real_scans / name))
        assert [(step.side.value, step.complete) for step in analysis.steps] == steps


@pytest.mark.real_scans
def test_real_insole_walk(real_scans: Path) -> None:
    analysis = without_errors(pg.read(real_scans / "fscan_walk_left.asf"))
    assert [step.side for step in analysis.steps] == [Side.LEFT] * 6
    assert [step.complete for step in analysis.steps] == [False] + [True] * 5
