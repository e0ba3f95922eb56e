"""The user's own reference ranges as they are kept in his settings folder, a file a measure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pedograph._platform.atomic_write import replace_file
from pedograph._platform.paths import settings_folder
from pedograph._platform.regular_file import regular_text
from pedograph.formats.parsing.toml_text import toml_value
from pedograph.measures.catalogue import catalogue, parse_ranges
from pedograph.measures.reference.own import OWN_SOURCE, TEXTS
from pedograph.measures.reference.ranges import RangeError, ReferenceRange


def own_folder(settings: Path | None = None) -> Path:
    """Where the user's own references are kept, in his settings folder or another one."""
    return (settings or settings_folder()) / "reference_ranges"


def save_own(key: str, reference: ReferenceRange, folder: Path | None = None) -> Path:
    """Keep an own reference of a measure; one of the same people, by their description, is taken off.

    Parameters
    ----------
    key : str
        The measure.
    reference : ReferenceRange
        From `own_reference`.
    folder : path, optional
        Other than `own_folder`.

    Returns
    -------
    Path
        The file, one a measure.

    Raises
    ------
    RangeError
        If there is no such measure, the reference is not an own one, or the file that is there cannot be read.
    OSError
        If the place cannot be written to.
    """
    if key not in catalogue():
        raise RangeError(f'there is no measure "{key}"; `pedograph measures` lists them.')
    if not reference.own:
        raise RangeError("only a reference of one's own is kept; published ones come with the program.")
    place = (folder or own_folder()) / f"{key}.toml"
    before = _read(place).get(key, ()) if place.exists() else ()
    kept = [one for one in before if one.population != reference.population]
    place.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(_as_toml(key, one) for one in (*kept, reference))
    return replace_file(place, text.encode("utf-8"))


def own_references(folder: Path | None = None) -> Mapping[str, tuple[ReferenceRange, ...]]:
    """The user's own references by measure; empty where there are none.

    Raises
    ------
    RangeError
        If a file cannot be read; the text names it.
    """
    found: dict[str, tuple[ReferenceRange, ...]] = {}
    for place in sorted((folder or own_folder()).glob("*.toml")):
        for key, references in _read(place).items():
            found[key] = (*found.get(key, ()), *references)
    return found


def _read(place: Path) -> dict[str, tuple[ReferenceRange, ...]]:
    try:
        data = tomllib.loads(regular_text(place))
        tables = [{**table, "own": True, "source": "own", "verified": True} for table in data["ranges"]]
        return parse_ranges(tables, {"own": OWN_SOURCE}, catalogue())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise RangeError(f"{place} holds no reference ranges that can be read: {_in_words(error)}.") from error


def _in_words(error: Exception) -> str:
    """What is wrong with a file, for a person who never saw Python."""
    if isinstance(error, UnicodeDecodeError):
        return "it is no text in UTF-8"
    if isinstance(error, KeyError | TypeError):
        return "a field is missing, has a name that is not known, or holds a value of another kind"
    return str(error).rstrip(".")


def _as_toml(key: str, reference: ReferenceRange) -> str:
    """One table of the file."""
    values: dict[str, Any] = {"measure": key}
    names = ("n", "mean", "sd", "low", "high", "age", "speed", "percentiles")
    for name in (*TEXTS, *names):
        value = getattr(reference, name)
        if value not in (None, "", ()):
            values[name] = _plain(value)
    lines = [f"{name} = {toml_value(value)}" for name, value in values.items()]
    return "\n".join(["[[ranges]]", *lines, ""])


def _plain(value: Any) -> Any:
    """Tuples as lists, all the way down."""
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
