"""``pedograph info``, ``convert`` and ``deidentify``: what is in a file, and copies of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from pedograph.cli.output_paths import Output, check_copy
from pedograph.cli.stored_recordings import analysed_as_stored, opened_file
from pedograph.errors import PedographError, ReadError, SettingsError
from pedograph.formats import list_formats, open_file, read, write
from pedograph.formats.deidentified_copy import write_deidentified
from pedograph.formats.recording_path import file_in_path, parts_of_path
from pedograph.formats.roundtrip_loss import lost_facts, lost_fields
from pedograph.formats.writing import format_by_name
from pedograph.import_correction import Origin, import_card
from pedograph.privacy.deidentify import public_file_name
from pedograph.recording import PressureRecording
from pedograph.settings import AnalysisSettings

PATH = click.Path(path_type=Path)


@click.command("info")
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--body-mass", type=float, metavar="KG", help="Hold the forces against this body mass.")
def info_command(files: tuple[Path, ...], body_mass: float | None) -> None:
    """Show how FILES are read: unit, cells, times, orientation, and what was assumed.

    A file that cannot be read is named with the reason; the others go on, and the exit status is 2.
    """
    failed = False
    for file in files:
        try:
            place, choice = parts_of_path(file)
            opened = opened_file(place)
            item = analysed_as_stored(opened.read(choice), AnalysisSettings(), opened, choice)
        except PedographError as error:
            click.echo(f"pedograph: {error if len(files) == 1 else _named(file, error)}", err=True)
            failed = True
            continue
        analysis = item.analysis
        for line in import_card(analysis, body_mass):
            origin = "" if line.origin is Origin.FILE else f"  [{line.origin.value}]"
            click.echo(f"{line.name:<18} {line.value}{origin}")
        whole = len(analysis.complete_steps)
        click.echo(f"{'Footsteps':<18} {len(analysis.steps)} found, {whole} whole  [{Origin.MEASURED.value}]")
        for note in analysis.quality:
            click.echo(f"  - {note}")
        click.echo()
    if failed:
        raise SystemExit(2)


def _named(file: Path, error: PedographError) -> str:
    """Why a file cannot be shown, in one sentence with its name."""
    return error.sentence if isinstance(error, ReadError) else f"{file.name}: {error.sentence}"


@click.command("convert")
@click.argument("source", metavar="IN", type=PATH)
@click.argument("target", metavar="OUT", type=PATH)
@click.option("--format", "format_key", help="Key of OUT's format; by its ending if not given.")
@click.option("--replace", "replace_out", is_flag=True, help="Write over OUT if it is there.")
def convert_command(source: Path, target: Path, format_key: str | None, replace_out: bool) -> None:
    """Write the recording in IN as another format.

    OUT ending in .zip or .gz is written as such an archive. What its format cannot keep is said.
    """
    check_copy(Output(target, "OUT"), source, replace_out)
    key = format_key or _format_of(target)
    recording = read(source)
    write(recording, target, key)
    click.echo(f"Written: {target} ({key})")
    lost = lost_facts(recording, read(target)) if target.is_file() else ()  # a pipe cannot be read again
    if lost:
        click.echo(f"pedograph: {target.name} does not keep everything. Left out:", err=True)
        click.echo("\n".join(f"  - {clause}" for clause in lost), err=True)


def _format_of(target: Path) -> str:
    try:
        return format_by_name(target)
    except SettingsError as error:
        raise SettingsError(f"{error.sentence.rstrip('.')} (with --format).") from error


@click.command("deidentify")
@click.argument("source", metavar="IN", type=PATH)
@click.argument("target", metavar="[OUT]", required=False, type=PATH)
@click.option("--replace", "replace_out", is_flag=True, help="Write over OUT if it is there.")
def deidentify_command(source: Path, target: Path | None, replace_out: bool) -> None:
    """Write a copy of IN that does not tell who was recorded.

    The frames stay the same to the format's own precision; the header keeps only what the measurement needs.
    A copy that would give other measures than IN is not written.
    Without OUT the copy is placed beside IN, under IN's name without what looks like a name or a date. Not every
    name can be recognised, so check it. If OUT ends in .zip or .gz, an archive is written; if OUT is a folder, the
    copy is placed in it.
    """
    if target is not None and not target.is_dir():
        check_copy(Output(target, "OUT"), source, replace_out)
    place, choice = parts_of_path(source)
    reading = open_file(place).reading(choice)
    recording = reading.recording
    writable = [spec.key for spec in list_formats() if spec.can_write]
    if recording.source.format not in writable:
        raise SettingsError(
            f"{source.name}: {recording.source.format} files cannot be written. "
            f"Use `pedograph convert` with one of {', '.join(writable)}; it leaves personal data out as well."
        )
    proposed = _deidentified_name(source, recording.source.file)
    if target is not None and target.is_dir():
        proposed = target = target / proposed.name
        check_copy(Output(target, "OUT"), source, replace_out)
    if target is None and proposed.exists():
        raise SettingsError(f"{proposed.name} is there already; say what the copy is to be called.")
    written = target or proposed
    copy = write_deidentified(recording, written, recording.source.format)
    left_out = _left_out(recording, copy, reading.fields_left_out)
    click.echo(f"Written: {written} ({recording.source.format}){left_out}")
    if public_file_name(written.name) != written.name:
        click.echo(f"Its name may tell who was recorded; {proposed.name} would not.")


def _left_out(original: PressureRecording, copy: PressureRecording, personal: Iterable[str]) -> str:
    """Which fields of the header, the person's first, the copy does not have as the original had them."""
    fields = dict.fromkeys((*personal, *lost_fields(original.source.header, copy.source.header)))
    return (
        f", without the header fields {', '.join(fields)}" if fields else "; its header had nothing to leave out"
    )


def _deidentified_name(source: Path, public: str) -> Path:
    """Where a copy without personal data is put: beside its original, under a name that tells nobody's."""
    name = Path(public.partition("#")[0])
    return Path(file_in_path(source)).with_name(f"{name.stem}_deidentified{name.suffix}")
