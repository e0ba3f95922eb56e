"""APD files of every dialect, pictures and frames: values, place, foot, what is left out, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from formats_hostile import check_refused
from formats_samples_zebris import apd, apd_dynamic, small_frames
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pedograph.errors import ReadError, RecordingError
from pedograph.formats import read_bytes, write_bytes
from pedograph.recording import PressureRecording, SensorGrid, Side

VALUES = small_frames(3, 5, 4)
PICTURE = apd(VALUES)
FRAMES = apd_dynamic(VALUES)


def _read(data: bytes, name: str = "step.apd", key: str = "apd") -> PressureRecording:
    recording = read_bytes(data, name)
    assert recording.source.format == key
    return recording


def test_a_picture_is_one_frame_placed_on_the_plate() -> None:
    recording = _read(PICTURE)
    np.testing.assert_allclose(recording.pressure, VALUES[:1], rtol=1e-6)
    grid = recording.grid
    assert (grid.row_spacing, grid.column_spacing) == (8.46591, 7.5)
    assert (grid.first_row, grid.first_column, grid.cropped) == (233, 8, True)
    assert grid.active is None
    assert recording.task == "stand"
    assert recording.side is Side.UNKNOWN
    assert set(recording.source.assumed) == {"orientation", "task"}
    assert "1 of 20 values are marked as without contact; they are 0 kPa here." in map(str, recording.source.notes)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(apd(VALUES, equals=" = "), id="blanks round the equals sign"),
        pytest.param(apd(VALUES, unit="N/cm²", encoding="latin-1"), id="raised two in Latin-1"),
        pytest.param(apd(VALUES, unit="N/cm²", encoding="utf-8-sig"), id="raised two in UTF-8"),
        pytest.param(apd(VALUES, end="\t"), id="tab at the end of rows"),
        pytest.param(apd(VALUES, absent="-1.0"), id="-1.0"),
        pytest.param(apd(VALUES, absent="-1,0").replace(b".5\t", b",5\t").replace(b".0\t", b",0\t"), id="commas"),
        pytest.param(apd(VALUES, absent="0.0"), id="zero"),
        pytest.param(apd(VALUES, line_end="\r\n"), id="carriage returns"),
        pytest.param(apd(VALUES).lower().replace(b"n/cm2", b"N/cm2"), id="lower case"),
        pytest.param(apd(VALUES).rstrip(), id="no line feed at the end"),
        pytest.param(
            apd(VALUES, equals=" = ", unit="N/cm²", encoding="latin-1", end="\t", line_end="\r\n"),
            id="all at once",
        ),
    ],
)
def test_every_dialect_reads_the_same(data: bytes) -> None:
    if b"0,0" in data or b"-1,0" in data:
        head, _, matrix = data.partition(b"[Data]")
        data = head.replace(b",", b".") + b"[Data]" + matrix.replace(b".", b",")
    recording = _read(data)
    np.testing.assert_allclose(recording.pressure, VALUES[:1], rtol=1e-6)
    assert (recording.grid.row_spacing, recording.grid.first_row) == (8.46591, 233)


def test_the_person_is_left_out_and_the_foot_is_kept() -> None:
    for data in (PICTURE, apd(VALUES, more=["Name=Mustermann", "Birthday=1.2.1960"])):
        source = _read(data).source
        for word in ("Mustermann", "Erika", "1.2.1960"):
            assert word not in repr(source)
        assert any("person were left out" in str(note) for note in source.notes)
    data = PICTURE.replace(b"Sex=F", b"FootSide=R")
    assert _read(data).side is Side.RIGHT


@pytest.mark.parametrize(
    ("name", "stated", "side", "note"),
    [
        ("visit_L1.apd", "L", Side.LEFT, ""),
        ("visit_R2.apd", "Right", Side.RIGHT, ""),
        ("visit_R2.apd", "L", Side.LEFT, "states a left foot, but its name says right"),
        ("visit_R2.apd", "", Side.UNKNOWN, "name says right; the file itself does not"),
        ("MODEL.apd", "L", Side.LEFT, ""),
        ("BALL2.apd", "R", Side.RIGHT, ""),
    ],
)
def test_header_and_name_agree_on_the_foot_or_it_is_said(name: str, stated: str, side: Side, note: str) -> None:
    recording = _read(apd_dynamic(VALUES, side=stated), name, "apd_dynamic")
    assert recording.side is side
    said = [words for words in recording.source.notes if "name says" in str(words)]
    assert bool(said) == bool(note)
    assert not note or note in str(said[0])


def test_frames_have_their_times_and_their_place() -> None:
    recording = _read(FRAMES, key="apd_dynamic")
    np.testing.assert_allclose(recording.pressure, VALUES, rtol=1e-6)
    np.testing.assert_allclose(recording.time, [0.024, 0.032, 0.040])
    assert (recording.grid.first_row, recording.grid.first_column, recording.grid.cropped) == (12, 30, True)
    assert recording.side is Side.RIGHT
    assert recording.source.header["MinIdx"] == "3"


def test_a_picture_that_is_not_the_largest_of_the_frames_is_said() -> None:
    assert not any("differs" in str(note) for note in _read(FRAMES, key="apd_dynamic").source.notes)
    changed = FRAMES.replace(b"\t9.5", b"\t7.5", 1)
    assert changed != FRAMES
    notes = _read(changed, key="apd_dynamic").source.notes
    assert any("in 1 cells" in str(note) for note in notes)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (PICTURE.replace(b"SensCountX=5", b"SensCountX=1000000000"), 'SensCountX is "1000000000"'),
        (PICTURE.replace(b"SensCountX=5", b"SensCountX=6"), r"\[Data\] has 5 rows where 6 were expected"),
        (PICTURE.replace(b"SensCountY=4", b"SensCountY=5"), "the row has 4 values where 5"),
        (PICTURE.replace(b"SensCountY=4\n", b""), "SensCountY is missing"),
        (PICTURE.replace(b"LDistX=8.46591", b"LDistX=x"), 'LDistX is "x", no length'),
        (PICTURE.replace(b"LDistX=8.46591", b"LDistX=1000000"), "a sensor cell is between"),
        (PICTURE.replace(b"UnitDistance=mm", b"UnitDistance=furlong"), '"furlong" is not a unit of length'),
        (PICTURE.replace(b"N/cm2", b"V"), '"V" is not a unit of pressure'),
        (PICTURE.replace(b"UnitPressure=N/cm2\n", b""), "UnitPressure is missing"),
        (PICTURE.replace(b"StartSensX=233", b"StartSensX=-5"), 'StartSensX is "-5"'),
        (PICTURE.replace(b"\t4.5", b"\t-4.5", 1), "-4.5 is negative, and only -1 marks"),
        (PICTURE.replace(b"\t4.5", b"\t-12", 1), "-12 is negative"),
        (PICTURE.replace(b"\t4.5", b"\tnan", 1), r'line \d+ \(\[Data\], row 3, column 2\): "nan" is not'),
        (PICTURE.replace(b"\t4.5", b"\t", 1), "a value is missing"),
        (PICTURE[: PICTURE.index(b"[Data]")], r"there is no section \[Data\]"),
        (PICTURE.rstrip()[:-1], "the last value is cut off"),
        (PICTURE + b"[Data two]\n1\t2\n", "a second section"),
        (FRAMES.replace(b"TimeDiff=8.0", b"TimeDiff=0"), 'TimeDiff is "0" ms, no time'),
        (FRAMES.replace(b"UnitTime=ms", b"UnitTime=weeks"), "weeks, no time"),
        (FRAMES.replace(b"MaxIdx=5", b"MaxIdx=6"), "frames 3 to 5 where 3 to 6 were expected"),
        (FRAMES.replace(b"[Data4]", b"[Data7]"), r"\[Data7\] follows frame 3"),
        (FRAMES.replace(b"[Data4]", b"[Data]"), "stands there twice"),
        (FRAMES.replace(b"[Data4]", b"[Datum]"), "rows where 5|follows frame"),
        (FRAMES[: FRAMES.index(b"[Data3]")], "there are no frames"),
        (FRAMES[: FRAMES.index(b"[Data5]")], "frames 3 to 4 where 3 to 5 were expected"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: bytes, found: str) -> None:
    assert data not in (PICTURE, FRAMES)
    with pytest.raises(ReadError, match=found) as caught:
        read_bytes(data, "step.apd")
    assert caught.value.file == "step.apd"
    assert caught.value.advice


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[Data]\n" * 200_000, id="sections alone"),
        pytest.param(b"".join(b"[Data%d]\n" % number for number in range(100_000)), id="frames without rows"),
        pytest.param(b"".join(b"key%d=1 and more\n" % (number % 5000) for number in range(100_000)), id="keys"),
        pytest.param(b"[Data]\n" + b"-1\t" * 1_000_000, id="an endless row"),
        pytest.param(b"TimeDiff=1\nMinIdx=0\nMaxIdx=999999999\n" + b"[Data0]\n" + b"1\t2\t3\n" * 9000, id="rows"),
    ],
)
def test_a_hostile_text_is_refused_within_bounds(body: bytes) -> None:
    data = b"[Technical]\nSensCountX=2\nSensCountY=2\nLDistX=5\nLDistY=5\nUnitPressure=N/cm2\n" + body
    check_refused(data, 10 * len(data) + (1 << 20))


SIDES = st.sampled_from(list(Side))


@settings(max_examples=40, deadline=None)
@given(
    arrays(np.int64, st.tuples(*[st.integers(1, 5)] * 3), elements=st.integers(0, 12_000) | st.just(0)),
    SIDES,
    st.booleans(),
)
def test_what_is_written_reads_back_to_the_same(newtons: np.ndarray, side: Side, coarse: bool) -> None:
    unit = 1.0 if coarse else 0.1
    grid = SensorGrid(8.46591, 7.5, first_row=3, first_column=7, cropped=True)
    pressure = (newtons * unit).astype(np.float32)
    recording = PressureRecording(pressure, (np.arange(len(newtons)) + 2) * 0.008, grid, side=side)
    one = PressureRecording(pressure[:1], [0.0], grid, side=side)
    pairs = [(recording, "apd_dynamic")] if recording.frames > 1 else []
    for original, key in [*pairs, (one, "apd")]:
        back = _read(write_bytes(original, key), key=key)
        np.testing.assert_allclose(back.pressure, original.pressure, rtol=1e-6)
        np.testing.assert_allclose(back.time, original.time, atol=1e-9)
        assert back.side is side
        for name in ("row_spacing", "column_spacing", "first_row", "first_column", "cropped"):
            assert getattr(back.grid, name) == getattr(grid, name)


def test_what_the_format_cannot_hold_is_refused() -> None:
    grid = SensorGrid(5, 5)
    with pytest.raises(RecordingError, match=r"holds one frame, and this recording has 2; .* apd_dynamic"):
        write_bytes(PressureRecording(np.ones((2, 3, 3)), [0, 0.01], grid), "apd")
    with pytest.raises(RecordingError, match="not evenly spaced"):
        write_bytes(PressureRecording(np.ones((3, 3, 3)), [0, 0.01, 0.025], grid), "apd_dynamic")
    with pytest.raises(RecordingError, match="leaves no frame out"):
        write_bytes(PressureRecording(np.ones((4, 3, 3)), [0, 0.01, 0.02, 0.04], grid), "apd_dynamic")
