from __future__ import annotations

import numpy as np
import pytest

from pedograph.errors import SettingsError
from pedograph.recording import Side
from pedograph.simulation import FootShape, RollOver, StepParameters, WalkingFoot, foot_truth

STANCE = np.linspace(0.0, 1.0, 501)


def test_force_has_two_humps_in_body_weights() -> None:
    step = StepParameters(body_mass=80.0, first_peak=1.08, valley=0.75, second_peak=1.15)
    force = WalkingFoot(step).force(STANCE) / (80.0 * 9.80665)
    half = STANCE < 0.48
    assert force[half].max() == pytest.approx(1.08, abs=1e-3)
    assert force[~half].max() == pytest.approx(1.15, abs=1e-3)
    assert force[(STANCE > 0.3) & (STANCE < 0.7)].min() == pytest.approx(0.75, abs=1e-3)
    assert force[0] == force[-1] == 0.0
    assert not WalkingFoot(step).force(np.array([-0.1, 1.1])).any()


def test_parts_carry_the_whole_force_and_never_pull() -> None:
    walking = WalkingFoot(StepParameters(pronation=0.6))
    forces = walking.part_forces(STANCE)
    assert forces.min() >= 0.0
    np.testing.assert_allclose(forces.sum(axis=1), walking.force(STANCE), atol=1e-9)


def test_force_of_the_continuous_pressure_is_the_force_that_was_asked_for() -> None:
    truth = foot_truth(StepParameters())
    stance = np.array([0.1, 0.4, 0.8])
    pressure = np.tensordot(truth.walking.pressures(stance), truth.walking.field.fine_shapes, axes=1)
    np.testing.assert_allclose(pressure.sum(axis=(1, 2)) * 0.25e-3, truth.walking.force(stance), rtol=1e-5)


def test_foot_rolls_from_heel_to_hallux() -> None:
    path = foot_truth(StepParameters()).centre_of_pressure(np.linspace(0.02, 0.98, 97))
    assert (np.diff(path[:, 1]) > -0.3).all()
    assert path[0, 0] < -2.0  # strikes laterally
    assert path[0, 1] < 40.0
    assert path[-1, 0] > 10.0  # leaves over the hallux
    assert path[-1, 1] > 215.0


@pytest.mark.parametrize("phases", [(8.0, 12.0, 42.0), (5.0, 10.0, 50.0), (12.0, 15.0, 30.0)])
def test_phases_follow_what_was_asked_for(phases: tuple[float, float, float]) -> None:
    found = foot_truth(StepParameters(rolling=RollOver(*phases))).phases
    assert found.initial_contact_phase == pytest.approx(phases[0], abs=2.0)
    assert found.forefoot_contact_phase == pytest.approx(phases[1], abs=2.0)
    assert found.foot_flat_phase == pytest.approx(phases[2], abs=3.0)
    shares = (
        found.initial_contact_phase
        + found.forefoot_contact_phase
        + found.foot_flat_phase
        + found.forefoot_push_off_phase
    )
    assert shares == pytest.approx(100.0)


def test_pronation_shifts_load_medially() -> None:
    def medial_share(pronation: float) -> float:
        zones = foot_truth(StepParameters(pronation=pronation)).zone_forces(STANCE)
        medial = zones["metatarsal_1"] + zones["metatarsal_2"] + zones["heel_medial"]
        return float(medial.sum() / sum(force.sum() for force in zones.values()))

    shares = [medial_share(pronation) for pronation in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    assert (np.diff(shares) > 0.01).all()


@pytest.mark.parametrize(
    "change",
    [{"body_mass": 0.0}, {"pronation": 2.0}, {"side": Side.UNKNOWN}, {"valley": 1.2}, {"stance_time": -1.0}],
)
def test_impossible_steps_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        StepParameters(FootShape(), **change)  # type: ignore[arg-type]


def test_impossible_phases_are_refused() -> None:
    with pytest.raises(SettingsError, match="90"):
        RollOver(40.0, 40.0, 40.0)
