"""The scan page: maps, strip and timeline, with the measures beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from pedograph.desktop.maps.panel import MapsPanel
from pedograph.desktop.measures.panel import MeasuresPanel
from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.shell.welcome import Welcome
from pedograph.desktop.strip.panel import StepStrip
from pedograph.desktop.style.button_row import ButtonRow
from pedograph.desktop.timeline.panel import Timeline
from pedograph.workspace.drawing.overlays import Overlay
from pedograph.workspace.files import sample_walk
from pedograph.workspace.model import Workspace


class ScanPage(QStackedWidget):
    """The feet with their numbers; without a recording, the welcome.

    Parameters
    ----------
    workspace : Workspace
        What is looked at.
    binding : ActionBinding
        For buttons and menus.
    """

    def __init__(self, workspace: Workspace, binding: ActionBinding) -> None:
        super().__init__()
        self._workspace = workspace
        self._binding = binding
        self.setObjectName("page")
        self.welcome = Welcome(binding, sample_walk() is not None)
        self.maps = MapsPanel(workspace, binding)
        self.strip = StepStrip(workspace, binding)
        self.timeline = Timeline(workspace, binding)
        self.measures = MeasuresPanel(workspace)
        empty = QWidget()
        layout = QVBoxLayout(empty)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.welcome)
        self.addWidget(empty)
        self.addWidget(self._content())
        workspace.selection_changed.connect(self.refresh)
        self.refresh()

    def _content(self) -> QWidget:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._toggles())
        column.addWidget(self.maps, 1)
        column.addWidget(self.strip)
        middle = _split(Qt.Orientation.Vertical, (upper, 4, 680), (self.timeline, 1, 200))
        whole = _split(Qt.Orientation.Horizontal, (middle, 3, 956), (self.measures, 1, 532))
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(whole)
        return page

    def _toggles(self) -> ButtonRow:
        """The row of what can be drawn over the feet."""
        row = ButtonRow()
        for overlay in Overlay:
            row.add(self._binding.button(f"view.{overlay}", words=True))
        row.space(16)
        row.add(self._binding.button("view.smooth", words=True))
        row.stretch()
        row.add(self._binding.button("view.plate", words=True))
        return row

    def refresh(self) -> None:
        """Show feet where there is a recording."""
        self.setCurrentIndex(0 if self._workspace.document.empty else 1)

    def restyle(self) -> None:
        """Take the colours of the theme."""
        self.welcome.restyle()
        self.maps.refresh()
        self.strip.restyle()
        self.timeline.restyle()
        self.measures.restyle()


def _split(orientation: Qt.Orientation, *parts: tuple[QWidget, int, int]) -> QSplitter:
    """Parts beside each other, each with its share of further room and its size, px; none can be folded away."""
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(8)
    for number, (part, share, _) in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(number, share)
    splitter.setSizes([size for _, _, size in parts])
    splitter.setChildrenCollapsible(False)
    return splitter
