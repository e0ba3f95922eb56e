"""The timeline: force over the stance, its phases, the cursor, and the controls that play it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.style import icon
from pedograph.desktop.style.readout import Readout
from pedograph.desktop.timeline.plot import TimelinePlot
from pedograph.recording import Side
from pedograph.workspace.drawing.prints import shown_side
from pedograph.workspace.drawing.stance import ForceCurve, foot_curve, phase_at, phases_of, plate_curves
from pedograph.workspace.model import Workspace
from pedograph.workspace.playback import SPEEDS

_TICK = 16
"""ms between frames drawn while playing; playing keeps real time whatever this is."""
_SIDES = 34
"""Pixels beside the controls."""
ONE_PICTURE = "one image"
"""What is shown of a recording that has no time: neither a frame nor the peak of several."""


class Timeline(QFrame):
    """The lower part of the scan page; it mirrors the workspace's playback.

    Parameters
    ----------
    workspace : Workspace
        What is played.
    binding : ActionBinding
        For the controls.
    """

    def __init__(self, workspace: Workspace, binding: ActionBinding) -> None:
        super().__init__()
        self._workspace = workspace
        self._binding = binding
        self._forces: dict[str, ForceCurve] = {}
        self.setObjectName("panel")
        self.plot = TimelinePlot()
        self.time = Readout(184, bold=True)
        self.force = Readout(16)
        self.speed = QComboBox()
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._tick)
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        controls = self._controls = QHBoxLayout()
        controls.setSpacing(2)
        for key in ("play.first", "play.previous", "play.toggle", "play.next", "play.last", "play.loop"):
            controls.addWidget(self._binding.button(key))
        self.speed.addItems([f"{speed:g} ×" for speed in SPEEDS])
        self.speed.setAccessibleName("Speed")
        self.speed.setToolTip("Speed, as a share of real time  (+ and -)")
        controls.addWidget(self.speed)
        controls.addSpacing(8)
        peak = self._binding.fitting_button("play.peak")
        peak.set_wordings((peak.defaultAction().text(),))
        controls.addWidget(peak)
        controls.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.time)
        words.addWidget(self.force)
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setContentsMargins(8, 0, 16, 0)
        self._below.setSpacing(8)
        self._below.addLayout(controls)
        self._below.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.plot, 1)
        layout.addLayout(self._below)

    def minimumSizeHint(self) -> QSize:
        """Room for the controls alone: with little room the words stand under them."""
        return QSize(self._controls.minimumSize().width() + _SIDES, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the words beside the controls where there is room for both."""
        super().resizeEvent(event)
        needed = self._controls.minimumSize().width() + self.time.minimumWidth() + 2 * _SIDES
        beside = event.size().width() >= needed
        directions = QBoxLayout.Direction
        self._below.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._below.setSpacing(8 if beside else 0)

    def _connect(self) -> None:
        workspace = self._workspace
        self.plot.sought.connect(self._seek)
        self.speed.activated.connect(self._choose_speed)
        workspace.selection_changed.connect(self.refresh)
        workspace.view_changed.connect(self.refresh)
        workspace.playback.moved.connect(self.refresh_frame)
        workspace.playback.changed.connect(self.refresh_playing)

    def _seek(self, seconds: float) -> None:
        self._workspace.playback.seek_time(seconds)

    def _choose_speed(self, index: int) -> None:
        self._workspace.playback.set_speed(SPEEDS[index])

    def _tick(self) -> None:
        self._workspace.playback.advance(self._clock.restart() / 1000.0)

    def refresh(self) -> None:
        """Show the curves of what is looked at."""
        workspace = self._workspace
        if workspace.whole_plate and workspace.analysis is not None:
            curves = plate_curves(workspace.analysis)
            self._forces = {"plate": curves[0]}
            unit = "time since the recording began (s)"
        else:
            shown = {str(side): workspace.shown_step(side) for side in (Side.LEFT, Side.RIGHT)}
            curves = tuple(foot_curve(step, side) for side, step in shown.items() if step is not None)
            self._forces = {curve.side: curve for curve in curves}
            unit = "time since first contact of each foot (s)"
        step = workspace.current_step
        self._phases = phases_of(step) if step is not None and not workspace.whole_plate else ()
        self._phase_side = str(shown_side(step)) if step is not None else ""
        further = f"; shaded: phases of the {self._phase_side} foot" if self._phases else ""
        self.plot.show_curves(curves, workspace.playback.duration or 1.0, unit, further)
        self.plot.show_phases(self._phases, self._phase_side)
        self.refresh_playing()
        self.refresh_frame()

    def refresh_playing(self) -> None:
        """Run the clock while it plays, and show speed and state."""
        playback = self._workspace.playback
        if playback.playing and not self._timer.isActive():
            self._clock.start()
            self._timer.start()
        elif not playback.playing:
            self._timer.stop()
        self._binding.actions["play.toggle"].setIcon(icon("pause" if playback.playing else "play"))
        if playback.speed in SPEEDS:
            self.speed.setCurrentIndex(SPEEDS.index(playback.speed))

    def refresh_frame(self) -> None:
        """Show where it is: seconds, frame, phase, and the force of each foot then."""
        playback = self._workspace.playback
        picture = playback.times.size == 1
        self.force.setVisible(playback.frame is not None and not picture)
        if playback.frame is None or picture:
            self.plot.show_time(None)
            peak = "peak of the whole recording" if self._workspace.whole_plate else "peak of the stance"
            self.time.setText(ONE_PICTURE if picture else peak if playback.times.size else "")
            self.force.setText("")
            return
        self.plot.show_time(playback.time)
        self.time.setText(f"{playback.time:.3f} s   frame {playback.frame + 1} of {playback.times.size}")
        names = {"left": "L", "right": "R", "plate": "plate"}
        words = [f"{names[key]} {curve.at(playback.time):.0f} N" for key, curve in self._forces.items()]
        phase = phase_at(self._phases, playback.time)
        phase = f"{self._phase_side}: {phase}" if phase else ""
        self.force.setText("   ".join([*words, phase]))

    def restyle(self) -> None:
        """Take the colours of the theme."""
        self.plot.restyle()
        self.refresh()
