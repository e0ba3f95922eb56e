"""Numbers and texts of an Excel workbook (``.xlsx``), read in bulk and within bounds; nothing in it is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.excel import Worksheet, dense
from pedograph.formats.parsing.packages import Package, first_part
from pedograph.formats.parsing.text import EXPORT_AGAIN
from pedograph.recording import FloatArray

# Every repetition is bounded, so that no text makes them go over it again and again.
_P: Final = rb"(?:[A-Za-z0-9]{1,9}:)?"
_CELL: Final = re.compile(
    rb"<%bc\b([^>]{0,300})(?<!/)>\s{0,99}(?:<%bf\b[^>]{0,300}?(?:/>|>[^<]{0,9000}</%bf>))?\s{0,99}"
    rb"<%bv(?:\s[^>]{0,99})?>([^<]{0,300})</" % (_P, _P, _P, _P)
)
_INLINE: Final = re.compile(rb"<%bc\b([^>]{0,300})(?<!/)>\s{0,99}<%bis>" % (_P, _P))
_CELL_END: Final = re.compile(rb"</%bc>" % _P)
_ADDRESS: Final = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_TYPE: Final = re.compile(rb"""\bt=["']([a-zA-Z]{1,20})["']""")
_WORDS: Final = re.compile(rb"<%bt(?:\s[^>]{0,99})?>([^<]{0,1000})</" % _P)
_STRING_END: Final = re.compile(rb"</%bsi>|<%bsi\s?/>" % (_P, _P))
_SHEET: Final = re.compile(
    rb"""<%bsheet\b[^>]{0,300}?\bname=["']([^"']{0,200})["'][^>]{0,300}?\br:id=["']([^"']{1,99})["']""" % _P
)
_LINK: Final = re.compile(rb"<%bRelationship\b[^>]{0,1000}>" % _P)
_BLOCK: Final = 1 << 20
_MOST_TEXTS: Final = 50_000
_MOST_SHEETS: Final = 16
_LARGEST_PART: Final = 32 << 20
_PLACES: Final = ("[Content_Types].xml", "_rels/", "xl/", "docProps/")


def is_workbook(head: bytes) -> bool:
    """Whether the first bytes are those of such a workbook."""
    part = first_part(head)
    return part is not None and part[0].startswith(_PLACES)


def worksheets(data: bytes, name: str) -> Iterator[Worksheet]:
    """The sheets of a workbook, in order.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        Its name, for errors.

    Raises
    ------
    ReadError
        If the file is damaged, cut off, protected, or no workbook of numbers.
    """
    package = Package(data, name)
    if "xl/workbook.xml" not in package.names:
        found = "it is an office document, but not an Excel workbook with XML inside"
        raise ReadError(name, found, advice="Save it from Excel as .xlsx or .csv")
    strings = _strings(package)
    for title, part in _sheets(package)[:_MOST_SHEETS]:
        yield _worksheet(package, part, title, strings, name)


def _sheets(package: Package) -> list[tuple[str, str]]:
    """Title and part of each sheet."""
    targets: dict[bytes, str] = {}
    links = "xl/_rels/workbook.xml.rels"
    for tag in _LINK.findall(package.read(links, _LARGEST_PART)) if links in package.names else ():
        identity, target = (re.search(rb"""\b%b=["']([^"']*)["']""" % key, tag) for key in (b"Id", b"Target"))
        if identity and target:
            path = target[1].decode("utf-8", errors="replace")
            targets[identity[1]] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    listed = _SHEET.findall(package.read("xl/workbook.xml", _LARGEST_PART))
    return [
        (unescape(title.decode("utf-8", errors="replace")), targets[identity])
        for title, identity in listed
        if targets.get(identity) in package.names
    ]


def _strings(package: Package) -> list[str]:
    """The texts that cells refer to by number."""
    part = "xl/sharedStrings.xml"
    if part not in package.names:
        return []
    contents = _STRING_END.split(package.read(part, _LARGEST_PART), _MOST_TEXTS)
    return [_text(content) for content in contents[:-1]]


def _text(content: bytes) -> str:
    """The words in a piece of XML, whatever their style."""
    return unescape(b"".join(_WORDS.findall(content)).decode("utf-8", errors="replace"))[:1000]


def _worksheet(package: Package, part: str, title: str, strings: list[str], name: str) -> Worksheet:
    """The cells of one sheet, a block of rows at a time."""
    where = f"sheet {title}"
    found: list[tuple[NDArray[np.intp], NDArray[np.intp], FloatArray]] = []
    texts: dict[tuple[int, int], str] = {}
    rest = b""
    for piece in package.pieces(part, _BLOCK):
        rows, end, rest = (rest + piece).rpartition(b"row>")
        if end:
            found.append(_cells(rows, strings, texts, name, where))
        elif len(rest) > 8 * _BLOCK:
            raise ReadError(name, "a row of it takes more than 8 MB", where=where, advice=EXPORT_AGAIN)
        if len(texts) > _MOST_TEXTS:
            raise ReadError(name, "there is far more text than numbers in it", where=where)
    none = (np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp), np.zeros(0))
    rows_, columns, values = (np.concatenate(column) for column in zip(none, *found, strict=True))
    return Worksheet(title, dense(rows_, columns, values, texts, title, name), texts)


def _cells(
    block: bytes, strings: list[str], texts: dict[tuple[int, int], str], name: str, where: str
) -> tuple[NDArray[np.intp], NDArray[np.intp], FloatArray]:
    """Rows, columns and numbers of the cells in some rows; texts are added to ``texts``."""
    cells = _CELL.findall(block)
    marks = [mark for mark, _ in cells]
    rows, columns = _places(marks, name, where)
    numeric = np.ones(len(cells), dtype=bool)
    if b"t=" in b" ".join(marks):
        for place, (mark, value) in enumerate(cells):
            kind = _TYPE.search(mark)
            if kind and kind[1] != b"n":
                numeric[place] = False
                texts[int(rows[place]), int(columns[place])] = _referred(kind[1], value, strings)
    for content in _CELL_END.split(block) if b"is>" in block else ():
        inline = _INLINE.search(content)
        if inline:
            row, column = _places([inline[1]], name, where)
            texts[int(row[0]), int(column[0])] = _text(content[inline.end() :])
    try:
        values = np.array([value for _, value in cells], dtype="S40")[numeric].astype(np.float64)
    except ValueError:
        raise ReadError(name, "a cell that should hold a number holds none", where=where) from None
    return rows[numeric], columns[numeric], values


def _referred(kind: bytes, value: bytes, strings: list[str]) -> str:
    """The text of a cell that holds none itself."""
    if kind == b"s":
        number = int(value) if value.isdigit() and len(value) < 10 else len(strings)
        return strings[number] if number < len(strings) else "missing text"
    return unescape(value.decode("utf-8", errors="replace"))[:1000] if kind == b"str" else "error value"


def _places(marks: list[bytes], name: str, where: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of cells, from 0, by their addresses such as ``AB12``."""
    addresses = _ADDRESS.findall(b">".join(marks))
    if len(addresses) != len(marks):
        advice = "Open it in Excel and save it once more"
        raise ReadError(name, "some of its cells have no address", where=where, advice=advice)
    if not addresses:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    letters, digits = zip(*addresses, strict=True)
    numbers = {word: _column(word) for word in set(letters)}
    columns = np.fromiter(map(numbers.__getitem__, letters), dtype=np.intp, count=len(letters))
    return np.array(digits, dtype="S7").astype(np.intp) - 1, columns


def _column(letters: bytes) -> int:
    """The column called by characters, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
