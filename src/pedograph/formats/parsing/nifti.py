"""NIfTI-1 images (``.nii``): the header of 348 bytes and the numbers behind it, checked before any array is made.

The layout is that of the NIfTI-1 standard (Cox and others, 2004).
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.text import COMPLETE_FILE

HEADER_BYTES: Final = 348
_MAGIC = slice(344, 348)
_KINDS: Final = {
    2: "u1",
    4: "i2",
    8: "i4",
    16: "f4",
    64: "f8",
    256: "i1",
    512: "u2",
    768: "u4",
    1024: "i8",
    1280: "u8",
}
_TEXTS: Final = {"data_type": (4, 10), "db_name": (14, 18), "descrip": (148, 80), "aux_file": (228, 24)}
_TIME_UNITS: Final = {8: 1.0, 16: 1e-3, 24: 1e-6}


@dataclass(frozen=True, eq=False)
class Image:
    """An image of three axes.

    Parameters
    ----------
    values : array [first, second, third]
        Numbers as stored, a read-only view of the file's bytes.
    slope, intercept : float
        A number means slope x stored + intercept.
    spacings : tuple of float
        Along the three axes.
    seconds : float or None
        s of one unit of time; None where the header does not say the unit.
    texts : tuple of str
        Names of the header's free texts that are not empty.
    """

    values: NDArray[Any]
    slope: float
    intercept: float
    spacings: tuple[float, float, float]
    seconds: float | None
    texts: tuple[str, ...]


def byte_order(head: bytes) -> str:
    """``<`` or ``>`` where the bytes begin as a NIfTI-1 file does, else an empty text."""
    for order in "<>":
        if len(head) >= HEADER_BYTES and struct.unpack_from(f"{order}i", head)[0] == HEADER_BYTES:
            return order
    return ""


def is_single_file(head: bytes) -> bool:
    """Whether the numbers follow in the same file."""
    return head[_MAGIC] == b"n+1\0"


def read_image(data: bytes, name: str) -> Image:
    """The image in a file.

    Parameters
    ----------
    data : bytes
        The file, unpacked.
    name : str
        Its name, for errors.

    Raises
    ------
    ReadError
        If it is no NIfTI-1 file, has not three axes, or holds fewer bytes than its header says.
    """
    order = byte_order(data)
    if not order or not is_single_file(data):
        raise ReadError(name, "it is no NIfTI-1 file", advice="Save it as a single .nii or .nii.gz file")
    axes = struct.unpack_from(f"{order}8h", data, 40)
    spacings = struct.unpack_from(f"{order}8f", data, 76)
    code, start = struct.unpack_from(f"{order}h", data, 70)[0], struct.unpack_from(f"{order}f", data, 108)[0]
    slope, intercept = struct.unpack_from(f"{order}2f", data, 112)
    shape = axes[1 : 1 + axes[0]] if 0 < axes[0] < 8 else ()
    if len(shape[:3]) != 3 or min(shape) < 1 or any(length != 1 for length in shape[3:]):
        raise ReadError(
            name, f"its header gives {axes[0]} axes {shape}, not rows x columns x frames", where="header"
        )
    if code not in _KINDS:
        raise ReadError(name, f"its numbers are of the kind {code}, no plain integers or floats", where="header")
    kind = np.dtype(f"{order}{_KINDS[code]}")
    count = math.prod(shape[:3])
    if not (HEADER_BYTES <= start <= len(data)) or count * kind.itemsize > len(data) - int(start):
        found = f"its header promises {count * kind.itemsize} bytes of numbers, more than there are"
        raise ReadError(name, found, where="header", advice=COMPLETE_FILE)
    values = np.frombuffer(data, kind, count, int(start)).reshape(shape[:3], order="F")
    # A slope of 0 says that numbers are as stored.
    scaled = slope != 0.0 and math.isfinite(slope) and math.isfinite(intercept)
    return Image(
        values,
        slope if scaled else 1.0,
        intercept if scaled else 0.0,
        (spacings[1], spacings[2], spacings[3]),
        _TIME_UNITS.get(data[123] & 0x38),
        tuple(key for key, (at, length) in _TEXTS.items() if data[at : at + length].strip(b"\0 ")),
    )
