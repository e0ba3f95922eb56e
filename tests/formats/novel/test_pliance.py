"""pliance exports: the mat's own geometry, regular or not, and forces printed beside the pressures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from formats_samples_insoles import pliance, sensor_values

from pedograph.errors import ReadError
from pedograph.formats import read, read_bytes


def test_sensors_stand_where_their_corners_are() -> None:
    recording = read_bytes(pliance(), "x")
    assert recording.pressure.shape == (3, 5, 4)
    assert (recording.grid.row_spacing, recording.grid.column_spacing) == pytest.approx((10.28, 5.28))
    values = sensor_values(None, 19)
    # Sensor 1 is at the highest y, sensor 5 at the lowest; 4 is missing; 6 begins the next column.
    assert recording.pressure[1, 4, 0] == values[1, 0]
    assert recording.pressure[1, 0, 0] == values[1, 3]
    assert recording.pressure[1, 4, 1] == values[1, 4]
    assert recording.grid.active is not None
    assert np.argwhere(~recording.grid.active).tolist() == [[1, 0]]
    np.testing.assert_allclose(recording.time, 5.79167 + np.arange(3) / 24, atol=1e-5)
    assert recording.tracks == ()
    assert not recording.grid.cropped


def test_forces_are_those_printed_and_a_difference_is_mentioned() -> None:
    recording = read_bytes(pliance(), "x")
    np.testing.assert_allclose(recording.force, sensor_values(None, 19).sum(axis=1) * 0.0542784, rtol=1e-5)
    assert not any("forces differ" in str(note) for note in recording.source.notes)
    off = read_bytes(pliance(force_factor=1.1), "x")
    assert any("differ by up to 9.1%" in str(note) for note in off.source.notes)
    assert any("Of the 44.458 s recorded" in str(note) for note in recording.source.notes)


def test_columns_may_be_parted_by_tabs_and_blocks_be_missing() -> None:
    plain = read_bytes(pliance(), "x").pressure
    np.testing.assert_array_equal(read_bytes(pliance(tabs=True), "x").pressure, plain)
    np.testing.assert_array_equal(read_bytes(pliance(forces=False), "x").pressure, plain)


def test_a_mat_with_gaps_is_spread_with_its_force() -> None:
    recording = read_bytes(pliance(width=0.9, height=1.2, gap=0.4), "x")
    np.testing.assert_allclose(recording.force, sensor_values(None, 19).sum(axis=1) * 0.108, rtol=1e-5)
    assert recording.pressure.max() <= sensor_values(None, 19).max() * (1 + 1e-5)


def test_without_geometry_a_layout_is_asked_for_and_used(tmp_path: Path) -> None:
    path = tmp_path / "seat.asc"
    path.write_bytes(pliance(geometry=False))
    with pytest.raises(ReadError, match=r"does not say where the sensors of the mat lie.*sensor-layouts\.md"):
        read(path)
    rows = [
        f"{each} = {{polygon = [[{x}, {y}], [{x + 10}, {y}], [{x + 10}, {y + 10}], [{x}, {y + 10}]]}}"
        for each, x, y in ((n, 10 * ((n - 1) // 5), 10 * (4 - (n - 1) % 5)) for n in range(1, 21))
    ]
    (tmp_path / "seat.layout.toml").write_text("\n".join(["[mat.sensors]", *rows]), encoding="utf-8")
    recording = read(path)
    assert recording.pressure.shape == (3, 5, 4)
    assert recording.grid.cell_area == pytest.approx(100.0)


def test_folders_are_left_out() -> None:
    source = read_bytes(pliance(), "x").source
    assert source.header["file name"] == "seat.mat"
    assert source.header["mat type"] == "s2160_001"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"0.5428", b"0.54x8", "is not a number"),
        (b"corner[cm]", b"corner[yd]", "no unit of length"),
        (b"sensor          1", b"sensor         99", "table of the sensors' corners is damaged"),
        (b"x[3]", b"q[3]", "does not say where"),
        (b"kPa", b"raw", "not a unit of pressure"),
        (b"5.83334", b"5.00000", "time runs back"),
    ],
)
def test_what_is_wrong_is_said(old: bytes, new: bytes, words: str) -> None:
    data = pliance()
    assert old in data
    with pytest.raises(ReadError, match=words):
        read_bytes(data.replace(old, new, 1), "x")
