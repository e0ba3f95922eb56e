"""Walks of model feet over a plate: what is measured is what they were made from."""

from __future__ import annotations

import numpy as np
import pytest
from gait_walks import model_walk, slanting_walk, true_contact, truth_of

from bare_analysis import without_errors
from pedograph.gait import measure_walk, walk_of
from pedograph.gait.walk import ONE_VALUE
from pedograph.recording import PressureRecording, Side
from pedograph.simulation import Walk

EVEN = Walk(step_length=560.0, step_width=90.0, step_time=0.55, first_heel=45.0, centre=160.0)
WALKS = [
    EVEN,
    Walk(
        step_length=430.0, step_width=130.0, step_time=0.62, first_heel=52.0, centre=163.0, first_side=Side.RIGHT
    ),
    Walk(step_length=640.0, step_width=60.0, step_time=0.50, first_heel=47.0, centre=158.0, direction=-1),
]


@pytest.mark.parametrize("walk", WALKS)
def test_lengths_widths_and_times_of_a_model_walk(walk: Walk) -> None:
    measures = model_walk(walk)[0].walk.measures
    for side in ("left", "right"):
        assert measures[f"step_length_{side}"].value == pytest.approx(walk.step_length, abs=1.0)
        assert measures[f"step_time_{side}"].value == pytest.approx(walk.step_time, abs=0.006)
    assert measures["stride_length"].value == pytest.approx(2 * walk.step_length, abs=1.0)
    assert measures["stride_time"].value == pytest.approx(2 * walk.step_time, abs=0.006)
    assert measures["step_width"].value == pytest.approx(walk.step_width, abs=1.5)
    assert measures["cadence"].value == pytest.approx(60.0 / walk.step_time, rel=0.01)
    assert measures["walking_speed"].value == pytest.approx(walk.step_length / walk.step_time / 1000, rel=0.01)


@pytest.mark.parametrize("walk", WALKS)
def test_phases_of_the_cycle_of_a_model_walk(walk: Walk) -> None:
    """Each instant is known to a frame of 10 ms, and a foot is noticed up to a frame late."""
    stance, cycle = 0.70, 2 * walk.step_time
    measures, frame = model_walk(walk, stance=stance)[0].walk.measures, 1.2 * 100 * 0.01 / cycle
    for side in ("left", "right"):
        assert measures[f"stance_share_{side}"].value == pytest.approx(100 * stance / cycle, abs=frame)
        assert measures[f"swing_share_{side}"].value == pytest.approx(100 - 100 * stance / cycle, abs=frame)
        assert measures[f"single_support_{side}"].value == pytest.approx(100 - 100 * stance / cycle, abs=frame)
    assert measures["double_support"].value == pytest.approx(200 * stance / cycle - 100, abs=2 * frame)


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("slant", [-5.0, 0.0, 4.0])
def test_angles_of_a_slanting_walk(slant: float, direction: int) -> None:
    """Against the line of walking the feet turn out alike; against the plate they do not."""
    analysis = without_errors(slanting_walk(slant, 7.0, direction).recording)
    measures = analysis.walk.measures
    for side in ("left", "right"):
        assert measures[f"walk_progression_angle_{side}"].value == pytest.approx(7.0, abs=1.0)
        assert measures[f"step_length_{side}"].value == pytest.approx(600.0, abs=1.5)
    assert measures["step_width"].value == pytest.approx(90.0, abs=1.5)
    by_plate = {step.side: step.measures["foot_progression_angle"].value for step in analysis.steps}
    assert by_plate[Side.RIGHT] - by_plate[Side.LEFT] == pytest.approx(2 * slant, abs=1.5)


def test_heels_of_whole_and_of_cut_prints_lie_where_they_are() -> None:
    seen = set()
    for seed in range(4):
        walk = Walk(
            700.0, first_heel=35.0, centre=160.0, variation=1.0, seed=seed, direction=1 if seed % 2 else -1
        )
        analysis, simulated = model_walk(walk)
        for contact in analysis.walk.contacts:
            assert contact.heel is not None, contact.why_no_heel
            off = np.array(contact.heel) - truth_of(simulated, contact).heel_end
            whole = analysis.steps[contact.index].complete
            seen.add(whole)
            assert abs(off[0]) < (1.0 if whole else 4.0)
            assert abs(off[1]) < 1.0
            assert (contact.end is None) is not whole, "a foot that rolls off the plate is lifted unseen"
    assert seen == {True, False}


def test_the_errors_hold_what_they_promise() -> None:
    """Of the single values of varying walks about 95 % lie within 1.96 standard uncertainties of the truth."""
    scores: dict[str, list[float]] = {}
    for seed in range(6):
        walk = Walk(560.0 + 7.0 * seed, step_time=0.55 + 0.013 * seed, first_heel=45.0, variation=1.0, seed=seed)
        analysis, simulated = model_walk(walk)
        true = walk_of([true_contact(simulated, contact) for contact in analysis.walk.contacts])
        expected = {(sample.key, sample.step): sample.value for sample in true.samples}
        for sample in analysis.walk.samples:
            error = sample.value - expected[sample.key, sample.step]
            stem = sample.key.removesuffix("_left").removesuffix("_right")
            scores.setdefault(stem, []).append(error / sample.uncertainty)
    assert len(scores) == 12, "every measure of a walk"
    for key, values in scores.items():
        assert len(values) >= 12, key
        assert np.mean(np.abs(values) < 1.96) >= 0.85, key
    in_time = [value for key in ("step_time", "stride_time", "double_support") for value in scores[key]]
    assert 0.6 < np.std(in_time) < 1.4, "nor are they larger than they need be"


def test_a_cut_first_print_has_no_heel_and_the_rest_is_measured() -> None:
    walk = Walk(step_length=560.0, first_heel=-60.0, centre=160.0)
    walking = model_walk(walk)[0].walk
    assert walking.contacts[0].heel is None
    assert "heel touches the edge" in str(walking.contacts[0].why_no_heel)
    assert walking.measures["stride_length"].value == pytest.approx(1120.0, abs=1.0)


def test_two_steps_give_a_step_but_no_stride() -> None:
    analysis, _ = model_walk(EVEN)
    second = analysis.steps[1].footstep.stop_frame
    third = analysis.steps[2].footstep.start_frame
    whole = analysis.recording
    frames = whole.pressure.copy()
    later = np.zeros(whole.rows, dtype=bool)
    later[analysis.steps[2].footstep.first_row - 2 :] = True
    frames[:, later] = 0.0
    short = PressureRecording(frames[: max(second, third) + 5], whole.time[: max(second, third) + 5], whole.grid)
    measures = without_errors(short).walk.measures
    side = analysis.steps[1].side.value
    assert measures[f"step_length_{side}"].value == pytest.approx(560.0, abs=1.0)
    assert any("long axis" in str(flag) for flag in measures[f"step_length_{side}"].flags)
    assert ONE_VALUE in measures[f"step_length_{side}"].flags
    assert measures["walking_speed"].value == pytest.approx(0.56 / 0.55, rel=0.02)
    assert "same foot" in str(measures.missing["stride_length"])
    assert "three complete steps" in str(measures.missing["double_support"])


def test_mirroring_the_plate_swaps_the_sides() -> None:
    analysis, simulated = model_walk(Walk(first_heel=45.0, centre=155.0, variation=1.0, seed=3))
    recording = simulated.recording
    mirrored = PressureRecording(recording.pressure[:, :, ::-1], recording.time, recording.grid)
    swapped = without_errors(mirrored).walk.measures
    other = {"left": "right", "right": "left"}
    for key, measure in analysis.walk.measures.items():
        stem, _, side = key.rpartition("_")
        twin = f"{stem}_{other[side]}" if side in other else key
        assert swapped[twin].value == pytest.approx(measure.value, abs=1e-6), key


def test_walking_the_other_way_gives_the_same() -> None:
    analysis, simulated = model_walk(Walk(first_heel=45.0, centre=155.0, variation=1.0, seed=5))
    recording = simulated.recording
    turned = PressureRecording(recording.pressure[:, ::-1, ::-1], recording.time, recording.grid)
    for key, measure in without_errors(turned).walk.measures.items():
        assert measure.value == pytest.approx(analysis.walk.measures[key].value, abs=1e-6), key


def test_pressure_and_time_scale_what_they_should() -> None:
    analysis, simulated = model_walk(EVEN)
    recording = simulated.recording
    heavier = PressureRecording(recording.pressure * 2.0, recording.time, recording.grid)
    slower = PressureRecording(recording.pressure, recording.time * 1.25, recording.grid)
    for key, measure in measure_walk(without_errors(heavier).steps).measures.items():
        assert measure.value == pytest.approx(analysis.walk.measures[key].value, rel=0.01, abs=0.3), key
    changes = {
        "cadence": 0.8,
        "walking_speed": 0.8,
        "stride_time": 1.25,
        "step_length_left": 1.0,
        "step_width": 1.0,
    }
    slow = without_errors(slower).walk.measures
    for key, factor in changes.items():
        assert slow[key].value == pytest.approx(factor * analysis.walk.measures[key].value, rel=1e-6), key
