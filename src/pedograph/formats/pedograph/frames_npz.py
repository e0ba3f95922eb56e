"""Frames as NumPy arrays (``.npz``): pressure, time and spacing under their names."""

from __future__ import annotations

import io
import json
import re
from typing import Any, Final

import numpy as np

from pedograph.errors import ReadError
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.arrays import as_frames
from pedograph.formats.parsing.npy import plain_value, read_array
from pedograph.formats.parsing.packages import Package, first_part
from pedograph.formats.parsing.text import EXPORT_AGAIN
from pedograph.formats.pedograph.metadata import facts_of, recording_of
from pedograph.recording import PressureRecording

SPEC = FormatSpec(
    key="npz",
    name="Pedograph NPZ",
    vendor="Pedograph",
    description="Frames as NumPy arrays: pressure in kPa, time in s, spacing of the cells in mm",
    extensions=(".npz",),
    can_write=True,
    page="docs/formats/npz.md",
    notes=("Nothing is assumed beyond what was assumed when the recording was first read.",),
)

_VERSION: Final = 1
_MARK: Final = re.compile(r"frames (\d{1,9})")
_AS_JSON: Final = ("tracks", "header", "assumed", "notes", "note_keys", "note_severities")
_LARGEST_TEXT: Final = 8 << 20


def sniff(head: bytes, name: str) -> bool | str:
    """Whether the first array is the mark of such a file."""
    part = first_part(head)
    if part is None:
        return "it is no zip file of arrays"
    return True if part[0] == "pedograph.npy" else 'its first array is not "pedograph"'


def read(data: bytes, name: str) -> PressureRecording:
    """The recording in a Pedograph NPZ file; see `Format.read`."""
    package = Package(data, name)
    mark = _MARK.fullmatch(_text(package, "pedograph", name))
    if mark is None or int(mark[1]) > _VERSION:
        advice = "Install the newest Pedograph to open it"
        raise ReadError(name, "it is no Pedograph file, or one of a newer version", advice=advice)
    facts = {
        key: _fact(package, key, name)
        for key in (part.removesuffix(".npy") for part in package.names)
        if key not in ("pedograph", "pressure", "time", "active")
    }
    pressure = as_frames(read_array(package.buffer("pressure.npy"), name, "pressure"), name)
    time = read_array(package.buffer("time.npy"), name, "time", "f")
    if time.ndim != 1:
        raise ReadError(name, f"the times have {time.ndim} axes", where="time", advice=EXPORT_AGAIN)
    active = (
        read_array(package.buffer("active.npy"), name, "active", "b") if "active.npy" in package.names else None
    )
    return recording_of(pressure, time, active, facts, SPEC.key, name)


def write(recording: PressureRecording) -> bytes:
    """The bytes of an NPZ file, which `numpy.load` reads, with the same frames and times to the last digit."""
    arrays: dict[str, Any] = {
        "pedograph": f"frames {_VERSION}",
        "pressure": recording.pressure,
        "time": recording.time,
    }
    if recording.grid.active is not None:
        arrays["active"] = recording.grid.active
    for key, value in facts_of(recording).items():
        arrays[key] = json.dumps(value, ensure_ascii=False) if key in _AS_JSON else value
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def _fact(package: Package, key: str, name: str) -> Any:
    """A single number or text, or the value of a JSON text."""
    if key in _AS_JSON:
        try:
            return json.loads(_text(package, key, name))
        except (ValueError, RecursionError):
            raise ReadError(name, "its text cannot be understood", where=key, advice=EXPORT_AGAIN) from None
    array = read_array(package.read(f"{key}.npy", _LARGEST_TEXT), name, key, "biufU")
    if array.size != 1:
        return None
    return plain_value(array, name, key)


def _text(package: Package, key: str, name: str) -> str:
    """A text."""
    array = read_array(package.read(f"{key}.npy", _LARGEST_TEXT), name, key, "U")
    if array.size != 1:
        raise ReadError(name, "it holds no single text", where=key, advice=EXPORT_AGAIN)
    return str(plain_value(array, name, key))
