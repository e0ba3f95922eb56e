"""``pedograph analyze``: files in; measures as text, JSON, a table or a session out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

import pedograph
from pedograph.analysis import Analysis, analyze
from pedograph.cli.text import analysis_as_text
from pedograph.errors import PedographError, ReadError, SettingsError
from pedograph.exports import analyses_as_json, write_table
from pedograph.formats import read, recordings_in
from pedograph.replacing import replace_file
from pedograph.session import Session, findings_of, new_session, now, save_session, with_recording
from pedograph.settings import REGION_SCHEMES, AnalysisSettings

OUT = click.Path(path_type=Path, dir_okay=False)


@click.command("analyze")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--json", "json_out", metavar="OUT", help="Write everything as JSON to a file, or to the screen with -."
)
@click.option("--session", "session_out", type=OUT, help="Write a session (HDF5) with the raw frames.")
@click.option(
    "--table", "table_out", type=OUT, help="Write a tidy table (CSV): a row for each measure and region."
)
@click.option("--settings", "settings_file", type=OUT, help="Take thresholds and choices from a TOML file.")
@click.option("--threshold", type=float, metavar="KPA", help="Contact threshold; 0 takes what the device reports.")
@click.option("--regions", type=click.Choice(REGION_SCHEMES), help="Scheme of regions in table and JSON.")
@click.option("--subject", default="", help="Code of the person, never a name.")
def analyze_command(
    files: Sequence[Path],
    json_out: str | None,
    session_out: Path | None,
    table_out: Path | None,
    settings_file: Path | None,
    threshold: float | None,
    regions: str | None,
    subject: str,
) -> None:
    """Measure the footsteps in vendors' FILES.

    Without an option the measures are shown as text. A file that cannot be read, or that holds no footstep, is
    named with the reason; the others go on, and the exit status is 2. `pedograph measures` explains the measures,
    `pedograph measures --csv` the columns and rows of the table.
    """
    settings = _settings(settings_file, threshold, regions)
    analyses, failures = _analyse(files, settings, subject)
    session = _session(analyses, settings, subject)
    if json_out:
        _write_json(session, json_out)
    if table_out and analyses:
        click.echo(f"Table written: {write_table(analyses, table_out)}", err=True)
    if session_out and analyses:
        click.echo(f"Session written: {save_session(session, session_out)}", err=True)
    if not (json_out or table_out or session_out):
        for analysis in analyses:
            click.echo(analysis_as_text(analysis))
    for failure in failures:
        click.echo(f"pedograph: {failure}", err=True)
    if failures:
        if len(files) > 1:
            click.echo(f"{len(files) - len(failures)} of {len(files)} files analysed.", err=True)
        raise SystemExit(2)


def _settings(file: Path | None, threshold: float | None, regions: str | None) -> AnalysisSettings:
    settings = AnalysisSettings()
    if file is not None:
        try:
            settings = AnalysisSettings.from_toml(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise SettingsError(f"{file.name} is not a text file, so it cannot hold settings.") from error
        except FileNotFoundError as error:
            raise SettingsError(f"there is no settings file {file}.") from error
    changes = {"contact_threshold": threshold, "region_scheme": regions}
    return settings.with_changes(**{name: value for name, value in changes.items() if value is not None})


def _analyse(files: Sequence[Path], settings: AnalysisSettings, subject: str) -> tuple[list[Analysis], list[str]]:
    """Analyses of what could be read, and a sentence for each file that gave no footstep."""
    analyses: list[Analysis] = []
    failures: list[str] = []
    for file in (part for whole in files for part in _parts(whole)):
        try:
            analysis = analyze(replace(read(file), subject=subject), settings)
        except ReadError as error:
            failures.append(str(error) if len(files) == 1 else error.sentence)
            continue
        except PedographError as error:
            failures.append(f"{Path(file).name}: {error.sentence}")
            continue
        if analysis.steps:
            analyses.append(analysis)
        else:
            failures.append(f"{Path(file).name}: {_why_no_step(analysis)}")
    return analyses, failures


def _parts(file: Path) -> list[str]:
    """The file, or each recording in a file of several, as `read` takes it."""
    try:
        names = recordings_in(file)
    except ReadError:
        names = ()  # reading it will say what is wrong
    return [f"{file}#{name}" for name in names] or [str(file)]


def _why_no_step(analysis: Analysis) -> str:
    """The notes that tell why a recording gave no footstep."""
    telling = [note for note in analysis.quality if "footstep" in note or "touched" in note]
    return " ".join(telling) or "no footstep was found."


def _session(analyses: Sequence[Analysis], settings: AnalysisSettings, subject: str) -> Session:
    session = new_session(subject, settings=settings)
    for analysis in analyses:
        session = with_recording(session, analysis, "", now())
    return session


def _write_json(session: Session, place: str) -> None:
    findings = [finding.to_dict() for finding in findings_of(session).applies]
    analyses = [recording.analysis for recording in session.recordings]
    document = analyses_as_json(analyses, session.settings, findings, pedograph.__version__)
    text = json.dumps(document, indent=1, allow_nan=False, ensure_ascii=False) + "\n"
    if place == "-":
        click.echo(text, nl=False)
    else:
        click.echo(f"JSON written: {replace_file(Path(place), text.encode())}", err=True)
