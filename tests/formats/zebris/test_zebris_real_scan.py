"""Real recordings of zebris devices: values, forces and orientation against what the files themselves say."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pedograph.formats import read, read_bytes, write_bytes
from pedograph.recording import BELT_SPEED, PressureRecording, Side

pytestmark = pytest.mark.real_scans


@pytest.fixture(scope="module")
def treadmill_text(real_scans: Path) -> list[str]:
    """Lines of the treadmill's file."""
    with zipfile.ZipFile(real_scans / "zebris_treadmill_gait.zip") as archive:
        return archive.read(archive.namelist()[0]).decode("latin-1").split("\r\n")


@pytest.fixture(scope="module")
def treadmill(real_scans: Path) -> PressureRecording:
    """The treadmill's recording."""
    return read(real_scans / "zebris_treadmill_gait.zip")


def _channels(lines: list[str]) -> NDArray[np.float64]:
    """Time, belt position, left and right force of each sample."""
    start = lines.index("Calibr\t\t\t\t") + 2
    return np.array([[float(value) for value in line.split("\t")[:4]] for line in lines[start : start + 1472]])


def test_the_treadmill_is_read_as_it_stands_in_the_file(
    treadmill: PressureRecording, treadmill_text: list[str]
) -> None:
    assert treadmill.pressure.shape == (1472, 128, 56)
    assert treadmill.time[[0, 1, -1]].tolist() == pytest.approx([0, 0.01, 14.71])
    assert (treadmill.grid.row_spacing, treadmill.grid.column_spacing) == (8.47, 8.46)
    assert treadmill.pressure.max() == 345
    assert treadmill.force.max() == pytest.approx(696.857, abs=0.001)
    assert treadmill.force.argmax() == 267
    titles = [row for row, line in enumerate(treadmill_text) if re.fullmatch(r"Frame \d+ \{", line)]
    for frame in np.random.default_rng(3).choice(1472, 25, replace=False):
        labelled = [line.split("\t") for line in treadmill_text[titles[frame] + 6 : titles[frame] + 62]]
        assert [fields[0] for fields in labelled] == [f"y{place}" for place in range(1, 57)]
        printed = np.array([[float(value) for value in fields[1:]] for fields in labelled])
        # y counts from the walker's right to the left, x along the walk.
        np.testing.assert_allclose(treadmill.pressure[frame], printed[::-1].T * 10, rtol=1e-6)


def test_the_treadmills_forces_are_those_of_its_own_channels(
    treadmill: PressureRecording, treadmill_text: list[str]
) -> None:
    stated = _channels(treadmill_text)[:, 2:].sum(axis=1)
    # In the first 0.52 s and the last 0.32 s the channels leave a foot out, or both.
    inside = slice(52, 1440)
    np.testing.assert_allclose(treadmill.force[inside], stated[inside], rtol=0.005)
    assert any("77 of 1472 frames" in str(note) for note in treadmill.source.notes)


def test_the_treadmills_centres_of_force_are_the_printed_ones(
    treadmill: PressureRecording, treadmill_text: list[str]
) -> None:
    printed = [re.fullmatch(r"Center of force\t\(x(\d+),y(\d+)\)", line) for line in treadmill_text]
    centres = np.array([[int(found[1]), int(found[2])] for found in printed if found])
    weights = treadmill.pressure.sum(axis=(1, 2), dtype=np.float64)
    x = (treadmill.pressure.sum(axis=2) @ np.arange(1, 129)) / weights
    y = (treadmill.pressure.sum(axis=1) @ np.arange(56, 0, -1)) / weights
    assert np.abs(np.column_stack([x, y]) - centres).max() < 0.51


def test_on_the_treadmill_left_is_left_and_a_planted_foot_moves_backwards(
    treadmill: PressureRecording, treadmill_text: list[str]
) -> None:
    channels = _channels(treadmill_text)
    columns = np.arange(treadmill.columns)
    centre = (treadmill.pressure.sum(axis=1) @ columns) / treadmill.pressure.sum(axis=(1, 2))
    left, right = (channels[:, side] > 100 for side in (2, 3))
    assert centre[left & ~right].mean() < centre[right & ~left].mean() - 5
    # The heel of a foot just planted is carried backwards as fast as the belt runs.
    belt = np.polyfit(channels[:, 0] / 1000, channels[:, 1] * 1000, 1)[0]
    assert float(treadmill.source.header[BELT_SPEED]) == pytest.approx(belt, rel=1e-3)
    shifts = []
    for frame in np.flatnonzero(left ^ right)[60:-60:7]:
        if (left ^ right)[frame : frame + 7].all():
            shifts.append(_backwards(treadmill.pressure[frame], treadmill.pressure[frame + 6]))
    assert np.median(shifts) * 8.47 / 0.06 == pytest.approx(belt, rel=0.1)


def _backwards(before: NDArray[np.float32], after: NDArray[np.float32]) -> int:
    """Rows towards the heel by which one image has moved: where the pictures agree best."""
    likeness = []
    for rows in range(-5, 20):
        moved = np.roll(before, -rows, axis=0)
        likeness.append(float((moved * after).sum()))
    return int(np.argmax(likeness)) - 5


def test_the_treadmill_written_again_has_the_same_rows(
    treadmill: PressureRecording, treadmill_text: list[str]
) -> None:
    written = write_bytes(treadmill, "zebris_raw").decode("utf-8").split("\r\n")

    def rows(lines: list[str]) -> list[str]:
        return [
            line for line in lines if line[:1] in ("y", "\t") or line.startswith(("Frame", "Center", "Time, ms"))
        ]

    assert rows(written) == rows(treadmill_text)


@pytest.mark.parametrize(
    ("number", "shape", "place", "loaded", "peak"),
    [
        (0, (32, 15), (233, 8), 244, 365),
        (1, (32, 13), (71, 6), 218, 285),
        (2, (31, 12), (308, 33), 202, 290),
    ],
)
def test_steps_in_apd(
    real_scans: Path, number: int, shape: tuple[int, int], place: tuple[int, int], loaded: int, peak: int
) -> None:
    path = real_scans / f"zebris_step_{number}.apd"
    recording = read(path)
    text = path.read_text("ascii")
    matrix = text[text.index("[Data]\n") + 7 :]
    printed = np.array([[float(value) for value in line.split("\t")] for line in matrix.splitlines()])
    np.testing.assert_allclose(recording.pressure[0], np.maximum(printed, 0) * 10, rtol=1e-6)
    assert recording.pressure.shape == (1, *shape)
    assert np.count_nonzero(recording.pressure) == loaded
    assert recording.pressure.max() == peak
    assert (recording.grid.first_row, recording.grid.first_column) == place
    assert recording.grid.row_spacing == 8.46591
    again = write_bytes(recording, "apd").decode("ascii")
    assert again[again.index("[Data]") :] == text[text.index("[Data]") :]
    assert read_bytes(again.encode("ascii"), "x").side is Side.UNKNOWN


def test_steps_in_apd_lie_heel_first_and_are_not_mirrored(real_scans: Path) -> None:
    """The first two are right feet, the third a left one; the hallux lies on the medial side of the toes."""
    for number, right in ((0, True), (1, True), (2, False)):
        picture = read(real_scans / f"zebris_step_{number}.apd").pressure[0]
        width = (picture > 0).sum(axis=1)
        # The forefoot is the widest part of a print, and lies in its upper half.
        assert width.argmax() > len(width) / 2
        columns = np.arange(picture.shape[1])
        toes, midfoot = picture[-5:], picture[12:17]
        centres = [float((part @ columns).sum() / part.sum()) for part in (toes, midfoot)]
        assert (centres[0] < centres[1]) == right
