"""Reading the tables under ``resources``: TOML in, checked records out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pedograph._resources import resource
from pedograph.errors import PedographError

Record = TypeVar("Record")


class ResourceError(PedographError):
    """A table that came with Pedograph, or was put in its place, and does not hold together."""


@cache
def read_table(folder: str, name: str) -> dict[str, Any]:
    """One TOML table, ``resources/<folder>/<name>.toml``; read once, not to be changed.

    Raises
    ------
    ResourceError
        If the file is missing or is not valid TOML.
    """
    return _parsed(resource(folder, f"{name}.toml"), f"{folder}/{name}.toml")


def read_folder(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every TOML table of ``resources/<folder>`` with its place, in order of its name."""
    place = resource(folder)
    for file in sorted(place.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            yield f"{folder}/{file.name}", _parsed(file, f"{folder}/{file.name}")


def build(record: type[Record], values: Mapping[str, Any], place: str) -> Record:
    """A frozen record from one table entry; lists become tuples.

    Raises
    ------
    ResourceError
        If a key is unknown or a needed one is missing.
    """
    known = {item.name: item for item in fields(record)}  # type: ignore[arg-type]
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise ResourceError(f"{place}: {unknown[0]} is not a key of such an entry.")
    needed = [n for n, i in known.items() if i.default is MISSING and i.default_factory is MISSING]
    absent = [name for name in needed if name not in values]
    if absent:
        raise ResourceError(f"{place}: {absent[0]} is missing.")
    return record(**{name: _frozen(value) for name, value in values.items()})


def _parsed(file: Traversable, place: str) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ResourceError(f"{place} is missing; install Pedograph again.") from error
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(f"{place} is not valid TOML: {error}.") from error


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
