"""A save gives the new file or leaves the old one, whatever happens in between."""

from __future__ import annotations

import errno
import io
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest
from session_equality import assert_same_session
from session_examples import IDENTIFIER, WHEN, WHO

from pedograph._platform.atomic_write import finished_name
from pedograph.errors import SessionError
from pedograph.session import Session, new_session, open_session, save_session, with_note

pytest_plugins = ["session_fixtures"]

SAVING = """
import os, signal, sys
from pathlib import Path
from pedograph.session import open_session, save_session, with_note

real, deaths = getattr(os, sys.argv[2]), []

def die(*arguments, **more):
    if sys.argv[3] == "after":
        real(*arguments, **more)
    os.kill(os.getpid(), signal.SIGKILL)

path = Path(sys.argv[1])
session = with_note(open_session(path), "new", "AB", "2026-11-22T11:00:00+01:00")
setattr(os, sys.argv[2], die)
save_session(session, path)
"""


def noted(note: str) -> Session:
    return with_note(new_session("P-1", when=WHEN, identifier=IDENTIFIER), note, WHO, WHEN)


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if finished_name(path)]


@contextmanager
def writing_elsewhere(path: Path) -> Iterator[None]:
    """Another program that has the file open for writing."""
    code = "import h5py, sys; file = h5py.File(sys.argv[1], 'r+'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
        yield
        program.communicate("")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    ("call", "moment", "kept"),
    [
        ("fsync", "before", "old"),
        ("fsync", "after", "old"),
        ("replace", "before", "old"),
        ("replace", "after", "new"),
    ],
)
def test_a_program_killed_while_saving(tmp_path: Path, call: str, moment: str, kept: str) -> None:
    path = save_session(noted("old"), tmp_path / "visit.h5")
    before = path.read_bytes()
    run = subprocess.run([sys.executable, "-c", SAVING, str(path), call, moment], capture_output=True, text=True)
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert open_session(path).visit.note == kept
    assert (path.read_bytes() == before) is (kept == "old")
    left = leftovers(tmp_path)
    assert len(left) == (1 if kept == "old" else 0)
    for one in left:
        assert finished_name(one) == "visit.h5"
        with pytest.raises(SessionError, match=r"cut short has left behind; open visit\.h5"):
            open_session(one)
        with pytest.raises(SessionError, match="unfinished"):
            save_session(noted("x"), one)
    save_session(noted("newer"), path)
    assert open_session(path).visit.note == "newer"
    assert not leftovers(tmp_path)


@pytest.mark.parametrize(("call", "reason"), [("fsync", errno.ENOSPC), ("replace", errno.EIO)])
def test_a_disk_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, reason: int) -> None:
    path = save_session(noted("old"), tmp_path / "visit.h5")
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(SessionError, match=rf"visit\.h5 could not be saved \({os.strerror(reason)}\).*untouched"):
        save_session(noted("new"), path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert not leftovers(tmp_path)


SPOILT = ["recordings/000/pressure", "recordings/001/steps/mask", "recordings/001/measures/value", "journal/what"]


@pytest.mark.parametrize("part", SPOILT)
def test_a_file_that_could_not_be_opened_again_replaces_nothing(
    session: Session, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    path = save_session(noted("old"), tmp_path / "visit.h5")
    before = path.read_bytes()
    with h5py.File(saved) as file:
        chunk = file[part].id.get_chunk_info(0)

    def spoiled(stream: io.BytesIO) -> bytes:
        data = bytearray(stream.getvalue())
        data[chunk.byte_offset + chunk.size // 2] ^= 1
        return bytes(data)

    monkeypatch.setattr("pedograph.formats.pedograph.hdf5_writing._finished", spoiled)
    with pytest.raises(SessionError, match=f"was not saved, .* the part {part} of its file is damaged.*untouched"):
        save_session(session, path)
    assert path.read_bytes() == before
    assert not leftovers(tmp_path)


def test_a_file_that_holds_something_else_replaces_nothing(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every checksum is right, and yet it is not what was to be saved."""
    path = save_session(noted("old"), tmp_path / "visit.h5")
    before = path.read_bytes()
    monkeypatch.setattr("pedograph.formats.pedograph.hdf5_writing._finished", lambda stream: saved.read_bytes())
    with pytest.raises(SessionError, match="the part visit/subject of its file does not hold what was written"):
        save_session(noted("new"), path)
    assert path.read_bytes() == before


def test_a_number_that_no_session_may_hold_is_not_saved(session: Session, tmp_path: Path) -> None:
    item = session.recordings[0]
    path = item.analysis.steps[0].path
    broken = replace(path, x=np.full_like(path.x, np.nan))
    steps = (replace(item.analysis.steps[0], path=broken), *item.analysis.steps[1:])
    wrong = replace(item, analysis=replace(item.analysis, steps=steps))
    with pytest.raises(
        SessionError, match=r"the part recordings/000/cop/x of its file is damaged .* not a number"
    ):
        save_session(replace(session, recordings=(wrong,)), tmp_path / "visit.h5")
    assert not list(tmp_path.iterdir())


def test_file_and_folder_are_synced_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def note_fsync(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def note_replace(*paths: str) -> None:
        done.append("replace")
        replace(*paths)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    save_session(noted("a"), tmp_path / "visit.h5")
    assert done == (["file", "replace"] if sys.platform == "win32" else ["file", "replace", "folder"])


@pytest.mark.skipif(sys.platform == "win32", reason="locks are taken another way")
def test_a_file_that_another_program_is_writing(tmp_path: Path) -> None:
    path = save_session(noted("old"), tmp_path / "visit.h5")
    with writing_elsewhere(path):
        with pytest.raises(SessionError, match=r"visit\.h5 is being written by another program"):
            open_session(path)
        with pytest.raises(SessionError, match=r"visit\.h5 is being written by another program"):
            save_session(noted("new"), path)
    assert open_session(path).visit.note == "old"


def test_a_file_that_is_only_read_elsewhere_can_be_replaced(tmp_path: Path) -> None:
    path = save_session(noted("old"), tmp_path / "visit.h5")
    with h5py.File(path) as reader:
        assert reader["visit/note"].asstr()[0] == "old"
        assert open_session(path).visit.note == "old"


def test_what_is_no_session_is_not_overwritten(tmp_path: Path) -> None:
    scan = tmp_path / "scan.lst"
    scan.write_text("raw data", encoding="utf-8")
    with pytest.raises(SessionError, match=r"scan\.lst is not a session and was not overwritten"):
        save_session(noted("x"), scan)
    assert scan.read_text(encoding="utf-8") == "raw data"


def test_an_empty_or_damaged_session_can_be_overwritten(tmp_path: Path) -> None:
    empty = tmp_path / "empty.h5"
    empty.touch()
    assert open_session(save_session(noted("x"), empty)).visit.note == "x"
    empty.write_bytes(empty.read_bytes()[:500])
    assert open_session(save_session(noted("y"), empty)).visit.note == "y"


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="there is no folder"):
        save_session(noted("x"), tmp_path / "nowhere" / "visit.h5")
    with pytest.raises(SessionError, match="is a folder"):
        save_session(noted("x"), tmp_path)


def test_a_folder_that_may_not_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("pedograph._platform.atomic_write.Replacement.__enter__", refuse)
    with pytest.raises(SessionError, match=r"visit\.h5 cannot be written: .* you may not write to"):
        save_session(noted("x"), tmp_path / "visit.h5")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither")
def test_links_and_permissions_are_kept(tmp_path: Path) -> None:
    real = save_session(noted("old"), tmp_path / "real.h5")
    real.chmod(0o640)
    link = tmp_path / "link.h5"
    link.symlink_to(real)
    assert save_session(noted("new"), link) == link
    assert link.is_symlink()
    assert open_session(real).visit.note == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_path_can_be_text(session: Session, tmp_path: Path) -> None:
    path = save_session(session, str(tmp_path / "visit with spaces ü.h5"))
    assert_same_session(session, open_session(str(path)))
