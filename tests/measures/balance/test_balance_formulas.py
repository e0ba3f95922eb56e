"""The balances of footscan against the model's zones, over the step, over a phase and over time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cop_phantoms import context_of, mirrored, model, sheet

from pedograph.anatomy.regions import TEN
from pedograph.measures import StepContext
from pedograph.measures.balance.footscan import BALANCE, FORMULAS, balance, balance_curves, balance_in_phase
from pedograph.measures.cop.gait_line import NODES
from pedograph.measures.model import Unmeasurable
from pedograph.measures.rollover.phases import PHASE_ENDS
from pedograph.recording import BoolArray, FloatArray, SensorGrid, Side
from pedograph.simulation import StepParameters, StepTruth, simulate_step

FINE = SensorGrid(2.5, 2.5)


def of_the_zones(truth: StepTruth, name: str, where: BoolArray | slice = slice(None)) -> float:
    """A balance from the forces of the model's own zones, %."""
    plus, minus = (sum(float(truth.zone_force[zone][where].sum()) for zone in zones) for zones in FORMULAS[name])
    return 100.0 * (plus - minus) / (plus + minus)


def with_zones(context: StepContext, force: dict[str, FloatArray]) -> StepContext:
    """The context with its ten regions made to carry given courses, N [frame], one cell for each region."""
    courses = np.stack([force.get(name, np.zeros(context.step.time.size)) for name in TEN], axis=1)
    step = replace(
        context.step,
        rows=context.step.rows[:10],
        columns=context.step.columns[:10],
        pressure=courses / context.step.newton_per_kilopascal,
    )
    return StepContext(step, replace(context.anatomy, ten=np.eye(10)), None, context.settings)


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
@pytest.mark.parametrize("pronation", [-0.4, 0.0, 0.4])
def test_each_balance_is_that_of_the_models_zones(side: Side, pronation: float) -> None:
    """The regions' borders cut through the model's pads, which overlap: hence the room."""
    simulated = simulate_step(StepParameters(side=side, pronation=pronation), FINE)
    context = context_of(simulated.recording, side)
    for name in FORMULAS:
        assert balance(context, name) == pytest.approx(of_the_zones(simulated.truth, name), abs=10.0), name


def test_each_balance_of_zones_of_known_load() -> None:
    """M1 to M5 carry 1 to 5 parts, the hallux 7, the heel 11 inside and 13 outside."""
    base = sheet(lambda share: (0.0 * share, 30.0 * share))
    course = np.sin(np.linspace(0.0, np.pi, base.step.time.size))
    parts = {f"metatarsal_{number}": number * course for number in range(1, 6)}
    parts |= {"hallux": 7 * course, "heel_medial": 11 * course, "heel_lateral": 13 * course, "midfoot": course}
    context = with_zones(base, parts)
    expected = {
        "foot_balance": (1 + 2 + 11 - 3 - 4 - 5 - 13) / 39,
        "foot_balance_without_m3": (1 + 2 + 11 - 4 - 5 - 13) / 36,
        "forefoot_balance": (1 + 2 - 3 - 4 - 5) / 15,
        "medial_forefoot_balance": (2 - 1) / 3,
        "meta_loading": (2 + 3 - 1 - 4 - 5) / 15,
        "hallux_balance": (7 - 1) / 8,
        "rearfoot_balance": (11 - 13) / 24,
    }
    assert set(expected) == set(FORMULAS)
    for name, value in expected.items():
        assert BALANCE[name](context) == pytest.approx(100 * value), name
    assert BALANCE["rearfoot_medial_share"](context) == pytest.approx(100 * 11 / 24)
    assert BALANCE["rearfoot_medial_share_early"](context) == pytest.approx(100 * 11 / 24)
    curves = balance_curves(context)
    total = 1 + 2 + 3 + 4 + 5 + 7 + 11 + 13 + 1
    nodes = np.sin(np.linspace(0.0, np.pi, NODES))
    assert curves.force["meta_loading"] == pytest.approx(-5 * nodes, abs=0.01)
    firm = total * nodes > 20.1
    assert curves.share["meta_loading"][firm] == pytest.approx(-100 * 5 / total)
    assert np.isnan(curves.share["meta_loading"][total * nodes < 19.9]).all()
    assert curves.stance[[0, -1]].tolist() == [0.0, 100.0]


def test_the_early_share_of_the_heel_is_that_of_the_model() -> None:
    """The inner half rises later than the outer one; what counts ends at 15 % of stance, between two frames."""
    base = sheet(lambda share: (0.0 * share, 30.0 * share), frames=71)
    share = np.linspace(0.0, 1.0, 71)
    rising = with_zones(base, {"heel_medial": 100 * share, "heel_lateral": np.full(71, 30.0)})
    inner = 100 * 0.15**2 / 2
    assert BALANCE["rearfoot_medial_share_early"](rising) == pytest.approx(100 * inner / (inner + 30 * 0.15))
    simulated = simulate_step(StepParameters(pronation=-0.3), FINE)
    context, truth = context_of(simulated.recording, Side.RIGHT), simulated.truth
    early = truth.time <= truth.phases.first_contact + 0.15 * truth.phases.stance_time
    true = 50.0 + 0.5 * of_the_zones(truth, "rearfoot_balance", early)
    assert BALANCE["rearfoot_medial_share_early"](context) == pytest.approx(true, abs=3.0)
    assert true < 50.0


def test_a_balance_in_one_phase_is_that_of_its_frames() -> None:
    simulated = simulate_step(StepParameters(), FINE)
    context, truth = context_of(simulated.recording, Side.RIGHT), simulated.truth
    instants = {name: getattr(truth.phases, name) for ends in PHASE_ENDS.values() for name in ends}
    for phase in ("foot_flat_phase", "forefoot_push_off_phase"):
        start, end = PHASE_ENDS[phase]
        inside = (truth.time >= instants[start]) & (truth.time <= instants[end])
        for name in ("foot_balance", "forefoot_balance"):
            found = balance_in_phase(context, name, phase)
            assert found == pytest.approx(of_the_zones(truth, name, inside), abs=10.0), (phase, name)
    late, early = (
        balance_in_phase(context, "foot_balance", phase)
        for phase in ("forefoot_push_off_phase", "initial_contact_phase")
    )
    assert min(late, early) < balance(context, "foot_balance") < max(late, early)


def test_signs_stay_in_the_mirror() -> None:
    recording = simulate_step(StepParameters(pronation=0.4), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    one, other = context_of(recording, Side.RIGHT), context_of(mirrored(recording), Side.LEFT)
    for key, maker in BALANCE.items():
        assert maker(other) == pytest.approx(maker(one), rel=1e-6, abs=1e-6), key
    for key, curve in balance_curves(one).force.items():
        assert balance_curves(other).force[key] == pytest.approx(curve, rel=1e-6, abs=1e-6), key


def test_pronation_moves_what_is_medial() -> None:
    found = [model(StepParameters(pronation=value)) for value in (-0.6, 0.0, 0.6)]
    for key in ("foot_balance", "foot_balance_without_m3", "forefoot_balance", "rearfoot_balance"):
        values = [BALANCE[key](context) for context in found]
        assert values == sorted(values), key
    assert BALANCE["foot_balance_without_m3"](found[1]) > BALANCE["foot_balance"](found[1])


def test_zones_without_load_have_no_balance() -> None:
    base = sheet(lambda share: (0.0 * share, 30.0 * share))
    silent = with_zones(base, {"midfoot": np.full(base.step.time.size, 50.0)})
    with pytest.raises(Unmeasurable, match="none of the zones"):
        BALANCE["rearfoot_balance"](silent)
    unknown = sheet(lambda share: (0.0 * share, 30.0 * share), side=Side.UNKNOWN)
    for maker in BALANCE.values():
        with pytest.raises(Unmeasurable, match="left and right"):
            maker(unknown)
    with pytest.raises(Unmeasurable, match="left and right"):
        balance_curves(unknown)
