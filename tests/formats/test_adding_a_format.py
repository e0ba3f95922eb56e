"""The page on adding a format: its example is taken from the page, put into the registry, and used."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import pedograph as pg
from pedograph.errors import ReadError, RecordingError
from pedograph.formats import list_formats, open_file, read_bytes, registry, write_bytes
from pedograph.formats.companions import first_text
from pedograph.formats.context import FileContext
from pedograph.formats.model import WritableFormat
from pedograph.recording import SensorGrid

PAGE = Path(__file__).parents[2] / "docs" / "adding-a-format.md"
BLOCKS = dict(re.findall(r"```(toml|python)\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL))


@pytest.fixture
def treadle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The page's module, offered by the page's entry point."""
    package = tmp_path / "my_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "treadle.py").write_text(BLOCKS["python"], encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    group = tomllib.loads(BLOCKS["toml"])["project"]["entry-points"][registry.ENTRY_POINTS]
    entries = [EntryPoint(name, value, registry.ENTRY_POINTS) for name, value in group.items()]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: entries)
    registry.formats.cache_clear()
    yield importlib.import_module(group["treadle"])
    monkeypatch.undo()
    registry.formats.cache_clear()
    for name in ("my_package.treadle", "my_package"):
        sys.modules.pop(name, None)


FILE = b"TREADLE 2 3\n1 2 3 4 5 6\n7 8 9 10 11 12\n"


def test_the_example_is_listed_and_reads(treadle: ModuleType, tmp_path: Path) -> None:
    assert isinstance(treadle, WritableFormat)
    assert list_formats()[-1].key == "treadle"
    (tmp_path / "walk.trd").write_bytes(FILE)
    recording = pg.read(tmp_path / "walk.trd")
    assert recording.source.format == "treadle"
    np.testing.assert_allclose(recording.pressure[0], [[40, 50, 60], [10, 20, 30]])
    np.testing.assert_allclose(recording.time, [0, 0.02])
    assert recording.force[0] == pytest.approx(21)
    assert set(recording.source.assumed) == {"cell size", "time", "orientation"}


def test_the_example_writes_what_it_reads(treadle: ModuleType) -> None:
    recording = read_bytes(FILE, "walk.trd")
    again = read_bytes(write_bytes(recording, "treadle"), "walk.trd")
    np.testing.assert_allclose(again.pressure, recording.pressure, atol=0.01)
    with pytest.raises(RecordingError, match="50 frames per second"):
        write_bytes(pg.PressureRecording(np.ones((2, 2, 2)), [0, 1], SensorGrid(10, 10)), "treadle")


@pytest.mark.usefixtures("treadle")
@pytest.mark.parametrize(
    ("data", "found"),
    [
        (FILE[:-3], "its lines are no frames"),
        (b"TREADLE 2\n", "its lines are no frames"),
        (b"TREADLE 1000000000 1000000000\n1\n", "its lines are no frames"),
        (b"TREADLE 2 3\n", "it holds no frame"),
        (FILE.replace(b"12", b"-1"), "it holds no frame, or a force that cannot be"),
        (FILE.replace(b"12", b"nan"), "it holds no frame, or a force that cannot be"),
        (b"PLATE 2 3\n" + b"1 2 3\n" * 2, "treadle: it does not begin with TREADLE"),
    ],
)
def test_the_example_refuses_what_is_broken(data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match=found):
        read_bytes(data, "walk.trd")


def test_a_reader_may_take_a_context(treadle: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = treadle.read

    def read(data: bytes, name: str, context: FileContext) -> pg.PressureRecording:
        header, _, frames = data.partition(b"\n")
        context.leave_out("walker", header.split()[-1].decode())
        said = first_text(context.beside(name, ".side"))
        side = pg.Side(said[1]) if said else pg.Side.UNKNOWN
        recording: pg.PressureRecording = plain(b"TREADLE 2 3\n" + frames, name)
        return replace(recording, side=side)

    monkeypatch.setattr(treadle, "read", read)
    file = tmp_path / "walk_Mustermann.trd"
    file.write_bytes(FILE.replace(b"2 3", b"2 3 Mustermann", 1))
    (tmp_path / "walk_Mustermann.side").write_text("left")
    reading = open_file(file).reading()
    assert reading.recording.side is pg.Side.LEFT
    assert (reading.recording.source.file, reading.fields_left_out) == ("walk.trd", ("walker",))
    assert read_bytes(file.read_bytes(), file.name).side is pg.Side.UNKNOWN  # nothing is beside what is in memory


def test_the_page_names_what_there_is() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in re.findall(r"`(pedograph\.[a-z_.]+)\(", text):
        module, _, function = name.rpartition(".")
        assert hasattr(importlib.import_module(module), function), name
    for path in re.findall(r"\b(tests/[a-z_/]+\.py)", text):
        assert (PAGE.parents[1] / path).is_file()
    assert importlib.util.find_spec("my_package") is None


def test_the_pages_that_formats_name_are_there() -> None:
    for spec in list_formats():
        assert not spec.page or (PAGE.parents[1] / spec.page).is_file(), spec.page
