"""Actions of the menus Go and Help."""

from __future__ import annotations

from typing import Final

from pedograph.workspace.actions.model import Action, always, has_recording, has_step
from pedograph.workspace.model import Page


def _page(page: Page, shortcut: str, tooltip: str) -> Action:
    return Action(
        f"go.{page}",
        page.capitalize(),
        shortcut,
        "Go",
        tooltip,
        always,
        lambda workspace: workspace.show_page(page),
        lambda workspace: workspace.page is page,
        icon=str(page),
    )


GO: Final = (
    _page(Page.SCAN, "Ctrl+1", "Look at the feet and their measures"),
    _page(Page.EXAMINATION, "Ctrl+2", "Enter what was asked, seen and measured by hand"),
    _page(Page.FINDINGS, "Ctrl+3", "Read the research notes with their evidence, and decide on them"),
    Action(
        "go.next_step",
        "Next step",
        "PgDown",
        "Go",
        "Choose the next step",
        has_step,
        lambda workspace: workspace.select_neighbour(1),
        separated=True,
    ),
    Action(
        "go.previous_step",
        "Previous step",
        "PgUp",
        "Go",
        "Choose the step before",
        has_step,
        lambda workspace: workspace.select_neighbour(-1),
    ),
    Action(
        "go.next_recording",
        "Next recording",
        "Ctrl+PgDown",
        "Go",
        "Look at the next recording of the visit",
        has_recording,
        lambda workspace: workspace.select_recording(workspace.selection.recording + 1),
    ),
    Action(
        "go.previous_recording",
        "Previous recording",
        "Ctrl+PgUp",
        "Go",
        "Look at the recording before",
        has_recording,
        lambda workspace: workspace.select_recording(workspace.selection.recording - 1),
    ),
)

HELP: Final = (
    Action(
        "help.palette",
        "Search commands",
        "Ctrl+K",
        "Help",
        "Find anything that can be done, by its name",
        icon="search",
    ),
    Action("help.keys", "Keys", "F1", "Help", "Show every key"),
    Action("help.about", "About Pedograph", "Shift+F1", "Help", "Version, licence, and what it is not for"),
)
