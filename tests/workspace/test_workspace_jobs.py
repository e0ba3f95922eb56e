"""Jobs run one after another, can be cancelled, and answer through the dispatcher only."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

import pytest

from pedograph.workspace.jobs import Job, JobRunner, Progress

PATIENCE = 20.0


class Main:
    """Stands for the main thread."""

    def __init__(self) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.runner = JobRunner(self.calls.put)
        self.results: list[object] = []
        self.errors: list[Exception] = []

    def job(self, work: Callable[[Progress], object], exclusive: bool = True) -> Job[object]:
        return Job("working", work, self.results.append, self.errors.append, exclusive)

    def settle(self) -> None:
        while self.runner.current is not None:
            self.calls.get(timeout=PATIENCE)()


@pytest.fixture
def main() -> Main:
    return Main()


def test_work_is_done_elsewhere_and_answers_here(main: Main) -> None:
    main.runner.start(main.job(lambda progress: threading.current_thread()))
    assert main.runner.busy
    main.settle()
    assert main.results != [threading.current_thread()]
    assert main.runner.current is None


def test_progress_is_told(main: Main) -> None:
    seen: list[tuple[int, int, str]] = []

    def tell() -> None:
        job = main.runner.current
        if job is not None:
            seen.append((job.completed, job.total, job.text))

    main.runner.changed.connect(tell)

    def work(progress: Progress) -> None:
        progress(1, 3, "second file")

    main.runner.start(main.job(work))
    main.settle()
    assert (1, 3, "second file") in seen


def test_jobs_wait_for_each_other(main: Main) -> None:
    gate = threading.Event()
    main.runner.start(main.job(lambda progress: gate.wait(PATIENCE) and "first"))
    main.runner.start(main.job(lambda progress: "second", exclusive=False))
    assert main.runner.busy
    gate.set()
    main.settle()
    assert main.results == ["first", "second"]


def test_a_cancelled_job_answers_nothing_and_those_that_wait_are_forgotten(main: Main) -> None:
    begun, gate = threading.Event(), threading.Event()

    def work(progress: Progress) -> str:
        begun.set()
        gate.wait(PATIENCE)
        progress(1, 2, "next")
        return "never"

    main.runner.start(main.job(work))
    main.runner.start(main.job(lambda progress: "neither"))
    begun.wait(PATIENCE)
    main.runner.cancel()
    gate.set()
    main.settle()
    assert (main.results, main.errors) == ([], [])


def test_an_error_is_handed_over(main: Main) -> None:
    def work(progress: Progress) -> None:
        raise ValueError("no")

    main.runner.start(main.job(work))
    main.settle()
    assert [str(error) for error in main.errors] == ["no"]
    assert main.results == []
