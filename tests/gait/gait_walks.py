"""Walks with a known truth: model feet on a plate, and bare lists of places and times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

import pedograph as pg
from bare_analysis import without_errors
from pedograph.gait import Contact
from pedograph.recording import SensorGrid, Side
from pedograph.simulation import (
    FOOTSCAN_GRID,
    Placement,
    Sampling,
    SimulatedRecording,
    StepParameters,
    StepTruth,
    Walk,
    simulate_steps,
    simulate_walk,
)

SAMPLING = Sampling(sample_rate=100.0, quantum=1.0)
LONG = (400, 63)
"""Rows and columns of a plate of 3 m."""


@cache
def model_walk(walk: Walk, angle: float = 6.0, stance: float = 0.70) -> tuple[pg.Analysis, SimulatedRecording]:
    """A walk over a plate of 3 m, analysed, and its truth."""
    simulated = simulate_walk(
        StepParameters(progression_angle=angle, stance_time=stance),
        walk,
        grid=FOOTSCAN_GRID,
        shape=LONG,
        sampling=SAMPLING,
    )
    return without_errors(simulated.recording), simulated


def truth_of(simulated: SimulatedRecording, contact: Contact) -> StepTruth:
    """The truth of the step that a contact is of."""
    assert contact.start is not None
    start = contact.start
    return min(simulated.truths, key=lambda truth: abs(truth.start - start))


def true_contact(simulated: SimulatedRecording, contact: Contact) -> Contact:
    """A contact as it truly was; what was not seen of it stays unseen."""
    truth = truth_of(simulated, contact)
    end = truth.start + truth.parameters.stance_time
    heel = (float(truth.heel_end[0]), float(truth.heel_end[1]))
    return replace(
        contact,
        start=truth.start,
        end=None if contact.end is None else end,
        heel=None if contact.heel is None else heel,
        angle=None if contact.angle is None else float(np.arctan2(truth.axis[0], truth.axis[1])),
    )


def slanting_walk(slant: float, angle: float, direction: int = 1) -> SimulatedRecording:
    """Four steps of 600 mm and 90 mm width along a line that leaves the plate's axis by ``slant`` degrees."""
    turn = np.radians(slant)
    steps = []
    for number in range(4):
        side = Side.LEFT if number % 2 else Side.RIGHT
        outwards = 1.0 if side is Side.RIGHT else -1.0
        along, across = 600.0 * number, 45.0 * outwards
        x = 254.0 + direction * (along * np.sin(turn) + across * np.cos(turn) - 900.0 * np.sin(turn))
        y = along * np.cos(turn) - across * np.sin(turn)
        y = 60.0 + y if direction > 0 else 2340.0 - y
        parameters = StepParameters(side=side, progression_angle=angle + outwards * slant)
        steps.append((parameters, Placement(float(x), float(y), direction, 0.02 + 0.55 * number)))
    return simulate_steps(steps, SensorGrid(7.62, 5.08), (320, 100), sampling=SAMPLING)


def contacts(
    heels: Sequence[tuple[float, float]],
    starts: Sequence[float],
    stance: float = 0.7,
    first: Side = Side.LEFT,
    direction: int = 1,
    angles: Sequence[float | None] | None = None,
) -> tuple[Contact, ...]:
    """Places and times as a closed form; sides take turns."""
    sides = [first if number % 2 == 0 else first.other for number in range(len(heels))]
    turned = angles or [None] * len(heels)
    return tuple(
        Contact(number, side, direction, start, start + stance, heel, angle, None, (1.0, 1.0), 0.01)
        for number, (side, start, heel, angle) in enumerate(zip(sides, starts, heels, turned, strict=True))
    )
