"""What the system refuses is said with the file's name, the reason, and what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pedograph._platform.file_problem import file_problem


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_number_of_an_error_is_shown_and_the_file_is_named(number: int) -> None:
    said = file_problem(OSError(number, os.strerror(number)), "visit.csv could not be written")
    assert said.startswith("visit.csv could not be written: ")
    assert "Errno" not in said
    assert said.endswith(".")


def test_a_full_disk_says_what_to_do() -> None:
    said = file_problem(OSError(errno.ENOSPC, "No space left on device"), "a.csv could not be written")
    assert said == "a.csv could not be written: the disk is full. Free some space, or choose another disk."


def test_the_file_of_the_error_is_named_where_the_caller_names_none(tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught:
        (tmp_path / "gone.lst").read_bytes()
    assert file_problem(caught.value).startswith("gone.lst: there is no such file or folder.")


def test_an_unfinished_file_is_named_as_what_it_was_to_become(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pedograph._platform.atomic_write import replace_file

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError) as caught:
        replace_file(tmp_path / "table.csv", b"1")
    error = OSError(errno.ENOSPC, "No space left on device", str(next(tmp_path.iterdir(), tmp_path / "table.csv")))
    assert file_problem(error).startswith("table.csv: the disk is full")
    assert file_problem(caught.value) == "The disk is full. Free some space, or choose another disk."
