"""Notes: what a person should know about a recording, step or measure, as a key for programs and a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pedograph.errors import PedographError


class Severity(StrEnum):
    """What a note means for the numbers."""

    INFORMATION = "information"
    """Good to know; the numbers are what they are."""
    DOUBT = "doubt"
    """The numbers are there, but in doubt."""
    BLOCKS = "blocks"
    """Numbers are missing for this reason."""


@dataclass(frozen=True)
class Note:
    """Something that a person should know; ``str(note)`` is its sentence.

    Parameters
    ----------
    key : str
        What it is about ("saturated_cells", "cut_print"), the same in every recording; programs decide by this.
    sentence : str
        The same in plain words; no program relies on them.
    affects : tuple of str
        Keys of the measures that it concerns; empty if it concerns none in particular.
    severity : Severity
        What it means for these.
    steps : tuple of int
        Positions in the recording of the steps that it concerns; empty if it concerns none in particular.
    """

    key: str
    sentence: str
    affects: tuple[str, ...] = ()
    severity: Severity = Severity.INFORMATION
    steps: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.sentence


class Refusal(PedographError):
    """Raised if something cannot be measured; it carries the reason as a note.

    Parameters
    ----------
    key, sentence : str
        As in a note.
    """

    def __init__(self, key: str, sentence: str) -> None:
        self.note = blocks(key, sentence)
        super().__init__(key, sentence)

    def __str__(self) -> str:
        return self.note.sentence


FILE_OR_PERSON: Final = frozenset(
    (
        "read_from_archive",
        "name_left_out_of_file_name",
        "name_left_out",
        "person_left_out",
        "folder_left_out",
        "free_texts_left_out",
    )
)
"""Keys of the notes on where a file lay, and on what of its header was left out: nothing that bears on numbers."""


def doubt(key: str, sentence: str, affects: Iterable[str] = (), steps: Iterable[int] = ()) -> Note:
    """A note on numbers that are given, but in doubt."""
    return Note(key, sentence, tuple(affects), Severity.DOUBT, tuple(steps))


def blocks(key: str, sentence: str, affects: Iterable[str] = (), steps: Iterable[int] = ()) -> Note:
    """A note on why numbers are missing."""
    return Note(key, sentence, tuple(affects), Severity.BLOCKS, tuple(steps))


def joined(notes: Iterable[Note], by: str = " and ") -> str:
    """The sentences of several notes, joined into one."""
    return by.join(note.sentence for note in notes)
