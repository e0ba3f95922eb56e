"""Tekscan exports: units, missing sensors, mirrored maps, times, comments of any words, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from formats_samples import frames, tekscan

from pedograph.errors import ReadError
from pedograph.formats import read_bytes
from pedograph.recording import PressureRecording, Side

VALUES = frames(3, 5, 4, step=6.0)
ABSENT = np.zeros((5, 4), dtype=bool)
# Row 0 and 4 as printed, from the toes.
ABSENT[4, 0] = ABSENT[0, 3] = True
PRESSURES = np.where(ABSENT, 0, VALUES)


def _read(data: bytes, name: str = "walk.asf") -> PressureRecording:
    recording = read_bytes(data, name)
    assert recording.source.format == "tekscan"
    return recording


def test_frames_are_turned_heel_first_and_missing_sensors_are_inactive() -> None:
    recording = _read(tekscan(VALUES))
    np.testing.assert_array_equal(recording.pressure, PRESSURES)
    np.testing.assert_array_equal(recording.grid.active, ~ABSENT)
    np.testing.assert_allclose(recording.time, [0, 0.032, 0.064])
    assert recording.source.assumed == ("orientation",)
    assert recording.side is Side.UNKNOWN


def test_a_grid_without_missing_sensors_has_no_mask() -> None:
    assert _read(tekscan(VALUES, absent=())).grid.active is None


def test_saturation_and_noise_threshold_are_kept_in_kilopascal() -> None:
    grid = _read(tekscan()).grid
    assert grid.saturation == pytest.approx(1514.73)
    assert grid.threshold == pytest.approx(3 * 1514.73 / 255)


@pytest.mark.parametrize(
    ("unit", "factor"),
    [("KPa", 1), ("PSI", 6.894757), ("mmHg", 0.133322387), ("N/cm2", 10), ("N/cm²", 10), ("kg/cm2", 98.0665)],
)
def test_every_unit_of_pressure_becomes_kilopascal(unit: str, factor: float) -> None:
    np.testing.assert_allclose(_read(tekscan(VALUES, unit=unit)).pressure, PRESSURES * factor, rtol=1e-6)


@pytest.mark.parametrize(
    ("spacing", "millimetres"),
    [
        (("5.08 mm", "5.08 mm"), (5.08, 5.08)),
        (("0.127 centimeters", "0.254 cm"), (1.27, 2.54)),
        (("0.2 inches", "0.3 in"), (5.08, 7.62)),
        (("5,08 mm", "7,62"), (5.08, 7.62)),
    ],
)
def test_every_unit_of_length_becomes_millimetres(
    spacing: tuple[str, str], millimetres: tuple[float, float]
) -> None:
    grid = _read(tekscan(spacing=spacing)).grid
    assert (grid.row_spacing, grid.column_spacing) == pytest.approx(millimetres)


def test_times_in_the_titles_of_frames_are_taken() -> None:
    titles = [
        f"Frame {n}, {t},, 12/2/2019 6:21:52.34PM,,,Raw Sum=,,310" for n, t in ((1, 0), (2, 0.10), (3, 0.21))
    ]
    assert _read(tekscan(titles=titles)).time.tolist() == [0, 0.10, 0.21]


def test_a_recording_that_leaves_frames_out_keeps_its_times() -> None:
    recording = _read(tekscan(titles=["Frame 5", "Frame 6", "Frame 9"]))
    np.testing.assert_allclose(recording.time, [4 * 0.032, 5 * 0.032, 8 * 0.032])
    assert any("Frame 9 follows frame 6" in str(note) for note in recording.source.notes)
    assert any("frame 3 is the last" in str(note) for note in recording.source.notes)


def test_comments_may_hold_any_words() -> None:
    comments = "Frame 1 looks odd\nFrame 99\nROWS 2\nUNITS raw\n\nMIRROR_ROW 1"
    recording = _read(tekscan(VALUES, comments=comments))
    np.testing.assert_array_equal(recording.pressure, PRESSURES)
    assert "Frame 1 looks odd" in recording.source.header["COMMENTS"]
    assert recording.source.header["ROWS"] == "5"
    assert recording.source.header["UNITS"] == "KPa"


@pytest.mark.parametrize(("mirror", "axes"), [((1, 0), (1,)), ((0, 1), (2,)), ((1, 1), (1, 2))])
def test_a_mirrored_map_is_turned_back_and_that_is_said(mirror: tuple[int, int], axes: tuple[int, ...]) -> None:
    recording = _read(tekscan(VALUES, mirror=mirror))
    np.testing.assert_array_equal(recording.pressure, np.flip(PRESSURES, axes))
    np.testing.assert_array_equal(recording.grid.active, np.flip(~ABSENT, tuple(axis - 1 for axis in axes)))
    assert "mirroring" in recording.source.assumed
    assert any("mirrored" in str(note) for note in recording.source.notes)


def test_folders_are_left_out_of_the_header() -> None:
    source = _read(tekscan()).source
    assert source.header["FILENAME"] == "walkL.fsx"
    assert "Mustermann" not in repr(source)


def test_the_letter_of_a_file_name_is_a_hint_and_no_more() -> None:
    recording = _read(tekscan(), "FrasP01L.asf")
    assert recording.side is Side.UNKNOWN
    assert any("may be a left foot" in str(note) for note in recording.source.notes)
    assert not any("may be" in str(note) for note in _read(tekscan(), "BALL.asf").source.notes)


@pytest.mark.parametrize("change", ["lf", "semicolons", "tabs", "mark", "commas at the end"])
def test_every_way_to_write_the_text_reads_the_same(change: str) -> None:
    data = tekscan(VALUES, line_end="\n" if change == "lf" else "\r\n")
    if change in ("semicolons", "tabs"):
        data = data.replace(b",", b";" if change == "semicolons" else b"\t")
    if change == "mark":
        data = b"\xef\xbb\xbf" + data
    if change == "commas at the end":
        data = data.replace(b"\r\n\r\n", b"\r\n,,,\r\n").replace(b"@@\r\n", b"@@,,,\r\n")
    np.testing.assert_array_equal(_read(data).pressure, PRESSURES)


TEXT = tekscan(VALUES)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (tekscan(unit="raw"), "header, UNITS: its values are raw counts"),
        (tekscan(unit="furlongs"), '"furlongs" is not a unit of pressure'),
        (TEXT.replace(b"UNITS KPa\r\n", b""), "the unit is missing"),
        (TEXT.replace(b"ROWS 5", b"ROWS 1000000000"), 'ROWS is "1000000000"'),
        (TEXT.replace(b"ROWS 5", b"ROWS 9999"), "frame 1 has 5 rows where 9999 were expected"),
        (TEXT.replace(b"COLS 4", b"COLS 9999"), "no device has so many columns"),
        (TEXT.replace(b"COLS 4", b"COLS 5"), "the row has 4 values where 5 were expected"),
        (TEXT.replace(b"COLS 4\r\n", b""), "COLS is missing"),
        (TEXT.replace(b"5.08 mm", b"5.08 miles"), 'ROW_SPACING is "5.08 miles"'),
        (TEXT.replace(b"5.08 mm", b"1000000000 mm"), "a sensor cell is between"),
        (TEXT.replace(b"PER_FRAME 0.032", b"PER_FRAME 0"), "SECONDS_PER_FRAME"),
        (
            TEXT.replace(b",72,", b",7x,", 1),
            r'line \d+ \(frame 1, row 2, column 1\): "7x" is not|"7x" is not a number',
        ),
        (TEXT.replace(b",78,", b",", 1), "the row has 3 values"),
        (TEXT.replace(b",78,", b",,", 1), "a value is missing"),
        (TEXT.replace(b",78,", b",-78,", 1), "negative"),
        (TEXT.replace(b",78,", b",nan,", 1), '"nan" is not a number'),
        (TEXT.replace(b",78,", b",B5,", 1), '"B5" is not a number'),
        (TEXT.replace(b"@@\r\n\r\nFrame", b"@@\r\n\r\nFxame"), "stands where the first frame was expected"),
        (TEXT.replace(b"Frame 3", b"Frame 1"), "frame 1 comes after frame 2: time runs back"),
        (TEXT.replace(b"Frame 3", b"Frame three"), '"Frame three" is no title of a frame'),
        (TEXT[: TEXT.rindex(b"@@")], 'closing "@@" is missing'),
        (TEXT[: TEXT.rindex(b"@@") - 12], "frame 3 has 4 rows where 5 were expected|the row has|closing"),
        (TEXT[: TEXT.index(b"Frame 1")], "there is no frame"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: bytes, found: str) -> None:
    assert data != TEXT
    with pytest.raises(ReadError, match=found) as caught:
        read_bytes(data, "walk.asf")
    assert caught.value.file == "walk.asf"
    assert caught.value.advice


def test_times_in_titles_that_run_back_are_refused() -> None:
    titles = [f"Frame {n}, {t},," for n, t in ((1, 0), (2, 0.2), (3, 0.1))]
    with pytest.raises(ReadError, match=r"frame 3 is at 0.1 s, not after 0.2 s: time runs back"):
        read_bytes(tekscan(titles=titles), "walk.csv")
