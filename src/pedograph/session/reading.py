"""A session from its HDF5 file, exactly as it was stored; whatever is wrong with the file is a SessionError."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import h5py

from pedograph.errors import PedographError, SessionError
from pedograph.posture import Examination, FindingsReview
from pedograph.recording import PressureRecording
from pedograph.session.decode import (
    object_from,
    recording_from,
    rows_of,
    session_recording_from,
    settings_from,
)
from pedograph.session.encode import Values
from pedograph.session.hdf5_reading import BACKUP, Parts
from pedograph.session.journal import JournalEntry
from pedograph.session.model import Session, SessionRecording, Visit
from pedograph.session.schema import ANALYSED, FILE, RECORDED, VERSION, Group

_SIGNATURE: Final = b"\x89HDF\r\n\x1a\n"
_GROUPS: Final = {group.path: group for group in FILE if not group.derived}


def read_session(path: Path) -> Session:
    """The session in a file.

    Raises
    ------
    SessionError
        If the file is not a whole session of a version that this program knows.
    """
    with _opened(path) as file:
        _check_version(file, path.name)
        return _session(Parts(file, path.name), _version(file, path.name))


def read_recordings(path: Path) -> list[PressureRecording]:
    """The raw recordings in a session file, without what was found in them."""
    with _opened(path) as file:
        _check_version(file, path.name)
        parts = Parts(file, path.name)
        return [_recording(parts, base) for base in _recordings(parts)]


def read_version(path: Path) -> int:
    """The version of a session file, which may be newer than this program."""
    with _opened(path) as file:
        return _version(file, path.name)


def read_visit(path: Path) -> Visit:
    """Whose visit a session file holds, read without its recordings."""
    with _opened(path) as file:
        _check_version(file, path.name)
        return _visit(Parts(file, path.name))[0]


@contextmanager
def _opened(path: Path) -> Iterator[h5py.File]:
    """The file, open for reading."""
    _check_signature(path)
    try:
        file = h5py.File(path, "r")
    except BlockingIOError as error:
        raise SessionError(f"{path.name} is being written by another program; close it there first.") from error
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise SessionError(f"{path.name} is cut short or damaged and cannot be opened; {BACKUP}.") from error
    with file:
        yield file


def _check_signature(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(len(_SIGNATURE))
    except FileNotFoundError as error:
        raise SessionError(f"there is no file {path.name} in {path.parent}.") from error
    except OSError as error:
        raise SessionError(f"{path.name} cannot be read ({error.strerror}).") from error
    if not start:
        raise SessionError(f"{path.name} is empty; {BACKUP}.")
    if start != _SIGNATURE:
        raise SessionError(
            f"{path.name} is no session (it is not an HDF5 file); choose a file that Pedograph saved."
        )


def _version(file: h5py.File, name: str) -> int:
    """The version, told without reading an attribute's text.

    HDF5 keeps texts of attributes in a heap without a checksum, and reading a damaged one may never end.
    """
    parts = Parts(file, name)
    with parts.part("attributes"):
        named = all(attribute in file.attrs for attribute in ("format", "version"))
        if not named or "visit" not in file or file.attrs.get_id("version").dtype.kind not in "iu":
            raise SessionError(f"{name} is an HDF5 file, but not a session of Pedograph.")
        version = int(file.attrs["version"])
    if version < 1:
        raise parts.refuse("attributes", f"gives the version {version}, which there never was")
    return version


def _check_version(file: h5py.File, name: str) -> None:
    version = _version(file, name)
    if version > VERSION:
        raise SessionError(
            f"{name} was written by a newer Pedograph (session version {version}, this one reads up to "
            f"{VERSION}); install the newer version to open it."
        )


def _session(parts: Parts, version: int) -> Session:
    visit, written_by = _visit(parts)
    settings, examined = parts.group(_GROUPS[""]), parts.group(_GROUPS["examination"])
    review, journal = parts.group(_GROUPS["findings"]), parts.group(_GROUPS["journal"])
    with _understood(parts, "settings"):
        own_settings = settings_from(settings["settings"])
    with _understood(parts, "examination/json"):
        examination = Examination.from_dict(object_from(examined["json"]))
    with _understood(parts, "findings/review_json"):
        decisions = FindingsReview.from_dict(object_from(review["review_json"]))
    with _understood(parts, "journal"):
        entries = tuple(
            JournalEntry(when, who, what, object_from(detail))
            for when, who, what, detail in rows_of(journal, "when", "who", "what", "detail")
        )
    recordings = tuple(_session_recording(parts, base, version) for base in _recordings(parts))
    return Session(visit, recordings, examination, decisions, own_settings, entries, written_by)


def _visit(parts: Parts) -> tuple[Visit, str]:
    values = parts.group(_GROUPS["visit"])
    written_by = str(values.pop("written_by"))
    with _understood(parts, "visit"):
        return Visit(**values), written_by


def _recordings(parts: Parts) -> list[str]:
    """Paths of the recordings, in order."""
    names = sorted(parts.members("recordings"), key=lambda name: (len(name), name))
    if names != [f"{number:03d}" for number in range(len(names))]:
        raise parts.refuse("recordings", "does not number its recordings from 000")
    return [f"recordings/{name}" for name in names]


def _recording(parts: Parts, base: str) -> PressureRecording:
    values = _values(parts, base, RECORDED)
    with _understood(parts, base):
        return recording_from(values)


def _session_recording(parts: Parts, base: str, version: int) -> SessionRecording:
    recording = _recording(parts, base)
    values = _values(parts, base, ANALYSED, version)
    with _understood(parts, base):
        return session_recording_from(recording, values)


def _values(parts: Parts, base: str, groups: Iterable[Group], version: int = VERSION) -> dict[str, Values]:
    """Values by group; a table that was not there yet in the file's version is empty."""
    return {
        group.path: parts.group(group, base) if group.since <= version else _empty(group)
        for group in groups
        if not group.derived
    }


def _empty(table: Group) -> Values:
    return {field.name: [] for field in table.fields}


@contextmanager
def _understood(parts: Parts, path: str) -> Iterator[None]:
    """Values that were read whole, but do not make what they should."""
    try:
        yield
    except (PedographError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise parts.refuse(path, f"cannot be understood ({str(error).rstrip('.')})") from error
