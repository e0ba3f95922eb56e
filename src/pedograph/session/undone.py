"""Undo and redo across a save: what was saved once stays in the journal."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pedograph.session.chain import appended
from pedograph.session.journal import JournalEntry
from pedograph.session.model import Session

STATE_AFTER: Final = "state_after"
"""Key in the detail of an entry of undo or redo: hash of the entry after which the session was as it is again."""


def gone_back(session: Session, saved: Session, what: str, who: str, when: str) -> Session:
    """A state to which undo or redo went, with a journal that goes on from the one that was saved.

    Parameters
    ----------
    session : Session
        The state.
    saved : Session
        The session as it was saved last.
    what : str
        What was undone or redone, in a sentence.
    who, when : str
        Code of the person and ISO time with offset, for the journal.

    Returns
    -------
    Session
        The state itself, unless an entry that was saved would be gone.
    """
    identifier, journal = session.visit.identifier, session.journal
    if saved.visit.identifier != identifier or journal[: len(saved.journal)] == saved.journal:
        return session
    entry = JournalEntry(when, who, what, {STATE_AFTER: journal[-1].sha256 if journal else ""})
    return replace(session, journal=appended(saved.journal, entry, identifier))
