"""A file is replaced as a whole or not at all, whether it is written at once or piece by piece."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pedograph._platform.atomic_write import Replacement, replace_file
from pedograph.exports.streaming import GrowingTable


def grown(path: Path, *rows: str) -> None:
    with GrowingTable(path, "head\n") as table:
        for row in rows:
            table.add(row)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(b"old")
    return path


def alone(path: Path) -> bool:
    """Whether nothing unfinished was left beside a file."""
    return list(path.parent.iterdir()) == [path]


def test_a_table_is_put_in_place_when_it_is_whole(old: Path) -> None:
    with GrowingTable(old, "head\n") as table:
        table.add("a row\n")
        assert old.read_bytes() == b"old"
        assert not alone(old)
    assert old.read_bytes() == b"head\na row\n"
    assert alone(old)


def test_what_fails_or_is_discarded_leaves_the_old_file(old: Path) -> None:
    with pytest.raises(ZeroDivisionError), GrowingTable(old, "head\n") as table:
        table.add(f"{1 / 0}")
    assert old.read_bytes() == b"old"
    with Replacement(old) as file:
        file.write(b"new")
        file.discard()
    assert old.read_bytes() == b"old"
    assert alone(old)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes, and links need a right")
def test_link_and_mode_stay_when_a_table_grows(old: Path, tmp_path: Path) -> None:
    old.chmod(0o640)
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.csv"
    link.symlink_to(old)
    grown(link, "a row\n")
    assert link.is_symlink()
    assert old.read_bytes() == b"head\na row\n"
    assert old.stat().st_mode & 0o777 == 0o640
    grown(Path(os.devnull), "gone\n")
    assert not Path(os.devnull).is_file()


def test_what_a_dead_save_left_behind_is_removed_after_a_day(old: Path) -> None:
    forgotten, fresh = (old.with_name(f".table.csv.{letter * 32}.unfinished") for letter in "ab")
    other = old.with_name(f".other.csv.{'a' * 32}.unfinished")
    for path in (forgotten, fresh, other):
        path.write_bytes(b"half")
    yesterday = time.time() - 25 * 3600
    for path in (forgotten, other):
        os.utime(path, (yesterday, yesterday))
    grown(old)
    assert [path.exists() for path in (forgotten, fresh, other)] == [False, True, True]


_TOO_LARGE = """
import resource, signal, sys
from pathlib import Path
from pedograph._platform.atomic_write import replace_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
try:
    replace_file(Path(sys.argv[1]), b"x" * 100)
except OSError:
    sys.exit(7)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_nothing_unfinished_is_left_where_the_disk_takes_no_more(old: Path) -> None:
    assert subprocess.run([sys.executable, "-c", _TOO_LARGE, str(old)], check=False).returncode == 7
    assert old.read_bytes() == b"old"
    assert alone(old)


def test_a_folder_is_made_and_never_replaced(tmp_path: Path) -> None:
    place = tmp_path / "new" / "table.csv"
    assert replace_file(place, b"new") == place.resolve()
    assert place.read_bytes() == b"new"
    with pytest.raises(OSError, match="new"):
        replace_file(place.parent, b"newer")
    assert alone(place)
