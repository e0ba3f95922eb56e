"""The foot in its print: frame, axis, toe line, thirds, regions, outline."""

from __future__ import annotations

from pedograph.anatomy.cells import UnreadablePrint
from pedograph.anatomy.foot import FootAnatomy, find_anatomy
from pedograph.anatomy.frame import FootFrame
from pedograph.anatomy.outline import outline_of
from pedograph.anatomy.regions import FAN_REGIONS, REGION_LABELS, SCHEMES, scheme_weights

__all__ = [
    "FAN_REGIONS",
    "REGION_LABELS",
    "SCHEMES",
    "FootAnatomy",
    "FootFrame",
    "UnreadablePrint",
    "find_anatomy",
    "outline_of",
    "scheme_weights",
]
