"""What is complete of a damaged session or recording file, as a new one, and a list of what is not."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from pedograph.analysis import analyze
from pedograph.corrections import Corrections
from pedograph.errors import PedographError, SessionError
from pedograph.formats.parsing.hdf5 import HDF5_ERRORS, HDF5Parts, PartError, opened
from pedograph.formats.pedograph.codec import read_recording
from pedograph.formats.pedograph.hdf5_reading import joined, read_field
from pedograph.formats.pedograph.hdf5_salvage import recordings_reached, salvaged
from pedograph.formats.pedograph.layout import VERSION, Group
from pedograph.posture import Examination, FindingsReview
from pedograph.recording import PressureRecording
from pedograph.session.chain import FRAMES, Journal, added_frames, appended, chained_late, frames_digest
from pedograph.session.decode import settings_from
from pedograph.session.file import save_session
from pedograph.session.journal import JournalEntry, now
from pedograph.session.model import Session, SessionRecording, Visit
from pedograph.session.reading import (
    CHAINED,
    read_examination,
    read_journal,
    read_own_settings,
    read_own_visit,
    read_review,
    read_session_recording,
)
from pedograph.session.schema import ANALYSED, FILE
from pedograph.session.stored_values import object_from
from pedograph.settings import AnalysisSettings

Result = TypeVar("Result")
_VISIT: Final = next(group for group in FILE if group.path == "visit")
_JOURNAL: Final = next(group for group in FILE if group.path == "journal")
_OWN: Final = next(group for group in ANALYSED if not group.path)


@dataclass(frozen=True)
class Repaired:
    """What could be saved of a file.

    Parameters
    ----------
    session : Session or None
        The session; None of a file of one recording.
    recording : PressureRecording or None
        The recording of such a file.
    lost : tuple of str
        What could not be saved, or not as it was, a sentence each.
    """

    session: Session | None
    recording: PressureRecording | None
    lost: tuple[str, ...]


def repair_file(data: bytes, target: Path, when: str = "") -> Repaired:
    """Save what is complete of a file as a new one.

    Parameters
    ----------
    data : bytes
        The damaged file.
    target : Path
        The new file; nothing is there yet.
    when : str
        ISO 8601 time with offset, for the journal; now if not given.

    Raises
    ------
    SessionError
        If something is there, nothing can be saved, or the new file cannot be written.
    """
    _check_free(target)
    repaired = repaired_from(data, when or now())
    _check_free(target)
    if repaired.session is not None:
        save_session(repaired.session, target)
    elif repaired.recording is not None:
        from pedograph.formats.writing import write

        write(repaired.recording, target, "pedograph_hdf5")
    return repaired


def _check_free(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise SessionError(f"{target.name} is there already and was not written over; choose another name.")


def repaired_from(data: bytes, when: str) -> Repaired:
    """What is complete of a file, in memory; see `repair_file`."""
    with salvaged(data, PartError) as parts:
        names = recordings_reached(parts)
        found = [group for group in ("visit", "examination", "findings", "journal") if group in parts]
        if not names and not found:
            raise SessionError("nothing can be saved: no complete part of a session or of a recording is in it.")
        if len(names) == 1 and not found and joined(names[0], "steps") not in parts:
            return Repaired(None, _recording_alone(parts, names[0]), ())
        return _Repair(parts, _version_of(data, parts, names), when).session(names)


def _recording_alone(parts: HDF5Parts, base: str) -> PressureRecording:
    try:
        return read_recording(parts, base)
    except PartError as error:
        raise SessionError(f"nothing can be saved: {_told(error, base)}, and nothing else is in it.") from error


def _version_of(data: bytes, parts: HDF5Parts, names: Sequence[str]) -> int:
    """The version of a session; if the file does not tell, the one that has such groups."""
    try:
        with opened(data, PartError, foreign=False) as whole:
            version = whole.whole_attribute("version") or 0
        if 1 <= version <= VERSION:
            return version
    except PartError:
        pass
    held = {name for base in names for name in parts.members(base)}
    if "reading" in held:
        return 2 if "axes_by_hand" in held else 1
    return VERSION if "journal" not in parts or "sha256" in parts.members("journal") else CHAINED - 1


def _told(error: PedographError, base: str = "") -> str:
    """What is wrong with a part, which is named as it is in the session."""
    if not isinstance(error, PartError):
        return error.sentence.rstrip(".")
    path = f"recordings/{error.path}" if base and error.path.startswith(base) else error.path
    return f"{path} {error.found}".strip()


class _Repair:
    """One session, part by part.

    Parameters
    ----------
    parts : HDF5Parts
        What was salvaged.
    version : int
        Version of the file.
    when : str
        For the journal.
    """

    def __init__(self, parts: HDF5Parts, version: int, when: str) -> None:
        self._parts = parts
        self._version = version
        self._when = when
        self._lost: list[str] = []

    def session(self, names: Sequence[str]) -> Repaired:
        parts = self._parts
        columns = self._columns(_JOURNAL)
        visit, same = self._visit(columns)
        settings = self._or(lambda: read_own_settings(parts), AnalysisSettings(), "the settings")
        examination = self._or(lambda: read_examination(parts), Examination(), "the examination")
        review = self._or(lambda: read_review(parts), FindingsReview(), "the decisions about findings")
        journal = self._journal(visit.identifier, same)
        recordings = self._recordings(names, journal)
        detail: dict[str, Any] = {
            "not_saved": list(self._lost),
            FRAMES: [frames_digest(item.as_read) for item in recordings],
        }
        if not journal:
            detail["journal_columns"] = columns
        entry = JournalEntry(self._when, "", f"Repaired; {self._count()}.", detail)
        journal = appended(journal, entry, visit.identifier)
        session = Session(visit, recordings, examination, review, settings, journal)
        return Repaired(session, None, tuple(self._lost))

    def _count(self) -> str:
        lost = len(self._lost)
        return f"{lost} part{'s' if lost > 1 else ''} could not be saved as before" if lost else "nothing was lost"

    def _or(self, read: Callable[[], Result], otherwise: Result, what: str) -> Result:
        """What is read, or something else in its place, which is then told."""
        try:
            return read()
        except PedographError as error:
            self._lost.append(f"{what}: {_told(error)}")
            return otherwise

    def _visit(self, journal: dict[str, Any]) -> tuple[Visit, bool]:
        """The visit, field by field if it must be, and whether its identifier is the old one."""
        try:
            return read_own_visit(self._parts)[0], True
        except PedographError as error:
            whole = error
        found = self._columns(_VISIT)
        found.pop("written_by", None)
        visit = Visit(uuid.uuid4().hex, next(iter(journal.get("when", [])), self._when)[:10])
        for name, value in found.items():
            try:
                visit = replace(visit, **{name: value})
            except PedographError:
                found = {key: kept for key, kept in found.items() if key != name}
        gone = [field.name for field in _VISIT.fields if field.name not in found and field.name != "written_by"]
        if gone:
            self._lost.append(f"of the visit: {', '.join(gone)} ({_told(whole)})")
        return visit, "identifier" in found

    def _columns(self, group: Group) -> dict[str, Any]:
        """Those datasets of a group that can be read."""
        found = {}
        for field in group.in_version(self._version).fields:
            try:
                found[field.name] = read_field(self._parts, joined(group.path, field.name), field)
            except PedographError:
                continue  # reading the group tells of it
        return found

    def _journal(self, identifier: str, same: bool) -> Journal:
        try:
            journal = read_journal(self._parts, self._version, identifier)
            return journal if same else chained_late(journal, identifier)
        except PedographError as error:
            why = _told(error)
        if self._version >= CHAINED:
            try:
                journal = read_journal(self._parts, CHAINED - 1, identifier)
                self._lost.append(f"the hashes of the journal: {why}; its entries were chained again")
                return journal
            except PedographError:  # it is more than the hashes
                pass
        self._lost.append(f"the journal: {why}; what else can be read of it is in its new first entry")
        return ()

    def _recordings(self, names: Sequence[str], journal: Journal) -> tuple[SessionRecording, ...]:
        found = tuple(item for name in names if (item := self._recording(name)) is not None)
        known = len(names) - len(found)
        digests = Counter(frames_digest(item.as_read) for item in found)
        missing = (added_frames(journal) - digests).total() - known
        if missing > 0:
            self._lost.append(f"recordings: the journal tells of {missing} more than can be found")
        return found

    def _recording(self, base: str) -> SessionRecording | None:
        try:
            return read_session_recording(self._parts, base, self._version)
        except PedographError as error:
            why = error
        try:
            raw = read_recording(self._parts, base, self._version)
        except PedographError as error:
            self._lost.append(f"recording {base}: {_told(error, base)}")
            return None
        return self._analysed_again(raw, base, why)

    def _analysed_again(self, raw: PressureRecording, base: str, why: PedographError) -> SessionRecording | None:
        """A recording whose frames are complete while its results are not."""
        own = self._columns(replace(_OWN, path=base))
        settings, corrections, gone = AnalysisSettings(), Corrections(), []
        try:
            settings = settings_from(own["settings"])
        except (KeyError, ValueError, PedographError):
            gone.append("its settings")
        try:
            corrections = Corrections.from_dict(object_from(own["corrections"]))
        except (KeyError, ValueError, PedographError):
            gone.append("its corrections")
        try:
            analysis = analyze(raw, settings, corrections)
        except (PedographError, *HDF5_ERRORS):
            analysis, gone = analyze(raw, settings), [*gone, "its corrections"]
        without = f" without {' and '.join(dict.fromkeys(gone))}" if gone else ""
        self._lost.append(f"results of recording {base}: {_told(why, base)}; analysed again{without}")
        return SessionRecording(analysis)
