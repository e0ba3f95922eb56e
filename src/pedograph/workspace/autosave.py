"""Unsaved work is kept aside every now and then, and offered again after a crash."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from pedograph._platform.file_problem import file_problem
from pedograph.errors import PedographError, SessionError
from pedograph.session.journal import now
from pedograph.session.model import Session
from pedograph.session.recovery import Autosave, Recoverable, discard, recoverable
from pedograph.workspace.files import may_replace
from pedograph.workspace.importing import Imported
from pedograph.workspace.jobs import Dispatch, Job, JobRunner, Progress
from pedograph.workspace.messages import Message
from pedograph.workspace.model import Workspace

_FOLDER = "unsaved"
"""Among the data; version 0.4 had it among the settings, where what it left is still found."""


class Keeper:
    """Keeps the unsaved state of a workspace in a folder of its own.

    Parameters
    ----------
    workspace : Workspace
        What is kept.
    dispatch : callable
        Brings a callable to the main thread.
    """

    def __init__(self, workspace: Workspace, dispatch: Dispatch) -> None:
        self._workspace = workspace
        self._folder = workspace.data_folder / _FOLDER
        self._jobs = JobRunner(dispatch)
        self._autosave: Autosave | None = None
        self.found: tuple[Recoverable, ...] = recoverable(self._folder, workspace.folder / _FOLDER)
        workspace.recoverable = bool(self.found)
        self._once_kept: list[Callable[[], None]] = []
        workspace.document.changed.connect(self._clear_saved)

    @property
    def idle(self) -> bool:
        """Whether nothing is being kept just now."""
        return self._jobs.current is None

    def keep(self) -> None:
        """Keep what is not saved, in a job of its own; nothing where all is saved or it is being kept already."""
        document = self._workspace.document
        if not self.idle:
            return
        if not document.dirty:
            if self._autosave is not None:
                self._autosave.clear()
            return
        session, path = document.session, document.path

        def work(progress: Progress) -> None:
            self._kept(session, path)

        self._jobs.start(Job("keeping unsaved work", work, lambda _: self._now_kept(), self._failed))

    def _now_kept(self) -> None:
        """Once work is kept, what it replaces may go; and what was saved while it was being kept need not be."""
        waiting, self._once_kept = self._once_kept, []
        for step in waiting:
            step()
        self._clear_saved()

    def _clear_saved(self) -> None:
        """Forget what was kept as soon as all is saved: it must never be offered against a newer file."""
        if self.idle and self._autosave is not None and not self._workspace.document.dirty:
            self._autosave.clear()

    def _kept(self, session: Session, path: Path | None) -> None:
        if self._autosave is None:
            self._autosave = Autosave(self._folder)
        self._autosave.keep(session, path, now())

    def _failed(self, error: Exception) -> None:
        """Say it once: work goes on, but a crash would lose it."""
        if not isinstance(error, PedographError | OSError):
            raise error
        logging.getLogger(__name__).warning("unsaved work could not be kept: %s", error)
        why = file_problem(error) if isinstance(error, OSError) else str(error)
        self._workspace.messages.warn(f"Unsaved work cannot be kept safe against a crash: {why} Save often.")

    def close(self) -> None:
        """Forget what was kept, at an orderly end."""
        self._jobs.wait(10.0)
        if self._autosave is not None:
            self._autosave.close()
            self._autosave = None

    def offer(self) -> None:
        """Offer what a crash left behind, if anything."""
        if not self.found:
            return
        item = self.found[0]
        if item.problem:
            whose = "It cannot be opened"
            self._workspace.messages.warn(f"Unsaved work of {item.when[:16]} was kept. {whose}: {item.problem}")
            return
        whose = f"the visit of {item.subject or 'a person without a code'} on {item.date}"
        when = item.when[:16].replace("T", " ")
        text = f"Pedograph did not end as it should. Unsaved work on {whose} was kept at {when}."
        self._workspace.messages.show(Message(text, offer="Open it", action="file.recover"))

    def recover(self) -> None:
        """Open what was kept; it counts as not saved."""
        if not self.found:
            return
        item, asked = self.found[0], self._workspace.document.session

        def work(progress: Progress) -> Imported:
            progress(0, 1, "opening unsaved work")
            return _recovered(item)

        def done(opened: Imported) -> None:
            if opened.session is None:
                self._workspace.messages.say("The saved visit holds that work already.")
                self.forget()
                return
            if not may_replace(self._workspace, asked):
                self._workspace.messages.warn(
                    "This visit changed meanwhile. Save it, and open the unsaved work again."
                )
                return
            self._workspace.document.open(opened.session, opened.session_path, saved=False)
            self._workspace.select_recording(0)
            self._once_kept.append(self.forget)
            self.keep()

        self._workspace.run("opening unsaved work", work, done)

    def forget(self) -> None:
        """Remove the unsaved work that was found first."""
        if self.found:
            discard(self.found[0])
            self.found = self.found[1:]
            self._workspace.recoverable = bool(self.found)
            self._workspace.changed.emit()


def _recovered(item: Recoverable) -> Imported:
    """What was kept, without a session where the visit's file holds it already.

    Where the file has gone another way since, the kept work is opened without a file, so that saving it
    asks for a name.
    """
    from pedograph.session.file import open_session

    kept = open_session(item.path)
    try:
        saved = open_session(item.document) if item.document else None
    except SessionError:
        saved = None
    if saved is None:
        return Imported(session=kept)
    if saved.journal[: len(kept.journal)] == kept.journal:
        return Imported()
    follows = kept.journal[: len(saved.journal)] == saved.journal
    return Imported(session=kept, session_path=item.document if follows else None)
