"""Recordings inside zip and gzip archives, unpacked in memory and within bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property, partial

from pedograph.errors import ReadError
from pedograph.formats.model import HEAD
from pedograph.formats.parsing.packages import GZIP, GzipFile, Package, Wording
from pedograph.formats.recognition import Content

_MOST_MEMBERS = 1000
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WORDING = Wording(
    damaged="the archive is damaged",
    damaged_advice="Copy or pack the file once more; it may have been cut off",
    locked_advice="Unpack it and open the file",
    trap_advice="Do not open it unless you know where it comes from",
)


def is_archive(head: bytes) -> bool:
    """Whether the first bytes are those of a zip or gzip archive."""
    return head.startswith((*_ZIP, GZIP))


class Archive:
    """A zip or gzip archive; each file in it is looked at once, and unpacked when it is asked for.

    Parameters
    ----------
    data : bytes
        The archive.
    name : str
        Its name, for errors.

    Raises
    ------
    ReadError
        If it is damaged.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._files = _in_gzip(data, name) if data.startswith(GZIP) else _in_zip(data, name)

    @cached_property
    def recordings(self) -> tuple[str, ...]:
        """Names of the files that are recordings, by which they are chosen: those that are known best, in order.

        Raises
        ------
        ReadError
            If the archive is damaged, or holds far too many files.
        """
        if len(self._files) > _MOST_MEMBERS:
            found = f"the archive holds {len(self._files)} files"
            raise ReadError(self._name, found, advice="Unpack it and open the recordings")
        ranks = {path: content.recognised.rank for path, content in self._files.items()}
        best = max(ranks.values(), default=0)
        return tuple(self._called[path] for path, rank in ranks.items() if best and rank == best)

    def file(self, choice: str = "") -> tuple[Content, str]:
        """The one recording's file, or the one that is chosen, and what of the choice is left for that file.

        Parameters
        ----------
        choice : str
            Name of a file in it, with or without its folder; behind a ``#`` a choice within that file.

        Raises
        ------
        ReadError
            If it holds no recording, or several of which none is chosen.
        """
        for path, content in self._files.items():
            for name in (self._called[path], path):
                if choice == name:
                    return content, ""
                if choice.startswith(f"{name}#"):
                    return content, choice[len(name) + 1 :]
        if len(self._files) == 1:
            return next(iter(self._files.values())), choice
        return self._only(choice), choice

    def _only(self, choice: str) -> Content:
        """The one recording among the files."""
        if not self._files:
            raise ReadError(self._name, "the archive holds no file")
        if not self.recordings:
            some = ", ".join(content.name for content in list(self._files.values())[:5])
            raise ReadError(self._name, f"none of its {len(self._files)} files is of a known format ({some} ...)")
        if len(self.recordings) > 1:
            raise several(self._name, self.recordings, choice, "the archive holds")
        return next(content for path, content in self._files.items() if self._called[path] == self.recordings[0])

    @cached_property
    def _called(self) -> dict[str, str]:
        """What each file is called: without its folder, unless another of the same name is in another folder."""
        counts = Counter(content.name for content in self._files.values())
        return {path: content.name if counts[content.name] == 1 else path for path, content in self._files.items()}


def _in_gzip(data: bytes, name: str) -> dict[str, Content]:
    """The one file of a gzip archive."""
    file, inner = GzipFile(data, name, _WORDING), name[:-3] if name.lower().endswith(".gz") else name
    return {inner: Content(inner, partial(file.head, HEAD), file.read, packed=True)}


def _in_zip(data: bytes, name: str) -> dict[str, Content]:
    """The files that a person put into a zip archive, not a system, by their paths in it."""
    package = Package(data, name, _WORDING)
    names = {path: path.replace("\\", "/").rsplit("/", 1)[-1] for path in package.names}
    return {
        path: Content(bare, partial(package.head, path, HEAD), partial(package.read, path), packed=True)
        for path, bare in names.items()
        if not (path.endswith("/") or path.startswith("__MACOSX/") or bare.startswith("."))
    }


def chosen(name: str, names: Sequence[str], choice: str = "") -> str:
    """The name of the recording that was chosen of those in a file, or of the only one.

    Parameters
    ----------
    name, names, choice
        As for `several`.

    Raises
    ------
    ReadError
        If there is none of that name, or nothing was chosen of several.
    """
    if choice in names:
        return choice
    if choice or len(names) > 1:
        raise several(name, names, choice)
    return names[0]


def several(name: str, names: Sequence[str], choice: str = "", subject: str = "it holds") -> ReadError:
    """The error of a file with several recordings, of which none or none that is there was chosen.

    Parameters
    ----------
    name : str
        Name of the file.
    names : sequence of str
        Names of the recordings in it, at least one.
    choice : str
        What was chosen; "" for nothing.
    subject : str
        Begins the sentence.
    """
    some = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
    advice = f'Choose one by its name behind a "#", for example {name}#{names[0]}'
    if choice:
        found = f'there is no recording "{choice[:60]}" in it; {subject} {len(names)} ({some})'
    else:
        found = f"{subject} {len(names)} recordings ({some})"
    return ReadError(name, found, advice=advice)
