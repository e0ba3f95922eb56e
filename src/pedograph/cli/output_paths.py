"""Where a command writes: never over what it reads, nor over a recording that somebody keeps."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pedograph._platform.file_rights import is_read_only
from pedograph._platform.regular_file import open_regular
from pedograph.errors import SettingsError
from pedograph.formats.model import SESSION
from pedograph.formats.opened import ARCHIVE, kind_of_file
from pedograph.formats.recording_path import file_in_path
from pedograph.session.file import check_place


@dataclass(frozen=True)
class Output:
    """A file that a command is going to write.

    Parameters
    ----------
    path : Path
        Where.
    option : str
        What the person asked for it with ("--table", "OUT").
    head : str
        The line with which a table of this kind begins; empty for what may be written over whatever it is.
    """

    path: Path
    option: str
    head: str = ""


def check_outputs(outputs: Sequence[Output], inputs: Iterable[Path], replace: bool = False) -> None:
    """Refuse, before any work is done, to write over a file that is read, over a recording, twice to one place, or
    where nothing can be put.

    Parameters
    ----------
    outputs : sequence of Output
        All that is going to be written.
    inputs : iterable of Path
        All that is read, as `pedograph.formats.read` takes it.
    replace : bool
        Whether a table may be written over a file that is no such table.

    Raises
    ------
    SettingsError, SessionError
        If one of them would be destroyed, or could not be written.
    """
    read = tuple(inputs)
    taken: dict[str, Output] = {}
    for output in outputs:
        _check_not_read(output, read)
        place = os.path.realpath(output.path)
        if place in taken:
            first = taken[place].option
            raise SettingsError(f"{output.path}: {first} and {output.option} cannot write the same file.")
        taken[place] = output
        _check_place(output)
        if not replace:
            _check_table(output)


def check_copy(output: Output, source: Path, replace: bool) -> None:
    """Refuse a copy over its own original, and one over any other file unless that was asked for.

    Raises
    ------
    SettingsError
        If a file would be destroyed.
    """
    _check_not_read(output, [source])
    check_new(output, replace)


def check_new(output: Output, replace: bool) -> None:
    """Refuse to write over a file that is there, unless ``--replace`` was given; never over one that is read-only.

    Raises
    ------
    SettingsError
        If it is there.
    """
    if output.path.is_file() and not replace:
        raise SettingsError(f"{output.path} is there already; --replace writes over it.")
    _check_rights(output)


def _check_place(output: Output) -> None:
    """Tables, JSON and pictures go over no recording and no folder; where a session may go, it says itself."""
    if output.option == "--session":
        check_place(output.path)
        return
    if output.path.is_dir():
        raise SettingsError(f"{output.path} is a folder; say what the file of {output.option} is to be called.")
    _check_rights(output)
    kind = kind_of_file(output.path).key
    if kind:
        raise SettingsError(
            f"{output.path} is there already and looks like {_called(kind)}; {output.option} does not write over "
            "it, choose another name."
        )


def _check_rights(output: Output) -> None:
    if is_read_only(output.path):
        raise SettingsError(
            f"{output.path} is read-only and was not overwritten; give {output.option} another name, or make the "
            "file writable."
        )


def _check_table(output: Output) -> None:
    """Results are recreated over earlier ones, also of a version with fewer columns, and over nothing else."""
    if not output.head or not output.path.is_file():
        return
    with open_regular(output.path) as file:
        first = file.read(len(output.head) + 4).removeprefix(b"\xef\xbb\xbf").splitlines()
    found = first[0].decode("utf-8", errors="replace").strip() if first else ""
    if found and not f"{output.head.strip()},".startswith(f"{found},"):
        raise SettingsError(
            f"{output.path} is there already and is no table as {output.option} writes it; choose another "
            "name, or write over it with --replace."
        )


def _check_not_read(output: Output, inputs: Iterable[Path]) -> None:
    if any(_same(output.path, Path(file_in_path(path))) for path in inputs):
        raise SettingsError(
            f"{output.path}: {output.option} would write over a file that is read; choose another name."
        )


def _same(one: Path, other: Path) -> bool:
    """Whether both are names of one file, also through links."""
    return os.path.realpath(one) == os.path.realpath(other) or (
        one.exists() and other.exists() and one.samefile(other)
    )


def _called(kind: str) -> str:
    return {SESSION: "a session", ARCHIVE: "an archive"}.get(kind, "a recording")
