"""Own masks: polygons in foot coordinates, as files, and on other steps of the same person."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pedograph as pg
from bare_analysis import without_errors
from pedograph.analysis import StepAnalysis
from pedograph.anatomy import (
    FootAnatomy,
    FootFrame,
    Mask,
    MaskError,
    MaskRegion,
    PeakImage,
    mask_weights,
    read_mask,
    register,
    resampled,
    scheme,
    scheme_mask,
    scheme_weights,
    write_mask,
)
from pedograph.recording import SensorGrid, Side
from pedograph.settings import REGION_SCHEMES
from pedograph.simulation import FootShape, Placement, StepParameters, simulate_step
from pedograph.simulation.truth import StepTruth

SQUARE = np.array([[-0.25, 0.1], [0.25, 0.1], [0.25, 0.3], [-0.25, 0.3]])
OWN = Mask("own", "3", "width", "whole", (MaskRegion("heel", ((SQUARE,),)),))


@cache
def walked(
    side: Side, angle: float, x: float, y: float, pitch: float, arch: float = 0.5
) -> tuple[StepAnalysis, StepTruth]:
    parameters = StepParameters(FootShape(arch_height=arch), side, progression_angle=angle)
    grid = SensorGrid(pitch, pitch, threshold=5.0)
    simulated = simulate_step(parameters, grid, placement=Placement(x=x, y=y))
    return without_errors(simulated.recording).steps[0], simulated.truth


def foot_of(step: StepAnalysis) -> FootAnatomy:
    assert step.anatomy is not None
    return step.anatomy


def image_of(step: StepAnalysis) -> PeakImage:
    return PeakImage.of(step.frames, foot_of(step))


def true_frame(truth: StepTruth) -> FootFrame:
    x, y = truth.heel_end
    return FootFrame(float(x), float(y), float(np.arctan2(*truth.axis)), truth.side)


def share(step: StepAnalysis, weight: np.ndarray) -> float:
    """Share of the foot's force-time integral, %."""
    load = step.frames.durations @ step.frames.pressure
    return float(100 * load @ weight / load.sum())


@pytest.mark.parametrize("key", REGION_SCHEMES)
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_scheme_drawn_as_polygons_shares_the_cells_as_the_scheme_does(key: str, side: Side) -> None:
    step, _ = walked(side, 12.0, 180.0, 60.0, 5.0)
    foot = foot_of(step)
    drawn = dict(mask_weights(scheme_mask(scheme(key), foot), foot))
    assert drawn.pop("rest").sum() == 0.0
    expected = scheme_weights(foot.places, scheme(key))
    assert list(drawn) == list(expected)
    for name, weight in expected.items():
        assert np.abs(drawn[name] - weight).max() < 1e-12, name


def test_a_mask_survives_the_file(tmp_path: Path) -> None:
    foot = foot_of(walked(Side.RIGHT, 7.0, 180.0, 60.0, 5.0)[0])
    hole = np.array([[-0.1, 0.15], [-0.1, 0.2], [0.1, 0.2]])
    for mask in (
        scheme_mask(scheme("three"), foot),
        Mask("Own ü", "2", "width", "toeless", (MaskRegion("ring", ((SQUARE, hole), (SQUARE + 0.5,))),), 4),
    ):
        again = read_mask(write_mask(mask, tmp_path / "mask.geojson"))
        about = ("name", "version", "across", "along", "fewest_cells")
        assert [getattr(again, name) for name in about] == [getattr(mask, name) for name in about]
        assert [region.name for region in again.regions] == [region.name for region in mask.regions]
        one, other = mask_weights(mask, foot), mask_weights(again, foot)
        assert all(np.array_equal(one[name], other[name]) for name in one)


def test_the_file_is_geojson_as_others_read_it(tmp_path: Path) -> None:
    hole = np.array([[-0.1, 0.15], [0.1, 0.2], [-0.1, 0.2]])
    mask = Mask("own", "1", "width", "whole", (MaskRegion("ring", ((SQUARE[::-1], hole),)),))
    document = json.loads(write_mask(mask, tmp_path / "mask.geojson").read_text())
    assert document["type"] == "FeatureCollection"
    (feature,) = document["features"]
    assert (feature["type"], feature["geometry"]["type"]) == ("Feature", "Polygon")
    areas = []
    for ring in feature["geometry"]["coordinates"]:
        assert ring[0] == ring[-1]
        m, a = np.array(ring[:-1]).T
        areas.append(float(m @ np.roll(a, -1) - a @ np.roll(m, -1)) / 2)
    assert areas[0] == pytest.approx(0.5 * 0.2), "outside counterclockwise"
    assert areas[1] < 0, "a hole clockwise"


def test_a_hole_and_an_overlap() -> None:
    foot = foot_of(walked(Side.RIGHT, 7.0, 180.0, 60.0, 5.0)[0])
    whole = mask_weights(OWN, foot)["heel"].sum()
    inner = 0.5 * (SQUARE - SQUARE.mean(axis=0)) + SQUARE.mean(axis=0)
    ring, core = MaskRegion("ring", ((SQUARE, inner),)), MaskRegion("core", ((inner,),))
    parted = mask_weights(Mask("own", "1", "width", "whole", (ring, core)), foot)
    assert parted["ring"].sum() + parted["core"].sum() == pytest.approx(whole)
    area = 0.25 * foot.width * 0.1 * foot.length
    assert parted["core"].sum() * 25.0 == pytest.approx(area, rel=0.03)
    first = mask_weights(Mask("own", "1", "width", "whole", (core, *OWN.regions)), foot)
    assert np.array_equal(first["core"], parted["core"])
    assert np.array_equal(first["heel"], parted["ring"])


def test_a_square_holds_its_area() -> None:
    """Fully loaded ground under the heel: area of the cells times their shares is that of the square."""
    step, _ = walked(Side.LEFT, 20.0, 180.0, 60.0, 5.0)
    foot = foot_of(step)
    corners = np.array([[-15.0, 25.0], [15.0, 25.0], [15.0, 45.0], [-15.0, 45.0]])
    mask = Mask("own", "1", "mm", "mm", (MaskRegion("square", ((corners,),)),))
    assert float(mask_weights(mask, foot)["square"].sum()) * 25.0 == pytest.approx(600.0, rel=0.02)


def document(**changes: Any) -> dict[str, Any]:
    about = {"format": 1, "name": "own", "version": "1", "across": "width", "along": "whole"}
    ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
    feature = {"properties": {"region": "a"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    about |= {name: changes.pop(name) for name in list(changes) if name in (*about, "fewest_cells")}
    return {"type": "FeatureCollection", "pedograph_mask": about, "features": [feature], **changes}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (document(type="Feature"), "no GeoJSON FeatureCollection"),
        (document(pedograph_mask=None), "pedograph_mask"),
        (document(format=2), "format 2"),
        (document(across="cm"), "across"),
        (document(along=["mm"]), "along"),
        (document(version=""), "version"),
        (document(fewest_cells=-1), "fewest_cells"),
        (document(features=[]), "no region"),
        (document(features={}), "features"),
        (document(features=[7]), "feature 1"),
        (document(features=document()["features"] * 2), "twice"),
        ([], "no GeoJSON FeatureCollection"),
    ],
)
def test_a_file_that_is_no_mask_is_refused_in_words(tmp_path: Path, content: Any, words: str) -> None:
    file = tmp_path / "mask.geojson"
    file.write_text(json.dumps(content))
    with pytest.raises(pg.ReadError, match=words):
        read_mask(file)


@pytest.mark.parametrize(
    "coordinates",
    [
        "x",
        [],
        [[]],
        [[[0, 0], [1, 1]]],
        [[[0, 0], [1, "1"], [2, 0]]],
        [[[0], [1], [2]]],
        [[[0, 0], [1e30, 1], [2, 0]]],
    ],
)
def test_polygons_that_are_none_are_refused(tmp_path: Path, coordinates: Any) -> None:
    content = document()
    content["features"][0]["geometry"]["coordinates"] = coordinates
    file = tmp_path / "mask.geojson"
    file.write_text(json.dumps(content))
    with pytest.raises(pg.ReadError, match="the region a has"):
        read_mask(file)


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"[" * 100_000, b'{"type": NaN}', b'{"a": 1'])
def test_what_is_no_json_is_refused(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "mask.geojson"
    file.write_bytes(text)
    with pytest.raises(pg.ReadError):
        read_mask(file)


def test_names_are_checked() -> None:
    region = MaskRegion("rest", ((SQUARE,),))
    with pytest.raises(MaskError, match="rest"):
        Mask("own", "1", "mm", "mm", (region,))
    with pytest.raises(MaskError, match="no border"):
        MaskRegion("a", ())


PLACED = st.tuples(
    st.sampled_from([Side.LEFT, Side.RIGHT]), st.floats(-20.0, 40.0), st.floats(0.0, 9.0), st.floats(0.0, 9.0)
)


@given(placed=PLACED, pitch=st.sampled_from([4.0, 5.0, 7.0]), arch=st.floats(0.15, 0.8))
@settings(max_examples=12, deadline=None)
def test_a_shifted_and_turned_foot_is_laid_back(
    placed: tuple[Side, float, float, float], pitch: float, arch: float
) -> None:
    side, angle, dx, dy = placed
    fixed, there = walked(Side.RIGHT, 0.0, 180.0, 60.0, 5.0, arch)
    moving, here = walked(side, angle, 220.0 + dx, 60.0 + dy, pitch, arch)
    found = register(image_of(moving), image_of(fixed))
    medial, along = np.array([-35.0, 30.0, 0.0, 0.0]), np.array([30.0, 30.0, 120.0, 250.0])
    x, y = found.to_fixed_plate(*true_frame(here).to_plate(medial, along))
    true_x, true_y = true_frame(there).to_plate(medial, along)
    assert float(np.hypot(x - true_x, y - true_y).max()) < 0.5
    turn = np.arctan2(x[3] - x[2], y[3] - y[2]) - np.arctan2(true_x[3] - true_x[2], true_y[3] - true_y[2])
    assert abs(np.degrees(turn)) < 0.5
    assert found.misfit < 0.05
    back = found.to_moving_plate(*found.to_fixed_plate(x, y))
    assert np.allclose(back, (x, y), atol=1e-9)
    seen = resampled(image_of(moving), found, image_of(fixed))
    assert seen.force == pytest.approx(image_of(moving).force, rel=0.005)


def test_a_resampled_print_lies_on_the_fixed_one() -> None:
    fixed, _ = walked(Side.RIGHT, 0.0, 180.0, 60.0, 5.0)
    moving, _ = walked(Side.LEFT, 25.0, 223.0, 61.7, 5.0)
    one, other = image_of(moving), image_of(fixed)
    seen = resampled(one, register(one, other), other)
    row, column = (round((b - a) / 5.0) for a, b in ((seen.y, other.y), (seen.x, other.x)))
    rows, columns = other.pressure.shape
    cut = seen.pressure[row : row + rows, column : column + columns]
    off = float(np.sqrt(np.mean((cut - other.pressure) ** 2) / np.mean(other.pressure**2)))
    unmoved = float(np.sqrt(np.mean((other.pressure - np.roll(other.pressure, 1, axis=0)) ** 2)))
    assert off < 0.15
    assert off < 0.5 * unmoved / float(np.sqrt(np.mean(other.pressure**2)))


@pytest.mark.parametrize(("side", "angle"), [(Side.RIGHT, 20.0), (Side.LEFT, 5.0), (Side.LEFT, 33.0)])
@pytest.mark.parametrize("pitch", [4.0, 6.0])
def test_a_mask_on_another_step_covers_the_same_share_of_the_foot(side: Side, angle: float, pitch: float) -> None:
    drawn_on, _ = walked(Side.RIGHT, 3.0, 180.0, 60.0, 5.0)
    step, _ = walked(side, angle, 221.3, 63.9, pitch)
    mask = scheme_mask(scheme("ten"), foot_of(drawn_on))
    moved = mask_weights(mask, foot_of(step), register(image_of(step), image_of(drawn_on)), foot_of(drawn_on))
    original = mask_weights(mask, foot_of(drawn_on))
    assert float(np.abs(sum(moved.values()) - 1.0).max()) < 1e-12
    for name, weight in original.items():
        assert share(step, moved[name]) == pytest.approx(share(drawn_on, weight), abs=1.0), name


def test_a_mask_by_shares_follows_the_size_of_the_foot() -> None:
    step, _ = walked(Side.RIGHT, 7.0, 180.0, 60.0, 5.0)
    small = FootShape(length=200.0, forefoot_width=71.0, heel_width=46.0)
    child = without_errors(
        simulate_step(StepParameters(small, Side.RIGHT), SensorGrid(4.0, 4.0, threshold=5.0)).recording
    ).steps[0]
    one, other = (share(foot, mask_weights(OWN, foot_of(foot))["heel"]) for foot in (step, child))
    assert one > 5.0
    assert other == pytest.approx(one, abs=2.0)


def test_an_own_mask_measures_a_step() -> None:
    step, _ = walked(Side.RIGHT, 7.0, 180.0, 60.0, 5.0)
    other, _ = walked(Side.LEFT, 15.0, 220.0, 63.0, 5.0)
    measured = step.regions_by(OWN)
    assert list(measured) == ["heel", "rest"]
    whole = step.measures["force_time_integral"].value
    assert sum(region["force_time_integral"].value for region in measured.values()) == pytest.approx(whole)
    laid = other.regions_by(OWN, drawn_on=step)
    key = "force_time_integral_share"
    assert laid["heel"][key].value == pytest.approx(measured["heel"][key].value, abs=0.5)
