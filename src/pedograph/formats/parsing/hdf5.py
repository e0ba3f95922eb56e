"""Arrays and texts from HDF5 files that may be damaged or forged: no larger than the bytes behind them allow."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import PedographError, ReadError
from pedograph.formats.archives import largest_content
from pedograph.formats.parsing.arrays import NUMERIC

if TYPE_CHECKING:
    import h5py

SIGNATURE = b"\x89HDF\r\n\x1a\n"
"""First bytes of such a file."""

_LARGEST_RATIO = 1100
"""More than any block of deflated data can grow."""
_MOST_NAMES = 100_000
_LARGEST_BLOCK = 64 << 20
_LARGEST_TEXT = 1 << 20
_AGAIN = "Copy the file once more, or open a backup"


class HDF5Parts:
    """The parts of an open file.

    Parameters
    ----------
    file : h5py.File
        Open for reading.
    size : int
        Bytes of the file.
    name : str
        Its name, for errors.
    """

    def __init__(self, file: h5py.File, size: int, name: str) -> None:
        self._file = file
        self._size = size
        self._name = name

    def members(self, path: str = "") -> list[str]:
        """Names in a group, in HDF5's order; none where there is no such group.

        Raises
        ------
        ReadError
            If the group is damaged.
        """
        import h5py

        with _as_read_errors(self._name, path):
            place = self._object(path)
            if not isinstance(place, h5py.Group):
                return []
            if len(place) > _MOST_NAMES:
                raise ReadError(
                    self._name, f"it holds {len(place)} parts, and no recording has so many", where=path
                )
            return [str(member) for member in place]

    def array(self, path: str, axes: int, kinds: str = NUMERIC) -> NDArray[Any] | None:
        """A dataset of numbers, read-only; None where there is none of that name.

        Parameters
        ----------
        path : str
            Its path in the file.
        axes : int
            How many axes it must have.
        kinds : str
            Letters of NumPy's kinds that are wanted.

        Raises
        ------
        ReadError
            If it is something else, damaged, or larger than the file can hold.
        """
        with _as_read_errors(self._name, path):
            dataset = self._dataset(path)
            if dataset is None:
                return None
            if dataset.dtype.kind not in kinds or dataset.dtype.itemsize > 8 or dataset.shape is None:
                raise self._unfit(path, f"it holds {dataset.dtype}, not plain numbers")
            if dataset.ndim != axes:
                raise self._unfit(path, f"it has {dataset.ndim} axes, {axes} were expected")
            self._check_size(dataset, path)
            values = np.asarray(dataset[()])
            values.flags.writeable = False
            return values

    def texts(self, path: str) -> list[str] | None:
        """Texts of fixed length, one or a column; None where there is no such dataset.

        Raises
        ------
        ReadError
            If it holds something else, or is damaged.
        """
        with _as_read_errors(self._name, path):
            dataset = self._dataset(path)
            if dataset is None:
                return None
            if dataset.dtype.kind != "S" or dataset.shape is None or dataset.ndim > 1:
                raise self._unfit(path, f"it holds {dataset.dtype}, not texts")
            self._check_size(dataset, path)
            if dataset.nbytes > _LARGEST_TEXT:
                raise self._unfit(path, f"its texts take {dataset.nbytes} bytes")
            return [bytes(item).decode("utf-8") for item in np.atleast_1d(dataset[()])]

    def whole_attribute(self, key: str) -> int | None:
        """An attribute of the file that is a whole number; None where there is none.

        Texts of attributes are not read: HDF5 keeps them without a checksum, and a damaged one may never end.
        """
        with _as_read_errors(self._name, key):
            if key not in self._file.attrs:
                return None
            attribute = self._file.attrs.get_id(key)
            return int(self._file.attrs[key]) if attribute.dtype.kind in "iu" and attribute.shape == () else None

    def _unfit(self, path: str, found: str) -> ReadError:
        return ReadError(self._name, found, where=path, advice=_AGAIN)

    def _dataset(self, path: str) -> h5py.Dataset | None:
        import h5py

        found = self._object(path)
        if found is not None and not isinstance(found, h5py.Dataset):
            raise self._unfit(path, "it is not a dataset")
        return found

    def _object(self, path: str) -> Any:
        """The object at a path, reached without leaving the file; None where there is none."""
        import h5py

        place: Any = self._file
        for name in path.split("/") if path else ():
            link = place.get(name, getlink=True) if isinstance(place, h5py.Group) else None
            if link is None:
                return None
            if not isinstance(link, h5py.HardLink):
                raise self._unfit(path, "it leads out of the file")
            place = place[name]
        return place

    def _check_size(self, dataset: h5py.Dataset, path: str) -> None:
        """No larger than the bytes behind it, and all of it there."""
        if dataset.is_virtual or dataset.external:
            raise self._unfit(path, "it leads out of the file")
        held, claimed = dataset.id.get_storage_size(), math.prod(dataset.shape) * dataset.dtype.itemsize
        if dataset.chunks:
            count = math.prod(-(-a // b) for a, b in zip(dataset.shape, dataset.chunks, strict=True))
            block = math.prod(dataset.chunks) * dataset.dtype.itemsize
            if dataset.id.get_num_chunks() != count or block > _LARGEST_BLOCK:
                raise self._unfit(path, f"only {dataset.id.get_num_chunks()} of its {count} blocks are there")
            claimed = count * block
        if held > self._size or claimed > min(_LARGEST_RATIO * held, largest_content(self._size)):
            raise self._unfit(path, f"it claims {claimed} bytes, more than the file can hold")


@contextmanager
def opened(data: bytes, name: str) -> Iterator[HDF5Parts]:
    """An HDF5 file in memory.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for errors.

    Raises
    ------
    ReadError
        If it is damaged or cut off; also for whatever goes wrong while it is open.
    """
    import h5py

    with _as_read_errors(name, ""), h5py.File(io.BytesIO(data), "r") as file:
        yield HDF5Parts(file, len(data), name)


@contextmanager
def _as_read_errors(name: str, where: str) -> Iterator[None]:
    """What the library raises for a file that is not as it should be, in a sentence."""
    try:
        yield
    except PedographError:
        raise
    except (OSError, LookupError, RuntimeError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise ReadError(name, "it is damaged or cut off", where=where, advice=_AGAIN) from error
    except MemoryError as error:
        raise ReadError(name, "it claims more than fits into memory", where=where, advice=_AGAIN) from error
