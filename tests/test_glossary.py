"""The field's words: what people read uses one word for one thing, and the one that a podiatrist uses."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent

INSTEAD = {
    r"\bcan(?:not)? be had\b|\bcould not be had\b|\bto be had\b": "not available (with the reason)",
    r"\bnot whole\b|\bwhole (?:step|print|footstep)s?\b": "incomplete, complete; cut off at the edge",
    r"\bcodes? of (?:a|the) person\b": "patient ID (clinic), subject ID (study)",
    r"\bbegin(?:ning)? of contact\b|\bbegin and end of contact\b": "contact onset",
    r"\bshare of (?:the )?force-time integral\b": "relative impulse",
    r"\bbreadths?\b": "width",
    r"\bhollows?\b": "medial concavity; arch",
    r"\b(?:inner|outer) side\b": "medial, lateral",
    r"\bhumps?\b": "first and second peak",
    r"\bdisagreement of the axes\b": "axis angle difference",
    r"\btold (?:from|apart)\b|\btell apart\b": "detected from, distinguished",
    r"\banew\b": "recalculated, recreated, re-analysed, reapplied; again",
    r"\bwholly\b": "completely",
    r"\bmend(?:s|ed|ing)?\b": "fixed, repaired",
    r"\bwhat came of it\b": "result",
    r"\bletters\b": "characters",
}
"""What is not said, and what is said in its place."""

PAGES = [
    *(REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((REPOSITORY / "docs").rglob("*.md")),
    *sorted((REPOSITORY / "resources").rglob("*.toml")),
    *sorted((REPOSITORY / "sample_scans").glob("*.md")),
]
OLD_SENTENCES = "stored_notes.py"
"""Holds sentences as earlier versions stored them."""
MODULES = sorted(path for path in (REPOSITORY / "src").rglob("*.py") if path.name != OLD_SENTENCES)


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of everything that a person can come to read."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        constants = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
        yield from ((node.lineno, node.value) for node in constants if isinstance(node.value, str))
    else:
        yield 1, text


def refused(path: Path) -> list[str]:
    """Where a page or module says what the glossary replaces, whatever the line breaks in between."""
    found = []
    for line, text in texts(path):
        flat = re.sub(r"\s", " ", text)
        for pattern, instead in INSTEAD.items():
            for match in re.finditer(pattern, flat, re.IGNORECASE):
                place = line + text.count("\n", 0, match.start())
                found.append(f'{path.name}:{place}: "{match[0]}"; write: {instead}')
    return found


@pytest.mark.parametrize("path", [*PAGES, *MODULES], ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_the_glossary_holds(path: Path) -> None:
    assert refused(path) == []


def test_the_check_sees_a_word_across_a_line_break(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Fine.\nThe measure cannot\nbe had.\n", encoding="utf-8")
    assert refused(page) == ['page.md:2: "cannot be had"; write: not available (with the reason)']
