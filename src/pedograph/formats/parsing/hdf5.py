"""Parts of HDF5 files that may be damaged or forged: no larger than the bytes behind them allow, or an error."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import PedographError, ReadError
from pedograph.formats.parsing.arrays import NUMERIC
from pedograph.formats.parsing.packages import largest_content

if TYPE_CHECKING:
    import h5py

SIGNATURE: Final = b"\x89HDF\r\n\x1a\n"
"""First bytes of such a file."""
Refuse = Callable[[str, str], PedographError]
"""Makes the error of a part, from its path ("" is the file) and what is wrong with it ("is missing")."""

_LARGEST_RATIO: Final = 1100
"""More than any block of deflated data can grow: what claims to is forged, and would exhaust the memory."""
_MOST_NAMES: Final = 100_000
_LARGEST_TEXT: Final = 1 << 20
_ADVICE: Final = "Copy the file once more, or open a backup"
HDF5_ERRORS: Final = (
    OSError,
    LookupError,
    RuntimeError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    MemoryError,
)
"""What h5py raises for a file that is not as it should be."""


class PartError(PedographError):
    """A part of an HDF5 file that is not as it should be, as a `Refuse` makes it that tells nobody yet.

    Parameters
    ----------
    path : str
        The part; "" for the file.
    found : str
        What is wrong with it; completes "the part ...".
    """

    def __init__(self, path: str, found: str) -> None:
        self.path = path
        self.found = found
        super().__init__(f"the part {path} {found}" if path else f"it {found}")


class HDF5Parts:
    """The parts of an open file.

    Parameters
    ----------
    file : h5py.File
        Open for reading.
    size : int
        Bytes of the file.
    refuse : callable
        Makes the error of a part.
    foreign : bool
        Whether anybody may have made the file: its datasets may then unpack to no more than a recording does.
    """

    def __init__(self, file: h5py.File, size: int, refuse: Refuse, *, foreign: bool = True) -> None:
        self._file = file
        self._size = size
        self._foreign = foreign
        self.refuse = refuse

    @contextmanager
    def part(self, path: str) -> Iterator[None]:
        """Whatever goes wrong with a part is said as one sentence."""
        with _refusing(self.refuse, path):
            yield

    def members(self, path: str = "") -> list[str]:
        """Names in a group, in HDF5's order.

        Raises
        ------
        PedographError
            As ``refuse`` makes it, here and below: if there is no such group, or it is damaged.
        """
        import h5py

        with self.part(path):
            group = self._object(path)
            if not isinstance(group, h5py.Group):
                raise self.refuse(path, "is not a group")
            if len(group) > _MOST_NAMES:
                raise self.refuse(path, f"holds {len(group)} parts, more than any recording has")
            return [str(member) for member in group]

    def array(self, path: str, axes: int, kinds: str = NUMERIC) -> NDArray[Any]:
        """A dataset of numbers, read-only.

        Parameters
        ----------
        path : str
            Its path in the file.
        axes : int
            How many axes it must have.
        kinds : str
            Characters of NumPy's kinds that are wanted.

        Raises
        ------
        PedographError
            If it is missing, something else, damaged, or larger than the file can hold.
        """
        with self.part(path):
            dataset = self.dataset(path)
            assert dataset is not None
            if dataset.dtype.kind not in kinds or dataset.dtype.itemsize > 8 or dataset.shape is None:
                raise self.refuse(path, f"holds {dataset.dtype}, not plain numbers")
            if dataset.ndim != axes:
                raise self.refuse(path, f"has {dataset.ndim} axes, {axes} were expected")
            self.check_size(dataset, path)
            values = np.asarray(dataset[()])
            values.flags.writeable = False
            return values

    def dataset(self, path: str, *, optional: bool = False) -> h5py.Dataset | None:
        """A dataset, not read yet; None where there is none and there may be none.

        What it claims is to be checked (`check_size`) before it is read.
        """
        import h5py

        found = self._object(path, optional=optional)
        if found is not None and not isinstance(found, h5py.Dataset):
            raise self.refuse(path, "is not a dataset")
        return found

    def is_group(self, path: str) -> bool:
        """Whether there is a group at a path, rather than a dataset."""
        import h5py

        with self.part(path):
            return isinstance(self._object(path), h5py.Group)

    def address(self, path: str) -> int:
        """Where in the file the object at a path begins: the same for two names of one object."""
        import h5py

        with self.part(path):
            return int(h5py.h5o.get_info(self._object(path).id).addr)

    def whole_attribute(self, key: str) -> int | None:
        """An attribute of the file that is a whole number; None where there is none.

        Texts of attributes are not read: HDF5 keeps them without a checksum, and a damaged one may never end.
        """
        with self.part("attributes"):
            if key not in self._file.attrs:
                return None
            attribute = self._file.attrs.get_id(key)
            return int(self._file.attrs[key]) if attribute.dtype.kind in "iu" and attribute.shape == () else None

    def has_attribute(self, key: str) -> bool:
        """Whether the file has an attribute of that name."""
        with self.part("attributes"):
            return key in self._file.attrs

    def __contains__(self, path: str) -> bool:
        """Whether the file has a part; it may be damaged."""
        with self.part(path):
            return self._object(path, optional=True) is not None

    def _object(self, path: str, *, optional: bool = False) -> Any:
        """The object at a path, reached without leaving the file."""
        import h5py

        place: Any = self._file
        for name in path.split("/") if path else ():
            link = place.get(name, getlink=True) if isinstance(place, h5py.Group) else None
            if link is None:
                if optional:
                    return None
                raise self.refuse(path, "is missing")
            if not isinstance(link, h5py.HardLink):
                raise self.refuse(path, "leads out of the file")
            place = place[name]
        return place

    def check_size(self, dataset: h5py.Dataset, path: str) -> None:
        """Refuse a dataset that is larger than the bytes behind it allow, or that is not all there."""
        if dataset.is_virtual or dataset.external:
            raise self.refuse(path, "leads out of the file")
        held, claimed = dataset.id.get_storage_size(), math.prod(dataset.shape) * dataset.dtype.itemsize
        if dataset.chunks:
            count = math.prod(-(-a // b) for a, b in zip(dataset.shape, dataset.chunks, strict=True))
            if dataset.id.get_num_chunks() != count:
                raise self.refuse(path, f"has only {dataset.id.get_num_chunks()} of {count} blocks")
            claimed = count * math.prod(dataset.chunks) * dataset.dtype.itemsize
        largest = min(_LARGEST_RATIO * held, self._largest(dataset))
        if held > self._size or claimed > largest:
            raise self.refuse(path, f"claims {claimed} bytes, more than the file can hold")

    def _largest(self, dataset: h5py.Dataset) -> int:
        """Most bytes that a dataset may unpack to, whatever is behind it."""
        if not self._foreign:
            return _LARGEST_RATIO * self._size
        return _LARGEST_TEXT if dataset.dtype.kind == "S" else largest_content(self._size)


@contextmanager
def opened(data: bytes, refuse: Refuse, *, foreign: bool = True) -> Iterator[HDF5Parts]:
    """An HDF5 file in memory.

    Parameters
    ----------
    data : bytes
        The file.
    refuse, foreign
        As for `HDF5Parts`.

    Raises
    ------
    PedographError
        As ``refuse`` makes it: if the file is damaged or cut off; also for whatever goes wrong while it is open.
    """
    import h5py

    with _refusing(refuse, ""), h5py.File(io.BytesIO(data), "r") as file:
        yield HDF5Parts(file, len(data), refuse, foreign=foreign)


def read_errors(name: str) -> Refuse:
    """Errors of a file of recordings, by its name."""

    def refuse(path: str, found: str) -> ReadError:
        return ReadError(name, f"the part {path} {found}" if path else f"it {found}", advice=_ADVICE)

    return refuse


@contextmanager
def _refusing(refuse: Refuse, path: str) -> Iterator[None]:
    """What the library raises for a part that is not as it should be, in a sentence."""
    try:
        yield
    except PedographError:
        raise
    except HDF5_ERRORS as error:
        raise refuse(path, f"is damaged ({_words(error)})") from error


def _words(error: BaseException) -> str:
    """What HDF5 says, without the name of the function that said it."""
    first, *_ = [*str(error.args[0] if error.args else "").splitlines(), ""]
    inner = re.search(r"\((?P<reason>.+)\)", first)
    return inner["reason"] if inner else first or type(error).__name__
