"""Actions of the menus File and Edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pedograph.recording import Side
from pedograph.workspace.actions.model import Action, can_recover, has_recording, has_step, idle, on_scan
from pedograph.workspace.commands import redo, remove_recording, set_side, undo
from pedograph.workspace.drawing.handles import back_to_automatic, is_corrected
from pedograph.workspace.files import sample_walk
from pedograph.workspace.model import Workspace
from pedograph.workspace.repairing import repair_damaged


def _side(side: Side) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        if workspace.selection.current is not None:
            set_side(workspace, workspace.selection.current, side)

    return run


FILE: Final = (
    Action(
        "file.open",
        "Open...",
        "Ctrl+O",
        "File",
        "Add recordings to this visit, or open a saved one",
        idle,
        icon="open",
    ),
    Action(
        "file.sample",
        "Open the sample walk",
        "Ctrl+Shift+O",
        "File",
        "Look at a simulated walk over a plate",
        lambda workspace: idle(workspace) and sample_walk() is not None,
    ),
    Action("file.new", "New visit", "Ctrl+N", "File", "Begin an empty visit", idle, icon="new"),
    Action(
        "file.save",
        "Save",
        "Ctrl+S",
        "File",
        "Save the visit with its raw frames",
        has_recording,
        icon="save",
        separated=True,
    ),
    Action(
        "file.save_as", "Save as...", "Ctrl+Shift+S", "File", "Save the visit under another name", has_recording
    ),
    Action(
        "file.table",
        "Export table...",
        "Ctrl+E",
        "File",
        "Write every measure of every step as CSV",
        has_recording,
        separated=True,
    ),
    Action("file.picture", "Export picture...", "Ctrl+Shift+E", "File", "Write what is shown as PNG", on_scan),
    Action(
        "file.repair",
        "Save what is complete",
        "Ctrl+Shift+W",
        "File",
        "Save what is complete of the damaged visit as a new file, and open that",
        lambda workspace: idle(workspace) and workspace.damaged is not None,
        repair_damaged,
        separated=True,
    ),
    Action(
        "file.recover",
        "Open recovered work",
        "Ctrl+Shift+R",
        "File",
        "Open what was kept of an unsaved visit when Pedograph did not end as it should",
        can_recover,
        separated=True,
    ),
    Action(
        "file.forget",
        "Discard recovered work",
        "Ctrl+Shift+Del",
        "File",
        "Remove what was kept, for good",
        can_recover,
    ),
    Action(
        "file.quit", "Quit", "Ctrl+Q", "File", "Close Pedograph; asks where something is not saved", separated=True
    ),
)

EDIT: Final = (
    Action(
        "edit.undo",
        "Undo",
        "Ctrl+Z",
        "Edit",
        "Take the last change back",
        lambda workspace: idle(workspace) and bool(workspace.document.history.undo_name),
        undo,
        icon="undo",
    ),
    Action(
        "edit.redo",
        "Redo",
        "Ctrl+Shift+Z",
        "Edit",
        "Make the change again that was taken back",
        lambda workspace: idle(workspace) and bool(workspace.document.history.redo_name),
        redo,
        icon="redo",
    ),
    Action(
        "edit.left",
        "This is a left foot",
        "Shift+L",
        "Edit",
        "Set the side of the chosen step to left",
        has_step,
        _side(Side.LEFT),
        separated=True,
    ),
    Action(
        "edit.right",
        "This is a right foot",
        "Shift+R",
        "Edit",
        "Set the side of the chosen step to right",
        has_step,
        _side(Side.RIGHT),
    ),
    Action(
        "edit.correct",
        "Edit footprint",
        "E",
        "Edit",
        "Edit the footprint: drag axis and toe line, click cells to leave them out or put them back",
        on_scan,
        lambda workspace: workspace.toggle_correcting(),
        lambda workspace: workspace.correcting,
        icon="correct",
    ),
    Action(
        "edit.automatic",
        "Back to automatic",
        "Shift+A",
        "Edit",
        "Undo all that was set by hand of axis, toe line and cells of the chosen step",
        lambda workspace: has_step(workspace) and is_corrected(workspace),
        lambda workspace: back_to_automatic(workspace, workspace.selection.current),
    ),
    Action(
        "edit.remove",
        "Remove recording from visit",
        "Ctrl+Del",
        "Edit",
        "Take the shown recording out; undo brings it back",
        lambda workspace: has_recording(workspace) and idle(workspace),
        remove_recording,
    ),
    Action(
        "edit.note",
        "Note on the visit...",
        "Ctrl+M",
        "Edit",
        "Write or change the note that is saved with the visit",
    ),
)
