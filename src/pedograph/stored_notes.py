"""Notes from files: their stored keys, and the keys of sentences from versions that stored none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pedograph.notes import Note, Severity

STORED: Final = "stored"
"""Key of a sentence from an older file of which nothing more is known."""
_INFORMATION, _DOUBT, _BLOCKS = Severity.INFORMATION, Severity.DOUBT, Severity.BLOCKS
_OLD: Final = tuple(
    (re.compile(pattern), key, severity)
    for pattern, key, severity in (
        # on how a file was read
        (r"Read from .* in the archive", "read_from_archive", _INFORMATION),
        (r"What looks like a person's name or a date", "name_left_out_of_file_name", _INFORMATION),
        (r"Name, birth date|Person, sex, birth date", "person_left_out", _INFORMATION),
        (r"The patient's name|The file names the person", "name_left_out", _INFORMATION),
        (r"(The folder of the file|Folders of files) named in the header", "folder_left_out", _INFORMATION),
        (r"Free texts of the header", "free_texts_left_out", _INFORMATION),
        (r"The file does not say, so it was assumed", "assumed", _DOUBT),
        (r"Forces, areas and lengths are approximate", "sensor_layout", _DOUBT),
        (r"Taken as kPa, forces are about half", "unit_assumed", _DOUBT),
        (r"Forces are .* times those|The forces differ by", "forces_differ", _DOUBT),
        (r"The header says .* frames a second", "rate_differs", _DOUBT),
        (r".* values between .* and 0 were taken as 0", "negative_values", _DOUBT),
        (r"(Frame|Picture) \d+ follows (frame|picture)", "frames_missing", _DOUBT),
        # on cells and contacts
        (r"\d+ cells? (was|were) never changed", "stuck_cells", _DOUBT),
        (r"Nearly every cell carries load", "not_zeroed", _DOUBT),
        (r"\d+ cells? (was|were) silent amid", "dead_cells", _DOUBT),
        (r"The contact at .* is no footstep", "no_footstep", _INFORMATION),
        # on quality
        (r"Cells reached the device's limit|Several cells stay at the recording's", "saturated_cells", _DOUBT),
        (r"\d+ cells? drifts?[:;]", "drifting_cells", _DOUBT),
        (r"Cells on which no foot stands show noise", "noise", _DOUBT),
        (r"Nothing touched the plate", "no_load", _DOUBT),
        (r"No footstep was found", "no_step", _DOUBT),
        (r"Steps? [\d, and to]+ (is|are) not whole", "cut_print", _BLOCKS),
        (r"Left or right is uncertain for step", "uncertain_side", _DOUBT),
        (r"What differs between left and right cannot be had", "unknown_side", _BLOCKS),
        (r"No toe can be told from the forefoot of", "no_toes", _BLOCKS),
        (r"All of the print of .* is taken for the foot", "print_without_toes", _DOUBT),
        (r"There is no clear valley", "no_toe_valley", _DOUBT),
        (r"The foot axis lies up to", "axis_disagreement", _DOUBT),
        (r"Cells of .* are too large for the regions", "coarse_cells", _DOUBT),
        (r"The recording is a single picture, so", "no_time_course", _BLOCKS),
        (r"Frames are missing .* outside whole steps", "gap", _DOUBT),
        (r"Frames are missing for .* within", "gap_in_step", _BLOCKS),
        (r".* Hz is too low for", "low_rate", _BLOCKS),
        (r".* Hz is low for walking", "low_rate_for_walking", _DOUBT),
        (r"(No step counts|Only \d+ steps? counts?) towards", "few_steps", _DOUBT),
        (r"Steps? .* not count towards the means: the stance", "unusual_stance", _DOUBT),
        (r"Step \d+ does not count towards the means", "unlike_the_others", _DOUBT),
        # flags of measures, and reasons for missing ones
        (r"axis set by hand", "axis_by_hand", _INFORMATION),
        (r"toe line set by hand", "toe_line_by_hand", _INFORMATION),
        (r"cells left out by hand", "cells_by_hand", _INFORMATION),
        (r"no toe can be told from the forefoot", "no_toes", _INFORMATION),
        (r"no clear valley between toes", "no_toe_valley", _INFORMATION),
        (r"the foot axis lies .* off the bisector", "axis_disagreement", _INFORMATION),
        (r"left or right is uncertain", "uncertain_side", _INFORMATION),
        (r"left and right could not be told apart", "unknown_side", _BLOCKS),
        (r"the recording is a single picture", "no_time_course", _BLOCKS),
        (r"frames are missing within the step", "gap_in_step", _BLOCKS),
        (r".* at least \d+ Hz; this is", "low_rate", _BLOCKS),
        (r"the step is not whole", "incomplete_step", _BLOCKS),
    )
)
"""How the sentences of files without keys begin, their keys, and what they mean."""


def old_note(sentence: str) -> Note:
    """The note that a sentence of an older file was."""
    for pattern, key, severity in _OLD:
        if pattern.match(sentence):
            return Note(key, sentence, severity=severity)
    return Note(STORED, sentence)


def notes_from(
    sentences: Sequence[str], keys: Sequence[str] | None = None, severities: Sequence[str] | None = None
) -> tuple[Note, ...]:
    """Notes from their stored parts, in step with each other.

    Parameters
    ----------
    sentences : sequence of str
        What they say.
    keys, severities : sequence of str, optional
        As stored with them; an older file has none.

    Raises
    ------
    ValueError
        If the parts are not of one length, or a severity is none.
    """
    if keys is None or severities is None:
        return tuple(map(old_note, sentences))
    parts = zip(sentences, keys, severities, strict=True)
    return tuple(Note(key, sentence, severity=Severity(severity)) for sentence, key, severity in parts)


def flags_from(sentences: Sequence[str], keys: Sequence[str] | None = None) -> tuple[Note, ...]:
    """Flags of a measure, which are of no severity of their own, from their stored parts; as `notes_from`."""
    if keys is None:
        keys = [old_note(sentence).key for sentence in sentences]
    return tuple(Note(key, sentence) for sentence, key in zip(sentences, keys, strict=True))


def reasons_from(sentences: Sequence[str], keys: Sequence[str] | None = None) -> tuple[Note, ...]:
    """Reasons for what is missing, from their stored parts; as `notes_from`."""
    flags = flags_from(sentences, keys)
    return tuple(Note(flag.key, flag.sentence, severity=Severity.BLOCKS) for flag in flags)
