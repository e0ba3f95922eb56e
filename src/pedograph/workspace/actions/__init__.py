"""Everything that can be done, as one table: menus, shortcuts, palette and the list of keys come from it."""

from __future__ import annotations

from typing import Final

from pedograph.workspace.actions.file_edit import EDIT, FILE
from pedograph.workspace.actions.go_help import GO, HELP
from pedograph.workspace.actions.model import Action
from pedograph.workspace.actions.play import PLAY
from pedograph.workspace.actions.view import VIEW

__all__ = ["ACTIONS", "GROUPS", "Action", "actions_of", "search_actions"]

GROUPS: Final = ("File", "Edit", "View", "Play", "Go", "Help")
"""Menus, in their order."""

ACTIONS: Final[dict[str, Action]] = {action.key: action for action in (*FILE, *EDIT, *VIEW, *PLAY, *GO, *HELP)}
"""Every action by its key, in the order of the menus."""


def actions_of(group: str) -> list[Action]:
    """The actions of a menu."""
    return [action for action in ACTIONS.values() if action.group == group]


def search_actions(words: str) -> list[Action]:
    """Actions whose name or description holds every word; those whose name begins with them first."""
    wanted = words.lower().split()

    def rank(action: Action) -> int:
        name = action.text.lower()
        if all(word in name for word in wanted):
            return 0 if not wanted or name.startswith(wanted[0]) else 1
        text = f"{name} {action.tooltip.lower()} {action.group.lower()}"
        return 2 if all(word in text for word in wanted) else 3

    return sorted((action for action in ACTIONS.values() if rank(action) < 3), key=rank)
