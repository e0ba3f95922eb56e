"""Odd but possible recordings, and what a measure may not say of them."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import ArrayLike

import pedograph as pg
from pedograph.measures import StepContext
from pedograph.measures.balance.footscan import BALANCE
from pedograph.measures.context import once
from pedograph.measures.cop.area import COP_AREA
from pedograph.measures.cop.excursion_rules import cpei
from pedograph.measures.model import Measure, MeasureTable, Unmeasurable
from pedograph.measures.pronation import Marker, pronation_markers
from pedograph.measures.reference.own import OwnPeople, own_reference
from pedograph.measures.reference.ranges import ReferenceRange
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side
from pedograph.simulation import StepParameters, simulate_step
from pedograph.simulation.plate import Sampling
from pedograph.standing import measure_standing

GRID = SensorGrid(5.0, 5.0, threshold=5.0)


def model(parameters: StepParameters | None = None, rate: float = 100.0) -> PressureRecording:
    return simulate_step(parameters or StepParameters(), GRID, sampling=Sampling(rate)).recording


def step_of(recording: PressureRecording, **settings: float) -> pg.StepAnalysis:
    (step,) = pg.analyze(recording, pg.AnalysisSettings(uncertainties=False).with_changes(**settings)).steps
    return step


def context_of(recording: PressureRecording) -> StepContext:
    return step_of(recording).schemes.context


def changed(
    recording: PressureRecording, pressure: ArrayLike, time: FloatArray | None = None
) -> PressureRecording:
    return PressureRecording(pressure, recording.time if time is None else time, recording.grid)


def marker(
    key: str, values: Sequence[float], error: float | None = None, own: ReferenceRange | None = None
) -> Marker:
    """What a marker says of a foot with these values, compared with an own reference."""
    tables = [MeasureTable({key: Measure(key, value, "1", error)}) for value in values]
    (found,) = (one for one in pronation_markers(tables, own={key: [own] if own else []}) if one.key == key)
    return found


def test_a_foot_that_loads_its_outer_side_is_not_pronated() -> None:
    """The index of force about the foot axis falls with pronation, that of area about the path rises."""
    steps = {
        pronation: context_of(model(StepParameters(pronation=pronation, side=Side.RIGHT)))
        for pronation in (-0.9, 0.0, 0.9)
    }
    for key in ("lateral_medial_force_index", "lateral_medial_area_index"):
        inwards, neutral, outwards = (COP_AREA[key](steps[pronation]) for pronation in (0.9, 0.0, -0.9))
        own = own_reference([neutral - 0.001, neutral, neutral + 0.001], OwnPeople("people of one kind"))
        said = [marker(key, [value] * 3, 0.001, own).reading for value in (inwards, neutral, outwards)]
        assert said == ["pronated", "neutral", "supinated"], key


def test_the_interval_of_the_mean_of_three_steps_holds_the_truth_in_95_of_100_cases() -> None:
    random = np.random.default_rng(5)
    held = 0
    for _ in range(2000):
        found = marker("cpei", (20.0 + random.normal(size=3)).tolist())
        assert found.value is not None and found.error is not None
        held += abs(found.value - 20.0) <= found.error
    assert held / 2000 == pytest.approx(0.95, abs=0.015)


def test_without_toes_nothing_is_said_of_the_hallux() -> None:
    """A print whose toes left no mark: all the load is on the first metatarsal only because it has no hallux."""
    recording = model()
    place = np.arange(recording.rows)[None, :, None]
    bare = step_of(changed(recording, np.where(place <= 0.75 * recording.rows, recording.pressure, 0.0)))
    assert bare.anatomy is not None and not bare.anatomy.borders.toe_line.toes
    assert str(bare.missing["hallux_balance"]) == "no toe can be distinguished from the forefoot"
    assert "forefoot_balance" in bare.measures
    assert -100.0 < BALANCE["hallux_balance"](context_of(recording)) < 0.0


def test_the_mean_place_while_the_foot_is_flat_is_one_over_time() -> None:
    """A recording with three times the frames in one of its halves says the same as an even one."""
    recording = model(StepParameters(pronation=0.9), 450.0)
    middle = 3 * (recording.frames // 6)
    late = np.concatenate([np.arange(0, middle, 3), np.arange(middle, recording.frames)])
    early = np.concatenate([np.arange(0, middle), np.arange(middle, recording.frames, 3)])
    even = np.arange(0, recording.frames, 3)
    values = [
        BALANCE["cop_medial_excursion"](context_of(changed(recording, recording.pressure[at], recording.time[at])))
        for at in (late, early, even)
    ]
    assert values[:2] == pytest.approx([values[2]] * 2, abs=0.05)


@pytest.mark.parametrize("rate", [10.0, 20.0, 40.0])
def test_a_slow_plate_gives_no_excursion_index(rate: float) -> None:
    """At 10 Hz the chord of a neutral foot, whose index is 20 %, ends so early that it comes out as 7 %."""
    with pytest.raises(Unmeasurable, match=f"the excursion index needs at least 50 Hz; this is {rate:.0f} Hz"):
        cpei(context_of(model(rate=rate)))
    assert cpei(context_of(model(rate=50.0))) == pytest.approx(cpei(context_of(model(rate=500.0))), abs=1.0)


def test_no_region_of_a_single_picture_has_a_peak_force_in_body_weights() -> None:
    recording = model()
    picture = PressureRecording(recording.peak_image[None], recording.time[:1], recording.grid)
    step = step_of(picture, body_mass=70.0)
    assert "single image" in str(step.missing["peak_force_body_weight"])
    for name, loads in step.regions.items():
        assert "peak_force_body_weight" not in loads, name
    whole = step_of(recording, body_mass=70.0)
    assert all("peak_force_body_weight" in loads for loads in whole.regions.values())


@pytest.mark.parametrize(("frames", "rate"), [(3, 0.5), (4, 0.5), (7, 1.0), (12, 1.0), (19, 3.0)])
def test_a_few_frames_of_standing_show_no_sway(frames: int, rate: float) -> None:
    picture = model().peak_image
    course = 1.0 + 0.05 * np.sin(np.arange(frames))
    still = PressureRecording(
        course[:, None, None] * picture, np.arange(frames) / rate, SensorGrid(5.0, 5.0), task="stand"
    )
    found = measure_standing(still)
    assert found.path is None
    assert "standing_force" in found.measures
    assert "20 are the least" in str(found.measures.missing["sway_rms"])


@pytest.mark.parametrize("missing", [0.35, 0.4])
def test_a_print_without_a_heel_has_no_arch(missing: float) -> None:
    """Of a person who walks on the toes: its rear third is no heel, and an arch index of 0.38 no flat foot."""
    recording = model()
    place = np.arange(recording.rows)[None, :, None]
    step = step_of(changed(recording, np.where(place >= missing * recording.rows, recording.pressure, 0.0)))
    assert step.complete and step.anatomy is None
    for key in ("arch_index", "clarke_angle", "foot_progression_angle", "rearfoot_balance"):
        assert str(step.missing[key]).startswith("the print is too short for its width")
    assert step.measures["peak_force"].value == pytest.approx(recording.force.max(), rel=0.01)


def test_a_step_is_let_go_with_its_last_user_whatever_it_lacks() -> None:
    """A reason that is kept with its trace would hold the step and its frames until they are searched for."""

    @once
    def lacking(context: StepContext) -> float:
        raise Unmeasurable("no_heel", "no heel")

    context = context_of(model())
    watched = weakref.ref(context)
    gc.disable()
    try:
        for _ in range(2):
            with pytest.raises(Unmeasurable, match="no heel"):
                lacking(context)
        del context
        assert watched() is None
    finally:
        gc.enable()
