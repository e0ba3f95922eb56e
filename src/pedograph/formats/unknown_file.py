"""What a file of no known format is, where its first bytes tell: a picture, a document, a program's own file."""

from __future__ import annotations

from typing import Final

_BEGINNINGS: Final = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\xd0\xcf\x11\xe0", "an Office document, but no footscan workbook"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database (SQLite); export the recording from the program it belongs to"),
    (b"RIFF", "a film or a sound"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file of another program, or a damaged one"),
)
_LARGEST_SHARE_OF_BINARY: Final = 0.05
_NUMBERS: Final = b"0123456789.,;+-eE\t\r\n "
"""Bytes of a text of nothing but numbers."""


def what_it_is(head: bytes) -> str:
    """What a file is, as a noun phrase, from its first bytes."""
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    some = head[:4096]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in some)
    if odd > _LARGEST_SHARE_OF_BINARY * max(len(some), 1):
        return "a file of a vendor's own or another program; export the recording as text (ASCII) from it"
    if not some.translate(None, _NUMBERS):
        return "numbers, but too few for a table, which has three or more lines of two or more columns"
    return "text, but none that a plate or insole program exports"
