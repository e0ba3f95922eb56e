"""The visit: recordings, examination, decisions and journal, kept in one HDF5 file that anybody can read."""

from __future__ import annotations

from pedograph.session.file import open_session, read_frames, save_session, session_version
from pedograph.session.journal import JournalEntry, now
from pedograph.session.model import (
    Session,
    SessionRecording,
    Visit,
    findings_of,
    new_session,
    with_decision,
    with_examination,
    with_note,
    with_reading,
    with_recording,
    with_settings,
    with_step_correction,
    without_recording,
)
from pedograph.session.reanalyse import reanalysed
from pedograph.session.recovery import Autosave, Recoverable, discard, recoverable

__all__ = [
    "Autosave",
    "JournalEntry",
    "Recoverable",
    "Session",
    "SessionRecording",
    "Visit",
    "discard",
    "findings_of",
    "new_session",
    "now",
    "open_session",
    "read_frames",
    "reanalysed",
    "recoverable",
    "save_session",
    "session_version",
    "with_decision",
    "with_examination",
    "with_note",
    "with_reading",
    "with_recording",
    "with_settings",
    "with_step_correction",
    "without_recording",
]
