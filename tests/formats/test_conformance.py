"""What every format must do, whichever it is; a new one needs a sample and is held to the same."""

from __future__ import annotations

import time

import numpy as np
import pytest
from formats_hostile import check_refused, traced
from formats_samples import SAMPLES, damaged, frames, key_of

from pedograph.errors import ReadError, RecordingError
from pedograph.formats import list_formats, read_bytes, write_bytes
from pedograph.formats.context import FileContext
from pedograph.formats.model import Format, WritableFormat
from pedograph.formats.recognition import call_reader
from pedograph.formats.registry import formats
from pedograph.recording import PressureRecording, SensorGrid, Side

KEYS = [spec.key for spec in list_formats()]
WRITABLE = [spec.key for spec in list_formats() if spec.can_write]
DAMAGED_FILES = 60
ONE_FRAME = {"apd"}
"""Formats of a single image."""


@pytest.mark.parametrize("key", KEYS)
def test_a_format_is_described_completely(key: str) -> None:
    module = formats()[key]
    spec = module.SPEC
    assert isinstance(module, Format)
    assert spec.key == key
    assert key.replace("_", "").isalnum()
    assert key.islower()
    for words in (spec.name, spec.vendor, spec.description):
        assert words.strip() == words != ""
    assert not spec.description.endswith(".")
    assert spec.notes
    assert all(note.endswith(".") for note in spec.notes)
    assert spec.extensions
    assert all(extension == "" or extension.startswith(".") for extension in spec.extensions)
    assert spec.can_write == isinstance(module, WritableFormat)


def test_every_format_has_a_sample() -> None:
    assert {key_of(sample) for sample in SAMPLES} == set(KEYS)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("key", KEYS)
def test_one_format_recognises_a_file_and_each_other_says_why_not(sample: str, key: str) -> None:
    verdict = formats()[key].sniff(SAMPLES[sample]()[: 1 << 16], "x")
    if key == key_of(sample):
        assert verdict is True
    elif not formats()[key].SPEC.fallback:
        assert isinstance(verdict, str)
        assert verdict


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("head", [b"", bytes(999), b"hello", bytes(range(256)) * 9, b"PK\x03\x04", b"\xff\xfe"])
def test_what_is_of_no_format_is_recognised_by_none(key: str, head: bytes) -> None:
    assert isinstance(formats()[key].sniff(head, "walk.lst"), str)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_recording_says_how_it_was_read(sample: str) -> None:
    recording = read_bytes(SAMPLES[sample](), "walk")
    source = recording.source
    assert (source.file, source.format) == ("walk", key_of(sample))
    assert "orientation" in source.assumed
    assert all(str(note).endswith(".") for note in source.notes)
    assert "Mustermann" not in repr(source)
    assert not recording.pressure.flags.writeable


def _recording(count: int = 4) -> PressureRecording:
    grid = SensorGrid(7.62, 5.08, first_row=2, first_column=1)
    return PressureRecording(frames(count, 6, 5, step=25.83), np.arange(count) * 0.002, grid, side=Side.RIGHT)


@pytest.mark.parametrize("key", WRITABLE)
def test_what_is_written_is_recognised_and_reads_back(key: str) -> None:
    recording = _recording(1 if key in ONE_FRAME else 4)
    data = write_bytes(recording, key)
    back = read_bytes(data, "x")
    assert back.source.format == key
    # Half a tenth of a newton on the smallest cell is the coarsest precision of any format.
    np.testing.assert_allclose(back.pressure, recording.pressure, atol=1.3)
    np.testing.assert_allclose(back.time, recording.time, atol=1e-9)
    if back.side is Side.UNKNOWN:
        back = PressureRecording(back.pressure, back.time, back.grid, back.source, Side.RIGHT)
    assert write_bytes(back, key).splitlines()[-8:] == data.splitlines()[-8:]


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_file_cut_anywhere_is_refused_or_has_fewer_whole_frames(sample: str) -> None:
    data = SAMPLES[sample]()
    whole = read_bytes(data, "x").pressure
    end = len(data.rstrip()) if sample != "footscan_workbook" else len(data) - 512
    for stop in range(1, end, max(1, end // 150)):
        try:
            part = read_bytes(data[:stop], "x").pressure
        except ReadError as error:
            assert error.file == "x"
            continue
        assert len(part) < len(whole)
        np.testing.assert_array_equal(part, whole[: len(part)])


def test_damaged_files_give_read_errors_and_nothing_else() -> None:
    """The readers themselves are asked, not the registry, which would turn any exception into a ReadError."""
    outcomes = {"read": 0, "refused": 0}
    start = time.process_time()
    for number, (sample, make) in enumerate(SAMPLES.items()):
        for data in damaged(make(), seed=number, count=DAMAGED_FILES):
            module = formats()[key_of(sample)]
            assert isinstance(module.sniff(data[: 1 << 16], "x"), bool | str)
            try:
                recording = call_reader(module.read, FileContext(), data, "x")
            except (ReadError, RecordingError):
                outcomes["refused"] += 1
                continue
            outcomes["read"] += 1
            assert np.isfinite(recording.pressure).all()
    assert time.process_time() - start < 5
    assert min(outcomes.values()) > DAMAGED_FILES / 2


def _huge_text() -> bytes:
    return b"Frame 0 (0.00 ms)\n" + b"\n".join(b"%d\t%d\t%d" % (i, i, i) for i in range(100_000))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_huge_text(), id="more lines than any plate has rows"),
        pytest.param(b"Frame 0 (0.00 ms)\n" + b"1\t" * 1_000_000, id="one endless row"),
        pytest.param(b"Frame 0 (0.00 ms)\n" + b"1" * 2_000_000 + b"\t1\n", id="one endless number"),
        pytest.param(b"Frame 0 (0.00 ms)\n" + b" " * 2_000_000 + b"(", id="one endless blank"),
        pytest.param(b"Frame 0 (0.00 ms)\n" + b"a\tb\n" * 500_000, id="letters"),
        pytest.param(b"".join(b"Frame %d (%d ms)\n" % (i, i) for i in range(60_000)), id="titles alone"),
        pytest.param(b"\n" * 2_000_000 + b"x", id="empty lines"),
        pytest.param(b"Sensor size Pict-No.: 1\n" * 60_000, id="pictures without rows"),
        pytest.param(b"ROWS 1\nASCII_DATA\n" + b"Frame 1\n" * 200_000, id="frames without rows"),
    ],
)
def test_a_hostile_text_is_refused_within_bounds(data: bytes) -> None:
    check_refused(data, 12 * len(data))


@pytest.mark.parametrize("sample", SAMPLES)
def test_reading_takes_memory_in_proportion_to_the_file(sample: str) -> None:
    cells = frames(60, 64, 30, step=0.1) % 40
    maker = SAMPLES[sample]
    data = maker() if sample == "footscan_workbook" else maker(cells.round(1))
    allowed = 12 * len(data) + (1 << 20)
    read_bytes(data, "x")
    with traced() as memory:
        read_bytes(data, "x")
    assert memory.peak < allowed
