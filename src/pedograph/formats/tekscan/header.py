"""The header of a Tekscan export: keys with values, and comments that may hold any words, even those of keys."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pedograph.formats.parsing.text import decoded

_KEY_LINE = re.compile(r"([A-Z][A-Za-z0-9_]{2,40})[ \t]{1,9}(\S.{0,500})")
_KEYS_AFTER_COMMENTS = {"START_FRAME", "END_FRAME", "UNITS", "MIRROR_ROW", "MIRROR_COL"}
_KEYS_AFTER_COMMENTS |= {"SUBMAP", "MAP_INDEX", "SENSITIVITY"}


def header_fields(lines: Sequence[bytes]) -> dict[str, str]:
    """Keys and values above the frames; comments become one value under "COMMENTS".

    Keys stand before the comments and again after them. A comment can look like a key, so below the word COMMENTS
    keys are taken from the bottom up, as far as known ones go.

    Parameters
    ----------
    lines : sequence of bytes
        The lines above ``ASCII_DATA``.

    Returns
    -------
    dict of str to str
        In the order of the file.
    """
    words = [decoded(line).rstrip(", ") for line in lines]
    start = next((row for row, line in enumerate(words) if line.upper().startswith("COMMENTS")), len(words))
    stop = len(words)
    seen: set[str] = set()
    while stop > start + 1:
        key = words[stop - 1].split(" ")[0].split("\t")[0]
        if words[stop - 1] and (key not in _KEYS_AFTER_COMMENTS or key in seen):
            break
        seen.add(key)
        stop -= 1
    fields: dict[str, str] = {}
    for line in words[:start]:
        _add(fields, line)
    if start < len(words):
        first = words[start].partition(":")[2].strip()
        fields["COMMENTS"] = "\n".join(line for line in [first, *words[start + 1 : stop]] if line)
    for line in words[stop:]:
        _add(fields, line)
    return fields


def _add(fields: dict[str, str], line: str) -> None:
    """Put one ``KEY value`` into the fields; the first of its name stays."""
    found = _KEY_LINE.fullmatch(line)
    if found:
        fields.setdefault(found[1], found[2].strip())
