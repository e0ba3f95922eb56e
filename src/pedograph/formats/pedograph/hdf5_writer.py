"""Writing a recording as an HDF5 file: its frames guarded by checksums, the same bytes every time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pedograph.formats.pedograph.metadata import facts_of
from pedograph.recording import PressureRecording

if TYPE_CHECKING:
    import h5py

FORMAT: Final = b"pedograph-recording"
"""Attribute ``format`` of the file."""
VERSION: Final = 1
"""Attribute ``version`` of the files that are written, and the newest that is read."""

_LIBRARY: Final = ("v110", "v110")
_COMPRESSION: Final = 4
_GRID_NUMBERS: Final = (
    ("row_spacing", "mm"),
    ("column_spacing", "mm"),
    ("threshold", "kPa"),
    ("saturation", "kPa"),
)


def write(recording: PressureRecording) -> bytes:
    """The bytes of an HDF5 file (of HDF5 1.10 or newer) with the same frames and times to the last digit."""
    import h5py

    name = uuid.uuid4().hex  # HDF5 refuses to open two files of one name at a time, even in memory
    memory = {"driver": "core", "backing_store": False, "block_size": 1 << 20}
    with h5py.File(name, "w", libver=_LIBRARY, track_order=True, **memory) as file:
        file.attrs["format"] = np.bytes_(FORMAT)
        file.attrs["version"] = VERSION
        for path, value, unit in _datasets(recording):
            _put(file, path, value, unit)
        file.flush()
        image: bytes = file.id.get_file_image()
    return image


def _datasets(recording: PressureRecording) -> Iterator[tuple[str, Any, str]]:
    """Path, value and unit of each dataset."""
    facts = facts_of(recording)
    yield "pressure", recording.pressure, "kPa"
    yield "time", recording.time, "s"
    for key in ("side", "task", "subject"):
        yield key, facts.get(key, ""), ""
    for key, unit in _GRID_NUMBERS:
        if key in facts:
            yield f"grid/{key}", np.float64(facts[key]), unit
    for key in ("first_row", "first_column"):
        yield f"grid/{key}", np.int64(facts.get(key, 0)), "1"
    yield "grid/cropped", np.uint8(facts.get("cropped", False)), "1"
    if recording.grid.active is not None:
        yield "grid/active", recording.grid.active.astype(np.uint8), "1"
    for path, key in (("file", "original_file"), ("sha256", "original_sha256"), ("format", "original_format")):
        yield f"source/{path}", facts.get(key, ""), ""
    yield "source/assumed", facts.get("assumed", []), ""
    yield "source/notes", facts.get("notes", []), ""
    yield "source/withheld", [], ""
    header = facts.get("header", {})
    yield "source/header/field", list(header), ""
    yield "source/header/value", list(header.values()), ""
    tracks = recording.tracks
    yield "tracks/side", [str(track.side) for track in tracks], ""
    yield "tracks/first_column", np.array([track.first_column for track in tracks], dtype=np.int64), "1"
    yield "tracks/columns", np.array([track.columns for track in tracks], dtype=np.int64), "1"


def _put(file: h5py.File, path: str, value: Any, unit: str) -> None:
    """One dataset with its unit; arrays are packed and carry checksums, small values stand in their header."""
    import h5py

    data = _texts(value) if isinstance(value, str | list) else np.asarray(value)
    if data.ndim == 0 or data.size == 0:
        # h5py offers this layout, within the dataset's own header, on its lower level only.
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_layout(h5py.h5d.COMPACT)
        properties.set_obj_track_times(False)
        parts = path.split("/")
        place = file.require_group("/".join(parts[:-1])) if parts[:-1] else file
        space = h5py.h5s.create_simple(data.shape) if data.ndim else h5py.h5s.create(h5py.h5s.SCALAR)
        kind = h5py.h5t.py_create(data.dtype, logical=True)
        made = h5py.h5d.create(place.id, parts[-1].encode(), kind, space, properties)
        if data.size:
            made.write(h5py.h5s.ALL, h5py.h5s.ALL, data)
        dataset = h5py.Dataset(made)
    else:
        # A frame is read alone.
        chunks = (1, *data.shape[1:]) if data.ndim == 3 else data.shape
        packing = {"compression": "gzip", "compression_opts": _COMPRESSION, "shuffle": True, "fletcher32": True}
        dataset = file.create_dataset(path, data=data, chunks=chunks, **packing)
    dataset.attrs["unit"] = np.bytes_(unit or " ")


def _texts(value: str | list[str]) -> np.ndarray[Any, np.dtype[np.bytes_]]:
    """Texts of fixed length in UTF-8: HDF5 keeps those of variable length in a heap without a checksum."""
    import h5py

    whole = [value] if isinstance(value, str) else value
    coded = [text.replace("\0", "").encode("utf-8", errors="replace") for text in whole]
    kind = h5py.string_dtype("utf-8", max([1, *map(len, coded)]))
    return np.array(coded[0] if isinstance(value, str) else coded, dtype=kind)
