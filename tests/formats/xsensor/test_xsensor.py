"""XSENSOR exports: two insoles or a mat, the variants of their keys and numbers, and the real walk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from formats_samples import damaged, frames
from formats_samples_insoles import xsensor

from pedograph.errors import ReadError
from pedograph.formats import read, read_bytes
from pedograph.formats.parsing.text import plain
from pedograph.formats.xsensor import export as reader
from pedograph.formats.xsensor.even_frames import even_blocks
from pedograph.recording import PressureRecording, Side, Track

MMHG = 0.133322387415


def test_matrices_lie_side_by_side_with_the_heel_first() -> None:
    shown = frames(3, 5, 4, step=7.25)
    recording = read_bytes(xsensor(shown), "x")
    assert recording.tracks == (Track(Side.LEFT, 0, 4), Track(Side.RIGHT, 5, 4))
    np.testing.assert_allclose(recording.pressure[:, :, :4], shown * MMHG, rtol=1e-5)
    np.testing.assert_allclose(recording.pressure[:, :, 5:], np.roll(shown, 1, axis=2) * MMHG, rtol=1e-5)
    assert recording.grid.active is not None
    assert not recording.grid.active[:, 4].any()
    assert recording.grid.threshold == pytest.approx(51.72 * MMHG)
    np.testing.assert_allclose(recording.time, [0.0, 0.013, 0.027], atol=1e-3)


def test_the_area_of_a_cell_comes_from_the_contact_areas() -> None:
    recording = read_bytes(xsensor(), "x")
    assert recording.grid.cell_area == pytest.approx(74.11, rel=1e-4)
    assert recording.grid.row_spacing == pytest.approx(recording.grid.column_spacing)
    assert not any("Est. Load" in str(note) for note in recording.source.notes)
    # Areas that no rounding explains are not believed, and forces that do not fit are mentioned.
    odd = read_bytes(xsensor(cell=1.2), "x")
    assert odd.grid.cell_area == pytest.approx(73.96)
    assert any("contact areas" in str(note) for note in odd.source.notes)
    assert any("Est. Load" in str(note) for note in odd.source.notes)


@pytest.mark.parametrize(
    "options",
    [
        {"padded": False},
        {"groups": False},
        {"colons": True},
        {"colons": True, "padded": False, "squared": "cm^2"},
        {"decimal": ","},
        {"separator": ";", "decimal": ","},
        {"separator": ";"},
        {"names": ("Foot Left 12", "Foot Right 12")},
    ],
    ids=str,
)
def test_variants_read_the_same(options: dict[str, Any]) -> None:
    usual, other = read_bytes(xsensor(), "x"), read_bytes(xsensor(**options), "x")
    np.testing.assert_allclose(other.pressure, usual.pressure, rtol=1e-6)
    assert other.tracks == usual.tracks
    assert other.grid.cell_area == pytest.approx(usual.grid.cell_area, rel=1e-4)


@pytest.mark.parametrize(("unit", "factor"), [("mmHg", MMHG), ("N/cm2", 10.0), ("kPa", 1.0), ("psi", 6.894757)])
def test_units(unit: str, factor: float) -> None:
    recording = read_bytes(xsensor(unit=unit, load_factor=factor * 0.1), "x")
    assert recording.pressure.max() == pytest.approx(59 * 7.25 * factor, rel=1e-5)
    assert not any("Est. Load" in str(note) for note in recording.source.notes)


def test_the_right_insole_may_come_first_or_alone() -> None:
    names = ("M11-DFM-RF S0073", "M11-DFM-LF S0073")
    swapped, usual = read_bytes(xsensor(names=names), "x"), read_bytes(xsensor(), "x")
    assert [each.side for each in swapped.tracks] == [Side.LEFT, Side.RIGHT]
    np.testing.assert_array_equal(swapped.pressure[:, :, 5:], usual.pressure[:, :, :4])
    alone = read_bytes(xsensor(names=names[:1]), "x")
    assert alone.side is Side.RIGHT
    assert alone.tracks == (Track(Side.RIGHT, 0, 4),)


def test_a_mat_is_no_insole() -> None:
    mat = read_bytes(xsensor(frames(2, 48, 118, step=0.5), names=("PX100.48.118.02",)), "x")
    assert mat.pressure.shape == (2, 48, 118)
    assert mat.tracks == ()
    assert not mat.grid.cropped
    assert mat.grid.active is None


def test_two_sensors_that_are_no_pair_are_refused() -> None:
    with pytest.raises(ReadError, match="not named as one left and one right insole"):
        read_bytes(xsensor(names=("PX100", "PX200")), "x")


def test_midnight_passes_and_twelve_hours_are_understood() -> None:
    night = read_bytes(xsensor(clock=("23:59:59.990", "00:00:00.003", "00:00:00.017")), "x")
    np.testing.assert_allclose(night.time, [0.0, 0.013, 0.027], atol=1e-6)
    noon = read_bytes(xsensor(clock=("11:59:59.990 AM", "12:00:00.003 PM", "12:00:00,017 p.m.")), "x")
    np.testing.assert_allclose(noon.time, [0.0, 0.013, 0.027], atol=1e-6)


def test_persons_and_folders_are_left_out() -> None:
    data = xsensor().replace(b"Threshold:", b"Patient Name:,Mustermann\r\nThreshold:")
    source = read_bytes(data, "x").source
    assert "Mustermann" not in repr(source)
    assert source.header["File"] == "walk.XSN"
    assert source.header["Sensor 1"] == "HX210.11.31.M11-DFM-LF S0073"
    assert source.header["Sensor 2 rows"] == "5"
    assert any("person" in str(note) for note in source.notes)
    assert any("folder" in str(note) for note in source.notes)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"Units:,mmHg", b"Units:,counts", "not a unit of pressure"),
        (b"Units:,mmHg", b"", "does not state the unit"),
        (b"Rows,5", b"Rows,x", "number of rows is missing"),
        (b"Columns,4", b"Columns,", "number of columns is missing"),
        (b",7.25", b"", "has 3 values where 4 were expected"),
        (b"Rows,5", b"Rows,9999", "so many rows"),
        (b"Sensel Width (cm),0.86", b"Sensel Width (cm),-", "width and height of the cells"),
        (b"Sensel Width (cm),0.86", b"Sensel Width (yd),0.86", "width and height of the cells"),
        (b" 08:21:17.995", b" morning", "is no time of day"),
        (b" 08:21:17.995", b" 08:21:16.995", "time runs back"),
        (b"FRAME,1465", b"FRAMED,1465", "same sensors"),
        (b",7.25", b",7.2.5", "is not a number"),
        (b",7.25", b",-7.25", "is negative"),
    ],
)
def test_what_is_wrong_is_said(old: bytes, new: bytes, words: str) -> None:
    data = xsensor(padded=False)
    assert old in data
    with pytest.raises(ReadError, match=words):
        read_bytes(data.replace(old, new, 1), "x")


@pytest.mark.real_scans
def test_the_real_walk(real_scans: Path) -> None:
    path = real_scans / "xsensor_walk.csv"
    recording = read(path)
    assert recording.pressure.shape == (101, 31, 23)
    assert set(np.diff(recording.time).round(6)) == {0.013, 0.014}
    blocks = even_blocks(plain(path.read_bytes()), b",", b".", "x")
    assert blocks is not None
    for number, (cells, peak) in enumerate(((228, 394.30), (230, 123.92))):
        first = recording.tracks[number].first_column
        part = recording.pressure[:, :, first : first + 11]
        assert np.count_nonzero(part.max(axis=0)) == cells
        assert part.max() == pytest.approx(peak, abs=0.005)
        force = part.sum(axis=(1, 2), dtype=float) * recording.grid.newton_per_kilopascal
        stated = np.array([frame.sensors[number].load for frame in blocks.frames], dtype=float)
        assert np.abs(force - stated).max() < 0.01
    left = recording.pressure[0, :, :11].sum(dtype=float) * recording.grid.newton_per_kilopascal
    assert left == pytest.approx(411.67, abs=0.01)
    # The hallux is under the inner border of either insole, at the toe end.
    for number, inner in ((0, slice(6, 11)), (1, slice(0, 5))):
        first = recording.tracks[number].first_column
        toes = recording.peak_image[24:, first : first + 11]
        assert toes[:, inner].max() == toes.max()


@pytest.mark.parametrize("padded", [True, False])
def test_groups_of_cells_may_be_of_any_length_in_any_frame(padded: bool) -> None:
    data = xsensor(frames(8, 5, 4, step=7.25), padded=padded)
    whole = read_bytes(data, "x").pressure
    end = b"\r\nFRAME,"
    parts = data.split(end)
    assert all(b"\r\nGROUP" in part for part in parts[1:-1])
    for frame in range(1, 8):
        longer = end.join([*parts[:frame], parts[frame] + b"\r\nName,more", *parts[frame + 1 :]])
        shorter = end.join([*parts[:frame], parts[frame].partition(b"\r\nGROUP")[0], *parts[frame + 1 :]])
        for changed in (longer, shorter):
            np.testing.assert_array_equal(read_bytes(changed, "x").pressure, whole)


@pytest.mark.parametrize("padded", [True, False])
def test_groups_may_stand_between_the_sensors(padded: bool) -> None:
    data = xsensor(frames(6, 5, 4, step=7.25), groups=False, padded=padded)
    group = b"GROUP,1\r\nName,Heel\r\nSENSELS\r\n7.25,0,14.5\r\nSENSOR,"
    between = data.replace(b"SENSOR,", group)
    np.testing.assert_array_equal(read_bytes(between, "x").pressure, read_bytes(data, "x").pressure)


def _by_lines(data: bytes, monkeypatch: pytest.MonkeyPatch) -> PressureRecording:
    """The recording read line by line, as one is whose frames are not all alike."""
    with monkeypatch.context() as patch:
        patch.setattr(reader, "even_blocks", lambda *_: None)
        return read_bytes(data, "x")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"padded": False},
        {"groups": False},
        {"padded": False, "groups": False},
        {"separator": ";", "decimal": ","},
    ],
    ids=str,
)
def test_frames_that_are_alike_are_read_at_once_and_the_same(
    options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = xsensor(frames(7, 5, 4, step=7.25), **options)
    separator, decimal = options.get("separator", ",").encode(), options.get("decimal", ".").encode()
    text = data.replace(b"\r\n", b"\n").replace(b"\n\n", b"\n") if not options.get("padded", True) else data
    assert even_blocks(text, separator, decimal, "x") is not None
    once, by_lines = read_bytes(data, "x"), _by_lines(data, monkeypatch)
    np.testing.assert_array_equal(once.pressure, by_lines.pressure)
    np.testing.assert_array_equal(once.time, by_lines.time)
    assert (once.source, once.tracks) == (by_lines.source, by_lines.tracks)
    assert once.grid.cell_area == by_lines.grid.cell_area


@pytest.mark.parametrize("padded", [True, False])
def test_damaged_files_are_read_or_refused_as_line_by_line(padded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    data = xsensor(frames(5, 5, 4, step=7.25), padded=padded)
    answers = []
    for bad in damaged(data, seed=11, count=300):
        answer = _answer(partial(read_bytes, bad, "x"))
        assert answer == _answer(partial(_by_lines, bad, monkeypatch))
        answers.append(isinstance(answer, str))
    assert 30 < sum(answers) < 270


def _answer(way: Callable[[], PressureRecording]) -> object:
    """What reading gives: the frames and what is said of them, or the words of the error."""
    try:
        recording = way()
    except ReadError as error:
        return str(error)
    return recording.pressure.tobytes(), recording.time.tobytes(), recording.source


def test_no_frame_is_passed_over_where_one_is_as_long_as_the_next_two() -> None:
    shown = frames(6, 5, 4, step=7.25)
    data = xsensor(shown, padded=False)
    end = b"\r\nFRAME,"
    parts = data.split(end)
    # The first part is the header; the second frame is made as long as the third and fourth together.
    lines = [sum(bool(line) for line in part.split(b"\r\n")) for part in parts]
    longer = [*parts[:2], parts[2] + b"\r\nName,more" * (lines[3] + lines[4] - lines[2]), *parts[3:]]
    np.testing.assert_array_equal(read_bytes(end.join(longer), "x").pressure, read_bytes(data, "x").pressure)
