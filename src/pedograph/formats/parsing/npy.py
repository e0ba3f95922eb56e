"""Arrays in NumPy's own files (``.npy``), without pickles: checked against the bytes there are."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.arrays import NUMERIC
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN

SIGNATURE = b"\x93NUMPY"
"""First bytes of such a file."""

_HEADER = re.compile(
    rb"\s*\{\s*'descr':\s*'([<>|=]?[a-zA-Z]\d{0,6})'\s*,\s*'fortran_order':\s*(True|False)\s*,"
    rb"\s*'shape':\s*\(([\d,\sL]{0,200})\)\s*,?\s*\}\s*"
)
_LARGEST_HEADER = 10_000


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
        The file, or its first ten thousand bytes.
    name, where : str
        Name of the file, and the array in it, for errors.
    kinds : str
        Letters of NumPy's kinds that are wanted; objects never are, for they can hold programs.

    Raises
    ------
    ReadError
        If it is no array file, or one of other things than numbers.
    """
    if data[:6] != SIGNATURE or len(data) < 12 or data[6] not in (1, 2, 3):
        raise ReadError(name, "it is no NumPy array", where=where, advice=EXPORT_AGAIN)
    first = 10 if data[6] == 1 else 12
    start = first + int.from_bytes(data[8:first], "little")
    if start > _LARGEST_HEADER:
        raise ReadError(name, f"its header takes {start} bytes, and no array needs so many", where=where)
    found = _HEADER.fullmatch(data[first:start])
    if found is None:
        found_text = "its header cannot be understood, or it holds other things than plain numbers"
        advice = "Save the array of pressures alone, with numpy.save or numpy.savez"
        raise ReadError(name, found_text, where=where, advice=advice)
    lengths = [part.strip().removesuffix(b"L") for part in found[3].split(b",") if part.strip()]
    if not all(length.isdigit() and len(length) <= 18 for length in lengths):
        raise ReadError(name, "the shape in its header cannot be understood", where=where, advice=EXPORT_AGAIN)
    shape = tuple(int(length) for length in lengths)
    return ArrayHeader(shape, _kind(found[1].decode(), kinds, name, where), found[2] == b"True", start)


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
        If a text holds letters that there are not; NumPy would make a broken text of them.
    """
    if array.dtype.kind != "U":
        return array.reshape(-1)[0].item()
    coding = "utf-32-be" if array.dtype.byteorder == ">" else "utf-32-le"
    try:
        return array.tobytes().decode(coding).rstrip("\0")
    except UnicodeDecodeError:
        raise ReadError(name, "it holds letters that there are not", where=where, advice=EXPORT_AGAIN) from None


def _kind(text: str, kinds: str, name: str, where: str) -> np.dtype[Any]:
    """The type of the numbers, if it is one of those wanted."""
    letter = text.lstrip("<>|=")[0]
    if letter in kinds:
        try:
            kind = np.dtype(text)
        except TypeError:
            kind = np.dtype(object)
        if kind.kind in kinds and kind.itemsize and (kind.kind != "f" or kind.itemsize <= 8):
            return kind
    found = f'it holds "{text}", not plain numbers'
    raise ReadError(name, found, where=where, advice="Save the array of pressures as floats or integers")
