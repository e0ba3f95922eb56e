"""What the command line opens: each file once, and of a file of several recordings the one that is named."""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import h5py
import numpy as np
import pytest
from cli_run import run

import pedograph as pg
from pedograph.cli import stored_recordings
from pedograph.formats import opened, recognition, registry
from pedograph.recording import SensorGrid, Side
from pedograph.session import SessionRecording, new_session, now, save_session, with_recording
from pedograph.settings import AnalysisSettings
from pedograph.simulation import StepParameters, simulate_step

QUICK = AnalysisSettings(uncertainties=False)
_FILES: set[str] = set()
"""Files whose opening is counted."""
_OPENED: Counter[str] = Counter()


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and str(arguments[0]) in _FILES:
        _OPENED[str(arguments[0])] += 1


sys.addaudithook(_hook)  # cannot be taken away again; without files it counts nothing


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """Footsteps as a vendor's file, in archives of one and of two, and in an HDF5 file of two."""
    folder = tmp_path_factory.mktemp("opening")
    grid = SensorGrid(5.0, 5.0, threshold=5.0)
    steps = [simulate_step(StepParameters(side=side), grid).recording for side in (Side.LEFT, Side.RIGHT)]
    plain, other = folder / "first.lst", folder / "second.lst"
    for step, path in zip(steps, (plain, other), strict=True):
        pg.write(step, path, "emed")
    one, two, walks = folder / "one.zip", folder / "two.zip", folder / "subj000.h5"
    for path, members in ((one, [plain]), (two, [plain, other])):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in members:
                archive.write(member, member.name)
    with h5py.File(walks, "w") as file:
        file.attrs["PYTABLES_FORMAT_VERSION"] = np.bytes_("2.1")
        for number, step in enumerate(steps):
            file[f"img{number:03d}"] = np.moveaxis(step.pressure, 0, 2)
    session = new_session("P-1")
    for step in steps:
        session = with_recording(session, SessionRecording(pg.analyze(step, QUICK)), "", now())
    visit = save_session(session, folder / "visit.h5")
    return SimpleNamespace(plain=plain, one=one, two=two, walks=walks, visit=visit)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """How often a file is opened, hashed and shown to each format."""
    found = SimpleNamespace(hashed=Counter(), sniffed=Counter(), opened=_OPENED)
    stored_recordings._held.cache_clear()

    def sha256(data: bytes) -> Any:
        found.hashed[len(data)] += 1
        return hashlib.sha256(data)

    def counting(module: Any) -> Any:
        def sniff(head: bytes, name: str) -> bool | str:
            found.sniffed[module.SPEC.key, name] += 1
            verdict: bool | str = module.sniff(head, name)
            return verdict

        parts = {key: getattr(module, key) for key in ("read", "contents", "read_one") if hasattr(module, key)}
        return SimpleNamespace(SPEC=module.SPEC, sniff=sniff, **parts)

    formats = {key: counting(module) for key, module in registry.formats().items()}
    monkeypatch.setattr(recognition, "formats", lambda: formats)
    monkeypatch.setattr(opened, "hashlib", SimpleNamespace(sha256=sha256))
    yield found
    _FILES.clear()
    _OPENED.clear()
    stored_recordings._held.cache_clear()


@pytest.mark.parametrize(
    ("name", "recordings"), [("plain", 1), ("one", 1), ("two", 2), ("walks", 2), ("visit", 2)]
)
def test_a_file_is_opened_hashed_and_sniffed_once(
    name: str, recordings: int, files: SimpleNamespace, counted: SimpleNamespace
) -> None:
    path: Path = getattr(files, name)
    _FILES.add(str(path))
    result = run("analyze", path, "--no-errors", "--jobs", 1)
    assert result.exit_code == 0, result.output
    assert result.stdout.count(" frames at ") == recordings
    assert counted.opened == {str(path): 1}
    assert counted.hashed == {path.stat().st_size: 1}
    assert len(counted.sniffed) > 1
    assert set(counted.sniffed.values()) == {1}


@pytest.mark.parametrize(("name", "choice"), [("walks", "img001"), ("two", "second.lst"), ("visit", "001")])
def test_one_of_several_recordings_is_analysed_and_shown(name: str, choice: str, files: SimpleNamespace) -> None:
    path = f"{getattr(files, name)}#{choice}"
    result = run("analyze", path, "--no-errors", "--json", "-")
    assert result.exit_code == 0, result.output
    (recording,) = json.loads(result.stdout)["recordings"]
    assert recording["source"]["file"] == f"{getattr(files, name).name}#{choice}"
    assert recording["steps"][0]["side"] == "right"
    result = run("info", path)
    assert (result.exit_code, result.stdout.count("Footsteps")) == (0, 1), result.output


@pytest.mark.parametrize(("name", "choice"), [("walks", "img001"), ("two", "second.lst"), ("visit", "001")])
def test_one_of_several_recordings_is_converted(
    name: str, choice: str, files: SimpleNamespace, tmp_path: Path
) -> None:
    path = f"{getattr(files, name)}#{choice}"
    result = run("convert", path, tmp_path / "walk.npz")
    assert result.exit_code == 0, result.output
    np.testing.assert_array_equal(pg.read(tmp_path / "walk.npz").pressure, pg.read(path).pressure)


def test_one_of_several_recordings_is_deidentified(files: SimpleNamespace, tmp_path: Path) -> None:
    archive = tmp_path / "walks.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for side in ("left", "right"):
            packed.write(files.plain, f"{side}/1.lst")
    result = run("deidentify", f"{archive}#right/1.lst")
    assert result.exit_code == 0, result.output
    copy = pg.read(tmp_path / "walks_deidentified.zip")
    np.testing.assert_array_equal(copy.pressure, pg.read(files.plain).pressure)


def test_a_recording_that_is_not_there_is_named_with_those_that_are(files: SimpleNamespace) -> None:
    result = run("analyze", f"{files.walks}#img007", "--no-errors")
    assert result.exit_code == 2
    assert 'subj000.h5: there is no recording "img007" in it; it holds 2 (img000, img001)' in result.stderr
