"""Quality notes on recordings made with one fault each, and on recordings without any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from faulty_recordings import (
    BARE,
    GRID,
    STEP,
    analysed,
    ellipse_print,
    flat_foot,
    fused_toes,
    notes_of,
    one_step,
    repeated,
    small_plate,
    with_drift,
    with_pressure,
    without_frames,
)

import pedograph as pg
from corrected_steps import with_foot, with_side
from pedograph.corrections import StepCorrection
from pedograph.exports import analyses_as_json
from pedograph.measures import catalogue
from pedograph.notes import Severity
from pedograph.quality import assess
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation import FootShape, StepParameters

HEAD = (50, 34)
"""A cell under the second metatarsal head of the right foot of `one_step`."""


def noisy(level: float, threshold: float) -> PressureRecording:
    """A step with white noise, silent below a threshold."""
    recording = one_step(SensorGrid(5.0, 5.0))
    noise = np.random.default_rng(3).normal(0.0, level, recording.pressure.shape)
    read = recording.pressure + noise
    return with_pressure(recording, np.where(read > threshold, read, 0.0).astype(np.float32))


def with_dead_and_stuck_cell() -> PressureRecording:
    recording = one_step()
    pressure = recording.pressure.copy()
    pressure[:, HEAD[0], HEAD[1]] = 0.0
    pressure[:, 1, 1] = 40.0
    return with_pressure(recording, pressure)


def clipped(limit: float, grid: SensorGrid = GRID) -> PressureRecording:
    recording = one_step(grid)
    return with_pressure(recording, np.minimum(recording.pressure, np.float32(limit)))


def cut() -> PressureRecording:
    recording = one_step()
    return PressureRecording(recording.pressure[:, : HEAD[0]], recording.time, GRID, side=Side.RIGHT)


def picture() -> PressureRecording:
    return PressureRecording(one_step().peak_image[None], [0.0], GRID)


FAULTS: dict[str, tuple[Callable[[], PressureRecording], set[str]]] = {
    "stated limit": (lambda: one_step(replace(GRID, saturation=200.0)), {"saturated_cells"}),
    "limit not stated": (lambda: clipped(350.0), {"saturated_cells"}),
    "dead and stuck cell": (with_dead_and_stuck_cell, {"dead_cells", "stuck_cells"}),
    "rising cell": (lambda: with_drift(30.0, 5, 5), {"drifting_cells"}),
    "falling cell under the foot": (lambda: with_drift(-40.0, *HEAD), {"drifting_cells"}),
    "noise": (lambda: noisy(3.0, 8.0), {"noise"}),
    "76.9 Hz": (lambda: one_step(rate=76.9), {"low_rate"}),
    "40 Hz": (lambda: one_step(rate=40.0), {"low_rate", "low_rate_for_walking"}),
    "frames lost in the step": (lambda: without_frames(one_step(), 1.3, 1.4), {"gap_in_step"}),
    "frames lost after the step": (lambda: without_frames(one_step(), 2.0, 2.2), {"gap"}),
    "cut by the edge": (cut, {"cut_print"}),
    "no side, no toes": (ellipse_print, {"uncertain_side", "unknown_side", "no_toes", "print_without_toes"}),
    "fused toes": (fused_toes, {"no_toe_valley"}),
    "axes apart": (flat_foot, {"axis_disagreement"}),
    "two steps": (lambda: repeated([STEP] * 2), {"few_steps"}),
    "slow step": (lambda: repeated([*[STEP] * 4, STEP.with_changes(stance_time=0.9)]), {"unusual_stance"}),
    "cells of 10 mm": (lambda: one_step(SensorGrid(10.0, 10.0, threshold=5.0)), {"coarse_cells"}),
    "single picture": (picture, {"no_time_course"}),
    "nothing": (lambda: with_pressure(one_step(), 0 * one_step().pressure), {"no_load"}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_has_its_note_and_no_other(name: str) -> None:
    make, keys = FAULTS[name]
    found = set(notes_of(make()))
    may_follow = {"axis_disagreement", "uncertain_side"} if name in ("noise", "cut by the edge") else set()
    assert found - may_follow == keys


@pytest.mark.parametrize("name", FAULTS)
def test_what_blocks_is_missing_and_what_does_not_is_there(name: str) -> None:
    """A gate that blocks says so: the table agrees with the note."""
    analysis = analysed(FAULTS[name][0]())
    for note in assess(analysis):
        assert set(note.affects) <= set(catalogue())
        assert set(note.steps) <= {step.index for step in analysis.steps}
        tables = [analysis.steps[index].measures for index in note.steps]
        for key in note.affects:
            if note.severity is Severity.BLOCKS:
                assert all(key in table.missing for table in tables), (note.key, key)
            elif tables:
                assert any(key in table for table in tables), (note.key, key)
        assert note.affects or note.severity is not Severity.BLOCKS
        assert note in analysis.quality


@pytest.mark.parametrize("file", ["emed_before_insole.lst", "emed_after_insole.lst"])
def test_a_clean_sample_scan_has_none(sample_scans: Path, file: str) -> None:
    assert assess(pg.analyze(pg.read(sample_scans / file), BARE)) == ()


def test_sample_walks_have_their_cut_prints_only(sample_scans: Path) -> None:
    for kind, expected in (("planus", {"cut_print"}), ("rectus", {"cut_print", "few_steps"})):
        notes = assess(pg.analyze(pg.read(sample_scans / f"walk_{kind}.zip"), BARE))
        assert {note.key for note in notes} == expected


@pytest.mark.parametrize("shape", [FootShape.planus(), FootShape.rectus(), FootShape.cavus()])
@pytest.mark.parametrize("rate", [100.0, 250.0])
def test_model_feet_without_fault_have_none(shape: FootShape, rate: float) -> None:
    recording = one_step(rate=rate, step=StepParameters(shape))
    assert assess(analysed(recording)) == ()
    assert assess(analysed(small_plate(StepParameters(shape)))) == ()


def test_a_limit_is_told_from_a_rounded_peak_in_coarse_steps() -> None:
    """Readings of 25 kPa each pile up at the top, too, but no more than below it."""
    whole = one_step()
    coarse = with_pressure(whole, np.round(whole.pressure / 25.0).astype(np.float32) * np.float32(25.0))
    assert "saturated_cells" not in notes_of(coarse)
    note = notes_of(clipped(350.0))["saturated_cells"]
    assert note.steps == (0,)
    assert {"peak_pressure", "peak_force", "pressure_time_integral"} <= set(note.affects)
    assert note.severity is not Severity.BLOCKS
    assert {"first_force_peak", "peak_pressure_gradient"} <= set(note.affects)
    stated = notes_of(clipped(350.0, replace(GRID, saturation=350.0)))["saturated_cells"]
    assert "device's limit of 350 kPa" in stated.sentence
    assert stated.affects == note.affects


def test_drift_is_as_large_as_it_was_made() -> None:
    for change, word in ((30.0, "rises"), (-30.0, "falls")):
        far = notes_of(with_drift(change, 5, 5))["drifting_cells"]
        assert f"row 5, column 5 {word} by 30 kPa" in far.sentence
        assert far.steps == ()
    under = notes_of(with_drift(-40.0, *HEAD))["drifting_cells"]
    assert "falls by 40 kPa" in under.sentence
    assert under.steps == (0,)
    assert "contact_area" in under.affects
    assert "drifting_cells" not in notes_of(with_drift(3.0, 5, 5))


def test_noise_is_as_large_as_it_was_made_and_its_threshold_silences_it() -> None:
    recording = noisy(3.0, 8.0)
    bare = recording.pressure[:, :5]
    note = notes_of(recording)["noise"]
    level = float(np.sqrt(np.mean(bare[bare > 0].astype(float) ** 2)))
    assert f"of {level:.1g} kPa (root" in note.sentence
    threshold = float(note.sentence.partition("threshold of ")[2].partition(" kPa")[0])
    assert np.mean(bare[bare > 0] > threshold) < 0.03
    assert {"arch_index", "contact_area", "foot_length"} <= set(note.affects)


def test_a_plate_that_is_not_zeroed_is_said_once() -> None:
    recording = one_step(SensorGrid(5.0, 5.0))
    notes = notes_of(with_pressure(recording, recording.pressure + np.float32(2.0)))
    assert "not_zeroed" in notes
    assert not {"noise", "drifting_cells"} & set(notes)


def test_a_dead_cell_concerns_the_step_that_stands_on_it() -> None:
    notes = notes_of(with_dead_and_stuck_cell())
    assert notes["dead_cells"].steps == (0,)
    assert "peak_pressure" in notes["dead_cells"].affects
    assert notes["stuck_cells"].steps == ()


def test_rates_just_high_enough_are_not_called_low() -> None:
    assert set(notes_of(one_step(rate=90.5))) == set()
    assert set(notes_of(one_step(rate=50.0))) == {"low_rate"}
    low = notes_of(one_step(rate=40.0))
    refused = {"foot_flat_phase", "heel_off", "loading_rate", "cop_peak_velocity_ap", "cpei"}
    assert refused <= set(low["low_rate"].affects)
    assert {"contact_time", "cop_length"} <= set(low["low_rate_for_walking"].affects)


def test_a_gap_is_as_long_as_it_was_made() -> None:
    assert "for 120 ms within step 1" in notes_of(without_frames(one_step(), 1.3, 1.4))["gap_in_step"].sentence
    assert "for 220 ms at 1.99 s" in notes_of(without_frames(one_step(), 2.0, 2.2))["gap"].sentence


def test_a_cut_print_blocks_every_measure() -> None:
    analysis = analysed(cut())
    note = next(note for note in analysis.quality if note.key == "cut_print")
    assert set(note.affects) == set(analysis.steps[0].missing)
    assert {"arch_index", "peak_pressure", "contact_time"} <= set(note.affects)
    assert len(analysis.steps[0].measures) == 0
    assert note.severity is Severity.BLOCKS


def test_a_step_unlike_the_others_is_named() -> None:
    aimed = StepParameters(FootShape(length=240.0), body_mass=95.0, stance_time=0.72)
    notes = notes_of(repeated([*[STEP] * 2, aimed, *[STEP] * 3]))
    assert set(notes) == {"unlike_the_others"}
    assert notes["unlike_the_others"].steps == (2,)
    assert "Step 3 does not count" in notes["unlike_the_others"].sentence
    assert "peak force" in notes["unlike_the_others"].sentence
    assert notes_of(repeated([STEP] * 6)) == {}


def test_a_side_set_by_a_person_takes_its_notes_away() -> None:
    before = analysed(ellipse_print())
    after = with_side(before, 0, Side.LEFT)
    assert {note.key for note in assess(after)} == {"no_toes", "print_without_toes"}
    assert set(assess(after)) <= set(after.quality)
    assert not any("Left or right" in str(note) for note in after.quality)
    assert len(set(after.quality)) == len(after.quality)


def test_an_axis_drawn_by_a_person_is_not_doubted() -> None:

    before = analysed(flat_foot())
    foot = before.steps[0].anatomy
    assert foot is not None
    ends = foot.frame.to_plate(np.zeros(2), np.array([0.0, foot.length]))
    points = tuple((float(x), float(y)) for x, y in zip(*ends, strict=True))
    after = with_foot(before, 0, StepCorrection(axis=(points[0], points[1])))
    assert "axis_disagreement" in {note.key for note in before.quality}
    assert "axis_disagreement" not in {note.key for note in after.quality}


def test_notes_stand_in_the_json() -> None:
    analysis = analysed(one_step(rate=40.0))
    document = analyses_as_json([analysis], analysis.settings, [], "1")
    notes = document["recordings"][0]["quality_notes"]
    assert [note["key"] for note in notes] == ["low_rate", "low_rate_for_walking"]
    assert notes[0]["blocks"] and notes[0]["steps"] == [0] and "heel_off" in notes[0]["measures"]
    assert {note["sentence"] for note in notes} <= set(document["recordings"][0]["quality"])


@pytest.mark.real_scans
def test_real_scans(real_scans: Path) -> None:
    clean = {"emed_walk.lst", "footscan_dynamic_rolloff_right.xls"}
    for name in clean:
        assert assess(pg.analyze(pg.read(real_scans / name), BARE)) == ()
    insole = assess(pg.analyze(pg.read(real_scans / "fscan_walk_left.asf"), BARE))
    assert {"cut_print", "low_rate", "low_rate_for_walking"} <= {note.key for note in insole}
