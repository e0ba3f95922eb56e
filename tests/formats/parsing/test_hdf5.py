"""Parts of an HDF5 file that claim more than the bytes behind them can hold are refused before they are read."""

from __future__ import annotations

import io
from collections.abc import Callable

import h5py
import numpy as np
import pytest

from pedograph.errors import ReadError
from pedograph.formats.parsing.hdf5 import HDF5Parts, opened, read_errors
from pedograph.formats.parsing.packages import largest_content

RATIO = 1100
"""How many bytes one byte of deflated data can become."""
REFUSE = read_errors("x.h5")


def made(fill: Callable[[h5py.File], object]) -> h5py.File:
    """A file in memory, still open."""
    file = h5py.File(io.BytesIO(), "w")
    fill(file)
    file.flush()
    return file


def packed(stored: int, claimed: int, dtype: str = "u1") -> h5py.File:
    """One block of so many bytes that claims to unpack to so many."""

    def fill(file: h5py.File) -> None:
        data = file.create_dataset("a", (claimed,), dtype, chunks=(claimed,), compression="gzip")
        data.id.write_direct_chunk((0,), bytes(stored))

    return made(fill)


def check(file: h5py.File, size: int = 1 << 30, *, foreign: bool = False) -> None:
    parts = HDF5Parts(file, size, REFUSE, foreign=foreign)
    parts.check_size(file["a"], "a")


def test_a_block_may_unpack_to_as_much_as_deflated_data_can() -> None:
    check(packed(10, 10 * RATIO))
    with pytest.raises(ReadError, match=rf"x\.h5.*part a claims {10 * RATIO + 1} bytes"):
        check(packed(10, 10 * RATIO + 1))


def test_items_are_counted_by_their_size() -> None:
    check(packed(8, 2 * RATIO, "f4"))
    with pytest.raises(ReadError, match=f"claims {8 * RATIO + 4} bytes"):
        check(packed(8, 2 * RATIO + 1, "f4"))


def test_no_part_holds_more_than_the_file() -> None:
    check(packed(1000, 1000), size=1000)
    with pytest.raises(ReadError, match="more than the file can hold"):
        check(packed(1000, 1000), size=999)


def test_a_file_of_unknown_origin_unpacks_to_no_more_than_a_recording() -> None:
    size = 1 << 20
    largest = largest_content(size)
    stored = largest // RATIO + 1
    assert stored <= size
    check(packed(stored, largest), size, foreign=True)
    check(packed(stored, largest + 1), size)
    with pytest.raises(ReadError, match=f"claims {largest + 1} bytes"):
        check(packed(stored, largest + 1), size, foreign=True)


@pytest.mark.parametrize(("length", "refused"), [(1 << 20, False), ((1 << 20) + 1, True)])
def test_a_text_of_a_file_of_unknown_origin_is_a_megabyte_at_most(length: int, refused: bool) -> None:
    file = packed(4000, 1, f"S{length}")
    check(file)
    if refused:
        with pytest.raises(ReadError, match=f"claims {length} bytes"):
            check(file, foreign=True)
    else:
        check(file, foreign=True)


def test_every_block_must_be_there() -> None:
    def fill(file: h5py.File) -> None:
        data = file.create_dataset("a", (7, 5), "u1", chunks=(2, 3))
        data[:2] = 1

    with pytest.raises(ReadError, match="has only 2 of 8 blocks"):
        check(made(fill))


def test_blocks_at_the_end_count_whole() -> None:
    """7 x 5 in blocks of 2 x 3 are 8 blocks of 6: 48 bytes."""

    def fill(file: h5py.File) -> None:
        data = file.create_dataset("a", (7, 5), "u1", chunks=(2, 3))
        data[...] = 1

    file = made(fill)
    check(file, size=48)
    with pytest.raises(ReadError, match="claims 48 bytes"):
        check(file, size=47)


def test_what_was_never_written_is_not_read_as_zeros() -> None:
    file = made(lambda file: file.create_dataset("a", (1 << 40,), "f8"))
    with pytest.raises(ReadError, match=f"claims {8 << 40} bytes"):
        check(file, foreign=True)


def test_parts_outside_the_file_are_not_followed() -> None:
    def external(file: h5py.File) -> None:
        file.create_dataset("a", (4,), "u1", external=[("/dev/zero", 0, 4)])

    def virtual(file: h5py.File) -> None:
        layout = h5py.VirtualLayout((4,), "u1")
        layout[:] = h5py.VirtualSource("other.h5", "b", (4,))
        file.create_virtual_dataset("a", layout)

    for fill in (external, virtual):
        with pytest.raises(ReadError, match="leads out of the file"):
            check(made(fill))


def contents(fill: Callable[[h5py.File], object]) -> bytes:
    kept = io.BytesIO()
    with h5py.File(kept, "w") as file:
        fill(file)
    return kept.getvalue()


def test_an_array_is_read_as_it_is_and_cannot_be_written_to() -> None:
    data = contents(lambda file: file.create_dataset("g/a", data=np.arange(6.0).reshape(2, 3)))
    with opened(data, REFUSE) as parts:
        values = parts.array("g/a", 2)
        assert values.tolist() == [[0, 1, 2], [3, 4, 5]]
        assert not values.flags.writeable
        assert parts.members() == ["g"]
        assert parts.members("g") == ["a"]
        assert "g/a" in parts
        assert "g/b" not in parts
        assert parts.dataset("g/b", optional=True) is None


@pytest.mark.parametrize(
    ("path", "axes", "found"),
    [("a", 2, "has 1 axes, 2 were expected"), ("t", 1, "not plain numbers"), ("g", 1, "is not a dataset")],
)
def test_an_array_of_another_kind_is_refused(path: str, axes: int, found: str) -> None:
    def fill(file: h5py.File) -> None:
        file["a"], file["t"] = np.arange(3), np.array([b"x", b"y"])
        file.create_group("g")

    with opened(contents(fill), REFUSE) as parts, pytest.raises(ReadError, match=found):
        parts.array(path, axes)


def test_whole_numbers_among_the_attributes() -> None:
    def fill(file: h5py.File) -> None:
        file.attrs.update(whole=3, number=2.5, text="4", many=[1, 2])

    with opened(contents(fill), REFUSE) as parts:
        assert parts.whole_attribute("whole") == 3
        assert [parts.whole_attribute(key) for key in ("number", "text", "many", "none")] == [None] * 4
        assert parts.has_attribute("text")
        assert not parts.has_attribute("none")
