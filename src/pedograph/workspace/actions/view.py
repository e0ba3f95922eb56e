"""Actions of the menu View."""

from __future__ import annotations

from typing import Final

from pedograph.workspace.actions.model import Action, always, has_recording, on_scan
from pedograph.workspace.drawing.overlays import Overlay


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


VIEW: Final = (
    _overlay(Overlay.OUTLINE, "Outline", "O", "Show the edge of the print"),
    _overlay(Overlay.AXIS, "Axis", "A", "Show the foot axis, from the centre of the heel to the second ray"),
    _overlay(
        Overlay.THIRDS, "Thirds", "T", "Show the thirds of the print without toes, of which the arch index is made"
    ),
    _overlay(Overlay.REGIONS, "Regions", "R", "Show the ten regions with their names"),
    _overlay(Overlay.PATH, "CoP path", "C", "Show the path of the centre of pressure (gait line)"),
    Action(
        "view.plate",
        "Whole plate",
        "W",
        "View",
        "Show the whole plate with every step, or the two feet",
        on_scan,
        lambda workspace: workspace.toggle_plate(),
        lambda workspace: workspace.whole_plate,
        icon="plate",
        separated=True,
    ),
    Action(
        "view.smooth",
        "Smoothed",
        "S",
        "View",
        "Draw pressure smoothed between cells; numbers stay those of the cells",
        on_scan,
        lambda workspace: workspace.prefer(smooth=not workspace.preferences.smooth),
        lambda workspace: workspace.preferences.smooth,
        icon="smooth",
    ),
    Action(
        "view.source",
        "How it was read",
        "I",
        "View",
        "Show format, cells, rate, what was assumed, and quality notes",
        has_recording,
        icon="info",
    ),
    Action(
        "view.dark",
        "Dark",
        "Ctrl+Shift+L",
        "View",
        "Change between light and dark",
        always,
        lambda workspace: workspace.prefer(theme="light" if workspace.preferences.theme == "dark" else "dark"),
        lambda workspace: workspace.preferences.theme == "dark",
        separated=True,
    ),
    Action("view.dismiss", "Dismiss message", "Esc", "View", "Put the message away, or cancel what is running"),
)
