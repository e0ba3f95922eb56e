"""The layout of HDF5 files: groups and datasets, with kind, shape, unit and description; those of a recording.

A session has the groups of `RECORDED` for each of its recordings, a Pedograph HDF5 file for its only one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

VERSION: Final = 4
"""Version of the layout, which is the attribute ``version`` of session files."""


class Kind(StrEnum):
    """What a dataset holds."""

    TEXT = "text"
    INTEGER = "int64"
    NUMBER = "float64"
    PRESSURE = "float32"
    YES_NO = "uint8"


TYPES: Final = {Kind.INTEGER: "<i8", Kind.NUMBER: "<f8", Kind.PRESSURE: "<f4", Kind.YES_NO: "|u1"}
"""What NumPy calls each kind of number."""
Values = dict[str, Any]
"""Values of one group by field."""


@dataclass(frozen=True)
class Field:
    """One dataset.

    Parameters
    ----------
    name : str
        Its name in its group.
    kind : Kind
        Type of its values.
    axes : tuple of str
        What each axis counts; none for a single value. An axis ``1`` has one element.
    unit : str
        Unit of its values; "1" for pure numbers and counts, "" for text.
    description : str
        What it is, in a sentence; stored with it.
    optional : bool
        Whether it may be absent, which then means "not known" or "none".
    since : int
        The first version of the file that has it.
    """

    name: str
    kind: Kind
    axes: tuple[str, ...]
    unit: str
    description: str
    optional: bool = False
    since: int = 1


@dataclass(frozen=True)
class Group:
    """One group of datasets.

    Parameters
    ----------
    path : str
        Its path in the file, or under its recording.
    description : str
        What it is, in a sentence; stored with it.
    fields : tuple of Field
        Its datasets.
    row : str
        For a table, what one row is: its datasets are columns of one and the same length; "" otherwise.
    derived : bool
        Written for readers of the file; Pedograph works it out again and does not read it back.
    since : int
        The first version of the file that has it; a table that an older file lacks is empty.
    """

    path: str
    description: str
    fields: tuple[Field, ...]
    row: str = ""
    derived: bool = False
    since: int = 1

    def in_version(self, version: int) -> Group:
        """The group with the datasets that a file of a version has."""
        return replace(self, fields=tuple(field for field in self.fields if field.since <= version))


def text(name: str, description: str, *, row: str = "", optional: bool = False, since: int = 1) -> Field:
    """A text, or a column of texts."""
    return Field(name, Kind.TEXT, (row,) if row else (), "", description, optional, since)


def long_text(name: str, description: str) -> Field:
    """A text of any length: one element, so that it can be compressed and guarded by a checksum."""
    return Field(name, Kind.TEXT, ("1",), "", description)


def integer(name: str, description: str, *, row: str = "", unit: str = "1") -> Field:
    """A whole number, or a column of them."""
    return Field(name, Kind.INTEGER, (row,) if row else (), unit, description)


def number(name: str, unit: str, description: str, *, row: str = "", optional: bool = False) -> Field:
    """A number, or a column of them."""
    return Field(name, Kind.NUMBER, (row,) if row else (), unit, description, optional)


def table(path: str, description: str, row: str, *fields: Field, derived: bool = False, since: int = 1) -> Group:
    """A group whose datasets are columns of one length."""
    return Group(path, description, fields, row, derived, since)


RECORDED: Final = (
    Group(
        "",
        "One recording, its footsteps and their measures",
        (
            Field(
                "pressure",
                Kind.PRESSURE,
                ("frame", "row", "column"),
                "kPa",
                "Pressure as recorded; rows along the walk (+y), columns to the walker's right (+x)",
            ),
            number("time", "s", "Time of each frame, as the file says it", row="frame"),
            text("side", "The foot that the file states: left, right or unknown"),
            text("task", "What the person did: walk or stand"),
            text("subject", "Patient or subject ID as the recording has it"),
        ),
    ),
    table(
        "tracks",
        "Insoles that lie side by side in the grid; empty for a plate",
        "track",
        text("side", "The foot in it: left or right", row="track"),
        integer("first_column", "Its first column", row="track"),
        integer("columns", "How many columns it has", row="track"),
    ),
    Group(
        "grid",
        "The sensor cells",
        (
            number("row_spacing", "mm", "Distance between the centres of neighbouring rows"),
            number("column_spacing", "mm", "Distance between the centres of neighbouring columns"),
            number("threshold", "kPa", "Pressure below which the device reports nothing", optional=True),
            number("saturation", "kPa", "Pressure at which a cell can rise no further", optional=True),
            integer("first_row", "Row of the plate at which the first stored one lies"),
            integer("first_column", "Column of the plate at which the first stored one lies"),
            Field(
                "cropped",
                Kind.YES_NO,
                (),
                "1",
                "1 where the cells are a part of a plate",
            ),
            Field(
                "active",
                Kind.YES_NO,
                ("row", "column"),
                "1",
                "1 where there is a sensor cell; absent where there is one everywhere",
                optional=True,
            ),
        ),
    ),
    Group(
        "source",
        "Where the recording came from",
        (
            text("file", "Name of its file, without the folder"),
            text("sha256", "SHA-256 of that file's bytes, hexadecimal"),
            text("format", "Key of the format that read it"),
            text("assumed", "What the file does not say and was taken for granted", row="item"),
            text("notes", "What the reader saw that a person should know", row="item"),
            text("note_keys", "Key of each note", row="item", optional=True),
            text("note_severities", "Of each note: information, doubt or blocks", row="item", optional=True),
            text("withheld", "Header fields not stored because they name a person", row="item"),
        ),
    ),
    table(
        "source/header",
        "Header fields as the recording's file gave them",
        "header field",
        text("field", "Name of the field", row="header field"),
        text("value", "Its value, verbatim", row="header field"),
    ),
)
"""Groups of each recording that hold what was recorded."""
