"""Arrays in MATLAB's files of version 5 (``.mat``, MATLAB 5 to 7.2): plain numbers only, within bounds.

The layout is that of The MathWorks' "MAT-File Format". Programs that follow every element a file declares ask for
as much memory as it claims: scipy.io.loadmat asks for 2 GB to read a file of 216 bytes whose array is of 2 x 2, so
that its shape says nothing. Here an element is looked at only as far as there are bytes for it.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.packages import largest_content
from pedograph.formats.parsing.text import COMPLETE_FILE

_HEADER_BYTES: Final = 128
_MATRIX, _COMPRESSED, _INTEGERS, _UNSIGNED, _BYTES = 14, 15, 5, 6, 1
_NUMBERS: Final = {
    1: "i1",
    2: "u1",
    3: "i2",
    4: "u2",
    5: "i4",
    6: "u4",
    7: "f4",
    9: "f8",
    12: "i8",
    13: "u8",
}
_NUMERIC_CLASSES: Final = range(6, 16)
_COMPLEX_FLAG: Final = 0x0800
_MOST_ELEMENTS: Final = 10_000
_SAVE_PLAIN: Final = "Save the array of pressures alone: save('walk.mat', 'pressure', '-v7')"


def byte_order(head: bytes) -> str:
    """``<`` or ``>`` where the bytes begin as such a file does, else an empty text."""
    if len(head) < _HEADER_BYTES or not head.startswith(b"MATLAB 5.0 MAT-file"):
        return ""
    return {b"IM": "<", b"MI": ">"}.get(head[126:128], "")


def read_arrays(data: bytes, name: str) -> dict[str, NDArray[Any]]:
    """All arrays of plain real numbers by name; texts, structures and cells are passed over.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for errors.

    Returns
    -------
    dict of str to array
        In MATLAB's order of memory, as views where the file is not packed.

    Raises
    ------
    ReadError
        If the file is damaged, cut off, or claims more than it can hold.
    """
    order = byte_order(data)
    if not order:
        raise ReadError(name, "it is no MATLAB file of version 5 to 7", advice=_SAVE_PLAIN)
    found: dict[str, NDArray[Any]] = {}
    room = largest_content(len(data))
    for number, (kind, body) in enumerate(_elements(memoryview(data)[_HEADER_BYTES:], order, name)):
        if number >= _MOST_ELEMENTS:
            raise ReadError(name, f"it holds more than {_MOST_ELEMENTS} arrays", advice=_SAVE_PLAIN)
        if kind == _COMPRESSED:
            content = _unpacked(body, order, room, name)
            room -= len(content)
            kind, body = next(_elements(memoryview(content), order, name), (0, body))
        if kind == _MATRIX:
            found.update(_matrix(body, order, name))
    return found


def _elements(data: memoryview, order: str, name: str) -> Iterator[tuple[int, memoryview]]:
    """Kind and bytes of each element; short ones keep their bytes in their own head."""
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from(f"{order}II", data, at)
        start = at + 8
        if kind >> 16:
            kind, size, start = kind & 0xFFFF, kind >> 16, at + 4
            if size > 4:
                raise ReadError(name, "an element of it is damaged", where=f"byte {at}", advice=COMPLETE_FILE)
        if size > len(data) - start:
            found = f"an element claims {size} bytes, and {len(data) - start} are left"
            raise ReadError(name, found, where=f"byte {at}", advice=COMPLETE_FILE)
        yield kind, data[start : start + size]
        # Elements begin at multiples of eight bytes, except packed ones.
        end = start + size
        at = at + 8 if start == at + 4 else end if kind == _COMPRESSED else at + 8 + -(-size // 8) * 8


def _unpacked(body: memoryview, order: str, room: int, name: str) -> bytes:
    """The content of a packed element, of at most ``room`` bytes."""
    stream = zlib.decompressobj()
    try:
        head = stream.decompress(body, 8)
        size = struct.unpack(f"{order}II", head)[1] if len(head) == 8 else 0
        if size > room:
            raise ReadError(name, f"a packed array claims {size} bytes, far more than a recording holds")
        content = head + stream.decompress(stream.unconsumed_tail, size + 8)
    except zlib.error:
        raise ReadError(name, "a packed array of it is damaged", advice=COMPLETE_FILE) from None
    if not stream.eof:
        raise ReadError(name, "a packed array of it is cut off, or longer than it says", advice=COMPLETE_FILE)
    return content


def _matrix(body: memoryview, order: str, name: str) -> Iterator[tuple[str, NDArray[Any]]]:
    """Name and numbers of a matrix; nothing where it holds no plain real numbers."""
    parts = _elements(body, order, name)
    flags, axes, label, numbers = (next(parts, (0, memoryview(b""))) for _ in range(4))
    if flags[0] != _UNSIGNED or len(flags[1]) != 8 or axes[0] != _INTEGERS or label[0] != _BYTES:
        return
    word = struct.unpack_from(f"{order}I", flags[1])[0]
    if word & 0xFF not in _NUMERIC_CLASSES or word & _COMPLEX_FLAG or numbers[0] not in _NUMBERS:
        return
    key = bytes(label[1]).decode("latin-1")
    kind = np.dtype(f"{order}{_NUMBERS[numbers[0]]}")
    shape = struct.unpack(f"{order}{len(axes[1]) // 4}i", axes[1][: len(axes[1]) // 4 * 4])
    if len(shape) < 2 or min(shape) < 0 or math.prod(shape) * kind.itemsize != len(numbers[1]):
        found = f"the array {key[:40]} should have the shape {shape[:4]}, which does not fit its bytes"
        raise ReadError(name, found, advice=COMPLETE_FILE)
    yield key, np.frombuffer(numbers[1], kind).reshape(shape, order="F")
