"""From components to feet: heel, forefoot and toes that touch down apart are brought together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pedograph.recording import FloatArray, SensorGrid
from pedograph.settings import AnalysisSettings
from pedograph.steps.components import Component, box_distance, fits_a_foot, join_reach, nearest_cell

_WEIGHTY = 0.03
"""Share of the other's load that a component needs to be a part of a foot as heel and forefoot are."""
_TOE_GAP = 40.0
"""mm between a foot and a light component of it, a toe."""
_SPECK_GAP, _SPECK_TIME = 25.0, 0.03
"""mm from a foot, and s, within which one or two loaded cells are a part of it and no noise."""
_MOST_COMPONENTS = 150
"""Components, the heaviest first, that are brought together pair by pair; the others count as specks."""


@dataclass(frozen=True)
class Rules:
    """What two components of one foot must satisfy."""

    grid: SensorGrid
    gap_frames: int
    speck_frames: int
    largest_gap: float
    length: float
    width: float

    def together(self, first: Component, second: Component) -> bool:
        """Whether both touch at about the same time and one foot has room for both."""
        meet = min(first.stop, second.stop) - max(first.start, second.start) >= -self.gap_frames
        return meet and fits_a_foot(join_reach(first.reach, second.reach), self.length, self.width)

    def widest_gap(self, first: Component, second: Component) -> float:
        """mm that may lie between two components: heel and forefoot far apart, a toe near its foot."""
        small, large = sorted((first.load, second.load))
        return self.largest_gap if small >= _WEIGHTY * large else _TOE_GAP

    def lasts(self, speck: Component) -> bool:
        """Whether a speck lasts long enough to be more than noise."""
        return speck.stop - speck.start >= self.speck_frames


def rules_for(grid: SensorGrid, frame_period: float, settings: AnalysisSettings) -> Rules:
    """Rules in frames and mm from the settings."""
    gap_frames = round(settings.contact_gap / frame_period) if frame_period else 0
    speck_frames = max(round(_SPECK_TIME / frame_period), 2) if frame_period else 1
    return Rules(
        grid,
        gap_frames,
        speck_frames,
        settings.largest_gap,
        settings.largest_foot_length,
        settings.largest_foot_width,
    )


def group_components(
    components: list[Component], loose: list[Component], rules: Rules
) -> tuple[list[Component], int]:
    """Feet, in order of first contact, and the number of loose specks that belong to none."""
    components = sorted(components, key=lambda component: -component.load)
    feet = _merge(components[:_MOST_COMPONENTS], rules)
    adrift = 0
    for speck in (*components[_MOST_COMPONENTS:], *loose):
        home = _nearest_foot(speck, feet, rules) if rules.lasts(speck) else None
        if home is None:
            adrift += 1
        else:
            feet[home] = feet[home].joined(speck)
    return sorted(feet, key=lambda foot: (foot.start, foot.cells[:, 0].min())), adrift


def _merge(components: list[Component], rules: Rules) -> list[Component]:
    """Join components pair by pair, the closest first, while one foot has room for them."""
    pairs = sorted(
        (gap, one, two)
        for one in range(len(components))
        for two in range(one)
        if rules.together(components[one], components[two])
        and (gap := _gap(components[one], components[two], rules))
        <= rules.widest_gap(components[one], components[two])
    )
    feet = dict(enumerate(components))
    home = list(range(len(components)))
    for _, one, two in pairs:
        a, b = home[one], home[two]
        if a != b and rules.together(feet[a], feet[b]):
            feet[a] = feet[a].joined(feet.pop(b))
            home = [a if place == b else place for place in home]
    return list(feet.values())


def _gap(first: Component, second: Component, rules: Rules) -> float:
    """Least distance between two components' cells, mm; of their boxes where these are too far apart already."""
    apart = box_distance(first.cells, second.cells, rules.grid)
    if apart > rules.largest_gap:
        return apart
    few, many = sorted((first.cells, second.cells), key=len)
    return float(nearest_cell(few, many, rules.grid)[0].min())


def _nearest_foot(speck: Component, feet: list[Component], rules: Rules) -> int | None:
    """The foot a speck belongs to: near it in space and in time, and with room for it."""
    reachable = [
        (gap, number)
        for number, foot in enumerate(feet)
        if rules.together(speck, foot) and (gap := _gap(speck, foot, rules)) <= _SPECK_GAP
    ]
    return min(reachable)[1] if reachable else None


def split_in_time(
    foot: Component, force: FloatArray, gate: float, gap_frames: int, trimmed: bool = False
) -> list[Component]:
    """Parts of a contact between which its force stays under the gate for longer than the gap.

    Parameters
    ----------
    foot : Component
        A contact; an insole that never unloads makes one of many steps.
    force : float array [frame]
        Its force over its own frames, N.
    gate : float
        N under which the foot counts as lifted.
    gap_frames : int
        Frames of lifting that do not yet end a step.
    trimmed : bool
        Whether the contact begins and ends at the gate, as in an insole, whose cells never quite unload.
    """
    above = np.flatnonzero(force > gate)
    if not above.size:
        return [foot]
    breaks = np.flatnonzero(np.diff(above) > gap_frames + 1)
    first, last = (int(above[0]), int(above[-1]) + 1) if trimmed else (0, foot.stop - foot.start)
    starts = [first, *(int(above[b + 1]) for b in breaks)]
    stops = [*(int(above[b]) + 1 for b in breaks), last]
    return [replace(foot, start=foot.start + a, stop=foot.start + b) for a, b in zip(starts, stops, strict=True)]
