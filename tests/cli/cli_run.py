"""The command line as a person calls it, in this process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from pedograph.cli.main import commands


def run(*arguments: object) -> Result:
    """What `pedograph` does with some arguments."""
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])
