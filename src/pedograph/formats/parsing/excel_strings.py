"""Texts inside an Excel 97-2003 workbook."""

from __future__ import annotations

from collections.abc import Sequence

from pedograph.errors import ReadError
from pedograph.formats.parsing.text import EXPORT_AGAIN


def string_at(data: bytes, length_bytes: int) -> str:
    """A text with its length in front (one or two bytes), then its flags; what is cut off is left out."""
    length = int.from_bytes(data[:length_bytes], "little")
    if len(data) <= length_bytes:
        return ""
    wide = data[length_bytes] & 1
    body = data[length_bytes + 1 :][: length * (2 if wide else 1)]
    return body.decode("utf-16-le" if wide else "latin-1", errors="replace")


def string_table(parts: Sequence[bytes], name: str) -> list[str]:
    """The texts of all cells, from the record that holds them and its continuations.

    Parameters
    ----------
    parts : sequence of bytes
        Contents of the record and of each continuation; a text may run over from one into the next.
    name : str
        File name, for errors.

    Raises
    ------
    ReadError
        If a text runs past the end.
    """
    if not parts or len(parts[0]) < 8:
        return []
    reader = _Parts(parts, name)
    count = int.from_bytes(reader.take(8)[4:], "little")
    texts: list[str] = []
    while len(texts) < count and not reader.at_end():
        texts.append(reader.text())
    return texts


class _Parts:
    """A place in a record that goes on in others."""

    def __init__(self, parts: Sequence[bytes], name: str) -> None:
        self._parts = parts
        self._name = name
        self._part = 0
        self._position = 0

    def at_end(self) -> bool:
        """Whether nothing is left."""
        while self._part < len(self._parts) and self._position >= len(self._parts[self._part]):
            self._part += 1
            self._position = 0
        return self._part >= len(self._parts)

    def take(self, size: int) -> bytes:
        """The next bytes, over the border of a part."""
        taken = b""
        while len(taken) < size:
            taken += self._some(size - len(taken))
        return taken

    def _some(self, size: int) -> bytes:
        """At most ``size`` bytes of the current part, at least one."""
        if self.at_end():
            raise ReadError(self._name, "the texts of the workbook are cut off", advice=EXPORT_AGAIN)
        piece = self._parts[self._part][self._position : self._position + size]
        self._position += len(piece)
        return piece

    def text(self) -> str:
        """The next text; where its characters go on in a new part, that begins with flags of its own."""
        length = int.from_bytes(self.take(2), "little")
        flags = self.take(1)[0]
        runs = int.from_bytes(self.take(2), "little") if flags & 8 else 0
        extension = int.from_bytes(self.take(4), "little") if flags & 4 else 0
        letters = ""
        while len(letters) < length:
            if letters and self._position >= len(self._parts[self._part]):
                flags = self.take(1)[0]
            wide = flags & 1
            piece = self._some((length - len(letters)) * (2 if wide else 1))
            letters += piece.decode("utf-16-le" if wide else "latin-1", errors="replace")
        self.skip(4 * runs + extension)
        return letters

    def skip(self, size: int) -> None:
        """Pass over formatting."""
        while size > 0:
            size -= len(self._some(size))
