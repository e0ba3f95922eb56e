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


def rows_of(table: Values, *names: str) -> Iterable[tuple[Any, ...]]:
    """The rows of a table, with the columns named."""
    return zip(*(table[name] for name in names), strict=True)


def _no_number(name: str) -> NoReturn:
    raise Unfit(f"holds {name}, which is no JSON number")
