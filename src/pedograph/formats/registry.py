"""The formats there are, and how a file finds the one that reads it: by its content, never by its name."""

from __future__ import annotations

import importlib
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from types import MappingProxyType
from typing import Final, cast

from pedograph._platform.atomic_write import replace_file
from pedograph.errors import ReadError, RecordingError, SettingsError
from pedograph.formats.archives import HEAD, is_archive, packed_as_named, unpacked
from pedograph.formats.archives import recordings_in as packed_recordings
from pedograph.formats.companions import reading
from pedograph.formats.model import CollectionFormat, Format, FormatSpec, WritableFormat
from pedograph.formats.unknown_file import what_it_is
from pedograph.privacy.deidentify import persons_of_a_file, public_file_name
from pedograph.recording import PressureRecording

ENTRY_POINTS: Final = "pedograph.formats"
"""Group under which other packages name modules with formats of their own."""

SESSION: Final = "session"
"""Key of the format of sessions."""
_BUILT_IN = (
    "apd.static",
    "apd.dynamic",
    "novel.emed",
    "footscan.dynamic",
    "footscan.plate",
    "novel.pedar",
    "novel.pliance",
    "stappone.export",
    "tekscan.ascii_export",
    "xsensor.export",
    "zebris.raw",
    "zebris.report",
    "datasets.cadwalk",
    "datasets.jiku",
    "pedograph.frames_csv",
    "pedograph.hdf5",
    "pedograph.frames_npz",
    "pedograph.session_file",
    "datasets.stepup",
    "table.reader",
)
_FILE_FIELDS = ("file", "file name", "filename", "original file")
"""Fields of headers, in small letters, that hold a file's name."""
_LARGEST_FILE = 2 << 30
_BLANK = b"\0\t\n\r\x0b\x0c "
_EMPTY_ADVICE = "Export the recording once more from the vendor's program"


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
    file, choice = _split(os.fsdecode(path))
    with reading(file):
        return read_bytes(_file_bytes(file), file, choice)


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
    file, choice = _split(os.fsdecode(path))
    data, name = _file_bytes(file), _bare(file)
    packed = is_archive(data) and not _claims(data[:HEAD], name)[0]
    if packed and not choice and len(found := packed_recordings(data, name, _rank)) > 1:
        return found
    if packed:
        member = unpacked(data, name, _rank, choice)
        data, name = member.data, member.name
    module = _module_for(data, name)
    with _only_read_errors(module.SPEC, name):
        return module.contents(data, name) if isinstance(module, CollectionFormat) else ()


def names_in_path(path: str | os.PathLike[str]) -> tuple[str, str]:
    """The file's name without its folder, in letters that can be printed, and what is chosen in it; as they are.

    Parameters
    ----------
    path : str or path
        As `read` takes it; the file need not be there.
    """
    file, choice = _split(os.fsdecode(path))
    return _bare(file), choice


def file_in_path(path: str | os.PathLike[str]) -> str:
    """The file that a path names, with its folder and without what is chosen in it."""
    return _split(os.fsdecode(path))[0]


def file_as_read(path: str | os.PathLike[str]) -> tuple[bytes, str]:
    """The bytes of the file that a path names, out of its archive if it lies in one, and what is chosen in it.

    Raises
    ------
    ReadError
        As `read` does.
    """
    file, choice = _split(os.fsdecode(path))
    data, name = _file_bytes(file), _bare(file)
    if is_archive(data) and not _claims(data[:HEAD], name)[0]:
        member = unpacked(data, name, _rank, choice)
        return member.data, member.choice
    return data, choice


def kind_of_file(path: str | os.PathLike[str]) -> str:
    """What kind of recordings a file that is there holds, by its first bytes.

    Returns
    -------
    str
        Key of the format, or "archive"; "" where there is no file, or one of no known format.

    Raises
    ------
    OSError
        If the file may not be read.
    """
    file = Path(path)
    if not file.is_file():
        return ""
    with file.open("rb") as stream:
        head = stream.read(HEAD)
    claims = _claims(head, file.name)[0]
    if claims:
        return claims[0].SPEC.key
    return "archive" if is_archive(head) else ""


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
    bare = _bare(name)
    shown = f"{bare}#{choice}" if choice else bare
    with persons_of_a_file() as persons:
        if is_archive(data) and not _claims(data[:HEAD], bare)[0]:
            recording, member = _read_archive(data, bare, choice)
            note = f"Read from {public_file_name(member, persons)} in the archive."
            return _with_source(recording, data, shown, persons, note)
        return _with_source(_read(data, bare, choice), data, shown, persons)


def write_bytes(recording: PressureRecording, format_key: str) -> bytes:
    """The bytes of a file of the format ``format_key``; see `write`."""
    module = formats().get(format_key)
    if module is None:
        raise SettingsError(f'there is no format "{format_key}"; the formats are {", ".join(formats())}.')
    if not module.SPEC.can_write or not isinstance(module, WritableFormat):
        able = ", ".join(key for key, other in formats().items() if other.SPEC.can_write)
        raise SettingsError(f"{module.SPEC.name} cannot be written; these can: {able}.")
    return module.write(recording)


def write(recording: PressureRecording, path: str | os.PathLike[str], format_key: str = "") -> None:
    """Write a recording as a vendor's file, whole or not at all.

    Parameters
    ----------
    recording : PressureRecording
        What to write.
    path : str or path
        The file; an existing one is replaced when the new one is complete. A name that ends in .zip or .gz makes
        an archive with the file in it.
    format_key : str, optional
        Key of a format with ``can_write``; by the name's ending (`format_by_name`) if not given.

    Raises
    ------
    SettingsError
        If there is no such format, it cannot be written, or the ending does not tell it.
    RecordingError
        If the format cannot hold this recording.
    OSError
        If the disk refuses.
    """
    format_key = format_key or format_by_name(path)
    put_bytes(write_bytes(recording, format_key), path, format_key)


def put_bytes(data: bytes, path: str | os.PathLike[str], format_key: str) -> None:
    """Put the bytes of a file of a format where they belong, packed if the name says so; see `write`."""
    path = Path(path)
    endings = formats()[format_key].SPEC.extensions
    if path.suffix.lower() not in endings:
        data = packed_as_named(data, path.name, next(filter(None, endings), ""))
    replace_file(path, data)


def format_by_name(path: str | os.PathLike[str]) -> str:
    """Key of the one writable format whose files end as a name does; of several, the one that is called so.

    Parameters
    ----------
    path : str or path
        What is going to be written; an ending .zip or .gz is taken for an archive's.

    Raises
    ------
    SettingsError
        If there is no such format, or several; it names them.
    """
    name = Path(path).name
    packed = Path(name).suffix.lower() in (".zip", ".gz")
    ending = Path(Path(name).stem if packed else name).suffix.lower()
    able = [spec for spec in list_formats() if spec.can_write]
    fitting = [spec.key for spec in able if ending and ending in spec.extensions]
    if ending[1:] in fitting:
        return ending[1:]
    if len(fitting) == 1:
        return fitting[0]
    keys = ", ".join(fitting or [spec.key for spec in able])
    found = f'several formats end in "{ending}"' if fitting else "its ending tells no format"
    raise SettingsError(f"{name}: {found}; say which one it is to be: {keys}.")


def list_formats() -> tuple[FormatSpec, ...]:
    """What formats there are: built-in ones first, then those of other packages."""
    return tuple(module.SPEC for module in formats().values())


@cache
def formats() -> Mapping[str, Format]:
    """The modules of all formats by key; one of another package that does not load is left out, with a warning."""
    from importlib.metadata import entry_points

    found: dict[str, Format] = {}
    for name in _BUILT_IN:
        module = cast(Format, importlib.import_module(f"pedograph.formats.{name}"))
        found[module.SPEC.key] = module
    for entry in entry_points(group=ENTRY_POINTS):
        try:
            module = entry.load()
            key = module.SPEC.key
            complete = isinstance(module, Format) and isinstance(module.SPEC, FormatSpec) and key not in found
        except Exception as error:  # noqa: BLE001 - whatever another package does, the other formats must work
            warnings.warn(f"The format {entry.name} of {entry.value} cannot be loaded: {error}.", stacklevel=2)
            continue
        if complete:
            found[key] = module
        else:
            text = (
                f"The format {entry.name} of {entry.value} is not complete, or its key is taken; it is left out."
            )
            warnings.warn(text, stacklevel=2)
    return MappingProxyType(found)


def _bare(path: str) -> str:
    """The file's name without its folder, in letters that can be printed."""
    return (Path(path).name or path).encode("utf-8", errors="replace").decode("utf-8")


def _file_bytes(path: str) -> bytes:
    """All of a file, read once."""
    bare = _bare(path)
    try:
        status = Path(path).stat()
        if S_ISDIR(status.st_mode):
            raise ReadError(bare, "this is a folder", advice="Open the recordings in it, one or several at a time")
        if not S_ISREG(status.st_mode):
            raise ReadError(bare, "this is a device, not a file")
        if status.st_size > _LARGEST_FILE:
            raise ReadError(bare, f"the file is larger than {_LARGEST_FILE >> 30} GB, which no recording is")
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise ReadError(bare, "there is no such file", advice="Check its name and folder") from None
    except PermissionError:
        raise ReadError(bare, "the file may not be read", advice="Ask for the right to read it") from None
    except (OSError, ValueError) as error:
        raise ReadError(bare, f"the file cannot be read ({error.__class__.__name__})") from error


def _split(path: str) -> tuple[str, str]:
    """The file that a path names, and what is chosen in it; a file with a ``#`` in its name is a file."""
    if "#" not in path or Path(path).exists():
        return path, ""
    for place in [place for place, sign in enumerate(path) if sign == "#"][::-1]:
        if place and Path(path[:place]).is_file():
            return path[:place], path[place + 1 :]
    return path, ""


def _claims(head: bytes, name: str) -> tuple[list[Format], dict[str, str]]:
    """Formats that recognise a file by its first bytes (fallbacks only where none does), and why others do not."""
    claims: list[Format] = []
    reasons: dict[str, str] = {}
    for key, module in sorted(formats().items(), key=lambda item: item[1].SPEC.fallback):
        if claims and module.SPEC.fallback:
            break
        try:
            verdict = module.sniff(head, name)
        except Exception as error:  # noqa: BLE001 - a fault in one format must not keep a file from another
            verdict = f"it could not look at the file ({error.__class__.__name__})"
        if verdict is True:
            claims.append(module)
        else:
            reasons[key] = verdict if isinstance(verdict, str) else "its marks are not there"
    return claims, reasons


def knows(head: bytes, name: str) -> bool:
    """Whether a format knows a file by its first 64 KiB."""
    return bool(_claims(head, name)[0])


def _rank(head: bytes, name: str) -> int:
    """2 for a file of a known format, 1 for one that only a fallback reads, 0 for any other."""
    claims = _claims(head, name)[0]
    return (1 if claims[0].SPEC.fallback else 2) if claims else 0


def _module_for(data: bytes, name: str) -> Format:
    """The first format that recognises a file."""
    if not data[:HEAD].strip(_BLANK) and not data.strip(_BLANK):
        raise ReadError(name, "the file is empty", advice=_EMPTY_ADVICE)
    claims, reasons = _claims(data[:HEAD], name)
    if not claims:
        found = f"it is of no known format: {what_it_is(data[:HEAD])}"
        advice = "Export the recording from the vendor's program in a format that `pedograph formats` lists"
        raise ReadError(name, found, advice=advice, details=[f"{key}: {why}" for key, why in reasons.items()])
    return claims[0]


def _read(data: bytes, name: str, choice: str) -> PressureRecording:
    """The recording, by the first format that recognises it."""
    module = _module_for(data, name)
    with _only_read_errors(module.SPEC, name):
        if not choice:
            return module.read(data, name)
        if isinstance(module, CollectionFormat):
            return module.read_one(data, name, choice)
    raise ReadError(name, f'it holds one recording, and nothing in it is called "{choice[:60]}"')


@contextmanager
def _only_read_errors(spec: FormatSpec, name: str) -> Iterator[None]:
    """Whatever a reader does wrong is said as a ReadError."""
    try:
        yield
    except ReadError:
        raise
    except RecordingError as error:
        raise ReadError(name, f"it is no recording: {error}", advice=_EMPTY_ADVICE) from error
    except Exception as error:
        found = f"the reader of {spec.name} failed ({error.__class__.__name__}: {error})"
        raise ReadError(name, found, advice="Please report this, if you can with the file") from error


def _read_archive(data: bytes, name: str, choice: str) -> tuple[PressureRecording, str]:
    """The recording in an archive, and the name of its file there; errors name the archive and that file."""
    member = unpacked(data, name, _rank, choice)
    try:
        recording = _read(member.data, member.name, member.choice)
    except ReadError as error:
        where = ", ".join(part for part in (member.name, error.where) if part not in ("", name))
        advice = error.advice.replace(f"{member.name}#", f"{name}#{member.name}#")
        raise ReadError(name, error.found, where=where, advice=advice, details=error.details) from error
    return recording, member.name


def _with_source(
    recording: PressureRecording, data: bytes, name: str, persons: Sequence[str], *notes: str
) -> PressureRecording:
    """The recording with the file's name and hash; names of files without what tells who was recorded."""
    import hashlib

    source = recording.source
    file = public_file_name(name, persons, own=source.format == SESSION)
    header = {
        key: public_file_name(value, persons) if key.lower() in _FILE_FIELDS else value
        for key, value in source.header.items()
    }
    if file != name or header != source.header:
        notes = (*notes, "What looks like a person's name or a date in the file's name was left out.")
    digest = hashlib.sha256(data).hexdigest()
    source = replace(source, file=file, sha256=digest, header=header, notes=(*source.notes, *notes))
    return recording.with_metadata(source)
