"""The single values of a walk: of each step, from foot to foot, and over a gait cycle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pedograph.gait.contacts import Contact, wrapped
from pedograph.gait.passage import Passage
from pedograph.notes import Note
from pedograph.recording import Side

_AXIS_ERROR = 2.0
"""Standard uncertainty of the foot axis, degrees."""
BY_PLATE = Note("along_the_plate", "along the plate's long axis, as no foot was set down twice on end")
BY_STEPS = Note("by_steps", "from single steps, as no stride is whole")


@dataclass(frozen=True)
class Sample:
    """One value of one place in a walk.

    Parameters
    ----------
    key : str
        Key of the measure.
    step : int
        Index of the step it belongs to; of the later one for what lies between two.
    value : float
        In the measure's unit.
    uncertainty : float
        Standard uncertainty from sensor cells and frames.
    flag : Note or None
        What a reader should know.
    """

    key: str
    step: int
    value: float
    uncertainty: float
    flag: Note | None = None


def samples_of(passages: Sequence[Passage]) -> tuple[Sample, ...]:
    """Every value of a walk; width and speed from single steps where no stride gives them.

    Parameters
    ----------
    passages : sequence of Passage
        The parts of the walk in which no step is missing.
    """
    samples = [sample for passage in passages for sample in _samples(passage)]
    for key, by_steps in (("step_width", _widths_of_steps), ("walking_speed", _speeds_of_steps)):
        if not any(sample.key == key for sample in samples):
            samples += [sample for passage in passages for sample in by_steps(passage)]
    return tuple(samples)


def _samples(passage: Passage) -> Iterator[Sample]:
    """Every value of one passage."""
    contacts = passage.contacts
    for place, contact in enumerate(contacts):
        yield from _angle(passage, place)
        if place and not passage.one_sided:
            yield from _step(passage, place, contact)
    for first, last in passage.strides:
        yield from _stride(passage, first, last)
        if not passage.one_sided:
            yield from _between_strides(*contacts[first : last + 1])


def _angle(passage: Passage, place: int) -> Iterator[Sample]:
    """Progression angle of a step against the line of walking, out-toeing positive."""
    contact = passage.contacts[place]
    if contact.angle is None or contact.side is Side.UNKNOWN or contact.heel is None:
        return
    line = passage.line(place, place)
    outwards = 1.0 if contact.side is Side.RIGHT else -1.0
    angle = outwards * float(np.degrees(wrapped(contact.angle - line.angle)))
    by_line = float(np.degrees(np.sqrt(2.0) * contact.error[0] / line.reach)) if line.reach else 0.0
    flag = None if line.by_heels else BY_PLATE
    key = f"walk_progression_angle_{contact.side.value}"
    yield Sample(key, contact.index, angle, float(np.hypot(_AXIS_ERROR, by_line)), flag)


def _step(passage: Passage, place: int, contact: Contact) -> Iterator[Sample]:
    """From one foot to the other: length and time."""
    before, side = passage.contacts[place - 1], contact.side.value
    time = _time(before, contact)
    if time is not None:
        yield Sample(f"step_time_{side}", contact.index, time, _clock(contact, 2))
        yield Sample("cadence", contact.index, 60.0 / time, 60.0 / time**2 * _clock(contact, 2))
    if before.heel is None or contact.heel is None:
        return
    line = passage.line(place - 1, place)
    length, error = line.along(before, contact), float(np.hypot(before.error[1], contact.error[1]))
    flag = None if line.by_heels else BY_PLATE
    yield Sample(f"step_length_{side}", contact.index, length, error, flag)


def _stride(passage: Passage, first: int, last: int) -> Iterator[Sample]:
    """From one foot to the same foot: length, time, speed, stance, swing, and the other foot's width."""
    start, end = passage.contacts[first], passage.contacts[last]
    time = _time(start, end)
    if time is not None:
        yield Sample("stride_time", end.index, time, _clock(end, 2))
        if passage.one_sided:
            yield Sample("cadence", end.index, 120.0 / time, 120.0 / time**2 * _clock(end, 2))
        if start.start is not None and start.end is not None:
            share, error = 100.0 * (start.end - start.start) / time, 100.0 * _clock(end, 3) / time
            yield Sample(f"stance_share_{start.side.value}", start.index, share, error)
            yield Sample(f"swing_share_{start.side.value}", start.index, 100.0 - share, error)
    if start.heel is None or end.heel is None:
        return
    length = float(np.hypot(end.heel[0] - start.heel[0], end.heel[1] - start.heel[1]))
    error = float(np.hypot(start.error[1], end.error[1]))
    yield Sample("stride_length", end.index, length, error)
    if time is not None:
        yield _speed(end, length, error, time)
    if not passage.one_sided and passage.contacts[first + 1].heel is not None and length > 0:
        yield _width(start, passage.contacts[first + 1], end, length)


def _width(start: Contact, middle: Contact, end: Contact, length: float) -> Sample:
    """Distance of the other foot's heel from the line between two heels of one foot, positive on its own side."""
    line = Passage((start, middle, end)).line(0, 2)
    share = line.along(start, middle) / length
    across = [start.error[0] * (1.0 - share), middle.error[0], end.error[0] * share]
    outwards = 1.0 if middle.side is Side.RIGHT else -1.0
    value = outwards * line.to_the_right(start, middle)
    return Sample("step_width", middle.index, value, float(np.sqrt(np.square(across).sum())))


def _pairs(passage: Passage) -> Iterator[tuple[int, Contact, Contact]]:
    """Steps from one heel to the other foot's, with the place of the second in the passage."""
    if passage.one_sided:
        return
    for place, contact in enumerate(passage.contacts[1:], start=1):
        before = passage.contacts[place - 1]
        if before.heel is not None and contact.heel is not None:
            yield place, before, contact


def _widths_of_steps(passage: Passage) -> Iterator[Sample]:
    """Step width across the plate, where no foot was set down twice on end."""
    for place, before, contact in _pairs(passage):
        outwards = 1.0 if contact.side is Side.RIGHT else -1.0
        value = outwards * passage.line(place - 1, place).to_the_right(before, contact)
        error = float(np.hypot(before.error[0], contact.error[0]))
        yield Sample("step_width", contact.index, value, error, BY_PLATE)


def _speeds_of_steps(passage: Passage) -> Iterator[Sample]:
    """Speed from single steps, where no stride is whole."""
    for place, before, contact in _pairs(passage):
        time = _time(before, contact)
        if time is not None:
            length = passage.line(place - 1, place).along(before, contact)
            yield _speed(contact, length, float(np.hypot(before.error[1], contact.error[1])), time, BY_STEPS)


def _between_strides(first: Contact, middle: Contact, last: Contact) -> Iterator[Sample]:
    """Single and double support in % of the cycle, from three contacts on end."""
    time = _time(first, last)
    if time is None or first.end is None or middle.start is None or last.start is None:
        return
    alone = 100.0 * (last.start - first.end) / time
    yield Sample(f"single_support_{middle.side.value}", middle.index, alone, 100.0 * _clock(last, 3) / time)
    if middle.end is not None:
        both = (first.end - middle.start) + (middle.end - last.start)
        yield Sample("double_support", middle.index, 100.0 * both / time, 100.0 * _clock(last, 4) / time)


def _speed(contact: Contact, length: float, error: float, time: float, flag: Note | None = None) -> Sample:
    """mm and s turned into m/s."""
    speed = length / time / 1000.0
    relative = float(np.hypot(error / length if length else 0.0, _clock(contact, 2) / time))
    return Sample("walking_speed", contact.index, speed, abs(speed) * relative, flag)


def _time(first: Contact, last: Contact) -> float | None:
    """s between two first contacts, where both were seen."""
    if first.start is None or last.start is None or last.start <= first.start:
        return None
    return last.start - first.start


def _clock(contact: Contact, instants: int) -> float:
    """Standard uncertainty in s of a sum of instants, each anywhere within a frame."""
    return contact.period * float(np.sqrt(instants / 12.0))
