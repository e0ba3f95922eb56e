"""Sentences of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pedograph.posture import Examination
from pedograph.posture.fields import SIDES, field_table

_NAMED: Final = 4
"""Fields that a sentence names before it counts the others."""


def counted(number: int, noun: str) -> str:
    """The number with its noun ("1 footstep", "3 footsteps")."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


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
