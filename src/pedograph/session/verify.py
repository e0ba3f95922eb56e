"""Whether a Pedograph HDF5 file is as it was written: its frames, its results, and its journal."""

from __future__ import annotations

import struct
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from pedograph.errors import PedographError
from pedograph.formats.parsing.hdf5 import SIGNATURE, HDF5Parts, PartError, opened
from pedograph.formats.pedograph.codec import read_recording
from pedograph.formats.pedograph.digests import DIGESTS, faults_in
from pedograph.formats.pedograph.hdf5 import VERSION as RECORDING_VERSION
from pedograph.formats.pedograph.layout import VERSION
from pedograph.session.chain import FRAMES, added_frames, broken_at, frames_digest
from pedograph.session.journal import JournalEntry
from pedograph.session.model import SessionRecording
from pedograph.session.reading import (
    CHAINED,
    read_examination,
    read_journal,
    read_own_settings,
    read_own_visit,
    read_review,
    read_session_recording,
    recordings_in,
)

Result = TypeVar("Result")
_END_OF_FILE: Final = 28
"""Place of the address at which an HDF5 file ends, in its superblock."""


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was written.

    Parameters
    ----------
    part : str
        Path of the part in the file; empty for the file itself.
    found : str
        What is wrong with it; completes "the part ...".
    """

    part: str
    found: str

    @property
    def sentence(self) -> str:
        """In words."""
        return f"the part {self.part} {self.found}." if self.part else f"the file {self.found}."


@dataclass(frozen=True)
class Verification:
    """What was found out about a file.

    Parameters
    ----------
    session : bool
        Whether it is a session, rather than a single recording.
    version : int
        Version of the file; 0 if it cannot be told.
    faults : tuple of Fault
        What is wrong; empty if all is as it was written.
    recordings : int
        Recordings that were read completely.
    proved : int
        Those of them whose raw frames have the digest that the journal has of them.
    entries, late : int
        Entries of the journal, and those among them that got their hash after they were made.
    """

    session: bool
    version: int
    faults: tuple[Fault, ...]
    recordings: int = 0
    proved: int = 0
    entries: int = 0
    late: int = 0


def verify_bytes(data: bytes) -> Verification:
    """Read every value of a session or a recording file, and compare what can be compared.

    Parameters
    ----------
    data : bytes
        All of the file.
    """
    why = _why_not_opened(data)
    if why:
        return Verification(True, 0, (Fault("", why),))
    try:
        with opened(data, PartError, foreign=False) as parts:
            return _verified(parts)
    except PartError as error:
        return Verification(True, 0, (Fault(error.path, error.found),))


def _why_not_opened(data: bytes) -> str:
    """What is wrong with the very beginning or the length, in words; empty if nothing is."""
    if not data:
        return "is empty"
    if not data.startswith(SIGNATURE):
        return "does not begin as an HDF5 file: it is damaged there, or no file of Pedograph's own"
    if len(data) >= _END_OF_FILE + 8:
        (whole,) = struct.unpack_from("<Q", data, _END_OF_FILE)
        if len(data) < whole < 1 << 48:
            return f"is cut off: it has {len(data)} of its {whole} bytes"
    return ""


def _verified(parts: HDF5Parts) -> Verification:
    version = parts.whole_attribute("version") or 0
    session = "visit" in parts or "recordings" in parts
    newest = VERSION if session else RECORDING_VERSION
    if not 1 <= version <= newest or not (session or "pressure" in parts):
        found = f"gives the version {version}; this Pedograph knows files up to version {newest}"
        return Verification(session, version, (Fault("", found if version else "is no file of Pedograph's own"),))
    faults = _Faults()
    for fault in faults_in(parts):
        faults.add(fault)
    if session and version >= CHAINED and DIGESTS.path not in parts:
        faults.add(PartError(DIGESTS.path, "is missing"))
    if not session:
        recording = faults.none_in(lambda: read_recording(parts))
        return Verification(False, version, faults.all, recordings=int(recording is not None))
    return _verified_session(parts, version, faults)


def _verified_session(parts: HDF5Parts, version: int, faults: _Faults) -> Verification:
    visit = faults.none_in(lambda: read_own_visit(parts))
    faults.none_in(lambda: read_own_settings(parts))
    faults.none_in(lambda: read_examination(parts))
    faults.none_in(lambda: read_review(parts))
    identifier = visit[0].identifier if visit else ""
    journal = faults.none_in(lambda: read_journal(parts, version, identifier))
    for fault in _breaks(journal, identifier) if visit and journal else ():
        faults.add(fault)
    bases = faults.none_in(lambda: recordings_in(parts)) or []
    recordings, proved, digests = 0, 0, added_frames(journal or ())
    for base in bases:
        item = faults.none_in(partial(read_session_recording, parts, base, version))
        if item is None:
            continue
        recordings += 1
        known = None if journal is None else _frames_known(item, journal, digests)
        proved += known is True
        if known is False:
            faults.add(PartError(base, "has raw frames other than those that the journal says were added"))
    late = sum(entry.late for entry in journal or ())
    return Verification(True, version, faults.all, recordings, proved, len(journal or ()), late)


def _breaks(journal: Sequence[JournalEntry], identifier: str) -> Iterator[PartError]:
    for number in broken_at(journal, identifier):
        entry = journal[number]
        yield PartError("journal", f"has an entry {number + 1}, of {entry.when}, that was not made so")


def _frames_known(item: SessionRecording, journal: Sequence[JournalEntry], digests: Container[str]) -> bool | None:
    """Whether the journal has the digest of a recording's frames; None if it was added before there were any."""
    if frames_digest(item.as_read) in digests:
        return True
    source = item.as_read.source
    early = (entry.detail for entry in journal if entry.late and FRAMES not in entry.detail)
    return None if any(detail.get("sha256") == source.sha256 for detail in early) else False


class _Faults:
    """Faults, each part once."""

    def __init__(self) -> None:
        self._found: dict[str, Fault] = {}

    def add(self, error: PartError) -> None:
        self._found.setdefault(error.path, Fault(error.path, error.found))

    def none_in(self, read: Callable[[], Result]) -> Result | None:
        """What is read; a fault if that fails."""
        try:
            return read()
        except PartError as error:
            self.add(error)
        except PedographError as error:
            self.add(PartError("", f"cannot be understood ({error.sentence.rstrip('.')})"))
        return None

    @property
    def all(self) -> tuple[Fault, ...]:
        return tuple(self._found.values())
