"""Everything that can be done, as one table: menus, toolbar, shortcuts, palette and the list of keys come from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pedograph.recording import Side
from pedograph.workspace.edits import remove_recording, set_side
from pedograph.workspace.model import Page, Workspace
from pedograph.workspace.overlays import Overlay
from pedograph.workspace.playback import SPEEDS

GROUPS: Final = ("File", "Edit", "View", "Play", "Go", "Help")
"""Menus, in their order."""

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


def idle(workspace: Workspace) -> bool:
    """Possible while no job runs that the visit hangs on."""
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


def _side(side: Side) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        if workspace.selection.current is not None:
            set_side(workspace, workspace.selection.current, side)

    return run


def _speed(by: int) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        place = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - workspace.playback.speed))
        workspace.playback.set_speed(SPEEDS[min(max(place + by, 0), len(SPEEDS) - 1)])

    return run


def _overlay(key: Overlay, text: str, shortcut: str, tooltip: str) -> Action:
    return Action(
        f"view.{key}",
        text,
        shortcut,
        "View",
        tooltip,
        on_scan,
        lambda workspace: workspace.toggle_overlay(key),
        lambda workspace: workspace.overlays.shown(key),
        icon=str(key),
    )


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


_FILE: Final = (
    Action("file.open", "Open...", "Ctrl+O", "File", "Add recordings to this visit, or open a saved one", idle, icon="open"),
    Action("file.sample", "Open the sample walk", "Ctrl+Shift+O", "File", "Look at a simulated walk over a plate", idle),
    Action("file.new", "New visit", "Ctrl+N", "File", "Begin an empty visit", idle, icon="new"),
    Action("file.save", "Save", "Ctrl+S", "File", "Save the visit with its raw frames", has_recording, icon="save", separated=True),
    Action("file.save_as", "Save as...", "Ctrl+Shift+S", "File", "Save the visit under another name", has_recording),
    Action("file.table", "Export table...", "Ctrl+E", "File", "Write every measure of every step as CSV", has_recording, separated=True),
    Action("file.picture", "Export picture...", "Ctrl+Shift+E", "File", "Write what is shown as PNG", on_scan),
    Action("file.quit", "Quit", "Ctrl+Q", "File", "Close Pedograph; asks where something is not saved", separated=True),
)  # fmt: skip

_EDIT: Final = (
    Action(
        "edit.undo", "Undo", "Ctrl+Z", "Edit", "Take the last change back",
        lambda workspace: idle(workspace) and bool(workspace.document.history.undo_name),
        lambda workspace: workspace.document.undo(), icon="undo",
    ),
    Action(
        "edit.redo", "Redo", "Ctrl+Shift+Z", "Edit", "Make the change again that was taken back",
        lambda workspace: idle(workspace) and bool(workspace.document.history.redo_name),
        lambda workspace: workspace.document.redo(), icon="redo",
    ),
    Action(
        "edit.left", "This is a left foot", "Shift+L", "Edit", "Correct the side of the chosen step to left",
        has_step, _side(Side.LEFT), separated=True,
    ),
    Action(
        "edit.right", "This is a right foot", "Shift+R", "Edit", "Correct the side of the chosen step to right",
        has_step, _side(Side.RIGHT),
    ),
    Action(
        "edit.remove", "Remove recording from visit", "Ctrl+Del", "Edit", "Take the shown recording out; undo brings it back",
        lambda workspace: has_recording(workspace) and idle(workspace), remove_recording,
    ),
    Action("edit.note", "Note on the visit...", "Ctrl+M", "Edit", "Write or change the note that is saved with the visit"),
)  # fmt: skip

_VIEW: Final = (
    _overlay(Overlay.OUTLINE, "Outline", "O", "Show the edge of the print"),
    _overlay(Overlay.AXIS, "Axis", "A", "Show the foot axis, from the centre of the heel to the second ray"),
    _overlay(Overlay.THIRDS, "Thirds", "T", "Show the thirds of the print without toes, of which the arch index is made"),
    _overlay(Overlay.REGIONS, "Regions", "R", "Show the ten regions with their names"),
    _overlay(Overlay.PATH, "CoP path", "C", "Show the path of the centre of pressure (gait line)"),
    Action(
        "view.plate", "Whole plate", "W", "View", "Show the whole plate with every step, or the two feet",
        on_scan, lambda workspace: workspace.toggle_plate(), lambda workspace: workspace.whole_plate,
        icon="plate", separated=True,
    ),
    Action(
        "view.smooth", "Smoothed", "S", "View", "Draw pressure smoothed between cells; numbers stay those of the cells",
        on_scan, lambda workspace: workspace.prefer(smooth=not workspace.preferences.smooth),
        lambda workspace: workspace.preferences.smooth, icon="smooth",
    ),
    Action("view.source", "How it was read", "I", "View", "Show format, cells, rate, what was assumed, and quality notes", has_recording, icon="info"),
    Action(
        "view.dark", "Dark", "Ctrl+Shift+L", "View", "Change between light and dark", always,
        lambda workspace: workspace.prefer(theme="light" if workspace.preferences.theme == "dark" else "dark"),
        lambda workspace: workspace.preferences.theme == "dark", separated=True,
    ),
    Action("view.dismiss", "Dismiss message", "Esc", "View", "Put the message away, or cancel what is running"),
)  # fmt: skip

_PLAY: Final = (
    Action(
        "play.toggle", "Play", "Space", "Play", "Play the stance, or stop", can_play,
        lambda workspace: workspace.playback.toggle(), lambda workspace: workspace.playback.playing, icon="play",
    ),
    Action("play.next", "Next frame", "Right", "Play", "Go one frame on", can_play, lambda workspace: workspace.playback.step(1), icon="next"),
    Action("play.previous", "Previous frame", "Left", "Play", "Go one frame back", can_play, lambda workspace: workspace.playback.step(-1), icon="previous"),
    Action("play.ten_on", "Ten frames on", "Shift+Right", "Play", "Go ten frames on", can_play, lambda workspace: workspace.playback.step(10)),
    Action("play.ten_back", "Ten frames back", "Shift+Left", "Play", "Go ten frames back", can_play, lambda workspace: workspace.playback.step(-10)),
    Action("play.first", "First frame", "Home", "Play", "Go to first contact", can_play, lambda workspace: workspace.playback.seek(0), icon="first"),
    Action("play.last", "Last frame", "End", "Play", "Go to last contact", can_play, lambda workspace: workspace.playback.seek(workspace.playback.times.size - 1), icon="last"),
    Action(
        "play.peak", "Peak image", "P", "Play", "Show the highest pressure of each cell over the whole stance", on_scan,
        lambda workspace: workspace.playback.show_peak(), lambda workspace: workspace.playback.frame is None,
        icon="peak", separated=True,
    ),
    Action(
        "play.loop", "Loop", "L", "Play", "Begin again at the end", can_play,
        lambda workspace: workspace.playback.set_loop(not workspace.playback.loop), lambda workspace: workspace.playback.loop, icon="loop",
    ),
    Action("play.faster", "Faster", "+", "Play", "Play faster", can_play, _speed(1)),
    Action("play.slower", "Slower", "-", "Play", "Play slower", can_play, _speed(-1)),
)  # fmt: skip

_GO: Final = (
    _page(Page.SCAN, "Ctrl+1", "Look at the feet and their measures"),
    _page(Page.EXAMINATION, "Ctrl+2", "Enter what was asked, seen and measured by hand"),
    _page(Page.FINDINGS, "Ctrl+3", "Read the research notes with their evidence, and decide on them"),
    Action("go.next_step", "Next step", "PgDown", "Go", "Choose the next step", has_step, lambda workspace: workspace.select_neighbour(1), separated=True),
    Action("go.previous_step", "Previous step", "PgUp", "Go", "Choose the step before", has_step, lambda workspace: workspace.select_neighbour(-1)),
    Action("go.next_recording", "Next recording", "Ctrl+PgDown", "Go", "Look at the next recording of the visit", has_recording, lambda workspace: workspace.select_recording(workspace.selection.recording + 1)),
    Action("go.previous_recording", "Previous recording", "Ctrl+PgUp", "Go", "Look at the recording before", has_recording, lambda workspace: workspace.select_recording(workspace.selection.recording - 1)),
)  # fmt: skip

_HELP: Final = (
    Action("help.palette", "Search commands", "Ctrl+K", "Help", "Find anything that can be done, by its name", icon="search"),
    Action("help.keys", "Keys", "F1", "Help", "Show every key"),
    Action("help.about", "About Pedograph", "Shift+F1", "Help", "Version, licence, and what it is not for"),
)  # fmt: skip

ACTIONS: Final[dict[str, Action]] = {
    action.key: action for action in (*_FILE, *_EDIT, *_VIEW, *_PLAY, *_GO, *_HELP)
}
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
