"""Jobs: what takes long runs in a thread, tells how far it is, can be cancelled, answers on the main thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from psygnal import Signal

from pedograph.errors import PedographError

Result = TypeVar("Result")
Dispatch = Callable[[Callable[[], None]], None]
"""Runs a callable on the main thread, soon; may be called from any thread."""


class Cancelled(Exception):
    """Raised inside a job that was cancelled, to leave it."""


class Progress(Protocol):
    """How a job tells how far it is; raises `Cancelled` where it is to stop."""

    def __call__(self, done: int, total: int, text: str) -> None:
        """Say that so many parts of so many are done, and which is next."""


@dataclass(eq=False)
class Job(Generic[Result]):
    """One piece of work.

    Parameters
    ----------
    name : str
        What is being done ("reading").
    work : callable
        ``work(progress)``; runs in a thread of its own and touches nothing that is shown.
    done : callable
        Takes the result, on the main thread.
    failed : callable
        Takes the exception, on the main thread.
    exclusive : bool
        Whether the session must not change while it runs.
    by_hand : bool
        Whether it makes a change that a person asked for, which must not be lost.
    """

    name: str
    work: Callable[[Progress], Result]
    done: Callable[[Result], None]
    failed: Callable[[Exception], None]
    exclusive: bool = True
    text: str = ""
    completed: int = 0
    total: int = 0
    by_hand: bool = False
    _cancel: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask it to stop; it does so the next time it tells its progress."""
        self._cancel.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancel.is_set()


class JobRunner:
    """Runs jobs one after another, in the order in which they were given.

    Parameters
    ----------
    dispatch : callable
        Brings a callable to the main thread.
    """

    changed = Signal()
    """The running job, or its progress, is another."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._waiting: list[Job[Any]] = []
        self._current: Job[Any] | None = None
        self._threads: list[threading.Thread] = []

    @property
    def current(self) -> Job[Any] | None:
        """The job that runs."""
        return self._current

    @property
    def busy(self) -> bool:
        """Whether a job runs that what is shown depends on."""
        return self._current is not None and self._current.exclusive

    @property
    def changing(self) -> bool:
        """Whether a change that a person asked for is still worked on, or waits for its turn."""
        jobs = (self._current, *self._waiting)
        return any(job is not None and job.by_hand for job in jobs)

    def start(self, job: Job[Any]) -> None:
        """Run a job as soon as those before it have ended. Call it on the main thread."""
        self._waiting.append(job)
        self._next()

    def cancel(self) -> None:
        """End the running job and forget those that wait; saving and writing go on.

        The job ends at once: it is asked to stop, and whatever it brings home later is left where it is. A reader
        that does not look whether it is to stop then holds up nobody.
        """
        self._waiting = [job for job in self._waiting if not job.exclusive]
        job = self._current
        if job is not None and job.exclusive:
            job.cancel()
            self._ended(job)

    def wait(self, seconds: float) -> None:
        """Wait until no job's thread runs, not even one that was cancelled; answers may be on their way."""
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0.0))

    def _next(self) -> None:
        if self._current is None and self._waiting:
            self._current = self._waiting.pop(0)
            thread = threading.Thread(
                target=self._run, args=(self._current,), name=self._current.name, daemon=True
            )
            self._threads = [*(other for other in self._threads if other.is_alive()), thread]
            thread.start()
            self.changed.emit()

    def _run(self, job: Job[Any]) -> None:
        """In the thread: work, then bring the answer home."""

        def progress(done: int, total: int, text: str) -> None:
            if job.cancelled:
                raise Cancelled
            self._dispatch(lambda: self._tell(job, done, total, text))

        try:
            result = job.work(progress)
        except Cancelled:
            self._dispatch(lambda: self._ended(job))
        except Exception as error:  # noqa: BLE001 - whatever went wrong is told on the main thread
            problem = error
            self._dispatch(lambda: self._finish(job, lambda: job.failed(problem)))
        else:
            self._dispatch(lambda: self._finish(job, lambda: self._deliver(job, result)))

    def _tell(self, job: Job[Any], done: int, total: int, text: str) -> None:
        job.completed, job.total, job.text = done, total, text
        if job is self._current:
            self.changed.emit()

    def _finish(self, job: Job[Any], answer: Callable[[], None]) -> None:
        self._ended(job)
        if not job.cancelled:
            answer()

    def _deliver(self, job: Job[Any], result: Any) -> None:
        """Hand the result over; what is refused then is said as if the work had failed."""
        try:
            job.done(result)
        except PedographError as error:
            job.failed(error)

    def _ended(self, job: Job[Any]) -> None:
        """Go on with the next job, unless that was done when this one was cancelled."""
        if job is self._current:
            self._current = None
            self.changed.emit()
            self._next()
