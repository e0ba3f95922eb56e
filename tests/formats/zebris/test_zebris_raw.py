"""zebris raw texts: how the plate lies, the belt, forces, encodings, times, privacy, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from formats_hostile import check_refused
from formats_samples_zebris import CHANNELS, small_frames, zebris_raw
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pedograph.errors import ReadError, RecordingError
from pedograph.formats import read_bytes, write_bytes
from pedograph.recording import BELT_SPEED, PressureRecording, SensorGrid

VALUES = small_frames(3, 5, 4)
MANY = small_frames(12, 5, 4)
TEXT = zebris_raw(VALUES)


def _read(data: bytes, name: str = "gait.txt") -> PressureRecording:
    recording = read_bytes(data, name)
    assert recording.source.format == "zebris_raw"
    return recording


def test_x_points_forwards_and_y_to_the_left() -> None:
    recording = _read(TEXT)
    np.testing.assert_allclose(recording.pressure, VALUES, rtol=1e-6)
    assert (recording.grid.row_spacing, recording.grid.column_spacing) == (8.47, 8.46)
    np.testing.assert_allclose(recording.time, [0, 0.01, 0.02])
    assert recording.task == "walk"
    assert recording.source.assumed == ("orientation",)
    assert recording.pressure.flags.c_contiguous


def test_a_plate_whose_lines_are_more_than_its_columns_is_walked_along_y() -> None:
    recording = _read(zebris_raw(VALUES, application="statplat", along_x=False))
    np.testing.assert_allclose(recording.pressure, VALUES, rtol=1e-6)
    assert (recording.grid.row_spacing, recording.grid.column_spacing) == (8.46, 8.47)


def test_a_treadmill_is_walked_along_x_whatever_its_shape() -> None:
    wide = small_frames(2, 3, 6)
    np.testing.assert_allclose(_read(zebris_raw(wide)).pressure, wide, rtol=1e-6)


def test_the_speed_of_the_belt_is_kept_and_said() -> None:
    source = _read(zebris_raw(MANY, speed=1.2)).source
    assert float(source.header[BELT_SPEED]) == pytest.approx(1200, abs=1)
    assert any(
        "belt ran at 1.200 m/s" in str(note) and "1.42 rows backwards" in str(note) for note in source.notes
    )


@pytest.mark.parametrize("data", [zebris_raw(MANY, speed=0.0), zebris_raw(MANY, names=CHANNELS[:1]), TEXT])
def test_without_a_moving_belt_there_is_no_speed(data: bytes) -> None:
    assert BELT_SPEED not in _read(data).source.header


@pytest.mark.parametrize("left", ["l force,N", "Force de l'avant-pied gauche,N", "Li Kraft,N"])
def test_forces_are_held_against_the_files_own_in_any_language(left: str) -> None:
    names = [left if name == "Li Kraft,N" else name for name in CHANNELS]
    right = _read(zebris_raw(names=names)).source
    assert not any("Forces are" in str(note) or "leave a foot out" in str(note) for note in right.notes)
    forces = _read(TEXT).force
    wrong = _read(zebris_raw(names=names, forces=list(forces * 1.25))).source
    assert any("Forces are 0.801 times those of the file's own channels" in str(note) for note in wrong.notes)


def test_frames_in_which_the_channels_leave_a_foot_out_are_counted() -> None:
    forces = _read(zebris_raw(MANY)).force
    forces = np.where(np.arange(12) < 4, 0, forces)
    notes = _read(zebris_raw(MANY, forces=list(forces))).source.notes
    assert any(str(note).startswith("In 4 of 12 frames the file's own channels") for note in notes)


def test_the_person_is_left_out_and_the_exercises_are_kept() -> None:
    source = _read(TEXT).source
    for word in ("Mustermann", "1.2.1960", "4836"):
        assert word not in repr(source)
    assert "Person, sex, birth date and code were left out." in map(str, source.notes)
    assert source.header["Exercises"].split("\n")[1].startswith("1\tGait")
    assert source.header["Application"] == "trplatf"
    assert not any("left out" in str(note) for note in _read(zebris_raw(top=())).source.notes)


@pytest.mark.parametrize("change", ["utf-8", "utf-8-sig", "utf-16", "lf", "tabs at the end", "decimal commas"])
def test_every_way_to_write_the_text_reads_the_same(change: str) -> None:
    encoding = change if change.startswith("utf") else "latin-1"
    data = zebris_raw(VALUES, encoding=encoding, line_end="\n" if change == "lf" else "\r\n")
    if change == "tabs at the end":
        data = data.replace(b"0\r\ny", b"0\t\r\ny")
    if change == "decimal commas":
        data = data.replace(b".", b",")
    recording = _read(data)
    np.testing.assert_allclose(recording.pressure, VALUES, rtol=1e-6)
    assert recording.source.header["Record"] == "4 km/h barfuß"


@pytest.mark.parametrize(
    ("exercise", "task", "sure"), [("Gait", "walk", True), ("Stance", "stand", True), ("X", "walk", False)]
)
def test_the_exercise_tells_the_task(exercise: str, task: str, sure: bool) -> None:
    recording = _read(zebris_raw(exercise=exercise))
    assert recording.task == task
    assert ("task" not in recording.source.assumed) == sure


def test_without_printed_times_the_frequency_counts() -> None:
    data = b"\r\n".join(line for line in TEXT.split(b"\r\n") if not line.startswith(b"Time, ms"))
    np.testing.assert_allclose(_read(data).time, [0, 0.01, 0.02])


def test_missing_frames_are_said() -> None:
    recording = _read(TEXT.replace(b"Frame 3 {", b"Frame 5 {"))
    assert any("Frame 5 follows frame 2" in str(note) for note in recording.source.notes)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (TEXT.replace(b"Platform {", b"Plat"), r'no line "Platform \{"'),
        (TEXT.replace(b"Columns\t5", b"Columns\t1000000000"), 'Columns is "1000000000"'),
        (TEXT.replace(b"Columns\t5", b"Columns\t9999"), "no device has so many columns"),
        (TEXT.replace(b"Columns\t5", b"Columns\t6"), "the row has 5 values where 6 were expected"),
        (TEXT.replace(b"Lines\t4", b"Lines\t9999"), "frame 1 has 4 rows where 9999 were expected"),
        (TEXT.replace(b"Lines\t4\r\n", b""), "Lines is missing"),
        (TEXT.replace(b"Cell width,mm\t8.47", b"Cell width,mm\tx"), 'Cell width is "x", no length'),
        (TEXT.replace(b"Cell width,mm\t8.47\r\n", b""), "Cell width is missing"),
        (TEXT.replace(b"Cell width,mm\t8.47", b"Cell width,mm\t1000000"), "a sensor cell is between"),
        (TEXT.replace(b"N/cm^2", b"counts"), '"counts" is not a unit of pressure'),
        (TEXT.replace(b"Units\tN/cm^2\r\n", b""), "the unit is missing"),
        (TEXT.replace(b"Frame count\t3", b"Frame count\t4"), "it holds 3 frames where 4 were expected"),
        (TEXT.replace(b"Frame 3 {", b"Frame 1 {"), "frame 1 comes after frame 2: time runs back"),
        (TEXT.replace(b"Time, ms\t20.00", b"Time, ms\t5.00"), "frame 3 is at 5 ms, not after the one before"),
        (TEXT.replace(b"\r\ny3\t", b"\r\ny7\t", 1), r'line \d+: "y7" stands where the row y3 was expected'),
        (TEXT.replace(b"\r\ny3\t", b"\r\n\r\ny3\t", 1), "frame 1 has 5 rows where 4"),
        (TEXT.replace(b"\t4.50", b"\t4.5x", 1), r'\(frame 1, y\d, x\d\): "4.5x" is not a number'),
        (TEXT.replace(b"\t4.50", b"\t-4.50", 1), "negative"),
        (TEXT.replace(b"\t4.50", b"\tNaN", 1), '"NaN" is not a number'),
        (TEXT.replace(b"\t4.50", b"", 1), "the row has 4 values"),
        (TEXT[: TEXT.index(b"Frame 1 {")], "there is no frame below the platform"),
        (TEXT.rstrip()[:-1], "frame 3 is not closed with a brace"),
        (TEXT.replace(b"\tx1", b"\t-"), "no line with the numbers of its columns"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: bytes, found: str) -> None:
    assert data != TEXT
    with pytest.raises(ReadError, match=found) as caught:
        read_bytes(data, "gait.txt")
    assert caught.value.file == "gait.txt"
    assert caught.value.advice


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"Platform {\n" + b"Frame 1 {\n" * 200_000, id="titles alone"),
        pytest.param(b"Platform {\n" + b"Frame 1 {\n\tx1\n" * 200_000, id="titles and labels"),
        pytest.param(b"Key and more words\t{\n" * 60_000 + b"Platform {\n", id="tables without end"),
        pytest.param(b"Time,ms\tForce,N\n" + b"1" * 9 + b"\t" + b"2" * 9 + b"\n" * 1, id="channels alone"),
        pytest.param(b"Time,ms" + b"\tF,N" * 500_000 + b"\nPlatform {\nFrame 1 {\n", id="endless names"),
        pytest.param(
            b"Platform {\nFrame 1 {\n\tx1\n" + b"y1\t" + b"0\t" * 1_000_000 + b"\n}\n", id="an endless row"
        ),
    ],
)
def test_a_hostile_text_is_refused_within_bounds(body: bytes) -> None:
    data = b"Application\ttrplatf\nExercises\t{\n}\n" + body
    check_refused(data, 10 * len(data) + (1 << 20))


def _recording(newtons: np.ndarray, task: str) -> PressureRecording:
    """Frames of multiples of 0.01 N/cm2."""
    pressure = (newtons * 0.1).astype(np.float32)
    return PressureRecording(pressure, np.arange(len(newtons)) / 250 + 0.5, SensorGrid(8.47, 8.465), task=task)


@settings(max_examples=40, deadline=None)
@given(
    arrays(np.int64, st.tuples(*[st.integers(1, 5)] * 3), elements=st.integers(0, 12_000) | st.just(0)),
    st.sampled_from(["walk", "stand"]),
)
def test_what_is_written_reads_back_to_the_same(newtons: np.ndarray, task: str) -> None:
    recording = _recording(newtons, task=task)
    back = _read(write_bytes(recording, "zebris_raw"))
    np.testing.assert_array_equal(back.pressure, recording.pressure)
    np.testing.assert_allclose(back.time, recording.time, atol=1e-9)
    assert (back.grid.row_spacing, back.grid.column_spacing, back.task) == (8.47, 8.465, task)
    assert not any("Forces are" in str(note) for note in back.source.notes)


def test_the_belt_and_the_exercises_survive_writing() -> None:
    recording = _read(zebris_raw(MANY))
    back = _read(write_bytes(recording, "zebris_raw"))
    for key in (BELT_SPEED, "Exercises", "Record", "Application"):
        assert back.source.header[key] == recording.source.header[key]
    assert b"Mustermann" not in write_bytes(recording, "zebris_raw")


@pytest.mark.parametrize("times", [[-0.5, 0.0], [0.0, 1e-7]])
def test_times_that_the_format_cannot_hold_are_refused(times: list[float]) -> None:
    recording = PressureRecording(np.ones((2, 3, 3)), times, SensorGrid(5, 5))
    with pytest.raises(RecordingError, match="hundredth of a millisecond"):
        write_bytes(recording, "zebris_raw")
