"""The user's own reference ranges, as far as they can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pedograph.measures.reference.ranges import RangeError, ReferenceRange
from pedograph.workspace.tables.own_reference_files import own_folder, own_references


@dataclass(frozen=True)
class OwnRanges:
    """What was read, or why nothing was.

    Parameters
    ----------
    by_measure : mapping of str to tuple of ReferenceRange
        The references by measure; empty where there are none.
    trouble : str
        Why they could not be read, in a sentence; empty where they were.
    """

    by_measure: Mapping[str, tuple[ReferenceRange, ...]]
    trouble: str = ""


def own_ranges(settings: Path) -> OwnRanges:
    """The references in a settings folder; where a file cannot be read, none, and what is wrong with it.

    The files are read once, and again when one of them changes, comes or goes.
    """
    folder = own_folder(settings)
    try:
        return _read(folder, tuple(_state(place) for place in sorted(folder.glob("*.toml"))))
    except (RangeError, OSError) as error:
        return _not_used(error)


def _state(place: Path) -> tuple[str, int, int]:
    """What tells a file from what it was before."""
    status = place.stat()
    return place.name, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=4)
def _read(folder: Path, state: tuple[tuple[str, int, int], ...]) -> OwnRanges:
    """The references in a folder whose files are in this state; also one at fault is read once."""
    del state
    try:
        return OwnRanges(own_references(folder))
    except RangeError as error:
        return _not_used(error)


def _not_used(error: Exception) -> OwnRanges:
    return OwnRanges({}, f"Your own reference ranges are not used: {error}")
