"""What the rules say of a visit: notes that apply, that do not, and that cannot be said, with what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pedograph.errors import PedographError

VERSION: Final = 1
"""Version of the dictionary that `Findings.to_dict` writes."""

EARLIER_VISIT: Final = "earlier_visit"
"""Group of the notes that wait for an earlier visit."""
GROUP_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {EARLIER_VISIT: "These compare with an earlier visit; there is none yet"}
)
"""What the notes of a group have in common, in words that a colon and their titles can follow."""

Entry = TypeVar("Entry")


class FindingError(PedographError, ValueError):
    """Saved findings or decisions that cannot be read."""


@dataclass(frozen=True)
class NamedValue:
    """A value that a note rests on.

    Parameters
    ----------
    key : str
        Key of the fact ("left.fpi_total").
    label, text : str
        The fact and its value in words ("FPI-6 total, left foot", "+8").
    """

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Missing:
    """Something that is lacking.

    Parameters
    ----------
    text : str
        What and why, in words ("CAIT, left ankle: not entered").
    fields : tuple of str
        Paths of the fields of the examination that would give it ("left.cait"); empty where it is not entered.
    """

    text: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A note that applies.

    Parameters
    ----------
    rule, version, title : str, int, str
        The rule behind it.
    text : str
        The note; it begins with "Research note".
    strength : str
        Strength of its evidence in words.
    evidence, against : tuple of str
        Ids of the studies for and against it.
    limits : str
        What to bear in mind.
    values : tuple of NamedValue
        The values that fired it.
    sides : tuple of str
        "left", "right" or both for a rule of one foot.
    not_assessed : tuple of Missing
        What was lacking to judge the other side.
    """

    rule: str
    version: int
    title: str
    text: str
    strength: str
    evidence: tuple[str, ...]
    against: tuple[str, ...]
    limits: str
    values: tuple[NamedValue, ...] = ()
    sides: tuple[str, ...] = ()
    not_assessed: tuple[Missing, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The finding as it stands in JSON reports; `Findings.to_dict` keeps everything."""
        return {
            "rule": self.rule,
            "text": self.text,
            "strength": self.strength,
            "evidence": list(self.evidence),
            "against": list(self.against),
        }


@dataclass(frozen=True)
class NotApplying:
    """A rule that does not apply, with the values that decide so."""

    rule: str
    version: int
    title: str
    values: tuple[NamedValue, ...] = ()


@dataclass(frozen=True)
class NotSaid:
    """A rule of which nothing can be said.

    Parameters
    ----------
    rule, version, title : str, int, str
        The rule.
    held_back : tuple of str
        Why it is held back ("a red flag is ticked"); empty where only something is missing.
    missing : tuple of Missing
        What is lacking.
    group : str
        What it waits for together with others, a key of `GROUP_WORDS` ("earlier_visit", also where something holds
        it back besides); "" where it stands alone.
    """

    rule: str
    version: int
    title: str
    held_back: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    group: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Paths of every field that is lacking, each once."""
        return tuple(dict.fromkeys(path for item in self.missing for path in item.fields))


@dataclass(frozen=True)
class Findings:
    """All rules, each in one of three lists: red flags first, then missing data, then evidence.

    Parameters
    ----------
    applies : tuple of Finding
        Notes that apply.
    does_not_apply : tuple of NotApplying
        Rules that do not.
    cannot_be_said : tuple of NotSaid
        Rules for which something is missing or that are held back.
    """

    applies: tuple[Finding, ...] = ()
    does_not_apply: tuple[NotApplying, ...] = ()
    cannot_be_said: tuple[NotSaid, ...] = ()

    def finding(self, rule: str) -> Finding | None:
        """The note of a rule that applies, or None."""
        return next((item for item in self.applies if item.rule == rule), None)

    def to_list(self) -> list[dict[str, Any]]:
        """The notes that apply, as they stand in JSON reports."""
        return [item.to_dict() for item in self.applies]

    def to_dict(self) -> dict[str, Any]:
        """Everything, as plain JSON values."""
        lists = ("applies", "does_not_apply", "cannot_be_said")
        return {
            "version": VERSION,
            **{name: [_plain(asdict(entry)) for entry in getattr(self, name)] for name in lists},
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Findings:
        """The findings that `to_dict` wrote.

        Raises
        ------
        FindingError
            If they were written by a newer version or hold an entry that is not known.
        """
        check_version(values, VERSION, "findings")
        return cls(
            tuple(_finding(entry) for entry in values.get("applies", ())),
            tuple(_with_values(NotApplying, entry) for entry in values.get("does_not_apply", ())),
            tuple(_not_said(entry) for entry in values.get("cannot_be_said", ())),
        )


def check_version(values: Mapping[str, Any], version: int, what: str) -> None:
    """Refuses a dictionary of another version."""
    if values.get("version") != version:
        raise FindingError(
            f"the saved {what} have version {values.get('version')}, this program knows {version}; "
            "open them with the version of Pedograph that saved them."
        )


def restore(record: type[Entry], entry: Mapping[str, Any], **changed: Any) -> Entry:
    """A record from the dictionary it was saved as; lists become tuples.

    Raises
    ------
    FindingError
        If a key is unknown or missing.
    """
    known = {item.name for item in fields(record)}  # type: ignore[arg-type]
    unknown = sorted(set(entry) - known)
    if unknown:
        raise FindingError(
            f'a saved {record.__name__} holds "{unknown[0]}", which this version does not know; '
            "open it with the version of Pedograph that saved it."
        )
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    try:
        return record(**{**plain, **changed})
    except TypeError as error:
        raise FindingError(f"a saved {record.__name__} is incomplete ({error}).") from error


def _finding(entry: Mapping[str, Any]) -> Finding:
    return _with_values(Finding, entry, not_assessed=_missing(entry.get("not_assessed", ())))


def _not_said(entry: Mapping[str, Any]) -> NotSaid:
    return restore(NotSaid, entry, missing=_missing(entry.get("missing", ())))


def _with_values(record: type[Entry], entry: Mapping[str, Any], **changed: Any) -> Entry:
    values = tuple(restore(NamedValue, item) for item in entry.get("values", ()))
    return restore(record, entry, values=values, **changed)


def _missing(entries: Iterable[Mapping[str, Any]]) -> tuple[Missing, ...]:
    return tuple(restore(Missing, item) for item in entries)


def _plain(value: Any) -> Any:
    """Tuples as lists, all the way down."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
