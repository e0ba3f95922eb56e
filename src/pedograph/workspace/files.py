"""Opening, saving and exporting, in jobs: the window never waits, and what goes wrong changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from pedograph._resources import sample_scan
from pedograph.posture.plates import recording_key
from pedograph.session.file import check_place, locked, write_session
from pedograph.session.model import Session, new_session, with_recording
from pedograph.workspace.commands import signature
from pedograph.workspace.document import Hold
from pedograph.workspace.importing import Imported, files_in, import_files, is_session
from pedograph.workspace.jobs import Progress
from pedograph.workspace.messages import Message
from pedograph.workspace.model import Workspace
from pedograph.workspace.references import first_to_show

Chooser = Callable[[Sequence[Path], Callable[[Sequence[Path]], None]], None]
"""Asks which recordings of files that hold several are wanted, and hands them on; where none is, it does not."""


def open_paths(workspace: Workspace, paths: Sequence[Path], choose: Chooser | None = None) -> None:
    """Open files, all at once: recordings join the visit, a session takes its place.

    Parameters
    ----------
    workspace : Workspace
        Where to.
    paths : sequence of Path
        Files and folders; behind a ``#`` one recording of a file that holds several.
    choose : Chooser, optional
        Who is asked which recordings of such a file are wanted; all of them are opened if nobody is.
    """
    asked = workspace.document.session

    def work(progress: Progress) -> Imported:
        return import_files(paths, asked.settings, progress)

    def done(imported: Imported) -> None:
        take_in(workspace, imported, asked)
        if not imported.several:
            return
        if choose is None:
            open_paths(workspace, imported.several)
        else:
            choose(imported.several, lambda chosen: open_paths(workspace, chosen, choose))

    workspace.run("opening", work, done)


def look_for_session(workspace: Workspace, paths: Sequence[Path], done: Callable[[bool], None]) -> None:
    """Whether a session is among files and folders, found out in a job: a disk may sleep for minutes."""

    def work(progress: Progress) -> bool:
        progress(0, 1, "looking for files")
        return any(is_session(path) for path in files_in(paths))

    workspace.run("opening", work, done)


def missing_of(paths: Sequence[str]) -> frozenset[str]:
    """Files of those opened last that are gone."""
    return frozenset(name for name in paths if not Path(name).exists())


def may_replace(workspace: Workspace, asked: Session) -> bool:
    """Whether another session may take the place of the open one: all is saved, or it is as it was when asked."""
    document = workspace.document
    return not document.dirty or document.session is asked


def take_in(workspace: Workspace, imported: Imported, asked: Session) -> None:
    """Show what was opened; what was left out is said, and changes nothing.

    Parameters
    ----------
    workspace : Workspace
        Where to.
    imported : Imported
        What was read.
    asked : Session
        The session when the person agreed that another one takes its place.
    """
    if imported.session is not None and not may_replace(workspace, asked):
        name = imported.session_path.name if imported.session_path else "the other visit"
        workspace.disk_work("releasing a file", imported.hold.release)
        workspace.messages.warn(
            f"This visit changed while {name} was being opened. Save it, and open {name} again."
        )
        return
    if imported.session is not None:
        workspace.document.open(imported.session, imported.session_path, hold=imported.hold)
        workspace.select_recording(0)
    known = _add(workspace, imported)
    if imported.recent is not None:
        workspace.messages.dismiss()
        workspace.prefer(recent=workspace.preferences.with_recent(imported.recent).recent)
    _tell(workspace, imported, known)
    _tell_of_lock(workspace, imported)


def _tell_of_lock(workspace: Workspace, imported: Imported) -> None:
    """Say who else has the session open, or whose lock was left behind."""
    hold, path = imported.hold, imported.session_path
    if path is None or imported.sentence:
        return
    if hold.owner is not None:
        workspace.messages.warn(
            f"{path.name} is open {hold.owner.sentence}; it is read-only here. Save asks for another name."
        )
    elif hold.lock is not None and hold.lock.taken_over is not None:
        workspace.messages.say(
            f"{path.name} was open {hold.lock.taken_over.sentence}, which ended without closing it. "
            "Its lock was taken over."
        )


def _tell(workspace: Workspace, imported: Imported, known: Sequence[str]) -> None:
    """Say what was left out, and which files the visit held before."""
    twice = [f"{name} is in this visit already." for name in known]
    said = [imported.sentence, *twice] if imported.sentence else twice
    if imported.sentence or len(twice) > 1:
        lines = [*imported.details.splitlines(), *twice] if len(said) > 1 else imported.details.splitlines()
        first = imported.sentence or f"{len(twice)} files are in this visit already."
        workspace.messages.warn(f"{first} {twice[0]}" if imported.sentence and twice else first, "\n".join(lines))
    elif twice:
        workspace.messages.say(twice[0])


def _add(workspace: Workspace, imported: Imported) -> tuple[str, ...]:
    """Recordings join the visit, by one change that can be taken back; names of those that it held already."""
    before = workspace.document.session
    session = before
    who, when = signature(workspace)
    known: list[str] = []
    added: list[str] = []
    for analysis, file in zip(imported.analyses, imported.files, strict=True):
        key = recording_key(analysis.recording)
        if key and key in {recording_key(item.as_read) for item in session.recordings}:
            known.append(file.name)
            continue
        added.append(file.name)
        if not session.visit.subject and analysis.recording.subject:
            session = replace(session, visit=replace(session.visit, subject=analysis.recording.subject))
        session = with_recording(session, analysis, who, when)
    if added:
        what = added[0] if len(added) == 1 else f"{len(added)} recordings"
        workspace.document.apply(f"import of {what}", session)
        workspace.select_recording(first_to_show(session, len(before.recordings)))
    return tuple(known)


def save(workspace: Workspace, path: Path, then: Callable[[], None] | None = None) -> None:
    """Write the visit into a file, and then go on; what changes while it is written is not saved yet."""
    document = workspace.document
    session, number = document.session, document.number
    who = signature(workspace)[0]

    def work(progress: Progress) -> Path:
        progress(0, 1, f"saving {path.name}")
        check_place(path)
        lock = locked(path, who)
        try:
            read = document.hold.state if document.number == number else None
            own = read is not None and read.is_at(path)
            state = write_session(session, path, lock, read if own else None)
        except BaseException:
            lock.release()
            raise
        document.hand(Hold(state, lock), number)
        return path.resolve()

    def done(written: Path) -> None:
        workspace.prefer(recent=workspace.preferences.with_recent(written).recent)
        if document.number != number:
            return  # another visit was opened meanwhile, and this file is not its own
        document.mark_saved(session, path)
        if then is None:
            return
        if document.dirty:
            workspace.messages.warn("The visit changed while it was saved, so it stays open. Save it once more.")
        else:
            then()

    workspace.run("saving", work, done, exclusive=False)


def export_table(workspace: Workspace, path: Path) -> None:
    """Write every measure of every step as CSV."""
    analyses = [item.analysis for item in workspace.document.session.recordings]

    def work(progress: Progress) -> None:
        from pedograph.exports.table import write_table

        progress(0, 1, f"writing {path.name}")
        write_table(analyses, path)

    workspace.run(
        "exporting", work, lambda _: workspace.messages.say(f"The table is in {path.name}."), exclusive=False
    )


def new_visit(workspace: Workspace) -> None:
    """Begin an empty visit."""
    workspace.document.open(new_session(), None)
    workspace.messages.dismiss()


def sample_folder() -> Path | None:
    """Where the sample scans lie: inside the package, or beside it in a checkout; else None."""
    folder = Path(str(sample_scan()))
    filled = folder.is_dir() and any(file.suffix not in (".md", "") for file in folder.iterdir())
    return folder if filled else None


@cache
def sample_walk() -> Path | None:
    """The recording that the empty application offers: a walk over a plate; None where there are no samples."""
    folder = sample_folder()
    if folder is None:
        return None
    scans = sorted(file for file in folder.iterdir() if file.is_file() and file.suffix not in (".md", ""))
    walks = [file for file in scans if "plate" in file.name or "walk" in file.name]
    rectus = [file for file in walks if "rectus" in file.name]
    return (rectus or walks or scans)[0]


def open_sample(workspace: Workspace) -> None:
    """Open the sample walk."""
    walk = sample_walk()
    if walk is None:
        workspace.messages.show(Message("The sample scans are not installed.", warning=True))
    else:
        open_paths(workspace, [walk])
