"""Recordings inside zip and gzip archives, unpacked in memory and within bounds."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
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


@dataclass(frozen=True)
class Member:
    """What was in an archive: the name of the file in it, and its bytes."""

    name: str
    data: bytes


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a zip or gzip archive."""
    return data.startswith((*_ZIP, _GZIP))


def unpacked(data: bytes, name: str, is_known: Callable[[bytes, str], bool]) -> Member:
    """The one recording in an archive.

    Parameters
    ----------
    data : bytes
        The archive.
    name : str
        Its name, for errors.
    is_known : callable
        Tells from the first bytes and the name whether a file is of a known format. Only such a file is unpacked;
        of a single unknown one the first bytes are returned, from which it can be said why it is not known.

    Raises
    ------
    ReadError
        If it is damaged, holds no recording or several, is protected by a password, or unpacks to far too much.
    """
    return _from_gzip(data, name, is_known) if data.startswith(_GZIP) else _from_zip(data, name, is_known)


def _limit(packed: int) -> int:
    """Most bytes that ``packed`` bytes may unpack to."""
    return min(MOST_BYTES, max(HARMLESS, MOST_RATIO * packed))


def _bomb(name: str, where: str = "") -> ReadError:
    found = "it unpacks to far more than a recording holds"
    return ReadError(name, found, where=where, advice="Do not open it unless you know where it comes from")


def _damaged(name: str, where: str = "") -> ReadError:
    advice = "Copy or pack the file once more; it may have been cut off"
    return ReadError(name, "the archive is damaged", where=where, advice=advice)


def _from_gzip(data: bytes, name: str, is_known: Callable[[bytes, str], bool]) -> Member:
    """The content of a gzip archive, unpacked once to see how large it is and once to keep it."""
    inner = name[:-3] if name.lower().endswith(".gz") else name
    head = b""
    for piece in _gzip_pieces(data, name):
        head += piece[:HEAD]
        if len(head) >= HEAD:
            break
    if not is_known(head[:HEAD], inner):
        return Member(inner, head[:HEAD])
    limit = _limit(len(data))
    for piece in _gzip_pieces(data, name):
        limit -= len(piece)
        if limit < 0:
            raise _bomb(name)
    return Member(inner, b"".join(_gzip_pieces(data, name)))


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


def _from_zip(data: bytes, name: str, is_known: Callable[[bytes, str], bool]) -> Member:
    """The one recording of a zip archive."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if _is_file(info)]
            if len(infos) > 1:
                infos = _known(archive, infos, name, is_known)
            if not infos:
                raise ReadError(name, "the archive holds no file")
            head = _content(archive, infos[0], len(data), name, HEAD)
            if not is_known(head, _bare(infos[0])):
                return Member(_bare(infos[0]), head)
            return Member(_bare(infos[0]), _content(archive, infos[0], len(data), name))
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError):
        raise _damaged(name) from None


def _is_file(info: zipfile.ZipInfo) -> bool:
    """Whether it is a file that a person put there."""
    return not (info.is_dir() or info.filename.startswith("__MACOSX/") or _bare(info).startswith("."))


def _bare(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/").rsplit("/", 1)[-1]


def _known(
    archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str, is_known: Callable[[bytes, str], bool]
) -> list[zipfile.ZipInfo]:
    """The one file of several that is of a known format."""
    if len(infos) > _MOST_MEMBERS:
        raise ReadError(name, f"the archive holds {len(infos)} files", advice="Unpack it and open the recordings")
    found = [info for info in infos if is_known(_content(archive, info, HEAD, name, HEAD), _bare(info))]
    if len(found) == 1:
        return found
    if not found:
        names = ", ".join(_bare(info) for info in infos[:5])
        raise ReadError(name, f"none of its {len(infos)} files is of a known format ({names} ...)")
    names = ", ".join(_bare(info) for info in found[:10])
    advice = "Unpack the archive and open them one by one"
    raise ReadError(name, f"the archive holds {len(found)} recordings ({names})", advice=advice)


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
        if info.file_size > _limit(min(packed, max(info.compress_size, 1))):
            raise _bomb(name, where)
        return stream.read()
