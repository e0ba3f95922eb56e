"""The excursion index over the rules for the ends of the path."""

from __future__ import annotations

import numpy as np
import pytest
from cop_phantoms import context_of, mirrored, model

from pedograph.measures.cop.excursion_rules import FROZEN_RULE, cpei, cpei_over_rules, cpei_spread
from pedograph.measures.cop.path import excursion_index
from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray, SensorGrid, Side
from pedograph.simulation import StepParameters, foot_truth, simulate_step

RULES = {"gate", "all_frames", "force_5_percent", "force_10_percent", "time_trimmed_5_percent"}


def of_the_model(parameters: StepParameters, chosen: str, seen: tuple[float, float]) -> float:
    """The model's index with the path cut by another rule, as a share of its index by the gate.

    ``seen`` is the part of stance in which the plate reports anything.
    """
    truth = foot_truth(parameters)
    stance = np.linspace(0.0, 1.0, 2001)[1:-1]
    force = truth.walking.force(stance)
    inside = {
        "gate": force >= 20.0,
        "force_5_percent": force >= 0.05 * force.max(),
        "force_10_percent": force >= 0.10 * force.max(),
        "time_trimmed_5_percent": (stance >= 0.95 * seen[0] + 0.05 * seen[1])
        & (stance <= 0.05 * seen[0] + 0.95 * seen[1]),
    }
    return bow(truth.centre_of_pressure(stance[inside[chosen]]), truth.length) / bow(
        truth.centre_of_pressure(stance[inside["gate"]]), truth.length
    )


def bow(path: FloatArray, length: float) -> float:
    """Distance from chord to path at two thirds of the length, straight across, mm."""
    place = 2 / 3 * length
    chord = np.interp(place, path[[0, -1], 1], path[[0, -1], 0])
    return float(chord - np.interp(place, path[:, 1], path[:, 0]))


def test_the_frozen_rule_is_the_index() -> None:
    context = model()
    rules = cpei_over_rules(context)
    assert set(rules) == RULES
    assert rules[FROZEN_RULE] == cpei(context) == excursion_index(context.path, context.anatomy)


@pytest.mark.parametrize("rule", sorted(RULES - {"all_frames", "gate"}))
@pytest.mark.parametrize("pronation", [-0.5, 0.0])
def test_rules_change_the_index_as_they_change_that_of_the_model(rule: str, pronation: float) -> None:
    parameters = StepParameters(pronation=pronation, stance_time=0.8)
    simulated = simulate_step(parameters, SensorGrid(5.0, 5.0, threshold=5.0))
    context = context_of(simulated.recording, Side.RIGHT)
    rules = cpei_over_rules(context)
    first, last = ((context.step.time[[0, -1]] - simulated.truth.start) / parameters.stance_time).tolist()
    expected = of_the_model(parameters, rule, (first, last))
    assert rules[rule] / rules[FROZEN_RULE] == pytest.approx(expected, abs=0.05)


def test_the_spread_is_how_far_the_rules_lie_from_the_frozen_one() -> None:
    context = model()
    rules = cpei_over_rules(context)
    squares = [(value - rules[FROZEN_RULE]) ** 2 for value in rules.values()]
    assert cpei_spread(context) == pytest.approx(np.sqrt(sum(squares) / 4))
    assert 0.1 < cpei_spread(context) < 5.0


def test_the_spread_is_the_same_in_the_mirror() -> None:
    recording = simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    one, other = context_of(recording, Side.RIGHT), context_of(mirrored(recording), Side.LEFT)
    assert cpei_over_rules(other) == pytest.approx(cpei_over_rules(one), rel=1e-6)
    assert cpei_spread(other) == pytest.approx(cpei_spread(one), rel=1e-6)


def test_without_a_side_there_is_no_index_by_any_rule() -> None:
    recording = simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    context = context_of(recording, Side.UNKNOWN)
    for maker in (cpei, cpei_over_rules, cpei_spread):
        with pytest.raises(Unmeasurable, match="left and right"):
            maker(context)
