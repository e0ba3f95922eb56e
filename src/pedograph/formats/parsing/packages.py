"""Zip and gzip unpacked within bounds: archives, and documents that are zip files inside, such as NPZ and XLSX."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pedograph.errors import ReadError
from pedograph.formats.parsing.text import COMPLETE_FILE

if TYPE_CHECKING:
    import zipfile

MOST_BYTES: Final = 1 << 30
"""No recording unpacks to more."""

MOST_RATIO: Final = 400
"""Real recordings, empty plates for the most part, shrink a hundredfold and more; beyond this it is a trap."""

HARMLESS: Final = 32 << 20
"""Bytes that may come out at any ratio."""

GZIP: Final = b"\x1f\x8b"
"""First bytes of a gzip file."""

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_STORED, _DEFLATED = 0, 8
_LARGEST_RATIO = 1100
"""More than any deflated part can grow."""
_MOST_PARTS = 10_000
_START = 20_000
_PIECE = 1 << 20
_TRAP = "it unpacks to far more than a recording holds"


@dataclass(frozen=True)
class Wording:
    """How the errors of one kind of package are worded.

    Parameters
    ----------
    damaged : str
        What is found where it is damaged.
    damaged_advice, locked_advice, trap_advice : str
        What to do where it is damaged, where it is locked or packed in an unknown way, and where it unpacks to far
        too much.
    """

    damaged: str = "it is damaged or cut off"
    damaged_advice: str = COMPLETE_FILE
    locked_advice: str = ""
    trap_advice: str = ""


def largest_content(packed: int) -> int:
    """Most bytes that ``packed`` bytes of a file may unpack to."""
    return min(MOST_BYTES, max(HARMLESS, MOST_RATIO * packed))


def first_part(head: bytes) -> tuple[str, bytes] | None:
    """Name and first bytes of the first part, from the head of the file alone; None where it is no zip file."""
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        return None
    _, _, flags, method, *_, name_length, extra_length = _LOCAL.unpack_from(head)
    start = _LOCAL.size + name_length + extra_length
    if flags & 1 or method not in (_STORED, _DEFLATED) or start > len(head):
        return None
    name = head[_LOCAL.size : _LOCAL.size + name_length].decode("utf-8", errors="replace")
    content = head[start:]
    if method == _DEFLATED:
        try:
            content = zlib.decompressobj(wbits=-15).decompress(content, _START)
        except zlib.error:
            return None
    return name, content[:_START]


class Package:
    """The parts of a zip file.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for errors.
    wording : Wording, optional
        How errors are worded; as of a document if not given.

    Raises
    ------
    ReadError
        If the file is damaged, cut off, or holds far too many parts.
    """

    def __init__(self, data: bytes, name: str, wording: Wording | None = None) -> None:
        import zipfile

        self._name = name
        self._packed = len(data)
        self._wording = wording or Wording()
        with self._damage():
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            infos = self._archive.infolist()
        if len(infos) > _MOST_PARTS:
            raise ReadError(name, f"it holds {len(infos)} parts, and no recording has so many")
        self._infos = {info.filename: info for info in infos}

    @property
    def names(self) -> list[str]:
        """Names of the parts, in order."""
        return list(self._infos)

    def size(self, part: str) -> int:
        """Bytes of a part, as stated."""
        return self._infos[part].file_size

    def head(self, part: str, length: int) -> bytes:
        """The first ``length`` bytes of a part, or all of a shorter one; see `read`."""
        info = self._known(part)
        with self._damage(part), self._archive.open(info) as stream:
            return stream.read(length)

    def read(self, part: str, most: int = MOST_BYTES) -> bytes:
        """All of a part.

        Raises
        ------
        ReadError
            If it is not there, damaged, or larger than ``most`` or what the file can reasonably hold.
        """
        pieces = list(self.pieces(part, _PIECE, most))
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def buffer(self, part: str) -> memoryview:
        """All of a part, held once: for arrays, which are large.

        Raises
        ------
        ReadError
            As `read` does.
        """
        place, held = 0, bytearray()
        for piece in self.pieces(part, _PIECE):
            # Room is made only now that the size is known to be within bounds.
            held = held or bytearray(self.size(part))
            held[place : place + len(piece)] = piece
            place += len(piece)
        return memoryview(held).toreadonly()

    def pieces(self, part: str, length: int, most: int = MOST_BYTES, *, huge: bool = False) -> Iterator[bytes]:
        """A part piece by piece; memory is taken for one piece at a time.

        Parameters
        ----------
        part : str
            Its name.
        length : int
            Bytes of a piece; the last may be shorter.
        most : int
            Bytes beyond which it is refused, together with what a file of this size can reasonably hold.
        huge : bool
            Let a part be larger than memory, as far as packing can shrink it.
        """
        info = self._known(part)
        limit = info.compress_size * (_LARGEST_RATIO if info.compress_type == _DEFLATED else 1)
        limit = limit if huge else min(limit, most, largest_content(self._packed))
        with self._damage(part):
            if info.file_size > limit:
                raise ReadError(self._name, _TRAP, where=part, advice=self._wording.trap_advice)
            with self._archive.open(info) as stream:
                while piece := stream.read(length):
                    yield piece

    def _known(self, part: str) -> zipfile.ZipInfo:
        """A part that is there and can be unpacked."""
        info = self._infos.get(part)
        if info is None:
            raise ReadError(self._name, f"the part {part} is missing", advice=COMPLETE_FILE)
        locked = bool(info.flag_bits & 1)
        if locked or info.compress_type not in (_STORED, _DEFLATED):
            found = "it is protected by a password" if locked else "it is packed in a way that is not known here"
            raise ReadError(self._name, found, where=part, advice=self._wording.locked_advice)
        return info

    @contextmanager
    def _damage(self, where: str = "") -> Iterator[None]:
        """Whatever is wrong with the zip file is a ReadError."""
        import zipfile

        try:
            yield
        except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError):
            found, advice = self._wording.damaged, self._wording.damaged_advice
            raise ReadError(self._name, found, where=where, advice=advice) from None


class GzipFile:
    """The content of a gzip file.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for errors.
    wording : Wording
        How errors are worded.
    """

    def __init__(self, data: bytes, name: str, wording: Wording) -> None:
        self._data = data
        self._name = name
        self._wording = wording

    def head(self, length: int) -> bytes:
        """The first ``length`` bytes of the content, or all of a shorter one; see `read`."""
        head = b""
        for piece in self._pieces():
            head += piece[:length]
            if len(head) >= length:
                break
        return head[:length]

    def read(self) -> bytes:
        """All of the content, unpacked once to see how large it is and once to keep it.

        Raises
        ------
        ReadError
            If it is damaged, or larger than a file of this size can reasonably hold.
        """
        left = largest_content(len(self._data))
        for piece in self._pieces():
            left -= len(piece)
            if left < 0:
                raise ReadError(self._name, _TRAP, advice=self._wording.trap_advice)
        return b"".join(self._pieces())

    def _pieces(self) -> Iterator[bytes]:
        """The content, at most a megabyte at a time."""
        rest = self._data
        while rest.startswith(GZIP):
            stream = zlib.decompressobj(wbits=31)
            while not stream.eof:
                try:
                    piece = stream.decompress(rest, _PIECE)
                except zlib.error:
                    raise self._damaged() from None
                rest = stream.unconsumed_tail
                if not piece and not rest and not stream.eof:
                    raise self._damaged()
                yield piece
            rest = stream.unused_data

    def _damaged(self) -> ReadError:
        return ReadError(self._name, self._wording.damaged, advice=self._wording.damaged_advice)
