"""Where the data files of the project are: packaged with it, or beside the sources in a checkout."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def resource(*parts: str) -> Traversable:
    """A file or folder of ``resources``, such as ``resource("masks", "ten.toml")``."""
    return _folder("resources").joinpath(*parts)


def sample_scan(*parts: str) -> Traversable:
    """A file of ``sample_scans``, or the folder itself."""
    return _folder("sample_scans").joinpath(*parts)


@cache
def _folder(name: str) -> Traversable:
    """The packaged folder; in a checkout, where nothing is packaged, the one at its top."""
    packaged = files("pedograph").joinpath(name)
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name
