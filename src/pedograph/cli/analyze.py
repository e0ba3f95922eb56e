"""``pedograph analyze``: files in; measures as text, JSON, tables or a session out."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

import pedograph
from pedograph._platform.atomic_write import replace_file
from pedograph._platform.regular_file import regular_text
from pedograph.cli.batch import Job, Outcome, outcomes
from pedograph.cli.output_paths import Output, check_new, check_outputs
from pedograph.cli.stored_recordings import recordings_of
from pedograph.cli.subjects import Subject, Subjects, read_subjects
from pedograph.errors import SettingsError
from pedograph.exports import COLUMNS, TABLES, TableFolder, analyses_as_json
from pedograph.exports.streaming import GrowingTable
from pedograph.exports.table import csv_head
from pedograph.formats.opened import kind_of_file
from pedograph.session import (
    Session,
    SessionRecording,
    findings_of,
    new_session,
    now,
    save_session,
    with_recording,
)
from pedograph.settings import REGION_SCHEMES, AnalysisSettings
from pedograph.workspace.importing import files_in

OUT = click.Path(path_type=Path, dir_okay=False)
_EXAMPLES = """\b
Examples:
  pedograph analyze walk.lst
  pedograph analyze walk.lst --regions seven --body-mass 70 --json -
  pedograph analyze study/*.zip --tables results --no-errors --jobs 8
"""


@dataclass(frozen=True)
class Wanted:
    """What is to be written, and where; nothing of it: the measures are shown.

    Parameters
    ----------
    json, table, tables, session : str or Path, optional
        As the options of the command.
    """

    json: str | None = None
    table: Path | None = None
    tables: Path | None = None
    session: Path | None = None

    @property
    def outputs(self) -> list[Output]:
        """Every file that is going to be written."""
        files = [("--json", Path(self.json) if self.json and self.json != "-" else None)]
        files += [("--session", self.session)]
        found = [Output(path, option) for option, path in files if path is not None]
        if self.table:
            found.append(Output(self.table, "--table", csv_head(COLUMNS)))
        if self.tables:
            heads = {name: csv_head(table.columns) for name, table in TABLES.items()}
            heads |= dict.fromkeys(("measures_explained", "columns_explained"), "")
            found += [Output(self.tables / f"{name}.csv", "--tables", head) for name, head in heads.items()]
        return found

    @property
    def nothing(self) -> bool:
        """Whether the measures are to be shown instead."""
        return not (self.json or self.table or self.tables or self.session)

    @property
    def whole(self) -> bool:
        """Whether all analyses are needed together."""
        return bool(self.json or self.session)

    @property
    def rows(self) -> tuple[str, ...]:
        """Tables whose rows are needed."""
        return tuple(TABLES) if self.tables else ("measures",) if self.table else ()


@dataclass
class Done:
    """What came of all recordings."""

    count: int = 0
    items: list[SessionRecording] = field(default_factory=list)
    failures: list[Outcome] = field(default_factory=list)
    too_coarse: Counter[str] = field(default_factory=Counter)


Decorator = Callable[[Callable[..., None]], Callable[..., None]]
_OUTPUTS = (
    click.option(
        "--json", "json_out", metavar="OUT", help="Write everything as JSON to a file, or to the screen with -."
    ),
    click.option("--session", "session_out", type=OUT, help="Write a session (HDF5) with the raw frames."),
    click.option(
        "--replace",
        "replace_out",
        is_flag=True,
        help="Let --session write over a session that is there, and --table and --tables over any table.",
    ),
    click.option(
        "--table",
        "table_out",
        type=OUT,
        help="Write one tidy table (CSV): a row for each measure of each step and region.",
    ),
    click.option(
        "--tables",
        "tables_out",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="FOLDER",
        help="Write all there is as tidy tables (CSV) into a folder: recordings, steps, measures, walk, standing, "
        "summary, and what their columns and measures mean. A study of any size fits through.",
    ),
)
"""Options of what is written, in the order of the help."""
_SETTINGS = (
    click.option("--settings", "settings_file", type=OUT, help="Take thresholds and choices from a TOML file."),
    click.option("--threshold", type=float, metavar="KPA", help="Contact threshold; 0: what the device reports."),
    click.option(
        "--regions",
        "--scheme",
        "regions",
        type=click.Choice(REGION_SCHEMES),
        help="Scheme of regions in tables and JSON; where the cells are too large for it, seven are given, and "
        "it is said.",
    ),
    click.option("--body-mass", type=float, metavar="KG", help="Give forces as shares of body weight as well."),
    click.option("--no-errors", is_flag=True, help="Leave out the uncertainties: several times as fast."),
)
"""Options of how it is measured."""


def _options(options: Sequence[Decorator]) -> Decorator:
    """All of some options as one decorator."""

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


@click.command("analyze", epilog=_EXAMPLES)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_options(_OUTPUTS)
@_options(_SETTINGS)
@click.option("--subject", default="", help="Patient or subject ID, never a name.")
@click.option(
    "--subjects",
    "subjects_file",
    type=OUT,
    metavar="TABLE",
    help="Take the person of each file from a CSV with the columns file, subject and, if known, body_mass (kg).",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Recordings analysed at a time; as many as there are cores if not given. What is written is the same.",
)
def analyze_command(
    files: Sequence[Path],
    json_out: str | None,
    session_out: Path | None,
    replace_out: bool,
    table_out: Path | None,
    tables_out: Path | None,
    settings_file: Path | None,
    threshold: float | None,
    regions: str | None,
    body_mass: float | None,
    no_errors: bool,
    subject: str,
    subjects_file: Path | None,
    jobs: int | None,
) -> None:
    """Measure the footsteps in vendors' FILES.

    Without an option the measures are shown as text. A file that cannot be read, or that holds no footstep, is
    named with the reason; the others go on, and the exit status is 2. Of a folder, the recordings in it are taken,
    not those in folders of its own. `pedograph measures` explains the measures,
    `pedograph measures --csv` the rows of the tables.
    """
    settings = _settings(settings_file, threshold, regions, body_mass, no_errors)
    new_session(subject)  # a code that is none is refused before the work, not after it, and so is a place
    wanted = Wanted(json_out, table_out, tables_out, session_out)
    files = _in_folders(files, wanted)
    read = [*files, *(file for file in (settings_file, subjects_file) if file)]
    check_outputs(wanted.outputs, read, replace_out)
    if session_out:
        check_new(Output(session_out, "--session"), replace_out)
    subjects = _subjects(subjects_file, subject, files, wanted)
    if len(subjects.masses) == 1:  # what holds for all of them is said of all together, too
        settings = Subject(body_mass=subjects.masses.pop()).settings(settings)
    with _progress(files, wanted) as shown:
        done = _analyse(_jobs(shown, settings, subjects, wanted), wanted, _processes(jobs, files))
    _write(done, wanted, settings, subject)
    _tell(done, wanted)


def _settings(
    file: Path | None, threshold: float | None, regions: str | None, body_mass: float | None, no_errors: bool
) -> AnalysisSettings:
    settings = AnalysisSettings()
    if file is not None:
        try:
            settings = AnalysisSettings.from_toml(regular_text(file))
        except UnicodeDecodeError as error:
            raise SettingsError(f"{file.name} is not a text file, so it cannot hold settings.") from error
        except FileNotFoundError as error:
            raise SettingsError(f"there is no settings file {file}.") from error
    changes = {
        "contact_threshold": threshold,
        "region_scheme": regions,
        "body_mass": body_mass,
        "uncertainties": False if no_errors else None,
    }
    return settings.with_changes(**{name: value for name, value in changes.items() if value is not None})


def _in_folders(files: Sequence[Path], wanted: Wanted) -> list[Path]:
    """The files, and of folders among them the recordings in them, but for what is going to be written.

    Raises
    ------
    SettingsError
        If a folder holds no recording.
    """
    written = {os.path.realpath(output.path) for output in wanted.outputs}
    found: list[Path] = []
    for place in files:
        if not place.is_dir():
            found.append(place)
            continue
        inside = [file for file in files_in([place]) if os.path.realpath(file) not in written]
        known = [file for file in inside if kind_of_file(file).key]
        if not known:
            raise SettingsError(f"there is no recording in the folder {place}; folders in it are not looked into.")
        found += known
        others = ", ".join(file.name for file in inside if file not in known)
        if others:
            click.echo(f"pedograph: {place}: no recordings and passed over: {others}.", err=True)
    return found


def _subjects(table: Path | None, subject: str, files: Sequence[Path], wanted: Wanted) -> Subjects:
    """Who walked in the files, as the options say."""
    if table is None:
        return Subjects(Subject(subject))
    if subject:
        raise SettingsError("--subject is for one person, --subjects for several; only one of them can be given.")
    subjects = read_subjects(table, files, recordings_of)
    if wanted.session and len(subjects.masses) > 1:
        raise SettingsError("a session has one body mass, and the table of --subjects has several; use --tables.")
    if subjects.unused:
        click.echo(f"pedograph: {table.name}: not used: {', '.join(subjects.unused)}.", err=True)
    return subjects


def _processes(asked: int | None, files: Sequence[Path]) -> int:
    """As many as asked for; else one a core, and one for a single recording, which starts at once."""
    if asked is not None:
        return asked
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(cores, len(files) if len(files) > 1 else len(recordings_of(files[0])))


def _progress(files: Sequence[Path], wanted: Wanted) -> AbstractContextManager[Iterable[Path]]:
    """The files, and on a screen how many of them are done; shown measures are progress enough."""
    hidden = len(files) == 1 or wanted.nothing or not sys.stderr.isatty()
    return click.progressbar(files, label="Analysing", show_pos=True, file=sys.stderr, hidden=hidden)


def _jobs(files: Iterable[Path], settings: AnalysisSettings, subjects: Subjects, wanted: Wanted) -> Iterator[Job]:
    """A job for each recording in the files."""
    parts = ((part, subjects.of(file, part)) for file in files for part in recordings_of(file))
    outputs = (wanted.rows, wanted.nothing, wanted.whole, bool(wanted.session))
    for number, (part, person) in enumerate(parts):
        yield Job(number, part, person.settings(settings), person.code, *outputs)


def _analyse(jobs: Iterable[Job], wanted: Wanted, processes: int) -> Done:
    """Everything analysed, and rows and text written as they come."""
    done = Done()
    with ExitStack() as stack:
        table = stack.enter_context(GrowingTable(wanted.table, csv_head(COLUMNS))) if wanted.table else None
        folder = stack.enter_context(TableFolder(wanted.tables)) if wanted.tables else None
        for outcome in outcomes(jobs, processes):
            done.count += 1
            if folder:
                folder.add(outcome.rows)
            if outcome.failure:
                done.failures.append(outcome)
                continue
            if table:
                table.add(outcome.rows["measures"])
            if wanted.nothing:
                click.echo(outcome.text)
            if outcome.item is not None:
                done.items.append(outcome.item)
            done.too_coarse.update(outcome.too_coarse)
        if table and len(done.failures) == done.count:
            table.discard()
    return done


def _write(done: Done, wanted: Wanted, settings: AnalysisSettings, subject: str) -> None:
    """What needs all analyses together, and where everything was put."""
    some = len(done.failures) < done.count
    if wanted.whole:
        session = _session(done.items, settings, subject)
        if wanted.json:
            _write_json(session, done.failures, wanted.json)
        if wanted.session and some:
            click.echo(f"Session written: {save_session(session, wanted.session)}", err=True)
    if wanted.table and some:
        click.echo(f"Table written: {wanted.table}", err=True)
    if wanted.tables and some:
        click.echo(f"Tables written: {wanted.tables}", err=True)
    elif wanted.tables:
        click.echo(f"Nothing was measured; {wanted.tables / 'recordings.csv'} says why.", err=True)


def _tell(done: Done, wanted: Wanted) -> None:
    """Say what a person has to know, and end with a status of 2 if something failed."""
    for sentence, count in done.too_coarse.items() if not wanted.nothing else ():
        recordings = "1 recording" if count == 1 else f"{count} recordings"
        click.echo(f"pedograph: {sentence} This holds for {recordings}.", err=True)
    for one in done.failures:
        click.echo(f"pedograph: {one.failure_in_full if done.count == 1 else one.failure}", err=True)
    if done.failures:
        if done.count > 1:
            click.echo(f"{done.count - len(done.failures)} of {done.count} files analysed.", err=True)
        raise SystemExit(2)


def _session(items: Sequence[SessionRecording], settings: AnalysisSettings, subject: str) -> Session:
    codes = {item.recording.subject for item in items}
    session = new_session(subject or (codes.pop() if len(codes) == 1 else ""), settings=settings)
    for item in items:
        session = with_recording(session, item, "", now())
    return session


def _write_json(session: Session, failures: Iterable[Outcome], place: str) -> None:
    analyses = [recording.analysis for recording in session.recordings]
    failed = [{"file": one.failed_file, "reason": one.failed_reason} for one in failures]
    findings = list(_findings(session))
    document = analyses_as_json(analyses, session.settings, findings, pedograph.__version__, failed)
    text = json.dumps(document, indent=1, allow_nan=False, ensure_ascii=False) + "\n"
    if place == "-":
        click.echo(text, nl=False)
    else:
        click.echo(f"JSON written: {replace_file(Path(place), text.encode())}", err=True)


def _findings(session: Session) -> Iterator[dict[str, Any]]:
    """What the rules say of each person, apart from the others."""
    for code in dict.fromkeys(item.recording.subject for item in session.recordings):
        own = tuple(item for item in session.recordings if item.recording.subject == code)
        found = findings_of(replace(session, recordings=own)).applies
        yield from ({"subject": code, **finding.to_dict()} for finding in found)
