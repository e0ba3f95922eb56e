"""The journal as a chain: each entry has the SHA-256 of the one before it and of its own content."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from pedograph.recording import PressureRecording
from pedograph.session.journal import JournalEntry

Journal = tuple[JournalEntry, ...]
FRAMES: Final = "frames_sha256"
"""Key in the detail of the entry that added a recording: digest of its raw frames, or a list of digests."""
REMOVED: Final = "removed_frames_sha256"
"""The same in the entry that removed one."""


def entry_digest(previous: str, entry: JournalEntry) -> str:
    """SHA-256, hexadecimal, of an entry behind another one.

    Parameters
    ----------
    previous : str
        Hash of the entry before; of the first one, the identifier of the visit.
    entry : JournalEntry
        Its own hash plays no part.
    """
    content = [previous, entry.when, entry.who, entry.what, dict(entry.detail), entry.late]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def appended(journal: Journal, entry: JournalEntry, identifier: str) -> Journal:
    """The journal with one more entry at its end.

    Parameters
    ----------
    journal : tuple of JournalEntry
        Stays as it is.
    entry : JournalEntry
        Gets its hash.
    identifier : str
        Of the visit; the first entry is chained to it.
    """
    previous = journal[-1].sha256 if journal else identifier
    return (*journal, replace(entry, sha256=entry_digest(previous, entry)))


def chained_late(entries: Iterable[JournalEntry], identifier: str) -> Journal:
    """Entries that were made without a chain, chained now and marked as such."""
    journal: Journal = ()
    for entry in entries:
        journal = appended(journal, replace(entry, late=True, sha256=""), identifier)
    return journal


def broken_at(journal: Sequence[JournalEntry], identifier: str) -> Iterator[int]:
    """Places in the journal, from 0, at which an entry is not the one that was chained there."""
    previous = identifier
    for number, entry in enumerate(journal):
        if entry.sha256 != entry_digest(previous, entry):
            yield number
        previous = entry.sha256


def added_frames(journal: Iterable[JournalEntry]) -> Counter[str]:
    """Digests of the raw frames that were added and not removed again, as the journal tells."""
    found = Counter[str]()
    for entry in journal:
        value = entry.detail.get(FRAMES, [])
        found.update([value] if isinstance(value, str) else set(value) - found.keys())
        found.subtract([entry.detail[REMOVED]] if REMOVED in entry.detail else [])
    return +found


def frames_digest(recording: PressureRecording) -> str:
    """SHA-256, hexadecimal, of raw frames: their pressures and times, and the cells they are on.

    Parameters
    ----------
    recording : PressureRecording
        As the file was read.
    """
    grid = recording.grid
    spacing = np.array([grid.row_spacing, grid.column_spacing], dtype="<f8")
    active = np.ones(recording.pressure.shape[1:], dtype=bool) if grid.active is None else grid.active
    digest = hashlib.sha256(f"{recording.pressure.shape}\n".encode())
    for array, kind in ((recording.pressure, "<f4"), (recording.time, "<f8"), (spacing, "<f8"), (active, "u1")):
        digest.update(np.ascontiguousarray(array, dtype=kind).reshape(-1).view(np.uint8).data)
    return digest.hexdigest()
