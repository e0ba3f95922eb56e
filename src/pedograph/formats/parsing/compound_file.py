"""The compound file that wraps an old Excel workbook: sectors chained by a table, like a small disk."""

from __future__ import annotations

import struct
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of every compound file."""

_SMALLEST_STREAM = 4096
"""Smaller streams lie in shared sectors; no workbook with a recording is that small."""

_LAST_SECTORS = 0xFFFFFFFA
"""Sector numbers from here on are marks (end of chain, free), not sectors."""


class CompoundFile:
    """The named streams of a compound file.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        Its name, for errors.

    Raises
    ------
    ReadError
        If its tables are damaged or the file is cut off.
    """

    def __init__(self, data: bytes, name: str) -> None:
        if len(data) < 1024:
            raise ReadError(name, "the workbook ends within its first kilobyte", advice=COMPLETE_FILE)
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise self._damaged(name, f"a sector size of 2 to the power of {shift}")
        self._data = data
        self._name = name
        self._size = 1 << shift
        self._sectors = len(data) // self._size - 1
        self._next = self._allocation_table()

    @staticmethod
    def _damaged(name: str, what: str) -> ReadError:
        return ReadError(name, f"the workbook is damaged ({what})", advice=EXPORT_AGAIN)

    def _sector(self, number: int) -> bytes:
        """Bytes of one sector."""
        if number >= self._sectors:
            found = f"the workbook refers to sector {number}, but the file has {self._sectors}"
            raise ReadError(self._name, found, advice=COMPLETE_FILE)
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _allocation_table(self) -> NDArray[np.uint32]:
        """For each sector the one that follows it."""
        listed = list(struct.unpack_from("<109I", self._data, 76))
        following = struct.unpack_from("<I", self._data, 68)[0]
        seen = 0
        while following < _LAST_SECTORS:
            seen += 1
            if seen > self._sectors:
                raise self._damaged(self._name, "its sector list runs in a circle")
            words = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            listed += words[:-1]
            following = words[-1]
        used = [number for number in listed if number < _LAST_SECTORS]
        if not used or len(used) > self._sectors:
            raise self._damaged(self._name, "it has no sector table")
        return np.frombuffer(b"".join(self._sector(number) for number in used), dtype="<u4")

    def _chain(self, first: int) -> bytes:
        """Bytes of the sectors chained from ``first``."""
        table = self._next.tolist()
        numbers: list[int] = []
        while first < _LAST_SECTORS:
            if first >= len(table) or len(numbers) > self._sectors:
                raise self._damaged(self._name, "a chain of sectors runs astray")
            numbers.append(first)
            first = table[first]
        if numbers and max(numbers) >= self._sectors:
            self._sector(max(numbers))
        whole = np.frombuffer(self._data, dtype=np.uint8, count=(self._sectors + 1) * self._size)
        return whole.reshape(-1, self._size)[1:][numbers].tobytes()

    def stream(self, *names: str) -> bytes:
        """The first stream called one of ``names``; empty where there is none.

        Raises
        ------
        ReadError
            If it is shorter than its entry says.
        """
        directory = self._chain(struct.unpack_from("<I", self._data, 48)[0])
        for start in range(0, len(directory) - 127, 128):
            length = struct.unpack_from("<H", directory, start + 64)[0]
            title = directory[start : start + min(length, 64)].decode("utf-16-le", errors="replace").rstrip("\0")
            if title not in names:
                continue
            first, size = struct.unpack_from("<II", directory, start + 116)
            if size < _SMALLEST_STREAM:
                raise ReadError(self._name, "the workbook is too small to hold a recording", advice=EXPORT_AGAIN)
            content = self._chain(first)
            if len(content) < size:
                raise ReadError(self._name, "the workbook is shorter than it says", advice=COMPLETE_FILE)
            return content[:size]
        return b""
