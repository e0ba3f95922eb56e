"""The strip of all steps, recording by recording; a click chooses, the other button corrects the side."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from pedograph.analysis import StepAnalysis
from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.strip.tile import StepTile
from pedograph.desktop.style.label import Label
from pedograph.workspace.model import Workspace
from pedograph.workspace.references import StepReference


class StepStrip(QFrame):
    """Tiles of all steps; it mirrors the workspace.

    Parameters
    ----------
    workspace : Workspace
        Whose steps are shown.
    binding : ActionBinding
        For the tiles' menu.
    """

    def __init__(self, workspace: Workspace, binding: ActionBinding) -> None:
        super().__init__()
        self._workspace = workspace
        self._binding = binding
        self._shown: tuple[StepAnalysis, ...] | None = None
        self._names: tuple[str, ...] = ()
        self.tiles: list[StepTile] = []
        self.setObjectName("panel")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFixedHeight(130)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its tiles have it
        layout = QVBoxLayout(self)
        layout.setContentsMargins(7, 3, 7, 3)
        layout.addWidget(self._scroll)
        workspace.selection_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the steps there are, and which is chosen."""
        recordings = self._workspace.document.session.recordings
        steps = tuple(step for recording in recordings for step in recording.analysis.steps)
        names = tuple(recording.name for recording in recordings)
        if self._shown is None or steps != self._shown or names != self._names:
            self._shown, self._names = steps, names
            self._rebuild()
        selection = self._workspace.selection
        for tile in self.tiles:
            chosen = tile.reference == selection.current
            tile.set_state(chosen, tile.reference in (selection.left, selection.right))
            if chosen:
                self._scroll.ensureWidgetVisible(tile)

    def restyle(self) -> None:
        """Draw the tiles again in another theme."""
        for tile in self.tiles:
            tile.update()

    def _rebuild(self) -> None:
        content = QWidget()
        content.setObjectName("sheet")
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.tiles = []
        for number, recording in enumerate(self._workspace.document.session.recordings):
            by_hand = {index for index, one in recording.corrections.steps if one.side is not None}
            row.addLayout(self._group(number, recording.name, recording.analysis.steps, by_hand))
        row.addStretch(1)
        self._scroll.setWidget(content)

    def _group(self, number: int, name: str, steps: tuple[StepAnalysis, ...], by_hand: set[int]) -> QVBoxLayout:
        """The tiles of one recording under its name."""
        heading = Label(name if steps else f"{name}: no footstep was found")
        heading.setObjectName("dim")
        tiles = QHBoxLayout()
        tiles.setSpacing(6)
        for step in steps:
            tile = StepTile(StepReference(number, step.index), step, step.index in by_hand)
            tile.clicked.connect(self._clicked)
            tile.customContextMenuRequested.connect(self._show_menu)
            self.tiles.append(tile)
            tiles.addWidget(tile)
        tiles.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(heading)
        column.addLayout(tiles)
        column.addStretch(1)
        return column

    def _clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, StepTile):
            tile.setChecked(tile.reference == self._workspace.selection.current)
            self._workspace.select_step(tile.reference)

    def _show_menu(self, place: QPoint) -> None:
        tile = self.sender()
        if isinstance(tile, StepTile):
            self._workspace.select_step(tile.reference)
            self.menu().popup(tile.mapToGlobal(place))

    def menu(self) -> QMenu:
        """What can be done with the chosen step."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in ("edit.left", "edit.right", "edit.remove"):
            menu.addAction(self._binding.actions[key])
        return menu
