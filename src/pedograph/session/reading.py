"""A session from its HDF5 file, exactly as it was stored; whatever is wrong with the file is a SessionError."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import h5py

from pedograph._platform.regular_file import open_regular
from pedograph.errors import SessionError
from pedograph.formats.parsing.hdf5 import SIGNATURE, HDF5Parts, Refuse
from pedograph.formats.pedograph.codec import read_recording, understood
from pedograph.formats.pedograph.hdf5_reading import read_group, read_groups
from pedograph.formats.pedograph.layout import VERSION
from pedograph.posture import Examination, FindingsReview
from pedograph.recording import PressureRecording
from pedograph.session.decode import session_recording_from, settings_from
from pedograph.session.journal import JournalEntry
from pedograph.session.model import Session, SessionRecording, Visit
from pedograph.session.schema import ANALYSED, FILE, UNTIL_2
from pedograph.session.stored_values import object_from, rows_of

_BACKUP: Final = "open a copy from a backup"


def read_session(path: Path, data: bytes | None = None) -> Session:
    """The session in a file, or in the bytes of one that has been read already.

    Raises
    ------
    SessionError
        If the file is not a whole session of a version that this program knows.
    """
    with _opened(path, data) as parts:
        return _session(parts, _known_version(parts, path.name))


def read_recordings(path: Path) -> list[PressureRecording]:
    """The raw recordings in a session file, without what was found in them."""
    with _opened(path) as parts:
        version = _known_version(parts, path.name)
        return [read_recording(parts, base, version) for base in _recordings(parts)]


def read_version(path: Path) -> int:
    """The version of a session file, which may be newer than this program."""
    with _opened(path) as parts:
        return _version(parts, path.name)


def read_visit(path: Path, data: bytes | None = None) -> Visit:
    """Whose visit a session file holds, read without its recordings."""
    with _opened(path, data) as parts:
        _known_version(parts, path.name)
        return _visit(parts)[0]


@contextmanager
def _opened(path: Path, data: bytes | None = None) -> Iterator[HDF5Parts]:
    """The file, open for reading; on the disk, or its bytes."""
    _check_signature(path, data)
    try:
        file = h5py.File(path if data is None else io.BytesIO(data), "r")
    except BlockingIOError as error:
        raise SessionError(f"{path.name} is being written by another program; close it there first.") from error
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise SessionError(f"{path.name} is cut short or damaged and cannot be opened; {_BACKUP}.") from error
    with file:
        size = path.stat().st_size if data is None else len(data)
        yield HDF5Parts(file, size, _errors(path.name), foreign=False)


def _errors(name: str) -> Refuse:
    """Errors of a session file, by its name."""

    def refuse(path: str, found: str) -> SessionError:
        return SessionError(f"{name}: the part {path} {found}; {_BACKUP}.")

    return refuse


def _check_signature(path: Path, data: bytes | None) -> None:
    try:
        with open_regular(path) if data is None else io.BytesIO(data) as file:
            start = file.read(len(SIGNATURE))
    except FileNotFoundError as error:
        raise SessionError(f"there is no file {path.name} in {path.parent}.") from error
    except OSError as error:
        raise SessionError(f"{path.name} cannot be read ({error.strerror}).") from error
    if not start:
        raise SessionError(f"{path.name} is empty; {_BACKUP}.")
    if start != SIGNATURE:
        raise SessionError(
            f"{path.name} is no session (it is not an HDF5 file); choose a file that Pedograph saved."
        )


def _version(parts: HDF5Parts, name: str) -> int:
    """The version, told without reading an attribute's text."""
    version = parts.whole_attribute("version")
    if version is None or not parts.has_attribute("format") or "visit" not in parts:
        raise SessionError(f"{name} is an HDF5 file, but not a session of Pedograph.")
    if version < 1:
        raise parts.refuse("attributes", f"gives the version {version}, which there never was")
    return version


def _known_version(parts: HDF5Parts, name: str) -> int:
    version = _version(parts, name)
    if version > VERSION:
        raise SessionError(
            f"{name} was written by a newer Pedograph (session version {version}, this one reads up to "
            f"{VERSION}); install the newer version to open it."
        )
    return version


def _session(parts: HDF5Parts, version: int) -> Session:
    visit, written_by = _visit(parts)
    settings, examined = read_group(parts, _GROUPS[""]), read_group(parts, _GROUPS["examination"])
    review, journal = read_group(parts, _GROUPS["findings"]), read_group(parts, _GROUPS["journal"])
    with understood(parts, "settings"):
        own_settings = settings_from(settings["settings"])
    with understood(parts, "examination/json"):
        examination = Examination.from_dict(object_from(examined["json"]))
    with understood(parts, "findings/review_json"):
        decisions = FindingsReview.from_dict(object_from(review["review_json"]))
    with understood(parts, "journal"):
        entries = tuple(
            JournalEntry(when, who, what, object_from(detail))
            for when, who, what, detail in rows_of(journal, "when", "who", "what", "detail")
        )
    recordings = tuple(_session_recording(parts, base, version) for base in _recordings(parts))
    return Session(visit, recordings, examination, decisions, own_settings, entries, written_by)


def _visit(parts: HDF5Parts) -> tuple[Visit, str]:
    values = read_group(parts, _GROUPS["visit"])
    written_by = str(values.pop("written_by"))
    with understood(parts, "visit"):
        return Visit(**values), written_by


def _recordings(parts: HDF5Parts) -> list[str]:
    """Paths of the recordings, in order."""
    names = sorted(parts.members("recordings"), key=lambda name: (len(name), name))
    if names != [f"{number:03d}" for number in range(len(names))]:
        raise parts.refuse("recordings", "does not number its recordings from 000")
    return [f"recordings/{name}" for name in names]


def _session_recording(parts: HDF5Parts, base: str, version: int) -> SessionRecording:
    recording = read_recording(parts, base, version)
    values = read_groups(parts, ANALYSED if version > 2 else (*ANALYSED, *UNTIL_2), base, version)
    with understood(parts, base):
        return session_recording_from(recording, values)


_GROUPS: Final = {group.path: group for group in FILE if not group.derived}
