"""A recording as groups of an HDF5 file, as docs/session-format.md has them: in a session, or alone in a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pedograph.errors import ReadError
from pedograph.formats.parsing.arrays import as_frames
from pedograph.formats.parsing.hdf5 import HDF5Parts
from pedograph.formats.parsing.text import COMPLETE_FILE
from pedograph.formats.pedograph.metadata import recording_of
from pedograph.recording import PressureRecording

_NUMBERS: Final = ("row_spacing", "column_spacing", "threshold", "saturation")
_PLACES: Final = ("first_row", "first_column")
_TEXTS: Final = {
    "side": "side",
    "task": "task",
    "subject": "subject",
    "original_file": "source/file",
    "original_sha256": "source/sha256",
    "original_format": "source/format",
}


def recording_at(parts: HDF5Parts, base: str, key: str, name: str) -> PressureRecording:
    """The recording whose groups stand under a path.

    Parameters
    ----------
    parts : HDF5Parts
        The open file.
    base : str
        Path of the recording; "" for a file that holds nothing else.
    key, name : str
        Key of the format, and name of the file.

    Raises
    ------
    ReadError
        If a part is missing, damaged, or of the wrong kind.
    RecordingError
        If the parts make no recording.
    """
    prefix = f"{base}/" if base else ""
    pressure = parts.array(f"{prefix}pressure", 3, "f")
    time = parts.array(f"{prefix}time", 1, "f")
    if pressure is None or time is None:
        missing = "pressure" if pressure is None else "time"
        raise ReadError(name, f"the part {prefix}{missing} is missing", advice=COMPLETE_FILE)
    active = parts.array(f"{prefix}grid/active", 2, "ub")
    frames = as_frames(pressure, name)
    facts = dict(_facts(parts, prefix))
    return recording_of(frames, time, None if active is None else active.astype(bool), facts, key, name)


def _facts(parts: HDF5Parts, prefix: str) -> Iterator[tuple[str, Any]]:
    """The values beside the frames, by the names of `kept_facts`."""
    for fact in _NUMBERS:
        value = parts.array(f"{prefix}grid/{fact}", 0, "f")
        if value is not None:
            yield fact, float(value)
    for fact in _PLACES:
        value = parts.array(f"{prefix}grid/{fact}", 0, "iu")
        if value is not None:
            yield fact, int(value)
    cropped = parts.array(f"{prefix}grid/cropped", 0, "ub")
    yield "cropped", bool(cropped) if cropped is not None else False
    for fact, path in _TEXTS.items():
        texts = parts.texts(f"{prefix}{path}")
        if texts:
            yield fact, texts[0]
    yield "assumed", parts.texts(f"{prefix}source/assumed") or []
    yield "notes", parts.texts(f"{prefix}source/notes") or []
    fields = parts.texts(f"{prefix}source/header/field") or []
    yield "header", dict(zip(fields, parts.texts(f"{prefix}source/header/value") or [], strict=False))
    yield "tracks", list(_tracks(parts, f"{prefix}tracks"))


def _tracks(parts: HDF5Parts, path: str) -> Iterator[list[Any]]:
    """Side, first column and number of columns of each insole."""
    sides = parts.texts(f"{path}/side") or []
    columns = [parts.array(f"{path}/{key}", 1, "iu") for key in ("first_column", "columns")]
    if columns[0] is not None and columns[1] is not None:
        for side, first, count in zip(sides, columns[0], columns[1], strict=False):
            yield [side, int(first), int(count)]
