"""Which measures the table shows: the essential ones, all of them, or those that were searched for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pedograph.workspace.tables.measure_rows import MeasureRow

ESSENTIAL: Final = (
    "arch_index",
    "modified_arch_index",
    "peak_pressure",
    "peak_force",
    "pressure_time_integral",
    "force_time_integral",
    "contact_area",
    "contact_time",
    "initial_contact_phase",
    "forefoot_contact_phase",
    "foot_flat_phase",
    "forefoot_push_off_phase",
    "cpei",
    "cop_medial_excursion",
    "cop_length",
    "cop_range_ml",
    "foot_balance",
    "forefoot_balance",
    "rearfoot_medial_share",
    "foot_length",
    "foot_width",
    "foot_progression_angle",
)
"""Measures that are shown where not all are asked for."""
ESSENTIAL_WALK: Final = (
    "walking_speed",
    "cadence",
    "stride_length",
    "step_length_left",
    "step_length_right",
    "step_width",
    "step_time_left",
    "step_time_right",
    "stance_share_left",
    "stance_share_right",
    "single_support_left",
    "single_support_right",
    "double_support",
    "walk_progression_angle_left",
    "walk_progression_angle_right",
)
"""The same of a walk; the window, which has the room, shows all of them."""
ESSENTIAL_STANDING: Final = (
    "standing_duration",
    "standing_load_left",
    "standing_load_right",
    "standing_fore_load",
    "standing_force",
    "sway_path_length",
    "sway_velocity",
    "sway_rms",
    "sway_ellipse_area",
)
"""The same of a standing person."""


def chosen_rows(rows: Iterable[MeasureRow], everything: bool, search: str = "") -> tuple[MeasureRow, ...]:
    """The rows to show.

    Parameters
    ----------
    rows : iterable of MeasureRow
        All there are.
    everything : bool
        All of them, or the essential ones.
    search : str
        Words that a measure's name with its abbreviation, or its group, must hold; they are looked for in all.
    """
    words = search.casefold().split()
    if words:
        return tuple(row for row in rows if _holds(row, words))
    return tuple(row for row in rows if everything or row.definition.key in ESSENTIAL)


def toggled(folded: tuple[str, ...], group: str) -> tuple[str, ...]:
    """The folded groups with one more folded, or unfolded if it was."""
    return tuple(name for name in folded if name != group) if group in folded else (*folded, group)


def _holds(row: MeasureRow, words: Sequence[str]) -> bool:
    definition = row.definition
    named = f"{definition.name} {row.name} {definition.symbol}".casefold()
    return any(all(word in text for word in words) for text in (named, row.heading.casefold()))
