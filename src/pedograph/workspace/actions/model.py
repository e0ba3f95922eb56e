"""What an action is, and when it is possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pedograph.workspace.model import Page, Workspace

Check = Callable[[Workspace], bool]


def always(workspace: Workspace) -> bool:
    """Possible at any time."""
    return True


def has_recording(workspace: Workspace) -> bool:
    """Possible where the visit holds a recording."""
    return not workspace.document.empty


def on_scan(workspace: Workspace) -> bool:
    """Possible where feet are looked at."""
    return workspace.page is Page.SCAN and not workspace.document.empty


def can_play(workspace: Workspace) -> bool:
    """Possible where there are frames to go through."""
    return workspace.page is Page.SCAN and workspace.playback.times.size > 1


def has_step(workspace: Workspace) -> bool:
    """Possible where a step is chosen and nothing is being measured."""
    return workspace.page is Page.SCAN and workspace.current_step is not None and not workspace.jobs.busy


def can_recover(workspace: Workspace) -> bool:
    """Possible where a crash left unsaved work behind."""
    return workspace.recoverable and not workspace.jobs.busy


def idle(workspace: Workspace) -> bool:
    """Possible while no job runs that the visit depends on."""
    return not workspace.jobs.busy


@dataclass(frozen=True)
class Action:
    """One thing that can be done.

    Parameters
    ----------
    key : str
        Its name in the program ("file.open").
    text : str
        Its name in menus.
    shortcut : str
        Its key; every action has one.
    group : str
        The menu it stands in.
    tooltip : str
        What it does, in one sentence.
    enabled : callable
        Whether it is possible now.
    run : callable or None
        Does it; None where a window is needed for it.
    checked : callable or None
        Whether it is switched on; None where it is no switch.
    icon : str
        Name of its icon; empty for none.
    separated : bool
        Whether a line stands above it in the menu.
    """

    key: str
    text: str
    shortcut: str
    group: str
    tooltip: str
    enabled: Check = always
    run: Callable[[Workspace], None] | None = None
    checked: Check | None = None
    icon: str = ""
    separated: bool = False
