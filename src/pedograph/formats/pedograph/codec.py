"""A recording as groups of an HDF5 file, as docs/session-format.md has them: in a session, or alone in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pedograph.errors import PedographError
from pedograph.formats.parsing.hdf5 import HDF5Parts
from pedograph.formats.pedograph.hdf5_reading import read_groups
from pedograph.formats.pedograph.layout import RECORDED, VERSION, Values
from pedograph.formats.pedograph.metadata import recording_as_first_read
from pedograph.recording import PressureRecording

if TYPE_CHECKING:
    from pedograph.formats.pedograph.hdf5_writing import HDF5Writer

_SAID: Final = ("assumed", "notes", "note_keys", "note_severities")
_ORIGIN: Final = {"file": "original_file", "sha256": "original_sha256", "format": "original_format"}


def write_recording(
    writer: HDF5Writer, recording: PressureRecording, base: str = "", withheld: Sequence[str] = ()
) -> None:
    """Write what was recorded.

    Parameters
    ----------
    writer : HDF5Writer
        The file.
    recording : PressureRecording
        What to write, with its source as it is to be stored.
    base : str
        Path of the recording; "" for a file that holds nothing else.
    withheld : sequence of str
        Names of header fields that were taken out, for they name a person.
    """
    writer.make_group(base, RECORDED[0].description)
    writer.put_groups(RECORDED, _values(recording, withheld), base)


def read_recording(parts: HDF5Parts, base: str = "", version: int = VERSION) -> PressureRecording:
    """The recording whose groups are under a path, with its source as it is stored.

    Parameters
    ----------
    parts : HDF5Parts
        The open file.
    base : str
        Path of the recording; "" for a file that holds nothing else.
    version : int
        Version of the layout.

    Raises
    ------
    PedographError
        As the file's ``refuse`` makes it: if a part is missing, damaged, or of the wrong kind, or if they make no
        recording.
    """
    values = read_groups(parts, RECORDED, base, version)
    own, grid, source, header = values[""], values["grid"], values["source"], values["source/header"]

    def wrong(key: str, found: str) -> PedographError:
        return parts.refuse(base, f"cannot be understood ({key}: {found})")

    if len(set(header["field"])) != len(header["field"]):
        raise wrong("header", "it names a field twice")
    tracks = zip(*(values["tracks"][name] for name in ("side", "first_column", "columns")), strict=True)
    facts = {
        **{name: value for name, value in grid.items() if name != "active" and value is not None},
        **{name: own[name] for name in ("side", "task", "subject")},
        **{fact: source[name] for name, fact in _ORIGIN.items()},
        **{name: source[name] for name in _SAID if source[name] is not None},
        "header": dict(zip(header["field"], header["value"], strict=True)),
        "tracks": [list(track) for track in tracks],
    }
    pressure = own["pressure"]
    pressure.flags.writeable = False  # it is nobody else's, and need not be copied
    with understood(parts, base):
        return recording_as_first_read(pressure, own["time"], grid["active"], facts, wrong)


@contextmanager
def understood(parts: HDF5Parts, path: str) -> Iterator[None]:
    """Values that were read whole, but do not make what they should, are an error of their part."""
    try:
        yield
    except (PedographError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise parts.refuse(path, f"cannot be understood ({str(error).rstrip('.')})") from error


def _values(recording: PressureRecording, withheld: Sequence[str]) -> dict[str, Values]:
    """What was recorded, by path of the group."""
    grid, source, tracks = recording.grid, recording.source, recording.tracks
    cells: dict[str, Any] = {
        field.name: getattr(grid, field.name)
        for group in RECORDED
        if group.path == "grid"
        for field in group.fields
    }
    return {
        "": {
            "pressure": recording.pressure,
            "time": recording.time,
            "side": str(recording.side),
            "task": recording.task,
            "subject": recording.subject,
        },
        "tracks": {
            "side": [str(track.side) for track in tracks],
            "first_column": [track.first_column for track in tracks],
            "columns": [track.columns for track in tracks],
        },
        "grid": cells,
        "source": {
            "file": source.file,
            "sha256": source.sha256,
            "format": source.format,
            "assumed": source.assumed,
            "notes": [note.sentence for note in source.notes],
            "note_keys": [note.key for note in source.notes],
            "note_severities": [str(note.severity) for note in source.notes],
            "withheld": withheld,
        },
        "source/header": {"field": list(source.header), "value": list(source.header.values())},
    }
