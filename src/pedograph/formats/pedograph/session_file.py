"""Pedograph's session as a file of recordings: the raw frames of one of them, without what was found in it."""

from __future__ import annotations

from pedograph.errors import ReadError
from pedograph.formats.archives import chosen
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.hdf5 import SIGNATURE, HDF5Parts, opened, read_errors
from pedograph.formats.pedograph.hdf5 import stored_recording
from pedograph.formats.pedograph.layout import VERSION
from pedograph.recording import PressureRecording

SPEC = FormatSpec(
    key="session",
    name="Pedograph session (HDF5)",
    vendor="Pedograph",
    description="A visit; the raw frames of one of its recordings are read, nothing that was found in them",
    extensions=(".h5",),
    page="docs/formats/session.md",
    notes=(
        "Of several recordings one is chosen by its number: visit.h5#001.",
        "Nothing is assumed beyond what was assumed when the recording was first read.",
    ),
)


def sniff(head: bytes, name: str) -> bool | str:
    """Whether an HDF5 file says that it is a session."""
    if not head.startswith(SIGNATURE):
        return "it is no HDF5 file"
    return True if b"pedograph-session" in head else "it does not say that it is a session"


def read(data: bytes, name: str) -> PressureRecording:
    """The only recording of a session; see `Format.read`."""
    return read_one(data, name, "")


def read_one(data: bytes, name: str, choice: str) -> PressureRecording:
    """One recording of a session by its number, such as ``001``; see `CollectionFormat.read_one`."""
    with opened(data, read_errors(name)) as parts:
        number = chosen(name, _names(parts, name), choice)
        return stored_recording(parts, f"recordings/{number}", SPEC.key, name, _version(parts, name))


def contents(data: bytes, name: str) -> tuple[str, ...]:
    """Numbers of the recordings; see `CollectionFormat.contents`."""
    with opened(data, read_errors(name)) as parts:
        return tuple(_names(parts, name))


def _names(parts: HDF5Parts, name: str) -> list[str]:
    """Numbers of the recordings, at least one, in order."""
    _version(parts, name)
    names = sorted(parts.members("recordings"), key=lambda member: (len(member), member))
    if not names:
        raise ReadError(name, "this session holds no recording")
    return names


def _version(parts: HDF5Parts, name: str) -> int:
    version = parts.whole_attribute("version")
    if version is None or version > VERSION:
        advice = "Install the newest Pedograph to open it"
        raise ReadError(name, "it is no session, or one of a newer version", advice=advice)
    return version
