"""Measures of a walk and of a standing person as rows: left and right beside each other, or one for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pedograph.analysis import Analysis
from pedograph.gait.walk import ONE_VALUE
from pedograph.measures import MeasureDefinition, MeasureTable, catalogue
from pedograph.standing import Standing
from pedograph.standing.model import FORE_REAR_KEYS, FREQUENCY_KEYS, LOAD_KEYS, SWAY_KEYS
from pedograph.workspace.tables.measure_rows import MeasureRow, Reading, reading_of

FEWEST_STEPS: Final = 2
"""Steps from which on a recording is looked at as a walk."""
_WALK_GROUPS: Final[Mapping[str, str]] = {
    "step_length": "Lengths",
    "stride_length": "Lengths",
    "step_width": "Lengths",
    "step_time": "Times and speed",
    "stride_time": "Times and speed",
    "cadence": "Times and speed",
    "walking_speed": "Times and speed",
    "stance_share": "Gait cycle",
    "swing_share": "Gait cycle",
    "single_support": "Gait cycle",
    "double_support": "Gait cycle",
    "walk_progression_angle": "Direction",
}
_ABSENT: Final = "this foot does not stand on the sensor"
_NO_BAR: Final = (0.0, 1.0)
_OF_THE_FEET: Final = (*LOAD_KEYS, *FORE_REAR_KEYS)


def walk_rows(walk: MeasureTable) -> tuple[MeasureRow, ...]:
    """Measures over the steps of a walk, under the headings of lengths, times, gait cycle and direction."""
    rows = _paired("walk", walk)
    places = {name: place for place, name in enumerate(dict.fromkeys(_WALK_GROUPS.values()))}
    named = [replace(row, group=_WALK_GROUPS.get(row.definition.key, "Further")) for row in rows]
    return tuple(sorted(named, key=lambda row: places.get(row.group, len(places))))


def walk_note(analysis: Analysis) -> str:
    """How many steps a walk was made from."""
    count, whole = len(analysis.steps), len(analysis.complete_steps)
    said = f"From {count} steps of this recording, {whole or 'none'} of them whole."
    measures = analysis.walk.measures
    alone, there = sum(ONE_VALUE in measure.flags for measure in measures.values()), len(measures)
    if not alone:
        return said
    return f"{said} {alone if alone < there else 'All'} of the {there} measures are from one value only."


def standing_rows(standing: Standing) -> tuple[MeasureRow, ...]:
    """Measures of a standing person: the load on either foot, of the whole body, and its sway."""
    left, right = (foot.measures if foot is not None else None for foot in (standing.left, standing.right))
    body = _paired("stand", standing.measures)
    loads = [replace(row, group="Load on each foot") for row in body if row.both is None]
    loads += [replace(_of_feet(catalogue()[key], left, right), group="Load on each foot") for key in _OF_THE_FEET]
    whole = [row for row in body if row.both is not None]
    rows = (*loads, *(replace(row, group=_standing_group(row.definition.key)) for row in whole))
    return tuple(replace(row, definition=_without_standing(row.definition)) for row in rows)


def standing_note(standing: Standing) -> str:
    """What a person should know of how it was measured."""
    processing = f"Sway: {standing.processing}." if standing.processing else ""
    return " ".join(part for part in (processing, *map(str, standing.notes)) if part)


def _without_standing(definition: MeasureDefinition) -> MeasureDefinition:
    """The definition with a name that leaves out what the heading says."""
    return replace(definition, name=definition.name.removesuffix(" in standing"))


def _standing_group(key: str) -> str:
    if key in FREQUENCY_KEYS:
        return "Frequencies of sway"
    return "Sway of the body" if key in SWAY_KEYS else "Whole body"


def _of_feet(definition: MeasureDefinition, left: MeasureTable | None, right: MeasureTable | None) -> MeasureRow:
    """The same measure of the left and of the right foot."""
    absent = Reading("–", reason=_ABSENT)
    of_left = absent if left is None else reading_of(definition, left)
    of_right = absent if right is None else reading_of(definition, right)
    return MeasureRow(definition, of_left, of_right, _NO_BAR)


def _paired(level: str, table: MeasureTable) -> list[MeasureRow]:
    """The measures of a table in the catalogue's order; those of left and right in one row."""
    there = {key: item for key, item in catalogue().items() if level in item.levels and _of(table, key)}
    rows = []
    for key, definition in there.items():
        base, side = key.rpartition("_")[::2]
        twin = there.get(f"{base}_right")
        if side == "left" and twin is not None:
            left, right = reading_of(definition, table), reading_of(twin, table)
            rows.append(MeasureRow(_of_both_sides(definition, base), left, right, _NO_BAR))
        elif side != "right" or f"{base}_left" not in there:
            both = reading_of(definition, table)
            rows.append(MeasureRow(definition, both, both, _NO_BAR, both=both))
    return rows


def _of(table: MeasureTable, key: str) -> bool:
    return key in table or key in table.missing


def _of_both_sides(left: MeasureDefinition, key: str) -> MeasureDefinition:
    """The definition of a pair, from that of the left one."""
    name = left.name.removesuffix(", left").replace(" the left foot", " the foot")
    symbol = left.symbol.removesuffix(" L")
    return replace(left, key=key, name=name, symbol=symbol, definition=f"Of the left: {left.definition}")
