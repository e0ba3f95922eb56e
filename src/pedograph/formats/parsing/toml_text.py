"""Plain values as TOML, and TOML from files as plain values."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from pedograph.errors import ReadError


def toml_value(value: Any) -> str:
    """A number, text, truth value, list or mapping on one line of TOML.

    Parameters
    ----------
    value : bool, int, float, str, list or dict
        Finite numbers only.
    """
    if isinstance(value, str):
        # JSON's strings are TOML's but for the sign DEL, and for halves of a pair, which no UTF-8 holds.
        whole = value.encode("utf-8", errors="replace").decode("utf-8")
        return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{toml_value(key)} = {toml_value(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return json.dumps(value)


def read_toml(text: str, name: str, advice: str = "") -> dict[str, Any]:
    """The values in a TOML text.

    Parameters
    ----------
    text : str
        The text.
    name : str
        Name of the file it is from, for errors.
    advice : str
        What to do about a fault.

    Raises
    ------
    ReadError
        If it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        why = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "its brackets are nested too deep"
        raise ReadError(name, f"it is no TOML: {why}", advice=advice) from None
