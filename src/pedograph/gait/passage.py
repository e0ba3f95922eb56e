"""Steps that follow each other without one missing, and the line along which the person walks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pedograph.gait.contacts import Contact
from pedograph.notes import blocks
from pedograph.recording import FloatArray, Side

_LONGEST_STEP_TIME = 3.0
"""s between first contacts, above which a new passage over the plate begins."""
_ONE_PLACE = 100.0
"""mm within which the heels of all steps lie in an insole."""
_NO_ONSET = blocks("onset_not_recorded", "when the foot met the belt was not recorded")
SAME_PLACE = blocks("same_place", "all steps lie in the same place, as in an insole")


@dataclass(frozen=True)
class WalkingLine:
    """Direction of walking.

    Parameters
    ----------
    direction : (float, float)
        Unit vector (x, y) on the plate.
    by_heels : bool
        Whether it runs from heel to heel of the same foot; else it is the plate's long axis.
    reach : float
        mm between the heels it was drawn through; 0 for the plate's axis.
    """

    direction: tuple[float, float]
    by_heels: bool
    reach: float = 0.0

    @property
    def angle(self) -> float:
        """Radians from +y towards +x."""
        return float(np.arctan2(self.direction[0], self.direction[1]))

    def along(self, start: Contact, end: Contact) -> float:
        """Distance between two heels along the line, mm."""
        dx, dy = _between(start, end)
        return dx * self.direction[0] + dy * self.direction[1]

    def to_the_right(self, start: Contact, end: Contact) -> float:
        """How far the second heel lies to the walker's right of the first, mm."""
        dx, dy = _between(start, end)
        return dx * self.direction[1] - dy * self.direction[0]


@dataclass(frozen=True)
class Passage:
    """Steps in a row, left and right in turn, or all of one foot where only that is recorded.

    Parameters
    ----------
    contacts : tuple of Contact
        In order of first contact.
    """

    contacts: tuple[Contact, ...]

    @property
    def one_sided(self) -> bool:
        """Whether all steps are of the same foot."""
        return len(self.contacts) > 1 and self.contacts[0].side is self.contacts[1].side

    @cached_property
    def strides(self) -> tuple[tuple[int, int], ...]:
        """Places of each contact and of the same foot's next."""
        apart = 1 if self.one_sided else 2
        return tuple((first, first + apart) for first in range(len(self.contacts) - apart))

    def line(self, first: int, last: int) -> WalkingLine:
        """Line of progression from one contact to another: from heel to heel of the same foot.

        The mean direction of the strides over both contacts; else of all strides of the passage; else the
        plate's long axis.

        Parameters
        ----------
        first, last : int
            Places in ``contacts``.
        """
        walked = [(a, b) for a, b in self.strides if self.contacts[a].heel and self.contacts[b].heel]
        chosen = [(a, b) for a, b in walked if a <= first and last <= b] or walked
        vectors = [np.array(_between(self.contacts[a], self.contacts[b])) for a, b in chosen]
        lengths = [float(np.hypot(*vector)) for vector in vectors]
        total: FloatArray = sum(
            (vector / length for vector, length in zip(vectors, lengths, strict=True) if length > 0), np.zeros(2)
        )
        size = float(np.hypot(*total))
        if size == 0:
            return WalkingLine((0.0, float(self.contacts[first].direction)), by_heels=False)
        return WalkingLine((float(total[0] / size), float(total[1] / size)), True, float(np.mean(lengths)))


def _between(start: Contact, end: Contact) -> tuple[float, float]:
    if start.heel is None or end.heel is None:
        raise ValueError(f"step {start.index} or {end.index} has no heel point.")
    return end.heel[0] - start.heel[0], end.heel[1] - start.heel[1]


def passages_of(contacts: Sequence[Contact], belt_speed: float = 0.0) -> tuple[Passage, ...]:
    """Parts of a walk in which no step is missing.

    A new one begins where the person turns round, stays off the plate for more than 3 s, or sets down the same
    foot twice on end: then a step was missed. A step of an uncertain side stands by itself.

    Parameters
    ----------
    contacts : sequence of Contact
        In order of first contact.
    belt_speed : float
        mm/s at which a treadmill's belt carries the feet backwards. Heel points are those at first contact;
        on the belt a later foot is set down further ahead by what the belt has moved since.
    """
    known = {contact.side for contact in contacts} - {Side.UNKNOWN}
    one_sided = len(known) == 1 and _in_one_place(contacts)
    parts: list[list[Contact]] = []
    for contact in (_on_the_belt(contact, belt_speed) for contact in contacts):
        if parts and _goes_on(parts[-1][-1], contact, one_sided):
            parts[-1].append(contact)
        else:
            parts.append([contact])
    return tuple(Passage(tuple(part if belt_speed else _unplaced(part))) for part in parts)


def _in_one_place(contacts: Sequence[Contact]) -> bool:
    """Whether all heels lie so close together that nobody walked from one to the other."""
    heels = np.array([contact.heel for contact in contacts if contact.heel])
    return len(heels) < 2 or float(np.hypot(*np.ptp(heels, axis=0))) < _ONE_PLACE


def _unplaced(contacts: list[Contact]) -> list[Contact]:
    """The steps of a passage; without their places where these are all the same."""
    if len(contacts) < 2 or not _in_one_place(contacts):
        return contacts
    return [replace(one, heel=None, why_no_heel=SAME_PLACE) if one.heel else one for one in contacts]


def _goes_on(before: Contact, contact: Contact, one_sided: bool) -> bool:
    late = (contact.start or 0.0) - (before.start or 0.0) > _LONGEST_STEP_TIME
    unknown = Side.UNKNOWN in (before.side, contact.side)
    same = before.side is contact.side
    return not (late or unknown or before.direction != contact.direction or same != one_sided)


def _on_the_belt(contact: Contact, speed: float) -> Contact:
    if not speed or contact.heel is None:
        return contact
    if contact.start is None:
        return replace(contact, heel=None, why_no_heel=_NO_ONSET)
    x, y = contact.heel
    return replace(contact, heel=(x, y + contact.direction * speed * contact.start))
