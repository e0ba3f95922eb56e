"""Whose recording each file of a study is, from a table of files and codes."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final
from unicodedata import normalize

from pedograph._platform.regular_file import open_regular
from pedograph.errors import SessionError, SettingsError
from pedograph.formats.opened import kind_of_file
from pedograph.formats.recording_path import file_in_path, names_in_path
from pedograph.session.journal import check_code
from pedograph.settings import AnalysisSettings

_NEEDED: Final = ("file", "subject")
_COLUMNS: Final = (*_NEEDED, "body_mass")
_LARGEST: Final = 16 << 20


@dataclass(frozen=True)
class Subject:
    """Who walked.

    Parameters
    ----------
    code : str
        Subject ID, never a name.
    body_mass : float, optional
        kg.
    """

    code: str = ""
    body_mass: float | None = None

    def settings(self, settings: AnalysisSettings) -> AnalysisSettings:
        """Settings for this person: the body mass is that of the table, where it gives one."""
        return settings if self.body_mass is None else settings.with_changes(body_mass=self.body_mass)


@dataclass(frozen=True)
class Subjects:
    """Everybody of a study.

    Parameters
    ----------
    common : Subject
        Of whom all recordings are that are not in ``known``.
    known : mapping of str to Subject
        By recording or by file, as `pedograph.formats.read` takes them.
    unused : tuple of str
        Columns of the table that mean nothing here.
    """

    common: Subject = field(default_factory=Subject)
    known: Mapping[str, Subject] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    def of(self, file: Path, recording: str) -> Subject:
        """Whose a recording in a file is."""
        return self.known.get(recording) or self.known.get(str(file)) or self.common

    @property
    def masses(self) -> set[float | None]:
        """Body masses that differ from each other, in kg."""
        return {one.body_mass for one in self.known.values()} or {self.common.body_mass}


@dataclass(frozen=True)
class _Row:
    """A line of the table."""

    line: int
    file: str
    subject: Subject

    def choice(self, file: Path) -> str | None:
        """What it chooses in a file: "" for all that is in it, None where it tells of another file."""
        places = [place for place, sign in enumerate(self.file) if sign == "#"]
        if _names(self.file, file):
            return ""
        return next((self.file[place + 1 :] for place in places if _names(self.file[:place], file)), None)


def read_subjects(table: Path, files: Sequence[Path], parts: Callable[[Path], Sequence[str]]) -> Subjects:
    """Who walked in each of some files, all of them checked before any is analysed.

    A file is named by its name, or by as many of its folders as tell it from others (``p01/walk.lst``); a
    recording of an archive or a file of several by its name behind a ``#``, or with all others in it by the file
    alone.

    Parameters
    ----------
    table : Path
        CSV in UTF-8, parted by commas, semicolons or tabs: columns file and subject, perhaps body_mass (kg).
    files : sequence of Path
        What is going to be analysed.
    parts : callable
        The recordings of a file, as `pedograph.formats.read` takes them; asked where the table names one.

    Raises
    ------
    SettingsError
        If the table cannot be read, lacks a column, code or number, or a file is not named in it, or twice.
    """
    rows, unused = _rows(table)
    known: dict[str, Subject] = {}
    meant: dict[int, Path] = {}
    missing: list[str] = []
    for file in files:
        place = Path(file_in_path(file))
        choices = {row: choice for row in rows if (choice := row.choice(place)) is not None}
        for part in parts(file) if any(choices.values()) else [str(file)]:
            wanted = names_in_path(part)[1]
            # of a file with one recording, its name in there chooses nothing else
            fitting = [row for row, told in choices.items() if not wanted or told in ("", wanted)]
            if not fitting:
                # what is no recording fails as it always does
                missing += [part] if kind_of_file(place).key else []
                continue
            row = _only(fitting, part, table)
            first = meant.setdefault(row.line, place)
            if os.path.realpath(first) != os.path.realpath(place):
                found = f"{row.file} can be {first} or {place}; put the folder before the name"
                raise SettingsError(f"{table.name}, line {row.line}: {found}.")
            known[part] = row.subject
    if missing:
        named = f"{', '.join(missing[:-1])} and {missing[-1]} are" if len(missing) > 1 else f"{missing[0]} is"
        raise SettingsError(f"{named} not in {table.name}; its column file has to name every recording.")
    return Subjects(known=known, unused=unused)


def _only(rows: Sequence[_Row], part: str, table: Path) -> _Row:
    """The one line for a recording."""
    if len(rows) > 1:
        lines = " and ".join(str(row.line) for row in rows)
        raise SettingsError(f"{part} is named {len(rows)} times in {table.name}, in the lines {lines}.")
    return rows[0]


def _names(told: str, file: Path) -> bool:
    """Whether a file's path ends as the table says; folders may be separated by either kind of slash, and accented
    characters may be composed, as tables have them, or decomposed, as macOS writes names."""
    wanted, place = (
        PurePath(os.path.normpath(normalize("NFC", path))).parts
        for path in (told.replace("\\", "/"), str(Path.cwd() / file))
    )
    return place[-len(wanted) :] == wanted


def _rows(table: Path) -> tuple[list[_Row], tuple[str, ...]]:
    """Lines of the table that name a file, and the columns that mean nothing."""
    lines = _text(table).splitlines()
    head = lines[0] if lines else ""
    separator = max(",;\t", key=head.count)
    reader = csv.DictReader(lines, delimiter=separator)
    columns = [str(name).strip().lower() for name in reader.fieldnames or ()]
    reader.fieldnames = columns
    missing = [name for name in _NEEDED if name not in columns]
    if missing or len(set(columns)) < len(columns):
        found = f"there is no column {' or '.join(missing)}" if missing else "a column is there twice"
        raise SettingsError(f"{table.name}: {found}; the columns are file, subject and, if known, body_mass.")
    try:
        rows = [_row(reader.line_num, values, table.name) for values in reader if any(_filled(values.values()))]
    except csv.Error as error:
        raise SettingsError(f"{table.name}, line {reader.line_num}: this is no CSV: {error}.") from error
    return rows, tuple(name for name in columns if name and name not in _COLUMNS)


def _row(line: int, values: Mapping[str, object], table: str) -> _Row:
    cells = {name: str(values.get(name) or "").strip() for name in _COLUMNS}
    for name in _NEEDED:
        if not cells[name]:
            raise SettingsError(f"{table}, line {line}: there is no {name}.")
    try:
        check_code(cells["subject"])
    except SessionError as error:
        raise SettingsError(f"{table}, line {line}: {error}") from error
    mass = None
    if cells["body_mass"]:
        try:
            mass = AnalysisSettings(body_mass=float(cells["body_mass"].replace(",", "."))).body_mass
        except ValueError as error:
            told = f'body_mass is "{cells["body_mass"][:40]}"; it must be a number of kg between 1 and 400'
            raise SettingsError(f"{table}, line {line}: {told}.") from error
    return _Row(line, cells["file"], Subject(cells["subject"], mass))


def _filled(values: Iterable[object]) -> Iterable[bool]:
    return (bool(str(value or "").strip()) for value in values)


def _text(table: Path) -> str:
    """All of the table."""
    try:
        with open_regular(table) as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise SettingsError(f"{table.name} is larger than any table of subjects.")
        return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig").read()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{table.name} is no text in UTF-8; save it as CSV (UTF-8).") from error
    except FileNotFoundError as error:
        raise SettingsError(f"there is no table of subjects {table}.") from error
