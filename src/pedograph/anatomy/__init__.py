"""The foot in its print: frame, axis, toe line, thirds, regions, outline."""

from __future__ import annotations

from pedograph.anatomy.cells import UnreadablePrint
from pedograph.anatomy.foot import FootAnatomy, find_anatomy, read_again
from pedograph.anatomy.frame import FootFrame
from pedograph.anatomy.mask_drawing import scheme_mask
from pedograph.anatomy.mask_file import read_mask, write_mask
from pedograph.anatomy.masks import Mask, MaskError, MaskRegion, mask_weights
from pedograph.anatomy.outline import outline_of
from pedograph.anatomy.regions import FAN_REGIONS, REGION_LABELS, SCHEMES, scheme_weights
from pedograph.anatomy.registration import PeakImage, Registration, register, resampled
from pedograph.anatomy.schemes import Scheme, UnsuitableScheme, scheme, schemes_for, shown_scheme, suitable

__all__ = [
    "FAN_REGIONS",
    "REGION_LABELS",
    "SCHEMES",
    "FootAnatomy",
    "FootFrame",
    "Mask",
    "MaskError",
    "MaskRegion",
    "PeakImage",
    "Registration",
    "Scheme",
    "UnreadablePrint",
    "UnsuitableScheme",
    "find_anatomy",
    "mask_weights",
    "outline_of",
    "read_again",
    "read_mask",
    "register",
    "resampled",
    "scheme",
    "scheme_mask",
    "scheme_weights",
    "schemes_for",
    "shown_scheme",
    "suitable",
    "write_mask",
]
