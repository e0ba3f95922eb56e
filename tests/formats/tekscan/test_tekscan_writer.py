"""Writing Tekscan exports."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from formats_samples import tekscan
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pedograph.errors import RecordingError
from pedograph.formats import read, read_bytes, write_bytes
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Source


def _lines(recording: PressureRecording) -> list[str]:
    return write_bytes(recording, "tekscan").decode("latin-1").split("\r\n")


@settings(max_examples=60, deadline=None)
@given(
    arrays(
        np.float64, st.tuples(st.integers(1, 4), st.integers(1, 5), st.integers(2, 5)), elements=st.floats(0, 9e4)
    ),
    st.lists(st.floats(1e-3, 5), min_size=4, max_size=4),
    st.floats(0.1, 100),
    st.floats(0.1, 100),
)
def test_frames_come_back_to_a_thousandth(
    values: FloatArray, gaps: list[float], along: float, across: float
) -> None:
    time = np.cumsum(gaps)[: len(values)]
    active = np.ones(values.shape[1:], dtype=bool)
    active[0, 0] = False
    made = PressureRecording(values * active, time, SensorGrid(along, across, active=active, saturation=1500.0))
    back = read_bytes(write_bytes(made, "tekscan"), "x.asf")
    np.testing.assert_allclose(back.pressure, made.pressure, rtol=1e-6, atol=5.1e-4)
    np.testing.assert_allclose(back.time, made.time, rtol=0, atol=1e-9)
    assert (back.grid.row_spacing, back.grid.column_spacing) == pytest.approx((along, across), abs=1e-12)
    np.testing.assert_array_equal(back.grid.active, active)
    assert back.grid.saturation == 1500.0


def test_an_even_recording_counts_its_frames() -> None:
    made = PressureRecording(
        np.ones((3, 2, 2)), [0.1, 0.15, 0.2], SensorGrid(5.08, 5.08, threshold=30.0, saturation=1000)
    )
    lines = _lines(made)
    assert "SECONDS_PER_FRAME 0.05" in lines
    assert [line for line in lines if line.startswith("Frame")] == ["Frame 3", "Frame 4", "Frame 5"]
    assert {"START_FRAME 3", "END_FRAME 5", "UNITS KPa", "ROW_SPACING 5.08 mm"} <= set(lines)
    back = read_bytes(write_bytes(made, "tekscan"), "x.asf")
    np.testing.assert_allclose(back.time, made.time, atol=1e-12)
    assert back.grid.threshold == pytest.approx(30.0)


def test_frames_with_gaps_and_uneven_times_keep_them() -> None:
    gap = PressureRecording(np.ones((4, 2, 2)), [0, 0.1, 0.2, 0.5], SensorGrid(5, 5))
    assert [line for line in _lines(gap) if line.startswith("Frame")] == [
        "Frame 1",
        "Frame 2",
        "Frame 3",
        "Frame 6",
    ]
    uneven = PressureRecording(np.ones((3, 2, 2)), [0, 0.1, 0.25], SensorGrid(5, 5))
    titles = [line for line in _lines(uneven) if line.startswith("Frame")]
    assert titles == ["Frame 1, 0.0", "Frame 2, 0.1", "Frame 3, 0.25"]
    for made in (gap, uneven):
        np.testing.assert_allclose(read_bytes(write_bytes(made, "tekscan"), "x").time, made.time, atol=1e-12)


def test_toes_come_first_and_places_without_a_sensor_are_marked() -> None:
    grid = SensorGrid(5, 5, active=np.array([[True, False], [True, True]]))
    lines = _lines(PressureRecording([[[1.0, 0.0], [2.5, 3.0]]], [0], grid))
    assert lines[lines.index("Frame 1") + 1 :] == ["2.5,3", "1,B", "@@", ""]


def test_no_folder_and_no_foreign_field_gets_into_the_header() -> None:
    source = Source(
        "C:\\Mustermann\\walk\nL.fsx", format="emed", header={"SENSOR_TYPE": "x", "Name": "Mustermann"}
    )
    text = "\n".join(_lines(PressureRecording(np.ones((1, 2, 2)), [0], SensorGrid(5, 5), source)))
    assert "Mustermann" not in text
    assert "FILENAME walk L.fsx" in text
    assert "SENSOR_TYPE" not in text
    own = read_bytes(tekscan(), "walk.asf")
    assert "SENSOR_TYPE FSCAN" in _lines(own)


def test_a_grid_wider_than_the_header_can_say_is_refused() -> None:
    with pytest.raises(RecordingError, match="at most 9999 rows and columns"):
        write_bytes(PressureRecording(np.ones((1, 1, 10_000)), [0], SensorGrid(5, 5)), "tekscan")


@pytest.mark.real_scans
def test_a_real_export_written_again_reads_back_the_same(real_scans: Path) -> None:
    first = read(real_scans / "fscan_walk_left.asf")
    data = write_bytes(first, "tekscan")
    again = read_bytes(data, "fscan_walk_left.asf")
    np.testing.assert_array_equal(again.pressure, first.pressure)
    np.testing.assert_array_equal(again.time, first.time)
    np.testing.assert_array_equal(again.grid.active, first.grid.active)
    original = (real_scans / "fscan_walk_left.asf").read_bytes().split(b"\r\n")
    frames = slice(original.index(b"Frame 1"), original.index(b"Frame 2"))
    written = data.split(b"\r\n")
    assert written[written.index(b"Frame 1") : written.index(b"Frame 2")] == original[frames]
