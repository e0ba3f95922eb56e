"""Makes small Excel 97-2003 workbooks, so that the reader can be tested on files of known content."""

from __future__ import annotations

import struct
from collections.abc import Sequence

Cell = float | str | None
_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def workbook(rows: Sequence[Sequence[Cell]], *, title: str = "Sheet1", split_texts: bool = False) -> bytes:
    """A workbook with one sheet; numbers as Excel stores them, short where they allow it and side by side.

    ``split_texts`` breaks the table of texts in the middle of its first text.
    """
    texts = list(dict.fromkeys(cell for row in rows for cell in row if isinstance(cell, str)))
    table = _texts(texts, split_texts)
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    name = title.encode("latin-1")
    size = len(begin) + 4 + 8 + len(name) + len(table) + 4
    sheet_place = struct.pack("<IBBBB", size, 0, 0, len(name), 0) + name
    stream = begin + _record(0x0085, sheet_place) + table + _record(0x000A, b"")
    stream += _sheet(rows, texts)
    return compound_file("Workbook", stream)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _texts(texts: Sequence[str], split: bool) -> bytes:
    body = struct.pack("<II", len(texts), len(texts))
    for text in texts:
        wide = any(ord(letter) > 255 for letter in text)
        body += struct.pack("<HB", len(text), wide) + text.encode("utf-16-le" if wide else "latin-1")
    if not split:
        return _record(0x00FC, body)
    middle = 8 + 3 + 2
    return _record(0x00FC, body[:middle]) + _record(0x003C, b"\0" + body[middle:])


def _sheet(rows: Sequence[Sequence[Cell]], texts: Sequence[str]) -> bytes:
    width = max((len(row) for row in rows), default=0)
    parts = [
        _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6)),
        _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)),
    ]
    for number, row in enumerate(rows):
        short = [_short(cell) for cell in row]
        if len(row) > 1 and all(code is not None for code in short):
            cells = b"".join(struct.pack("<HI", 0, code) for code in short if code is not None)
            parts.append(_record(0x00BD, struct.pack("<HH", number, 0) + cells + struct.pack("<H", len(row) - 1)))
            continue
        parts += [_cell(number, column, cell, texts) for column, cell in enumerate(row) if cell is not None]
    return b"".join([*parts, _record(0x000A, b"")])


def _cell(row: int, column: int, cell: Cell, texts: Sequence[str]) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, str):
        return _record(0x00FD, place + struct.pack("<I", texts.index(cell)))
    code = _short(cell)
    if code is not None:
        return _record(0x027E, place + struct.pack("<I", code))
    return _record(0x0203, place + struct.pack("<d", cell))


def _short(cell: Cell) -> int | None:
    """Four bytes for whole numbers, and for numbers of two decimals as hundredths; None where they do not do."""
    if not isinstance(cell, int | float) or abs(cell) > 1e9:
        return None
    if float(cell).is_integer() and abs(cell) < 1 << 29:
        return (int(cell) << 2 & 0xFFFFFFFF) | 2
    hundredths = round(cell * 100)
    if hundredths / 100 == cell and abs(hundredths) < 1 << 29:
        return (hundredths << 2 & 0xFFFFFFFF) | 3
    return None


def compound_file(name: str, stream: bytes) -> bytes:
    """A compound file with one stream: header, stream, directory, table of sectors."""
    stream = stream.ljust(4096, b"\0")
    size = len(stream)
    used = -(-size // _SECTOR)
    directory = used
    tables = 1
    while tables * 128 < used + 1 + tables:
        tables += 1
    following = [*range(1, used), _END, _END, *[_TABLE] * tables]
    following += [_FREE] * (tables * 128 - len(following))
    entries = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, 0, size) + _entry("", 0, 0, 0) * 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<IIIIIIIII", tables, directory, 0, 4096, _END, 0, _END, 0, 0)[:-4]
    listed = [directory + 1 + number for number in range(tables)]
    header += struct.pack("<109I", *listed, *[_FREE] * (109 - tables))
    content = stream.ljust(used * _SECTOR, b"\0") + entries + struct.pack(f"<{len(following)}I", *following)
    return header + content


def _entry(name: str, kind: int, first: int, size: int, *, child: int = 0xFFFFFFFF) -> bytes:
    title = name.encode("utf-16-le")
    length = len(title) + 2 if name else 0
    links = struct.pack("<BBIII", kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    tail = bytes(16 + 4 + 16) + struct.pack("<IQ", first, size)
    return title.ljust(64, b"\0") + struct.pack("<H", length) + links + tail
