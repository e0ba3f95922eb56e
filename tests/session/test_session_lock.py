"""Two programs and one session: nothing that somebody saved is saved over in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pedograph.errors import SessionError
from pedograph.session import Session, new_session, open_session, save_session, with_note
from pedograph.session.file_state import file_state
from pedograph.session.lock import SessionInUseError, lock_place, lock_session

WHEN = "2026-11-22T11:00:00+01:00"
SAVING = """
import sys, threading
from pathlib import Path
from pedograph.errors import SessionError
from pedograph.session import open_session, save_session, with_note
from pedograph.session.file_state import file_state

path, name, times, longest = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
pause = threading.Event()
sys.stdin.readline()
for number in range(times):
    pause.wait(longest * (number * 7 % 11) / 10)
    data = path.read_bytes()
    read = file_state(path, data)
    session = open_session(path, data)
    note = f"{session.visit.note} {name}{number}"
    try:
        save_session(with_note(session, note, "AB", "2026-11-22T11:00:00+01:00"), path, read)
    except SessionError as error:
        print("refused", name + str(number), error, flush=True)
    else:
        print("saved", name + str(number), flush=True)
"""
HOLDING = """
import sys
from pathlib import Path
from pedograph.session.lock import lock_session
lock = lock_session(Path(sys.argv[1]), "AB")
print("held", flush=True)
sys.stdin.read()
"""


def noted(note: str) -> Session:
    return with_note(new_session("P-1"), note, "AB", WHEN)


def program(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_no_save_of_two_programs_is_lost_in_silence(tmp_path: Path) -> None:
    path = save_session(noted("first"), tmp_path / "visit.h5")
    programs = [program(SAVING, path, name, 20, 0.05) for name in "ab"]
    for one in programs:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    said = [line for one in programs for line in one.communicate()[0].splitlines()]
    assert [one.returncode for one in programs] == [0, 0]
    assert len(said) == 40
    saved = {line.split()[1] for line in said if line.startswith("saved")}
    assert saved
    assert set(open_session(path).visit.note.split()) == {"first", *saved}
    reasons = [line for line in said if line.startswith("refused")]
    assert all("changed by another program" in line or "is open in Pedograph" in line for line in reasons)


def test_who_has_a_session_open_is_said_and_the_lock_of_a_dead_program_is_taken_over(tmp_path: Path) -> None:
    path = save_session(noted("first"), tmp_path / "visit.h5")
    with program(HOLDING, path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(SessionInUseError, match=r"visit\.h5 is open in Pedograph on .* since .* \(AB\)"):
            save_session(noted("second"), path)
        other.kill()
    assert lock_place(path).exists()
    with lock_session(path) as lock:
        assert lock.taken_over is not None
        assert (lock.taken_over.who, lock.taken_over.process) == ("AB", other.pid)
    assert not lock_place(path).exists()
    assert open_session(path).visit.note == "first"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")
def test_another_spelling_is_the_same_file(tmp_path: Path) -> None:
    path = save_session(noted("first"), tmp_path / "visit.h5")
    (tmp_path / "x").mkdir()
    (tmp_path / "soft.h5").symlink_to(path)
    read = file_state(path)
    assert read is not None
    os.link(path, tmp_path / "hard.h5")
    for name in ("x/../visit.h5", "soft.h5", "hard.h5"):
        assert read.is_at(tmp_path / name), name
    save_session(noted("of another"), path)
    for name in ("visit.h5", "x/../visit.h5", "soft.h5"):
        assert read.is_at(tmp_path / name)
        with pytest.raises(SessionError, match="changed by another program since it was opened"):
            save_session(noted("mine"), tmp_path / name, read)
    assert open_session(path).visit.note == "of another"


def test_a_save_of_the_same_moment_and_size_is_noticed(tmp_path: Path) -> None:
    path = save_session(noted("one"), tmp_path / "visit.h5")
    read, status = file_state(path), path.stat()
    path.write_bytes(save_session(noted("two"), tmp_path / "other.h5").read_bytes())
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(SessionError, match="changed by another program"):
        save_session(noted("three"), path, read)
