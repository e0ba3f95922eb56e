"""emed exports: pages, labels, options of the export, and what is refused."""

from __future__ import annotations

import re

import numpy as np
import pytest
from formats_samples import emed, emed_page, frames
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from pedograph.errors import ReadError, RecordingError
from pedograph.formats import read_bytes, write_bytes
from pedograph.recording import PressureRecording, SensorGrid

PRESSURES = frames(3, 5, 4)


def _read(data: bytes) -> PressureRecording:
    recording = read_bytes(data, "step.lst")
    assert recording.source.format == "emed"
    return recording


def _joined(*pages: str) -> bytes:
    return ("".join(pages) + "\n\f").encode("latin-1")


def test_frames_times_and_grid_are_those_of_the_file_with_the_heel_first() -> None:
    recording = _read(emed(PRESSURES))
    np.testing.assert_array_equal(recording.pressure, PRESSURES)
    np.testing.assert_allclose(recording.time, [0, 0.01, 0.02])
    grid = recording.grid
    assert (grid.row_spacing, grid.column_spacing) == (5.0, 5.0)
    # Rows 30 to 34 of 95, counted from the toe end, and columns 26 to 29.
    assert (grid.first_row, grid.first_column) == (95 - 34, 25)


def test_margins_show_the_unit_and_without_them_it_is_assumed() -> None:
    assert _read(emed(PRESSURES)).source.assumed == ("orientation",)
    assert _read(emed(PRESSURES, force=False)).source.assumed == ("orientation", "unit")


def test_a_margin_that_does_not_add_up_is_noted() -> None:
    data = emed(PRESSURES).replace(b"80.00\t85.00\t90.00\t95.00\t8.75", b"80.00\t85.00\t90.00\t95.00\t9.75", 1)
    source = _read(data).source
    assert any("does not add up to the 9.75 N" in str(note) for note in source.notes)
    assert "unit" in source.assumed


def test_folders_are_left_out_of_the_header_and_that_is_said() -> None:
    source = _read(emed()).source
    assert source.header["File"] == "2.dat"
    assert source.header["Sensor area"] == "0.25 cm²"
    assert "Mustermann" not in repr(source)
    assert any("folder" in str(note) for note in source.notes)


@pytest.mark.parametrize(
    "change", ["comma", "spaces", "crlf", "integer", "suppressed", "no margins", "utf-8 with mark"]
)
def test_every_option_of_the_export_gives_the_same_frames(change: str) -> None:
    data = emed(PRESSURES, suppress=change == "suppressed", force=change != "no margins")
    if change == "comma":
        data = re.sub(rb"(\d)\.(\d)", rb"\1,\2", data)
    if change == "spaces":
        data = b"\n".join(
            b"  ".join(line.split(b"\t")) if line[:1].isdigit() else line for line in data.split(b"\n")
        )
        data = data.replace(b"\t26\t27\t28\t29\tForce", b"       26  27  28  29  Force")
    if change == "crlf":
        data = data.replace(b"\n", b"\r\n")
    if change == "integer":
        data = data.replace(b".00", b"")
    if change == "utf-8 with mark":
        data = data.decode("latin-1").encode("utf-8-sig")
    np.testing.assert_array_equal(_read(data).pressure, PRESSURES)


def test_a_blank_among_printed_zeros_is_a_missing_value() -> None:
    data = emed(PRESSURES).replace(b"\t15.00", b"\t", 1)
    with pytest.raises(ReadError, match=r"line \d+ \(picture 1\): a value is missing"):
        _read(data)


def test_seconds_and_millimetres_in_the_header_are_understood() -> None:
    recording = _read(emed(time="0.02 s", size="4x6 mm"))
    assert recording.frame_period == pytest.approx(0.02)
    assert (recording.grid.column_spacing, recording.grid.row_spacing) == (4.0, 6.0)


def test_the_side_of_a_sensor_follows_from_its_area_where_no_size_is_given() -> None:
    data = emed().replace(b"\tSensor size: 0.500x0.500 cm\n", b"")
    assert _read(data).grid.row_spacing == pytest.approx(5.0)


def test_pages_of_the_mean_and_maximum_picture_are_no_frames() -> None:
    summary = [emed_page(PRESSURES.max(axis=0)[::-1], 4, title=title) for title in ("\tMVP  kPa", "\tMPP  kPa")]
    data = emed(PRESSURES)[:-2] + _joined(*summary)
    np.testing.assert_array_equal(_read(data).pressure, PRESSURES)


def test_parts_of_a_wide_picture_are_joined_by_their_labels() -> None:
    shown = PRESSURES[:, ::-1]
    pages = []
    for number, picture in enumerate(shown, 1):
        pages.append(emed_page(picture[:, :3], number))
        pages.append(emed_page(picture[:, 3:], number, first_column=29))
    np.testing.assert_array_equal(_read(_joined(*pages)).pressure, PRESSURES)
    apart = [*pages[0::2], *pages[1::2]]
    np.testing.assert_array_equal(_read(_joined(*apart)).pressure, PRESSURES)


def test_pages_that_print_other_parts_of_the_plate_are_placed_by_their_labels() -> None:
    shown = PRESSURES[:2, ::-1]
    data = _joined(
        emed_page(shown[0], 1, first_row=30), emed_page(shown[1][:, :2], 2, first_row=32, first_column=27)
    )
    recording = _read(data)
    expected = np.zeros((2, 7, 4))
    expected[0, 2:] = PRESSURES[0]
    expected[1, :5, 1:3] = PRESSURES[1][:, :2]
    np.testing.assert_array_equal(recording.pressure, expected)
    assert recording.grid.first_row == 95 - 36


def test_a_recording_that_starts_late_or_leaves_pictures_out_keeps_its_times() -> None:
    shown = PRESSURES[:, ::-1]
    recording = _read(_joined(*[emed_page(shown[i], number) for i, number in enumerate((20, 21, 25))]))
    np.testing.assert_allclose(recording.time, [0.19, 0.20, 0.24])
    assert any("Picture 25 follows picture 21" in str(note) for note in recording.source.notes)


def _page_two(old: bytes, new: bytes) -> bytes:
    first, second, third, end = emed(PRESSURES).split(b"\f", 3)
    assert old in second
    return b"\f".join([first, second.replace(old, new, 1), third, end])


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (_page_two(b"\t20.00", b""), r"line \d+ \(picture 2\): the row has 5 values where 6 were expected"),
        (_page_two(b"\t20.00", b"\tx0.00"), r'\(picture 2, column \d+\): "x0.00" is not a number'),
        (_page_two(b"\t20.00", b"\t-5.00"), "negative"),
        (_page_two(b"\t20.00", b"\tnan"), '"nan" is not a number'),
        (_page_two(b"\n31\t", b"\n41\t"), "row 41 stands where row 31 was expected"),
        (_page_two(b"\t27\t", b"\t37\t"), "row of column numbers is damaged"),
        (_page_two(b"Pict-No.: 2", b"Pict-No.: 1"), "picture 1 is in it more than once"),
        (_page_two(b"Pict-No.: 2", b"Pict-No.: 9"), "picture 3 comes after picture 9: time runs back"),
        (_page_two(b"Pict-No.: 2", b"Pict"), "stands where no row of a matrix was expected"),
        (_page_two(b"10.0 ms", b"20.0 ms"), "picture 2 has another plate or rate"),
        (_page_two(b"\nForce\t", b"\nSum\t"), "no complete row of forces at its end"),
        (emed(first_row=93), "row 97, which the plate has not"),
        (emed(time="0 ms"), "no time between pictures"),
        (emed().replace(b"64x95", b"1000000000x1000000000"), "not possible"),
        (emed().replace(b"\tTime/picture:10.0 ms", b""), "does not state the time"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match=found) as caught:
        _read(data)
    assert caught.value.file == "step.lst"
    assert caught.value.advice


def test_pages_far_apart_on_the_plate_ask_for_no_memory() -> None:
    one = np.array([[5.0]])
    pages = [
        emed_page(one, number, first_row=1 + 4000 * (number % 2), first_column=1 + 4000 * (number % 2))
        for number in range(1, 40)
    ]
    data = _joined(*pages).replace(b"64x95", b"4096x4096")
    with pytest.raises(ReadError, match="too far apart"):
        _read(data)


@settings(max_examples=60)
@given(
    arrays(
        np.float32,
        st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(1, 6)),
        elements=st.floats(0, 999, width=32),
    ),
    st.sampled_from([0.002, 0.01, 1 / 60]),
    st.sampled_from([(5.0, 5.0), (7.62, 5.08), (8.469, 8.469)]),
    st.integers(0, 90),
)
def test_what_is_written_reads_back_to_a_hundredth_of_a_kilopascal(
    pressure: NDArray[np.float32], period: float, spacing: tuple[float, float], place: int
) -> None:
    grid = SensorGrid(*spacing, first_row=place, first_column=place)
    recording = PressureRecording(pressure, (place + np.arange(len(pressure))) * period, grid)
    back = _read(write_bytes(recording, "emed"))
    np.testing.assert_allclose(back.pressure, pressure, atol=0.0051, rtol=0)
    np.testing.assert_allclose(np.diff(back.time), np.diff(recording.time), rtol=1e-6)
    assert (back.grid.row_spacing, back.grid.column_spacing) == pytest.approx(spacing, abs=1e-4)
    assert (back.grid.first_row, back.grid.first_column) == (place, place)
    assert back.source.assumed == ("orientation",)
    again = _read(write_bytes(back, "emed"))
    np.testing.assert_array_equal(again.pressure, back.pressure)


def test_frames_that_are_not_evenly_spaced_cannot_be_written() -> None:
    recording = PressureRecording(PRESSURES, [0.0, 0.01, 0.025], SensorGrid(5, 5))
    with pytest.raises(RecordingError, match="evenly"):
        write_bytes(recording, "emed")
