"""Sensors of any shape on a grid: areas are exact, force is kept, and a layout of one's own is found and used."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from formats_samples_insoles import STAPPONE_LAYOUT, pedar
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pedograph._resources import resource
from pedograph.errors import ReadError, RecordingError
from pedograph.formats import read, read_bytes
from pedograph.formats.layouts import (
    InsoleValues,
    SensorLayout,
    layout_text,
    map_to_cells,
    parse_layout_file,
    shipped,
    spread_insoles,
)
from pedograph.formats.layouts.polygons import centroid, covered_areas, crosses_itself, resized, signed_area
from pedograph.formats.layouts.shipped import pedar_text
from pedograph.notes import doubt
from pedograph.recording import Side

Polygon = NDArray[np.float64]
SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])


@st.composite
def polygons(draw: st.DrawFn, middle: tuple[float, float] = (50.0, 60.0)) -> Polygon:
    """Stars: any number of corners at growing angles, so that no edges cross; many are not convex."""
    count = draw(st.integers(3, 9))
    # Gaps of 0.44 to 2.86 radians: no corner on another, and none beyond half a turn.
    gaps = np.array(draw(st.lists(st.floats(0.6, 1.0), min_size=count, max_size=count)))
    angles = draw(st.floats(0.0, 6.28)) + np.cumsum(gaps) / gaps.sum() * 2 * math.pi
    radii = [draw(st.floats(3.0, 30.0)) for _ in angles]
    corners = [
        (middle[0] + r * math.cos(a), middle[1] + r * math.sin(a)) for r, a in zip(radii, angles, strict=True)
    ]
    turned = np.array(corners)[:: draw(st.sampled_from([1, -1]))]
    return np.round(turned, draw(st.sampled_from([0, 1, 6])))


def cut(polygon: Polygon, axis: int, line: float, *, above: bool) -> Polygon:
    """The part of a polygon on one side of a line (Sutherland and Hodgman, 1974)."""
    kept = []
    for here, there in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        inside = [(point[axis] >= line) == above for point in (here, there)]
        if inside[0]:
            kept.append(here)
        if inside[0] != inside[1]:
            kept.append(here + (line - here[axis]) / (there[axis] - here[axis]) * (there - here))
    return np.array(kept).reshape(-1, 2)


def cell_area(polygon: Polygon, x: tuple[float, float], y: tuple[float, float]) -> float:
    """Area of a polygon in one cell, by cutting it four times."""
    for axis, (low, high) in enumerate((x, y)):
        polygon = cut(cut(polygon, axis, low, above=True), axis, high, above=False)
    return abs(signed_area(polygon)) if len(polygon) else 0.0


@given(polygons(), st.sampled_from([(5.0, 7.0), (4.0, 4.0), (13.0, 6.5)]))
@settings(max_examples=60, deadline=None)
def test_areas_of_cells_are_those_of_a_polygon_that_is_cut(polygon: Polygon, spacing: tuple[float, float]) -> None:
    assume(abs(signed_area(polygon)) > 1.0 and not crosses_itself(polygon))
    columns, rows = np.arange(10.0, 101.0, spacing[0]), np.arange(20.0, 110.0, spacing[1])
    areas = covered_areas(polygon, columns, rows)
    expected = [
        [cell_area(polygon, (columns[c], columns[c + 1]), (rows[r], rows[r + 1])) for c in range(columns.size - 1)]
        for r in range(rows.size - 1)
    ]
    np.testing.assert_allclose(areas, expected, atol=1e-8)


@given(polygons(), st.floats(0.3, 3.0))
@settings(max_examples=60, deadline=None)
def test_a_resized_polygon_has_the_area_and_stays_where_it_was(polygon: Polygon, factor: float) -> None:
    assume(abs(signed_area(polygon)) > 1.0 and not crosses_itself(polygon))
    area = abs(signed_area(polygon)) * factor
    other = resized(polygon, area)
    assert abs(signed_area(other)) == pytest.approx(area, rel=1e-9)
    np.testing.assert_allclose(centroid(other), centroid(polygon), atol=1e-6)


def test_a_polygon_that_crosses_itself_is_told_from_one_that_does_not() -> None:
    assert crosses_itself(SQUARE[[0, 2, 1, 3]])
    assert not crosses_itself(SQUARE)


def _could_be_a_sensor(shape: Polygon) -> bool:
    return abs(signed_area(shape)) > 5.0 and not crosses_itself(shape)


@given(
    st.lists(polygons().filter(_could_be_a_sensor), min_size=1, max_size=4),
    st.lists(st.floats(0.5, 1.8), min_size=4, max_size=4),
    st.sampled_from([(7.0, 4.0), (5.0, 5.0), (9.5, 3.0)]),
)
@settings(max_examples=60, deadline=None)
def test_force_is_kept_whatever_the_sensors(
    shapes: list[Polygon], factors: list[float], spacing: tuple[float, float]
) -> None:
    apart = tuple(shape + np.array([90.0 * number, 3.0 * number]) for number, shape in enumerate(shapes))
    areas = np.array([abs(signed_area(shape)) * factor for shape, factor in zip(apart, factors, strict=False)])
    layout = SensorLayout("stars", tuple(range(1, len(apart) + 1)), apart, areas)
    _, near, _, far = layout.box
    cells = map_to_cells(layout, *spacing, near, far)
    values = np.linspace(10.0, 200.0, 3 * len(apart)).reshape(3, -1)
    frames = np.zeros((3, *cells.active.shape), dtype=np.float32)
    cells.spread(values, frames)
    force = frames.sum(axis=(1, 2), dtype=float) * spacing[0] * spacing[1] / 1000.0
    np.testing.assert_allclose(force, values @ areas / 1000.0, rtol=1e-5)
    # Sensors that do not overlap never add up to more than the larger of their pressures.
    assert frames.max() <= values.max() * (1 + 1e-5)


@pytest.mark.parametrize("frames", [1, 7, 450])
def test_a_cell_has_the_weighted_sum_of_the_sensors_that_meet_in_it(frames: int) -> None:
    layout = shipped("pedar").sized(Side.LEFT, "y")
    cells = map_to_cells(layout, *layout.spacing(), layout.box[1], layout.box[3])
    values = np.random.default_rng(3).uniform(0.0, 600.0, (frames, 99))
    weights = np.zeros((99, *cells.active.shape))
    for sensors, layer in zip(cells.sensors, cells.weights, strict=True):
        weights += (np.arange(99)[:, np.newaxis, np.newaxis] == sensors) * layer
    found = np.full((frames, *cells.active.shape), np.nan, dtype=np.float32)
    cells.spread(values, found)
    np.testing.assert_allclose(found, np.einsum("fs,src->frc", values, weights), rtol=1e-5)


def test_a_sensor_has_its_own_pressure_in_a_whole_cell_and_the_rim_does_not_dilute() -> None:
    layout = shipped("pedar").sized(Side.LEFT, "y")
    row, column = layout.spacing()
    cells = map_to_cells(layout, row, column, layout.box[1], layout.box[3])
    frames = np.zeros((99, *cells.active.shape), dtype=np.float32)
    cells.spread(100.0 * np.eye(99), frames)
    assert frames.max(axis=(1, 2)).min() > 99.0
    together = np.zeros((1, *cells.active.shape), dtype=np.float32)
    cells.spread(np.full((1, 99), 100.0), together)
    assert together.max() == pytest.approx(100.0, rel=1e-5)
    # Cells that are in contact cover hardly more than the insole does.
    assert cells.active.sum() * row * column == pytest.approx(layout.areas.sum(), rel=0.03)


def test_the_mirror_image_is_the_other_foot() -> None:
    left = shipped("pedar").sized(Side.LEFT, "y")
    right = shipped("pedar").sized(Side.RIGHT, "y")
    assert (left.side, right.side) == (Side.LEFT, Side.RIGHT)
    values = np.random.default_rng(3).uniform(0, 100, (2, 99))
    spread = spread_insoles([InsoleValues(right, values), InsoleValues(left, values)], 10_000, "x")
    assert [track.side for track in spread.tracks] == [Side.LEFT, Side.RIGHT]
    first, second = spread.tracks
    assert second.first_column == first.columns + 1
    assert spread.grid.active is not None
    assert not spread.grid.active[:, first.columns].any()
    one, other = spread.pressure[:, :, : first.columns], spread.pressure[:, :, second.first_column :]
    np.testing.assert_allclose(one, other[:, :, ::-1], atol=1e-4)


def test_the_medial_side_of_the_drawn_insole_is_inside_and_its_toes_are_up() -> None:
    left = shipped("pedar").sized(Side.LEFT, "y")
    places = {sensor: centroid(polygon) for sensor, polygon in zip(left.sensors, left.polygons, strict=True)}
    # Sensor 90 lies under the hallux, on the right of a left foot; 1 to 5 under the heel.
    assert places[90][0] > places[95][0]
    assert places[96][1] > places[90][1] > places[50][1] > places[3][1]


def test_the_shipped_layout_is_the_one_that_is_drawn() -> None:
    text = resource("layouts", "pedar.toml").read_text(encoding="utf-8")
    assert text == pedar_text()
    assert shipped("pedar").layouts[Side.LEFT].assumed == ("sensor layout", "sensor areas")


@pytest.mark.parametrize(("size", "area"), [("y", 191.13), ("x", 172.1), ("xw", 196.4)])
def test_sizes_have_their_areas(size: str, area: float) -> None:
    for side in (Side.LEFT, Side.RIGHT):
        assert shipped("pedar").sized(side, size).areas.sum() == pytest.approx(100 * area, rel=1e-9)
    assert not shipped("pedar").sizes[size].estimated


def test_wide_insoles_are_as_long_as_the_others() -> None:
    normal, wide = (shipped("pedar").sized(Side.LEFT, size).box for size in ("x", "xw"))
    assert normal[3] == pytest.approx(wide[3])
    assert wide[2] > 1.1 * normal[2]


def test_a_layout_that_is_written_reads_back() -> None:
    layout = SensorLayout(
        "mat", (3, 7), (SQUARE, SQUARE + 20.0), notes=(doubt("sensor_layout", 'A "quoted" word.'),)
    )
    back = parse_layout_file(layout_text(layout, {}, "a mat"), "x.toml").layouts[Side.UNKNOWN]
    assert (back.name, back.sensors, back.notes) == (layout.name, layout.sensors, layout.notes)
    np.testing.assert_array_equal(back.polygons[1], layout.polygons[1])


def test_a_true_area_stands_above_that_of_the_polygon() -> None:
    text = "[left.sensors]\n1 = {polygon = [[0, 0], [20, 0], [20, 20], [0, 20]], area = 100}"
    layout = parse_layout_file(text, "x.toml").layouts[Side.LEFT]
    assert layout.areas.tolist() == [100.0]
    assert abs(signed_area(layout.footprints[0])) == pytest.approx(100.0)
    assert centroid(layout.footprints[0]).tolist() == pytest.approx([10.0, 10.0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no table of sensors"),
        ("left = ", "not valid TOML"),
        ("left = 3", "no sensors"),
        ("[left.sensors]", "no sensors"),
        ("[left.sensors]\nheel = 3", "a number and a polygon"),
        ("[left.sensors]\n1 = {polygon = [[0, 0], [1, 'a']]}", "list of corners"),
        ("[left.sensors]\n1 = {polygon = [[0, 0], [9, 9]]}", "3 to 256 corners"),
        ("[left.sensors]\n1 = {polygon = [[0, 0], [9, 9], [18, 18]]}", "no area"),
        ("[left.sensors]\n1 = {polygon = [[0, 0], [10, 10], [10, 0], [0, 12]]}", "crosses itself"),
        ("[left.sensors]\n1 = {polygon = [[0, 0], [9e6, 9], [0, 18]]}", "reaches beyond"),
        ("[left.sensors]\n1 = {polygon = [[0, 0], [inf, 9], [0, 18]]}", "list of corners"),
        ("[left.sensors]\n1 = {polygon = [[0, 0], [9, 0], [0, 9]], area = -4}", "area of -4"),
        ("[left.sensors]\n1 = {polygon = [[0, 0], [9, 0], [0, 9]], area = 'x'}", "number of mm2"),
        ("sizes.y = 3\n[left.sensors]\n1 = {polygon = [[0, 0], [9, 0], [0, 9]]}", "a size needs"),
        ("notes = 3\n[left.sensors]\n1 = {polygon = [[0, 0], [9, 0], [0, 9]]}", "list of sentences"),
        ("sizes = 3\n[left.sensors]\n1 = {polygon = [[0, 0], [9, 0], [0, 9]]}", "no table"),
    ],
)
def test_a_layout_file_with_a_mistake_is_refused_by_name(text: str, words: str) -> None:
    with pytest.raises(ReadError, match=words) as refused:
        parse_layout_file(text, "mine.toml")
    assert refused.value.file == "mine.toml"


def test_sensors_must_differ_and_be_there() -> None:
    with pytest.raises(RecordingError, match="more than once"):
        SensorLayout("x", (1, 1), (SQUARE, SQUARE + 20))
    with pytest.raises(RecordingError, match="no sensor 9"):
        SensorLayout("x", (1, 2), (SQUARE, SQUARE + 20)).chosen([1, 9])


TWO_SENSORS = "\n".join(
    [
        'name = "mine"',
        "[right.sensors]",
        "1 = {polygon = [[0, 0], [20, 0], [20, 30], [0, 30]], area = 500}",
        "2 = {polygon = [[0, 40], [20, 40], [20, 70], [0, 70]]}",
    ]
)


@pytest.mark.parametrize("place", ["walk.layout.toml", "walk.asc.layout.toml", "home/layouts/pedar-y.toml"])
def test_a_layout_of_ones_own_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "layouts").mkdir(parents=True)
    recording = tmp_path / "walk.asc"
    values = np.array([[100.0, 50.0, 20.0, 0.0]])
    recording.write_bytes(pedar(values.reshape(1, 2, 2), left=(1, 2), right=(1, 2)))
    assumed = read(recording)
    assert "sensor areas" in assumed.source.assumed
    (tmp_path / place).write_text(TWO_SENSORS, encoding="utf-8")
    mine = read(recording)
    assert mine.source.assumed == ("orientation",)
    assert any(place.rsplit("/", 1)[-1] in str(note) for note in mine.source.notes)
    assert mine.force[0] == pytest.approx(0.1 * 500 + 0.05 * 600 + 0.02 * 500, rel=1e-6)
    # From memory, nothing beside the recording is looked at.
    if "home" not in place:
        assert "sensor areas" in read_bytes(recording.read_bytes(), "walk.asc").source.assumed


def test_a_layout_beside_comes_before_one_in_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "layouts").mkdir(parents=True)
    (tmp_path / "home" / "layouts" / "pedar.toml").write_text("broken", encoding="utf-8")
    recording = tmp_path / "walk.asc"
    recording.write_bytes(pedar(np.ones((1, 2, 2)), left=(1, 2), right=(1, 2)))
    with pytest.raises(ReadError, match=r"pedar\.toml.*not valid TOML"):
        read(recording)
    (tmp_path / "walk.layout.toml").write_text(TWO_SENSORS, encoding="utf-8")
    assert read(recording).frames == 1


def test_a_layout_without_the_recordings_sensors_is_refused(tmp_path: Path) -> None:
    recording = tmp_path / "walk.asc"
    recording.write_bytes(pedar())
    (tmp_path / "walk.layout.toml").write_text(TWO_SENSORS, encoding="utf-8")
    with pytest.raises(ReadError, match="no sensor 3"):
        read(recording)


def test_a_layout_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    recording = tmp_path / "walk.asc"
    recording.write_bytes(pedar())
    (tmp_path / "walk.layout.toml").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(ReadError, match="no text"):
        read(recording)


def test_long_recordings_of_few_sensors_get_coarser_cells_in_proportion_to_the_file() -> None:
    layout = parse_layout_file(STAPPONE_LAYOUT, "x").layouts[Side.LEFT]
    fine = spread_insoles([InsoleValues(layout, np.ones((10, 12)))], 1000, "x")
    coarse = spread_insoles([InsoleValues(layout, np.ones((60_000, 12)))], 1000, "x")
    assert coarse.grid.row_spacing > fine.grid.row_spacing
    assert coarse.pressure.nbytes <= 16 << 20
    force = coarse.pressure[0].sum(dtype=float) * coarse.grid.newton_per_kilopascal
    assert force == pytest.approx(layout.areas.sum() / 1000.0, rel=1e-5)
    with pytest.raises(ReadError, match="far more cells"):
        spread_insoles([InsoleValues(layout, np.broadcast_to(np.ones(12), (10_000_000, 12)))], 1000, "x")
