"""pedar exports: masks, sizes, one insole alone, and the real walk against totals worked out from its text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from formats_samples_insoles import PEDAR_SENSORS, pedar, sensor_values

from pedograph.errors import ReadError
from pedograph.formats import read, read_bytes
from pedograph.formats.layouts import shipped
from pedograph.formats.layouts.polygons import centroid
from pedograph.notes import joined
from pedograph.recording import PressureRecording, Side, Track


def track(recording: PressureRecording, side: Side) -> np.ndarray:
    """Frames of one insole."""
    found = next(each for each in recording.tracks if each.side is side)
    return recording.pressure[:, :, found.first_column : found.first_column + found.columns]


def place_of(recording: PressureRecording, side: Side, sensor: int) -> tuple[int, int]:
    """Row and column, in its track, of the cell at the middle of a sensor."""
    layout = shipped("pedar").sized(side, "y")
    x, y = centroid(layout.polygons[sensor - 1])
    grid, (left, _, right, far) = recording.grid, layout.box
    width = next(each for each in recording.tracks if each.side is side).columns * grid.column_spacing
    length = recording.rows * grid.row_spacing
    return (
        int((y + (length - far) / 2) // grid.row_spacing),
        int((x - left + (width - (right - left)) / 2) // grid.column_spacing),
    )


def test_values_times_and_sides() -> None:
    recording = read_bytes(pedar(), "x")
    values = sensor_values(None, 198)
    np.testing.assert_allclose(recording.time, [0.01, 0.02, 0.03])
    assert [each.side for each in recording.tracks] == [Side.LEFT, Side.RIGHT]
    for side, columns in ((Side.LEFT, slice(0, 99)), (Side.RIGHT, slice(99, 198))):
        areas = shipped("pedar").sized(side, "y").areas
        force = track(recording, side).sum(axis=(1, 2), dtype=float) * recording.grid.newton_per_kilopascal
        np.testing.assert_allclose(force, values[:, columns] @ areas / 1000.0, rtol=1e-5)
    assert recording.grid.cropped
    assert recording.side is Side.UNKNOWN


@pytest.mark.parametrize(("side", "sensor"), [(Side.LEFT, 91), (Side.LEFT, 3), (Side.RIGHT, 61), (Side.RIGHT, 99)])
def test_a_sensor_shows_where_it_lies(side: Side, sensor: int) -> None:
    values = np.zeros((1, 198))
    values[0, sensor - 1 + (99 if side is Side.RIGHT else 0)] = 80.0
    recording = read_bytes(pedar(values.reshape(1, 18, 11)), "x")
    assert track(recording, side)[0][place_of(recording, side, sensor)] == pytest.approx(80.0, rel=0.02)
    assert not track(recording, side.other).any()


def test_one_insole_alone() -> None:
    recording = read_bytes(pedar(left=()), "x")
    assert recording.side is Side.RIGHT
    assert recording.tracks == (Track(Side.RIGHT, 0, recording.columns),)


def test_masks_of_fewer_sensors_and_a_file_without_masks() -> None:
    few = read_bytes(pedar(left=(1, 2, 50), right=(7, 99)), "x")
    areas = [shipped("pedar").sized(Side.LEFT, "y").areas[each - 1] for each in (1, 2, 50, 7, 99)]
    np.testing.assert_allclose(few.force, sensor_values(None, 5) @ areas / 1000.0, rtol=1e-5)
    without = pedar(masks=False).replace(b"mask definition", b"mask definition: left insole: \nx")
    np.testing.assert_array_equal(read_bytes(without, "x").pressure, read_bytes(pedar(), "x").pressure)
    with pytest.raises(ReadError, match="which sensors belong"):
        read_bytes(without.replace(b"\t      1", b"\t    200", 1), "x")


def test_columns_must_be_those_of_the_masks() -> None:
    with pytest.raises(ReadError, match="not those of the sensors"):
        read_bytes(pedar().replace(b"left insole: 1,2,", b"left insole: 2,1,"), "x")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ("y", ""),
        ("w", "155 cm2 was estimated"),
        ("qq", 'of size "qq" is not known'),
    ],
)
def test_what_is_known_of_a_size_is_said(size: str, words: str) -> None:
    notes = joined(read_bytes(pedar(size=size), "x").source.notes)
    assert ("not known" in notes) == bool(words)
    assert words in notes
    assert "Forces, areas and lengths are approximate" in notes


def test_the_whole_code_of_a_size_counts() -> None:
    narrow, wide = (read_bytes(pedar(size=size), "x").force[0] for size in ("x", "xw"))
    assert wide / narrow == pytest.approx(196.4 / 172.1, rel=1e-6)


def test_what_is_assumed_is_said_and_folders_are_left_out() -> None:
    source = read_bytes(pedar(), "x").source
    assert source.assumed == ("orientation", "sensor layout", "sensor areas")
    assert source.header["file name"] == "walk.sol"
    assert source.header["date/time"] == "25.04.23 10.49"
    assert source.header["scanning rate [hz]"] == "100"


def test_units_and_rows_that_sum_up() -> None:
    plain = read_bytes(pedar(), "x").pressure
    np.testing.assert_allclose(read_bytes(pedar(unit="N/cm2"), "x").pressure, 10 * plain, rtol=1e-6)
    np.testing.assert_array_equal(read_bytes(pedar(summary=True), "x").pressure, plain)
    np.testing.assert_array_equal(read_bytes(pedar(line_end="\r\n"), "x").pressure, plain)
    compact = b"\n".join(b"\t".join(line.split()) if line[:3] == b"   " else line for line in pedar().split(b"\n"))
    np.testing.assert_array_equal(read_bytes(compact + b"\n", "x").pressure, plain)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"kPa", b"counts", '"counts" is not a unit of pressure'),
        (b"pressure values in  kPa", b"", "does not state the unit"),
        (b"0.02000", b"0.00500", "time runs back"),
        (b"0.02000", b"MPX    ", "stands where the time of a frame was expected"),
        (b" 10.000\t", b"   x   \t", "is not a number"),
        (b" 10.000\t", b"-10.000\t", "negative"),
        (b" 10.000\t", b"       \t", "column 6: a value is missing"),
        (b"\t     50\t", b"\t    5.5\t", "no number of a sensor"),
        (b"left insole: 1,", b"left insole: a,", "no list of sensors"),
    ],
)
def test_what_is_wrong_is_said(old: bytes, new: bytes, words: str) -> None:
    data = pedar()
    assert old in data
    with pytest.raises(ReadError, match=words):
        read_bytes(data.replace(old, new, 1), "x")


def test_a_gap_in_time_and_a_part_of_a_recording_are_mentioned() -> None:
    late = pedar().replace(b"0.03000", b"0.07000")
    assert "Between frame 1 and the next pass 0.05 s" in joined(read_bytes(late, "x").source.notes)
    part = pedar().replace(b"0.030\t", b"9.000\t")
    assert "Of the 9 s recorded" in joined(read_bytes(part, "x").source.notes)


@pytest.mark.real_scans
def test_the_real_walk(real_scans: Path) -> None:
    path = real_scans / "pedar_walk.asc"
    recording = read(path)
    assert recording.frames == 1505
    assert recording.frame_period == pytest.approx(0.01)
    # Worked out from the text: largest values, their frames and sensors.
    for side, peak, frame, sensor in ((Side.LEFT, 150.0, 546, 91), (Side.RIGHT, 247.5, 1065, 16)):
        frames = track(recording, side)
        assert frames.max() == pytest.approx(peak, rel=1e-6)
        assert frames.max(axis=(1, 2)).argmax() == frame
        assert frames[frame][place_of(recording, side, sensor)] == pytest.approx(peak, rel=0.01)
    rows = path.read_text(encoding="ascii").split("\n")[10:]
    values = np.array([row.split() for row in rows if row.strip()], dtype=float)[:, 1:]
    assert values.shape == (1505, 2 * PEDAR_SENSORS)
    assert np.count_nonzero(values.max(axis=0)) == 191
    areas = np.tile(shipped("pedar").sized(Side.LEFT, "y").areas, 2)
    np.testing.assert_allclose(recording.force, values @ areas / 1000.0, rtol=1e-5)
    # The hallux pushes off: on the left insole's right, and on the right insole's left.
    toes = slice(int(0.84 * recording.rows), None)
    for side, inner in ((Side.LEFT, 1), (Side.RIGHT, 0)):
        halves = np.array_split(track(recording, side).max(axis=0)[toes], 2, axis=1)
        assert halves[inner].max() > 1.4 * halves[1 - inner].max()
