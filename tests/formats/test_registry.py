"""Finding the format of a file by its content; archives, files that cannot be opened, writing, other packages."""

from __future__ import annotations

import gzip
import hashlib
import os
import stat
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from formats_hostile import traced, zipped
from formats_samples import SAMPLES, emed, footscan_dynamic, footscan_plate, key_of, tekscan

from pedograph.errors import ReadError, RecordingError, SettingsError
from pedograph.formats import FormatSpec, list_formats, read, read_bytes, registry, write, write_bytes
from pedograph.recording import PressureRecording, SensorGrid, Source


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("name", ["x", "Walk.XLS", "a.b.csv", "walk.lst", "x.zip"])
def test_content_decides_whatever_the_name(sample: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(SAMPLES[sample]())
    recording = read(path)
    assert recording.source.format == key_of(sample)
    assert recording.source.file == name
    assert recording.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_is_read_from_disk_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({"walk": emed()}))
    opened: list[Path] = []
    read_once = Path.read_bytes

    def count(self: Path) -> bytes:
        opened.append(self)
        return read_once(self)

    monkeypatch.setattr(Path, "read_bytes", count)
    read(str(path))
    assert opened == [path]


def test_an_unknown_file_is_told_why_each_format_refused_it() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b"time,pressure\n0,1\n", "mystery.dat")
    assert str(caught.value).startswith("mystery.dat: it is of no known format: ")
    for spec in list_formats():
        assert f"{spec.key}: " in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"\n \r\n\t", bytes(100)])
def test_an_empty_file_is_called_empty(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^x.lst: the file is empty"):
        read_bytes(data, "/home/somebody/x.lst")


def test_a_missing_file_a_folder_and_a_device_are_refused_by_their_bare_name(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"^gone.lst: there is no such file\. Check"):
        read(tmp_path / "gone.lst")
    (tmp_path / "scans").mkdir()
    with pytest.raises(ReadError, match=r"^scans: this is a folder\. Open the recordings in it"):
        read(tmp_path / "scans")
    with pytest.raises(ReadError, match=r"^zero: this is a device"):
        read("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReadError, match=r"^pipe: this is a device"):
        read(tmp_path / "pipe")
    with pytest.raises(ReadError, match="cannot be read"):
        read("a\0b")
    with pytest.raises(ReadError, match="cannot be read"):
        read("x" * 5000)


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = tmp_path / "x.lst"
    path.write_bytes(emed())
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadError, match=r"^x.lst: the file may not be read"):
        read(path)


@pytest.mark.parametrize("sample", SAMPLES)
def test_an_archive_with_one_recording_reads_like_the_file(sample: str) -> None:
    data = SAMPLES[sample]()
    plain = read_bytes(data, "walk.txt")
    in_two = gzip.compress(data[:99]) + gzip.compress(data[99:])
    for packed in (zipped({"folder/walk.txt": data}), gzip.compress(data), in_two):
        recording = read_bytes(packed, "walk.txt.gz")
        np.testing.assert_array_equal(recording.pressure, plain.pressure)
        assert recording.source.file == "walk.txt.gz"
        assert recording.source.sha256 == hashlib.sha256(packed).hexdigest()
        assert "Read from walk.txt in the archive." in map(str, recording.source.notes)


def test_the_one_recording_among_other_files_is_found() -> None:
    packed = zipped({"__MACOSX/walk.lst": b"x", ".DS_Store": b"x", "notes.txt": b"hello", "walk.lst": emed()})
    assert read_bytes(packed, "walk.zip").source.format == "emed"


def test_a_fault_inside_an_archive_names_archive_file_and_place() -> None:
    packed = zipped({"walk.txt": footscan_plate().replace(b"\t0.9", b"\tO.9", 1)})
    with pytest.raises(ReadError, match=r'^walk.zip, walk.txt, line 2 \(frame 0, row 1, column 4\): "O.9" is not'):
        read_bytes(packed, "walk.zip")


def _broken_zip() -> bytes:
    packed = bytearray(zipped({"walk": emed()}))
    packed[60:80] = bytes(20)
    return bytes(packed)


def _locked_zip() -> bytes:
    packed = bytearray(zipped({"walk": emed()}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(sign) + place] |= 1
    return bytes(packed)


def _lzma_zip() -> bytes:
    return zipped({"walk": emed()}, zipfile.ZIP_LZMA)


TRAP = b"Frame 0 (0.00 ms)\n" + b"0" * (33 << 20)
"""Looks like a recording at first."""


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (zipped({}), "the archive holds no file"),
        (zipped({"a.lst": emed(), "b.asf": tekscan()}), r"holds 2 recordings \(a.lst, b.asf\)"),
        (zipped({"a.txt": b"hello", "b.txt": b"world"}), "none of its 2 files is of a known format"),
        (zipped({"a.txt": b"hello"}), r"(?s)a.txt: it is of no known format: text.*emed: "),
        (zipped({f"{number}.lst": b"x" for number in range(1100)}), "holds 1100 files"),
        (zipped({"a.txt": TRAP}), "a.txt: it unpacks to far more than a recording holds"),
        (gzip.compress(TRAP), "it unpacks to far more than a recording holds"),
        (zipped({"walk": emed()})[:-30], "the archive is damaged"),
        (_broken_zip(), "the archive is damaged"),
        (_locked_zip(), "protected by a password"),
        (_lzma_zip(), "packed in a way that is not known"),
        (gzip.compress(emed())[:-30], "the archive is damaged"),
        (gzip.compress(b""), "the file is empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_archive_that_cannot_be_opened_says_why(data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match=found) as caught:
        read_bytes(data, "walk.zip")
    assert caught.value.file == "walk.zip"


@pytest.mark.parametrize("pack", [lambda data: zipped({"zeros": data}), gzip.compress])
def test_what_is_of_no_known_format_is_not_unpacked(pack: Callable[[bytes], bytes]) -> None:
    packed = pack(bytes(40_000_000))
    with traced() as memory, pytest.raises(ReadError, match="the file is empty"):
        read_bytes(packed, "zeros.zip")
    assert memory.peak < 4_000_000


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    recording = read_bytes(footscan_dynamic(), "step.txt")
    path = tmp_path / "step.lst"
    write(recording, path, "emed")
    assert read(path).pressure.shape == recording.pressure.shape
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    before = path.read_bytes()
    uneven = PressureRecording(recording.pressure, [0, 0.1, 0.9], recording.grid)
    with pytest.raises(RecordingError):
        write(uneven, path, "emed")
    assert path.read_bytes() == before
    with pytest.raises(OSError, match="Is a directory"):
        write(recording, tmp_path, "emed")
    assert [item.name for item in tmp_path.iterdir()] == ["step.lst"]


def test_only_known_formats_that_can_be_written_are_written() -> None:
    recording = read_bytes(emed(), "x.lst")
    with pytest.raises(SettingsError, match=r'no format "word".*emed'):
        write_bytes(recording, "word")
    with pytest.raises(SettingsError, match=r"CAD WALK.*cannot be written; these can: .*emed, "):
        write_bytes(recording, "cadwalk")


Offer = Callable[..., None]


def _other(key: str = "other", **changes: object) -> SimpleNamespace:
    """A format as another package might offer it."""
    grid = SensorGrid(5, 5)
    parts = {
        "SPEC": FormatSpec(key, "Other", "Somebody", "One frame", (".oth",)),
        "sniff": lambda head, name: head.startswith(b"OTHER") or "it does not begin with OTHER",
        "read": lambda data, name: PressureRecording([[[float(data[5:])]]], [0], grid, Source(name, format=key)),
    }
    return SimpleNamespace(**(parts | changes))


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Offer]:
    """Puts formats of other packages in the registry."""

    def put(*modules: object) -> None:
        def load(module: object) -> object:
            if isinstance(module, Exception):
                raise module
            return module

        entries = [
            SimpleNamespace(name=f"format{i}", value="package.module", load=lambda module=module: load(module))
            for i, module in enumerate(modules)
        ]
        monkeypatch.setattr("importlib.metadata.entry_points", lambda group: entries)
        registry.formats.cache_clear()

    yield put
    monkeypatch.undo()
    registry.formats.cache_clear()


def test_a_format_of_another_package_is_listed_and_reads(offered: Offer) -> None:
    offered(_other())
    assert [spec.key for spec in list_formats()][-1] == "other"
    recording = read_bytes(b"OTHER7.5", "x.oth")
    assert (recording.pressure.max(), recording.source.format) == (7.5, "other")
    with pytest.raises(ReadError, match="other: it does not begin with OTHER"):
        read_bytes(b"something", "x.oth")


@pytest.mark.parametrize(
    "module",
    [ImportError("no such module"), _other("emed"), SimpleNamespace(SPEC=_other().SPEC), SimpleNamespace()],
)
def test_a_format_that_does_not_load_is_left_out_with_a_warning(module: object, offered: Offer) -> None:
    offered(module)
    with pytest.warns(UserWarning, match="format0 of package.module"):
        specs = list_formats()
    assert len(specs) == len(registry._BUILT_IN)


def test_whatever_a_format_of_another_package_does_only_read_errors_come_out(offered: Offer) -> None:
    def fail(data: bytes, name: str) -> PressureRecording:
        raise KeyError("oops")

    offered(_other(read=fail), _other("second", sniff=lambda head, name: 1 / 0))
    with pytest.raises(ReadError, match=r"the reader of Other failed \(KeyError: 'oops'\)") as caught:
        read_bytes(b"OTHER7.5", "x.oth")
    assert isinstance(caught.value.__cause__, KeyError)
    assert read_bytes(emed(), "x.lst").source.format == "emed"
    with pytest.raises(ReadError, match=r"second: it could not look at the file \(ZeroDivisionError\)"):
        read_bytes(b"something", "x.oth")


def test_a_negative_pressure_from_another_package_is_a_read_error(offered: Offer) -> None:
    offered(_other())
    with pytest.raises(ReadError, match="it is no recording: frame 0 holds a negative pressure"):
        read_bytes(b"OTHER-1", "x.oth")


def test_the_installed_packages_offer_no_broken_format() -> None:
    registry.formats.cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        list_formats()
