"""Small text files that say what a recording does not: beside it, or in the folder of settings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from pedograph.errors import ReadError

_LARGEST = 4 << 20
_RECORDING: ContextVar[Path | None] = ContextVar("recording", default=None)


@contextmanager
def reading(path: str | os.PathLike[str]) -> Iterator[None]:
    """Tell readers, for as long as this lasts, which file on the disk is being read."""
    token = _RECORDING.set(Path(path))
    try:
        yield
    finally:
        _RECORDING.reset(token)


def beside(name: str, ending: str) -> list[Path]:
    """Places of a companion of the recording that is being read, those that count first come first.

    Parameters
    ----------
    name : str
        Name of the recording; inside an archive, its name there.
    ending : str
        What is put behind the recording's name, with or without its own ending (".layout.toml").

    Returns
    -------
    list of Path
        Empty where the recording is read from memory.
    """
    recording = _RECORDING.get()
    if recording is None:
        return []
    names = [recording.name, recording.stem, name, Path(name).stem]
    return [recording.parent / f"{each}{ending}" for each in dict.fromkeys(names) if each]


def first_text(places: Sequence[Path]) -> tuple[Path, str] | None:
    """The first of some files that exists, with its text; None where none does.

    Raises
    ------
    ReadError
        If it cannot be read, is no UTF-8 text, or is far larger than such a file.
    """
    for place in places:
        try:
            if not place.is_file():
                continue
            if place.stat().st_size > _LARGEST:
                raise ReadError(place.name, f"it is larger than {_LARGEST >> 20} MB, which no such file is")
            return place, place.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise ReadError(place.name, "it is no text", advice="Save it as UTF-8") from None
        except (OSError, ValueError) as error:
            raise ReadError(place.name, f"it cannot be read ({error.__class__.__name__})") from error
    return None
