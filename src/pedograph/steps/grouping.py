"""From islands to feet: heel, forefoot and toes that touch down apart are brought together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pedograph.recording import SensorGrid
from pedograph.settings import AnalysisSettings
from pedograph.steps.islands import Island, fits_a_foot, join_reach, nearest_cell


@dataclass(frozen=True)
class Rules:
    """What two islands of one foot must satisfy."""

    grid: SensorGrid
    gap_frames: int
    largest_gap: float
    length: float
    width: float

    def together(self, first: Island, second: Island) -> bool:
        """Whether both touch at about the same time and one foot has room for both."""
        meet = min(first.stop, second.stop) - max(first.start, second.start) >= -self.gap_frames
        return meet and fits_a_foot(join_reach(first.reach, second.reach), self.length, self.width)


def rules_for(grid: SensorGrid, frame_period: float, settings: AnalysisSettings) -> Rules:
    """Rules in frames and mm from the settings."""
    gap_frames = round(settings.contact_gap / frame_period) if frame_period else 0
    return Rules(grid, gap_frames, settings.largest_gap, settings.largest_foot_length, settings.largest_foot_width)


def group_islands(islands: list[Island], loose: list[Island], rules: Rules) -> tuple[list[Island], int]:
    """Feet, in order of first contact, and the number of loose specks that belong to none."""
    feet = _merge(islands, rules)
    adrift = 0
    for speck in loose:
        home = _nearest_foot(speck, feet, rules)
        if home is None:
            adrift += 1
        else:
            feet[home] = feet[home].joined(speck)
    return sorted(feet, key=lambda foot: (foot.start, foot.cells[:, 0].min())), adrift


def _merge(islands: list[Island], rules: Rules) -> list[Island]:
    """Join islands pair by pair, the closest first, while one foot has room for them."""
    pairs = sorted(
        (gap, one, two)
        for one in range(len(islands))
        for two in range(one)
        if rules.together(islands[one], islands[two])
        and (gap := _gap(islands[one], islands[two], rules)) <= rules.largest_gap
    )
    feet = dict(enumerate(islands))
    home = list(range(len(islands)))
    for _, one, two in pairs:
        a, b = home[one], home[two]
        if a != b and rules.together(feet[a], feet[b]):
            feet[a] = feet[a].joined(feet.pop(b))
            home = [a if place == b else place for place in home]
    return list(feet.values())


def _gap(first: Island, second: Island, rules: Rules) -> float:
    """Least distance between two islands' cells, mm."""
    few, many = sorted((first.cells, second.cells), key=len)
    return float(nearest_cell(few, many, rules.grid)[0].min())


def _nearest_foot(speck: Island, feet: list[Island], rules: Rules) -> int | None:
    """The foot a speck belongs to: near it in space and in time, and with room for it."""
    reachable = [
        (gap, number)
        for number, foot in enumerate(feet)
        if rules.together(speck, foot) and (gap := _gap(speck, foot, rules)) <= 0.4 * rules.largest_gap
    ]
    return min(reachable)[1] if reachable else None


def split_in_time(foot: Island, force: np.ndarray, gate: float, gap_frames: int) -> list[Island]:
    """Parts of a contact between which its force stays under the gate for longer than the gap.

    Parameters
    ----------
    foot : Island
        A contact; an insole that never unloads makes one of many steps.
    force : float array [frame]
        Its force over its own frames, N.
    gate : float
        N under which the foot counts as lifted.
    gap_frames : int
        Frames of lifting that do not yet end a step.
    """
    above = np.flatnonzero(force > gate)
    if not above.size:
        return [foot]
    breaks = np.flatnonzero(np.diff(above) > gap_frames + 1)
    if not breaks.size:
        return [foot]
    starts = [0, *(int(above[b + 1]) for b in breaks)]
    stops = [*(int(above[b]) + 1 for b in breaks), foot.stop - foot.start]
    return [replace(foot, start=foot.start + a, stop=foot.start + b) for a, b in zip(starts, stops, strict=True)]
