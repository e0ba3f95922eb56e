"""``pedograph verify`` and ``repair``: whether a session is as it was saved, and what of a damaged one is."""

from __future__ import annotations

from pathlib import Path

import click

from pedograph.errors import PedographError, ReadError, SessionError
from pedograph.formats import open_file
from pedograph.formats.opened import ARCHIVE
from pedograph.formats.recording_path import parts_of_path
from pedograph.session.journal import counted
from pedograph.session.repair import Repaired, repair_file
from pedograph.session.verify import Verification, verify_bytes

PATH = click.Path(path_type=Path)


@click.command("verify")
@click.argument("files", nargs=-1, required=True, type=PATH)
def verify_command(files: tuple[Path, ...]) -> None:
    """Check that sessions and Pedograph HDF5 recordings are as they were saved.

    Every value is read: frames, results and journal. The digest of each part and the chain of the journal are
    compared, and the frames of each recording with those that the journal says were added. What is wrong is
    listed with its place. The exit status is 0 if all FILES are as they were saved, and 1 otherwise.
    """
    fine = True
    for file in files:
        try:
            verification = verify_bytes(_data(file))
        except PedographError as error:
            click.echo(error.sentence if isinstance(error, ReadError) else f"{file.name}: {error.sentence}")
            fine = False
            continue
        click.echo("\n".join(_said(file.name, verification)))
        fine = fine and not verification.faults
    if not fine:
        raise SystemExit(1)


@click.command("repair")
@click.argument("source", metavar="FILE", type=PATH)
@click.argument("target", metavar="OUT", type=PATH)
def repair_command(source: Path, target: Path) -> None:
    """Save what is complete of a damaged session or Pedograph HDF5 recording as a new file.

    Every recording and every other part that is complete is in OUT as it was; what could not be saved is listed. A
    recording whose frames are complete and whose results are not is analysed again. FILE stays as it is, and OUT
    must not be there yet. The exit status is 0 if nothing was lost, 1 if something was, and 2 if nothing could be
    saved.
    """
    try:
        repaired = repair_file(_data(source), target)
    except SessionError as error:
        raise SessionError(f"{source.name}: {error.sentence}") from error
    click.echo(_saved(repaired, target))
    if repaired.lost:
        click.echo("Not saved, or not as it was:", err=True)
        click.echo("\n".join(f"  - {one}." for one in repaired.lost), err=True)
        raise SystemExit(1)


def _data(path: Path) -> bytes:
    """All of a file, out of its archive if it is in one."""
    file, choice = parts_of_path(path)
    opened = open_file(file)
    return opened.unpacked(choice).data if opened.kind.key == ARCHIVE else opened.data


def _said(name: str, found: Verification) -> list[str]:
    """What verification found, a line each."""
    if found.faults:
        head = f"{name}: {counted(len(found.faults), 'fault')}:"
        advice = f"`pedograph repair {name} OUT` saves what is complete."
        return [head, *(f"  - {fault.sentence}" for fault in found.faults), f"  {advice}"]
    if not found.session:
        return [f"{name}: a recording, complete and as it was saved."]
    held = f"{counted(found.recordings, 'recording')}, {counted(found.entries, 'entry', 'entries')} in the journal"
    lines = [f"{name}: a session of version {found.version} ({held}), complete and as it was saved."]
    if found.proved < found.recordings:
        rest = found.recordings - found.proved
        early = counted(rest, "recording")
        lines.append(f"  The journal has no digest of the frames of {early}, added before version 4.")
    if found.late:
        lines.append(f"  {counted(found.late, 'entry', 'entries')} of the journal got a hash only afterwards.")
    return lines


def _saved(repaired: Repaired, target: Path) -> str:
    """What is in the new file."""
    if repaired.session is None:
        return f"Saved: {target} (the recording)"
    entries = len(repaired.session.journal)
    held = f"{counted(len(repaired.session.recordings), 'recording')}, {counted(entries, 'entry', 'entries')}"
    return f"Saved: {target} ({held} in the journal)"
