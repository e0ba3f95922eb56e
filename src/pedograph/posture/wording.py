"""The words that no note may hold: Pedograph shows evidence, it does not judge a person."""

from __future__ import annotations

import re
from typing import Final

_BANNED: Final[dict[str, re.Pattern[str]]] = {
    word: re.compile(pattern, re.IGNORECASE)
    for word, pattern in {
        "diagnos-": r"diagnos\w*",
        "caused by": r"\bcaused?\s+by\b",
        "hidden cause": r"\bhidden\s+causes?\b",
        "cure": r"\bcur(e|es|ed|ing|able|ative)\b",
        "must": r"\bmust\b",
        "treat with": r"\btreat(s|ed|ing|ment)?\s+with\b",
        "you have": r"\byou\s+have\b",
        "normal": r"\b(ab)?normal\w*",
    }.items()
}

OPENING: Final = "Research note"
"""How the text of every note begins."""


def banned_words(text: str) -> tuple[str, ...]:
    """The banned words that ``text`` holds, so that a person who edits a note can be warned."""
    return tuple(word for word, pattern in _BANNED.items() if pattern.search(text))
