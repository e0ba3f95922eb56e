"""Arrays in NumPy's own files (``.npy``), without pickles: checked against the bytes there are."""

from __future__ import annotations

import io
import math
import tokenize
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.arrays import NUMERIC
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN

SIGNATURE = b"\x93NUMPY"
"""First bytes of such a file."""

_LARGEST_HEADER = 1 << 10
"""Bytes; the header of plain numbers takes a tenth, and Python's parser of literals is safe for short texts."""
_MOST_AXES = 32
_NO_HEADER = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    SyntaxError,
    tokenize.TokenError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)
"""What NumPy and Python's parser of literals answer to a header that is none."""


@dataclass(frozen=True)
class ArrayHeader:
    """What stands before the numbers.

    Parameters
    ----------
    shape : tuple of int
        Length of each axis, as stated.
    kind : numpy.dtype
        Type of the numbers (or of texts).
    columns_first : bool
        Whether the first axis runs fastest (Fortran order).
    start : int
        Byte at which the numbers begin.
    """

    shape: tuple[int, ...]
    kind: np.dtype[Any]
    columns_first: bool
    start: int

    @property
    def size(self) -> int:
        """Bytes that the numbers take, as stated."""
        return math.prod(self.shape) * self.kind.itemsize


def array_header(data: bytes | memoryview, name: str, where: str = "", kinds: str = NUMERIC) -> ArrayHeader:
    """What an array file says of its numbers; its first bytes are enough.

    Parameters
    ----------
    data : bytes or memoryview
        The file, or its first thousand bytes and some.
    name, where : str
        Name of the file, and the array in it, for errors.
    kinds : str
        Characters of NumPy's kinds that are wanted; objects never are, for they can hold programs.

    Raises
    ------
    ReadError
        If it is no array file, or one of other things than numbers.
    """
    if data[:6] != SIGNATURE or len(data) < 12:
        raise ReadError(name, "it is no NumPy array", where=where, advice=EXPORT_AGAIN)
    head = io.BytesIO(data[: _LARGEST_HEADER + 12])
    try:
        shape, columns_first, kind = _parsed(head)
    except _NO_HEADER:
        found = "its header cannot be understood, or it holds other things than plain numbers"
        advice = "Save the array of pressures alone, with numpy.save or numpy.savez"
        raise ReadError(name, found, where=where, advice=advice) from None
    if len(shape) > _MOST_AXES or min(shape, default=0) < 0:
        raise ReadError(name, "the shape in its header cannot be understood", where=where, advice=EXPORT_AGAIN)
    wanted = kind.names is None and kind.subdtype is None and kind.kind in kinds and kind.itemsize > 0
    if not wanted or (kind.kind == "f" and kind.itemsize > 8):
        found = f'it holds "{kind.str[:20]}", not plain numbers'
        raise ReadError(name, found, where=where, advice="Save the array of pressures as floats or integers")
    return ArrayHeader(tuple(map(int, shape)), kind, columns_first, head.tell())


def _parsed(head: io.BytesIO) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """What NumPy reads in a header: shape, whether the first axis runs fastest, type; numbers are next then."""
    version = np.lib.format.read_magic(head)
    if version not in ((1, 0), (2, 0)):
        raise ValueError("version 3 is for records alone")
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # files of Python 2 are read as well as others
        shape, columns_first, kind = read(head, max_header_size=_LARGEST_HEADER)
    return shape, columns_first, kind


def read_array(data: bytes | memoryview, name: str, where: str = "", kinds: str = NUMERIC) -> NDArray[Any]:
    """The array, read-only, as a view of the file's bytes.

    Parameters
    ----------
    data : bytes or memoryview
        The whole file.
    name, where, kinds : str
        See `array_header`.

    Raises
    ------
    ReadError
        As `array_header` does, and if there are fewer bytes than the header says.
    """
    header = array_header(data, name, where, kinds)
    if header.size > len(data) - header.start:
        found = f"its header promises {header.size} bytes of numbers, but {len(data) - header.start} are there"
        raise ReadError(name, found, where=where, advice=COMPLETE_FILE)
    numbers = np.frombuffer(data, header.kind, count=math.prod(header.shape), offset=header.start)
    return numbers.reshape(header.shape, order="F" if header.columns_first else "C")


def plain_value(array: NDArray[Any], name: str, where: str = "") -> Any:
    """The value in an array of one: a Python number, truth value or text.

    Parameters
    ----------
    array : array
        As `read_array` gave it, of one number or text.
    name, where : str
        See `array_header`.

    Raises
    ------
    ReadError
        If a text holds characters that there are not; NumPy would make a broken text of them.
    """
    if array.dtype.kind != "U":
        return array.reshape(-1)[0].item()
    coding = "utf-32-be" if array.dtype.byteorder == ">" else "utf-32-le"
    try:
        return array.tobytes().decode(coding).rstrip("\0")
    except UnicodeDecodeError:
        raise ReadError(name, "it holds characters that there are not", where=where, advice=EXPORT_AGAIN) from None
