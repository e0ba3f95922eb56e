"""Motion of the centre of pressure against courses that can be written down, and against the model foot."""

from __future__ import annotations

import numpy as np
import pytest
from cop_phantoms import context_of, in_foot, middle, mirrored, model, sheet

from pedograph.measures.balance.footscan import cop_medial_excursion
from pedograph.measures.cop.motion import COP_MOTION, REACH, slopes
from pedograph.measures.cop.path import CentreOfPressure, medial_range, path_length
from pedograph.measures.geometry import foot_length
from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray, SensorGrid, Side
from pedograph.simulation import StepParameters, simulate_step
from pedograph.simulation.phantoms import two_cells

PHASES = {
    "initial_contact": ("first_contact", "first_metatarsal"),
    "forefoot_contact": ("first_metatarsal", "forefoot_flat"),
    "foot_flat": ("forefoot_flat", "heel_off"),
    "push_off": ("heel_off", "last_contact"),
}


def parabola(share: FloatArray) -> tuple[FloatArray, FloatArray]:
    """60 mm along at an even speed, bowing 8 mm to the right."""
    return 32.0 * share * (1.0 - share), 60.0 * share - 30.0


def line(share: FloatArray) -> tuple[FloatArray, FloatArray]:
    return 0.0 * share + 2.0, 60.0 * share - 30.0


def test_the_path_is_the_course_in_both_frames() -> None:
    context = sheet(parabola)
    x, y = parabola(np.linspace(0.0, 1.0, 81))
    assert context.path.x == pytest.approx(x + middle()[0], abs=1e-4)
    assert context.path.y == pytest.approx(y + middle()[1], abs=1e-4)
    for found, true in zip(context.foot_path, in_foot(context, parabola), strict=True):
        assert found == pytest.approx(true, abs=1e-4)


@pytest.mark.parametrize("rate", [50.0, 100.0, 500.0])
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_parabola_has_the_speeds_it_was_drawn_with(rate: float, side: Side) -> None:
    """The course is of second degree: along the foot frame's turned axes, too, its velocity is a straight line."""
    frames = round(0.8 * rate) + 1
    context = sheet(parabola, rate, frames, side)
    turn = context.frame.angle
    share = np.linspace(0.0, 1.0, frames)
    speed_x, speed_y = 32.0 * (1.0 - 2.0 * share) / 0.8, np.full(frames, 60.0 / 0.8)
    across = np.abs(speed_x * np.cos(turn) - speed_y * np.sin(turn))
    along = speed_x * np.sin(turn) + speed_y * np.cos(turn)
    inner = slice(round(REACH * rate), -round(REACH * rate))
    medial, forward = in_foot(context, parabola, frames)
    assert path_length(context.path) == pytest.approx(np.hypot(np.diff(medial), np.diff(forward)).sum(), rel=1e-3)
    assert medial_range(context.path, context.frame) == pytest.approx(np.ptp(medial), rel=1e-3)
    expected = {
        "cop_range_ap": np.ptp(forward),
        "cop_mean_velocity": np.hypot(np.diff(medial), np.diff(forward)).sum() / 0.8,
        "cop_mean_velocity_ap": 60.0 / 0.8 * np.cos(turn),
        "cop_mean_velocity_ml": np.abs(np.diff(medial)).sum() / 0.8,
        "cop_peak_velocity_ap": along[inner].max(),
        "cop_peak_velocity_ml": across[inner].max(),
    }
    for key, value in expected.items():
        assert COP_MOTION[key](context) == pytest.approx(float(value), rel=1e-3), key


def test_the_advance_of_a_line_is_that_share_of_the_sheet() -> None:
    """The model foot has the toes that a length is taken to; its path runs as the truth has it."""
    context = model()
    along = context.foot_path[1]
    assert COP_MOTION["cop_advance"](context) == pytest.approx(100 * (along[-1] - along[0]) / foot_length(context))
    simulated = simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).truth
    inside = np.flatnonzero(simulated.force >= 20.0)
    way = (simulated.cop[inside[-1]] - simulated.cop[inside[0]]) @ simulated.axis
    assert COP_MOTION["cop_advance"](context) == pytest.approx(100 * way / simulated.length, abs=2.0)
    with pytest.raises(Unmeasurable, match="no toe"):
        COP_MOTION["cop_advance"](sheet(line))


def test_two_cells_have_a_path_of_even_speed() -> None:
    phantom = two_cells()
    recording = phantom.recording
    x, y = phantom.truth.cop.T
    path = CentreOfPressure(np.arange(41), recording.time, x, y)
    length = np.hypot(6 * 5.0, 26 * 5.0)
    assert path_length(path) == pytest.approx(length)
    assert slopes(recording.time, y) == pytest.approx(np.full(37, 26 * 5.0 / 0.4))


@pytest.mark.parametrize(("rate", "half"), [(100.0, 2), (200.0, 4), (500.0, 10), (60.0, 1)])
def test_smoothing_takes_from_a_circle_what_its_formula_says(rate: float, half: int) -> None:
    """The slope of a line fitted to a sine has a closed form."""
    time = np.arange(round(rate)) / rate
    pace = 2 * np.pi * 5.0
    kept = np.arange(-half, half + 1)
    factor = float((kept * np.sin(pace * kept / rate)).sum() / (pace * (kept**2).sum() / rate))
    inner = time[half:-half]
    if rate == 60.0:
        inner = time[2:-2]  # the window of 20 ms holds one frame, but points nearer the ends lack it
    assert slopes(time, 10.0 * np.sin(pace * time)) == pytest.approx(
        factor * 10.0 * pace * np.cos(pace * inner), abs=1e-6
    )


def test_half_of_the_power_is_left_at_14_hz() -> None:
    time = np.arange(10_000) / 10_000.0
    pace = 2 * np.pi * 14.4
    found = slopes(time, np.sin(pace * time)) / pace
    assert float(np.abs(found).max()) == pytest.approx(np.sqrt(0.5), abs=0.005)


def test_uneven_times_of_a_line_give_its_slope() -> None:
    time = np.cumsum(np.random.default_rng(3).uniform(0.005, 0.02, 60))
    found = slopes(time, 3.0 - 70.0 * time)
    assert found.size > 50
    assert found == pytest.approx(np.full(found.size, -70.0))
    assert slopes(time[:3], time[:3], reach=1.0).size == 0


def test_twice_as_slow_is_half_as_fast() -> None:
    fast, slow = sheet(parabola, 200.0), sheet(parabola, 100.0)
    for key in ("cop_mean_velocity", "cop_mean_velocity_ap", "cop_mean_velocity_ml"):
        assert COP_MOTION[key](fast) == pytest.approx(2.0 * COP_MOTION[key](slow)), key


@pytest.mark.parametrize(("side", "pronation"), [(Side.RIGHT, 0.0), (Side.LEFT, 0.4), (Side.RIGHT, -0.4)])
def test_place_and_range_in_each_phase_are_those_of_the_model(side: Side, pronation: float) -> None:
    parameters = StepParameters(side=side, pronation=pronation)
    grid = SensorGrid(5.0, 5.0, threshold=5.0)
    simulated = simulate_step(parameters, grid)
    context, truth = context_of(simulated.recording, side), simulated.truth
    bears = truth.force >= 20.0
    medial = (truth.cop - truth.heel_end) @ truth.medial
    for name, (first, last) in PHASES.items():
        start, end = getattr(truth.phases, first), getattr(truth.phases, last)
        inside = bears & (truth.time >= start - 0.005) & (truth.time <= end + 0.005)
        place, extent = (COP_MOTION[f"cop_{what}_{name}"](context) for what in ("place", "range"))
        # An axis off by one degree moves a place at the toes by 4 mm.
        assert place == pytest.approx(float(medial[inside].mean()), abs=2.5), name
        assert extent == pytest.approx(float(np.ptp(medial[inside])), abs=2.5), name
        if name == "foot_flat":
            share = 100.0 * float(medial[inside].mean()) / truth.width
            assert cop_medial_excursion(context) == pytest.approx(share, abs=2.5)


def test_a_mirrored_foot_moves_alike() -> None:
    recording = simulate_step(StepParameters(pronation=0.3), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    one, other = context_of(recording, Side.RIGHT), context_of(mirrored(recording), Side.LEFT)
    for key, maker in COP_MOTION.items():
        assert maker(other) == pytest.approx(maker(one), rel=1e-6, abs=1e-6), key


def test_what_a_slow_plate_cannot_tell_has_a_reason() -> None:
    slow = sheet(parabola, 40.0)
    for key in ("cop_peak_velocity_ap", "cop_peak_velocity_ml"):
        with pytest.raises(Unmeasurable, match="at least 50 Hz; this is 40 Hz"):
            COP_MOTION[key](slow)
    with pytest.raises(Unmeasurable, match="90 Hz"):
        COP_MOTION["cop_range_foot_flat"](slow)
    assert COP_MOTION["cop_mean_velocity_ap"](slow) > 0
    with pytest.raises(Unmeasurable, match="left and right"):
        COP_MOTION["cop_place_foot_flat"](sheet(parabola, side=Side.UNKNOWN))
