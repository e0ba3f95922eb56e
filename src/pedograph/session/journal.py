"""The journal: who changed what, and when; and the checks of codes and times that it shares with the visit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from pedograph.analysis import StepAnalysis
from pedograph.errors import SessionError
from pedograph.notes import joined
from pedograph.posture import Examination
from pedograph.posture.fields import SIDES, field_table

_CODE: Final = re.compile(r"[\w.-]{0,32}")


@dataclass(frozen=True)
class JournalEntry:
    """One change.

    Parameters
    ----------
    when : str
        ISO 8601 time with its offset from UTC.
    who : str
        Initials or ID of who did it, never a name; empty if nobody said.
    what : str
        The change in a sentence.
    detail : mapping of str to plain JSON
        The same for a program: what was before, what is now.
    sha256 : str
        Hash of this entry and the one before it; see `pedograph.session.chain`. Empty before it is in a journal.
    late : bool
        Whether it was made without a hash, by a version that had none, and got it later.

    Raises
    ------
    SessionError
        If the time has no offset, the code is none, or the detail is not plain JSON.
    """

    when: str
    who: str
    what: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    sha256: str = ""
    late: bool = False

    def __post_init__(self) -> None:
        check_time(self.when)
        check_code(self.who)
        object.__setattr__(self, "what", storable(self.what))
        object.__setattr__(self, "detail", MappingProxyType(_plain(self.detail)))


def storable(text: str) -> str:
    """A text as it comes back from a file: without NUL, and a lone surrogate is a question mark."""
    return text.replace("\0", "").encode("utf-8", errors="replace").decode("utf-8")


def check_code(code: str) -> None:
    """Refuses what is no ID; an ID has up to 32 of A to Z, digits, dots and dashes, so that no full name fits.

    Raises
    ------
    SessionError
        If it has spaces or other characters.
    """
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        allowed = "use up to 32 of A to Z, digits, dots and dashes, without spaces, and never a name"
        raise SessionError(f'"{code}" is not an ID: {allowed}.')


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
        text = json.dumps(dict(detail), allow_nan=False, ensure_ascii=False)
        plain: dict[str, Any] = json.loads(storable(text))
    except (TypeError, ValueError) as error:
        raise SessionError(f"the journal cannot keep this detail: {error}.") from error
    return plain


_NAMED: Final = 4
"""Fields that a sentence names before it counts the others."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """The number with its noun ("1 footstep", "3 footsteps")."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or f'{noun}s'}"


def examination_changes(before: Examination, after: Examination) -> dict[str, list[Any]]:
    """Fields that differ, by path ("left.cait"), each with the value before and after; None for not taken."""
    old, new = _flat(before), _flat(after)
    paths = dict.fromkeys((*old, *new))
    return {path: [old.get(path), new.get(path)] for path in paths if old.get(path) != new.get(path)}


def examination_sentence(changes: Mapping[str, list[Any]]) -> str:
    """The changed fields as a person calls them."""
    named = [_called(path) for path in list(changes)[:_NAMED]]
    rest = len(changes) - len(named)
    others = f" and {counted(rest, 'other field')}" if rest else ""
    return f"Changed the examination: {', '.join(named)}{others}."


def _flat(examination: Examination) -> dict[str, Any]:
    plain = examination.to_dict()
    feet = {f"{side}.{key}": value for side in SIDES for key, value in plain.get(side, {}).items()}
    return {**{key: value for key, value in plain.items() if key not in SIDES}, **feet}


def _called(path: str) -> str:
    side, _, key = path.rpartition(".")
    entry = field_table().get(key)
    label = entry.label if entry else key
    return f"{label}, {side}" if side else label


def now() -> str:
    """This second as ISO 8601 local time with its offset from UTC ("2026-11-22T17:45:03+01:00")."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def step_sentence(before: StepAnalysis, after: StepAnalysis) -> str:
    """What a person corrected in a step, in words, without a full stop."""
    old, new, foot = before.correction, after.correction, before.footstep
    said = []
    if new.side is not old.side:
        was = f"it was {foot.side} with a confidence of {foot.side_confidence:.2f}"
        said.append(f"set to {new.side}; {was}" if new.side else "which foot it is, is as detected again")
    if new.left_out != old.left_out:
        said.append(f"left out of the means ({new.left_out})" if new.left_out else "counts in the means again")
    if new.foot != old.foot:
        said.append(joined(new.flags, ", ") or "what was set of the foot by hand was undone")
    return "; ".join(said)


def step_values(step: StepAnalysis) -> dict[str, Any]:
    """What a person corrected in a step, and its side with its confidence, for a program."""
    foot = step.footstep
    return {**step.correction.to_dict(), "side": str(foot.side), "side_confidence": foot.side_confidence}
