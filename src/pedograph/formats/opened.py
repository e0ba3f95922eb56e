"""Opening a file: read from the disk, hashed and recognised once, however many recordings are in it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final

from pedograph._platform.regular_file import open_regular
from pedograph.errors import ReadError
from pedograph.formats.archives import Archive, is_archive
from pedograph.formats.context import FileContext
from pedograph.formats.model import HEAD, SESSION
from pedograph.formats.recognition import Content
from pedograph.formats.recording_path import file_name, parts_of_path
from pedograph.notes import Note
from pedograph.privacy.deidentify import public_file_name
from pedograph.recording import PressureRecording

ARCHIVE: Final = "archive"
"""Kind of a file that is a zip or gzip archive, and of no format."""

_HDF5 = b"\x89HDF\r\n\x1a\n"
_NAME_LEFT_OUT = Note(
    "name_left_out_of_file_name",
    "What looks like a person's name or a date in the file's name was left out.",
)
_FILE_FIELDS = ("file", "file name", "filename", "original file")
"""Fields of headers, in lower case, that hold a file's name."""
_LARGEST_FILE = 2 << 30


@dataclass(frozen=True)
class FileKind:
    """What a file is, by its first bytes.

    Parameters
    ----------
    key : str
        Key of the format, "archive", or empty for a file of no known format.
    damaged_session : bool
        Whether it is an HDF5 file that no format knows, as a damaged session is.
    """

    key: str
    damaged_session: bool = False

    @property
    def is_session(self) -> bool:
        """whether it is a session, complete or damaged."""
        return self.key == SESSION or self.damaged_session


@dataclass(frozen=True, eq=False)
class Reading:
    """A recording as it was read.

    Parameters
    ----------
    recording : PressureRecording
        What was read.
    fields_left_out : tuple of str
        Names of header fields that were left out because they are about the person.
    """

    recording: PressureRecording
    fields_left_out: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Unpacked:
    """A file out of its archive, or as it is where it is in none.

    Parameters
    ----------
    name : str
        Its name.
    data : bytes
        All of it.
    choice : str
        What is chosen in it.
    """

    name: str
    data: bytes
    choice: str


class OpenedFile:
    """The bytes of a file and what is in it.

    Parameters
    ----------
    data : bytes
        All of the file.
    name : str
        Its name; a folder before it is left out.
    path : Path, optional
        Where the file is, if it is on the disk.
    """

    def __init__(self, data: bytes, name: str, path: Path | None = None) -> None:
        self.data = data
        self.name = file_name(name)
        self.path = path
        self._content = Content(self.name, lambda: data[:HEAD], lambda: data)
        self._unpacked: tuple[Content, bytes] | None = None

    @cached_property
    def sha256(self) -> str:
        """Hash of the file, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def kind(self) -> FileKind:
        """What the file is; of an archive, not what is in it."""
        return _kind(self._content)

    @cached_property
    def contents(self) -> tuple[str, ...]:
        """Names of the recordings in it, as `read` takes them; empty where there is nothing to choose.

        Raises
        ------
        ReadError
            If it is of no known format, or damaged.
        """
        return self.contents_of("")

    def contents_of(self, choice: str) -> tuple[str, ...]:
        """Names of the recordings in one of the files in an archive; empty where no more is to be chosen.

        Parameters
        ----------
        choice : str
            Name of that file; empty for this file itself.

        Raises
        ------
        ReadError
            As for `contents`, and where there is no such file.
        """
        if self._archive is not None and not choice and len(self._archive.recordings) > 1:
            return self._archive.recordings
        content, within = self._place(choice)
        if within:
            return ()
        with self._named_in_errors(content):
            return content.names(self._bytes_of(content))

    def read(self, choice: str = "") -> PressureRecording:
        """The only recording, or one of several; see `pedograph.read`.

        Parameters
        ----------
        choice : str
            One of `contents`; behind the name of a file in an archive and a ``#`` one of those in that file.

        Raises
        ------
        ReadError
            If it is of no known format, holds no such recording or several of which none was chosen, or something
            in it is not as it should be.
        """
        return self.reading(choice).recording

    def reading(self, choice: str = "") -> Reading:
        """As `read`, together with what was left out."""
        content, within = self._place(choice)
        context = FileContext(self.path)
        with self._named_in_errors(content):
            recording = content.recording(self._bytes_of(content), within, context)
        called = f"{self.name}#{choice}" if choice else self.name
        notes: tuple[Note, ...] = ()
        if content is not self._content:
            sentence = f"Read from {public_file_name(content.name, context.persons)} in the archive."
            notes = (Note("read_from_archive", sentence),)
        recording = self._with_source(recording, called, context.persons, notes)
        return Reading(recording, context.fields_left_out)

    def unpacked(self, choice: str = "") -> Unpacked:
        """The file that a recording is in, out of the archive where it is in one.

        Raises
        ------
        ReadError
            As `read` does.
        """
        content, within = self._place(choice)
        return Unpacked(content.name, self._bytes_of(content), within)

    @cached_property
    def _archive(self) -> Archive | None:
        """The archive that the file is, if it is one and of no format."""
        return Archive(self.data, self.name) if self.kind.key == ARCHIVE else None

    def _place(self, choice: str) -> tuple[Content, str]:
        """The content in which a recording is, and what of the choice is left for it."""
        return (self._content, choice) if self._archive is None else self._archive.file(choice)

    def _bytes_of(self, content: Content) -> bytes:
        """All of a content; what was unpacked last is kept, for several recordings may be in it."""
        if self._unpacked is None or self._unpacked[0] is not content:
            self._unpacked = None  # two of them need not fit into memory
            self._unpacked = content, content.bytes_to_read()
        return self._unpacked[1]

    @contextmanager
    def _named_in_errors(self, content: Content) -> Iterator[None]:
        """Errors name this file, and where it is an archive, the file in it."""
        try:
            yield
        except ReadError as error:
            if content is self._content:
                raise
            where = ", ".join(part for part in (content.name, error.where) if part not in ("", self.name))
            advice = error.advice.replace(f"{content.name}#", f"{self.name}#{content.name}#")
            raise ReadError(self.name, error.found, where=where, advice=advice, details=error.details) from error

    def _with_source(
        self, recording: PressureRecording, called: str, persons: Sequence[str], notes: tuple[Note, ...]
    ) -> PressureRecording:
        """The recording with the file's name and hash; names of files without what tells who was recorded."""
        source = recording.source
        file = public_file_name(called, persons, own=source.format == SESSION)
        header = {
            key: public_file_name(value, persons) if key.lower() in _FILE_FIELDS else value
            for key, value in source.header.items()
        }
        if file != called or header != source.header:
            notes = (*notes, _NAME_LEFT_OUT)
        source = replace(source, file=file, sha256=self.sha256, header=header, notes=(*source.notes, *notes))
        return recording.with_metadata(source)


def open_file(path: str | os.PathLike[str]) -> OpenedFile:
    """A file, read from the disk once.

    Parameters
    ----------
    path : str or path
        The file, without a choice of what is in it.

    Raises
    ------
    ReadError
        If there is no such file, or it cannot be read.
    """
    file = os.fsdecode(path)
    return OpenedFile(_file_bytes(file), file, Path(file))


def read(path: str | os.PathLike[str]) -> PressureRecording:
    """The recording in a file of any known format, also inside a zip or gzip archive.

    Parameters
    ----------
    path : str or path
        The file; its name plays no part in finding the format. Of a file with several recordings one is chosen by
        its name behind a ``#``: ``walks.zip#second.lst``, ``subj000.h5#img007``, ``study.zip#visit.h5#000``.

    Returns
    -------
    PressureRecording
        kPa, s and mm, rows along the walking direction; ``source`` says how it was read, without names, birth
        dates and folders, in the header as in the file's name.

    Raises
    ------
    ReadError
        If there is no such file, it is of no known format, it holds several recordings and none was chosen, or
        something in it is not as it should be.
    """
    file, choice = parts_of_path(path)
    return open_file(file).read(choice)


def read_bytes(data: bytes, name: str, choice: str = "") -> PressureRecording:
    """The recording in the bytes of a file; see `read`.

    Parameters
    ----------
    data : bytes
        All of the file.
    name : str
        Its name without the folder.
    choice : str
        Which of several recordings in it, as named by `recordings_in`.

    Raises
    ------
    ReadError
        As `read` does.
    """
    return OpenedFile(data, name).read(choice)


def recordings_in(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """Names of the recordings in a file of several, as they are put behind a ``#`` to `read` one.

    Parameters
    ----------
    path : str or path
        The file; a choice behind a ``#`` lists what is in that part of it.

    Returns
    -------
    tuple of str
        In the order of the file; empty for a file of one recording.

    Raises
    ------
    ReadError
        If the file cannot be opened, is of no known format, or is damaged.
    """
    file, choice = parts_of_path(path)
    return open_file(file).contents_of(choice)


def kind_of_file(path: str | os.PathLike[str]) -> FileKind:
    """What kind of file is there, by its first bytes, which alone are read; none where there is no file.

    Raises
    ------
    OSError
        If the file may not be read.
    """
    file = Path(path)
    if not file.is_file():
        return FileKind("")
    with open_regular(file) as stream:
        head = stream.read(HEAD)
    return _kind(Content(file_name(file.name), lambda: head, lambda: head))


def _kind(content: Content) -> FileKind:
    """What a file is."""
    if content.recognised.format is not None:
        return FileKind(content.recognised.format.SPEC.key)
    if is_archive(content.head):
        return FileKind(ARCHIVE)
    return FileKind("", damaged_session=content.head.startswith(_HDF5))


def _file_bytes(path: str) -> bytes:
    """All of a file, read once."""
    bare = file_name(path)
    try:
        status = Path(path).stat()
        if S_ISDIR(status.st_mode):
            raise ReadError(bare, "this is a folder", advice="Open the recordings in it, one or several at a time")
        if not S_ISREG(status.st_mode):
            raise ReadError(bare, "this is a device, not a file")
        if status.st_size > _LARGEST_FILE:
            raise ReadError(bare, f"the file is larger than {_LARGEST_FILE >> 30} GB, which no recording is")
        with open_regular(path) as file:
            return file.read()
    except FileNotFoundError:
        raise ReadError(bare, "there is no such file", advice="Check its name and folder") from None
    except PermissionError:
        raise ReadError(bare, "the file may not be read", advice="Ask for the right to read it") from None
    except (OSError, ValueError) as error:
        raise ReadError(bare, f"the file cannot be read ({error.__class__.__name__})") from error
