"""What is drawn over the foot maps, and which of it is shown."""

from __future__ import annotations

from enum import StrEnum

from psygnal import Signal


class Overlay(StrEnum):
    """What can be drawn over a foot."""

    OUTLINE = "outline"
    AXIS = "axis"
    THIRDS = "thirds"
    REGIONS = "regions"
    PATH = "path"


class Overlays:
    """Which overlays are shown."""

    changed = Signal()

    def __init__(self) -> None:
        self._shown = set(Overlay)

    def shown(self, overlay: Overlay) -> bool:
        """Whether an overlay is shown."""
        return overlay in self._shown

    @property
    def names(self) -> list[str]:
        """Names of those that are shown, in their order."""
        return [overlay.value for overlay in Overlay if overlay in self._shown]

    def set_names(self, names: list[str]) -> None:
        """Show these and no others; names that are unknown are passed over."""
        self._shown = {overlay for overlay in Overlay if overlay.value in names}
        self.changed.emit()

    def toggle(self, overlay: Overlay) -> None:
        """Show what was hidden, or hide what was shown."""
        self._shown ^= {overlay}
        self.changed.emit()
