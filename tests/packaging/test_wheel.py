"""The archive of the sources and the wheel: both hold all data, and the window opens from the wheel alone."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest

import pedograph

REPOSITORY = Path(__file__).parents[2]
pytestmark = [pytest.mark.xdist_group("wheel"), pytest.mark.timeout(600)]  # built once, by one process

SOURCES = REPOSITORY / "src"
DATA = ("resources", "sample_scans")
SAMPLE = "emed_before_insole.lst"


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints that knows nothing of this checkout, nor of the settings of who runs the tests."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "XDG_"))}
    environment["HOME"] = str(cwd)
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(kind: str, sources: Path, folder: Path) -> Path:
    """The one file that hatchling makes of the sources."""
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, cwd=sources)
    (made,) = folder.iterdir()
    return made


def packed(wheel: Path) -> dict[str, bytes]:
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("sdist", REPOSITORY, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", REPOSITORY, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (top,) = folder.iterdir()
    return top


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment that has the wheel, and this one's libraries."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, symlinks=os.name != "nt", with_pip=False)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    places = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    # A line of a .pth file adds a folder, but reads none of its .pth files: the editable checkout stays out.
    here = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    Path(places.strip(), "libraries.pth").write_text("\n".join(here), encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps")
    run(*pip, "--ignore-installed", wheel, cwd=folder)
    return scripts


def files_of(folder: str) -> set[str]:
    """The files in a folder of the checkout, by their places in it."""
    paths = (REPOSITORY / folder).rglob("*")
    return {path.relative_to(REPOSITORY).as_posix() for path in paths if path.is_file()}


@pytest.mark.parametrize("folder", DATA)
def test_both_archives_hold_all_data(folder: str, wheel: Path, unpacked: Path) -> None:
    expected = files_of(folder)
    assert expected
    assert {f"pedograph/{name}" for name in expected} <= packed(wheel).keys()
    assert {name for name in expected if not (unpacked / name).is_file()} == set()


def test_the_wheel_holds_the_program_and_nothing_else(wheel: Path) -> None:
    files = [path for path in SOURCES.rglob("*") if path.suffix == ".py" or path.name == "py.typed"]
    modules = {path.relative_to(SOURCES).as_posix() for path in files}
    data = {f"pedograph/{name}" for folder in DATA for name in files_of(folder)}
    about = {name for name in packed(wheel) if name.startswith(f"pedograph-{pedograph.__version__}.dist-info/")}
    assert packed(wheel).keys() == modules | data | about


def test_the_archive_of_the_sources_builds_the_same_wheel(wheel: Path, unpacked: Path, tmp_path: Path) -> None:
    again = built("wheel", unpacked, tmp_path / "again")
    assert packed(again) == packed(wheel)


def test_the_window_opens_from_the_wheel(fresh: Path, tmp_path: Path) -> None:
    code = "import pedograph, pedograph._resources as r; print(pedograph.__file__, r.sample_scan('%s'), sep='\\n')"
    imported, sample = run(fresh / "python", "-c", code % SAMPLE, cwd=tmp_path).splitlines()
    assert Path(imported).is_relative_to(fresh.parent)
    assert Path(sample).is_relative_to(fresh.parent)
    run(fresh / "pedograph", "open", sample, "--screenshot", "window.png", cwd=tmp_path)
    assert_drawn(tmp_path / "window.png")


def assert_drawn(picture: Path) -> None:
    """A window with text, a plate and colours has many of them, and none fills it."""
    from PySide6.QtGui import QImage

    image = QImage(str(picture))
    assert image.width() > 600
    assert image.height() > 400
    places = [(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    colours = Counter(image.pixel(*place) for place in places)
    assert len(colours) > 200
    assert max(colours.values()) < 0.9 * len(places)
