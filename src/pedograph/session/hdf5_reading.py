"""Values from an HDF5 file that may be damaged, foreign or forged: as declared, or a SessionError."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import h5py
import numpy as np

from pedograph.errors import SessionError
from pedograph.session.schema import Field, Group, Kind

_LARGEST_RATIO: Final = 1100
"""More than any block of deflated data can grow: what claims to is forged, and would exhaust the memory."""
_TYPES: Final = {Kind.INTEGER: "int64", Kind.NUMBER: "float64", Kind.PRESSURE: "float32", Kind.YES_NO: "uint8"}
_HDF5_ERRORS: Final = (OSError, KeyError, RuntimeError, ValueError, TypeError, AttributeError, MemoryError)
"""What h5py raises for a file that is not as it should be."""

BACKUP: Final = "open a copy from a backup"


class Parts:
    """The parts of one open session file, read with every check that a damaged or forged file calls for.

    Parameters
    ----------
    file : h5py.File
        Open for reading.
    name : str
        Its name, for errors.
    """

    def __init__(self, file: h5py.File, name: str) -> None:
        self._file = file
        self._name = name

    def refuse(self, path: str, found: str) -> SessionError:
        """The error that names file and part."""
        return SessionError(f"{self._name}: the part {path} {found}; {BACKUP}.")

    @contextmanager
    def part(self, path: str) -> Iterator[None]:
        """Whatever goes wrong with a part is said as one sentence."""
        try:
            yield
        except SessionError:
            raise
        except _HDF5_ERRORS as error:
            raise self.refuse(path, f"is damaged ({_words(error)})") from error

    def members(self, path: str) -> list[str]:
        """Names in a group."""
        with self.part(path):
            found = self._object(path)
            if not isinstance(found, h5py.Group):
                raise self.refuse(path, "is not a group")
            return [str(name) for name in found]

    def group(self, group: Group, base: str = "") -> dict[str, Any]:
        """Values of a group's fields by name; None for one that may be absent and is.

        Texts come as str, integers and yes or no as int and bool, numbers as float, columns as lists of them,
        pictures as arrays.
        """
        path = _joined(base, group.path)
        values = {field.name: self._value(_joined(path, field.name), field) for field in group.fields}
        lengths = {len(value) for value in values.values()} if group.row else set()
        if len(lengths) > 1:
            raise self.refuse(path, "has columns of different lengths")
        return values

    def _value(self, path: str, field: Field) -> Any:
        with self.part(path):
            dataset = self._dataset(path, field)
            if dataset is None:
                return None
            self._check(dataset, path, field)
            return _plain(dataset[()], field)

    def _dataset(self, path: str, field: Field) -> h5py.Dataset | None:
        found = self._object(path, optional=field.optional)
        if found is not None and not isinstance(found, h5py.Dataset):
            raise self.refuse(path, "is not a dataset")
        return found

    def _object(self, path: str, *, optional: bool = False) -> Any:
        """The object at a path, reached without leaving the file."""
        place: Any = self._file
        for name in path.split("/"):
            link = place.get(name, getlink=True) if isinstance(place, h5py.Group) else None
            if link is None:
                if optional:
                    return None
                raise self.refuse(path, "is missing")
            if not isinstance(link, h5py.HardLink):
                raise self.refuse(path, "leads out of the file")
            place = place[name]
        return place

    def _check(self, dataset: h5py.Dataset, path: str, field: Field) -> None:
        """Kind and axes as declared, and no larger than the bytes behind it allow."""
        text = h5py.check_string_dtype(dataset.dtype)
        fixed_text = text is not None and text.length is not None
        fits = fixed_text if field.kind is Kind.TEXT else dataset.dtype == np.dtype(_TYPES[field.kind])
        if not fits or dataset.shape is None:
            raise self.refuse(path, f"holds {dataset.dtype}, not {field.kind}")
        one = field.axes == ("1",)
        if dataset.ndim != len(field.axes) or (one and dataset.shape != (1,)):
            raise self.refuse(path, f"has the shape {dataset.shape}, not one axis each for {field.axes}")
        if dataset.is_virtual or dataset.external:
            raise self.refuse(path, "leads out of the file")
        held, claimed = dataset.id.get_storage_size(), dataset.nbytes
        if dataset.chunks:
            count = math.prod(-(-a // b) for a, b in zip(dataset.shape, dataset.chunks, strict=True))
            if dataset.id.get_num_chunks() != count:
                raise self.refuse(path, f"has only {dataset.id.get_num_chunks()} of {count} blocks")
            claimed = count * math.prod(dataset.chunks) * dataset.dtype.itemsize
        if claimed > _LARGEST_RATIO * held:
            raise self.refuse(path, f"claims {claimed} bytes, more than the file can hold")


def _joined(base: str, name: str) -> str:
    return "/".join(part for part in (base, name) if part)


def _plain(data: Any, field: Field) -> Any:
    """Data of one dataset as plain Python values, or as an array for pictures."""
    if field.kind is Kind.TEXT:
        texts = [bytes(item).decode("utf-8") for item in np.atleast_1d(data)]
        return texts if field.axes and field.axes != ("1",) else texts[0]
    data = np.asarray(data)
    if field.kind is Kind.YES_NO:
        if (data > 1).any():
            raise ValueError("it holds a value other than 0 and 1")
        data = data.astype(bool)
    elif field.kind is not Kind.INTEGER and not np.isfinite(data).all():
        raise ValueError("it holds a value that is not a number")
    return data if data.ndim > 1 else data.tolist()


def _words(error: BaseException) -> str:
    """What HDF5 says, without the name of the function that said it."""
    first, *_ = [*str(error.args[0] if error.args else "").splitlines(), ""]
    inner = re.search(r"\((?P<reason>.+)\)", first)
    return inner["reason"] if inner else first or type(error).__name__
