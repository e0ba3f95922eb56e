"""Measures against known truth: closed-form phantoms, and model feet at many angles and placements."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import pedograph as pg
from bare_analysis import without_errors
from corrected_steps import with_side
from pedograph.anatomy.cells import box_share
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation import FootShape, Placement, StepParameters, simulate_step
from pedograph.simulation.phantoms import Phantom, ellipse, rectangle

GRID = SensorGrid(5.0, 5.0, threshold=5.0)
FEET = {"planus": FootShape.planus(), "rectus": FootShape.rectus(), "cavus": FootShape.cavus()}
ANGLES = (0.0, 5.0, 10.0, 15.0, 20.0, 25.0)


def placed(
    shape: FootShape, angle: float, seed: int, grid: SensorGrid = GRID
) -> list[tuple[float, float, float, float]]:
    """Errors of arch index, CPEI, progression angle and length over eight random placements."""
    random = np.random.default_rng(seed)
    errors = []
    for number in range(8):
        side = Side.LEFT if number % 2 else Side.RIGHT
        parameters = StepParameters(shape, side, progression_angle=angle)
        where = Placement(x=170.0 + random.uniform(0, 5), y=50.0 + random.uniform(0, 5))
        simulated = simulate_step(parameters, grid, placement=where)
        truth, measures = simulated.truth, without_errors(simulated.recording).steps[0].measures
        errors.append(
            (
                measures["arch_index"].value - truth.arch_index,
                measures["cpei"].value - truth.cpei,
                measures["foot_progression_angle"].value - angle,
                measures["foot_length"].value - truth.length,
            )
        )
    return errors


@pytest.mark.parametrize("angle", ANGLES)
@pytest.mark.parametrize("name", sorted(FEET))
def test_arch_index_and_axis_at_any_angle(name: str, angle: float) -> None:
    errors = np.array(placed(FEET[name], angle, seed=int(angle)))
    arch, cpei, direction, length = errors.mean(axis=0)
    assert abs(arch) < 0.003
    assert np.abs(errors[:, 0]).max() < 0.004
    assert abs(cpei) < 2.0
    assert abs(direction) < 1.0
    assert abs(length) < 2.0


@pytest.mark.parametrize("angle", [*ANGLES, 2.5, 22.5])
@pytest.mark.parametrize("figure", [rectangle, ellipse])
def test_figures_of_closed_form_at_any_angle(figure: Callable[..., Phantom], angle: float) -> None:
    """Evenly loaded, with no slope at the rim; cells hold the mean over their area."""
    for offset in ((0.0, 0.0), (1.3, 3.1), (4.2, 2.0), (2.5, 2.5)):
        phantom = figure(angle=angle, offset=offset)
        step = without_errors(phantom.recording).steps[0]
        assert step.measures["arch_index"].value == pytest.approx(phantom.truth.arch_index, abs=0.004)
        assert step.anatomy is not None
        print_area = float(step.anatomy.cells.area.sum()) / 100.0
        assert print_area == pytest.approx(phantom.truth.area, rel=0.01)
        off = np.hypot(step.path.x - phantom.truth.cop[20, 0], step.path.y - phantom.truth.cop[20, 1])
        assert float(off.max()) < 0.1


@pytest.mark.parametrize("angle", ANGLES)
def test_centre_of_pressure(angle: float) -> None:
    simulated = simulate_step(StepParameters(progression_angle=angle), SensorGrid(5.0, 5.0))
    path, truth = without_errors(simulated.recording).steps[0].path, simulated.truth
    inside = (truth.time >= path.time[0]) & (truth.time <= path.time[-1])
    off_x = np.interp(truth.time[inside], path.time, path.x) - truth.cop[inside, 0]
    off_y = np.interp(truth.time[inside], path.time, path.y) - truth.cop[inside, 1]
    assert inside.sum() > 60
    assert float(np.hypot(off_x, off_y).max()) < 0.1


def test_loads_of_a_known_print() -> None:
    """A foot-shaped sheet whose every number can be written down."""
    pressure = np.zeros((5, 52, 24))
    pressure[1:4, 2:50, 4:20] = np.array([100.0, 200.0, 100.0])[:, None, None]
    recording = PressureRecording(pressure, np.arange(5) * 0.1, SensorGrid(5.0, 5.0))
    measures = without_errors(recording).steps[0].measures
    area_mm2 = 48 * 16 * 25.0
    assert measures["peak_pressure"].value == pytest.approx(200.0)
    assert measures["peak_force"].value == pytest.approx(200.0 * area_mm2 / 1000)
    assert measures["contact_area"].value == pytest.approx(area_mm2 / 100)
    assert measures["contact_time"].value == pytest.approx(0.3)
    assert measures["pressure_time_integral"].value == pytest.approx(30.0)
    assert measures["force_time_integral"].value == pytest.approx(30.0 * area_mm2 / 1000)


@pytest.mark.parametrize("angle", [0.0, 13.0, 30.0, 45.0])
def test_a_cell_is_split_as_its_area_is(angle: float) -> None:
    turn = np.radians(angle)
    first, second = 3.0 * abs(np.cos(turn)), 2.0 * abs(np.sin(turn))
    points = np.random.default_rng(1).uniform(-1, 1, (400_000, 2)) * (3.0, 2.0)
    along = points @ (np.cos(turn), np.sin(turn))
    for distance in (-4.0, -1.5, 0.0, 0.7, 2.9):
        share = float(box_share(np.array(distance), first, second))
        assert share == pytest.approx(np.mean(along + distance > 0), abs=0.003)


def test_regions_add_up_to_the_whole() -> None:
    for shape in FEET.values():
        step = without_errors(simulate_step(StepParameters(shape), GRID).recording).steps[0]
        whole = step.measures["force_time_integral"].value
        for scheme in ("ten", "three"):
            parts = step.schemes[scheme]
            assert sum(region["force_time_integral"].value for region in parts.values()) == pytest.approx(whole)
            assert sum(region["force_time_integral_share"].value for region in parts.values()) == pytest.approx(
                100.0
            )
            area = sum(region["contact_area"].value for region in parts.values())
            assert area == pytest.approx(step.measures["contact_area"].value, rel=1e-3)
            top = max(region["peak_pressure"].value for region in parts.values())
            assert top == pytest.approx(step.measures["peak_pressure"].value)


def test_regions_lie_where_the_model_foot_has_them() -> None:
    """Heel, midfoot and forefoot carry what the model's zones carry."""
    simulated = simulate_step(StepParameters(), SensorGrid(2.5, 2.5))
    step, truth = without_errors(simulated.recording).steps[0], simulated.truth
    impulse = {name: float(force.sum()) for name, force in truth.zone_force.items()}
    total = sum(impulse.values())
    heel = 100 * (impulse["heel_medial"] + impulse["heel_lateral"]) / total
    toes = 100 * (impulse["hallux"] + impulse["toes_2_5"]) / total
    measured = {name: region["force_time_integral_share"].value for name, region in step.regions.items()}
    assert measured["heel_medial"] + measured["heel_lateral"] == pytest.approx(heel, abs=4.0)
    assert measured["hallux"] + measured["toes_2_5"] == pytest.approx(toes, abs=1.5)
    assert measured["hallux"] == pytest.approx(100 * impulse["hallux"] / total, abs=2.0)


def test_phases_follow_the_model() -> None:
    simulated = simulate_step(StepParameters(), SensorGrid(5.0, 5.0))
    measures, phases = without_errors(simulated.recording).steps[0].measures, simulated.truth.phases
    for name in ("initial_contact_phase", "forefoot_contact_phase", "foot_flat_phase", "forefoot_push_off_phase"):
        assert measures[name].value == pytest.approx(getattr(phases, name), abs=3.0), name


def test_pronation_moves_its_markers() -> None:
    def measures(pronation: float) -> pg.MeasureTable:
        return without_errors(simulate_step(StepParameters(pronation=pronation), GRID).recording).steps[0].measures

    tables = [measures(pronation) for pronation in (-0.8, 0.0, 0.8)]
    for key, sign in (("cpei", -1), ("foot_balance", 1), ("forefoot_balance", 1), ("cop_medial_excursion", 1)):
        values = [sign * table[key].value for table in tables]
        assert values == sorted(values), key
        assert values[0] < values[-1], key


@pytest.mark.parametrize("pitch", [2.5, 5.0, 8.5])
def test_the_error_of_the_arch_index_grows_with_the_cells_and_holds(pitch: float) -> None:
    grid = SensorGrid(pitch, pitch, threshold=5.0)
    values = []
    for seed in range(6):
        errors = placed(FEET["rectus"], float(4 * seed), seed, grid)
        values += [error[0] for error in errors]
    step = pg.analyze(simulate_step(StepParameters(FEET["rectus"]), grid).recording).steps[0]
    uncertainty = step.measures["arch_index"].uncertainty
    assert uncertainty is not None
    assert float(np.std(values)) < 2.0 * uncertainty
    assert uncertainty < 0.004 * max(pitch / 5.0, 1.0) + 0.008


def test_missing_numbers_have_reasons() -> None:
    step = simulate_step(StepParameters(), GRID).recording
    slow = PressureRecording(step.pressure[::3], step.time[::3], GRID)
    assert "Hz" in str(without_errors(slow).steps[0].missing["foot_flat_phase"])
    picture = PressureRecording(step.peak_image[None], np.zeros(1), GRID)
    analysed = without_errors(picture).steps[0]
    assert "single image" in str(analysed.missing["contact_time"])
    assert "arch_index" in analysed.measures
    forefoot = PressureRecording(step.pressure[30:], step.time[30:], GRID)
    reasons = set(without_errors(forefoot).steps[0].missing.values())
    assert set(map(str, reasons)) == {"the step is incomplete: it had begun before the recording did"}


def test_correcting_the_side_mirrors_the_foot() -> None:
    analysis = without_errors(simulate_step(StepParameters(side=Side.RIGHT), GRID).recording)
    corrected = with_side(analysis, 0, Side.LEFT)
    assert corrected.steps[0].side is Side.LEFT
    angle = [one.steps[0].measures["foot_progression_angle"].value for one in (analysis, corrected)]
    assert angle[1] < 0 < angle[0]
    assert analysis.steps[0].side is Side.RIGHT


def test_a_side_set_by_a_person_is_no_longer_uncertain() -> None:
    y, x = np.mgrid[0:60, 0:30]
    print_ = ((y - 30) / 25.0) ** 2 + ((x - 15) / 8.0) ** 2 < 1
    curve = np.sin(np.linspace(0, np.pi, 60))[:, None, None]
    analysis = without_errors(PressureRecording(curve * print_ * 90.0, np.arange(60) / 100, GRID))
    assert any("Left or right is uncertain" in str(note) for note in analysis.quality)
    corrected = with_side(analysis, 0, Side.LEFT)
    assert not any("Left or right is uncertain" in str(note) for note in corrected.quality)
