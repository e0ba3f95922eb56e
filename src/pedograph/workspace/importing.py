"""Opening files, several at once: each is read and measured, or refused with the reason, and the others go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pedograph.analysis import Analysis, analyze
from pedograph.errors import PedographError, SessionError
from pedograph.formats.recording_path import file_in_path
from pedograph.notes import Note
from pedograph.recording import PressureRecording
from pedograph.session.file_state import file_state
from pedograph.session.journal import check_code
from pedograph.session.lock import SessionInUseError, lock_session
from pedograph.session.model import Session
from pedograph.settings import AnalysisSettings
from pedograph.workspace.document import Hold
from pedograph.workspace.jobs import Progress


@dataclass(frozen=True, eq=False)
class Imported:
    """What came of opening files.

    Parameters
    ----------
    analyses : tuple of Analysis
        Recordings, measured, in the order of the files.
    files : tuple of Path
        The files they were read from.
    refused : tuple of (str, str)
        Name of each file that was left out, and the sentence that says why.
    session : Session or None
        The session among the files.
    session_path : Path or None
        Its file.
    several : tuple of Path
        The recordings of files that hold several, of which none was chosen: "walks.zip#first.lst". They were not
        read.
    hold : Hold
        What is known of the session's file, and its lock.
    recent : Path or None
        The file that was opened last, links resolved.
    """

    analyses: tuple[Analysis, ...] = ()
    files: tuple[Path, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    session: Session | None = None
    session_path: Path | None = None
    several: tuple[Path, ...] = ()
    hold: Hold = field(default_factory=Hold)
    recent: Path | None = None

    @property
    def sentence(self) -> str:
        """What to tell the person; empty where everything went well."""
        if not self.refused:
            return ""
        read = len(self.files) + (self.session is not None)
        name, why = self.refused[0]
        if read == 0 and len(self.refused) == 1:
            return f"{why} Nothing was changed."
        reason = why if why.startswith(name) else f"{name}: {why}"
        more = f" (and {len(self.refused) - 1} more)" if len(self.refused) > 1 else ""
        return f"{_files(read)} read, {len(self.refused)} left out: {reason}{more}"

    @property
    def details(self) -> str:
        """Every refusal, one a line; empty where the sentence says all."""
        return "\n".join(why for _, why in self.refused) if len(self.refused) > 1 else ""


def is_session(path: Path) -> bool:
    """Whether a file is a session, whole or damaged, by its first bytes and as no other format knows it."""
    from pedograph.formats.opened import kind_of_file

    try:
        return kind_of_file(path).is_session
    except OSError:
        return False


def import_files(paths: Sequence[Path], settings: AnalysisSettings, progress: Progress) -> Imported:
    """Read and measure recordings, and open a session where one is among the files.

    Parameters
    ----------
    paths : sequence of Path
        Files; a folder stands for the files in it.
    settings : AnalysisSettings
        How recordings are measured.
    progress : callable
        Told before each file; raises `Cancelled` to stop.
    """
    progress(0, 1, "looking for files")
    result = Imported()
    try:
        for number, path in enumerate(files := list(files_in(paths))):
            progress(number, len(files), f"reading {path.name}")
            result = _with_any(result, path, settings)
    except BaseException:
        result.hold.release()
        raise
    if not files:
        return _refusing(result, Path(paths[0]) if paths else Path(), "There is no file in this folder.")
    opened = result.session_path or (result.files[-1] if result.files else None)
    return replace(result, recent=Path(file_in_path(opened)).resolve()) if opened else result


def _with_any(result: Imported, path: Path, settings: AnalysisSettings) -> Imported:
    """With one more file, read or refused."""
    try:
        return _with_file(result, path, settings)
    except PedographError as error:
        return _refusing(result, path, error.sentence)
    except OSError as error:
        why = f"{path.name} cannot be opened: {error.strerror or error}. Check that it is still there."
        return _refusing(result, path, why)


def _with_file(result: Imported, path: Path, settings: AnalysisSettings) -> Imported:
    from pedograph.formats import open_file
    from pedograph.formats.recording_path import parts_of_path

    file, choice = parts_of_path(path)
    opened = open_file(file)
    if opened.kind.is_session and not choice:
        if result.session is not None:
            why = f"{path.name} is a second session; one visit is open at a time. Open it by itself."
            return _refusing(result, path, why)
        return _with_session(result, path)
    names = opened.contents_of(choice)
    if len(names) > 1:
        return replace(result, several=(*result.several, *(Path(f"{path}#{name}") for name in names)))
    analysis = analyze(_without_name(opened.read(choice)), settings)
    return replace(result, analyses=(*result.analyses, analysis), files=(*result.files, path))


def _with_session(result: Imported, path: Path) -> Imported:
    """With a session, read once its lock is held, so that nobody saves into it between the two."""
    from pedograph.formats import open_file
    from pedograph.session.file import open_session

    hold = _held(path)
    try:
        data = open_file(path).data
        session = open_session(path, data)
        hold = replace(hold, state=file_state(path, data))
    except BaseException:
        hold.release()
        raise
    return replace(result, session=session, session_path=path, hold=hold)


def _held(path: Path) -> Hold:
    try:
        return Hold(lock=lock_session(path))
    except SessionInUseError as error:
        return Hold(owner=error.owner)
    except OSError:
        return Hold()  # nothing can be written beside it, which saving it will say


def _without_name(recording: PressureRecording) -> PressureRecording:
    """The recording without what its file calls the person, where that is no code."""
    try:
        check_code(recording.subject or "-")
    except SessionError:
        note = Note("name_left_out", "The file names the person; the name was left out. Give the person a code.")
        source = replace(recording.source, notes=(*recording.source.notes, note))
        return recording.with_metadata(source, subject="")
    return recording


def _refusing(result: Imported, path: Path, why: str) -> Imported:
    return replace(result, refused=(*result.refused, (path.name, why)))


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The files, and those in folders among them."""
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.is_file())
            yield from (file for file in inside if not file.name.startswith(".") and file.suffix != ".md")
        else:
            yield path


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
