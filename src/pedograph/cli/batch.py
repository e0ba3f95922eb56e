"""Many recordings, each analysed on its own: in this process, or in several at a time."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Final

from pedograph.analysis import Analysis
from pedograph.cli.stored_recordings import analysed_as_stored, opened_file, subject_of_visit
from pedograph.cli.text import analysis_as_text
from pedograph.errors import PedographError, ReadError
from pedograph.exports import failed_text, table_texts
from pedograph.formats.model import SESSION
from pedograph.formats.pedograph.metadata import as_first_read
from pedograph.formats.recording_path import names_in_path, parts_of_path
from pedograph.privacy.deidentify import public_file_name, public_text
from pedograph.session import SessionRecording
from pedograph.session.journal import check_code
from pedograph.settings import AnalysisSettings

_AHEAD: Final = 4
"""Recordings that wait or are done ahead of the one whose turn it is, for each process."""
_COARSE: Final = "coarse_cells"
_WHY_NO_STEP: Final = ("no_footstep", "no_step", "no_load")
"""Keys of the notes that tell why a recording gave no footstep."""


@dataclass(frozen=True)
class Job:
    """One recording to be analysed.

    Parameters
    ----------
    number : int
        Its place in the order given, from 0.
    file : str
        What `pedograph.formats.read` takes.
    settings : AnalysisSettings
        How.
    subject : str
        Subject ID.
    tables : tuple of str
        Tables of `pedograph.exports.TABLES` whose rows are wanted.
    as_text, whole : bool
        Whether the measures as text, and the analysis itself, are wanted.
    origin : bool
        Whether a recording from a session is to name the file from which it first came.
    """

    number: int
    file: str
    settings: AnalysisSettings
    subject: str = ""
    tables: tuple[str, ...] = ()
    as_text: bool = False
    whole: bool = False
    origin: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a job.

    Parameters
    ----------
    failure, failure_in_full : str
        Why there is nothing, in a sentence and with all details; empty where there is.
    failed_file, failed_reason : str
        The file and that sentence as they may be handed on: without names of persons that names of files hold.
    rows : mapping of str to str
        CSV without heads, by table; of a failure, its row among the recordings.
    text : str
        The measures as text.
    too_coarse : tuple of str
        Sentences on regions that the plate cannot carry.
    item : SessionRecording or None
        The analysis, and what of it was set by hand, where it was wanted.
    """

    failure: str = ""
    failure_in_full: str = ""
    failed_file: str = ""
    failed_reason: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    too_coarse: tuple[str, ...] = ()
    item: SessionRecording | None = None


def outcomes(jobs: Iterable[Job], processes: int) -> Iterator[Outcome]:
    """What comes of each job, in their order.

    Parameters
    ----------
    jobs : iterable of Job
        Taken a few at a time, so that there may be any number.
    processes : int
        How many recordings are analysed at a time; 1 does all in this process.
    """
    return map(analysed, jobs) if processes == 1 else _in_processes(iter(jobs), processes)


def analysed(job: Job) -> Outcome:
    """What comes of one job; whatever goes wrong with its recording is told and goes no further."""
    name = _called(job)
    try:
        return _analysed(job)
    except ReadError as error:
        return _failed(job, error.sentence, str(error))
    except PedographError as error:
        return _failed(job, f"{name}: {error.sentence}")
    except Exception as error:  # noqa: BLE001 - a fault that one recording meets must not cost the others
        return _failed(job, f"{name}: a fault of Pedograph, please report it: {_fault(error)}.")


def _analysed(job: Job) -> Outcome:
    item = _item(job)
    analysis = item.analysis
    if not analysis.steps:
        sentence = f"{_called(job)}: {_why_no_step(analysis)}"
        return _failed(job, sentence, file=analysis.recording.source.file)
    return Outcome(
        rows=table_texts(job.number, analysis, job.tables),
        text=analysis_as_text(analysis) if job.as_text else "",
        too_coarse=tuple(note.sentence for note in analysis.quality if note.key == _COARSE),
        item=item if job.whole else None,
    )


def _item(job: Job) -> SessionRecording:
    """What is measured: of the person that is named, or else of whom its session names by a code."""
    file, choice = parts_of_path(job.file)
    opened = opened_file(file)
    recording = opened.read(choice)
    subject = job.subject
    if recording.source.format == SESSION:
        subject = subject or recording.subject or subject_of_visit(opened, choice)
        check_code(subject)
        recording = as_first_read(recording) if job.origin else recording
    return analysed_as_stored(recording.with_metadata(subject=subject), job.settings, opened, choice)


def _called(job: Job) -> str:
    """The recording's file, and the recording in it, by their own names: a person looks for them by these."""
    file, choice = names_in_path(job.file)
    return f"{file}#{choice}" if choice else file


def _failed(job: Job, sentence: str, in_full: str = "", file: str = "") -> Outcome:
    """What is told and, for tables and JSON, what may be handed on."""
    called = _called(job)
    known = file or public_file_name(called)
    name, choice = names_in_path(job.file)
    told = public_text(sentence.replace(called, known), (name, choice, Path(choice).name))
    wanted = "recordings" in job.tables
    rows = {"recordings": failed_text(job.number, known, told)} if wanted else {}
    return Outcome(sentence, in_full or sentence, known, told, rows)


def _fault(error: Exception) -> str:
    """An error that nobody foresaw, with the place in the program."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" in {Path(place.tb_frame.f_code.co_filename).name}, line {place.tb_lineno}" if place else ""
    return f"{type(error).__name__} ({error}){where}"


def _why_no_step(analysis: Analysis) -> str:
    """The notes that tell why a recording gave no footstep."""
    telling = [note.sentence for note in analysis.quality if note.key in _WHY_NO_STEP]
    return " ".join(telling) or "no footstep was found."


def _in_processes(jobs: Iterator[Job], processes: int) -> Iterator[Outcome]:
    pool = _pool(processes)
    taken: deque[Job] = deque()
    begun: deque[Future[Outcome]] = deque()
    try:
        while True:
            try:
                for job in islice(jobs, _AHEAD * processes - len(taken)):
                    taken.append(job)
                    begun.append(pool.submit(analysed, job))
                if not taken:
                    return
                outcome = begun[0].result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                yield from map(_alone, taken)
                taken.clear()
                begun.clear()
                pool = _pool(processes)
                continue
            taken.popleft()
            begun.popleft()
            yield outcome
    finally:
        if isinstance(sys.exc_info()[1], SystemExit):
            _terminate(pool)  # told to end: what is being analysed is not waited for
        pool.shutdown(cancel_futures=True)


def _terminate(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):
        process.terminate()


def _pool(processes: int) -> ProcessPoolExecutor:
    # Each process has a core to itself; threads of its linear algebra would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return ProcessPoolExecutor(processes, get_context("spawn"), _end_with_parent)


def _end_with_parent() -> None:
    """Have this process end as soon as the one that began it has, however that ended."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_wait_and_end, args=(parent,), name="watching the parent", daemon=True).start()


def _wait_and_end(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _alone(job: Job) -> Outcome:
    """A job that was at hand when a process died, in a process of its own, to tell whether it was the one."""
    with _pool(1) as pool:
        try:
            return pool.submit(analysed, job).result()
        except BrokenProcessPool:
            return _failed(job, f"{_called(job)}: the process died over it, perhaps for want of memory.")
