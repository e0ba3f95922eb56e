"""Unsaved work outlives a crash, is offered once, and not while it is still being done."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from session_equality import assert_same_session
from session_examples import IDENTIFIER, WHEN, WHO

from pedograph.errors import SessionError
from pedograph.session import Autosave, Session, discard, new_session, open_session, recoverable, with_note

pytest_plugins = ["session_fixtures"]

LATER = "2026-11-22T10:05:00+01:00"

CRASH = """
import os, signal, sys
from pathlib import Path
from pedograph.session import Autosave, open_session

folder, saved = Path(sys.argv[1]), Path(sys.argv[2])
autosave = Autosave(folder)
autosave.keep(open_session(saved), saved, "2026-11-22T10:00:00+01:00")
os.kill(os.getpid(), signal.SIGKILL)
"""


def noted(note: str) -> Session:
    return with_note(new_session("P-1", when=WHEN, identifier=IDENTIFIER), note, WHO, WHEN)


def lose(autosave: Autosave) -> None:
    """Let go of the lock as the end of a program does, and of nothing else."""
    assert autosave._lock is not None
    autosave._lock.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_crash(tmp_path: Path, saved: Path, session: Session) -> None:
    folder = tmp_path / "unsaved"
    run = subprocess.run([sys.executable, "-c", CRASH, str(folder), str(saved)], capture_output=True, text=True)
    assert run.returncode == -signal.SIGKILL, run.stderr
    (found,) = recoverable(folder)
    assert (found.document, found.when, found.problem) == (saved, WHEN, "")
    assert (found.subject, found.date) == ("P-0042", "2026-11-22")
    assert_same_session(session, open_session(found.path))
    discard(found)
    assert recoverable(folder) == ()
    assert list(folder.iterdir()) == []


def test_work_in_progress_is_not_offered(tmp_path: Path) -> None:
    with Autosave(tmp_path) as autosave:
        autosave.keep(noted("a"), None, WHEN)
        assert recoverable(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_the_last_state_is_kept(tmp_path: Path) -> None:
    autosave = Autosave(tmp_path)
    first, second = noted("first"), noted("second")
    path = autosave.keep(first, None, WHEN)
    before = path.stat().st_mtime_ns, path.read_bytes()
    autosave.keep(first, None, LATER)
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before
    autosave.keep(second, tmp_path / "visit.h5", LATER)
    lose(autosave)
    (found,) = recoverable(tmp_path)
    assert open_session(found.path).visit.note == "second"
    assert (found.document, found.when) == (tmp_path / "visit.h5", LATER)


def test_saved_work_is_forgotten_and_may_be_kept_again(tmp_path: Path) -> None:
    autosave = Autosave(tmp_path)
    session = noted("a")
    autosave.keep(session, None, WHEN)
    autosave.clear()
    assert not autosave.path.exists()
    autosave.keep(session, None, WHEN)
    assert autosave.path.exists()
    autosave.close()
    autosave.close()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(SessionError, match="closed"):
        autosave.keep(session, None, WHEN)


def test_newest_first_and_two_programs_do_not_disturb_each_other(tmp_path: Path) -> None:
    one, two, three = Autosave(tmp_path), Autosave(tmp_path), Autosave(tmp_path)
    one.keep(noted("one"), None, WHEN)
    two.keep(noted("two"), None, LATER)
    three.keep(noted("three"), None, LATER)
    lose(one)
    lose(two)
    found = recoverable(tmp_path)
    assert [open_session(item.path).visit.note for item in found] == ["two", "one"]
    three.close()


def test_work_in_several_folders_is_found_once(tmp_path: Path) -> None:
    old, new = Autosave(tmp_path / "old"), Autosave(tmp_path / "new")
    old.keep(noted("old"), None, WHEN)
    new.keep(noted("new"), None, LATER)
    lose(old)
    lose(new)
    found = recoverable(tmp_path / "new", tmp_path / "old", tmp_path / "new", tmp_path / "none")
    assert [open_session(item.path).visit.note for item in found] == ["new", "old"]


def test_damaged_work_is_offered_with_its_problem_and_without_a_note_beside(tmp_path: Path) -> None:
    autosave = Autosave(tmp_path)
    path = autosave.keep(noted("a"), None, WHEN)
    lose(autosave)
    path.with_suffix(".json").write_text("{", encoding="utf-8")
    (found,) = recoverable(tmp_path)
    assert (found.document, found.when, found.problem) == (None, "", "")
    path.write_bytes(path.read_bytes()[:1000])
    (found,) = recoverable(tmp_path)
    assert "cut short" in found.problem
    discard(found)
    assert recoverable(tmp_path) == ()


def test_nothing_to_offer_where_there_is_no_folder(tmp_path: Path) -> None:
    assert recoverable(tmp_path / "none") == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_the_folder_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "unsaved"
    with Autosave(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SessionError, match="unsaved work cannot be kept"):
        Autosave(tmp_path / "file")


def test_a_time_without_offset_is_refused(tmp_path: Path) -> None:
    with Autosave(tmp_path) as autosave, pytest.raises(SessionError, match="offset"):
        autosave.keep(noted("a"), None, "2026-11-22T10:00:00")


def aged(path: Path, seconds: float) -> Path:
    """A file that was written so long ago."""
    path.write_text("{}")
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


DAY = 24 * 3600.0


def test_what_dead_programs_left_behind_is_removed_once_it_is_a_day_old(tmp_path: Path) -> None:
    names = ("unsaved-a.json", "unsaved-b.lock", f".unsaved-c.h5.{'0' * 32}.unfinished")
    with Autosave(tmp_path) as autosave:
        autosave.keep(noted("a"), None, WHEN)
        old = [aged(tmp_path / name, DAY + 60) for name in names]
        young = [aged(tmp_path / name.replace("-", "-y-"), DAY - 60) for name in names]
        strangers = [aged(tmp_path / name, 9 * DAY) for name in ("notes.json", "x.lock", ".x.unfinished", "x.h5")]
        recoverable(tmp_path)
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in (*young, *strangers))
