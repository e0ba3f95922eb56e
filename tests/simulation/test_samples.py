from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import numpy as np
import pytest

from pedograph import formats as pg_formats
from pedograph.recording import PressureRecording
from pedograph.simulation import Sample, write_samples
from pedograph.simulation import sample_scans as make_scans

FILES = [
    "walk_planus.zip",
    "walk_rectus.zip",
    "walk_cavus.zip",
    "emed_before_insole.lst",
    "emed_after_insole.lst",
    "README.md",
]


@pytest.fixture(scope="module")
def samples() -> dict[str, Sample]:
    return {sample.file: sample for sample in make_scans()}


def write_plainly(recording: PressureRecording, path: Path, key: str) -> None:
    """A stand-in for the formats: every frame's bytes after the key."""
    path.write_bytes(key.encode() + recording.pressure.tobytes() + recording.time.tobytes())


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_samples_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    first = write_samples(tmp_path / "first", write_plainly)
    write_samples(tmp_path / "second", write_plainly)
    assert [path.name for path in first] == FILES
    assert hashes(tmp_path / "first") == hashes(tmp_path / "second")
    assert sorted(FILES) == sorted(hashes(tmp_path / "first"))  # nothing is left lying about
    with zipfile.ZipFile(tmp_path / "first" / "walk_planus.zip") as archive:
        assert archive.namelist() == ["walk_planus.txt"]
        assert archive.read("walk_planus.txt").startswith(b"footscan_plate")


def test_page_tells_the_truth_of_every_step(tmp_path: Path, samples: dict[str, Sample]) -> None:
    write_samples(tmp_path, write_plainly)
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    for sample in samples.values():
        assert f"## {sample.file}" in page
        for truth in sample.simulated.truths:
            assert f"| {truth.arch_index:.3f} | {truth.modified_arch_index:.3f} | {truth.cpei:.1f} |" in page
    heads = [line for line in page.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in heads}) == 1


def test_walkers_differ_as_their_names_say(samples: dict[str, Sample]) -> None:
    kinds = ("planus", "rectus", "cavus")
    truths = [samples[f"walk_{kind}.zip"].simulated.truths for kind in kinds]
    planus, rectus, cavus = (float(np.mean([truth.arch_index for truth in found])) for found in truths)
    assert planus > 0.28 > rectus > 0.21 > 0.19 > cavus
    excursions = [float(np.mean([truth.cpei for truth in found])) for found in truths]
    assert excursions[0] < excursions[1] < excursions[2]
    for found in truths:
        assert sum(truth.complete for truth in found) >= 2
        assert not all(truth.complete for truth in found)
    assert {truth.direction for found in truths for truth in found} == {1, -1}


def test_insole_lowers_peaks_and_spreads_the_load(samples: dict[str, Sample]) -> None:
    before, after = (samples[f"emed_{name}_insole.lst"].simulated for name in ("before", "after"))
    for rows in (slice(0, 15), slice(33, 43)):  # heel, metatarsal heads
        assert after.recording.peak_image[rows].max() < 0.95 * before.recording.peak_image[rows].max()
    assert after.truth.arch_index > before.truth.arch_index + 0.01
    assert after.truth.cpei > before.truth.cpei
    assert before.truth.complete
    assert after.truth.complete


def test_sample_recordings_look_like_a_device_made_them(samples: dict[str, Sample]) -> None:
    for sample in samples.values():
        recording = sample.simulated.recording
        assert recording.pressure[0].any()
        weight = sample.simulated.truth.parameters.body_weight
        assert 1.0 * weight < recording.force.max() < 1.8 * weight  # two feet share the plate at a time
        assert 200.0 < recording.peak_image.max() < 550.0
        lone = recording.peak_image > 0.0
        assert lone.mean() < 0.6


def test_samples_in_the_repository_are_those_that_are_made(
    sample_scans: Path, samples: dict[str, Sample], tmp_path: Path
) -> None:
    assert sorted(path.name for path in sample_scans.iterdir()) == sorted(FILES)
    assert sum(path.stat().st_size for path in sample_scans.iterdir()) < 3_000_000
    for name, sample in samples.items():
        made, stored = sample.simulated.recording, pg_formats.read(sample_scans / name)
        newton_per_kilopascal = made.grid.newton_per_kilopascal
        assert stored.source.format == sample.format
        np.testing.assert_allclose(stored.time, made.time, atol=1e-5)
        # to the tenth of a newton that the plate's files are written in
        np.testing.assert_allclose(stored.pressure, made.pressure, atol=0.0501 / newton_per_kilopascal)
        assert stored.force.max() == pytest.approx(made.force.max(), abs=0.2)
    write_samples(tmp_path, write_plainly)
    assert (sample_scans / "README.md").read_bytes() == (tmp_path / "README.md").read_bytes()
