"""Instants of roll-over and the order of contact against the model foot, and feet that do not roll over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cop_phantoms import context_of, model, sheet

from pedograph.measures import StepContext
from pedograph.measures.load.regions import region_measures
from pedograph.measures.model import Unmeasurable
from pedograph.measures.rollover.phases import PHASE_ENDS, ROLLOVER, find_instants, phase
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation import RollOver, StepParameters, simulate_step
from pedograph.simulation.phases import Phases, contact

GRID = SensorGrid(5.0, 5.0, threshold=5.0)
TRUE = {
    "first_metatarsal_contact": "first_metatarsal",
    "forefoot_flat_contact": "forefoot_flat",
    "heel_off": "heel_off",
}


def share(phases: Phases, name: str) -> float:
    return 100.0 * (float(getattr(phases, name)) - phases.first_contact) / phases.stance_time


@pytest.mark.parametrize(
    "rolling", [RollOver(), RollOver(12.0, 18.0, 30.0), RollOver(6.0, 10.0, 50.0)], ids=["usual", "slow", "flat"]
)
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_instants_are_those_of_the_model(rolling: RollOver, side: Side) -> None:
    parameters = StepParameters(rolling=rolling, side=side)
    simulated = simulate_step(parameters, GRID)
    context = context_of(simulated.recording, side)
    for key, name in TRUE.items():
        assert ROLLOVER[key](context) == pytest.approx(share(simulated.truth.phases, name), abs=3.0), key


def test_phases_lie_between_the_instants_and_add_up() -> None:
    context = model()
    first, flat, off = (maker(context) for maker in ROLLOVER.values())
    assert 0 < first < flat < off < 100
    lengths = [phase(context, name) for name in PHASE_ENDS]
    assert lengths == pytest.approx([first, flat - first, off - flat, 100 - off])


def contacts(context: StepContext) -> dict[str, tuple[float, float]]:
    """Onset and end of contact of the ten regions, % of stance, in the order in which they touch."""
    found = {
        region: (load["contact_onset"].value, load["contact_end"].value)
        for region, load in region_measures(context, "ten").items()
    }
    return dict(sorted(found.items(), key=lambda item: item[1][0]))


def test_instants_do_not_depend_on_the_pace_the_load_or_the_mirror() -> None:
    recording = simulate_step(StepParameters(), GRID).recording
    one = context_of(recording, Side.RIGHT)
    slower = PressureRecording(recording.pressure, recording.time * 1.1, GRID)
    mirrored = PressureRecording(recording.pressure[:, :, ::-1], recording.time, GRID)
    heavier = PressureRecording(recording.pressure * 2, recording.time, SensorGrid(5.0, 5.0, threshold=10.0))
    settings = one.settings.with_changes(force_threshold=40.0, zone_force=10.0)
    others = (
        context_of(slower, Side.RIGHT),
        context_of(mirrored, Side.LEFT),
        context_of(heavier, Side.RIGHT, settings),
    )
    for other in others:
        for key, maker in ROLLOVER.items():
            assert maker(other) == pytest.approx(maker(one), abs=1e-6), key
        assert list(contacts(other)) == list(contacts(one))


def test_regions_touch_in_the_order_of_the_model() -> None:
    simulated = simulate_step(StepParameters(), GRID)
    found = contacts(context_of(simulated.recording, Side.RIGHT))
    assert len(found) == 10
    stance = np.linspace(0.0, 1.0, simulated.truth.time.size)
    true = {name: contact(stance, force) for name, force in simulated.truth.zone_force.items()}
    for region, (onset, _) in found.items():
        if region not in ("midfoot", "toes_2_5"):
            # The border between these and their neighbours cuts through the model's pads.
            assert onset == pytest.approx(100.0 * true[region][0], abs=5.0), region
    assert set(list(found)[:2]) == {"heel_medial", "heel_lateral"}
    assert set(list(found)[-2:]) == {"hallux", "toes_2_5"}


def test_the_heel_is_first_and_the_hallux_last_to_leave() -> None:
    ends = {region: end for region, (_, end) in contacts(model()).items()}
    assert max(ends, key=lambda region: ends[region]) == "hallux"
    assert ends["heel_lateral"] < ends["metatarsal_5"] < ends["hallux"]


def test_what_does_not_roll_over_says_why() -> None:
    recording = simulate_step(StepParameters(), GRID).recording
    context = context_of(recording, Side.RIGHT)
    step = replace(context.step, pressure=context.step.pressure[::-1])
    backwards = StepContext(step, context.foot, None, context.settings)
    with pytest.raises(Unmeasurable, match="before the heel"):
        find_instants(backwards)
    slow = context_of(PressureRecording(recording.pressure[::2], recording.time[::2], GRID), Side.RIGHT)
    with pytest.raises(Unmeasurable, match="at least 90 Hz; this is 50 Hz"):
        find_instants(slow)
    stamped = sheet(lambda place: (0.0 * place, 0.0 * place))
    assert {onset for onset, _ in contacts(stamped).values()} == {0.0}
