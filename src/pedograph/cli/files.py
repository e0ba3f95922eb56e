"""``pedograph info``, ``convert`` and ``scrub``: what is in a file, and copies of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from pedograph.analysis import analyze
from pedograph.errors import SettingsError
from pedograph.formats import list_formats, read, write
from pedograph.formats.file_names import public_file_name
from pedograph.reading import Origin, reading_card
from pedograph.recording import Source

PATH = click.Path(path_type=Path)


@click.command("info")
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--body-mass", type=float, metavar="KG", help="Hold the forces against this body mass.")
def info_command(files: tuple[Path, ...], body_mass: float | None) -> None:
    """Show how FILES are read: unit, cells, times, orientation, and what was assumed."""
    for file in files:
        analysis = analyze(read(file))
        for line in reading_card(analysis, body_mass=body_mass):
            origin = "" if line.origin is Origin.FILE else f"  [{line.origin.value}]"
            click.echo(f"{line.name:<18} {line.value}{origin}")
        whole = len(analysis.complete_steps)
        click.echo(f"{'Footsteps':<18} {len(analysis.steps)} found, {whole} whole  [{Origin.MEASURED.value}]")
        for note in analysis.quality:
            click.echo(f"  - {note}")
        click.echo()


@click.command("convert")
@click.argument("source", metavar="IN", type=PATH)
@click.argument("target", metavar="OUT", type=PATH)
@click.option("--format", "format_key", help="Key of OUT's format; by its ending if not given.")
def convert_command(source: Path, target: Path, format_key: str | None) -> None:
    """Write the recording in IN as another format."""
    key = format_key or _format_of(target)
    write(read(source), target, key)
    click.echo(f"Written: {target} ({key})")


@click.command("scrub")
@click.argument("source", metavar="IN", type=PATH)
@click.argument("target", metavar="[OUT]", required=False, type=PATH)
def scrub_command(source: Path, target: Path | None) -> None:
    """Write a copy of IN without names, birth dates and paths.

    The frames are the same to the format's own precision; of the header, only what the measurement needs is kept.
    Without OUT the copy lies beside IN and is called as it is, without names and dates.
    """
    recording = read(source)
    writable = [spec.key for spec in list_formats() if spec.can_write]
    if recording.source.format not in writable:
        raise SettingsError(
            f"{source.name}: {recording.source.format} files cannot be written. "
            f"Use `pedograph convert` with one of {', '.join(writable)}; it leaves personal data out as well."
        )
    proposed = _scrubbed_name(source, recording.source.file)
    if target is None and proposed.exists():
        raise SettingsError(f"{proposed.name} is there already; say what the copy is to be called.")
    written = target or proposed
    write(replace(recording, source=Source(), subject=""), written, recording.source.format)
    click.echo(
        f"Written: {written} ({recording.source.format}), without the {len(recording.source.header)} header fields"
    )
    if public_file_name(written.name) != written.name:
        click.echo(f"Its name may tell who was recorded; {proposed.name} would not.")


def _scrubbed_name(source: Path, public: str) -> Path:
    """Where a copy without personal data is put: beside its original, under a name that tells nobody's."""
    name = Path(public.partition("#")[0])
    return source.with_name(f"{name.stem}_scrubbed{name.suffix}")


def _format_of(target: Path) -> str:
    """The one writable format whose files end as the target does."""
    ending = target.suffix.lower()
    fitting = [spec.key for spec in list_formats() if spec.can_write and ending in spec.extensions]
    if ending[1:] in fitting:
        return ending[1:]
    if len(fitting) == 1:
        return fitting[0]
    able = fitting or [spec.key for spec in list_formats() if spec.can_write]
    raise SettingsError(f"{target.name}: say --format, one of {', '.join(able)}.")
