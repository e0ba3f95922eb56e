"""Writing an HDF5 file so that every byte of its values is guarded by a checksum, and reading it back at once.

Arrays are chunked, shuffled, compressed and carry Fletcher's checksum; single values stand in the header of their
dataset, which HDF5 1.10 guards itself. Texts have a fixed length, in attributes too: HDF5 keeps those of variable
length in a heap without a checksum. A digest of each group is written as well (`digests`), so that values that
another program changed are noticed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from pedograph.formats.parsing.hdf5 import Refuse, opened
from pedograph.formats.pedograph.digests import DIGESTS, Digests
from pedograph.formats.pedograph.hdf5_reading import joined, read_stored
from pedograph.formats.pedograph.layout import TYPES, Field, Group, Kind, Values

if TYPE_CHECKING:
    import h5py

_COMPRESSION: Final = 4


class HDF5Writer:
    """Puts values into an open file, and remembers them until the file has been read back.

    Parameters
    ----------
    file : h5py.File
        Open for writing.
    """

    def __init__(self, file: h5py.File) -> None:
        self._file = file
        self._written: list[tuple[str, Field, NDArray[Any]]] = []
        self._digests = Digests()

    def put_groups(self, groups: Iterable[Group], values: Mapping[str, Values], base: str = "") -> None:
        """Write groups of datasets.

        Parameters
        ----------
        groups : iterable of Group
            What to write.
        values : mapping of str to values
            By path of the group and name of the field; one that may be absent has None.
        base : str
            Path under which the groups are to be; "" for the file itself.
        """
        for group in groups:
            path = joined(base, group.path)
            self.make_group(path, group.description)
            for field in group.fields:
                if values[group.path][field.name] is not None:
                    self.put(path, field, values[group.path][field.name])

    def make_group(self, path: str, description: str) -> None:
        """Make the group at a path with its description, if it is not there."""
        import h5py

        if path and path not in self._file:
            h5py.h5g.create(self._file.id, path.encode(), gcpl=_ordered_without_time(h5py.h5p.GROUP_CREATE))
            _put_texts(self._file[path], {"description": description})

    def put(self, path: str, field: Field, value: Any) -> None:
        """Write one dataset with its unit and description into the group at a path."""
        data = _encoded(field, value)
        place = self._file[path or "/"]
        dataset = (_compact if data.ndim == 0 or data.size == 0 else _chunked)(place, field.name, data)
        _put_texts(dataset, {"unit": field.unit, "description": field.description})
        self._written.append((joined(path, field.name), field, data))
        self._digests.add(path, field.name, data)

    def settle(self) -> None:
        """Have HDF5 place here what leads to the parts written so far, rather than at the end of the file.

        So a file that was cut off still has all of the recordings before the cut.
        """
        self._file.flush()

    def put_digests(self) -> None:
        """Write the digests of all groups written so far; nothing is written after them."""
        self.put_groups((DIGESTS,), {DIGESTS.path: self._digests.columns()})

    def check(self, data: bytes, refuse: Refuse, *, foreign: bool) -> None:
        """Refuse bytes of a finished file that do not hold, bit by bit, what was written into it."""
        with opened(data, refuse, foreign=foreign) as parts:
            for path, field, written in self._written:
                found = read_stored(parts, path, field)
                if found is None or not _same(found, written):
                    raise refuse(path, "does not hold what was written")


def hdf5_bytes(
    attributes: Mapping[str, Any], fill: Callable[[HDF5Writer], None], refuse: Refuse, *, foreign: bool
) -> bytes:
    """The bytes of an HDF5 file (of HDF5 1.10 or newer), read back; the same values give the same bytes.

    The file is made in memory, so that a full disk or a lock shows in one place only: where the bytes are written.

    Parameters
    ----------
    attributes : mapping
        Attributes of the file.
    fill : callable
        Puts everything into it.
    refuse : callable
        Makes the error of a part that cannot be read back as it was written.
    foreign : bool
        Whether the file will be read as one that anybody may have made; see `HDF5Parts`.
    """
    stream = io.BytesIO()
    # An image taken of a file that is still open is damaged under HDF5 1.14, so the file is closed first.
    with _created(stream) as file:
        _put_texts(file, {key: value for key, value in attributes.items() if isinstance(value, str)})
        file.attrs.update({key: value for key, value in attributes.items() if not isinstance(value, str)})
        writer = HDF5Writer(file)
        fill(writer)
        writer.put_digests()
    data = _finished(stream)
    writer.check(data, refuse, foreign=foreign)
    return data


def _created(stream: io.BytesIO) -> h5py.File:
    """A new file, open for writing, of the first version with checksums on everything that leads to the data.

    h5py before 3.16 can leave out the time of its making on its lower level only.
    """
    import h5py

    access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    access.set_fclose_degree(h5py.h5f.CLOSE_STRONG)
    access.set_libver_bounds(h5py.h5f.LIBVER_V110, h5py.h5f.LIBVER_V110)
    access.set_fileobj_driver(h5py.h5fd.fileobj_driver, stream)
    creation = _ordered_without_time(h5py.h5p.FILE_CREATE)
    return h5py.File(h5py.h5f.create(b"memory", h5py.h5f.ACC_TRUNC, fcpl=creation, fapl=access))


def _ordered_without_time(kind: Any) -> Any:
    """How files and groups are made: in order, and without time: the same values give the same bytes."""
    import h5py

    properties = h5py.h5p.create(kind)
    order = h5py.h5p.CRT_ORDER_TRACKED | h5py.h5p.CRT_ORDER_INDEXED
    properties.set_link_creation_order(order)
    properties.set_attr_creation_order(order)
    properties.set_obj_track_times(False)
    return properties


def _finished(stream: io.BytesIO) -> bytes:
    """The bytes of the closed file."""
    return stream.getvalue()


def _encoded(field: Field, value: Any) -> NDArray[Any]:
    import h5py

    if field.kind is not Kind.TEXT:
        return np.ascontiguousarray(value, dtype=TYPES[field.kind]).reshape(np.shape(value))
    # A NUL would end a text of fixed length, and a lone surrogate has no bytes in UTF-8.
    texts = [value] if isinstance(value, str) else value
    coded = [text.replace("\0", "").encode("utf-8", errors="replace") for text in texts]
    kind = h5py.string_dtype("utf-8", max([1, *map(len, coded)]))
    return np.array(coded if field.axes else coded[0], dtype=kind)


def _put_texts(place: h5py.HLObject, texts: Mapping[str, str]) -> None:
    """Attributes of fixed length, which lie in the object's own header, as all that HDF5 guards."""
    import h5py

    for name, text in texts.items():
        coded = text.encode("utf-8")
        place.attrs.create(name, coded, dtype=h5py.string_dtype("utf-8", max(1, len(coded))))


def _same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Whether two arrays are the same, bit by bit."""
    size = one.dtype.itemsize
    bits = f"u{size}" if size in (2, 4, 8) else "u1"
    same_kind = one.dtype == other.dtype and one.shape == other.shape
    return same_kind and np.array_equal(one.reshape(-1).view(bits), other.reshape(-1).view(bits))


def _chunked(place: h5py.Group, name: str, data: NDArray[Any]) -> h5py.Dataset:
    """A compressed dataset: frames and masks in chunks of one, everything else in one chunk."""
    return place.create_dataset(
        name,
        data=data,
        dtype=data.dtype,
        chunks=(1, *data.shape[1:]) if data.ndim == 3 else data.shape,
        shuffle=True,
        compression="gzip",
        compression_opts=_COMPRESSION,
        fletcher32=True,
    )


def _compact(place: h5py.Group, name: str, data: NDArray[Any]) -> h5py.Dataset:
    """A small dataset within its own header; h5py offers this layout on its lower level only."""
    import h5py

    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    properties.set_layout(h5py.h5d.COMPACT)
    properties.set_obj_track_times(False)
    space = h5py.h5s.create_simple(data.shape) if data.ndim else h5py.h5s.create(h5py.h5s.SCALAR)
    kind = h5py.h5t.py_create(data.dtype, logical=True)
    made = h5py.h5d.create(place.id, name.encode(), kind, space, properties)
    if data.size:
        made.write(h5py.h5s.ALL, h5py.h5s.ALL, data)
    return h5py.Dataset(made)
