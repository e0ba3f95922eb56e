"""The application without its window: what is open, what is looked at, what runs, and what can be done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from psygnal import Signal

from pedograph._platform.paths import data_folder, settings_folder
from pedograph.analysis import Analysis, StepAnalysis
from pedograph.errors import PedographError
from pedograph.recording import FloatArray, Side
from pedograph.workspace.document import Document, Hold
from pedograph.workspace.drawing.overlays import Overlay, Overlays
from pedograph.workspace.drawing.stance import stance_times
from pedograph.workspace.jobs import Dispatch, Job, JobRunner, Progress
from pedograph.workspace.messages import Messages
from pedograph.workspace.playback import Playback
from pedograph.workspace.preferences import Preferences, load_preferences, save_preferences
from pedograph.workspace.references import (
    Selection,
    StepReference,
    choose_recording,
    choose_step,
    step_at,
    steps_of,
    still_there,
)


class Page(StrEnum):
    """A workplace on the rail."""

    SCAN = "scan"
    EXAMINATION = "examination"
    FINDINGS = "findings"


class Workspace:
    """Everything the window shows, and everything it can ask for.

    Parameters
    ----------
    dispatch : callable
        Brings a callable to the main thread; called from jobs.
    folder : Path, optional
        Where choices and unsaved visits are kept; the system's places for settings and for data if not given.
    """

    selection_changed = Signal()
    """Another recording or step is looked at, or what is looked at was measured again."""
    view_changed = Signal()
    """Page, whole plate, smoothing, theme or measure: how it is looked at."""
    changed = Signal()
    """Anything by which an action may become possible or impossible."""

    def __init__(self, dispatch: Dispatch, folder: Path | None = None) -> None:
        self.folder = folder or settings_folder()
        self.data_folder = folder or data_folder()
        self.preferences: Preferences = load_preferences(self.folder)
        self.document = Document()
        self.jobs = JobRunner(dispatch)
        self.aside = JobRunner(dispatch)
        self.disk = JobRunner(dispatch)
        self._listening = True
        self.playback = Playback()
        self.overlays = Overlays()
        self.messages = Messages()
        self.selection = Selection()
        self.page = Page.SCAN
        self.whole_plate = False
        self.correcting = False
        self.recoverable = False
        if self.preferences.overlays is not None:
            self.overlays.set_names(list(self.preferences.overlays))
        self.document.changed.connect(self._document_changed)
        self.document.left.connect(self._release)
        self.overlays.changed.connect(self._overlays_changed)
        for signal in (self.jobs.changed, self.playback.changed, self.playback.moved):
            signal.connect(self.changed.emit)

    @property
    def analysis(self) -> Analysis | None:
        """The recording that is looked at, analysed."""
        recordings = self.document.session.recordings
        number = self.selection.recording
        return recordings[number].analysis if number < len(recordings) else None

    @property
    def current_step(self) -> StepAnalysis | None:
        """The step that was chosen."""
        return step_at(self.document.session, self.selection.current)

    def shown_step(self, side: Side) -> StepAnalysis | None:
        """The step that stands on the left or on the right."""
        reference = self.selection.left if side is Side.LEFT else self.selection.right
        return step_at(self.document.session, reference)

    def select(self, selection: Selection) -> None:
        """Look at something else; playing stops and the peak images are shown."""
        if selection != self.selection:
            self.selection = selection
            self._looked_at()

    def select_step(self, reference: StepReference) -> None:
        """Look at a step, with the other foot beside it."""
        self.select(choose_step(self.document.session, self.selection, reference))

    def select_recording(self, number: int) -> None:
        """Look at a recording of the session."""
        self.select(choose_recording(self.document.session, number))

    def select_neighbour(self, by: int) -> None:
        """Look at the next step of the session, or the one before."""
        references = [reference for reference, _ in steps_of(self.document.session)]
        if self.selection.current in references:
            place = references.index(self.selection.current) + by
            self.select_step(references[min(max(place, 0), len(references) - 1)])

    def show_page(self, page: Page) -> None:
        """Go to a workplace."""
        if page is not self.page:
            self.page = page
            self.playback.pause()
            self._view()

    def toggle_plate(self) -> None:
        """Show the whole plate with every step, or the two feet."""
        self.whole_plate = not self.whole_plate
        self.playback.load(self._times())
        self._view()

    def toggle_correcting(self) -> None:
        """Let axis, toe line and cells be set by hand on the feet, seen in their peak images; or end that."""
        self.correcting = not self.correcting
        if self.correcting:
            self.whole_plate = False
            self.playback.load(self._times())
        self._view()

    def toggle_overlay(self, overlay: Overlay) -> None:
        """Show or hide what is drawn over the feet."""
        self.overlays.toggle(overlay)

    def prefer(self, **choices: Any) -> None:
        """Change choices that outlive the session, and keep them."""
        self.preferences = replace(self.preferences, **choices)
        save_preferences(self.preferences, self.folder)
        self._view()

    def run(
        self,
        name: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        exclusive: bool = True,
        by_hand: bool = False,
    ) -> None:
        """Run work in a job; what it cannot do becomes a message and leaves everything as it was."""

        self.jobs.start(Job(name, work, done, self._telling(name), exclusive, by_hand=by_hand))

    def work_out(self, name: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Work out something that is shown once it is there; it waits for no other job and is told nowhere.

        Parameters
        ----------
        name : str
            What is worked out.
        work : callable
            Runs in a thread.
        done : callable
            Takes the result, on the main thread, unless the window was closed meanwhile.
        """

        def answer(result: Any) -> None:
            if self._listening:
                done(result)

        self.aside.start(Job(name, lambda _: work(), answer, self._telling(name)))

    def disk_work(self, name: str, work: Callable[[], Any], done: Callable[[Any], None] = lambda _: None) -> None:
        """Ask a disk for something small that nothing else waits for; a disk may sleep for minutes."""

        def answer(result: Any) -> None:
            if self._listening:
                done(result)

        self.disk.start(Job(name, lambda _: work(), answer, self._telling(name), exclusive=False))

    def _release(self, hold: Hold) -> None:
        if hold.lock is not None:
            self.disk_work("releasing a file", hold.release)

    def stop_working_out(self, seconds: float) -> None:
        """Take no more of what is worked out, and wait for what runs."""
        self._listening = False
        self.aside.cancel()
        self.aside.wait(seconds)

    def _telling(self, name: str) -> Callable[[Exception], None]:
        """What makes a message of an error, or a fault of the program out of an unknown one."""

        def failed(error: Exception) -> None:
            logging.getLogger(__name__).info("%s failed", name, exc_info=error)
            sentence = _sentence(name, error)
            if sentence is None:
                raise error
            self.messages.warn(sentence)

        return failed

    def _document_changed(self) -> None:
        self.selection = still_there(self.document.session, self.selection)
        self._looked_at()

    def _looked_at(self) -> None:
        if self.analysis is None:
            self.whole_plate = self.correcting = False
        times = self._times()
        if not np.array_equal(times - times[:1], self.playback.times):
            self.playback.load(times)
        self.selection_changed.emit()
        self.changed.emit()

    def _times(self) -> FloatArray:
        """Times that playing goes through: the recording's on the plate, else the longer of the stances shown."""
        if self.whole_plate and self.analysis is not None:
            return self.analysis.recording.time
        shown = [self.shown_step(side) for side in (Side.LEFT, Side.RIGHT)]
        times = [stance_times(step) for step in shown if step is not None]
        return max(times, key=lambda values: float(values[-1])) if times else np.zeros(0)

    def _overlays_changed(self) -> None:
        self.prefer(overlays=tuple(self.overlays.names))

    def _view(self) -> None:
        self.view_changed.emit()
        self.changed.emit()


def _sentence(name: str, error: Exception) -> str | None:
    """What to tell a person of an error in a job; None for one that is a fault of the program."""
    if isinstance(error, PedographError):
        return str(error)
    if isinstance(error, OSError):
        return f"{name[:1].upper()}{name[1:]} did not work: {error.strerror or error}. Nothing was changed."
    return None
