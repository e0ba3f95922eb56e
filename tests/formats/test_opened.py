"""A file is opened once: its bytes, its hash, what is in it, and every look of a format at it."""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from formats_hostile import zipped
from formats_samples import emed, tekscan
from formats_samples_arrays import jiku, session

from pedograph.errors import ReadError
from pedograph.formats import OpenedFile, open_file, read, recognition
from pedograph.formats.opened import kind_of_file
from pedograph.formats.recognition import Recognised, recognise


def test_an_opened_file_says_what_is_in_it_and_reads_each(tmp_path: Path) -> None:
    path = tmp_path / "study.zip"
    path.write_bytes(zipped({"s.h5": jiku(walks=3), "walk.lst": emed()}))
    opened = open_file(path)
    assert opened.contents == ("s.h5", "walk.lst")
    assert opened.contents_of("s.h5") == ("img000", "img001", "img002")
    assert (opened.contents_of("walk.lst"), opened.contents_of("s.h5#img001")) == ((), ())
    assert opened.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    for choice in ("walk.lst", "s.h5#img001"):
        recording = opened.read(choice)
        assert recording.source.file == f"study.zip#{choice}"
        np.testing.assert_array_equal(recording.pressure, read(f"{path}#{choice}").pressure)
    with pytest.raises(ReadError, match='there is no recording "other" in it'):
        opened.contents_of("other")


def test_a_recording_that_is_chosen_is_not_chosen_from_again() -> None:
    assert OpenedFile(jiku(walks=2), "s.h5").contents_of("img001") == ()
    assert OpenedFile(zipped({"s.h5": jiku(walks=2)}), "s.zip").contents_of("img001") == ()


@pytest.mark.parametrize(
    ("data", "name", "kind", "is_session"),
    [
        (emed(), "walk.lst", "emed", False),
        (zipped({"walk.lst": emed()}), "walk.zip", "archive", False),
        (gzip.compress(emed()), "walk.lst.gz", "archive", False),
        (session(), "visit.h5", "session", True),
        (b"\x89HDF\r\n\x1a\n damaged", "visit.h5", "", True),
        (b"hello", "notes.txt", "", False),
        (b"", "nothing", "", False),
    ],
)
def test_the_kind_of_a_file_is_the_same_by_its_first_bytes_and_opened(
    data: bytes, name: str, kind: str, is_session: bool, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for found in (kind_of_file(path), open_file(path).kind):
        assert (found.key, found.is_session) == (kind, is_session)
    assert kind_of_file(tmp_path / "not there").key == ""


def test_a_file_is_taken_out_of_its_archive() -> None:
    inner = jiku(walks=2)
    unpacked = OpenedFile(zipped({"a/s.h5": inner, "walk.lst": emed()}), "x.zip").unpacked("s.h5#img001")
    assert (unpacked.name, unpacked.data, unpacked.choice) == ("s.h5", inner, "img001")
    unpacked = OpenedFile(inner, "s.h5").unpacked("img001")
    assert (unpacked.name, unpacked.data, unpacked.choice) == ("s.h5", inner, "img001")


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file, by its name, was shown to the formats."""
    counts: Counter[str] = Counter()

    def counted(head: bytes, name: str) -> Recognised:
        counts[name] += 1
        return recognise(head, name)

    monkeypatch.setattr(recognition, "recognise", counted)
    return counts


def test_every_file_in_an_archive_is_looked_at_once(looks: Counter[str]) -> None:
    opened = OpenedFile(zipped({"a.lst": emed(), "b.asf": tekscan(), "s.h5": jiku(walks=3)}), "walks.zip")
    for name in opened.contents:
        for inner in opened.contents_of(name) or ("",):
            opened.read(f"{name}#{inner}" if inner else name)
    assert looks == {"walks.zip": 1, "a.lst": 1, "b.asf": 1, "s.h5": 1}


def test_a_file_that_is_chosen_is_the_only_one_that_is_looked_at(looks: Counter[str]) -> None:
    OpenedFile(zipped({"a.lst": emed(), "b.asf": tekscan()}), "walks.zip").read("b.asf")
    assert looks == {"walks.zip": 1, "b.asf": 1}


def test_a_file_of_several_in_an_archive_is_unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = OpenedFile(gzip.compress(jiku(walks=3)), "s.h5.gz")
    unpacked: list[int] = []
    whole = recognition.Content.bytes_to_read

    def counted(content: recognition.Content) -> bytes:
        unpacked.append(1)
        return whole(content)

    monkeypatch.setattr(recognition.Content, "bytes_to_read", counted)
    assert [opened.read(name).frames for name in opened.contents]
    assert len(unpacked) == 1
