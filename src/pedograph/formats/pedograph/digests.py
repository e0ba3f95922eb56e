"""Digests of what a Pedograph HDF5 file holds, group by group: written with it, and compared to verify it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pedograph.formats.parsing.hdf5 import HDF5Parts, PartError, Refuse, opened
from pedograph.formats.pedograph.hdf5_reading import joined, read_group
from pedograph.formats.pedograph.layout import Group, Values, table, text

DIGESTS: Final[Group] = table(
    "digests",
    "Digest of the values of each group",
    "group",
    text("path", "Path of the group; / is the file itself", row="group"),
    text("sha256", "SHA-256 of its datasets, hexadecimal", row="group"),
    since=4,
)
"""The group in which the digests of all others are."""
ROOT: Final = "/"
_DEEPEST: Final = 8


class Digests:
    """Digests of groups, from their datasets in any order."""

    def __init__(self) -> None:
        self._datasets: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def add(self, group: str, name: str, data: NDArray[Any]) -> None:
        """Take a dataset of a group."""
        self.add_digest(group, name, _digest_of_dataset(name, data.dtype, data.shape, [data]))

    def add_digest(self, group: str, name: str, digest: str) -> None:
        """Take a dataset of a group by its digest."""
        self._datasets[group or ROOT][name] = digest

    def columns(self) -> Values:
        """The table of the digests, in the order in which the groups were first met."""
        return {
            "path": list(self._datasets),
            "sha256": [_digest_of_group(datasets) for datasets in self._datasets.values()],
        }


def check_complete(data: bytes, refuse: Refuse, *, without: Collection[str] = ()) -> None:
    """Refuse a file of which a value cannot be read.

    Parameters
    ----------
    data : bytes
        The file.
    refuse : callable
        Makes the error of the first part that is not as it should be.
    without : collection of str
        Groups that are passed over, with all in them.
    """
    try:
        with opened(data, PartError, foreign=False) as parts:
            fault = next(faults_in(parts, without, compare=False), None)
    except PartError as error:
        fault = error
    if fault is not None:
        raise refuse(fault.path, fault.found) from fault


def faults_in(parts: HDF5Parts, without: Collection[str] = (), *, compare: bool = True) -> Iterator[PartError]:
    """Every part that cannot be read, or whose values are others than were written.

    Parameters
    ----------
    parts : HDF5Parts
        The open file, whose errors are `PartError`.
    without : collection of str
        Groups that are passed over, with all in them.
    compare : bool
        Whether values that can be read are compared with the digests that were written with them.
    """
    try:
        written = _written(parts) if compare else None
    except PartError as error:
        written = None
        yield error
    found = Digests()
    spoilt: set[str] = set()
    for item in _walked(parts, without):
        if isinstance(item, PartError):
            spoilt.add(item.path.rpartition("/")[0] or ROOT)
            yield item
        elif item[0] != DIGESTS.path:
            found.add_digest(*item)
    if written is None:
        return
    columns = found.columns()
    now = dict(zip(columns["path"], columns["sha256"], strict=True))
    for path in (*written, *(path for path in now if path not in written)):
        if path in spoilt or any(path == one or path.startswith(f"{one}/") for one in (*without, *spoilt)):
            continue
        if now.get(path) != written.get(path):
            yield PartError(path, "holds other values than were written into it")


def _written(parts: HDF5Parts) -> Mapping[str, str] | None:
    """Digests by path as the file has them; None for a file of a version without."""
    if DIGESTS.path not in parts:
        return None
    values = read_group(parts, DIGESTS)
    return dict(zip(values["path"], values["sha256"], strict=True))


def _walked(parts: HDF5Parts, without: Collection[str]) -> Iterator[PartError | tuple[str, str, str]]:
    """Group, name and digest of each dataset, or what is wrong with it or with a group; each object once."""
    groups, seen = [""], set[int]()
    while groups:
        group = groups.pop(0)
        try:
            members = parts.members(group)
        except PartError as error:
            yield error
            continue
        for name in members:
            path = joined(group, name)
            if path in without:
                continue
            try:
                address = parts.address(path)
                if address in seen or path.count("/") > _DEEPEST:
                    raise PartError(path, "leads to what has another name")
                seen.add(address)
                if parts.is_group(path):
                    groups.append(path)
                else:
                    yield group, name, _digest_of_stored(parts, path, name)
            except PartError as error:
                yield error


def _digest_of_stored(parts: HDF5Parts, path: str, name: str) -> str:
    """Digest of a dataset in a file; frames are read one at a time."""
    import h5py

    with parts.part(path):
        dataset = parts.dataset(path)
        assert dataset is not None
        if dataset.dtype.hasobject or dataset.shape is None:
            raise PartError(path, f"holds {dataset.dtype}, which Pedograph does not write")
        parts.check_size(dataset, path)
        if dataset.ndim == 3:
            pieces: Iterable[NDArray[Any]] = (dataset[frame] for frame in range(len(dataset)))
            return _digest_of_dataset(name, dataset.dtype, dataset.shape, pieces)
        data = np.empty(dataset.shape, dataset.dtype)
        if data.size:
            dataset.id.read(h5py.h5s.ALL, h5py.h5s.ALL, data)
        return _digest_of_dataset(name, dataset.dtype, dataset.shape, [data])


def _digest_of_dataset(
    name: str, kind: np.dtype[Any], shape: tuple[int, ...], pieces: Iterable[NDArray[Any]]
) -> str:
    """Digest of name, kind, shape and values, which come in one piece or several."""
    digest = hashlib.sha256(f"{name}\n{kind.str}\n{shape}\n".encode())
    for data in pieces:
        if data.size:
            digest.update(np.ascontiguousarray(data).reshape(-1).view(np.uint8).data)
    return digest.hexdigest()


def _digest_of_group(datasets: Mapping[str, str]) -> str:
    """Digest of the digests of a group's datasets, in the order of their names."""
    return hashlib.sha256("".join(datasets[name] for name in sorted(datasets)).encode()).hexdigest()
