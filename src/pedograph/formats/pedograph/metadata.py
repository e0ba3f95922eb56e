"""What Pedograph's own files of frames keep of a recording beside its frames: plain values, checked when read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from numpy.typing import ArrayLike

from pedograph.errors import PedographError, ReadError
from pedograph.notes import Note
from pedograph.recording import BoolArray, PressureRecording, SensorGrid, Side, Source, Track
from pedograph.stored_notes import notes_from

OWN: Final = ("csv", "npz", "pedograph_hdf5", "session")
"""Keys of the formats that hold a recording first read from another file."""

_ORIGINS: Final = {
    "file": ("original file", "original_file"),
    "format": ("original format", "original_format"),
    "sha256": ("original SHA-256", "original_sha256"),
}
"""Header field and fact in which Pedograph's own files have what a recording's first source said."""
_LONGEST: Final = 100_000
_LARGEST_PLATE: Final = 10_000
_TASKS: Final = ("walk", "stand")
_ADVICE: Final = "Write the file once more, or fix its description"
_Kind = TypeVar("_Kind")


def facts_of(recording: PressureRecording) -> dict[str, Any]:
    """Plain values that describe a recording, without those that say nothing.

    Parameters
    ----------
    recording : PressureRecording
        Frames, times and active cells are not among the values.

    Returns
    -------
    dict
        Numbers, texts, truth values; ``tracks``, ``assumed``, ``notes`` and what belongs to them are lists,
        ``header`` a dict of texts.
    """
    grid, source = recording.grid, first_source(recording.source)
    facts: dict[str, Any] = {
        "row_spacing": float(grid.row_spacing),
        "column_spacing": float(grid.column_spacing),
        "threshold": None if grid.threshold is None else float(grid.threshold),
        "saturation": None if grid.saturation is None else float(grid.saturation),
        "first_row": grid.first_row,
        "first_column": grid.first_column,
        "cropped": grid.cropped,
        "side": str(recording.side),
        "task": recording.task,
        "subject": recording.subject,
        "tracks": [[str(track.side), track.first_column, track.columns] for track in recording.tracks],
        **{fact: getattr(source, name) for name, (_, fact) in _ORIGINS.items()},
        "header": dict(source.header),
        "assumed": list(source.assumed),
        "notes": [note.sentence for note in source.notes],
        "note_keys": [note.key for note in source.notes],
        "note_severities": [str(note.severity) for note in source.notes],
    }
    silent: dict[str, Any] = {"first_row": 0, "first_column": 0, "cropped": False}
    return {
        key: value
        for key, value in facts.items()
        if value is not None and value not in ("", [], {}) and value != silent.get(key, "")
    }


def recording_of(
    pressure: ArrayLike, time: ArrayLike, active: BoolArray | None, facts: Mapping[str, Any], key: str, name: str
) -> PressureRecording:
    """The recording that `facts_of` described, as one of a file.

    Parameters
    ----------
    pressure, time : array
        As for `PressureRecording`.
    active : bool array [row, column], optional
        Cells that exist.
    facts : mapping
        Values from outside; what is unknown is passed over.
    key, name : str
        Key of the format, and name of the file.

    Raises
    ------
    ReadError
        If a value that is needed is missing, or one is of the wrong kind or out of range.
    RecordingError
        If they make no recording.
    """

    def wrong(key: str, found: str) -> ReadError:
        return ReadError(name, found, where=key, advice=_ADVICE)

    return as_stored(recording_as_first_read(pressure, time, active, facts, wrong), key, name)


def recording_as_first_read(
    pressure: ArrayLike,
    time: ArrayLike,
    active: BoolArray | None,
    facts: Mapping[str, Any],
    wrong: Callable[[str, str], PedographError],
) -> PressureRecording:
    """The recording that `facts_of` described, with the source that it had before it was stored.

    Parameters
    ----------
    pressure, time, active, facts
        As for `recording_of`.
    wrong : callable
        Makes the error of a value from its key and what is wrong with it.

    Raises
    ------
    PedographError
        As ``wrong`` makes it: if a value that is needed is missing, or one is of the wrong kind or out of range.
    RecordingError
        If they make no recording.
    """
    of = _Facts(facts, wrong)
    grid = SensorGrid(
        row_spacing=of.number("row_spacing", 0.1, 100.0),
        column_spacing=of.number("column_spacing", 0.1, 100.0),
        active=active,
        threshold=of.number("threshold", 0.0, 1e6) if "threshold" in facts else None,
        saturation=of.number("saturation", 0.0, 1e6) if "saturation" in facts else None,
        first_row=of.whole("first_row"),
        first_column=of.whole("first_column"),
        cropped=of.value("cropped", bool, False),
    )
    source = Source(
        **{name: of.value(fact, str, "") for name, (_, fact) in _ORIGINS.items()},
        header={str(field): str(value) for field, value in of.value("header", dict, {}).items()},
        assumed=of.texts("assumed"),
        notes=of.notes(),
    )
    return PressureRecording(
        pressure=pressure,
        time=time,
        grid=grid,
        source=source,
        side=Side(of.one_of("side", tuple(Side))),
        task=of.one_of("task", _TASKS),
        subject=of.value("subject", str, ""),
        tracks=of.tracks(),
    )


def as_stored(recording: PressureRecording, key: str, name: str) -> PressureRecording:
    """A recording as one of Pedograph's own files: where it was first read from is in its header.

    Parameters
    ----------
    recording : PressureRecording
        As first read.
    key, name : str
        Key of the format, and name of the file.
    """
    source = recording.source
    origins = {field: getattr(source, attribute) for attribute, (field, _) in _ORIGINS.items()}
    header = dict(source.header) | {field: value for field, value in origins.items() if value}
    return recording.with_metadata(replace(source, file=name, format=key, sha256="", header=header))


def first_source(source: Source) -> Source:
    """The source of a recording before it was stored in one of Pedograph's own files.

    Parameters
    ----------
    source : Source
        Its file, format and SHA-256 are "" where they are not known; one of another format is returned as it is.
    """
    if source.format == "arrays":
        return replace(source, format="")
    if source.format not in OWN:
        return source
    header = dict(source.header)
    origin = {name: header.pop(field, "") for name, (field, _) in _ORIGINS.items()}
    return Source(**origin, header=header, assumed=source.assumed, notes=source.notes)


def as_first_read(recording: PressureRecording) -> PressureRecording:
    """The recording of one of Pedograph's own files with the source that it had before it was stored there.

    Parameters
    ----------
    recording : PressureRecording
        One without a known origin is returned as it is.
    """
    source, first = recording.source, first_source(recording.source)
    if source.format not in OWN or not first.file:
        return recording
    known = replace(first, format=first.format or source.format, sha256=first.sha256 or source.sha256)
    return recording.with_metadata(known)


class _Facts:
    """Values from outside, each checked when it is asked for."""

    def __init__(self, facts: Mapping[str, Any], wrong: Callable[[str, str], PedographError]) -> None:
        self._facts = facts
        self.wrong = wrong

    def value(self, key: str, kind: type[_Kind], otherwise: _Kind) -> _Kind:
        """A value of one kind."""
        value = self._facts.get(key, otherwise)
        if type(value) is not kind:
            raise self.wrong(key, f"{value!r:.60} is not what belongs there")
        return value

    def number(self, key: str, low: float, high: float) -> float:
        """A number within limits."""
        value = self._facts.get(key)
        if value is None:
            raise self.wrong(key, f"{key} is missing")
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.wrong(key, f"{value!r:.60} is no number between {low:g} and {high:g}")
        return float(value)

    def whole(self, key: str) -> int:
        """A place on a plate."""
        value = self.value(key, int, 0)
        if not 0 <= value <= _LARGEST_PLATE:
            raise self.wrong(key, f"{value} is no place on a plate")
        return value

    def one_of(self, key: str, words: tuple[str, ...]) -> str:
        """One of some words; the first where nothing is said."""
        value = self.value(key, str, str(Side.UNKNOWN) if key == "side" else words[0])
        if value not in words:
            raise self.wrong(key, f'"{value[:60]}" is none of {", ".join(words)}')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        items = self.value(key, list, [])
        if len(items) > _LONGEST or not all(isinstance(item, str) for item in items):
            raise self.wrong(key, "it is no list of texts")
        return tuple(items)

    def notes(self) -> tuple[Note, ...]:
        """What a reader saw; a file of an older version has no keys."""
        parts = [self.texts(key) if key in self._facts else None for key in ("note_keys", "note_severities")]
        try:
            return notes_from(self.texts("notes"), *parts)
        except ValueError as error:
            raise self.wrong("note_keys", "its keys and severities are not those of its notes") from error

    def tracks(self) -> tuple[Track, ...]:
        """The insoles."""
        found = []
        for item in self.value("tracks", list, []):
            if not isinstance(item, list) or len(item) != 3 or item[0] not in tuple(Side):
                raise self.wrong("tracks", f"{item!r:.60} is no side with its first column and their number")
            if not all(type(number) is int and 0 <= number <= _LARGEST_PLATE for number in item[1:]):
                raise self.wrong("tracks", f"{item!r:.60} is no side with its first column and their number")
            found.append(Track(Side(item[0]), item[1], item[2]))
        return tuple(found)
