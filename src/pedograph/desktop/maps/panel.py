"""Both feet side by side with the scale between them, or the whole plate."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pedograph.desktop.maps.colours import nice_top
from pedograph.desktop.maps.correcting import Correcting
from pedograph.desktop.maps.foot_map import FootMap
from pedograph.desktop.maps.picture import MAP_SIZE, PLATE_SIZE, composed
from pedograph.desktop.maps.plate_map import PlateMap
from pedograph.desktop.maps.scale_bar import ScaleBar
from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.readout import Readout
from pedograph.desktop.style.theme import SMALL_SIZE, base_font
from pedograph.desktop.style.words import wrapped
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
_BOTH = 240
"""Pixels of a map over which caption and pressure have room beside each other."""
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
        self._captions = {side: Readout(48, colour="dim") for side in SIDES}
        self._readings = {side: Readout(76, alignment=Qt.AlignmentFlag.AlignRight) for side in SIDES}
        self._stack = QStackedWidget()
        self._shown: dict[Side, StepPrint | None] = dict.fromkeys(SIDES)
        self._top = self._plate_top = 100.0
        self._extent = common_extent([], _ROOM)
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
        action = self.correct.defaultAction()
        action.setIconText(action.text().replace(" ", "\n"))  # on two lines it is no wider than the scale
        column = QVBoxLayout()
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.correct, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.scale, 1)
        return column

    def _foot(self, side: Side) -> QVBoxLayout:
        """A map under its heading."""
        name = Label(side.upper())
        name.setObjectName(str(side))
        heading = QHBoxLayout()
        heading.setContentsMargins(12, 12, 8, 0)
        heading.setSpacing(8)
        heading.addWidget(name)
        heading.addWidget(self._captions[side], 1)
        heading.addWidget(self._readings[side])
        self._readings[side].hide()
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(heading)
        column.addWidget(self.feet[side], 1)
        return column

    def _connect(self) -> None:
        for side in SIDES:
            self.feet[side].hovered.connect(partial(self._say, side))
        self.plate.chosen.connect(self._choose)
        workspace = self._workspace
        workspace.selection_changed.connect(self.refresh)
        workspace.view_changed.connect(self.refresh_look)
        workspace.overlays.changed.connect(self.refresh_look)
        workspace.playback.moved.connect(self.refresh_frame)

    def _say(self, side: Side, reading: str) -> None:
        """Show the pressure under the pointer; where a map is narrow, in the place of the caption."""
        self._readings[side].setText(reading)
        self._readings[side].setVisible(bool(reading))
        self._captions[side].setVisible(not reading or self.feet[side].width() >= _BOTH)

    def _choose(self, index: int) -> None:
        self._workspace.select_step(StepReference(self._workspace.selection.recording, index))

    def refresh(self) -> None:
        """Show what is looked at now."""
        workspace = self._workspace
        prints = self._prints()
        shown = [foot for foot in prints.values() if foot is not None]
        top = self._top = nice_top(max((foot.largest_pressure for foot in shown), default=100.0))
        self.scale.set_top(top)
        self._extent = common_extent(shown, _ROOM)
        self._shown = prints
        for side, foot in prints.items():
            self._show_foot(self.feet[side], foot)
        analysis = workspace.analysis
        self._plate_top = nice_top(float(analysis.recording.peak_image.max())) if analysis is not None else top
        self._show_plate(self.plate)
        self.refresh_look()

    def _show_foot(self, foot: FootMap, drawn: StepPrint | None) -> None:
        """Show a print on a map as it is looked at."""
        foot.set_extent(self._extent)
        foot.show_print(drawn, self._top)
        foot.set_look(self._overlays(), self._workspace.preferences.smooth)

    def _show_plate(self, plate: PlateMap) -> None:
        """Show the recording on a map of the plate as it is looked at."""
        current = self._workspace.selection.current
        plate.show_analysis(self._workspace.analysis, current.step if current else -1, self._plate_top)
        plate.set_look(self._overlays())

    def _overlays(self) -> frozenset[Overlay]:
        return frozenset(overlay for overlay in Overlay if self._workspace.overlays.shown(overlay))

    def picture(self) -> QPixmap:
        """What is shown, for a file: without buttons and handles, of one size whatever that of the window."""
        workspace = self._workspace
        session, number = workspace.document.session, workspace.selection.recording
        visit = session.visit
        whose = f"Patient ID {visit.subject}" if visit.subject else "No patient ID"
        names = dict.fromkeys(session.recordings[place].name for place in (number, *self._others()))
        lines = (f"{whose}  ·  visit {visit.date}", ", ".join(names), self._moment())
        if workspace.whole_plate:
            plate = PlateMap()
            plate.resize(PLATE_SIZE)
            self._show_plate(plate)
            plate.show_frame(workspace.playback.frame)
            return composed([(plate, "", "text"), (self._scale_copy(), "", "text")], lines)
        parts: list[tuple[QWidget, str, str]] = []
        for side in SIDES:
            foot = FootMap(side)
            foot.resize(MAP_SIZE)
            self._show_foot(foot, self._shown[side])
            foot.show_frame(self._frame_of(side))
            parts.append((foot, f"{side.upper()}   {self._caption(side, correcting=False)}", str(side)))
        return composed([parts[0], (self._scale_copy(), "", "text"), parts[1]], lines)

    def _others(self) -> list[int]:
        """Numbers of the recordings that the feet shown are of."""
        shown = (self._workspace.selection.left, self._workspace.selection.right)
        return [] if self._workspace.whole_plate else [item.recording for item in shown if item is not None]

    def _moment(self) -> str:
        """Which pressures are shown."""
        playback = self._workspace.playback
        if playback.frame is None or playback.times.size < 2:
            return "Highest pressure of each cell"
        return f"Pressures at {playback.time:.3f} s"

    def _scale_copy(self) -> ScaleBar:
        copy = ScaleBar()
        copy.resize(copy.width(), MAP_SIZE.height())
        copy.set_top(self._plate_top if self._workspace.whole_plate else self._top)
        return copy

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
        self._shown = self._prints()
        for side, drawn in self._shown.items():
            self.feet[side].show_lines(drawn)
        shown = self._overlays()
        for foot in self.feet.values():
            foot.set_look(shown, workspace.preferences.smooth)
        for side in SIDES:
            caption = self._caption(side, workspace.correcting)
            self._captions[side].setText(caption)
            self._captions[side].setToolTip(wrapped(caption))
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
            self.feet[side].show_frame(self._frame_of(side))

    def _frame_of(self, side: Side) -> int | None:
        """The frame that is shown of a foot; None for its peak image."""
        playback, step = self._workspace.playback, self._workspace.shown_step(side)
        return None if playback.frame is None or step is None else frame_at(step, playback.time)

    def _caption(self, side: Side, correcting: bool) -> str:
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
        return f"{words}: drag, click cells" if correcting else words
