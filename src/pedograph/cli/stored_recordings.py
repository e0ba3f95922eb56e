"""Files opened once for all recordings in them; those of a session analysed as a person set them right by hand."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pedograph.analysis import analyze
from pedograph.errors import ReadError
from pedograph.formats import OpenedFile, open_file
from pedograph.formats.model import SESSION
from pedograph.formats.recording_path import parts_of_path
from pedograph.recording import PressureRecording
from pedograph.session import SessionRecording, open_session, reanalysed
from pedograph.session.file import visit_of
from pedograph.settings import AnalysisSettings


def opened_file(file: str) -> OpenedFile:
    """A file opened; the last one is held for the next of its recordings, as long as it does not change.

    Parameters
    ----------
    file : str
        The file, without a choice of what is in it.

    Raises
    ------
    ReadError
        As `pedograph.formats.open_file`.
    """
    try:
        status = Path(file).stat()
    except (OSError, ValueError):
        return open_file(file)  # which says what is wrong
    return _held(file, status.st_mtime_ns, status.st_size)


def recordings_of(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """The recordings that a path means, each as `pedograph.formats.read` takes it.

    Parameters
    ----------
    path : str or path
        A file, with or without a choice of what is in it. One that cannot be read is given back as it is; reading
        it will say what is wrong.
    """
    file, choice = parts_of_path(path)
    try:
        names = opened_file(file).contents_of(choice)
    except ReadError:
        names = ()
    return tuple(f"{os.fspath(path)}#{name}" for name in names) or (os.fspath(path),)


def analysed_as_stored(
    recording: PressureRecording, settings: AnalysisSettings, opened: OpenedFile, choice: str
) -> SessionRecording:
    """A recording analysed, and if it is of a session, with its reading, sides, axes, toe lines and cells as set.

    Parameters
    ----------
    recording : PressureRecording
        What ``opened`` gave.
    settings : AnalysisSettings
        How to analyse it; those of the session play no part.
    opened : OpenedFile
        The file from which it was read.
    choice : str
        Which recording in it.

    Raises
    ------
    SessionError
        If it is of a session that is damaged, of which nothing is then used.
    """
    if recording.source.format != SESSION:
        return SessionRecording(analyze(recording, settings))
    return reanalysed(recording, _stored(opened, choice), settings)


def subject_of_visit(opened: OpenedFile, choice: str) -> str:
    """The code that a session gives its person.

    Parameters
    ----------
    opened, choice
        As for `analysed_as_stored`; the recording is of a session.

    Raises
    ------
    SessionError
        If the session cannot be read.
    """
    session = opened.unpacked(choice)
    return visit_of(session.name, session.data).subject


def _stored(opened: OpenedFile, choice: str) -> SessionRecording:
    """The recording as its session has it."""
    session = opened.unpacked(choice)
    file = choice.removesuffix(session.choice)
    return _recordings(opened, file)[int(session.choice or 0)]


@lru_cache(maxsize=1)
def _held(file: str, changed: int, size: int) -> OpenedFile:
    return open_file(file)


@lru_cache(maxsize=1)
def _recordings(opened: OpenedFile, file: str) -> tuple[SessionRecording, ...]:
    """The recordings of a session, or of one in an archive, read once for all of them."""
    session = opened.unpacked(file.removesuffix("#"))
    return open_session(session.name, session.data).recordings
