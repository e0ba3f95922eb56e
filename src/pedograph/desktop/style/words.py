"""Words from anywhere in places where Qt reads tags or marks keys."""

from __future__ import annotations

import re
from html import escape
from typing import Final

_VERY_LONG: Final = re.compile(r"\S{16}(?=\S)")
INTENDED_USE: Final = "For research and documentation. Not for diagnosis."
"""Stands on every page and every picture."""


def wrapped(text: str) -> str:
    """Plain text of several lines as a tooltip, which breaks its lines and draws every character as it is.

    Qt searches a tooltip for tags; this one has its own, and those of the text are escaped.
    """
    lines = "".join(f'<p style="margin:0 0 4px 0">{escape(line)}</p>' for line in text.splitlines())
    return f"<qt>{lines}</qt>" if lines else ""


def breakable(text: str) -> str:
    """Text to be drawn in lines, whose very long words may be broken."""
    return _VERY_LONG.sub(lambda run: f"{run[0]}\u200b", text)


def without_mnemonic(text: str) -> str:
    """Text for a button or a menu, in which an ampersand stays an ampersand."""
    return text.replace("&", "&&")


def in_title(text: str) -> str:
    """Text for the title of a window, in which "[*]" does not stand for unsaved changes."""
    return text.replace("[*]", "[*][*]")
