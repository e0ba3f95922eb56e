"""Small text files that say what a recording does not: beside it, or in the folder of settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pedograph.errors import ReadError

_LARGEST = 4 << 20


def first_text(places: Sequence[Path]) -> tuple[Path, str] | None:
    """The first of some files that exists, with its text; None where none does.

    Raises
    ------
    ReadError
        If it cannot be read, is no UTF-8 text, or is far larger than such a file.
    """
    for place in places:
        try:
            if not place.is_file():
                continue
            if place.stat().st_size > _LARGEST:
                raise ReadError(place.name, f"it is larger than {_LARGEST >> 20} MB, which no such file is")
            return place, place.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise ReadError(place.name, "it is no text", advice="Save it as UTF-8") from None
        except (OSError, ValueError) as error:
            raise ReadError(place.name, f"it cannot be read ({error.__class__.__name__})") from error
    return None
