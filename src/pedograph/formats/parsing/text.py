"""Text files of any system: byte order marks, encodings, lines, and numbers and paths in headers."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from pedograph.errors import ReadError

_SHORTEST_LINES = 16
"""Mean bytes a line below which a long text is no matrix, and its lines would need too much memory."""


def plain(data: bytes) -> bytes:
    """The text without byte order mark; UTF-16 becomes UTF-8."""
    if data.startswith(codecs.BOM_UTF8):
        return data[3:]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace").encode("utf-8")
    return data


@lru_cache(maxsize=1)  # every format asks for it in turn
def text_head(head: bytes) -> bytes:
    """The first bytes of a file as `plain` gives them; none of an archive, in which a text may lie unpacked."""
    return b"" if b"\0" in (text := plain(head))[:64] else text


def lines_of(text: bytes, name: str) -> list[bytes]:
    """Lines without their line feed (a carriage return stays).

    Raises
    ------
    ReadError
        If the lines are too many and too short for a matrix of numbers.
    """
    check_line_lengths(text, text.count(b"\n"), name)
    return text.split(b"\n")


def tabbed(text: bytes) -> bytes:
    """Rows with a tab between fields instead of blanks."""
    return b"\n".join([b"\t".join(line.split()) for line in text.split(b"\n")])


def check_line_lengths(text: bytes, count: int, name: str) -> None:
    """A matrix of numbers has long lines; a text of very short ones would need too much memory.

    Raises
    ------
    ReadError
        If there are many lines, and they are too short.
    """
    if count > 10_000 and len(text) < _SHORTEST_LINES * count:
        raise ReadError(name, f"its {count} lines are too short to hold a matrix", advice=EXPORT_AGAIN)


def decoded(line: bytes) -> str:
    """Header text: UTF-8 where it is that, else Latin-1; without blanks at its ends."""
    try:
        return line.decode("utf-8").strip()
    except UnicodeDecodeError:
        return line.decode("latin-1").strip()


def number(text: str | bytes) -> float | None:
    """A number in a header, with decimal point or comma; None where it is none, or beyond all reason."""
    plain_text = text.decode("latin-1") if isinstance(text, bytes) else text
    if not re.fullmatch(r"\s*[+-]?(\d{1,18}([.,]\d{0,18})?|[.,]\d{1,18})([eE][+-]?\d{1,2})?\s*", plain_text):
        return None
    return float(plain_text.replace(",", "."))


def last_value_is_cut(line: bytes, before: bytes, separator: bytes = b"\t", absent: bytes = b"") -> bool:
    """Whether the last value of a file has fewer decimals than others near it.

    Parameters
    ----------
    line : bytes
        The last line, which no line feed ends.
    before : bytes
        The line above it.
    separator : bytes
        One byte between values.
    absent : bytes
        What stands where there is no value; it tells nothing.
    """
    values = [value.strip() for value in line.split(separator)]
    if values[-1] in (b"", absent):
        return False
    near = [value.strip() for value in before.split(separator)] + values
    return _decimal_places(values[-1]) < max(_decimal_places(value) for value in near if value != absent)


def _decimal_places(value: bytes) -> int:
    """How many digits stand behind the decimal point or comma."""
    return len(value.replace(b",", b".").partition(b".")[2])


def without_folder(path: str) -> str:
    """The last part of a path of any system; folders often name a person."""
    return re.split(r"[\\/]", path.rstrip("\\/ "))[-1].strip()


EXPORT_AGAIN = "Export the recording once more from the vendor's program"
"""Advice for a file that is damaged."""

COMPLETE_FILE = "Copy or export the file once more; it seems to have been cut off"
"""Advice for a file whose end is missing."""
