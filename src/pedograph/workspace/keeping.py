"""Unsaved work is kept aside every now and then, and offered again after a crash."""

from __future__ import annotations

import logging
from pathlib import Path

from pedograph.errors import PedographError
from pedograph.session.clock import now
from pedograph.session.model import Session
from pedograph.session.recovery import Autosave, Recoverable, discard, recoverable
from pedograph.workspace.importing import Imported
from pedograph.workspace.jobs import Dispatch, Job, JobRunner, Progress
from pedograph.workspace.messages import Message
from pedograph.workspace.model import Workspace


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
        self._folder = workspace.folder / "unsaved"
        self._jobs = JobRunner(dispatch)
        self._autosave: Autosave | None = None
        self.found: tuple[Recoverable, ...] = recoverable(self._folder)
        workspace.recoverable = bool(self.found)

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

        self._jobs.start(Job("keeping unsaved work", work, lambda _: None, self._failed))

    def _kept(self, session: Session, path: Path | None) -> None:
        if self._autosave is None:
            self._autosave = Autosave(self._folder)
        self._autosave.keep(session, path, now())

    def _failed(self, error: Exception) -> None:
        """Say it once: work goes on, but a crash would lose it."""
        if not isinstance(error, PedographError | OSError):
            raise error
        logging.getLogger(__name__).warning("unsaved work could not be kept: %s", error)
        self._workspace.messages.warn(f"Unsaved work cannot be kept safe against a crash: {error} Save often.")

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
        item = self.found[0]

        def work(progress: Progress) -> Imported:
            from pedograph.session.file import open_session

            progress(0, 1, "opening unsaved work")
            return Imported(session=open_session(item.path), session_path=item.document)

        def done(opened: Imported) -> None:
            if opened.session is not None:
                self._workspace.document.open(opened.session, opened.session_path, saved=False)
                self._workspace.select_recording(0)
            self.forget()

        self._workspace.run("opening unsaved work", work, done)

    def forget(self) -> None:
        """Remove the unsaved work that was found first."""
        if self.found:
            discard(self.found[0])
            self.found = self.found[1:]
            self._workspace.recoverable = bool(self.found)
            self._workspace.changed.emit()
