"""Vendors' real recordings: totals that were worked out from the files by other means, and how the feet lie."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from pedograph.errors import ReadError
from pedograph.formats import list_formats, read, read_bytes, write_bytes
from pedograph.recording import PressureRecording, Side

pytestmark = pytest.mark.real_scans


def _place_of_peak(recording: PressureRecording) -> list[int]:
    return [int(place) for place in np.unravel_index(recording.pressure.argmax(), recording.pressure.shape)]


def _bends_to_the_right(recording: PressureRecording) -> bool:
    """Whether the midfoot lies right of the line from heel to forefoot: a right foot, seen from above."""
    image = recording.peak_image
    rows = np.flatnonzero(image.any(axis=1))
    low, high = rows[0], rows[-1] + 1
    parts = np.array_split(np.arange(low, high), 6)
    columns = np.arange(image.shape[1])
    heel, midfoot, forefoot = (
        float((image[parts[number]].astype(bool) * columns).sum() / image[parts[number]].astype(bool).sum())
        for number in (0, 2, 4)
    )
    return midfoot > (heel + forefoot) / 2


def test_emed(real_scans: Path) -> None:
    recording = read(real_scans / "emed_walk.lst")
    assert recording.pressure.shape == (106, 54, 22)
    assert recording.frame_period == pytest.approx(0.01)
    assert np.count_nonzero(recording.peak_image) == 506
    assert recording.peak_image.max() == 370
    # Plate row 44 of rows 30 to 83 counted from the toes, column 39 of 26 to 47.
    assert _place_of_peak(recording) == [84, 83 - 44, 39 - 26]
    assert recording.force.max() == pytest.approx(818.625)
    assert recording.force.argmax() == 61
    assert recording.peak_image.sum() == 65_645
    assert (recording.grid.first_row, recording.grid.first_column) == (95 - 83, 25)
    assert recording.source.assumed == ("orientation",)
    assert _bends_to_the_right(recording)


def test_emed_written_again_has_the_same_rows_and_margins(real_scans: Path) -> None:
    path = real_scans / "emed_walk.lst"
    original = path.read_bytes()
    written = write_bytes(read(path), "emed")

    def numbers(data: bytes) -> list[bytes]:
        return [line for line in data.split(b"\n") if line[:1].isdigit() or line.startswith((b"Force", b"\t26"))]

    def forms(data: bytes) -> list[int]:
        return [number for number, line in enumerate(data.split(b"\n")) if b"\f" in line]

    assert numbers(written) == numbers(original)
    assert forms(written) == forms(original)


def test_footscan_workbook(real_scans: Path) -> None:
    recording = read(real_scans / "footscan_dynamic_rolloff_right.xls")
    assert recording.pressure.shape == (329, 38, 20)
    assert recording.frame_period == pytest.approx(0.002)
    assert np.count_nonzero(recording.peak_image) == 387
    assert recording.peak_image.max() == pytest.approx(583.83, abs=0.01)
    assert _place_of_peak(recording) == [304, 32, 4]
    assert recording.force.max() == pytest.approx(735.3)
    assert recording.force.argmax() == 70
    assert not recording.pressure[-2:].any()
    assert recording.side is Side.RIGHT
    assert _bends_to_the_right(recording)
    assert np.trapezoid(recording.force, dx=0.002) == pytest.approx(360.384, abs=0.2)


def test_footscan_workbook_written_as_text_reads_the_same(real_scans: Path) -> None:
    recording = read(real_scans / "footscan_dynamic_rolloff_right.xls")
    back = read_bytes(write_bytes(recording, "footscan_dynamic"), "step.txt")
    np.testing.assert_array_equal(back.pressure, recording.pressure)
    np.testing.assert_allclose(back.time, recording.time)
    assert (back.side, back.grid.first_row, back.grid.first_column) == (Side.RIGHT, 6, 40)


@pytest.mark.parametrize(("number", "force", "loaded"), [(1, 1330.4, 1001), (2, 760.2, 1094)])
def test_footscan_plate(real_scans: Path, number: int, force: float, loaded: int) -> None:
    path = real_scans / f"footscan_plate_walk_{number}.zip"
    recording = read(path)
    assert recording.pressure.shape == (249, 256, 63)
    assert recording.time[:4].tolist() == pytest.approx([0, 0.00794, 0.01587, 0.02381])
    assert recording.force.max() == pytest.approx(force, abs=0.01)
    assert np.count_nonzero(recording.peak_image) == loaded
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[0])
    lines = [line for line in text.split(b"\r\n") if line and b"(" not in line]
    sample = np.random.default_rng(number).choice(len(lines), 500, replace=False)
    rows = recording.pressure.reshape(-1, 63)
    for row in sample:
        newtons = np.array([float(field) for field in lines[row].split(b"\t")])
        np.testing.assert_allclose(rows[row], newtons / 38.7096 * 1000, rtol=1e-6)
    back = read_bytes(write_bytes(recording, "footscan_plate"), "walk")
    np.testing.assert_array_equal(back.pressure, recording.pressure)


def test_feet_walk_towards_higher_rows_of_the_plate(real_scans: Path) -> None:
    recording = read(real_scans / "footscan_plate_walk_1.zip")
    rows = np.arange(recording.rows)
    loaded = recording.force > 50
    by_row = recording.pressure[loaded].sum(axis=2)
    centre = (by_row * rows).sum(axis=1) / by_row.sum(axis=1)
    assert np.corrcoef(np.flatnonzero(loaded), centre)[0, 1] > 0.95


def test_tekscan(real_scans: Path) -> None:
    recording = read(real_scans / "fscan_walk_left.asf")
    assert recording.pressure.shape == (205, 60, 21)
    assert recording.frame_period == pytest.approx(0.032)
    assert np.count_nonzero(recording.peak_image) == 471
    assert recording.peak_image.max() == 760
    assert _place_of_peak(recording) == [101, 59 - 54, 10]
    assert recording.force.max() == pytest.approx(924.36, abs=0.005)
    assert recording.force.argmax() == 8
    assert recording.pressure[recording.pressure > 0].min() == 18
    assert recording.grid.active is not None
    assert np.count_nonzero(~recording.grid.active) == 305
    assert recording.grid.saturation == pytest.approx(1514.73)
    assert not _bends_to_the_right(recording)


def test_a_page_of_text_is_refused_with_the_reasons_of_every_format(real_scans: Path) -> None:
    with pytest.raises(ReadError, match=r"it is of no known format: text") as refused:
        read(real_scans / "README.md")
    assert "\n" not in refused.value.sentence
    assert {detail.split(":")[0] for detail in refused.value.details} == {spec.key for spec in list_formats()}
