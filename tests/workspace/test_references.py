"""Which steps of a session are shown side by side, on sessions of nothing but sides."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from pedograph.recording import SensorGrid, Side
from pedograph.session import Session
from pedograph.workspace.references import (
    Selection,
    StepReference,
    choose_recording,
    choose_step,
    first_to_show,
    step_at,
    steps_of,
    still_there,
)

SIDES = {"l": Side.LEFT, "r": Side.RIGHT, "u": Side.UNKNOWN}


def session(*recordings: str, formats: str = "", spacing: tuple[float, ...] = ()) -> Session:
    """A session of recordings such as "lRl": a letter for each step, a capital where it is whole."""
    made = []
    for number, letters in enumerate(recordings):
        steps = [
            SimpleNamespace(index=index, side=SIDES[letter.lower()], complete=letter.isupper())
            for index, letter in enumerate(letters)
        ]
        grid = SensorGrid(5.0, spacing[number] if spacing else 5.0)
        source = SimpleNamespace(format=formats[number] if formats else "emed")
        recording = SimpleNamespace(grid=grid, source=source)
        made.append(SimpleNamespace(analysis=SimpleNamespace(steps=steps), recording=recording))
    return cast(Session, SimpleNamespace(recordings=made))


def at(recording: int, step: int) -> StepReference:
    return StepReference(recording, step)


def test_a_reference_points_at_a_step_or_at_none() -> None:
    visit = session("LR", "L")
    assert step_at(visit, at(0, 1)) is visit.recordings[0].analysis.steps[1]
    assert step_at(visit, None) is None
    assert step_at(visit, at(0, 2)) is None
    assert step_at(visit, at(1, 1)) is None
    assert step_at(visit, at(2, 0)) is None
    assert [reference for reference, _ in steps_of(visit)] == [at(0, 0), at(0, 1), at(1, 0)]


def test_a_recording_is_looked_at_by_its_first_whole_steps() -> None:
    assert choose_recording(session("lrLR"), 0) == Selection(0, at(0, 2), at(0, 2), at(0, 3))
    assert choose_recording(session("rl"), 0) == Selection(0, at(0, 0), at(0, 1), at(0, 0))
    assert choose_recording(session("U"), 0) == Selection(0, at(0, 0), None, at(0, 0))
    assert choose_recording(session("LR", ""), 1) == Selection(1)
    assert choose_recording(session(), 3) == Selection()


def test_numbers_beyond_the_recordings_are_the_first_and_the_last() -> None:
    visit = session("L", "R", "L")
    assert choose_recording(visit, 7).recording == 2
    assert choose_recording(visit, -1).recording == 0
    assert choose_recording(visit, 1).recording == 1


@pytest.mark.parametrize(
    ("recordings", "start", "number"),
    [
        (("L", "lr", "LR"), 0, 2),
        (("L", "lr", "R"), 0, 1),
        (("L", "R"), 0, 0),
        (("LR", "L", "LR"), 1, 2),
        (("LR", "L", "R"), 1, 1),
        (("UL", "R"), 0, 0),
        ((), 0, 0),
    ],
)
def test_the_first_recording_of_both_feet_is_shown_first(
    recordings: tuple[str, ...], start: int, number: int
) -> None:
    assert first_to_show(session(*recordings), start) == number


def test_the_other_foot_stays_beside_a_step_of_its_recording() -> None:
    visit = session("LRLR")
    old = Selection(0, at(0, 0), at(0, 0), at(0, 3))
    assert choose_step(visit, old, at(0, 2)) == Selection(0, at(0, 2), at(0, 2), at(0, 3))
    assert choose_step(visit, old, at(0, 1)) == Selection(0, at(0, 1), at(0, 0), at(0, 1))


def test_the_other_foot_of_another_recording_does_not_stay() -> None:
    visit = session("LR", "LR")
    old = choose_recording(visit, 0)
    assert choose_step(visit, old, at(1, 0)) == Selection(1, at(1, 0), at(1, 0), at(1, 1))


def test_a_step_that_is_gone_is_looked_at_by_its_recording() -> None:
    visit = session("L", "LR")
    assert choose_step(visit, Selection(), at(1, 5)) == choose_recording(visit, 1)


def test_files_of_one_step_stand_beside_the_nearest_of_the_other_foot() -> None:
    visit = session("R", "L", "L", "R", "LR")
    assert choose_step(visit, Selection(), at(2, 0)) == Selection(2, at(2, 0), at(2, 0), at(3, 0))
    kept = Selection(1, at(1, 0), at(1, 0), at(0, 0))
    assert choose_step(visit, kept, at(2, 0)).right == at(0, 0)
    both = Selection(4, at(4, 0), at(4, 0), at(4, 1))
    assert choose_step(visit, both, at(2, 0)).right == at(3, 0)


def test_files_of_other_devices_are_not_put_side_by_side() -> None:
    assert choose_step(session("L", "R", formats="ab"), Selection(), at(0, 0)).right is None
    assert choose_step(session("L", "R", spacing=(5.0, 4.0)), Selection(), at(0, 0)).right is None
    assert choose_step(session("L", "R", spacing=(4.0, 4.0)), Selection(), at(0, 0)).right == at(1, 0)


def test_after_a_change_the_same_step_is_looked_at() -> None:
    old = Selection(0, at(0, 2), at(0, 2), at(0, 3))
    assert still_there(session("LRLR"), old) == old
    assert still_there(session("LRL"), old) == Selection(0, at(0, 2), at(0, 2), at(0, 1))
    assert still_there(session("LR"), old) == Selection(0, at(0, 0), at(0, 0), at(0, 1))
    assert still_there(session(), old) == Selection()
    assert still_there(session("L", "R"), Selection(1)) == choose_recording(session("L", "R"), 1)


def test_a_step_whose_side_was_set_anew_changes_its_place() -> None:
    old = Selection(0, at(0, 2), at(0, 2), at(0, 3))
    assert still_there(session("LRRR"), old) == Selection(0, at(0, 2), at(0, 0), at(0, 2))
    assert still_there(session("LRLL"), old) == Selection(0, at(0, 2), at(0, 2), at(0, 1))
