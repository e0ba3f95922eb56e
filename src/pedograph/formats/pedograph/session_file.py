"""Pedograph's session as a file of recordings: the raw frames of one of them, without what was found in it."""

from __future__ import annotations

from typing import Final

from pedograph.errors import ReadError
from pedograph.formats.archives import chosen
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.hdf5 import SIGNATURE, HDF5Parts, Refuse, opened
from pedograph.formats.pedograph.digests import check_complete
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

_ADVICE: Final = (
    "Open a backup, or save what is complete with `pedograph repair FILE OUT` "
    "(`pedograph verify FILE` lists what is not)"
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
    with opened(data, _errors(name)) as parts:
        names = _names(parts, name)
        others = [f"recordings/{other}" for other in names if choice and other != choice]
        check_complete(data, _errors(name), without=others)
        number = chosen(name, names, choice)
        return stored_recording(parts, f"recordings/{number}", SPEC.key, name, _version(parts, name))


def contents(data: bytes, name: str) -> tuple[str, ...]:
    """Numbers of the recordings of a session that is complete; see `CollectionFormat.contents`."""
    with opened(data, _errors(name)) as parts:
        names = tuple(_names(parts, name))
    check_complete(data, _errors(name))
    return names


def _errors(name: str) -> Refuse:
    """Errors of a session: it is not taken apart if any of it is damaged, but repaired if that is asked for."""

    def refuse(path: str, found: str) -> ReadError:
        return ReadError(name, f"the part {path} {found}" if path else f"it {found}", advice=_ADVICE)

    return refuse


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
