"""What a format is to the rest of Pedograph: a description, a look at the content, a reader, perhaps a writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from pedograph.notes import Note, doubt
from pedograph.recording import PressureRecording

HEAD: Final = 1 << 16
"""Bytes that formats look at to recognise a file."""

SESSION: Final = "session"
"""Key of the format of sessions."""


@dataclass(frozen=True)
class FormatSpec:
    """What a person needs to know of a format.

    Parameters
    ----------
    key : str
        Short name in lower case that settings, sessions and the command line use ("footscan_plate").
    name : str
        Name as the vendor's users know it.
    vendor : str
        Who makes the device.
    description : str
        One sentence: what such a file holds.
    extensions : tuple of str
        Usual endings of its file names, with the dot; only a hint, content decides. "" where there is none.
    can_write : bool
        Whether the module has a ``write``.
    page : str
        Page of the documentation.
    notes : tuple of str
        What is assumed when such a file is read, and what is left out; one sentence each.
    fallback : bool
        Whether it reads only what no other format recognises, such as plain tables of numbers.
    """

    key: str
    name: str
    vendor: str
    description: str
    extensions: tuple[str, ...]
    can_write: bool = False
    page: str = ""
    notes: tuple[str, ...] = ()
    fallback: bool = False


@runtime_checkable
class Format(Protocol):
    """A module (or any object) that reads one format; built in, or an entry point of ``pedograph.formats``."""

    SPEC: FormatSpec

    def sniff(self, head: bytes, name: str) -> bool | str:
        """Whether ``head``, the first 64 KiB of a file called ``name``, is of this format.

        Returns
        -------
        bool or str
            True where it is; otherwise the reason why not, as a clause ("it has no picture numbers").
        """
        ...

    def read(self, data: bytes, name: str) -> PressureRecording:
        """The recording in ``data``: kPa, rows towards the toes, columns to the walker's right, seen from above.

        The hash and the name of the file itself are added. A reader may take a further argument ``context``, a
        `pedograph.formats.context.FileContext`, which is passed by that name: it says what is beside the file, and
        is told what the reader leaves out because it is about a person.

        Raises
        ------
        ReadError
            With the place in the file, for everything that is not as it should be.
        """
        ...


@runtime_checkable
class CollectionFormat(Format, Protocol):
    """A format of which one file can hold several recordings.

    Its ``read`` returns the only recording of a file, and refuses a file with several by `several` of
    `pedograph.formats.archives`, which says how one is chosen.
    """

    def contents(self, data: bytes, name: str) -> tuple[str, ...]:
        """Names of the recordings in a file, in order; empty where there is nothing to choose.

        Raises
        ------
        ReadError
            As ``read`` does.
        """
        ...

    def read_one(self, data: bytes, name: str, choice: str) -> PressureRecording:
        """The recording that is called ``choice``; it may take a ``context``, as ``read`` may.

        Raises
        ------
        ReadError
            As ``read`` does, and where there is no such recording.
        """
        ...


@runtime_checkable
class WritableFormat(Format, Protocol):
    """A format that can also be written."""

    def write(self, recording: PressureRecording) -> bytes:
        """The bytes of a file that reads back to the same frames, to the format's own precision.

        Raises
        ------
        RecordingError
            Where the format cannot hold this recording.
        """
        ...


PERSON_LEFT_OUT: Final = Note("person_left_out", "Name, birth date and other fields of the person were left out.")
FOLDER_LEFT_OUT: Final = Note("folder_left_out", "The folder of the file named in the header was left out.")


def frames_missing(before: int, after: int) -> Note:
    """A note on two frames that follow each other, though their numbers do not."""
    return doubt("frames_missing", f"Frame {after} follows frame {before}: frames are missing between them.")
