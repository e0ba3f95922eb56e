"""The user's own reference ranges, as far as they can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pedograph.measures.own_reference import own_folder, own_references
from pedograph.measures.reference import RangeError, ReferenceRange


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
    """The references in a settings folder; where a file cannot be read, none, and what is wrong with it."""
    try:
        return OwnRanges(own_references(own_folder(settings)))
    except (RangeError, OSError) as error:
        return OwnRanges({}, f"Your own reference ranges are not used: {error}")
