"""The table of actions: each has a name, a key of its own and a sentence; none is possible without sense."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from workspace_desk import Desk

from pedograph.recording import Side
from pedograph.workspace.actions import ACTIONS, GROUPS, Action, actions_of, search_actions
from pedograph.workspace.model import Page

pytest_plugins = ("workspace_fixtures",)

EVERY = pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)


@EVERY
def test_every_action_says_what_it_is(action: Action) -> None:
    assert action.text
    assert action.text[0].isupper()
    assert len(action.tooltip) > 10
    assert not action.tooltip.endswith(".")
    assert action.group in GROUPS
    assert action.shortcut


def test_every_key_does_one_thing() -> None:
    keys = Counter(action.shortcut.lower() for action in ACTIONS.values())
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_name_stands_there_once() -> None:
    names = Counter(action.text for action in ACTIONS.values())
    assert [name for name, count in names.items() if count > 1] == []


def test_menus_hold_every_action() -> None:
    assert sum(len(actions_of(group)) for group in GROUPS) == len(ACTIONS)


def test_without_a_recording_there_is_nothing_to_save_or_play(desk: Desk) -> None:
    possible = {key for key, action in ACTIONS.items() if action.enabled(desk.workspace)}
    assert {"file.open", "file.sample", "file.new", "help.keys", "go.findings"} <= possible
    assert not {"file.save", "play.toggle", "edit.undo", "edit.left", "view.axis", "view.source"} & possible


def test_with_a_recording_there_is(desk: Desk, walk_file: Path) -> None:
    desk.open(walk_file)
    possible = {key for key, action in ACTIONS.items() if action.enabled(desk.workspace)}
    assert {"file.save", "play.toggle", "edit.undo", "edit.left", "view.axis", "view.source"} <= possible
    assert "edit.redo" not in possible


def test_keys_of_playing_rest_on_other_pages(desk: Desk, walk_file: Path) -> None:
    desk.open(walk_file).show_page(Page.EXAMINATION)
    assert not any(action.enabled(desk.workspace) for action in actions_of("Play"))


@pytest.mark.parametrize("key", [key for key, action in ACTIONS.items() if action.checked and action.run])
def test_a_switch_switches(desk: Desk, walk_file: Path, key: str) -> None:
    workspace = desk.open(walk_file)
    action = ACTIONS[key]
    assert action.checked is not None
    assert action.run is not None
    workspace.playback.seek(3)
    if key == "go.scan":
        workspace.show_page(Page.FINDINGS)
    before = action.checked(workspace)
    action.run(workspace)
    assert action.checked(workspace) is not before


def test_playing_faster_and_slower_stays_within_the_speeds(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    faster, slower = ACTIONS["play.faster"].run, ACTIONS["play.slower"].run
    assert faster is not None
    assert slower is not None
    for _ in range(9):
        faster(workspace)
    assert workspace.playback.speed == 2.0
    for _ in range(9):
        slower(workspace)
    assert workspace.playback.speed == 0.1


def test_neighbours_are_chosen_with_the_keys(desk: Desk, walk_file: Path, step_file: Path) -> None:
    workspace = desk.open(walk_file, step_file)
    chosen = workspace.selection.current
    for key in ("go.next_step", "go.previous_step"):
        run = ACTIONS[key].run
        assert run is not None
        run(workspace)
    assert workspace.selection.current == chosen
    run = ACTIONS["go.next_recording"].run
    assert run is not None
    run(workspace)
    assert workspace.selection.recording == 1


def test_the_side_is_corrected_by_an_action(desk: Desk, step_file: Path) -> None:
    workspace = desk.open(step_file)
    run = ACTIONS["edit.left"].run
    assert run is not None
    run(workspace)
    desk.settle()
    assert workspace.current_step is not None
    assert workspace.current_step.side is Side.LEFT


def test_search_finds_by_name_first_then_by_what_it_does() -> None:
    assert search_actions("save")[0].key == "file.save"
    assert "view.path" in [action.key for action in search_actions("gait line")]
    assert search_actions("zzz") == []
    assert len(search_actions("")) == len(ACTIONS)
