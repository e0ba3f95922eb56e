"""Recordings analysed for a command; one of a session with what a person set right about it by hand."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from pedograph.analysis import analyze, with_notes
from pedograph.errors import SessionError
from pedograph.formats.registry import SESSION, file_as_read, file_in_path, kind_of_file, names_in_path
from pedograph.recording import PressureRecording
from pedograph.session import SessionRecording, open_session, reanalysed
from pedograph.settings import AnalysisSettings


def analysed_as_stored(
    recording: PressureRecording, settings: AnalysisSettings, session: str = ""
) -> SessionRecording:
    """A recording analysed, and if it is of a session, with its reading, sides, axes, toe lines and cells as set.

    Parameters
    ----------
    recording : PressureRecording
        What `pedograph.formats.read` gave.
    settings : AnalysisSettings
        How to analyse it; those of the session play no part.
    session : str
        The path from which it was read, if that is a session's; else empty.
    """
    if not session:
        return SessionRecording(analyze(recording, settings))
    try:
        stored = _stored(session)
    except SessionError as error:
        note = f"What was set by hand in this session is not used, for it cannot be read: {error}"
        return SessionRecording(with_notes(analyze(recording, settings), [note]))
    return reanalysed(recording, stored, settings)


def _stored(path: str) -> SessionRecording:
    """The recording as its session has it; one in an archive is laid beside for as long as it is read."""
    file = Path(file_in_path(path))
    if kind_of_file(file) == SESSION:
        status = file.stat()
        return _opened(file, status.st_mtime_ns, status.st_size)[int(names_in_path(path)[1] or 0)]
    data, choice = file_as_read(path)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "session.h5")
        place.write_bytes(data)
        return open_session(place).recordings[int(choice or 0)]


@lru_cache(maxsize=1)
def _opened(file: Path, changed: int, size: int) -> tuple[SessionRecording, ...]:
    """The recordings of a session, opened once for all of them as long as the file stays as it is."""
    return open_session(file).recordings
