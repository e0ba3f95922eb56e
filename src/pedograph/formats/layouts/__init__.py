"""Where the sensors of insoles lie, and how their values become pressures on a regular grid."""

from pedograph.formats.layouts.choice import SuppliedLayout, supplied_layout
from pedograph.formats.layouts.insoles import InsoleValues, SpreadFrames, spread_insoles
from pedograph.formats.layouts.layout import CellMap, SensorLayout, map_to_cells
from pedograph.formats.layouts.layout_file import InsoleSize, LayoutFile, layout_text, parse_layout_file
from pedograph.formats.layouts.shipped import shipped

__all__ = [
    "CellMap",
    "InsoleSize",
    "InsoleValues",
    "LayoutFile",
    "SensorLayout",
    "SpreadFrames",
    "SuppliedLayout",
    "layout_text",
    "map_to_cells",
    "parse_layout_file",
    "shipped",
    "spread_insoles",
    "supplied_layout",
]
