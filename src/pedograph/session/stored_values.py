"""Plain values of a session file: rows of a table, JSON objects and lists; `Unfit` where they are none."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from pedograph.formats.pedograph.layout import Values


class Unfit(ValueError):
    """Stored values that do not fit together; the text completes "the part ..."."""


def object_from(text: str) -> dict[str, Any]:
    """A JSON object.

    Raises
    ------
    ValueError
        If the text is none.
    """
    value = json.loads(text, parse_constant=_no_number)
    if not isinstance(value, dict):
        raise Unfit("is not a JSON object")
    return value


def texts_from(text: str) -> tuple[str, ...]:
    """A JSON list of texts."""
    value = json.loads(text)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unfit("has an entry that is no JSON list of texts")
    return tuple(value)


def keys_from(text: str | None) -> tuple[str, ...] | None:
    """A JSON list of keys; None of an older file, which has none."""
    return None if text is None else texts_from(text)


def indices_from(text: str) -> tuple[int, ...]:
    """A JSON list of indices."""
    value = json.loads(text)
    if not isinstance(value, list) or not all(type(item) is int for item in value):
        raise Unfit("has an entry that is no JSON list of indices")
    return tuple(value)


def rows_of(table: Values, *names: str) -> Iterable[tuple[Any, ...]]:
    """The rows of a table, with the columns named; one that an older file does not have is of None."""
    columns = [table.get(name) for name in names]
    length = len(next((column for column in columns if column is not None), ()))
    return zip(*([None] * length if column is None else column for column in columns), strict=True)


def _no_number(name: str) -> NoReturn:
    raise Unfit(f"holds {name}, which is no JSON number")
