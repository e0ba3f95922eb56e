"""Pedograph's own files of frames: nothing is lost, other programs read them, and what is wrong is said."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from formats_samples_arrays import csv, npz, pedograph_hdf5, recording, saved, session
from hypothesis import given, settings
from hypothesis import strategies as st

from pedograph.analysis import analyze
from pedograph.errors import ReadError, RecordingError
from pedograph.formats import read, read_bytes, recordings_in, write, write_bytes
from pedograph.formats.pedograph.layout import RECORDED, Kind
from pedograph.notes import Note, Severity
from pedograph.recording import PressureRecording, SensorGrid, Side, Source, Track
from pedograph.session import new_session, read_frames, save_session, with_recording
from pedograph.simulation import simulate_step

OWN = ("csv", "npz", "pedograph_hdf5")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
NOTES = st.builds(Note, TEXT, TEXT, severity=st.sampled_from(Severity))


@st.composite
def recordings(draw: st.DrawFn) -> PressureRecording:
    """Recordings with all that can be said of one."""
    rows, columns, count = (draw(st.integers(1, 5)) for _ in range(3))
    values = st.floats(0, 1e5, width=32) | st.sampled_from([0.0, 1e-30, 0.1, 25.83])
    pressure = np.array(draw(st.lists(values, min_size=rows * columns * count, max_size=rows * columns * count)))
    active = np.array(draw(st.lists(st.booleans(), min_size=rows * columns, max_size=rows * columns)))
    active = active.reshape(rows, columns)
    pressure = pressure.reshape(count, rows, columns) * active
    gaps = draw(st.lists(st.floats(1e-4, 10), min_size=count, max_size=count))
    grid = SensorGrid(
        row_spacing=draw(st.floats(0.1, 100)),
        column_spacing=draw(st.floats(0.1, 100)),
        active=None if active.all() else active,
        threshold=draw(st.none() | st.floats(0, 100)),
        saturation=draw(st.none() | st.floats(0, 2000)),
        first_row=draw(st.integers(0, 300)),
        first_column=draw(st.integers(0, 300)),
        cropped=draw(st.booleans()),
    )
    header = draw(st.dictionaries(TEXT, TEXT, max_size=3))
    source = Source(
        draw(TEXT), draw(TEXT), "emed", header, tuple(draw(st.lists(TEXT))), tuple(draw(st.lists(NOTES)))
    )
    tracks = (Track(Side.LEFT, 0, 1), Track(Side.RIGHT, 3, 2)) if draw(st.booleans()) else ()
    side, task = draw(st.sampled_from(list(Side))), draw(st.sampled_from(["walk", "stand"]))
    return PressureRecording(pressure, np.cumsum(gaps), grid, source, side, task, draw(TEXT), tracks)


@pytest.mark.parametrize("key", OWN)
@settings(max_examples=40, deadline=None)
@given(recordings())
def test_nothing_is_lost(key: str, made: PressureRecording) -> None:
    data = write_bytes(made, key)
    back = read_bytes(data, "x")
    np.testing.assert_array_equal(back.pressure, made.pressure)
    np.testing.assert_array_equal(back.time, made.time)
    for field in (
        "row_spacing",
        "column_spacing",
        "threshold",
        "saturation",
        "first_row",
        "first_column",
        "cropped",
    ):
        assert getattr(back.grid, field) == getattr(made.grid, field)
    assert (back.grid.active is None) == (made.grid.active is None)
    if made.grid.active is not None:
        np.testing.assert_array_equal(back.grid.active, made.grid.active)
    assert (back.side, back.task, back.subject, back.tracks) == (made.side, made.task, made.subject, made.tracks)
    assert (back.source.assumed, back.source.notes) == (made.source.assumed, made.source.notes)
    origin = {"original file": made.source.file, "original SHA-256": made.source.sha256, "original format": "emed"}
    assert back.source.header == dict(made.source.header) | {key: value for key, value in origin.items() if value}
    assert write_bytes(back, key) == data


@pytest.mark.parametrize("first", OWN)
@pytest.mark.parametrize("second", OWN)
def test_the_first_file_is_remembered_through_any_number_of_conversions(first: str, second: str) -> None:
    once = read_bytes(write_bytes(recording(), first), "once")
    twice = read_bytes(write_bytes(once, second), "twice")
    assert (twice.source.file, twice.source.format) == ("twice", second)
    assert twice.source.header["original file"] == "walk.lst"
    assert twice.source.header["original format"] == "emed"
    assert twice.source.header["Sensor area"] == "0.25 cm2"


def test_a_csv_file_is_a_table_for_other_programs() -> None:
    lines = [line for line in csv().decode().splitlines() if not line.startswith("#")]
    assert lines[0] == "time,row,1,2,3,4"
    values = np.array([[float(field) for field in line.split(",")] for line in lines[1:]])
    np.testing.assert_array_equal(values[:, 2:].reshape(3, 5, 4), recording().pressure)
    np.testing.assert_array_equal(values[::5, 0], recording().time)
    assert values[:5, 1].tolist() == [1, 2, 3, 4, 5]


def test_an_npz_file_is_arrays_for_numpy() -> None:
    with np.load(io.BytesIO(write_bytes(recording(), "npz")), allow_pickle=False) as file:
        np.testing.assert_array_equal(file["pressure"], recording().pressure)
        assert float(file["row_spacing"]) == 7.62
        assert json.loads(str(file["assumed"])) == ["orientation"]


def test_an_hdf5_file_is_laid_out_as_a_recording_of_a_session() -> None:
    grid = SensorGrid(7.62, 5.08, active=np.eye(2, dtype=bool), threshold=1.0, saturation=900.0)
    tracks = (Track(Side.LEFT, 0, 1), Track(Side.RIGHT, 1, 1))
    full = PressureRecording(np.ones((3, 2, 2)) * np.eye(2), [0, 1, 2], grid, recording().source, tracks=tracks)
    kinds = {Kind.INTEGER: "int64", Kind.NUMBER: "float64", Kind.PRESSURE: "float32", Kind.YES_NO: "uint8"}
    with h5py.File(io.BytesIO(write_bytes(full, "pedograph_hdf5")), "r") as file:
        found: set[str] = set()
        file.visititems(lambda path, item: found.add(path) if isinstance(item, h5py.Dataset) else None)
        wanted = {
            "/".join(part for part in (group.path, field.name) if part)
            for group in RECORDED
            for field in group.fields
        }
        assert found == wanted
        for group in RECORDED:
            for field in group.fields:
                dataset = file["/".join(part for part in (group.path, field.name) if part)]
                assert dataset.ndim == len(field.axes)
                assert dataset.dtype.kind == "S" if field.kind is Kind.TEXT else dataset.dtype == kinds[field.kind]


def test_the_recordings_of_a_session_are_read_as_the_session_reads_them(tmp_path: Path) -> None:
    made = [simulate_step().recording, simulate_step(grid=SensorGrid(7.62, 5.08)).recording]
    visit = new_session("P1")
    for each in made:
        visit = with_recording(visit, analyze(each), "", "2026-01-05T10:00:00+01:00")
    path = save_session(visit, tmp_path / "visit.h5")
    assert recordings_in(path) == ("000", "001")
    for number, expected in enumerate(read_frames(path)):
        found = read(f"{path}#{number:03d}")
        np.testing.assert_array_equal(found.pressure, expected.pressure)
        np.testing.assert_array_equal(found.time, expected.time)
        assert (found.side, found.task, found.tracks) == (expected.side, expected.task, expected.tracks)
        assert found.source.assumed == expected.source.assumed
        assert found.source.header.get("original file", "") == expected.source.file
    with pytest.raises(ReadError, match=r"it holds 2 recordings \(000, 001\)"):
        read(path)


def test_sessions_of_every_version_give_their_recordings() -> None:
    files = sorted((Path(__file__).parent.parent.parent / "files").glob("session-*.h5"))
    assert files
    for path in files:
        expected = read_frames(path)
        names = recordings_in(path) or ("",)
        assert len(names) == len(expected)
        for name, one in zip(names, expected, strict=True):
            np.testing.assert_array_equal(read(f"{path}#{name}").pressure, one.pressure)


def test_a_recording_of_the_first_version_opens() -> None:
    path = Path(__file__).parents[3] / "tests" / "files" / "recording-1.h5"
    back = read(path)
    assert back.pressure.shape == (31, 35, 15)
    assert back.pressure.dtype == np.dtype(np.float32)
    assert back.pressure.astype(np.float64).sum() == 280445.0
    assert back.time.tolist()[:2] == [0.0, 0.020033333333333334]
    assert (back.grid.row_spacing, back.grid.column_spacing) == (8.0, 7.5)
    assert (back.grid.threshold, back.grid.saturation, back.grid.cropped) == (10.0, 1270.0, True)
    assert back.grid.active is not None
    assert np.argwhere(~back.grid.active).tolist() == [[0, 0]]
    assert (back.side, back.task, back.subject) == (Side.RIGHT, "walk", "S-7")
    assert back.source.assumed == ("orientation",)
    assert tuple(map(str, back.source.notes)) == ("The file's folder was left out.",)
    assert dict(back.source.header) == {
        "Sensor area": "0.60 cm²",
        "Empty": "",
        "original file": "step.lst",
        "original format": "emed",
        "original SHA-256": "ab" * 32,
    }


def test_nothing_is_written_that_could_not_be_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "walk.h5"
    write(recording(), path)
    before = path.read_bytes()
    with h5py.File(path, "r") as file:
        place = file["pressure"].id.get_chunk_info(1)

    def spoiled(stream: io.BytesIO) -> bytes:
        data = bytearray(stream.getvalue())
        data[place.byte_offset + place.size // 2] ^= 1
        return bytes(data)

    monkeypatch.setattr("pedograph.formats.pedograph.hdf5_writing._finished", spoiled)
    with pytest.raises(RecordingError, match=r"not written, .* the part pressure of its file is damaged"):
        write(recording(), path)
    assert path.read_bytes() == before


@pytest.mark.real_scans
@pytest.mark.parametrize("key", OWN)
def test_real_recordings_come_back_bit_by_bit(key: str, real_scans: Path) -> None:
    for name in ("fscan_walk_left.asf", "footscan_plate_walk_1.zip", "emed_walk.lst", "pedar_walk.asc"):
        one = read(real_scans / name)
        back = read_bytes(write_bytes(one, key), "x")
        np.testing.assert_array_equal(back.pressure, one.pressure)
        np.testing.assert_array_equal(back.time, one.time)
        assert back.tracks == one.tracks


CSV = csv().decode()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (CSV.replace("frames 1", "frames 2"), "written by a newer Pedograph"),
        (CSV.replace('"kPa"', '"psi"'), "comment lines: unit should be kPa, and is 'psi'"),
        (CSV.replace('# rows_from = "heel"\n', ""), "rows_from should be heel, and is 'missing'"),
        (CSV.replace("# row_spacing = 7.62\n", ""), "row_spacing: row_spacing is missing"),
        (CSV.replace("7.62", "-1"), "row_spacing: -1 is no number between 0.1 and 100"),
        (CSV.replace("7.62", "true"), "row_spacing: True is no number"),
        (CSV.replace("7.62", "7.62.1"), "it is no TOML"),
        (CSV.replace('side = "unknown"', 'side = "both"'), 'side: "both" is none of left, right, unknown'),
        (CSV.replace('task = "walk"', "task = 3"), "task: 3 is not what belongs there"),
        (CSV.replace("# side", '# tracks = [["left", 0]]\n# side'), "tracks: .* is no side with its first column"),
        (CSV.replace("# side", "# first_row = 1000000000\n# side"), "1000000000 is no place on a plate"),
        (CSV.replace("time,row", "time;row"), "line 17: .* stands there, not the labels"),
        (CSV.replace(",95\n", ",\n", 1), r"line 22 \(frame 0, row 5, column 4\): a value is missing"),
        (CSV.replace(",95\n", ",-95\n", 1), "negative"),
        (CSV.replace(",95\n", ",nan\n", 1), 'frame 1 lacks a "nan" that other frames have'),
        (CSV.replace("0.0,3,", "0.0,4,"), r"line 18: frame 0 has not the rows 1 to 5"),
        (CSV.replace("0.02,", "0.01,"), "line 28: frame 2 is at 0.01 s: time runs back"),
        (CSV.replace("0.01,", "0.0,"), "line 18: frame 0 has not the rows 1 to 10 at one time"),
        (CSV.replace("0.02,", "0.005,"), "line 28: frame 2 is at 0.005 s: time runs back"),
        (CSV.replace("0.02,", "inf,"), "time runs back, or is no number"),
        (CSV.replace("0.02,", "x,"), "a time is no number"),
        (CSV.replace("# end\n", ""), 'its last line is not "# end"'),
        (CSV.replace("0.0,3,", "\n0.0,3,"), "a time, the number of a row and its values were expected"),
        (re.sub(r"(?m)^[\d.]+,\d,.*\n", "", CSV), "a time, the number of a row and its values were expected"),
    ],
)
def test_a_damaged_csv_file_says_what_is_wrong(data: str, found: str) -> None:
    assert data != CSV
    with pytest.raises(ReadError, match=found):
        read_bytes(data.encode(), "x.csv")


def test_what_a_csv_file_cannot_hold_is_refused() -> None:
    with pytest.raises(RecordingError, match="a CSV file holds at most 4096 columns"):
        write_bytes(PressureRecording(np.zeros((1, 1, 5000)), [0], SensorGrid(5, 5)), "csv")


def _npz(**changes: Any) -> bytes:
    """The arrays of a sample, some changed; None leaves one out."""
    with zipfile.ZipFile(io.BytesIO(npz())) as packed:
        arrays = {name.removesuffix(".npy"): np.load(io.BytesIO(packed.read(name))) for name in packed.namelist()}
    return saved({key: value for key, value in (arrays | changes).items() if value is not None})


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (_npz(pressure=None), "the part pressure.npy is missing"),
        (_npz(time=np.zeros((3, 1))), "the times have 2 axes"),
        (_npz(time=np.arange(4.0)), "3 frames but 4 times"),
        (_npz(pressure=np.zeros((3, 5))), "shape .3, 5., not frames x rows x columns"),
        (_npz(pressure=np.full((3, 5, 4), np.nan)), "frame 0, row 1, column 1: a value is not a number"),
        (_npz(pressure=np.full((3, 5, 4), -1)), "-1 is negative"),
        (_npz(pressure=np.full((3, 5, 4), 1e300)), "more than any sensor reports"),
        (_npz(pressure=np.full((3, 5, 4), "x")), 'it holds "<U1", not plain numbers'),
        (_npz(pedograph="frames 9"), "of a newer version"),
        (_npz(row_spacing=np.zeros(2)), "None is not|row_spacing is missing"),
        (_npz(header="[" * 100_000), "header: its text cannot be understood"),
        (_npz(header="[1]"), "header: .1. is not what belongs there"),
        (_npz(assumed="[1]"), "assumed: it is no list of texts"),
        (_npz(active=np.ones((2, 2), bool)), "active cells have the shape"),
    ],
)
def test_a_damaged_npz_file_says_what_is_wrong(data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match=found):
        read_bytes(data, "x.npz")


def test_an_array_of_objects_is_never_unpickled() -> None:
    made: dict[str, Any] = {"pedograph": "frames 1", "pressure": np.array([[[{}]]], dtype=object)}
    stream = io.BytesIO()
    np.savez(stream, **made)
    with pytest.raises(ReadError, match="plain numbers"):
        read_bytes(stream.getvalue(), "x.npz")


def _hdf5(data: bytes, change: str, value: Any = None) -> bytes:
    """The file with a part taken out or replaced."""
    stream = io.BytesIO(data)
    with h5py.File(stream, "r+") as file:
        del file[change]
        if value is not None:
            file[change] = value
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (_hdf5(pedograph_hdf5(), "pressure"), "the part pressure is missing"),
        (_hdf5(session(), "recordings/000/time"), "the part recordings/000/time is missing"),
        (_hdf5(pedograph_hdf5(), "pressure", np.zeros((3, 5))), "the part pressure holds float64, not float32"),
        (_hdf5(pedograph_hdf5(), "pressure", "x"), "the part pressure holds object, not float32"),
        (_hdf5(pedograph_hdf5(), "side", np.bytes_("both")), 'side: "both" is none of'),
        (_hdf5(pedograph_hdf5(), "side", 3), "the part side holds int64, not text"),
        (_hdf5(pedograph_hdf5(), "grid/row_spacing", 1e9), "is no number between 0.1 and 100"),
        (_hdf5(pedograph_hdf5(), "grid", h5py.SoftLink("/")), "leads out of the file"),
        (_hdf5(pedograph_hdf5(), "time", h5py.ExternalLink("/etc/passwd", "/")), "leads out of the file"),
        (session(version=4), "of a newer version"),
        (_hdf5(session(), "recordings"), "the part recordings is missing"),
        (session(recordings=0), "holds no recording"),
        (pedograph_hdf5()[:-100], r"it is damaged \(truncated file"),
    ],
)
def test_a_damaged_hdf5_file_says_what_is_wrong(data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match=found):
        read_bytes(data, "x.h5")


def test_a_dataset_that_claims_more_than_its_file_holds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.h5"  # on the disk: not every h5py fills up a file in memory
    path.write_bytes(pedograph_hdf5())
    with h5py.File(path, "r+") as file:
        del file["pressure"]
        file.create_dataset(
            "pressure", shape=(100_000, 1000, 1000), dtype="f4", chunks=(1, 1000, 1000), compression=4
        )
        file["pressure"][0] = 0
    with pytest.raises(ReadError, match="the part pressure has only 1 of 100000 blocks"):
        read_bytes(path.read_bytes(), "x.h5")


def test_a_flipped_byte_in_the_frames_is_noticed() -> None:
    data = bytearray(pedograph_hdf5())
    with h5py.File(io.BytesIO(bytes(data)), "r") as file:
        place = file["pressure"].id.get_chunk_info(1)
    data[place.byte_offset + place.size // 2] ^= 1
    with pytest.raises(ReadError, match="the part pressure is damaged"):
        read_bytes(bytes(data), "x.h5")


def test_the_csv_file_on_the_page_is_one() -> None:
    page = Path(__file__).parents[3] / "docs" / "formats" / "csv.md"
    shown = re.findall(r"```\n(# pedograph.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    recording = read_bytes(shown[0].encode(), "walk.csv")
    assert recording.pressure.tolist() == [[[0, 12.5, 0], [5, 30, 2.5]], [[0, 15, 0], [7.5, 32.5, 5]]]
    assert (recording.side, recording.source.format) == (Side.RIGHT, "csv")
    assert recording.grid.active is not None
    assert recording.grid.active.tolist() == [[True, True, False], [True, True, True]]
