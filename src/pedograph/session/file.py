"""Saving and opening session files; h5py is loaded only when one of these is called."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pedograph._platform.atomic_write import finished_name, replace_file
from pedograph._platform.file_rights import is_read_only
from pedograph._platform.regular_file import open_regular
from pedograph.errors import SessionError
from pedograph.session.file_state import FileState, file_state
from pedograph.session.lock import SessionLock, check_free, lock_session

if TYPE_CHECKING:
    from pedograph.recording import PressureRecording
    from pedograph.session.model import Session, Visit

_HDF5: Final = b"\x89HDF"


def save_session(session: Session, path: Path | str, read: FileState | None = None) -> Path:
    """Write a session to a file, which is replaced as a whole or not at all.

    Parameters
    ----------
    session : Session
        What to write.
    path : path
        The file, usually ending in .h5; its folder is there.
    read : FileState, optional
        What the file was like when this session was read from it; if it has another content now, it is not saved
        over.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    SessionError
        If it cannot be written, another program has it open or changed it, or a file that is no session stands
        there.
    """
    path = Path(path)
    check_place(path)
    with locked(path) as lock:
        write_session(session, path, lock, read)
    return path


def locked(path: Path, who: str = "") -> SessionLock:
    """The lock of a session file that is going to be written; see `lock_session`.

    Raises
    ------
    SessionError
        If another program has it open, or nothing can be written into its folder.
    """
    try:
        return lock_session(path, who)
    except OSError as error:
        raise _not_writable(path, error) from error


def write_session(session: Session, path: Path, lock: SessionLock, read: FileState | None = None) -> FileState:
    """Write a session whose lock is held; see `save_session`.

    Returns
    -------
    FileState
        What the file is like now.
    """
    from pedograph.session.writing import session_bytes

    check_place(path)
    data = session_bytes(session)

    def check() -> None:
        if read is not None and not read.holds(path):
            raise SessionError(
                f"{path.name} was changed by another program since it was opened, so it was not saved over. "
                "Save the visit under another name."
            )

    with lock.writing:
        try:
            replace_file(path.resolve(), data, check)
        except OSError as error:
            raise _not_writable(path, error) from error
        state = file_state(path, data)
    if state is None:
        raise SessionError(f"{path.name} is not there any more after it was saved; save it once more.")
    return state


def _not_writable(path: Path, error: OSError) -> SessionError:
    if isinstance(error, PermissionError):
        return SessionError(
            f"{path.name} cannot be written: it is open in another program, or you may not write to {path.parent}."
        )
    reason = error.strerror or str(error)
    return SessionError(f"{path.name} could not be saved ({reason}); what was saved before is untouched.")


def open_session(path: Path | str, data: bytes | None = None) -> Session:
    """The session in a file: frames, steps, measures and corrections exactly as stored. The file is not altered.

    Parameters
    ----------
    path : path
        The file.
    data : bytes, optional
        All of it, if it has been read already, as out of an archive.

    Raises
    ------
    SessionError
        If there is no such file, it is no session or one of a newer version, another program is writing it, or it
        is cut short, damaged or incomplete; the text names file and part.
    """
    from pedograph.session.reading import read_session

    return read_session(_finished(path), data)


def session_version(path: Path | str) -> int:
    """Version of a session file, which may be newer than what this program opens.

    Raises
    ------
    SessionError
        If it is not a session file.
    """
    from pedograph.session.reading import read_version

    return read_version(_finished(path))


def read_frames(path: Path | str) -> list[PressureRecording]:
    """The raw recordings in a session file, to be re-analysed.

    Raises
    ------
    SessionError
        As for `open_session`.
    """
    from pedograph.session.reading import read_recordings

    return read_recordings(_finished(path))


def visit_of(path: Path | str, data: bytes | None = None) -> Visit:
    """Whose visit a session file holds, read without its recordings; see `open_session`.

    Raises
    ------
    SessionError
        As for `open_session`.
    """
    from pedograph.session.reading import read_visit

    return read_visit(_finished(path), data)


def _finished(path: Path | str) -> Path:
    path = Path(path)
    name = finished_name(path)
    if name:
        raise SessionError(f"{path.name} is what a save that was cut short has left behind; open {name} instead.")
    return path


def check_place(path: Path) -> None:
    """Refuse a place to which `save_session` would not write.

    Parameters
    ----------
    path : Path
        The file that is to be written.

    Raises
    ------
    SessionError
        If it is no session and would be written over, is being written by another program, or has no folder.
    """
    if finished_name(path):
        raise SessionError(f"{path.name} is the name of an unfinished save; choose another.")
    if not path.resolve().parent.is_dir():
        raise SessionError(f"{path.name} cannot be saved: there is no folder {path.parent}.")
    if path.is_dir():
        raise SessionError(f"{path.name} is a folder; choose another name.")
    check_free(path)
    try:
        with open_regular(path) as file:
            start = file.read(len(_HDF5))
            in_writing = _is_locked(file.fileno())
    except FileNotFoundError:
        return
    except OSError as error:
        raise SessionError(f"{path.name} cannot be written ({error.strerror}); choose another name.") from error
    if start not in (b"", _HDF5):
        raise SessionError(f"{path.name} is not a session and was not overwritten; choose another name.")
    if is_read_only(path):
        raise SessionError(
            f"{path.name} is read-only and was not overwritten; choose another name, or make the file writable."
        )
    if in_writing:
        raise SessionError(f"{path.name} is being written by another program; close it there first.")


def _is_locked(handle: int) -> bool:
    """Whether another program has the file open for writing, by the lock that HDF5 takes.

    On Windows an open file cannot be replaced at all, which shows when it is tried.
    """
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # a file system without locks: nobody can hold one
    return False
