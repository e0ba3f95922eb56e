"""The ``pedograph`` command."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from types import FrameType

import click

from pedograph import __version__, list_formats
from pedograph.cli.analyze import analyze_command
from pedograph.cli.files import convert_command, deidentify_command, info_command
from pedograph.cli.measures import measures_command, reference_command
from pedograph.cli.output_paths import Output, check_outputs
from pedograph.cli.simulate import simulate_command
from pedograph.errors import PedographError

FAILED = 2
"""Exit status where something could not be done."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="pedograph")
def commands() -> None:
    """Opens what a pressure plate or a footscan recorded, finds the footsteps, and measures them with their error.

    \b
    pedograph analyze walk.lst                        what is in a file, step by step
    pedograph analyze *.zip --table steps.csv         many files into one tidy table
    pedograph analyze walk.lst --session visit.h5     a visit, to be opened in the application
    pedograph info walk.lst                           how a file is read, and what is assumed
    pedograph measures                                what every number means
    pedograph reference cpei *.h5 --population us     a reference of your own people
    pedograph convert walk.lst walk.csv               one format into another
    pedograph open visit.h5                           the application

    For research and documentation. Not for diagnosis.
    """


@commands.command("formats")
def formats_command() -> None:
    """List the file formats that can be read and written."""
    for spec in list_formats():
        endings = ", ".join(ending for ending in spec.extensions if ending) or "any ending"
        written = ", can be written" if spec.can_write else ""
        click.echo(f"{spec.name} ({spec.vendor}; {endings}{written})")
        click.echo(f"    {spec.description}. Key: {spec.key}")


@commands.command("open")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--screenshot",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Save a picture (PNG) of the window and close it again; works without a display.",
)
def open_command(file: Path | None, screenshot: Path | None) -> None:
    """Open the application, on a session or a recording if FILE is given."""
    if screenshot is not None:
        check_outputs([Output(screenshot, "--screenshot")], [file] if file else [])
    from pedograph.desktop.start import run

    raise SystemExit(run(file, screenshot))


_COMMANDS = (
    analyze_command,
    info_command,
    measures_command,
    reference_command,
    convert_command,
    deidentify_command,
    simulate_command,
)
for command in _COMMANDS:
    commands.add_command(command)
_SCRUB = copy(deidentify_command)
"""The same under its earlier name, for scripts that use it."""
_SCRUB.hidden = True
commands.add_command(_SCRUB, "scrub")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; what Pedograph refuses is said in one sentence, with exit status 2.

    Parameters
    ----------
    arguments : sequence of str, optional
        Command and options; those of the process if not given.
    """
    _end_in_order()
    try:
        commands(arguments, standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(FAILED)
    except (PedographError, OSError) as error:
        click.echo(f"pedograph: {error}", err=True)
        sys.exit(FAILED)


def _end_in_order() -> None:
    """When the system tells the program to end, leave nothing unfinished behind, as on any error."""
    for name in ("SIGTERM", "SIGHUP"):
        known = getattr(signal, name, None)
        if known is not None and signal.getsignal(known) is signal.SIG_DFL:
            signal.signal(known, _told_to_end)


def _told_to_end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def window() -> None:
    """``pedograph-window``: the application, with the arguments of ``pedograph open``."""
    main(["open", *sys.argv[1:]])
