"""Formats of published data sets: jiku-data on its own files, StepUP-P150 and CAD WALK on simulated twins."""

from __future__ import annotations

import importlib.util
import io
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from formats_hostile import traced, zipped
from formats_samples_arrays import jiku, nifti, saved, stepup

from pedograph.analysis import analyze
from pedograph.errors import ReadError
from pedograph.formats import read, read_bytes, recordings_in
from pedograph.formats.datasets import stepup_trial
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation import Placement, Sampling, StepParameters, simulate_step, simulate_steps

NEWTON = 1000.0 / (7.62 * 5.08)
"""kPa of 1 N on a footscan cell."""


def _jiku_folder() -> Path:
    found = importlib.util.find_spec("jikudata")
    if found is None or found.origin is None:
        pytest.skip("jiku-data is not installed (pip install -e '.[realdata]')")
    return Path(found.origin).parent / "datasets" / "SpeedPP2DS" / "data_y"


@pytest.mark.walks
def test_the_walks_of_jiku_data_read_as_hdf5_has_them() -> None:
    files = sorted(_jiku_folder().glob("subj*.h5"))
    assert len(files) == 10
    for path in files[::4]:
        names = recordings_in(path)
        assert names == tuple(f"img{walk:03d}" for walk in range(60))
        with h5py.File(path, "r") as file:
            for name in names[::20]:
                walk = read(f"{path}#{name}")
                stored = np.moveaxis(file[name][()], 2, 0)
                np.testing.assert_array_equal(walk.pressure, stored[: walk.frames])
                assert not stored[walk.frames :].any()
                assert walk.sample_rate == pytest.approx(500)
                step = analyze(walk).steps[0]
                assert step.complete
                assert step.side is Side.RIGHT


def test_a_walk_without_its_padding() -> None:
    walk = read_bytes(jiku(padding=6), "subj000.h5")
    assert walk.pressure.shape == (4, 5, 4)
    assert not walk.pressure[-1].any()
    assert walk.pressure[0, 0].tolist() == [0, 5, 10, 15]
    assert "5 empty frames at its end were left out." in map(str, walk.source.notes)
    assert set(walk.source.assumed) == {"unit", "cell size", "time", "orientation"}
    assert walk.grid.cropped
    empty = read_bytes(jiku(np.zeros((3, 5, 4))), "subj000.h5")
    assert empty.frames == 3


def test_what_is_no_walk_is_refused() -> None:
    stream = io.BytesIO(jiku())
    with h5py.File(stream, "r+") as file:
        file.move("img000", "I")
    with pytest.raises(ReadError, match="it holds no walk called img000"):
        read_bytes(stream.getvalue(), "x.h5")
    with h5py.File(stream, "r+") as file:
        file["img000"] = np.ones((3, 4))
    with pytest.raises(ReadError, match="the part img000 has 2 axes, 3 were expected"):
        read_bytes(stream.getvalue(), "x.h5")


@pytest.fixture(scope="module")
def footscan_step() -> PressureRecording:
    """A left step of a person of 70 kg on footscan cells, cut out of its plate."""
    parameters = StepParameters(side=Side.LEFT)
    return simulate_step(parameters, SensorGrid(7.62, 5.08), sampling=Sampling(500.0)).recording


def test_a_cad_walk_twin_reads_as_it_was_simulated(footscan_step: PressureRecording) -> None:
    newtons = np.asarray(footscan_step.pressure, dtype=np.float64) / NEWTON
    back = read_bytes(nifti(newtons), "left_foot_trial_01.nii")
    np.testing.assert_allclose(back.pressure, footscan_step.pressure, rtol=1e-6)
    np.testing.assert_allclose(back.time, footscan_step.time, atol=1e-6)
    assert (back.grid.row_spacing, back.grid.column_spacing) == pytest.approx((7.62, 5.08))
    assert back.side is Side.LEFT
    assert set(back.source.assumed) == {"unit", "orientation", "time", "side"}
    step = analyze(back).steps[0]
    assert step.measures["peak_force"].value == pytest.approx(1.12 * 70 * 9.80665, rel=0.02)


@pytest.mark.parametrize(
    ("kind", "code"),
    [("u1", 2), ("i2", 4), ("i4", 8), ("f4", 16), ("f8", 64), ("u2", 512), ("u4", 768), ("i8", 1024)],
)
@pytest.mark.parametrize("order", ["<", ">"])
def test_every_kind_of_number_and_order_of_bytes(kind: str, code: int, order: str) -> None:
    shown = np.arange(24.0).reshape(2, 3, 4)
    numbers = np.moveaxis(shown, 0, 2).astype(f"{order}{kind}").tobytes(order="F")
    back = read_bytes(nifti(shown, order=order, kind=code, numbers=numbers), "x.nii")
    np.testing.assert_allclose(back.pressure, shown * NEWTON, rtol=1e-6)


def test_slope_intercept_units_and_texts_of_the_header() -> None:
    shown = np.arange(24.0).reshape(2, 3, 4)
    back = read_bytes(nifti(shown, slope=0.5, intercept=2.0, units=16 | 2, description=b"Mustermann"), "x.nii")
    np.testing.assert_allclose(back.pressure, (shown * 0.5 + 2) * NEWTON, rtol=1e-6)
    assert "time" not in back.source.assumed
    assert "Mustermann" not in repr(back.source)
    assert "Free texts of the header (descrip) were left out." in map(str, back.source.notes)
    seconds = read_bytes(nifti(shown, units=8, spacings=(1, 7.62, 5.08, 0.002, 0, 0, 0, 0)), "x.nii")
    np.testing.assert_allclose(seconds.time, [0, 0.002], rtol=1e-6)


def test_small_values_below_zero_are_zero_and_large_ones_refused() -> None:
    shown = np.arange(24.0).reshape(2, 3, 4)
    shown[0, 0, 0] = -0.5
    back = read_bytes(nifti(shown), "x.nii")
    assert back.pressure.min() == 0
    assert "1 values between -0.5 and 0 were taken as 0." in map(str, back.source.notes)
    shown[0, 0, 0] = -5
    with pytest.raises(ReadError, match="it holds -5, and no pressure is negative"):
        read_bytes(nifti(shown), "x.nii")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"axes": (4, 5, 4, 3, 9, 1, 1, 1)}, "4 axes .*, not rows x columns x frames"),
        (
            {"axes": (3, 32767, 32767, 32767, 1, 1, 1, 1)},
            "promises 140724603846652 bytes of numbers, more than there",
        ),
        ({"axes": (3, -5, 4, 3, 1, 1, 1, 1)}, "not rows x columns x frames"),
        ({"axes": (0, 0, 0, 0, 0, 0, 0, 0)}, "0 axes"),
        ({"kind": 128}, "its numbers are of the kind 128"),
        ({"start": 1e30}, "more than there are"),
        ({"start": float("nan")}, "more than there are"),
        ({"spacings": (1, 0, 5, 2, 0, 0, 0, 0)}, "its header gives the spacings"),
        ({"spacings": (1, 900, 5, 2, 0, 0, 0, 0)}, "a sensor cell is between 0.1 and 100 mm"),
        ({"slope": float("inf")}, None),
        ({"slope": 3e38}, "more than any sensor reports"),
        ({"numbers": struct.pack("<60f", *[float("nan")] * 60)}, "a value is not a number"),
        ({"numbers": b""}, "more than there are"),
        ({"magic": b"ni1"}, "its numbers are in another file"),
    ],
)
def test_a_damaged_image_says_what_is_wrong(changes: dict[str, Any], found: str | None) -> None:
    data = nifti(**changes)
    if found is None:
        assert read_bytes(data, "x.nii").frames == 3
        return
    with pytest.raises(ReadError, match=found):
        read_bytes(data, "x.nii")


@pytest.fixture(scope="module")
def two_steps() -> PressureRecording:
    """A left and a right step of a person who walks along +y, in cells of 5 mm at 100 Hz."""
    steps = [
        (StepParameters(side=Side.LEFT), Placement(90.0, 60.0)),
        (StepParameters(side=Side.RIGHT), Placement(230.0, 380.0, start=0.55)),
    ]
    return simulate_steps(steps, SensorGrid(5.0, 5.0), (140, 64), sampling=Sampling(quantum=1.0)).recording


def _trial(walk: PressureRecording, *starts: int, frames: int) -> np.ndarray:
    """Passes as the data set has them: the walker goes towards higher rows, right feet at lower columns."""
    trial = np.zeros((frames, 720, 240), dtype=np.uint16)
    for start in starts:
        # Turned by half, then seen as a picture whose rows run downwards.
        trial[start : start + walk.frames, 300 : 300 + walk.rows, 50 : 50 + walk.columns] = walk.pressure[
            :, :, ::-1
        ]
    return trial


def test_a_stepup_trial_twin_has_its_feet_on_the_right_sides(two_steps: PressureRecording) -> None:
    trial = _trial(two_steps, 0, frames=two_steps.frames)
    rights = trial[90:].max(axis=0)
    lefts = trial[:50].max(axis=0)
    assert np.flatnonzero(rights.any(axis=1))[0] > np.flatnonzero(lefts.any(axis=1))[0]
    assert np.flatnonzero(rights.any(axis=0))[-1] < np.flatnonzero(lefts.any(axis=0))[0]
    back = read_bytes(saved({"arr_0": trial}, packed=True), "trial.npz")
    np.testing.assert_allclose(back.time, two_steps.time)
    assert back.force.max() == pytest.approx(two_steps.force.max())
    steps = analyze(back).steps
    assert [step.side for step in steps] == [Side.LEFT, Side.RIGHT]
    assert [step.footstep.direction for step in steps] == [-1, -1]
    assert all(step.complete for step in steps)


@pytest.fixture
def small_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only 40 frames of the walkway fit into memory at once."""
    monkeypatch.setattr(stepup_trial, "MOST_BYTES", 40 * 4 * 720 * 240)
    yield


@pytest.mark.usefixtures("small_memory")
def test_a_long_trial_is_read_by_its_passes(tmp_path: Path) -> None:
    foot = np.zeros((120, 720, 240), dtype=np.uint8)
    foot[12:30, 100:140, 60:80] = 50
    foot[95:118, 500:540, 60:80] = 80
    path = tmp_path / "trial.npz"
    path.write_bytes(saved({"arr_0": foot}, packed=True))
    assert recordings_in(path) == ("frames 85-119",)
    foot[85:95, 500:540, 60:80] = 80
    foot[5:12, 100:140, 60:80] = 50
    path.write_bytes(saved({"arr_0": foot}, packed=True))
    names = recordings_in(path)
    assert names == ("frames 0-39", "frames 75-96", "frames 97-119")
    with pytest.raises(ReadError) as caught:
        read(path)
    assert "a trial of 1 s is too large to be read whole; it holds 3 recordings (frames 0-39, " in str(
        caught.value
    )
    with traced() as memory:
        first = read(f"{path}#{names[0]}")
    assert memory.peak < 3 * 40 * 4 * 720 * 240
    np.testing.assert_array_equal(first.pressure, foot[:40, ::-1])
    third = read(f"{path}#{names[2]}")
    np.testing.assert_array_equal(third.pressure, foot[97:120, ::-1])
    np.testing.assert_allclose(third.time, np.arange(97, 120) / 100)
    with pytest.raises(
        ReadError, match=r"120 frames are more than fit into memory at once\. Name at most 40 frames"
    ):
        read(f"{path}#frames 0-119")


def test_frames_that_are_not_there_cannot_be_named() -> None:
    trial = saved({"arr_0": np.zeros((2, 720, 240), dtype=np.uint8)}, packed=True)
    for choice in ("frames 1-2", "frames 1-0"):
        with pytest.raises(ReadError, match=r"there are no frames 1 to \d; the trial has 2, from 0"):
            read_bytes(trial, "trial.npz", choice)
    for data, choice in ((trial, "step 3"), (stepup(), "frames 0-1")):
        with pytest.raises(ReadError, match=r'nothing in it is called ".*"\. Name frames'):
            read_bytes(data, "x.npz", choice)


def _footsteps(factor: float = 1.0) -> np.ndarray:
    """Two footsteps toes up, brought to 101 frames of 75 x 40 cells."""
    steps = np.zeros((2, 101, 75, 40))
    for step, side in zip(steps, (Side.LEFT, Side.RIGHT), strict=True):
        parameters = StepParameters(side=side, progression_angle=0.0, stance_time=1.0)
        walk = simulate_step(parameters, SensorGrid(5.0, 5.0)).recording
        step[: walk.frames, : walk.rows, : walk.columns] = walk.pressure[:101, ::-1]
    return steps * factor


def test_stepup_footsteps_follow_each_other() -> None:
    steps = _footsteps()
    back = read_bytes(saved({"arr_0": steps}), "pipeline_1.npz")
    assert back.pressure.shape == (2 * 121 - 19, 75, 40)
    np.testing.assert_allclose(back.pressure[121:222], steps[1, :, ::-1], rtol=1e-6)
    assert not back.pressure[101:121].any()
    assert back.grid.cropped
    assert any("Their durations were brought to one length" in str(note) for note in back.source.notes)
    assert [step.side for step in analyze(back).steps] == [Side.LEFT, Side.RIGHT]


def test_stepup_footsteps_of_normalised_force_are_refused() -> None:
    with pytest.raises(
        ReadError, match=r"footstep 0 reaches only .* N: sizes and forces were normalised. Open pipeline_1"
    ):
        read_bytes(saved({"arr_0": _footsteps(1e-4)}), "pipeline_2.npz")


def test_stepup_standing() -> None:
    back = read_bytes(stepup(), "preprocessed.npz")
    assert back.task == "stand"
    assert back.pressure.shape == (3, 180, 180)
    assert back.pressure[0, -5, 0] == 0.0
    assert back.pressure[0, -1, 3] == 95.0


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (saved({"arr_0": np.full((2, 180, 180), np.nan)}), "frame 0, row 1, column 1: a value is not a number"),
        (saved({"arr_0": np.full((2, 180, 180), -1.0)}), "negative"),
        (saved({"arr_0": np.full((2, 720, 240), np.inf)}), "more than any sensor reports"),
        (stepup()[:5000], "it is damaged or cut off|archive is damaged"),
    ],
)
def test_damaged_stepup_arrays_say_what_is_wrong(data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match=found):
        read_bytes(data, "x.npz")


def test_a_packed_trial_that_claims_to_be_endless_is_refused() -> None:
    header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000, 720, 240), }"
    array = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header) + 1) + header + b"\n" + bytes(10_000_000)
    packed = zipped({"arr_0.npy": array})
    with traced() as memory, pytest.raises(ReadError, match="only 14 of its frames are there"):
        read_bytes(packed, "trial.npz", "frames 0-99")
    assert memory.peak < 60_000_000
    assert sys.getsizeof(packed) < 20_000
