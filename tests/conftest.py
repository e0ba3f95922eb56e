"""What all tests share: the real recordings, and a quiet, private place for the application."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

REPOSITORY = Path(__file__).parent.parent


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """The contents of files are no names of tests: some hold the time at which they were made."""
    return argname if isinstance(val, str | bytes) and len(val) > 200 else None


@pytest.fixture(scope="session")
def real_scans() -> Path:
    """Folder of vendors' real recordings; skips where it is not there."""
    folder = Path(os.environ.get("PEDOGRAPH_REAL_SCANS", REPOSITORY.parent / "shared" / "real_scans"))
    if not folder.is_dir():
        pytest.skip("the vendors' real recordings are not on this machine")
    return folder


@pytest.fixture(scope="session")
def sample_scans() -> Path:
    """Folder of the sample scans that come with the project."""
    return REPOSITORY / "sample_scans"


@pytest.fixture(scope="session")
def walk_file(sample_scans: Path) -> Path:
    """The sample walk."""
    return sample_scans / "walk_rectus.zip"


@pytest.fixture(scope="session")
def step_file(sample_scans: Path) -> Path:
    """A sample of one step."""
    return sample_scans / "emed_before_insole.lst"


@pytest.fixture(scope="session")
def step(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One model step as an emed file."""
    import pedograph as pg  # only now that its libraries' settings stand
    from pedograph.simulation import StepParameters, simulate_step

    path = tmp_path_factory.mktemp("step") / "step.lst"
    pg.write(simulate_step(StepParameters(), pg.SensorGrid(5.0, 5.0, threshold=5.0)).recording, path)
    return path
