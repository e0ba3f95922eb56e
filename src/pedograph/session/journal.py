"""The journal: who changed what, and when; and the checks of codes and times that it shares with the visit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from pedograph.errors import SessionError

_CODE: Final = re.compile(r"[\w.-]{0,32}")


@dataclass(frozen=True)
class JournalEntry:
    """One change.

    Parameters
    ----------
    when : str
        ISO 8601 time with its offset from UTC.
    who : str
        Code of the person, never a name; empty where nobody said.
    what : str
        The change in a sentence.
    detail : mapping of str to plain JSON
        The same for a program: what was before, what is now.

    Raises
    ------
    SessionError
        If the time has no offset, the code is none, or the detail is not plain JSON.
    """

    when: str
    who: str
    what: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_time(self.when)
        check_code(self.who, "a person")
        object.__setattr__(self, "detail", MappingProxyType(_plain(self.detail)))


def check_code(code: str, of: str) -> None:
    """Refuses what is no code; a code has up to 32 letters, digits, dots and dashes, so that no full name fits.

    Raises
    ------
    SessionError
        If it has spaces or other characters.
    """
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        allowed = "use up to 32 letters, digits, dots and dashes, no spaces, and no name"
        raise SessionError(f'"{code}" is no code of {of}: {allowed}.')


def check_time(when: str) -> None:
    """Refuses a time that is not ISO 8601 with an offset from UTC.

    Raises
    ------
    SessionError
        If it is not.
    """
    try:
        known = datetime.fromisoformat(when).tzinfo is not None
    except (TypeError, ValueError):
        known = False
    if not known:
        example = "2026-11-22T17:45:03+01:00"
        raise SessionError(f'"{when}" is no date and time with its offset from UTC, such as {example}.')


def _plain(detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail as it comes back from a file, so that a saved entry equals the one that was made."""
    try:
        plain: dict[str, Any] = json.loads(json.dumps(dict(detail), allow_nan=False))
    except (TypeError, ValueError) as error:
        raise SessionError(f"the journal cannot keep this detail: {error}.") from error
    return plain
