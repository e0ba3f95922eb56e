"""One recording in an HDF5 file: the groups that a session has for each of its recordings, and nothing else."""

from __future__ import annotations

from typing import Final

from pedograph.errors import ReadError, RecordingError
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.arrays import as_frames
from pedograph.formats.parsing.hdf5 import SIGNATURE, HDF5Parts, opened, read_errors
from pedograph.formats.pedograph import layout
from pedograph.formats.pedograph.codec import read_recording, write_recording
from pedograph.formats.pedograph.hdf5_writing import HDF5Writer, hdf5_bytes
from pedograph.formats.pedograph.metadata import as_stored, first_source
from pedograph.recording import PressureRecording

SPEC = FormatSpec(
    key="pedograph_hdf5",
    name="Pedograph HDF5",
    vendor="Pedograph",
    description="One recording: frames in kPa, times, grid and source, laid out as in a session",
    extensions=(".h5", ".hdf5"),
    can_write=True,
    page="docs/formats/pedograph_hdf5.md",
    notes=("Nothing is assumed beyond what was assumed when the recording was first read.",),
)


FORMAT: Final = b"pedograph-recording"
"""Attribute ``format`` of the file."""
VERSION: Final = 1
"""Attribute ``version`` of the files that are written, and the newest that is read."""


def sniff(head: bytes, name: str) -> bool | str:
    """Whether an HDF5 file says that it is a recording."""
    if not head.startswith(SIGNATURE):
        return "it is no HDF5 file"
    return True if FORMAT in head else "it does not say that it is a recording of Pedograph"


def read(data: bytes, name: str) -> PressureRecording:
    """The recording in a Pedograph HDF5 file; see `Format.read`."""
    with opened(data, read_errors(name)) as parts:
        version = parts.whole_attribute("version")
        if version is None or version > VERSION:
            advice = "Install the newest Pedograph to open it"
            raise ReadError(name, "it is no recording, or one of a newer version", advice=advice)
        return stored_recording(parts, "", SPEC.key, name)


def stored_recording(
    parts: HDF5Parts, base: str, key: str, name: str, version: int = layout.VERSION
) -> PressureRecording:
    """The recording under a path of one of Pedograph's files, as one of that file.

    Parameters
    ----------
    parts, base, version
        As for `read_recording`.
    key, name : str
        Key of the format, and name of the file.

    Raises
    ------
    ReadError
        If a part is missing, damaged, of the wrong kind or out of range.
    """
    recording = read_recording(parts, base, version)
    as_frames(recording.pressure, name)  # they are in kPa already, but may be out of range
    return as_stored(recording, key, name)


def write(recording: PressureRecording) -> bytes:
    """The bytes of an HDF5 file with the same frames and times to the last digit, read back once.

    Raises
    ------
    RecordingError
        If the file would not be readable.
    """
    as_first = recording.with_metadata(first_source(recording.source))

    def fill(writer: HDF5Writer) -> None:
        write_recording(writer, as_first)

    return hdf5_bytes({"format": FORMAT.decode(), "version": VERSION}, fill, _unreadable, foreign=True)


def _unreadable(path: str, found: str) -> RecordingError:
    part = f"the part {path} of its file" if path else "its file"
    return RecordingError(f"the recording was not written, for it could not be read again: {part} {found}.")
