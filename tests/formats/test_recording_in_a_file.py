"""Choosing one of several recordings in a file: in archives, in HDF5 files, and in archives of those."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from formats_hostile import zipped
from formats_samples import emed, frames, tekscan
from formats_samples_arrays import jiku, session, table

from pedograph.errors import ReadError
from pedograph.formats import read, read_bytes, recordings_in

WALKS = {"first/a.lst": emed(), "first/b.asf": tekscan(), "notes.txt": b"hello"}


def test_a_recording_in_an_archive_is_chosen_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "walks.zip"
    path.write_bytes(zipped(WALKS))
    assert recordings_in(path) == ("a.lst", "b.asf")
    for choice, key in (("a.lst", "emed"), ("b.asf", "tekscan"), ("first/b.asf", "tekscan")):
        recording = read(f"{path}#{choice}")
        assert recording.source.format == key
        assert recording.source.file == f"walks.zip#{choice}"
    whole = read(tmp_path / "walks.zip#a.lst")
    np.testing.assert_array_equal(whole.pressure, read_bytes(emed(), "a.lst").pressure)


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    path = tmp_path / "walks.zip"
    path.write_bytes(zipped({"left/1.lst": emed(), "right/1.lst": emed(2 * frames())}))
    assert recordings_in(path) == ("left/1.lst", "right/1.lst")
    assert read(f"{path}#right/1.lst").pressure.max() == 2 * read(f"{path}#left/1.lst").pressure.max()


def test_without_a_choice_the_error_says_how_to_choose() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(zipped(WALKS), "walks.zip")
    assert "the archive holds 2 recordings (a.lst, b.asf)" in str(caught.value)
    assert caught.value.advice == 'Choose one by its name behind a "#", for example walks.zip#a.lst'


def test_a_choice_that_is_not_there_is_told_what_is() -> None:
    with pytest.raises(ReadError, match=r'no recording "c.lst" in it; the archive holds 2 \(a.lst, b.asf\)'):
        read_bytes(zipped(WALKS), "walks.zip", "c.lst")
    with pytest.raises(ReadError, match=r'no recording "x" in it; it holds 2 \(img000, img001\)'):
        read_bytes(jiku(walks=2), "s.h5", "x")
    with pytest.raises(ReadError, match='it holds one recording, and nothing in it is called "x"'):
        read_bytes(emed(), "a.lst", "x")
    with pytest.raises(ReadError, match=r'a\.lst: it holds one recording, and nothing in it is called "x"'):
        read_bytes(zipped(WALKS), "walks.zip", "a.lst#x")


def test_a_file_of_several_inside_an_archive_is_chosen_from_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "study.zip"
    path.write_bytes(zipped({"s.h5": jiku(walks=3), "walk.lst": emed()}))
    assert recordings_in(path) == ("s.h5", "walk.lst")
    assert recordings_in(f"{path}#s.h5") == ("img000", "img001", "img002")
    chosen = read(f"{path}#s.h5#img002")
    assert chosen.source.file == "study.zip#s.h5#img002"
    assert "Read from s.h5 in the archive." in map(str, chosen.source.notes)
    np.testing.assert_array_equal(chosen.pressure, read_bytes(jiku(walks=3), "s.h5", "img002").pressure)
    with pytest.raises(ReadError) as caught:
        read(f"{path}#s.h5")
    assert caught.value.advice.endswith("for example study.zip#s.h5#img000")


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped({"s.h5": data})], ids=["gzip", "zip"])
def test_the_only_file_of_an_archive_need_not_be_named(pack: type, tmp_path: Path) -> None:
    path = tmp_path / "s.h5.packed"
    path.write_bytes(pack(jiku(walks=2)))
    assert recordings_in(path) == ("img000", "img001")
    assert read(f"{path}#img001").pressure.min() == 1


def test_a_file_with_the_sign_in_its_name_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "subject #3.h5"
    path.write_bytes(session(recordings=2))
    plain = tmp_path / "walk#1.lst"
    plain.write_bytes(emed())
    assert read(plain).source.file == "walk#1.lst"
    assert read(f"{path}#001").time[0] == 1.0
    with pytest.raises(ReadError, match=r"^walk#2.lst: there is no such file"):
        read(tmp_path / "walk#2.lst")


def test_a_file_of_one_recording_offers_no_choice(tmp_path: Path) -> None:
    for name, data in (
        ("a.lst", emed()),
        ("a.zip", zipped({"walk": emed()})),
        ("a.lst.gz", gzip.compress(emed())),
    ):
        (tmp_path / name).write_bytes(data)
        assert recordings_in(tmp_path / name) == ()
    (tmp_path / "x.txt").write_bytes(b"hello")
    with pytest.raises(ReadError, match="of no known format"):
        recordings_in(tmp_path / "x.txt")


def test_a_table_beside_a_vendors_recording_is_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "walk.zip"
    path.write_bytes(zipped({"numbers.csv": table(), "walk.lst": emed()}))
    assert read(path).source.format == "emed"
    assert read(f"{path}#numbers.csv").source.format == "table"
    path.write_bytes(zipped({"numbers.csv": table(), "notes.txt": b"hello"}))
    assert read(path).source.format == "table"
