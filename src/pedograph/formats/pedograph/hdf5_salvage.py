"""Groups of a damaged HDF5 file, reached past whatever led to them: a new superblock and root that link to them.

The layout of superblock (version 3), object header (version 2) and link message is that of "HDF5 File Format
Specification Version 3.0", II.A, IV.A.1.b and IV.A.2.g; the checksum is Bob Jenkins's lookup3, as the same
specification demands.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final

from pedograph.formats.parsing.hdf5 import HDF5_ERRORS, SIGNATURE, HDF5Parts, Refuse

_SUPERBLOCK: Final = 48
_HEADER: Final = b"OHDR\x02"
_UNDEFINED: Final = 0xFFFFFFFFFFFFFFFF
_LINK_INFO: Final = 0x02
_GROUP_INFO: Final = 0x0A
_LINK: Final = 0x06
_LAYOUT: Final = 0x08
_MOST: Final = 20_000
"""Object headers that are looked at; a session of 200 recordings has fewer."""
_MASK: Final = 0xFFFFFFFF
_RECORDING: Final = frozenset(("pressure", "time", "grid", "source"))
_OWN_GROUPS: Final[Mapping[str, frozenset[str]]] = {
    "visit": frozenset(("identifier", "date", "written_by")),
    "examination": frozenset(("json", "values")),
    "findings": frozenset(("review_json", "json")),
    "journal": frozenset(("when", "who", "what", "detail")),
}
"""By what a group of a session is known where nothing leads to it."""


@contextmanager
def salvaged(data: bytes, refuse: Refuse) -> Iterator[HDF5Parts]:
    """What can be reached of a session or a recording file, whatever is damaged.

    Parameters
    ----------
    data : bytes
        The file, damaged or cut off.
    refuse : callable
        Makes the error of a part; see `HDF5Parts`.

    Returns
    -------
    iterator of HDF5Parts
        Its root has the groups visit, examination, findings and journal and the dataset settings, those of them
        that are there, and each recording under its number (``000``).
    """
    import h5py

    image = linked(data, _links(data))
    with h5py.File(io.BytesIO(image), "r") as file:
        yield HDF5Parts(file, len(image), refuse, foreign=False)


def recordings_reached(parts: HDF5Parts) -> list[str]:
    """Names of the recordings in what was salvaged, in their order."""
    return sorted((name for name in parts.members() if name.isdigit()), key=lambda name: (len(name), name))


def linked(data: bytes, links: Mapping[str, int]) -> bytes:
    """The file with a new superblock, and behind it a new root group that has these links to addresses."""
    root = _root(links)
    end = max(len(data), _SUPERBLOCK)
    head = SIGNATURE + struct.pack("<BBBBQQQQ", 3, 8, 8, 0, 0, _UNDEFINED, end + len(root), end)
    return head + struct.pack("<I", lookup3(head)) + data[_SUPERBLOCK:].ljust(end - _SUPERBLOCK, b"\0") + root


def _root(links: Mapping[str, int]) -> bytes:
    """An object header of a group with hard links."""
    bodies = [(_LINK_INFO, struct.pack("<BBQQ", 0, 0, _UNDEFINED, _UNDEFINED)), (_GROUP_INFO, b"\0\0")]
    bodies += [
        (_LINK, struct.pack("<BBB", 1, 0, len(name)) + name.encode("ascii") + struct.pack("<Q", address))
        for name, address in links.items()
    ]
    messages = b"".join(struct.pack("<BHB", kind, len(body), 0) + body for kind, body in bodies)
    header = _HEADER + struct.pack("<BI", 2, len(messages)) + messages
    return header + struct.pack("<I", lookup3(header))


def _links(data: bytes) -> dict[str, int]:
    """Names and addresses of what the new root is to link to."""
    found = _as_it_leads(data)
    recordings = [name for name in found if name.isdigit()]
    if recordings and set(_OWN_GROUPS) <= found.keys() and "settings" in found:
        return found
    searched = _searched(data)
    if recordings:  # the file itself says which they are, and in which order
        searched = {name: address for name, address in searched.items() if not name.isdigit()}
    return searched | found


def _as_it_leads(data: bytes) -> dict[str, int]:
    """What superblock, root and the group of recordings lead to, as far as they are whole."""
    import h5py

    found: dict[str, int] = {}
    with suppress(*HDF5_ERRORS), h5py.File(io.BytesIO(data), "r") as file:
        for name in (*_OWN_GROUPS, "settings"):
            with suppress(*HDF5_ERRORS):
                found[name] = _address(file, name)
        with suppress(*HDF5_ERRORS):
            if _is_recording(file):
                return {"000": _address(file, "/")}
            group = file["recordings"]
            found |= {name: _address(group, name) for name in list(group) if name.isdigit()}
    return found


def _address(group: Any, name: str) -> int:
    """Address of the object that a link leads to, which itself may be damaged."""
    import h5py

    if name == "/":
        return int(h5py.h5o.get_info(group.id).addr)
    info = group.id.links.get_info(name.encode())
    if info.type != h5py.h5l.TYPE_HARD:
        raise ValueError(f"{name} leads out of the file")
    return int(info.u)


def _searched(data: bytes) -> dict[str, int]:
    """The same by what groups hold, wherever they are; recordings are numbered as they follow each other."""
    import h5py

    groups, datasets = _headers(data)
    names = {f"g{address}": address for address in groups}
    found: dict[str, int] = {}
    recordings: list[int] = []
    image = linked(data, names)
    with h5py.File(io.BytesIO(image), "r") as file:
        for name, address in names.items():
            with suppress(*HDF5_ERRORS):
                group = file[name]
                if _is_recording(group):
                    recordings.append(address)
                held = set(group)
                found |= {own: address for own, needed in _OWN_GROUPS.items() if needed <= held}
    before = [address for address in datasets if address < found.get("visit", 0)]
    found |= {"settings": before[0]} if before else {}  # it is written first of all
    return found | {f"{number:03d}": address for number, address in enumerate(recordings)}


def _is_recording(group: Iterable[str]) -> bool:
    return _RECORDING.issubset(group)


def _headers(data: bytes) -> tuple[list[int], list[int]]:
    """Addresses of what looks like the object header of a group, and of a dataset."""
    groups: list[int] = []
    datasets: list[int] = []
    place = data.find(_HEADER)
    while place >= 0 and len(groups) + len(datasets) < _MOST:
        kinds = set(_kinds_of_messages(data, place))
        if _LINK_INFO in kinds:
            groups.append(place)
        elif _LAYOUT in kinds:
            datasets.append(place)
        place = data.find(_HEADER, place + 1)
    return groups, datasets


def _kinds_of_messages(data: bytes, place: int) -> Iterator[int]:
    """Kinds of the messages in the first chunk of an object header."""
    flags = data[place + 5] if place + 6 < len(data) else 0
    width = 1 << (flags & 3)
    start = place + 6 + 16 * bool(flags & 0x20) + 4 * bool(flags & 0x10)
    size = int.from_bytes(data[start : start + width], "little")
    place, end = start + width, min(start + width + size, len(data))
    extra = 2 * bool(flags & 4)
    while place + 4 + extra <= end:
        kind, length = data[place], int.from_bytes(data[place + 1 : place + 3], "little")
        yield kind
        place += 4 + extra + length


def _added(values: tuple[int, int, int], words: tuple[int, ...]) -> tuple[int, int, int]:
    a, b, c = (one + word & _MASK for one, word in zip(values, words, strict=True))
    return a, b, c


def _turned(value: int, by: int) -> int:
    return ((value << by) | (value >> (32 - by))) & _MASK


def lookup3(data: bytes) -> int:
    """Jenkins's lookup3 (hashlittle) of some bytes, 32 bits, begun with 0."""
    a = b = c = (0xDEADBEEF + len(data)) & _MASK
    place, left = 0, len(data)
    while left > 12:
        a, b, c = _added((a, b, c), struct.unpack_from("<III", data, place))
        a = ((a - c) & _MASK) ^ _turned(c, 4)
        c = (c + b) & _MASK
        b = ((b - a) & _MASK) ^ _turned(a, 6)
        a = (a + c) & _MASK
        c = ((c - b) & _MASK) ^ _turned(b, 8)
        b = (b + a) & _MASK
        a = ((a - c) & _MASK) ^ _turned(c, 16)
        c = (c + b) & _MASK
        b = ((b - a) & _MASK) ^ _turned(a, 19)
        a = (a + c) & _MASK
        c = ((c - b) & _MASK) ^ _turned(b, 4)
        b = (b + a) & _MASK
        place, left = place + 12, left - 12
    if not left:
        return c
    a, b, c = _added((a, b, c), struct.unpack("<III", data[place:].ljust(12, b"\0")))
    c = ((c ^ b) - _turned(b, 14)) & _MASK
    a = ((a ^ c) - _turned(c, 11)) & _MASK
    b = ((b ^ a) - _turned(a, 25)) & _MASK
    c = ((c ^ b) - _turned(b, 16)) & _MASK
    a = ((a ^ c) - _turned(c, 4)) & _MASK
    b = ((b ^ a) - _turned(a, 14)) & _MASK
    return ((c ^ b) - _turned(b, 24)) & _MASK
