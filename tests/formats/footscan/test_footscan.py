"""footscan exports: plates and single feet, as text and as workbooks, in any language, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from formats_samples import (
    as_workbook,
    footscan_dynamic,
    footscan_frames,
    footscan_header,
    footscan_plate,
    footscan_top,
    footscan_workbook,
    frames,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from pedograph.errors import ReadError, RecordingError
from pedograph.formats import read_bytes, write_bytes
from pedograph.formats.footscan.sheet import KILOPASCAL_PER_NEWTON
from pedograph.recording import PressureRecording, SensorGrid, Side

NEWTONS = frames(3, 5, 4, step=0.3)
PRESSURES = NEWTONS * 1000 / 38.7096


def _read(data: bytes, key: str = "footscan_plate") -> PressureRecording:
    recording = read_bytes(data, "walk.txt")
    assert recording.source.format == key
    return recording


def _text(*lines: str) -> bytes:
    return "\r\n".join([*lines, ""]).encode("latin-1")


def test_a_plate_is_read_in_kilopascal_with_the_first_row_nearest() -> None:
    recording = _read(footscan_plate(NEWTONS))
    np.testing.assert_allclose(recording.pressure, PRESSURES, rtol=1e-6)
    np.testing.assert_allclose(recording.time, [0, 0.002, 0.004])
    assert (recording.grid.row_spacing, recording.grid.column_spacing) == (7.62, 5.08)
    assert recording.side is Side.UNKNOWN
    assert recording.source.assumed == ("unit", "cell size", "orientation")
    assert any("not those of a plate" in str(note) for note in recording.source.notes)


@pytest.mark.parametrize("word", ["Frame", "Beeld", "Bild", "Trame", "Imagen n\xb0"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("blank_lines", [1, 2])
def test_any_language_line_end_and_number_of_blank_lines_reads_the_same(
    word: str, line_end: str, blank_lines: int
) -> None:
    data = footscan_plate(NEWTONS, word=word, line_end=line_end, blank_lines=blank_lines)
    np.testing.assert_allclose(_read(data).pressure, PRESSURES, rtol=1e-6)


@pytest.mark.parametrize(
    "change", ["comma", "utf-8 with mark", "utf-16", "no blank lines", "no last line end", "padded"]
)
def test_every_way_to_write_the_text_reads_the_same(change: str) -> None:
    data = footscan_plate(NEWTONS, blank_lines=0 if change == "no blank lines" else 1)
    if change == "comma":
        data = data.replace(b".", b",")
    if change.startswith("utf"):
        data = data.decode().encode("utf-16" if change == "utf-16" else "utf-8-sig")
    if change == "no last line end":
        data = data.rstrip()
    if change == "padded":
        data = data.replace(b"\r\n", b"\t\t\t\r\n").replace(b"\t\t\t\t", b"\t")
        data = b"\r\n".join(
            line.rstrip(b"\t") + b"\t" * 3 if b"ms" in line else line.rstrip(b"\t") for line in data.split(b"\r\n")
        )
    np.testing.assert_allclose(_read(data).pressure, PRESSURES, rtol=1e-6)


def test_uneven_times_are_kept_as_printed() -> None:
    data = footscan_plate(NEWTONS).replace(b"(4.00 ms)", b"(15.87 ms)").replace(b"(2.00 ms)", b"(7.94 ms)")
    np.testing.assert_allclose(_read(data).time, [0.0, 0.00794, 0.01587], rtol=1e-12)


@pytest.mark.parametrize("rows", [64, 128])
@pytest.mark.parametrize("columns", [63, 64])
def test_plates_of_known_size_need_no_note_and_may_hold_one_frame(rows: int, columns: int) -> None:
    recording = _read(footscan_plate(frames(1, rows, columns, step=0.1) % 30))
    assert (recording.rows, recording.columns) == (rows, columns)
    assert recording.source.notes == ()


def test_missing_frames_are_noted() -> None:
    data = footscan_plate(NEWTONS).replace(b"Frame 2 ", b"Frame 7 ")
    assert str(_read(data).source.notes[0]).startswith("Frame 7 follows frame 1")


def test_a_foot_states_its_side_and_its_place_on_the_plate() -> None:
    recording = _read(footscan_dynamic(NEWTONS), "footscan_dynamic")
    np.testing.assert_allclose(recording.pressure, PRESSURES, rtol=1e-6)
    assert recording.side is Side.RIGHT
    assert (recording.grid.first_row, recording.grid.first_column) == (6, 40)
    assert _read(footscan_dynamic(side="Left"), "footscan_dynamic").side is Side.LEFT


def test_the_patients_name_is_left_out_and_that_is_said() -> None:
    source = _read(footscan_dynamic(), "footscan_dynamic").source
    assert "Mustermann" not in repr(source)
    assert any("name" in str(note) for note in source.notes)
    assert source.header["Measurement done on"] == "07-07-2011"
    assert source.header["Rectangle bottom"] == "6"


def test_a_workbook_reads_like_the_same_text() -> None:
    text, book = (_read(data, "footscan_dynamic") for data in (footscan_dynamic(NEWTONS), footscan_workbook()))
    np.testing.assert_array_equal(text.pressure, book.pressure)
    np.testing.assert_array_equal(text.time, book.time)
    assert text.source.header == book.source.header
    assert text.side is book.side


def test_a_rate_that_contradicts_the_times_is_noted() -> None:
    data = footscan_dynamic().replace(b"right foot: 500.00", b"right foot: 300.00")
    assert any("300 frames a second" in str(note) for note in _read(data, "footscan_dynamic").source.notes)


def _both(left: tuple[int, int], right: tuple[int, int], newtons: np.ndarray = NEWTONS) -> list[str]:
    parts = footscan_top(500, 500)
    for side, (bottom, column) in (("Left", left), ("Right", right)):
        parts += [*footscan_header(side, newtons.shape, bottom=bottom, left=column), *footscan_frames(newtons)]
    return parts


def test_two_feet_lie_on_one_grid_by_their_rectangles() -> None:
    for data in (_text(*_both((2, 10), (6, 20))), as_workbook(_text(*_both((2, 10), (6, 20))))):
        recording = _read(data, "footscan_dynamic")
        expected = np.zeros((3, 9, 14))
        expected[:, 0:5, 0:4] = PRESSURES
        expected[:, 4:9, 10:14] = PRESSURES
        np.testing.assert_allclose(recording.pressure, expected, rtol=1e-6)
        assert (recording.grid.first_row, recording.grid.first_column) == (2, 10)
        assert recording.side is Side.UNKNOWN
        assert "one clock for both feet" in recording.source.assumed
        assert recording.source.header["left: Rectangle left"] == "10"


def test_two_feet_whose_rectangles_overlap_keep_the_larger_pressure() -> None:
    recording = _read(_text(*_both((2, 10), (2, 12))), "footscan_dynamic")
    shifted = np.maximum(PRESSURES[:, :, 2:], PRESSURES[:, :, :2])
    np.testing.assert_allclose(recording.pressure[:, :, 2:4], shifted, rtol=1e-6)


def test_two_feet_without_a_place_stand_side_by_side_with_no_sensors_between() -> None:
    lines = [
        line for line in _both((0, 0), (0, 0)) if not line.startswith("Rectangle") and line not in ("0", "4", "5")
    ]
    recording = _read(_text(*lines), "footscan_dynamic")
    np.testing.assert_allclose(recording.pressure[:, :, :4], PRESSURES, rtol=1e-6)
    np.testing.assert_allclose(recording.pressure[:, :, -4:], PRESSURES, rtol=1e-6)
    assert recording.grid.active is not None
    assert not recording.grid.active[:, 4:-4].any()
    assert "place of the feet" in recording.source.assumed


def test_two_feet_at_other_times_are_refused() -> None:
    lines = _text(*_both((2, 10), (6, 20))).replace(b"(2.00 ms)", b"(2.50 ms)", 1)
    with pytest.raises(ReadError, match="not at the same times"):
        _read(lines)


PLATE = footscan_plate(NEWTONS)
DYNAMIC = footscan_dynamic(NEWTONS)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (
            PLATE.replace(b"\t0.9", b"", 1),
            r"line 2 \(frame 0, row 1\): the row has 3 values where 4 were expected",
        ),
        (PLATE.replace(b"\t0.9", b"\t", 1), r"line 2 \(frame 0, row 1, column 4\): a value is missing"),
        (PLATE.replace(b"\t0.9", b"\tO.9", 1), r'column 4\): "O.9" is not a number'),
        (PLATE.replace(b"\n1.2\t", b"\nx.2\t", 1), r'line 3 \(frame 0, row 2, column 1\): "x.2" is not a number'),
        (PLATE.replace(b"\t0.9", b"\t-0.9", 1), "negative"),
        (PLATE.replace(b"\t0.9", b"\tnan", 1), '"nan" is not a number'),
        (PLATE.replace(b"\t0.9", b"\t0,9", 1), "mixes decimal points and commas"),
        (PLATE.replace(b"(2.00 ms)", b"(0.00 ms)"), r"line 8: frame 1 is at 0 ms, not after 0 ms: time runs back"),
        (
            PLATE.replace(b"(2.00 ms)", b"(20.00 ms)"),
            r"line 15: frame 2 is at 4 ms, not after 20 ms: time runs back",
        ),
        (PLATE.replace(b"1.2\t1.5\t1.8\t2.1\r\n", b"", 1), "line 1: frame 0 has 4 rows where 5 were expected"),
        (PLATE.replace(b"1.2\t1.5\t1.8\t2.1", b"", 1), "empty line where a row of the matrix was expected"),
        (PLATE.replace(b"Frame 1 (2.00 ms)", b"Frxme"), '"Frxme", which is no title'),
        (PLATE[:-30], "frame 2 has .* rows|cut off|the row has"),
        (
            DYNAMIC.replace(b"height\r\n5", b"height\r\n9"),
            "frames have 5 rows, but the header gives a height of 9",
        ),
        (DYNAMIC.replace(b"left\r\n40", b"left\r\n1000000000"), "the rectangle's left is 1e[+]09 cells"),
        (DYNAMIC + b"end of report", 'after the last frame stands "end of report"'),
        (DYNAMIC.replace(b"Frame 1 (2.00 ms)", b"Left foot data"), 'numbers stand below "Left foot data"'),
        (_text(*_both((0, 0), (4000, 4000))), "too far apart"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match=found) as caught:
        read_bytes(data, "walk.txt")
    assert caught.value.file == "walk.txt"
    assert caught.value.advice


def test_a_letter_in_a_workbook_is_named_with_sheet_and_row() -> None:
    data = as_workbook(DYNAMIC.replace(b"\t0.9", b"\tO.9", 1))
    with pytest.raises(ReadError, match=r'sheet Test, row 19 \(frame 0, row 1, column 4\): "O.9" is not a number'):
        read_bytes(data, "step.xls")


def test_a_foot_named_twice_is_refused() -> None:
    lines = _text(*_both((2, 10), (6, 20))).replace(b"Left", b"Right")
    with pytest.raises(ReadError, match="begins another foot"):
        read_bytes(lines, "step.txt")


@settings(max_examples=60)
@given(
    arrays(
        np.float32,
        st.tuples(st.integers(2, 5), st.integers(1, 6), st.integers(2, 6)),
        elements=st.floats(0, 900, width=32),
    ),
    st.sampled_from([2.0, 3.95, 7.93]),
    st.sampled_from(["footscan_plate", "footscan_dynamic"]),
    st.sampled_from([Side.LEFT, Side.RIGHT]),
)
def test_what_is_written_reads_back_to_a_tenth_of_a_newton(
    pressure: NDArray[np.float32], step: float, key: str, side: Side
) -> None:
    time = np.round(np.arange(len(pressure)) * step, 2) / 1000
    grid = SensorGrid(7.62, 5.08, first_row=3, first_column=7)
    back = _read(write_bytes(PressureRecording(pressure, time, grid, side=side), key), key)
    np.testing.assert_allclose(back.pressure, pressure, atol=0.0501 * KILOPASCAL_PER_NEWTON, rtol=0)
    np.testing.assert_allclose(back.time, time, atol=1e-9)
    again = _read(
        write_bytes(
            back if key == "footscan_plate" else PressureRecording(back.pressure, time, back.grid, side=side), key
        ),
        key,
    )
    np.testing.assert_array_equal(again.pressure, back.pressure)
    if key == "footscan_dynamic":
        assert back.side is side
        assert (back.grid.first_row, back.grid.first_column) == (3, 7)


@pytest.mark.parametrize(
    ("change", "key", "found"),
    [
        ({"grid": SensorGrid(5, 5)}, "footscan_plate", "footscan's cells are"),
        ({"side": Side.UNKNOWN}, "footscan_dynamic", "side"),
        ({"time": [0, 1e-6, 2e-6]}, "footscan_plate", "hundredth of a millisecond"),
        ({"pressure": PRESSURES[:1], "time": [0]}, "footscan_plate", "single frame"),
        ({"pressure": PRESSURES[:, :, :1]}, "footscan_plate", "two columns"),
    ],
)
def test_a_recording_that_the_format_cannot_hold_is_not_written(
    change: dict[str, Any], key: str, found: str
) -> None:
    grid = SensorGrid(7.62, 5.08)
    whole: dict[str, Any] = {"pressure": PRESSURES, "time": [0, 0.002, 0.004], "grid": grid, "side": Side.LEFT}
    with pytest.raises(RecordingError, match=found):
        write_bytes(PressureRecording(**(whole | change)), key)
