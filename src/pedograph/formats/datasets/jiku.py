"""jiku-data's plantar pressures (SpeedPP2DS; Pataky and others, 2008): 60 walks of a person in an HDF5 file."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from pedograph.errors import ReadError
from pedograph.formats.archives import chosen
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.arrays import as_frames
from pedograph.formats.parsing.hdf5 import SIGNATURE, HDF5Parts, opened, read_errors
from pedograph.notes import Note, doubt
from pedograph.recording import PressureRecording, SensorGrid, Source

SPEC = FormatSpec(
    key="jiku",
    name="jiku-data SpeedPP2DS (HDF5)",
    vendor="jiku-data",
    description="Walks of one person over a footscan plate, a print each, at 500 Hz",
    extensions=(".h5",),
    page="docs/formats/jiku.md",
    notes=(
        "Of several walks one is chosen by its name: subj000.h5#img007.",
        "The file holds numbers alone: kPa, cells of 5.08 mm, 500 Hz and the heel in the first row are assumed.",
        "Empty frames at the end, which bring all walks to one length, are left out.",
    ),
)

_SPACING: Final = 5.08
"""mm; prints then are as long as feet, 25 to 30 cm."""
_RATE: Final = 500.0
"""Hz; Pataky and others (2008)."""
_WALK: Final = re.compile(r"img\d{1,6}")

_HALF_THE_FORCE = doubt(
    "unit_assumed",
    "Taken as kPa, forces are about half of what adults' feet make: compare these walks with each other only.",
)


def sniff(head: bytes, name: str) -> bool | str:
    """Whether an HDF5 file was written by PyTables, as these are."""
    if not head.startswith(SIGNATURE):
        return "it is no HDF5 file"
    return True if b"PYTABLES_FORMAT_VERSION" in head else "it was not written by PyTables"


def read(data: bytes, name: str) -> PressureRecording:
    """The only walk in a file; see `Format.read`."""
    return read_one(data, name, "")


def read_one(data: bytes, name: str, choice: str) -> PressureRecording:
    """One of the walks by its name, such as ``img007``; see `CollectionFormat.read_one`."""
    with opened(data, read_errors(name)) as parts:
        return _walk(parts, chosen(name, _names(parts, name), choice), name)


def contents(data: bytes, name: str) -> tuple[str, ...]:
    """Names of the walks; see `CollectionFormat.contents`."""
    with opened(data, read_errors(name)) as parts:
        return tuple(_names(parts, name))


def _names(parts: HDF5Parts, name: str) -> list[str]:
    """Names of the walks, at least one, in order."""
    names = sorted(member for member in parts.members() if _WALK.fullmatch(member))
    if not names:
        advice = "Convert its arrays to .npz, and describe them in a small TOML beside it"
        raise ReadError(name, "it holds no walk called img000 or the like", advice=advice)
    return names


def _walk(parts: HDF5Parts, walk: str, name: str) -> PressureRecording:
    """One walk; stored as rows, columns, frames."""
    values = parts.array(walk, 3)
    loaded = np.flatnonzero(values.any(axis=(0, 1)))
    frames = values.shape[2]
    kept = min(frames, int(loaded[-1]) + 2) if loaded.size else frames
    notes = [
        Note("cut_out_of_plate", "Its print was cut out of a larger plate."),
        _HALF_THE_FORCE,
    ]
    if kept < frames:
        notes.append(Note("empty_frames", f"{frames - kept} empty frames at its end were left out."))
    return PressureRecording(
        pressure=as_frames(np.moveaxis(values[:, :, :kept], 2, 0), name),
        time=np.arange(kept) / _RATE,
        grid=SensorGrid(_SPACING, _SPACING, cropped=True),
        source=Source(
            file=name,
            format=SPEC.key,
            header={"walk": walk, "shape": " x ".join(map(str, values.shape))},
            assumed=("unit", "cell size", "time", "orientation"),
            notes=tuple(notes),
        ),
    )
