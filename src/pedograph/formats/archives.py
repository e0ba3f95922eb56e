"""Recordings inside zip and gzip archives, unpacked in memory and within bounds."""

from __future__ import annotations

import io
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pedograph.errors import ReadError

if TYPE_CHECKING:
    import zipfile

MOST_BYTES: Final = 1 << 30
"""No recording unpacks to more."""

MOST_RATIO: Final = 400
"""Real recordings, empty plates for the most part, shrink a hundredfold and more; beyond this it is a trap."""

HARMLESS: Final = 32 << 20
"""Bytes that may come out at any ratio."""

HEAD: Final = 1 << 16
"""Bytes that formats look at to recognise a file."""

_MOST_MEMBERS = 1000
_PIECE = 1 << 20
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_STORED, _DEFLATED = 0, 8


Rank = Callable[[bytes, str], int]
"""How well the first bytes and the name of a file are known: 0 not at all; only files of the best rank count."""


@dataclass(frozen=True)
class Member:
    """What was in an archive: the name of the file in it, its bytes, and what of the choice is left for it."""

    name: str
    data: bytes
    choice: str = ""


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a zip or gzip archive."""
    return data.startswith((*_ZIP, _GZIP))


def unpacked(data: bytes, name: str, rank: Rank, choice: str = "") -> Member:
    """The one recording in an archive, or the one that is chosen.

    Parameters
    ----------
    data : bytes
        The archive.
    name : str
        Its name, for errors.
    rank : callable
        Tells from the first bytes and the name how well a file is known. Only a known file is unpacked; of a
        single unknown one the first bytes are returned, from which it can be said why it is not known.
    choice : str
        Name of a file in a zip archive, with or without its folder; behind a ``#`` a choice within that file.

    Raises
    ------
    ReadError
        If it is damaged, holds no recording or several, is protected by a password, or unpacks to far too much.
    """
    if data.startswith(_GZIP):
        return _from_gzip(data, name, rank, choice)
    with _opened(data, name) as archive:
        return _from_zip(archive, len(data), name, rank, choice)


def recordings_in(data: bytes, name: str, rank: Rank) -> tuple[str, ...]:
    """Names of the files in a zip archive that look like recordings, by which they are chosen; none for gzip.

    Raises
    ------
    ReadError
        If the archive is damaged, or holds far too many files.
    """
    if data.startswith(_GZIP):
        return ()
    with _opened(data, name) as archive:
        infos = _files(archive)
        names = _names(infos)
        return tuple(names[info.filename] for info in _known(archive, infos, name, rank))


def packed_as_named(data: bytes, name: str, ending: str) -> bytes:
    """The bytes of a file as an archive, where the name that it gets is one of an archive; else as they are.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What it is going to be called: .zip and .gz make an archive. The same bytes give the same archive.
    ending : str
        Ending of the file in a zip archive, where ``name`` has none before its .zip.
    """
    inner, _, kind = name.rpartition(".")
    if kind.lower() == "gz":
        import gzip

        return gzip.compress(data, mtime=0)
    if kind.lower() != "zip":
        return data
    import zipfile

    entry = zipfile.ZipInfo(inner if "." in inner.strip(".") else f"{inner}{ending}")
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16  # else nobody but root may read what is unpacked
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(entry, data)
    return packed.getvalue()


def largest_content(packed: int) -> int:
    """Most bytes that ``packed`` bytes of a file may unpack to."""
    return min(MOST_BYTES, max(HARMLESS, MOST_RATIO * packed))


def _bomb(name: str, where: str = "") -> ReadError:
    found = "it unpacks to far more than a recording holds"
    return ReadError(name, found, where=where, advice="Do not open it unless you know where it comes from")


def _damaged(name: str, where: str = "") -> ReadError:
    advice = "Copy or pack the file once more; it may have been cut off"
    return ReadError(name, "the archive is damaged", where=where, advice=advice)


def _from_gzip(data: bytes, name: str, rank: Rank, choice: str) -> Member:
    """The content of a gzip archive, unpacked once to see how large it is and once to keep it."""
    inner = name[:-3] if name.lower().endswith(".gz") else name
    head = b""
    for piece in _gzip_pieces(data, name):
        head += piece[:HEAD]
        if len(head) >= HEAD:
            break
    if not rank(head[:HEAD], inner):
        return Member(inner, head[:HEAD], choice)
    limit = largest_content(len(data))
    for piece in _gzip_pieces(data, name):
        limit -= len(piece)
        if limit < 0:
            raise _bomb(name)
    return Member(inner, b"".join(_gzip_pieces(data, name)), choice)


def _gzip_pieces(data: bytes, name: str) -> Iterator[bytes]:
    """The content, at most a megabyte at a time."""
    rest = data
    while rest.startswith(_GZIP):
        stream = zlib.decompressobj(wbits=31)
        while not stream.eof:
            try:
                piece = stream.decompress(rest, _PIECE)
            except zlib.error:
                raise _damaged(name) from None
            rest = stream.unconsumed_tail
            if not piece and not rest and not stream.eof:
                raise _damaged(name)
            yield piece
        rest = stream.unused_data


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """The zip archive; whatever is wrong with it is a ReadError."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError):
        raise _damaged(name) from None


def _from_zip(archive: zipfile.ZipFile, packed: int, name: str, rank: Rank, choice: str) -> Member:
    """The one recording of a zip archive, or the one that is chosen."""
    infos = _files(archive)
    if not infos:
        raise ReadError(name, "the archive holds no file")
    info, left = _chosen(infos, choice)
    if info is None:
        info = infos[0] if len(infos) == 1 else _only(_known(archive, infos, name, rank), infos, name, choice)
    head = _content(archive, info, packed, name, HEAD)
    if not rank(head, _bare(info)):
        return Member(_bare(info), head, left)
    return Member(_bare(info), _content(archive, info, packed, name), left)


def _chosen(infos: list[zipfile.ZipInfo], choice: str) -> tuple[zipfile.ZipInfo | None, str]:
    """The file that a choice names, and what of the choice is left for the file itself."""
    names = _names(infos)
    for info in infos:
        for known in (names[info.filename], info.filename):
            if choice == known:
                return info, ""
            if choice.startswith(f"{known}#"):
                return info, choice[len(known) + 1 :]
    return None, choice


def _names(infos: list[zipfile.ZipInfo]) -> dict[str, str]:
    """What each file is called: without its folder, unless another of the same name is in another folder."""
    counts = Counter(_bare(info) for info in infos)
    return {info.filename: _bare(info) if counts[_bare(info)] == 1 else info.filename for info in infos}


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files that a person put there."""
    return [info for info in archive.infolist() if _is_file(info)]


def _is_file(info: zipfile.ZipInfo) -> bool:
    """Whether a person put it there, not a system."""
    return not (info.is_dir() or info.filename.startswith("__MACOSX/") or _bare(info).startswith("."))


def _bare(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/").rsplit("/", 1)[-1]


def _known(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str, rank: Rank) -> list[zipfile.ZipInfo]:
    """The files that are known best, in their order."""
    if len(infos) > _MOST_MEMBERS:
        raise ReadError(name, f"the archive holds {len(infos)} files", advice="Unpack it and open the recordings")
    ranks = [rank(_content(archive, info, HEAD, name, HEAD), _bare(info)) for info in infos]
    best = max(ranks, default=0)
    return [info for info, value in zip(infos, ranks, strict=True) if best and value == best]


def _only(found: list[zipfile.ZipInfo], infos: list[zipfile.ZipInfo], name: str, choice: str) -> zipfile.ZipInfo:
    """The one recording that was found among the files."""
    if len(found) == 1:
        return found[0]
    if not found:
        some = ", ".join(_bare(info) for info in infos[:5])
        raise ReadError(name, f"none of its {len(infos)} files is of a known format ({some} ...)")
    names = [_names(infos)[info.filename] for info in found]
    raise several(name, names, choice, "the archive holds")


def chosen(name: str, names: Sequence[str], choice: str = "") -> str:
    """The name of the recording that was chosen of those in a file, or of the only one.

    Parameters
    ----------
    name, names, choice
        As for `several`.

    Raises
    ------
    ReadError
        If there is none of that name, or nothing was chosen of several.
    """
    if choice in names:
        return choice
    if choice or len(names) > 1:
        raise several(name, names, choice)
    return names[0]


def several(name: str, names: Sequence[str], choice: str = "", subject: str = "it holds") -> ReadError:
    """The error of a file with several recordings, of which none or none that is there was chosen.

    Parameters
    ----------
    name : str
        Name of the file.
    names : sequence of str
        Names of the recordings in it, at least one.
    choice : str
        What was chosen; "" for nothing.
    subject : str
        Begins the sentence.
    """
    some = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
    advice = f'Choose one by its name behind a "#", for example {name}#{names[0]}'
    if choice:
        found = f'there is no recording "{choice[:60]}" in it; {subject} {len(names)} ({some})'
    else:
        found = f"{subject} {len(names)} recordings ({some})"
    return ReadError(name, found, advice=advice)


def _content(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, packed: int, name: str, head: int | None = None
) -> bytes:
    """Bytes of one file, the first ``head`` or all; ``packed`` is what the archive itself takes up."""
    where = _bare(info)
    if info.flag_bits & 1:
        raise ReadError(name, "it is protected by a password", where=where, advice="Unpack it and open the file")
    if info.compress_type not in (_STORED, _DEFLATED):
        advice = "Unpack it and open the file"
        raise ReadError(name, "it is packed in a way that is not known here", where=where, advice=advice)
    with archive.open(info) as stream:
        if head is not None:
            return stream.read(head)
        if info.file_size > largest_content(min(packed, max(info.compress_size, 1))):
            raise _bomb(name, where)
        return stream.read()
