"""Values of an HDF5 file by its declared layout: as declared, or an error that names the part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pedograph.formats.parsing.hdf5 import HDF5Parts
from pedograph.formats.pedograph.layout import TYPES, VERSION, Field, Group, Kind, Values

if TYPE_CHECKING:
    import h5py


def read_groups(
    parts: HDF5Parts, groups: Iterable[Group], base: str = "", version: int = VERSION
) -> dict[str, Values]:
    """Values by group, without those that are only written for readers of the file.

    Parameters
    ----------
    parts : HDF5Parts
        The open file.
    groups : iterable of Group
        What to read.
    base : str
        Path under which the groups are; "" for the file itself.
    version : int
        Version of the file: a table that there was not yet is empty, a dataset that there was not yet is left out.

    Raises
    ------
    PedographError
        As the file's ``refuse`` makes it: if a part is missing, damaged, forged or of the wrong kind.
    """
    values: dict[str, Values] = {}
    for group in groups:
        if group.derived:
            continue
        there = group.since <= version
        found = read_group(parts, group.in_version(version), base) if there else _empty(group)
        values.setdefault(group.path, {}).update(found)
    return values


def read_group(parts: HDF5Parts, group: Group, base: str = "") -> Values:
    """Values of a group's fields by name; None for one that may be absent and is.

    Texts come as str, integers and yes or no as int and bool, numbers as float, columns as lists of them,
    frames and masks as arrays. Errors are those of `read_groups`.
    """
    path = joined(base, group.path)
    values = {field.name: read_field(parts, joined(path, field.name), field) for field in group.fields}
    lengths = {len(value) for value in values.values()} if group.row else set()
    if len(lengths) > 1:
        raise parts.refuse(path, "has columns of different lengths")
    return values


def read_field(parts: HDF5Parts, path: str, field: Field) -> Any:
    """Value of one dataset; see `read_group`."""
    data = read_stored(parts, path, field)
    if data is None:
        return None
    with parts.part(path):
        return _plain(data, field)


def read_stored(parts: HDF5Parts, path: str, field: Field) -> NDArray[Any] | None:
    """One dataset as it is stored, with every check but whether its texts are UTF-8; errors as `read_groups`."""
    with parts.part(path):
        dataset = parts.dataset(path, optional=field.optional)
        if dataset is None:
            return None
        _check_kind(parts, dataset, path, field)
        parts.check_size(dataset, path)
        data = np.asarray(dataset[()])
        if field.kind is Kind.YES_NO and data.size and data.max() > 1:
            raise ValueError("it holds a value other than 0 and 1")
        if field.kind in (Kind.NUMBER, Kind.PRESSURE) and not np.isfinite(data).all():
            raise ValueError("it holds a value that is not a number")
        return data


def joined(base: str, name: str) -> str:
    """A path from two, either of which may be empty."""
    return "/".join(part for part in (base, name) if part)


def _empty(table: Group) -> Values:
    return {field.name: [] for field in table.fields}


def _check_kind(parts: HDF5Parts, dataset: h5py.Dataset, path: str, field: Field) -> None:
    """Refuse a dataset that has not kind and axes as declared."""
    import h5py

    text = h5py.check_string_dtype(dataset.dtype)
    fixed_text = text is not None and text.length is not None
    fits = fixed_text if field.kind is Kind.TEXT else dataset.dtype == np.dtype(TYPES[field.kind])
    if not fits or dataset.shape is None:
        raise parts.refuse(path, f"holds {dataset.dtype}, not {field.kind}")
    one = field.axes == ("1",)
    if dataset.ndim != len(field.axes) or (one and dataset.shape != (1,)):
        raise parts.refuse(path, f"has the shape {dataset.shape}, not one axis each for {field.axes}")


def _plain(data: NDArray[Any], field: Field) -> Any:
    """Data of one dataset as plain Python values, or as an array for frames and masks."""
    if field.kind is Kind.TEXT:
        texts = [bytes(item).decode("utf-8") for item in np.atleast_1d(data)]
        return texts if field.axes and field.axes != ("1",) else texts[0]
    if field.kind is Kind.YES_NO:
        data = data.view(bool)
    return data if data.ndim > 1 else data.tolist()
