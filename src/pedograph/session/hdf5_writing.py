"""Putting values into an HDF5 file so that every byte of them is guarded by a checksum.

Arrays are chunked, shuffled, compressed and carry Fletcher's checksum; single values stand in the header of their
dataset, which HDF5 1.10 guards itself. Texts have a fixed length: HDF5 keeps those of variable length in a heap
without a checksum. Only units and descriptions, which say nothing of the visit, have a variable length: h5py
shows those as str.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import h5py
import numpy as np
from numpy.typing import NDArray

from pedograph.session.schema import Field, Group, Kind

LIBRARY: Final = ("v110", "v110")
"""Bounds of the HDF5 file format: the first with checksums on everything that leads to the data."""
COMPRESSION: Final = 4
_TYPES: Final = {Kind.INTEGER: "<i8", Kind.NUMBER: "<f8", Kind.PRESSURE: "<f4", Kind.YES_NO: "|u1"}


def put_group(parent: h5py.Group, group: Group, values: Mapping[str, Any]) -> None:
    """Write the datasets of a group for which there are values; one that may be absent has None.

    Parameters
    ----------
    parent : h5py.Group
        The file, or the recording.
    group : Group
        What belongs into it.
    values : mapping of str to value
        By the names of the group's fields.
    """
    place = make_group(parent, group.path, group.description) if group.path else parent
    for field in group.fields:
        if values[field.name] is not None:
            put(place, field, values[field.name])


def make_group(parent: h5py.Group, path: str, description: str) -> h5py.Group:
    """The group at a path, made with its description if it is not there."""
    if path in parent:
        return parent[path]
    made = parent.create_group(path, track_order=True)
    made.attrs["description"] = description
    return made


def put(place: h5py.Group, field: Field, value: Any) -> None:
    """Write one dataset with its unit and description."""
    data = _encoded(field, value)
    dataset = (
        _compact(place, field.name, data) if data.ndim == 0 or data.size == 0 else _chunked(place, field, data)
    )
    dataset.attrs["unit"] = field.unit
    dataset.attrs["description"] = field.description


def _encoded(field: Field, value: Any) -> NDArray[Any]:
    if field.kind is not Kind.TEXT:
        return np.ascontiguousarray(value, dtype=_TYPES[field.kind]).reshape(np.shape(value))
    # A NUL would end a text of fixed length, and a lone surrogate has no bytes in UTF-8.
    texts = [value] if isinstance(value, str) else value
    coded = [text.replace("\0", "").encode("utf-8", errors="replace") for text in texts]
    kind = h5py.string_dtype("utf-8", max([1, *map(len, coded)]))
    return np.array(coded if field.axes else coded[0], dtype=kind)


def _chunked(place: h5py.Group, field: Field, data: NDArray[Any]) -> h5py.Dataset:
    """A compressed dataset: pictures in chunks of one picture, everything else in one."""
    chunk = (1, *data.shape[1:]) if data.ndim == 3 else data.shape
    return place.create_dataset(
        field.name,
        data=data,
        dtype=data.dtype,
        chunks=chunk,
        shuffle=True,
        compression="gzip",
        compression_opts=COMPRESSION,
        fletcher32=True,
    )


def _compact(place: h5py.Group, name: str, data: NDArray[Any]) -> h5py.Dataset:
    """A small dataset within its own header; h5py offers this layout on its lower level only."""
    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    properties.set_layout(h5py.h5d.COMPACT)
    properties.set_obj_track_times(False)
    space = h5py.h5s.create_simple(data.shape) if data.ndim else h5py.h5s.create(h5py.h5s.SCALAR)
    kind = h5py.h5t.py_create(data.dtype, logical=True)
    made = h5py.h5d.create(place.id, name.encode(), kind, space, properties)
    if data.size:
        made.write(h5py.h5s.ALL, h5py.h5s.ALL, data)
    return h5py.Dataset(made)
