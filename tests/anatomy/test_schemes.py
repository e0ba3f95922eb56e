"""The schemes of regions: they cover the foot once, turn and mirror with it, and know what a plate can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from bare_analysis import without_errors
from pedograph.analysis import StepAnalysis
from pedograph.anatomy import (
    FAN_REGIONS,
    REGION_LABELS,
    SCHEMES,
    FootAnatomy,
    UnsuitableScheme,
    scheme,
    scheme_weights,
    schemes_for,
    suitable,
)
from pedograph.anatomy.schemes import parse_scheme
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side
from pedograph.settings import REGION_SCHEMES
from pedograph.simulation import FootShape, Placement, StepParameters, simulate_step

GRID = SensorGrid(5.0, 5.0, threshold=5.0)
SIZES = {
    "ten": 10,
    "three": 3,
    "three_percent": 3,
    "four": 4,
    "six": 6,
    "seven": 7,
    "ten_prc_style": 10,
    "twelve_prc_style": 12,
}


@cache
def walked(angle: float = 7.0, side: Side = Side.RIGHT, arch: float = 0.5, pitch: float = 5.0) -> StepAnalysis:
    """A model step that leaves the plate's axis at an angle."""
    parameters = StepParameters(FootShape(arch_height=arch), side, progression_angle=angle)
    grid = SensorGrid(pitch, pitch, threshold=5.0)
    where = Placement(x=240.0, y=70.0)
    return without_errors(simulate_step(parameters, grid, placement=where).recording).steps[0]


def foot_of(step: StepAnalysis) -> FootAnatomy:
    assert step.anatomy is not None
    return step.anatomy


def weights_of(step: StepAnalysis, key: str) -> Mapping[str, FloatArray]:
    return scheme_weights(foot_of(step).places, scheme(key))


def impulses(step: StepAnalysis, key: str) -> dict[str, float]:
    """Share of the foot's force-time integral under each region, %."""
    weights = weights_of(step, key)
    load = step.frames.durations @ step.frames.pressure
    return {name: 100.0 * float(load @ weight / load.sum()) for name, weight in weights.items()}


def test_every_scheme_of_the_settings_is_there_with_version_and_titles() -> None:
    assert {key: len(scheme(key).regions) for key in REGION_SCHEMES} == SIZES
    for key in REGION_SCHEMES:
        one = scheme(key)
        assert one.version and one.name and one.about.endswith(".")
        assert all(region.title and region.name in REGION_LABELS for region in one.regions)


@pytest.mark.parametrize("key", REGION_SCHEMES)
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_the_shares_of_every_cell_add_up_to_one(key: str, side: Side) -> None:
    weights = np.array(list(weights_of(walked(side=side), key).values()))
    assert weights.min() >= 0.0
    assert weights.max() <= 1.0
    assert np.abs(weights.sum(axis=0) - 1.0).max() < 1e-12
    assert (weights.sum(axis=1) > 0).all(), "every region of a whole foot holds something"


def test_coarser_schemes_are_sums_of_finer_ones() -> None:
    sums: dict[tuple[str, str], Mapping[str, tuple[str, ...]]] = {
        ("three", "ten"): SCHEMES["three"],
        ("seven", "ten"): {
            "heel": ("heel_medial", "heel_lateral"),
            "metatarsals_3_5": ("metatarsal_3", "metatarsal_4", "metatarsal_5"),
            "hallux": ("hallux",),
        },
        ("four", "ten"): {"toes": ("hallux", "toes_2_5"), "rearfoot": ("heel_medial", "heel_lateral")},
        ("three", "six"): {name: (f"{name}_medial", f"{name}_lateral") for name in SCHEMES["three"]},
        ("ten_prc_style", "twelve_prc_style"): {
            name: (f"{name}_medial", f"{name}_lateral") for name in ("heel", "midfoot")
        },
    }
    for (coarse, fine), parts in sums.items():
        whole, pieces = weights_of(walked(), coarse), weights_of(walked(), fine)
        for name, together in parts.items():
            assert np.abs(whole[name] - sum(pieces[part] for part in together)).max() < 1e-12, (coarse, name)


def test_the_ten_are_those_that_the_measures_use() -> None:
    step = walked()
    weights = np.array(list(weights_of(step, "ten").values())).T
    assert np.array_equal(weights, foot_of(step).ten)
    cuts = sorted({end for region in scheme("ten").regions for part in region.parts for end in part.fan})
    assert cuts[1:-1] == list(FAN_REGIONS)


@pytest.mark.parametrize("pitch", [2.5, 5.0])
def test_cuts_by_percent_of_a_rectangle_are_exact(pitch: float) -> None:
    """On an evenly loaded sheet the share of a region is the share of the length that it takes."""
    rows = round(260.0 / pitch)
    pressure = np.zeros((5, rows + 6, 40))
    pressure[1:4, 3 : 3 + rows, 8:28] = np.array([50.0, 100.0, 50.0])[:, None, None]
    step = without_errors(PressureRecording(pressure, np.arange(5) * 0.1, SensorGrid(pitch, pitch))).steps[0]
    percent, thirds = impulses(step, "three_percent"), impulses(step, "three")
    assert percent["rearfoot"] == pytest.approx(27.0, abs=0.5)
    assert percent["midfoot"] == pytest.approx(28.0, abs=0.5)
    assert thirds["rearfoot"] == pytest.approx(100 / 3, abs=0.5)
    six = impulses(step, "six")
    for name in ("rearfoot", "midfoot"):
        assert six[f"{name}_medial"] == pytest.approx(six[f"{name}_lateral"], abs=0.5)


@pytest.mark.parametrize("key", REGION_SCHEMES)
def test_regions_lie_where_the_model_foot_has_them(key: str) -> None:
    parameters = StepParameters(FootShape(arch_height=0.5), Side.RIGHT, progression_angle=7.0)
    simulated = simulate_step(parameters, GRID, placement=Placement(x=240.0, y=70.0))
    impulse = {name: float(force.sum()) for name, force in simulated.truth.zone_force.items()}
    total = sum(impulse.values())
    true = {
        "hallux": impulse["hallux"],
        "toes": impulse["hallux"] + impulse["toes_2_5"],
        "toes_2_5": impulse["toes_2_5"],
        "metatarsal_1": impulse["metatarsal_1"],
        "metatarsals_3_5": sum(impulse[f"metatarsal_{number}"] for number in (3, 4, 5)),
        "heel_medial": impulse["heel_medial"],
        "heel_lateral": impulse["heel_lateral"],
    }
    found = impulses(walked(), key)
    for name in set(true) & set(found):
        assert found[name] == pytest.approx(100 * true[name] / total, abs=4.0), name


@pytest.mark.parametrize("key", REGION_SCHEMES)
@pytest.mark.parametrize("angle", [-45.0, -30.0, -15.0, 15.0, 30.0, 45.0])
def test_turning_the_foot_changes_a_region_by_less_than_two_per_cent(key: str, angle: float) -> None:
    """In per cent of the force on the foot, which is what a region's force is reported against."""
    straight, turned = impulses(walked(0.0), key), impulses(walked(angle), key)
    for name, value in straight.items():
        assert abs(turned[name] - value) < 2.0, (name, value, turned[name])


@pytest.mark.parametrize("key", REGION_SCHEMES)
def test_mirrored_feet_have_mirrored_regions(key: str) -> None:
    right = walked(side=Side.RIGHT)
    recording = right.footstep.recording
    grid = replace(recording.grid, active=None)
    left = without_errors(PressureRecording(recording.pressure[:, :, ::-1], recording.time, grid)).steps[0]
    assert left.side is Side.LEFT
    one, other = impulses(right, key), impulses(left, key)
    assert other == {name: pytest.approx(value, abs=1e-6) for name, value in one.items()}


def test_a_coarse_plate_offers_only_what_it_can_carry() -> None:
    coarse = ("three", "three_percent", "four", "six", "seven")
    assert schemes_for(SensorGrid(5.0, 5.0)) == schemes_for(SensorGrid(7.62, 5.08)) == REGION_SCHEMES
    assert schemes_for(SensorGrid(8.0, 8.0)) == REGION_SCHEMES
    assert set(schemes_for(SensorGrid(8.5, 8.5))) == set(schemes_for(SensorGrid(10.0, 10.0))) == set(coarse)
    with pytest.raises(UnsuitableScheme, match=r"cells of 10 x 10 mm are too large .* they can carry .*seven"):
        suitable("ten", SensorGrid(10.0, 10.0))
    with pytest.raises(UnsuitableScheme, match="there is no scheme"):
        suitable("eleven", GRID)


def test_holes_and_overlaps_are_refused() -> None:
    heel = {"name": "heel", "title": "Heel", "parts": [{"along": ["", 0.3]}]}
    rest = {"name": "front", "title": "Front", "parts": [{"along": [0.3, ""]}]}
    about = {"version": "1", "name": "n", "about": "a.", "length": "whole", "fewest_cells": 0, "coarse": True}
    assert parse_scheme("own", {**about, "regions": [heel, rest]}).names == ("heel", "front")
    for regions in ([heel], [heel, rest, heel], [heel, {**rest, "parts": [{"along": [0.2, ""]}]}]):
        with pytest.raises(ValueError, match="exactly once"):
            parse_scheme("own", {**about, "regions": regions})
