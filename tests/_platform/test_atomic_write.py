"""A file is replaced as a whole or not at all, whether it is written at once or piece by piece."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pedograph._platform.atomic_write import Replacement, machine_mark, replace_file
from pedograph._platform.file_lock import take_lock
from pedograph._platform.file_rights import copy_rights
from pedograph._platform.regular_file import open_regular
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


def leftover(beside: Path, letter: str, machine: str = "") -> Path:
    path = beside.with_name(f".{beside.name}.{(machine or machine_mark()) + letter * 24}.unfinished")
    path.write_bytes(b"half")
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells by the age whether it is still written")
def test_what_dead_writers_of_any_file_left_behind_is_removed_by_the_next_write(old: Path) -> None:
    other = old.with_name("other.csv")
    dead = [leftover(old, "a"), leftover(other, "b")]
    elsewhere = [leftover(old, "c", "0" * 8), leftover(other, "d", "0" * 8)]
    foreign = old.with_name(".not-ours.unfinished")
    foreign.touch()
    yesterday = time.time() - 25 * 3600
    os.utime(elsewhere[1], (yesterday, yesterday))
    with Replacement(other) as living:
        living.write(b"x")
        grown(old)
        assert not [path for path in dead if path.exists()]
        assert [path.exists() for path in elsewhere] == [True, False]
        assert foreign.exists()
    assert other.read_bytes() == b"x"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")
def test_a_file_that_is_taken_for_a_leftover_before_it_is_locked_is_begun_again(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Path] = []

    def late(handle: int, wait: bool = False) -> bool | None:
        if not taken:
            taken.extend(old.parent.glob(".*.unfinished"))
            taken[0].unlink()
        return take_lock(handle, wait)

    monkeypatch.setattr("pedograph._platform.atomic_write.take_lock", late)
    replace_file(old, b"new")
    assert len(taken) == 1
    assert old.read_bytes() == b"new"
    assert alone(old)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_nobody_else_may_read_what_is_being_written(old: Path, mode: int) -> None:
    old.chmod(mode)
    with Replacement(old) as file:
        (beside,) = old.parent.glob(".*.unfinished")
        assert beside.stat().st_mode & 0o777 == 0o600
        file.write(b"new")
    assert old.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root may give files away")
def test_owner_and_group_survive(old: Path) -> None:
    os.chown(old, 1234, 2345)
    old.chmod(0o640)
    replace_file(old, b"new")
    status = old.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (1234, 2345, 0o640)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_group_that_cannot_be_kept_gets_no_more_than_everybody(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    new = tmp_path / "new.csv"
    new.touch()
    old.chmod(0o664)
    before = old.stat().st_gid
    monkeypatch.setattr(os, "chown", refuse)
    copy_rights(old, new)
    assert new.stat().st_mode & 0o777 == 0o664
    read = Path.stat

    def other_group(self: Path, **options: bool) -> os.stat_result:
        values = list(read(self, **options))
        values[stat.ST_GID] = before + (self == old)
        return os.stat_result(values)

    monkeypatch.setattr(Path, "stat", other_group)
    copy_rights(old, new)
    assert read(new).st_mode & 0o777 == 0o644


def test_a_read_only_file_is_not_overwritten(old: Path) -> None:
    old.chmod(0o444)
    for write in (lambda: replace_file(old, b"new"), lambda: grown(old, "a row\n")):
        with pytest.raises(PermissionError, match="read-only and was not overwritten"):
            write()
    assert old.read_bytes() == b"old"
    assert alone(old)
    old.chmod(0o644)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_that_nobody_reads_is_refused_and_one_that_is_read_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="nobody reads from this pipe"):
        replace_file(pipe, b"new")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    replace_file(pipe, b"new")
    assert os.read(reader, 10) == b"new"
    os.close(reader)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_only_a_file_is_opened(old: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path(os.devnull)):
        with pytest.raises(OSError, match="pipe or a device"):
            open_regular(path)
    with pytest.raises(IsADirectoryError):
        open_regular(tmp_path)
    with open_regular(old) as file:
        assert file.read() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_file_that_becomes_a_pipe_meanwhile_is_refused(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status = old.stat()
    pipe = old.with_name("pipe")
    os.mkfifo(pipe)
    monkeypatch.setattr(Path, "stat", lambda _: status)
    with pytest.raises(OSError, match="pipe or a device"):
        open_regular(pipe)


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
