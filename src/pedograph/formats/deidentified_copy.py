"""A recording without what tells who was recorded: what stays, and whether a copy of it is measured as it was."""

from __future__ import annotations

import os
import re
from typing import Final

from pedograph.errors import SettingsError
from pedograph.formats.opened import read_bytes
from pedograph.formats.roundtrip_loss import lost_measuring_facts
from pedograph.formats.writing import put_bytes, write_bytes
from pedograph.notes import FILE_OR_PERSON, Note
from pedograph.privacy.deidentify import public_text
from pedograph.recording import BELT_SPEED, PressureRecording, Source

_KEPT: Final = (
    BELT_SPEED,
    "Application",  # zebris: treadmill or plate
    "MaxSensorsX",
    "MaxSensorsY",
    "SENSOR_TYPE",
    "SENSITIVITY",
    "mat type",
)
"""Header fields that tell how it was measured."""
_ONE_WORD: Final = re.compile(r"[A-Za-z0-9.+_-]{1,24}")
_ASSUMED: Final = re.compile(r"[a-z ]{1,40}")
"""Numbers and names of devices, and what was assumed: a free text could hold anything."""


def deidentified(recording: PressureRecording) -> PressureRecording:
    """The recording without code, file and header, but for what the measurement needs.

    Parameters
    ----------
    recording : PressureRecording
        As it was read.

    Returns
    -------
    PressureRecording
        The same frames, grid, task and insoles; of the header, belt speed, size and device; what was assumed; and
        the notes on how it was read in which no date and no file's name was left.
    """
    source = recording.source
    header = {
        field: source.header[field] for field in _KEPT if _ONE_WORD.fullmatch(source.header.get(field, "").strip())
    }
    assumed = tuple(key for key in source.assumed if _ASSUMED.fullmatch(key))
    notes = tuple(note for note in source.notes if _of_the_measurement(note))
    return recording.with_metadata(Source(header=header, assumed=assumed, notes=notes), subject="")


def write_deidentified(
    recording: PressureRecording, path: str | os.PathLike[str], format_key: str
) -> PressureRecording:
    """Write a recording without what tells who was recorded, once it is sure that it reads back the same.

    Parameters
    ----------
    recording : PressureRecording
        As it was read.
    path : str or path
        The file to write.
    format_key : str
        Key of a format that can be written.

    Returns
    -------
    PressureRecording
        The copy, as it reads.

    Raises
    ------
    SettingsError
        If the copy would be measured otherwise than the original; nothing is written then.
    RecordingError, OSError
        As `pedograph.formats.write`.
    """
    data = write_bytes(deidentified(recording), format_key)
    copy = read_bytes(data, "copy")
    lost = lost_measuring_facts(recording, copy)
    if lost:
        raise SettingsError(
            f"{recording.source.file}: a de-identified {format_key} file would give other measures, because it "
            f"loses {'; '.join(lost)}. Nothing was written. `pedograph convert` it to .csv and de-identify that."
        )
    put_bytes(data, path, format_key)
    return copy


def _of_the_measurement(note: Note) -> bool:
    """Whether a note says neither where the file came from nor what was left out of it, nor a date."""
    return note.key not in FILE_OR_PERSON and public_text(note.sentence) == note.sentence
