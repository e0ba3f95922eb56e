"""Playing a stance: which frame is shown, and how it moves on with the time that really passed."""

from __future__ import annotations

from typing import Final

import numpy as np
from psygnal import Signal

from pedograph.recording import FloatArray

SPEEDS: Final = (0.1, 0.25, 0.5, 1.0, 2.0)
"""Speeds that can be chosen, as a share of real time."""


class Playback:
    """The frame that is shown, or none where the peak image stands for the whole stance.

    It keeps no clock: who draws passes in the seconds that really went by, so that a slow computer skips frames
    and keeps the time.
    """

    moved = Signal()
    """Another frame is shown, or the peak image."""
    changed = Signal()
    """Playing began or ended, or the speed, the loop or the times are others."""

    def __init__(self) -> None:
        self._times: FloatArray = np.zeros(0)
        self._position = 0.0
        self._frame: int | None = None
        self.playing = False
        self.speed = 0.25
        self.loop = True

    @property
    def times(self) -> FloatArray:
        """Times of the frames from the first on, s [frame]."""
        return self._times

    @property
    def frame(self) -> int | None:
        """The frame that is shown, from 0; None for the peak image."""
        return self._frame

    @property
    def time(self) -> float:
        """Time of the frame that is shown, s; 0 for the peak image."""
        return 0.0 if self._frame is None else float(self._times[self._frame])

    @property
    def duration(self) -> float:
        """Time from the first to the last frame, s."""
        return float(self._times[-1]) if self._times.size else 0.0

    def load(self, times: FloatArray) -> None:
        """Take other frames, stop, and show the peak image.

        Parameters
        ----------
        times : float array [frame]
            s, increasing; counted from the first.
        """
        self._times = np.asarray(times - times[0]) if times.size else np.zeros(0)
        self._position, self._frame, self.playing = 0.0, None, False
        self.changed.emit()
        self.moved.emit()

    def seek(self, frame: int) -> None:
        """Show a frame; the nearest there is where it lies outside."""
        if self._times.size:
            frame = min(max(frame, 0), self._times.size - 1)
            self._show(frame, float(self._times[frame]))

    def seek_time(self, seconds: float) -> None:
        """Show the frame nearest to a time."""
        if self._times.size:
            self.seek(int(np.abs(self._times - seconds).argmin()))

    def step(self, frames: int) -> None:
        """Stop and go so many frames on (or back); from the peak image, to the first or the last."""
        self.pause()
        if self._frame is None:
            self.seek(0 if frames > 0 else self._times.size - 1)
        else:
            self.seek(self._frame + frames)

    def show_peak(self) -> None:
        """Stop and show the peak image."""
        self.pause()
        if self._frame is not None:
            self._frame = None
            self.moved.emit()

    def toggle(self) -> None:
        """Play, from the start where the end was reached; or stop."""
        if self.playing:
            self.pause()
        elif self._times.size > 1:
            if self._frame is None or self._frame == self._times.size - 1:
                self.seek(0)
            self.playing = True
            self.changed.emit()

    def pause(self) -> None:
        """Stop where it is."""
        if self.playing:
            self.playing = False
            self.changed.emit()

    def set_speed(self, speed: float) -> None:
        """Play at this share of real time."""
        self.speed = speed
        self.changed.emit()

    def set_loop(self, loop: bool) -> None:
        """Whether playing begins again at the end."""
        self.loop = loop
        self.changed.emit()

    def advance(self, seconds: float) -> None:
        """Go on by the real time that passed, s; nothing where it does not play."""
        if not self.playing:
            return
        position = self._position + seconds * self.speed
        if position > self.duration:
            if not self.loop:
                self.seek(self._times.size - 1)
                self.pause()
                return
            position %= self.duration
        self._show(int(np.searchsorted(self._times, position, side="right")) - 1, position)

    def _show(self, frame: int, position: float) -> None:
        self._position = position
        if frame != self._frame:
            self._frame = frame
            self.moved.emit()
