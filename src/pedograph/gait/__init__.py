"""Several steps together: a walk in space and time, repeated steps summed up, left against right."""

from __future__ import annotations

from pedograph.gait.contacts import Contact, WalkedStep, contacts_of
from pedograph.gait.passage import Passage, passages_of
from pedograph.gait.samples import Sample
from pedograph.gait.selection import LeftOut
from pedograph.gait.statistics import Statistics, describe, steps_needed
from pedograph.gait.summary import Summary, summarise
from pedograph.gait.symmetry import (
    SideDifference,
    Verdict,
    compare_sides,
    detectable_difference,
    gait_asymmetry,
    ratio_index,
    symmetry_angle,
    symmetry_index,
)
from pedograph.gait.walk import Walk, measure_walk, no_walk, walk_of

__all__ = [
    "Contact",
    "LeftOut",
    "Passage",
    "Sample",
    "SideDifference",
    "Statistics",
    "Summary",
    "Verdict",
    "Walk",
    "WalkedStep",
    "compare_sides",
    "contacts_of",
    "describe",
    "detectable_difference",
    "gait_asymmetry",
    "measure_walk",
    "no_walk",
    "passages_of",
    "ratio_index",
    "steps_needed",
    "summarise",
    "symmetry_angle",
    "symmetry_index",
    "walk_of",
]
