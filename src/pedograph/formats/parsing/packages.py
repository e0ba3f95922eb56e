"""Documents that are zip files inside, such as NPZ and XLSX: their parts, unpacked within bounds."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from pedograph.errors import ReadError
from pedograph.formats.archives import MOST_BYTES, largest_content
from pedograph.formats.parsing.text import COMPLETE_FILE

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_STORED, _DEFLATED = 0, 8
_LARGEST_RATIO = 1100
"""More than any deflated part can grow."""
_MOST_PARTS = 10_000
_START = 20_000


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
    """The parts of a document that is a zip file.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for errors.

    Raises
    ------
    ReadError
        If the file is damaged, cut off, or holds far too many parts.
    """

    def __init__(self, data: bytes, name: str) -> None:
        import zipfile

        self._name = name
        self._packed = len(data)
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

    def read(self, part: str, most: int = MOST_BYTES) -> bytes:
        """All of a part.

        Raises
        ------
        ReadError
            If it is not there, damaged, or larger than ``most`` or what the file can reasonably hold.
        """
        pieces = list(self.pieces(part, 1 << 20, most))
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def buffer(self, part: str) -> memoryview:
        """All of a part, held once: for arrays, which are large.

        Raises
        ------
        ReadError
            As `read` does.
        """
        place, held = 0, bytearray()
        for piece in self.pieces(part, 1 << 20):
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
        info = self._infos.get(part)
        if info is None:
            raise ReadError(self._name, f"the part {part} is missing", advice=COMPLETE_FILE)
        if info.flag_bits & 1 or info.compress_type not in (_STORED, _DEFLATED):
            found = "it is protected by a password, or packed in a way that is not known here"
            raise ReadError(self._name, found, where=part)
        limit = info.compress_size * (_LARGEST_RATIO if info.compress_type == _DEFLATED else 1)
        limit = limit if huge else min(limit, most, largest_content(self._packed))
        with self._damage(part):
            if info.file_size > limit:
                raise ReadError(self._name, "it unpacks to far more than a recording holds", where=part)
            with self._archive.open(info) as stream:
                while piece := stream.read(length):
                    yield piece

    @contextmanager
    def _damage(self, where: str = "") -> Iterator[None]:
        """Whatever is wrong with the zip file is a ReadError."""
        import zipfile

        try:
            yield
        except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError):
            raise ReadError(self._name, "it is damaged or cut off", where=where, advice=COMPLETE_FILE) from None
