"""One recording in an HDF5 file: the groups that a session has for each of its recordings, and nothing else."""

from __future__ import annotations

from pedograph.errors import ReadError
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.hdf5 import SIGNATURE, opened
from pedograph.formats.pedograph.codec import recording_at
from pedograph.formats.pedograph.hdf5_writer import FORMAT, VERSION, write
from pedograph.recording import PressureRecording

__all__ = ["SPEC", "read", "sniff", "write"]

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


def sniff(head: bytes, name: str) -> bool | str:
    """Whether an HDF5 file says that it is a recording."""
    if not head.startswith(SIGNATURE):
        return "it is no HDF5 file"
    return True if FORMAT in head else "it does not say that it is a recording of Pedograph"


def read(data: bytes, name: str) -> PressureRecording:
    """The recording in a Pedograph HDF5 file; see `Format.read`."""
    with opened(data, name) as parts:
        version = parts.whole_attribute("version")
        if version is None or version > VERSION:
            advice = "Install the newest Pedograph to open it"
            raise ReadError(name, "it is no recording, or one of a newer version", advice=advice)
        return recording_at(parts, "", SPEC.key, name)
