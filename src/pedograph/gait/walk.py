"""Steps in a row: lengths, width, times, phases of the gait cycle, and angles against the line of walking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from pedograph.gait.contacts import Contact, WalkedStep, contacts_of
from pedograph.gait.passage import SAME_PLACE, passages_of
from pedograph.gait.samples import Sample, samples_of
from pedograph.measures import Measure, MeasureTable, catalogue
from pedograph.measures.context import SINGLE_PICTURE
from pedograph.notes import Note, blocks, joined
from pedograph.recording import Side

ONE_VALUE = Note("one_value", "from one value only")
"""Flag of a mean that is none."""
_UNSURE = "left or right is uncertain for some steps"
_HEELS = "needs two steps on end whose heels are on the plate"
_TWICE = "needs two steps of the same foot, with the other's between them"
_THREE = "needs three complete steps on end"
_NEEDS: dict[str, str] = {
    "step_length": _HEELS,
    "step_time": "needs two steps on end whose first contact was recorded",
    "stride_length": f"{_TWICE}, whose heels are on the plate",
    "stride_time": f"{_TWICE}, whose first contact was recorded",
    "step_width": _HEELS,
    "cadence": "needs two steps on end whose first contact was recorded",
    "walking_speed": "needs two steps on end whose heels and first contacts were recorded",
    "stance_share": _TWICE,
    "swing_share": _TWICE,
    "single_support": _THREE,
    "double_support": _THREE,
    "walk_progression_angle": "needs a complete step",
}
_OF_EACH_SIDE = (
    "step_length",
    "step_time",
    "stance_share",
    "swing_share",
    "single_support",
    "walk_progression_angle",
)
KEYS = tuple(f"{key}{side}" for key in _NEEDS for side in (("_left", "_right") if key in _OF_EACH_SIDE else ("",)))
"""Every measure of a walk, by key."""


@dataclass(frozen=True)
class Walk:
    """What several steps of one recording say together.

    Parameters
    ----------
    contacts : tuple of Contact
        Place and time of each step; what is uncertain has its doubt. On a treadmill the places are on its belt.
    samples : tuple of Sample
        Every single value.
    measures : MeasureTable
        Means over the recording, or the reason for what is missing.
    """

    contacts: tuple[Contact, ...] = ()
    samples: tuple[Sample, ...] = ()
    measures: MeasureTable = field(default_factory=MeasureTable)

    def values(self, key: str) -> tuple[float, ...]:
        """The single values of a measure, in order."""
        return tuple(sample.value for sample in self.samples if sample.key == key)

    def of_step(self, index: int) -> Mapping[str, float]:
        """The values that belong to one step, by key."""
        return {sample.key: sample.value for sample in self.samples if sample.step == index}


def measure_walk(steps: Sequence[WalkedStep], belt_speed: float = 0.0) -> Walk:
    """Space and time over the steps of one recording (definitions as in Hollman and others, 2011).

    Parameters
    ----------
    steps : sequence of WalkedStep
        All steps of the recording, in order of first contact.
    belt_speed : float
        mm/s of a treadmill's belt. The prints must be at rest: where the frames still show them moving backwards,
        neither steps nor heels can be told.
    """
    if steps and steps[0].footstep.recording.frames < 2:
        return no_walk(SINGLE_PICTURE)
    return walk_of(contacts_of(steps), belt_speed)


def walk_of(contacts: Sequence[Contact], belt_speed: float = 0.0) -> Walk:
    """The walk from places and times of its steps; see `measure_walk`."""
    if not contacts:
        return no_walk(blocks("no_walked_step", "there is no step that rolls over the ground"))
    passages = passages_of(contacts, belt_speed)
    samples = samples_of(passages)
    placed = tuple(contact for passage in passages for contact in passage.contacts)
    return Walk(placed, samples, _table(placed, samples))


def no_walk(reason: Note) -> Walk:
    """A walk of which nothing is available, for one reason."""
    return Walk(measures=MeasureTable({}, dict.fromkeys(KEYS, reason)))


def _table(contacts: Sequence[Contact], samples: Sequence[Sample]) -> MeasureTable:
    found: dict[str, Measure] = {}
    missing: dict[str, Note] = {}
    for key in KEYS:
        chosen = [sample for sample in samples if sample.key == key]
        if not chosen:
            missing[key] = _why_not(key, contacts)
        elif key == "double_support" and np.mean([sample.value for sample in chosen]) < 0:
            missing[key] = blocks("running", "the feet are never on the ground together, as in running")
        else:
            found[key] = _mean(key, chosen)
    return MeasureTable(found, missing)


def _mean(key: str, samples: Sequence[Sample]) -> Measure:
    """Mean of the single values; the steps per minute are those of the mean step time."""
    values = np.array([sample.value for sample in samples])
    value = float(values.size / np.sum(1.0 / values)) if key == "cadence" else float(values.mean())
    # The axis may be off the same way in every print of a foot, cells and frames by chance.
    by_chance = 1.0 if key.startswith("walk_progression") else np.sqrt(len(samples))
    errors = np.array([sample.uncertainty for sample in samples])
    uncertainty = float(np.sqrt(np.mean(np.square(errors))) / by_chance)
    flags = dict.fromkeys(sample.flag for sample in samples if sample.flag)
    alone = (ONE_VALUE,) if len(samples) == 1 else ()
    return Measure(key, value, catalogue()[key].unit, uncertainty, (*flags, *alone))


def _why_not(key: str, contacts: Sequence[Contact]) -> Note:
    """What a measure would need, and what stands in the way."""
    reason = next(text for name, text in _NEEDS.items() if key.startswith(name))
    reasons = dict.fromkeys(contact.why_no_heel for contact in contacts if contact.why_no_heel)
    placeless = key.startswith(("step_length", "stride_length", "step_width", "walking_speed", "walk_progression"))
    if placeless and SAME_PLACE in reasons:
        return SAME_PLACE
    if placeless and reasons and all(contact.heel is None for contact in contacts):
        return blocks("no_heel", joined(reasons))
    unsure = f"; {_UNSURE}" if any(contact.side is Side.UNKNOWN for contact in contacts) else ""
    return blocks("too_few_steps", f"{reason}{unsure}")
