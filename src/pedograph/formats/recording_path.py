"""Paths of recordings: a file, and behind a ``#`` the name of one of the recordings in it."""

from __future__ import annotations

import os
from pathlib import Path


def parts_of_path(path: str | os.PathLike[str]) -> tuple[str, str]:
    """The file that a path names, and what is chosen in it; a file with a ``#`` in its name is a file.

    Parameters
    ----------
    path : str or path
        As `pedograph.formats.read` takes it; the file need not be there.
    """
    path = os.fsdecode(path)
    if "#" not in path or Path(path).exists():
        return path, ""
    for place in [place for place, sign in enumerate(path) if sign == "#"][::-1]:
        if place and Path(path[:place]).is_file():
            return path[:place], path[place + 1 :]
    return path, ""


def file_in_path(path: str | os.PathLike[str]) -> str:
    """The file that a path names, with its folder and without what is chosen in it."""
    return parts_of_path(path)[0]


def names_in_path(path: str | os.PathLike[str]) -> tuple[str, str]:
    """The file's name without its folder, in characters that can be printed, and what is chosen in it."""
    file, choice = parts_of_path(path)
    return file_name(file), choice


def file_name(path: str) -> str:
    """A file's name without its folder, in characters that can be printed."""
    return (Path(path).name or path).encode("utf-8", errors="replace").decode("utf-8")
