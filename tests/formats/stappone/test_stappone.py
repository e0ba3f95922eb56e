"""Stappone text: counts are refused as pressures, and read with a calibration and a layout of one's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from formats_samples_insoles import STAPPONE_LAYOUT, sensor_values, stappone

from pedograph.errors import ReadError
from pedograph.formats import read
from pedograph.recording import PressureRecording, Side


@pytest.fixture
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without any layout."""
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path / "home"))
    return tmp_path


def opened(folder: Path, data: bytes, layout: str = STAPPONE_LAYOUT) -> PressureRecording:
    """The recording, read with a layout beside it."""
    path = folder / "soles.csv"
    path.write_bytes(data)
    (folder / "soles.layout.toml").write_text(layout, encoding="utf-8")
    return read(path)


def test_counts_alone_are_refused_with_what_to_do(no_settings: Path) -> None:
    path = no_settings / "soles.csv"
    path.write_bytes(stappone())
    with pytest.raises(ReadError, match=r"raw counts: it states no unit.*\.layout\.toml.*sensor-layouts\.md"):
        read(path)


def test_with_a_calibration_counts_become_pressures(no_settings: Path) -> None:
    recording = opened(no_settings, stappone())
    kilopascals = sensor_values(None, 24, 10.0) * 0.5
    assert [each.side for each in recording.tracks] == [Side.LEFT, Side.RIGHT]
    np.testing.assert_allclose(recording.force, kilopascals.sum(axis=1) * 144 / 1000, rtol=1e-5)
    np.testing.assert_allclose(recording.time, [0.0, 0.016, 0.032])
    assert recording.pressure.max() == pytest.approx(kilopascals.max(), rel=0.03)
    assert any("raw counts" in str(note) for note in recording.source.notes)


def test_a_calibration_for_each_sensor(no_settings: Path) -> None:
    layout = STAPPONE_LAYOUT.replace("factor = 0.5", f"factor = {[0.5] * 11 + [0.25]}").replace('"kPa"', '"N/cm2"')
    values = sensor_values(None, 12, 10.0) * 5.0
    values[:, 11] /= 2
    recording = opened(no_settings, stappone(soles=(2,)), layout)
    assert recording.side is Side.RIGHT
    np.testing.assert_allclose(recording.force, values.sum(axis=1) * 144 / 1000, rtol=1e-5)


def test_soles_sampled_at_other_times_are_brought_together(no_settings: Path) -> None:
    recording = opened(no_settings, stappone(late=4))
    assert recording.frames == 2
    assert any("interpolated" in str(note) for note in recording.source.notes)
    together = opened(no_settings, stappone())
    # The right sole's values a quarter of a sample earlier.
    right = recording.tracks[1].first_column
    between = 0.25 * together.pressure[0] + 0.75 * together.pressure[1]
    np.testing.assert_allclose(recording.pressure[0][:, right:], between[:, right:], atol=1e-3)


def test_corrupt_samples_are_left_out(no_settings: Path) -> None:
    recording = opened(no_settings, stappone(corrupt=(1,)))
    np.testing.assert_allclose(recording.time, [0.0, 0.032])
    assert any(str(note).startswith("2 samples") for note in recording.source.notes)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("factor = 0.5, ", "", "no calibration"),
        ("factor = 0.5", 'factor = "half"', "no calibration"),
        ("factor = 0.5", "factor = [1, 2]", "no calibration"),
        ('"kPa"', '"counts"', "no calibration"),
        ("right = 2", "right = 5", "which foot sole 2 is of"),
        ("\n12 = ", "\n13 = ", "does not have the sensors 1 to 12"),
    ],
)
def test_a_layout_that_lacks_something_is_refused(no_settings: Path, old: str, new: str, words: str) -> None:
    assert old in STAPPONE_LAYOUT
    with pytest.raises(ReadError, match=words):
        opened(no_settings, stappone(), STAPPONE_LAYOUT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"1600000000016", b"1600000000000", "time runs back"),
        (b"1600000000016", b"soon", "no number of a sole, or no time"),
        (b",60,", b",sixty,", "is not a number"),
        (b",60,", b",", "has 23 values where 24"),
    ],
)
def test_what_is_wrong_is_said(no_settings: Path, old: bytes, new: bytes, words: str) -> None:
    data = stappone()
    assert old in data
    with pytest.raises(ReadError, match=words):
        opened(no_settings, data.replace(old, new, 1))


def test_soles_never_recorded_together_are_refused(no_settings: Path) -> None:
    with pytest.raises(ReadError, match="never recorded at the same time"):
        opened(no_settings, stappone(late=100_000))
