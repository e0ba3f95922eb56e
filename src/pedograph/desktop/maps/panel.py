"""Both feet side by side with the scale between them, or the whole plate."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from pedograph.desktop.maps.colours import nice_top
from pedograph.desktop.maps.correcting import Correcting
from pedograph.desktop.maps.foot_map import FootMap
from pedograph.desktop.maps.plate_map import PlateMap
from pedograph.desktop.maps.scale_bar import ScaleBar
from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.style.readout import Readout
from pedograph.desktop.style.theme import SMALL_SIZE, base_font
from pedograph.notes import joined
from pedograph.recording import Side
from pedograph.workspace.drawing.overlays import Overlay
from pedograph.workspace.drawing.prints import StepPrint, common_extent, step_print
from pedograph.workspace.drawing.stance import frame_at
from pedograph.workspace.model import Workspace
from pedograph.workspace.references import StepReference
from pedograph.workspace.tables.region_rows import scheme_to_show

_ROOM = 7.0
"""mm kept free round the larger foot."""
SIDES = (Side.LEFT, Side.RIGHT)


class MapsPanel(QFrame):
    """The middle of the scan page; it mirrors the workspace.

    Parameters
    ----------
    workspace : Workspace
        What is looked at.
    binding : ActionBinding
        For buttons.
    """

    def __init__(self, workspace: Workspace, binding: ActionBinding) -> None:
        super().__init__()
        self._workspace = workspace
        self.setObjectName("panel")
        self.feet = {side: FootMap(side) for side in SIDES}
        self.plate = PlateMap()
        self.scale = ScaleBar()
        self.correct = binding.button("edit.correct", words=True)
        # Elided: a long caption must not make one map wider than the other.
        self._captions = {side: Readout(40, colour="dim") for side in SIDES}
        self._readings = {side: Readout(88, alignment=Qt.AlignmentFlag.AlignRight) for side in SIDES}
        self._stack = QStackedWidget()
        self.correcting = Correcting(workspace, self.feet, self)
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        feet = QWidget()
        row = QHBoxLayout(feet)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._foot(Side.LEFT), 1)
        row.addLayout(self._between())
        row.addLayout(self._foot(Side.RIGHT), 1)
        self._stack.addWidget(feet)
        self._stack.addWidget(self.plate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._stack)

    def _between(self) -> QVBoxLayout:
        """The switch by which both feet are corrected, over the scale that they share."""
        self.correct.setFont(base_font(SMALL_SIZE))
        self.correct.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.correct.defaultAction().setIconText("Correct")  # its name would be wider than the scale
        column = QVBoxLayout()
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.correct, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.scale, 1)
        return column

    def _foot(self, side: Side) -> QVBoxLayout:
        """A map under its heading."""
        name = QLabel(side.upper())
        name.setObjectName(str(side))
        heading = QHBoxLayout()
        heading.setContentsMargins(16, 12, 16, 0)
        heading.setSpacing(8)
        heading.addWidget(name)
        heading.addWidget(self._captions[side], 1)
        heading.addWidget(self._readings[side])
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(heading)
        column.addWidget(self.feet[side], 1)
        return column

    def _connect(self) -> None:
        for side in SIDES:
            self.feet[side].hovered.connect(self._readings[side].setText)
        self.plate.chosen.connect(self._choose)
        workspace = self._workspace
        workspace.selection_changed.connect(self.refresh)
        workspace.view_changed.connect(self.refresh_look)
        workspace.overlays.changed.connect(self.refresh_look)
        workspace.playback.moved.connect(self.refresh_frame)

    def _choose(self, index: int) -> None:
        self._workspace.select_step(StepReference(self._workspace.selection.recording, index))

    def refresh(self) -> None:
        """Show what is looked at now."""
        workspace = self._workspace
        prints = self._prints()
        shown = [foot for foot in prints.values() if foot is not None]
        top = nice_top(max((foot.largest_pressure for foot in shown), default=100.0))
        self.scale.set_top(top)
        extent = common_extent(shown, _ROOM)
        for side, foot in prints.items():
            self.feet[side].set_extent(extent)
            self.feet[side].show_print(foot, top)
        current = workspace.selection.current
        analysis = workspace.analysis
        plate_top = nice_top(float(analysis.recording.peak_image.max())) if analysis is not None else top
        self.plate.show_analysis(analysis, current.step if current else -1, plate_top)
        self.refresh_look()

    def _prints(self) -> dict[Side, StepPrint | None]:
        """The feet that are shown, with the regions of the table where the plate carries them."""
        workspace = self._workspace
        left, right = (workspace.shown_step(side) for side in SIDES)
        wanted = scheme_to_show(left, right, workspace.preferences.region_scheme)
        steps = zip(SIDES, (left, right), strict=True)
        return {side: step_print(step, wanted) if step is not None else None for side, step in steps}

    def refresh_look(self) -> None:
        """Show the overlays that are switched on, the regions that were chosen, and feet or plate."""
        workspace = self._workspace
        for side, drawn in self._prints().items():
            self.feet[side].show_lines(drawn)
        shown = frozenset(overlay for overlay in Overlay if workspace.overlays.shown(overlay))
        for foot in self.feet.values():
            foot.set_look(shown, workspace.preferences.smooth)
        for side in SIDES:
            self._captions[side].setText(self._caption(side))
            self._captions[side].setToolTip(self._caption(side))
        self.correcting.refresh()
        self.plate.set_look(shown)
        self.scale.update()
        self._stack.setCurrentIndex(1 if workspace.whole_plate else 0)
        self.refresh_frame()

    def refresh_frame(self) -> None:
        """Show the frame that is played, in each foot's own stance."""
        playback = self._workspace.playback
        if self._workspace.whole_plate:
            self.plate.show_frame(playback.frame)
            return
        for side in SIDES:
            step = self._workspace.shown_step(side)
            if playback.frame is None or step is None:
                self.feet[side].show_frame(None)
                continue
            self.feet[side].show_frame(frame_at(step, playback.time))

    def _caption(self, side: Side) -> str:
        """Which step it is, of which recording where that is another one, and whether it is whole."""
        workspace = self._workspace
        reference = workspace.selection.left if side is Side.LEFT else workspace.selection.right
        step = workspace.shown_step(side)
        if reference is None or step is None:
            return ""
        words = f"step {reference.step + 1}"
        if reference.recording != workspace.selection.recording:
            words += f" of {workspace.document.session.recordings[reference.recording].name}"
        if step.side is Side.UNKNOWN:
            words += ", left or right unknown"
        elif step.footstep.side_confidence < 0.8:
            words += f", side {step.footstep.side_confidence:.0%} sure"
        if not step.complete:
            return f"{words}, cut: {joined(step.footstep.incomplete)}"
        return f"{words}: drag, click cells" if workspace.correcting else words
