"""The visit: recordings, examination, decisions and journal, kept in one HDF5 file that anybody can read."""

from __future__ import annotations

from pedograph.session.anew import analysed_anew
from pedograph.session.clock import now
from pedograph.session.file import open_session, read_frames, save_session, session_version
from pedograph.session.journal import JournalEntry
from pedograph.session.model import (
    Correction,
    Session,
    SessionRecording,
    Visit,
    findings_of,
    new_session,
    with_anatomy_correction,
    with_correction,
    with_decision,
    with_examination,
    with_note,
    with_reading,
    with_recording,
    with_settings,
    without_recording,
)
from pedograph.session.recovery import Autosave, Recoverable, discard, recoverable

__all__ = [
    "Autosave",
    "Correction",
    "JournalEntry",
    "Recoverable",
    "Session",
    "SessionRecording",
    "Visit",
    "analysed_anew",
    "discard",
    "findings_of",
    "new_session",
    "now",
    "open_session",
    "read_frames",
    "recoverable",
    "save_session",
    "session_version",
    "with_anatomy_correction",
    "with_correction",
    "with_decision",
    "with_examination",
    "with_note",
    "with_reading",
    "with_recording",
    "with_settings",
    "without_recording",
]
